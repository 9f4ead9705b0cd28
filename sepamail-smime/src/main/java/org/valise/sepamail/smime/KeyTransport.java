// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAESOAEPparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * How the key of an envelope is encrypted for its receiver (RFC 3370, RFC 3560, RFC 5753).
 *
 * <pre>{@code
 * Recipient bank = Recipient.of(certificate);
 * bank.transport();                                               // RSA_PKCS1, if the key is an RSA key
 * Recipient byOaep = bank.with(KeyTransport.RSA_OAEP_SHA256);     // if the bank is known to read it
 * }</pre>
 *
 * @since 0.1.0
 */
public enum KeyTransport {
    /** RSA PKCS #1 v1.5: what nearly every S/MIME software reads. */
    RSA_PKCS1,
    /** RSAES-OAEP with SHA-1, its default: few read it. No signature is made with that digest. */
    RSA_OAEP_SHA1,
    /** RSAES-OAEP with SHA-256: few read it. */
    RSA_OAEP_SHA256,
    /** RSAES-OAEP with SHA-384: few read it. */
    RSA_OAEP_SHA384,
    /** RSAES-OAEP with SHA-512: few read it. */
    RSA_OAEP_SHA512,
    /** Ephemeral-static ECDH with the key derivation of X9.63 over SHA-256 and AES key wrap: few read it. Other digests are read. */
    ECDH_SHA256;

    static KeyTransport usualFor(PublicKey key) {
        if (key instanceof RSAPublicKey) {
            return RSA_PKCS1;
        }
        if (key instanceof ECPublicKey) {
            return ECDH_SHA256;
        }
        throw new IllegalArgumentException("A missive is encrypted for an RSA or EC key");
    }

    boolean fits(PublicKey key) {
        return this == ECDH_SHA256 ? key instanceof ECPublicKey : key instanceof RSAPublicKey;
    }

    /**
     * The way that a key transport recipient states.
     *
     * @param mask the digest of the mask of OAEP, which some software leaves at SHA-1
     */
    record Stated(KeyTransport transport, SignatureScheme.Digest mask) {

        /** What to decrypt with; null for PKCS #1 v1.5. */
        @Nullable
        OAEPParameterSpec parameters() {
            SignatureScheme.Digest digest = transport.digest();
            return digest == null ? null : oaep(digest, mask);
        }
    }

    /** The way that a key transport recipient states; null if it is none that is accepted. */
    static @Nullable Stated statedBy(AlgorithmIdentifier stated) {
        if (stated.getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption)) {
            return new Stated(RSA_PKCS1, SignatureScheme.Digest.SHA_1);
        }
        if (!stated.getAlgorithm().equals(PKCSObjectIdentifiers.id_RSAES_OAEP)) {
            return null;
        }
        RSAESOAEPparams params = stated.getParameters() == null
                ? new RSAESOAEPparams()
                : RSAESOAEPparams.getInstance(stated.getParameters());
        AlgorithmIdentifier mask = params.getMaskGenAlgorithm();
        if (!mask.getAlgorithm().equals(PKCSObjectIdentifiers.id_mgf1)
                || !params.getPSourceAlgorithm().equals(RSAESOAEPparams.DEFAULT_P_SOURCE_ALGORITHM)) {
            return null;
        }
        SignatureScheme.Digest masking =
                SignatureScheme.Digest.of(AlgorithmIdentifier.getInstance(mask.getParameters()));
        SignatureScheme.Digest digest = SignatureScheme.Digest.of(params.getHashAlgorithm());
        for (KeyTransport each : values()) {
            if (digest != null && masking != null && each.digest() == digest) {
                return new Stated(each, masking);
            }
        }
        return null;
    }

    /** The digest of OAEP; null for what is none. */
    private SignatureScheme.@Nullable Digest digest() {
        return switch (this) {
            case RSA_OAEP_SHA1 -> SignatureScheme.Digest.SHA_1;
            case RSA_OAEP_SHA256 -> SignatureScheme.Digest.SHA_256;
            case RSA_OAEP_SHA384 -> SignatureScheme.Digest.SHA_384;
            case RSA_OAEP_SHA512 -> SignatureScheme.Digest.SHA_512;
            case RSA_PKCS1, ECDH_SHA256 -> null;
        };
    }

    private static OAEPParameterSpec oaep(SignatureScheme.Digest digest, SignatureScheme.Digest mask) {
        return new OAEPParameterSpec(
                digest.javaName, "MGF1", new MGF1ParameterSpec(mask.javaName), PSource.PSpecified.DEFAULT);
    }

    /** The algorithm of a key transport recipient. */
    AlgorithmIdentifier algorithm() {
        SignatureScheme.Digest digest = digest();
        if (digest != null) {
            return oaep(digest.oid());
        }
        if (this == RSA_PKCS1) {
            return new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
        }
        throw new IllegalStateException("Keys are agreed on, not transported");
    }

    private static AlgorithmIdentifier oaep(ASN1ObjectIdentifier digest) {
        AlgorithmIdentifier hash = new AlgorithmIdentifier(digest, DERNull.INSTANCE);
        return new AlgorithmIdentifier(
                PKCSObjectIdentifiers.id_RSAES_OAEP,
                new RSAESOAEPparams(
                        hash,
                        new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, hash),
                        RSAESOAEPparams.DEFAULT_P_SOURCE_ALGORITHM));
    }

    /** Encrypts a content key with RSA. */
    byte[] encrypt(PublicKey key, byte[] contentKey, SecureRandom random) throws GeneralSecurityException {
        SignatureScheme.Digest digest = digest();
        Cipher cipher = Cipher.getInstance(digest == null ? "RSA/ECB/PKCS1Padding" : "RSA/ECB/OAEPPadding");
        if (digest == null) {
            cipher.init(Cipher.ENCRYPT_MODE, key, random);
        } else {
            cipher.init(Cipher.ENCRYPT_MODE, key, oaep(digest, digest), random);
        }
        return cipher.doFinal(contentKey);
    }
}
