// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Sees to it that one process, and one log in it, has a folder open. */
final class ExchangeLogLock implements Closeable {

    /**
     * The folders that this process has open. POSIX gives up all locks of a process on a file when it closes any
     * descriptor of it, so a second attempt must be refused before it opens the file.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    /** Descriptors that must not be closed, for the same reason: another copy of this class holds the lock. */
    private static final Queue<FileChannel> LEFT_OPEN = new ConcurrentLinkedQueue<>();

    private final Path folder;
    private final FileChannel channel;

    private ExchangeLogLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    static ExchangeLogLock of(Path folder, ExchangeLogDisk disk) throws IOException {
        Path real = folder.toRealPath();
        if (!HELD.add(real)) {
            throw inUse(real, "this");
        }
        boolean held = false;
        try {
            ExchangeLogLock lock = new ExchangeLogLock(real, disk.openLock(real.resolve("lock")));
            lock.take();
            held = true;
            return lock;
        } finally {
            if (!held) {
                HELD.remove(real);
            }
        }
    }

    private void take() throws IOException {
        try {
            if (channel.tryLock() == null) {
                throw inUse(folder, "another");
            }
        } catch (OverlappingFileLockException e) {
            LEFT_OPEN.add(channel);
            throw inUse(folder, "this");
        } catch (IOException e) {
            // No other copy of this class holds a lock, so that none is lost.
            channel.close();
            throw e;
        }
    }

    private static IOException inUse(Path folder, String process) {
        return new IOException("The folder " + folder + " is in use: " + process + " process has it open. One log at a"
                + " time may; let all threads share it");
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
