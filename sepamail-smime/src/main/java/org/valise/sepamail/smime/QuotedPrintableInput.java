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

    QuotedPrintableInput(LookAhead in, int lineLimit) {
        this.in = in;
        this.lineLimit = lineLimit;
    }

    @Override
    public int read() throws IOException {
        int octet = next();
        while (octet == '=') {
            if (!softBreak()) {
                return HEX * digit() + digit();
            }
            column = 0;
            octet = next();
        }
        return octet;
    }

    private int next() throws IOException {
        int octet = in.read();
        column = octet == '\n' ? 0 : column + 1;
        if (column > lineLimit) {
            throw new MimeFailure("A line is longer than the limit.");
        }
        return octet;
    }

    /** Takes blanks and the line end behind an equals sign; false, and takes nothing, if there is none. */
    private boolean softBreak() throws IOException {
        int blanks = 0;
        while (in.fill(blanks + 2) > blanks && isBlank(in.buffer()[in.at() + blanks])) {
            if (++blanks > Math.min(lineLimit, in.capacity() - 2)) {
                throw new MimeFailure("A line is longer than the limit.");
            }
        }
        int there = in.fill(blanks + 2) - blanks;
        int first = there > 0 ? in.buffer()[in.at() + blanks] : '\n';
        boolean crlf = first == '\r' && there > 1 && in.buffer()[in.at() + blanks + 1] == '\n';
        if (!crlf && first != '\n') {
            return false;
        }
        in.skip(Math.min(there, crlf ? 2 : 1) + blanks);
        return true;
    }

    private static boolean isBlank(byte octet) {
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
