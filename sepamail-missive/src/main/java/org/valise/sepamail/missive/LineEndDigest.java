// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.OutputStream;
import java.security.MessageDigest;

/** A digest over octets whose line ends are made one kind on the way, in as many pieces as they come. */
final class LineEndDigest extends OutputStream {

    private static final byte[] LF = {'\n'};
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] CR = {'\r'};

    private final MessageDigest digest;
    private final ChecksumForm form;
    private boolean heldCr;

    LineEndDigest(MessageDigest digest, ChecksumForm form) {
        this.digest = digest;
        this.form = form;
    }

    @Override
    public void write(int octet) {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int from, int length) {
        if (form == ChecksumForm.RAW || form == ChecksumForm.EXACT) {
            digest.update(octets, from, length);
            return;
        }
        int done = from;
        int end = from + length;
        for (int i = from; i < end; i++) {
            byte octet = octets[i];
            if (octet == '\r') {
                digest.update(octets, done, i - done);
                done = i + 1;
                release();
                heldCr = true;
            } else if (octet == '\n') {
                digest.update(octets, done, i - done);
                done = i + 1;
                heldCr = false;
                digest.update(form == ChecksumForm.CRLF ? CRLF : LF);
            } else if (heldCr) {
                release();
            }
        }
        digest.update(octets, done, end - done);
    }

    /** A digest that goes on from here in another form; the octets so far must be the same in both. */
    LineEndDigest fork(ChecksumForm other) throws CloneNotSupportedException {
        return new LineEndDigest((MessageDigest) digest.clone(), other);
    }

    /** A CR that no LF followed is no line end. */
    private void release() {
        if (heldCr) {
            heldCr = false;
            digest.update(CR);
        }
    }

    byte[] finish() {
        release();
        return digest.digest();
    }
}
