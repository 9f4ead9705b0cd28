// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 2045 6.7: bodies in quoted-printable. In the tables, $ is a CRLF, ~ a line feed and _ a blank. */
class QuotedPrintableInputTest {

    private static String body(String text) {
        return text.replace("$", "\r\n").replace('~', '\n').replace('_', ' ');
    }

    private static QuotedPrintableInput input(String text, int lineLimit, int capacity) {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        return new QuotedPrintableInput(new LookAhead(new ByteArrayInputStream(octets), capacity), lineLimit);
    }

    private static String read(String text, int lineLimit) throws IOException {
        return new String(input(text, lineLimit, 64).readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "abc, abc",
        "a=3Db, a=b",
        "=3d=3D, ==",
        "a=$b, ab",
        "a=~b, ab",
        "a=__$b, ab",
        "a=_\t~b, ab",
        "a=, a",
        "a=_, a",
        "a=$, a",
        "a=$$b, a$b",
        "a_b, a_b",
        "a_\t_b, a_\t_b",
        "a_$b, a$b",
        "a__~b, a~b",
        "a_\t_, a",
        "_$_$, $$",
        "a_=20$b, a__$b",
        "a_=$_b, a__b",
        "a_b_$c_d__$, a_b$c_d$",
        "a$$b, a$$b",
        "a_=3D_$b, a_=$b"
    })
    void isDecoded(String text, String decoded) throws IOException {
        assertThat(read(body(text), 76)).isEqualTo(body(decoded));
    }

    @Test
    void everyOctetCanBeWritten() throws IOException {
        for (int octet = 0; octet < 256; octet++) {
            String text = String.format("=%02X", octet);
            assertThat(input(text, 76, 64).read()).isEqualTo(octet);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=4", "a=4G", "a=G4", "a==", "a=_b", "a=\r", "a=\rb", "a=4$", "=-1", "=_41"})
    void whatIsNone(String text) {
        assertThatThrownBy(() -> read(body(text), 76)).isInstanceOf(MimeFailure.class);
    }

    @Test
    void aLineIsNoLongerThanTheLimit() throws IOException {
        String nine = "123456789";
        assertThat(read(nine + "\r\n" + nine + "=\r\n" + nine + "0", 10)).isEqualTo(nine + "\r\n" + nine + nine + "0");
        assertThat(read((nine + "\n").repeat(1_000), 10)).hasSize(10_000);
        assertThatThrownBy(() -> read(nine + "\r\n" + nine + "01\r\n", 10)).isInstanceOf(MimeFailure.class);
        assertThatThrownBy(() -> read("=31".repeat(4), 10)).isInstanceOf(MimeFailure.class);
    }

    /** Those behind the first are looked at ahead: no more of them than the limit, and than the buffer holds. */
    @Test
    void blanksAreNoMoreThanTheLimit() throws IOException {
        assertThat(read("a" + " ".repeat(11) + "\r\n", 10)).isEqualTo("a\r\n");
        assertThatThrownBy(() -> read("a" + " ".repeat(12) + "\r\n", 10)).isInstanceOf(MimeFailure.class);
        assertThat(read("a" + " ".repeat(63) + "\r\n", 1_000)).isEqualTo("a\r\n");
        assertThatThrownBy(() -> read("a" + " ".repeat(64) + "\r\n", 1_000)).isInstanceOf(MimeFailure.class);
    }

    @Test
    void isReadInPiecesOfAnySize() throws IOException {
        String text = "a=3D b  \r\n".repeat(50);
        String decoded = "a= b\r\n".repeat(50);
        for (int size = 1; size < 20; size++) {
            QuotedPrintableInput in = input(text, 76, 64);
            StringBuilder read = new StringBuilder();
            byte[] piece = new byte[size + 2];
            for (int some = in.read(piece, 1, size); some >= 0; some = in.read(piece, 1, size)) {
                assertThat(some).isBetween(1, size);
                read.append(new String(piece, 1, some, StandardCharsets.ISO_8859_1));
            }
            assertThat(read).hasToString(decoded);
            assertThat(piece[0]).isZero();
            assertThat(piece[size + 1]).isZero();
            assertThat(in.read(piece, 0, 0)).isZero();
            assertThat(in.read()).isEqualTo(-1);
        }
    }
}
