// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.time.Duration;
import java.time.Instant;

/** How long to wait after so many transport faults in a row: doubled each time, up to ten minutes. */
final class BackOff {

    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final int MOST_DOUBLINGS = 7;

    private BackOff() {}

    static Duration after(int faults) {
        Duration wait = FIRST.multipliedBy(1L << Math.min(Math.max(faults - 1, 0), MOST_DOUBLINGS));
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }

    /** An instant further ahead than the longest wait was set by a clock that has been set back since. */
    static boolean isAhead(Instant until, Instant now) {
        return now.isBefore(until) && !until.isAfter(now.plus(LONGEST));
    }
}
