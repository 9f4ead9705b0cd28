// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.cms.KeyAgreeRecipientIdentifier;
import org.bouncycastle.asn1.cms.KeyAgreeRecipientInfo;
import org.bouncycastle.asn1.cms.OriginatorIdentifierOrKey;
import org.bouncycastle.asn1.cms.OriginatorPublicKey;
import org.bouncycastle.asn1.cms.RecipientEncryptedKey;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.cms.ecc.ECCCMSSharedInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA224Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.generators.KDF2BytesGenerator;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.KDFParameters;
import org.jspecify.annotations.Nullable;

/**
 * Keys of contents that are agreed on by ephemeral-static ECDH (RFC 5753): a key of this mail only and that of the receiver
 * give a secret, which X9.63 turns into a key, which encrypts the key of the content (RFC 3394). Put together here, not by
 * BouncyCastle's provider, so that a key in a device need only agree on the secret.
 */
final class KeyAgreements {

    /** By the scheme's name. With the cofactor or without is the same on the curves that are accepted: theirs is one. */
    private static final Map<ASN1ObjectIdentifier, Hash> HASHES = Map.of(
            X9ObjectIdentifiers.dhSinglePass_stdDH_sha1kdf_scheme, SHA1Digest::new,
            X9ObjectIdentifiers.dhSinglePass_cofactorDH_sha1kdf_scheme, SHA1Digest::new,
            SECObjectIdentifiers.dhSinglePass_stdDH_sha224kdf_scheme, SHA224Digest::new,
            SECObjectIdentifiers.dhSinglePass_stdDH_sha256kdf_scheme, SHA256Digest::new,
            SECObjectIdentifiers.dhSinglePass_stdDH_sha384kdf_scheme, SHA384Digest::new,
            SECObjectIdentifiers.dhSinglePass_stdDH_sha512kdf_scheme, SHA512Digest::new,
            SECObjectIdentifiers.dhSinglePass_cofactorDH_sha224kdf_scheme, SHA224Digest::new,
            SECObjectIdentifiers.dhSinglePass_cofactorDH_sha256kdf_scheme, SHA256Digest::new,
            SECObjectIdentifiers.dhSinglePass_cofactorDH_sha384kdf_scheme, SHA384Digest::new,
            SECObjectIdentifiers.dhSinglePass_cofactorDH_sha512kdf_scheme, SHA512Digest::new);

    /** By the name of the key wrap: how many octets its key has. */
    private static final Map<ASN1ObjectIdentifier, Integer> WRAPS = Map.of(
            NISTObjectIdentifiers.id_aes128_wrap, 16,
            NISTObjectIdentifiers.id_aes192_wrap, 24,
            NISTObjectIdentifiers.id_aes256_wrap, 32);

    private interface Hash {
        Digest engine();
    }

    private KeyAgreements() {}

    /** Whether a way to agree on a key is one that is accepted: standard or cofactor ECDH, and AES to wrap the key. */
    static boolean isAccepted(AlgorithmIdentifier agreement) {
        return HASHES.containsKey(agreement.getAlgorithm())
                && WRAPS.containsKey(AlgorithmIdentifier.getInstance(agreement.getParameters())
                        .getAlgorithm());
    }

    /** The key of a content for the owner of a certificate, over SHA-256, wrapped with a key of its own length. */
    static RecipientInfo encrypt(X509Certificate certificate, byte[] contentKey, SecureRandom random)
            throws GeneralSecurityException {
        ECPublicKey theirs = (ECPublicKey) certificate.getPublicKey();
        AsymmetricCipherKeyPair ephemeral = Curve.generate(theirs, random);
        AlgorithmIdentifier agreement = new AlgorithmIdentifier(
                SECObjectIdentifiers.dhSinglePass_stdDH_sha256kdf_scheme,
                new AlgorithmIdentifier(wrap(contentKey.length)));
        byte[] secret = Curve.agree((ECPrivateKeyParameters) ephemeral.getPrivate(), theirs);
        Cipher cipher = cipher(Cipher.WRAP_MODE, derive(agreement, secret, null));
        RecipientEncryptedKey encrypted = new RecipientEncryptedKey(
                new KeyAgreeRecipientIdentifier(SignedFrame.issuerAndSerial(certificate)),
                new DEROctetString(cipher.wrap(new SecretKeySpec(contentKey, "AES"))));
        byte[] point = ((ECPublicKeyParameters) ephemeral.getPublic()).getQ().getEncoded(false);
        return new RecipientInfo(new KeyAgreeRecipientInfo(
                new OriginatorIdentifierOrKey(new OriginatorPublicKey(algorithm(theirs), point)),
                null,
                agreement,
                new DERSequence(encrypted)));
    }

    private static ASN1ObjectIdentifier wrap(int octets) {
        return WRAPS.entrySet().stream()
                .filter(each -> each.getValue() == octets)
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    /**
     * A key of a content that came for one of ours.
     *
     * @param device that has begun with a key that cannot be taken out of it; null for another key
     */
    static byte[] decrypt(
            DecryptionKey ours, @Nullable KeyAgreement device, KeyAgreeRecipientInfo info, byte[] encrypted)
            throws GeneralSecurityException {
        OriginatorPublicKey originator = info.getOriginator().getOriginatorKey();
        if (originator == null) {
            throw new GeneralSecurityException("The key of the originator did not come along");
        }
        byte[] secret = secret(ours, device, originator.getPublicKeyData().getOctets());
        byte[] key = derive(info.getKeyEncryptionAlgorithm(), secret, info.getUserKeyingMaterial());
        Key content = cipher(Cipher.UNWRAP_MODE, key).unwrap(encrypted, "AES", Cipher.SECRET_KEY);
        return content.getEncoded();
    }

    /**
     * Begins with a key in a device; null if the key is here.
     *
     * @throws InvalidKeyException if the key cannot be used, whatever the mail says
     */
    static @Nullable KeyAgreement begin(DecryptionKey ours) throws GeneralSecurityException {
        if (ours.provider() == null && Curve.known(ours.key()) != null) {
            return null;
        }
        KeyAgreement agreement = ours.provider() == null
                ? KeyAgreement.getInstance("ECDH")
                : KeyAgreement.getInstance("ECDH", ours.provider());
        agreement.init(ours.key());
        return agreement;
    }

    private static byte[] secret(DecryptionKey ours, @Nullable KeyAgreement device, byte[] point)
            throws GeneralSecurityException {
        ECPrivateKey known = Curve.known(ours.key());
        if (device == null && known != null) {
            return Curve.agree(known, point);
        }
        if (device == null) {
            throw new InvalidKeyException("The key is none that agrees on keys");
        }
        ECPublicKey own = (ECPublicKey) ours.certificate().getPublicKey();
        Curve.requirePoint(own, point);
        device.doPhase(key(own, point), true);
        return device.generateSecret();
    }

    /** A point as a key; the parameters of the curve may be left out where it is sent, and must be ours in any case. */
    private static PublicKey key(ECPublicKey own, byte[] point) throws GeneralSecurityException {
        try {
            byte[] encoded = new SubjectPublicKeyInfo(algorithm(own), point).getEncoded(ASN1Encoding.DER);
            return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (IOException e) {
            throw new GeneralSecurityException("The key of the originator is none", e);
        }
    }

    private static AlgorithmIdentifier algorithm(ECPublicKey key) {
        return SubjectPublicKeyInfo.getInstance(key.getEncoded()).getAlgorithm();
    }

    /** RFC 5753 7.2: the key that wraps, of a secret and of what both know of its use. */
    private static byte[] derive(AlgorithmIdentifier agreement, byte[] secret, @Nullable ASN1OctetString material)
            throws GeneralSecurityException {
        AlgorithmIdentifier wrap = AlgorithmIdentifier.getInstance(agreement.getParameters());
        Hash hash = HASHES.get(agreement.getAlgorithm());
        Integer length = WRAPS.get(wrap.getAlgorithm());
        if (hash == null || length == null) {
            throw new GeneralSecurityException("The key is agreed on in a way that is not accepted");
        }
        KDF2BytesGenerator generator = new KDF2BytesGenerator(hash.engine());
        generator.init(new KDFParameters(secret, use(wrap, length, material)));
        byte[] key = new byte[length];
        generator.generateBytes(key, 0, length);
        return key;
    }

    private static byte[] use(AlgorithmIdentifier wrap, int octets, @Nullable ASN1OctetString material)
            throws GeneralSecurityException {
        byte[] bits = {0, 0, (byte) (octets >> 5), (byte) (octets << 3)};
        byte[] theirs = material == null ? null : material.getOctets();
        try {
            return new ECCCMSSharedInfo(wrap, theirs, bits).getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new GeneralSecurityException("What the key is for cannot be written", e);
        }
    }

    private static Cipher cipher(int mode, byte[] key) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AESWrap");
        cipher.init(mode, new SecretKeySpec(key, "AES"));
        return cipher;
    }
}
