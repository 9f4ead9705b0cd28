// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a multipart, one behind the other (RFC 2046 5.1.1): each is its octets as they came, without the line end in
 * front of the delimiter, which belongs to that. For one thread.
 */
final class Multipart {

    /** White space that may stand behind a boundary, and the line end. */
    private static final int PADDING = 256;
    /** RFC 2046 has 70; every buffer has room for many times as much. */
    private static final int MOST_BOUNDARY = 1_024;

    private final LookAhead in;
    private final byte[] boundary;
    private final int[] skips;
    private boolean lineStart = true;
    /** How many octets of the part are in the buffer and known to be of it. */
    private int sure;
    /** How long the delimiter is that stands behind them, with its line end in front; 0 if none was found. */
    private int delimiter;

    private boolean last;

    Multipart(LookAhead in, String boundary) throws MimeFailure {
        this.in = in;
        this.boundary = ("--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        if (boundary.isEmpty() || this.boundary.length > MOST_BOUNDARY) {
            throw new MimeFailure("A multipart has no boundary, or one that is too long.");
        }
        this.skips = skips(this.boundary);
    }

    /** What stands in front of the first part, as long as none was asked for. */
    InputStream preamble() {
        return new Part();
    }

    /** The next part, once what is left of the one before was passed over; null behind the last one. */
    @Nullable
    InputStream next() throws IOException {
        byte[] rest = new byte[4 * 1024];
        while (read(rest, 0, rest.length) >= 0) {
            // Preamble, or what nobody asked for.
        }
        if (last) {
            return null;
        }
        in.skip(delimiter);
        delimiter = 0;
        lineStart = true;
        return new Part();
    }

    private int read(byte[] octets, int from, int count) throws IOException {
        if (sure == 0 && delimiter == 0) {
            look();
        }
        if (sure == 0) {
            return -1;
        }
        int there = Math.min(sure, count);
        System.arraycopy(in.buffer(), in.at(), octets, from, there);
        in.skip(there);
        sure -= there;
        return there;
    }

    /** Finds out how much of what is available belongs to the part. */
    private void look() throws IOException {
        int least = boundary.length + PADDING + 4;
        int there = in.fill(least + 4);
        boolean all = there < least + 4;
        byte[] buffer = in.buffer();
        int start = in.at();
        int end = start + there;
        // A delimiter that begins behind this might not be seen whole.
        int safe = all ? end : end - least + 1;
        int found = find(buffer, start, safe, end);
        if (found < safe) {
            found(buffer, start, found);
            return;
        }
        if (all) {
            throw new MimeFailure("A multipart has no end.");
        }
        // The line end at the end of what is sure may belong to a delimiter behind it.
        sure = safe - start;
        sure -= buffer[start + sure - 1] == '\n' ? 1 : 0;
        sure -= buffer[start + sure - 1] == '\r' ? 1 : 0;
        lineStart = buffer[start + sure - 1] == '\n';
    }

    /**
     * The index of the next delimiter line; at or behind the limit if there is none before it. Most octets are not looked at:
     * the one where the boundary would end tells how far it cannot begin (Horspool's search).
     */
    private int find(byte[] buffer, int from, int limit, int end) {
        int last = boundary.length - 1;
        int most = Math.min(limit, end - last);
        int i = from;
        while (i < most) {
            byte octet = buffer[i + last];
            if (octet == boundary[last] && isLineStart(buffer, i) && isDelimiter(buffer, i, end)) {
                return i;
            }
            i += skips[octet & 0xFF];
        }
        return limit;
    }

    private boolean isLineStart(byte[] buffer, int at) {
        return at == in.at() ? lineStart : buffer[at - 1] == '\n';
    }

    private static int[] skips(byte[] boundary) {
        int[] skips = new int[256];
        Arrays.fill(skips, boundary.length);
        for (int i = 0; i < boundary.length - 1; i++) {
            skips[boundary[i] & 0xFF] = boundary.length - 1 - i;
        }
        return skips;
    }

    /** Whether a whole delimiter line stands there; notes its length and whether it is the last. */
    private boolean isDelimiter(byte[] buffer, int from, int end) {
        int behind = from + boundary.length;
        if (behind > end || !Arrays.equals(buffer, from, behind, boundary, 0, boundary.length)) {
            return false;
        }
        boolean closing = behind + 2 <= end && buffer[behind] == '-' && buffer[behind + 1] == '-';
        int rest = closing ? behind + 2 : behind;
        int most = Math.min(end, rest + PADDING);
        while (rest < most && (buffer[rest] == ' ' || buffer[rest] == '\t')) {
            rest++;
        }
        rest += rest + 1 < end && buffer[rest] == '\r' && buffer[rest + 1] == '\n' ? 1 : 0;
        if (rest < end && buffer[rest] != '\n') {
            return false;
        }
        last = closing;
        delimiter = Math.min(rest + 1, end) - from;
        return true;
    }

    private void found(byte[] buffer, int start, int at) {
        int before = at;
        before -= before > start && buffer[before - 1] == '\n' ? 1 : 0;
        before -= before > start && before < at && buffer[before - 1] == '\r' ? 1 : 0;
        sure = before - start;
        delimiter += at - before;
    }

    /** The octets of one part, or in front of the first. */
    private final class Part extends InputStream {

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] octets, int from, int count) throws IOException {
            return count == 0 ? 0 : Multipart.this.read(octets, from, count);
        }
    }
}
