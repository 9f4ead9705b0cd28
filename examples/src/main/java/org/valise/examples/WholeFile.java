// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.UUID;

/** Writes files so that nobody ever finds half of one. A file that replaces another has its permissions. */
final class WholeFile {

    private WholeFile() {}

    static void write(Path file, byte[] octets) throws IOException {
        write(file, octets, target -> Files.createFile(target.resolveSibling(".valise" + UUID.randomUUID() + ".part")));
    }

    /** The same; a file that was not there is for its owner only, where the platform has such permissions. */
    static void writePrivate(Path file, byte[] octets) throws IOException {
        write(file, octets, target -> Files.createTempFile(target.getParent(), ".valise", ".part"));
    }

    private interface Maker {
        Path beside(Path target) throws IOException;
    }

    private static void write(Path file, byte[] octets, Maker maker) throws IOException {
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        boolean isThere = Files.exists(target);
        if (isThere && !Files.isRegularFile(target) || Files.isSymbolicLink(target)) {
            Terminal.write(target, octets); // a device, a pipe or a link to nothing is not to be replaced by a file
            return;
        }
        Path beside = maker.beside(target);
        try {
            Terminal.write(beside, octets);
            if (isThere) {
                keepPermissions(target, beside);
            }
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    private static void keepPermissions(Path from, Path to) throws IOException {
        PosixFileAttributeView old = Files.getFileAttributeView(from, PosixFileAttributeView.class);
        if (old != null) {
            Files.setPosixFilePermissions(to, old.readAttributes().permissions());
        }
    }
}
