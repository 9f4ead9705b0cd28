// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;

/**
 * Signatures of customers: the element {@code ds:Signature} (W3C XML Signature) that may stand at the end of a missive.
 * Signing and checking it. Immutable and thread-safe.
 *
 * <p>It is the signature of the <em>customer</em> who sends the message. The bank's own signature is that of the S/MIME
 * envelope and another thing; neither stands for the other, and the protocol between banks asks for this one nowhere.
 *
 * <p><strong>What is unknown.</strong> What the scheme wants a customer to sign (the message or the missive), by which
 * algorithms and with certificates of which authorities, is in no document that is public, and no signed missive is
 * either. So reading, resending and acknowledging carry a signature untouched and demand nothing of it; what is signed here is a
 * proposal to be agreed on with the other side, and {@link CustomerSignatureReport#coverage()} says what was found.
 *
 * <pre>{@code
 * CustomerSigner signer = CustomerSignatures.signer(privateKey, List.of(certificate, issuer));
 * NominalMissive signed = signer.sign(missive);
 *
 * CustomerSignatureVerifier verifier = CustomerSignatures.verifier(trust, Clock.systemUTC());
 * CustomerSignatureReport report = verifier.verify(received);
 * if (report.verdict() == CustomerSignatureReport.Verdict.VALID) {
 *     act(report.signer().orElseThrow(), received.message());
 * }
 * }</pre>
 *
 * <p><strong>What a signature of the message does not say.</strong> By default the message element is signed and nothing
 * around it, so that the missive can be sent again with another order, and a receiver can enter the time of reception. So
 * the same message with its signature is also valid in another missive: with another identifier, to another receiver, a
 * second time. Who must exclude that tells messages apart by {@link Message#id()}, or has the whole missive signed
 * ({@link CustomerSigner#coveringMissive()}).
 *
 * <p><strong>What changes on the way.</strong> A signature is over what XML means, not over octets: line ends may become
 * CRLF, CDATA may become text, comments may come or go, and a signature still holds, while {@link Message#checksum()} does
 * not. The value that this library reads is always the one that was signed.
 *
 * @since 0.1.0
 */
public final class CustomerSignatures {

    private CustomerSignatures() {}

    /**
     * A signer with a key of whatever provider can sign with it.
     *
     * @param key an RSA key of at least 2048 bits, or an EC key on P-256, P-384 or P-521
     * @param chain the certificate of the key, then those that lead to an authority; all are put into the signature
     * @return a signer of messages
     * @throws IllegalArgumentException if there is no certificate, it is one of another key or of a kind that is not
     *     accepted, or it does not let the key sign
     */
    public static CustomerSigner signer(PrivateKey key, List<X509Certificate> chain) {
        return CustomerSigner.of(key, chain, null);
    }

    /**
     * A signer with a key in a device. Only the provider is asked to sign; the key's encoded form is never asked for.
     *
     * @param key the provider's handle of the key
     * @param chain the certificate of the key, then those that lead to an authority; all are put into the signature
     * @param provider the provider of the device; it need not be registered
     * @return a signer of messages
     * @throws IllegalArgumentException if there is no certificate, it is one of another key or of a kind that is not
     *     accepted, or it does not let the key sign
     */
    public static CustomerSigner signer(PrivateKey key, List<X509Certificate> chain, Provider provider) {
        return CustomerSigner.of(key, chain, Objects.requireNonNull(provider, "provider"));
    }

    /**
     * A verifier that takes the key from a certificate in the signature (X509Data). A bare key (KeyValue) is never taken.
     *
     * @param trust whether to trust a certificate
     * @param clock the time at which certificates must be valid: the present, or that of reception
     * @return a verifier
     */
    public static CustomerSignatureVerifier verifier(CertificateTrust trust, InstantSource clock) {
        return new CustomerSignatureVerifier(
                Objects.requireNonNull(trust, "trust"), Objects.requireNonNull(clock, "clock"), null, false);
    }

    /**
     * A verifier with the key of one customer, whatever certificates a signature holds.
     *
     * @param key the key that is trusted
     * @return a verifier
     * @throws IllegalArgumentException if it is no RSA key of at least 2048 bits and no EC key on P-256, P-384 or P-521
     */
    public static CustomerSignatureVerifier verifier(PublicKey key) {
        if (!SignatureAlgorithm.isStrong(Objects.requireNonNull(key, "key"))) {
            throw new IllegalArgumentException("The key is too short, or of a kind that is not accepted");
        }
        return new CustomerSignatureVerifier(null, null, key, false);
    }
}
