// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.security.SecureRandom;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.cms.GCMParameters;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * How the content of an envelope is encrypted (RFC 3565, RFC 5084). {@link #AES_256_CBC} is what nearly every S/MIME
 * software reads; GCM travels as authEnvelopedData, which few read.
 *
 * @since 0.1.0
 */
public enum ContentCipher {
    /** AES with a key of 128 bits in CBC mode, in envelopedData. */
    AES_128_CBC(128, false),
    /** AES with a key of 192 bits in CBC mode, in envelopedData. */
    AES_192_CBC(192, false),
    /** AES with a key of 256 bits in CBC mode, in envelopedData. */
    AES_256_CBC(256, false),
    /** AES with a key of 128 bits in GCM mode, in authEnvelopedData. */
    AES_128_GCM(128, true),
    /** AES with a key of 192 bits in GCM mode, in authEnvelopedData. */
    AES_192_GCM(192, true),
    /** AES with a key of 256 bits in GCM mode, in authEnvelopedData. */
    AES_256_GCM(256, true);

    static final int TAG_OCTETS = 16;

    private static final int BLOCK = 16;
    private static final int NONCE = 12;

    private final int bits;
    private final boolean authenticated;

    ContentCipher(int bits, boolean authenticated) {
        this.bits = bits;
        this.authenticated = authenticated;
    }

    int keyOctets() {
        return bits / Byte.SIZE;
    }

    /** Whether it is GCM. */
    boolean isAuthenticated() {
        return authenticated;
    }

    /** A new initialisation vector, or nonce. */
    byte[] newVector(SecureRandom random) {
        byte[] vector = new byte[authenticated ? NONCE : BLOCK];
        random.nextBytes(vector);
        return vector;
    }

    AlgorithmIdentifier algorithm(byte[] vector) {
        return authenticated
                ? new AlgorithmIdentifier(oid(), new GCMParameters(vector, TAG_OCTETS))
                : new AlgorithmIdentifier(oid(), new DEROctetString(vector));
    }

    boolean isStatedBy(ASN1ObjectIdentifier stated) {
        return oid().equals(stated);
    }

    private ASN1ObjectIdentifier oid() {
        return switch (this) {
            case AES_128_CBC -> NISTObjectIdentifiers.id_aes128_CBC;
            case AES_192_CBC -> NISTObjectIdentifiers.id_aes192_CBC;
            case AES_256_CBC -> NISTObjectIdentifiers.id_aes256_CBC;
            case AES_128_GCM -> NISTObjectIdentifiers.id_aes128_GCM;
            case AES_192_GCM -> NISTObjectIdentifiers.id_aes192_GCM;
            case AES_256_GCM -> NISTObjectIdentifiers.id_aes256_GCM;
        };
    }

    /** How long the encrypted content is, without the tag. */
    long length(long content) {
        return authenticated ? content : (content / BLOCK + 1) * BLOCK;
    }
}
