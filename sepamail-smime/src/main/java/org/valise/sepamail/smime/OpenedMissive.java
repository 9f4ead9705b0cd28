// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.valise.sepamail.missive.Missive;
import org.valise.sepamail.missive.Problem;

/**
 * A missive that came out of a mail, and the proof of it: only {@link MissiveOpener} makes one, and only when every check
 * held. Immutable and thread-safe.
 *
 * <pre>{@code
 * if (opener.open(mail) instanceof Verdict.Accepted<OpenedMissive> accepted) {
 *     OpenedMissive opened = accepted.opened();
 *     log(opened.profile(), opened.warnings());
 *     if (opened.missive() instanceof NominalMissive nominal) {
 *         process(nominal.message().octets(), opened.from(), opened.signer());
 *     }
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class OpenedMissive {

    private final Missive missive;
    private final List<Problem> warnings;
    private final EnvelopeReport envelope;

    OpenedMissive(Missive missive, List<Problem> warnings, EnvelopeReport envelope) {
        this.missive = missive;
        this.warnings = List.copyOf(warnings);
        this.envelope = envelope;
    }

    /**
     * The missive.
     *
     * @return its octets are those that were signed
     */
    public Missive missive() {
        return missive;
    }

    /**
     * What is odd about the missive and yet accepted.
     *
     * @return warnings of both layers of rules, and of the addresses
     */
    public List<Problem> warnings() {
        return warnings;
    }

    /**
     * How the envelope was built.
     *
     * @return what the verdict says too
     */
    public EnvelopeReport envelope() {
        return envelope;
    }

    /**
     * The certificate of the signer.
     *
     * @return whose key made the signature
     */
    public X509Certificate signer() {
        return envelope.signer().orElseThrow();
    }

    /**
     * The address in From, which the signer's certificate names unless the policy did not ask.
     *
     * @return the sender
     * @throws java.util.NoSuchElementException if the policy did not ask, and there is not one From with one address
     */
    public Mailbox from() {
        return envelope.from().orElseThrow();
    }

    /**
     * The address in To. It stands outside of the signature: what the missive says of its receiver is what counts.
     *
     * @return the receiver
     * @throws java.util.NoSuchElementException if the policy did not ask, and there is not one To with one address
     */
    public Mailbox to() {
        return envelope.to().orElseThrow();
    }

    /**
     * How signature and encryption were put together.
     *
     * @return the profile
     */
    public Profile profile() {
        return envelope.profile().orElseThrow();
    }

    /**
     * How it was signed.
     *
     * @return digest and algorithm
     */
    public SignatureScheme signatureScheme() {
        return envelope.signatureScheme().orElseThrow();
    }

    /**
     * How it was encrypted.
     *
     * @return the cipher; empty if it was not encrypted
     */
    public Optional<ContentCipher> cipher() {
        return envelope.cipher();
    }

    /**
     * What the signature is over.
     *
     * @return {@link SignatureCoverage#ENTITY} but for P3 and P4
     */
    public SignatureCoverage coverage() {
        return envelope.coverage().orElseThrow();
    }

    /** Returns the kind of missive and the profile; no content. */
    @Override
    public String toString() {
        return "OpenedMissive[" + profile() + ", " + missive + "]";
    }
}
