// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The journal on disk. Not thread-safe. */
final class JournalFile implements Closeable {

    private static final int CHUNK = 1 << 16;

    private final StoreFolder folder;
    private final StoreDisk disk;
    private @Nullable RandomAccessFile file;
    private long end;
    private long lines;
    private @Nullable Path torn;

    private JournalFile(StoreFolder folder) {
        this.folder = folder;
        this.disk = folder.disk();
    }

    /** Opens the journal, or begins one, and reads it; what a crash left over is cleared away. */
    static JournalFile open(StoreFolder folder, JournalState state) throws IOException {
        JournalFile journal = new JournalFile(folder);
        try {
            journal.beginOrRead(state);
        } catch (IOException | RuntimeException e) {
            journal.closeQuietly();
            throw e;
        }
        return journal;
    }

    private void beginOrRead(JournalState state) throws IOException {
        if (Files.notExists(folder.journal())) {
            begin(state);
        } else {
            read(state);
        }
    }

    private void begin(JournalState state) throws IOException {
        if (!folder.mailsExcept(Set.of()).isEmpty()) {
            throw new IOException("The folder " + folder.path() + " holds mails but no journal; bring "
                    + folder.journal().getFileName() + " back from a copy, or use another folder");
        }
        rewrite(state);
    }

    private void read(JournalState state) throws IOException {
        JournalReader reader = new JournalReader(folder.journal(), state);
        reader.read();
        folder.deleteLeftovers();
        end = reader.whole();
        lines = reader.lines();
        if (Files.size(folder.journal()) > end) {
            torn = folder.keepTail(end);
        }
        clear(state);
    }

    private void clear(JournalState state) throws IOException {
        if (torn == null) {
            folder.deleteMailsExcept(state.mails());
        } else {
            folder.putMailsAsideExcept(state.mails());
        }
        file = reopen();
        if (torn != null) {
            cut();
        }
    }

    private RandomAccessFile reopen() throws IOException {
        return new RandomAccessFile(folder.journal().toFile(), "rw");
    }

    Optional<Path> torn() {
        return Optional.ofNullable(torn);
    }

    long lines() {
        return lines;
    }

    RandomAccessFile requireWritable() throws IOException {
        if (file == null) {
            throw new IOException("The journal " + folder.journal() + " takes no more changes, because an earlier write"
                    + " failed and could not be undone. Close the store and open it again; nothing is lost");
        }
        return file;
    }

    /** Appends a line; when this returns it is on disk, when it throws it is not there. */
    void append(Map<String, Object> members) throws IOException {
        byte[] line = JournalLine.write(members);
        RandomAccessFile open = requireWritable();
        try {
            open.seek(end);
            disk.write(open, line);
            disk.force(open);
        } catch (IOException e) {
            throw new IOException(
                    "The journal " + folder.journal() + " cannot be written: " + e.getMessage() + ". " + undo(), e);
        }
        end += line.length;
        lines++;
    }

    /** Takes back what was written of a line; says what came of it. */
    private String undo() {
        try {
            cut();
            return "Nothing was changed";
        } catch (IOException e) {
            closeQuietly();
            return "The change may be found whole when the store is opened again, and until then it takes no more";
        }
    }

    private void cut() throws IOException {
        RandomAccessFile open = requireWritable();
        disk.truncate(open, end);
        disk.force(open);
    }

    private void closeQuietly() {
        try {
            close();
        } catch (IOException e) {
            // It is not written to any more, and all that counts was forced.
        }
    }

    /** Puts a journal without garbage in place of this one, in one step that may be interrupted anywhere. */
    void rewrite(JournalState state) throws IOException {
        long[] length = {0};
        try {
            folder.replace(folder.journal(), next -> {
                length[0] = write(state, next);
                // Windows does not replace a file that is open.
                close();
            });
            end = length[0];
            lines = state.size();
        } finally {
            if (file == null && Files.exists(folder.journal())) {
                file = reopen();
            }
        }
    }

    private long write(JournalState state, RandomAccessFile next) throws IOException {
        ByteArrayOutputStream chunk = new ByteArrayOutputStream(CHUNK);
        state.write(line -> {
            chunk.writeBytes(line);
            if (chunk.size() >= CHUNK) {
                flush(chunk, next);
            }
        });
        flush(chunk, next);
        return next.getFilePointer();
    }

    private void flush(ByteArrayOutputStream chunk, RandomAccessFile next) throws IOException {
        disk.write(next, chunk.toByteArray());
        chunk.reset();
    }

    @Override
    public void close() throws IOException {
        RandomAccessFile open = file;
        file = null;
        if (open != null) {
            open.close();
        }
    }
}
