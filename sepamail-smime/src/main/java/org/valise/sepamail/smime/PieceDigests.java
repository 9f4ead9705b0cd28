// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * What a content was when it was checked, piece by piece: when it is read again to be given out, nothing leaves that is not the
 * same. For one thread, and for all once it is complete.
 */
final class PieceDigests extends ContentTarget {

    static final int PIECE = 64 * 1024;

    private final MessageDigest digest = SignatureScheme.Digest.SHA_256.engine();
    private final List<byte[]> pieces = new ArrayList<>();
    private int held;
    private boolean complete;

    @Override
    void write(byte[] octets, int from, int count) {
        int done = 0;
        while (done < count) {
            int part = Math.min(count - done, PIECE - held);
            digest.update(octets, from + done, part);
            held += part;
            done += part;
            if (held == PIECE) {
                pieces.add(digest.digest());
                held = 0;
            }
        }
    }

    void complete() {
        if (!complete) {
            pieces.add(digest.digest());
            complete = true;
        }
    }

    /** Whether a piece is what it was: all are of the same length but the last, which may be empty. */
    boolean isSame(int index, byte[] octets, int count) {
        MessageDigest now = SignatureScheme.Digest.SHA_256.engine();
        now.update(octets, 0, count);
        return index < pieces.size() && MessageDigest.isEqual(pieces.get(index), now.digest());
    }

    int count() {
        return pieces.size();
    }
}
