// SPDX-License-Identifier: Apache-2.0
package org.valise.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Times contenders in turn, round by round, in one JVM. What else the machine does in a round slows all of them, so that
 * ratios of medians repeat where times do not.
 */
final class Rounds {

    private final int warmups;
    private final int rounds;
    private final List<Contender> contenders = new ArrayList<>();

    Rounds(int warmups, int rounds) {
        this.warmups = warmups;
        this.rounds = rounds;
    }

    /** A piece of work. */
    @FunctionalInterface
    interface Task {

        /** Does the work once; returns what it found, which keeps it from being optimised away. */
        long run() throws IOException;
    }

    /** A piece of work and the times it took. */
    static final class Contender {

        private final Task task;
        private final long[] times;

        private Contender(Task task, int rounds) {
            this.task = task;
            this.times = new long[rounds];
        }

        /** The median time of the rounds that were run, in nanoseconds. */
        long median() {
            long[] sorted = times.clone();
            Arrays.sort(sorted);
            return sorted[sorted.length / 2];
        }

        private long time() throws IOException {
            long start = System.nanoTime();
            long found = task.run();
            long time = System.nanoTime() - start;
            if (found == 0) {
                throw new IllegalStateException("A contender found nothing");
            }
            return time;
        }
    }

    /** Adds a contender. */
    Contender with(Task task) {
        Contender contender = new Contender(task, rounds);
        contenders.add(contender);
        return contender;
    }

    /** Runs all rounds. */
    void run() throws IOException {
        for (int round = -warmups; round < rounds; round++) {
            for (Contender contender : contenders) {
                long time = contender.time();
                if (round >= 0) {
                    contender.times[round] = time;
                }
            }
        }
    }
}
