// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Where the innermost content of a mail goes while it is not known whether it may be given out. For one thread. */
abstract class ContentTarget {

    /** Takes octets. */
    abstract void write(byte[] octets, int from, int count) throws IOException;

    /** Takes all of a stream. */
    void pull(InputStream in, @Nullable PlainDigests digests) throws IOException {
        byte[] piece = new byte[16 * 1024];
        for (int count = in.read(piece, 0, piece.length); count >= 0; count = in.read(piece, 0, piece.length)) {
            if (digests != null) {
                digests.missive(piece, 0, count);
            }
            write(piece, 0, count);
        }
    }

    /** Keeps them in memory. */
    static final class Memory extends ContentTarget {

        private byte[] octets;
        private int count;

        /**
         * An empty one.
         *
         * @param expected how much may come
         */
        Memory(int expected) {
            this.octets = new byte[expected];
        }

        @Override
        void write(byte[] more, int from, int length) {
            if (length > octets.length - count) {
                octets = Arrays.copyOf(octets, Math.max(Math.addExact(count, length), octets.length * 3 / 2));
            }
            System.arraycopy(more, from, octets, count, length);
            count += length;
        }

        byte[] octets() {
            return count == octets.length ? octets : Arrays.copyOf(octets, count);
        }
    }
}
