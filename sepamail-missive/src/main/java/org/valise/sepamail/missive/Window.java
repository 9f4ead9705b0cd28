// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The octets of a document that are at hand: all of them, or a window that moves over a stream. Indices are those of
 * {@link #octets}; {@link #offset} gives the place in the document.
 */
final class Window {

    private static final int FIRST_SIZE = 16 * 1024;
    private static final int LARGEST_SIZE = Integer.MAX_VALUE - 8;

    /** The octets at hand; those below {@link #limit} count. */
    byte[] octets;
    /** The index behind the last octet at hand. */
    int limit;
    /** The index of the next octet to be read. */
    int pos;
    /** The index from which on octets are still needed; not above {@link #pos}. */
    int mark;

    private final @Nullable InputStream in;
    private final long most;
    private long base;
    private boolean ended;
    private @Nullable OutputStream copy;
    private long copiedTo;

    /** Lines and columns at the first octet at hand. */
    private final LineCounter first = new LineCounter();
    /** Lines and columns at an index, that of the last place that was asked for: the next lies behind it, as a rule. */
    private final LineCounter latest = new LineCounter();

    private int latestIndex;

    /** A document in memory, which must not change. */
    Window(byte[] document, MissiveLimits limits) {
        this.octets = document;
        this.limit = document.length;
        this.in = null;
        this.most = limits.octets();
        this.ended = true;
        if (document.length > most) {
            throw tooLong();
        }
    }

    /** A document that is read as it is needed. */
    Window(InputStream document, MissiveLimits limits) {
        this(document, limits, FIRST_SIZE);
    }

    /** The same with another size of the first buffer, which grows as it must. */
    Window(InputStream document, MissiveLimits limits, int firstSize) {
        this.octets = new byte[firstSize];
        this.in = document;
        this.most = limits.octets();
    }

    /** Whether all octets up to the end of the document are at hand. */
    boolean isEnded() {
        return ended;
    }

    boolean isStream() {
        return in != null;
    }

    /** The place of an index in the document. */
    long offset(int index) {
        return base + index;
    }

    /** The index of a place that is at hand. */
    int index(long offset) {
        return (int) (offset - base);
    }

    /** The octet at an index, or -1 behind the last. */
    int at(int index) {
        return index < limit ? octets[index] & 0xFF : -1;
    }

    /**
     * Gets more octets. What lies before {@link #mark} is given up and all indices shift, those in the fields too.
     *
     * @return false if there are no more
     */
    boolean more() throws IOException {
        if (ended || in == null) {
            return false;
        }
        giveUpTo(mark);
        if (limit == octets.length) {
            octets = Arrays.copyOf(octets, (int) Math.min(2L * limit, LARGEST_SIZE));
        }
        int count = read(in);
        if (count < 0) {
            ended = true;
            return false;
        }
        limit += count;
        if (base + limit > most) {
            throw tooLong();
        }
        return true;
    }

    private int read(InputStream source) throws IOException {
        int count = source.read(octets, limit, octets.length - limit);
        if (count != 0) {
            return count;
        }
        // A stream must not give nothing; where one does, asking for a single octet makes it wait.
        int octet = source.read();
        if (octet < 0) {
            return -1;
        }
        octets[limit] = (byte) octet;
        return 1;
    }

    private void giveUpTo(int index) throws IOException {
        if (index == 0) {
            return;
        }
        copyTo(offset(index));
        countTo(index);
        first.set(latest);
        latestIndex = 0;
        System.arraycopy(octets, index, octets, 0, limit - index);
        base += index;
        limit -= index;
        pos -= index;
        mark -= index;
    }

    /** From here on, what is read is copied, too; at most one copy at a time. */
    void startCopy(long from, OutputStream to) {
        copy = to;
        copiedTo = from;
    }

    /** Ends the copy in front of a place. */
    void endCopy(long to) throws IOException {
        copyTo(to);
        copy = null;
    }

    private void copyTo(long to) throws IOException {
        if (copy != null && to > copiedTo) {
            copy.write(octets, index(copiedTo), (int) (to - copiedTo));
            copiedTo = to;
        }
    }

    /** A place that is still at hand, in lines and columns. */
    Span span(long from, long length) {
        countTo((int) Math.min(limit, Math.max(0, from - base)));
        return new Span(latest.line(), latest.column(), from, length);
    }

    private void countTo(int index) {
        if (index < latestIndex) {
            latest.set(first);
            latestIndex = 0;
        }
        latest.advance(octets, latestIndex, index);
        latestIndex = index;
    }

    private ScanFailure tooLong() {
        return new ScanFailure(Problem.of(Problem.Code.TOO_LONG, "The document is longer than " + most + " octets."));
    }
}
