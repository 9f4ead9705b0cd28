// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.valise.sepamail.missive.ExchangeLogContract.CHECK;
import static org.valise.sepamail.missive.ExchangeLogContract.key;
import static org.valise.sepamail.missive.ExchangeLogContract.minutes;
import static org.valise.sepamail.missive.ResendTable.T;
import static org.valise.sepamail.missive.ResendTable.ack;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder of a log: one user at a time, full and failing disks, and files that are replaced. */
class FileExchangeLogFolderTest {

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("exchanges.log");
    }

    // ---- one log at a time

    @Tag("slow")
    @Test
    void refusesAFolderThatIsOpen() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Files.createDirectory(folder.resolve("log")));
        try (FileExchangeLog log = FileExchangeLog.open(folder.resolve("log"))) {
            for (Path same : List.of(folder.resolve("log"), folder.resolve("./log/../log"), link)) {
                assertThatThrownBy(() -> FileExchangeLog.open(same))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("in use: this process");
            }
            // The refused attempts did not give the lock away.
            assertThat(ExchangeLogCrashChild.run(folder.resolve("log"), 0, 1)).contains("in use: another process");
            assertThat(log.open(key(1), Priority.HIGH, CHECK, T)).isEqualTo(SendClaim.GRANTED);
        }
        assertThat(ExchangeLogCrashChild.run(folder.resolve("log"), 7, 1)).contains("opened 7");
        try (FileExchangeLog log = FileExchangeLog.open(link)) {
            assertThat(log.unsettled()).hasSize(1);
        }
    }

    @Test
    void aFolderThatCouldNotBeOpenedIsFree() throws IOException {
        Files.writeString(file(), "hello\n");
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> FileExchangeLog.open(folder)).hasMessageContaining("damaged");
        }
        Files.delete(file());
        FileExchangeLog.open(folder).close();
    }

    @Test
    void keepsItsFilesForTheirOwner() throws IOException {
        Assumptions.assumeTrue(
                folder.getFileSystem().supportedFileAttributeViews().contains("posix"), "no POSIX permissions here");
        Path deep = folder.resolve("deep/log");
        FileExchangeLog.open(deep).close();
        Files.writeString(deep.resolve("exchanges.log"), Files.readString(deep.resolve("exchanges.log")) + "torn");
        FileExchangeLog.open(deep).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(deep)))
                .isEqualTo("rwx------");
        for (String name : List.of("exchanges.log", "exchanges.1.torn", "lock")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(deep.resolve(name))))
                    .isEqualTo("rw-------");
        }
    }

    // ---- pruning

    @Test
    void pruningLeavesOutTheLinesOfWhatIsForgotten() throws IOException {
        try (FileExchangeLog log = FileExchangeLog.open(folder, new ExchangeLogFastDisk())) {
            log.open(key(0), Priority.HIGH, CHECK, T);
            for (int n = 1; n <= 2_000; n++) {
                log.open(key(n), Priority.HIGH, CHECK, T);
                log.acknowledged(key(n), 1, ack(minutes(n)));
            }
            String before = Files.readString(file());
            assertThat(log.prune(minutes(1_000))).isEqualTo(999);
            String after = Files.readString(file());
            List<String> lines = before.lines().toList();
            assertThat(after.lines())
                    .containsExactlyElementsOf(lines.stream()
                            .filter(line -> !line.matches(".* missive%0020(?!0 )\\d{1,3} .*"))
                            .toList());
            assertThat(log.open(key(1), Priority.LOW, CHECK, T)).isEqualTo(SendClaim.GRANTED);
        }
        try (FileExchangeLog log = FileExchangeLog.open(folder)) {
            assertThat(log.unsettled()).extracting(Exchange::key).containsExactly(key(0), key(1));
            assertThat(log.find(key(2_000))).isPresent();
        }
        assertThat(folder).isDirectoryNotContaining("glob:**.new");
    }

    // ---- what is on disk

    /** Knows what a power failure would take. */
    private static final class WatchedDisk extends ExchangeLogDisk {
        private final Set<RandomAccessFile> unforced = new HashSet<>();
        private boolean namesUnforced;
        private int moves;

        @Override
        void write(RandomAccessFile file, byte[] octets) throws IOException {
            super.write(file, octets);
            unforced.add(file);
        }

        @Override
        void force(RandomAccessFile file) throws IOException {
            super.force(file);
            unforced.remove(file);
        }

        @Override
        void move(Path from, Path to) throws IOException {
            assertThat(unforced).isEmpty();
            super.move(from, to);
            namesUnforced = true;
            moves++;
        }

        @Override
        void forceNames(Path folder) throws IOException {
            super.forceNames(folder);
            namesUnforced = false;
        }

        void check() {
            assertThat(unforced).isEmpty();
            assertThat(namesUnforced).isFalse();
        }
    }

    /** Names that are not made durable may be lost although what stands behind them was forced. */
    @Test
    void namesThatCannotBeForcedAreAFailure() {
        Assumptions.assumeTrue(
                folder.getFileSystem().supportedFileAttributeViews().contains("posix"),
                "folders cannot be opened here");
        assertThatThrownBy(() -> new ExchangeLogDisk().forceNames(folder.resolve("nowhere")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void hasAllOnDiskWhenAMethodReturns() throws IOException {
        WatchedDisk disk = new WatchedDisk();
        try (FileExchangeLog log = FileExchangeLog.open(folder, disk)) {
            disk.check();
            for (ExchangeLogWork.Job job : ExchangeLogWork.JOBS) {
                job.run(log);
                disk.check();
            }
            assertThat(log.prune(Instant.MIN)).isZero();
            assertThat(disk.moves).isEqualTo(1);
            assertThat(log.prune(Instant.MAX)).isPositive();
            assertThat(disk.moves).isEqualTo(2);
            disk.check();
        }
        Files.writeString(file(), "torn", StandardOpenOption.APPEND);
        try (FileExchangeLog log = FileExchangeLog.open(folder, disk)) {
            assertThat(log.torn().orElseThrow()).hasBinaryContent("torn".getBytes(StandardCharsets.US_ASCII));
            disk.check();
        }
    }

    /** Another copy of this library in the same process holds the lock without our knowing; when it lets go, it is ours. */
    @Test
    void isNotOpenedBesideAnotherLockOfThisProcess() throws IOException {
        Path lock = folder.resolve("lock");
        try (FileChannel other = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = other.lock()) {
            assertThat(held.isValid()).isTrue();
            assertThatThrownBy(() -> FileExchangeLog.open(folder, new ExchangeLogFastDisk()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in use");
        }
        FileExchangeLog.open(folder, new ExchangeLogFastDisk()).close();
    }

    /** A whole line whose end is another octet was damaged, not torn: what it says must not be lost without a word. */
    @Test
    void refusesALineWithAnotherEnd() throws IOException {
        try (FileExchangeLog log = FileExchangeLog.open(folder, new ExchangeLogFastDisk())) {
            log.open(key(1), Priority.HIGH, CHECK, T);
        }
        byte[] octets = Files.readAllBytes(file());
        octets[octets.length - 1] = 'x';
        Files.write(file(), octets);
        assertThatThrownBy(() -> FileExchangeLog.open(folder, new ExchangeLogFastDisk()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("line end");
        assertThat(file()).hasBinaryContent(octets);
    }

    // ---- disks that fail

    /** Takes a number of octets and no more. */
    private static final class FullDisk extends ExchangeLogFastDisk {
        private int room = Integer.MAX_VALUE;

        @Override
        void write(RandomAccessFile file, byte[] octets) throws IOException {
            int fits = Math.min(room, octets.length);
            file.write(octets, 0, fits);
            room -= fits;
            if (fits < octets.length) {
                throw new IOException("No space left on device");
            }
        }
    }

    @Test
    void closesWhenTheDiskIsFull() throws IOException {
        FileExchangeLog.open(folder).close();
        for (int room = 0; room < 100; room++) {
            FullDisk disk = new FullDisk();
            ExchangeKey key = key(room);
            try (FileExchangeLog log = FileExchangeLog.open(folder, disk)) {
                assertThat(log.torn()).isEmpty();
                log.open(key, Priority.HIGH, CHECK, T);
                disk.room = room % 60;
                assertThatThrownBy(() -> log.resent(key, 2, minutes(6)))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining(file().toString())
                        .hasMessageContaining("No space left")
                        .hasMessageContaining("closed now");
                disk.room = Integer.MAX_VALUE;
                assertThatThrownBy(() -> log.find(key)).hasMessageContaining("could not be written");
                assertThatThrownBy(() -> log.resent(key, 2, minutes(6))).hasMessageContaining("could not be written");
            }
        }
        try (FileExchangeLog log = FileExchangeLog.open(folder)) {
            assertThat(log.unsettled()).hasSize(100).allMatch(exchange -> exchange.lastOrder() == 1);
        }
    }

    @Test
    void goesOnWhenThereIsNoRoomForPruning() throws IOException {
        FullDisk disk = new FullDisk();
        try (FileExchangeLog log = FileExchangeLog.open(folder, disk)) {
            log.open(key(1), Priority.HIGH, CHECK, T);
            log.acknowledged(key(1), 1, ack(T));
            disk.room = 10;
            assertThatThrownBy(() -> log.prune(Instant.MAX)).hasMessageContaining("No space left");
            assertThat(folder).isDirectoryNotContaining("glob:**.new");
            disk.room = Integer.MAX_VALUE;
            assertThat(log.find(key(1))).isPresent();
            log.open(key(2), Priority.HIGH, CHECK, T);
            assertThat(log.prune(Instant.MAX)).isEqualTo(1);
        }
        try (FileExchangeLog log = FileExchangeLog.open(folder)) {
            assertThat(log.unsettled()).extracting(Exchange::key).containsExactly(key(2));
        }
    }

    /** Fails for good at one of its steps; a write is done by half. */
    private static final class StoppingDisk extends ExchangeLogDisk {
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
        void move(Path from, Path to) throws IOException {
            step();
            super.move(from, to);
        }

        @Override
        void forceNames(Path folder) throws IOException {
            step();
        }
    }

    @Test
    void losesNothingWhereverItStops() throws IOException {
        List<List<Object>> states = ExchangeLogWork.states();
        boolean ended = false;
        for (int steps = 0; !ended; steps++) {
            Path own = folder.resolve("stop" + steps);
            int done = 0;
            try (FileExchangeLog log = FileExchangeLog.open(own, new StoppingDisk(steps))) {
                for (ExchangeLogWork.Job job : ExchangeLogWork.JOBS) {
                    job.run(log);
                    done++;
                }
                log.prune(minutes(60));
                ended = true;
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("stopped");
            }
            try (FileExchangeLog log = FileExchangeLog.open(own)) {
                List<Object> state = ExchangeLogWork.state(log);
                if (done < ExchangeLogWork.JOBS.size()) {
                    assertThat(state).isIn(states.get(done), states.get(done + 1));
                } else if (!ended) {
                    // Pruned or not: what is open is there.
                    assertThat(log.notHandedOn()).extracting(Receipt::key).containsExactly(key(2));
                }
                log.open(key(77), Priority.HIGH, CHECK, T);
            }
            try (FileExchangeLog log = FileExchangeLog.open(own)) {
                assertThat(log.find(key(77))).isPresent();
            }
            assertThat(own).isDirectoryNotContaining("glob:**.new");
            assertThat(steps).isLessThan(200);
        }
    }
}
