// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.OutputStream;
import java.security.MessageDigest;

/** Takes a digest of what is written to it. */
final class DigestSink extends OutputStream {

    private final MessageDigest digest;

    DigestSink(MessageDigest digest) {
        this.digest = digest;
    }

    @Override
    public void write(int octet) {
        digest.update((byte) octet);
    }

    @Override
    public void write(byte[] octets, int from, int count) {
        digest.update(octets, from, count);
    }
}
