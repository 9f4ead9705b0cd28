// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Whether a nominal missive may be sent again, and when (MIS1202 "Resending a missive", "The escalation process"); see
 * {@link ResendPolicy#decide}. Immutable and thread-safe. Instants that would lie beyond {@link Instant#MAX} are that.
 *
 * <pre>{@code
 * if (decision instanceof Decision.TooEarly early) {
 *     lookAgainAt(early.from());
 * } else if (decision instanceof Decision.MayResend may) {
 *     resend(may.order());
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public sealed interface Decision {

    /**
     * Which of the records this is.
     *
     * @return its kind
     */
    Kind kind();

    /**
     * From when on an escalation is allowed. It is allowed to those only who have resent the missive at least once, so a
     * missive that was sent once and whose window was missed can be neither resent nor escalated. What the escalation
     * consists of is another specification.
     *
     * @return the first instant; empty if it is not allowed, because the missive was sent once or is settled
     */
    Optional<Instant> mayEscalateFrom();

    /**
     * The kinds of decision.
     *
     * @since 0.1.0
     */
    enum Kind {
        /** See {@link TooEarly}. */
        TOO_EARLY,
        /** See {@link MayResend}. */
        MAY_RESEND,
        /** See {@link WindowMissed}. */
        WINDOW_MISSED,
        /** See {@link LimitReached}. */
        LIMIT_REACHED,
        /** See {@link Acknowledged}. */
        ACKNOWLEDGED,
        /** See {@link Rejected}. */
        REJECTED
    }

    /**
     * The missive may be sent again, but not yet.
     *
     * @param order the order it will have then
     * @param from the first instant at which it may be sent
     * @param to the last one
     * @param acknowledgementDue until when the last sending has to be acknowledged
     * @param mayEscalateFrom from when on an escalation is allowed
     * @since 0.1.0
     */
    record TooEarly(int order, Instant from, Instant to, Instant acknowledgementDue, Optional<Instant> mayEscalateFrom)
            implements Decision {

        /**
         * Refuses nulls.
         *
         * @param order the order it will have then
         * @param from the first instant at which it may be sent
         * @param to the last one
         * @param acknowledgementDue until when the last sending has to be acknowledged
         * @param mayEscalateFrom from when on an escalation is allowed
         */
        public TooEarly {
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(to, "to");
            Objects.requireNonNull(acknowledgementDue, "acknowledgementDue");
            Objects.requireNonNull(mayEscalateFrom, "mayEscalateFrom");
        }

        @Override
        public Kind kind() {
            return Kind.TOO_EARLY;
        }
    }

    /**
     * The missive may be sent again now.
     *
     * @param order the order to send it with
     * @param from since when it may be sent
     * @param to the last instant at which it may be sent
     * @param mayEscalateFrom from when on an escalation is allowed
     * @since 0.1.0
     */
    record MayResend(int order, Instant from, Instant to, Optional<Instant> mayEscalateFrom) implements Decision {

        /**
         * Refuses nulls.
         *
         * @param order the order to send it with
         * @param from since when it may be sent
         * @param to the last instant at which it may be sent
         * @param mayEscalateFrom from when on an escalation is allowed
         */
        public MayResend {
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(to, "to");
            Objects.requireNonNull(mayEscalateFrom, "mayEscalateFrom");
        }

        @Override
        public Kind kind() {
            return Kind.MAY_RESEND;
        }
    }

    /**
     * The missive may not be sent again any more, because the time for it has passed.
     *
     * @param from the first instant at which it could have been sent
     * @param to the last one
     * @param mayEscalateFrom from when on an escalation is allowed
     * @since 0.1.0
     */
    record WindowMissed(Instant from, Instant to, Optional<Instant> mayEscalateFrom) implements Decision {

        /**
         * Refuses nulls.
         *
         * @param from the first instant at which it could have been sent
         * @param to the last one
         * @param mayEscalateFrom from when on an escalation is allowed
         */
        public WindowMissed {
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(to, "to");
            Objects.requireNonNull(mayEscalateFrom, "mayEscalateFrom");
        }

        @Override
        public Kind kind() {
            return Kind.WINDOW_MISSED;
        }
    }

    /**
     * The missive may not be sent again any more, because it was sent as often as is allowed.
     *
     * @param mayEscalateFrom from when on an escalation is allowed
     * @since 0.1.0
     */
    record LimitReached(Optional<Instant> mayEscalateFrom) implements Decision {

        /**
         * Refuses nulls.
         *
         * @param mayEscalateFrom from when on an escalation is allowed
         */
        public LimitReached {
            Objects.requireNonNull(mayEscalateFrom, "mayEscalateFrom");
        }

        @Override
        public Kind kind() {
            return Kind.LIMIT_REACHED;
        }
    }

    /**
     * The missive was received well: nothing may be sent or escalated.
     *
     * @param at when the acknowledgement that decided came
     * @since 0.1.0
     */
    record Acknowledged(Instant at) implements Decision {

        /**
         * Refuses nulls.
         *
         * @param at when the acknowledgement that decided came
         */
        public Acknowledged {
            Objects.requireNonNull(at, "at");
        }

        @Override
        public Kind kind() {
            return Kind.ACKNOWLEDGED;
        }

        @Override
        public Optional<Instant> mayEscalateFrom() {
            return Optional.empty();
        }
    }

    /**
     * The missive was refused, and sending it again cannot cure that: report it to whoever had it sent.
     *
     * @param at when the acknowledgement that decided came
     * @param codeClass its class; empty if it only said {@code NAK}, which is taken as class 5 (inferred): worth a look
     * @since 0.1.0
     */
    record Rejected(Instant at, OptionalInt codeClass) implements Decision {

        /**
         * Refuses nulls.
         *
         * @param at when the acknowledgement that decided came
         * @param codeClass its class
         */
        public Rejected {
            Objects.requireNonNull(at, "at");
            Objects.requireNonNull(codeClass, "codeClass");
        }

        @Override
        public Kind kind() {
            return Kind.REJECTED;
        }

        @Override
        public Optional<Instant> mayEscalateFrom() {
            return Optional.empty();
        }
    }
}
