// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.valise.sts.email.PendingRequestsSamples.KMC;
import static org.valise.sts.email.PendingRequestsSamples.NOON;
import static org.valise.sts.email.PendingRequestsSamples.mail;
import static org.valise.sts.email.PendingRequestsSamples.next;
import static org.valise.sts.email.PendingRequestsSamples.request;
import static org.valise.sts.email.RequestState.SENT;
import static org.valise.sts.email.RequestState.SUCCEEDED;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever was acknowledged is found again: after kill -9, a stop at each single step, and on a disk that is really full. */
class StoreCrashPendingRequestsTest {

    @TempDir
    Path folder;

    @Test
    void holdsWhatWasAcknowledgedWhenItsProcessIsKilled() throws Exception {
        int rounds = Integer.getInteger("valise.crash.rounds", 15);
        long seed = Long.getLong("valise.crash.seed", System.nanoTime());
        System.out.println("kill -9: " + rounds + " rounds, valise.crash.seed=" + seed);
        Random random = new Random(seed);
        int first = 0;
        int acknowledged = 0;
        for (int round = 0; round < rounds; round++) {
            String last = killed(first, 1 + random.nextInt(150), random.nextInt(3_000_000));
            acknowledged++;
            first = 1 + check(last);
        }
        assertThat(acknowledged).isEqualTo(rounds);
    }

    /** Starts a process, kills it some time after a number of acknowledgements; returns the last one. */
    private String killed(int first, int changes, long nanos) throws Exception {
        Process child = StoreCrashChild.start(folder, first, 1_000_000);
        String last = "";
        try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            for (int said = 0; line != null; said++) {
                assertThat(line).matches("(added|settled|read|forgotten|compacted) \\d+");
                last = line;
                if (said == changes) {
                    long start = System.nanoTime();
                    while (System.nanoTime() - start < nanos) {
                        Thread.onSpinWait();
                    }
                    // Not Process.destroyForcibly, which closes the pipe with what was acknowledged last.
                    child.toHandle().destroyForcibly();
                }
                line = lines.readLine();
            }
        }
        assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return last;
    }

    /** Everything up to the last acknowledgement is there; returns the greatest number that was begun. */
    private int check(String last) throws IOException {
        String what = last.substring(0, last.indexOf(' '));
        int n = Integer.parseInt(last.substring(last.indexOf(' ') + 1));
        try (FilePendingRequests store = FilePendingRequests.open(folder)) {
            for (int i = 0; i < n; i++) {
                checkLeft(store, i, StoreCrashChild.isForgotten(i));
            }
            boolean forgotten = what.equals("forgotten") || what.equals("compacted") && StoreCrashChild.isForgotten(n);
            if (what.equals("added")) {
                assertThat(store.find(request(n).token())).isPresent();
            } else if (forgotten
                    || !StoreCrashChild.isForgotten(n)
                    || store.find(request(n).token()).isPresent()) {
                checkLeft(store, n, forgotten);
            } else {
                assertThat(what).as("else nobody has begun to forget it").isEqualTo("read");
            }
            long read = store.position("box").map(MailboxPosition::lastUid).orElse(-1L);
            boolean noted = !what.equals("added") && !what.equals("settled");
            assertThat(read).isGreaterThanOrEqualTo(noted ? n : n - 1);
            return finish(store, n);
        }
    }

    private static void checkLeft(FilePendingRequests store, int n, boolean forgotten) throws IOException {
        Token token = request(n).token();
        if (forgotten) {
            assertThat(store.find(token)).isEmpty();
            assertThat(store.knownByMessageId(request(n).messageId())).isEmpty();
            assertThat(store.reply(token)).isEmpty();
        } else {
            assertThat(store.find(token)).contains(StoreCrashChild.settled(n));
            assertThat(store.reply(token).orElseThrow()).isEqualTo(StoreCrashChild.mail(n));
        }
    }

    /** The next process goes on behind the last request, so that each is as it is to be left when the next check comes. */
    private static int finish(FilePendingRequests store, int acknowledged) throws IOException {
        boolean begun = store.find(request(acknowledged + 1).token()).isPresent();
        int greatest = begun ? acknowledged + 1 : acknowledged;
        Optional<TrackedRequest> last = store.find(request(greatest).token());
        if (last.isPresent() && last.get().version() == 0) {
            store.update(StoreCrashChild.settled(greatest), StoreCrashChild.mail(greatest));
        }
        StoreCrashChild.forgetOld(store);
        store.advance("box", new MailboxPosition(1, greatest));
        return greatest;
    }

    /** Stops for good at one of its steps, as a killed process does; a write is done by half. */
    private static final class StoppingDisk extends StoreDisk {
        private int left;

        StoppingDisk(int steps) {
            left = steps;
        }

        private void step() throws IOException {
            if (--left < 0) {
                throw new IOException("stopped");
            }
        }

        @Override
        void write(RandomAccessFile file, byte[] octets) throws IOException {
            if (left == 0) {
                file.write(Arrays.copyOf(octets, octets.length / 2));
            }
            step();
            super.write(file, octets);
        }

        @Override
        void force(RandomAccessFile file) throws IOException {
            step();
        }

        @Override
        void truncate(RandomAccessFile file, long length) throws IOException {
            step();
            super.truncate(file, length);
        }

        @Override
        void move(Path from, Path to) throws IOException {
            step();
            super.move(from, to);
        }

        @Override
        void delete(Path file) throws IOException {
            step();
            super.delete(file);
        }
    }

    /** Does a fixed list of things, each also in a model; returns whether the disk let it come to the end. */
    private static boolean work(FilePendingRequests store, MemoryPendingRequests done) throws IOException {
        try {
            for (int i = 0; i < 3; i++) {
                store.add(request(i));
                done.add(request(i));
                store.update(next(request(i), SENT), mail("notice " + i));
                done.update(next(request(i), SENT), mail("notice " + i));
                store.advance("box", new MailboxPosition(1, i));
                done.advance("box", new MailboxPosition(1, i));
                TrackedRequest last = next(next(request(i), SENT), SUCCEEDED);
                store.update(last, mail("answer " + i));
                done.update(last, mail("answer " + i));
                store.compact();
            }
            store.approve(KMC);
            done.approve(KMC);
            store.forget(NOON.plusSeconds(60));
            done.forget(NOON.plusSeconds(60));
            store.compact();
            return true;
        } catch (IOException e) {
            assertThat(e).hasMessageMatching("(?s).*(stopped|takes no more changes).*");
            return false;
        }
    }

    @Test
    void losesNothingWhereverItStops() throws Exception {
        boolean ended = false;
        for (int steps = 0; !ended; steps++) {
            Path own = folder.resolve("stop" + steps);
            MemoryPendingRequests done = new MemoryPendingRequests();
            try (FilePendingRequests store = FilePendingRequests.open(own, new StoppingDisk(steps))) {
                ended = work(store, done);
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("stopped");
            }
            try (FilePendingRequests store = FilePendingRequests.open(own)) {
                checkHolds(store, done);
                store.add(request(77));
            }
            try (FilePendingRequests store = FilePendingRequests.open(own)) {
                assertThat(store.find(request(77).token())).isPresent();
                try (Stream<Path> files = Files.walk(own)) {
                    assertThat(files).noneMatch(file -> file.toString().endsWith(".new"));
                }
            }
            assertThat(steps).isLessThan(1_000);
        }
    }

    /** One change may be there that was not acknowledged, whole. */
    private static void checkHolds(FilePendingRequests store, MemoryPendingRequests done) throws IOException {
        for (TrackedRequest kept : done.list(EnumSet.allOf(RequestState.class))) {
            TrackedRequest found = store.find(kept.token()).orElse(null);
            if (found == null) {
                assertThat(store.approved()).containsExactly(KMC);
                continue;
            }
            assertThat(found.version()).isBetween(kept.version(), kept.version() + 1);
            if (found.version() == kept.version()) {
                assertThat(found).isEqualTo(kept);
                assertThat(store.reply(kept.token()).map(String::new))
                        .isEqualTo(done.reply(kept.token()).map(String::new));
            } else {
                assertThat(store.reply(kept.token())).isPresent();
            }
        }
        assertThat(store.approved()).containsAll(done.approved());
        long read = done.position("box").map(MailboxPosition::lastUid).orElse(-1L);
        assertThat(store.position("box").map(MailboxPosition::lastUid).orElse(-1L))
                .isBetween(read, read + 1);
    }

    private static boolean mounted(String... command) throws Exception {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void survivesARealFullDisk() throws Exception {
        String place = folder.toString();
        Assumptions.assumeTrue(
                mounted("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", place), "no right to mount a small disk");
        try {
            fillRealDisk();
        } finally {
            assertThat(mounted("umount", place)).isTrue();
        }
    }

    private void fillRealDisk() throws IOException {
        Path ballast = Files.write(folder.resolve("ballast"), new byte[100_000]);
        int added = 0;
        try (FilePendingRequests store = FilePendingRequests.open(folder.resolve("store"))) {
            for (IOException full = null; full == null; added += full == null ? 1 : 0) {
                try {
                    store.add(request(added));
                } catch (IOException e) {
                    full = e;
                    assertThat(e).hasMessageContaining("cannot be written");
                }
            }
            int n = added;
            assertThatThrownBy(() -> store.add(request(n))).isInstanceOf(IOException.class);
            Files.delete(ballast);
            store.add(request(added));
        }
        try (FilePendingRequests store = FilePendingRequests.open(folder.resolve("store"))) {
            assertThat(store.torn()).isEmpty();
            assertThat(store.list(EnumSet.allOf(RequestState.class)))
                    .hasSize(added + 1)
                    .endsWith(request(added));
        }
    }
}
