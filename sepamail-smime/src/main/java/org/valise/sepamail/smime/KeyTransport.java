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
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAESOAEPparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * How the key of an envelope is encrypted for its receiver (RFC 3370, RFC 3560, RFC 5753).
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

    /** The way that a key transport recipient states; null if it is none that is accepted. */
    static @Nullable KeyTransport statedBy(AlgorithmIdentifier stated) {
        if (stated.getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption)) {
            return RSA_PKCS1;
        }
        if (!stated.getAlgorithm().equals(PKCSObjectIdentifiers.id_RSAES_OAEP)) {
            return null;
        }
        RSAESOAEPparams params = stated.getParameters() == null
                ? new RSAESOAEPparams()
                : RSAESOAEPparams.getInstance(stated.getParameters());
        AlgorithmIdentifier mask = params.getMaskGenAlgorithm();
        ASN1ObjectIdentifier digest = params.getHashAlgorithm().getAlgorithm();
        boolean same = mask.getAlgorithm().equals(PKCSObjectIdentifiers.id_mgf1)
                && AlgorithmIdentifier.getInstance(mask.getParameters())
                        .getAlgorithm()
                        .equals(digest)
                && params.getPSourceAlgorithm().equals(RSAESOAEPparams.DEFAULT_P_SOURCE_ALGORITHM);
        if (same && digest.equals(OIWObjectIdentifiers.idSHA1)) {
            return RSA_OAEP_SHA1;
        }
        return same && digest.equals(NISTObjectIdentifiers.id_sha256) ? RSA_OAEP_SHA256 : null;
    }

    /** The algorithm of a key transport recipient. */
    AlgorithmIdentifier algorithm() {
        return switch (this) {
            case RSA_PKCS1 -> new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
            case RSA_OAEP_SHA1 -> oaep(OIWObjectIdentifiers.idSHA1);
            case RSA_OAEP_SHA256 -> oaep(NISTObjectIdentifiers.id_sha256);
            case ECDH_SHA256 -> throw new IllegalStateException("Keys are agreed on, not transported");
        };
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
        if (this == RSA_PKCS1) {
            Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
            cipher.init(Cipher.ENCRYPT_MODE, key, random);
            return cipher.doFinal(contentKey);
        }
        String digest = this == RSA_OAEP_SHA1 ? "SHA-1" : "SHA-256";
        Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
        cipher.init(
                Cipher.ENCRYPT_MODE,
                key,
                new OAEPParameterSpec(digest, "MGF1", new MGF1ParameterSpec(digest), PSource.PSpecified.DEFAULT),
                random);
        return cipher.doFinal(contentKey);
    }
}
