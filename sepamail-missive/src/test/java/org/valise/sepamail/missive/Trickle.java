// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.IOException;
import java.io.InputStream;

/** A stream that gives a few octets at a time, and may break. */
final class Trickle extends InputStream {

    private final byte[] octets;
    private final int most;
    private final int breaksAt;
    private int at;

    Trickle(byte[] octets, int most) {
        this(octets, most, Integer.MAX_VALUE);
    }

    Trickle(byte[] octets, int most, int breaksAt) {
        this.octets = octets;
        this.most = most;
        this.breaksAt = breaksAt;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int to, int length) throws IOException {
        if (at >= breaksAt) {
            throw new IOException("broken");
        }
        if (at == octets.length) {
            return -1;
        }
        int count = Math.min(Math.min(most, length), octets.length - at);
        System.arraycopy(octets, at, target, to, count);
        at += count;
        return count;
    }
}
