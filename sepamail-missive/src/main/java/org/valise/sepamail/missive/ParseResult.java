// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What became of an identifier or another small value from outside: {@link Parsed} with the value, or {@link Malformed}
 * with the reasons. Immutable and thread-safe.
 *
 * <pre>{@code
 * ParseResult<Iban> result = Iban.parse(text);
 * if (result instanceof ParseResult.Parsed<Iban> parsed) {
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
     * @throws MissiveFormatException if this is {@link Malformed}
     */
    T orElseThrow() throws MissiveFormatException;

    /**
     * The value if there is one.
     *
     * @return the value of a {@link Parsed}
     */
    Optional<T> toOptional();

    /**
     * What is wrong, or only striking.
     *
     * @return for a {@link Parsed} its warnings, for a {@link Malformed} at least one error
     */
    List<Problem> problems();

    /**
     * The text was read.
     *
     * @param value what it says
     * @param problems warnings
     * @param <T> the type of the value
     * @since 0.1.0
     */
    record Parsed<T>(T value, List<Problem> problems) implements ParseResult<T> {

        /**
         * Copies the list.
         *
         * @param value what the text says
         * @param problems warnings
         * @throws IllegalArgumentException if one of them is an error
         */
        public Parsed {
            Objects.requireNonNull(value, "value");
            problems = List.copyOf(problems);
            if (problems.stream().anyMatch(Problem::isError)) {
                throw new IllegalArgumentException("What was read has no errors");
            }
        }

        @Override
        public T orElseThrow() {
            return value;
        }

        @Override
        public Optional<T> toOptional() {
            return Optional.of(value);
        }
    }

    /**
     * The text was refused.
     *
     * @param problems the reasons, at least one
     * @param <T> the type of the value that was expected
     * @since 0.1.0
     */
    record Malformed<T>(List<Problem> problems) implements ParseResult<T> {

        /**
         * Copies the list.
         *
         * @param problems the reasons
         * @throws IllegalArgumentException if there is none
         */
        public Malformed {
            problems = List.copyOf(problems);
            if (problems.isEmpty()) {
                throw new IllegalArgumentException("A refused text has at least one problem");
            }
        }

        @Override
        public T orElseThrow() throws MissiveFormatException {
            throw new MissiveFormatException(problems);
        }

        @Override
        public Optional<T> toOptional() {
            return Optional.empty();
        }
    }
}
