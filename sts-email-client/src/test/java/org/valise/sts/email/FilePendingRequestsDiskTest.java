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

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the store in a folder does with its disk: in which order, how often, and when there is no more room. */
class FilePendingRequestsDiskTest {

    @TempDir
    Path folder;

    /** Remembers each step, waits for no disk, and refuses to put files in place if it is told so. */
    private static final class WatchedDisk extends StoreDisk {
        private final List<String> steps = new ArrayList<>();
        private boolean movesNothing;

        private List<String> stepsSinceLastAsked() {
            List<String> copy = List.copyOf(steps);
            steps.clear();
            return copy;
        }

        private long count(String step) {
            return steps.stream().filter(step::equals).count();
        }

        @Override
        void write(RandomAccessFile file, byte[] octets) throws IOException {
            steps.add("write");
            super.write(file, octets);
        }

        @Override
        void force(RandomAccessFile file) {
            steps.add("force");
        }

        @Override
        void move(Path from, Path to) throws IOException {
            steps.add("move");
            if (movesNothing) {
                throw new IOException("Permission denied");
            }
            super.move(from, to);
        }

        @Override
        void forceNames(Path directory) {
            steps.add("names");
        }
    }

    private static final List<String> REPLACED = List.of("write", "force", "move", "names");
    private static final List<String> APPENDED = List.of("write", "force");

    private static List<String> both(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    private List<TrackedRequest> all(FilePendingRequests store) throws IOException {
        return store.list(EnumSet.allOf(RequestState.class));
    }

    private void checkNothingIsLeftOver() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".new"));
        }
    }

    /** What a caller was told must outlive a power cut: its octets, and the names of its files. */
    @Test
    void acknowledgesAChangeWhenTheDiskHasIt() throws Exception {
        WatchedDisk disk = new WatchedDisk();
        try (FilePendingRequests store = FilePendingRequests.open(folder, disk)) {
            assertThat(disk.stepsSinceLastAsked()).isEqualTo(REPLACED);
            store.add(request(0));
            assertThat(disk.stepsSinceLastAsked()).isEqualTo(APPENDED);
            store.update(next(request(0), SENT), mail("answer"));
            assertThat(disk.stepsSinceLastAsked())
                    .as("the mail before its name")
                    .isEqualTo(both(REPLACED, APPENDED));
            store.compact();
            assertThat(disk.stepsSinceLastAsked()).isEqualTo(REPLACED);
        }
    }

    @Test
    void cutsATornTailForGood() throws Exception {
        FilePendingRequests.open(folder, new WatchedDisk()).close();
        Files.writeString(folder.resolve("journal.jsonl"), Files.readString(folder.resolve("journal.jsonl")) + "{torn");
        WatchedDisk disk = new WatchedDisk();
        try (FilePendingRequests store = FilePendingRequests.open(folder, disk)) {
            assertThat(store.torn().orElseThrow()).hasContent("{torn");
            assertThat(disk.stepsSinceLastAsked()).isEqualTo(both(REPLACED, List.of("force")));
        }
        try (FilePendingRequests store = FilePendingRequests.open(folder, disk)) {
            assertThat(store.torn()).isEmpty();
        }
    }

    /** More than one reader's and writer's chunk of 64 KiB, with a line that is longer than that. */
    @Test
    void findsAllOfALongJournalAgain() throws Exception {
        TrackedRequest large = TrackedRequest.builder(
                        request(5_000).token(),
                        Service.HELP,
                        PendingRequestsSamples.VENDOR,
                        PendingRequestsSamples.GATEWAY,
                        "<5000@x>",
                        new byte[100_000],
                        NOON)
                .build();
        List<TrackedRequest> added = new ArrayList<>();
        WatchedDisk disk = new WatchedDisk();
        try (FilePendingRequests store = FilePendingRequests.open(folder, disk)) {
            for (int i = 0; i < 1_200; i++) {
                added.add(request(i));
                store.add(request(i));
            }
            assertThat(disk.count("move")).as("nothing of it is garbage").isEqualTo(1);
            store.add(large);
            added.add(large);
            store.update(next(added.get(0), SENT), mail("answer"));
            added.set(0, next(added.get(0), SENT));
            store.advance("box", new MailboxPosition(1, 7));
            store.approve(KMC);
        }
        for (int round = 0; round < 2; round++) {
            try (FilePendingRequests store = FilePendingRequests.open(folder, disk)) {
                assertThat(all(store)).isEqualTo(added);
                assertThat(store.reply(added.get(0).token()).orElseThrow()).isEqualTo(mail("answer"));
                assertThat(store.position("box")).contains(new MailboxPosition(1, 7));
                assertThat(store.approved()).containsExactly(KMC);
                store.compact();
                TrackedRequest behind = request(6_000 + round);
                store.add(behind);
                added.add(behind);
            }
        }
    }

    private static void advance(FilePendingRequests store, int from, int to) throws IOException {
        for (int uid = from; uid <= to; uid++) {
            store.advance("box", new MailboxPosition(1, uid));
        }
    }

    /** Once in a thousand lines, not at each; what earlier runs have left counts too. */
    @Test
    void rewritesItsJournalNowAndThen() throws Exception {
        WatchedDisk disk = new WatchedDisk();
        try (FilePendingRequests store = FilePendingRequests.open(folder, disk)) {
            advance(store, 1, 600);
            assertThat(disk.count("move")).isEqualTo(1);
        }
        try (FilePendingRequests store = FilePendingRequests.open(folder, disk)) {
            advance(store, 601, 1_200);
            assertThat(disk.count("move")).isEqualTo(2);
            advance(store, 1_201, 3_700);
            assertThat(disk.count("move")).isEqualTo(4);
        }
    }

    @Test
    void takesChangesThoughItsJournalCannotBeRewritten() throws Exception {
        WatchedDisk disk = new WatchedDisk();
        try (FilePendingRequests store = FilePendingRequests.open(folder, disk)) {
            disk.movesNothing = true;
            disk.steps.clear();
            advance(store, 1, 2_500);
            assertThat(disk.count("move")).as("tried once in a thousand lines").isEqualTo(2);
            assertThatThrownBy(store::compact).hasMessageContaining("Permission denied");
            checkNothingIsLeftOver();
        }
        try (FilePendingRequests store = FilePendingRequests.open(folder, new WatchedDisk())) {
            assertThat(store.position("box")).contains(new MailboxPosition(1, 2_500));
        }
    }

    @Test
    void writesAMailWhereAnInterruptedWriteLeftHalfOfIt() throws Exception {
        try (FilePendingRequests store = FilePendingRequests.open(folder, new WatchedDisk())) {
            store.add(request(0));
            Files.writeString(folder.resolve("mails/" + Digests.sha256("answer") + ".eml.new"), "ans");
            store.update(next(request(0), SENT), mail("answer"));
            assertThat(store.reply(request(0).token()).orElseThrow()).isEqualTo(mail("answer"));
        }
        checkNothingIsLeftOver();
    }

    @Test
    void tellsOtherThreadsToo() throws Exception {
        FilePendingRequests store = FilePendingRequests.open(folder, new WatchedDisk());
        store.close();
        CompletableFuture<Boolean> other = CompletableFuture.supplyAsync(() -> {
            try {
                return store.find(request(0).token()).isPresent();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThatThrownBy(() -> other.get(10, TimeUnit.SECONDS))
                .hasRootCauseInstanceOf(IOException.class)
                .hasRootCauseMessage("The store in " + folder + " is closed");
    }

    /** Takes a number of octets and no more until there is room again. */
    private static final class FullDisk extends StoreDisk {
        private int room = Integer.MAX_VALUE;
        private boolean stuck;

        @Override
        void write(RandomAccessFile file, byte[] octets) throws IOException {
            int fits = Math.min(room, octets.length);
            file.write(octets, 0, fits);
            room -= fits;
            if (fits < octets.length) {
                throw new IOException("No space left on device");
            }
        }

        @Override
        void truncate(RandomAccessFile file, long length) throws IOException {
            if (stuck) {
                throw new IOException("Input/output error");
            }
            super.truncate(file, length);
        }
    }

    @Test
    void goesOnWhenAFullDiskHasRoomAgain() throws Exception {
        FullDisk disk = new FullDisk();
        try (FilePendingRequests store = FilePendingRequests.open(folder, disk)) {
            store.add(request(0));
            for (int room = 0; room < 300; room += 7) {
                disk.room = room;
                assertThatThrownBy(() -> store.add(request(1)))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("No space left")
                        .hasMessageContaining("Nothing was changed");
                disk.room = room;
                assertThatThrownBy(() -> store.update(next(request(0), SENT), new byte[1_000]))
                        .hasMessageContaining("No space left");
                disk.room = room;
                assertThatThrownBy(store::compact).hasMessageContaining("No space left");
                assertThat(store.list(EnumSet.allOf(RequestState.class))).containsExactly(request(0));
            }
            disk.room = Integer.MAX_VALUE;
            store.add(request(1));
        }
        try (FilePendingRequests store = FilePendingRequests.open(folder)) {
            assertThat(store.torn()).isEmpty();
            assertThat(store.list(EnumSet.allOf(RequestState.class))).containsExactly(request(0), request(1));
        }
    }

    @Test
    void refusesMoreChangesWhenAWriteCannotBeTakenBack() throws Exception {
        FullDisk disk = new FullDisk();
        try (FilePendingRequests store = FilePendingRequests.open(folder, disk)) {
            store.add(request(0));
            disk.room = 100;
            disk.stuck = true;
            assertThatThrownBy(() -> store.add(request(1))).hasMessageContaining("until then it takes no more");
            disk.room = Integer.MAX_VALUE;
            disk.stuck = false;
            assertThatThrownBy(() -> store.add(request(2)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("open it again");
            assertThat(store.find(request(0).token())).contains(request(0));
        }
        try (FilePendingRequests store = FilePendingRequests.open(folder)) {
            assertThat(store.torn().orElseThrow()).hasSize(100);
            assertThat(store.list(EnumSet.allOf(RequestState.class))).containsExactly(request(0));
            store.add(request(1));
        }
    }
}
