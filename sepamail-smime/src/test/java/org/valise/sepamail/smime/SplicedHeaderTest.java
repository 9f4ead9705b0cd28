// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.cms.CMSAlgorithm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Statement 16: blocks of a genuine mail, put where no signature covers them. A header whose value may be anything would be
 * refused if a line ended in such a block, and accepted otherwise: who changes the block before it octet by octet would read
 * the mail.
 */
class SplicedHeaderTest {

    private static final byte[] ENTITY =
            Forge.entity(new String(Bench.missive("x").octets(), StandardCharsets.UTF_8));
    private static final int BLOCK = 16;
    private static final String NOTE = "Content-Description: " + "x".repeat(6 * BLOCK) + "\r\n";
    private static final ASN1ObjectIdentifier CBC = CMSAlgorithm.AES256_CBC;

    private static byte[] opaque() {
        return Forge.join(
                Forge.ascii(NOTE), Forge.cms("signed-data", Forge.sign(ENTITY, true, "SHA256withRSA", Bench.SIGNER)));
    }

    private static String clear() {
        return new String(
                Forge.multipartSigned(ENTITY, Forge.sign(ENTITY, false, "SHA256withRSA", Bench.SIGNER)),
                StandardCharsets.ISO_8859_1);
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The places that no signature covers. */
    static Stream<byte[]> contents() {
        return Stream.of(
                opaque(),
                octets(NOTE + clear()),
                octets(clear().replace("preamble", "x".repeat(6 * BLOCK))),
                octets(clear().replace(
                                "Content-Type: application/pkcs7-signature",
                                NOTE + "Content-Type: application/pkcs7-signature")),
                octets(clear().replace("epilogue", "x".repeat(6 * BLOCK))));
    }

    /** The same places of a multipart that is encrypted once more (RFC 1847), which lenient policies open. */
    static Stream<byte[]> contentsOfTwoEncryptions() {
        String inner = new String(
                Forge.cms("enveloped-data", Forge.encrypt(opaque(), CBC, Bench.RECIPIENT)),
                StandardCharsets.ISO_8859_1);
        String filler = "x".repeat(6 * BLOCK);
        String multipart = "Content-Type: multipart/encrypted; boundary=b\r\n\r\npreamble\r\n--b\r\n"
                + "Content-Type: application/pkcs7-control\r\n\r\nVersion: 1\r\n--b\r\n" + inner + "\r\n--b--\r\n";
        return Stream.of(
                octets(multipart.replace("preamble", filler)),
                octets(multipart.replace("Version: 1", filler)),
                octets(multipart.replace("Content-Type: application/pkcs7-control", NOTE.strip())),
                octets(multipart.replace(inner, NOTE + inner)));
    }

    @ParameterizedTest
    @MethodSource("contentsOfTwoEncryptions")
    void blocksBesideASecondEncryptionTellNothing(byte[] content) {
        tellsNothing(Bench.opener().with(OpeningPolicy.lenient()), content);
    }

    private static Verdict<OpenedMissive> open(byte[] structure) {
        return open(Bench.opener(), structure);
    }

    private static Verdict<OpenedMissive> open(MissiveOpener opener, byte[] structure) {
        return opener.open(Forge.mail(TestPki.SENDER, Forge.cms("enveloped-data", structure)));
    }

    private static String seen(Verdict<OpenedMissive> verdict) {
        return verdict instanceof Verdict.Rejected<OpenedMissive> rejected
                ? rejected.failed() + ": " + rejected.reason()
                : verdict.getClass().getSimpleName();
    }

    /** The block that is attacked behind one that is chosen, and behind both the one that was there, so that the rest stays. */
    private static byte[] spliced(byte[] text, int at, byte[] chosen, byte[] target) {
        byte[] front = Arrays.copyOf(text, at + BLOCK);
        return Forge.join(front, chosen, target, Arrays.copyOfRange(text, at, text.length));
    }

    @ParameterizedTest
    @MethodSource("contents")
    void blocksThatNoSignatureCoversTellNothing(byte[] content) {
        tellsNothing(Bench.opener(), content);
    }

    private static void tellsNothing(MissiveOpener opener, byte[] content) {
        byte[] structure = Forge.encrypt(content, CBC, Bench.RECIPIENT);
        assertThat(open(opener, structure)).isInstanceOf(Verdict.Accepted.class);
        byte[] genuine = RawEncrypted.ciphertext(structure);
        int at = (new String(content, StandardCharsets.ISO_8859_1).indexOf("xxx") / BLOCK + 2) * BLOCK;
        Random random = new Random(11);
        Set<String> all = new HashSet<>();
        for (int attacked = 1; attacked <= 4; attacked++) {
            int from = genuine.length / 5 * attacked / BLOCK * BLOCK;
            byte[] target = Arrays.copyOfRange(genuine, from, from + BLOCK);
            byte[] chosen = new byte[BLOCK];
            for (int guess = 0; guess < 16; guess++) {
                random.nextBytes(chosen);
                byte[] longer = spliced(genuine, at, chosen, target);
                all.add(seen(open(opener, RawEncrypted.withText(structure, text -> longer))));
            }
        }
        assertThat(all).hasSize(1).allMatch(seen -> seen.startsWith("DECRYPTION"));
    }

    /** A cipher with a tag has told before that nothing was changed, and what is signed is the signer's. */
    @Test
    void whereNothingCanBeChangedTheOctetsMayBeAny() {
        byte[] odd = octets("Content-Description: caf\u00e9\r\n");
        byte[] content = Forge.join(odd, opaque());
        assertThat(open(Forge.encrypt(content, CBC, Bench.RECIPIENT))).isInstanceOf(Verdict.Rejected.class);
        byte[] tagged = Forge.cms("authEnveloped-data", Forge.encryptGcm(content, Bench.RECIPIENT));
        assertThat(Bench.opener().open(Forge.mail(TestPki.SENDER, tagged))).isInstanceOf(Verdict.Accepted.class);
        byte[] within =
                Forge.cms("signed-data", Forge.sign(Forge.join(odd, ENTITY), true, "SHA256withRSA", Bench.SIGNER));
        assertThat(open(Forge.encrypt(within, CBC, Bench.RECIPIENT))).isInstanceOf(Verdict.Accepted.class);
    }
}
