// SPDX-License-Identifier: Apache-2.0
package org.valise.benchmarks;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Times contenders in turn, round by round, in one JVM, and gives the median of each. What else the machine does in a
 * round slows all of them, so that ratios of medians repeat where times do not.
 */
final class Rounds {

    private final int warmups;
    private final int rounds;
    private final Map<String, Task> tasks = new LinkedHashMap<>();

    /** A contender. */
    @FunctionalInterface
    interface Task {

        /** Does the work once; the result keeps it from being optimised away. */
        long run() throws IOException;
    }

    Rounds(int warmups, int rounds) {
        this.warmups = warmups;
        this.rounds = rounds;
    }

    /** Adds a contender. */
    Rounds with(String name, Task task) {
        tasks.put(name, task);
        return this;
    }

    /** The median time of each contender, in nanoseconds. */
    Map<String, Long> medians() throws IOException {
        Map<String, long[]> times = new LinkedHashMap<>();
        tasks.keySet().forEach(name -> times.put(name, new long[rounds]));
        for (int round = -warmups; round < rounds; round++) {
            for (Map.Entry<String, Task> task : tasks.entrySet()) {
                long time = time(task.getValue());
                if (round >= 0) {
                    times.getOrDefault(task.getKey(), new long[rounds])[round] = time;
                }
            }
        }
        Map<String, Long> medians = new LinkedHashMap<>();
        times.forEach((name, taken) -> medians.put(name, median(taken)));
        return medians;
    }

    private static long time(Task task) throws IOException {
        long start = System.nanoTime();
        long result = task.run();
        long time = System.nanoTime() - start;
        if (result == 0) {
            throw new IllegalStateException("A contender found nothing");
        }
        return time;
    }

    private static long median(long[] times) {
        Arrays.sort(times);
        return times[times.length / 2];
    }
}
