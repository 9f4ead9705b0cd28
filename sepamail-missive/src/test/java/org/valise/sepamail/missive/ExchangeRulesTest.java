// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.valise.sepamail.missive.ResendTable.T;
import static org.valise.sepamail.missive.ResendTable.ack;
import static org.valise.sepamail.missive.ResendTable.nak;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.valise.sepamail.missive.AcknowledgementSeen.Status;

/**
 * The rules of exchange one by one: S of MIS1202 "The sequencing", R of "Resending a missive", E of "The escalation
 * process". S2, R3, R5 and R18 are about the documents themselves and belong to the types of those.
 */
class ExchangeRulesTest {

    private static final ExchangeKey KEY = new ExchangeKey("TESTVERTXXX", "missive-1");
    private static final String CHECK = "sha1:136b42af3329762f529aa35d8ba039cbe96dcf7c";
    private static final ResendPolicy NORM = ResendPolicy.norm();

    private final ExchangeLog log = new MemoryExchangeLog();

    private static Instant minutes(long number) {
        return T.plus(Duration.ofMinutes(number));
    }

    private static List<Instant> sentAt(long... minutes) {
        return Arrays.stream(minutes).mapToObj(ExchangeRulesTest::minutes).toList();
    }

    private static Decision high(long now, List<Instant> sends, AcknowledgementSeen... acknowledgements) {
        return ResendTable.HIGH.decide(minutes(now), sends, acknowledgements);
    }

    private Exchange exchange() throws IOException {
        return log.find(KEY).orElseThrow();
    }

    private void open() throws IOException {
        assertThat(log.open(KEY, Priority.HIGH, CHECK, T)).isEqualTo(SendClaim.GRANTED);
    }

    // ---- S: the sequencing

    @Test
    void s1TheFirstSendingHasOrderOne() throws IOException {
        open();
        assertThat(exchange().lastOrder()).isEqualTo(1);
        assertThat(log.resent(KEY, 1, minutes(6))).isEqualTo(SendClaim.ALREADY_SENT);
        assertThat(((Decision.MayResend) high(6, sentAt(0))).order()).isEqualTo(2);
    }

    @Test
    void s3EachOrderReceivedIsOwedAnAcknowledgementWithinTheLimitOfItsPriority() throws IOException {
        log.received(KEY, 1, CHECK, T);
        log.received(KEY, 2, CHECK, minutes(6));
        assertThat(log.unacknowledged())
                .singleElement()
                .satisfies(receipt -> assertThat(receipt.unacknowledged())
                        .containsExactly(
                                new Receipt.ReceivedOrder(1, 1, Optional.of(T)),
                                new Receipt.ReceivedOrder(2, 1, Optional.of(minutes(6)))));
        assertThat(NORM.acknowledgementDue(Priority.HIGH, minutes(6))).isEqualTo(minutes(9));
        assertThat(log.acknowledgementSent(KEY, 1, minutes(7))).isTrue();
        assertThat(log.acknowledgementSent(KEY, 2, minutes(7))).isTrue();
        assertThat(log.unacknowledged()).isEmpty();
    }

    @Test
    void s3ARepeatedOrderIsOwedAnotherAcknowledgement() throws IOException {
        log.received(KEY, 1, CHECK, T);
        log.acknowledgementSent(KEY, 1, T);
        log.received(KEY, 1, CHECK, minutes(3));
        assertThat(log.unacknowledged())
                .singleElement()
                .satisfies(receipt -> assertThat(receipt.unacknowledged())
                        .containsExactly(new Receipt.ReceivedOrder(1, 2, Optional.of(minutes(3)))));
    }

    @Test
    void s4NoAcknowledgementWithoutANominal() throws IOException {
        assertThatIllegalStateException().isThrownBy(() -> log.acknowledgementSent(KEY, 1, T));
        log.received(KEY, 2, CHECK, T);
        assertThatIllegalStateException()
                .isThrownBy(() -> log.acknowledgementSent(KEY, 1, T))
                .withMessageContaining("No order 1");
        open();
        assertThatIllegalStateException().isThrownBy(() -> log.acknowledgementSent(KEY, 1, T));
    }

    @Test
    void s5SeveralAcknowledgementsMayAnswerOneNominal() throws IOException {
        open();
        assertThat(log.acknowledged(KEY, 1, nak(minutes(1), 4))).isEqualTo(AcknowledgementOutcome.COUNTED);
        assertThat(log.acknowledged(KEY, 1, ack(minutes(2)))).isEqualTo(AcknowledgementOutcome.COUNTED);
        assertThat(exchange().decide(minutes(6), NORM)).isEqualTo(new Decision.Acknowledged(minutes(2)));
        log.received(KEY, 1, CHECK, T);
        assertThat(log.acknowledgementSent(KEY, 1, T)).isTrue();
        assertThat(log.acknowledgementSent(KEY, 1, minutes(1))).isFalse();
    }

    @Test
    void s5AFirstTechnicalAcknowledgementMayBeFollowedByARefusal() {
        Decision decision = high(6, sentAt(0), ack(minutes(1)), nak(minutes(2), 5));
        assertThat(decision).isEqualTo(new Decision.Rejected(minutes(2), OptionalInt.of(5)));
    }

    @Test
    void s6TheMessageIsHandedOnOncePerSenderAndMsvId() throws IOException {
        assertThat(log.received(KEY, 2, CHECK, T).isHandedOn()).isFalse();
        assertThat(log.notHandedOn()).hasSize(1);
        assertThat(log.handedOn(KEY, T)).isTrue();
        Receipt repeated = log.received(KEY, 1, CHECK, minutes(1));
        assertThat(repeated.isHandedOn()).isTrue();
        assertThat(repeated.times()).isEqualTo(2);
        assertThat(repeated.orders()).extracting(Receipt.ReceivedOrder::order).containsExactly(2, 1);
        assertThat(log.handedOn(KEY, minutes(1))).isFalse();
        assertThat(log.notHandedOn()).isEmpty();
        ExchangeKey otherSender = new ExchangeKey("TESTBLEUXXX", "missive-1");
        assertThat(log.received(otherSender, 1, CHECK, T).isHandedOn()).isFalse();
        ExchangeKey otherMissive = new ExchangeKey("TESTVERTXXX", "missive-2");
        assertThat(log.received(otherMissive, 1, CHECK, T).isHandedOn()).isFalse();
    }

    // ---- R: resending

    @Test
    void r1NobodyHasToResend() throws IOException {
        open();
        assertThat(exchange().decide(minutes(5), NORM).kind()).isEqualTo(Decision.Kind.MAY_RESEND);
        assertThat(exchange().decide(minutes(11), NORM).kind()).isEqualTo(Decision.Kind.WINDOW_MISSED);
        assertThat(log.acknowledged(KEY, 1, ack(minutes(12)))).isEqualTo(AcknowledgementOutcome.COUNTED);
        assertThat(exchange().decide(minutes(12), NORM)).isEqualTo(new Decision.Acknowledged(minutes(12)));
    }

    @Test
    void r2WhatIsResentIsControlledByTheAcknowledgementsReceived() throws IOException {
        open();
        assertThat(exchange().decide(minutes(6), NORM).kind()).isEqualTo(Decision.Kind.MAY_RESEND);
        // It comes between the decision and the sending.
        log.acknowledged(KEY, 1, ack(minutes(6)));
        assertThat(log.resent(KEY, 2, minutes(6))).isEqualTo(SendClaim.CLOSED);
        assertThat(exchange().sends()).containsExactly(T);
    }

    @Test
    void r4TheOrderGrowsByOne() throws IOException {
        open();
        assertThat(log.resent(KEY, 3, minutes(6))).isEqualTo(SendClaim.NOT_NEXT);
        assertThat(log.resent(KEY, 2, minutes(6))).isEqualTo(SendClaim.GRANTED);
        assertThat(log.resent(KEY, 2, minutes(6))).isEqualTo(SendClaim.ALREADY_SENT);
        assertThat(log.resent(KEY, 3, minutes(12))).isEqualTo(SendClaim.GRANTED);
        assertThat(exchange().sends()).isEqualTo(sentAt(0, 6, 12));
    }

    @ParameterizedTest
    @EnumSource
    void r6NotBeforeTheShortestTime(ResendTable row) {
        Decision decision = row.decide(T.plus(row.min).minusNanos(1), List.of(T));
        assertThat(decision.kind()).isEqualTo(Decision.Kind.TOO_EARLY);
    }

    @ParameterizedTest
    @EnumSource
    void r7NotAfterTheLongestTime(ResendTable row) {
        Decision decision = row.decide(T.plus(row.max).plusNanos(1), List.of(T));
        assertThat(decision.kind()).isEqualTo(Decision.Kind.WINDOW_MISSED);
    }

    @Test
    void r8TheWindowBeginsAnewWithEachSending() {
        Decision afterSeven = high(12, sentAt(0, 7));
        assertThat(afterSeven).isEqualTo(new Decision.MayResend(3, minutes(12), minutes(17), Optional.of(minutes(30))));
        assertThat(high(11, sentAt(0, 7)).kind()).isEqualTo(Decision.Kind.TOO_EARLY);
        Decision afterTen = high(20, sentAt(0, 10));
        assertThat(afterTen).isEqualTo(new Decision.MayResend(3, minutes(15), minutes(20), Optional.of(minutes(30))));
    }

    @ParameterizedTest
    @EnumSource
    void r9TheBoundsAreIncluded(ResendTable row) {
        assertThat(row.decide(T.plus(row.min), List.of(T)).kind()).isEqualTo(Decision.Kind.MAY_RESEND);
        assertThat(row.decide(T.plus(row.max), List.of(T)).kind()).isEqualTo(Decision.Kind.MAY_RESEND);
    }

    @ParameterizedTest
    @EnumSource
    void r10TheHighestOrderIsOneMoreThanTheNumberOfResendings(ResendTable row) {
        int highest = List.of(4, 6, 5, 4, 4).get(row.priority().number() - 1);
        Instant now = T.plus(row.min.multipliedBy(highest - 1));
        Decision before = row.decide(now, row.sends(highest - 1));
        assertThat(((Decision.MayResend) before).order()).isEqualTo(highest);
        assertThat(row.decide(now.plus(row.min), row.sends(highest)).kind()).isEqualTo(Decision.Kind.LIMIT_REACHED);
    }

    @Test
    void r11NeverAfterAnAcknowledgementExceptOfClassFour() {
        assertThat(high(6, sentAt(0), ack(minutes(1))).kind()).isEqualTo(Decision.Kind.ACKNOWLEDGED);
        assertThat(high(6, sentAt(0), nak(minutes(1), 5)).kind()).isEqualTo(Decision.Kind.REJECTED);
        assertThat(high(6, sentAt(0), nak(minutes(1), 4)).kind()).isEqualTo(Decision.Kind.MAY_RESEND);
        // Class 4 changes nothing after one that settled the missive.
        assertThat(high(6, sentAt(0), ack(minutes(1)), nak(minutes(2), 4)))
                .isEqualTo(new Decision.Acknowledged(minutes(1)));
    }

    @Test
    void r12ClassFourLeavesWindowOrderAndNumberAsTheyWere() {
        for (int sent = 1; sent <= 6; sent++) {
            List<Instant> sends = ResendTable.HIGH.sends(sent);
            for (int minute = 0; minute <= 45; minute++) {
                Decision without = high(minute, sends);
                assertThat(high(minute, sends, nak(T, 4))).isEqualTo(without);
            }
        }
    }

    @Test
    void r13WithoutClassTheStatusDecidesAndTheRefusalShowsIt() {
        AcknowledgementSeen ack = AcknowledgementSeen.withoutClass(minutes(1), Status.ACK);
        assertThat(high(6, sentAt(0), ack)).isEqualTo(new Decision.Acknowledged(minutes(1)));
        AcknowledgementSeen nak = AcknowledgementSeen.withoutClass(minutes(1), Status.NAK);
        assertThat(high(6, sentAt(0), nak)).isEqualTo(new Decision.Rejected(minutes(1), OptionalInt.empty()));
    }

    @ParameterizedTest
    @EnumSource
    void r14AMissedWindowNeverOpensAgain(ResendTable row) {
        Instant missed = T.plus(row.max).plusNanos(1);
        for (int factor = 0; factor < 40; factor++) {
            Decision decision = row.decide(missed.plus(row.min.multipliedBy(factor)), List.of(T));
            assertThat(decision.kind()).isEqualTo(Decision.Kind.WINDOW_MISSED);
        }
    }

    @Test
    void r15NoResendingToCollectOtherAcknowledgements() throws IOException {
        open();
        log.acknowledged(KEY, 1, AcknowledgementSeen.withoutClass(minutes(1), Status.ACK));
        for (int order = 2; order < 7; order++) {
            assertThat(log.resent(KEY, order, minutes(6))).isEqualTo(SendClaim.CLOSED);
        }
    }

    @Test
    void r16ParticipantsAgreeOnThreeLimitsOnly() {
        ResendPolicy agreed = NORM.withAcknowledgementLimit(Priority.HIGH, Duration.ofMinutes(1))
                .withResendNotBefore(Priority.HIGH, Duration.ofMinutes(2))
                .withMaxResends(Priority.HIGH, 6);
        assertThat(agreed.decide(minutes(1), Priority.HIGH, List.of(T), List.of()))
                .isEqualTo(new Decision.TooEarly(2, minutes(2), minutes(10), minutes(1), Optional.empty()));
        assertThat(agreed.decide(minutes(12), Priority.HIGH, sentAt(0, 2, 4, 6, 8, 10), List.of()))
                .isEqualTo(new Decision.MayResend(7, minutes(12), minutes(20), Optional.of(minutes(30))));
        assertThat(agreed.decide(minutes(14), Priority.HIGH, sentAt(0, 2, 4, 6, 8, 10, 12), List.of())
                        .kind())
                .isEqualTo(Decision.Kind.LIMIT_REACHED);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NORM.withMaxResends(Priority.HIGH, 4))
                .withMessage(
                        "HIGH: 4 resendings are fewer than the 5 of the norm; participants may only agree on more");
    }

    @Test
    void r17AnAcknowledgementOfAnyOrderSettlesTheMissive() throws IOException {
        open();
        log.resent(KEY, 2, minutes(6));
        log.resent(KEY, 3, minutes(12));
        assertThat(log.acknowledged(KEY, 4, ack(minutes(13)))).isEqualTo(AcknowledgementOutcome.ORDER_NEVER_SENT);
        assertThat(exchange().decide(minutes(18), NORM).kind()).isEqualTo(Decision.Kind.MAY_RESEND);
        assertThat(log.acknowledged(KEY, 1, ack(minutes(13)))).isEqualTo(AcknowledgementOutcome.COUNTED);
        assertThat(exchange().decide(minutes(18), NORM)).isEqualTo(new Decision.Acknowledged(minutes(13)));
        assertThat(exchange().acqChk()).isEqualTo(CHECK);
    }

    // ---- E: escalation

    @Test
    void e1OnlyIfResentAtLeastOnce() {
        assertThat(high(60, sentAt(0)).mayEscalateFrom()).isEmpty();
        assertThat(high(60, sentAt(0, 6)).mayEscalateFrom()).contains(minutes(30));
        assertThat(high(60, sentAt(0), nak(minutes(1), 4)).mayEscalateFrom()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void e1NotWithinTheTimeForAnAcknowledgement(ResendTable row) {
        Decision decision = row.decide(T.plus(row.min), row.sends(2));
        assertThat(decision.mayEscalateFrom().orElseThrow()).isAfter(T.plus(row.acknowledge));
    }

    @ParameterizedTest
    @EnumSource
    void e2CountedFromTheFirstSendingAndNotResetByResending(ResendTable row) {
        for (int sent = 2; sent <= row.resends + 1; sent++) {
            assertThat(row.decide(T, row.sends(sent)).mayEscalateFrom()).contains(T.plus(row.escalate));
        }
    }

    /** For LOWEST three times the shortest wait is longer than the time before an escalation. */
    @Test
    void e2MayOpenBeforeAllResendingsAreUsed() {
        ResendTable row = ResendTable.LOWEST;
        Decision decision = row.decide(T.plus(row.escalate).plus(row.min), row.sends(3));
        assertThat(decision.kind()).isEqualTo(Decision.Kind.MAY_RESEND);
        assertThat(decision.mayEscalateFrom().orElseThrow()).isBefore(T.plus(row.min.multipliedBy(3)));
    }

    @Test
    void e3NobodyHasToEscalate() {
        Decision decision = high(60, sentAt(0, 6, 12, 18, 24, 30));
        assertThat(decision).isEqualTo(new Decision.LimitReached(Optional.of(minutes(30))));
        assertThat(high(600, sentAt(0, 6, 12, 18, 24, 30))).isEqualTo(decision);
        assertThat(high(600, sentAt(0, 6, 12, 18, 24, 30), ack(minutes(600))).kind())
                .isEqualTo(Decision.Kind.ACKNOWLEDGED);
    }

    @Test
    void e4TheCarefulReadingAlsoCountsFromTheLastSending() {
        ResendPolicy careful = NORM.escalatingAlsoAfterLastResend();
        assertThat(careful.decide(minutes(60), Priority.HIGH, sentAt(0, 6, 12), List.of())
                        .mayEscalateFrom())
                .contains(minutes(42));
        assertThat(high(60, sentAt(0, 6, 12)).mayEscalateFrom()).contains(minutes(30));
        assertThat(careful.decide(minutes(60), Priority.HIGH, sentAt(0), List.of())
                        .mayEscalateFrom())
                .isEmpty();
        assertThat(careful.withMaxResends(Priority.HIGH, 9)
                        .decide(minutes(60), Priority.HIGH, sentAt(0, 6), List.of())
                        .mayEscalateFrom())
                .contains(minutes(36));
    }

    /** What an escalation does is another specification: it is told from when on, and noted that it was done. */
    @Test
    void e5OnlySaysFromWhenOn() throws IOException {
        open();
        log.resent(KEY, 2, minutes(6));
        assertThat(exchange().decide(minutes(31), NORM).mayEscalateFrom()).contains(minutes(30));
        assertThat(log.givenUp(KEY, minutes(31))).isTrue();
        assertThat(log.unsettled()).isEmpty();
        assertThat(log.resent(KEY, 3, minutes(31))).isEqualTo(SendClaim.CLOSED);
    }

    @Test
    void e6NotAfterARefusalOrASuccess() {
        assertThat(high(60, sentAt(0, 6), ack(minutes(8))).mayEscalateFrom()).isEmpty();
        assertThat(high(60, sentAt(0, 6), nak(minutes(8), 5)).mayEscalateFrom()).isEmpty();
        AcknowledgementSeen bare = AcknowledgementSeen.withoutClass(minutes(8), Status.NAK);
        assertThat(high(60, sentAt(0, 6), bare).mayEscalateFrom()).isEmpty();
        // Inferred: class 4 asks for another sending, and does not end the wait.
        assertThat(high(60, sentAt(0, 6), nak(minutes(8), 4)).mayEscalateFrom()).contains(minutes(30));
    }
}
