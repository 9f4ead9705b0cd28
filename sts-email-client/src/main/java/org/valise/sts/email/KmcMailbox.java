// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;
import org.valise.sts.email.MailException.Kind;

/**
 * The mail account as {@link KmcClient} uses it: hands requests to the submission server and reads the mailbox over
 * IMAP, by Jakarta Mail. Immutable; connections are opened when they are needed.
 *
 * <p>Jakarta Mail finds its providers through the context class loader of the calling thread; in a container that has one
 * of its own, Angus Mail must be visible there.
 *
 * <pre>{@code
 * KmcMailbox mailbox = KmcMailbox.of(account);
 * }</pre>
 *
 * @since 0.1.0
 */
public final class KmcMailbox {

    private static final int PERMANENT = 5;
    private static final int HUNDRED = 100;

    /** What Jakarta Mail takes for the server's answer if there was none. */
    private static final String NO_ANSWER = "[EOF]";

    private final MailAccount account;

    private KmcMailbox(MailAccount account) {
        this.account = account;
    }

    /**
     * Names the account.
     *
     * @param account where mails are sent and read
     * @return the mailbox; nothing is connected yet
     */
    public static KmcMailbox of(MailAccount account) {
        return new KmcMailbox(Objects.requireNonNull(account, "account"));
    }

    /**
     * The account.
     *
     * @return the account
     */
    public MailAccount account() {
        return account;
    }

    /** Hands a request over. That it returns means that the server took it. */
    void send(TrackedRequest request) throws MailException {
        String secret = Sessions.secret("Sending", account.smtp(), account.credentials());
        Session session = Sessions.smtp(account.smtp(), account.credentials(), request.from());
        Handover message = new Handover(KmcRequest.message(session, request.mail()));
        boolean taken = false;
        try (Transport transport = session.getTransport("smtp")) {
            handOver(transport, secret, message, recipients(request));
            taken = true;
        } catch (MessagingException | RuntimeException fault) {
            if (!taken) { // what happens while the connection is closed does not matter
                throw refusal(message, fault);
            }
        }
    }

    /** Jakarta Mail calls a connection that broke what it likes, a refused login for example. */
    private void handOver(Transport transport, String secret, Handover message, Address[] recipients)
            throws MessagingException {
        try {
            transport.connect(account.credentials().user(), secret);
            transport.sendMessage(message, recipients);
        } catch (MessagingException fault) {
            boolean broke = transport instanceof SMTPTransport smtp && NO_ANSWER.equals(smtp.getLastServerResponse());
            if (!broke || replyCode(fault) > 0) {
                throw fault;
            }
            EOFException end = new EOFException("The server closed the connection");
            end.addSuppressed(fault);
            throw new MessagingException("No answer", end);
        }
    }

    private static Address[] recipients(TrackedRequest request) throws MessagingException {
        try {
            return new Address[] {new InternetAddress(request.gateway().text(), true)};
        } catch (AddressException e) {
            throw new IllegalStateException("An address of our grammar was refused", e);
        }
    }

    private MailException refusal(Handover message, Exception fault) {
        int code = replyCode(fault);
        if (code / HUNDRED == PERMANENT) {
            return new MailException(
                    Kind.REFUSED, "Sending at " + account.smtp() + " was refused for good (" + code + ")", fault);
        }
        if (message.started && code < 0) {
            return new MailException(
                    Kind.UNCERTAIN,
                    "The connection to " + account.smtp() + " broke while the mail was handed over",
                    fault);
        }
        return Sessions.words("Sending", account.smtp(), fault);
    }

    /** The server's reply to the mail, its sender or its recipient; -1 if there was none. */
    private static int replyCode(Exception fault) {
        Deque<Throwable> causes = new ArrayDeque<>();
        causes.add(fault);
        while (!causes.isEmpty()) {
            Throwable cause = causes.remove();
            int code = ownReplyCode(cause);
            if (code > 0) {
                return code;
            }
            if (cause.getCause() != null) {
                causes.add(cause.getCause());
            }
        }
        return -1;
    }

    private static int ownReplyCode(Throwable cause) {
        if (cause instanceof SMTPAddressFailedException e) {
            return e.getReturnCode();
        }
        if (cause instanceof SMTPSenderFailedException e) {
            return e.getReturnCode();
        }
        return cause instanceof SMTPSendFailedException e ? e.getReturnCode() : -1;
    }

    MailboxSession open() throws MailException {
        return MailboxSession.open(account);
    }

    /** Remembers whether its octets were asked for: from then on the server may have taken them. */
    private static final class Handover extends MimeMessage {

        private final MimeMessage message;
        private boolean started;

        Handover(MimeMessage message) {
            super((Session) null);
            this.message = message;
        }

        @Override
        public void writeTo(OutputStream out, String @Nullable [] ignoredHeaders)
                throws IOException, MessagingException {
            started = true;
            message.writeTo(out, ignoredHeaders);
        }
    }
}
