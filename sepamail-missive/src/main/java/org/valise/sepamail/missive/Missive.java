// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A missive: the document, octet by octet as it was received or built, and what its envelope says. Immutable and
 * thread-safe.
 *
 * <p>What can be done with a missive depends on its kind: only a {@link NominalMissive} can be resent or acknowledged.
 *
 * <p>Two missives are equal if their documents are the same octets.
 *
 * <pre>{@code
 * Missive missive = Missives.strict().read(octets).orElseThrow();
 * if (missive instanceof NominalMissive nominal) {
 *     handle(nominal.message());
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public abstract sealed class Missive extends MissiveHeader
        permits NominalMissive, AcknowledgementMissive, ServiceMissive, SmapiMissive {

    private final Envelope envelope;

    Missive(Envelope envelope) {
        super(envelope.header());
        this.envelope = envelope;
    }

    /**
     * The signature of the customer as it stands in the document, from the {@code <} of its opening to the {@code >} of its
     * closing tag. Prefixes may be declared outside of it. It is carried on untouched, whatever it says.
     *
     * @return a copy of its octets if it is there
     */
    public final Optional<byte[]> customerSignatureOctets() {
        Message.Range range = envelope.signature();
        return range == null
                ? Optional.empty()
                : Optional.of(Arrays.copyOfRange(envelope.octets(), range.from(), range.to()));
    }

    /**
     * The document.
     *
     * @return a copy of its octets
     */
    public final byte[] octets() {
        return envelope.document().copy();
    }

    /**
     * The document.
     *
     * @return a stream over its octets, which are not copied
     */
    public final InputStream newInputStream() {
        return new ByteArrayInputStream(envelope.octets());
    }

    /**
     * How long the document is.
     *
     * @return in octets
     */
    public final int length() {
        return envelope.document().length();
    }

    /**
     * Writes the document.
     *
     * @param out where to; not closed
     * @throws IOException if writing fails
     */
    public final void writeTo(OutputStream out) throws IOException {
        envelope.document().writeTo(out);
    }

    final Envelope envelope() {
        return envelope;
    }

    @Override
    @SuppressWarnings("exports") // seen by compilers only: JSpecify is not required of users
    public final boolean equals(@Nullable Object other) {
        return other instanceof Missive m && Arrays.equals(envelope.octets(), m.envelope.octets());
    }

    @Override
    public final int hashCode() {
        return Arrays.hashCode(envelope.octets());
    }

    /** Returns kind, norm, order, priority and length; no identifiers and no content. */
    @Override
    public final String toString() {
        // What a refused document states in place of a norm may be any text.
        String norm = version().stating(norm()).norm();
        return getClass().getSimpleName() + "[norm " + (norm.equals(norm()) ? norm : "not stated") + ", order "
                + order() + ", " + priority() + ", " + length() + " octets]";
    }
}
