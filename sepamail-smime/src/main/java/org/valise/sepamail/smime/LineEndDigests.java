// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Digests of an entity whose line ends may have been changed to LF when it was stored, as mails often are: then it is digested
 * with CRLF. Where only some line ends are LF, nothing is repaired. For one thread.
 */
final class LineEndDigests extends InputStream {

    private static final byte[] CRLF = {'\r', '\n'};

    private enum LineEnds {
        UNKNOWN,
        CRLF,
        LF,
        BOTH
    }

    private final InputStream in;
    private final Digests received;
    private final Digests canonical;
    private LineEnds lineEnds = LineEnds.UNKNOWN;
    private byte before;

    LineEndDigests(InputStream in, Set<SignatureScheme.Digest> algorithms) {
        this.in = in;
        this.received = new Digests(algorithms);
        this.canonical = new Digests(algorithms);
    }

    /** Of what was received. */
    Digests received() {
        return received;
    }

    /** Of what it was before it was stored with LF for its line ends; null where it was not. */
    @Nullable
    Digests canonical() {
        return lineEnds == LineEnds.LF ? canonical : null;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] octets, int from, int count) throws IOException {
        int there = in.read(octets, from, count);
        if (there > 0) {
            received.update(octets, from, there);
            if (lineEnds == LineEnds.UNKNOWN || lineEnds == LineEnds.LF) {
                look(octets, from, from + there);
            }
        }
        return there;
    }

    private void look(byte[] octets, int from, int to) {
        int done = from;
        for (int i = from; i < to; i++) {
            if (octets[i] == '\n') {
                lineEnds = next((i > from ? octets[i - 1] : before) == '\r');
                if (lineEnds != LineEnds.LF) {
                    return;
                }
                canonical.update(octets, done, i - done);
                canonical.update(CRLF, 0, CRLF.length);
                done = i + 1;
            }
        }
        canonical.update(octets, done, to - done);
        before = octets[to - 1];
    }

    private LineEnds next(boolean crlf) {
        if (lineEnds == LineEnds.UNKNOWN) {
            return crlf ? LineEnds.CRLF : LineEnds.LF;
        }
        return crlf ? LineEnds.BOTH : LineEnds.LF;
    }
}
