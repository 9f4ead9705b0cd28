// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When a nominal missive may be sent again, and what comes of its acknowledgements (MIS1202 "Resending a missive"). One
 * policy holds for one counterparty: {@link #norm()}, or what the two agreed on. Immutable and thread-safe.
 *
 * <p>Agreements may change the time to an acknowledgement, the shortest time before resending, and allow more resendings;
 * nothing else (MIS1202 "Resending a missive").
 *
 * <pre>{@code
 * ResendPolicy policy = ResendPolicy.norm().withMaxResends(Priority.HIGHEST, 10);
 * Decision decision = policy.decide(clock.instant(), Priority.HIGHEST, sends, acknowledgements);
 * if (decision instanceof Decision.MayResend may) {
 *     resend(may.order());
 * }
 * }</pre>
 *
 * <p>Nobody has to resend or to escalate; this says what is allowed. {@link ExchangeLog} keeps what it is decided from.
 *
 * @since 0.1.0
 */
public final class ResendPolicy {

    private static final ResendPolicy NORM = new ResendPolicy(table(), false);

    private final Map<Priority, ResendRule> rules;
    private final boolean afterLast;

    private ResendPolicy(Map<Priority, ResendRule> rules, boolean afterLast) {
        this.rules = rules;
        this.afterLast = afterLast;
    }

    private static Map<Priority, ResendRule> table() {
        Map<Priority, ResendRule> table = new EnumMap<>(Priority.class);
        table.put(Priority.HIGHEST, rule("PT20S", "PT30S", "PT1M", 3, "PT10M"));
        table.put(Priority.HIGH, rule("PT3M", "PT5M", "PT10M", 5, "PT30M"));
        table.put(Priority.NORMAL, rule("PT4H", "PT4H", "PT8H", 4, "PT16H"));
        table.put(Priority.LOW, rule("PT12H", "PT12H", "PT24H", 3, "PT36H"));
        table.put(Priority.LOWEST, rule("PT48H", "PT48H", "PT96H", 3, "PT120H"));
        return table;
    }

    private static ResendRule rule(String acknowledge, String notBefore, String notAfter, int max, String escalate) {
        return new ResendRule(
                Duration.parse(acknowledge),
                Duration.parse(notBefore),
                Duration.parse(notAfter),
                max,
                Duration.parse(escalate));
    }

    /**
     * The limits that hold between participants who agreed on nothing else.
     *
     * @return the norm's policy
     */
    public static ResendPolicy norm() {
        return NORM;
    }

    /**
     * The limits of a priority.
     *
     * @param priority the priority
     * @return its limits under this policy
     */
    public ResendRule rule(Priority priority) {
        ResendRule rule = rules.get(priority);
        if (rule == null) {
            throw new NullPointerException("priority");
        }
        return rule;
    }

    /**
     * The same policy with another time to an acknowledgement.
     *
     * @param priority for which priority
     * @param limit the longest time, not longer than {@link ResendRule#resendNotBefore()}: raise that first
     * @return a new policy
     * @throws IllegalArgumentException if the limit is not positive, or too long
     */
    public ResendPolicy withAcknowledgementLimit(Priority priority, Duration limit) {
        ResendRule old = rule(priority);
        return with(priority, limit, old.resendNotBefore(), old.maxResends());
    }

    /**
     * The same policy with another shortest time before resending.
     *
     * @param priority for which priority
     * @param shortest the shortest time, not shorter than {@link ResendRule#acknowledgeWithin()}, so lower that first, and
     *     not longer than {@link ResendRule#resendNotAfter()}, which cannot be agreed on
     * @return a new policy
     * @throws IllegalArgumentException if it is too short or too long
     */
    public ResendPolicy withResendNotBefore(Priority priority, Duration shortest) {
        ResendRule old = rule(priority);
        return with(priority, old.acknowledgeWithin(), shortest, old.maxResends());
    }

    /**
     * The same policy with more resendings.
     *
     * @param priority for which priority
     * @param number how often a missive may be sent again; at least the number of the norm
     * @return a new policy
     * @throws IllegalArgumentException if the norm allows more
     */
    public ResendPolicy withMaxResends(Priority priority, int number) {
        int least = NORM.rule(priority).maxResends();
        if (number < least) {
            throw new IllegalArgumentException(priority + ": " + number + " resendings are fewer than the " + least
                    + " of the norm; participants may only agree on more");
        }
        ResendRule old = rule(priority);
        return with(priority, old.acknowledgeWithin(), old.resendNotBefore(), number);
    }

    private ResendPolicy with(Priority priority, Duration acknowledge, Duration notBefore, int max) {
        ResendRule old = rule(priority);
        Map<Priority, ResendRule> changed = new EnumMap<>(rules);
        try {
            changed.put(
                    priority,
                    new ResendRule(acknowledge, notBefore, old.resendNotAfter(), max, old.escalateNotBefore()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(priority + ": " + e.getMessage(), e);
        }
        return new ResendPolicy(changed, afterLast);
    }

    /**
     * The same policy with the careful reading of the norm's contradiction about escalation: it counts the time before an
     * escalation from the first sending ("Waiting time before escalation", which this library follows), and elsewhere from
     * the last one ("The escalation process"). With this, the time must have passed since both.
     *
     * @return a new policy
     */
    public ResendPolicy escalatingAlsoAfterLastResend() {
        return new ResendPolicy(rules, true);
    }

    /**
     * Until when a missive has to be acknowledged.
     *
     * @param priority its priority
     * @param from for a receiver when it was received, for a sender when it was sent (inferred: the norm does not say from
     *     when on it counts)
     * @return the last instant; never later than {@link Instant#MAX}
     */
    public Instant acknowledgementDue(Priority priority, Instant from) {
        return later(from, rule(priority).acknowledgeWithin());
    }

    /**
     * Decides whether a nominal missive may be sent again. A pure function: the same arguments always yield the same.
     *
     * <ul>
     *   <li>Without a final acknowledgement the next order may leave from {@link ResendRule#resendNotBefore()} to
     *       {@link ResendRule#resendNotAfter()} after the last sending, both included (inferred). Who misses this window
     *       cannot resend any more (inferred).
     *   <li>An acknowledgement settles the missive, whichever order it names (inferred), except one of class 4, after which
     *       the same window still holds (MIS1202 "Resending a missive"). What a class or a status says by itself is told
     *       at {@link AcknowledgementSeen}.
     *   <li>Of several final acknowledgements the latest counts, because a first technical one may be followed by a
     *       refusal; at the same instant the refusal counts. One of class 4 changes nothing after a final one (all
     *       inferred).
     *   <li>Escalation is allowed from {@link ResendRule#escalateNotBefore()} after the first sending, if the missive was
     *       resent at least once and no final acknowledgement came. That one of class 4 does not hinder it is inferred:
     *       it asks for another sending, and so does not end the wait.
     * </ul>
     *
     * @param now the time; acknowledgements later than it do not count
     * @param priority the priority of the missive
     * @param sends when it was sent: order 1 first, none before the one in front of it
     * @param acknowledgements what came, in any order
     * @return what is allowed
     * @throws IllegalArgumentException if there is no sending, or one is earlier than the one before it
     */
    public Decision decide(
            Instant now, Priority priority, List<Instant> sends, List<AcknowledgementSeen> acknowledgements) {
        List<AcknowledgementSeen> seen = acknowledgements.stream()
                .filter(acknowledgement -> !acknowledgement.at().isAfter(now))
                .toList();
        return decideFromAll(now, priority, sends, seen);
    }

    /** The same, where all acknowledgements count, whatever the clock says now. */
    Decision decideFromAll(
            Instant now, Priority priority, List<Instant> sends, List<AcknowledgementSeen> acknowledgements) {
        return new ResendDecision(rule(priority), afterLast, sends).at(now, acknowledgements);
    }

    /** An instant some time later, the last instant there is if it would be beyond it. */
    static Instant later(Instant from, Duration time) {
        try {
            return from.plus(time);
        } catch (DateTimeException | ArithmeticException beyond) {
            return Instant.MAX;
        }
    }

    @Override
    @SuppressWarnings("exports") // seen by compilers only: JSpecify is not required of users
    public boolean equals(@Nullable Object other) {
        return other instanceof ResendPolicy p && rules.equals(p.rules) && afterLast == p.afterLast;
    }

    @Override
    public int hashCode() {
        return 31 * rules.hashCode() + Boolean.hashCode(afterLast);
    }

    /** Returns all limits. */
    @Override
    public String toString() {
        return "ResendPolicy[" + rules + (afterLast ? ", escalating also after the last resend]" : "]");
    }
}
