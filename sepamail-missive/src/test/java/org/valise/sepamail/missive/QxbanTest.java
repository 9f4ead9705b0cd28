// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The alias of an account; examples of SEPAmail's own documents and programs. */
class QxbanTest {

    private static final String BLUE = "QX62TESTBLEUXXX2345678923456789234";

    @ParameterizedTest
    @CsvSource({
        BLUE + ", TESTBLEUXXX, 2345678923456789234",
        "QX46TESTVERTXXXABCDEFGHJKLMNPQRSTU, TESTVERTXXX, ABCDEFGHJKLMNPQRSTU",
        "QX87BICVERT1XXXTEST000000000000001, BICVERT1XXX, TEST000000000000001",
        "QX58TESTORANGEX8KH8P5TCYAGM22M38NQ, TESTORANGEX, 8KH8P5TCYAGM22M38NQ",
        "QX51TESTORANGEXIG52I8X2445SGSUWESM, TESTORANGEX, IG52I8X2445SGSUWESM"
    })
    void readsPublishedExamples(String text, String bic, String alias) throws MissiveFormatException {
        ParseResult<Qxban> result = Qxban.parse(text);
        assertThat(result.problems()).isEmpty();
        Qxban qxban = result.orElseThrow();
        assertThat(qxban.text()).isEqualTo(text);
        assertThat(qxban.bic()).contains(Bic.of(bic));
        assertThat(qxban.alias()).isEqualTo(alias);
        assertThat(qxban.checkDigits()).isEqualTo(text.substring(2, 4));
        assertThat(Qxban.of(Bic.of(bic), alias)).isEqualTo(qxban).isEqualTo(Qxban.of(text));
        assertThat(Found.remainder(text)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "QX51TESTBLEUXIG52I8X2445SGSUWESM | BAD_QXBAN 32+0; QXBAN_CHECK_DIGITS 2+2",
                "QX15TESTVERTXIG5244X2I85SGSUWESM | BAD_QXBAN 32+0; QXBAN_CHECK_DIGITS 2+2",
                "QX40TESTBLEUXIG52I8X2445SGSUWESM | BAD_QXBAN 32+0",
                "QX74TESTVERTXIG5244X2I85SGSUWESM | BAD_QXBAN 32+0",
                "QX63TESTBLEUXXX2345678923456789234 | QXBAN_CHECK_DIGITS 2+2",
                "QX62TESTBLEUXXX23456789234567892345 | BAD_QXBAN 34+1; QXBAN_CHECK_DIGITS 2+2",
                "QX62TESTBLEUXXX2345678923456789-34 | BAD_QXBAN 31+1",
                "qx62TESTBLEUXXX2345678923456789234 | BAD_QXBAN 0+1",
                "QX46TESTVERTXXXABCDEFGHJKLMNPQRSTu | BAD_QXBAN 33+1",
                "QXA2TESTBLEUXXX2345678923456789234 | BAD_QXBAN 2+1",
                "GB82WEST12345698765432 | BAD_QXBAN 22+0; BAD_QXBAN 0+1",
                "QX62 | BAD_QXBAN 4+0",
                "QX | BAD_QXBAN 2+0",
                "'' | BAD_QXBAN 0+0"
            })
    void refusesWithAllReasons(String text, String found) {
        assertThat(Found.in(Qxban.parse(text))).isEqualTo(Arrays.asList(found.split("; ", -1)));
    }

    @Test
    void warnsOfABicThatIsNone() throws MissiveFormatException {
        String text = Found.withCheckDigits("QX", "1ESTBLEUXXX" + "2345678923456789234");
        ParseResult<Qxban> result = Qxban.parse(text);
        assertThat(Found.in(result)).containsExactly("QXBAN_BIC 4+11");
        assertThat(result.orElseThrow().bic()).isEmpty();
        assertThat(Found.in(Qxban.parse(Found.withCheckDigits("QX", "1ESTBLEUXXX"))))
                .containsExactly("BAD_QXBAN 15+0", "QXBAN_BIC 4+11");
        assertThat(Found.in(Qxban.parse(Found.withCheckDigits("QX", "1ESTBLEUXX"))))
                .containsExactly("BAD_QXBAN 14+0");
    }

    @Test
    void refusesCheckDigitsThatNoComputationGives() {
        Bic bic = Bic.of("TESTBLEU");
        String good = "";
        for (int i = 1_000_000; !good.startsWith("QX98"); i++) {
            good = Qxban.of(bic, "A".repeat(12) + i).text();
        }
        String bad = "QX01" + good.substring(4);
        assertThat(Found.remainder(bad)).isEqualTo(1);
        assertThat(Found.in(Qxban.parse(bad))).containsExactly("QXBAN_CHECK_DIGITS 2+2");
    }

    @Test
    void isMadeOfABicOfEitherLength() {
        assertThat(Qxban.of(Bic.of("TESTBLEU"), "2345678923456789234").text()).isEqualTo(BLUE);
        assertThat(Qxban.of(Bic.of("TESTBLEUXXX"), "2345678923456789234").text())
                .isEqualTo(BLUE);
    }

    @ParameterizedTest
    @CsvSource({"''", "234567892345678923", "23456789234567892345", "234567892345678923a", "234567892345678923-"})
    void isNotMadeOfAWrongAlias(String alias) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Qxban.of(Bic.of("TESTBLEU"), alias))
                .withMessageContaining("BAD_QXBAN");
    }

    @Test
    void takesNoNull() {
        assertThatNullPointerException().isThrownBy(() -> Qxban.parse(null));
        assertThatNullPointerException().isThrownBy(() -> Qxban.of(Bic.of("TESTBLEU"), null));
    }

    /** 36 characters over 19 places: in 500 aliases each is met, or chance fails once in 10^115. */
    @Test
    void makesNewAliasesOfAllCapitalsAndDigits() {
        SecureRandom random = new SecureRandom();
        Set<Qxban> made = new HashSet<>();
        Set<Integer> characters = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            Qxban qxban = Qxban.random(Bic.of("TESTVERT"), random);
            assertThat(qxban.text()).matches("QX[0-9]{2}TESTVERTXXX[A-Z0-9]{19}");
            assertThat(Found.remainder(qxban.text())).isEqualTo(1);
            made.add(qxban);
            qxban.alias().chars().forEach(characters::add);
        }
        assertThat(made).hasSize(500);
        assertThat(characters).hasSize(36);
    }

    @Test
    void keepsItsAliasToItself() {
        assertThat(Qxban.of(BLUE)).hasToString("QXBAN QX62... (34 characters)");
        assertThat(Qxban.of(BLUE)).hasSameHashCodeAs(Qxban.of(BLUE));
        assertThat(Qxban.of(BLUE)).isNotEqualTo(Qxban.of("QX46TESTVERTXXXABCDEFGHJKLMNPQRSTU"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Qxban.of("QX63TESTBLEUXXX2345678923456789234"))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("TESTBLEU"));
    }
}
