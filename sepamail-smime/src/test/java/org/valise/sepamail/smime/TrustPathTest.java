// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sepamail.smime.TrustPolicy.Outcome;

/** Paths that are to be refused, and lists of revoked certificates (RFC 5280 5 and 6). */
class TrustPathTest {

    private static final Instant NOW = TestPki.NOW;
    private static final TestPath ROOT = TestPath.root(0);
    private static final TestPath MID = mid().authority(-1).issue();
    private static final TestPath LEAF = leaf(MID).issue();

    private static TestPath.Request mid() {
        return ROOT.request(TestPki.rsa(1), "CN=Mid");
    }

    private static TestPath.Request leaf(TestPath issuer) {
        return issuer.request(TestPki.rsa(2), "CN=Leaf").signer(TestPki.SENDER);
    }

    private static Outcome check(TestPath anchor, TestPath signer, TestPath... between) {
        return check(TrustPolicy.of(List.of(anchor.certificate)), signer, between);
    }

    private static Outcome check(TrustPolicy policy, TestPath signer, TestPath... between) {
        List<X509Certificate> cameAlong =
                List.of(between).stream().map(each -> each.certificate).toList();
        return policy.check(signer.certificate, cameAlong, NOW);
    }

    private static Outcome withLists(X509CRL... lists) {
        TrustPolicy policy = TrustPolicy.of(List.of(ROOT.certificate)).withRevocationLists(List.of(lists));
        return check(policy, LEAF, MID);
    }

    @Test
    void leadsThroughWhatCameAlongOrIsKnown() {
        assertThat(check(ROOT, LEAF, MID)).isEqualTo(Outcome.TRUSTED);
        TrustPolicy knows = TrustPolicy.of(List.of(ROOT.certificate)).withIntermediates(List.of(MID.certificate));
        assertThat(check(knows, LEAF)).isEqualTo(Outcome.TRUSTED);
        assertThat(check(ROOT, LEAF)).isEqualTo(Outcome.UNKNOWN);
        assertThat(check(TestPath.root(3), LEAF, MID)).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void s9AnIntermediateThatIsNotValidAtTheTime() {
        TestPath old = ROOT.request(TestPki.rsa(1), "CN=Mid", NOW.minusSeconds(99), NOW.minusSeconds(1))
                .authority(-1)
                .issue();
        TestPath coming = ROOT.request(TestPki.rsa(1), "CN=Mid", NOW.plusSeconds(1), NOW.plusSeconds(99))
                .authority(-1)
                .issue();
        assertThat(check(ROOT, LEAF, old)).isEqualTo(Outcome.EXPIRED);
        assertThat(check(ROOT, LEAF, coming)).isEqualTo(Outcome.EXPIRED);
        assertThat(check(ROOT, LEAF, old, MID)).as("renewed").isEqualTo(Outcome.TRUSTED);
    }

    @Test
    void anIntermediateThatIsNoAuthority() {
        TestPath bank = mid().signer(TestPki.SENDER).issue();
        assertThat(check(ROOT, LEAF, bank)).isEqualTo(Outcome.BROKEN);
    }

    @Test
    void aPathThatIsLongerThanAnAuthorityAllows() {
        TestPath last = mid().authority(0).issue();
        TestPath more = last.request(TestPki.rsa(3), "CN=More").authority(-1).issue();
        assertThat(check(ROOT, leaf(last).issue(), last)).isEqualTo(Outcome.TRUSTED);
        assertThat(check(ROOT, leaf(more).issue(), more, last)).isEqualTo(Outcome.BROKEN);
    }

    /** A path length of 0 means that it issues certificates of those who sign, and of no authorities (RFC 5280 4.2.1.9). */
    @Test
    void aPathLengthOfNoneMakesAnAuthorityAllTheSame() {
        TestPath narrow =
                TestPath.selfIssued(TestPki.rsa(0), "CN=Narrow").authority(0).issue();
        narrow.request(TestPki.rsa(2), "CN=Between").authority(-1).issue();
        assertThat(check(narrow, leaf(narrow).issue())).isEqualTo(Outcome.TRUSTED);
        assertThat(CertificateUse.isAuthority(narrow.certificate)).isTrue();
        assertThat(CertificateUse.isAuthority(LEAF.certificate)).isFalse();
    }

    @Test
    void s13CriticalExtensionsThatNobodyKnows() {
        ASN1ObjectIdentifier odd = new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1");
        TestPath signer = leaf(MID).with(odd, true, DERNull.INSTANCE).issue();
        TestPath between = mid().authority(-1).with(odd, true, DERNull.INSTANCE).issue();
        assertThat(check(ROOT, signer, MID)).isEqualTo(Outcome.BROKEN);
        assertThat(check(ROOT, LEAF, between)).isEqualTo(Outcome.BROKEN);
        TestPath harmless = leaf(MID).with(odd, false, DERNull.INSTANCE).issue();
        assertThat(check(ROOT, harmless, MID)).isEqualTo(Outcome.TRUSTED);
    }

    private static TestPath constrained(NameConstraints constraints) {
        return mid().authority(-1)
                .with(Extension.nameConstraints, true, constraints)
                .issue();
    }

    private static GeneralSubtree[] domain(String name) {
        return new GeneralSubtree[] {new GeneralSubtree(new GeneralName(GeneralName.rfc822Name, name))};
    }

    /** CVE-2026-8763: with a dot at its end a name is in the same domain and looks as if it were not. */
    @ParameterizedTest
    @ValueSource(strings = {"a@shut.example", "a@shut.example.", "a@SHUT.example.", "a@open.example."})
    void s12NamesThatAreShutOut(String mail) {
        TestPath shut = constrained(new NameConstraints(null, domain("shut.example")));
        TestPath open = constrained(new NameConstraints(domain("open.example"), null));
        TestPath signer = MID.request(TestPki.rsa(2), "CN=Leaf").signer(mail).issue();
        assertThat(check(ROOT, signer, shut)).isEqualTo(Outcome.BROKEN);
        assertThat(check(ROOT, signer, open)).isEqualTo(Outcome.BROKEN);
    }

    /** With a dot at its end a constraint is one of the same domain. */
    @Test
    void s12ConstraintsThatEndWithADot() {
        TestPath signer =
                MID.request(TestPki.rsa(2), "CN=Leaf").signer("a@shut.example").issue();
        assertThat(check(ROOT, signer, constrained(new NameConstraints(null, domain("shut.example.")))))
                .isEqualTo(Outcome.BROKEN);
        assertThat(check(ROOT, signer, constrained(new NameConstraints(null, domain("a@shut.example.")))))
                .isEqualTo(Outcome.BROKEN);
    }

    @Test
    void s12NamesThatAreLetIn() {
        TestPath signer =
                MID.request(TestPki.rsa(2), "CN=Leaf").signer("a@open.example").issue();
        assertThat(check(ROOT, signer, constrained(new NameConstraints(null, domain("shut.example")))))
                .isEqualTo(Outcome.TRUSTED);
        assertThat(check(ROOT, signer, constrained(new NameConstraints(domain("open.example"), null))))
                .isEqualTo(Outcome.TRUSTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA1withRSA", "MD5withRSA"})
    void s8WeakSignaturesAnywhereInThePath(String algorithm) {
        TestPath between = mid().authority(-1).signedBy(algorithm).issue();
        assertThat(check(ROOT, LEAF, between)).isEqualTo(Outcome.BROKEN);
        assertThat(check(ROOT, leaf(MID).signedBy(algorithm).issue(), MID)).isEqualTo(Outcome.BROKEN);
        TestPath root = TestPath.selfIssued(TestPki.rsa(0), "CN=Root")
                .authority(-1)
                .signedBy(algorithm)
                .issue();
        assertThat(check(root, LEAF, MID)).as("its own is not looked at").isEqualTo(Outcome.TRUSTED);
    }

    @Test
    void s8WeakKeysAnywhereInThePath() {
        for (KeyPair weak : List.of(TestPki.generate("RSA", 1024, ""), TestPki.generate("DSA", 2048, ""))) {
            TestPath between = ROOT.request(weak, "CN=Weak").authority(-1).issue();
            TestPath root = TestPath.selfIssued(weak, "CN=Weak").authority(-1).issue();
            assertThat(check(ROOT, leaf(between).issue(), between)).isEqualTo(Outcome.BROKEN);
            assertThat(check(root, leaf(root).issue())).isEqualTo(Outcome.BROKEN);
        }
    }

    @Test
    void aBankThatIsTrustedItself() {
        TestPath own = TestPath.selfIssued(TestPki.rsa(2), "CN=Leaf")
                .signer(TestPki.SENDER)
                .issue();
        TestPath old = MID.request(TestPki.rsa(2), "CN=Leaf", NOW.minusSeconds(99), NOW.minusSeconds(1))
                .signer(TestPki.SENDER)
                .issue();
        TestPath weak = MID.request(TestPki.generate("RSA", 1024, ""), "CN=Weak")
                .signer(TestPki.SENDER)
                .issue();
        assertThat(check(own, own)).isEqualTo(Outcome.TRUSTED);
        assertThat(check(LEAF, LEAF)).isEqualTo(Outcome.TRUSTED);
        assertThat(check(old, old)).isEqualTo(Outcome.EXPIRED);
        assertThat(check(weak, weak)).isEqualTo(Outcome.BROKEN);
        TestPath odd = leaf(MID)
                .with(new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.7"), true, DERNull.INSTANCE)
                .issue();
        assertThat(check(odd, odd)).as("s13").isEqualTo(Outcome.BROKEN);
        TestPath under = leaf(own).issue();
        assertThat(check(own, under)).as("is no authority").isEqualTo(Outcome.BROKEN);
    }

    private static Outcome pinned(TestPath signer, List<X509Certificate> others, X509CRL... lists) {
        List<X509Certificate> trusted = new ArrayList<>(others);
        trusted.add(signer.certificate);
        return check(TrustPolicy.of(trusted).withRevocationLists(List.of(lists)), signer);
    }

    /** To trust a bank by name is no reason to trust it when its authority does not any more. */
    @Test
    void aBankThatIsTrustedItselfAndRevoked() {
        List<X509Certificate> root = List.of(ROOT.certificate, MID.certificate);
        assertThat(pinned(LEAF, root, ROOT.list(), MID.list())).isEqualTo(Outcome.TRUSTED);
        assertThat(pinned(LEAF, root, ROOT.list(), MID.list(LEAF.certificate))).isEqualTo(Outcome.REVOKED);
        assertThat(pinned(LEAF, root, ROOT.list())).isEqualTo(Outcome.NO_REVOCATION_STATUS);
        assertThat(pinned(LEAF, root)).as("no lists").isEqualTo(Outcome.TRUSTED);
    }

    /** Nothing but that certificate is trusted: its issuer is asked, if it is known, and need lead nowhere. */
    @Test
    void aBankThatAloneIsTrusted() {
        TrustPolicy alone = TrustPolicy.of(List.of(LEAF.certificate));
        assertThat(check(alone.withRevocationLists(List.of(MID.list())), LEAF, MID))
                .isEqualTo(Outcome.TRUSTED);
        TrustPolicy revoked = alone.withRevocationLists(List.of(MID.list(LEAF.certificate)));
        assertThat(check(revoked, LEAF, MID)).isEqualTo(Outcome.REVOKED);
        assertThat(check(revoked.withIntermediates(List.of(MID.certificate)), LEAF))
                .isEqualTo(Outcome.REVOKED);
        assertThat(check(revoked, LEAF)).as("its issuer is not known").isEqualTo(Outcome.NO_REVOCATION_STATUS);
        TestPath namesake =
                TestPath.selfIssued(TestPki.rsa(4), "CN=Mid").authority(-1).issue();
        TrustPolicy other = alone.withRevocationLists(List.of(namesake.list()));
        assertThat(check(other, LEAF, namesake, MID)).isEqualTo(Outcome.NO_REVOCATION_STATUS);
        byte[] good = MID.answer(MID.certificate, LEAF.certificate, CertificateStatus.GOOD);
        byte[] bad =
                MID.answer(MID.certificate, LEAF.certificate, new RevokedStatus(Date.from(NOW.minusSeconds(9)), 1));
        assertThat(check(alone.withOcspResponses(List.of(good)), LEAF, MID)).isEqualTo(Outcome.TRUSTED);
        assertThat(check(alone.withOcspResponses(List.of(good, bad)), LEAF, MID))
                .isEqualTo(Outcome.REVOKED);
    }

    /** It is accepted as long as it is trusted; that nobody was asked is told. */
    @Test
    void aBankThatHasIssuedItsCertificateItselfCannotBeRevoked() throws Exception {
        TestPath own = TestPath.selfIssued(TestPki.rsa(2), "CN=Leaf")
                .signer(TestPki.SENDER)
                .issue();
        TrustPolicy policy =
                TrustPolicy.of(List.of(own.certificate, ROOT.certificate)).withRevocationLists(List.of(ROOT.list()));
        assertThat(check(policy, own)).isEqualTo(Outcome.IRREVOCABLE);
        assertThat(check(policy.withRevocationLists(List.of()), own)).isEqualTo(Outcome.TRUSTED);
        byte[] mail = MissiveSealer.of(
                        SigningIdentity.of(own.keys.getPrivate(), List.of(own.certificate)), Bench.FROM, Bench.CLOCK)
                .seal(Bench.missive("x"), Bench.TO, Recipient.of(Bench.RECIPIENT.certificate))
                .octets();
        Verdict<OpenedMissive> verdict = MissiveOpener.of(List.of(Bench.RECIPIENT.decryptionKey()), policy, Bench.CLOCK)
                .open(mail);
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        assertThat(verdict.checks())
                .filteredOn(result -> result.check() == Check.REVOCATION)
                .singleElement()
                .satisfies(result -> {
                    assertThat(result.outcome()).isEqualTo(CheckResult.Outcome.NOT_ASKED_FOR);
                    assertThat(result.detail()).contains("nobody can revoke it");
                });
    }

    /** RFC 5280 6.1 takes from an authority that is trusted its name and its key. That it is old does not matter. */
    @Test
    void anAuthorityThatHasRunOut() {
        TestPath old = ROOT.request(TestPki.rsa(0), "CN=Root", NOW.minusSeconds(99), NOW.minusSeconds(1))
                .authority(-1)
                .issue();
        assertThat(check(old, LEAF, MID)).isEqualTo(Outcome.TRUSTED);
    }

    @Test
    void listsOfTheWholePath() {
        assertThat(withLists(ROOT.list(), MID.list())).isEqualTo(Outcome.TRUSTED);
        assertThat(withLists(ROOT.list(), MID.list(LEAF.certificate))).isEqualTo(Outcome.REVOKED);
        assertThat(withLists(ROOT.list(MID.certificate), MID.list())).isEqualTo(Outcome.REVOKED);
        assertThat(withLists(ROOT.list(MID.certificate))).isEqualTo(Outcome.REVOKED);
    }

    @Test
    void aListThatIsMissingOrOutOfDate() {
        assertThat(withLists(ROOT.list())).isEqualTo(Outcome.NO_REVOCATION_STATUS);
        assertThat(withLists(MID.list())).isEqualTo(Outcome.NO_REVOCATION_STATUS);
        X509CRL old = MID.list(NOW.minusSeconds(9000), NOW.minusSeconds(3600), null, null);
        X509CRL coming = MID.list(NOW.plusSeconds(3600), NOW.plusSeconds(9000), null, null);
        assertThat(withLists(ROOT.list(), old)).isEqualTo(Outcome.NO_REVOCATION_STATUS);
        assertThat(withLists(ROOT.list(), coming)).isEqualTo(Outcome.NO_REVOCATION_STATUS);
        assertThat(withLists(ROOT.list(), old, MID.list())).isEqualTo(Outcome.TRUSTED);
    }

    @Test
    void aListByAnotherKey() {
        TestPath namesake =
                TestPath.selfIssued(TestPki.rsa(4), "CN=Mid").authority(-1).issue();
        assertThat(withLists(ROOT.list(), namesake.list())).isEqualTo(Outcome.NO_REVOCATION_STATUS);
        assertThat(withLists(ROOT.list(), namesake.list(LEAF.certificate))).isEqualTo(Outcome.NO_REVOCATION_STATUS);
    }

    /** A delta list is none without the one that it is for; one of another issuer speaks of that one's certificates. */
    @Test
    void listsOfOtherKinds() {
        X509CRL delta =
                MID.list(NOW.minusSeconds(600), NOW.plusSeconds(600), Extension.deltaCRLIndicator, new ASN1Integer(1));
        assertThat(withLists(ROOT.list(), delta)).isEqualTo(Outcome.NO_REVOCATION_STATUS);
        X509CRL indirect = ROOT.list(
                NOW.minusSeconds(600),
                NOW.plusSeconds(600),
                Extension.issuingDistributionPoint,
                new IssuingDistributionPoint(null, true, false));
        assertThat(withLists(indirect)).isEqualTo(Outcome.NO_REVOCATION_STATUS);
    }

    /** Revocation is what is said last: a path that is wrong for another reason is wrong for that one. */
    @Test
    void aMissingListHidesNothing() {
        TrustPolicy policy = TrustPolicy.of(List.of(ROOT.certificate)).withRevocationLists(List.of(MID.list()));
        assertThat(check(policy, LEAF)).isEqualTo(Outcome.UNKNOWN);
        TestPath old = MID.request(TestPki.rsa(2), "CN=Leaf", NOW.minusSeconds(99), NOW.minusSeconds(1))
                .signer(TestPki.SENDER)
                .issue();
        assertThat(check(policy, old, MID)).isEqualTo(Outcome.EXPIRED);
    }
}
