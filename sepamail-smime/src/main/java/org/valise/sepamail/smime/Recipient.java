// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Objects;

/**
 * The certificate that a missive is encrypted for, and how. Immutable and thread-safe.
 *
 * <pre>{@code
 * Recipient bank = Recipient.of(certificate);
 * Recipient byOaep = bank.with(KeyTransport.RSA_OAEP_SHA256);
 * }</pre>
 *
 * @since 0.1.0
 */
public final class Recipient {

    private final X509Certificate certificate;
    private final KeyTransport transport;

    private Recipient(X509Certificate certificate, KeyTransport transport) {
        this.certificate = certificate;
        this.transport = transport;
    }

    /**
     * A recipient. Nothing is asked here of who issued the certificate and whether it is revoked: whoever gives one decides who
     * can read what is encrypted for it. With {@link KeyTransport#RSA_PKCS1} for an RSA key and {@link KeyTransport#ECDH_SHA256} for an EC key.
     *
     * @param certificate of an RSA key of at least 2048 bits, or an EC key on P-256, P-384 or P-521
     * @return the recipient
     * @throws IllegalArgumentException if the key is another, or its certificate does not let it receive keys of mails
     */
    public static Recipient of(X509Certificate certificate) {
        PublicKey key = certificate.getPublicKey();
        if (!CertificateUse.isStrong(key)) {
            throw new IllegalArgumentException("The key is RSA of at least 2048 bits, or EC on P-256, P-384 or P-521");
        }
        if (!CertificateUse.mayReceive(certificate) || !CertificateUse.isForMail(certificate)) {
            throw new IllegalArgumentException("The certificate does not let its key receive encrypted mails");
        }
        if (certificate.hasUnsupportedCriticalExtension()) {
            throw new IllegalArgumentException("The certificate has a critical extension that is not known");
        }
        return new Recipient(certificate, KeyTransport.usualFor(key));
    }

    /**
     * The same with another way to encrypt the key of the content.
     *
     * @param other fits the key
     * @return a new recipient
     * @throws IllegalArgumentException if it does not
     */
    public Recipient with(KeyTransport other) {
        if (!Objects.requireNonNull(other, "other").fits(certificate.getPublicKey())) {
            throw new IllegalArgumentException(
                    other + " is not for " + certificate.getPublicKey().getAlgorithm() + " keys");
        }
        return new Recipient(certificate, other);
    }

    /**
     * The certificate.
     *
     * @return as it was given
     */
    public X509Certificate certificate() {
        return certificate;
    }

    /**
     * How the key of the content is encrypted.
     *
     * @return the algorithm
     */
    public KeyTransport transport() {
        return transport;
    }

    void requireValid(Instant time) throws SealingException {
        CertificateUse.requireValid(certificate, time, "recipient");
    }

    /** Returns the algorithm; nothing of the owner. */
    @Override
    public String toString() {
        return "Recipient[" + transport + "]";
    }
}
