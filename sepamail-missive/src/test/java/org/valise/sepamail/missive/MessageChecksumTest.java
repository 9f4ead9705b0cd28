// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** AcqChk (facts, C.5): what it is taken over, and how it is written. */
class MessageChecksumTest {

    private static final String DIGITS = "136b42af3329762f529aa35d8ba039cbe96dcf7c";

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static MessageChecksum checksum(String algorithm, String name, String over)
            throws NoSuchAlgorithmException {
        byte[] digest = MessageDigest.getInstance(name).digest(utf8(over));
        return MessageChecksum.parse(algorithm + ":" + HexFormat.of().formatHex(digest))
                .orElseThrow();
    }

    private static MessageChecksum sha1(String over) throws NoSuchAlgorithmException {
        return checksum("sha1", "SHA-1", over);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha1:", "SHA1:", "SHA-1:", "sha-1:", " sha1:", "Sha1:"})
    void readsTheFormsOfItsName(String name) {
        assertThat(MessageChecksum.parse(name + DIGITS)).hasValueSatisfying(checksum -> {
            assertThat(checksum.text()).isEqualTo("sha1:" + DIGITS);
            assertThat(checksum).hasToString("sha1:" + DIGITS);
            assertThat(checksum.algorithm()).isEqualTo("sha1");
        });
        assertThat(MessageChecksum.parse(name + DIGITS.toUpperCase(Locale.ROOT) + "\n"))
                .isEqualTo(MessageChecksum.parse("sha1:" + DIGITS));
    }

    @Test
    void readsTheOtherAlgorithms() {
        for (int bits : new int[] {224, 256, 384, 512}) {
            String digits = "0a".repeat(bits / 8);
            assertThat(MessageChecksum.parse("SHA-" + bits + ":" + digits))
                    .map(MessageChecksum::text)
                    .contains("sha" + bits + ":" + digits);
            assertThat(MessageChecksum.parse("sha" + bits + ":" + digits + "0a"))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "sha1",
                "sha1:",
                "136b42af3329762f529aa35d8ba039cbe96dcf7c",
                ":136b42af3329762f529aa35d8ba039cbe96dcf7c",
                "sha1:136b42af3329762f529aa35d8ba039cbe96dcf7",
                "sha1:136b42af3329762f529aa35d8ba039cbe96dcf7c0",
                "sha1:136b42af3329762f529aa35d8ba039cbe96dcf7g",
                "sha1: 36b42af3329762f529aa35d8ba039cbe96dcf7c",
                "md5:136b42af3329762f529aa35d8ba039cb",
                "sha256:136b42af3329762f529aa35d8ba039cbe96dcf7c",
                "s-ha1:136b42af3329762f529aa35d8ba039cbe96dcf7c",
                "sha--1:136b42af3329762f529aa35d8ba039cbe96dcf7c",
                "sha1-:136b42af3329762f529aa35d8ba039cbe96dcf7c",
                "sha1::36b42af3329762f529aa35d8ba039cbe96dcf7c",
                "sha1:\uff1136b42af3329762f529aa35d8ba039cbe96dcf7c",
                "sha1:\u066136b42af3329762f529aa35d8ba039cbe96dcf7c"
            })
    void doesNotReadWhatIsNone(String text) {
        assertThat(MessageChecksum.parse(text)).isEmpty();
    }

    /** Known answer: the digest of "abc" in FIPS 180. */
    @Test
    void isTheDigestOfTheOctetsBetweenTwoIndices() {
        assertThat(MessageChecksum.of(utf8("xabcx"), 1, 4))
                .hasToString("sha1:a9993e364706816aba3e25717850c26c9cd0d89d");
        assertThat(MessageChecksum.of("sha256", utf8("abc"), 0, 3))
                .hasToString("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void isTakenOverLineEndsOfLf() {
        byte[] lf = utf8("a\nb\rc\n\nd");
        byte[] crlf = utf8("a\r\nb\rc\r\n\r\nd");
        assertThat(MessageChecksum.of(crlf, 0, crlf.length)).isEqualTo(MessageChecksum.of(lf, 0, lf.length));
    }

    @Test
    void saysOverWhichFormItFits() throws NoSuchAlgorithmException {
        String lf = "<a>\n<b/>\n</a>";
        String crlf = "<a>\r\n<b/>\r\n</a>";
        String mixed = "<a>\r\n<b/>\n</a>";
        assertThat(match(sha1(lf), lf)).contains(ChecksumForm.EXACT);
        assertThat(match(sha1(lf), crlf)).contains(ChecksumForm.LF);
        assertThat(match(sha1(lf), mixed)).contains(ChecksumForm.LF);
        assertThat(match(sha1(crlf), lf)).contains(ChecksumForm.CRLF);
        assertThat(match(sha1(crlf), crlf)).contains(ChecksumForm.CRLF);
        assertThat(match(sha1(crlf), mixed)).contains(ChecksumForm.CRLF);
        assertThat(match(sha1(mixed), mixed)).contains(ChecksumForm.RAW);
        assertThat(match(sha1(mixed), lf)).isEmpty();
        assertThat(match(checksum("sha512", "SHA-512", lf), crlf)).contains(ChecksumForm.LF);
        assertThat(match(sha1(lf + " "), lf)).isEmpty();
        byte[] within = utf8("\r" + lf + "\r\n");
        assertThat(sha1(lf).match(within, 1, within.length - 2)).contains(ChecksumForm.EXACT);
    }

    private static java.util.Optional<ChecksumForm> match(MessageChecksum checksum, String octets) {
        return checksum.match(utf8(octets), 0, octets.length());
    }

    @Test
    void isEqualByAlgorithmAndDigits() throws NoSuchAlgorithmException {
        assertThat(sha1("a")).isEqualTo(sha1("a")).hasSameHashCodeAs(sha1("a")).isNotEqualTo(sha1("b"));
        assertThat(List.of(sha1("a"))).doesNotContain(checksum("sha256", "SHA-256", "a"));
        assertThat(sha1("a")).isNotEqualTo("sha1");
    }
}
