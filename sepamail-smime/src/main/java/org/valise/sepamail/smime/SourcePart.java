// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Octets that are read anew each time, and whose length was known before. */
final class SourcePart implements Part {

    private final OctetSource octets;
    private final long length;
    private final AtomicReference<@Nullable PieceDigests> first = new AtomicReference<>();

    SourcePart(OctetSource octets, long length) {
        this.octets = octets;
        this.length = length;
    }

    @Override
    public long length() {
        return length;
    }

    /**
     * A mail whose content is another than the one that was signed would be none, and two contents must never be encrypted with
     * one key and nonce: each piece is compared with what was written first before it leaves.
     */
    @Override
    public void writeTo(OutputStream out) throws IOException {
        PieceDigests before = first.get();
        PieceDigests now = new PieceDigests();
        try (InputStream in = octets.open()) {
            write(in, out, now, before);
        }
        now.complete();
        PieceDigests other = first.compareAndExchange(null, now);
        if (other != null && !other.isSame(now)) {
            throw changed();
        }
    }

    private void write(InputStream in, OutputStream out, PieceDigests now, @Nullable PieceDigests before)
            throws IOException {
        byte[] piece = new byte[(int) Math.min(length + 1, PieceDigests.PIECE)];
        long done = 0;
        int count = in.readNBytes(piece, 0, piece.length);
        for (int index = 0; count > 0 && done + count <= length; index++) {
            if (before != null && !before.isSame(index, piece, count)) {
                throw changed();
            }
            now.write(piece, 0, count);
            out.write(piece, 0, count);
            done += count;
            count = in.readNBytes(piece, 0, piece.length);
        }
        if (count > 0 || done != length) {
            throw new IOException("The missive is no longer as long as it was");
        }
    }

    private static IOException changed() {
        return new IOException("The missive is no longer the same as it was");
    }
}
