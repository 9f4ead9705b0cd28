// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import org.valise.sepamail.missive.Priority;

/**
 * Takes sealed mails to be sent: a client of SMTP, a queue, a folder. Thread-safe.
 *
 * <pre>{@code
 * Outbox outbox = (mail, to, priority) -> {
 *     try {
 *         Transport.send(SealedMessages.of(mail, session), new Address[] {new InternetAddress(to.text())});
 *     } catch (MessagingException e) {
 *         throw new IOException("Whether the mail was sent is not known", e);
 *     }
 * };
 * EmissionPipeline sending = pipeline.with(outbox);
 * }</pre>
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface Outbox {

    /**
     * Takes over a mail. When it returns, the mail is on its way, or kept where a crash does not reach it.
     *
     * @param mail the mail
     * @param to where to
     * @param priority by which it is sent (MIS1202 "Sending of the missive")
     * @throws IOException if it cannot take it over; whether it was sent is not known then, and {@link Emission#failure()}
     *     has it
     */
    void send(SealedMissive mail, Mailbox to, Priority priority) throws IOException;
}
