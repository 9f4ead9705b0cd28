// SPDX-License-Identifier: Apache-2.0
package org.valise.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcDataSource;
import org.valise.sts.email.FilePendingRequests;
import org.valise.sts.email.JdbcPendingRequests;
import org.valise.sts.email.KmcRequest;
import org.valise.sts.email.MemoryPendingRequests;
import org.valise.sts.email.PendingRequests;
import org.valise.sts.email.Reply;
import org.valise.sts.email.ReplyReader;
import org.valise.sts.email.RequestTracker;
import org.valise.sts.email.TrackingPolicy;

/**
 * Goal G13 as a ratio of one run: one reply matched among many open requests takes no longer than among few. Exits with 1
 * if the goal is missed. The look-up alone, other stores, and the time to read one mail are only shown.
 */
public final class MatchingRatios {

    private static final int FEW = 10;
    private static final int MANY = 100_000;
    private static final int MANY_ON_DISK = 2_000;
    /** So many different replies, spread over all requests, so that a large store is not asked for the same few. */
    private static final int REPLIES = 1_000;

    private static final int WARMUPS = 8;
    private static final int ROUNDS = 25;
    private static final int MAILS_A_ROUND = 1_000;
    private static final int LOOK_UPS = 40;
    private static final int READINGS = 20_000;
    private static final double GOAL = 2.0;

    private final MatchingSamples samples = new MatchingSamples();
    private final ReplyReader reader = ReplyReader.forGateway(MatchingSamples.GATEWAY);
    private boolean missed;

    private MatchingRatios() {}

    /**
     * Measures and prints.
     *
     * @param args none
     * @throws IOException if the stores on disk fail
     */
    public static void main(String[] args) throws IOException {
        MatchingRatios ratios = new MatchingRatios();
        ratios.inMemory();
        ratios.onDisk();
        ratios.reading();
        System.exit(ratios.missed ? 1 : 0);
    }

    /** A store and the answers to some of its requests; a tracker that has all of them behind itself. */
    private final class Desk {

        private final PendingRequests store;
        private final RequestTracker tracker;
        private final List<byte[]> mails = new ArrayList<>();
        private final List<KmcRequest> requests;

        Desk(PendingRequests store, int open) throws IOException {
            this.store = store;
            this.tracker = new RequestTracker(store, TrackingPolicy.defaults(), MatchingSamples.CLOCK);
            this.requests = samples.fill(store, open, Math.min(open, REPLIES));
            requests.forEach(request -> mails.add(samples.answer(request)));
        }

        /** The token alone: some memory accesses, which take longer where not all fits into the processor's caches. */
        long lookUp() throws IOException {
            long found = 0;
            for (int i = 0; i < MAILS_A_ROUND * LOOK_UPS; i++) {
                found += store.knownByToken(requests.get(i % requests.size()).token())
                                .isPresent()
                        ? 1
                        : 0;
            }
            return found;
        }

        /** A whole mail: read, matched. */
        long match() throws IOException {
            long found = 0;
            for (int i = 0; i < MAILS_A_ROUND; i++) {
                found += reader.read(mails.get(i % mails.size()), store).about().isPresent() ? 1 : 0;
            }
            return found;
        }

        /** The same, and given to the tracker, to which it is news the first time only. */
        long receive() throws IOException {
            long found = 0;
            for (int i = 0; i < MAILS_A_ROUND; i++) {
                found += tracker.receive(reader.read(mails.get(i % mails.size()), store)).request().stream()
                        .count();
            }
            return found;
        }
    }

    private void inMemory() throws IOException {
        Desk few = new Desk(new MemoryPendingRequests(), FEW);
        Desk many = new Desk(new MemoryPendingRequests(), MANY);
        Rounds rounds = new Rounds(WARMUPS, ROUNDS);
        Rounds.Contender fewLookUps = rounds.with(few::lookUp);
        Rounds.Contender manyLookUps = rounds.with(many::lookUp);
        Rounds.Contender fewMatched = rounds.with(few::match);
        Rounds.Contender manyMatched = rounds.with(many::match);
        Rounds.Contender fewReceived = rounds.with(few::receive);
        Rounds.Contender manyReceived = rounds.with(many::receive);
        rounds.run();
        print("One reply among open requests in memory, microseconds; medians of %d rounds", ROUNDS);
        print("  %-24s %10s %10s %8s", "", "of " + FEW, "of " + MANY, "ratio");
        row("token looked up", fewLookUps, manyLookUps, MAILS_A_ROUND * LOOK_UPS, false);
        row("mail read and matched", fewMatched, manyMatched, MAILS_A_ROUND, true);
        row("the same, and tracked", fewReceived, manyReceived, MAILS_A_ROUND, true);
    }

    private void onDisk() throws IOException {
        Path folder = Files.createTempDirectory("matching");
        try (PendingRequests fewFiles = FilePendingRequests.open(folder.resolve("few"));
                PendingRequests manyFiles = FilePendingRequests.open(folder.resolve("many"));
                PendingRequests fewRows = JdbcPendingRequests.of(database("few"));
                PendingRequests manyRows = JdbcPendingRequests.of(database("many"))) {
            Rounds rounds = new Rounds(WARMUPS, ROUNDS);
            Rounds.Contender file = rounds.with(new Desk(fewFiles, FEW)::match);
            Rounds.Contender files = rounds.with(new Desk(manyFiles, MANY_ON_DISK)::match);
            Rounds.Contender row = rounds.with(new Desk(fewRows, FEW)::match);
            Rounds.Contender rows = rounds.with(new Desk(manyRows, MANY_ON_DISK)::match);
            rounds.run();
            print("Mail read and matched in other stores, microseconds");
            print("  %-24s %10s %10s %8s", "", "of " + FEW, "of " + MANY_ON_DISK, "ratio");
            row("file store", file, files, MAILS_A_ROUND, false);
            row("H2 in this process", row, rows, MAILS_A_ROUND, false);
        } finally {
            delete(folder);
        }
    }

    private static JdbcDataSource database(String name) throws IOException {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1");
        JdbcPendingRequests.createSchema(database);
        return database;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Single readings, because the slow ones are what a user of a mailbox waits for. */
    private void reading() throws IOException {
        MemoryPendingRequests store = new MemoryPendingRequests();
        print("One reply read, microseconds; %d readings of each", READINGS);
        print("  %-24s %10s %10s %10s", "", "octets", "median", "p99");
        for (KmcRequest request : List.of(samples.help(), samples.publicKey(), samples.keyLoadFile())) {
            MatchingSamples.keepSent(store, request);
            byte[] mail = samples.answer(request);
            long[] times = new long[READINGS];
            for (int i = -READINGS; i < READINGS; i++) {
                long start = System.nanoTime();
                Reply reply = reader.read(mail, store);
                times[Math.max(i, 0)] = System.nanoTime() - start;
                if (reply.about().isEmpty()) {
                    throw new IllegalStateException("The reply to " + request.service() + " was not matched");
                }
            }
            Arrays.sort(times);
            print(
                    "  %-24s %10d %10.1f %10.1f",
                    request.service(), mail.length, times[READINGS / 2] / 1e3, times[READINGS / 100 * 99] / 1e3);
        }
    }

    private void row(String name, Rounds.Contender few, Rounds.Contender many, int works, boolean counts) {
        double ratio = (double) many.median() / few.median();
        boolean reached = ratio <= GOAL;
        missed |= counts && !reached;
        String verdict =
                counts ? String.format(Locale.ROOT, "<= %.1f, %s", GOAL, reached ? "reached" : "MISSED") : "shown only";
        print(
                "  %-24s %10.2f %10.2f %8.2f   %s",
                name, few.median() / 1e3 / works, many.median() / 1e3 / works, ratio, verdict);
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
