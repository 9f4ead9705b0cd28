// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.valise.sepamail.missive.ResendTable.T;
import static org.valise.sepamail.missive.ResendTable.ack;
import static org.valise.sepamail.missive.ResendTable.nak;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.valise.sepamail.missive.AcknowledgementSeen.Status;

/** What every log does, sentence by sentence of {@link ExchangeLog}. */
abstract class ExchangeLogContract {

    static final String CHECK = "sha1:136b42af3329762f529aa35d8ba039cbe96dcf7c";
    static final String OTHER_CHECK = "sha1:d0089a5f6fb785fd90801c289f6a8bfb5b180619";
    static final ExchangeKey KEY = key(1);

    ExchangeLog log;

    static ExchangeKey key(int n) {
        return new ExchangeKey("TESTVERTXXX", "missive " + n);
    }

    static Instant minutes(long number) {
        return T.plus(Duration.ofMinutes(number));
    }

    abstract ExchangeLog open() throws IOException;

    /** What is kept for good is found by a log that is opened anew. */
    abstract ExchangeLog reopen(ExchangeLog open) throws IOException;

    @BeforeEach
    void openLog() throws IOException {
        log = open();
    }

    @AfterEach
    void closeLog() throws IOException {
        log.close();
    }

    private ExchangeLog reopened() throws IOException {
        log = reopen(log);
        return log;
    }

    private void sent(ExchangeKey key) throws IOException {
        assertThat(log.open(key, Priority.HIGH, CHECK, T)).isEqualTo(SendClaim.GRANTED);
    }

    // ---- the sender's side

    @Test
    void findsAnExchangeAsItWasRecorded() throws IOException {
        Instant odd = Instant.parse("2026-11-02T09:30:00.123456789Z");
        String text = "caf\u00e9 \uD83D\uDE00 % %0025 \u0000 \uD800 \r\n\t\u2028 \"\\end\uDC00";
        ExchangeKey key = new ExchangeKey("TESTBLEU", text);
        assertThat(log.open(key, Priority.LOWEST, text, odd)).isEqualTo(SendClaim.GRANTED);
        log.resent(key, 2, Instant.MAX);
        log.acknowledged(key, 1, nak(Instant.MIN, 4));
        log.acknowledged(key, 2, AcknowledgementSeen.withoutClass(odd, Status.NAK));
        log.acknowledged(key, 2, AcknowledgementSeen.of(odd, Status.ACK, Integer.MAX_VALUE));
        Exchange expected = new Exchange(
                new ExchangeKey("TESTBLEUXXX", text),
                Priority.LOWEST,
                text,
                List.of(odd, Instant.MAX),
                List.of(
                        nak(Instant.MIN, 4),
                        AcknowledgementSeen.withoutClass(odd, Status.NAK),
                        AcknowledgementSeen.of(odd, Status.ACK, Integer.MAX_VALUE)),
                Optional.empty());
        assertThat(log.find(key)).contains(expected);
        assertThat(reopened().find(key)).contains(expected);
    }

    @Test
    void grantsTheFirstSendingOnce() throws IOException {
        sent(KEY);
        assertThat(log.open(KEY, Priority.LOW, OTHER_CHECK, minutes(1))).isEqualTo(SendClaim.ALREADY_SENT);
        assertThat(reopened().open(KEY, Priority.HIGH, CHECK, T)).isEqualTo(SendClaim.ALREADY_SENT);
        Exchange kept = log.find(KEY).orElseThrow();
        assertThat(kept.priority()).isEqualTo(Priority.HIGH);
        assertThat(kept.acqChk()).isEqualTo(CHECK);
        assertThat(kept.sends()).containsExactly(T);
    }

    @Test
    void grantsEachOrderOnceAndInSequence() throws IOException {
        assertThat(log.resent(KEY, 2, T)).isEqualTo(SendClaim.UNKNOWN);
        sent(KEY);
        assertThat(log.resent(KEY, 3, minutes(6))).isEqualTo(SendClaim.NOT_NEXT);
        assertThat(log.resent(KEY, 1, minutes(6))).isEqualTo(SendClaim.ALREADY_SENT);
        assertThat(log.resent(KEY, 0, minutes(6))).isEqualTo(SendClaim.ALREADY_SENT);
        assertThat(log.resent(KEY, 2, minutes(6))).isEqualTo(SendClaim.GRANTED);
        assertThat(reopened().resent(KEY, 2, minutes(7))).isEqualTo(SendClaim.ALREADY_SENT);
        assertThat(log.resent(KEY, 3, minutes(12))).isEqualTo(SendClaim.GRANTED);
        assertThat(log.find(KEY).orElseThrow().sends()).containsExactly(T, minutes(6), minutes(12));
        assertThat(log.find(KEY).orElseThrow().lastOrder()).isEqualTo(3);
    }

    @Test
    void refusesASendingBeforeTheOneBefore() throws IOException {
        sent(KEY);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> log.resent(KEY, 2, T.minusNanos(1)))
                .withMessageContaining("order 2");
        assertThat(reopened().resent(KEY, 2, T)).isEqualTo(SendClaim.GRANTED);
    }

    @Test
    void grantsNothingAfterAFinalAcknowledgement() throws IOException {
        sent(KEY);
        log.acknowledged(KEY, 1, nak(minutes(1), 4));
        assertThat(log.resent(KEY, 2, minutes(6))).isEqualTo(SendClaim.GRANTED);
        log.acknowledged(KEY, 1, nak(minutes(7), 5));
        assertThat(log.resent(KEY, 2, minutes(12))).isEqualTo(SendClaim.ALREADY_SENT);
        assertThat(log.resent(KEY, 3, minutes(12))).isEqualTo(SendClaim.CLOSED);
        assertThat(reopened().resent(KEY, 3, minutes(12))).isEqualTo(SendClaim.CLOSED);
    }

    @Test
    void reportsAcknowledgementsThatBelongToNothing() throws IOException {
        assertThat(log.acknowledged(KEY, 1, ack(T))).isEqualTo(AcknowledgementOutcome.ORPHAN);
        sent(KEY);
        assertThat(log.acknowledged(new ExchangeKey("TESTBLEUXXX", "missive 1"), 1, ack(T)))
                .isEqualTo(AcknowledgementOutcome.ORPHAN);
        for (int order : new int[] {Integer.MIN_VALUE, -1, 0, 2, Integer.MAX_VALUE}) {
            assertThat(log.acknowledged(KEY, order, ack(T))).isEqualTo(AcknowledgementOutcome.ORDER_NEVER_SENT);
        }
        assertThat(reopened().find(KEY).orElseThrow().acknowledgements()).isEmpty();
        assertThat(log.unsettled()).hasSize(1);
    }

    @Test
    void anAcknowledgementGivenAgainChangesNothing() throws IOException {
        sent(KEY);
        for (int i = 0; i < 3; i++) {
            assertThat(log.acknowledged(KEY, 1, ack(minutes(1)))).isEqualTo(AcknowledgementOutcome.COUNTED);
        }
        assertThat(log.find(KEY).orElseThrow().acknowledgements()).containsExactly(ack(minutes(1)));
    }

    /** What is recorded has happened, also if the clock was set back behind it. */
    @Test
    void decidesFromAllThatIsRecorded() throws IOException {
        sent(KEY);
        log.acknowledged(KEY, 1, ack(minutes(7)));
        assertThat(log.find(KEY).orElseThrow().decide(minutes(6), ResendPolicy.norm()))
                .isEqualTo(new Decision.Acknowledged(minutes(7)));
    }

    @Test
    void listsWhatWaitsForAnAcknowledgement() throws IOException {
        for (int n = 1; n <= 5; n++) {
            sent(key(n));
        }
        log.acknowledged(key(2), 1, ack(T));
        log.acknowledged(key(3), 1, nak(T, 4));
        log.acknowledged(key(4), 1, AcknowledgementSeen.withoutClass(T, Status.NAK));
        assertThat(log.unsettled()).extracting(Exchange::key).containsExactly(key(1), key(3), key(5));
        assertThat(reopened().unsettled()).extracting(Exchange::key).containsExactly(key(1), key(3), key(5));
    }

    @Test
    void givesUpOnce() throws IOException {
        assertThat(log.givenUp(KEY, T)).isFalse();
        sent(KEY);
        assertThat(log.givenUp(KEY, minutes(1))).isTrue();
        assertThat(log.givenUp(KEY, minutes(2))).isFalse();
        assertThat(reopened().unsettled()).isEmpty();
        assertThat(log.find(KEY).orElseThrow().givenUpAt()).contains(minutes(1));
        assertThat(log.resent(KEY, 2, minutes(6))).isEqualTo(SendClaim.CLOSED);
        assertThat(log.acknowledged(KEY, 1, ack(minutes(3)))).isEqualTo(AcknowledgementOutcome.COUNTED);
        assertThat(log.find(KEY).orElseThrow().decide(minutes(4), ResendPolicy.norm()))
                .isEqualTo(new Decision.Acknowledged(minutes(3)));
        sent(key(2));
        log.acknowledged(key(2), 1, ack(T));
        assertThat(log.givenUp(key(2), T)).isFalse();
    }

    // ---- the receiver's side

    @Test
    void countsWhatCameWithWhichOrders() throws IOException {
        log.received(KEY, 2, CHECK, T);
        log.received(KEY, 1, CHECK, minutes(1));
        Receipt receipt = log.received(KEY, 2, OTHER_CHECK, minutes(2));
        Receipt expected = new Receipt(
                KEY,
                CHECK,
                List.of(
                        new Receipt.ReceivedOrder(2, 2, Optional.of(T)),
                        new Receipt.ReceivedOrder(1, 1, Optional.of(minutes(1)))),
                Optional.empty(),
                minutes(2));
        assertThat(receipt).isEqualTo(expected);
        assertThat(receipt.times()).isEqualTo(3);
        assertThat(reopened().findReceipt(KEY)).contains(expected);
        assertThat(log.findReceipt(key(2))).isEmpty();
    }

    @Test
    void handsOnOnce() throws IOException {
        assertThatIllegalStateException().isThrownBy(() -> log.handedOn(KEY, T));
        log.received(KEY, 1, CHECK, T);
        log.received(key(2), 1, CHECK, T);
        assertThat(log.notHandedOn()).extracting(Receipt::key).containsExactly(KEY, key(2));
        assertThat(log.handedOn(KEY, minutes(1))).isTrue();
        assertThat(log.handedOn(KEY, minutes(2))).isFalse();
        assertThat(reopened().handedOn(KEY, minutes(2))).isFalse();
        assertThat(log.findReceipt(KEY).orElseThrow().handedOnAt()).contains(minutes(1));
        assertThat(log.received(KEY, 1, CHECK, minutes(3)).isHandedOn()).isTrue();
        assertThat(log.notHandedOn()).extracting(Receipt::key).containsExactly(key(2));
    }

    @Test
    void remembersWhichOrderIsOwedAnAcknowledgement() throws IOException {
        log.received(KEY, 1, CHECK, T);
        log.received(KEY, 2, CHECK, minutes(6));
        assertThat(log.acknowledgementSent(KEY, 1, minutes(6))).isTrue();
        assertThat(log.acknowledgementSent(KEY, 1, minutes(7))).isFalse();
        assertThat(reopened().unacknowledged())
                .singleElement()
                .satisfies(receipt -> assertThat(receipt.unacknowledged())
                        .containsExactly(new Receipt.ReceivedOrder(2, 1, Optional.of(minutes(6)))));
        assertThat(log.acknowledgementSent(KEY, 2, minutes(8))).isTrue();
        assertThat(reopened().unacknowledged()).isEmpty();
        assertThatIllegalStateException().isThrownBy(() -> log.acknowledgementSent(KEY, 3, T));
        assertThatIllegalStateException().isThrownBy(() -> log.acknowledgementSent(key(2), 1, T));
    }

    @Test
    void oneAcknowledgementAnswersAllArrivalsOfAnOrderBeforeIt() throws IOException {
        log.received(KEY, 1, CHECK, T);
        log.received(KEY, 1, CHECK, minutes(1));
        log.acknowledgementSent(KEY, 1, minutes(2));
        assertThat(log.unacknowledged()).isEmpty();
        log.received(KEY, 1, CHECK, minutes(3));
        assertThat(reopened().unacknowledged())
                .singleElement()
                .satisfies(receipt -> assertThat(receipt.unacknowledged())
                        .containsExactly(new Receipt.ReceivedOrder(1, 3, Optional.of(minutes(3)))));
    }

    @Test
    void keepsWhatIsSentApartFromWhatIsReceived() throws IOException {
        sent(KEY);
        assertThat(log.findReceipt(KEY)).isEmpty();
        log.received(KEY, 1, CHECK, T);
        log.acknowledged(KEY, 1, ack(T));
        assertThat(log.unacknowledged()).hasSize(1);
        log.acknowledgementSent(KEY, 1, T);
        assertThat(log.find(KEY).orElseThrow().sends()).hasSize(1);
        assertThat(reopened().find(KEY)).isPresent();
        assertThat(log.findReceipt(KEY)).isPresent();
    }

    // ---- both

    @Test
    void prunesWhatIsDoneAndOld() throws IOException {
        sent(key(1));
        log.acknowledged(key(1), 1, ack(minutes(1)));
        sent(key(2));
        sent(key(3));
        log.givenUp(key(3), minutes(2));
        for (int n = 1; n <= 4; n++) {
            log.received(key(n), 1, CHECK, T);
        }
        for (int n = 1; n <= 3; n++) {
            log.acknowledgementSent(key(n), 1, minutes(n));
        }
        log.handedOn(key(1), T);
        log.handedOn(key(3), T);
        log.handedOn(key(4), T);
        log.received(key(5), 1, CHECK, T);
        log.acknowledgementSent(key(5), 1, T);
        assertThat(log.prune(minutes(1))).isZero();
        assertThat(log.prune(minutes(1).plusNanos(1))).isEqualTo(2);
        assertThat(log.find(key(1))).isEmpty();
        assertThat(log.findReceipt(key(1))).isEmpty();
        assertThat(log.find(key(3))).isPresent();
        assertThat(log.prune(Instant.MAX)).isEqualTo(2);
        checkPruned();
        reopened();
        checkPruned();
        // Nobody can know any more.
        assertThat(log.acknowledged(key(1), 1, ack(T))).isEqualTo(AcknowledgementOutcome.ORPHAN);
        assertThat(log.received(key(1), 1, CHECK, T).isHandedOn()).isFalse();
        sent(key(1));
        assertThat(log.resent(key(2), 2, minutes(6))).isEqualTo(SendClaim.GRANTED);
        assertThat(reopened().find(key(2)).orElseThrow().sends()).hasSize(2);
    }

    private void checkPruned() throws IOException {
        assertThat(log.unsettled()).extracting(Exchange::key).containsExactly(key(2));
        assertThat(log.find(key(3))).isEmpty();
        assertThat(log.findReceipt(key(3))).isEmpty();
        assertThat(log.notHandedOn()).extracting(Receipt::key).containsExactly(key(2), key(5));
        assertThat(log.unacknowledged()).extracting(Receipt::key).containsExactly(key(4));
    }

    /** The sender may ask in many threads: one of them sends. */
    @Test
    void grantsAnOrderToOneOfManyThreads() throws Exception {
        int threads = 4;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (int round = 0; round < 25; round++) {
                ExchangeKey key = key(round);
                assertThat(winners(pool, threads, () -> log.open(key, Priority.HIGH, CHECK, T)))
                        .isEqualTo(1);
                assertThat(winners(pool, threads, () -> log.resent(key, 2, minutes(6))))
                        .isEqualTo(1);
                assertThat(log.find(key).orElseThrow().sends()).hasSize(2);
                log.received(key, 1, CHECK, T);
                assertThat(winners(pool, threads, () -> log.handedOn(key, T) ? SendClaim.GRANTED : SendClaim.CLOSED))
                        .isEqualTo(1);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static long winners(ExecutorService pool, int threads, Callable<SendClaim> claim) throws Exception {
        CyclicBarrier start = new CyclicBarrier(threads);
        List<Future<SendClaim>> claims = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            claims.add(pool.submit(() -> {
                start.await();
                return claim.call();
            }));
        }
        long won = 0;
        for (Future<SendClaim> one : claims) {
            won += one.get() == SendClaim.GRANTED ? 1 : 0;
        }
        return won;
    }

    @Test
    void refusesWhatCannotBeAndRecordsNothing() throws IOException {
        List<ThrowingCallable> broken = List.of(
                () -> log.open(KEY, Priority.HIGH, "", T),
                () -> log.open(KEY, Priority.HIGH, "x".repeat(71), T),
                () -> log.received(KEY, 0, CHECK, T),
                () -> log.received(KEY, -1, CHECK, T),
                () -> log.received(KEY, 1, "", T));
        broken.forEach(call -> assertThatIllegalArgumentException().isThrownBy(call));
        assertThat(log.open(key(2), Priority.HIGH, "x".repeat(70), T)).isEqualTo(SendClaim.GRANTED);
        List<ThrowingCallable> nulls = List.of(
                () -> log.open(null, Priority.HIGH, CHECK, T),
                () -> log.open(KEY, null, CHECK, T),
                () -> log.open(KEY, Priority.HIGH, null, T),
                () -> log.open(KEY, Priority.HIGH, CHECK, null),
                () -> log.resent(null, 2, T),
                () -> log.resent(key(2), 2, null),
                () -> log.acknowledged(null, 1, ack(T)),
                () -> log.acknowledged(key(2), 1, null),
                () -> log.givenUp(key(2), null),
                () -> log.find(null),
                () -> log.findReceipt(null),
                () -> log.received(null, 1, CHECK, T),
                () -> log.received(KEY, 1, CHECK, null),
                () -> log.handedOn(KEY, null),
                () -> log.acknowledgementSent(KEY, 1, null),
                () -> log.prune(null));
        nulls.forEach(call -> assertThatNullPointerException().isThrownBy(call));
        assertThat(reopened().find(KEY)).isEmpty();
        assertThat(log.findReceipt(KEY)).isEmpty();
        assertThat(log.find(key(2)).orElseThrow().sends()).hasSize(1);
    }

    @Test
    void doesNothingOnceItIsClosed() throws IOException {
        sent(KEY);
        log.close();
        log.close();
        List<ThrowingCallable> calls = List.of(
                () -> log.open(KEY, Priority.HIGH, CHECK, T),
                () -> log.resent(KEY, 2, T),
                () -> log.acknowledged(KEY, 1, ack(T)),
                () -> log.givenUp(KEY, T),
                () -> log.find(KEY),
                () -> log.unsettled(),
                () -> log.received(KEY, 1, CHECK, T),
                () -> log.findReceipt(KEY),
                () -> log.handedOn(KEY, T),
                () -> log.acknowledgementSent(KEY, 1, T),
                () -> log.unacknowledged(),
                () -> log.notHandedOn(),
                () -> log.prune(T));
        calls.forEach(
                call -> assertThatThrownBy(call).isInstanceOf(IOException.class).hasMessageContaining("closed"));
    }

    /** An interrupt is for the caller: the log goes on. */
    @Test
    void bearsAnInterruptedThread() throws IOException {
        Thread.currentThread().interrupt();
        try {
            sent(KEY);
            log.acknowledged(KEY, 1, ack(T));
            assertThat(log.prune(Instant.MAX)).isEqualTo(1);
            sent(KEY);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(reopened().unsettled()).hasSize(1);
    }

    @Test
    void saysNothingOfTheContent() throws IOException {
        sent(KEY);
        log.received(KEY, 1, CHECK, T);
        assertThat(log.find(KEY).orElseThrow().toString())
                .contains("TESTVERTXXX")
                .doesNotContain("missive 1", CHECK);
        assertThat(log.findReceipt(KEY).orElseThrow().toString())
                .contains("TESTVERTXXX")
                .doesNotContain("missive 1", CHECK);
    }
}
