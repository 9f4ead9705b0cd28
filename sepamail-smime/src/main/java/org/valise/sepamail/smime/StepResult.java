// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.util.Objects;

/**
 * What became of a step. Immutable and thread-safe.
 *
 * <pre>{@code
 * for (StepResult result : emission.steps()) {
 *     if (result.outcome() == StepResult.Outcome.FAILED) {
 *         log(result.toString()); // for example 6 MESSAGE_VALIDITY: FAILED, The message is of another ecosystem.
 *     }
 * }
 * }</pre>
 *
 * @param step the step
 * @param outcome what became of it
 * @param detail words for people, without content of missives; empty if there is nothing to say
 * @since 0.1.0
 */
public record StepResult(PipelineStep step, Outcome outcome, String detail) {

    /**
     * What can become of a step.
     *
     * @since 0.1.0
     */
    public enum Outcome {
        /** It holds, or was done. */
        PASSED,
        /** It does not hold, or could not be done. */
        FAILED,
        /** It is not for this missive, or was not reached. */
        NOT_APPLICABLE
    }

    /**
     * A result.
     *
     * @param step the step
     * @param outcome what became of it
     * @param detail words for people
     */
    public StepResult {
        Objects.requireNonNull(step, "step");
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(detail, "detail");
    }

    /** Returns number, name and outcome, and the words if there are any. */
    @Override
    public String toString() {
        return step.number() + " " + step.name() + ": " + outcome + (detail.isEmpty() ? "" : ", " + detail);
    }
}
