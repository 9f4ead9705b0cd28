// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 2045 6.8: bodies in base64 with whatever lines and white space, read in pieces of 8208 characters. */
class Base64InputTest {

    private static final int NO_LIMIT = 1_000_000;

    private static Base64Input input(String text, int lineLimit, int piece) {
        return new Base64Input(new LookAhead(new ByteArrayInputStream(Forge.ascii(text)), piece), lineLimit);
    }

    private static byte[] read(String text, int lineLimit) throws IOException {
        return input(text, lineLimit, 8_192).readAllBytes();
    }

    private static void assertRefused(String text, int lineLimit) {
        assertThatThrownBy(() -> read(text, lineLimit)).isInstanceOf(MimeFailure.class);
    }

    private static byte[] octets(int length) {
        byte[] octets = new byte[length];
        new Random(length).nextBytes(octets);
        return octets;
    }

    private static String wrapped(byte[] octets, int width, String lineEnd) {
        return Base64.getEncoder().encodeToString(octets).replaceAll("(.{" + width + "})", "$1" + lineEnd);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {0, 1, 2, 3, 4, 56, 57, 58, 113, 114, 115, 6_155, 6_156, 6_157, 6_158, 6_213, 12_311, 12_312, 12_313
            })
    void linesOfTheUsualLength(int length) throws IOException {
        byte[] octets = octets(length);
        for (int piece : new int[] {100, 8_192, 100_000}) {
            for (String end : new String[] {"", "\r\n", "\r\n \r\n"}) {
                String text = wrapped(octets, 76, "\r\n") + end;
                assertThat(input(text, NO_LIMIT, piece).readAllBytes()).isEqualTo(octets);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\n", " ", "\t\r\n", " \r\n\r\n", "\r\n "})
    void linesOfAnyLength(String lineEnd) throws IOException {
        for (int width = 1; width <= 80; width++) {
            byte[] octets = octets(500 + width);
            assertThat(read(wrapped(octets, width, lineEnd), NO_LIMIT)).isEqualTo(octets);
        }
        byte[] octets = octets(20_000);
        assertThat(read(wrapped(octets, 19_999, lineEnd), NO_LIMIT)).isEqualTo(octets);
    }

    /** What looks like one line of 76 is two, or holds white space: it is seen when it does not decode. */
    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\n", " ", "\t"})
    void oddLinesAmongUsualOnes(String between) throws IOException {
        byte[] octets = octets(9_000);
        String text = Base64.getEncoder().encodeToString(octets);
        for (int usual : new int[] {0, 1, 107, 108, 109}) {
            int odd = usual * 76;
            int half = 76 - between.length();
            String start = text.substring(0, odd).replaceAll("(.{76})", "$1\r\n");
            String line = text.substring(odd, odd + 30) + between + text.substring(odd + 30, odd + half);
            String rest = text.substring(odd + half).replaceAll("(.{76})", "$1\r\n");
            assertThat(read(start + line + "\r\n" + rest, NO_LIMIT)).isEqualTo(octets);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Q",
                "QU",
                "QUJ",
                "QUJDR",
                "QQ=",
                "QQ===",
                "QQ==QUJD",
                "=",
                "====",
                "QUJD=",
                "QU-_",
                "QUJD*",
                "QU\u007FJD"
            })
    void whatIsNotBase64(String text) {
        assertRefused(text, NO_LIMIT);
        assertRefused(text + "\r\n", NO_LIMIT);
        assertRefused("QUJD".repeat(19) + "\r\n" + text, NO_LIMIT);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x80, 0xA0, 0xFF})
    void octetsBeyondAsciiAreNoWhiteSpace(int octet) {
        for (String before : new String[] {"", "QUJD", "QUJD".repeat(2_052)}) {
            byte[] body = Forge.join(Forge.ascii(before), new byte[] {(byte) octet}, Forge.ascii("QUJD"));
            assertThatThrownBy(() -> new Base64Input(new LookAhead(new ByteArrayInputStream(body), 8_192), NO_LIMIT)
                            .readAllBytes())
                    .isInstanceOf(MimeFailure.class);
        }
    }

    /** The padding stands exactly where a piece ends. */
    @ParameterizedTest
    @CsvSource({"'', true", "'\r\n', true", "' \r\n\t\r\n', true", "QUJD, false", "'\r\nQUJD', false", "=, false"})
    void behindThePaddingIsNothingMore(String behind, boolean good) throws IOException {
        for (int pieces = 1; pieces <= 2; pieces++) {
            byte[] octets = octets(pieces * 6_156 - 1);
            String text = wrapped(octets, 76, "\r\n").strip() + behind;
            if (good) {
                assertThat(read(text, NO_LIMIT)).isEqualTo(octets);
            } else {
                assertRefused(text, NO_LIMIT);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void aLineIsNoLongerThanTheLimit(String lineEnd) throws IOException {
        byte[] octets = octets(20_000);
        assertThat(read(wrapped(octets, 80, lineEnd), 80)).isEqualTo(octets);
        assertRefused(wrapped(octets, 81, lineEnd), 80);
        assertThat(read(wrapped(octets, 10_000, lineEnd), 10_000)).isEqualTo(octets);
        assertRefused(wrapped(octets, 10_001, lineEnd), 10_000);
        assertRefused("QUJD QUJDQ" + lineEnd, 8);
        assertThat(read("QUJD QUJD" + lineEnd, 8)).isEqualTo(Forge.ascii("ABCABC"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 57, 6_155, 6_156, 6_157, 20_000})
    void isReadInPiecesOfAnySize(int size) throws IOException {
        byte[] octets = octets(13_000);
        Base64Input in = input(wrapped(octets, 76, "\r\n"), NO_LIMIT, 8_192);
        byte[] read = new byte[octets.length + size];
        int there = 0;
        for (int some = in.read(read, 0, size); some >= 0; some = in.read(read, there, size)) {
            assertThat(some).isBetween(1, size);
            there += some;
        }
        assertThat(there).isEqualTo(octets.length);
        assertThat(read).startsWith(octets);
        assertThat(in.read()).isEqualTo(-1);
        assertThat(in.read(read, 0, 0)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/w==", "/w==\r\n"})
    void anOctetIsReadByItself(String text) throws IOException {
        Base64Input in = input(text, NO_LIMIT, 8_192);
        assertThat(in.read()).isEqualTo(0xFF);
        assertThat(in.read()).isEqualTo(-1);
    }
}
