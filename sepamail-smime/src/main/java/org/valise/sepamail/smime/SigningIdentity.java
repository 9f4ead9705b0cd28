// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The key a bank signs its missives with, dedicated to that (MIS1202 "The security"), and its certificates. Made once and
 * kept: all that can be checked and encoded beforehand is. Immutable and thread-safe if the key is.
 *
 * <pre>{@code
 * SigningIdentity identity = SigningIdentity.of(privateKey, List.of(certificate, issuer));
 * SigningIdentity inHsm = SigningIdentity.of(keyHandle, chain, pkcs11Provider);
 * }</pre>
 *
 * @since 0.1.0
 */
public final class SigningIdentity {

    private final PrivateKey key;
    private final List<X509Certificate> chain;
    private final @Nullable Provider provider;
    private final SignatureScheme scheme;

    private SigningIdentity(
            PrivateKey key, List<X509Certificate> chain, @Nullable Provider provider, SignatureScheme scheme) {
        this.key = key;
        this.chain = chain;
        this.provider = provider;
        this.scheme = scheme;
    }

    /**
     * An identity with a key of whatever provider can sign with it.
     *
     * @param key an RSA key of at least 2048 bits, or an EC key on P-256, P-384 or P-521
     * @param chain the certificate of the key, then those that lead to an authority; the authority's own may be left out and
     *     is not sent
     * @return the identity
     * @throws IllegalArgumentException if the certificate is one of another key, of a kind that is not accepted, of an
     *     authority, does not let the key sign mails, or has a critical extension that is not known
     */
    public static SigningIdentity of(PrivateKey key, List<X509Certificate> chain) {
        return made(key, chain, null);
    }

    /**
     * An identity with a key in a device. Only the provider is asked to sign; the key's encoded form is never asked for. It
     * signs something at once, which shows that the certificate is that of this key; a device that cannot sign at the moment is
     * accepted, and then nothing shows it.
     *
     * @param key the provider's handle of the key
     * @param chain the certificate of the key, then those that lead to an authority
     * @param provider the provider of the device; it need not be registered
     * @return the identity
     * @throws IllegalArgumentException as {@link #of(PrivateKey, List)} has it
     */
    public static SigningIdentity of(PrivateKey key, List<X509Certificate> chain, Provider provider) {
        return made(key, chain, Objects.requireNonNull(provider, "provider"));
    }

    private static SigningIdentity made(PrivateKey key, List<X509Certificate> chain, @Nullable Provider provider) {
        Objects.requireNonNull(key, "key");
        List<X509Certificate> certificates = List.copyOf(chain);
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("An identity has the certificate of its key");
        }
        X509Certificate own = certificates.get(0);
        requireForSigning(own);
        SigningIdentity identity =
                new SigningIdentity(key, certificates, provider, SignatureScheme.usualFor(own.getPublicKey()));
        identity.requireSameKey();
        return identity;
    }

    private static void requireForSigning(X509Certificate own) {
        if (!CertificateUse.isStrong(own.getPublicKey())) {
            throw new IllegalArgumentException("The key is RSA of at least 2048 bits, or EC on P-256, P-384 or P-521");
        }
        if (CertificateUse.isAuthority(own)) {
            throw new IllegalArgumentException("The certificate is that of an authority");
        }
        if (!CertificateUse.maySign(own) || !CertificateUse.isForMail(own)) {
            throw new IllegalArgumentException("The certificate does not let its key sign mails");
        }
        if (own.hasUnsupportedCriticalExtension()) {
            throw new IllegalArgumentException("The certificate has a critical extension that is not known");
        }
    }

    /** Signs something: no other comparison holds for every kind of key. A device may be away now, and shows nothing then. */
    private void requireSameKey() {
        byte[] probe = {1, 2, 3};
        byte[] signature;
        try {
            signature = scheme.sign(key, provider, probe);
        } catch (GeneralSecurityException | RuntimeException e) {
            if (provider == null) {
                throw new IllegalArgumentException("The key cannot sign: is its provider missing?", e);
            }
            return;
        }
        if (!isOfCertificate(probe, signature)) {
            throw new IllegalArgumentException("The certificate is that of another key");
        }
    }

    private boolean isOfCertificate(byte[] octets, byte[] signature) {
        try {
            return scheme.verifies(certificate().getPublicKey(), octets, signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /**
     * The certificate of the key.
     *
     * @return the first of the chain
     */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /**
     * The certificates that were given.
     *
     * @return that of the key first
     */
    public List<X509Certificate> chain() {
        return chain;
    }

    /** What it signs with if nobody says otherwise. */
    SignatureScheme usualScheme() {
        return scheme;
    }

    /** How long its signatures are; 0 if that differs from one to the other. */
    int signatureLength() {
        return certificate().getPublicKey() instanceof RSAKey rsa
                ? (rsa.getModulus().bitLength() + Byte.SIZE - 1) / Byte.SIZE
                : 0;
    }

    SignatureScheme require(SignatureScheme other) {
        if (!other.isSealed() || !other.fits(certificate().getPublicKey())) {
            throw new IllegalArgumentException(other + " is not for a key of this kind, or is only read");
        }
        return other;
    }

    /** Returns the time if the certificate is valid then. */
    Instant requireValid(Instant time) throws SealingException {
        CertificateUse.requireValid(certificate(), time, "signer");
        return time;
    }

    byte[] sign(SignatureScheme with, byte[] octets) throws GeneralSecurityException {
        return with.sign(key, provider, octets);
    }

    /** Returns the kind of key; nothing of its owner. */
    @Override
    public String toString() {
        return "SigningIdentity[" + certificate().getPublicKey().getAlgorithm() + "]";
    }
}
