// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.valise.sts.email.TrackerBench.edited;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.valise.sts.email.testing.Mangle;
import org.valise.sts.email.testing.Reaction;
import org.valise.sts.email.testing.Reaction.Part;

/**
 * The decision table whose mail it is (STS600-9-2 clause 8.3.1), as far as it decides what may move a request: token in
 * the subject, Message-ID in In-Reply-To, sender.
 */
class RequestMatchingTest {

    private final TrackerBench bench = new TrackerBench();
    private final TrackerBench lenient =
            new TrackerBench(TrackingPolicy.defaults().withMessageIdIsEnough(true), 1);

    private static final Reaction BY_ID = Reaction.answer().without(Part.TOKEN);
    private static final Reaction FORGED = Reaction.answer().from("evil@example.net");

    /** Mails that move nothing, however often they come. */
    private static Change ignored(TrackerBench bench, KmcRequest request, byte[] mail) throws IOException {
        TrackedRequest before = bench.kept(request);
        Change change = bench.receive(mail);
        assertThat(change.changedAnything()).isFalse();
        assertThat(change.settled()).isFalse();
        assertThat(bench.kept(request)).isEqualTo(before);
        assertThat(bench.store.reply(request.token())).isEmpty();
        return change;
    }

    private KmcRequest file() throws IOException {
        return bench.sent(Service.GET_KEY_LOAD_FILE);
    }

    @Test
    void theTokenIsEnough() throws IOException {
        KmcRequest request = file();
        assertThat(bench.answer(request, Reaction.answer().without(Part.IN_REPLY_TO))
                        .after())
                .contains(RequestState.SUCCEEDED);
    }

    @Test
    void theTokenCountsMoreThanAnotherMessageId() throws IOException {
        KmcRequest request = file();
        byte[] mail = edited(bench.reply(request, Reaction.answer()), request.messageId(), "<rewritten@mx.example>");
        Change change = bench.receive(mail);
        assertThat(change.after()).contains(RequestState.SUCCEEDED);
        assertThat(((Reply.Matched) change.reply().orElseThrow()).findings())
                .contains(MailFinding.MESSAGE_ID_REWRITTEN);
    }

    @ParameterizedTest
    @CsvSource({"evil@example.net", "gateway@kmc.example.net", "xgateway@kmc.example"})
    void aForgedAnswerMovesNothing(String sender) throws IOException {
        KmcRequest request = file();
        Change change =
                ignored(bench, request, bench.reply(request, Reaction.answer().from(sender)));
        assertThat(change.notes()).containsExactly(Note.SUSPECT);
        assertThat(change.nextStep()).isEqualTo(NextStep.CALL_SUPPORT);
        assertThat(bench.answer(request, Reaction.error("EExample", "An example"))
                        .after())
                .contains(RequestState.FAILED);
    }

    @Test
    void theDisplayNameIsNoSender() throws IOException {
        KmcRequest request = file();
        byte[] mail = edited(
                bench.reply(request, FORGED),
                "From: evil@example.net",
                "From: \"gateway@kmc.example\" <evil@example.net>");
        assertThat(ignored(bench, request, mail).notes()).containsExactly(Note.SUSPECT);
    }

    @Test
    void twoSendersAreSuspect() throws IOException {
        KmcRequest request = file();
        byte[] mail = edited(
                bench.reply(request, Reaction.answer()),
                "From: gateway@kmc.example\r\n",
                "From: gateway@kmc.example\r\nFrom: evil@example.net\r\n");
        assertThat(ignored(bench, request, mail).notes()).containsExactly(Note.SUSPECT);
    }

    @Test
    void twoSubjectsAreSuspect() throws IOException {
        KmcRequest request = file();
        byte[] mail =
                edited(bench.reply(request, Reaction.answer()), "Subject: Auto:", "Subject: Hello\r\nSubject: Auto:");
        assertThat(ignored(bench, request, mail).notes()).containsExactly(Note.SUSPECT);
    }

    @Test
    void theAnswerOfAnotherServiceIsSuspect() throws IOException {
        KmcRequest request = file();
        byte[] mail =
                edited(bench.reply(request, Reaction.answer()), "Auto: {KMS:GetKlfStsEd2}", "Auto: {KMS:GetPublicKey}");
        assertThat(ignored(bench, request, mail).notes()).containsExactly(Note.SUSPECT);
    }

    @Test
    void aPersonWhoPassesTheMailOnMovesNothing() throws IOException {
        KmcRequest request = file();
        Change change =
                ignored(bench, request, bench.reply(request, Reaction.answer().mangled(Mangle.SUBJECT_REPLIED)));
        assertThat(change.notes()).containsExactly(Note.FORWARDED);
        assertThat(change.nextStep()).isEqualTo(NextStep.READ_TEXT);
    }

    @Test
    void theMessageIdAloneIsNotEnoughForTheStrict() throws IOException {
        KmcRequest request = file();
        Change change = ignored(bench, request, bench.reply(request, BY_ID));
        assertThat(change.notes()).containsExactly(Note.TOKEN_MISSING);
        assertThat(change.nextStep()).isEqualTo(NextStep.READ_TEXT);
    }

    @Test
    void theMessageIdAloneIsEnoughForTheLenient() throws IOException {
        KmcRequest request = lenient.sent(Service.GET_KEY_LOAD_FILE);
        Change change = lenient.answer(request, BY_ID);
        assertThat(change.after()).contains(RequestState.SUCCEEDED);
        assertThat(((Reply.Matched) change.reply().orElseThrow()).findings()).contains(MailFinding.TOKEN_MISSING);
    }

    @Test
    void theLenientTakeNoMessageIdFromAnotherSender() throws IOException {
        KmcRequest request = lenient.sent(Service.GET_KEY_LOAD_FILE);
        byte[] mail = lenient.reply(request, BY_ID.from("evil@example.net"));
        assertThat(ignored(lenient, request, mail).notes()).containsExactly(Note.SUSPECT);
    }

    @Test
    void aMailOfTheGatewayWithoutTokenAndMessageIdIsNobodys() throws IOException {
        KmcRequest request = lenient.sent(Service.GET_KEY_LOAD_FILE);
        Change change = ignored(lenient, request, lenient.reply(request, BY_ID.without(Part.IN_REPLY_TO)));
        assertThat(change.request()).isEmpty();
        assertThat(change.reply().orElseThrow()).isInstanceOf(Reply.Unmatched.class);
        assertThat(change.nextStep()).isEqualTo(NextStep.READ_TEXT);
    }

    @Test
    void theTokenOfAnotherSystemIsNobodys() throws IOException {
        KmcRequest request = file();
        Change change = ignored(bench, request, bench.reply(bench.request(Service.HELP), Reaction.answer()));
        assertThat(change.reply().orElseThrow()).isInstanceOf(Reply.Unmatched.class);
    }

    @Test
    void whatHasNothingOfUsIsIgnored() throws IOException {
        KmcRequest request = file();
        byte[] mail = bench.reply(request, BY_ID.without(Part.IN_REPLY_TO).from("news@example.net"));
        Change change = ignored(bench, request, mail);
        assertThat(change.reply().orElseThrow()).isInstanceOf(Reply.NotOurs.class);
        assertThat(change.nextStep()).isEqualTo(NextStep.NOTHING);
    }

    @ParameterizedTest
    @CsvSource({"report-type=disposition-notification", "report-type=\"disposition-notification\""})
    void aReadReceiptIsIgnored(String type) throws IOException {
        KmcRequest request = file();
        String mail = "From: gateway@kmc.example\r\nTo: vendor@vending.example\r\nSubject: Read\r\nIn-Reply-To: "
                + request.messageId() + "\r\nContent-Type: multipart/report; " + type + "; boundary=b\r\n\r\n--b\r\n"
                + "\r\nread\r\n--b\r\nContent-Type: message/disposition-notification\r\n\r\n"
                + "Disposition: manual-action/MDN-sent-manually; displayed\r\n--b--\r\n";
        Change change = ignored(bench, request, mail.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThat(change.nextStep()).isEqualTo(NextStep.NOTHING);
    }

    @Test
    void anAbsenceMessageIsIgnored() throws IOException {
        KmcRequest request = file();
        String mail =
                "From: colleague@vending.example\r\nTo: vendor@vending.example\r\nAuto-Submitted: auto-replied\r\n"
                        + "Subject: Automatic reply: away\r\nIn-Reply-To: " + request.messageId()
                        + "\r\n\r\nI am away.\r\n";
        Change change = ignored(bench, request, mail.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThat(change.nextStep()).isEqualTo(NextStep.NOTHING);
    }

    @Test
    void ourOwnRequestIsIgnored() throws IOException {
        KmcRequest request = file();
        assertThat(ignored(bench, request, request.octets()).nextStep()).isEqualTo(NextStep.NOTHING);
    }

    @Test
    void twoOpenRequestsGetEachTheirOwn() throws IOException {
        KmcRequest one = file();
        KmcRequest two = file();
        bench.answer(two, Reaction.answer());
        assertThat(bench.kept(one).state()).isEqualTo(RequestState.SENT);
        bench.answer(one, Reaction.error("EExample", "An example"));
        assertThat(bench.kept(two).state()).isEqualTo(RequestState.SUCCEEDED);
        assertThat(bench.kept(one).state()).isEqualTo(RequestState.FAILED);
    }
}
