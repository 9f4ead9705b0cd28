// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.io.InputStream;

/** Octets that are pulled through a buffer which can be looked into before they are taken. For one thread. */
final class LookAhead extends InputStream {

    /** Large enough for the calls behind it to be few, small enough for the cache. */
    static final int SIZE = 16 * 1024;

    private final InputStream in;
    private final byte[] buffer;
    private int at;
    private int end;
    private boolean ended;

    LookAhead(InputStream in) {
        this(in, SIZE);
    }

    LookAhead(InputStream in, int size) {
        this.in = in;
        this.buffer = new byte[size];
    }

    /** Octets that are in memory as a whole; they are neither copied nor changed. */
    LookAhead(byte[] octets) {
        this.in = nullInputStream();
        this.buffer = octets;
        this.end = octets.length;
        this.ended = true;
    }

    /** Makes so many octets available, or all that are left; how many there are. */
    int fill(int wanted) throws IOException {
        while (end - at < wanted && !ended) {
            if (at > 0 && buffer.length - at < wanted || at == end) {
                System.arraycopy(buffer, at, buffer, 0, end - at);
                end -= at;
                at = 0;
            }
            int count = in.read(buffer, end, buffer.length - end);
            ended = count < 0;
            end += Math.max(count, 0);
        }
        return end - at;
    }

    /** The buffer; what is available lies from {@link #at()} on. */
    byte[] buffer() {
        return buffer;
    }

    int at() {
        return at;
    }

    /** How many can be made available at once. */
    int capacity() {
        return buffer.length;
    }

    void skip(int count) {
        at += count;
    }

    @Override
    public int read() throws IOException {
        return fill(1) == 0 ? -1 : buffer[at++] & 0xFF;
    }

    @Override
    public int read(byte[] octets, int from, int count) throws IOException {
        if (at == end && count >= buffer.length && !ended) {
            int direct = in.read(octets, from, count);
            ended = direct < 0;
            return direct;
        }
        int there = Math.min(fill(1), count);
        if (there == 0) {
            return count == 0 ? 0 : -1;
        }
        System.arraycopy(buffer, at, octets, from, there);
        at += there;
        return there;
    }

    /** Takes all that is left. */
    void drain() throws IOException {
        while (fill(1) > 0) {
            at = end;
        }
    }
}
