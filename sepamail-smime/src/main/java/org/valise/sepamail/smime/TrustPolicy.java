// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Whose signatures are trusted: authorities, and what is known of revoked certificates. Nothing is fetched; who wants
 * revocation to be checked gives the lists or the responders' answers, and leaves the platform's properties {@code
 * com.sun.security.enableCRLDP}, {@code com.sun.security.enableAIAcaIssuers} and {@code ocsp.enable} off, as they are.
 * Immutable and thread-safe.
 *
 * <pre>{@code
 * TrustPolicy trust = TrustPolicy.of(authorities).withRevocationLists(crls);
 * }</pre>
 *
 * <p>Paths are validated by the platform (RFC 5280 6), at the time that the caller states, never at the one that the signer
 * states. No key in them is weaker than RSA of 2048 bits or P-256, and no signature is over SHA-1 or MD5, but for the one that
 * an authority has put under its own certificate. Name constraints in that certificate, and how long it is valid, are not looked
 * at. As a mail brings certificates along, there are limits: ten certificates in a path; 200 policies, 50 mappings of policies,
 * and 200 names that are constrained by 200; between signer and authority RSA of 8192 bits with an exponent of 32.
 *
 * @since 0.1.0
 */
public final class TrustPolicy {

    private final List<X509Certificate> authorities;
    private final List<X509Certificate> intermediates;
    private final RevocationLists lists;
    private final OcspAnswers answers;
    private final boolean weakDigests;

    private TrustPolicy(
            List<X509Certificate> authorities,
            List<X509Certificate> intermediates,
            RevocationLists lists,
            OcspAnswers answers,
            boolean weakDigests) {
        this.authorities = authorities;
        this.intermediates = intermediates;
        this.lists = lists;
        this.answers = answers;
        this.weakDigests = weakDigests;
    }

    /**
     * Trusts what authorities have issued.
     *
     * @param authorities at least one certificate; that of a bank itself is trusted as long as it is valid and, with lists or
     *     answers, none of them revokes it, and nothing that its key has issued
     * @return a policy that does not check revocation
     * @throws IllegalArgumentException if there is none
     */
    public static TrustPolicy of(Collection<X509Certificate> authorities) {
        if (authorities.isEmpty()) {
            throw new IllegalArgumentException("Without an authority nobody is trusted");
        }
        return new TrustPolicy(List.copyOf(authorities), List.of(), RevocationLists.NONE, OcspAnswers.NONE, false);
    }

    /**
     * The same with certificates that paths may lead through and that need not come with the mail, in place of those before.
     *
     * @param certificates of authorities under those that are trusted
     * @return a new policy
     */
    public TrustPolicy withIntermediates(Collection<X509Certificate> certificates) {
        return new TrustPolicy(authorities, List.copyOf(certificates), lists, answers, weakDigests);
    }

    /**
     * The same with lists of revoked certificates, in place of those before: give all at once. From then on every certificate of a path but the authority's is looked up in
     * every list of its issuer; one that is in any of them is revoked, whatever the others say and in which order they come, and
     * one that no list says is good is not accepted.
     *
     * <p>A list is looked at if the issuer's key in the path has signed it, not over SHA-1; if the time lies in its period, or
     * within a quarter of an hour of it; and if nothing critical in it, or in one of its entries, is unknown. Any other is as
     * good as none, and so is one of several issuers (indirect). A delta, a list for some reasons, for other kinds of certificates
     * or of a point that the certificate does not name revokes what it has, and does not say that the rest is good.
     *
     * @param crls lists of each authority of the paths; none turns the check off
     * @return a new policy
     */
    public TrustPolicy withRevocationLists(Collection<X509CRL> crls) {
        return new TrustPolicy(authorities, intermediates, RevocationLists.of(crls), answers, weakDigests);
    }

    /**
     * The same with answers of OCSP responders (RFC 6960) that somebody else has fetched, in place of those before: give all at
     * once. From then on every certificate of a path but the authority's must be one that an answer or, if there are lists too,
     * a list says is good; one that any of them says is revoked is revoked, whatever the others say, how old they are, and in
     * which order they come. An answer counts if the issuer of the certificate signed it, or one whom the issuer lets
     * sign answers; if the time lies in its period, or within a quarter of an hour of it, which without a next update is
     * all; and if it names the certificate by SHA-1, as responders do by default. Any other is as good as none.
     *
     * @param responses in DER; none turns the check off
     * @return a new policy
     */
    public TrustPolicy withOcspResponses(Collection<byte[]> responses) {
        return new TrustPolicy(authorities, intermediates, lists, OcspAnswers.of(responses), weakDigests);
    }

    /** The same for certificates that are signed over SHA-1, as legacy reading has it. */
    TrustPolicy withWeakDigests() {
        return new TrustPolicy(authorities, intermediates, lists, answers, true);
    }

    boolean checksRevocation() {
        return lists.given() > 0 || answers.given() > 0;
    }

    /** What became of a path. Of several paths the one is told that comes first here. */
    enum Outcome {
        TRUSTED,
        /** Trusted: the signer itself, who is his own issuer. No list or answer of anybody else can be about him. */
        IRREVOCABLE,
        REVOKED,
        /** Whether one is revoked cannot be told. */
        NO_REVOCATION_STATUS,
        /** A certificate of the path is not valid at the time. */
        EXPIRED,
        /** A path breaks a rule, or an algorithm is too weak. */
        BROKEN,
        /** No path to an authority. */
        UNKNOWN
    }

    /** Looks for a path from the signer to an authority. */
    Outcome check(X509Certificate signer, List<X509Certificate> cameAlong, Instant time) {
        List<X509Certificate> known = new ArrayList<>(cameAlong);
        known.addAll(intermediates);
        try {
            return new PathSearch(authorities, lists, answers, time, weakDigests).run(signer, known);
        } catch (RuntimeException e) {
            return Outcome.BROKEN;
        }
    }

    /** Returns how many authorities, lists and answers it has. */
    @Override
    public String toString() {
        return "TrustPolicy[" + authorities.size() + " authorities, " + lists.given() + " revocation lists, "
                + answers.given() + " OCSP responses]";
    }
}
