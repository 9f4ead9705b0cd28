// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.List;
import java.util.Optional;

/**
 * What is known of the message in a missive, whether its octets are at hand ({@link Message}) or went by
 * ({@link StreamedMessage}). Immutable and thread-safe.
 *
 * <pre>{@code
 * MessageHeader message = nominal.message();   // of a NominalMissive or a StreamedNominal
 * if (message.expiry().filter(time -> time.instant().isBefore(clock.instant())).isEmpty()) {
 *     route(message.type(), message.redirections());
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public abstract sealed class MessageHeader permits Message, StreamedMessage {

    private final MessageValues values;

    MessageHeader(MessageValues values) {
        this.values = values;
    }

    /**
     * The identifier of the message, MsgId; independent of that of the missive.
     *
     * @return up to 200 characters
     */
    public final String id() {
        return values.id();
    }

    /**
     * The type of the message, MsgTyp.
     *
     * @return the type, known or not
     */
    public final MessageType type() {
        return values.type();
    }

    /**
     * The attribute {@code version} of MsvBdy.
     *
     * @return the norm if it is stated
     */
    public final Optional<String> norm() {
        return Optional.ofNullable(values.norm());
    }

    /**
     * Addresses within the receiver to which the message is to be led, MsgRedir.
     *
     * @return in their order
     */
    public final List<Redirection> redirections() {
        return values.redirections();
    }

    /**
     * Other messages that this one refers to, MsgRef.
     *
     * @return in their order
     */
    public final List<MessageReference> references() {
        return values.references();
    }

    /**
     * The time after which the message has no value, MsgExpiry. A message that comes later is still acknowledged.
     *
     * @return the time if it is stated
     */
    public final Optional<MissiveTime> expiry() {
        return Optional.ofNullable(values.expiry());
    }

    /**
     * The local name of the element in MsgBdy.
     *
     * @return for example {@code SimpleTestRequest}
     */
    public final String bodyName() {
        return values.bodyName();
    }

    /**
     * The namespace of the element in MsgBdy.
     *
     * @return that of the missive, unless the missive breaks the rules
     */
    public final String bodyNamespace() {
        return values.bodyNamespace();
    }

    /**
     * The checksum by which an acknowledgement names this message (AcqChk): SHA-1 over its octets with LF line ends.
     *
     * @return the same for every order of the missive
     */
    public abstract MessageChecksum checksum();

    /**
     * Holds a checksum against the octets of this message.
     *
     * @param checksum AcqChk or SndChk
     * @return over which form of the octets it fits; empty if over none, and if {@link #computes} says that this cannot be
     *     told
     */
    public abstract Optional<ChecksumForm> match(MessageChecksum checksum);

    /**
     * Whether {@link #match} can tell if a checksum fits. Of a message whose octets went by, SHA-1 and the algorithm of
     * SndChk were computed and no other: by another, a checksum of the very message fits nothing.
     *
     * @param checksum AcqChk or SndChk
     * @return true if its algorithm was computed, or the octets are at hand
     */
    public boolean computes(MessageChecksum checksum) {
        return true;
    }

    final MessageValues values() {
        return values;
    }
}
