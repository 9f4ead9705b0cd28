// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A missive whose octets went by, read from a stream or written to one: what its envelope says, how long it was, and the
 * checksums of its message. Immutable and thread-safe.
 *
 * <p>A nominal one is a {@link StreamedNominal}. What an acknowledgement or a service says is not kept: they are short, and
 * {@link Missives#read(byte[])} has it all.
 *
 * <pre>{@code
 * StreamedMissive missive = Missives.strict().readStreamed(in, sink).orElseThrow();
 * if (missive instanceof StreamedNominal nominal) {
 *     handle(nominal);
 * } else if (missive.kind() == StreamedMissive.Kind.ACKNOWLEDGEMENT) {
 *     compare(Missives.strict().read(Files.readAllBytes(file)));
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public sealed class StreamedMissive extends MissiveHeader permits StreamedNominal {

    /**
     * The kinds of missives.
     *
     * @since 0.1.0
     */
    public enum Kind {
        /** It carries a message and is acknowledged. */
        NOMINAL,
        /** It answers a nominal one. */
        ACKNOWLEDGEMENT,
        /** A command or result between a customer and his bank. */
        SERVICE,
        /** A call within a bank. */
        SMAPI;

        private static Kind of(String type) {
            return switch (type) {
                case MissiveType.NOMINAL -> NOMINAL;
                case MissiveType.SERVICE -> SERVICE;
                case MissiveType.SMAPI -> SMAPI;
                default -> ACKNOWLEDGEMENT;
            };
        }
    }

    private final Missives reader;
    private final long length;
    private final Kind kind;
    private final @Nullable StreamedMessage message;

    StreamedMissive(HeaderValues values, Missives reader, long length, Kind kind, @Nullable StreamedMessage message) {
        super(values);
        this.reader = reader;
        this.length = length;
        this.kind = kind;
        this.message = message;
    }

    /** The missive; null if it is a nominal one without a message. */
    static @Nullable StreamedMissive of(
            HeaderValues values, Missives reader, long length, String type, @Nullable StreamedMessage message) {
        Kind kind = Kind.of(type);
        if (kind != Kind.NOMINAL) {
            return new StreamedMissive(values, reader, length, kind, message);
        }
        return message == null ? null : new StreamedNominal(values, reader, length, message);
    }

    /**
     * What kind of missive it is.
     *
     * @return the kind
     */
    public final Kind kind() {
        return kind;
    }

    /**
     * What is known of its message.
     *
     * @return always there for nominal missives and those of the API within a bank, never for acknowledgements
     */
    public final Optional<StreamedMessage> streamedMessage() {
        return Optional.ofNullable(message);
    }

    /**
     * How long the document was.
     *
     * @return in octets
     */
    public final long length() {
        return length;
    }

    final Missives reader() {
        return reader;
    }

    /** Returns kind, norm, order, priority and length; no identifiers and no content. */
    @Override
    public final String toString() {
        return "StreamedMissive[" + kind + ", norm " + norm() + ", order " + order() + ", " + priority() + ", " + length
                + " octets]";
    }
}
