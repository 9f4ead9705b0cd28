// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

/**
 * Which octets a signature was found to be over. Profile P3 leaves it open.
 *
 * <pre>{@code
 * if (accepted.opened().coverage() == SignatureCoverage.ENCRYPTED_PART) {
 *     log("The signer need not have known the missive"); // P4, which the policy let pass
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public enum SignatureCoverage {
    /** The MIME entity of the missive, headers included: what S/MIME says, and what this library makes. */
    ENTITY,
    /** The missive alone, as it was decoded. */
    MISSIVE,
    /** The missive alone with CRLF for its line ends. */
    MISSIVE_CRLF,
    /** The encrypted part as it was sent. */
    ENCRYPTED_PART
}
