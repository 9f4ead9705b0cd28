// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.util.Arrays;
import java.util.Base64;

/** Decodes a base64 body (RFC 2045 6.8) strictly: lines of any length, and nothing but the alphabet and white space. */
final class Base64Body {

    private static final int PIECE = 16 * 1024;

    private final byte[] octets;
    private final int end;
    private final byte[] piece = new byte[PIECE];
    private final int lineLimit;
    private int at;
    private byte[] decoded;
    private int count;

    private Base64Body(byte[] octets, int from, int end, int lineLimit) {
        this.octets = octets;
        this.at = from;
        this.end = end;
        this.lineLimit = lineLimit;
        this.decoded = new byte[(end - from) / 4 * 3 + 3];
    }

    static byte[] decode(byte[] octets, int from, int end, int lineLimit) throws MimeFailure {
        return new Base64Body(octets, from, end, lineLimit).decode();
    }

    private byte[] decode() throws MimeFailure {
        int held = fill(0);
        while (held == PIECE) {
            decode(held);
            held = fill(0);
        }
        decode(held);
        return count == decoded.length ? decoded : Arrays.copyOf(decoded, count);
    }

    /** Gathers characters without line ends; how many there are. */
    private int fill(int start) throws MimeFailure {
        int held = start;
        while (at < end && held < PIECE) {
            int lineStart = at;
            int most = Math.min(end, at + PIECE - held);
            while (at < most && octets[at] > ' ') {
                at++;
            }
            System.arraycopy(octets, lineStart, piece, held, at - lineStart);
            held += at - lineStart;
            if (at - lineStart > lineLimit) {
                throw new MimeFailure("A line is longer than the limit.", lineStart);
            }
            int lineEnd = at;
            while (at < end && octets[at] >= 0 && octets[at] <= ' ') {
                at++;
            }
            if (at == lineEnd && at < most) {
                throw new MimeFailure("The body is not base64.", at);
            }
        }
        return held;
    }

    private void decode(int held) throws MimeFailure {
        // The platform takes a last group without its padding: what was cut there must not pass.
        if (held % 4 != 0) {
            throw new MimeFailure("The body is not whole base64.", at);
        }
        try {
            byte[] part = Base64.getDecoder().decode(held == PIECE ? piece : Arrays.copyOf(piece, held));
            System.arraycopy(part, 0, decoded, count, part.length);
            count += part.length;
        } catch (IllegalArgumentException e) {
            throw new MimeFailure("The body is not base64.", at);
        }
    }
}
