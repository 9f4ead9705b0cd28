// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.valise.sepamail.missive.OctetSource;

/** Octets that are read anew each time, and whose length was known before. For all threads. */
final class SourcePart implements Part {

    private final OctetSource octets;
    private final long length;
    /** Of what has left, guarded by itself. A writing that broke counts too: what it wrote is with somebody. */
    private final List<byte[]> digests = new ArrayList<>();

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
        try (InputStream in = octets.open()) {
            write(in, out);
        }
    }

    private void write(InputStream in, OutputStream out) throws IOException {
        byte[] piece = new byte[(int) Math.min(length + 1, PieceDigests.PIECE)];
        long done = 0;
        int count = in.readNBytes(piece, 0, piece.length);
        for (int index = 0; count > 0 && done + count <= length; index++) {
            requireSame(index, piece, count);
            out.write(piece, 0, count);
            done += count;
            count = in.readNBytes(piece, 0, piece.length);
        }
        if (count > 0 || done != length) {
            throw new IOException("The missive is no longer as long as it was");
        }
    }

    /** A length that is kept to makes all pieces of one number equally long. */
    private void requireSame(int index, byte[] piece, int count) throws IOException {
        MessageDigest digest = SignatureScheme.Digest.SHA_256.engine();
        digest.update(piece, 0, count);
        byte[] now = digest.digest();
        synchronized (digests) {
            if (index == digests.size()) {
                digests.add(now);
            } else if (!MessageDigest.isEqual(digests.get(index), now)) {
                throw new IOException("The missive is no longer the same as it was");
            }
        }
    }
}
