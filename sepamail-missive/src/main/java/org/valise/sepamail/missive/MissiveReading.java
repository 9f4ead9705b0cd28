// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of a document: {@link Accepted} with the missive, or {@link Refused} with the reasons. Immutable and
 * thread-safe.
 *
 * <pre>{@code
 * MissiveReading reading = Missives.strict().read(octets);
 * if (reading instanceof MissiveReading.Accepted accepted) {
 *     use(accepted.missive());
 * } else {
 *     report(reading.problems());
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public sealed interface MissiveReading permits MissiveReading.Accepted, MissiveReading.Refused {

    /**
     * What is wrong, or only striking, in the order it was met.
     *
     * @return warnings only, if the document was accepted
     */
    List<Problem> problems();

    /**
     * The missive, or an exception with the problems.
     *
     * @return the missive of an {@link Accepted}
     * @throws MissiveFormatException if the document was refused
     */
    Missive orElseThrow() throws MissiveFormatException;

    /**
     * The missive if the document was accepted.
     *
     * @return the missive; empty for a {@link Refused}, whatever it suspects
     */
    Optional<Missive> toOptional();

    /**
     * The problems of the document as XML and by its schema.
     *
     * @return a part of {@link #problems()}
     */
    default List<Problem> layer1() {
        return problems().stream()
                .filter(problem -> problem.code().layer() != Problem.Layer.RULES)
                .toList();
    }

    /**
     * The problems by the rules that a schema does not enforce.
     *
     * @return a part of {@link #problems()}
     */
    default List<Problem> layer2() {
        return problems().stream()
                .filter(problem -> problem.code().layer() == Problem.Layer.RULES)
                .toList();
    }

    /**
     * The document is a missive by both layers.
     *
     * @param missive the missive
     * @param problems warnings
     * @since 0.1.0
     */
    record Accepted(Missive missive, List<Problem> problems) implements MissiveReading {

        /**
         * Copies the list.
         *
         * @param missive the missive
         * @param problems warnings
         */
        public Accepted {
            Objects.requireNonNull(missive, "missive");
            problems = List.copyOf(problems);
        }

        @Override
        public Missive orElseThrow() {
            return missive;
        }

        @Override
        public Optional<Missive> toOptional() {
            return Optional.of(missive);
        }
    }

    /**
     * The document was refused.
     *
     * @since 0.1.0
     */
    final class Refused implements MissiveReading {

        private final List<Problem> problems;
        private final @Nullable Missive suspect;

        Refused(List<Problem> problems, @Nullable Missive suspect) {
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
        public Optional<Missive> suspect() {
            return Optional.ofNullable(suspect);
        }

        @Override
        public List<Problem> problems() {
            return problems;
        }

        @Override
        public Missive orElseThrow() throws MissiveFormatException {
            throw new MissiveFormatException(problems);
        }

        @Override
        public Optional<Missive> toOptional() {
            return Optional.empty();
        }

        /** Returns the problems; no content. */
        @Override
        public String toString() {
            return "Refused" + problems;
        }
    }
}
