// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files so that nobody ever finds half of one. */
final class WholeFile {

    private WholeFile() {}

    static void write(Path file, byte[] octets) throws IOException {
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            Terminal.write(target, octets); // a device or a pipe is not to be replaced by a file
            return;
        }
        Path beside = Files.createTempFile(target.getParent(), ".valise", ".part");
        try {
            Terminal.write(beside, octets);
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }
}
