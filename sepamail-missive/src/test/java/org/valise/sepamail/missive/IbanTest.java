// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ISO 13616, and IBAN2007Identifier of the schemas. */
class IbanTest {

    private static final String BRITISH = "GB82WEST12345698765432";

    /** Published examples of several countries. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                BRITISH,
                "DE89370400440532013000",
                "FR1420041010050500013M02606",
                "BE68539007547034",
                "NO9386011117947",
                "MT84MALT011000012345MTLCAST001S"
            })
    void readsPublishedExamples(String text) throws MissiveFormatException {
        ParseResult<Iban> result = Iban.parse(text);
        assertThat(result.problems()).isEmpty();
        Iban iban = result.orElseThrow();
        assertThat(iban.text()).isEqualTo(text).isEqualTo(iban.normalised());
        assertThat(iban.country() + iban.checkDigits() + iban.bban()).isEqualTo(text);
        assertThat(Iban.of(iban.country(), iban.bban())).isEqualTo(iban).isEqualTo(Iban.of(text));
        assertThat(Found.remainder(text)).isEqualTo(1);
    }

    @Test
    void isTakenApart() {
        Iban iban = Iban.of(BRITISH);
        assertThat(iban.country()).isEqualTo("GB");
        assertThat(iban.checkDigits()).isEqualTo("82");
        assertThat(iban.bban()).isEqualTo("WEST12345698765432");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                       | BAD_IBAN 0+0",
                "GB82                     | BAD_IBAN 4+0",
                "GB83WEST12345698765432   | IBAN_CHECK_DIGITS 2+2",
                "GB82WEST12345698765423   | IBAN_CHECK_DIGITS 2+2",
                "gb82WEST12345698765432   | BAD_IBAN 0+1",
                "G182WEST12345698765432   | BAD_IBAN 1+1",
                "GBO2WEST12345698765432   | BAD_IBAN 2+1",
                "GB8OWEST12345698765432   | BAD_IBAN 3+1",
                "GB82WEST1234569876543\u0662 | BAD_IBAN 21+1",
                "'GB82 WEST 1234'         | BAD_IBAN 4+1",
                "GB82WEST-1234            | BAD_IBAN 8+1",
                "QX62TESTBLEUXXX2345678923456789234 | BAD_IBAN 0+2",
                "QX63TESTBLEUXXX2345678923456789234 | BAD_IBAN 0+2",
                "GB82WEST12345698765432WEST123456981 | BAD_IBAN 34+1; IBAN_CHECK_DIGITS 2+2",
                "GB82WEST123456987654321234567890123456 | BAD_IBAN 34+4; IBAN_CHECK_DIGITS 2+2"
            })
    void refusesWithAPlace(String text, String found) {
        assertThat(Found.in(Iban.parse(text))).isEqualTo(Arrays.asList(found.split("; ", -1)));
    }

    @Test
    void saysWhatToDo() {
        assertThat(detail("QX62TESTBLEUXXX2345678923456789234")).contains("Qxban");
        assertThat(detail("GB82 WEST 1234 5698 7654 32")).contains("blank");
        assertThat(detail("GB82WEST_12345698765432")).contains("does not have");
        assertThat(detail("gb82WEST12345698765432")).contains("lower case");
    }

    private static String detail(String text) {
        return Iban.parse(text).problems().get(0).detail();
    }

    @Test
    void takesFiveToThirtyFourCharacters() {
        assertThat(Iban.parse(Found.withCheckDigits("GB", "1")).problems()).isEmpty();
        assertThat(Iban.parse(Found.withCheckDigits("GB", "1".repeat(30))).problems())
                .isEmpty();
        assertThat(Found.in(Iban.parse(Found.withCheckDigits("GB", "1".repeat(31)))))
                .containsExactly("BAD_IBAN 34+1");
    }

    @Test
    void readsLowerCaseWithAWarningAndComparesInCapitals() throws MissiveFormatException {
        ParseResult<Iban> result = Iban.parse("GB82WEst12345698765432");
        assertThat(Found.in(result)).containsExactly("LOWER_CASE 6+1");
        Iban iban = result.orElseThrow();
        assertThat(iban.text()).isEqualTo("GB82WEst12345698765432");
        assertThat(iban.bban()).isEqualTo("WEst12345698765432");
        assertThat(iban.normalised()).isEqualTo(BRITISH);
        assertThat(iban).isEqualTo(Iban.of(BRITISH)).hasSameHashCodeAs(Iban.of(BRITISH));
        assertThat(iban).isNotEqualTo(Iban.of("BE68539007547034"));
    }

    /** 00, 01 and 99 leave 1 where 97, 98 and 02 are right; ISO 13616 gives 02 to 98. */
    @ParameterizedTest
    @CsvSource({"97, 00", "98, 01", "02, 99"})
    void refusesCheckDigitsThatNoComputationGives(String right, String wrong) {
        String good = IntStream.range(0, 10_000)
                .mapToObj(i -> Found.withCheckDigits("GB", "A" + i))
                .filter(text -> text.startsWith("GB" + right))
                .findFirst()
                .orElseThrow();
        String bad = "GB" + wrong + good.substring(4);
        assertThat(Found.remainder(bad)).isEqualTo(1);
        assertThat(Iban.parse(good).problems()).isEmpty();
        assertThat(Found.in(Iban.parse(bad))).containsExactly("IBAN_CHECK_DIGITS 2+2");
    }

    @ParameterizedTest
    @CsvSource({
        "GBR, 1",
        "GB1, 1",
        "G, 1",
        "'', 1",
        "gb, 1",
        "QX, TESTBLEUXXX2345678923456789234",
        "GB, ''",
        "GB, 1 2",
        "GB, 1234567890123456789012345678901"
    })
    void isNotMadeOfWrongParts(String country, String bban) {
        assertThatIllegalArgumentException().isThrownBy(() -> Iban.of(country, bban));
    }

    @Test
    void keepsItsNumberToItself() {
        assertThat(Iban.of(BRITISH)).hasToString("IBAN GB82... (22 characters)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Iban.of("GB83WEST12345698765432"))
                .withMessageContaining("IBAN_CHECK_DIGITS")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("WEST"));
    }

    @Test
    void takesNoNull() {
        assertThatNullPointerException().isThrownBy(() -> Iban.parse(null));
        assertThatNullPointerException().isThrownBy(() -> Iban.of("GB", null));
    }
}
