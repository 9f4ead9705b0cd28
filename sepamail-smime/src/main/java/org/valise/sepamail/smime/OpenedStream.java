// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.valise.sepamail.missive.ContentSink;
import org.valise.sepamail.missive.MissiveFormatException;
import org.valise.sepamail.missive.Missives;
import org.valise.sepamail.missive.Problem;
import org.valise.sepamail.missive.StreamedMissive;
import org.valise.sepamail.missive.StreamedReading;

/**
 * A missive of any length that came out of a mail, and the proof of it. It is not in memory: each time it is asked for, the
 * mail is read again, and every piece is compared with what was checked before it is given out. Immutable; for
 * one thread at a time.
 *
 * <pre>{@code
 * Verdict<OpenedStream> verdict = opener.open(() -> Files.newInputStream(mail));
 * if (verdict instanceof Verdict.Accepted<OpenedStream> accepted) {
 *     try (OutputStream out = Files.newOutputStream(document)) {
 *         accepted.opened().writeTo(out);
 *     }
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class OpenedStream {

    private final StreamedMissive missive;
    private final List<Problem> warnings;
    private final VerifiedContent content;
    private final Missives reader;
    private final EnvelopeReport envelope;

    OpenedStream(
            StreamedMissive missive,
            List<Problem> warnings,
            VerifiedContent content,
            Missives reader,
            EnvelopeReport envelope) {
        this.missive = missive;
        this.warnings = List.copyOf(warnings);
        this.content = content;
        this.reader = reader;
        this.envelope = envelope;
    }

    /**
     * What the missive says of itself, and the checksums of its message.
     *
     * @return all but the content of the message
     */
    public StreamedMissive missive() {
        return missive;
    }

    /**
     * What is odd about the missive and yet accepted.
     *
     * @return warnings of both layers of rules, and of the addresses
     */
    public List<Problem> warnings() {
        return warnings;
    }

    /**
     * How the envelope was built, and who signed it.
     *
     * @return what the verdict says too
     */
    public EnvelopeReport envelope() {
        return envelope;
    }

    /**
     * Writes the missive.
     *
     * @param out where to; neither closed nor flushed
     * @throws IOException if it cannot be written, or the mail cannot be read, or is no longer the same; what was written by
     *     then is the beginning of what was checked
     */
    public void writeTo(OutputStream out) throws IOException {
        content.read(in -> in.transferTo(out));
    }

    /**
     * Takes what is large out of the message.
     *
     * @param sink is asked for each element
     * @return the missive once more
     * @throws IOException if the sink fails, or the mail cannot be read, or is no longer the same
     */
    public StreamedMissive read(ContentSink sink) throws IOException {
        StreamedReading reading = content.read(in -> reader.readStreamed(in, sink));
        try {
            return reading.orElseThrow();
        } catch (MissiveFormatException e) {
            throw new IOException("The missive was accepted before", e);
        }
    }

    /** Returns the kind of missive; no content. */
    @Override
    public String toString() {
        return "OpenedStream[" + missive + ", " + envelope + "]";
    }
}
