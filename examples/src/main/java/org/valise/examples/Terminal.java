// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a command talks to: its streams and environment. A batch gives each command its own.
 *
 * @param in standard input
 * @param out standard output, UTF-8
 * @param err words for people, UTF-8
 * @param env environment variables
 * @param showsProgress whether somebody watches {@code err} as it is written
 */
record Terminal(InputStream in, PrintStream out, PrintStream err, Map<String, String> env, boolean showsProgress) {

    private static final String STDIN = "-";
    private static final int UTF_16_BOM = 2;

    /** Opens FILE, or standard input for {@code -}. */
    InputStream open(String file) throws IOException {
        if (file.equals(STDIN)) {
            return new Unclosed(in);
        }
        if (file.isEmpty() || Files.isDirectory(Path.of(file))) {
            throw new IOException("'" + file + "' is not a file");
        }
        return Files.newInputStream(Path.of(file));
    }

    /** Standard input stays open: who started the program owns it, and its descriptor may have become another file. */
    private static final class Unclosed extends FilterInputStream {

        Unclosed(InputStream in) {
            super(in);
        }

        @Override
        public void close() {}
    }

    /**
     * Reads FILE as text: UTF-16 if it says so, UTF-8 if it is that, else octet by octet. Stops when the text is surely
     * longer than the limit; the library then refuses it.
     */
    String text(String file, int limit) throws IOException {
        try (InputStream stream = open(file)) {
            // A UTF-16 code unit takes at most three octets of UTF-8, and at most two of UTF-16.
            int most = (int) Math.min(Integer.MAX_VALUE - 8L, 3L * limit + 4);
            return decode(stream.readNBytes(most));
        }
    }

    private static String decode(byte[] octets) {
        if (octets.length >= UTF_16_BOM) {
            int bom = (octets[0] & 0xFF) << 8 | octets[1] & 0xFF;
            if (bom == 0xFEFF || bom == 0xFFFE) {
                return new String(octets, StandardCharsets.UTF_16);
            }
        }
        return new String(octets, isUtf8(octets) ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    }

    private static boolean isUtf8(byte[] octets) {
        Charset utf8 = StandardCharsets.UTF_8;
        try {
            utf8.newDecoder().decode(ByteBuffer.wrap(octets));
            return true;
        } catch (CharacterCodingException notUtf8) {
            return false;
        }
    }

    /** Prints octets to standard output as they are. */
    void print(byte[] document) {
        out.write(document, 0, document.length);
    }

    /** A line for people. */
    void say(String words) {
        err.println("valise: " + words);
        err.flush();
    }

    /** Whether standard error is a terminal. Java cannot tell; where the system shows it as a file, that does. */
    static boolean errorIsTerminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException unknown) {
            return false;
        }
    }

    /** Writes octets to a file. */
    static void write(Path file, byte[] document) throws IOException {
        try (OutputStream stream = Files.newOutputStream(file)) {
            stream.write(document);
        }
    }
}
