// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.valise.sts.email.PendingRequestsSamples.KMC;
import static org.valise.sts.email.PendingRequestsSamples.NOON;
import static org.valise.sts.email.PendingRequestsSamples.OTHER;
import static org.valise.sts.email.PendingRequestsSamples.VENDOR;
import static org.valise.sts.email.PendingRequestsSamples.mail;
import static org.valise.sts.email.PendingRequestsSamples.next;
import static org.valise.sts.email.PendingRequestsSamples.request;
import static org.valise.sts.email.PendingRequestsSamples.requestOf;
import static org.valise.sts.email.PendingRequestsSamples.sending;
import static org.valise.sts.email.PendingRequestsSamples.token;
import static org.valise.sts.email.RequestState.CREATED;
import static org.valise.sts.email.RequestState.FAILED;
import static org.valise.sts.email.RequestState.SENDING;
import static org.valise.sts.email.RequestState.SENT;
import static org.valise.sts.email.RequestState.SUCCEEDED;
import static org.valise.sts.email.RequestState.TIMED_OUT;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.valise.sts.email.GatewayResult.Kind;
import org.valise.sts.email.KnownRequests.Known;
import org.valise.sts.records.ParseResult;
import org.valise.sts.records.Pkid;

/** What every store of requests does, sentence by sentence of {@link PendingRequests}. */
abstract class PendingRequestsContract {

    private static final RateLimit LIMIT = RateLimit.defaults();

    PendingRequests store;

    abstract PendingRequests open() throws Exception;

    /** What is kept for good is found by a store that is opened anew. */
    abstract PendingRequests reopen(PendingRequests open) throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        store = open();
    }

    @AfterEach
    void closeStore() throws IOException {
        if (store != null) {
            store.close();
        }
    }

    private TrackedRequest added(TrackedRequest request) throws IOException {
        store.add(request);
        return request;
    }

    private TrackedRequest full() {
        String odd = "caf\u00e9 \uD83D\uDE00 \u0000 \uD800 \\u0000 \\ \" \r\n\t\u2028 end\uDC00";
        return requestOf(900, VENDOR)
                .recordDigest("ab".repeat(32))
                .securityModule("SM " + odd)
                .version(0)
                .state(CREATED)
                .changedAt(NOON.plusMillis(1))
                .attempts(3)
                .attemptedAt(NOON.plusMillis(2))
                .notBefore(NOON.plusMillis(3))
                .slowAfter(NOON.plusMillis(4))
                .deadline(Instant.parse("2037-01-01T00:00:00.999Z"))
                .notice(new Answer(NOON.minusMillis(5), Kind.NOTICE, "Deferred", odd, "d"))
                .answer(new Answer(NOON.plusMillis(6), Kind.ERROR, "", "", "\u0000"))
                .seen(List.of("0f1e2d", "3c4b5a"))
                .build();
    }

    @Test
    void findsARequestAsItWasAdded() throws Exception {
        TrackedRequest request = added(full());
        assertThat(store.find(request.token())).contains(request);
        assertThat(reopened().find(request.token())).contains(request);
    }

    private PendingRequests reopened() throws Exception {
        store = reopen(store);
        return store;
    }

    @Test
    void findsNothingForAnUnknownToken() throws Exception {
        added(request());
        assertThat(store.find(token(7777))).isEmpty();
        assertThat(store.knownByToken(token(7777))).isEmpty();
        assertThat(store.knownByMessageId("<7777@vending.example>")).isEmpty();
        assertThat(store.reply(token(7777))).isEmpty();
    }

    @Test
    void refusesASecondRequestWithTheSameToken() throws Exception {
        TrackedRequest first = added(request());
        TrackedRequest second = TrackedRequest.builder(
                        first.token(), Service.HELP, OTHER, VENDOR, "<other@vending.example>", mail("x"), NOON)
                .build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.add(second))
                .withMessageContaining(first.token().prefix())
                .withMessageNotContaining(first.token().text());
        assertThat(reopened().list(EnumSet.allOf(RequestState.class))).containsExactly(first);
        assertThat(store.knownByMessageId("<other@vending.example>")).isEmpty();
    }

    @Test
    void refusesASecondRequestWithTheSameMessageId() throws Exception {
        TrackedRequest first = added(request());
        TrackedRequest second = TrackedRequest.builder(
                        token(5555), Service.HELP, OTHER, VENDOR, first.messageId(), mail("x"), NOON)
                .build();
        assertThatIllegalArgumentException().isThrownBy(() -> store.add(second));
        assertThat(store.knownByMessageId(first.messageId())).contains(first.known());
        assertThat(reopened().find(token(5555))).isEmpty();
        added(request());
    }

    @Test
    void refusesANewRequestThatWasChangedBefore() throws Exception {
        TrackedRequest changed = next(request(), SENT);
        assertThatIllegalArgumentException().isThrownBy(() -> store.add(changed));
    }

    @Test
    void knowsRequestsByTokenAndMessageId() throws Exception {
        TrackedRequest request = added(request());
        Known known = request.known();
        assertThat(store.knownByToken(request.token())).contains(known);
        assertThat(store.knownByMessageId(request.messageId())).contains(known);
        assertThat(store.knownByMessageId("<\u0000\uD800" + "x".repeat(5_000) + ">"))
                .isEmpty();
    }

    @Test
    void listsRequestsOfSomeStatesInTheOrderTheyWereAdded() throws Exception {
        List<TrackedRequest> all = new ArrayList<>();
        for (int i = 20; i > 0; i--) {
            all.add(added(request(i)));
        }
        for (int i : new int[] {3, 11, 4}) {
            all.set(i, next(all.get(i), i == 4 ? FAILED : SENT));
            assertThat(store.update(all.get(i))).isTrue();
        }
        for (int round = 0; round < 2; round++) {
            assertThat(store.list(EnumSet.of(SENT))).containsExactly(all.get(3), all.get(11));
            assertThat(store.list(EnumSet.of(SENT, FAILED))).containsExactly(all.get(3), all.get(4), all.get(11));
            assertThat(store.list(EnumSet.allOf(RequestState.class))).containsExactlyElementsOf(all);
            assertThat(store.list(Set.of())).isEmpty();
            reopened();
        }
    }

    @Test
    void keepsOneRequestForARecord() throws Exception {
        String digest = "0f".repeat(32);
        TrackedRequest first = added(requestOf(99, VENDOR).recordDigest(digest).build());
        TrackedRequest second = requestOf(98, OTHER).recordDigest(digest).build();
        assertThatIllegalArgumentException().isThrownBy(() -> store.add(second));
        added(request());
        assertThat(store.find(second.token())).isEmpty();
        assertThat(store.findByRecord(digest)).contains(first);
        assertThat(store.findByRecord("00".repeat(32))).isEmpty();
        assertThat(store.update(next(first, FAILED))).isTrue();
        assertThat(store.forget(NOON.plusSeconds(3600))).isEqualTo(1);
        added(second);
        assertThat(reopened().findByRecord(digest)).contains(second);
    }

    @Test
    void takesTheNextVersionOnly() throws Exception {
        TrackedRequest zero = added(request());
        TrackedRequest one = next(zero, SENT);
        TrackedRequest two = next(one, SUCCEEDED);
        assertThat(store.update(two)).isFalse();
        assertThat(store.update(zero)).isFalse();
        assertThat(store.find(zero.token())).contains(zero);
        assertThat(store.update(one)).isTrue();
        assertThat(store.update(next(zero, FAILED))).isFalse();
        assertThat(store.find(zero.token())).contains(one);
        assertThat(reopened().find(zero.token())).contains(one);
        assertThat(store.update(two)).isTrue();
        assertThat(store.find(zero.token())).contains(two);
    }

    @Test
    void keepsEverythingThatAChangeSays() throws Exception {
        TrackedRequest full = full();
        TrackedRequest bare = added(requestOf(900, VENDOR)
                .recordDigest(full.recordDigest().orElseThrow())
                .securityModule(full.securityModule().orElseThrow())
                .build());
        TrackedRequest one = full.toBuilder().version(1).state(SUCCEEDED).build();
        assertThat(store.update(one)).isTrue();
        assertThat(reopened().find(bare.token())).contains(one);
        TrackedRequest two = bare.toBuilder().version(2).build();
        assertThat(store.update(two)).isTrue();
        assertThat(reopened().find(bare.token())).contains(two);
    }

    @Test
    void refusesAChangeOfAnUnknownRequest() {
        TrackedRequest unknown = sending(request(), NOON);
        assertThatIllegalArgumentException().isThrownBy(() -> store.update(unknown));
        assertThatIllegalArgumentException().isThrownBy(() -> store.update(unknown, mail("x")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.claimSend(unknown, LIMIT, NOON))
                .withMessageNotContaining(unknown.token().text());
    }

    @Test
    void refusesAChangeOfTheMailItself() throws Exception {
        TrackedRequest kept = added(request());
        TrackedRequest other = TrackedRequest.builder(
                        kept.token(), kept.service(), kept.from(), kept.gateway(), "<o@x>", kept.mail(), NOON)
                .version(1)
                .build();
        assertThatIllegalArgumentException().isThrownBy(() -> store.update(other));
        assertThat(store.find(kept.token())).contains(kept);
    }

    @Test
    void keepsTheLastMailOfARequest() throws Exception {
        TrackedRequest zero = added(request());
        assertThat(store.reply(zero.token())).isEmpty();
        TrackedRequest one = next(zero, SENT);
        byte[] first = mail("first \u0000\r\n");
        assertThat(store.update(one, first)).isTrue();
        first[0] = 'X';
        assertThat(store.reply(zero.token()).orElseThrow()).isEqualTo(mail("first \u0000\r\n"));
        TrackedRequest two = next(one, SENT);
        assertThat(store.update(two)).isTrue();
        assertThat(reopened().reply(zero.token()).orElseThrow()).isEqualTo(mail("first \u0000\r\n"));
        assertThat(store.update(next(two, FAILED), new byte[0])).isTrue();
        assertThat(reopened().reply(zero.token()).orElseThrow()).isEmpty();
    }

    @Test
    void givesCopiesOfMails() throws Exception {
        TrackedRequest zero = added(request());
        assertThat(store.update(next(zero, SENT), mail("same"))).isTrue();
        store.reply(zero.token()).orElseThrow()[0] = 'X';
        assertThat(store.reply(zero.token()).orElseThrow()).isEqualTo(mail("same"));
    }

    @Test
    void keepsNoMailOfAChangeThatCameTooLate() throws Exception {
        TrackedRequest zero = added(request());
        assertThat(store.update(next(zero, SENT))).isTrue();
        assertThat(store.update(next(zero, SENT), mail("late"))).isFalse();
        assertThat(reopened().reply(zero.token())).isEmpty();
    }

    @Tag("slow")
    @Test
    void keepsTheLargestMailAndOneThatTwoRequestsShare() throws Exception {
        byte[] large = new byte[20 << 20];
        new Random(1).nextBytes(large);
        TrackedRequest a = added(request());
        TrackedRequest b = added(request());
        assertThat(store.update(next(a, SENT), large)).isTrue();
        assertThat(store.update(next(b, FAILED), large)).isTrue();
        assertThat(store.forget(NOON.plusSeconds(9))).isEqualTo(1);
        assertThat(reopened().reply(a.token()).orElseThrow()).isEqualTo(large);
        assertThat(store.reply(b.token())).isEmpty();
    }

    @Test
    void grantsAClaimAndKeepsIt() throws Exception {
        TrackedRequest request = added(request());
        TrackedRequest sending = sending(request, NOON);
        assertThat(store.claimSend(sending, LIMIT, NOON)).isEqualTo(new SendClaim.Granted());
        assertThat(reopened().find(request.token())).contains(sending);
        assertThat(store.claimSend(sending, LIMIT, NOON)).isEqualTo(new SendClaim.Lost());
    }

    @Test
    void tellsTheSecondRequestOfASenderToWait() throws Exception {
        TrackedRequest first = added(request());
        TrackedRequest second =
                added(requestOf(800, MailAddress.of("VENDOR@Vending.Example")).build());
        assertThat(store.claimSend(sending(first, NOON), LIMIT, NOON)).isEqualTo(new SendClaim.Granted());
        Instant soon = NOON.plusMillis(59_999);
        assertThat(store.claimSend(sending(second, soon), LIMIT, soon))
                .isEqualTo(new SendClaim.TooEarly(NOON.plusSeconds(60)));
        assertThat(reopened().find(second.token())).contains(second);
        Instant later = NOON.plusSeconds(60);
        assertThat(store.claimSend(sending(second, later), LIMIT, later)).isEqualTo(new SendClaim.Granted());
    }

    @Test
    void countsOtherSendersApart() throws Exception {
        TrackedRequest first = added(request());
        TrackedRequest second = added(requestOf(801, OTHER).build());
        assertThat(store.claimSend(sending(first, NOON), LIMIT, NOON)).isEqualTo(new SendClaim.Granted());
        assertThat(store.claimSend(sending(second, NOON), LIMIT, NOON)).isEqualTo(new SendClaim.Granted());
    }

    @Test
    void countsRequestsOfAnyStateAndTheAttemptBeforeOfTheClaimedOne() throws Exception {
        TrackedRequest first = added(request());
        TrackedRequest failed =
                next(sending(first, NOON), FAILED).toBuilder().version(1).build();
        assertThat(store.update(failed)).isTrue();
        Instant soon = NOON.plusSeconds(1);
        Instant later = NOON.plusSeconds(60);
        assertThat(store.claimSend(sending(failed, soon), LIMIT, soon)).isEqualTo(new SendClaim.TooEarly(later));
        assertThat(store.find(first.token())).contains(failed);
        assertThat(store.claimSend(sending(failed, later), LIMIT, later)).isEqualTo(new SendClaim.Granted());
        TrackedRequest second = added(request());
        Instant between = later.plusSeconds(59);
        assertThat(store.claimSend(sending(second, between), LIMIT, between))
                .isEqualTo(new SendClaim.TooEarly(later.plusSeconds(60)));
    }

    @Test
    void countsTheRequestsOfAnHour() throws Exception {
        RateLimit two = new RateLimit(Duration.ZERO, 2);
        for (int i = 0; i < 2; i++) {
            TrackedRequest request = added(request());
            assertThat(store.claimSend(sending(request, NOON.plusSeconds(i)), two, NOON.plusSeconds(i)))
                    .isEqualTo(new SendClaim.Granted());
        }
        TrackedRequest third = added(request());
        assertThat(store.claimSend(sending(third, NOON.plusSeconds(9)), two, NOON.plusSeconds(9)))
                .isEqualTo(new SendClaim.TooEarly(NOON.plusSeconds(3600)));
    }

    @Test
    void stillLimitsWhenTheClockWasSetBack() throws Exception {
        TrackedRequest first = added(request());
        assertThat(store.claimSend(sending(first, NOON), LIMIT, NOON)).isEqualTo(new SendClaim.Granted());
        TrackedRequest second = added(request());
        Instant before = NOON.minus(Duration.ofMinutes(30));
        assertThat(store.claimSend(sending(second, before), LIMIT, before))
                .isEqualTo(new SendClaim.TooEarly(before.plusSeconds(60)));
    }

    @Test
    void refusesAClaimThatIsNone() throws Exception {
        TrackedRequest request = added(request());
        TrackedRequest sent = next(request, SENT);
        TrackedRequest untimed = next(request, SENDING);
        assertThatIllegalArgumentException().isThrownBy(() -> store.claimSend(sent, LIMIT, NOON));
        assertThatIllegalArgumentException().isThrownBy(() -> store.claimSend(untimed, LIMIT, NOON));
        assertThat(store.find(request.token())).contains(request);
    }

    @Test
    void movesAPositionForwardOnly() throws Exception {
        String mailbox = "vendor@imap.example/INBOX \u0000";
        assertThat(store.position(mailbox)).isEmpty();
        store.advance(mailbox, new MailboxPosition(7, 100));
        store.advance(mailbox, new MailboxPosition(7, 99));
        assertThat(store.position(mailbox)).contains(new MailboxPosition(7, 100));
        store.advance(mailbox, new MailboxPosition(7, 101));
        store.advance("other", new MailboxPosition(1, 1));
        assertThat(reopened().position(mailbox)).contains(new MailboxPosition(7, 101));
        assertThat(store.position("other")).contains(new MailboxPosition(1, 1));
    }

    @Test
    void startsAgainWithAnotherUidValidity() throws Exception {
        store.advance("box", new MailboxPosition(7, 100));
        store.advance("box", new MailboxPosition(6, 3));
        assertThat(reopened().position("box")).contains(new MailboxPosition(6, 3));
        store.advance("box", new MailboxPosition(4_294_967_295L, 4_294_967_295L));
        assertThat(reopened().position("box")).contains(new MailboxPosition(4_294_967_295L, 4_294_967_295L));
    }

    @Test
    void forgetsAPosition() throws Exception {
        store.advance("box", new MailboxPosition(7, 100));
        store.rewind("box");
        store.rewind("never");
        assertThat(store.position("box")).isEmpty();
        assertThat(reopened().position("box")).isEmpty();
        store.advance("box", new MailboxPosition(7, 5));
        assertThat(store.position("box")).contains(new MailboxPosition(7, 5));
    }

    @Test
    void keepsApprovedIdentities() throws Exception {
        assertThat(store.approved()).isEmpty();
        store.approve(KMC);
        store.approve(KMC);
        assertThat(store.approved()).containsExactly(KMC);
        assertThat(reopened().approved()).containsExactly(KMC).isUnmodifiable();
    }

    @Test
    void approvesNoDamagedIdentity() throws Exception {
        ParseResult<Pkid> damaged = Pkid.parse(KMC.text().replace(":6850", ":6851"));
        Pkid suspect = ((ParseResult.Malformed<Pkid>) damaged).suspect().orElseThrow();
        assertThatIllegalArgumentException().isThrownBy(() -> store.approve(suspect));
        assertThat(store.approved()).isEmpty();
    }

    @Test
    void forgetsOldRequestsThatNothingIsExpectedOf() throws Exception {
        List<TrackedRequest> kept = new ArrayList<>();
        Instant limit = NOON.plusSeconds(60);
        for (RequestState state : RequestState.values()) {
            for (Instant at : List.of(NOON, limit)) {
                TrackedRequest request = added(request());
                TrackedRequest changed = request.toBuilder()
                        .version(1)
                        .state(state)
                        .changedAt(at)
                        .build();
                assertThat(store.update(changed, mail(state.name()))).isTrue();
                if (state == CREATED || state.isWaiting() || at.equals(limit)) {
                    kept.add(changed);
                }
            }
        }
        assertThat(store.forget(limit)).isEqualTo(6);
        assertThat(store.forget(limit)).isZero();
        assertThat(store.list(EnumSet.allOf(RequestState.class))).containsExactlyElementsOf(kept);
        assertThat(reopened().list(EnumSet.allOf(RequestState.class))).containsExactlyElementsOf(kept);
    }

    @Test
    void forgetsTokenMessageIdRecordAndReply() throws Exception {
        TrackedRequest request = added(full());
        assertThat(store.update(next(request, TIMED_OUT), mail("x"))).isTrue();
        assertThat(store.forget(NOON.plusSeconds(3600))).isEqualTo(1);
        for (int round = 0; round < 2; round++) {
            assertThat(store.find(request.token())).isEmpty();
            assertThat(store.knownByMessageId(request.messageId())).isEmpty();
            assertThat(store.findByRecord(request.recordDigest().orElseThrow())).isEmpty();
            assertThat(store.reply(request.token())).isEmpty();
            reopened();
        }
        assertThat(added(request)).isEqualTo(store.find(request.token()).orElseThrow());
    }

    @Test
    void takesEachChangeFromOneOfManyThreads() throws Exception {
        int requests = 100;
        for (int i = 0; i < requests; i++) {
            added(request(i));
        }
        List<Callable<Integer>> racers = IntStream.range(0, 8)
                .mapToObj(thread -> (Callable<Integer>) () -> {
                    int won = 0;
                    for (int i = 0; i < requests; i++) {
                        won += store.update(next(request(i), SENT), mail("by " + thread)) ? 1 : 0;
                    }
                    return won;
                })
                .toList();
        assertThat(sum(racers)).isEqualTo(requests);
    }

    static int sum(List<Callable<Integer>> jobs) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(jobs.size());
        try {
            int sum = 0;
            for (Future<Integer> result : pool.invokeAll(jobs)) {
                sum += result.get();
            }
            return sum;
        } finally {
            pool.shutdown();
        }
    }
}
