// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Scanning of octets, eight of them as one number. */
final class Octets {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long ONES = 0x0101010101010101L;
    private static final long SIXTIES = 0x60 * ONES;

    private static final byte[] HEX = hex();
    private static final boolean[] IDENT = ident();

    private Octets() {}

    /** Eight octets as one number, the first one lowest. */
    static long word(byte[] octets, int at) {
        return (long) LONGS.get(octets, at);
    }

    /** The index of the first octet that is not printable ASCII; the end of the range if there is none. */
    static int firstUnprintable(byte[] octets, int from, int to) {
        int i = from;
        for (; i <= to - 4 * Long.BYTES; i += 4 * Long.BYTES) {
            long a = printable(word(octets, i));
            long b = printable(word(octets, i + Long.BYTES));
            long c = printable(word(octets, i + 2 * Long.BYTES));
            long d = printable(word(octets, i + 3 * Long.BYTES));
            if ((a & b & c & d & HIGH_BITS) != HIGH_BITS) {
                return i + leading(a, leading(b, leading(c, leading(d, 0))));
            }
        }
        while (i < to && Ascii.isPrintable(octets[i])) {
            i++;
        }
        return i;
    }

    /**
     * Sets the high bit of each octet that is printable ASCII: adding 60 sets it from 20 on, adding 1 sets it for 7F. An
     * octet that is not printable may carry into those above it; up to the first such octet the marks are right.
     */
    private static long printable(long word) {
        return (word + SIXTIES) & ~(word | word + ONES);
    }

    /** How many octets in a row are marked, in a word and, if that is marked throughout, in what follows it. */
    private static int leading(long marks, int following) {
        int count = Long.numberOfTrailingZeros(~marks & HIGH_BITS) / Byte.SIZE;
        return count + (following & -(count / Long.BYTES));
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
