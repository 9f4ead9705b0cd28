// SPDX-License-Identifier: Apache-2.0
package org.valise.benchmarks;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Map;
import org.valise.sts.records.RecordFileReader;

/** Goal P10 as ratios of one run. Exits with 1 if a goal is missed. */
public final class RecordFileRatios {

    private static final int FILE = 100 << 20;
    private static final double GOAL_NAIVE = 3.5;
    private static final double GOAL_LIMIT = 0.45;
    private static final double STRETCH_LIMIT = 0.8;
    private static final long GOAL_ALLOCATED = 1024;

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
        Map<String, Long> medians = new Rounds(4, 9)
                .with("naive", () -> RecordFileWays.naive(open()))
                .with("ours", () -> RecordFileWays.ours(open()))
                .with("limit", () -> RecordFileWays.limit(open()))
                .medians();
        System.out.printf(
                Locale.ROOT, "A file of records, %,d octets, every CRC checked; medians of 9 rounds%n", file.length);
        medians.forEach((name, nanos) ->
                System.out.printf(Locale.ROOT, "  %-22s %8.0f MB/s%n", name, file.length * 1e3 / nanos));
        long ours = medians.getOrDefault("ours", 0L);
        double toNaive = (double) medians.getOrDefault("naive", 0L) / ours;
        double toLimit = (double) medians.getOrDefault("limit", 0L) / ours;
        row("ours / naive", toNaive, String.format(Locale.ROOT, ">= %.1f", GOAL_NAIVE), toNaive >= GOAL_NAIVE);
        row(
                "ours / limit",
                toLimit,
                String.format(Locale.ROOT, ">= %.2f, stretch %.1f", GOAL_LIMIT, STRETCH_LIMIT),
                toLimit >= GOAL_LIMIT);
    }

    private void allocation() throws IOException {
        ByteArrayInputStream in = open();
        long before = threads.getCurrentThreadAllocatedBytes();
        RecordFileReader reader = RecordFileWays.reader(in);
        long made = threads.getCurrentThreadAllocatedBytes();
        long good = RecordFileWays.scan(reader);
        long read = threads.getCurrentThreadAllocatedBytes();
        double scanning = (read - made) * (double) FILE / file.length;
        System.out.printf(Locale.ROOT, "Octets allocated, %,d records%n", good);
        System.out.printf(Locale.ROOT, "  %-22s %8d%n", "making the reader", made - before);
        row(
                "scanning 100 MiB",
                scanning,
                String.format(Locale.ROOT, "<= %d", GOAL_ALLOCATED),
                scanning <= GOAL_ALLOCATED);
    }

    private ByteArrayInputStream open() {
        return new ByteArrayInputStream(file);
    }

    private void row(String name, double value, String goal, boolean reached) {
        missed |= !reached;
        System.out.printf(
                Locale.ROOT, "  %-22s %8.2f   goal %s: %s%n", name, value, goal, reached ? "reached" : "MISSED");
    }
}
