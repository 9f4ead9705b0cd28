// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.tsp.Accuracy;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3161: tokens that are wrong in one thing are refused by the check of that thing. */
class HostileTimestampTest {

    private static final byte[] MAIL = Forge.ascii("From: a\r\n\r\nx\r\n");
    private static final TimestampVerifier VERIFIER = TestTsa.verifier();

    private static void assertRejected(byte[] token, TimestampCheck check) {
        assertThat(VERIFIER.verify(MAIL, token))
                .isInstanceOfSatisfying(
                        TimestampVerdict.Rejected.class,
                        verdict -> assertThat(verdict.failed())
                                .as(verdict.reason())
                                .isEqualTo(check));
    }

    private static void assertRejected(TestStamp stamp, TimestampCheck check) {
        assertRejected(stamp.token(), check);
    }

    private static TestStamp stamp() {
        return TestTsa.GOOD.stamp().of(MAIL);
    }

    private static TestTsa.Request certificate() {
        return new TestTsa.Request(TestPki.ec(2));
    }

    private static TestStamp by(TestTsa.Request request) {
        return request.by(TestTsa.ROOT).stamp().of(MAIL);
    }

    @Test
    void aStampOfAnotherMail() {
        assertRejected(stamp().of(Forge.ascii("other")), TimestampCheck.IMPRINT);
    }

    @Test
    void aDigestThatIsNotAccepted() {
        assertRejected(
                stamp().imprint(OIWObjectIdentifiers.idSHA1, TestTsa.digest("SHA-1", MAIL)), TimestampCheck.ALGORITHMS);
        assertRejected(
                stamp().imprint(NISTObjectIdentifiers.id_sha3_256, TestTsa.digest("SHA3-256", MAIL)),
                TimestampCheck.ALGORITHMS);
        byte[] part = Arrays.copyOf(TestTsa.digest("SHA-256", MAIL), 16);
        assertRejected(stamp().imprint(NISTObjectIdentifiers.id_sha256, part), TimestampCheck.TOKEN_FORM);
    }

    @Test
    void aSignatureOverSha1() {
        assertRejected(stamp().signedBy("SHA1withECDSA"), TimestampCheck.ALGORITHMS);
    }

    @Test
    void aKeyThatIsTooWeak() {
        assertRejected(
                by(new TestTsa.Request(TestPki.generate("RSA", 1024, ""))).signedBy("SHA256withRSA"),
                TimestampCheck.ALGORITHMS);
    }

    @Test
    void aCertificateThatIsSignedOverSha1() {
        assertRejected(by(certificate().signedBy("SHA1withRSA")), TimestampCheck.AUTHORITY_TRUST);
    }

    @Test
    void aCertificateThatIsNotForTimeStampsAlone() {
        KeyPurposeId timeStamping = KeyPurposeId.id_kp_timeStamping;
        for (TestTsa.Request wrong : List.of(
                certificate().purposes(true),
                certificate().purposes(false, timeStamping),
                certificate().purposes(true, timeStamping, KeyPurposeId.id_kp_emailProtection),
                certificate().purposes(true, KeyPurposeId.id_kp_emailProtection),
                certificate().purposes(true, KeyPurposeId.anyExtendedKeyUsage),
                certificate().usage(KeyUsage.keyEncipherment),
                certificate().authority())) {
            assertRejected(by(wrong), TimestampCheck.AUTHORITY_CERTIFICATE);
        }
    }

    @Test
    void aCertificateThatWasNotValidAtTheTime() {
        Instant now = TestPki.NOW;
        Duration day = Duration.ofDays(1);
        assertRejected(by(certificate().valid(now.minus(day), now.minusSeconds(1))), TimestampCheck.TIME);
        TestStamp early = by(certificate().valid(now.minus(day), now.plus(day)))
                .at(now.minus(day).minusSeconds(1));
        assertRejected(early, TimestampCheck.TIME);
    }

    @Test
    void aCertificateOfAnotherAuthority() {
        assertRejected(certificate().by(Bench.AUTHORITY).stamp().of(MAIL), TimestampCheck.AUTHORITY_TRUST);
        TestPki sameName = TestPki.authority("Time", 0);
        assertRejected(certificate().by(sameName).stamp().of(MAIL), TimestampCheck.AUTHORITY_TRUST);
    }

    @Test
    void aStampOfNothing() {
        assertRejected(stamp().content(new byte[] {0x30, 0}), TimestampCheck.TOKEN_FORM);
        assertRejected(stamp().content(new byte[] {5, 0}), TimestampCheck.TOKEN_FORM);
    }

    @Test
    void signersOtherThanOne() {
        assertRejected(
                stamp().alsoSignedBy(new TestTsa.Request(TestPki.ec(1)).by(TestTsa.ROOT)), TimestampCheck.TOKEN_FORM);
    }

    @Test
    void theCertificateDidNotComeAlong() {
        assertRejected(stamp().withoutCertificates(), TimestampCheck.TOKEN_FORM);
    }

    @Tag("slow")
    @Test
    void tooManyCertificatesCameAlong() {
        TestStamp stamp = stamp();
        for (int i = 0; i < 10; i++) {
            stamp.alsoSignedBy(certificate().by(TestTsa.ROOT));
        }
        assertThat(VERIFIER.verify(MAIL, stamp.token()))
                .isEqualTo(new TimestampVerdict.Rejected(
                        TimestampCheck.TOKEN_FORM, "The token brings too many certificates."));
    }

    @Test
    void noAttributeThatNamesTheCertificate() {
        assertRejected(stamp().attributes(), TimestampCheck.SIGNING_CERTIFICATE);
    }

    @Test
    void anAttributeThatNamesAnotherCertificate() {
        TestTsa twin = certificate().by(TestTsa.ROOT);
        byte[] hash = TestTsa.digest("SHA-256", TestStamp.encoded(TestTsa.GOOD));
        long serial = TestTsa.GOOD.certificate().getSerialNumber().longValueExact();
        for (TestStamp wrong : List.of(
                stamp().attributes(TestStamp.named(twin)),
                stamp().attributes(TestStamp.first(twin)),
                stamp().attributes(TestStamp.first(twin), TestStamp.named(TestTsa.GOOD)),
                stamp().attributes(TestStamp.first(TestTsa.GOOD), TestStamp.named(twin)),
                stamp().attributes(TestStamp.second(new ESSCertIDv2(hash, TestStamp.issuer("CN=Time", serial + 1)))),
                stamp().attributes(TestStamp.second(new ESSCertIDv2(hash, TestStamp.issuer("CN=Other", serial)))))) {
            assertRejected(wrong, TimestampCheck.SIGNING_CERTIFICATE);
        }
    }

    @Test
    void theSecondEditionOfTheAttributeIsNotForSha1() {
        byte[] hash = TestTsa.digest("SHA-1", TestStamp.encoded(TestTsa.GOOD));
        ESSCertIDv2 id = new ESSCertIDv2(new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1), hash);
        assertRejected(stamp().attributes(TestStamp.second(id)), TimestampCheck.ALGORITHMS);
    }

    @Test
    void anotherNameThanThatOfTheCertificate() {
        for (GeneralName wrong : List.of(
                new GeneralName(new X500Name("CN=Other")), new GeneralName(GeneralName.dNSName, "clock.example"))) {
            assertRejected(stamp().named(wrong), TimestampCheck.SIGNING_CERTIFICATE);
        }
    }

    @Test
    void aContentThatIsNoTimeStamp() {
        assertRejected(stamp().type(CMSObjectIdentifiers.data), TimestampCheck.TOKEN_FORM);
        assertRejected(stamp().version(2), TimestampCheck.TOKEN_FORM);
        assertRejected(Forge.sign(MAIL, true, "SHA256withRSA", Bench.SIGNER), TimestampCheck.TOKEN_FORM);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "20261122100000",
                "20261122100000+0000",
                "20261122110000+0100",
                "202611221000Z",
                "20261322100000Z",
                "20260230100000Z",
                "20261122100000.Z",
                "20261122100000,5Z",
                "20261122100060Z"
            })
    void aTimeInAnotherForm(String written) {
        assertRejected(stamp().at(written), TimestampCheck.TOKEN_FORM);
    }

    @Test
    void anAccuracyThatIsNone() {
        for (long wrong : new long[] {-1, Long.MAX_VALUE}) {
            assertRejected(
                    stamp().accuracy(new Accuracy(new ASN1Integer(wrong), null, null)), TimestampCheck.TOKEN_FORM);
        }
    }

    @Test
    void onlyACriticalExtensionIsRefused() throws Exception {
        ASN1ObjectIdentifier any = new ASN1ObjectIdentifier("1.2.3");
        Extension critical = new Extension(any, true, new DEROctetString(new byte[1]));
        Extension other = new Extension(any, false, new DEROctetString(new byte[1]));
        assertRejected(stamp().extensions(new Extensions(critical)), TimestampCheck.TOKEN_FORM);
        assertThat(VERIFIER.verify(
                        MAIL, stamp().extensions(new Extensions(other)).token()))
                .isInstanceOf(TimestampVerdict.Accepted.class);
    }

    @Test
    void noChangedOctetMakesAnotherStamp() {
        byte[] token = stamp().token();
        TimestampToken right = ((TimestampVerdict.Accepted) VERIFIER.verify(MAIL, token)).token();
        int refused = 0;
        for (int i = 0; i < token.length; i++) {
            byte[] changed = token.clone();
            changed[i] ^= (byte) (1 << i % 8);
            if (VERIFIER.verify(MAIL, changed) instanceof TimestampVerdict.Accepted accepted) {
                // What is neither signed nor looked at, as the version of the structure, says nothing of the stamp.
                assertThat(accepted.token().time()).isEqualTo(right.time());
                assertThat(accepted.token().serial()).isEqualTo(right.serial());
                assertThat(accepted.token().policy()).isEqualTo(right.policy());
                assertThat(accepted.token().authority()).isEqualTo(right.authority());
            } else {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(token.length - 8);
    }

    @Test
    void noChangedOctetOfTheMailIsAccepted() {
        byte[] token = stamp().token();
        for (int i = 0; i < MAIL.length; i++) {
            byte[] changed = MAIL.clone();
            changed[i] ^= 1;
            assertThat(VERIFIER.verify(changed, token))
                    .isInstanceOfSatisfying(
                            TimestampVerdict.Rejected.class,
                            verdict -> assertThat(verdict.failed()).isEqualTo(TimestampCheck.IMPRINT));
        }
    }

    @Test
    void everyCutAndEverythingThatFollows() {
        byte[] token = stamp().token();
        for (int length = 0; length < token.length; length += 3) {
            assertRejected(Arrays.copyOf(token, length), TimestampCheck.TOKEN_FORM);
        }
        assertRejected(Arrays.copyOf(token, token.length + 1), TimestampCheck.TOKEN_FORM);
    }

    @Test
    void moreThanATimeStampIsLong() {
        byte[] octets = new byte[TimestampVerifier.MOST_OCTETS + 1];
        assertThat(VERIFIER.verify(MAIL, octets))
                .isEqualTo(new TimestampVerdict.Rejected(
                        TimestampCheck.TOKEN_FORM, "It is longer than a time stamp may be."));
        assertThat(VERIFIER.verify(TimestampRequest.over(MAIL, new SecureRandom()), octets))
                .isEqualTo(new TimestampVerdict.Rejected(
                        TimestampCheck.RESPONSE, "It is longer than a time stamp may be."));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x30, 0x31, 0xA0, 0x24})
    void structuresWithinStructures(int tag) {
        byte[] nested = new byte[200_000];
        for (int i = 0; i < nested.length; i += 2) {
            nested[i] = (byte) tag;
            nested[i + 1] = (byte) 0x80;
        }
        assertRejected(nested, TimestampCheck.TOKEN_FORM);
        assertRejected(stamp().content(nested), TimestampCheck.TOKEN_FORM);
        ByteArrayOutputStream definite = new ByteArrayOutputStream();
        for (int length = 60_000; length > 4; length -= 4) {
            definite.writeBytes(new byte[] {(byte) tag, (byte) 0x82, (byte) ((length - 4) >> 8), (byte) (length - 4)});
        }
        assertRejected(definite.toByteArray(), TimestampCheck.TOKEN_FORM);
        assertRejected(stamp().content(definite.toByteArray()), TimestampCheck.TOKEN_FORM);
    }
}
