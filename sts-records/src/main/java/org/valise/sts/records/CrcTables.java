// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

/**
 * The register arithmetic behind {@link Crc16}: a table step per character, and folding for ranges of octets in files.
 *
 * <p>Folding needs no table. The polynomial x<sup>16</sup>+x<sup>15</sup>+x<sup>2</sup>+1 is the product of x+1 and
 * x<sup>15</sup>+x+1. Over bits the square of a sum is the sum of the squares, so x<sup>120</sup>+x<sup>8</sup>+1, the
 * second factor squared three times, is a multiple of it: modulo that factor, an octet counts as much as it would 14 and
 * 15 places later at once. So sixteen octets at a time are moved into the sixteen after them, by shifts of whole words.
 * Modulo the other factor, x+1, only the parity of all bits counts. Each bit that was moved has become two; if an odd
 * number were moved, adding x<sup>15</sup>+x+1 to the register puts the parity right and changes nothing else.
 */
final class CrcTables {

    static final int INITIAL = 0xFFFF;

    private static final int REFLECTED_POLYNOMIAL = 0xA001;
    /** x<sup>15</sup>+x+1; the lowest bit is that of x<sup>15</sup>. */
    private static final int REFLECTED_FACTOR = 0xC001;

    private static final int FOLD = 2 * Long.BYTES;
    private static final int SLICES = Long.BYTES;
    private static final int SLICE = 256;
    private static final char[] TABLE = tables();

    private CrcTables() {}

    /** The register after one more ASCII character. */
    static int update(int crc, int octet) {
        return (crc >>> 8) ^ TABLE[(crc ^ octet) & 0xFF];
    }

    /** The register over a range of octets, from the initial value. */
    static int crc(byte[] octets, int from, int to) {
        return to - from < FOLD ? octetByOctet(octets, from, to) : folded(octets, from, to);
    }

    private static int octetByOctet(byte[] octets, int from, int to) {
        int crc = INITIAL;
        for (int i = from; i < to; i++) {
            crc = update(crc, octets[i]);
        }
        return crc;
    }

    private static int folded(byte[] octets, int from, int to) {
        long first = Octets.word(octets, from) ^ INITIAL;
        long second = Octets.word(octets, from + Long.BYTES);
        long moved = 0;
        int i = from + FOLD;
        for (; i <= to - FOLD; i += FOLD) {
            long whole = second ^ toNext(first);
            moved ^= first ^ whole;
            // Only the first two octets of a word reach the next one. Those of the second are still as they were, which
            // spares the next step a wait.
            first = Octets.word(octets, i) ^ (toNextButOne(first) ^ toNext(second));
            second = Octets.word(octets, i + Long.BYTES) ^ toNextButOne(whole);
        }
        int crc = eight(second ^ eight(first));
        int odd = Long.bitCount(moved) & 1;
        return rest(crc ^ (-odd & REFLECTED_FACTOR), octets, i, to);
    }

    /** What the octets of a word become in the word after it. */
    private static long toNext(long word) {
        return word << 48 ^ word << 56;
    }

    /** What the octets of a word become in the word after the next. */
    private static long toNextButOne(long word) {
        return word >>> 8 ^ word >>> 16;
    }

    /** The register after up to fifteen more octets. At least eight octets lie before the end. */
    private static int rest(int before, byte[] octets, int from, int to) {
        int crc = before;
        int i = from;
        if (i <= to - Long.BYTES) {
            crc = eight(Octets.word(octets, i) ^ crc);
            i += Long.BYTES;
        }
        // The last octets as the high ones of a word of zeros, without a branch for their number: a step over zeros
        // leaves a register of zero. What of the register lies beyond them is not used up.
        int bits = (to - i) * Byte.SIZE;
        long last = ~(-1L >>> bits);
        long register = Long.rotateRight(crc, bits);
        return eight((Octets.word(octets, to - Long.BYTES) ^ register) & last) ^ (int) (register & ~last);
    }

    /** The register after eight octets, the first one lowest, into which the register before them was added. */
    private static int eight(long octets) {
        char[] t = TABLE;
        int a = t[7 * SLICE + (int) (octets & 0xFF)]
                ^ t[6 * SLICE + (int) (octets >>> 8 & 0xFF)]
                ^ t[5 * SLICE + (int) (octets >>> 16 & 0xFF)]
                ^ t[4 * SLICE + (int) (octets >>> 24 & 0xFF)];
        int b = t[3 * SLICE + (int) (octets >>> 32 & 0xFF)]
                ^ t[2 * SLICE + (int) (octets >>> 40 & 0xFF)]
                ^ t[SLICE + (int) (octets >>> 48 & 0xFF)]
                ^ t[(int) (octets >>> 56)];
        return a ^ b;
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
