// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cms.CMSAlgorithm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sepamail.smime.TestPki.Request;

/** Statements A of what must be survived: signatures that other software accepts, and this one does not. */
class HostileSignatureTest {

    private static final byte[] ENTITY =
            Forge.entity(new String(Bench.missive("x").octets(), StandardCharsets.UTF_8));
    private static final String SHA256 = "SHA256withRSA";

    private static Verdict<OpenedMissive> open(byte[] mail) {
        return Bench.opener().open(mail);
    }

    private static void assertAccepted(byte[] mail) {
        assertThat(open(mail)).isInstanceOf(Verdict.Accepted.class);
    }

    private static void assertRejected(byte[] mail, Check check) {
        Verdict<OpenedMissive> verdict = open(mail);
        assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
        assertThat(((Verdict.Rejected<OpenedMissive>) verdict).failed()).isEqualTo(check);
    }

    private static byte[] signedBy(TestPki signer) {
        return Forge.opaque(Forge.sign(ENTITY, true, SHA256, signer));
    }

    private static TestPki signer(Request request) {
        return Bench.AUTHORITY.issue(request);
    }

    private static Request request() {
        return new Request(TestPki.rsa(1), "CN=Signer").mail(TestPki.SENDER).usage(KeyUsage.digitalSignature);
    }

    @Test
    void whatIsRightIsAccepted() {
        assertAccepted(signedBy(Bench.SIGNER));
        assertAccepted(Forge.clear(ENTITY, Forge.sign(ENTITY, false, SHA256, Bench.SIGNER)));
        assertAccepted(signedBy(signer(request())));
    }

    @Test
    void s1NobodySigned() {
        assertRejected(Forge.opaque(Forge.sign(ENTITY, true, SHA256)), Check.SIGNATURE_FORM);
        assertRejected(Forge.clear(ENTITY, Forge.sign(ENTITY, false, SHA256)), Check.SIGNATURE_FORM);
    }

    @Test
    void s2MoreThanOneSigned() {
        TestPki rogue = TestPki.authority("Rogue", 4).signer(TestPki.rsa(3), TestPki.SENDER);
        assertRejected(Forge.opaque(Forge.sign(ENTITY, true, SHA256, Bench.SIGNER, rogue)), Check.SIGNATURE_FORM);
        assertRejected(
                Forge.opaque(Forge.sign(ENTITY, true, SHA256, Bench.SIGNER, Bench.SIGNER)), Check.SIGNATURE_FORM);
    }

    @Test
    void s4AContentWithinTheSignatureBesideAContent() {
        // Within CBC everything looks like a fault of decryption; SignatureStatementsTest has it without encryption.
        assertRejected(Forge.clear(ENTITY, Forge.sign(ENTITY, true, SHA256, Bench.SIGNER)), Check.DECRYPTION);
    }

    @Test
    void s5AMultipartWithAThirdPart() {
        byte[] right = Forge.multipartSigned(ENTITY, Forge.sign(ENTITY, false, SHA256, Bench.SIGNER));
        String text = new String(right, StandardCharsets.ISO_8859_1);
        String third = text.replace(
                "--=_boundary--", "--=_boundary\r\nContent-Type: text/plain\r\n\r\nmore\r\n--=_boundary--");
        byte[] mail = Forge.mail(
                TestPki.SENDER,
                Forge.cms(
                        "enveloped-data",
                        Forge.encrypt(
                                third.getBytes(StandardCharsets.ISO_8859_1),
                                CMSAlgorithm.AES256_CBC,
                                Bench.RECIPIENT)));
        assertThat(open(mail)).isInstanceOf(Verdict.Rejected.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "other@testvert.sepamail.eu",
                "test@testbleu.sepamail.eu",
                "TEST@testvert.sepamail.eu",
                "test@testvert.sepamail.eu."
            })
    void s6TheCertificateOfAnotherAddress(String address) {
        byte[] mail = signedBy(
                signer(new Request(TestPki.rsa(1), "CN=S").mail(address).usage(KeyUsage.digitalSignature)));
        assertRejected(mail, Check.SIGNER_IS_SENDER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: test@testvert.sepamail.eu\r\nFrom: test@testvert.sepamail.eu\r\n",
                "From: test@testvert.sepamail.eu, other@x.example\r\n",
                "From: <test@testvert.sepamail.eu>other@x.example\r\n",
                "From: (test@testvert.sepamail.eu) other\r\n",
                "Sender: test@testvert.sepamail.eu\r\n"
            })
    void s6AFromThatIsNotOneAddress(String from) {
        String mail =
                new String(signedBy(Bench.SIGNER), StandardCharsets.ISO_8859_1).replaceFirst("From: [^\r]*\r\n", from);
        assertRejected(mail.getBytes(StandardCharsets.ISO_8859_1), Check.ADDRESSES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: \"Bank, Vert\" <test@testvert.sepamail.eu>\r\n",
                "from:test@TESTVERT.sepamail.eu\r\n",
                "From: =?UTF-8?Q?Banque?=\r\n <test@testvert.sepamail.eu>\r\n"
            })
    void s6TheDisplayNameIsIgnored(String from) {
        String mail =
                new String(signedBy(Bench.SIGNER), StandardCharsets.ISO_8859_1).replaceFirst("From: [^\r]*\r\n", from);
        assertAccepted(mail.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void s7CertificatesForOtherUses() {
        assertRejected(signedBy(signer(request().purpose(KeyPurposeId.id_kp_serverAuth))), Check.SIGNER_CERTIFICATE);
        assertRejected(signedBy(signer(request().usage(KeyUsage.keyEncipherment))), Check.SIGNER_CERTIFICATE);
        assertAccepted(signedBy(signer(request().usage(KeyUsage.nonRepudiation))));
        assertRejected(signedBy(signer(request().authority())), Check.SIGNER_CERTIFICATE);
    }

    @Test
    void s8WeakAlgorithms() {
        assertRejected(Forge.opaque(Forge.sign(ENTITY, true, "SHA1withRSA", Bench.SIGNER)), Check.ALGORITHMS);
        assertRejected(Forge.opaque(Forge.sign(ENTITY, true, "MD5withRSA", Bench.SIGNER)), Check.ALGORITHMS);
        TestPki shortKey = signer(new Request(TestPki.generate("RSA", 1024, ""), "CN=Short")
                .mail(TestPki.SENDER)
                .usage(KeyUsage.digitalSignature));
        assertRejected(signedBy(shortKey), Check.ALGORITHMS);
        assertRejected(signedBy(signer(request().signedBy("SHA1withRSA"))), Check.SIGNER_TRUST);
    }

    @Test
    void s9TimeIsTheCallers() {
        Instant now = TestPki.NOW;
        TestPki before = signer(request().valid(now.minus(Duration.ofDays(20)), now.minusSeconds(1)));
        TestPki after = signer(request().valid(now.plusSeconds(1), now.plus(Duration.ofDays(20))));
        for (TestPki signer : List.of(before, after)) {
            Verdict<OpenedMissive> verdict = open(signedBy(signer));
            assertThat(verdict).isInstanceOf(Verdict.Undetermined.class);
            assertThat(((Verdict.Undetermined) verdict).open()).isEqualTo(Check.SIGNER_TRUST);
        }
    }

    @Test
    void whoNobodyTrustsIsRefused() {
        TestPki rogue = TestPki.authority("Scheme", 4).signer(TestPki.rsa(3), TestPki.SENDER);
        assertRejected(signedBy(rogue), Check.SIGNER_TRUST);
    }

    @Test
    void aSignatureOfAnotherContent() {
        byte[] other = Forge.entity("<other/>");
        assertRejected(Forge.clear(ENTITY, Forge.sign(other, false, SHA256, Bench.SIGNER)), Check.DIGEST);
    }

    @Test
    void s14NothingThatIsNotSignedComesOut() {
        byte[] mail = Forge.mail(
                TestPki.SENDER,
                Forge.cms("enveloped-data", Forge.encrypt(ENTITY, CMSAlgorithm.AES256_CBC, Bench.RECIPIENT)));
        assertRejected(mail, Check.DECRYPTION);
        byte[] gcm =
                Forge.mail(TestPki.SENDER, Forge.cms("authEnveloped-data", Forge.encryptGcm(ENTITY, Bench.RECIPIENT)));
        assertRejected(gcm, Check.STRUCTURE);
    }

    @Test
    void s18WhatIsForOthers() {
        TestPki other = Bench.AUTHORITY.recipient(TestPki.rsa(3), TestPki.RECEIVER);
        byte[] inner = Forge.cms("signed-data", Forge.sign(ENTITY, true, SHA256, Bench.SIGNER));
        byte[] mail = Forge.mail(
                TestPki.SENDER, Forge.cms("enveloped-data", Forge.encrypt(inner, CMSAlgorithm.AES256_CBC, other)));
        Verdict<OpenedMissive> verdict = open(mail);
        assertThat(((Verdict.Rejected<OpenedMissive>) verdict).failed()).isEqualTo(Check.RECIPIENT);
        assertThat(((Verdict.Rejected<OpenedMissive>) verdict).reason()).contains("NOT_FOR_US");
    }

    @Test
    void s17AlgorithmsThatAreNotAccepted() {
        byte[] inner = Forge.cms("signed-data", Forge.sign(ENTITY, true, SHA256, Bench.SIGNER));
        byte[] mail = Forge.mail(
                TestPki.SENDER,
                Forge.cms("enveloped-data", Forge.encrypt(inner, CMSAlgorithm.DES_EDE3_CBC, Bench.RECIPIENT)));
        assertRejected(mail, Check.ALGORITHMS);
    }

    /** Statement 16: who changes the first block into an entity without a signature learns nothing of the padding behind it. */
    @Test
    void s16WhatIsNotSignedTellsNothingOfItsPadding() {
        byte[] right = Forge.encrypt(ENTITY, CMSAlgorithm.AES256_CBC, Bench.RECIPIENT);
        Verdict<OpenedMissive> padded = open(Forge.mail(TestPki.SENDER, Forge.cms("enveloped-data", right)));
        for (int back = 17; back <= 32; back++) {
            byte[] wrong = right.clone();
            wrong[wrong.length - back] ^= 1;
            Verdict<OpenedMissive> other = open(Forge.mail(TestPki.SENDER, Forge.cms("enveloped-data", wrong)));
            assertThat(((Verdict.Rejected<OpenedMissive>) other).reason())
                    .isEqualTo(((Verdict.Rejected<OpenedMissive>) padded).reason());
            assertThat(other.checks()).isEqualTo(padded.checks());
            assertThat(other.deviations()).isEqualTo(padded.deviations());
        }
    }

    /** Each recipient that names us costs an operation with our key: nobody else decides how many. */
    @Test
    void recipientsWithoutMeasure() {
        TestPki[] many = new TestPki[201];
        java.util.Arrays.fill(many, Bench.RECIPIENT);
        byte[] inner = Forge.cms("signed-data", Forge.sign(ENTITY, true, SHA256, Bench.SIGNER));
        byte[] mail = Forge.encryptFor(inner, CMSAlgorithm.AES256_CBC, many);
        assertRejected(Forge.mail(TestPki.SENDER, Forge.cms("enveloped-data", mail)), Check.STRUCTURE);
        byte[] some = Forge.encryptFor(inner, CMSAlgorithm.AES256_CBC, java.util.Arrays.copyOf(many, 12));
        assertAccepted(Forge.mail(TestPki.SENDER, Forge.cms("enveloped-data", some)));
    }

    /** RFC 5280 4.2.1.10: who constrains names constrains the subject only where there is no other name at all. */
    @Test
    void anAddressInTheSubjectCountsOnlyWithoutOtherNames() {
        TestPki other = Bench.AUTHORITY.issue(
                new TestPki.Request(TestPki.rsa(1), "EMAILADDRESS=" + TestPki.SENDER + ",CN=Signer")
                        .dns("testvert.sepamail.eu")
                        .usage(org.bouncycastle.asn1.x509.KeyUsage.digitalSignature));
        assertRejected(signedBy(other), Check.SIGNER_IS_SENDER);
        TestPki only = Bench.AUTHORITY.issue(
                new TestPki.Request(TestPki.rsa(1), "EMAILADDRESS=" + TestPki.SENDER + ",CN=Signer")
                        .usage(org.bouncycastle.asn1.x509.KeyUsage.digitalSignature));
        assertAccepted(signedBy(only));
    }
}
