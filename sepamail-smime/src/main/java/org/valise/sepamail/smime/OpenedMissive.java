// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.missive.Missive;
import org.valise.sepamail.missive.Problem;

/**
 * A missive that came out of a mail, and the proof of it: only {@link MissiveOpener} makes one, and only when every check
 * held. Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class OpenedMissive {

    private final Missive missive;
    private final List<Problem> warnings;
    private final Opening opening;

    OpenedMissive(Missive missive, List<Problem> warnings, Opening opening) {
        this.missive = missive;
        this.warnings = warnings;
        this.opening = opening;
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
     * @return warnings of both layers of rules
     */
    public List<Problem> warnings() {
        return warnings;
    }

    /**
     * The certificate of the signer.
     *
     * @return whose key made the signature
     */
    public X509Certificate signer() {
        return Objects.requireNonNull(opening.signer);
    }

    /**
     * The address in From, which the signer's certificate names.
     *
     * @return the sender
     */
    public Mailbox from() {
        return Objects.requireNonNull(opening.from);
    }

    /**
     * The address in To. It stands outside of the signature: what the missive says of its receiver is what counts.
     *
     * @return the receiver
     */
    public Mailbox to() {
        return Objects.requireNonNull(opening.to);
    }

    /**
     * How the envelope was built.
     *
     * @return the profile
     */
    public Profile profile() {
        return Objects.requireNonNull(opening.profile);
    }

    /**
     * How it was signed.
     *
     * @return digest and algorithm
     */
    public SignatureScheme signatureScheme() {
        return Objects.requireNonNull(opening.scheme);
    }

    /**
     * How it was encrypted.
     *
     * @return the cipher; empty if it was not encrypted
     */
    public Optional<ContentCipher> cipher() {
        return Optional.ofNullable(opening.cipher);
    }

    /**
     * What the signature is over.
     *
     * @return {@link SignatureCoverage#ENTITY} but for P3 and P4
     */
    public SignatureCoverage coverage() {
        return orEntity(opening.coverage);
    }

    private static SignatureCoverage orEntity(@Nullable SignatureCoverage coverage) {
        return coverage == null ? SignatureCoverage.ENTITY : coverage;
    }

    /** Returns the kind of missive and the profile; no content. */
    @Override
    public String toString() {
        return "OpenedMissive[" + profile() + ", " + missive + "]";
    }
}
