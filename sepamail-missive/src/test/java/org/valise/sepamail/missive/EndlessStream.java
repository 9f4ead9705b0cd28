// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Begins in some way, goes on in another again and again, and ends in a third if a length is given. */
final class EndlessStream extends InputStream {

    private final byte[] begin;
    private final byte[] middle;
    private final byte[] end;
    private final long endsFrom;
    private long given;

    private EndlessStream(String begin, String middle, long length, String end) {
        this.begin = begin.getBytes(StandardCharsets.UTF_8);
        this.middle = middle.repeat(1 + 8192 / middle.length()).getBytes(StandardCharsets.UTF_8);
        this.end = end.getBytes(StandardCharsets.UTF_8);
        this.endsFrom = length - this.end.length;
    }

    static EndlessStream of(String begin, String middle) {
        return new EndlessStream(begin, middle, Long.MAX_VALUE, "");
    }

    /** Ends after a number of octets, wherever the repeated part then is. */
    static EndlessStream of(String begin, String middle, long length, String end) {
        return new EndlessStream(begin, middle, length, end);
    }

    /** How many octets were asked for. */
    long given() {
        return given;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int from, int length) {
        byte[] source = given < begin.length ? begin : given < endsFrom ? middle : end;
        int at = (int)
                (given < begin.length
                        ? given
                        : given < endsFrom ? (given - begin.length) % middle.length : given - endsFrom);
        long toEnd = given < endsFrom ? endsFrom - given : Long.MAX_VALUE;
        int count = (int) Math.min(Math.min(length, source.length - at), toEnd);
        if (count == 0) {
            return -1;
        }
        System.arraycopy(source, at, target, from, count);
        given += count;
        return count;
    }
}
