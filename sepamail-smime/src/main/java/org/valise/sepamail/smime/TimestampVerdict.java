// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.util.Objects;
import java.util.Set;

/**
 * What became of a time stamp. The token can be reached through {@link Accepted} only.
 *
 * <pre>{@code
 * TimestampVerdict verdict = verifier.ask(authority, request);
 * if (verdict instanceof TimestampVerdict.Accepted accepted) {
 *     keep(accepted.token().octets());
 * } else if (verdict instanceof TimestampVerdict.Declined declined) {
 *     log(declined.status(), declined.failures());
 * } else if (verdict instanceof TimestampVerdict.Rejected rejected) {
 *     log(rejected.failed(), rejected.reason());
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public sealed interface TimestampVerdict
        permits TimestampVerdict.Accepted,
                TimestampVerdict.Rejected,
                TimestampVerdict.Undetermined,
                TimestampVerdict.Declined {

    /**
     * Every check held.
     *
     * @param token the stamp
     * @since 0.1.0
     */
    record Accepted(TimestampToken token) implements TimestampVerdict {

        /**
         * A verdict; nobody outside can make one, for want of a token.
         *
         * @param token the stamp
         * @throws NullPointerException if it is missing
         */
        public Accepted {
            Objects.requireNonNull(token, "token");
        }
    }

    /**
     * A check does not hold.
     *
     * @param failed the check
     * @param reason words for people, without content
     * @since 0.1.0
     */
    record Rejected(TimestampCheck failed, String reason) implements TimestampVerdict {

        /**
         * A verdict.
         *
         * @param failed the check
         * @param reason words for people
         * @throws NullPointerException if something is missing
         */
        public Rejected {
            Objects.requireNonNull(failed, "failed");
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * Whether a check holds cannot be told with what is known: a certificate is not valid any more at the caller's time, or
     * whether one is revoked is not known.
     *
     * @param open the check
     * @param reason words for people, without content
     * @since 0.1.0
     */
    record Undetermined(TimestampCheck open, String reason) implements TimestampVerdict {

        /**
         * A verdict.
         *
         * @param open the check
         * @param reason words for people
         * @throws NullPointerException if something is missing
         */
        public Undetermined {
            Objects.requireNonNull(open, "open");
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * The authority made no stamp (RFC 3161 2.4.2). Nobody signed this answer: whoever stands in the way can give it. The
     * authority's own words are left out. Only of a response.
     *
     * @param status what it says
     * @param failures why; none if it does not say
     * @since 0.1.0
     */
    record Declined(Status status, Set<Failure> failures) implements TimestampVerdict {

        /**
         * A verdict.
         *
         * @param status what it says
         * @param failures why
         * @throws NullPointerException if something is missing
         */
        public Declined {
            Objects.requireNonNull(status, "status");
            failures = Set.copyOf(failures);
        }
    }

    /**
     * What an authority says that makes no stamp (PKIStatus).
     *
     * @since 0.1.0
     */
    enum Status {
        /** It will not. */
        REJECTION,
        /** It has not yet. */
        WAITING,
        /** A certificate is about to be revoked. */
        REVOCATION_WARNING,
        /** A certificate was revoked. */
        REVOCATION_NOTIFICATION
    }

    /**
     * Why an authority makes no stamp (PKIFailureInfo).
     *
     * @since 0.1.0
     */
    enum Failure {
        /** It does not know the algorithm, or does not support it. */
        BAD_ALGORITHM,
        /** It does not support this request. */
        BAD_REQUEST,
        /** It cannot read the request. */
        BAD_DATA_FORMAT,
        /** Its source of time is not available. */
        TIME_NOT_AVAILABLE,
        /** It does not support the policy. */
        UNACCEPTED_POLICY,
        /** It does not support an extension. */
        UNACCEPTED_EXTENSION,
        /** Something that was asked for is not known, or not available. */
        ADDITIONAL_INFORMATION_NOT_AVAILABLE,
        /** It is out of order. */
        SYSTEM_FAILURE,
        /** Something that RFC 3161 does not know. */
        OTHER
    }
}
