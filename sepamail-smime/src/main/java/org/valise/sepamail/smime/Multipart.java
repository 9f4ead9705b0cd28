// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a multipart, one behind the other (RFC 2046 5.1.1): each is its octets as they came, without the line end in
 * front of the delimiter, which belongs to that. For one thread.
 */
final class Multipart {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long DASHES = 0x2D2D2D2D2D2D2D2DL;
    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    /** White space that may stand behind a boundary, and the line end. */
    private static final int PADDING = 256;
    /** RFC 2046 has 70; every buffer has room for many times as much. */
    private static final int MOST_BOUNDARY = 1_024;

    private final LookAhead in;
    private final byte[] boundary;
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
        for (int i = lineStart ? start : start + 1; i < safe; i++) {
            i = dash(buffer, i, safe);
            if (i < safe && (i == start || buffer[i - 1] == '\n') && isDelimiter(buffer, i, end)) {
                found(buffer, start, i);
                return;
            }
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

    /** The index of the next dash; eight octets at a time. */
    private static int dash(byte[] buffer, int from, int to) {
        int i = from;
        // Four words at once as long as there is none: most of a part is base64, which has no dashes.
        while (i + 4 * Long.BYTES <= to
                && (zeros(buffer, i)
                                | zeros(buffer, i + Long.BYTES)
                                | zeros(buffer, i + 2 * Long.BYTES)
                                | zeros(buffer, i + 3 * Long.BYTES))
                        == 0) {
            i += 4 * Long.BYTES;
        }
        while (i + Long.BYTES <= to) {
            long zeros = zeros(buffer, i);
            if (zeros != 0) {
                return i + Long.numberOfTrailingZeros(zeros) / Byte.SIZE;
            }
            i += Long.BYTES;
        }
        while (i < to && buffer[i] != '-') {
            i++;
        }
        return i;
    }

    /** The highest bits of those of eight octets that are dashes, the first of them at least. */
    private static long zeros(byte[] buffer, int from) {
        long word = (long) LONGS.get(buffer, from) ^ DASHES;
        return (word - LOW_BITS) & ~word & HIGH_BITS;
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

    /** The octets of one part. */
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
