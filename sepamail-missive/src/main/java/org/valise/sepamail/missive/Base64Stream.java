// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;

/** What another stream gives, in base64 without line breaks. */
final class Base64Stream extends InputStream {

    /** A multiple of 3, so that only the last piece is padded. */
    private static final int PIECE = 12 * 1024;

    private final InputStream octets;
    private final byte[] piece = new byte[PIECE];
    private final byte[] digits = new byte[PIECE / 3 * 4];
    private int at;
    private int limit;

    Base64Stream(InputStream octets) {
        this.octets = octets;
    }

    @Override
    public int read() throws IOException {
        return isAtEnd() ? -1 : digits[at++];
    }

    @Override
    public int read(byte[] target, int to, int length) throws IOException {
        Objects.checkFromIndexSize(to, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (isAtEnd()) {
            return -1;
        }
        int count = Math.min(length, limit - at);
        System.arraycopy(digits, at, target, to, count);
        at += count;
        return count;
    }

    private boolean isAtEnd() throws IOException {
        if (at < limit) {
            return false;
        }
        int count = octets.readNBytes(piece, 0, PIECE);
        at = 0;
        limit = Base64.getEncoder().encode(count == PIECE ? piece : Arrays.copyOf(piece, count), digits);
        return limit == 0;
    }

    @Override
    public void close() throws IOException {
        octets.close();
    }
}
