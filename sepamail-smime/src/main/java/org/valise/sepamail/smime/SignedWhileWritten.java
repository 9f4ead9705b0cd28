// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A content, and behind it what its digest is signed into: made when the content is written for the first time, so that a long
 * one is gone through once, and kept from then on. Only for signatures whose length is known beforehand.
 */
final class SignedWhileWritten implements Part {

    /** Makes what stands behind the content. */
    interface Suffix {
        byte[] of(byte[] digest) throws GeneralSecurityException;
    }

    private final Part content;
    private final SignatureScheme scheme;
    private final int suffixLength;
    private final Suffix suffix;
    private final AtomicReference<byte @Nullable []> made = new AtomicReference<>();

    SignedWhileWritten(Part content, SignatureScheme scheme, int suffixLength, Suffix suffix) {
        this.content = content;
        this.scheme = scheme;
        this.suffixLength = suffixLength;
        this.suffix = suffix;
    }

    @Override
    public long length() {
        return content.length() + suffixLength;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        byte[] behind = made.get();
        if (behind == null) {
            MessageDigest digest = scheme.digest().engine();
            content.writeTo(new DigestSink(digest, out));
            behind = sign(digest.digest());
        } else {
            content.writeTo(out);
        }
        out.write(behind);
    }

    /** Who comes first makes it: a second signature of a scheme with random numbers would be another one. */
    private byte[] sign(byte[] digest) throws IOException {
        try {
            byte[] mine = suffix.of(digest);
            if (mine.length != suffixLength) {
                throw new IOException("The key signs in another length than its certificate has");
            }
            byte[] before = made.compareAndExchange(null, mine);
            return before == null ? mine : before;
        } catch (GeneralSecurityException e) {
            throw new IOException("The missive could not be signed", e);
        }
    }
}
