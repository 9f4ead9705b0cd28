// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.valise.sts.email.testing.Bench.CLIENT;
import static org.valise.sts.email.testing.Bench.GATEWAY;
import static org.valise.sts.email.testing.Bench.content;
import static org.valise.sts.email.testing.Bench.header;

import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** RFC 3464 and 6522, as mail servers send them (STS600-9-2 clause 8.3.1: without X-Gateway-Result). */
class DeliveryReportsTest {

    private static final byte[] MAIL = Bench.getKlf().getBytes(StandardCharsets.US_ASCII);

    private final Bench bench = new Bench();
    private final DeliveryReports reports = DeliveryReports.from("mx.example", bench.clock);

    private static MimeMultipart parts(OutgoingMail report) throws Exception {
        return new MimeMultipart(Bench.parse(report).getDataHandler().getDataSource());
    }

    @Test
    void rfc3464SaysWhatFailedForWhomAndWhy() throws Exception {
        OutgoingMail report = reports.failed(MAIL, CLIENT, GATEWAY, "5.1.1", "550 no such user");
        MimeMessage message = Bench.parse(report);
        ContentType type = new ContentType(message.getContentType());
        assertThat(type.match("multipart/report")).isTrue();
        assertThat(type.getParameter("report-type")).isEqualTo("delivery-status");
        assertThat(parts(report).getCount()).isEqualTo(3);
        assertThat(parts(report).getBodyPart(1).isMimeType("message/delivery-status"))
                .isTrue();
        assertThat(content(parts(report).getBodyPart(1)))
                .isEqualTo(String.join(
                        "\r\n",
                        "Reporting-MTA: dns; mx.example",
                        "",
                        "Final-Recipient: rfc822; kmc@gateway.example",
                        "Action: failed",
                        "Status: 5.1.1",
                        "Diagnostic-Code: smtp; 550 no such user",
                        ""));
    }

    @Test
    void rfc3464ReportsADelay() throws Exception {
        OutgoingMail report = reports.delayed(MAIL, CLIENT, GATEWAY, "4.4.1", "no answer");
        assertThat(content(parts(report).getBodyPart(1))).contains("Action: delayed\r\nStatus: 4.4.1\r\n");
    }

    @Test
    void rfc6522ReturnsTheHeaderOfTheMailAndNoMore() throws Exception {
        OutgoingMail report = reports.failed(MAIL, CLIENT, GATEWAY, "5.1.1", "");
        String returned = content(parts(report).getBodyPart(2));
        assertThat(parts(report).getBodyPart(2).isMimeType("text/rfc822-headers"))
                .isTrue();
        assertThat(returned)
                .contains("Subject: {KMS:GetKlfStsEd2} " + Bench.TOKEN)
                .contains("Message-ID: <1@");
        assertThat(Bench.text(report)).doesNotContain("--STS:");
    }

    @Test
    void rfc3464HasTheNullReturnPathAndNoResult() {
        OutgoingMail report = reports.failed(MAIL, CLIENT, GATEWAY, "5.1.1", "");
        assertThat(report.envelopeSender()).isEmpty();
        assertThat(report.recipients()).containsExactly(CLIENT);
        assertThat(header(Bench.parse(report), "X-Gateway-Result")).isNull();
        assertThat(header(Bench.parse(report), "From")).isEqualTo("MAILER-DAEMON@mx.example");
    }

    @Test
    void refusesWhatWouldBreakTheReport() {
        assertThatThrownBy(() -> reports.failed(MAIL, CLIENT, GATEWAY, "2.0.0", ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> reports.failed(MAIL, CLIENT, GATEWAY, "5.0.0", "a\r\nb"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> reports.failed(MAIL, "nobody", GATEWAY, "5.0.0", ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> reports.delayed(MAIL, CLIENT, "a b@c.example", "4.0.0", ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DeliveryReports.from("a\r\nb", bench.clock))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
