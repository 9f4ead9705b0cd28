// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.security.PublicKey;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Checks signatures of customers. Immutable and thread-safe, if the {@link CertificateTrust} and the clock are.
 *
 * <p>It is made by {@link CustomerSignatures#verifier(CertificateTrust, InstantSource)} or
 * {@link CustomerSignatures#verifier(PublicKey)}. A missive is never changed by it, and whatever a signature says, nothing
 * outside the document is read: references are to the document or an Id within it, keys are not fetched, and programs
 * (XSLT, free XPath) are not run. Nothing the signature holds makes it throw.
 *
 * <pre>{@code
 * CustomerSignatureVerifier verifier = CustomerSignatures.verifier(trust, Clock.systemUTC());   // one for all missives
 * CustomerSignatureReport report = verifier.verify(missive);
 * if (report.verdict() == CustomerSignatureReport.Verdict.VALID) {
 *     act(report.signer().orElseThrow(), missive);
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class CustomerSignatureVerifier {

    private final @Nullable CertificateTrust trust;
    private final @Nullable InstantSource clock;
    private final @Nullable PublicKey key;
    private final boolean sha1;

    CustomerSignatureVerifier(
            @Nullable CertificateTrust trust, @Nullable InstantSource clock, @Nullable PublicKey key, boolean sha1) {
        this.trust = trust;
        this.clock = clock;
        this.key = key;
        this.sha1 = sha1;
    }

    /**
     * This verifier, taking SHA-1 too, in digests and in signatures with RSA and ECDSA: for signatures of the years in
     * which the scheme began. Whoever can make two messages with one SHA-1 can pass one off as the other. The JDK's secure
     * validation, which never takes SHA-1, is off for signatures that use it, and for no others; what it would check is
     * checked by this library in any case.
     *
     * @return a new verifier
     */
    public CustomerSignatureVerifier allowingSha1() {
        return new CustomerSignatureVerifier(trust, clock, key, true);
    }

    /**
     * Checks the signature of a missive.
     *
     * @param missive the missive, as it was received
     * @return the report; {@link CustomerSignatureReport.Verdict#ABSENT} if there is no signature
     */
    public CustomerSignatureReport verify(Missive missive) {
        return new SignatureChecks(missive, this).report();
    }

    @Nullable
    CertificateTrust trust() {
        return trust;
    }

    @Nullable
    InstantSource clock() {
        return clock;
    }

    @Nullable
    PublicKey key() {
        return key;
    }

    boolean allowsSha1() {
        return sha1;
    }
}
