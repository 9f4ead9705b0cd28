// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.Arrays;
import java.util.Base64;

/** Octets that are written in base64, without line breaks. */
final class Base64Blob implements OctetWriter.Blob {

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
        Base64.Encoder encoder = Base64.getEncoder();
        if (octets.length <= PIECE) {
            byte[] all = encoder.encode(octets);
            System.arraycopy(all, 0, target, at, all.length);
            return;
        }
        byte[] piece = new byte[PIECE / 3 * 4];
        int to = at;
        for (int from = 0; from < octets.length; from += PIECE) {
            int count = encoder.encode(Arrays.copyOfRange(octets, from, Math.min(octets.length, from + PIECE)), piece);
            System.arraycopy(piece, 0, target, to, count);
            to += count;
        }
    }
}
