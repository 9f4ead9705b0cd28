// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A nominal missive: the one that carries a message, is acknowledged, and may be sent again (MIS1202 "Principles").
 * Immutable and thread-safe.
 *
 * <pre>{@code
 * NominalMissive again = missive.resend();                       // order + 1, nothing else
 * AcknowledgementMissive ack = received.acknowledge(AcknowledgementCode.FORWARDED)
 *         .sentAt(clock.instant())
 *         .build();
 * }</pre>
 *
 * @since 0.1.0
 */
public final class NominalMissive extends Missive {

    static final MissiveBuilder.Kind<NominalMissive> KIND = new MissiveBuilder.Kind<>() {
        @Override
        public String type() {
            return MissiveType.NOMINAL;
        }

        @Override
        public boolean allows(MessageType type) {
            return !type.isSmapi();
        }

        @Override
        public @Nullable NominalMissive cast(Missive missive) {
            return missive instanceof NominalMissive nominal ? nominal : null;
        }

        @Override
        public NominalMissive make(Envelope envelope, Message message) {
            return new NominalMissive(envelope, message);
        }
    };

    private final Message message;

    NominalMissive(Envelope envelope, Message message) {
        super(envelope);
        this.message = message;
    }

    /**
     * Begins a missive.
     *
     * @param version the edition of the schemas by whose namespace it is written
     * @return the first stage
     */
    public static MissiveStages.NeedsId<MissiveStages.NeedsMessage<MissiveBuilder<NominalMissive>>> builder(
            SchemaVersion version) {
        return new MissiveBuilder<>(version, KIND);
    }

    /**
     * The message.
     *
     * @return the message with its octets
     */
    public Message message() {
        return message;
    }

    /**
     * The same missive with the next order (MIS1202 "Resending a missive"). Only the digits of MsvOrd change: all other
     * octets are those of this document, SndDtTm included. Whether the norm permits it now is for {@link ResendPolicy} to
     * say. A signature of the customer that covers the order does not survive.
     *
     * @return a new missive
     * @throws IllegalStateException if there is no higher order
     */
    public NominalMissive resend() {
        if (order() == Integer.MAX_VALUE) {
            throw new IllegalStateException("There is no order above " + order());
        }
        Envelope e = envelope();
        byte[] digits = Integer.toString(order() + 1).getBytes(StandardCharsets.US_ASCII);
        byte[] octets = new byte[e.octets().length - (e.orderTo() - e.orderFrom()) + digits.length];
        System.arraycopy(e.octets(), 0, octets, 0, e.orderFrom());
        System.arraycopy(digits, 0, octets, e.orderFrom(), digits.length);
        int behind = e.orderFrom() + digits.length;
        System.arraycopy(e.octets(), e.orderTo(), octets, behind, octets.length - behind);
        return readAgain(octets);
    }

    /** What this missive is with a changed document. */
    NominalMissive readAgain(byte[] changed) {
        MissiveReading reading = envelope().reader().readOwn(changed);
        Optional<Missive> again =
                reading instanceof MissiveReading.Refused refused ? refused.suspect() : reading.toOptional();
        return (NominalMissive) again.orElseThrow();
    }

    /**
     * Begins the acknowledgement of this missive. Every nominal missive that is received is acknowledged, whatever its
     * order and however often it came (MIS1202 "The acknowledgement of a missive").
     *
     * @param code what to tell the sender; class 2 gives ACK, classes 4 and 5 give NAK
     * @return a builder, to be given the time
     */
    public AcknowledgementBuilder acknowledge(AcknowledgementCode code) {
        return new AcknowledgementBuilder(this, message, envelope().reader(), code);
    }

    /**
     * Begins an acknowledgement of the first level: ACK without a code.
     *
     * @return a builder, to be given the time
     */
    public AcknowledgementBuilder acknowledgeReceipt() {
        return new AcknowledgementBuilder(this, message, envelope().reader(), null);
    }
}
