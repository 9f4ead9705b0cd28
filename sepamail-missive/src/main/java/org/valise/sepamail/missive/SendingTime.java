// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;

/**
 * The time of sending of a missive, held against the receiver's clock. Only a time in the future is wrong: an old missive
 * is handled like any other. Immutable and thread-safe.
 *
 * <p>The scheme's margin is not public; {@link #USUAL_MARGIN} is what published test software uses.
 *
 * <pre>{@code
 * SendingTime time = SendingTime.check(nominal, clock, SendingTime.USUAL_MARGIN);
 * AcknowledgementBuilder ack = nominal.acknowledge(time.refusal().orElse(AcknowledgementCode.FORWARDED));
 * time.warning().ifPresent(ack::warning);
 * }</pre>
 *
 * @param outcome what follows from it
 * @param ahead how far the time lies in the future; zero if it does not
 * @since 0.1.0
 */
public record SendingTime(Outcome outcome, Duration ahead) {

    /** Three seconds (inferred). */
    public static final Duration USUAL_MARGIN = Duration.ofSeconds(3);

    /** 4.3.3: sending time wrong. Class 4, because a resend may cure it and the receiver may choose. */
    private static final AcknowledgementCode WRONG_TIME = AcknowledgementCode.of(4, 3, 3);

    /**
     * What follows from a time of sending.
     *
     * @since 0.1.0
     */
    public enum Outcome {
        /** Not in the future: handle the missive. */
        IN_TIME,
        /** In the future, within the margin: handle the missive, and warn its sender. */
        WITHIN_MARGIN,
        /** Beyond the margin: do not handle the missive. */
        BEYOND_MARGIN
    }

    /**
     * Refuses nulls and negative durations.
     *
     * @param outcome what follows from it
     * @param ahead how far the time lies in the future
     */
    public SendingTime {
        Objects.requireNonNull(outcome, "outcome");
        if (ahead.isNegative()) {
            throw new IllegalArgumentException("What is not in the future is not ahead");
        }
    }

    /**
     * Holds a missive against a clock.
     *
     * @param missive a missive that was received, in memory or streamed
     * @param clock the receiver's clock
     * @param margin how far the sender's clock may be ahead; zero or more
     * @return what follows
     * @throws IllegalArgumentException if the margin is negative
     */
    public static SendingTime check(MissiveHeader missive, InstantSource clock, Duration margin) {
        if (margin.isNegative()) {
            throw new IllegalArgumentException("A margin is zero or more");
        }
        Instant now = clock.instant();
        Instant sent = missive.sentAt().instant();
        if (!sent.isAfter(now)) {
            return new SendingTime(Outcome.IN_TIME, Duration.ZERO);
        }
        Duration ahead = Duration.between(now, sent);
        return new SendingTime(ahead.compareTo(margin) <= 0 ? Outcome.WITHIN_MARGIN : Outcome.BEYOND_MARGIN, ahead);
    }

    /**
     * The warning that belongs into the acknowledgement.
     *
     * @return {@link RoutingWarning.Code#BAD_TIME} if the time is within the margin
     */
    public Optional<RoutingWarning> warning() {
        return outcome == Outcome.WITHIN_MARGIN ? Optional.of(RoutingWarning.badTime(ahead)) : Optional.empty();
    }

    /**
     * The code by which the missive is refused.
     *
     * @return 4.3.3 if the time is beyond the margin
     */
    public Optional<AcknowledgementCode> refusal() {
        return outcome == Outcome.BEYOND_MARGIN ? Optional.of(WRONG_TIME) : Optional.empty();
    }
}
