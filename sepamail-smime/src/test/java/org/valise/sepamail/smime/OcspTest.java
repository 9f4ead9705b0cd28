// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.valise.sepamail.smime.TrustPolicy.Outcome;

/** Answers of OCSP responders that the caller gives (RFC 6960). */
class OcspTest {

    private static final Instant NOW = TestPki.NOW;
    private static final CertificateStatus GOOD = CertificateStatus.GOOD;
    private static final CertificateStatus REVOKED = new RevokedStatus(Date.from(NOW.minusSeconds(60)), 1);
    private static final TestPath ROOT = TestPath.root(0);
    private static final TestPath MID =
            ROOT.request(TestPki.rsa(1), "CN=Mid").authority(-1).issue();
    private static final TestPath LEAF =
            MID.request(TestPki.rsa(2), "CN=Leaf").signer(TestPki.SENDER).issue();
    private static final byte[] MID_IS_GOOD = ROOT.answer(ROOT.certificate, MID.certificate, GOOD);

    private static TrustPolicy policy() {
        return TrustPolicy.of(List.of(ROOT.certificate));
    }

    private static Outcome check(TrustPolicy policy) {
        return policy.check(LEAF.certificate, List.of(MID.certificate), NOW);
    }

    /** What comes of an answer about the signer, beside a good one about its issuer. */
    private static Outcome with(byte[] answer) {
        return check(policy().withOcspResponses(List.of(MID_IS_GOOD, answer)));
    }

    private static byte[] byIssuer(CertificateStatus status) {
        return MID.answer(MID.certificate, LEAF.certificate, status);
    }

    private static byte[] byIssuer(Instant from, Instant next) {
        return MID.answer(MID.certificate, LEAF.certificate, GOOD, from, next);
    }

    @Test
    void theIssuerAnswers() {
        assertThat(with(byIssuer(GOOD))).isEqualTo(Outcome.TRUSTED);
        assertThat(with(byIssuer(REVOKED))).isEqualTo(Outcome.REVOKED);
        assertThat(with(byIssuer(new UnknownStatus()))).isEqualTo(Outcome.NO_REVOCATION_STATUS);
        assertThat(check(policy().withOcspResponses(List.of())))
                .as("turned off")
                .isEqualTo(Outcome.TRUSTED);
    }

    /** RFC 6960 4.1.1: an answer is about the number of one issuer, and about nobody else. */
    @Test
    void anAnswerAboutAnotherCertificateSaysNothing() {
        TestPath other =
                MID.request(TestPki.rsa(3), "CN=Other").signer(TestPki.SENDER).issue();
        assertThat(with(MID.answer(MID.certificate, other.certificate, GOOD))).isEqualTo(Outcome.NO_REVOCATION_STATUS);
        byte[] revoked = MID.answer(MID.certificate, other.certificate, REVOKED);
        assertThat(check(policy().withOcspResponses(List.of(MID_IS_GOOD, revoked, byIssuer(GOOD)))))
                .isEqualTo(Outcome.TRUSTED);
        byte[] ofRoot = ROOT.answer(ROOT.certificate, LEAF.certificate, REVOKED);
        assertThat(check(policy().withOcspResponses(List.of(MID_IS_GOOD, ofRoot, byIssuer(GOOD)))))
                .as("the same number by another issuer")
                .isEqualTo(Outcome.TRUSTED);
    }

    /** RFC 6960 4.2.2.2: one whom the issuer of the certificate itself has made a responder. */
    @Test
    void someoneAnswersForTheIssuer() {
        TestPath responder =
                MID.request(TestPki.rsa(3), "CN=Responder").responder().issue();
        assertThat(with(responder.answer(MID.certificate, LEAF.certificate, GOOD)))
                .isEqualTo(Outcome.TRUSTED);
        assertThat(with(responder.answer(MID.certificate, LEAF.certificate, REVOKED)))
                .isEqualTo(Outcome.REVOKED);
        TestPath ofRoot =
                ROOT.request(TestPki.rsa(3), "CN=Responder").responder().issue();
        TestPath noResponder =
                MID.request(TestPki.rsa(3), "CN=Bank").signer(TestPki.SENDER).issue();
        TestPath old = MID.request(TestPki.rsa(3), "CN=Responder", NOW.minusSeconds(99), NOW.minusSeconds(1))
                .responder()
                .issue();
        TestPath rogue = TestPath.root(4)
                .request(TestPki.rsa(3), "CN=Responder")
                .responder()
                .issue();
        for (TestPath other : List.of(ofRoot, noResponder, old, rogue)) {
            assertThat(with(other.answer(MID.certificate, LEAF.certificate, GOOD)))
                    .isEqualTo(Outcome.NO_REVOCATION_STATUS);
        }
    }

    private static byte[] signed(TestPath responder, CertificateStatus status, String digest) {
        return responder.answer(
                MID.certificate,
                LEAF.certificate,
                status,
                NOW.minusSeconds(600),
                NOW.plusSeconds(3600),
                OIWObjectIdentifiers.idSHA1,
                digest);
    }

    /** As of certificates and lists: SHA-1 by {@link OpeningPolicy#legacy()} only, short keys never. What is weak can still revoke. */
    @Test
    void aWeakAnswerClearsNobody() {
        byte[] good = signed(MID, GOOD, "SHA1");
        assertThat(with(good)).isEqualTo(Outcome.NO_REVOCATION_STATUS);
        assertThat(with(signed(MID, REVOKED, "SHA1"))).isEqualTo(Outcome.REVOKED);
        assertThat(check(policy().withOcspResponses(List.of(MID_IS_GOOD, good)).withWeakDigests()))
                .isEqualTo(Outcome.TRUSTED);
        TestPath weak = MID.request(TestPki.generate("RSA", 1024, ""), "CN=Responder")
                .responder()
                .issue();
        assertThat(with(signed(weak, GOOD, "SHA256"))).isEqualTo(Outcome.NO_REVOCATION_STATUS);
        assertThat(with(signed(MID, GOOD, "SHA384"))).isEqualTo(Outcome.TRUSTED);
    }

    @Test
    void anAnswerHasItsTime() {
        Duration hour = Duration.ofHours(1);
        assertThat(with(byIssuer(NOW.minus(hour), NOW))).isEqualTo(Outcome.TRUSTED);
        assertThat(with(byIssuer(NOW.minusSeconds(60), null))).isEqualTo(Outcome.TRUSTED);
        assertThat(with(byIssuer(NOW.minus(hour), null))).isEqualTo(Outcome.NO_REVOCATION_STATUS);
        assertThat(with(byIssuer(NOW.minus(hour.multipliedBy(2)), NOW.minus(hour))))
                .isEqualTo(Outcome.NO_REVOCATION_STATUS);
        assertThat(with(byIssuer(NOW.plus(hour), NOW.plus(hour.multipliedBy(2)))))
                .isEqualTo(Outcome.NO_REVOCATION_STATUS);
    }

    private static byte[] byIssuer(CertificateStatus status, long ago) {
        return MID.answer(MID.certificate, LEAF.certificate, status, NOW.minusSeconds(ago), NOW.plusSeconds(7200));
    }

    /** Every order of some answers, with one about the issuer among them. */
    private static List<Outcome> inEveryOrder(byte[]... answers) {
        List<byte[]> all = new ArrayList<>(List.of(answers));
        all.add(MID_IS_GOOD);
        return orders(all).stream()
                .map(order -> check(policy().withOcspResponses(order)))
                .distinct()
                .toList();
    }

    private static List<List<byte[]>> orders(List<byte[]> all) {
        if (all.isEmpty()) {
            return List.of(List.of());
        }
        List<List<byte[]>> orders = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            List<byte[]> rest = new ArrayList<>(all);
            byte[] first = rest.remove(i);
            for (List<byte[]> order : orders(rest)) {
                List<byte[]> longer = new ArrayList<>(List.of(first));
                longer.addAll(order);
                orders.add(longer);
            }
        }
        return orders;
    }

    /** Whatever the others say, however old they are and in which order they are given. */
    @Test
    void oneAnswerThatItIsRevokedIsEnough() {
        for (long[] ago : new long[][] {{3600, 60}, {60, 3600}, {60, 60}}) {
            assertThat(inEveryOrder(byIssuer(REVOKED, ago[0]), byIssuer(GOOD, ago[1])))
                    .containsExactly(Outcome.REVOKED);
        }
        assertThat(inEveryOrder(byIssuer(REVOKED, 60), byIssuer(new UnknownStatus(), 9)))
                .containsExactly(Outcome.REVOKED);
    }

    /** An answer of somebody else, of another time, or that is none neither hides another nor counts itself. */
    @Test
    void whatDoesNotCountHidesNothing() {
        TestPath rogue = TestPath.root(4)
                .request(TestPki.rsa(3), "CN=Responder")
                .responder()
                .issue();
        byte[] forged = rogue.answer(MID.certificate, LEAF.certificate, REVOKED, NOW, NOW.plusSeconds(9));
        byte[] coming = byIssuer(NOW.plusSeconds(3600), NOW.plusSeconds(7200));
        byte[] past =
                MID.answer(MID.certificate, LEAF.certificate, REVOKED, NOW.minusSeconds(7200), NOW.minusSeconds(3600));
        for (byte[] other : List.of(forged, coming, past, byIssuer(new UnknownStatus(), 1), new byte[] {0x30, 0})) {
            assertThat(inEveryOrder(byIssuer(GOOD, 60), other)).containsExactly(Outcome.TRUSTED);
            assertThat(inEveryOrder(byIssuer(REVOKED, 60), other)).containsExactly(Outcome.REVOKED);
            assertThat(inEveryOrder(other)).containsExactly(Outcome.NO_REVOCATION_STATUS);
        }
    }

    @Test
    void anAnswerThatWasChangedOrIsNone() {
        byte[] changed = byIssuer(GOOD);
        changed[changed.length / 4] ^= 1;
        assertThat(with(changed)).isEqualTo(Outcome.NO_REVOCATION_STATUS);
        assertThat(with(new byte[0])).isEqualTo(Outcome.NO_REVOCATION_STATUS);
        assertThat(with(new byte[] {0x30, 0x03, 0x0a, 0x01, 0x06})).isEqualTo(Outcome.NO_REVOCATION_STATUS);
        byte[] cut = Arrays.copyOf(byIssuer(GOOD), 200);
        assertThat(with(cut)).isEqualTo(Outcome.NO_REVOCATION_STATUS);
    }

    @Test
    void anAnswerAboutAnother() {
        TestPath other =
                MID.request(TestPki.rsa(2), "CN=Leaf").signer(TestPki.SENDER).issue();
        TestPath namesake =
                TestPath.selfIssued(TestPki.rsa(4), "CN=Mid").authority(-1).issue();
        assertThat(with(MID.answer(MID.certificate, other.certificate, GOOD))).isEqualTo(Outcome.NO_REVOCATION_STATUS);
        assertThat(with(namesake.answer(namesake.certificate, LEAF.certificate, GOOD)))
                .isEqualTo(Outcome.NO_REVOCATION_STATUS);
        assertThat(with(namesake.answer(MID.certificate, LEAF.certificate, GOOD)))
                .isEqualTo(Outcome.NO_REVOCATION_STATUS);
    }

    /** The platform knows such identifiers of certificates only that are made with SHA-1. */
    @Test
    void anAnswerThatNamesTheCertificateBySha256SaysNothing() {
        byte[] answer = MID.answer(
                MID.certificate,
                LEAF.certificate,
                GOOD,
                NOW.minusSeconds(60),
                NOW.plusSeconds(60),
                NISTObjectIdentifiers.id_sha256);
        assertThat(with(answer)).isEqualTo(Outcome.NO_REVOCATION_STATUS);
    }

    @Test
    void everyCertificateOfThePathIsAskedFor() {
        assertThat(check(policy().withOcspResponses(List.of(byIssuer(GOOD))))).isEqualTo(Outcome.NO_REVOCATION_STATUS);
        byte[] revoked = ROOT.answer(ROOT.certificate, MID.certificate, REVOKED);
        assertThat(check(policy().withOcspResponses(List.of(revoked, byIssuer(GOOD)))))
                .isEqualTo(Outcome.REVOKED);
    }

    private static Outcome both(List<X509CRL> lists, byte[]... answers) {
        return check(policy().withRevocationLists(lists).withOcspResponses(List.of(answers)));
    }

    @Test
    void listsAndAnswersCompleteEachOther() {
        List<X509CRL> all = List.of(ROOT.list(), MID.list());
        assertThat(both(List.of(ROOT.list()), byIssuer(GOOD))).isEqualTo(Outcome.TRUSTED);
        assertThat(both(List.of(MID.list()), MID_IS_GOOD)).isEqualTo(Outcome.TRUSTED);
        assertThat(both(all, new byte[0])).isEqualTo(Outcome.TRUSTED);
        assertThat(both(all, byIssuer(new UnknownStatus()))).isEqualTo(Outcome.TRUSTED);
        assertThat(both(List.of(ROOT.list()), MID_IS_GOOD)).isEqualTo(Outcome.NO_REVOCATION_STATUS);
    }

    @Test
    void whatEitherSaysIsRevokedIsRevoked() {
        List<X509CRL> all = List.of(ROOT.list(), MID.list());
        assertThat(both(all, MID_IS_GOOD, byIssuer(REVOKED))).isEqualTo(Outcome.REVOKED);
        assertThat(both(List.of(ROOT.list(), MID.list(LEAF.certificate)), MID_IS_GOOD, byIssuer(GOOD)))
                .isEqualTo(Outcome.REVOKED);
        assertThat(both(List.of(MID.list(LEAF.certificate)), MID_IS_GOOD, byIssuer(GOOD)))
                .isEqualTo(Outcome.REVOKED);
    }

    /** The places that certificates name are not asked, whether an answer is there or not. */
    @Test
    @Timeout(60)
    void nothingIsFetched() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            GeneralName place = new GeneralName(
                    GeneralName.uniformResourceIdentifier, "http://localhost:" + listener.getLocalPort());
            TestPath mid = told(ROOT.request(TestPki.rsa(1), "CN=Mid").authority(-1), place);
            TestPath leaf = told(mid.request(TestPki.rsa(2), "CN=Leaf").signer(TestPki.SENDER), place);
            byte[] good = mid.answer(mid.certificate, leaf.certificate, GOOD);
            byte[] bad = good.clone();
            bad[bad.length / 4] ^= 1;
            X509CRL list = ROOT.list();
            TrustPolicy policy = policy();
            for (TrustPolicy asked : List.of(
                    policy.withRevocationLists(List.of(list)),
                    policy.withOcspResponses(List.of(good)),
                    policy.withOcspResponses(List.of(bad)),
                    policy.withRevocationLists(List.of(list)).withOcspResponses(List.of(bad)))) {
                assertThat(asked.check(leaf.certificate, List.of(mid.certificate), NOW))
                        .isEqualTo(Outcome.NO_REVOCATION_STATUS);
                assertThat(asked.check(leaf.certificate, List.of(), NOW)).isEqualTo(Outcome.UNKNOWN);
            }
            assertUntouched(listener);
        }
    }

    private static TestPath told(TestPath.Request request, GeneralName place) {
        AccessDescription[] places = {
            new AccessDescription(AccessDescription.id_ad_ocsp, place),
            new AccessDescription(AccessDescription.id_ad_caIssuers, place)
        };
        DistributionPoint lists = new DistributionPoint(new DistributionPointName(new GeneralNames(place)), null, null);
        return request.with(Extension.authorityInfoAccess, false, new AuthorityInformationAccess(places))
                .with(Extension.cRLDistributionPoints, false, new CRLDistPoint(new DistributionPoint[] {lists}))
                .issue();
    }

    private static void assertUntouched(ServerSocket listener) throws IOException {
        listener.setSoTimeout(1);
        try {
            listener.accept().close();
            throw new AssertionError("somebody came");
        } catch (SocketTimeoutException e) {
            assertThat(e).isNotNull(); // nobody did
        }
    }
}
