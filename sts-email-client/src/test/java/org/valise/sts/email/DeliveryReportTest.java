// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.valise.sts.email.Mails.ID;
import static org.valise.sts.email.Mails.ONE;
import static org.valise.sts.email.Mails.OTHER_ID;
import static org.valise.sts.email.Mails.OTHER_TOKEN;
import static org.valise.sts.email.Mails.SUBJECT;
import static org.valise.sts.email.Mails.crlf;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sts.email.DeliveryReport.Action;

/** RFC 3464 and the words of older servers: what the mail network says of a request, and of which. */
class DeliveryReportTest {

    private static final String REPORT = "multipart/report; report-type=delivery-status";
    private static final String WORDS = "Content-Type: text/plain\r\n\r\nYour message could not be delivered.\r\n";
    private static final String RETURNED = "From: vendor@vending.example\r\nTo: kmc@gateway.example\r\nMessage-ID: "
            + ID + "\r\nSubject: " + SUBJECT + "\r\n\r\nBody\r\n";
    private static final String RETURNED_MAIL = "Content-Type: message/rfc822\r\n\r\n" + RETURNED;

    private static String status(String action, String status) {
        return "Content-Type: message/delivery-status\r\n\r\n" + crlf("""
                        Reporting-MTA: dns; mx.gateway.example
                        Arrival-Date: Sun, 22 Nov 2026 06:07:08 +0000

                        Final-Recipient: rfc822; kmc@gateway.example
                        Action: %s
                        Status: %s
                        Diagnostic-Code: smtp; 550 5.1.1
                         no such user here
                        """.formatted(action, status));
    }

    private static Mails report(String... parts) {
        return Mails.letter("Mail Delivery System <MAILER-DAEMON@mx.gateway.example>", "Undelivered")
                .and("Return-Path", "<>")
                .and("Auto-Submitted", "auto-replied")
                .parts(REPORT, parts);
    }

    private static Reply.Delivery delivery(Mails mail) {
        Reply reply = mail.read();
        assertThat(reply).isInstanceOf(Reply.Delivery.class);
        return (Reply.Delivery) reply;
    }

    private static void assertAbout(Mails mail) {
        assertThat(delivery(mail).request()).contains(ONE);
    }

    private static void assertAboutNone(Mails mail) {
        assertThat(delivery(mail).request()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OTHER")
    void readsEveryAction(Action action) {
        String word = action.name().charAt(0) + action.name().substring(1).toLowerCase(Locale.ROOT);
        Reply.Delivery read = delivery(report(WORDS, status(word, "5.1.1 (unknown)"), RETURNED_MAIL));
        assertThat(read.report().action()).isEqualTo(action);
        assertThat(read.report().formal()).isTrue();
        assertThat(read.request()).contains(ONE);
        assertThat(read.report().recipients()).singleElement().satisfies(recipient -> {
            assertThat(recipient.address()).isEqualTo("kmc@gateway.example");
            assertThat(recipient.action()).isEqualTo(action);
            assertThat(recipient.status()).isEqualTo("5.1.1");
            assertThat(recipient.diagnostic()).isEqualTo("smtp; 550 5.1.1 no such user here");
        });
    }

    @Test
    void countsTheGravestOfSeveralRecipients() {
        String two = status("delivered", "2.0.0") + crlf("""

                Final-Recipient: rfc822; b@gateway.example
                Action: failed
                Status: 5.2.2
                """);
        DeliveryReport read = delivery(report(WORDS, two, RETURNED_MAIL)).report();
        assertThat(read.action()).isEqualTo(Action.FAILED);
        assertThat(read.recipients())
                .extracting(DeliveryReport.Recipient::status)
                .containsExactly("2.0.0", "5.2.2");
    }

    @Test
    void keepsAnActionItDoesNotKnow() {
        assertThat(delivery(report(WORDS, status("teleported", "2.0.0")))
                        .report()
                        .action())
                .isEqualTo(Action.OTHER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: message/rfc822\r\n\r\n",
                "Content-Type: text/rfc822-headers\r\n\r\n",
                "Content-Type: message/rfc822-headers\r\n\r\n",
                "Content-Type: text/rfc822-headers; charset=x-none\r\n\r\n",
                "Content-Type: message/global\r\n\r\n"
            })
    void isTiedByWhatItReturns(String header) {
        assertAbout(report(WORDS, status("failed", "5.1.1"), header + RETURNED));
        String onlyId = RETURNED.replace(SUBJECT, "Rewritten");
        assertAbout(report(WORDS, status("failed", "5.1.1"), header + onlyId));
        String onlyToken = RETURNED.replace(ID, "<rewritten@relay.example>");
        assertAbout(report(WORDS, status("failed", "5.1.1"), header + onlyToken));
        String neither = onlyToken.replace(SUBJECT, "Rewritten");
        assertAboutNone(report(WORDS, status("failed", "5.1.1"), header + neither));
    }

    @Test
    void isTiedByWhatItReturnsEncodedOrFolded() {
        String encoded = "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n";
        assertAbout(report(WORDS, status("failed", "5.1.1"), encoded + Mails.base64(RETURNED)));
        String folded = RETURNED.replace("Message-ID: ", "Message-Id:\r\n ").replace("} ", "}\r\n\t");
        assertAbout(report(WORDS, status("failed", "5.1.1"), "Content-Type: message/rfc822\r\n\r\n" + folded));
    }

    @Test
    void isReadWithoutAThirdPart() {
        assertAboutNone(report(WORDS, status("failed", "5.1.1")));
        assertAboutNone(report(WORDS));
        assertAbout(report(WORDS + "Message " + ID + "\r\n", status("failed", "5.1.1")));
        assertAbout(report(WORDS + "Subject: " + SUBJECT + "\r\n", status("failed", "5.1.1")));
        assertAbout(report(WORDS, status("failed", "5.1.1")).and("In-Reply-To", ID));
        assertAbout(report(WORDS, status("failed", "5.1.1") + "X-Original-Message-ID: " + ID + "\r\n"));
    }

    @Test
    void isTiedToNoneIfItMentionsTwo() {
        assertAboutNone(report(WORDS + ID + " and " + OTHER_ID, status("failed", "5.1.1")));
        assertAboutNone(report(WORDS + "{KMS:Help} " + OTHER_TOKEN.text() + "\r\n" + ID, status("failed", "5.1.1")));
        assertAboutNone(report(WORDS, status("failed", "5.1.1"), RETURNED_MAIL, RETURNED_MAIL.replace(ID, OTHER_ID)));
        assertAboutNone(report(WORDS, status("failed", "5.1.1"), RETURNED_MAIL.replace(ID, OTHER_ID)));
    }

    /** What is returned tells more than what is mentioned on the way. */
    @Test
    void prefersWhatItReturns() {
        assertAbout(report(WORDS + "See also " + OTHER_ID, status("failed", "5.1.1"), RETURNED_MAIL));
    }

    private static final String QMAIL = crlf("""
            Hi. This is the qmail-send program at mx.relay.example.
            I'm afraid I wasn't able to deliver your message to the following addresses.
            This is a permanent error; I've given up. Sorry it didn't work out.

            <kmc@gateway.example>:
            192.0.2.7 does not like recipient.
            Remote host said: 550 5.1.1 no such user

            --- Below this line is a copy of the message.

            Return-Path: <vendor@vending.example>
            """);
    private static final String EXIM = crlf("""
            This message was created automatically by mail delivery software.

            A message that you sent could not be delivered to one or more of its
            recipients. This is a permanent error. The following address(es) failed:

              kmc@gateway.example
                Unrouteable address

            ------ This is a copy of the message, including all the headers. ------

            """);
    private static final String EXCHANGE = crlf("""
            Your message did not reach some or all of the intended recipients.

                  Subject: %s
                  Sent:    22.11.2026 06:07

            The following recipient(s) could not be reached:

                  kmc@gateway.example on 22.11.2026 06:07
                        The e-mail account does not exist at the organization. <mx.gateway.example #5.1.1>
            """.formatted(SUBJECT));

    @Test
    void readsReportsInWords() {
        Mails qmail =
                Mails.letter("MAILER-DAEMON@mx.relay.example", "failure notice").body(QMAIL + RETURNED);
        Mails exim = Mails.letter(
                        "Mail Delivery System <Mailer-Daemon@mx.relay.example>",
                        "Mail delivery failed: returning message to sender")
                .and("X-Failed-Recipients", "kmc@gateway.example")
                .body(EXIM + RETURNED);
        Mails exchange = Mails.letter("System Administrator <admin@relay.example>", "Undeliverable: " + SUBJECT)
                .body(EXCHANGE);
        for (Mails mail : new Mails[] {qmail, exim, exchange}) {
            assertThat(delivery(mail).report().action()).isEqualTo(Action.FAILED);
            assertThat(delivery(mail).report().formal()).isFalse();
            assertThat(delivery(mail).report().recipients()).isEmpty();
            assertAbout(mail);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Warning: message 1abc delayed 24 hours | It has not yet been delivered. | DELAYED",
                "Delivery Status Notification (Delay) | You do not need to resend your message. | DELAYED",
                "Undelivered Mail Returned to Sender | I could not deliver it. 5.1.1 unknown | FAILED",
                "Delivery failure | The message was delayed, then 5.4.7 was said. | FAILED"
            })
    void tellsADelayFromAFailureInWords(String subject, String body, Action action) {
        Mails mail = Mails.letter("MAILER-DAEMON@mx.relay.example", subject).body(body + "\r\n" + RETURNED);
        assertThat(delivery(mail).report().action()).isEqualTo(action);
        assertAbout(mail);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Anna <anna@office.example> | Meeting delayed | We start at ten; the 550 bus is late.",
                "Anna <anna@office.example> | Re: error report | It says 5.1.1 in line 12.",
                "Shop News <news@shop.example> | Black Friday: last chance | Unsubscribe below.",
                "Anna <anna@office.example> | Problem with the invoice | Please return it.",
                "Build <build@ci.example> | Build failed | 3 errors, 550 warnings."
            })
    void doesNotTakeOrdinaryMailsForReports(String from, String subject, String body) {
        Mails mail =
                Mails.letter(from, subject).and("Return-Path", "<a@b.example>").body(body);
        assertThat(mail.read()).isInstanceOf(Reply.NotOurs.class);
    }

    /** A report is not an answer, and the gateway's answer about a failure is not a report. */
    @Test
    void isToldFromAnAnswer() {
        Mails answer = Mails.answer()
                .with(GatewayResult.HEADER, "Error\tEFail\tDelivery failed")
                .body(QMAIL);
        assertThat(answer.read()).isInstanceOf(Reply.Matched.class);
        assertThat(report(WORDS, status("failed", "5.1.1"), RETURNED_MAIL)
                        .read()
                        .about())
                .contains(ONE);
        assertThat(report(WORDS, status("failed", "5.1.1"), RETURNED_MAIL).read())
                .isNotInstanceOf(Reply.Matched.class);
    }

    @Test
    void showsNoAddressAndNoWordsOfTheServer() {
        assertThat(delivery(report(WORDS, status("failed", "5.1.1"), RETURNED_MAIL))
                        .toString())
                .contains("FAILED 5.1.1")
                .doesNotContain("gateway.example", "no such user", SUBJECT, "could not");
    }

    @Tag("slow")
    @Test
    void readsHugeReportsInTime() {
        String block = "\r\nFinal-Recipient: rfc822; a@b\r\nAction: delayed\r\nStatus: 4.0.0\r\n";
        byte[] huge = report(WORDS, status("failed", "5.1.1") + block.repeat(250_000), RETURNED_MAIL)
                .octets();
        Reply reply = assertTimeout(Duration.ofSeconds(5), () -> Mails.read(huge));
        assertThat(reply).isInstanceOfSatisfying(Reply.Delivery.class, read -> {
            assertThat(read.report().action()).isEqualTo(Action.FAILED);
            assertThat(read.report().recipients()).hasSizeLessThan(10_000);
        });
    }

    /** Forwarding the gateway's answer to somebody may fail too; that says nothing of the request. */
    @Test
    void isNotTiedByTheSubjectOfAnAnswer() {
        for (String prefix : List.of("Auto: ", "Fwd: Auto: ", "RE: ", "AW: ", "Fwd:")) {
            String words = QMAIL + "Subject: " + prefix + SUBJECT + "\r\n";
            assertAboutNone(Mails.letter("MAILER-DAEMON@mx.relay.example", "failure notice")
                    .body(words));
        }
    }

    /** A later mail of a thread that began with a request: its own Message-ID is in it, and not ours. */
    @Test
    void isNotTiedByWhatTheReturnedMailRefersTo() {
        String later = "From: vendor@vending.example\r\nMessage-ID: <later@vending.example>\r\nIn-Reply-To: " + ID
                + "\r\nReferences: " + ID + "\r\nSubject: Fwd: Auto: " + SUBJECT + "\r\n\r\nBody\r\n";
        for (String header : List.of("message/rfc822", "text/rfc822-headers")) {
            assertAboutNone(report(WORDS, status("failed", "5.1.1"), "Content-Type: " + header + "\r\n\r\n" + later));
        }
        assertAboutNone(
                Mails.letter("MAILER-DAEMON@mx.relay.example", "failure notice").body(QMAIL + later));
        String quoted = later.replace("Message-ID: ", "Message-Id:\r\n\t");
        assertAboutNone(
                Mails.letter("MAILER-DAEMON@mx.relay.example", "failure notice").body(QMAIL + quoted));
    }

    @Test
    void readsAReportWithinAReport() {
        String inner = Mails.text(report(WORDS, status("failed", "5.1.1"), RETURNED_MAIL)
                .and("Message-ID", "<inner@relay.example>")
                .octets());
        Mails outer = Mails.letter("MAILER-DAEMON@relay.example", "Undelivered")
                .type(
                        "multipart/mixed; boundary=outer",
                        "--outer\r\nContent-Type: message/rfc822\r\n\r\n" + inner + "\r\n--outer--\r\n");
        assertAbout(outer);
    }

    /** Words of delivery stand in the subjects of shops, and people answer and forward reports. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Parcels <info@parcels.example> | Delivery notification: your parcel arrives today",
                "Parcels <info@parcels.example> | Delivery report for order 12",
                "Shop <news@shop.example> | Sold out: returned mail orders",
                "Anna <anna@office.example> | Re: Delivery failure",
                "Anna <anna@office.example> | Fwd: Undelivered Mail Returned to Sender",
                "Anna <anna@office.example> | AW: failure notice",
                "Shop News <bounces@lists.shop.example> | Our offers this week",
                "List <bounce-12@lists.example> | [list] Digest 12",
                "Daemon Tools <news@daemon.example> | New release"
            })
    void doesNotTakeWordsOfDeliveryForAReport(String from, String subject) {
        Mails mail =
                Mails.letter(from, subject).and("Return-Path", "<a@b.example>").body("See below.\r\n");
        assertThat(mail.read()).isInstanceOf(Reply.NotOurs.class);
    }
}
