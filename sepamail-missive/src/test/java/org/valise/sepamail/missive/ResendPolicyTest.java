// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.valise.sepamail.missive.ResendTable.T;
import static org.valise.sepamail.missive.ResendTable.ack;
import static org.valise.sepamail.missive.ResendTable.nak;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.valise.sepamail.missive.AcknowledgementSeen.Status;

/** The limits of MIS1202 "Resending a missive" as data, what may be agreed on, and decisions at every edge of them. */
class ResendPolicyTest {

    private static final ResendPolicy NORM = ResendPolicy.norm();

    @ParameterizedTest
    @EnumSource
    void holdsTheTableOfTheNorm(ResendTable row) {
        assertThat(NORM.rule(row.priority()))
                .isEqualTo(new ResendRule(row.acknowledge, row.min, row.max, row.resends, row.escalate));
    }

    @ParameterizedTest
    @EnumSource
    void decidesAtEveryEdgeOfEveryWindow(ResendTable row) {
        for (int sent = 1; sent <= row.resends; sent++) {
            List<Instant> sends = row.sends(sent);
            Instant last = sends.get(sent - 1);
            Instant from = last.plus(row.min);
            Instant to = last.plus(row.max);
            Instant due = last.plus(row.acknowledge);
            Optional<Instant> escalation = sent == 1 ? Optional.empty() : Optional.of(T.plus(row.escalate));
            Decision early = new Decision.TooEarly(sent + 1, from, to, due, escalation);
            Decision may = new Decision.MayResend(sent + 1, from, to, escalation);
            Decision missed = new Decision.WindowMissed(from, to, escalation);
            assertThat(row.decide(last.minusNanos(1), sends)).isEqualTo(early);
            assertThat(row.decide(last, sends)).isEqualTo(early);
            assertThat(row.decide(from.minusNanos(1), sends)).isEqualTo(early);
            assertThat(row.decide(from, sends)).isEqualTo(may);
            assertThat(row.decide(from.plusNanos(1), sends)).isEqualTo(may);
            assertThat(row.decide(to.minusNanos(1), sends)).isEqualTo(may);
            assertThat(row.decide(to, sends)).isEqualTo(may);
            assertThat(row.decide(to.plusNanos(1), sends)).isEqualTo(missed);
            assertThat(row.decide(Instant.MAX, sends)).isEqualTo(missed);
            assertThat(row.decide(Instant.MIN, sends)).isEqualTo(early);
        }
    }

    @ParameterizedTest
    @EnumSource
    void reachesTheLimitAtItsNumber(ResendTable row) {
        Decision limit = new Decision.LimitReached(Optional.of(T.plus(row.escalate)));
        for (int more = 1; more < 4; more++) {
            List<Instant> sends = row.sends(row.resends + more);
            Instant last = sends.get(sends.size() - 1);
            assertThat(row.decide(last, sends)).isEqualTo(limit);
            assertThat(row.decide(last.plus(row.min), sends)).isEqualTo(limit);
            assertThat(row.decide(last.plus(row.max).plusNanos(1), sends)).isEqualTo(limit);
        }
    }

    @ParameterizedTest
    @EnumSource
    void saysUntilWhenAnAcknowledgementIsDue(ResendTable row) {
        assertThat(NORM.acknowledgementDue(row.priority(), T)).isEqualTo(T.plus(row.acknowledge));
        assertThat(NORM.acknowledgementDue(row.priority(), Instant.MAX)).isEqualTo(Instant.MAX);
    }

    /** HIGH, sent at T: order 2 from T+5 to T+10 minutes; sent at T+7: order 3 from T+12 to T+17. */
    @Test
    void followsTheExampleOfTheNorm() {
        Instant second = minutes(7);
        Decision afterFirst = ResendTable.HIGH.decide(second, List.of(T));
        assertThat(afterFirst).isEqualTo(new Decision.MayResend(2, minutes(5), minutes(10), Optional.empty()));
        Decision afterSecond = ResendTable.HIGH.decide(minutes(17), List.of(T, second));
        assertThat(afterSecond)
                .isEqualTo(new Decision.MayResend(3, minutes(12), minutes(17), Optional.of(minutes(30))));
    }

    private static Instant minutes(long number) {
        return T.plus(Duration.ofMinutes(number));
    }

    @Test
    void takesAcknowledgementsInAnyOrder() {
        Decision decision = ResendTable.HIGH.decide(minutes(9), List.of(T), nak(minutes(3), 5), ack(minutes(2)));
        assertThat(decision).isEqualTo(new Decision.Rejected(minutes(3), OptionalInt.of(5)));
    }

    @Test
    void takesTheRefusalOfTwoThatCameAtOnce() {
        Decision.Rejected rejected = new Decision.Rejected(minutes(2), OptionalInt.of(5));
        assertThat(ResendTable.HIGH.decide(minutes(2), List.of(T), nak(minutes(2), 5), ack(minutes(2))))
                .isEqualTo(rejected);
        assertThat(ResendTable.HIGH.decide(minutes(2), List.of(T), ack(minutes(2)), nak(minutes(2), 5)))
                .isEqualTo(rejected);
        AcknowledgementSeen bare = AcknowledgementSeen.withoutClass(minutes(2), Status.NAK);
        assertThat(ResendTable.HIGH.decide(minutes(2), List.of(T), nak(minutes(2), 5), bare))
                .isEqualTo(rejected);
        assertThat(ResendTable.HIGH.decide(minutes(2), List.of(T), bare, nak(minutes(2), 5)))
                .isEqualTo(rejected);
    }

    @Test
    void countsAnAcknowledgementFromTheInstantOnAtWhichItCame() {
        AcknowledgementSeen ack = ack(minutes(6));
        assertThat(ResendTable.HIGH
                        .decide(minutes(6).minusNanos(1), List.of(T), ack)
                        .kind())
                .isEqualTo(Decision.Kind.MAY_RESEND);
        assertThat(ResendTable.HIGH.decide(minutes(6), List.of(T), ack))
                .isEqualTo(new Decision.Acknowledged(minutes(6)));
    }

    @ParameterizedTest
    @CsvSource({
        "ACK, 2, ACKNOWLEDGED",
        "NAK, 4, MAY_RESEND",
        "NAK, 5, REJECTED",
        "ACK, 3, ACKNOWLEDGED",
        "NAK, 3, REJECTED",
        "ACK, 0, ACKNOWLEDGED",
        "NAK, 99, REJECTED",
        // Class and status contradict each other: the less favourable counts.
        "NAK, 2, REJECTED",
        "ACK, 4, MAY_RESEND",
        "ACK, 5, REJECTED"
    })
    void weighsClassAndStatus(Status status, int codeClass, Decision.Kind kind) {
        AcknowledgementSeen seen = AcknowledgementSeen.of(minutes(1), status, codeClass);
        assertThat(ResendTable.HIGH.decide(minutes(6), List.of(T), seen).kind()).isEqualTo(kind);
        assertThat(seen.isFinal()).isEqualTo(kind != Decision.Kind.MAY_RESEND);
    }

    @Test
    void bearsTheEndsOfTime() {
        for (Instant sent : List.of(Instant.MIN, Instant.EPOCH, Instant.MAX)) {
            for (Instant now : List.of(Instant.MIN, Instant.EPOCH, Instant.MAX)) {
                Decision.Kind expected = now.isAfter(sent) ? Decision.Kind.WINDOW_MISSED : Decision.Kind.TOO_EARLY;
                Decision decision = ResendTable.LOWEST.decide(now, List.of(sent, sent));
                assertThat(decision.kind()).isEqualTo(expected);
            }
        }
        Decision.TooEarly never = (Decision.TooEarly) ResendTable.LOW.decide(Instant.MAX, List.of(T, Instant.MAX));
        assertThat(never.from()).isEqualTo(Instant.MAX);
        assertThat(never.to()).isEqualTo(Instant.MAX);
        assertThat(never.acknowledgementDue()).isEqualTo(Instant.MAX);
    }

    @Test
    void refusesSendingsThatCannotBe() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResendTable.HIGH.decide(T, List.of()))
                .withMessageContaining("never sent");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResendTable.HIGH.decide(T, List.of(T, T.plusSeconds(1), T)))
                .withMessageContaining("Order 3")
                .withMessageContaining("before order 2");
        assertThat(ResendTable.HIGH.decide(T, List.of(T, T)).kind()).isEqualTo(Decision.Kind.TOO_EARLY);
    }

    @Test
    void refusesAgreementsThatContradictThemselves() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NORM.withAcknowledgementLimit(Priority.NORMAL, Duration.ofHours(5)))
                .withMessage("NORMAL: Acknowledge within PT5H, resend not before PT4H, resend not after PT8H:"
                        + " none of these may be longer than the next");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NORM.withResendNotBefore(Priority.HIGH, Duration.ofSeconds(179)))
                .withMessageContaining("HIGH: Acknowledge within PT3M, resend not before PT2M59S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NORM.withResendNotBefore(Priority.HIGH, Duration.ofSeconds(601)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NORM.withAcknowledgementLimit(Priority.HIGH, Duration.ZERO))
                .withMessageContaining("more than zero");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NORM.withAcknowledgementLimit(Priority.HIGH, Duration.ofSeconds(-1)));
    }

    @Test
    void takesAgreementsUpToTheLimit() {
        ResendPolicy policy = NORM.withResendNotBefore(Priority.NORMAL, Duration.ofHours(8))
                .withAcknowledgementLimit(Priority.NORMAL, Duration.ofHours(8))
                .withMaxResends(Priority.NORMAL, 9);
        assertThat(policy.rule(Priority.NORMAL))
                .isEqualTo(new ResendRule(
                        Duration.ofHours(8), Duration.ofHours(8), Duration.ofHours(8), 9, Duration.ofHours(16)));
        assertThat(policy.rule(Priority.LOW)).isEqualTo(NORM.rule(Priority.LOW));
        assertThat(policy.decide(T.plus(Duration.ofHours(8)), Priority.NORMAL, List.of(T), List.of())
                        .kind())
                .isEqualTo(Decision.Kind.MAY_RESEND);
    }

    @Test
    void refusesRulesThatCannotBe() {
        Duration second = Duration.ofSeconds(1);
        assertThatIllegalArgumentException().isThrownBy(() -> new ResendRule(second, second, second, -1, second));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ResendRule(second, second, second, 0, Duration.ZERO))
                .withMessageContaining("Escalate");
        assertThat(new ResendRule(second, second, second, 0, second).maxResends())
                .isZero();
    }

    @Test
    void isAValue() {
        ResendPolicy more = NORM.withMaxResends(Priority.LOW, 7);
        assertThat(more)
                .isEqualTo(ResendPolicy.norm().withMaxResends(Priority.LOW, 7))
                .isNotEqualTo(NORM);
        assertThat(more).hasSameHashCodeAs(ResendPolicy.norm().withMaxResends(Priority.LOW, 7));
        assertThat(more.withMaxResends(Priority.LOW, 3)).isEqualTo(NORM);
        assertThat(NORM.escalatingAlsoAfterLastResend())
                .isNotEqualTo(NORM)
                .hasToString(NORM.toString().replaceFirst("]$", ", escalating also after the last resend]"));
        assertThat(NORM.toString()).contains("HIGHEST=").contains("PT20S");
    }

    @Test
    void refusesNullsAndNegativeClasses() {
        assertThatNullPointerException().isThrownBy(() -> NORM.rule(null));
        assertThatNullPointerException().isThrownBy(() -> new AcknowledgementSeen(null, Status.ACK, OptionalInt.of(2)));
        assertThatNullPointerException().isThrownBy(() -> AcknowledgementSeen.withoutClass(T, null));
        assertThatIllegalArgumentException().isThrownBy(() -> AcknowledgementSeen.of(T, Status.ACK, -2));
    }
}
