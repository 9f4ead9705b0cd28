// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** XML 1.0 (fifth edition), productions 2, 4 and 4a, and RFC 3629, each range at its ends. */
class XmlCharsTest {

    /** Production 4, without the colon, which parts a prefix from a name. */
    @ParameterizedTest
    @CsvSource({
        "41, 5A",
        "5F, 5F",
        "61, 7A",
        "C0, D6",
        "D8, F6",
        "F8, 2FF",
        "370, 37D",
        "37F, 1FFF",
        "200C, 200D",
        "2070, 218F",
        "2C00, 2FEF",
        "3001, D7FF",
        "F900, FDCF",
        "FDF0, FFFD",
        "10000, EFFFF"
    })
    void namesBeginWithThese(String from, String to) {
        int first = Integer.parseInt(from, 16);
        int last = Integer.parseInt(to, 16);
        assertThat(XmlChars.isNameStart(first)).isTrue();
        assertThat(XmlChars.isNameStart(last)).isTrue();
        assertThat(XmlChars.isName(first)).isTrue();
        assertThat(XmlChars.isName(last)).isTrue();
        assertThat(XmlChars.isNameStart(first - 1)).isFalse();
        assertThat(XmlChars.isNameStart(last + 1)).isFalse();
    }

    /** Production 4a: what it adds. */
    @ParameterizedTest
    @CsvSource({"2D, 2E", "30, 39", "B7, B7", "300, 36F", "203F, 2040"})
    void namesGoOnWithThese(String from, String to) {
        for (String hex : new String[] {from, to}) {
            assertThat(XmlChars.isName(Integer.parseInt(hex, 16))).isTrue();
            assertThat(XmlChars.isNameStart(Integer.parseInt(hex, 16))).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0", "20", "2C", "2F", "3A", "40", "5B", "5E", "60", "7B", "7F", "80", "B6", "B8", "BF", "D7", "F7",
                "37E", "2000", "200B", "200E", "203E", "2041", "206F", "2190", "2BFF", "2FF0", "3000", "D800", "F8FF",
                "FDD0", "FDEF", "FFFE", "F0000", "10FFFF"
            })
    void namesHaveNoneOfThese(String hex) {
        assertThat(XmlChars.isName(Integer.parseInt(hex, 16))).isFalse();
        assertThat(XmlChars.isNameStart(Integer.parseInt(hex, 16))).isFalse();
    }

    /** Production 2. */
    @ParameterizedTest
    @CsvSource({"9, A", "D, D", "20, D7FF", "E000, FFFD", "10000, 10FFFF"})
    void documentsHaveThese(String from, String to) {
        int first = Integer.parseInt(from, 16);
        int last = Integer.parseInt(to, 16);
        assertThat(XmlChars.isAllowed(first)).isTrue();
        assertThat(XmlChars.isAllowed(last)).isTrue();
        assertThat(XmlChars.isAllowed(first - 1)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {0x00, 0x41, 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x3FFFF, 0x40000, 0x10FFFF})
    void charactersAreReadAtTheirWholeLength(int c) {
        byte[] octets = Character.toString(c).getBytes(StandardCharsets.UTF_8);
        assertThat(XmlChars.decode(octets, 0, octets.length)).isEqualTo(c);
        assertThat(XmlChars.octetsOf(c)).isEqualTo(octets.length);
        for (int limit = 1; limit < octets.length; limit++) {
            assertThat(XmlChars.decode(octets, 0, limit)).isEqualTo(XmlChars.CUT);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "BF",
                "C080",
                "C1BF",
                "C241",
                "C2C0",
                "E08080",
                "E09FBF",
                "E28241",
                "EDA080",
                "EDBFBF",
                "F0808080",
                "F08FBFBF",
                "F4908080",
                "F5808080",
                "F888808080",
                "FF"
            })
    void octetsThatAreNoCharacterAreNotRead(String hex) {
        byte[] octets = HexFormat.of().parseHex(hex);
        assertThat(XmlChars.decode(octets, 0, octets.length)).isEqualTo(XmlChars.INVALID);
    }

    @Test
    void whiteSpaceIsOfFourKinds() {
        for (int c = 0; c < 0x100; c++) {
            assertThat(XmlChars.isSpace(c)).isEqualTo(c == 0x20 || c == 0x9 || c == 0xA || c == 0xD);
        }
        assertThat(XmlChars.isSpace(-1)).isFalse();
    }
}
