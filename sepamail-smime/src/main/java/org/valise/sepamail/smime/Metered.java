// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.io.InputStream;

/**
 * A CMS structure whose content may be of any length, and all else of it only so long as it is kept in memory. For one thread.
 */
final class Metered extends InputStream {

    /** Certificates and lists of a path and everything else that is known are a tenth of it. */
    private static final long MOST = 1L << 20;

    private final InputStream in;
    private final Nesting nesting = new Nesting();
    private final byte[] one = new byte[1];
    private long left = MOST;
    private boolean isContent;

    Metered(InputStream in) {
        this.in = in;
    }

    /** A stream of the content, which is pulled through this one and not counted. */
    InputStream content(InputStream octets) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] to, int from, int count) throws IOException {
                isContent = true;
                try {
                    return octets.read(to, from, count);
                } finally {
                    isContent = false;
                }
            }
        };
    }

    @Override
    public int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int from, int count) throws IOException {
        int there = in.read(to, from, count);
        if (there > 0) {
            count(there);
            nesting.pass(to, from, there);
        }
        return there;
    }

    /** All was read, and each part of it ended where it said. */
    void requireDone() throws CmsFailure {
        nesting.requireDone();
    }

    private void count(int octets) throws CmsFailure {
        left -= isContent ? 0 : octets;
        if (left < 0) {
            throw new CmsFailure(
                    CmsFailure.Reason.MALFORMED, "The CMS structure has more beside its content than is looked at.");
        }
    }
}
