// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.util.List;
import java.util.Objects;

/**
 * What became of a mail. Its missive can be reached through {@link Accepted} only.
 *
 * <pre>{@code
 * Verdict verdict = opener.open(mail);
 * if (verdict instanceof Verdict.Accepted accepted) {
 *     process(accepted.opened().missive());
 * } else if (verdict instanceof Verdict.Rejected rejected) {
 *     log(rejected.failed(), rejected.reason());
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public sealed interface Verdict permits Verdict.Accepted, Verdict.Rejected, Verdict.Undetermined {

    /**
     * All checks that were made.
     *
     * @return in their order
     */
    List<CheckResult> checks();

    /**
     * In which ways the mail differs from what this library writes, and was yet read.
     *
     * @return names of deviations
     */
    List<String> deviations();

    /**
     * Every check held.
     *
     * @param opened the missive, with its proof
     * @param checks that were made
     * @param deviations that were tolerated
     * @since 0.1.0
     */
    record Accepted(OpenedMissive opened, List<CheckResult> checks, List<String> deviations) implements Verdict {

        /**
         * A verdict; nobody outside can make one, for want of an opened missive.
         *
         * @param opened the missive, with its proof
         * @param checks that were made
         * @param deviations that were tolerated
         * @throws NullPointerException if something is missing
         */
        public Accepted {
            Objects.requireNonNull(opened, "opened");
            checks = List.copyOf(checks);
            deviations = List.copyOf(deviations);
        }
    }

    /**
     * A check does not hold. Nothing of what was decrypted is in it.
     *
     * @param failed the check
     * @param reason words for people, without content
     * @param checks that were made, the failed one last
     * @param deviations that were tolerated before
     * @since 0.1.0
     */
    record Rejected(Check failed, String reason, List<CheckResult> checks, List<String> deviations) implements Verdict {

        /**
         * A verdict.
         *
         * @param failed the check
         * @param reason words for people
         * @param checks that were made
         * @param deviations that were tolerated
         * @throws NullPointerException if something is missing
         */
        public Rejected {
            Objects.requireNonNull(failed, "failed");
            Objects.requireNonNull(reason, "reason");
            checks = List.copyOf(checks);
            deviations = List.copyOf(deviations);
        }
    }

    /**
     * Whether a check holds cannot be told with what is known. Nothing of what was decrypted is in it.
     *
     * @param open the check
     * @param reason words for people, without content
     * @param checks that were made, the open one last
     * @param deviations that were tolerated before
     * @since 0.1.0
     */
    record Undetermined(Check open, String reason, List<CheckResult> checks, List<String> deviations)
            implements Verdict {

        /**
         * A verdict.
         *
         * @param open the check
         * @param reason words for people
         * @param checks that were made
         * @param deviations that were tolerated
         * @throws NullPointerException if something is missing
         */
        public Undetermined {
            Objects.requireNonNull(open, "open");
            Objects.requireNonNull(reason, "reason");
            checks = List.copyOf(checks);
            deviations = List.copyOf(deviations);
        }
    }
}
