// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.cms.GCMParameters;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * How the content of an envelope is encrypted (RFC 3565, RFC 5084). {@link #AES_256_CBC} is what nearly every S/MIME
 * software reads; GCM travels as authEnvelopedData, which few read.
 *
 * <pre>{@code
 * MissiveSealer sealer = MissiveSealer.of(identity, from, clock).with(ContentCipher.AES_256_GCM);
 *
 * OpeningPolicy policy = OpeningPolicy.strict() // of a peer that was asked to send nothing else
 *         .withCiphers(EnumSet.of(ContentCipher.AES_128_GCM, ContentCipher.AES_192_GCM, ContentCipher.AES_256_GCM));
 * }</pre>
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
    AES_256_GCM(256, true),
    /** Triple DES in CBC mode, in envelopedData. Only read, and only if a policy allows it. */
    DES_EDE3_CBC(192, false);

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

    /** Whether this library seals with it. */
    boolean isSealed() {
        return this != DES_EDE3_CBC;
    }

    ContentCipher requireSealed() {
        if (!isSealed()) {
            throw new IllegalArgumentException(this + " is read and never made");
        }
        return this;
    }

    /**
     * Decrypts what is pulled.
     *
     * @param parameters of the algorithm, as they were received
     * @param attributes that are authenticated with the content
     * @param size of a piece
     */
    DecryptInput decrypt(InputStream in, byte[] key, ASN1Encodable parameters, byte[] attributes, int size)
            throws GeneralSecurityException, CmsFailure {
        return authenticated
                ? decryptGcm(in, key, GCMParameters.getInstance(parameters), attributes, size)
                : new DecryptInput(in, cbc(key, ASN1OctetString.getInstance(parameters)), null, size);
    }

    private Cipher cbc(byte[] key, ASN1OctetString vector) throws GeneralSecurityException {
        String name = this == DES_EDE3_CBC ? "DESede" : "AES";
        Cipher cipher = Cipher.getInstance(name + "/CBC/PKCS5Padding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, name), new IvParameterSpec(vector.getOctets()));
        return cipher;
    }

    private static DecryptInput decryptGcm(
            InputStream in, byte[] key, GCMParameters stated, byte[] attributes, int size)
            throws GeneralSecurityException, CmsFailure {
        byte[] nonce = stated.getNonce();
        if (stated.getIcvLen() != TAG_OCTETS || nonce.length != NONCE) {
            throw new CmsFailure(
                    CmsFailure.Reason.ALGORITHM, "GCM is taken with a tag of 16 octets and a nonce of 12.");
        }
        SecretKeySpec secret = new SecretKeySpec(key, "AES");
        Cipher counter = Cipher.getInstance("AES/CTR/NoPadding");
        byte[] first = Arrays.copyOf(nonce, BLOCK);
        first[BLOCK - 1] = 2; // NIST SP 800-38D 7.1: the block before it makes the tag
        counter.init(Cipher.DECRYPT_MODE, secret, new IvParameterSpec(first));
        Cipher again = Cipher.getInstance("AES/GCM/NoPadding");
        again.init(Cipher.ENCRYPT_MODE, secret, new GCMParameterSpec(TAG_OCTETS * Byte.SIZE, nonce));
        again.updateAAD(attributes);
        return new DecryptInput(in, counter, again, size);
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
            case DES_EDE3_CBC -> PKCSObjectIdentifiers.des_EDE3_CBC;
        };
    }

    /** How long the encrypted content is, without the tag. */
    long length(long content) {
        return authenticated ? content : (content / BLOCK + 1) * BLOCK;
    }
}
