// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How fast one sender may send requests. The gateway defers or blocks senders that send too much (STS600-9-2 clause 4);
 * how much that is it does not say, so the defaults are cautious. Of a request that was sent several times the last
 * attempt counts: sending again keeps to the interval, and counts once for the hour. Immutable and thread-safe.
 *
 * <pre>{@code
 * RateLimit slow = new RateLimit(Duration.ofMinutes(5), 6);
 * KmcClient client = KmcClient.builder(store, mailbox, gateway).rateLimit(slow).build();
 * }</pre>
 *
 * @param interval the least time between two requests; default 60 seconds
 * @param perHour the most requests within any hour; default 20
 * @since 0.1.0
 */
public record RateLimit(Duration interval, int perHour) {

    private static final Duration HOUR = Duration.ofHours(1);

    /**
     * Refuses a negative interval and less than one request an hour.
     *
     * @param interval the least time between two requests
     * @param perHour the most requests within any hour
     */
    public RateLimit {
        if (interval.isNegative() || perHour < 1) {
            throw new IllegalArgumentException("The interval is not negative, and one request an hour is the least");
        }
    }

    /**
     * One request in 60 seconds, 20 in an hour.
     *
     * @return the default limit
     */
    public static RateLimit defaults() {
        return new RateLimit(Duration.ofSeconds(60), 20);
    }

    /**
     * How far back attempts count.
     *
     * @param now the present
     * @return the instant from which on attempts must be given to {@link #nextAt}
     */
    public Instant windowStart(Instant now) {
        return now.minus(interval.compareTo(HOUR) > 0 ? interval : HOUR);
    }

    /**
     * When the next request may be sent. Attempts that seem to lie in the future, because a clock was set back or two nodes
     * differ, count as made now; those more than an hour away are not counted, or a clock that was once wrong would
     * forbid sending until then.
     *
     * @param attempts when requests were sent since {@link #windowStart}, in any order
     * @param now the present
     * @return the earliest instant, {@code now} if nothing is in the way
     */
    public Instant nextAt(List<Instant> attempts, Instant now) {
        List<Instant> sorted = attempts.stream()
                .filter(at -> !at.isAfter(now.plus(HOUR)))
                .map(at -> at.isAfter(now) ? now : at)
                .sorted()
                .toList();
        Instant next = now;
        if (!sorted.isEmpty()) {
            next = later(next, sorted.get(sorted.size() - 1).plus(interval));
        }
        if (sorted.size() >= perHour) {
            next = later(next, sorted.get(sorted.size() - perHour).plus(HOUR));
        }
        return next;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
