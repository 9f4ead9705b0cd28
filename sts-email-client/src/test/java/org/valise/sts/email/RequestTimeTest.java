// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.valise.sts.email.TrackerBench.DEFERRED;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sts.email.testing.Reaction;

/** What delivery reports (RFC 3464) and the passing of time mean for a request. */
class RequestTimeTest {

    private final TrackerBench bench = new TrackerBench();

    private KmcRequest file() throws IOException {
        return bench.sent(Service.GET_KEY_LOAD_FILE);
    }

    private Change onlyChange() throws IOException {
        List<Change> changes = bench.tracker.checkTime();
        assertThat(changes).hasSize(1);
        return changes.get(0);
    }

    // ---- delivery reports

    @ParameterizedTest
    @EnumSource(
            value = RequestState.class,
            names = {"SENDING", "SENT", "NOTICED", "UNCLEAR"})
    void aFailedDeliveryIsNoEnd(RequestState state) throws IOException {
        KmcRequest request = bench.in(state, file());
        Change change = bench.report(request, "failed");
        assertThat(change.after()).contains(RequestState.DELIVERY_FAILED);
        assertThat(change.notes()).containsExactly(Note.NOT_DELIVERED);
        assertThat(change.nextStep()).isEqualTo(NextStep.CHECK_ADDRESS);
        assertThat(change.settled()).isFalse();
        bench.clock.advance(Duration.ofDays(30));
        assertThat(bench.tracker.checkTime()).isEmpty();
        assertThat(bench.answer(request, Reaction.answer()).after()).contains(RequestState.SUCCEEDED);
    }

    @ParameterizedTest
    @EnumSource(
            value = RequestState.class,
            names = {"SENDING", "SENT", "NOTICED", "UNCLEAR"})
    void aDelayedDeliveryGivesMoreTime(RequestState state) throws IOException {
        KmcRequest request = bench.in(state, file());
        bench.clock.advance(Duration.ofHours(10));
        Change change = bench.report(request, "delayed");
        assertThat(change.after()).contains(state);
        assertThat(change.notes()).containsExactly(Note.DELIVERY_DELAYED);
        assertThat(change.nextStep()).isEqualTo(NextStep.WAIT);
        assertThat(bench.kept(request).deadline())
                .contains(bench.clock.instant().plus(bench.policy.timeOut()));
        assertThat(bench.kept(request).slowAfter())
                .contains(bench.clock.instant().plus(bench.policy.slowAfterNotice()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"delivered", "relayed", "expanded", "whatever"})
    void aReportOfSuccessChangesNothing(String action) throws IOException {
        KmcRequest request = file();
        TrackedRequest before = bench.kept(request);
        Change change = bench.report(request, action);
        assertThat(change.notes()).containsExactly(Note.DELIVERY_REPORTED);
        assertThat(change.nextStep()).isEqualTo(NextStep.WAIT);
        assertThat(bench.kept(request)).isEqualTo(before);
    }

    @Test
    void aReportOfAnUnsentRequestChangesNothing() throws IOException {
        KmcRequest request = bench.in(RequestState.CREATED, file());
        TrackedRequest before = bench.kept(request);
        assertThat(bench.report(request, "failed").notes()).containsExactly(Note.DELIVERY_REPORTED);
        assertThat(bench.kept(request)).isEqualTo(before);
    }

    @Test
    void aReportKeepsNoMail() throws IOException {
        KmcRequest request = file();
        bench.report(request, "failed");
        assertThat(bench.store.reply(request.token())).isEmpty();
    }

    @Test
    void aReportOfAnotherMailBelongsToNoRequest() throws IOException {
        KmcRequest request = file();
        TrackedRequest before = bench.kept(request);
        Change change = bench.report(bench.request(Service.HELP), "failed");
        assertThat(change.request()).isEmpty();
        assertThat(change.nextStep()).isEqualTo(NextStep.NOTHING);
        assertThat(bench.kept(request)).isEqualTo(before);
    }

    // ---- time

    @Test
    void saysOnceThatAnAnswerIsSlow() throws IOException {
        KmcRequest request = file();
        bench.clock.advance(Duration.ofMinutes(30).minusMillis(1));
        assertThat(bench.tracker.checkTime()).isEmpty();
        bench.clock.advance(Duration.ofMillis(1));
        Change slow = onlyChange();
        assertThat(slow.after()).contains(RequestState.SENT);
        assertThat(slow.notes()).containsExactly(Note.SLOW);
        assertThat(slow.nextStep()).isEqualTo(NextStep.WAIT);
        assertThat(slow.reply()).isEmpty();
        assertThat(bench.tracker.checkTime()).isEmpty();
        bench.answer(request, DEFERRED);
        bench.clock.advance(Duration.ofHours(4));
        assertThat(onlyChange().notes()).containsExactly(Note.SLOW);
        assertThat(bench.tracker.checkTime()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = RequestState.class,
            names = {"SENDING", "SENT", "NOTICED", "UNCLEAR"})
    void givesUpAtTheDeadline(RequestState state) throws IOException {
        KmcRequest request = bench.in(state, file());
        bench.clock.advance(Duration.ofHours(24).minusMillis(1));
        bench.tracker.checkTime();
        assertThat(bench.kept(request).state()).isEqualTo(state);
        bench.clock.advance(Duration.ofMillis(1));
        Change change = onlyChange();
        assertThat(change.after()).contains(RequestState.TIMED_OUT);
        assertThat(change.notes()).containsExactly(Note.TIMED_OUT);
        assertThat(change.nextStep()).isEqualTo(NextStep.DECIDE_RESEND);
        assertThat(change.settled()).isFalse();
        bench.clock.advance(Duration.ofDays(9));
        assertThat(bench.tracker.checkTime()).isEmpty();
    }

    @Test
    void aRequestThatWaitsToBeSentDoesNotTimeOut() throws IOException {
        bench.in(RequestState.CREATED, file());
        bench.clock.advance(Duration.ofDays(9));
        assertThat(bench.tracker.checkTime()).isEmpty();
    }

    @Test
    void aNoticeNeverShortensTheWait() throws IOException {
        KmcRequest request = file();
        Instant deadline = bench.kept(request).deadline().orElseThrow();
        bench.clock.advance(Duration.ofHours(-2));
        Change change = bench.answer(request, DEFERRED);
        assertThat(change.notes()).containsExactly(Note.CLOCK_WENT_BACK);
        assertThat(change.after()).contains(RequestState.NOTICED);
        assertThat(bench.kept(request).deadline()).contains(deadline);
    }

    @Test
    void answersCountWhateverTheClockSays() throws IOException {
        KmcRequest request = file();
        bench.clock.advance(Duration.ofDays(-900));
        Change change = bench.answer(request, Reaction.error("EExample", "An example"));
        assertThat(change.after()).contains(RequestState.FAILED);
        assertThat(change.notes()).containsExactly(Note.CLOCK_WENT_BACK);
        assertThat(bench.tracker.checkTime()).isEmpty();
    }

    @Test
    void aClockThatIsALittleBehindIsNoRemark() throws IOException {
        KmcRequest request = file();
        bench.clock.advance(Duration.ofMinutes(-1));
        assertThat(bench.answer(request, Reaction.answer()).notes()).isEmpty();
    }

    @Test
    void aRequestForgottenMeanwhileIsNoFault() throws IOException {
        KmcRequest request = bench.in(RequestState.TIMED_OUT, file());
        Reply reply = bench.reader.read(bench.reply(request, Reaction.answer()), bench.store);
        assertThat(bench.store.forget(bench.clock.instant().plusSeconds(1))).isOne();
        Change change = bench.tracker.receive(reply);
        assertThat(change.request()).isEmpty();
        assertThat(change.changedAnything()).isFalse();
        assertThat(change.nextStep()).isEqualTo(NextStep.NOTHING);
    }

    @Test
    void aMailForAForgottenRequestIsFromTheGatewayAndNobodys() throws IOException {
        KmcRequest request = bench.in(RequestState.TIMED_OUT, file());
        byte[] mail = bench.reply(request, Reaction.answer());
        bench.store.forget(bench.clock.instant().plusSeconds(1));
        Change change = bench.receive(mail);
        assertThat(change.reply().orElseThrow()).isInstanceOf(Reply.Unmatched.class);
        assertThat(change.nextStep()).isEqualTo(NextStep.READ_TEXT);
    }
}
