// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sepamail.missive.AcknowledgementCode.Meaning;

/** C.3: codes of the form class.subject.detail, and those whose meaning is public. */
class AcknowledgementCodeTest {

    @ParameterizedTest
    @CsvSource({"2, 0, 0, 2.0.0", "4, 999, 999, 4.999.999", "5, 1, 2, 5.1.2"})
    void isMadeAndReadWithinItsLimits(int cla, int subject, int detail, String text) {
        AcknowledgementCode code = AcknowledgementCode.of(cla, subject, detail);
        assertThat(code.text()).isEqualTo(text);
        assertThat(code.subject()).hasValue(subject);
        assertThat(code.detail()).hasValue(detail);
        assertThat(AcknowledgementCode.parse(text)).contains(code);
    }

    @ParameterizedTest
    @CsvSource({"3, 1, 1", "0, 1, 1", "-2, 1, 1", "2, -1, 1", "2, 1, -1", "2, 1000, 1", "2, 1, 1000"})
    void isNotMadeBeyondThem(int cla, int subject, int detail) {
        assertThatIllegalArgumentException().isThrownBy(() -> AcknowledgementCode.of(cla, subject, detail));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 6, -2, 22})
    void aClassAloneIsOneOfThree(int cla) {
        assertThatIllegalArgumentException().isThrownBy(() -> AcknowledgementCode.ofClass(cla));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3", "2.1", "2.1.", "2..1", "2.1.1.1", "2.1000.1", "2.1.1000", "2.-1.1", " 2", "2,1,9"})
    void whatIsNoCodeIsNotRead(String text) {
        assertThat(AcknowledgementCode.parse(text)).isEmpty();
    }

    /** A long detail is no other subject: 2.1.309 is not 2.4.9. */
    @Test
    void meansWhatTheListSaysAndNothingElse() {
        assertThat(AcknowledgementCode.of(2, 4, 9).meaning()).contains(Meaning.ACCOUNT_VERIFIED);
        assertThat(AcknowledgementCode.of(2, 1, 309).meaning()).isEmpty();
        assertThat(AcknowledgementCode.of(2, 0, 109).meaning()).isEmpty();
        assertThat(AcknowledgementCode.of(2, 1, 9).meaning()).contains(Meaning.FORWARDED);
        assertThat(AcknowledgementCode.of(5, 1, 9).meaning()).isEmpty();
        assertThat(AcknowledgementCode.ofClass(2).meaning()).isEmpty();
    }

    @Test
    void isEqualInAllItsParts() {
        AcknowledgementCode code = AcknowledgementCode.of(4, 2, 1);
        assertThat(code).isEqualTo(AcknowledgementCode.of(4, 2, 1)).hasSameHashCodeAs(AcknowledgementCode.of(4, 2, 1));
        assertThat(code)
                .isNotEqualTo(AcknowledgementCode.of(5, 2, 1))
                .isNotEqualTo(AcknowledgementCode.of(4, 1, 1))
                .isNotEqualTo(AcknowledgementCode.of(4, 2, 2))
                .isNotEqualTo(AcknowledgementCode.ofClass(4))
                .isNotEqualTo("4.2.1");
    }
}
