// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The quick way over octets must say of each octet what the plain one says. */
class OctetsTest {

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void findsEachUnprintableOctetAtEachPlace() {
        byte[] octets = new byte[34];
        for (int value = 0; value < 256; value++) {
            boolean printable = value >= 0x20 && value <= 0x7E;
            for (int at = 0; at < octets.length; at++) {
                Arrays.fill(octets, (byte) 'a');
                octets[at] = (byte) value;
                assertThat(Octets.firstUnprintable(octets, 0, octets.length)).isEqualTo(printable ? octets.length : at);
            }
        }
    }

    @Test
    void readsAllNumbersOfFourDigits() {
        for (int value = 0; value <= 0xFFFF; value += 7) {
            byte[] digits = ascii(String.format(Locale.ROOT, "x%04Xx", value));
            assertThat(Octets.hex4(digits, 1)).isEqualTo(value);
        }
    }

    /** STS600-4-2 5.7.1: the digits are upper-case. */
    @ParameterizedTest
    @ValueSource(strings = {"a", "f", "G", "/", ":", "@", " ", "|", "\u0000", "\u0080", "\u00b1", "\u00ff"})
    void readsNothingElseAsADigit(String other) {
        for (int at = 0; at < 4; at++) {
            StringBuilder digits = new StringBuilder("1234");
            digits.setCharAt(at, other.charAt(0));
            assertThat(Octets.hex4(ascii(digits.toString()), 0)).isNegative();
        }
    }

    @ParameterizedTest
    @CsvSource({"PK.ECDH.1|x, 9", "ABCD, 4", "a_-.|, 4", "A\u00e9, 1", "A\u0080, 1", "|, 0", "A B, 1"})
    void findsTheEndOfAnIdent(String text, int end) {
        byte[] octets = ascii(text);
        assertThat(Octets.identEnd(octets, 0, octets.length)).isEqualTo(end);
        assertThat(Ascii.identEnd(text, 0)).isEqualTo(end);
    }

    @Test
    void findsTheEndOfAnIdentWithinARange() {
        assertThat(Octets.identEnd(ascii("ABCD"), 1, 3)).isEqualTo(3);
        assertThat(Octets.identEnd(ascii("A|BC"), 2, 4)).isEqualTo(4);
        assertThat(Ascii.identEnd("A|BC", 1)).isEqualTo(1);
        assertThat(Ascii.identEnd("A|BC", 4)).isEqualTo(4);
    }

    /** What is shown of a line that no CRC proves: a name with a version, or a short one, never a part of a key. */
    @ParameterizedTest
    @CsvSource({
        "KL.ENTRY.NUMBER.1|x, KL.ENTRY.NUMBER.1",
        "VKLOADREQ|x, VKLOADREQ",
        "4E|x, 4E",
        "4E7|x,",
        "DEADBEEF|x,",
        "deadbeef|x,",
        "VKLOADREQUESTS|x,",
        "KL. 1|x,",
        "T:x,"
    })
    void showsHarmlessTypesOnly(String line, String type) {
        assertThat(RecordShape.unprovenType(line)).isEqualTo(type);
    }

    @Test
    void tellsRecordsByATypeWithAVersion() {
        String longest = "A".repeat(38) + ".1";
        assertThat(RecordShape.isMeantAsRecord("\"" + longest + "|x\"")).isTrue();
        assertThat(RecordShape.isMeantAsRecord("\"A" + longest + "|x\"")).isFalse();
        assertThat(RecordShape.isMeantAsRecord("\".1|x\"")).isFalse();
        assertThat(RecordShape.isMeantAsRecord("\"A.|x\"")).isFalse();
        assertThat(RecordShape.startsLikeRecord("|x")).isFalse();
        assertThat(RecordShape.startsLikeRecord("x")).isFalse();
        assertThat(RecordShape.isMeantAsRecordOfFile("\u0001DR|x")).isTrue();
        assertThat(RecordShape.isMeantAsRecordOfFile("HDR|x")).isFalse();
        assertThat(RecordShape.isEdition1("9520")).isTrue();
        assertThat(RecordShape.isEdition1("952")).isFalse();
    }
}
