// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ISO 9362 in the form of AnyBICIdentifier; MIS1202 "The routing". */
class BicTest {

    /** AnyBICIdentifier of the schemas. */
    private static final Pattern SCHEMA = Pattern.compile("[A-Z]{6}[A-Z2-9][A-NP-Z0-9]([A-Z0-9]{3})?");

    @ParameterizedTest
    @CsvSource({
        "TESTBLEU, TESTBLEU, TESTBLEUXXX, XXX",
        "TESTVERTXXX, TESTVERT, TESTVERTXXX, XXX",
        "TESTORANGEX, TESTORAN, TESTORANGEX, GEX",
        "SOGEFRP0, SOGEFRP0, SOGEFRP0XXX, XXX",
        "BICVERT1001, BICVERT1, BICVERT1001, 001",
        "AAAAAAAA, AAAAAAAA, AAAAAAAAXXX, XXX",
        "ZZZZZZ29, ZZZZZZ29, ZZZZZZ29XXX, XXX",
        "ZZZZZZZZA0Z, ZZZZZZZZ, ZZZZZZZZA0Z, A0Z"
    })
    void isTakenApart(String text, String bic8, String bic11, String branch) throws MissiveFormatException {
        Bic bic = Bic.parse(text).orElseThrow();
        assertThat(bic.text()).isEqualTo(text).isEqualTo(bic.toString());
        assertThat(bic.bic8()).isEqualTo(bic8);
        assertThat(bic.bic11()).isEqualTo(bic11);
        assertThat(bic.branch()).isEqualTo(branch);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "''           | BAD_BIC 0+0 | -",
                "TESTBLE      | BAD_BIC 7+0 | -",
                "TESTBLEUX    | BAD_BIC 9+0 | -",
                "TESTBLEUXXXX | BAD_BIC 11+1 | -",
                "TESTBLE1     | -           | -",
                "TESTBL1U     | BAD_BIC 6+1 | -",
                "TESTBL0U     | BAD_BIC 6+1 | -",
                "TESTBLEO     | BAD_BIC 7+1 | -",
                "TESTBL2*     | BAD_BIC 7+1 | -",
                "TEST1LEU     | BAD_BIC 4+1 | -",
                "TESTBLEUXX*  | BAD_BIC 10+1 | -",
                "testbleu     | BAD_BIC 0+1 | lower case",
                "TESTBLEUxxx  | BAD_BIC 8+1 | lower case",
                "'TEST LEU'   | BAD_BIC 4+1 | blank",
                "TESTBL\u0130U | BAD_BIC 6+1 | -"
            })
    void hasTheFormOfTheSchema(String text, String found, String word) {
        ParseResult<Bic> result = Bic.parse(text);
        assertThat(Found.in(result)).isEqualTo(found == null ? List.of() : List.of(found));
        assertThat(result.toOptional().isPresent())
                .isEqualTo(SCHEMA.matcher(text).matches());
        assertThat(result.problems())
                .allMatch(problem -> word == null || problem.detail().contains(word));
    }

    @Test
    void reportsLengthAndCharactersTogether() {
        assertThat(Found.in(Bic.parse("TESTbLEUX"))).containsExactly("BAD_BIC 9+0", "BAD_BIC 4+1");
    }

    @Test
    void matchesByElevenCharactersAndEqualsByText() {
        Bic eight = Bic.of("TESTBLEU");
        Bic eleven = Bic.of("TESTBLEUXXX");
        assertThat(eight.matches(eleven)).isTrue();
        assertThat(eleven.matches(eight)).isTrue();
        assertThat(eight.matches(Bic.of("TESTBLEU001"))).isFalse();
        assertThat(eight.matches(Bic.of("TESTVERT"))).isFalse();
        assertThat(eight).isEqualTo(Bic.of("TESTBLEU")).hasSameHashCodeAs(Bic.of("TESTBLEU"));
        assertThat(eight).isNotEqualTo(eleven);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "testbleu", "TESTBLEUX"})
    void throwsForAWrongLiteral(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bic.of(text))
                .withMessageContaining("BAD_BIC")
                .satisfies(e -> assertThat(text.isEmpty() || !e.getMessage().contains(text))
                        .isTrue());
    }

    @Test
    void takesNoNull() {
        assertThatNullPointerException().isThrownBy(() -> Bic.parse(null));
        assertThatNullPointerException().isThrownBy(() -> Bic.of(null));
    }
}
