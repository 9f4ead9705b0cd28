// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An acknowledgement of a nominal missive. It is never acknowledged or resent itself. Immutable and thread-safe.
 *
 * <p>It carries identifier and order of the missive it answers, and the checksum of its message. {@link #answers} holds it
 * against a missive that was sent.
 *
 * <pre>{@code
 * AcknowledgementMatch match = ack.answers(sent);
 * if (match.settles()) {
 *     AcknowledgementSeen.Status status =
 *             ack.isPositive() ? AcknowledgementSeen.Status.ACK : AcknowledgementSeen.Status.NAK;
 *     log.acknowledged(key, sent.order(), new AcknowledgementSeen(receivedAt, status, ack.codeClass()));
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class AcknowledgementMissive extends Missive {

    private final Acknowledgement content;

    AcknowledgementMissive(Envelope envelope, Acknowledgement content) {
        super(envelope);
        this.content = content;
    }

    /**
     * Whether the missive was taken, AcqSta.
     *
     * @return true for ACK, false for NAK
     */
    public boolean isPositive() {
        return content.positive();
    }

    /**
     * The code, AcqCla, AcqSub and AcqDet.
     *
     * @return the code; empty in an acknowledgement of the first level, and if the class is no number from 0 that an
     *     int holds
     */
    public Optional<AcknowledgementCode> code() {
        return Optional.ofNullable(content.code());
    }

    /**
     * The class of the code, on which resending depends.
     *
     * @return 2, 4 or 5, or another number from 0 that was read; empty if there is no {@link #code()}
     */
    public OptionalInt codeClass() {
        return content.code() == null
                ? OptionalInt.empty()
                : OptionalInt.of(content.code().cla());
    }

    /**
     * AcqChk as it stands.
     *
     * @return the text if it is there
     */
    public Optional<String> checksumText() {
        return Optional.ofNullable(content.checksum());
    }

    /**
     * The checksum of the message that is acknowledged, AcqChk.
     *
     * @return the checksum if it is there and of a known form
     */
    public Optional<MessageChecksum> checksum() {
        return checksumText().flatMap(MessageChecksum::parse);
    }

    /**
     * Words for people, AcqDes.
     *
     * @return the text if it is there
     */
    public Optional<String> description() {
        return Optional.ofNullable(content.description());
    }

    /**
     * Warnings, RtgWarn.
     *
     * @return in their order
     */
    public List<RoutingWarning> warnings() {
        return content.warnings();
    }

    /**
     * Holds this acknowledgement against a nominal missive, as its sender kept it.
     *
     * <p>The two belong together by the identifier, or, for software that gives its acknowledgements identifiers of their
     * own, by the checksum and the parties. A checksum that contradicts never settles a missive.
     *
     * @param sent the missive, of any order that was sent
     * @return how the two belong together
     */
    public AcknowledgementMatch answers(NominalMissive sent) {
        return AcknowledgementMatch.of(this, sent, sent.message());
    }

    /**
     * The same for a missive that was written to a stream and whose octets are not at hand.
     *
     * @param sent what is known of the missive
     * @return how the two belong together
     */
    public AcknowledgementMatch answers(StreamedNominal sent) {
        return AcknowledgementMatch.of(this, sent, sent.message());
    }
}
