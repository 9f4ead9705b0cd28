// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request to the gateway as a finished mail (STS600-9-2 clauses 4, 5 and 8.2). Its octets never change: plain text in
 * ASCII, lines ended by CRLF, one recipient, a subject that starts with the service code and ends with the token, no
 * header that could be taken for an automatic answer or a mailing list. {@link RequestFactory} makes requests; whatever
 * could break one of these rules is refused there. Immutable and thread-safe.
 *
 * <p>The mail server must send it with a real envelope sender: the gateway needs a valid Return-Path (clause 8.2).
 * {@link KmcMailbox} sees to that; with a transport of your own, set {@code mail.smtp.from}.
 *
 * <pre>{@code
 * KmcRequest request = RequestFactory.from("vendor@vending.example").to(gateway.text()).getPublicKey();
 * Files.write(Path.of("request.eml"), request.octets());
 * }</pre>
 *
 * @since 0.1.0
 */
public abstract sealed class KmcRequest
        permits HelpRequest, PublicKeyRequest, KeyLoadFileRequest, StsaOnlyUpdateRequest {

    private final RequestMail mail;

    KmcRequest(RequestMail mail) {
        this.mail = mail;
    }

    /**
     * What is asked for.
     *
     * @return the service
     */
    public final Service service() {
        return mail.service();
    }

    /**
     * What the reply's subject will end with.
     *
     * @return the token
     */
    public final Token token() {
        return mail.token();
    }

    /**
     * The subject: service code, one blank, token.
     *
     * @return the subject; whoever knows it can forge a reply, so it does not belong into logs
     */
    public final String subject() {
        return mail.subject();
    }

    /**
     * The sender.
     *
     * @return the address in From
     */
    public final MailAddress from() {
        return mail.from();
    }

    /**
     * The only recipient.
     *
     * @return the gateway's address
     */
    public final MailAddress gateway() {
        return mail.gateway();
    }

    /**
     * Where the gateway sends its replies, if not to the sender (clause 8.3.1).
     *
     * @return the address in Reply-To; empty if there is none
     */
    public final Optional<MailAddress> replyTo() {
        return mail.replyTo();
    }

    /**
     * The Message-ID, which replies should name in In-Reply-To; a mail server on the way may replace it.
     *
     * @return the Message-ID with angle brackets
     */
    public final String messageId() {
        return mail.messageId();
    }

    /**
     * When the request was made, as in its Date.
     *
     * @return the instant
     */
    public final Instant createdAt() {
        return mail.createdAt();
    }

    /**
     * The mail.
     *
     * @return a copy of its octets, the same at each call
     */
    public final byte[] octets() {
        return mail.octets().clone();
    }

    /**
     * The mail for a transport of Jakarta Mail. It writes exactly {@link #octets()}; saving changes nothing, neither the
     * Message-ID nor the encoding.
     *
     * @param session the session of the transport; its property {@code mail.smtp.from} should hold the sender
     * @return a new message
     */
    public final MimeMessage toMimeMessage(Session session) {
        return message(session, mail.octets());
    }

    static MimeMessage message(Session session, byte[] octets) {
        try {
            return new Unchanging(session, octets);
        } catch (MessagingException e) {
            throw new IllegalStateException("A request of our own could not be parsed", e);
        }
    }

    /** Returns service, start of the token and length; no content. */
    @Override
    public final String toString() {
        return service() + " " + token() + ", " + mail.octets().length + " octets";
    }

    /** A message that is what it is: {@code Transport.send} saves, which would give it another Message-ID. */
    private static final class Unchanging extends MimeMessage {

        private final byte[] octets;

        Unchanging(Session session, byte[] octets) throws MessagingException {
            super(session, new ByteArrayInputStream(octets));
            this.octets = octets;
        }

        @Override
        public void saveChanges() {}

        /** Ignored headers are those a transport leaves out, such as Bcc; a request has none of them. */
        @Override
        public void writeTo(OutputStream out, String @Nullable [] ignoredHeaders) throws IOException {
            out.write(octets);
        }
    }
}
