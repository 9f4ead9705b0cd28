// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** The octets of a request and what stands in them. All parts are checked before they come here: ASCII without controls. */
final class RequestMail {

    /** Beyond this the gateway may take the mail for a large one, which it ignores (STS600-9-2 clause 4). */
    static final int LARGEST = 10 * 1024;

    private static final String CRLF = "\r\n";
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss Z", Locale.US).withZone(ZoneOffset.UTC);
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(76, CRLF.getBytes(StandardCharsets.US_ASCII));

    private final Service service;
    private final String code;
    private final Token token;
    private final MailAddress from;
    private final MailAddress gateway;
    private final Optional<MailAddress> replyTo;
    private final String messageId;
    private final Instant createdAt;
    private final byte[] octets;

    private RequestMail(RequestFactory factory, Service service, String code, String content) {
        this.service = service;
        this.code = code;
        this.token = factory.nextToken();
        this.from = factory.from();
        this.gateway = factory.gateway();
        this.replyTo = factory.replyTo();
        // Bits of its own: the Message-ID is copied into more places than the subject, and tells nothing of the token.
        this.messageId =
                "<" + Token.random(factory.random()).text().toLowerCase(Locale.ROOT) + "@" + from.domain() + ">";
        this.createdAt = Millis.of(factory.clock().instant());
        this.octets = (header() + content).getBytes(StandardCharsets.US_ASCII);
    }

    /** A mail that is nothing but text. */
    static RequestMail plain(RequestFactory factory, Service service, String code, String body) {
        String content = "Content-Type: text/plain; charset=us-ascii" + CRLF + "Content-Transfer-Encoding: 7bit" + CRLF
                + CRLF + body;
        RequestMail mail = new RequestMail(factory, service, code, content);
        if (mail.octets.length >= LARGEST) {
            throw new IllegalArgumentException("A request is shorter than 10 KiB, and the gateway ignores large mails"
                    + " (STS600-9-2 clause 4): this one has " + mail.octets.length + " octets");
        }
        return mail;
    }

    /** A mail with a text file attached as clause 8.2 says; base64 keeps the file's octets whatever they are. */
    static RequestMail withFile(RequestFactory factory, Service service, String name, byte[] file) {
        String boundary = "=_" + Token.random(factory.random()).text();
        String content = "Content-Type: multipart/mixed; boundary=\"" + boundary + "\"" + CRLF + CRLF
                + "--" + boundary + CRLF + "Content-Type: text/plain; charset=us-ascii" + CRLF
                + "Content-Transfer-Encoding: 7bit" + CRLF + CRLF + CRLF
                + "--" + boundary + CRLF + "Content-Type: text/plain; name=\"" + name + "\"" + CRLF
                + "Content-Disposition: attachment; filename=\"" + name + "\"" + CRLF
                + "Content-Transfer-Encoding: base64" + CRLF + CRLF
                + LINES.encodeToString(file) + CRLF
                + "--" + boundary + "--" + CRLF;
        return new RequestMail(factory, service, service.code(), content);
    }

    private String header() {
        return "Date: " + DATE.format(createdAt) + CRLF
                + "From: " + from + CRLF
                + replyTo.map(address -> "Reply-To: " + address + CRLF).orElse("")
                + "To: " + gateway + CRLF
                + "Message-ID: " + messageId + CRLF
                + "Subject: " + subject() + CRLF
                + "MIME-Version: 1.0" + CRLF;
    }

    Service service() {
        return service;
    }

    String subject() {
        return code + " " + token.text();
    }

    Token token() {
        return token;
    }

    MailAddress from() {
        return from;
    }

    MailAddress gateway() {
        return gateway;
    }

    Optional<MailAddress> replyTo() {
        return replyTo;
    }

    String messageId() {
        return messageId;
    }

    Instant createdAt() {
        return createdAt;
    }

    /** Not copied: callers inside the package do not write to it. */
    byte[] octets() {
        return octets;
    }
}
