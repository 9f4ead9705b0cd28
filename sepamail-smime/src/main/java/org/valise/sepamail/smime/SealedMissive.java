// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Executor;

/**
 * A sealed missive: a mail whose octets are final. They are made anew, and the same, each time they are asked for; the
 * signature, the keys and the identifier are made once. Immutable and thread-safe.
 *
 * <pre>{@code
 * SealedMissive mail = sealer.seal(missive, to, Recipient.of(theirCertificate));
 * try (OutputStream out = Files.newOutputStream(spool.resolve(mail.messageId() + ".eml"))) {
 *     mail.writeTo(out);
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class SealedMissive {

    private final Part mail;
    private final Mailbox from;
    private final Mailbox to;
    private final String messageId;

    SealedMissive(Part mail, Mailbox from, Mailbox to, String messageId) {
        this.mail = mail;
        this.from = from;
        this.to = to;
        this.messageId = messageId;
    }

    /**
     * The mail (RFC 5322), ASCII with CRLF line ends.
     *
     * @return a new array
     * @throws IllegalStateException if it is longer than an array can be: write it to a stream
     * @throws java.io.UncheckedIOException if the missive cannot be signed, or read from its source, as
     *     {@link #writeTo(OutputStream)} has it
     */
    public byte[] octets() {
        return SealedEntity.octets(mail);
    }

    /**
     * The sender, for the envelope of SMTP too.
     *
     * @return the address in From
     */
    public Mailbox from() {
        return from;
    }

    /**
     * The receiver, for the envelope of SMTP too.
     *
     * @return the address in To
     */
    public Mailbox to() {
        return to;
    }

    /**
     * How long the mail is.
     *
     * @return in octets
     */
    public long length() {
        return mail.length();
    }

    /**
     * Writes the mail, in memory that does not depend on its length.
     *
     * <p>A missive of more than 4 MiB, and one from a source, is signed with an RSA key while it is written for the first time:
     * to go through it once less is up to a tenth of the work. A key that fails then ends the writing; nothing but a mail
     * without its end came out. What an {@link EmissionPipeline} hands to its outbox was signed before.
     *
     * @param out where to; neither closed nor flushed
     * @throws IOException if writing fails, or signing then, or reading the missive from its source
     */
    public void writeTo(OutputStream out) throws IOException {
        mail.writeTo(out);
    }

    /**
     * Writes the mail with the help of another thread: one makes what is signed, the other one encrypts it. Of use from about
     * a megabyte on. The octets are the same; if the executor has no thread to spare, this one does it all.
     *
     * @param out where to; neither closed nor flushed; only this thread writes to it
     * @param executor runs one task, which ends with this call or a second after it
     * @throws IOException if writing fails, or signing then, or reading the missive from its source
     */
    public void writeTo(OutputStream out, Executor executor) throws IOException {
        mail.writeTo(out, executor);
    }

    /**
     * The identifier of the mail, without angle brackets. Nothing about the missive can be told by it.
     *
     * @return the value of Message-ID
     */
    public String messageId() {
        return messageId;
    }

    /** Returns the length; no identifier and no address. */
    @Override
    public String toString() {
        return "SealedMissive[" + length() + " octets]";
    }
}
