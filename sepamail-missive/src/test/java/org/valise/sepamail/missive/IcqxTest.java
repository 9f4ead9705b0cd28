// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The identifier of a creditor: the ICQX of the schemas, and how the referential has it. */
class IcqxTest {

    /** ICQX of the schemas. */
    private static final Pattern SCHEMA = Pattern.compile("QX[0-9]{2}[A-Z]{2}[a-zA-Z0-9]{7,29}");

    @Test
    void isTakenApart() {
        Icqx icqx = Icqx.of("QX12ZZ8123456");
        assertThat(icqx.text()).isEqualTo("QX12ZZ8123456");
        assertThat(icqx.checkDigits()).isEqualTo("12");
        assertThat(icqx.businessCode()).isEqualTo("ZZ8");
        assertThat(icqx.normalised()).isEqualTo("QX12ZZZ123456");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "QX12ZZ812345   | BAD_ICQX 12+0",
                "QX12ZZ8123456789012345678901234567890 | BAD_ICQX 35+2",
                "QX12Z18123456  | BAD_ICQX 5+1",
                "QX12zZ8123456  | BAD_ICQX 4+1",
                "qx12ZZ8123456  | BAD_ICQX 0+1",
                "QXI2ZZ8123456  | BAD_ICQX 2+1",
                "QX12ZZ81234 6  | BAD_ICQX 11+1",
                "QX1            | BAD_ICQX 3+0",
                "''             | BAD_ICQX 0+0",
                "QX12ZZ_12345   | BAD_ICQX 12+0; BAD_ICQX 6+1"
            })
    void refusesWithAllReasons(String text, String found) {
        assertThat(Found.in(Icqx.parse(text))).isEqualTo(Arrays.asList(found.split("; ", -1)));
        assertThat(SCHEMA.matcher(text).matches()).isFalse();
    }

    @Test
    void takesThirteenToThirtyFiveCharacters() {
        for (int length : List.of(13, 34, 35)) {
            String text = "QX12ZZ" + "1".repeat(length - 6);
            assertThat(Icqx.parse(text).problems()).isEmpty();
            assertThat(SCHEMA.matcher(text).matches()).isTrue();
        }
    }

    @Test
    void matchesWhateverTheCreditorPutInItsSeventhPlace() throws MissiveFormatException {
        Icqx icqx = Icqx.of("QX12ZZZ12345A");
        assertThat(icqx.matches(Icqx.of("QX12ZZ812345A"))).isTrue();
        assertThat(icqx.matches(Icqx.of("QX12ZZZ12345B"))).isFalse();
        assertThat(icqx).isNotEqualTo(Icqx.of("QX12ZZ812345A")).isEqualTo(Icqx.of("QX12ZZZ12345A"));
        assertThat(icqx).hasSameHashCodeAs(Icqx.of("QX12ZZZ12345A"));
        ParseResult<Icqx> lower = Icqx.parse("QX12ZZz12345a");
        assertThat(Found.in(lower)).containsExactly("LOWER_CASE 6+1");
        assertThat(lower.orElseThrow().matches(icqx)).isTrue();
    }

    /** The rule is unknown: both are told, none refuses. */
    @Test
    void tellsWhichCheckRulesFit() {
        String with = Found.withCheckDigits("QX", "ZZZ123456");
        String without = Found.withCheckDigits("QX", "123456");
        String spliced = without.substring(0, 4) + "ZZZ" + without.substring(4);
        assertThat(Icqx.of(with).fittingCheckRules()).containsExactly(Icqx.CheckRule.WITH_BUSINESS_CODE);
        assertThat(Icqx.of(spliced).fittingCheckRules()).containsExactly(Icqx.CheckRule.WITHOUT_BUSINESS_CODE);
        assertThat(Icqx.of("QX00ZZZ123456").fittingCheckRules()).isEmpty();
    }

    /** The real creditor identifier DE98ZZZ09999999999 of SEPA, a published example, follows the second rule. */
    @Test
    void leavesTheBusinessCodeOutAsSepaDoes() {
        assertThat(Mod97.fits("DE98ZZZ09999999999", 7)).isTrue();
        assertThat(Mod97.fits("DE98ZZZ09999999999")).isFalse();
    }

    @Test
    void keepsItsNumberToItself() {
        assertThat(Icqx.of("QX12ZZZ123456")).hasToString("ICQX QX12... (13 characters)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Icqx.of("QX12ZZZ12345"))
                .satisfies(
                        e -> assertThat(e.getMessage()).doesNotContain("12345").contains("BAD_ICQX"));
    }
}
