// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Locale;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;

/**
 * How a missive is signed: digest and signature algorithm (RFC 5754, RFC 4056). The guidelines of the scheme that name
 * algorithms are not public; {@link #RSA_SHA256} is what every S/MIME software reads.
 *
 * <pre>{@code
 * SignatureScheme usual = SignatureScheme.usualFor(certificate.getPublicKey()); // RSA_SHA256, if it is an RSA key
 * MissiveSealer sealer = MissiveSealer.of(identity, from, clock).with(SignatureScheme.RSA_PSS_SHA256);
 * }</pre>
 *
 * @since 0.1.0
 */
public enum SignatureScheme {
    /** RSA PKCS #1 v1.5 with SHA-256. */
    RSA_SHA256(Kind.RSA, Digest.SHA_256),
    /** RSA PKCS #1 v1.5 with SHA-384. */
    RSA_SHA384(Kind.RSA, Digest.SHA_384),
    /** RSA PKCS #1 v1.5 with SHA-512. */
    RSA_SHA512(Kind.RSA, Digest.SHA_512),
    /** RSASSA-PSS with SHA-256 and a salt of 32 octets. */
    RSA_PSS_SHA256(Kind.PSS, Digest.SHA_256),
    /** RSASSA-PSS with SHA-384 and a salt of 48 octets. */
    RSA_PSS_SHA384(Kind.PSS, Digest.SHA_384),
    /** RSASSA-PSS with SHA-512 and a salt of 64 octets. */
    RSA_PSS_SHA512(Kind.PSS, Digest.SHA_512),
    /** ECDSA with SHA-256, for P-256. */
    ECDSA_SHA256(Kind.ECDSA, Digest.SHA_256),
    /** ECDSA with SHA-384, for P-384. */
    ECDSA_SHA384(Kind.ECDSA, Digest.SHA_384),
    /** ECDSA with SHA-512, for P-521. */
    ECDSA_SHA512(Kind.ECDSA, Digest.SHA_512),
    /** RSA PKCS #1 v1.5 with SHA-1. Only read, and only if a policy allows it. */
    RSA_SHA1(Kind.RSA, Digest.SHA_1),
    /** RSASSA-PSS with SHA-1. Only read, and only if a policy allows it. */
    RSA_PSS_SHA1(Kind.PSS, Digest.SHA_1),
    /** ECDSA with SHA-1. Only read, and only if a policy allows it. */
    ECDSA_SHA1(Kind.ECDSA, Digest.SHA_1);

    private static final int P_256 = 256;
    private static final int P_384 = 384;

    private final Kind kind;
    private final Digest digest;

    SignatureScheme(Kind kind, Digest digest) {
        this.kind = kind;
        this.digest = digest;
    }

    private enum Kind {
        RSA,
        PSS,
        ECDSA
    }

    /** A digest: its names in Java and in {@code micalg}, and its identifiers. */
    enum Digest {
        SHA_256("SHA-256", "SHA256", 32),
        SHA_384("SHA-384", "SHA384", 48),
        SHA_512("SHA-512", "SHA512", 64),
        SHA_1("SHA-1", "SHA1", 20);

        final String javaName;
        final String signatureName;
        final int octets;

        Digest(String javaName, String signatureName, int octets) {
            this.javaName = javaName;
            this.signatureName = signatureName;
            this.octets = octets;
        }

        /** Whether {@code micalg} means it: mail software writes it in several ways. */
        boolean isNamed(String micalg) {
            return micalg.toUpperCase(Locale.ROOT).replace("-", "").equals(signatureName);
        }

        /** The digest of such an algorithm; null if it is none that is known. */
        static @Nullable Digest of(AlgorithmIdentifier algorithm) {
            for (Digest each : values()) {
                if (each.oid().equals(algorithm.getAlgorithm())) {
                    return each;
                }
            }
            return null;
        }

        MessageDigest engine() {
            try {
                return MessageDigest.getInstance(javaName);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("The platform lacks " + javaName, e);
            }
        }

        ASN1ObjectIdentifier oid() {
            return switch (this) {
                case SHA_256 -> NISTObjectIdentifiers.id_sha256;
                case SHA_384 -> NISTObjectIdentifiers.id_sha384;
                case SHA_512 -> NISTObjectIdentifiers.id_sha512;
                case SHA_1 -> OIWObjectIdentifiers.idSHA1;
            };
        }
    }

    /**
     * What a key signs with if nobody says otherwise.
     *
     * @param key the public key of the signer
     * @return RSA with SHA-256, or ECDSA with the digest of the curve's size
     * @throws IllegalArgumentException if the key is of another kind
     */
    public static SignatureScheme usualFor(PublicKey key) {
        if (key instanceof RSAKey) {
            return RSA_SHA256;
        }
        if (key instanceof ECKey ec) {
            int size = ec.getParams().getOrder().bitLength();
            return size <= P_256 ? ECDSA_SHA256 : size <= P_384 ? ECDSA_SHA384 : ECDSA_SHA512;
        }
        throw new IllegalArgumentException("A missive is signed with an RSA or EC key");
    }

    /** Whether this library seals with it. */
    boolean isSealed() {
        return digest != Digest.SHA_1;
    }

    /** Whether it is for keys of this kind. */
    boolean fits(PublicKey key) {
        return kind == Kind.ECDSA ? key instanceof ECKey : key instanceof RSAKey;
    }

    Digest digest() {
        return digest;
    }

    /** The digest algorithm; without parameters (RFC 5754 2). */
    AlgorithmIdentifier digestAlgorithm() {
        return new AlgorithmIdentifier(digest.oid());
    }

    /** The signature algorithm of the signer info. */
    AlgorithmIdentifier signatureAlgorithm() {
        return switch (kind) {
            // RFC 3370 3.2: the digest is named by the digest algorithm.
            case RSA -> new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
            case PSS -> new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSASSA_PSS, pss());
            case ECDSA ->
                new AlgorithmIdentifier(
                        switch (digest) {
                            case SHA_256 -> X9ObjectIdentifiers.ecdsa_with_SHA256;
                            case SHA_384 -> X9ObjectIdentifiers.ecdsa_with_SHA384;
                            case SHA_512 -> X9ObjectIdentifiers.ecdsa_with_SHA512;
                            case SHA_1 -> X9ObjectIdentifiers.ecdsa_with_SHA1;
                        });
        };
    }

    private RSASSAPSSparams pss() {
        AlgorithmIdentifier hash = new AlgorithmIdentifier(digest.oid(), DERNull.INSTANCE);
        return new RSASSAPSSparams(
                hash,
                new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, hash),
                new ASN1Integer(digest.octets),
                RSASSAPSSparams.DEFAULT_TRAILER_FIELD);
    }

    /** Whether a signer info that states such algorithms is signed so. */
    boolean isStatedBy(AlgorithmIdentifier digestStated, AlgorithmIdentifier signatureStated) {
        if (!digestStated.getAlgorithm().equals(digest.oid()) || !hasNoParameters(digestStated)) {
            return false;
        }
        ASN1ObjectIdentifier stated = signatureStated.getAlgorithm();
        return switch (kind) {
            case RSA ->
                (stated.equals(PKCSObjectIdentifiers.rsaEncryption) || stated.equals(rsaWithDigest()))
                        && hasNoParameters(signatureStated);
            case PSS -> stated.equals(PKCSObjectIdentifiers.id_RSASSA_PSS) && isPss(signatureStated);
            case ECDSA -> stated.equals(signatureAlgorithm().getAlgorithm()) && hasNoParameters(signatureStated);
        };
    }

    private static boolean hasNoParameters(AlgorithmIdentifier algorithm) {
        return algorithm.getParameters() == null || DERNull.INSTANCE.equals(algorithm.getParameters());
    }

    private boolean isPss(AlgorithmIdentifier stated) {
        if (stated.getParameters() == null) {
            return false;
        }
        RSASSAPSSparams params = RSASSAPSSparams.getInstance(stated.getParameters());
        AlgorithmIdentifier mask = params.getMaskGenAlgorithm();
        return params.getHashAlgorithm().getAlgorithm().equals(digest.oid())
                && mask.getAlgorithm().equals(PKCSObjectIdentifiers.id_mgf1)
                && AlgorithmIdentifier.getInstance(mask.getParameters())
                        .getAlgorithm()
                        .equals(digest.oid())
                && params.getTrailerField().intValueExact() == 1;
    }

    private ASN1ObjectIdentifier rsaWithDigest() {
        return switch (digest) {
            case SHA_256 -> PKCSObjectIdentifiers.sha256WithRSAEncryption;
            case SHA_384 -> PKCSObjectIdentifiers.sha384WithRSAEncryption;
            case SHA_512 -> PKCSObjectIdentifiers.sha512WithRSAEncryption;
            case SHA_1 -> PKCSObjectIdentifiers.sha1WithRSAEncryption;
        };
    }

    /** Signs with a key, by a provider if one is given. */
    byte[] sign(PrivateKey key, @Nullable Provider provider, byte[] octets) throws GeneralSecurityException {
        ECPrivateKey known = provider == null && kind == Kind.ECDSA ? Curve.known(key) : null;
        if (known != null) {
            return Curve.sign(known, digest.engine().digest(octets), new SecureRandom());
        }
        Signature signature = engine(provider, digest.octets);
        signature.initSign(key);
        signature.update(octets);
        return signature.sign();
    }

    /** Whether a signature of our own is right. */
    boolean verifies(PublicKey key, byte[] octets, byte[] signature) throws GeneralSecurityException {
        return verifies(key, octets, signature, digest.octets);
    }

    /** Whether a signature is right, made with the parameters that it came with; no more than that. */
    boolean verifies(PublicKey key, byte[] octets, byte[] signature, AlgorithmIdentifier stated)
            throws GeneralSecurityException {
        boolean pss = kind == Kind.PSS;
        int salt = pss
                ? RSASSAPSSparams.getInstance(stated.getParameters())
                        .getSaltLength()
                        .intValueExact()
                : 0;
        return verifies(key, octets, signature, salt);
    }

    private boolean verifies(PublicKey key, byte[] octets, byte[] signature, int salt) throws GeneralSecurityException {
        if (kind == Kind.ECDSA && key instanceof ECPublicKey ec) {
            return Curve.verifies(ec, digest.engine().digest(octets), signature);
        }
        Signature engine = engine(null, salt);
        engine.initVerify(key);
        engine.update(octets);
        return engine.verify(signature);
    }

    private Signature engine(@Nullable Provider provider, int salt) throws GeneralSecurityException {
        String name =
                kind == Kind.PSS ? "RSASSA-PSS" : digest.signatureName + "with" + (kind == Kind.RSA ? "RSA" : "ECDSA");
        Signature signature = provider == null ? Signature.getInstance(name) : Signature.getInstance(name, provider);
        if (kind == Kind.PSS) {
            signature.setParameter(new PSSParameterSpec(
                    digest.javaName,
                    "MGF1",
                    new MGF1ParameterSpec(digest.javaName),
                    salt,
                    PSSParameterSpec.TRAILER_FIELD_BC));
        }
        return signature;
    }
}
