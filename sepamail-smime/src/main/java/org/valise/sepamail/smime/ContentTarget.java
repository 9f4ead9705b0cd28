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

    /** All was taken that is an entity; what keeps it holds it to the limits. */
    void requireWithin(SmimeLimits limits) throws MimeFailure {
        // What is passed on is not looked at again.
    }

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

        private static final int LEAST_ROOM = 1024;

        private byte[] octets;
        private int count;

        /**
         * An empty one.
         *
         * @param expected how much may come
         */
        Memory(long expected) {
            this.octets = new byte[(int) expected + LEAST_ROOM];
        }

        @Override
        void write(byte[] more, int from, int length) {
            if (length > octets.length - count) {
                octets = Arrays.copyOf(octets, Math.max(Math.addExact(count, length), octets.length * 3 / 2));
            }
            System.arraycopy(more, from, octets, count, length);
            count += length;
        }

        @Override
        void pull(InputStream in, @Nullable PlainDigests digests) throws IOException {
            int there = 0;
            while (there >= 0) {
                if (octets.length - count < LEAST_ROOM) {
                    octets = Arrays.copyOf(octets, Math.addExact(octets.length, octets.length / 2 + LEAST_ROOM));
                }
                there = in.read(octets, count, octets.length - count);
                if (there > 0 && digests != null) {
                    digests.missive(octets, count, there);
                }
                count += Math.max(there, 0);
            }
        }

        @Override
        void requireWithin(SmimeLimits limits) throws MimeFailure {
            ContentLimits.require(octets, count, limits);
        }

        /** The octets, and possibly more behind them. */
        byte[] buffer() {
            return octets;
        }

        int count() {
            return count;
        }

        byte[] octets() {
            return count == octets.length ? octets : Arrays.copyOf(octets, count);
        }
    }
}
