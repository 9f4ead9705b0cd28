// SPDX-License-Identifier: Apache-2.0
package org.valise.benchmarks;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.valise.sts.records.RecordFileReader;

/** Goal G10 as ratios of one run. Exits with 1 if a goal is missed; the stretch goal is only shown. */
public final class RecordFileRatios {

    private static final int FILE = 100 << 20;
    private static final int WARMUPS = 4;
    private static final int ROUNDS = 9;
    private static final double GOAL_NAIVE = 3.5;
    private static final double GOAL_LIMIT = 0.45;
    private static final double STRETCH_LIMIT = 0.8;
    private static final double GOAL_ALLOCATED = 1024;

    private final byte[] file = new SampleRecords().file(FILE);
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private boolean missed;

    private RecordFileRatios() {}

    /**
     * Measures and prints.
     *
     * @param args none
     * @throws IOException never
     */
    public static void main(String[] args) throws IOException {
        RecordFileRatios ratios = new RecordFileRatios();
        ratios.speed();
        ratios.allocation();
        System.exit(ratios.missed ? 1 : 0);
    }

    private void speed() throws IOException {
        Rounds rounds = new Rounds(WARMUPS, ROUNDS);
        Rounds.Contender naive = rounds.with(() -> RecordFileWays.naive(open()));
        Rounds.Contender ours = rounds.with(() -> RecordFileWays.ours(open()));
        Rounds.Contender limit = rounds.with(() -> RecordFileWays.limit(open()));
        rounds.run();
        print("A file of records, %,d octets, every CRC checked; medians of %d rounds", file.length, ROUNDS);
        speed("naive", naive);
        speed("ours", ours);
        speed("limit", limit);
        double toNaive = (double) naive.median() / ours.median();
        double toLimit = (double) limit.median() / ours.median();
        goal("ours / naive", toNaive, toNaive >= GOAL_NAIVE, String.format(Locale.ROOT, ">= %.2f", GOAL_NAIVE));
        goal("ours / limit", toLimit, toLimit >= GOAL_LIMIT, String.format(Locale.ROOT, ">= %.2f", GOAL_LIMIT));
        print(
                "  %-18s %10s   >= %.2f, %s",
                "  stretch", "", STRETCH_LIMIT, toLimit >= STRETCH_LIMIT ? "reached" : "not reached");
    }

    /** What one reader allocates. By now everything is compiled, and the end of the file is part of the scan. */
    private void allocation() throws IOException {
        ByteArrayInputStream in = open();
        long before = threads.getCurrentThreadAllocatedBytes();
        RecordFileReader reader = RecordFileWays.reader(in);
        long made = threads.getCurrentThreadAllocatedBytes();
        long good = RecordFileWays.scan(reader);
        double scanning = (threads.getCurrentThreadAllocatedBytes() - made) * (double) FILE / file.length;
        print("Octets allocated, %,d good records", good);
        print("  %-18s %10d", "making the reader", made - before);
        goal(
                "scanning 100 MiB",
                scanning,
                scanning <= GOAL_ALLOCATED,
                String.format(Locale.ROOT, "<= %.0f", GOAL_ALLOCATED));
    }

    private ByteArrayInputStream open() {
        return new ByteArrayInputStream(file);
    }

    private void speed(String name, Rounds.Contender contender) {
        print("  %-18s %10.0f MB/s", name, file.length * 1e3 / contender.median());
    }

    private void goal(String name, double value, boolean reached, String goal) {
        missed |= !reached;
        print("  %-18s %10.2f   %s, %s", name, value, goal, reached ? "reached" : "MISSED");
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
