// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is proved about a public-key record: each check by name with its outcome, and the trust that follows. Only
 * {@link PublicKeyRecord#verify} makes one. Immutable and thread-safe.
 *
 * <p>The line "KMC Public Key Fingerprint" that the gateway prints above the record takes no part: how it is made is
 * unknown, and on the published example it is another value than the fingerprint in the identity.
 *
 * <pre>{@code
 * KeyReport report = key.verify(Clock.systemUTC(), List.of(approvedKmcId));
 * report.trust();                                        // PINNED
 * report.outcome(KeyReport.Check.FINGERPRINT);           // PASSED
 * }</pre>
 *
 * @since 0.1.0
 */
public final class KeyReport {

    /**
     * The checks, in the order in which they are made.
     *
     * @since 0.1.0
     */
    public enum Check {
        /** The CRC of the record fits its text. */
        RECORD_CRC,
        /** The CRC of the identity fits its text. */
        IDENTITY_CRC,
        /** The key is a point of P-384. */
        POINT_ON_CURVE,
        /** The fingerprint in the identity is that of the key. */
        FINGERPRINT,
        /** The key has not expired. */
        EXPIRY,
        /** The identity is one of the pinned ones. */
        PIN
    }

    /**
     * The outcome of a check.
     *
     * @since 0.1.0
     */
    public enum Outcome {
        /** The check was made and holds. */
        PASSED,
        /** The check was made and does not hold. */
        FAILED,
        /** The check could not be made: no readable expiry, or nothing pinned. */
        NOT_CHECKED
    }

    /**
     * What the checks add up to.
     *
     * @since 0.1.0
     */
    public enum Trust {
        /**
         * No check failed and the identity is pinned: this is the key that was approved. If the expiry could not be read,
         * {@link Check#EXPIRY} says so; the fingerprint does not cover the expiry.
         */
        PINNED,
        /** The record proves itself, but nobody has approved its identity; anybody can make such a record. */
        SELF_CONSISTENT,
        /**
         * The record contradicts itself, or it is none of the pinned keys; the latter also happens when the key management
         * centre has a new key that nobody has approved yet. The checks tell which.
         */
        MISMATCH,
        /** Nothing contradicts, but the key is past its expiry. */
        EXPIRED
    }

    /**
     * A check with its outcome.
     *
     * @since 0.1.0
     */
    public static final class Result {

        private final Check check;
        private final Outcome outcome;
        private final @Nullable Problem problem;

        private Result(Check check, Outcome outcome, @Nullable Problem problem) {
            this.check = check;
            this.outcome = outcome;
            this.problem = problem;
        }

        /**
         * Which check this is.
         *
         * @return the name of the check
         */
        public Check check() {
            return check;
        }

        /**
         * What came out.
         *
         * @return the outcome
         */
        public Outcome outcome() {
            return outcome;
        }

        /**
         * Why the check failed or could not be made.
         *
         * @return the problem, if there is one
         */
        public Optional<Problem> problem() {
            return Optional.ofNullable(problem);
        }

        /** Returns the check and its outcome. */
        @Override
        public String toString() {
            return check + " " + outcome;
        }
    }

    private final PublicKeyRecord key;
    private final List<Result> results;

    private KeyReport(PublicKeyRecord key, List<Result> results) {
        this.key = key;
        this.results = List.copyOf(results);
    }

    static KeyReport on(PublicKeyRecord key, Instant now, Collection<Pkid> pins) {
        List<Result> results = new ArrayList<>();
        results.add(result(Check.RECORD_CRC, key.record().crcState() == CrcState.VALID, recordCrc(key)));
        results.add(result(Check.IDENTITY_CRC, key.owner().crcState() == CrcState.VALID, key.wrongOwnerCrc()));
        results.add(result(Check.POINT_ON_CURVE, P384.isOnCurve(key.pointHex()), key.notOnCurve()));
        results.add(result(Check.FINGERPRINT, key.owner().matches(key.pointHex()), key.wrongFingerprint()));
        results.add(expiry(key, now));
        results.add(
                pins.isEmpty()
                        ? new Result(Check.PIN, Outcome.NOT_CHECKED, null)
                        : result(Check.PIN, pins.contains(key.owner()), key.notPinned()));
        return new KeyReport(key, results);
    }

    private static Result expiry(PublicKeyRecord key, Instant now) {
        Optional<Instant> validUntil = key.validUntil();
        return validUntil.isEmpty()
                ? new Result(Check.EXPIRY, Outcome.NOT_CHECKED, key.noExpiry())
                : result(Check.EXPIRY, now.isBefore(validUntil.get()), key.expired());
    }

    private static Problem recordCrc(PublicKeyRecord key) {
        String text = key.record().text();
        return Problem.of(Problem.Code.CRC_ERROR, "The CRC of the record does not fit its text.")
                .atRecord(Span.inLine(text.lastIndexOf(Dfconcat.RECORD.delimiter()) + 1, 0));
    }

    private static Result result(Check check, boolean holds, Problem otherwise) {
        return holds ? new Result(check, Outcome.PASSED, null) : new Result(check, Outcome.FAILED, otherwise);
    }

    /**
     * The key that was checked.
     *
     * @return the view of the record
     */
    public PublicKeyRecord key() {
        return key;
    }

    /**
     * All checks in order.
     *
     * @return one result for each {@link Check}
     */
    public List<Result> results() {
        return results;
    }

    /**
     * The outcome of one check.
     *
     * @param check the check
     * @return its outcome
     */
    public Outcome outcome(Check check) {
        return results.stream()
                .filter(result -> result.check() == check)
                .findFirst()
                .orElseThrow()
                .outcome();
    }

    /**
     * What the checks add up to. A contradiction weighs more than an expiry, and an expiry more than a pin.
     *
     * @return the trust
     */
    public Trust trust() {
        boolean contradiction =
                results.stream().anyMatch(r -> r.outcome() == Outcome.FAILED && r.check() != Check.EXPIRY);
        if (contradiction) {
            return Trust.MISMATCH;
        }
        if (outcome(Check.EXPIRY) == Outcome.FAILED) {
            return Trust.EXPIRED;
        }
        return outcome(Check.PIN) == Outcome.PASSED ? Trust.PINNED : Trust.SELF_CONSISTENT;
    }

    /**
     * The fingerprint of the identity, computed from the key: what the identity has to say if it is its own.
     *
     * @return 16 upper-case hexadecimal digits
     */
    public String computedFingerprint() {
        return key.owner().fingerprintOf(key.pointHex());
    }

    /**
     * Why the key is not trusted, or could not be checked completely.
     *
     * @return the problems of the checks, in their order
     */
    public List<Problem> problems() {
        return results.stream().flatMap(r -> r.problem().stream()).toList();
    }

    /** Returns the trust and all outcomes. */
    @Override
    public String toString() {
        return "KeyReport[" + trust() + ", " + results + "]";
    }
}
