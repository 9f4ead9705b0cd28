// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** B.3: the form of the types of messages; the pairs of type and body are in {@link LayerTwoMessageTest}. */
class MessageTypeTest {

    @ParameterizedTest
    @CsvSource({
        "simple.request@test, test",
        "request.copy@direct.debit, direct.debit",
        "a@b, b",
        "send.request@generic, generic",
        "!@~, ~"
    })
    void readsTypes(String text, String family) {
        MessageType type = MessageType.of(text);
        assertThat(type.text()).isEqualTo(text).isEqualTo(type.toString());
        assertThat(type.family()).isEqualTo(family);
        assertThat(type).isEqualTo(MessageType.of(text)).hasSameHashCodeAs(MessageType.of(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "@", "a@", "@b", "a", "a@b@c", "a b@c", "a@b ", "a\t@b", "\u00e9@b", "a@\u0001", "a@b\u007f"
            })
    void refusesWhatIsNoType(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> MessageType.of(text));
    }

    /** A body that no edition has belongs to no type, whatever its version. */
    @Test
    void knowsNoTypeOfOtherBodies() {
        for (SchemaVersion version : new SchemaVersion[] {SchemaVersion.NORM_1206, SchemaVersion.BLEEDING_EDGE}) {
            assertThat(MessageType.ofBody("", version)).isEmpty();
            assertThat(MessageType.ofBody("Whatever", version)).isEmpty();
            assertThat(MessageType.of("x@y").body(version)).isEmpty();
        }
        assertThat(MessageType.ofBody("ActivationEnroll", SchemaVersion.NORM_1206))
                .isEmpty();
        assertThat(MessageType.ofBody("PaymentActivationEnroll", SchemaVersion.BLEEDING_EDGE))
                .isEmpty();
        assertThat(MessageType.ofBody(
                        "PaymentActivationEnroll", SchemaVersion.of("http://xsd.sepamail.eu/1606/", "1606")))
                .contains(MessageType.of("activation.enroll@payment.activation"));
    }
}
