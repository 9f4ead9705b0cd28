// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Base64;

/**
 * Writes base64 in lines of 76 characters, each with CRLF, the last one too (RFC 2045 6.8). The length of what comes out is
 * known beforehand. For one thread.
 */
final class Base64Lines extends OutputStream {

    private static final int LINE = 76;
    private static final int LINE_OCTETS = LINE / 4 * 3;
    /** A piece and what becomes of it stay in the cache next to the processor. */
    private static final int LINES = 72;

    private static final int PIECE = LINES * LINE_OCTETS;

    private final OutputStream out;
    private final Base64.Encoder encoder = Base64.getEncoder();
    private final byte[] piece = new byte[PIECE];
    private final byte[] encoded = new byte[LINES * LINE];
    private final byte[] lines = new byte[LINES * (LINE + 2)];
    private int held;

    Base64Lines(OutputStream out) {
        this.out = out;
        for (int end = LINE; end < lines.length; end += LINE + 2) {
            lines[end] = '\r';
            lines[end + 1] = '\n';
        }
    }

    /** How long the lines are that so many octets make. */
    static long length(long octets) {
        long characters = (octets + 2) / 3 * 4;
        return characters + (characters + LINE - 1) / LINE * 2;
    }

    @Override
    public void write(int octet) throws IOException {
        piece[held++] = (byte) octet;
        flushFull();
    }

    @Override
    public void write(byte[] octets, int from, int count) throws IOException {
        int done = 0;
        while (done < count) {
            int part = Math.min(count - done, PIECE - held);
            System.arraycopy(octets, from + done, piece, held, part);
            held += part;
            done += part;
            flushFull();
        }
    }

    private void flushFull() throws IOException {
        if (held == PIECE) {
            encoder.encode(piece, encoded);
            for (int i = 0; i < LINES; i++) {
                System.arraycopy(encoded, i * LINE, lines, i * (LINE + 2), LINE);
            }
            out.write(lines, 0, lines.length);
            held = 0;
        }
    }

    /** Writes what is left; the stream behind is not closed. */
    void finish() throws IOException {
        byte[] rest = encoder.encode(Arrays.copyOf(piece, held));
        for (int i = 0; i < rest.length; i += LINE) {
            out.write(rest, i, Math.min(LINE, rest.length - i));
            out.write('\r');
            out.write('\n');
        }
        held = 0;
    }
}
