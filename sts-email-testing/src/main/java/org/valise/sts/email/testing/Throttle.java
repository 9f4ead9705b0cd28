// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts the requests of each envelope sender (clause 4: deferred, or blocked for a period of time). */
final class Throttle {

    enum Verdict {
        PASS,
        DEFER,
        /** The first request over the limit, which is answered by a notification. */
        BLOCK,
        BLOCKED
    }

    static final Throttle NONE = new Throttle(Integer.MAX_VALUE, Integer.MAX_VALUE, Duration.ZERO, Duration.ZERO);

    private final int deferAbove;
    private final int blockAbove;
    private final Duration window;
    private final Duration block;
    private final Map<String, Deque<Instant>> requests = new HashMap<>();
    private final Map<String, Instant> blockedUntil = new HashMap<>();

    Throttle(int deferAbove, int blockAbove, Duration window, Duration block) {
        this.deferAbove = deferAbove;
        this.blockAbove = blockAbove;
        this.window = window;
        this.block = block;
    }

    /** Limits alone; every simulator counts for itself. */
    Throttle fresh() {
        return new Throttle(deferAbove, blockAbove, window, block);
    }

    Duration window() {
        return window;
    }

    Verdict count(String sender, Instant now) {
        String key = sender.toLowerCase(Locale.ROOT);
        @Nullable Instant until = blockedUntil.get(key);
        if (until != null && now.isBefore(until)) {
            return Verdict.BLOCKED;
        }
        int count = recent(key, now);
        if (count > blockAbove) {
            blockedUntil.put(key, now.plus(block));
            requests.remove(key);
            return Verdict.BLOCK;
        }
        return count > deferAbove ? Verdict.DEFER : Verdict.PASS;
    }

    private int recent(String key, Instant now) {
        Deque<Instant> times = requests.computeIfAbsent(key, k -> new ArrayDeque<>());
        times.addLast(now);
        while (times.getFirst().isBefore(now.minus(window))) {
            times.removeFirst();
        }
        return times.size();
    }
}
