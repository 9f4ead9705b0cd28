// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Sees to it that one process, and one store in it, has a folder open. */
final class StoreLock implements Closeable {

    /**
     * The folders that this process has open. POSIX gives up all locks of a process on a file when it closes any
     * descriptor of it, so a second attempt must be refused before it opens the file.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    /** Descriptors that must not be closed, for the same reason: another copy of this class holds the lock. */
    private static final Queue<FileChannel> LEFT_OPEN = new ConcurrentLinkedQueue<>();

    private final Path folder;
    private final FileChannel channel;

    private StoreLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    static StoreLock of(StoreFolder folder) throws IOException {
        Path real = folder.path().toRealPath();
        if (!HELD.add(real)) {
            throw inUse(real, "this");
        }
        FileChannel channel = null;
        try {
            channel = folder.openPrivate(folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            return locked(real, channel);
        } catch (IOException | RuntimeException e) {
            HELD.remove(real);
            close(channel);
            throw e;
        }
    }

    private static StoreLock locked(Path folder, FileChannel channel) throws IOException {
        try {
            if (channel.tryLock() == null) {
                throw inUse(folder, "another");
            }
        } catch (OverlappingFileLockException e) {
            LEFT_OPEN.add(channel);
            throw inUse(folder, "this");
        }
        return new StoreLock(folder, channel);
    }

    private static void close(@Nullable FileChannel channel) throws IOException {
        if (channel != null && !LEFT_OPEN.contains(channel)) {
            channel.close();
        }
    }

    private static IOException inUse(Path folder, String process) {
        return new IOException("The folder " + folder + " is in use: " + process
                + " process has it open. One store at a time may; several nodes share a JdbcPendingRequests");
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD.remove(folder);
        }
    }
}
