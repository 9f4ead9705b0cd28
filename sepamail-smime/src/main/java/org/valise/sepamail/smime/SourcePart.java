// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Octets that are read anew each time, and whose length was known before. */
final class SourcePart implements Part {

    private final OctetSource octets;
    private final long length;
    private final AtomicReference<byte @Nullable []> digest = new AtomicReference<>();

    SourcePart(OctetSource octets, long length) {
        this.octets = octets;
        this.length = length;
    }

    @Override
    public long length() {
        return length;
    }

    /** A mail whose content is another than the one that was signed would be none. */
    @Override
    public void writeTo(OutputStream out) throws IOException {
        MessageDigest now = SignatureScheme.Digest.SHA_256.engine();
        byte[] piece = new byte[(int) Math.min(length + 1, 16 * 1024)];
        long done = 0;
        try (InputStream in = octets.open()) {
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                done += count;
                if (done > length) {
                    break;
                }
                now.update(piece, 0, count);
                out.write(piece, 0, count);
            }
        }
        if (done != length) {
            throw new IOException("The missive is no longer as long as it was");
        }
        byte[] mine = now.digest();
        byte[] before = digest.compareAndExchange(null, mine);
        if (before != null && !MessageDigest.isEqual(before, mine)) {
            throw new IOException("The missive is no longer the same as it was");
        }
    }
}
