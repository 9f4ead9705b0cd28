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
public abstract sealed class Missive permits NominalMissive, AcknowledgementMissive, ServiceMissive, SmapiMissive {

    private final Envelope envelope;

    Missive(Envelope envelope) {
        this.envelope = envelope;
    }

    /**
     * The edition of the schemas that its namespace names.
     *
     * @return the version
     */
    public final SchemaVersion version() {
        return envelope.version();
    }

    /**
     * The attribute {@code version}: the norm by which it was built.
     *
     * @return for example {@code 1206}
     */
    public final String norm() {
        return envelope.norm();
    }

    /**
     * The identifier, MsvId; a resend and an acknowledgement carry that of the first sending.
     *
     * @return 1 to 200 characters
     */
    public final String id() {
        return envelope.id();
    }

    /**
     * The presentation order, MsvOrd: 1 at the first sending, one more at each resend; of an acknowledgement, that of the
     * missive it answers.
     *
     * @return 1 or more
     */
    public final int order() {
        return envelope.order();
    }

    /**
     * The priority that counts.
     *
     * @return the stated one, else {@link Priority#NORMAL} (inferred)
     */
    public final Priority priority() {
        Priority stated = envelope.priority();
        return stated == null ? Priority.NORMAL : stated;
    }

    /**
     * The priority, MsvPri.
     *
     * @return the priority if it is stated
     */
    public final Optional<Priority> statedPriority() {
        return Optional.ofNullable(envelope.priority());
    }

    /**
     * The sender, Snd.
     *
     * @return the sender
     */
    public final Party sender() {
        return envelope.sender();
    }

    /**
     * The receiver, Rcv.
     *
     * @return the receiver
     */
    public final Party receiver() {
        return envelope.receiver();
    }

    /**
     * When it was sent, SndDtTm.
     *
     * @return the time by the sender's clock
     */
    public final MissiveTime sentAt() {
        return envelope.sentAt();
    }

    /**
     * When it was received, RcvDtTm, which a receiver writes into his own copy.
     *
     * @return the time if it is stated
     */
    public final Optional<MissiveTime> receivedAt() {
        return Optional.ofNullable(envelope.receivedAt());
    }

    /**
     * The checksum that the sender may put into the header, SndChk, as it stands. Its form and what it covers are
     * unknown; {@link MessageChecksum#parse} reads it if it has the form of AcqChk.
     *
     * @return the text if it is there
     */
    public final Optional<String> senderChecksum() {
        return Optional.ofNullable(envelope.senderChecksum());
    }

    /**
     * Whether the document carries a signature of the customer (ds:Signature). Whether it holds is another question, see
     * {@code CustomerSignatures}.
     *
     * @return true if the element is there
     */
    public final boolean hasCustomerSignature() {
        return envelope.signature() != null;
    }

    /**
     * The document.
     *
     * @return a copy of its octets
     */
    public final byte[] octets() {
        return envelope.octets().clone();
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
        return envelope.octets().length;
    }

    /**
     * Writes the document.
     *
     * @param out where to; not closed
     * @throws IOException if writing fails
     */
    public final void writeTo(OutputStream out) throws IOException {
        out.write(envelope.octets());
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
        return getClass().getSimpleName() + "[norm " + norm() + ", order " + order() + ", " + priority() + ", "
                + length() + " octets]";
    }
}
