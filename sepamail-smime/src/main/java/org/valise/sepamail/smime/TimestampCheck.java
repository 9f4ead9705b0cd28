// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

/**
 * What is checked of a time stamp, in this order.
 *
 * <pre>{@code
 * TimestampVerdict verdict = verifier.verify(mail, tokenOctets);
 * if (verdict instanceof TimestampVerdict.Rejected rejected && rejected.failed() == TimestampCheck.IMPRINT) {
 *     log("The stamp is genuine; the mail is not as it was stamped");
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public enum TimestampCheck {
    /** The response of the authority can be read as one, within the limits. Only of a response. */
    RESPONSE,
    /** The token is signed data about a time (RFC 3161 2.4.2), within the limits, with exactly one signer. */
    TOKEN_FORM,
    /** Algorithms and the key are as strong as those of missives; SHA-1 is none of them. */
    ALGORITHMS,
    /** The signed attributes name the certificate of the signer (RFC 5035, RFC 5816), and the token names its owner. */
    SIGNING_CERTIFICATE,
    /** The content is the one that was signed, and the signature is that of the certificate's key. */
    SIGNATURE,
    /** The certificate is for time stamps and for nothing else, by a critical extension (RFC 3161 2.3). */
    AUTHORITY_CERTIFICATE,
    /** The certificate was valid at the time of the stamp, and that time is not off the caller's clock. */
    TIME,
    /** A path leads from the certificate to an authority that is trusted for time stamps, at the caller's time. */
    AUTHORITY_TRUST,
    /** No certificate of the path is revoked. Only if the caller gave lists, or answers of OCSP responders. */
    REVOCATION,
    /** The stamp is for this mail. */
    IMPRINT,
    /** It is the answer to this request. Only of a response. */
    NONCE,
    /** It is made under the policy that was asked for. Only of a response. */
    POLICY
}
