// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

/**
 * What is checked when a mail is opened, in this order.
 *
 * <pre>{@code
 * if (verdict instanceof Verdict.Rejected<OpenedMissive> rejected) {
 *     switch (rejected.failed()) {
 *         case SIGNATURE, REVOCATION, SIGNER_IS_SENDER -> alarm(rejected.reason()); // as if it were an attack
 *         case RECIPIENT -> log("Perhaps the sender has an old certificate of ours");
 *         default -> log(rejected.failed() + ": " + rejected.reason());
 *     }
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public enum Check {
    /** The mail and its headers can be read, within the limits of their lengths. */
    MAIL_FORM,
    /** One From with one address, one To with one address. */
    ADDRESSES,
    /** It is built like one of the profiles that the policy allows, within the limits of lines, depth and parts. */
    STRUCTURE,
    /** It is encrypted for one of our keys. */
    RECIPIENT,
    /** It could be decrypted. Every fault looks the same; whether the key can be used at all is none of the mail's. */
    DECRYPTION,
    /** There is exactly one signer, and the structure of the signature is right. */
    SIGNATURE_FORM,
    /** Algorithms and key lengths are among those that the policy allows. */
    ALGORITHMS,
    /** The content is the one that was signed. */
    DIGEST,
    /** The signature is that of the certificate's key. */
    SIGNATURE,
    /** The certificate is for signing mails. */
    SIGNER_CERTIFICATE,
    /** A path leads from the certificate to an authority that is trusted, at the caller's time. */
    SIGNER_TRUST,
    /** No certificate of the path is revoked. */
    REVOCATION,
    /** The time that the signer states is near the caller's: only if a policy asks for it. */
    SIGNING_TIME,
    /** The certificate names the address of the sender. */
    SIGNER_IS_SENDER,
    /** Copies of From and To within the envelope are those outside, if that is one address. Only told of mails that have some. */
    INNER_HEADERS,
    /** The content is one missive. Of a multipart around it, parts of types that no missive has are passed over. */
    CONTENT,
    /** The missive follows schema and rules. */
    MISSIVE,
    /**
     * The banks of the addresses are those of the missive, and the ecosystem is the family of its message. Not asked for if an
     * address, or the party of the missive that it is compared with, names no bank.
     */
    ADDRESS_BINDING
}
