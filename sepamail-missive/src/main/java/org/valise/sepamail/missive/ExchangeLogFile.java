// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The file of a log: lines are appended, and it is replaced as a whole to leave some out. Not thread-safe. */
final class ExchangeLogFile implements Closeable {

    private static final int CHUNK = 1 << 16;

    private final Path path;
    private final ExchangeLogDisk disk;
    private RandomAccessFile file;
    private long end;
    private @Nullable Path torn;

    private ExchangeLogFile(Path path, ExchangeLogDisk disk, long end) throws IOException {
        this.path = path;
        this.disk = disk;
        this.end = end;
        this.file = reopen();
    }

    /** Opens the file, or begins one, and reads it; what a crash left over is cleared away. */
    static ExchangeLogFile open(Path folder, ExchangeLogDisk disk, ExchangeLogReader.Sink sink) throws IOException {
        Path path = folder.resolve("exchanges.log");
        if (Files.notExists(path)) {
            // Under another name first: a log never has half a first line.
            try (RandomAccessFile next = disk.create(next(path))) {
                disk.write(next, ExchangeLogLine.write(ExchangeLogReader.HEADER));
                disk.force(next);
            }
            disk.move(next(path), path);
            disk.forceNames(folder);
        }
        long whole = new ExchangeLogReader(path).read(sink);
        Files.deleteIfExists(next(path));
        ExchangeLogFile file = new ExchangeLogFile(path, disk, whole);
        file.putTailAside();
        return file;
    }

    private static Path next(Path path) {
        return path.resolveSibling("exchanges.new");
    }

    private RandomAccessFile reopen() throws IOException {
        return new RandomAccessFile(path.toFile(), "rw");
    }

    private void putTailAside() throws IOException {
        try {
            byte[] tail = new byte[(int) (file.length() - end)];
            if (tail.length > 0) {
                file.seek(end);
                file.readFully(tail);
                torn = keep(tail);
                cut();
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private Path keep(byte[] tail) throws IOException {
        int number = 1;
        while (Files.exists(tail(number))) {
            number++;
        }
        try (RandomAccessFile aside = disk.create(tail(number))) {
            disk.write(aside, tail);
            disk.force(aside);
        }
        return tail(number);
    }

    private Path tail(int number) {
        return path.resolveSibling("exchanges." + number + ".torn");
    }

    private void cut() throws IOException {
        file.setLength(end);
        disk.force(file);
    }

    Optional<Path> torn() {
        return Optional.ofNullable(torn);
    }

    /** Appends a line; when this returns it is on disk. */
    void append(ExchangeEvent event) throws IOException {
        byte[] line = ExchangeLogLine.write(event.fields());
        boolean done = false;
        try {
            file.seek(end);
            disk.write(file, line);
            disk.force(file);
            end += line.length;
            done = true;
        } finally {
            if (!done) {
                cutQuietly();
            }
        }
    }

    private void cutQuietly() {
        try {
            cut();
        } catch (IOException e) {
            // The next open finds a torn line, or a whole one whose event is then kept; why writing failed matters
            // more.
        }
    }

    /** Writes a file with some of the events, beside this one; returns where. */
    Path writeNext(Predicate<ExchangeEvent> kept) throws IOException {
        Path next = next(path);
        try (RandomAccessFile out = disk.create(next)) {
            ByteArrayOutputStream chunk = new ByteArrayOutputStream(CHUNK);
            chunk.writeBytes(ExchangeLogLine.write(ExchangeLogReader.HEADER));
            new ExchangeLogReader(path).read(event -> {
                if (kept.test(event)) {
                    chunk.writeBytes(ExchangeLogLine.write(event.fields()));
                }
                if (chunk.size() >= CHUNK) {
                    flush(chunk, out);
                }
            });
            flush(chunk, out);
            disk.force(out);
        } catch (IOException e) {
            Files.deleteIfExists(next);
            throw e;
        }
        return next;
    }

    private void flush(ByteArrayOutputStream chunk, RandomAccessFile out) throws IOException {
        disk.write(out, chunk.toByteArray());
        chunk.reset();
    }

    /** Puts that file in place of this one, in one step that may be interrupted anywhere. */
    void replaceBy(Path next) throws IOException {
        // Windows does not replace a file that is open.
        file.close();
        disk.move(next, path);
        disk.forceNames(path.resolveSibling("."));
        file = reopen();
        end = file.length();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
