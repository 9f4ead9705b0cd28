// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Counts lines and columns over octets of UTF-8 that come in pieces. LF, CRLF and CR end a line. */
final class LineCounter {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;

    private long line = 1;
    private long column = 1;
    private boolean afterCr;

    long line() {
        return line;
    }

    long column() {
        return column;
    }

    /** Goes to the place where another counter is. */
    void set(LineCounter other) {
        line = other.line;
        column = other.column;
        afterCr = other.afterCr;
    }

    void advance(byte[] octets, int from, int to) {
        int i = from;
        while (i < to) {
            int next = skipPlain(octets, i, to);
            if (next > i) {
                column += next - i;
                afterCr = false;
                i = next;
            } else {
                count(octets[i++]);
            }
        }
    }

    private void count(byte octet) {
        if (octet == '\n' && afterCr) {
            afterCr = false;
        } else if (octet == '\n' || octet == '\r') {
            line++;
            column = 1;
            afterCr = octet == '\r';
        } else {
            afterCr = false;
            column += (octet & 0xC0) == 0x80 ? 0 : 1; // a character is counted by its first octet
        }
    }

    /** Steps over ASCII without line ends, eight octets at a time: a stream is counted whole. */
    private static int skipPlain(byte[] octets, int first, int limit) {
        int p = first;
        while (p + Long.BYTES <= limit) {
            long w = (long) LONGS.get(octets, p);
            long found = (w | (w ^ ONES * '\n') - ONES | (w ^ ONES * '\r') - ONES) & HIGH;
            if (found != 0) {
                return p + (Long.numberOfTrailingZeros(found) >>> 3);
            }
            p += Long.BYTES;
        }
        return p;
    }
}
