// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * An entity that was signed or encrypted: its octets are final, and the same each time they are asked for. Immutable and
 * thread-safe.
 *
 * <pre>{@code
 * SealedEntity signed = EntitySigner.of(identity, clock).sign(entity);
 * SealedEntity encrypted = EntityEncrypter.of(new SecureRandom()).encrypt(signed.octets(), Recipient.of(certificate));
 * out.write("MIME-Version: 1.0\r\n".getBytes(StandardCharsets.US_ASCII)); // behind From, To and the others of the mail
 * encrypted.writeTo(out);
 * }</pre>
 *
 * @since 0.1.0
 */
public final class SealedEntity {

    private final Part entity;

    SealedEntity(Part entity) {
        this.entity = entity;
    }

    /**
     * The entity: headers, an empty line and the body, ASCII but for what the caller put into a clear signed one, with CRLF
     * line ends.
     *
     * @return a new array
     * @throws IllegalStateException if it is longer than an array can be
     */
    public byte[] octets() {
        return octets(entity);
    }

    static byte[] octets(Part part) {
        if (part.length() > Integer.MAX_VALUE - Long.BYTES) {
            throw new IllegalStateException("It is too long for an array: write it to a stream");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream((int) part.length());
        try {
            part.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /**
     * How long the entity is.
     *
     * @return in octets
     */
    public long length() {
        return entity.length();
    }

    /**
     * Writes the entity.
     *
     * @param out where to; neither closed nor flushed
     * @throws IOException if writing fails
     */
    public void writeTo(OutputStream out) throws IOException {
        entity.writeTo(out);
    }

    /** Returns the length; no content. */
    @Override
    public String toString() {
        return "SealedEntity[" + length() + " octets]";
    }
}
