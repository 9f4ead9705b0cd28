// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Base64;

/** Decodes base64 that comes in pieces, white space within it ignored, by the same rules as {@link Attachment#decode}. */
final class Base64Pipe {

    private static final int SIZE = 16 * 1024;
    private static final int QUAD = 4;
    private static final byte[] KINDS = new byte[256];
    private static final byte SPACE = 1;
    private static final byte DIGIT = 2;

    static {
        for (char c : " \t\r\n".toCharArray()) {
            KINDS[c] = SPACE;
        }
        for (int i = 0; i < 64; i++) {
            byte[] group = {(byte) (i << 2), 0, 0};
            KINDS[Base64.getEncoder().encode(group)[0]] = DIGIT;
        }
    }

    private final OutputStream out;
    private final byte[] digits = new byte[SIZE];
    private final byte[] decoded = new byte[SIZE / QUAD * 3];
    private int count;
    private boolean padded;

    Base64Pipe(OutputStream out) {
        this.out = out;
    }

    /**
     * Takes a piece.
     *
     * @return the index of the first octet that has no place there; the last index if there is none
     */
    int add(byte[] octets, int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            byte octet = octets[i];
            byte kind = KINDS[octet & 0xFF];
            if (kind == DIGIT && !padded || octet == '=' && mayPad()) {
                padded = octet == '=';
                digits[count++] = octet;
                if (count == SIZE) {
                    flush(digits);
                }
            } else if (kind != SPACE) {
                return i;
            }
        }
        return to;
    }

    private boolean mayPad() {
        int before = count % QUAD;
        return before == QUAD - 1 || before == QUAD - 2;
    }

    private void flush(byte[] full) throws IOException {
        out.write(decoded, 0, Base64.getDecoder().decode(full, decoded));
        count = 0;
    }

    /** Decodes the rest; whether nothing is missing. */
    boolean finish() throws IOException {
        if (count % QUAD != 0) {
            return false;
        }
        flush(Arrays.copyOf(digits, count));
        return true;
    }
}
