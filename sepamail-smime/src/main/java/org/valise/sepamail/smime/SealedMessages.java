// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * Sealed missives as messages of Jakarta Mail, for those who send and receive with it. Only this class needs that library,
 * which is optional: without it everything else works. Thread-safe; messages are as thread-safe as Jakarta Mail's.
 *
 * <pre>{@code
 * Transport.send(SealedMessages.of(sealed, session));
 * Verdict<OpenedMissive> verdict = opener.open(SealedMessages.octets(received));
 * }</pre>
 *
 * @since 0.1.0
 */
public final class SealedMessages {

    private SealedMessages() {}

    /**
     * A sealed missive to be sent. Whatever is called on the message, it writes the sealed octets and no others: saving changes
     * does nothing, setting a header to what it is does nothing, and every other change is refused with an
     * {@link jakarta.mail.IllegalWriteException}. The mail is held in memory.
     *
     * @param sealed the mail
     * @param session in which it is sent
     * @return the message
     * @throws MessagingException if Jakarta Mail cannot read the mail
     * @throws IOException if the missive came from a source that cannot be read again
     * @throws IllegalStateException if the mail is longer than an array can be
     */
    @SuppressWarnings("exports") // who calls it has Jakarta Mail; all others need not
    public static MimeMessage of(SealedMissive sealed, Session session) throws MessagingException, IOException {
        if (sealed.length() > Integer.MAX_VALUE) {
            throw new IllegalStateException("The mail is longer than an array can be");
        }
        ByteArrayOutputStream octets = new ByteArrayOutputStream((int) sealed.length());
        sealed.writeTo(octets);
        return new SealedMessage(session, octets.toByteArray());
    }

    /**
     * The octets of a message that was received, for {@link MissiveOpener#open(byte[])}. Jakarta Mail gives those of a message
     * in an IMAP or POP3 folder as the server has them. Of one that it has parsed from a stream it keeps the body as it was,
     * and ends the lines of the header with CRLF; nothing that is signed stands there. One that was changed after it was
     * received is made anew by Jakarta Mail, and its signature may not hold any more.
     *
     * @param received not changed since it was received
     * @return a new array
     * @throws MessagingException if it cannot be had from its folder
     * @throws IOException if reading it fails
     */
    @SuppressWarnings("exports") // who calls it has Jakarta Mail; all others need not
    public static byte[] octets(MimeMessage received) throws MessagingException, IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        received.writeTo(octets);
        return octets.toByteArray();
    }
}
