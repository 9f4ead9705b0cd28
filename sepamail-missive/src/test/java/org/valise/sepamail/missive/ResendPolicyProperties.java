// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.valise.sepamail.missive.ResendTable.T;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.statistics.Statistics;
import org.valise.sepamail.missive.AcknowledgementSeen.Status;

/** What holds for every exchange, whatever comes when. */
class ResendPolicyProperties {

    /** After a pause the sender wants to send, or an acknowledgement comes. */
    record Step(Pause pause, long nanos, Optional<OptionalInt> acknowledgement, Status status) {}

    /** Pauses that fall on the edges of the row, or anywhere. */
    enum Pause {
        NONE,
        BEFORE_MIN,
        MIN,
        MAX,
        AFTER_MAX,
        ANY;

        Duration of(ResendTable row, long nanos) {
            return switch (this) {
                case NONE -> Duration.ZERO;
                case BEFORE_MIN -> row.min.minusNanos(1);
                case MIN -> row.min;
                case MAX -> row.max;
                case AFTER_MAX -> row.max.plusNanos(1);
                case ANY -> Duration.ofNanos(nanos % (2 * row.max.toNanos()));
            };
        }
    }

    @Provide
    Arbitrary<Step> steps() {
        Arbitrary<Optional<OptionalInt>> wish = Arbitraries.just(Optional.empty());
        Arbitrary<Optional<OptionalInt>> seen = Arbitraries.of(-1, 2, 4, 4, 4, 4, 5, 7)
                .map(c -> Optional.of(c < 0 ? OptionalInt.empty() : OptionalInt.of(c)));
        return Combinators.combine(
                        Arbitraries.frequency(
                                Tuple.of(4, Pause.MIN),
                                Tuple.of(2, Pause.MAX),
                                Tuple.of(1, Pause.NONE),
                                Tuple.of(1, Pause.BEFORE_MIN),
                                Tuple.of(1, Pause.AFTER_MAX),
                                Tuple.of(2, Pause.ANY)),
                        Arbitraries.longs().between(0, Long.MAX_VALUE),
                        Arbitraries.frequencyOf(Tuple.of(6, wish), Tuple.of(1, seen)),
                        Arbitraries.of(Status.values()))
                .as(Step::new);
    }

    /** A sender that sends whenever it is allowed to, and a clock that it is told. */
    private static final class Simulation {

        private final ResendTable row;
        private final List<Instant> sends = new ArrayList<>(List.of(T));
        private final List<AcknowledgementSeen> acknowledgements = new ArrayList<>();
        private Instant now = T;
        private boolean settled;

        Simulation(ResendTable row) {
            this.row = row;
        }

        Instant last() {
            return sends.get(sends.size() - 1);
        }

        void run(Step step) {
            now = now.plus(step.pause().of(row, step.nanos()));
            step.acknowledgement().ifPresent(codeClass -> {
                acknowledgements.add(new AcknowledgementSeen(now, step.status(), codeClass));
                settled |= codeClass.orElse(0) != 4;
            });
            Decision decision = ResendPolicy.norm().decide(now, row.priority(), sends, acknowledgements);
            check(decision);
            if (decision instanceof Decision.MayResend may
                    && step.acknowledgement().isEmpty()) {
                assertThat(may.order()).isEqualTo(sends.size() + 1);
                sends.add(now);
            }
        }

        private void check(Decision decision) {
            boolean inWindow = !now.isBefore(last().plus(row.min)) && !now.isAfter(last().plus(row.max));
            boolean allowed = !settled && inWindow && sends.size() <= row.resends;
            assertThat(decision instanceof Decision.MayResend).isEqualTo(allowed);
            assertThat(decision.kind() == Decision.Kind.ACKNOWLEDGED || decision.kind() == Decision.Kind.REJECTED)
                    .isEqualTo(settled);
            assertThat(decision.mayEscalateFrom().isPresent()).isEqualTo(!settled && sends.size() > 1);
            decision.mayEscalateFrom().ifPresent(from -> assertThat(from).isEqualTo(T.plus(row.escalate)));
            if (decision instanceof Decision.TooEarly early) {
                assertThat(now).isBefore(early.from());
            }
            assertThat(sends).hasSizeLessThanOrEqualTo(1 + row.resends);
        }
    }

    /** The properties of "Resending a missive" under any sequence of sendings and acknowledgements. */
    @Property(tries = 2_000)
    void everySendingKeepsTheRules(@ForAll ResendTable row, @ForAll @Size(max = 25) List<@From("steps") Step> steps) {
        Simulation simulation = new Simulation(row);
        steps.forEach(simulation::run);
        Statistics.label("sendings").collect(simulation.sends.size());
    }

    @Property(tries = 500)
    void theSequenceOfAcknowledgementsDoesNotMatter(
            @ForAll ResendTable row, @ForAll @Size(max = 6) List<@From("steps") Step> steps, @ForAll Random random) {
        List<AcknowledgementSeen> seen = new ArrayList<>();
        for (Step step : steps) {
            seen.add(new AcknowledgementSeen(
                    T.plusSeconds(step.nanos() % 3),
                    step.status(),
                    step.acknowledgement().orElse(OptionalInt.of(4))));
        }
        Decision decision = ResendPolicy.norm().decide(T.plusSeconds(1), row.priority(), List.of(T), seen);
        Collections.shuffle(seen, random);
        assertThat(ResendPolicy.norm().decide(T.plusSeconds(1), row.priority(), List.of(T), seen))
                .isEqualTo(decision);
    }

    /** Acknowledge, resend not before and resend not after never overtake each other, whatever is agreed on. */
    @Property
    void agreementsKeepTheLimitsInOrder(
            @ForAll ResendTable row,
            @ForAll @IntRange(min = -3, max = 25) int acknowledgeTenths,
            @ForAll @IntRange(min = -3, max = 25) int notBeforeTenths,
            @ForAll @IntRange(max = 12) int resends) {
        Duration acknowledge = row.min.dividedBy(10).multipliedBy(acknowledgeTenths);
        Duration notBefore = row.min.dividedBy(10).multipliedBy(notBeforeTenths);
        boolean orderly = acknowledgeTenths > 0
                && acknowledgeTenths <= 10
                && notBeforeTenths >= acknowledgeTenths
                && notBeforeTenths <= 20
                && resends >= row.resends;
        Optional<ResendRule> agreed = agree(row.priority(), acknowledge, notBefore, resends);
        Statistics.label("agreed").collect(orderly);
        assertThat(agreed.isPresent()).isEqualTo(orderly);
        agreed.ifPresent(rule ->
                assertThat(rule).isEqualTo(new ResendRule(acknowledge, notBefore, row.max, resends, row.escalate)));
    }

    private static Optional<ResendRule> agree(
            Priority priority, Duration acknowledge, Duration notBefore, int resends) {
        try {
            return Optional.of(ResendPolicy.norm()
                    .withAcknowledgementLimit(priority, acknowledge)
                    .withResendNotBefore(priority, notBefore)
                    .withMaxResends(priority, resends)
                    .rule(priority));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** In the table each longest wait is twice the shortest. */
    @Property
    void theTableKeepsItsProportions(@ForAll Priority priority) {
        ResendRule rule = ResendPolicy.norm().rule(priority);
        assertThat(rule.acknowledgeWithin()).isLessThanOrEqualTo(rule.resendNotBefore());
        assertThat(rule.resendNotAfter()).isEqualTo(rule.resendNotBefore().multipliedBy(2));
        assertThat(rule.escalateNotBefore()).isGreaterThan(rule.resendNotAfter());
    }
}
