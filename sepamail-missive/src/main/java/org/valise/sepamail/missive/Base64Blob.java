// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Base64;

/** Octets that are written in base64, without line breaks. */
final class Base64Blob implements DocumentOctets.Blob {

    /** A multiple of 3 whose copies stay in the caches near the processor. */
    private static final int PIECE = 12 * 1024;

    private final byte[] octets;

    Base64Blob(byte[] octets) {
        this.octets = octets;
    }

    @Override
    public int length() {
        return Math.toIntExact((octets.length + 2L) / 3 * 4);
    }

    @Override
    public void copyTo(byte[] target, int at) {
        if (octets.length <= PIECE) {
            byte[] all = Base64.getEncoder().encode(octets);
            System.arraycopy(all, 0, target, at, all.length);
            return;
        }
        Pieces pieces = new Pieces();
        int to = at;
        for (int count = pieces.next(); count > 0; count = pieces.next()) {
            System.arraycopy(pieces.encoded, 0, target, to, count);
            to += count;
        }
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        Pieces pieces = new Pieces();
        for (int count = pieces.next(); count > 0; count = pieces.next()) {
            out.write(pieces.encoded, 0, count);
        }
    }

    /** The encoder takes and gives whole arrays only. */
    private final class Pieces {

        private final Base64.Encoder encoder = Base64.getEncoder();
        private final byte[] piece = new byte[Math.min(PIECE, octets.length)];
        private int done;

        final byte[] encoded = new byte[(piece.length + 2) / 3 * 4];

        /** Encodes what is next; how much that is, 0 at the end. */
        int next() {
            int count = Math.min(piece.length, octets.length - done);
            if (count == piece.length) {
                System.arraycopy(octets, done, piece, 0, count);
                done += count;
                return count == 0 ? 0 : encoder.encode(piece, encoded);
            }
            byte[] rest = Arrays.copyOfRange(octets, done, octets.length);
            done = octets.length;
            return encoder.encode(rest, encoded);
        }
    }
}
