// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.IOException;
import java.io.InputStream;
import java.util.Random;

/** Gives a document in pieces of any size, sometimes of none, and may break in its midst. */
final class ChunkedStream extends InputStream {

    private final byte[] document;
    private final Random random;
    private final int largest;
    private final int breaksAt;
    private int at;

    ChunkedStream(byte[] document, Random random, int largest) {
        this(document, random, largest, Integer.MAX_VALUE);
    }

    ChunkedStream(byte[] document, Random random, int largest, int breaksAt) {
        this.document = document;
        this.random = random;
        this.largest = largest;
        this.breaksAt = breaksAt;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return give(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        return give(target, from, Math.min(length, random.nextInt(largest + 1)));
    }

    private int give(byte[] target, int from, int most) throws IOException {
        if (at >= breaksAt) {
            throw new IOException("The connection broke");
        }
        if (at == document.length) {
            return -1;
        }
        int count = Math.min(most, document.length - at);
        System.arraycopy(document, at, target, from, count);
        at += count;
        return count;
    }
}
