// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.util.Objects;

/**
 * What became of a check. Immutable and thread-safe.
 *
 * <pre>{@code
 * boolean isRevocationChecked = verdict.checks().stream()
 *         .anyMatch(result ->
 *                 result.check() == Check.REVOCATION && result.outcome() == CheckResult.Outcome.PASSED);
 * }</pre>
 *
 * @param check what was checked
 * @param outcome what became of it
 * @param detail words for people, without content of the mail; empty if there is nothing to say
 * @since 0.1.0
 */
public record CheckResult(Check check, Outcome outcome, String detail) {

    /**
     * What can become of a check.
     *
     * @since 0.1.0
     */
    public enum Outcome {
        /** It holds. */
        PASSED,
        /** It does not hold: the mail is rejected. */
        FAILED,
        /** It cannot be told: the mail is not accepted, and may be later, when more is known. */
        UNDETERMINED,
        /** The caller did not ask for it. */
        NOT_ASKED_FOR
    }

    /**
     * A result.
     *
     * @param check what was checked
     * @param outcome what became of it
     * @param detail words for people
     * @throws NullPointerException if something is missing
     */
    public CheckResult {
        Objects.requireNonNull(check, "check");
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(detail, "detail");
    }
}
