// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of a document that was read from a stream: {@link Accepted}, or {@link Refused} with the reasons. Immutable
 * and thread-safe.
 *
 * <p>What a {@link ContentSink} was given of a refused document must be thrown away.
 *
 * <pre>{@code
 * StreamedReading reading = Missives.strict().readStreamed(in, sink);
 * if (reading instanceof StreamedReading.Accepted accepted) {
 *     take(accepted.missive(), quarantine);
 * } else {
 *     Files.deleteIfExists(quarantine);
 *     reading.problems().forEach(System.err::println);
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public sealed interface StreamedReading permits StreamedReading.Accepted, StreamedReading.Refused {

    /**
     * What is wrong, or only striking, in the order it was met.
     *
     * @return warnings only, if the document was accepted
     */
    List<Problem> problems();

    /**
     * What is known of the missive, or an exception with the problems.
     *
     * @return the missive of an {@link Accepted}
     * @throws MissiveFormatException if the document was refused
     */
    StreamedMissive orElseThrow() throws MissiveFormatException;

    /**
     * What is known of the missive if the document was accepted.
     *
     * @return the missive; empty for a {@link Refused}, whatever it suspects
     */
    Optional<StreamedMissive> toOptional();

    /**
     * The document is a missive by both layers.
     *
     * @param missive what is known of it
     * @param problems warnings
     * @since 0.1.0
     */
    record Accepted(StreamedMissive missive, List<Problem> problems) implements StreamedReading {

        /**
         * Copies the list.
         *
         * @param missive what is known of it
         * @param problems warnings
         */
        public Accepted {
            Objects.requireNonNull(missive, "missive");
            problems = List.copyOf(problems);
        }

        @Override
        public StreamedMissive orElseThrow() {
            return missive;
        }

        @Override
        public Optional<StreamedMissive> toOptional() {
            return Optional.of(missive);
        }
    }

    /**
     * The document was refused.
     *
     * @since 0.1.0
     */
    final class Refused implements StreamedReading {

        private final List<Problem> problems;
        private final @Nullable StreamedMissive suspect;

        Refused(List<Problem> problems, @Nullable StreamedMissive suspect) {
            this.problems = List.copyOf(problems);
            this.suspect = suspect;
        }

        /**
         * What the document would say if it were taken as it stands: for display, and for telling its sender by a negative
         * acknowledgement why it was refused. Never act on its message. Its parts may break the rules that are stated for
         * them: an order may be 0, an identifier empty.
         *
         * @return the missive, if the document is well-formed and has a type, an identifier, a number for its order, a time
         *     of sending, and what its type is about: the message, the acknowledgement or the service
         */
        public Optional<StreamedMissive> suspect() {
            return Optional.ofNullable(suspect);
        }

        @Override
        public List<Problem> problems() {
            return problems;
        }

        @Override
        public StreamedMissive orElseThrow() throws MissiveFormatException {
            throw new MissiveFormatException(problems);
        }

        @Override
        public Optional<StreamedMissive> toOptional() {
            return Optional.empty();
        }

        /** Returns the problems; no content. */
        @Override
        public String toString() {
            return "Refused" + problems;
        }
    }
}
