// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

/**
 * The steps of sending (MIS1202 "Sending a nominal missive", "Sending an acknowledgement missive").
 *
 * <pre>{@code
 * emission.failed()
 *         .filter(failed -> failed.step() == EmissionStep.ENCRYPTION)
 *         .ifPresent(failed -> askForCertificate(failed.detail()));
 * }</pre>
 *
 * @since 0.1.0
 */
public enum EmissionStep implements PipelineStep {
    /** The order is taken over. */
    ORDER(1),
    /** The BICs: the sender's is ours, the receiver's is one of a participant and listed. */
    BICS(2),
    /** The ecosystem is one of the network. */
    ECOSYSTEM(3),
    /** The sender is a user of ours who may send. */
    SENDER(4),
    /** The message is well-formed. */
    MESSAGE_XML(5),
    /** The message is of the ecosystem, and valid. */
    MESSAGE_VALIDITY(6),
    /** The missive is made, or completed. */
    MISSIVE(7),
    /** The time of sending is written into it. */
    SENDING_TIME(8),
    /** The missive is well-formed. */
    MISSIVE_XML(9),
    /** The missive is valid. */
    MISSIVE_VALIDITY(10),
    /** The digest of the missive. */
    DIGEST(11),
    /** The signature, by a key of the participant for missives. */
    SIGNATURE(12),
    /** The encryption, for a certificate of the receiver. */
    ENCRYPTION(13),
    /** The mail. */
    ENVELOPE(14),
    /** The sending, or handing the mail back to the caller. */
    SENDING(15);

    private final int number;

    EmissionStep(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }
}
