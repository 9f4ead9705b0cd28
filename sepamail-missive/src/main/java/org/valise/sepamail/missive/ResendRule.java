// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.time.Duration;

/**
 * The limits of one priority: when a missive is acknowledged, resent and escalated (MIS1202 "Resending a missive", both
 * tables). Immutable and thread-safe.
 *
 * <p>{@link ResendPolicy#norm()} holds those of the norm; a {@link ResendPolicy} changes what two participants may agree
 * on.
 *
 * <pre>{@code
 * ResendRule rule = ResendPolicy.norm().rule(Priority.HIGH);
 * rule.resendNotBefore();   // PT5M
 * }</pre>
 *
 * @param acknowledgeWithin the longest time to an acknowledgement
 * @param resendNotBefore the shortest time from a sending to the next
 * @param resendNotAfter the longest time from a sending to the next
 * @param maxResends how often a missive may be sent again; the first sending is not counted (inferred)
 * @param escalateNotBefore the shortest time from the first sending to an escalation
 * @since 0.1.0
 */
public record ResendRule(
        Duration acknowledgeWithin,
        Duration resendNotBefore,
        Duration resendNotAfter,
        int maxResends,
        Duration escalateNotBefore) {

    /**
     * Refuses limits that contradict each other.
     *
     * @param acknowledgeWithin the longest time to an acknowledgement; more than zero
     * @param resendNotBefore the shortest time from a sending to the next; not shorter than that
     * @param resendNotAfter the longest time from a sending to the next; not shorter than that
     * @param maxResends how often a missive may be sent again; 0 or more
     * @param escalateNotBefore the shortest time from the first sending to an escalation; more than zero
     */
    public ResendRule {
        requirePositive("Acknowledge within", acknowledgeWithin);
        requirePositive("Escalate not before", escalateNotBefore);
        if (acknowledgeWithin.compareTo(resendNotBefore) > 0 || resendNotBefore.compareTo(resendNotAfter) > 0) {
            throw new IllegalArgumentException("Acknowledge within " + acknowledgeWithin + ", resend not before "
                    + resendNotBefore + ", resend not after " + resendNotAfter
                    + ": none of these may be longer than the next");
        }
        if (maxResends < 0) {
            throw new IllegalArgumentException("The number of resendings is 0 or more, not " + maxResends);
        }
    }

    private static void requirePositive(String name, Duration limit) {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException(name + " " + limit + ": it must be more than zero");
        }
    }
}
