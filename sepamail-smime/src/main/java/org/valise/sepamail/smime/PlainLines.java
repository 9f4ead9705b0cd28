// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.io.InputStream;

/** A body that is not encoded: nothing is changed, no line may be longer than the limit. For one thread. */
final class PlainLines extends InputStream {

    private final LookAhead in;
    private final int lineLimit;
    private int column;

    PlainLines(LookAhead in, int lineLimit) {
        this.in = in;
        this.lineLimit = lineLimit;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] octets, int from, int count) throws IOException {
        int there = in.read(octets, from, count);
        for (int i = from; i < from + there; i++) {
            column = octets[i] == '\n' ? 0 : column + 1;
            if (column > lineLimit) {
                throw new MimeFailure("A line is longer than the limit.");
            }
        }
        return there;
    }
}
