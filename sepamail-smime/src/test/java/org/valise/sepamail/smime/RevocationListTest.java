// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.ReasonFlags;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sepamail.smime.TrustPolicy.Outcome;

/** What lists of revoked certificates say beside each other, and which of them say nothing (RFC 5280 5 and 6.3). */
class RevocationListTest {

    private static final Instant NOW = TestPki.NOW;
    private static final Instant FROM = NOW.minusSeconds(600);
    private static final Instant UNTIL = NOW.plusSeconds(600);
    private static final ASN1ObjectIdentifier ODD = new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1");
    private static final TestPath ROOT = TestPath.root(0);
    private static final TestPath MID =
            ROOT.request(TestPki.rsa(1), "CN=Mid").authority(-1).issue();
    private static final TestPath LEAF = leaf().issue();
    private static final TestPath OTHER = leaf().issue();
    private static final IssuingDistributionPoint USERS = scope(null, true, false, null, false, false);

    private static TestPath.Request leaf() {
        return MID.request(TestPki.rsa(2), "CN=Leaf").signer(TestPki.SENDER);
    }

    private static IssuingDistributionPoint scope(
            DistributionPointName point,
            boolean users,
            boolean authorities,
            ReasonFlags reasons,
            boolean indirect,
            boolean attributes) {
        return new IssuingDistributionPoint(point, users, authorities, reasons, indirect, attributes);
    }

    /** What lists of Mid, beside one of Root that says nothing, say of a signer. */
    private static Outcome with(X509CRL... lists) {
        return of(LEAF, lists);
    }

    private static Outcome of(TestPath signer, X509CRL... lists) {
        return check(TrustPolicy.of(List.of(ROOT.certificate)), signer, lists);
    }

    private static Outcome check(TrustPolicy policy, TestPath signer, X509CRL... lists) {
        List<X509CRL> all = new ArrayList<>(List.of(lists));
        all.add(ROOT.list());
        return policy.withRevocationLists(all).check(signer.certificate, List.of(MID.certificate), NOW);
    }

    private static void assertBothWays(X509CRL one, X509CRL other, Outcome expected) {
        assertThat(with(one, other)).isEqualTo(expected);
        assertThat(with(other, one)).as("the other way round").isEqualTo(expected);
    }

    private static X509CRL listOf(IssuingDistributionPoint scope, TestPath... revoked) {
        return MID.list(FROM, UNTIL, Extension.issuingDistributionPoint, scope, certificates(revoked));
    }

    private static X509CRL delta(TestPath... revoked) {
        return MID.list(FROM, UNTIL, Extension.deltaCRLIndicator, new ASN1Integer(1), certificates(revoked));
    }

    private static X509Certificate[] certificates(TestPath... paths) {
        return List.of(paths).stream().map(path -> path.certificate).toArray(X509Certificate[]::new);
    }

    private static X509v2CRLBuilder listing() {
        X509v2CRLBuilder builder = new X509v2CRLBuilder(new X500Name(MID.name), Date.from(FROM));
        builder.setNextUpdate(Date.from(UNTIL));
        return builder;
    }

    /** A list with one entry that has one extension. */
    private static X509v2CRLBuilder listing(
            TestPath revoked, ASN1ObjectIdentifier extension, boolean critical, ASN1Encodable value) {
        try {
            Extension one =
                    new Extension(extension, critical, value.toASN1Primitive().getEncoded());
            return listing().addCRLEntry(revoked.certificate.getSerialNumber(), Date.from(FROM), new Extensions(one));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509v2CRLBuilder listing(TestPath revoked, int reason) {
        return listing(revoked, Extension.reasonCode, false, CRLReason.lookup(reason));
    }

    /** 6.3.3: a later list is one that is looked at too, whichever is found first. */
    @Test
    void whatOneListRevokesNoOtherClears() {
        X509CRL before = MID.list(NOW.minusSeconds(3000), UNTIL, Extension.cRLNumber, new ASN1Integer(1));
        X509CRL now = MID.list(FROM, UNTIL, Extension.cRLNumber, new ASN1Integer(2), LEAF.certificate);
        assertBothWays(before, now, Outcome.REVOKED);
        assertBothWays(listOf(USERS), now, Outcome.REVOKED);
        assertBothWays(MID.list(OTHER.certificate), MID.list(LEAF.certificate), Outcome.REVOKED);
        assertBothWays(before, MID.list(OTHER.certificate), Outcome.TRUSTED);
    }

    @Test
    void whatOneListRevokesNoOtherClearsForAuthoritiesEither() {
        assertThat(with(MID.list(), ROOT.list(MID.certificate))).isEqualTo(Outcome.REVOKED);
        TrustPolicy policy = TrustPolicy.of(List.of(ROOT.certificate))
                .withRevocationLists(List.of(ROOT.list(), ROOT.list(MID.certificate), MID.list()));
        assertThat(policy.check(LEAF.certificate, List.of(MID.certificate), NOW))
                .isEqualTo(Outcome.REVOKED);
    }

    @Test
    void s9aCertificateOnHoldIsRevoked() {
        assertThat(with(MID.list(listing(LEAF, CRLReason.certificateHold), "SHA256")))
                .isEqualTo(Outcome.REVOKED);
    }

    /** 5.2.4 and 5.3.1: deltas add to a list. That they also take from it is not followed: what was on hold stays there. */
    @Test
    void deltasRevokeAndDoNotClear() {
        X509CRL held = MID.list(listing(LEAF, CRLReason.certificateHold), "SHA256");
        assertBothWays(MID.list(), delta(LEAF), Outcome.REVOKED);
        assertBothWays(MID.list(), delta(OTHER), Outcome.TRUSTED);
        assertThat(with(delta(LEAF))).isEqualTo(Outcome.REVOKED);
        assertThat(with(delta())).isEqualTo(Outcome.NO_REVOCATION_STATUS);
        assertBothWays(MID.list(), removing(), Outcome.TRUSTED);
        assertBothWays(held, removing(), Outcome.REVOKED);
        assertThat(with(removing())).isEqualTo(Outcome.NO_REVOCATION_STATUS);
    }

    private static X509CRL removing() {
        try {
            X509v2CRLBuilder builder = listing(LEAF, CRLReason.removeFromCRL)
                    .addExtension(Extension.deltaCRLIndicator, true, new ASN1Integer(1));
            return MID.list(builder, "SHA256");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** 5.2 and 5.3: such a list must not be used for any certificate. */
    @Test
    void s13aListWithSomethingCriticalThatNobodyKnowsSaysNothing() {
        X509CRL inEntry = MID.list(listing(OTHER, ODD, true, DERNull.INSTANCE), "SHA256");
        X509CRL harmless = MID.list(listing(OTHER, ODD, false, DERNull.INSTANCE), "SHA256");
        X509CRL inList = MID.list(FROM, UNTIL, ODD, DERNull.INSTANCE);
        assertThat(with(inEntry)).isEqualTo(Outcome.NO_REVOCATION_STATUS);
        assertThat(with(inList)).isEqualTo(Outcome.NO_REVOCATION_STATUS);
        assertThat(with(harmless)).isEqualTo(Outcome.TRUSTED);
        assertBothWays(inEntry, MID.list(), Outcome.TRUSTED);
    }

    /** An entry of another issuer's certificate stands in indirect lists only, which are not supported. */
    @Test
    void listsOfSeveralIssuersSayNothing() {
        GeneralNames issuer = new GeneralNames(new GeneralName(new X500Name("CN=Another")));
        assertThat(with(MID.list(listing(LEAF, Extension.certificateIssuer, true, issuer), "SHA256")))
                .isEqualTo(Outcome.NO_REVOCATION_STATUS);
        assertThat(with(listOf(scope(null, false, false, null, true, false)))).isEqualTo(Outcome.NO_REVOCATION_STATUS);
    }

    /** Statement 8, as for certificates. */
    @Test
    void s8aListThatIsSignedOverAWeakDigestSaysNothing() {
        X509CRL sha1 = MID.list(listing(), "SHA1");
        TrustPolicy legacy = TrustPolicy.of(List.of(ROOT.certificate)).withWeakDigests();
        assertThat(with(sha1)).isEqualTo(Outcome.NO_REVOCATION_STATUS);
        assertThat(check(legacy, LEAF, sha1)).isEqualTo(Outcome.TRUSTED);
        assertThat(check(legacy, LEAF, MID.list(listing(), "MD5"))).isEqualTo(Outcome.NO_REVOCATION_STATUS);
    }

    /** 6.3.3 (f): whose the list is decides the path of the certificate, not the name alone. */
    @Test
    void aListOfANamesakeWhoIsTrustedSaysNothing() {
        TestPath namesake = TestPath.root(3);
        TestPath signer =
                ROOT.request(TestPki.rsa(2), "CN=Leaf").signer(TestPki.SENDER).issue();
        TrustPolicy policy = TrustPolicy.of(List.of(ROOT.certificate, namesake.certificate));
        for (X509CRL list : List.of(namesake.list(), namesake.list(signer.certificate))) {
            assertThat(policy.withRevocationLists(List.of(list)).check(signer.certificate, List.of(), NOW))
                    .isEqualTo(Outcome.NO_REVOCATION_STATUS);
        }
        assertThat(policy.withRevocationLists(List.of(namesake.list(), ROOT.list()))
                        .check(signer.certificate, List.of(), NOW))
                .isEqualTo(Outcome.TRUSTED);
    }

    @Test
    void aListThatIsOfNoUseIsAsGoodAsNone() {
        TestPath forger =
                TestPath.selfIssued(TestPki.rsa(4), "CN=Mid").authority(-1).issue();
        assertBothWays(forger.list(LEAF.certificate), MID.list(), Outcome.TRUSTED);
        assertBothWays(forger.list(), MID.list(LEAF.certificate), Outcome.REVOKED);
        X509CRL old = MID.list(NOW.minusSeconds(9000), NOW.minusSeconds(3600), null, null, LEAF.certificate);
        assertBothWays(old, MID.list(), Outcome.TRUSTED);
    }

    /** 5.1.2.5: when the next list comes must be said. */
    @Test
    void aListForEverSaysNothing() {
        X509v2CRLBuilder builder = new X509v2CRLBuilder(new X500Name(MID.name), Date.from(FROM));
        assertThat(with(MID.list(builder, "SHA256"))).isEqualTo(Outcome.NO_REVOCATION_STATUS);
    }

    /** 6.3.3 (f): whose key may sign certificates may not sign lists by that. */
    @Test
    void aListOfOneWhoMayNotSignLists() {
        TestPath mid = ROOT.request(TestPki.rsa(1), "CN=Mid")
                .with(Extension.basicConstraints, true, new BasicConstraints(true))
                .with(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign))
                .issue();
        TrustPolicy policy =
                TrustPolicy.of(List.of(ROOT.certificate)).withRevocationLists(List.of(ROOT.list(), MID.list()));
        assertThat(policy.check(LEAF.certificate, List.of(mid.certificate), NOW))
                .isEqualTo(Outcome.NO_REVOCATION_STATUS);
    }

    /** 6.3.3 (b) (2): a list clears what it is about. */
    @Test
    void aListClearsOnlyWhatIsInItsScope() {
        IssuingDistributionPoint authorities = scope(null, false, true, null, false, false);
        assertThat(with(listOf(USERS))).isEqualTo(Outcome.TRUSTED);
        assertThat(with(listOf(authorities))).isEqualTo(Outcome.NO_REVOCATION_STATUS);
        assertThat(with(listOf(scope(null, false, false, null, false, true)))).isEqualTo(Outcome.NO_REVOCATION_STATUS);
        X509CRL ofRoot = ROOT.list(FROM, UNTIL, Extension.issuingDistributionPoint, authorities);
        X509CRL ofRootForUsers = ROOT.list(FROM, UNTIL, Extension.issuingDistributionPoint, USERS);
        TrustPolicy policy = TrustPolicy.of(List.of(ROOT.certificate));
        assertThat(policy.withRevocationLists(List.of(ofRoot, MID.list()))
                        .check(LEAF.certificate, List.of(MID.certificate), NOW))
                .isEqualTo(Outcome.TRUSTED);
        assertThat(policy.withRevocationLists(List.of(ofRootForUsers, MID.list()))
                        .check(LEAF.certificate, List.of(MID.certificate), NOW))
                .isEqualTo(Outcome.NO_REVOCATION_STATUS);
    }

    /** 6.3.3 (d) and (l): one for some reasons leaves the others open. */
    @Test
    void aListForSomeReasonsRevokesAndDoesNotClear() {
        IssuingDistributionPoint some =
                scope(null, false, false, new ReasonFlags(ReasonFlags.keyCompromise), false, false);
        assertThat(with(listOf(some))).isEqualTo(Outcome.NO_REVOCATION_STATUS);
        assertThat(with(listOf(some, LEAF))).isEqualTo(Outcome.REVOKED);
        assertBothWays(listOf(some, LEAF), MID.list(), Outcome.REVOKED);
    }

    private static DistributionPointName at(String place) {
        return new DistributionPointName(
                new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, place)));
    }

    private static TestPath named(DistributionPointName point, ReasonFlags reasons, GeneralNames issuer) {
        DistributionPoint[] points = {new DistributionPoint(point, reasons, issuer)};
        return leaf().with(Extension.cRLDistributionPoints, false, new CRLDistPoint(points))
                .issue();
    }

    private static IssuingDistributionPoint scope(DistributionPointName point) {
        return scope(point, false, false, null, false, false);
    }

    /** 6.3.3 (b) (2) (i): one of the names of the list must be one of the certificate's. */
    @Test
    void aListOfOnePointClearsWhatNamesThePoint() {
        TestPath one = named(at("http://one.example/"), null, null);
        X509CRL list = listOf(scope(at("http://one.example/")));
        X509CRL other = listOf(scope(at("http://other.example/")), one);
        assertThat(of(one, list)).isEqualTo(Outcome.TRUSTED);
        assertThat(of(LEAF, list)).isEqualTo(Outcome.NO_REVOCATION_STATUS);
        assertThat(of(one, other)).as("whoever names it revokes it").isEqualTo(Outcome.REVOKED);
        assertThat(of(one, listOf(scope(at("http://other.example/"))))).isEqualTo(Outcome.NO_REVOCATION_STATUS);
        assertThat(of(one, MID.list())).isEqualTo(Outcome.TRUSTED);
    }

    /** 6.3.3 (b) (1) and (d): such a point is for indirect lists, or for some reasons. */
    @Test
    void aPointThatIsForLessDoesNotClear() {
        X509CRL list = listOf(scope(at("http://one.example/")));
        TestPath some = named(at("http://one.example/"), new ReasonFlags(ReasonFlags.keyCompromise), null);
        TestPath foreign =
                named(at("http://one.example/"), null, new GeneralNames(new GeneralName(new X500Name("CN=Another"))));
        assertThat(of(some, list)).isEqualTo(Outcome.NO_REVOCATION_STATUS);
        assertThat(of(foreign, list)).isEqualTo(Outcome.NO_REVOCATION_STATUS);
    }

    /** 4.2.1.13 and 6.3.3: names relative to the issuer's, and the issuer's name, which is a point of every certificate. */
    @ParameterizedTest
    @ValueSource(strings = {"CN=Mid", "CN=Mid,OU=List"})
    void pointsThatAreNames(String name) {
        DistributionPointName full = new DistributionPointName(new GeneralNames(new GeneralName(new X500Name(name))));
        DistributionPointName relative = new DistributionPointName(
                DistributionPointName.NAME_RELATIVE_TO_CRL_ISSUER, new X500Name("OU=List").getRDNs()[0]);
        boolean ofIssuer = name.equals(MID.name);
        assertThat(with(listOf(scope(full)))).isEqualTo(ofIssuer ? Outcome.TRUSTED : Outcome.NO_REVOCATION_STATUS);
        assertThat(of(named(relative, null, null), listOf(scope(full)))).isEqualTo(Outcome.TRUSTED);
        assertThat(of(named(full, null, null), listOf(scope(relative))))
                .isEqualTo(ofIssuer ? Outcome.NO_REVOCATION_STATUS : Outcome.TRUSTED);
    }

    /** A path that is revoked is not the only one if the same authority has two certificates. */
    @Test
    void anotherPathMayBeGood() {
        TestPath renewed = ROOT.request(TestPki.rsa(1), "CN=Mid").authority(-1).issue();
        TrustPolicy policy = TrustPolicy.of(List.of(ROOT.certificate))
                .withRevocationLists(List.of(ROOT.list(MID.certificate), MID.list()));
        assertThat(policy.check(LEAF.certificate, List.of(MID.certificate, renewed.certificate), NOW))
                .isEqualTo(Outcome.TRUSTED);
        assertThat(policy.check(LEAF.certificate, List.of(MID.certificate), NOW))
                .isEqualTo(Outcome.REVOKED);
    }
}
