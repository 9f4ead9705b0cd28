// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** STS600-4-2 5.7.1: every element is followed by the delimiter, a CRC may follow. */
class DfconcatTest {

    @Test
    void putsTheDelimiterAfterEveryElement() {
        assertThat(Dfconcat.RECORD.format(List.of("T", "a", "", "b"))).isEqualTo("T|a||b|");
        assertThat(Dfconcat.IDENTITY.format(List.of("A", "B"))).isEqualTo("A:B:");
    }

    @Test
    void putsTheCrcAfterTheLastDelimiter() {
        assertThat(Dfconcat.RECORD.formatWithCrc(List.of("T", "a", "", "b"))).isEqualTo("T|a||b|3848");
    }

    @Test
    void takesATextWithCrcApart() throws RecordFormatException {
        Dfconcat.Content content =
                Dfconcat.RECORD.parse("T|a||b|3848", CrcPolicy.REQUIRED).orElseThrow();
        assertThat(content.elements()).containsExactly("T", "a", "", "b");
        assertThat(content.crcState()).isEqualTo(CrcState.VALID);
    }

    @Test
    void takesATextWithoutCrcOnlyWhereAllowed() throws RecordFormatException {
        assertThat(Dfconcat.RECORD.parse("T|a|", CrcPolicy.IF_PRESENT).orElseThrow())
                .isEqualTo(new Dfconcat.Content(List.of("T", "a"), CrcState.ABSENT));
        assertThat(Dfconcat.RECORD.parse("T|a|", CrcPolicy.REQUIRED).problems())
                .extracting(Problem::code)
                .containsExactly(Problem.Code.CRC_MISSING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"T|a||b|3849", "T|a||b|384", "T|a||b|03848", "T|a||b|384g", "T|a||b|384 "})
    void refusesAnotherCrcEvenWhereItMayBeMissing(String text) {
        assertThat(Dfconcat.RECORD.parse(text, CrcPolicy.IF_PRESENT).problems())
                .extracting(Problem::code)
                .containsExactly(Problem.Code.CRC_ERROR);
    }

    /** A record cut after four digits of a key has these in the place of its CRC. */
    @Test
    void showsNothingOfWhatStandsInThePlaceOfTheCrc() {
        ParseResult<Dfconcat.Content> result = Dfconcat.RECORD.parse("VKLOADRESP.1|x|5EC4", CrcPolicy.REQUIRED);
        assertThat(result.problems().get(0).toString()).startsWith("CRC_ERROR").doesNotContain("5EC4");
    }

    @Test
    void refusesLowerCaseDigitsOfTheRightCrc() {
        String text = "A||f500";
        assertThat(Dfconcat.RECORD.parse(text, CrcPolicy.REQUIRED).problems())
                .extracting(Problem::code)
                .containsExactly(Problem.Code.CRC_ERROR);
    }

    @Test
    void saysWhereABadCharacterStands() {
        Problem problem = Dfconcat.RECORD
                .parse("T|caf\u00e9|1234", CrcPolicy.REQUIRED)
                .problems()
                .get(0);
        assertThat(problem.code()).isEqualTo(Problem.Code.BAD_CHARACTER);
        assertThat(problem.inRecord()).contains(new Span(1, 6, 5, 1));
        assertThat(problem.clause()).hasToString("STS600-4-2 5.7.1");
    }

    @Test
    void writesNothingThatCannotBeReadBack() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dfconcat.RECORD.format(List.of("T", "secret|part")))
                .withMessageContaining("Element 1")
                .withMessageContaining("offset 6")
                .withMessageNotContaining("secret");
        assertThatIllegalArgumentException().isThrownBy(() -> Dfconcat.RECORD.formatWithCrc(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> Dfconcat.IDENTITY.format(List.of("a:b")));
        assertThatIllegalArgumentException().isThrownBy(() -> Dfconcat.RECORD.format(List.of("tab\t")));
    }
}
