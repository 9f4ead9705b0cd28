// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What changes a disk, apart so that tests can fill it up. Random access files and not channels, because an interrupt of
 * the calling thread closes a channel.
 */
class ExchangeLogDisk {

    void write(RandomAccessFile file, byte[] octets) throws IOException {
        file.write(octets);
    }

    void force(RandomAccessFile file) throws IOException {
        file.getFD().sync();
    }

    void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Makes the names in a folder durable. */
    void forceNames(Path folder) throws IOException {
        // An interrupt would close the channel.
        boolean interrupted = Thread.interrupted();
        try (FileChannel channel = openFolder(folder)) {
            if (channel != null) {
                channel.force(true);
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The folder; null on Windows, which cannot open folders, and needs not. */
    private static @Nullable FileChannel openFolder(Path folder) throws IOException {
        return isPosix(folder) ? FileChannel.open(folder, StandardOpenOption.READ) : null;
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    final void createFolder(Path folder) throws IOException {
        // Not where a link leads to a folder: that would be refused.
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, ownersOnly(folder, "rwx------"));
        }
    }

    final RandomAccessFile create(Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, ownersOnly(file, "rw-------"));
        return new RandomAccessFile(file.toFile(), "rw");
    }

    final FileChannel openLock(Path file) throws IOException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        return FileChannel.open(file, options, ownersOnly(file, "rw-------"));
    }

    private static FileAttribute<?>[] ownersOnly(Path file, String permissions) {
        return isPosix(file)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
