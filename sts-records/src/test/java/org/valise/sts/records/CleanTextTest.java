// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What mail software slips in, by the code charts of Unicode; and that nothing beside it is taken out. */
class CleanTextTest {

    private static String cleaned(int code) {
        return new CleanText("a" + (char) code + "b").text().toString();
    }

    @ParameterizedTest
    @CsvSource({
        "00AD, 00AD",
        "034F, 034F",
        "061C, 061C",
        "180E, 180E",
        "200B, 200F",
        "202A, 202E",
        "2060, 2064",
        "2066, 206F",
        "FE00, FE0F",
        "FEFF, FEFF"
    })
    void removesInvisibleCharacters(String first, String last) {
        for (int code = Integer.parseInt(first, 16); code <= Integer.parseInt(last, 16); code++) {
            assertThat(cleaned(code)).isEqualTo("ab");
        }
    }

    @ParameterizedTest
    @CsvSource({"00A0, 00A0", "1680, 1680", "2000, 200A", "202F, 202F", "205F, 205F", "3000, 3000"})
    void readsSpecialSpacesAsSpaces(String first, String last) {
        for (int code = Integer.parseInt(first, 16); code <= Integer.parseInt(last, 16); code++) {
            assertThat(cleaned(code)).isEqualTo("a b");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u1fff", "\u2010", "\u2029", "\u2030", "\u2065", "\u2070", "\ufdff", "\ufe10"})
    void leavesTheirNeighbours(String neighbour) {
        assertThat(cleaned(neighbour.charAt(0))).isEqualTo("a" + neighbour + "b");
    }

    @Test
    void remembersWhereItChangedSomething() {
        CleanText clean = new CleanText("\u0000aaaa\u00c2\u00a0a");
        assertThat(clean.text().toString()).isEqualTo("aaaa a");
        assertThat(clean.changesBetween(0, 1)).containsExactly(Deviation.CHARSET);
        assertThat(clean.changesBetween(1, 5)).isEmpty();
        assertThat(clean.changesBetween(5, 6)).containsExactly(Deviation.BLANKS, Deviation.CHARSET);
        assertThat(clean.changesBetween(6, 8)).isEmpty();
        assertThat(new CleanText("a\u200b").changesBetween(2, 9)).isEmpty();
    }

    /** RFC 3629: the first and the last characters of two and of three octets, decoded as ISO-8859-1. */
    @ParameterizedTest
    @CsvSource({
        "C280, 0080",
        "DFBF, 07FF",
        "E0A080, 0800",
        "E28093, 2013",
        "ED9FBF, D7FF",
        "EE8080, E000",
        "EFBFBD, FFFD"
    })
    void restoresWellFormedSequences(String octets, String code) {
        WrongCharset.Repair repair = WrongCharset.at(decoded(octets), 0);
        assertThat(repair).isEqualTo(new WrongCharset.Repair((char) Integer.parseInt(code, 16), octets.length() / 2));
    }

    /** Overlong forms, surrogates, four octets, what is cut short and what does not continue. */
    @ParameterizedTest
    @ValueSource(strings = {"C180", "E09FBF", "EDA080", "F0908080", "C2", "E080", "E2", "C27F", "C2C0", "E28041", "80"})
    void leavesWhatIsNoSequence(String octets) {
        assertThat(WrongCharset.at(decoded(octets), 0)).isNull();
    }

    private static String decoded(String octets) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < octets.length(); i += 2) {
            text.append((char) Integer.parseInt(octets.substring(i, i + 2), 16));
        }
        return text.toString();
    }

    @Test
    void textGrowsAndKeepsItsOrigins() {
        MappedText text = new MappedText(0);
        assertThat(text.originOf(0)).isZero();
        StringBuilder same = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            char c = (char) ('0' + i);
            text.append(c, 3 * i);
            same.append(c);
        }
        assertThat(text).hasToString(same.toString());
        assertThat(text.originOf(0)).isZero();
        assertThat(text.originOf(39)).isEqualTo(117);
        assertThat(text.originOf(40)).isEqualTo(118);
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> text.charAt(40));
    }
}
