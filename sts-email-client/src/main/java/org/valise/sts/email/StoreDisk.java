// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The few things that change a disk, apart so that tests can fill it up or stop in between. Random access files and
 * not channels, because an interrupt of the calling thread closes a channel.
 */
class StoreDisk {

    void write(RandomAccessFile file, byte[] octets) throws IOException {
        file.write(octets);
    }

    void force(RandomAccessFile file) throws IOException {
        file.getFD().sync();
    }

    void truncate(RandomAccessFile file, long length) throws IOException {
        file.setLength(length);
    }

    void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    /** Makes names durable. Windows cannot open folders, and needs not; an interrupt would close the channel. */
    void forceNames(Path folder) {
        boolean interrupted = Thread.interrupted();
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // This platform does not do it.
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
