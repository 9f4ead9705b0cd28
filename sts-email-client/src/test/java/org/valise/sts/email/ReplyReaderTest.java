// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.valise.sts.email.Mails.GATEWAY;
import static org.valise.sts.email.Mails.ID;
import static org.valise.sts.email.Mails.KNOWN;
import static org.valise.sts.email.Mails.ONE;
import static org.valise.sts.email.Mails.OTHER_ID;
import static org.valise.sts.email.Mails.OTHER_TOKEN;
import static org.valise.sts.email.Mails.READER;
import static org.valise.sts.email.Mails.SUBJECT;
import static org.valise.sts.email.Mails.TOKEN;
import static org.valise.sts.email.Mails.TWO;
import static org.valise.sts.email.Mails.answer;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** STS600-9-2 8.3.1: which mails are answers, to which request, and which only look like it. */
class ReplyReaderTest {

    private static final Session SESSION = Session.getInstance(new Properties());
    private static final String UNKNOWN_ID = "<unknown@elsewhere.example>";
    private static final String UNKNOWN_TOKEN = "Q".repeat(26);

    private static Reply.Matched assertMatched(Mails mail, MailFinding... findings) {
        Reply reply = mail.read();
        assertThat(reply).isInstanceOf(Reply.Matched.class);
        assertThat(reply.about()).contains(ONE);
        assertThat(reply.findings()).containsExactly(findings);
        return (Reply.Matched) reply;
    }

    private static void assertSuspect(Mails mail, MailFinding... findings) {
        Reply reply = mail.read();
        assertThat(reply).isInstanceOf(Reply.Suspect.class);
        assertThat(reply.about()).contains(ONE);
        assertThat(reply.findings()).contains(findings);
    }

    private static void assertNotOurs(Mails mail, Reply.Reason reason) {
        assertThat(mail.read())
                .isInstanceOfSatisfying(
                        Reply.NotOurs.class, no -> assertThat(no.reason()).isEqualTo(reason));
        assertThat(mail.read().about()).isEmpty();
    }

    @Test
    void isAnAnswerByTokenAndSender() {
        assertThat(assertMatched(answer()).byToken()).isTrue();
        assertThat(assertMatched(answer().without("In-Reply-To")).byToken()).isTrue();
        assertThat(assertMatched(answer()).mail().result().code()).isEqualTo("EVkloadExpired");
    }

    /** D-23: the submitting server may have replaced the Message-ID. */
    @Test
    void isAnAnswerAlsoIfTheMessageIdWasReplaced() {
        assertThat(assertMatched(answer().with("In-Reply-To", UNKNOWN_ID), MailFinding.MESSAGE_ID_REWRITTEN)
                        .byToken())
                .isTrue();
        // The token decides, even where the Message-ID is that of another request.
        assertMatched(answer().with("In-Reply-To", OTHER_ID), MailFinding.MESSAGE_ID_REWRITTEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {ID, UNKNOWN_ID, ""})
    void isSuspectIfTheSenderIsAnother(String inReplyTo) {
        assertSuspect(
                answer().with("From", "kmc@evil.example").with("In-Reply-To", inReplyTo), MailFinding.SENDER_DIFFERS);
    }

    @Test
    void isAWeakerAnswerByMessageIdAlone() {
        for (String subject : List.of("", "Your request", "Auto: {KMS:GetKlfStsEd2}", "Auto: {KMS:GetKlfStsEd2} x")) {
            Reply.Matched reply = assertMatched(answer().with("Subject", subject), MailFinding.TOKEN_MISSING);
            assertThat(reply.byToken()).isFalse();
        }
    }

    @Test
    void isReportedIfNothingTiesItToARequest() {
        Mails lost = answer().with("Subject", "Auto: {KMS:GetKlfStsEd2}").without("In-Reply-To");
        for (Mails mail : List.of(
                lost,
                answer().with("Subject", "You have been blocked").without("In-Reply-To"),
                answer().with("Subject", "Auto: {KMS:Help} " + UNKNOWN_TOKEN).with("In-Reply-To", UNKNOWN_ID),
                lost.without(GatewayResult.HEADER))) {
            assertThat(mail.read()).isInstanceOf(Reply.Unmatched.class);
            assertThat(mail.read().about()).isEmpty();
        }
    }

    @Test
    void isIgnoredIfNothingIsKnown() {
        assertNotOurs(Mails.letter("a@b.example", "Lunch?"), Reply.Reason.UNRELATED);
        assertNotOurs(
                answer().with("From", "kmc@evil.example")
                        .with("Subject", "Auto: {KMS:Help} " + UNKNOWN_TOKEN)
                        .with("In-Reply-To", UNKNOWN_ID)
                        .without("Auto-Submitted")
                        .without("Precedence"),
                Reply.Reason.UNRELATED);
    }

    /** The request of another run of the same software, whose mailbox this is too. */
    @Test
    void isNotOursIfItAnswersAnotherRun() throws IOException {
        assertThat(READER.read(answer().octets(), KnownRequests.of(List.of(TWO))))
                .isInstanceOf(Reply.Unmatched.class);
        assertThat(READER.read(answer().octets(), KnownRequests.of(List.of()))).isInstanceOf(Reply.Unmatched.class);
    }

    /** Clause 8.3.1 has the subject come back; mail software folds and encodes it on the way. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Auto: {KMS:GetKlfStsEd2}\r\n ABCDEFGHIJKLMNOPQRSTUVWX23",
                "Auto: {KMS:GetKlfStsEd2}\r\n\tABCDEFGHIJKLMNOPQRSTUVWX23",
                "Auto:\r\n\t{KMS:GetKlfStsEd2}\n ABCDEFGHIJKLMNOPQRSTUVWX23",
                "=?UTF-8?B?QXV0bzoge0tNUzpHZXRLbGZTdHNFZDJ9IEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWDIz?=",
                "=?UTF-8?Q?Auto:_{KMS:GetKlfStsEd2}_ABCDEFGHIJKLMNOPQRSTUVWX23?=",
                "=?us-ascii?q?Auto=3A_=7BKMS=3AGetKlfStsEd2=7D=20ABCDEFGHIJKLMNOPQRSTUVWX23?=",
                "=?UTF-8?Q?Auto:_{KMS:GetKlfStsEd2}_ABCDEFGHIJ?=\r\n =?UTF-8?Q?KLMNOPQRSTUVWX23?=",
                "Auto: =?UTF-8?B?e0tNUzpHZXRLbGZTdHNFZDJ9?= ABCDEFGHIJKLMNOPQRSTUVWX23",
                "Auto: {KMS:GetKlfStsEd2} abcdefghijklmnopqrstuvwx23",
                "auto: {kms:getklfstsed2} ABCDEFGHIJKLMNOPQRSTUVWX23",
                "Auto:{KMS:GetKlfStsEd2}ABCDEFGHIJKLMNOPQRSTUVWX23",
                "  Auto:   {KMS:GetKlfStsEd2} \t ABCDEFGHIJKLMNOPQRSTUVWX23  ",
                "Auto: {KMS:GetKlfStsEd2}\u00a0ABCDEFGHIJKLMNOPQRSTUVWX23",
                "Auto: {KMS:GetKlIfStsEd2} ABCDEFGHIJKLMNOPQRSTUVWX23"
            })
    void readsTheSubjectHoweverItWasWritten(String subject) {
        assertMatched(answer().with("Subject", subject));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[EXTERNAL] Auto: ",
                "EXT: Auto: ",
                "[SPAM?] Auto: ",
                "***SPAM*** Auto: ",
                "=?UTF-8?Q?[EXTERN]?= Auto: ",
                "[a] [b] Auto: "
            })
    void readsBehindThePrefixOfAFilter(String prefix) {
        assertMatched(answer().with("Subject", prefix + SUBJECT), MailFinding.PREFIXED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Re: Auto: ",
                "RE: Auto: ",
                "Fwd: Auto: ",
                "FW: Auto: ",
                "AW: Auto: ",
                "WG: Auto: ",
                "Re[2]: Auto: ",
                "Re : Auto: ",
                "[EXTERNAL] Re: Auto: ",
                "Re: [EXTERNAL] Auto: ",
                "Re:Auto: "
            })
    void saysThatSomebodyRepliedOrForwarded(String prefix) {
        assertMatched(answer().with("Subject", prefix + SUBJECT), MailFinding.PREFIXED, MailFinding.FORWARDED);
    }

    /** Anything behind the token, or another length, was not put there by the gateway. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Auto: {KMS:GetKlfStsEd2} ABCDEFGHIJKLMNOPQRSTUVWX23 x",
                "Auto: {KMS:GetKlfStsEd2} ABCDEFGHIJKLMNOPQRSTUVWX23A",
                "Auto: {KMS:GetKlfStsEd2} ABCDEFGHIJKLMNOPQRSTUVWX2",
                "Auto: {KMS:GetKlfStsEd2} ABCDEFGHIJKLM NOPQRSTUVWX23",
                "Auto: {KMS:GetKlfStsEd2} ABCDEFGHIJKLMNOPQRSTUVWX24",
                "Auto: ABCDEFGHIJKLMNOPQRSTUVWX23",
                "Automatic reply: {KMS:GetKlfStsEd2} ABCDEFGHIJKLMNOPQRSTUVWX23",
                "Re: {KMS:GetKlfStsEd2} ABCDEFGHIJKLMNOPQRSTUVWX23",
                "{KMS:GetKlfStsEd2} ABCDEFGHIJKLMNOPQRSTUVWX23"
            })
    void takesNoOtherSubjectForOneWithAToken(String subject) {
        Reply reply = answer().with("Subject", subject).without("In-Reply-To").read();
        assertThat(reply).isNotInstanceOf(Reply.Matched.class);
        assertThat(reply.about()).isEmpty();
    }

    @Test
    void doesNotTrustAMailWithTwoSubjects() {
        assertSuspect(answer().and("Subject", "Lunch?"), MailFinding.DUPLICATE_SUBJECT);
        assertSuspect(
                answer().with("Subject", "Lunch?").and("Subject", "Auto: " + SUBJECT), MailFinding.DUPLICATE_SUBJECT);
        assertThat(answer().and("Subject", "Lunch?").mail().token()).isEmpty();
    }

    @Test
    void doesNotTrustAMailWithTwoSenders() {
        assertSuspect(answer().and("From", "a@b.example"), MailFinding.SENDER_AMBIGUOUS);
        assertSuspect(answer().and("From", GATEWAY), MailFinding.SENDER_AMBIGUOUS);
        assertSuspect(answer().with("From", GATEWAY + ", a@b.example"), MailFinding.SENDER_AMBIGUOUS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"kmc@gateway.example\" <kmc@evil.example>",
                "kmc@gateway.example <kmc@evil.example>",
                "=?utf-8?q?kmc=40gateway.example?= <kmc@evil.example>",
                "=?utf-8?q?<kmc=40gateway.example>?= <kmc@evil.example>",
                "kmc@evil.example (kmc@gateway.example)",
                "(<kmc@gateway.example>) kmc@evil.example",
                "\"<kmc@gateway.example>\" kmc@evil.example",
                "<kmc@gateway.example> <kmc@evil.example>",
                "<kmc@evil.example> <kmc@gateway.example>",
                "<kmc@gateway.example> kmc@evil.example",
                "kmc@gateway.example@evil.example",
                "<kmc@gateway.example>@evil.example",
                "kmc@gateway.example.evil.example",
                "xkmc@gateway.example",
                "<@gateway.example:kmc@evil.example>",
                "\"kmc\"@gateway.example",
                "kmc@gateway.example\0",
                "<kmc@gateway.example",
                "group: kmc@gateway.example;",
                "bad @@",
                "<>",
                ""
            })
    void comparesTheAddressAndNothingElse(String from) {
        assertSuspect(answer().with("From", from), MailFinding.SENDER_DIFFERS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kmc@gateway.example",
                "<kmc@gateway.example>",
                "KMC@Gateway.EXAMPLE",
                "STS KMC <kmc@gateway.example>",
                "\"STS, KMC\" <kmc@gateway.example>",
                "\"a <x@y> \\\" b\" <kmc@gateway.example>",
                "=?UTF-8?B?U1RT?= <kmc@gateway.example>",
                "kmc@gateway.example (STS KMC)",
                "STS\r\n KMC\r\n\t<kmc@gateway.example>"
            })
    void readsTheSenderHoweverItWasWritten(String from) {
        assertMatched(answer().with("From", from));
    }

    @Test
    void takesFurtherSendersOfTheGateway() throws IOException {
        ReplyReader reader =
                ReplyReader.forGateway(MailAddress.of("in@gateway.example"), MailAddress.of(Mails.GATEWAY));
        assertThat(reader.read(answer().octets(), KNOWN)).isInstanceOf(Reply.Matched.class);
    }

    @Test
    void saysThatNoSenderWasCompared() throws IOException {
        Reply reply = ReplyReader.forAnySender()
                .read(answer().with("From", "x@y.example").octets(), KNOWN);
        assertThat(reply.about()).contains(ONE);
        assertThat(reply.findings()).contains(MailFinding.SENDER_NOT_CHECKED);
    }

    @Test
    void isSuspectIfItNamesAnotherService() {
        assertSuspect(answer().with("Subject", "Auto: {KMS:Help} " + TOKEN.text()), MailFinding.SERVICE_DIFFERS);
        assertMatched(answer().with("Subject", "Auto: {KMS:NewOne} " + TOKEN.text()));
    }

    @Test
    void tellsACopyOfARequest() {
        Mails copy = Mails.letter(Mails.VENDOR, SUBJECT).and("Message-ID", ID).and("To", GATEWAY);
        assertNotOurs(copy, Reply.Reason.OWN_REQUEST);
        KmcRequest request = RequestFactory.from(Mails.VENDOR).to(GATEWAY).help();
        assertThat(Mails.read(request.octets()))
                .isInstanceOfSatisfying(
                        Reply.NotOurs.class, no -> assertThat(no.reason()).isEqualTo(Reply.Reason.OWN_REQUEST));
    }

    @Test
    void ignoresVacationReplies() {
        Mails vacation = Mails.letter("person@office.example", "Automatic reply: " + SUBJECT)
                .and("In-Reply-To", ID)
                .and("Auto-Submitted", "auto-replied (vacation)")
                .body("I am on holiday.");
        assertNotOurs(vacation, Reply.Reason.AUTO_REPLY);
        assertNotOurs(vacation.without("Auto-Submitted"), Reply.Reason.AUTO_REPLY);
        assertNotOurs(vacation.with("Subject", "On holiday").and("X-Autoreply", "yes"), Reply.Reason.AUTO_REPLY);
    }

    @Test
    void ignoresReadReceipts() {
        Mails receipt = Mails.letter("person@office.example", "Read: " + SUBJECT)
                .and("In-Reply-To", ID)
                .parts(
                        "multipart/report; report-type=disposition-notification",
                        "\r\nRead.",
                        "Content-Type: message/disposition-notification\r\n\r\nOriginal-Message-ID: " + ID
                                + "\r\nDisposition: manual-action/MDN-sent-manually; displayed");
        assertNotOurs(receipt, Reply.Reason.READ_RECEIPT);
        assertNotOurs(receipt.with("From", GATEWAY), Reply.Reason.READ_RECEIPT);
    }

    @Test
    void readsAMessageOfJakartaMailLikeItsOctets() throws Exception {
        for (Mails mail : List.of(answer(), answer().with("From", "x@evil.example"), Mails.letter("a@b.c", "x"))) {
            MimeMessage message = new MimeMessage(SESSION, new ByteArrayInputStream(mail.octets()));
            Reply reply = READER.read(message, KNOWN);
            assertThat(reply).hasSameClassAs(mail.read());
            assertThat(reply.about()).isEqualTo(mail.read().about());
            assertThat(reply.findings()).isEqualTo(mail.read().findings());
            assertThat(reply.mail().octets()).isEqualTo(mail.octets());
        }
    }

    @Test
    void turnsWhateverJakartaMailThrowsIntoAnIoException() {
        for (Exception fault : List.of(
                new IllegalStateException("SECRET"),
                new MessagingException("SECRET"),
                new StringIndexOutOfBoundsException(-1))) {
            MimeMessage broken = new MimeMessage(SESSION) {
                @Override
                public void writeTo(OutputStream out) throws MessagingException {
                    if (fault instanceof MessagingException checked) {
                        throw checked;
                    }
                    throw (RuntimeException) fault;
                }
            };
            assertThatThrownBy(() -> READER.read(broken, KNOWN))
                    .isInstanceOf(IOException.class)
                    .hasCause(fault)
                    .hasMessageNotContaining("SECRET");
        }
    }

    @Test
    void handsFaultsOfTheStoreOn() {
        KnownRequests broken = new KnownRequests() {
            @Override
            public Optional<Known> knownByToken(Token token) throws IOException {
                throw new IOException("no disk");
            }

            @Override
            public Optional<Known> knownByMessageId(String messageId) throws IOException {
                throw new IOException("no disk");
            }
        };
        assertThatThrownBy(() -> READER.read(answer().octets(), broken)).hasMessage("no disk");
    }

    @Test
    void showsNeitherTokensNorContent() {
        String body = "SECRET\r\n" + Mails.REAL_BLOCK;
        Mails unknown =
                answer().with("Subject", "Auto: {KMS:Help} " + UNKNOWN_TOKEN).without("In-Reply-To");
        for (Reply reply : List.of(
                answer().body(body).read(),
                answer().with("From", "a@b.example").body(body).read(),
                unknown.body(body).read(),
                Mails.letter("a@b.example", "SECRET").body(body).read(),
                Mails.letter("MAILER-DAEMON@b.example", "SECRET")
                        .body(body + SUBJECT)
                        .read())) {
            assertThat(reply + " " + reply.mail() + " " + reply.about())
                    .doesNotContain("SECRET", "047D77", "9863A5", TOKEN.text(), OTHER_TOKEN.text(), UNKNOWN_TOKEN);
            assertThat(reply.toString().toUpperCase(Locale.ROOT)).doesNotContain(SUBJECT.toUpperCase(Locale.ROOT));
        }
    }

    /** A field beyond 8 KiB is not looked at: else its prefix would be lost on the way, and with it its meaning. */
    @Test
    void doesNotLookAtSubjectsBeyondTheLimit() {
        String blanks = " ".repeat(9000);
        Reply reply = answer().with("Subject", "Fwd:" + blanks + "Auto: " + SUBJECT)
                .without("In-Reply-To")
                .read();
        assertThat(reply).isInstanceOf(Reply.Unmatched.class);
        assertMatched(
                answer().with("Subject", "Fwd:" + " ".repeat(8000) + "Auto: " + SUBJECT),
                MailFinding.PREFIXED,
                MailFinding.FORWARDED);
    }

    /** Outside of quotes a backslash has no meaning; readers differ in what they make of it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "kmc@gateway.example\\x",
                "kmc\\@@gateway.example",
                "<kmc@gateway.example\\.>",
                "k\\xmc@gateway.example"
            })
    void takesNoSenderWithABackslash(String from) {
        assertSuspect(answer().with("From", from), MailFinding.SENDER_DIFFERS);
    }

    /** D-25, D-26: every mail of the gateway is marked as automatic, and the result header may be absent. */
    @Test
    void isAWeakerAnswerAlsoWithoutAResult() {
        Mails bare = answer().with("Subject", "Your request was deferred").without(GatewayResult.HEADER);
        assertMatched(bare, MailFinding.TOKEN_MISSING);
        // A person's vacation notice from that address says nothing about the request.
        assertThat(bare.with("Subject", "Out of office").read()).isInstanceOf(Reply.Unmatched.class);
    }
}
