// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

/**
 * The steps of receiving (MIS1202 "Receipt of a nominal missive", "Receipt of an acknowledgement missive").
 *
 * <pre>{@code
 * reception.failed()
 *         .filter(failed -> failed.step() == ReceptionStep.SIGNATURE)
 *         .ifPresent(failed -> alarm(failed.detail()));
 * }</pre>
 *
 * @since 0.1.0
 */
public enum ReceptionStep implements PipelineStep {
    /** It is an envelope of S/MIME. */
    SMIME(1),
    /** It has From, To, and what is enciphered or signed. */
    INTEGRITY(2),
    /** Addresses and parts are taken out. */
    EXTRACTION(3),
    /** The sender's BIC is listed, and of a participant. */
    SENDER_BIC(4),
    /** The receiver's BIC is listed, and ours. */
    RECEIVER_BIC(5),
    /** The ecosystem is one of the network. */
    ECOSYSTEM(6),
    /** It is decrypted. */
    DECRYPTION(7),
    /** The digest is the one that was signed. */
    DIGEST(8),
    /** The signature is that of the sender. */
    SIGNATURE(9),
    /** The missive is well-formed. */
    XML(10),
    /** The missive is valid, by schema and rules. */
    VALIDITY(11),
    /** What the header says fits: kind, addresses, time of sending. */
    HEADER(12),
    /** The time of reception is written into our copy. */
    RECEPTION_TIME(13),
    /** The receiver is an active user of ours. */
    RECEIVER(14),
    /** The acknowledgement. */
    ACKNOWLEDGEMENT(15),
    /** The message is handed on to the application. */
    ROUTING(16);

    private final int number;

    ReceptionStep(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }
}
