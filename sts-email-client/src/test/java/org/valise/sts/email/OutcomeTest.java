// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.valise.sts.email.testing.Reaction;
import org.valise.sts.email.testing.Reaction.Part;
import org.valise.sts.records.StsRecord;

/** Where a request stands must be told at any time, also after a restart, and must be what was told at first. */
class OutcomeTest {

    private final TrackerBench bench = new TrackerBench();

    @ParameterizedTest
    @CsvSource({
        "CREATED, WAIT",
        "SENT, WAIT",
        "NOTICED, WAIT",
        "SENDING, WAIT",
        "DELIVERY_FAILED, CHECK_ADDRESS",
        "REFUSED, CHECK_ADDRESS",
        "TIMED_OUT, DECIDE_RESEND",
        "UNCLEAR, READ_TEXT"
    })
    void aStateWithoutMailSaysWhatToDo(RequestState state, NextStep step) throws IOException {
        Outcome outcome = bench.outcome(bench.in(state, bench.sent(Service.GET_KEY_LOAD_FILE)));
        assertThat(outcome.state()).isEqualTo(state);
        assertThat(outcome.nextStep()).isEqualTo(step);
        assertThat(outcome.mail()).isEmpty();
        assertThat(outcome.text()).isEmpty();
        assertThat(outcome.keyLoadFile()).isEmpty();
        assertThat(outcome.key()).isEmpty();
        assertThat(outcome.result().kind()).isEqualTo(GatewayResult.Kind.ABSENT);
    }

    @Test
    void sendingMayOrMayNotHaveHappened() throws IOException {
        Outcome outcome = bench.outcome(bench.in(RequestState.SENDING, bench.sent(Service.HELP)));
        assertThat(outcome.notes()).containsExactly(Note.SENDING_UNCERTAIN);
    }

    @Test
    void aSettledRequestWhoseMailIsGoneIsNothingToUse() throws IOException {
        KmcRequest request = bench.sent(Service.GET_KEY_LOAD_FILE);
        bench.answer(request, Reaction.answer());
        Outcome outcome = Outcome.of(
                bench.kept(request), Optional.empty(), MailLimits.defaults(), bench.clock, bench.store.approved());
        assertThat(outcome.nextStep()).isEqualTo(NextStep.CALL_SUPPORT);
        assertThat(outcome.keyLoadFile()).isEmpty();
    }

    @Test
    void theFileIsThereOctetForOctet() throws IOException {
        StsRecord loadRequest = StsRecord.of("VKLOADREQ.1", List.of("fresh 1"));
        KmcRequest request = bench.sent(Service.GET_KEY_LOAD_FILE);
        bench.answer(request, Reaction.answer());
        Outcome outcome = bench.outcome(request);
        assertThat(outcome.nextStep()).isEqualTo(NextStep.LOAD_KEY_FILE);
        assertThat(outcome.keyLoadFile().orElseThrow().bytes()).isEqualTo(bench.simulator.keyLoadFile(loadRequest));
        assertThat(outcome.key()).isEmpty();
        assertThat(outcome.request()).isEqualTo(bench.kept(request));
        assertThat(outcome.mail().orElseThrow().octets())
                .isEqualTo(bench.store.reply(request.token()).orElseThrow());
    }

    @Test
    void anErrorHasItsCodeAndNoFile() throws IOException {
        KmcRequest request = bench.sent(Service.GET_KEY_LOAD_FILE);
        bench.answer(request, Reaction.expired());
        Outcome outcome = bench.outcome(request);
        assertThat(outcome.nextStep()).isEqualTo(NextStep.MAKE_NEW_VKLOADREQ);
        assertThat(outcome.result().code()).isEqualTo(GatewayResult.VKLOADREQ_EXPIRED);
        assertThat(outcome.text()).isNotEmpty();
        assertThat(outcome.keyLoadFile()).isEmpty();
    }

    @Test
    void aLateContradictionDoesNotReplaceTheFile() throws IOException {
        KmcRequest request = bench.sent(Service.GET_KEY_LOAD_FILE);
        bench.answer(request, Reaction.answer());
        byte[] file = bench.outcome(request).keyLoadFile().orElseThrow().bytes();
        bench.answer(request, Reaction.error("EExample", "An example"));
        bench.answer(request, TrackerBench.DEFERRED);
        assertThat(bench.outcome(request).keyLoadFile().orElseThrow().bytes()).isEqualTo(file);
    }

    @Test
    void aTextIsShownWhileNothingIsSettled() throws IOException {
        KmcRequest request = bench.sent(Service.GET_KEY_LOAD_FILE);
        bench.answer(request, Reaction.answer().without(Part.RESULT_HEADER, Part.ATTACHMENT));
        Outcome outcome = bench.outcome(request);
        assertThat(outcome.state()).isEqualTo(RequestState.UNCLEAR);
        assertThat(outcome.nextStep()).isEqualTo(NextStep.READ_TEXT);
        assertThat(outcome.text()).contains("completed");
    }

    /** A program may end between an unclear answer and its report to a person. */
    private static void assertToldAgain(TrackerBench bench, KmcRequest request, byte[] mail) throws IOException {
        Change change = bench.receive(mail);
        assertThat(change.after()).contains(RequestState.UNCLEAR);
        assertThat(bench.outcome(request).nextStep()).isEqualTo(change.nextStep());
        assertThat(bench.outcome(request).notes()).isEqualTo(change.notes());
    }

    @Test
    void whyAnAnswerIsUnclearIsToldAgain() throws IOException {
        KmcRequest file = bench.sent(Service.GET_KEY_LOAD_FILE);
        assertToldAgain(bench, file, bench.reply(file, Reaction.answer().without(Part.ATTACHMENT)));
        KmcRequest key = bench.sent(Service.GET_PUBLIC_KEY);
        byte[] whole = bench.reply(key, Reaction.answer());
        assertToldAgain(bench, key, TrackerBench.edited(whole, "047D77", "047D78"));
        KmcRequest help = bench.sent(Service.HELP);
        assertToldAgain(bench, help, bench.reply(help, Reaction.answer().without(Part.RESULT_HEADER)));
    }

    @Test
    void tellsNoContent() throws IOException {
        KmcRequest request = bench.sent(Service.GET_PUBLIC_KEY);
        Change change = bench.answer(request, Reaction.answer());
        for (Object shown : List.of(bench.outcome(request), change, bench.kept(request), request)) {
            assertThat(shown.toString())
                    .doesNotContain(request.token().text())
                    .doesNotContain("047D77")
                    .doesNotContain("completed");
        }
    }

    @Test
    void tellsWhatHappened() throws IOException {
        KmcRequest request = bench.sent(Service.GET_PUBLIC_KEY);
        Change change = bench.answer(request, Reaction.answer());
        String what = "GET_PUBLIC_KEY " + request.token();
        String words = NextStep.APPROVE_KEY.words();
        assertThat(change.toString()).startsWith(what + " SENT -> SUCCEEDED").endsWith(words);
        assertThat(bench.kept(request).toString()).startsWith(what + " SUCCEEDED");
        assertThat(bench.outcome(request).toString()).startsWith(what).endsWith(words);
    }
}
