// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Octets that are read anew each time, and whose length was known before. */
final class SourcePart implements Part {

    private final OctetSource octets;
    private final long length;

    SourcePart(OctetSource octets, long length) {
        this.octets = octets;
        this.length = length;
    }

    @Override
    public long length() {
        return length;
    }

    /** A mail whose content is longer or shorter than was said would be none. */
    @Override
    public void writeTo(OutputStream out) throws IOException {
        byte[] piece = new byte[(int) Math.min(length + 1, 16 * 1024)];
        long done = 0;
        try (InputStream in = octets.open()) {
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                done += count;
                if (done > length) {
                    break;
                }
                out.write(piece, 0, count);
            }
        }
        if (done != length) {
            throw new IOException("The missive is no longer as long as it was");
        }
    }
}
