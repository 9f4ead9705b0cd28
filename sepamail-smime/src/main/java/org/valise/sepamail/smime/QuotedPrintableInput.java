// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.io.InputStream;

/** Decodes quoted-printable (RFC 2045 6.7). For one thread. */
final class QuotedPrintableInput extends InputStream {

    private static final int HEX = 16;

    private final LookAhead in;
    private final int lineLimit;
    private int column;
    private int blanksWithin;

    QuotedPrintableInput(LookAhead in, int lineLimit) {
        this.in = in;
        this.lineLimit = lineLimit;
    }

    @Override
    public int read() throws IOException {
        while (true) {
            int octet = next();
            if (octet == '=') {
                if (!softBreak()) {
                    return HEX * digit() + digit();
                }
                column = 0;
            } else if (!isBlank(octet) || !endLine()) {
                return octet;
            }
        }
    }

    /** Takes the rest of the blanks at the end of a line, which are none of the content (RFC 2045 6.7, 3). */
    private boolean endLine() throws IOException {
        if (blanksWithin > 0) {
            blanksWithin--;
            return false;
        }
        int blanks = blanks();
        boolean ends = lineEnd(blanks) >= 0;
        if (ends) {
            in.skip(blanks);
        } else {
            blanksWithin = blanks; // they are looked at once
        }
        return ends;
    }

    private int next() throws IOException {
        int octet = in.read();
        column = octet == '\n' || octet < 0 ? 0 : column + 1;
        if (column > lineLimit) {
            throw new MimeFailure("A line is longer than the limit.");
        }
        return octet;
    }

    /** Takes blanks and the line end behind an equals sign; false, and takes nothing, if there is none. */
    private boolean softBreak() throws IOException {
        int blanks = blanks();
        int end = lineEnd(blanks);
        if (end < 0) {
            return false;
        }
        in.skip(blanks + end);
        return true;
    }

    /** How many blanks follow. */
    private int blanks() throws IOException {
        int blanks = 0;
        while (in.fill(blanks + 2) > blanks && isBlank(in.buffer()[in.at() + blanks])) {
            if (++blanks > Math.min(lineLimit, in.capacity() - 2)) {
                throw new MimeFailure("A line is longer than the limit.");
            }
        }
        return blanks;
    }

    /** How long the line end behind some octets is; 0 at the end of all, -1 if there is none. */
    private int lineEnd(int behind) throws IOException {
        int there = in.fill(behind + 2) - behind;
        if (there <= 0) {
            return 0;
        }
        int first = in.buffer()[in.at() + behind];
        boolean crlf = first == '\r' && there > 1 && in.buffer()[in.at() + behind + 1] == '\n';
        return first == '\n' ? 1 : crlf ? 2 : -1;
    }

    private static boolean isBlank(int octet) {
        return octet == ' ' || octet == '\t';
    }

    private int digit() throws IOException {
        int digit = Character.digit(next(), HEX);
        if (digit < 0) {
            throw new MimeFailure("The body is not quoted-printable.");
        }
        return digit;
    }

    @Override
    public int read(byte[] octets, int from, int count) throws IOException {
        int done = 0;
        while (done < count) {
            int octet = read();
            if (octet < 0) {
                break;
            }
            octets[from + done++] = (byte) octet;
        }
        return done == 0 && count > 0 ? -1 : done;
    }
}
