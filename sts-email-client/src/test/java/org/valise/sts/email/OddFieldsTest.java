// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.valise.sts.email.Mails.latin1;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pieces of mails that end where nobody expects it, or begin so: each is read as far as it goes, and none throws. */
class OddFieldsTest {

    private static String decoded(String encoding, String text) {
        EnumSet<MailFinding> findings = EnumSet.noneOf(MailFinding.class);
        byte[] octets = latin1(text);
        byte[] content = TransferEncoding.decode(encoding, octets, 0, octets.length, findings);
        assertThat(findings).isEmpty();
        return Mails.text(content);
    }

    @Test
    void aFieldMayBeginWithItsParameters() {
        Parameters fields = Parameters.parse(";a=b");
        assertThat(fields.value()).isEmpty();
        assertThat(fields.get("a")).contains("b");
    }

    /** RFC 2045 clause 5.1 closes each quote; what is not closed goes on to the end. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"\"klf.txt, klf.txt", "\"abc\\, abc\\", "\"abc\\\"d\", abc\"d", "\"a;b\" x, a;b"})
    void aQuoteGoesToItsEnd(String quoted, String value) {
        assertThat(Parameters.parse("x; name=" + quoted).get("name")).contains(value);
    }

    /** RFC 2231 clause 4: two digits behind each percent sign. */
    @ParameterizedTest
    @CsvSource({"a%41, aA", "a%4, a%4", "a%, a%", "a%zzb, a%zzb", "a%00b, a\0b", "%C3%A4, \u00e4"})
    void aPercentSignStandsForAnOctetIfTwoDigitsFollow(String encoded, String value) {
        assertThat(Parameters.parse("x; name*=utf-8''" + encoded).get("name")).contains(value);
    }

    /** RFC 2047: what stands between words that follow each other is no text; a character may be torn by careless ones. */
    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "=?UTF-8?B?ww==?= =?UTF-8?B?pA==?=,\u00e4",
                "=?ISO-8859-1?Q?=E4?= =?UTF-8?Q?=C3=A4?=,\u00e4\u00e4",
                "=?UTF-8?Q?a?= b =?UTF-8?Q?c?=,a b c",
                "=?UTF-8?Q?a=41?=,aA",
                "=?UTF-8?Q?a=00b?=,a\0b",
                "=?ISO-8859-1?Q?\u00ff?=,\u00ff",
            })
    void encodedWordsAreDecoded(String text, String decoded) {
        assertThat(EncodedWords.decode(text)).isEqualTo(decoded);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=?UTF-8?Q?a=4?=",
                "=?UTF-8?Q?a=?=",
                "=?UTF-8?Q?=zz?=",
                "=?ISO-8859-1?Q?\u0100?=",
                "=?UTF-8?B?A?=",
                "=?x-none?Q?a?="
            })
    void wordsThatAreDamagedStayAsTheyAre(String text) {
        assertThat(EncodedWords.decode(text)).isEqualTo(text);
    }

    /** RFC 6532: UTF-8 as it is. What holds other characters already was decoded before. */
    @ParameterizedTest
    @CsvSource({
        "\u00c3\u00a4, \u00e4",
        "a\u00c3\u00a4, a\u00e4",
        "\u00e4, \u00e4",
        "\u00c3\u00a4\u20ac, \u00c3\u00a4\u20ac"
    })
    void octetsOfUtf8AreReadAsSuch(String text, String repaired) {
        assertThat(EncodedWords.decode(text)).isEqualTo(repaired);
    }

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            delimiter = '>',
            value = {"X: y>y", "X:  \ty>y", "X:y>y", "'X: y \r\n'>'y '", "'X : y\r\n'>y", "X:>", "X: >"})
    void theValueOfAFieldBeginsBehindBlanks(String field, String value) {
        byte[] octets = latin1(field);
        assertThat(Header.read(octets, 0, octets.length, 100).all("X")).containsExactly(value == null ? "" : value);
    }

    /** RFC 5322 clause 2.2: printable ASCII, without blanks. */
    @ParameterizedTest
    @ValueSource(strings = {"a b", "a\u007f", "a\u00e4", "a\tb", ""})
    void otherNamesAreNoFields(String name) {
        byte[] octets = latin1(name + ": x");
        assertThat(Header.read(octets, 0, octets.length, 100).has(name)).isFalse();
    }

    @Test
    void aFieldBeyondItsLimitIsNotLookedAt() {
        byte[] octets = latin1("A: 12345\r\nB: 123456\r\n");
        Header header = Header.read(octets, 0, octets.length, 5);
        assertThat(header.first("A")).contains("12345");
        assertThat(header.allWithinLimit("A")).containsExactly("12345");
        assertThat(header.first("B")).isEmpty();
        assertThat(header.allWithinLimit("B")).isEmpty();
        assertThat(header.has("B")).isTrue();
    }

    /** Also at the very beginning, where nothing stands before them. */
    @ParameterizedTest
    @CsvSource({"'\n', 0", "'\r\n', 0", "'', 0", "'a\n', 1", "'a\r\n', 1", "'a\r', 2", "'\r', 1"})
    void theTextOfALineEndsBeforeItsLineEnd(String line, int end) {
        assertThat(Lines.textEnd(latin1(line), 0, line.length())).isEqualTo(end);
    }

    /** RFC 2045 clause 6.7: each octet may be written by its digits; blanks at the end of a line were added on the way. */
    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "a=00b,a\0b",
                "'a \t\r\nb','a\r\nb'",
                "'a= \t\r\nb','ab'",
                "'a \t=\r\nb','a \tb'",
                "' \t\r\nb','\r\nb'",
                "'\r\nb ','\r\nb'"
            })
    void quotedPrintableIsDecoded(String text, String decoded) {
        assertThat(decoded("quoted-printable", text)).isEqualTo(decoded);
    }

    @ParameterizedTest
    @CsvSource({"klf.txt., klf.txt", "klf.txt_, klf.txt", "._-klf-, klf-", "lpt1.x, _lpt1.x", "CON, _CON"})
    void aFileNameIsOneOnEverySystem(String received, String name) {
        assertThat(new FileNames().safe(received, "klf.txt")).isEqualTo(name);
    }

    @Test
    void equalFileNamesAreNumbered() {
        FileNames names = new FileNames();
        assertThat(names.safe("klf.txt", "x")).isEqualTo("klf.txt");
        assertThat(names.safe("KLF.txt", "x")).isEqualTo("KLF-2.txt");
        assertThat(names.safe("klf.txt", "x")).isEqualTo("klf-3.txt");
        assertThat(names.safe("", "klf")).isEqualTo("klf");
        assertThat(names.safe("", "klf")).isEqualTo("klf-2");
    }

    @Test
    void aLongFileNameKeepsItsExtension() {
        assertThat(new FileNames().safe("k".repeat(150) + ".txt", "x")).isEqualTo("k".repeat(96) + ".txt");
        assertThat(new FileNames().safe("k".repeat(150), "x")).isEqualTo("k".repeat(100));
        assertThat(new FileNames().safe("k." + "x".repeat(150), "x")).isEqualTo("k." + "x".repeat(98));
    }

    /** RFC 4648 clause 6, in both cases. */
    @Test
    void theOutermostCharactersOfATokenAreItsOwn() {
        String rest = "A".repeat(20);
        assertThat(Token.of("azAZ27" + rest).text()).isEqualTo("AZAZ27" + rest);
        for (char beside : "@[`{18".toCharArray()) {
            assertThatIllegalArgumentException().isThrownBy(() -> Token.of("AAAAA" + beside + rest));
        }
    }
}
