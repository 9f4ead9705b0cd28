// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.valise.sts.email.testing.DeliveryReports;
import org.valise.sts.email.testing.Reaction;

/** Mails that are met again, by reading the mailbox once more, and mails that are hard to tell apart. */
class RepeatedMailTest {

    private static final Reaction FIRST = Reaction.notice("First", "one");
    private static final Reaction SECOND = Reaction.notice("Second", "two");

    private final TrackerBench bench = new TrackerBench();
    private final KmcRequest request = sent();

    private KmcRequest sent() {
        try {
            return bench.sent(Service.GET_KEY_LOAD_FILE);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void assertNothingNew(byte[] mail) throws IOException {
        long version = bench.kept(request).version();
        Change change = bench.receive(mail);
        assertThat(change.notes()).containsExactly(Note.DUPLICATE);
        assertThat(bench.kept(request).version()).isEqualTo(version);
    }

    @Test
    void noticesCountOnceInWhateverOrderTheyAreMetAgain() throws IOException {
        byte[] first = bench.reply(request, FIRST);
        byte[] second = bench.reply(request, SECOND);
        bench.receive(first);
        bench.receive(second);
        bench.in(RequestState.TIMED_OUT, request);
        assertNothingNew(first);
        assertNothingNew(second);
        assertThat(bench.kept(request).state()).isEqualTo(RequestState.TIMED_OUT);
    }

    private byte[] report(String action) {
        DeliveryReports reports = DeliveryReports.from("mx.example.org", bench.clock);
        byte[] failed = reports.failed(
                        request.octets(), TrackerBench.VENDOR.text(), TrackerBench.GATEWAY.text(), "5.1.1", "550 no")
                .octets();
        return TrackerBench.edited(failed, "Action: failed", "Action: " + action);
    }

    @Test
    void aReportCountsOnce() throws IOException {
        byte[] delayed = report("delayed");
        byte[] failed = report("failed");
        bench.receive(delayed);
        bench.clock.advance(Duration.ofHours(1));
        assertNothingNew(delayed);
        bench.receive(failed);
        assertThat(bench.kept(request).state()).isEqualTo(RequestState.DELIVERY_FAILED);
        bench.in(RequestState.SENT, request); // sent once more
        assertNothingNew(failed);
    }

    @Test
    void anotherTextWithoutResultIsNotTheSameMail() throws IOException {
        KmcRequest help = bench.sent(Service.HELP);
        byte[] bare = bench.reply(help, Reaction.answer().without(Reaction.Part.RESULT_HEADER));
        assertThat(bench.receive(bare).after()).contains(RequestState.UNCLEAR);
        assertThat(bench.receive(bare).notes()).containsExactly(Note.DUPLICATE);
        byte[] other = (new String(bare, ISO_8859_1) + "More.\r\n").getBytes(ISO_8859_1);
        assertThat(bench.receive(other).changedAnything()).isTrue();
        assertThat(bench.outcome(help).text()).endsWith("More.\r\n");
    }

    /** The same words may be the answer to the second attempt, and count once after it too. */
    @Test
    void theSameTextCountsAgainAfterTheRequestWasSentOnceMore() throws IOException {
        KmcRequest help = bench.sent(Service.HELP);
        byte[] bare = bench.reply(help, Reaction.answer().without(Reaction.Part.RESULT_HEADER));
        bench.receive(bare);
        bench.in(RequestState.SENT, help);
        assertThat(bench.receive(bare).notes()).as("sent once").containsExactly(Note.DUPLICATE);
        TrackedRequest kept = bench.kept(help);
        bench.store.update(
                kept.next(RequestState.SENT, bench.clock.instant()).attempts(2).build());
        assertThat(bench.receive(bare).after()).contains(RequestState.UNCLEAR);
        assertThat(bench.receive(bare).notes()).containsExactly(Note.DUPLICATE);
    }

    /** The server refused the second attempt; that the first one left is known from its answer. */
    @Test
    void anAnswerSettlesWhatTheServerRefused() throws IOException {
        bench.in(RequestState.REFUSED, request);
        Change change = bench.answer(request, Reaction.answer());
        assertThat(change.settled()).isTrue();
        assertThat(change.after()).contains(RequestState.SUCCEEDED);
    }

    /** STS600-9-2 clause 5.1.4.3: one file; which of several it is must be told by something. */
    @Test
    void severalFilesAreOneOnlyIfSomethingTells() throws IOException {
        byte[] whole = bench.reply(request, Reaction.answer());
        String mail = new String(whole, ISO_8859_1);
        String delimiter = mail.substring(mail.indexOf("\r\n--") + 2, mail.indexOf("\r\n", mail.indexOf("\r\n--") + 2));
        String named = delimiter + "\r\nContent-Type: text/plain; name=note.txt\r\n\r\nnot this one\r\n";
        String declared = named.replace("; name=note.txt", "\r\nContent-Disposition: attachment; filename=note.txt");
        int place = mail.indexOf(delimiter);
        byte[] told = (mail.substring(0, place) + named + mail.substring(place)).getBytes(ISO_8859_1);
        byte[] untold = (mail.substring(0, place) + declared + mail.substring(place)).getBytes(ISO_8859_1);
        byte[] opaque = new String(untold, ISO_8859_1).replace("SIM.", "XIM.").getBytes(ISO_8859_1);
        Change unclear = bench.receive(opaque);
        assertThat(unclear.after()).contains(RequestState.UNCLEAR);
        assertThat(unclear.notes()).contains(Note.CONTENT_AMBIGUOUS);
        assertThat(unclear.nextStep()).isEqualTo(NextStep.CALL_SUPPORT);
        assertThat(bench.outcome(request).nextStep()).isEqualTo(NextStep.CALL_SUPPORT);
        assertThat(bench.receive(told).after()).contains(RequestState.SUCCEEDED);
        byte[] file = bench.outcome(request).keyLoadFile().orElseThrow().bytes();
        assertThat(new String(file, ISO_8859_1)).doesNotContain("not this one").isNotEmpty();
    }
}
