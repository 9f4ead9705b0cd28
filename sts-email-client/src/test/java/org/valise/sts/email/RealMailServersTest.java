// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.search.BodyTerm;
import jakarta.mail.search.HeaderTerm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Properties;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What other tests rely on when they use the real mail servers. */
@Tag("slow")
final class RealMailServersTest {

    private RealMailServers servers;

    /** In the Message-ID, by which a test finds its mail. */
    private final String token = Token.random(new SecureRandom()).text();

    @BeforeEach
    void find() throws IOException, GeneralSecurityException {
        servers = RealMailServers.find();
    }

    @Test
    void theBodyComesBackOctetByOctet() throws Exception {
        String body = "A|0130\r\n\tHTAB and blanks at the end \t \r\n.\r\n..two dots\r\nFrom the start\r\n"
                + "S\u00e3o Paulo, \u65e5\u672c\r\n\r\n" + "=".repeat(998) + "\r\n\r\n\r\n";
        servers.submit(servers.vendor(), servers.gateway(), mail("Content-Type: text/plain; charset=utf-8\r\n", body));

        byte[] received = receivedBy(servers.gateway());

        assertThat(body(received)).isEqualTo(body.getBytes(StandardCharsets.UTF_8));
        assertThat(head(received)).contains("Return-Path: <" + servers.vendor() + ">\r\n");
    }

    @Test
    void anAddressThatDeliveryRefusesYieldsAReportToTheSender() throws Exception {
        servers.submit(servers.vendor(), servers.bounce(), mail("", token + "\r\n"));

        // In the body, as Dovecot's search leaves out the header of a mail that is attached.
        byte[] report = servers.await(servers.vendor(), new BodyTerm(token));

        assertThat(head(report))
                .contains("Return-Path: <>\r\n")
                .containsPattern("(?i)\r\nContent-Type: multipart/report; report-type=delivery-status;");
        assertThat(text(body(report)))
                .contains("Final-Recipient: rfc822; " + servers.bounce() + "\r\n")
                .contains("Action: failed\r\nStatus: 5.")
                .contains("Message-ID: <" + token + "@vending.test>\r\n");
    }

    @Test
    void aHeaderLongerThanALineMayBeIsBrokenInTheMiddleOfWords() throws Exception {
        String value = "Error\tEVkloadExpired\t" + "VKLOADREQ".repeat(300);
        String sent = "X-Gateway-Result: " + value;
        servers.submit(servers.gateway(), servers.vendor(), mail(sent + "\r\n", "\r\n"));

        String head = head(receivedBy(servers.vendor()));

        // Postfix counts octets: a line ends after 998, the blank that continues the header counts in the next one.
        String broken = sent.substring(0, 998) + "\r\n " + sent.substring(998, 1995) + "\r\n " + sent.substring(1995);
        assertThat(head).contains("\r\n" + broken + "\r\n");
        GatewayResult result = GatewayResult.parse(broken.substring("X-Gateway-Result: ".length()));
        assertThat(result.kind()).isEqualTo(GatewayResult.Kind.ERROR);
        assertThat(result.code()).isEqualTo(GatewayResult.VKLOADREQ_EXPIRED);
        assertThat(result.text()).hasSize(2702).isNotEqualTo("VKLOADREQ".repeat(300));
        assertThat(result.text().replace(" ", "")).isEqualTo("VKLOADREQ".repeat(300));
    }

    @Test
    void submissionNeedsAPassword() {
        assertThatThrownBy(() -> sendWithoutPassword(
                        servers.submissionPort(), servers.gateway().text(), true))
                .hasStackTraceContaining("Access denied");
    }

    @Test
    void nothingGoesToOtherPlaces() {
        assertThatThrownBy(() -> sendWithoutPassword(servers.smtpPort(), "somebody@example.org", true))
                .hasStackTraceContaining("Relay access denied");
        assertThatThrownBy(() ->
                        servers.submit(servers.vendor(), MailAddress.of("somebody@example.org"), mail("", "Hello\r\n")))
                .hasStackTraceContaining("Relay access denied");
    }

    @Test
    void theCertificateIsTrustedByTheFixtureOnly() {
        assertThatThrownBy(() -> sendWithoutPassword(
                        servers.smtpPort(), servers.gateway().text(), false))
                .hasCauseInstanceOf(SSLException.class);
    }

    private void sendWithoutPassword(int port, String to, boolean trusting) throws MessagingException {
        Properties settings = new Properties();
        settings.put("mail.smtp.from", servers.vendor().text());
        settings.put("mail.smtp.starttls.enable", "true");
        settings.put("mail.smtp.starttls.required", "true");
        if (trusting) {
            settings.put("mail.smtp.ssl.socketFactory", servers.trusting());
        }
        Session session = Session.getInstance(settings);
        try (Transport transport = session.getTransport("smtp")) {
            transport.connect(servers.host(), port, null, null);
            transport.sendMessage(
                    new MimeMessage(session, new ByteArrayInputStream(mail("", "Hello\r\n"))),
                    new InternetAddress[] {new InternetAddress(to)});
        }
    }

    private byte[] mail(String headers, String body) {
        String mail =
                "Date: Sun, 22 Nov 2026 10:00:00 +0000\r\nFrom: sender@vending.test\r\nTo: receiver@stskms.test\r\n"
                        + "Message-ID: <" + token + "@vending.test>\r\nMIME-Version: 1.0\r\n" + headers + "\r\n" + body;
        return mail.getBytes(StandardCharsets.UTF_8);
    }

    private byte[] receivedBy(MailAddress user) throws MessagingException, IOException {
        return servers.await(user, new HeaderTerm("Message-ID", token));
    }

    private static String head(byte[] mail) {
        String text = text(mail);
        return text.substring(0, text.indexOf("\r\n\r\n") + 2);
    }

    private static byte[] body(byte[] mail) {
        return Arrays.copyOfRange(mail, text(mail).indexOf("\r\n\r\n") + 4, mail.length);
    }

    /** One character an octet, so positions are those of the octets. */
    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }
}
