// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

/**
 * A step of a functional diagram of MIS1202 "Processing".
 *
 * <pre>{@code
 * for (StepResult result : reception.steps()) {
 *     PipelineStep step = result.step();
 *     show(step.number(), step.name(), result.outcome()); // for example 9, SIGNATURE, PASSED
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public sealed interface PipelineStep permits EmissionStep, ReceptionStep {

    /**
     * Its place in the order, which is binding.
     *
     * @return from 1
     */
    int number();

    /**
     * Its name.
     *
     * @return in capitals
     */
    String name();
}
