// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The command line of {@code valise.jar}: exit 0 for good content, 1 for bad content, 2 for usage and I/O. */
public final class Valise {

    private Valise() {}

    /**
     * Runs one command and ends the JVM with its exit code.
     *
     * @param args the command with its options
     */
    public static void main(String[] args) {
        // Buffered also because a pipe cannot seek, which a bare file stream tries when asked for many octets.
        InputStream in = new BufferedInputStream(new FileInputStream(FileDescriptor.in));
        int exit;
        try (PrintStream out = utf8(FileDescriptor.out);
                PrintStream err = utf8(FileDescriptor.err)) {
            exit = Commands.run(new Terminal(in, out, err, System.getenv(), Terminal.errorIsTerminal()), args);
            out.flush();
            if (out.checkError()) {
                err.println("valise: writing to standard output failed");
                exit = Commands.USAGE_OR_IO;
            }
        }
        System.exit(exit);
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(descriptor), 1 << 16), false, StandardCharsets.UTF_8);
    }
}
