// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.ByteArrayInputStream;
import java.io.IOException;

/** A stream that gives a few octets at a time, and may break. */
final class Trickle extends ByteArrayInputStream {

    private final int most;
    private final int breaksAt;

    Trickle(byte[] octets, int most) {
        this(octets, most, Integer.MAX_VALUE);
    }

    Trickle(byte[] octets, int most, int breaksAt) {
        super(octets);
        this.most = most;
        this.breaksAt = breaksAt;
    }

    @Override
    public synchronized int read(byte[] target, int at, int length) {
        if (pos >= breaksAt) {
            throw new java.io.UncheckedIOException(new IOException("broken"));
        }
        return super.read(target, at, Math.min(most, length));
    }
}
