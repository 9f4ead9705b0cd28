// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.valise.sts.email.Mails.ID;
import static org.valise.sts.email.Mails.ONE;
import static org.valise.sts.email.Mails.OTHER_ID;
import static org.valise.sts.email.Mails.SUBJECT;
import static org.valise.sts.email.Mails.crlf;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sts.email.DeliveryReport.Action;

/** Each sign by itself that makes a mail a report, and what is no report for want of it. */
class DeliveryReportSignsTest {

    private static final String ANNA = "Anna <anna@office.example>";
    private static final String PLAIN = "Content-Type: text/plain\r\n\r\nSee below.\r\n";
    private static final String RETURNED =
            "Content-Type: message/rfc822\r\n\r\nMessage-ID: " + ID + "\r\nSubject: " + SUBJECT + "\r\n\r\nBody\r\n";

    private static Mails letter(String from, String subject) {
        return Mails.letter(from, subject).and("Return-Path", "<anna@office.example>");
    }

    private static DeliveryReport report(Mails mail) {
        Reply reply = mail.read();
        assertThat(reply).isInstanceOf(Reply.Delivery.class);
        return ((Reply.Delivery) reply).report();
    }

    private static void assertNone(Mails mail) {
        assertThat(mail.read()).isInstanceOf(Reply.NotOurs.class);
    }

    @Test
    void aTypeOfReportIsEnough() {
        DeliveryReport read =
                report(letter(ANNA, "Hello").parts("multipart/report; report-type=Delivery-Status", PLAIN));
        assertThat(read.formal()).isTrue();
        assertThat(read.action()).isEqualTo(Action.FAILED);
    }

    @Test
    void aFormalPartIsEnough() {
        String status = "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n";
        assertThat(report(letter(ANNA, "Hello").parts("multipart/mixed", PLAIN, status))
                        .formal())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/report; report-type=feedback-report",
                "multipart/report",
                "multipart/mixed; report-type=delivery-status"
            })
    void anotherReportIsNone(String type) {
        assertNone(letter(ANNA, "Hello").parts(type, PLAIN));
    }

    /** RFC 8098: it says that somebody read the request, or deleted it, and not that it did not arrive. */
    @ParameterizedTest
    @ValueSource(strings = {"multipart/report; report-type=disposition-notification", "multipart/mixed"})
    void aReadReceiptIsNone(String type) {
        String disposition =
                "Content-Type: message/disposition-notification\r\n\r\nDisposition: automatic-action/MDN-sent; deleted\r\n";
        Mails receipt = Mails.letter("MAILER-DAEMON@mx.example", "Undeliverable: " + SUBJECT);
        for (String part : new String[] {PLAIN, disposition}) {
            if (type.contains("report") || part.equals(disposition)) {
                assertThat(receipt.parts(type, PLAIN, part).read())
                        .isInstanceOfSatisfying(
                                Reply.NotOurs.class,
                                read -> assertThat(read.reason()).isEqualTo(Reply.Reason.READ_RECEIPT));
            }
        }
    }

    @Test
    void aHeaderOfFailedRecipientsIsEnough() {
        assertThat(report(letter(ANNA, "Hello")
                                .and("X-Failed-Recipients", "kmc@gateway.example")
                                .body("Hello"))
                        .formal())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"MAILER-DAEMON@mx.example", "Mail Delivery System <x@mx.example>", "<>", "MDaemon@mx.example"})
    void aDaemonThatSendsItIsEnough(String from) {
        assertThat(report(letter(from, "Hello").body("Hello")).action()).isEqualTo(Action.FAILED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<>", " <> ", "<MAILER-DAEMON@mx.example>"})
    void aSubjectIsEnoughWithoutASender(String path) {
        for (String subject : new String[] {"Undelivered", "Re: Undelivered"}) {
            report(Mails.letter(ANNA, subject).and("Return-Path", path).body("Hello"));
        }
        assertNone(Mails.letter(ANNA, "Hello").and("Return-Path", path).body("Hello"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The following address failed.",
                "Message-ID: <a@b.example>",
                "> Received: by mx.example",
                "554 rejected by policy",
                "It said 5.1.1 to us"
            })
    void aSubjectOrAnOfficeIsEnoughWithWordsOfDelivery(String words) {
        report(letter(ANNA, "Undelivered").body(words));
        report(letter("Postmaster <postmaster@mx.example>", "Hello").body(words));
        report(letter("bounces@mx.example", "Hello").body(words));
        assertNone(letter(ANNA, "Hello").body(words));
        assertNone(letter(ANNA, "Re: Undelivered").body(words));
        assertNone(letter("Postmaster <postmaster@mx.example>", "Re: Hello").body(words));
    }

    @Test
    void aSubjectIsEnoughWithTheMailThatComesBack() {
        report(letter(ANNA, "Undelivered").parts("multipart/mixed", PLAIN, RETURNED));
        assertNone(letter(ANNA, "Hello").parts("multipart/mixed", PLAIN, RETURNED));
        assertNone(letter(ANNA, "Undelivered").parts("multipart/mixed", PLAIN, PLAIN));
    }

    @Test
    void aWeakSubjectNeedsNoSenderAndAnAnswerOfSmtp() {
        report(Mails.letter(ANNA, "Warning").and("Return-Path", "<>").body("450 mailbox busy"));
        assertNone(Mails.letter(ANNA, "Hello").and("Return-Path", "<>").body("450 mailbox busy"));
        assertNone(letter(ANNA, "Warning").body("450 mailbox busy"));
        assertNone(Mails.letter(ANNA, "Warning").and("Return-Path", "<>").body("The mailbox is busy"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Hello | It was delayed. | DELAYED",
                "Message delayed | See below. | DELAYED",
                "Message delayed | It said 4.4.1 to us. | DELAYED",
                "Message delayed | It said 4.4.1, then 5.4.7 to us. | FAILED",
                "Message delayed | User unknown. | FAILED",
                "Hello | See below. | FAILED"
            })
    void wordsTellADelayFromAFailure(String subject, String body, Action action) {
        assertThat(report(letter("MAILER-DAEMON@mx.example", subject).body(body))
                        .action())
                .isEqualTo(action);
    }

    @ParameterizedTest
    @CsvSource({
        "Final-Recipient: rfc822; a@b.example, a@b.example",
        "Original-Recipient: rfc822;c@d.example, c@d.example",
        "Final-Recipient: e@f.example, e@f.example"
    })
    void theRecipientIsTheFinalOneOrTheOriginal(String field, String address) {
        String status = "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n" + field
                + "\r\nAction: failed\r\nStatus: 5.1.1\r\n";
        assertThat(report(letter(ANNA, "Hello").parts("multipart/mixed", status))
                        .recipients())
                .singleElement()
                .satisfies(recipient -> assertThat(recipient.address()).isEqualTo(address));
    }

    /** RFC 3464 2.1: the first block is about the mail, those behind it about one recipient each. */
    @Test
    void aBlockThatNamesNoRecipientAndNoActionIsNoRecipient() {
        String status = crlf("""
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.example

                Action: delayed

                X-Other: a

                Final-Recipient: rfc822; a@b.example
                """);
        assertThat(report(letter(ANNA, "Hello").parts("multipart/mixed", status))
                        .recipients())
                .extracting(DeliveryReport.Recipient::address)
                .containsExactly("", "a@b.example");
    }

    /** The words name another mail with its header; what is returned tells more. */
    @ParameterizedTest
    @ValueSource(strings = {"message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global"})
    void whatIsReturnedTellsMoreThanWhatIsCopied(String type) {
        String words = PLAIN + "Message-ID: " + OTHER_ID + "\r\n";
        Mails mail = Mails.letter("MAILER-DAEMON@mx.example", "Undelivered")
                .parts("multipart/mixed", words, RETURNED.replace("message/rfc822", type));
        assertThat(mail.read())
                .isInstanceOfSatisfying(
                        Reply.Delivery.class, read -> assertThat(read.request()).contains(ONE));
    }

    /** A multipart that was torn is read as text; what is no text says nothing in words. */
    @ParameterizedTest
    @CsvSource({"multipart/mixed; boundary=none, true", "message/x-copy, true", "application/octet-stream, false"})
    void whatIsTextMayNameTheMail(String type, boolean named) {
        Mails mail =
                Mails.letter("MAILER-DAEMON@mx.example", "Undelivered").type(type, "Message-ID: " + OTHER_ID + "\r\n");
        assertThat(mail.read())
                .isInstanceOfSatisfying(
                        Reply.Delivery.class,
                        read -> assertThat(read.request().isPresent()).isEqualTo(named));
    }
}
