// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps exchanges in a folder, for one process. Each event is one line of text with a checksum, appended to
 * {@code exchanges.log} and forced to disk before the method returns. All is held in memory too, so looking up does not
 * touch the disk.
 *
 * <p>A process may be killed at any moment. What a crash left of a last line is put into a file {@code exchanges.N.torn}
 * when the folder is opened, and dropped: no method had returned for it. Any other damage is an {@link IOException} that
 * names file and line, and nothing is touched, also if the damage is in the last line: an event that was promised is never
 * dropped in silence.
 *
 * <p>If a line cannot be written, because the disk is full, the method throws and the log is closed; every other method
 * then throws too. The line is taken back if that is possible, so whether its event is kept shows when the folder is
 * opened again.
 *
 * <p>Files and folders that it makes are for their owner only, where the platform knows such permissions. They hold MsvIds
 * and BICs, and no messages. Thread-safe.
 *
 * <pre>{@code
 * try (ExchangeLog log = FileExchangeLog.open(Path.of("exchanges"))) {
 *     log.unacknowledged();    // after a crash: what has to be made up for
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class FileExchangeLog extends RecordedExchanges {

    private final ExchangeLogFile file;
    private final ExchangeLogLock lock;
    private @Nullable String closed;

    private FileExchangeLog(ExchangeLogFile file, ExchangeLogLock lock, ExchangeState state) {
        super(state);
        this.file = file;
        this.lock = lock;
    }

    /**
     * Opens a folder, or makes it.
     *
     * @param folder the folder; nothing else should be kept in it
     * @return the log
     * @throws IOException if another log has the folder open, here or in another process, if its file is damaged or of a
     *     later version, or if the disk refuses; nothing is lost then
     */
    public static FileExchangeLog open(Path folder) throws IOException {
        return open(folder, new ExchangeLogDisk());
    }

    static FileExchangeLog open(Path folder, ExchangeLogDisk disk) throws IOException {
        disk.createFolder(folder);
        ExchangeLogLock lock = ExchangeLogLock.of(folder, disk);
        try {
            ExchangeState state = new ExchangeState();
            ExchangeLogFile file = ExchangeLogFile.open(folder, disk, event -> event.applyTo(state));
            return new FileExchangeLog(file, lock, state);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Where the torn end of the file was put when it was opened.
     *
     * @return the file; empty if the end was whole
     */
    public Optional<Path> torn() {
        return file.torn();
    }

    @Override
    void requireOpen() throws IOException {
        if (closed != null) {
            throw new IOException(closed);
        }
    }

    @Override
    void append(ExchangeEvent event) throws IOException {
        closingIfItFails(() -> file.append(event));
    }

    @Override
    void keepOnly(ExchangeState kept) throws IOException {
        // A full disk only prevents the new file: the old one is good and in use still.
        Path next = file.writeNext(kept::knows);
        closingIfItFails(() -> file.replaceBy(next));
    }

    /** What is done with the disk. */
    @FunctionalInterface
    private interface Writing {
        void run() throws IOException;
    }

    private void closingIfItFails(Writing writing) throws IOException {
        closed = "The exchange log is closed, because " + file + " could not be written; open the folder again";
        try {
            writing.run();
            closed = null;
        } catch (IOException e) {
            throw new IOException(
                    file + " cannot be written: " + e.getMessage() + ". The log is closed now; open the folder again to"
                            + " see whether the event was kept",
                    e);
        } finally {
            if (closed != null) {
                releaseQuietly();
            }
        }
    }

    private void releaseQuietly() {
        try {
            release();
        } catch (IOException e) {
            // Why writing failed matters more.
        }
    }

    private void release() throws IOException {
        try {
            file.close();
        } finally {
            lock.close();
        }
    }

    @Override
    public void close() throws IOException {
        locked(() -> {
            if (closed == null) {
                closed = "The exchange log is closed";
                release();
            }
            return this;
        });
    }
}
