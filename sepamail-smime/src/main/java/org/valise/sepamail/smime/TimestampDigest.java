// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * The digest of a mail that a time stamp is made for. Weaker ones are neither asked for nor accepted.
 *
 * <pre>{@code
 * TimestampRequest request = TimestampRequest.over(mail, TimestampDigest.SHA_512, new SecureRandom());
 * }</pre>
 *
 * @since 0.1.0
 */
public enum TimestampDigest {
    /** SHA-256, which every authority takes. */
    SHA_256(SignatureScheme.Digest.SHA_256),
    /** SHA-384. */
    SHA_384(SignatureScheme.Digest.SHA_384),
    /** SHA-512. */
    SHA_512(SignatureScheme.Digest.SHA_512);

    private static final int CHUNK = 8192;

    private final SignatureScheme.Digest digest;

    TimestampDigest(SignatureScheme.Digest digest) {
        this.digest = digest;
    }

    /** The one that an algorithm identifier names; null if it is none of these. */
    static @Nullable TimestampDigest of(AlgorithmIdentifier algorithm) {
        if (algorithm.getParameters() != null && !DERNull.INSTANCE.equals(algorithm.getParameters())) {
            return null;
        }
        for (TimestampDigest each : values()) {
            if (each.oid().equals(algorithm.getAlgorithm())) {
                return each;
            }
        }
        return null;
    }

    ASN1ObjectIdentifier oid() {
        return digest.oid();
    }

    int octets() {
        return digest.octets;
    }

    String javaName() {
        return digest.javaName;
    }

    byte[] of(byte[] octets) {
        return engine().digest(octets);
    }

    /** Of what a stream still holds. */
    byte[] of(InputStream in) throws IOException {
        MessageDigest engine = engine();
        byte[] chunk = new byte[CHUNK];
        for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
            engine.update(chunk, 0, count);
        }
        return engine.digest();
    }

    byte[] of(SealedMissive mail) throws IOException {
        MessageDigest engine = engine();
        mail.writeTo(new DigestSink(engine, OutputStream.nullOutputStream()));
        return engine.digest();
    }

    private MessageDigest engine() {
        try {
            return MessageDigest.getInstance(digest.javaName);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-2 is not available", e);
        }
    }
}
