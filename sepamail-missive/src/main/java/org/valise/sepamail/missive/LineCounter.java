// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

/** Counts lines and columns over octets of UTF-8 that come in pieces. LF, CRLF and CR end a line. */
final class LineCounter {

    private long line = 1;
    private long column = 1;
    private boolean afterCr;

    long line() {
        return line;
    }

    long column() {
        return column;
    }

    LineCounter copy() {
        LineCounter other = new LineCounter();
        other.line = line;
        other.column = column;
        other.afterCr = afterCr;
        return other;
    }

    void advance(byte[] octets, int from, int to) {
        for (int i = from; i < to; i++) {
            int octet = octets[i] & 0xFF;
            if (octet == '\n' && afterCr) {
                afterCr = false;
            } else if (octet == '\n' || octet == '\r') {
                line++;
                column = 1;
                afterCr = octet == '\r';
            } else {
                afterCr = false;
                column += (octet & 0xC0) == 0x80 ? 0 : 1;
            }
        }
    }
}
