// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.Optional;

/**
 * What the envelope of a missive says, whether its octets are at hand ({@link Missive}) or went by
 * ({@link StreamedMissive}). Immutable and thread-safe.
 *
 * <pre>{@code
 * MissiveHeader missive = nominal;   // a NominalMissive or a StreamedNominal
 * ExchangeKey key = new ExchangeKey(missive.sender().participant().orElseThrow().bic11(), missive.id());
 * Receipt receipt = log.received(key, missive.order(), acqChk, clock.instant());
 * }</pre>
 *
 * @since 0.1.0
 */
public abstract sealed class MissiveHeader permits Missive, StreamedMissive {

    private final HeaderValues values;

    MissiveHeader(HeaderValues values) {
        this.values = values;
    }

    /**
     * The edition of the schemas that its namespace names.
     *
     * @return the version
     */
    public final SchemaVersion version() {
        return values.version();
    }

    /**
     * The attribute {@code version}: the norm by which it was built.
     *
     * @return for example {@code 1206}
     */
    public final String norm() {
        return values.norm();
    }

    /**
     * The identifier, MsvId; a resend and an acknowledgement carry that of the first sending.
     *
     * @return 1 to 200 characters
     */
    public final String id() {
        return values.id();
    }

    /**
     * The presentation order, MsvOrd: 1 at the first sending, one more at each resend; of an acknowledgement, that of the
     * missive it answers.
     *
     * @return 1 or more
     */
    public final int order() {
        return values.order();
    }

    /**
     * The priority that counts.
     *
     * @return the stated one, else {@link Priority#NORMAL} (inferred)
     */
    public final Priority priority() {
        Priority stated = values.priority();
        return stated == null ? Priority.NORMAL : stated;
    }

    /**
     * The priority, MsvPri.
     *
     * @return the priority if it is stated
     */
    public final Optional<Priority> statedPriority() {
        return Optional.ofNullable(values.priority());
    }

    /**
     * The sender, Snd.
     *
     * @return the sender
     */
    public final Party sender() {
        return values.sender();
    }

    /**
     * The receiver, Rcv.
     *
     * @return the receiver
     */
    public final Party receiver() {
        return values.receiver();
    }

    /**
     * When it was sent, SndDtTm.
     *
     * @return the time by the sender's clock
     */
    public final MissiveTime sentAt() {
        return values.sentAt();
    }

    /**
     * When it was received, RcvDtTm, which a receiver writes into his own copy.
     *
     * @return the time if it is stated
     */
    public final Optional<MissiveTime> receivedAt() {
        return Optional.ofNullable(values.receivedAt());
    }

    /**
     * The checksum that the sender may put into the header, SndChk, as it stands. Its form and what it covers are
     * unknown; {@link MessageChecksum#parse} reads it if it has the form of AcqChk.
     *
     * @return the text if it is there
     */
    public final Optional<String> senderChecksum() {
        return Optional.ofNullable(values.senderChecksum());
    }

    /**
     * Whether the document carries a signature of the customer (ds:Signature). Whether it holds is another question, see
     * {@link CustomerSignatures}.
     *
     * @return true if the element is there
     */
    public final boolean hasCustomerSignature() {
        return values.signed();
    }

    final HeaderValues values() {
        return values;
    }
}
