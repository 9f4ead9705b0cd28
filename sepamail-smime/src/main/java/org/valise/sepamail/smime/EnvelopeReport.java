// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an envelope is built and who signed it, as far as it became known: of a mail that was rejected it says what was seen up
 * to the check that failed, and proves nothing. Immutable and thread-safe.
 *
 * <pre>{@code
 * EnvelopeReport envelope = accepted.opened().envelope();
 * log(envelope.profile(), envelope.signatureScheme(), envelope.cipher());
 * if (envelope.recipient().filter(formerCertificate::equals).isPresent()) {
 *     remind(envelope.from()); // still encrypts for our former key
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class EnvelopeReport {

    private final Facts facts;

    /** What is known. */
    record Facts(
            @Nullable Mailbox from,
            @Nullable Mailbox to,
            @Nullable Profile profile,
            @Nullable X509Certificate signer,
            @Nullable SignatureScheme scheme,
            @Nullable Instant signingTime,
            @Nullable SignatureCoverage coverage,
            @Nullable ContentCipher cipher,
            @Nullable KeyTransport transport,
            @Nullable X509Certificate recipient) {}

    EnvelopeReport(Facts facts) {
        this.facts = facts;
    }

    /**
     * The address in From.
     *
     * @return empty if there is not one From with one address
     */
    public Optional<Mailbox> from() {
        return Optional.ofNullable(facts.from());
    }

    /**
     * The address in To, which no signature covers.
     *
     * @return empty if there is not one To with one address
     */
    public Optional<Mailbox> to() {
        return Optional.ofNullable(facts.to());
    }

    /**
     * How signature and encryption are put together.
     *
     * @return empty if it is none of the profiles
     */
    public Optional<Profile> profile() {
        return Optional.ofNullable(facts.profile());
    }

    /**
     * The certificate whose key made the signature. Whether it is trusted, and may write for the sender, was checked after that:
     * of a mail that was not accepted it may be anybody's.
     *
     * @return empty if there is no signature, or it is not right
     */
    public Optional<X509Certificate> signer() {
        return Optional.ofNullable(facts.signer());
    }

    /**
     * How it was signed.
     *
     * @return digest and algorithm; empty if it was not
     */
    public Optional<SignatureScheme> signatureScheme() {
        return Optional.ofNullable(facts.scheme());
    }

    /**
     * When the signer says that he signed. Nothing is checked at this time.
     *
     * @return empty if he does not say
     */
    public Optional<Instant> signingTime() {
        return Optional.ofNullable(facts.signingTime());
    }

    /**
     * What the signature is over.
     *
     * @return empty if there is none
     */
    public Optional<SignatureCoverage> coverage() {
        return Optional.ofNullable(facts.coverage());
    }

    /**
     * How the content was encrypted.
     *
     * @return empty if it was not
     */
    public Optional<ContentCipher> cipher() {
        return Optional.ofNullable(facts.cipher());
    }

    /**
     * How the key of the content was encrypted.
     *
     * @return empty if the content was not
     */
    public Optional<KeyTransport> keyTransport() {
        return Optional.ofNullable(facts.transport());
    }

    /**
     * Which of the opener's certificates it was encrypted for.
     *
     * @return empty if for none
     */
    public Optional<X509Certificate> recipient() {
        return Optional.ofNullable(facts.recipient());
    }

    /** Returns profile and algorithms; nothing of persons. */
    @Override
    public String toString() {
        return "EnvelopeReport[" + facts.profile() + ", " + facts.scheme() + ", " + facts.cipher() + "]";
    }
}
