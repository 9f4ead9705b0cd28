// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.valise.sts.email.TrackerBench.DEFERRED;
import static org.valise.sts.email.TrackerBench.edited;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.valise.sts.email.testing.Mangle;
import org.valise.sts.email.testing.Reaction;
import org.valise.sts.email.testing.Reaction.Part;

/**
 * The state machine of one request (STS600-9-2 clause 8.3.2): each kind of mail in each state. Whose mail it is, clause
 * 8.3.1, is in {@code RequestMatchingTest}; public keys are in {@code RequestKeyTest}.
 */
class RequestTrackerTest {

    private static final Reaction ERROR = Reaction.error("EExample", "An example");
    private static final Reaction UNLABELLED = Reaction.answer().without(Part.RESULT_HEADER);
    private static final Reaction EMPTY_SUCCESS = Reaction.answer().without(Part.ATTACHMENT);

    private final TrackerBench bench = new TrackerBench();

    private KmcRequest file() throws IOException {
        return bench.sent(Service.GET_KEY_LOAD_FILE);
    }

    private static void assertChange(Change change, RequestState after, NextStep step, Note... notes) {
        assertThat(change.after()).contains(after);
        assertThat(change.nextStep()).isEqualTo(step);
        assertThat(change.notes()).containsExactlyInAnyOrder(notes);
    }

    /** Nothing moved: neither the state nor anything else that is kept. */
    private void assertIgnored(KmcRequest request, Reaction reaction, NextStep step, Note... notes) throws IOException {
        TrackedRequest before = bench.kept(request);
        Change change = bench.answer(request, reaction);
        assertChange(change, before.state(), step, notes);
        assertThat(change.changedAnything()).isFalse();
        assertThat(bench.kept(request)).isEqualTo(before);
    }

    // ---- while the answer is awaited

    @ParameterizedTest
    @EnumSource(
            value = RequestState.class,
            names = {"CREATED", "SENDING", "SENT", "NOTICED", "UNCLEAR"})
    void successIsFinal(RequestState state) throws IOException {
        KmcRequest request = bench.in(state, file());
        byte[] mail = bench.reply(request, Reaction.answer());
        Change change = bench.receive(mail);
        assertChange(change, RequestState.SUCCEEDED, NextStep.LOAD_KEY_FILE);
        assertThat(change.settled()).isTrue();
        assertThat(change.before()).contains(state);
        TrackedRequest kept = bench.kept(request);
        assertThat(kept.deadline()).isEmpty();
        assertThat(kept.slowAfter()).isEmpty();
        assertThat(kept.answer().orElseThrow().kind()).isEqualTo(GatewayResult.Kind.SUCCESS);
        assertThat(bench.store.reply(request.token()).orElseThrow()).isEqualTo(mail);
    }

    @ParameterizedTest
    @EnumSource(
            value = RequestState.class,
            names = {"CREATED", "SENDING", "SENT", "NOTICED", "UNCLEAR"})
    void errorIsFinal(RequestState state) throws IOException {
        KmcRequest request = bench.in(state, file());
        Change change = bench.answer(request, ERROR);
        assertChange(change, RequestState.FAILED, NextStep.READ_TEXT);
        assertThat(change.settled()).isTrue();
        assertThat(bench.kept(request).answer().orElseThrow().code()).isEqualTo("EExample");
        assertThat(bench.kept(request).deadline()).isEmpty();
    }

    @Test
    void helpSucceedsWithItsText() throws IOException {
        Change change = bench.answer(bench.sent(Service.HELP), Reaction.answer());
        assertChange(change, RequestState.SUCCEEDED, NextStep.READ_TEXT);
    }

    @Test
    void anExpiredLoadRequestIsNeverSentAgain() throws IOException {
        Change change = bench.answer(file(), Reaction.expired());
        assertChange(change, RequestState.FAILED, NextStep.MAKE_NEW_VKLOADREQ);
    }

    @Test
    void theCodeOfAnExpiredLoadRequestIsTakenInAnyCase() throws IOException {
        Change change = bench.answer(file(), Reaction.error("evkLOADexpired", "stale"));
        assertChange(change, RequestState.FAILED, NextStep.MAKE_NEW_VKLOADREQ);
    }

    @Test
    void aDeferralGivesMoreTime() throws IOException {
        KmcRequest request = file();
        bench.clock.advance(Duration.ofHours(20));
        Change change = bench.answer(request, DEFERRED);
        assertChange(change, RequestState.NOTICED, NextStep.WAIT);
        assertThat(change.settled()).isFalse();
        TrackedRequest kept = bench.kept(request);
        assertThat(kept.deadline()).contains(bench.clock.instant().plus(Duration.ofHours(24)));
        assertThat(kept.slowAfter()).contains(bench.clock.instant().plus(Duration.ofHours(4)));
        assertThat(kept.notice().orElseThrow().code()).isEqualTo(GatewayResult.DEFERRED);
        assertThat(kept.answer()).isEmpty();
    }

    @Test
    void aSecondNoticeGivesMoreTimeAndTheSameOneDoesNot() throws IOException {
        KmcRequest request = file();
        bench.answer(request, DEFERRED);
        bench.clock.advance(Duration.ofHours(1));
        assertIgnored(request, DEFERRED, NextStep.WAIT, Note.DUPLICATE);
        assertChange(
                bench.answer(request, Reaction.notice("Queued", "Still there")), RequestState.NOTICED, NextStep.WAIT);
        assertThat(bench.kept(request).deadline())
                .contains(bench.clock.instant().plus(bench.policy.timeOut()));
    }

    @Test
    void aDeferralLeadsToSuccess() throws IOException {
        KmcRequest request = file();
        List<byte[]> first = bench.replies(request, Reaction.deferred(Duration.ofHours(2)));
        assertThat(bench.receive(first.get(0)).after()).contains(RequestState.NOTICED);
        bench.clock.advance(Duration.ofHours(2));
        Change change = bench.receive(bench.simulator.due().get(0).octets());
        assertChange(change, RequestState.SUCCEEDED, NextStep.LOAD_KEY_FILE);
    }

    @ParameterizedTest
    @CsvSource({"Warning\tEX\tText", "Error: EX", "Succes\tok"})
    void anUnknownKindChangesNothing(String value) throws IOException {
        KmcRequest request = file();
        byte[] mail = edited(
                bench.reply(request, Reaction.error("EX", "Text")),
                "X-Gateway-Result: Error\tEX\tText",
                "X-Gateway-Result: " + value);
        TrackedRequest before = bench.kept(request);
        Change change = bench.receive(mail);
        assertChange(change, RequestState.SENT, NextStep.READ_TEXT, Note.RESULT_UNKNOWN);
        assertThat(bench.kept(request)).isEqualTo(before);
    }

    @Test
    void twoDifferentResultsAreNone() throws IOException {
        KmcRequest request = file();
        byte[] mail = edited(
                bench.reply(request, Reaction.answer()),
                "X-Gateway-Result: Success",
                "X-Gateway-Result: Error\tEX\tText\r\nX-Gateway-Result: Success");
        assertChange(bench.receive(mail), RequestState.SENT, NextStep.READ_TEXT, Note.RESULT_UNKNOWN);
    }

    // ---- success and its content

    @Test
    void successWithoutTheFileIsUnclearUntilTheWholeMailComes() throws IOException {
        KmcRequest request = file();
        byte[] whole = bench.reply(request, Reaction.answer());
        assertChange(bench.answer(request, DEFERRED), RequestState.NOTICED, NextStep.WAIT);
        byte[] bare = withoutAttachment(whole);
        assertChange(bench.receive(bare), RequestState.UNCLEAR, NextStep.CALL_SUPPORT, Note.CONTENT_MISSING);
        assertChange(bench.receive(bare), RequestState.UNCLEAR, NextStep.CALL_SUPPORT, Note.DUPLICATE);
        Change settled = bench.receive(whole);
        assertChange(settled, RequestState.SUCCEEDED, NextStep.LOAD_KEY_FILE);
        assertThat(settled.settled()).isTrue();
    }

    private static byte[] withoutAttachment(byte[] mail) {
        return edited(mail, "Content-Disposition: attachment; filename=\"klf.txt\"", "X-Nothing: here");
    }

    @Test
    void successWithADamagedFileIsUnclearUntilTheWholeMailComes() throws IOException {
        KmcRequest request = file();
        byte[] whole = bench.reply(request, Reaction.answer().mangled(Mangle.ATTACHMENT_BASE64));
        byte[] damaged = edited(whole, "filename=\"klf.txt\"\r\n\r\n", "filename=\"klf.txt\"\r\n\r\n*");
        assertChange(bench.receive(damaged), RequestState.UNCLEAR, NextStep.CALL_SUPPORT, Note.CONTENT_DAMAGED);
        assertThat(bench.outcome(request).keyLoadFile()).isEmpty();
        assertChange(bench.receive(whole), RequestState.SUCCEEDED, NextStep.LOAD_KEY_FILE);
        assertThat(bench.outcome(request).keyLoadFile()).isPresent();
    }

    @Test
    void anUnclearRequestGetsALittleTimeAndTimesOut() throws IOException {
        KmcRequest request = file();
        bench.clock.advance(Duration.ofHours(23).plusMinutes(50));
        assertChange(
                bench.answer(request, EMPTY_SUCCESS),
                RequestState.UNCLEAR,
                NextStep.CALL_SUPPORT,
                Note.CONTENT_MISSING);
        assertThat(bench.kept(request).deadline())
                .contains(bench.clock.instant().plus(Duration.ofMinutes(30)));
        bench.clock.advance(Duration.ofMinutes(30));
        assertThat(bench.tracker.checkTime().get(0).after()).contains(RequestState.TIMED_OUT);
    }

    // ---- the result header is best effort, clause 8.3.1

    @Test
    void aWholeFileNeedsNoResult() throws IOException {
        Change change = bench.answer(file(), UNLABELLED);
        assertChange(change, RequestState.SUCCEEDED_UNCONFIRMED, NextStep.LOAD_KEY_FILE, Note.RESULT_MISSING);
        assertThat(change.settled()).isTrue();
    }

    @Test
    void aFileWithoutResultMustProveItself() throws IOException {
        KmcRequest request = file();
        byte[] changed = edited(bench.reply(request, UNLABELLED), "SIM.VK.1|000001|", "SIM.VK.1|000009|");
        assertChange(bench.receive(changed), RequestState.UNCLEAR, NextStep.READ_TEXT, Note.RESULT_MISSING);
    }

    @ParameterizedTest
    @EnumSource(
            value = Service.class,
            names = {"HELP", "GET_KEY_LOAD_FILE"})
    void aTextWithoutResultIsUnclear(Service service) throws IOException {
        KmcRequest request = bench.sent(service);
        Reaction bare = EMPTY_SUCCESS.without(Part.RESULT_HEADER);
        assertChange(bench.answer(request, bare), RequestState.UNCLEAR, NextStep.READ_TEXT, Note.RESULT_MISSING);
    }

    @Test
    void theConfirmedCopyOfAnUnconfirmedAnswerIsADuplicate() throws IOException {
        KmcRequest request = file();
        byte[] confirmed = bench.reply(request, Reaction.answer());
        byte[] unconfirmed =
                edited(confirmed, "X-Gateway-Result: Success\tThe operation completed successfully\r\n", "");
        bench.receive(unconfirmed);
        TrackedRequest before = bench.kept(request);
        Change change = bench.receive(confirmed);
        assertChange(change, RequestState.SUCCEEDED_UNCONFIRMED, NextStep.NOTHING, Note.DUPLICATE);
        assertThat(bench.kept(request)).isEqualTo(before);
    }

    @Test
    void anErrorAfterAnUnconfirmedAnswerIsAConflict() throws IOException {
        KmcRequest request = file();
        bench.answer(request, UNLABELLED);
        assertIgnored(request, ERROR, NextStep.CALL_SUPPORT, Note.CONFLICT);
    }

    // ---- after the final answer

    @Test
    void theSameAnswerAgainIsADuplicate() throws IOException {
        KmcRequest request = file();
        List<byte[]> twice = bench.replies(request, ERROR.twice());
        bench.receive(twice.get(0));
        TrackedRequest before = bench.kept(request);
        assertChange(bench.receive(twice.get(1)), RequestState.FAILED, NextStep.NOTHING, Note.DUPLICATE);
        assertChange(bench.receive(twice.get(0)), RequestState.FAILED, NextStep.NOTHING, Note.DUPLICATE);
        assertThat(bench.kept(request)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mangle.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"SUBJECT_REPLIED"})
    void theSameAnswerByAnotherWayIsADuplicate(Mangle mangle) throws IOException {
        for (Service service : List.of(Service.HELP, Service.GET_PUBLIC_KEY, Service.GET_KEY_LOAD_FILE)) {
            KmcRequest request = bench.sent(service);
            // The simulator takes a load request once; the second way gets its first answer from another simulator.
            byte[] straight = bench.reply(request, Reaction.answer());
            byte[] mangled = new TrackerBench().reply(request, Reaction.answer().mangled(mangle));
            bench.receive(straight);
            assertThat(bench.receive(mangled).notes()).as(service.name()).containsExactly(Note.DUPLICATE);
        }
    }

    @Test
    void aContradictionKeepsTheFirst() throws IOException {
        KmcRequest success = file();
        byte[] first = bench.reply(success, Reaction.answer());
        bench.receive(first);
        assertIgnored(success, ERROR, NextStep.CALL_SUPPORT, Note.CONFLICT);
        assertThat(bench.store.reply(success.token()).orElseThrow()).isEqualTo(first);
        KmcRequest failure = file();
        bench.answer(failure, ERROR);
        assertIgnored(failure, Reaction.answer(), NextStep.CALL_SUPPORT, Note.CONFLICT);
        assertIgnored(failure, Reaction.error("EOther", "Another"), NextStep.CALL_SUPPORT, Note.CONFLICT);
    }

    @Test
    void anotherFileThanTheFirstIsAConflict() throws IOException {
        KmcRequest request = file();
        byte[] mail = bench.reply(request, Reaction.answer());
        bench.receive(mail);
        byte[] other = edited(mail, "SIM.VK.1|000001|", "SIM.VK.1|000009|");
        assertChange(bench.receive(other), RequestState.SUCCEEDED, NextStep.CALL_SUPPORT, Note.CONFLICT);
        assertThat(bench.store.reply(request.token()).orElseThrow()).isEqualTo(mail);
    }

    @ParameterizedTest
    @EnumSource(
            value = RequestState.class,
            names = {"SUCCEEDED", "SUCCEEDED_UNCONFIRMED", "FAILED"})
    void whatComesAfterTheEndChangesNothing(RequestState state) throws IOException {
        KmcRequest request = file();
        bench.answer(
                request,
                switch (state) {
                    case FAILED -> ERROR;
                    case SUCCEEDED -> Reaction.answer();
                    default -> UNLABELLED;
                });
        assertThat(bench.kept(request).state()).isEqualTo(state);
        assertIgnored(request, DEFERRED, NextStep.NOTHING, Note.LATE_NOTICE);
        assertIgnored(request, EMPTY_SUCCESS.without(Part.RESULT_HEADER), NextStep.NOTHING, Note.DUPLICATE);
        TrackedRequest before = bench.kept(request);
        for (String action : List.of("failed", "delayed", "delivered")) {
            assertChange(bench.report(request, action), state, NextStep.NOTHING, Note.DELIVERY_REPORTED);
        }
        bench.clock.advance(Duration.ofDays(400));
        assertThat(bench.tracker.checkTime()).isEmpty();
        assertThat(bench.kept(request)).isEqualTo(before);
    }

    // ---- after the time-out, and after a report that the request was not delivered: nothing is lost

    @ParameterizedTest
    @EnumSource(
            value = RequestState.class,
            names = {"TIMED_OUT", "DELIVERY_FAILED"})
    void aLateAnswerCounts(RequestState state) throws IOException {
        assertChange(
                bench.answer(bench.in(state, file()), Reaction.answer()),
                RequestState.SUCCEEDED,
                NextStep.LOAD_KEY_FILE,
                Note.LATE);
        assertChange(bench.answer(bench.in(state, file()), ERROR), RequestState.FAILED, NextStep.READ_TEXT, Note.LATE);
        assertChange(
                bench.answer(bench.in(state, file()), UNLABELLED),
                RequestState.SUCCEEDED_UNCONFIRMED,
                NextStep.LOAD_KEY_FILE,
                Note.LATE,
                Note.RESULT_MISSING);
        assertChange(
                bench.answer(bench.in(state, file()), EMPTY_SUCCESS),
                RequestState.UNCLEAR,
                NextStep.CALL_SUPPORT,
                Note.LATE,
                Note.CONTENT_MISSING);
    }

    @ParameterizedTest
    @EnumSource(
            value = RequestState.class,
            names = {"TIMED_OUT", "DELIVERY_FAILED"})
    void aLateNoticeReopens(RequestState state) throws IOException {
        KmcRequest request = bench.in(state, file());
        bench.clock.advance(Duration.ofDays(2));
        assertChange(bench.answer(request, DEFERRED), RequestState.NOTICED, NextStep.WAIT, Note.LATE);
        assertThat(bench.kept(request).deadline())
                .contains(bench.clock.instant().plus(bench.policy.timeOut()));
    }

    @ParameterizedTest
    @EnumSource(
            value = RequestState.class,
            names = {"TIMED_OUT", "DELIVERY_FAILED"})
    void aReportOrAnUnknownKindAfterTheTimeOutIsOnlyNoted(RequestState state) throws IOException {
        KmcRequest request = bench.in(state, file());
        TrackedRequest before = bench.kept(request);
        for (String action : List.of("failed", "delayed", "delivered")) {
            assertChange(bench.report(request, action), state, NextStep.NOTHING, Note.DELIVERY_REPORTED);
        }
        byte[] mail = edited(bench.reply(request, ERROR), "X-Gateway-Result: Error", "X-Gateway-Result: Warning");
        assertChange(bench.receive(mail), state, NextStep.READ_TEXT, Note.RESULT_UNKNOWN);
        assertThat(bench.kept(request)).isEqualTo(before);
    }

    @Test
    void aDuplicateAfterTheTimeOutLeavesTheDecisionAsItWas() throws IOException {
        KmcRequest timedOut = file();
        bench.answer(timedOut, DEFERRED);
        bench.answer(timedOut, EMPTY_SUCCESS);
        bench.in(RequestState.TIMED_OUT, timedOut);
        assertIgnored(timedOut, DEFERRED, NextStep.DECIDE_RESEND, Note.DUPLICATE);
        KmcRequest undelivered = file();
        bench.answer(undelivered, DEFERRED);
        bench.in(RequestState.DELIVERY_FAILED, undelivered);
        assertIgnored(undelivered, DEFERRED, NextStep.CHECK_ADDRESS, Note.DUPLICATE);
    }
}
