// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;

/** Decodes base64 (RFC 2045 6.8) strictly: lines of any length, and nothing but the alphabet and white space. For one thread. */
final class Base64Input extends InputStream {

    private static final int LINE = 76;
    /** Whole lines, and whole groups of four. */
    private static final int PIECE = LINE * 108;

    private final LookAhead in;
    private final int lineLimit;
    private final byte[] characters;
    private final byte[] decoded;
    private int column;
    private int at;
    private int end;
    private boolean ended;
    private boolean odd;

    Base64Input(LookAhead in, int lineLimit) {
        this.in = in;
        this.lineLimit = lineLimit;
        int piece = Math.min(PIECE, (in.capacity() / LINE + 1) * LINE);
        this.characters = new byte[piece];
        this.decoded = new byte[piece / 4 * 3];
    }

    @Override
    public int read() throws IOException {
        return fill() ? decoded[at++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] octets, int from, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int there = Math.min(count, end - at);
        System.arraycopy(decoded, at, octets, from, there);
        at += there;
        return there;
    }

    /** Whether there is anything left. */
    private boolean fill() throws IOException {
        while (at == end && !ended) {
            decode(gather(0));
        }
        return at < end;
    }

    private void decode(int gathered) throws IOException {
        int held = gathered;
        at = 0;
        end = decoded(held);
        if (end < 0 && !odd) {
            // What was taken for a line of the usual length was more than one: from here on each character is looked
            // at.
            odd = true;
            held = gather(stripped(held));
            end = decoded(held);
        }
        if (end < 0) {
            end = at;
            throw new MimeFailure("The body is not base64, or not whole.");
        }
        ended = held < characters.length;
        if (!ended && characters[held - 1] == '=') {
            requireNothingMore();
        }
    }

    /** Decodes what is held; -1 if it is not base64. The platform takes a last group without its padding: that is cut. */
    private int decoded(int held) {
        try {
            byte[] piece = held == characters.length ? characters : Arrays.copyOf(characters, held);
            return held % 4 == 0 ? Base64.getDecoder().decode(piece, decoded) : -1;
        } catch (IllegalArgumentException e) {
            return -1;
        }
    }

    /** Takes white space out of what is held; how much is left. */
    private int stripped(int held) {
        int to = 0;
        for (int i = 0; i < held; i++) {
            characters[to] = characters[i];
            to += characters[i] >= 0 && characters[i] <= ' ' ? 0 : 1;
        }
        return to;
    }

    /** Padding ends the content. */
    private void requireNothingMore() throws IOException {
        odd = true;
        if (gather(0) > 0) {
            throw new MimeFailure("The body is not base64: something stands behind its end.");
        }
        ended = true;
    }

    /** Gathers characters without line ends behind those that are held; how many there are. */
    private int gather(int before) throws IOException {
        int held = before;
        while (held < characters.length && in.fill(LINE + 2) > 0) {
            int lines = odd ? 0 : usualLines(held);
            held += lines > 0 ? lines : otherLine(held);
        }
        return held;
    }

    /** Takes lines of the usual length, one copy a line; what is wrong within is found when they are decoded. */
    private int usualLines(int held) throws IOException {
        byte[] buffer = in.buffer();
        int from = in.at();
        int last = from + in.fill(1) - LINE - 2;
        int line = from;
        int to = held;
        while (column == 0
                && line <= last
                && to + LINE <= characters.length
                && buffer[line + LINE] == '\r'
                && buffer[line + LINE + 1] == '\n') {
            System.arraycopy(buffer, line, characters, to, LINE);
            line += LINE + 2;
            to += LINE;
        }
        in.skip(line - from);
        return to - held;
    }

    /** Takes what is left of any other line, and the white space behind it. */
    private int otherLine(int held) throws IOException {
        byte[] buffer = in.buffer();
        int there = in.fill(1);
        int from = in.at();
        int most = from + Math.min(there, characters.length - held);
        int to = from;
        while (to < most && buffer[to] > ' ') {
            to++;
        }
        System.arraycopy(buffer, from, characters, held, to - from);
        column += to - from;
        if (column > lineLimit) {
            throw new MimeFailure("A line is longer than the limit.");
        }
        int space = to;
        while (space < from + there && buffer[space] >= 0 && buffer[space] <= ' ') {
            column = buffer[space] == '\n' ? 0 : column;
            space++;
        }
        if (space == from) {
            throw new MimeFailure("The body is not base64.");
        }
        in.skip(space - from);
        return to - from;
    }
}
