// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.util.List;
import java.util.Objects;

/**
 * What became of a mail. What is in it can be reached through {@link Accepted} only.
 *
 * <pre>{@code
 * Verdict<OpenedMissive> verdict = opener.open(mail);
 * if (verdict instanceof Verdict.Accepted<OpenedMissive> accepted) {
 *     process(accepted.opened().missive());
 * } else if (verdict instanceof Verdict.Rejected<OpenedMissive> rejected) {
 *     log(rejected.failed(), rejected.reason());
 * }
 * }</pre>
 *
 * @param <T> what an accepted mail gives
 * @since 0.1.0
 */
public sealed interface Verdict<T> permits Verdict.Accepted, Verdict.Rejected, Verdict.Undetermined {

    /**
     * What the verdict rests on.
     *
     * @return checks, deviations, and how the envelope is built
     */
    Proof proof();

    /**
     * All checks that were made.
     *
     * @return in the order of {@link Check}, the one that decided last
     */
    default List<CheckResult> checks() {
        return proof().checks();
    }

    /**
     * In which ways the mail differs from what this library writes, and was yet read.
     *
     * @return names of deviations
     */
    default List<String> deviations() {
        return proof().deviations();
    }

    /**
     * How the envelope is built, and who signed it: unless it was accepted, perhaps nobody who is trusted.
     *
     * @return as far as it became known
     */
    default EnvelopeReport envelope() {
        return proof().envelope();
    }

    /**
     * What a verdict rests on. Immutable and thread-safe.
     *
     * @param checks that were made
     * @param deviations that were tolerated
     * @param envelope how it is built
     * @since 0.1.0
     */
    record Proof(List<CheckResult> checks, List<String> deviations, EnvelopeReport envelope) {

        /**
         * A proof.
         *
         * @param checks that were made
         * @param deviations that were tolerated
         * @param envelope how it is built
         * @throws NullPointerException if something is missing
         */
        public Proof {
            checks = List.copyOf(checks);
            deviations = List.copyOf(deviations);
            Objects.requireNonNull(envelope, "envelope");
        }
    }

    /**
     * Every check held.
     *
     * @param <T> what an accepted mail gives
     * @param opened what was in the mail
     * @param proof what the verdict rests on
     * @since 0.1.0
     */
    record Accepted<T>(T opened, Proof proof) implements Verdict<T> {

        /**
         * A verdict; nobody outside can make one of a mail, for want of what was opened.
         *
         * @param opened what was in the mail
         * @param proof what the verdict rests on
         * @throws NullPointerException if something is missing
         */
        public Accepted {
            Objects.requireNonNull(opened, "opened");
            Objects.requireNonNull(proof, "proof");
        }
    }

    /**
     * A check does not hold. Nothing of what was decrypted is in it.
     *
     * @param <T> what an accepted mail gives
     * @param failed the check
     * @param reason words for people, without content
     * @param proof what the verdict rests on
     * @since 0.1.0
     */
    record Rejected<T>(Check failed, String reason, Proof proof) implements Verdict<T> {

        /**
         * A verdict.
         *
         * @param failed the check
         * @param reason words for people
         * @param proof what the verdict rests on
         * @throws NullPointerException if something is missing
         */
        public Rejected {
            Objects.requireNonNull(failed, "failed");
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(proof, "proof");
        }
    }

    /**
     * Whether a check holds cannot be told with what is known. Nothing of what was decrypted is in it.
     *
     * @param <T> what an accepted mail gives
     * @param open the check
     * @param reason words for people, without content
     * @param proof what the verdict rests on
     * @since 0.1.0
     */
    record Undetermined<T>(Check open, String reason, Proof proof) implements Verdict<T> {

        /**
         * A verdict.
         *
         * @param open the check
         * @param reason words for people
         * @param proof what the verdict rests on
         * @throws NullPointerException if something is missing
         */
        public Undetermined {
            Objects.requireNonNull(open, "open");
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(proof, "proof");
        }
    }
}
