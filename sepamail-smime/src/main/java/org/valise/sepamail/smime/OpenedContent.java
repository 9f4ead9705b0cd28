// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * What came out of an envelope whose checks held. Immutable and thread-safe.
 *
 * <pre>{@code
 * if (opener.decrypt(entity) instanceof Verdict.Accepted<OpenedContent> decrypted
 *         && opener.verify(decrypted.opened().entity()) instanceof Verdict.Accepted<OpenedContent> verified) {
 *     process(verified.opened().octets().orElseThrow(), verified.opened().envelope().signer().orElseThrow());
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class OpenedContent {

    private final byte[] buffer;
    private final int length;
    private final SmimeLimits limits;
    private final EnvelopeReport envelope;

    OpenedContent(ContentTarget.Memory entity, SmimeLimits limits, EnvelopeReport envelope) {
        this.buffer = entity.buffer();
        this.length = entity.count();
        this.limits = limits;
        this.envelope = envelope;
    }

    /**
     * The entity (RFC 2045): headers, an empty line, and the body as it was encoded. Where a signature was found to be over
     * the missive alone ({@link EnvelopeReport#coverage()}), nobody has signed the headers: act on {@link #octets()} only.
     *
     * @return a new array, the octets as they were signed or encrypted; with the deviation {@code LF_STORAGE} they have the line
     *     ends of the storage, and the signature is over them with CRLF
     */
    public byte[] entity() {
        return Arrays.copyOf(buffer, length);
    }

    /**
     * What the entity holds, decoded from base64 or quoted-printable. Of a multipart it is the body with all its parts.
     *
     * @return a new array; empty if the encoding is not kept to
     */
    public Optional<byte[]> octets() {
        try {
            MimeEntity read = MimeEntity.read(new LookAhead(new ByteArrayInputStream(buffer, 0, length)), limits);
            ContentTarget.Memory content = new ContentTarget.Memory(length);
            content.pull(read.content(limits), null);
            return Optional.of(content.octets());
        } catch (IOException e) {
            return Optional.empty(); // octets in memory: only what they say can be wrong
        }
    }

    /**
     * How the envelope was built, and who signed it.
     *
     * @return what the verdict says too
     */
    public EnvelopeReport envelope() {
        return envelope;
    }

    /** Returns the length and how it came; no content. */
    @Override
    public String toString() {
        return "OpenedContent[" + length + " octets, " + envelope + "]";
    }
}
