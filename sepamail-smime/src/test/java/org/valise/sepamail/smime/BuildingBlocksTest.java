// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bouncycastle.cms.CMSAlgorithm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link ContentOpener}: what it gives out is within the limits, and is told by what it is. */
class BuildingBlocksTest {

    private static final byte[] ENTITY = Forge.entity(Banks.document(Bench.missive("x")));

    private static ContentOpener opener() {
        return ContentOpener.of(List.of(Bench.RECIPIENT.decryptionKey()), Banks.TRUST, Bench.CLOCK);
    }

    private static byte[] signed(byte[] entity) {
        return Forge.cms("signed-data", Forge.sign(entity, true, "SHA256withRSA", Bench.SIGNER));
    }

    private static byte[] encrypted(byte[] entity) {
        return Forge.cms("enveloped-data", Forge.encrypt(entity, CMSAlgorithm.AES256_CBC, Bench.RECIPIENT));
    }

    private static byte[] nested(int depth) {
        StringBuilder entity = new StringBuilder();
        for (int i = 0; i < depth; i++) {
            entity.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\r\n\r\n--b")
                    .append(i)
                    .append("\r\n");
        }
        return Forge.ascii(entity + "\r\nx\r\n");
    }

    /** Whoever takes it will walk it. */
    @ParameterizedTest
    @CsvSource({"10, 100, true", "600, 100, false", "1, 200000, false"})
    void whatIsGivenOutIsWithinTheLimits(int depth, int line, boolean accepted) {
        byte[] entity = Forge.join(nested(depth), Forge.ascii("y".repeat(line) + "\r\n"));
        for (Verdict<OpenedContent> verdict : List.of(
                opener().verify(signed(entity)),
                opener().decrypt(encrypted(entity)),
                opener().open(Forge.mail(TestPki.SENDER, encrypted(signed(entity)))))) {
            assertThat(verdict instanceof Verdict.Accepted)
                    .as("%s", verdict.checks())
                    .isEqualTo(accepted);
        }
    }

    @ParameterizedTest
    @CsvSource({"10, true", "600, false"})
    void aMailWithinIsWalkedToo(int depth, boolean accepted) {
        byte[] entity = Forge.join(Forge.ascii("Content-Type: message/rfc822\r\n\r\n"), nested(depth));
        assertThat(opener().verify(signed(entity)) instanceof Verdict.Accepted).isEqualTo(accepted);
    }

    /** It is held to them when it is opened. */
    @Test
    void aStructureNeedsNoLines() {
        byte[] entity = Forge.join(
                Forge.ascii("Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: binary\r\n\r\n"),
                Forge.sign(
                        Forge.entity(Banks.document(Bench.missive("x".repeat(300_000)))),
                        true,
                        "SHA256withRSA",
                        Bench.SIGNER));
        byte[] long64 = Forge.ascii(
                new String(Forge.cms("signed-data", new byte[0]), StandardCharsets.US_ASCII) + "A".repeat(100_000));
        for (byte[] structure : List.of(entity, long64)) {
            assertThat(opener().decrypt(encrypted(structure))).isInstanceOf(Verdict.Accepted.class);
        }
    }

    private static byte[] mixed(String first, String second) {
        String encrypted =
                new String(encrypted(ENTITY), StandardCharsets.US_ASCII).replaceFirst("application/pkcs7-mime", first);
        byte[] signature = Forge.sign(Forge.ascii(encrypted), false, "SHA256withRSA", Bench.SIGNER);
        String mail = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + encrypted
                + "\r\n--b\r\nContent-Type: " + second + "\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + Forge.lines(signature) + "--b--\r\n";
        return Forge.mail(TestPki.SENDER, Forge.ascii(mail));
    }

    @ParameterizedTest
    @CsvSource({
        "application/pkcs7-mime,   application/pkcs7-signature,   true",
        "application/x-pkcs7-mime, application/x-pkcs7-signature, true",
        "foo/bar-pkcs7-mime,       application/pkcs7-signature,   false",
        "application/pkcs7-mime,   foo/bar-pkcs7-signature,       false"
    })
    void twoPartsHaveTheirTypes(String first, String second, boolean accepted) {
        Verdict<OpenedContent> verdict = opener().with(OpeningPolicy.lenient()).open(mixed(first, second));
        assertThat(verdict instanceof Verdict.Accepted)
                .as("%s", verdict.checks())
                .isEqualTo(accepted);
    }

    /** What a signature around another is over says nothing of the profile: the one next to the encryption does. */
    @Test
    void theProfileIsToldByTheSignatureNextToTheEncryption() {
        byte[] entity = signed(signed(encrypted(ENTITY)));
        Verdict<OpenedContent> verdict =
                opener().with(OpeningPolicy.lenient()).open(Forge.mail(TestPki.SENDER, entity));
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        assertThat(verdict.envelope().profile()).contains(Profile.ENCRYPT_THEN_SIGN);
        assertThat(verdict.envelope().coverage()).contains(SignatureCoverage.ENCRYPTED_PART);
        assertThat(verdict.deviations()).contains("EXTRA_LAYER");
    }

    /** Of several receivers outside none is the one that a copy within is compared with: that is told. */
    @ParameterizedTest
    @ValueSource(strings = {"To: test@testbleu.sepamail.eu", "From: test@testvert.sepamail.eu\r\nTo: x@mail.example"})
    void copiesOfAddressesThatCannotBeCompared(String header) {
        byte[] mail = encrypted(signed(Forge.join(Forge.ascii(header + "\r\n"), ENTITY)));
        byte[] several = Forge.join(
                Forge.ascii("From: " + TestPki.SENDER + "\r\nTo: test@testbleu.sepamail.eu, x@mail.example\r\n"), mail);
        Verdict<OpenedContent> verdict = opener().open(several);
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        assertThat(verdict.checks())
                .filteredOn(result -> result.check() == Check.INNER_HEADERS)
                .extracting(CheckResult::outcome)
                .containsExactly(CheckResult.Outcome.NOT_ASKED_FOR);
        byte[] other = encrypted(signed(Forge.join(Forge.ascii("From: x@mail.example\r\n" + header + "\r\n"), ENTITY)));
        byte[] wrong = Forge.join(
                Forge.ascii("From: " + TestPki.SENDER + "\r\nTo: test@testbleu.sepamail.eu, x@mail.example\r\n"),
                other);
        assertThat(opener().open(wrong)).isInstanceOf(Verdict.Rejected.class);
    }
}
