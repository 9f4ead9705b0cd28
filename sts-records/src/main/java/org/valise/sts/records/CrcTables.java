// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The register arithmetic behind {@link Crc16}: a table step per character, and sixteen octets per step for files.
 *
 * <p>Sixteen tables make the look-ups of one step independent of each other; only the first two of a step wait for the
 * register of the step before.
 */
final class CrcTables {

    static final int INITIAL = 0xFFFF;

    private static final int REFLECTED_POLYNOMIAL = 0xA001;
    private static final int SLICES = 16;
    private static final int SLICE = 256;
    private static final char[] TABLE = tables();
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private CrcTables() {}

    /** The register after one more ASCII character. */
    static int update(int crc, int octet) {
        return (crc >>> 8) ^ TABLE[(crc ^ octet) & 0xFF];
    }

    /** The register over a range of octets, from the initial value. */
    static int crc(byte[] octets, int from, int to) {
        int crc = INITIAL;
        int i = from;
        for (; i <= to - SLICES; i += SLICES) {
            crc = sixteen(crc, (long) LONGS.get(octets, i), (long) LONGS.get(octets, i + 8));
        }
        for (; i < to; i++) {
            crc = update(crc, octets[i]);
        }
        return crc;
    }

    private static int sixteen(int crc, long low, long high) {
        long first = low ^ crc;
        char[] t = TABLE;
        int a = t[15 * SLICE + (int) (first & 0xFF)]
                ^ t[14 * SLICE + (int) (first >>> 8 & 0xFF)]
                ^ t[13 * SLICE + (int) (first >>> 16 & 0xFF)]
                ^ t[12 * SLICE + (int) (first >>> 24 & 0xFF)];
        int b = t[11 * SLICE + (int) (first >>> 32 & 0xFF)]
                ^ t[10 * SLICE + (int) (first >>> 40 & 0xFF)]
                ^ t[9 * SLICE + (int) (first >>> 48 & 0xFF)]
                ^ t[8 * SLICE + (int) (first >>> 56)];
        int c = t[7 * SLICE + (int) (high & 0xFF)]
                ^ t[6 * SLICE + (int) (high >>> 8 & 0xFF)]
                ^ t[5 * SLICE + (int) (high >>> 16 & 0xFF)]
                ^ t[4 * SLICE + (int) (high >>> 24 & 0xFF)];
        int d = t[3 * SLICE + (int) (high >>> 32 & 0xFF)]
                ^ t[2 * SLICE + (int) (high >>> 40 & 0xFF)]
                ^ t[SLICE + (int) (high >>> 48 & 0xFF)]
                ^ t[(int) (high >>> 56)];
        return a ^ b ^ c ^ d;
    }

    private static char[] tables() {
        char[] table = new char[SLICES * SLICE];
        for (int octet = 0; octet < SLICE; octet++) {
            int crc = octet;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ REFLECTED_POLYNOMIAL;
            }
            table[octet] = (char) crc;
        }
        for (int i = SLICE; i < table.length; i++) {
            char before = table[i - SLICE];
            table[i] = (char) ((before >>> 8) ^ table[before & 0xFF]);
        }
        return table;
    }
}
