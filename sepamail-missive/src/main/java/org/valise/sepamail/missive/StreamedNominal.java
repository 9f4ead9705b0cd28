// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

/**
 * A nominal missive whose octets went by. It can be acknowledged; to resend it, one needs its octets. Immutable and
 * thread-safe.
 *
 * <pre>{@code
 * StreamedMissive missive = Missives.strict().readStreamed(in, sink).orElseThrow();
 * if (missive instanceof StreamedNominal nominal) {
 *     send(nominal.acknowledge(AcknowledgementCode.FORWARDED).sentAt(clock).build());
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class StreamedNominal extends StreamedMissive {

    private final StreamedMessage message;

    StreamedNominal(HeaderValues values, Missives reader, long length, StreamedMessage message) {
        super(values, reader, length, Kind.NOMINAL, message);
        this.message = message;
    }

    /**
     * What is known of the message.
     *
     * @return its header and its checksums
     */
    public StreamedMessage message() {
        return message;
    }

    /**
     * Begins the acknowledgement of this missive, see {@link NominalMissive#acknowledge}.
     *
     * @param code what to tell the sender; class 2 gives ACK, classes 4 and 5 give NAK
     * @return a builder, to be given the time
     */
    public AcknowledgementBuilder acknowledge(AcknowledgementCode code) {
        return new AcknowledgementBuilder(this, message, reader(), code);
    }

    /**
     * Begins an acknowledgement of the first level: ACK without a code.
     *
     * @return a builder, to be given the time
     */
    public AcknowledgementBuilder acknowledgeReceipt() {
        return new AcknowledgementBuilder(this, message, reader(), null);
    }
}
