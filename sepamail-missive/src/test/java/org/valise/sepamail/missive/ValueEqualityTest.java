// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.valise.sepamail.missive.Problem.Code;

/** Values are equal if all their parts are, and say nothing of what they hold. */
class ValueEqualityTest {

    private static final byte[] ONE = {1};

    /** Each is made twice; no two of them are equal. */
    private static final List<Supplier<Object>> VALUES = List.of(
            () -> Attachment.of("image/png", ONE),
            () -> Attachment.of("image/gif", ONE),
            () -> Attachment.of("image/png", new byte[] {2}),
            () -> Attachment.of("image/png", ONE).withName("secret"),
            () -> Problem.of(Code.BAD_VALUE, "a"),
            () -> Problem.of(Code.BAD_VALUE, "b"),
            () -> Problem.of(Code.BAD_ORDER, "a"),
            () -> Problem.of(Code.BAD_VALUE, "a").at(new Span(1, 1, 0, 0)),
            () -> SimpleTest.request("secret"),
            () -> SimpleTest.report("secret"),
            () -> SimpleTest.request("other"),
            () -> SimpleTest.request("secret").withText("secret"),
            () -> SimpleTest.request("secret").withData(ONE),
            () -> RoutingWarning.of(RoutingWarning.Code.BAD_TIME),
            () -> RoutingWarning.of(RoutingWarning.Code.PRIO_LOW),
            () -> RoutingWarning.of(RoutingWarning.Code.BAD_TIME).withDescription("secret"));

    @Test
    void valuesAreEqualIfAllTheirPartsAre() {
        for (int i = 0; i < VALUES.size(); i++) {
            Object value = VALUES.get(i).get();
            assertThat(value).hasSameHashCodeAs(VALUES.get(i).get());
            assertThat(value.toString()).isNotEmpty().doesNotContain("secret");
            for (int j = 0; j < VALUES.size(); j++) {
                assertThat(value.equals(VALUES.get(j).get())).isEqualTo(i == j);
            }
        }
    }

    /** MissiveLimits: each at least 1; fewer than 2^30 octets of a value, at most 10,000 levels. */
    @Test
    void limitsAreWithinTheirOwn() {
        MissiveLimits limits = MissiveLimits.defaults();
        assertThat(limits.withOctets(1)
                        .withDepth(2)
                        .withAttributes(3)
                        .withValueOctets(4)
                        .withProblems(5))
                .isEqualTo(new MissiveLimits(1, 2, 3, 4, 5));
        assertThat(new MissiveLimits(1, 1, 1, 1, 1)).isNotEqualTo(limits);
        assertThat(new MissiveLimits(Long.MAX_VALUE, 10_000, Integer.MAX_VALUE, (1 << 30) - 1, Integer.MAX_VALUE))
                .isNotEqualTo(limits);
        assertThatIllegalArgumentException().isThrownBy(() -> limits.withOctets(0));
        assertThatIllegalArgumentException().isThrownBy(() -> limits.withDepth(0));
        assertThatIllegalArgumentException().isThrownBy(() -> limits.withDepth(10_001));
        assertThatIllegalArgumentException().isThrownBy(() -> limits.withAttributes(0));
        assertThatIllegalArgumentException().isThrownBy(() -> limits.withValueOctets(0));
        assertThatIllegalArgumentException().isThrownBy(() -> limits.withValueOctets(1 << 30));
        assertThatIllegalArgumentException().isThrownBy(() -> limits.withProblems(0));
    }

    /** I.16: priorities are numbered from 1 to 5. */
    @Test
    void prioritiesAreNumbered() {
        for (Priority priority : Priority.values()) {
            assertThat(Priority.ofNumber(priority.number())).isEqualTo(priority);
        }
        assertThat(Priority.HIGHEST.number() + Priority.LOWEST.number()).isEqualTo(6);
        assertThatIllegalArgumentException().isThrownBy(() -> Priority.ofNumber(0));
        assertThatIllegalArgumentException().isThrownBy(() -> Priority.ofNumber(6));
    }

    /** What cannot be written is refused where it is given. */
    @Test
    void textsHaveCharactersOfXmlOnly() {
        for (String text : List.of("secret\u0001", "\u001f", "\ufffe", "\ud800", "a\udc00")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Redirection(Redirection.Kind.URI, text))
                    .withMessageNotContaining("secret");
            assertThatIllegalArgumentException().isThrownBy(() -> Redirection.toReference(text));
            assertThatIllegalArgumentException().isThrownBy(() -> new MessageReference(text, "r"));
            assertThatIllegalArgumentException().isThrownBy(() -> new MessageReference("m", text));
            ServiceMissive.Command command = ServiceMissive.Command.of(ServiceMissive.Verb.LIST);
            assertThatIllegalArgumentException().isThrownBy(() -> command.withInfo(text));
            assertThatIllegalArgumentException().isThrownBy(() -> command.withFilters(List.of("a", text)));
            ServiceMissive.Result result = ServiceMissive.Result.of(true);
            assertThatIllegalArgumentException().isThrownBy(() -> result.withInfo(text));
        }
        for (String text : List.of("\t\n\r ", "\ud7ff", "\ue000", "\ufffd", "\ud83d\udce8")) {
            assertThat(Redirection.toReference(text).value()).isEqualTo(text);
        }
    }
}
