// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.valise.sts.email.testing.Reaction;
import org.valise.sts.records.RecordFile;
import org.valise.sts.records.StsRecord;

/**
 * The answer with the key load file (STS600-9-2 clause 5.1.4.3), of whose layout is known that it is a file of records.
 * Mail filters put a text of their own in place of a file that they take.
 */
class ReplacedFileTest {

    private static final String MIXED = "multipart/mixed";
    private static final String NOTICE =
            part("removed-attachment.txt", "attachment", "An attachment was removed by the virus scanner.");
    private static final String RECORDS =
            StsRecord.of("SIM.VK.1", List.of("1", "2")).text()
                    + "\r\n"
                    + StsRecord.of("SIM.VK.1", List.of("3", "4")).text();

    private final TrackerBench bench = new TrackerBench();

    private static String part(String name, String disposition, String text) {
        return "Content-Type: text/plain; name=" + name + "\r\nContent-Disposition: " + disposition + "; filename="
                + name + "\r\n\r\n" + text;
    }

    private static Mails success(KmcRequest request) {
        return Mails.answer()
                .with("From", TrackerBench.GATEWAY.text())
                .with("Subject", "Auto: " + request.subject())
                .with("In-Reply-To", request.messageId())
                .with(GatewayResult.HEADER, "Success\tThe request was completed");
    }

    private static String text(Outcome outcome) {
        return Mails.text(outcome.keyLoadFile().orElseThrow().bytes());
    }

    private static void assertMissing(TrackerBench bench, KmcRequest request, Change change) {
        assertThat(change.after()).contains(RequestState.UNCLEAR);
        assertThat(change.notes()).containsExactly(Note.CONTENT_MISSING);
        assertThat(change.nextStep()).isEqualTo(NextStep.CALL_SUPPORT);
        Outcome outcome = bench.outcome(request);
        assertThat(outcome.notes()).containsExactly(Note.CONTENT_MISSING);
        assertThat(outcome.keyLoadFile()).isEmpty();
    }

    @Test
    void theWordsOfAFilterAreNoFileAndTheReleasedMailSettles() throws IOException {
        KmcRequest request = bench.sent(Service.GET_KEY_LOAD_FILE);
        byte[] whole = bench.reply(request, Reaction.answer());
        Change change = bench.receive(success(request).parts(MIXED, NOTICE).octets());
        assertMissing(bench, request, change);
        Change released = bench.receive(whole);
        assertThat(released.after()).contains(RequestState.SUCCEEDED);
        assertThat(released.nextStep()).isEqualTo(NextStep.LOAD_KEY_FILE);
        assertThat(text(bench.outcome(request))).contains("|").doesNotContain("virus");
    }

    @Test
    void twoTextsOfFiltersAreNoFileEither() throws IOException {
        KmcRequest request = bench.sent(Service.GET_KEY_LOAD_FILE);
        String disclaimer = part("disclaimer.txt", "attachment", "This mail is confidential.");
        Change change =
                bench.receive(success(request).parts(MIXED, NOTICE, disclaimer).octets());
        assertMissing(bench, request, change);
    }

    @Test
    void theFileIsTheOneThatReadsAsRecordsWhateverIsDeclared() throws IOException {
        KmcRequest request = bench.sent(Service.GET_KEY_LOAD_FILE);
        Change change = bench.receive(success(request)
                .parts(MIXED, NOTICE, part("klf.txt", "inline", RECORDS))
                .octets());
        assertThat(change.nextStep()).isEqualTo(NextStep.LOAD_KEY_FILE);
        assertThat(text(bench.outcome(request))).isEqualTo(RECORDS);
    }

    @Test
    void aFileWithADamagedRecordIsForTheModuleToJudge() throws IOException {
        KmcRequest request = bench.sent(Service.GET_KEY_LOAD_FILE);
        String changed = RECORDS.replace("|1|", "|7|");
        Change change = bench.receive(success(request)
                .parts(MIXED, part("klf.txt", "attachment", changed))
                .octets());
        assertThat(change.after()).contains(RequestState.SUCCEEDED);
        assertThat(text(bench.outcome(request))).isEqualTo(changed);
    }

    @Test
    void aFileOfAnyLayoutSettlesIfThePolicySaysSo() throws IOException {
        TrackerBench any = new TrackerBench(TrackingPolicy.defaults().withKeyLoadFileOfAnyLayout(true), 1);
        KmcRequest request = any.sent(Service.GET_KEY_LOAD_FILE);
        Change change = any.receive(success(request)
                .parts(MIXED, part("klf.txt", "attachment", "keys in a layout of their own"))
                .octets());
        assertThat(change.after()).contains(RequestState.SUCCEEDED);
        assertThat(change.notes()).isEmpty();
        assertThat(text(any.outcome(request))).isEqualTo("keys in a layout of their own");
    }

    /** How long a file may be, the limits of mails say. */
    @Tag("slow")
    @Test
    void aLongFileIsReadAsLongAsItIs() {
        String record = StsRecord.of("SIM.VK.1", List.of("x".repeat(60_000))).text() + "\r\n";
        byte[] octets = Mails.latin1(record.repeat(200));
        assertThat(octets).hasSizeGreaterThan(11 * 1024 * 1024);
        Attachment file = new Attachment("klf.txt", "klf.txt", "text/plain", octets, false, true);
        assertThat(file.recordFile().summary().state()).isEqualTo(RecordFile.State.ALL_RECORDS_VALID);
    }
}
