// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The window of a stream in which lines are found. Everything from {@link #mark} on is kept; the window grows only as far
 * as the lines it has to hold. Indexes are relative to {@link #octets} and move when the window does.
 */
final class LineBuffer {

    private static final int INITIAL = 1 << 16;

    private final InputStream in;
    private final @Nullable MessageDigest digest;

    byte[] octets = new byte[INITIAL];

    /** The first octet that is still needed. */
    int mark;

    /** The end of the line found last, without its line end. */
    int end;

    /** The start of the line after the one found last. */
    int next;

    /** Whether the line found last is printable ASCII throughout. */
    boolean printable;

    private int limit;
    private long base;
    private boolean atEnd;

    LineBuffer(InputStream in, @Nullable MessageDigest digest) {
        this.in = in;
        this.digest = digest;
    }

    /** The offset in the stream of an index. */
    long offset(int index) {
        return base + index;
    }

    /** How many octets have been read from the stream. */
    long read() {
        return base + limit;
    }

    /**
     * Finds the line that begins a number of octets after the mark.
     *
     * @param distance from the mark
     * @param longest the most octets the line may have; reading stops soon after
     * @return false at the end of the stream; if true and the line is longer, {@link #end} is beyond the limit
     */
    boolean findLine(int distance, int longest) throws IOException {
        printable = true;
        int scanned = distance;
        while (true) {
            int i = Octets.firstUnprintable(octets, mark + scanned, limit);
            scanned = i - mark;
            if (i == limit) {
                if (scanned - distance <= longest && more()) {
                    continue;
                }
                end = mark + scanned;
                next = end;
                return scanned > distance;
            }
            if (octets[i] == '\n' || octets[i] == '\r') {
                endAt(scanned);
                return true;
            }
            printable = false;
            scanned++;
        }
    }

    private void endAt(int scanned) throws IOException {
        boolean followed = octets[mark + scanned] == '\r' && has(scanned + 2);
        end = mark + scanned;
        boolean crlf = followed && octets[end + 1] == '\n';
        next = end + (crlf ? 2 : 1);
    }

    /** Makes sure that a number of octets after the mark are in the window, if the stream has them. */
    boolean has(int count) throws IOException {
        while (limit - mark < count) {
            if (!more()) {
                return false;
            }
        }
        return true;
    }

    private boolean more() throws IOException {
        if (atEnd) {
            return false;
        }
        if (mark > 0) {
            System.arraycopy(octets, mark, octets, 0, limit - mark);
            base += mark;
            limit -= mark;
            mark = 0;
        }
        if (limit == octets.length) {
            octets = Arrays.copyOf(octets, limit * 2);
        }
        int count = in.read(octets, limit, octets.length - limit);
        if (count < 0) {
            atEnd = true;
            return false;
        }
        if (digest != null) {
            digest.update(octets, limit, count);
        }
        limit += count;
        return true;
    }
}
