// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email.testing;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Delivery reports as mail servers send them (RFC 3464 within RFC 6522): mails without X-Gateway-Result that a client
 * must be ready for (STS600-9-2 8.3.1). Immutable and thread-safe.
 *
 * <pre>{@code
 * DeliveryReports reports = DeliveryReports.from("mx.example.org", clock);
 * OutgoingMail report = reports.failed(request, "vending@example.com", "kmc@example.org", "5.1.1", "550 no such user");
 * }</pre>
 *
 * @since 0.1.0
 */
public final class DeliveryReports {

    private static final String CRLF = "\r\n";

    private final String host;
    private final Clock clock;

    private DeliveryReports(String host, Clock clock) {
        this.host = host;
        this.clock = clock;
    }

    /**
     * The reports of one mail server.
     *
     * @param host the name of the server
     * @param clock gives the time of reports
     * @return a maker of reports
     * @throws IllegalArgumentException if this is not a host name
     */
    public static DeliveryReports from(String host, Clock clock) {
        Addresses.require("mailer-daemon@" + host);
        return new DeliveryReports(host, clock);
    }

    /**
     * A report that a mail will not be delivered.
     *
     * @param mail the mail, whose header is returned with the report
     * @param envelopeSender who gets the report
     * @param recipient who did not get the mail
     * @param status the code of RFC 3463, of class 5, or of class 4 where the server gave up
     * @param diagnostic the words of the next server, printable ASCII
     * @return the report, with the null return path
     * @throws IllegalArgumentException if an address, the status or the diagnostic cannot be written
     */
    public OutgoingMail failed(byte[] mail, String envelopeSender, String recipient, String status, String diagnostic) {
        return new Report("failed", "could not be delivered", recipient, status, diagnostic)
                .mail(mail, envelopeSender, this);
    }

    /**
     * A report that a mail is late and will be tried again.
     *
     * @param mail the mail, whose header is returned with the report
     * @param envelopeSender who gets the report
     * @param recipient who did not get the mail yet
     * @param status the code of RFC 3463, of class 4
     * @param diagnostic the words of the next server, printable ASCII
     * @return the report, with the null return path
     * @throws IllegalArgumentException if an address, the status or the diagnostic cannot be written
     */
    public OutgoingMail delayed(
            byte[] mail, String envelopeSender, String recipient, String status, String diagnostic) {
        return new Report("delayed", "is delayed and will be tried again", recipient, status, diagnostic)
                .mail(mail, envelopeSender, this);
    }

    private record Report(String action, String words, String recipient, String status, String diagnostic) {

        Report {
            Addresses.require(recipient);
            if (!status.matches("[45]\\.\\d{1,3}\\.\\d{1,3}") || !diagnostic.matches("[\\x20-\\x7e]{0,900}")) {
                throw new IllegalArgumentException("Not a status such as 5.1.1, or a diagnostic that is not ASCII");
            }
        }

        OutgoingMail mail(byte[] returned, String sender, DeliveryReports server) {
            String now = ReplyComposer.DATE.format(server.clock.instant().atZone(ZoneOffset.UTC));
            String boundary =
                    "=_" + KeyLoadFiles.hexDigest(action + recipient + now).substring(0, 24);
            String text = String.join(
                    CRLF + "--" + boundary + CRLF,
                    header(Addresses.require(sender), now, boundary, server.host),
                    "Content-Type: text/plain; charset=us-ascii" + CRLF + CRLF + explanation(),
                    "Content-Type: message/delivery-status" + CRLF + CRLF + fields(server.host),
                    "Content-Type: text/rfc822-headers" + CRLF + CRLF + headerOf(returned));
            return new OutgoingMail(text + CRLF + "--" + boundary + "--" + CRLF, "", List.of(sender));
        }

        private String header(String to, String now, String boundary, String host) {
            return String.join(
                    CRLF,
                    "From: MAILER-DAEMON@" + host,
                    "To: " + to,
                    "Date: " + now,
                    "Message-ID: <" + boundary.substring(2) + "@" + host + ">",
                    "Subject: Delivery Status Notification (" + action + ")",
                    "Auto-Submitted: auto-replied",
                    "MIME-Version: 1.0",
                    "Content-Type: multipart/report; report-type=delivery-status;",
                    " boundary=\"" + boundary + "\"",
                    "");
        }

        private String explanation() {
            return "Your mail to " + recipient + " " + words + "." + CRLF + diagnostic + CRLF;
        }

        private String fields(String host) {
            return String.join(
                    CRLF,
                    "Reporting-MTA: dns; " + host,
                    "",
                    "Final-Recipient: rfc822; " + recipient,
                    "Action: " + action,
                    "Status: " + status,
                    "Diagnostic-Code: smtp; " + diagnostic,
                    "");
        }

        private static String headerOf(byte[] mail) {
            String text = new String(mail, StandardCharsets.ISO_8859_1);
            int end = text.indexOf(CRLF + CRLF);
            return end < 0 ? text : text.substring(0, end + CRLF.length());
        }
    }
}
