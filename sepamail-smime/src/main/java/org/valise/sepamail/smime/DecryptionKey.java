// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A key that missives are encrypted for, and its certificate, by which mails name it. A bank that changes its key has the old
 * and the new one for some time. Immutable and thread-safe if the key is.
 *
 * <pre>{@code
 * DecryptionKey former = DecryptionKey.of(formerKey, formerCertificate);
 * DecryptionKey inHsm = DecryptionKey.of(keyHandle, certificate, pkcs11Provider);
 * MissiveOpener opener = MissiveOpener.of(List.of(inHsm, former), TrustPolicy.of(authorities), clock);
 * }</pre>
 *
 * @since 0.1.0
 */
public final class DecryptionKey {

    private final PrivateKey key;
    private final X509Certificate certificate;
    private final @Nullable Provider provider;

    private DecryptionKey(PrivateKey key, X509Certificate certificate, @Nullable Provider provider) {
        this.key = Objects.requireNonNull(key, "key");
        this.certificate = Objects.requireNonNull(certificate, "certificate");
        this.provider = provider;
        if (isOfAnother(key, certificate.getPublicKey())) {
            throw new IllegalArgumentException("The certificate is that of another key");
        }
    }

    /** What shows without the key being used: the handle of a device shows no more than the kind, or not even that. */
    private static boolean isOfAnother(PrivateKey key, PublicKey certified) {
        if (key instanceof RSAKey own && certified instanceof RSAKey other) {
            return !own.getModulus().equals(other.getModulus());
        }
        String kind = String.valueOf(key.getAlgorithm());
        return certified instanceof RSAKey && kind.startsWith("EC")
                || certified instanceof ECKey && kind.startsWith("RSA");
    }

    /**
     * A key of whatever provider can decrypt with it. That the certificate is that of the key is seen by its kind and, of RSA
     * keys, by the modulus; of EC keys it is not checked. With a wrong one every mail is undetermined, or damaged.
     *
     * @param key an RSA or EC key
     * @param certificate of the key
     * @return the key with its certificate
     * @throws IllegalArgumentException if the certificate is seen to be that of another key
     */
    public static DecryptionKey of(PrivateKey key, X509Certificate certificate) {
        return new DecryptionKey(key, certificate, null);
    }

    /**
     * A key in a device. Only the provider is asked to decrypt; the key's encoded form is never asked for. What the provider
     * cannot do fails as if the mail were damaged: that of the JDK for PKCS #11 decrypts {@link KeyTransport#RSA_PKCS1}, not
     * RSA-OAEP, and agrees on keys ({@link KeyTransport#ECDH_SHA256}) if its configuration lets the secret that two keys agree
     * on come out ({@code CKO_SECRET_KEY, CKK_GENERIC_SECRET}: not sensitive, extractable). A mail for a key
     * that the provider refuses, as that of a device that is away, is undetermined.
     *
     * @param key the provider's handle of the key
     * @param certificate of the key
     * @param provider the provider of the device; it need not be registered
     * @return the key with its certificate
     * @throws IllegalArgumentException as {@link #of(PrivateKey, X509Certificate)} has it
     */
    public static DecryptionKey of(PrivateKey key, X509Certificate certificate, Provider provider) {
        return new DecryptionKey(key, certificate, Objects.requireNonNull(provider, "provider"));
    }

    /**
     * The certificate.
     *
     * @return as it was given
     */
    public X509Certificate certificate() {
        return certificate;
    }

    PrivateKey key() {
        return key;
    }

    @Nullable
    Provider provider() {
        return provider;
    }

    /** Returns the kind of key; nothing of its owner. */
    @Override
    public String toString() {
        return "DecryptionKey[" + certificate.getPublicKey().getAlgorithm() + "]";
    }
}
