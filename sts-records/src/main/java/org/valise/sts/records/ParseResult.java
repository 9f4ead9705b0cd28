// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of a text from outside: {@link Parsed} with the value, or {@link Malformed} with the reasons. Immutable
 * and thread-safe.
 *
 * <pre>{@code
 * ParseResult<StsRecord> result = StsRecords.strict().parse(line);
 * if (result instanceof ParseResult.Parsed<StsRecord> parsed) {
 *     use(parsed.value());
 * } else {
 *     report(result.problems());
 * }
 * }</pre>
 *
 * @param <T> the type of the value
 * @since 0.1.0
 */
public sealed interface ParseResult<T> permits ParseResult.Parsed, ParseResult.Malformed {

    /**
     * The value, or an exception with the problems.
     *
     * @return the value of a {@link Parsed}
     * @throws RecordFormatException if this is {@link Malformed}
     */
    T orElseThrow() throws RecordFormatException;

    /**
     * The value if there is one.
     *
     * @return the value of a {@link Parsed}; empty for a {@link Malformed}, whatever it suspects
     */
    Optional<T> toOptional();

    /**
     * What is wrong.
     *
     * @return empty for a {@link Parsed}, at least one problem for a {@link Malformed}
     */
    List<Problem> problems();

    /**
     * The text was read.
     *
     * @param value what it says
     * @param deviations how it differed from the canonical form, in the order of {@link Deviation}
     * @param <T> the type of the value
     * @since 0.1.0
     */
    record Parsed<T>(T value, List<Deviation> deviations) implements ParseResult<T> {

        /**
         * Copies the list.
         *
         * @param value what the text says
         * @param deviations how it differed from the canonical form
         */
        public Parsed {
            Objects.requireNonNull(value, "value");
            deviations = List.copyOf(deviations);
        }

        @Override
        public T orElseThrow() {
            return value;
        }

        @Override
        public Optional<T> toOptional() {
            return Optional.of(value);
        }

        @Override
        public List<Problem> problems() {
            return List.of();
        }
    }

    /**
     * The text was refused.
     *
     * @param <T> the type of the value that was expected
     * @since 0.1.0
     */
    final class Malformed<T> implements ParseResult<T> {

        private final List<Problem> problems;
        private final @Nullable T suspect;

        private Malformed(List<Problem> problems, @Nullable T suspect) {
            if (problems.isEmpty()) {
                throw new IllegalArgumentException("A refused text has at least one problem");
            }
            this.problems = List.copyOf(problems);
            this.suspect = suspect;
        }

        /**
         * Makes a refusal, for decoders of integrators.
         *
         * @param problems at least one reason
         * @param <T> the type of the value that was expected
         * @return the refusal, without a suspect
         * @throws IllegalArgumentException if there is no problem
         */
        public static <T> Malformed<T> because(List<Problem> problems) {
            return new Malformed<>(problems, null);
        }

        /**
         * Makes a refusal, for decoders of integrators.
         *
         * @param problem the reason
         * @param <T> the type of the value that was expected
         * @return the refusal, without a suspect
         */
        public static <T> Malformed<T> because(Problem problem) {
            return new Malformed<>(List.of(problem), null);
        }

        static <T> Malformed<T> suspecting(Problem problem, @Nullable T suspect) {
            return new Malformed<>(List.of(problem), suspect);
        }

        /**
         * What the text would say if it were taken as it stands although its CRC does not fit: for display and diagnosis
         * only. Never act on it.
         *
         * @return the damaged value, if the text has the form of one
         */
        public Optional<T> suspect() {
            return Optional.ofNullable(suspect);
        }

        @Override
        public List<Problem> problems() {
            return problems;
        }

        @Override
        public Optional<T> toOptional() {
            return Optional.empty();
        }

        @Override
        public T orElseThrow() throws RecordFormatException {
            throw new RecordFormatException(problems);
        }

        /** Returns the problems; no content. */
        @Override
        public String toString() {
            return "Malformed" + problems;
        }
    }
}
