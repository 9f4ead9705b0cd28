// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;

/** Takes a digest of what is written through it. */
final class DigestSink extends OutputStream {

    private final MessageDigest digest;
    private final OutputStream out;

    DigestSink(MessageDigest digest, OutputStream out) {
        this.digest = digest;
        this.out = out;
    }

    @Override
    public void write(int octet) throws IOException {
        digest.update((byte) octet);
        out.write(octet);
    }

    @Override
    public void write(byte[] octets, int from, int count) throws IOException {
        digest.update(octets, from, count);
        out.write(octets, from, count);
    }
}
