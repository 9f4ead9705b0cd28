// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** By what a missive is known in all its orders. */
class ExchangeKeyTest {

    @Test
    void completesABicOfEight() {
        assertThat(new ExchangeKey("TESTBLEU", "1")).isEqualTo(new ExchangeKey("TESTBLEUXXX", "1"));
        assertThat(new ExchangeKey("SCHEME", "1").counterparty()).isEqualTo("SCHEME");
        assertThat(new ExchangeKey("TESTBLEU", "1")).isNotEqualTo(new ExchangeKey("TESTBLEUXXX", "2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "testbleu", "TESTBLEU ", "TEST@BLEU", "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"})
    void refusesWhatIsNoParticipant(String counterparty) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ExchangeKey(counterparty, "1"));
    }

    @Test
    void takesIdentifiersOfTheLengthOfTheSchema() {
        String face = "\uD83D\uDE00";
        assertThat(new ExchangeKey("TESTBLEU", face.repeat(200)).msvId()).hasSize(400);
        assertThatIllegalArgumentException().isThrownBy(() -> new ExchangeKey("TESTBLEU", face.repeat(201)));
        assertThatIllegalArgumentException().isThrownBy(() -> new ExchangeKey("TESTBLEU", ""));
        assertThatNullPointerException().isThrownBy(() -> new ExchangeKey("TESTBLEU", null));
        assertThatNullPointerException().isThrownBy(() -> new ExchangeKey(null, "1"));
    }

    @Test
    void doesNotShowTheIdentifier() {
        assertThat(new ExchangeKey("TESTBLEU", "secret"))
                .hasToString("ExchangeKey[TESTBLEUXXX, MsvId of 6 characters]");
    }
}
