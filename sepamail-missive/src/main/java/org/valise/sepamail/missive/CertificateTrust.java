// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;

/**
 * Whether the caller trusts the certificate of a customer. The scheme does not say which authorities certify customers, so
 * there is no default: a bank knows its customers' certificates, or the authorities that issue them.
 *
 * <p>It is asked last, when the signature is known to be that of the certificate's key and to cover the message, so nobody
 * can cause look-ups with a certificate whose key he does not have. What it throws goes to the caller of
 * {@link CustomerSignatureVerifier#verify}. An implementation must be thread-safe if the verifier is shared by threads.
 *
 * <pre>{@code
 * CertificateTrust registered = (signer, others) -> register.isCertificateOfCustomer(signer)
 *         ? CertificateTrust.Decision.trusted("registered with the contract")
 *         : CertificateTrust.Decision.notEstablished("not registered");
 * }</pre>
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface CertificateTrust {

    /**
     * Decides about one certificate. Its period of validity and its key usage have been checked; its issuer, its
     * revocation and whom it names have not.
     *
     * @param signer the certificate whose key made the signature
     * @param others the other certificates in the signature, in their order: a hint for building a path, for which nobody
     *     vouches
     * @return the decision with its reason
     */
    Decision decide(X509Certificate signer, List<X509Certificate> others);

    /**
     * What a decision can be.
     *
     * @since 0.1.0
     */
    enum Kind {
        /** It is the certificate of somebody who may sign. */
        TRUSTED,
        /** It is known that it must not be trusted, for example because it was revoked. */
        REFUSED,
        /** Nothing is known that would make it trusted. */
        NOT_ESTABLISHED
    }

    /**
     * A decision and why it was taken. Immutable and thread-safe.
     *
     * @param kind the decision
     * @param reason words for people, which go into the report
     * @since 0.1.0
     */
    record Decision(Kind kind, String reason) {

        /**
         * Refuses nulls.
         *
         * @param kind the decision
         * @param reason words for people
         */
        public Decision {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(reason, "reason");
        }

        /**
         * The certificate is trusted.
         *
         * @param reason words for people
         * @return the decision
         */
        public static Decision trusted(String reason) {
            return new Decision(Kind.TRUSTED, reason);
        }

        /**
         * The certificate must not be trusted.
         *
         * @param reason words for people
         * @return the decision
         */
        public static Decision refused(String reason) {
            return new Decision(Kind.REFUSED, reason);
        }

        /**
         * Nothing is known that would make the certificate trusted.
         *
         * @param reason words for people
         * @return the decision
         */
        public static Decision notEstablished(String reason) {
            return new Decision(Kind.NOT_ESTABLISHED, reason);
        }
    }
}
