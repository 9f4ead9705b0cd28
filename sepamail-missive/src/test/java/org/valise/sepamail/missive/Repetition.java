// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A long stream that needs no memory: a head, one unit again and again, a tail. */
final class Repetition extends InputStream {

    private final byte[] head;
    private final byte[] unit;
    private final byte[] tail;
    private final long units;
    private long at;

    Repetition(String head, String unit, long times, String tail) {
        this.head = head.getBytes(StandardCharsets.UTF_8);
        this.unit = unit.getBytes(StandardCharsets.UTF_8);
        this.tail = tail.getBytes(StandardCharsets.UTF_8);
        this.units = times * this.unit.length;
    }

    long length() {
        return head.length + units + tail.length;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int to, int length) {
        if (at == length()) {
            return -1;
        }
        int count;
        if (at < head.length) {
            count = copy(head, (int) at, target, to, length);
        } else if (at < head.length + units) {
            count = copy(unit, (int) ((at - head.length) % unit.length), target, to, length);
        } else {
            count = copy(tail, (int) (at - head.length - units), target, to, length);
        }
        at += count;
        return count;
    }

    private static int copy(byte[] from, int index, byte[] target, int to, int length) {
        int count = Math.min(length, from.length - index);
        System.arraycopy(from, index, target, to, count);
        return count;
    }
}
