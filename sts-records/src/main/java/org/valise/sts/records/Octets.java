// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Scanning of octets, eight at a time. */
final class Octets {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long ONES = 0x0101010101010101L;
    private static final long SPACES = 0x20 * ONES;
    private static final long DELETES = 0x7F * ONES;

    private static final byte[] HEX = hex();
    private static final boolean[] IDENT = ident();

    private Octets() {}

    /**
     * The index of the first octet that is not printable ASCII; the end of the range if there is none.
     *
     * <p>Subtracting 20 from each octet borrows out of those below it; what a borrow disturbs lies above the first hit,
     * so the lowest marked octet is always right.
     */
    static int firstUnprintable(byte[] octets, int from, int to) {
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long eight = (long) LONGS.get(octets, i);
            long delete = eight ^ DELETES;
            long marks = (eight | (eight - SPACES) & ~eight | (delete - ONES) & ~delete) & HIGH_BITS;
            if (marks != 0) {
                return i + (Long.numberOfTrailingZeros(marks) >>> 3);
            }
        }
        while (i < to && Ascii.isPrintable(octets[i])) {
            i++;
        }
        return i;
    }

    /** The end of the run of IDENT characters, as {@link Ascii#identEnd}, but without its limit of length. */
    static int identEnd(byte[] octets, int from, int to) {
        int i = from;
        while (i < to && octets[i] >= 0 && IDENT[octets[i]]) {
            i++;
        }
        return i;
    }

    /** The value of four upper-case hexadecimal digits, or a negative number. */
    static int hex4(byte[] octets, int from) {
        int high = HEX[octets[from] & 0xFF] << 4 | HEX[octets[from + 1] & 0xFF];
        int low = HEX[octets[from + 2] & 0xFF] << 4 | HEX[octets[from + 3] & 0xFF];
        return high << 8 | low;
    }

    private static byte[] hex() {
        byte[] values = new byte[256];
        Arrays.fill(values, (byte) -1);
        for (int i = 0; i < 16; i++) {
            values["0123456789ABCDEF".charAt(i)] = (byte) i;
        }
        return values;
    }

    private static boolean[] ident() {
        boolean[] part = new boolean[128];
        for (int c = 0; c < part.length; c++) {
            part[c] = Ascii.isIdentPart(c);
        }
        return part;
    }
}
