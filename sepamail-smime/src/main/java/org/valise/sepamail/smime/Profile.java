// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

/**
 * How signature and encryption are put together. The norm can be read in three ways; every document of the scheme and every
 * known peer agrees on signing first and encrypting then, and they differ in the form of the signature.
 *
 * <pre>{@code
 * MissiveSealer sealer = MissiveSealer.of(identity, from, clock).with(Profile.CLEAR_THEN_ENCRYPT);
 *
 * OpeningPolicy policy = OpeningPolicy.strict().with(Profile.SEED_TWO_PART); // P1, P2 and P3
 * }</pre>
 *
 * @since 0.1.0
 */
public enum Profile {
    /** P1: an opaque signature (signed-data) within the encryption. What is sealed by default. */
    OPAQUE_THEN_ENCRYPT,
    /** P2: a {@code multipart/signed} within the encryption, as mail programs make it. */
    CLEAR_THEN_ENCRYPT,
    /**
     * P3: an encrypted part and beside it the signature of the plain missive, the literal reading of the norm. No other
     * S/MIME software can read it, and the signature shows everybody the digest of the missive.
     */
    SEED_TWO_PART,
    /** P4: a signature of the encrypted part. Only read, and only if a policy allows it. */
    ENCRYPT_THEN_SIGN,
    /** P5: a signature and no encryption. Only read, and only if a policy allows it. */
    SIGNED_ONLY;

    /** Whether this library seals in this way. */
    boolean isSealed() {
        return this == OPAQUE_THEN_ENCRYPT || this == CLEAR_THEN_ENCRYPT || this == SEED_TWO_PART;
    }
}
