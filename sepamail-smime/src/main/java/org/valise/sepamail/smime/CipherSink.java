// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;

/** Encrypts what is written to it. For one thread. */
final class CipherSink extends OutputStream {

    private static final int PIECE = 16 * 1024;

    private final Cipher cipher;
    private final OutputStream out;
    private final byte[] encrypted = new byte[PIECE + 64];

    CipherSink(Cipher cipher, OutputStream out) {
        this.cipher = cipher;
        this.out = out;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int from, int count) throws IOException {
        for (int done = 0; done < count; done += PIECE) {
            int part = Math.min(PIECE, count - done);
            try {
                out.write(encrypted, 0, cipher.update(octets, from + done, part, encrypted));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("The cipher refused its content", e);
            }
        }
    }

    /** What is left: the padded last block, or the tag behind what was held back. */
    byte[] finish() throws GeneralSecurityException {
        return cipher.doFinal();
    }
}
