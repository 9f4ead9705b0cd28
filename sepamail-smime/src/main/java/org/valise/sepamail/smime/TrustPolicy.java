// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.PKIXReason;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whose signatures are trusted: authorities, and what is known of revoked certificates. Nothing is fetched; who wants
 * revocation to be checked gives the lists. Immutable and thread-safe.
 *
 * <pre>{@code
 * TrustPolicy trust = TrustPolicy.of(authorities).withRevocationLists(crls);
 * }</pre>
 *
 * <p>Paths are validated by the platform (RFC 5280 6), at the time that the caller states, never at the one that the signer
 * states.
 *
 * @since 0.1.0
 */
public final class TrustPolicy {

    private final List<X509Certificate> authorities;
    private final List<X509Certificate> intermediates;
    private final List<X509CRL> lists;
    private final boolean weakDigests;

    private TrustPolicy(
            List<X509Certificate> authorities,
            List<X509Certificate> intermediates,
            List<X509CRL> lists,
            boolean weakDigests) {
        this.authorities = authorities;
        this.intermediates = intermediates;
        this.lists = lists;
        this.weakDigests = weakDigests;
    }

    /**
     * Trusts what authorities have issued.
     *
     * @param authorities at least one certificate; those of banks themselves are none
     * @return a policy that does not check revocation
     * @throws IllegalArgumentException if there is none
     */
    public static TrustPolicy of(Collection<X509Certificate> authorities) {
        if (authorities.isEmpty()) {
            throw new IllegalArgumentException("Without an authority nobody is trusted");
        }
        return new TrustPolicy(List.copyOf(authorities), List.of(), List.of(), false);
    }

    /**
     * The same with certificates that paths may lead through and that need not come with the mail.
     *
     * @param certificates of authorities under those that are trusted
     * @return a new policy
     */
    public TrustPolicy withIntermediates(Collection<X509Certificate> certificates) {
        return new TrustPolicy(authorities, List.copyOf(certificates), lists, weakDigests);
    }

    /**
     * The same with lists of revoked certificates. From then on every certificate of a path but the authority's is looked up,
     * and one whose list is missing or out of date is not accepted.
     *
     * @param crls lists of each authority of the paths; none turns the check off
     * @return a new policy
     */
    public TrustPolicy withRevocationLists(Collection<X509CRL> crls) {
        return new TrustPolicy(authorities, intermediates, List.copyOf(crls), weakDigests);
    }

    /** The same for certificates that are signed over SHA-1, as legacy reading has it. */
    TrustPolicy withWeakDigests() {
        return new TrustPolicy(authorities, intermediates, lists, true);
    }

    boolean checksRevocation() {
        return !lists.isEmpty();
    }

    /** What became of a path. */
    enum Outcome {
        TRUSTED,
        /** No path to an authority. */
        UNKNOWN,
        /** A certificate of the path is not valid at the time. */
        EXPIRED,
        REVOKED,
        /** Whether one is revoked cannot be told. */
        NO_REVOCATION_STATUS,
        /** A path breaks a rule, or an algorithm is too weak. */
        BROKEN
    }

    /** Looks for a path from the signer to an authority. */
    Outcome check(X509Certificate signer, List<X509Certificate> cameAlong, Instant time) {
        try {
            X509CertSelector selector = new X509CertSelector();
            selector.setCertificate(signer);
            Set<TrustAnchor> anchors = authorities.stream()
                    .map(authority -> new TrustAnchor(authority, null))
                    .collect(Collectors.toSet());
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, selector);
            parameters.setDate(Date.from(time));
            parameters.addCertStore(store(signer, cameAlong));
            parameters.setRevocationEnabled(false);
            CertPathBuilder builder = CertPathBuilder.getInstance("PKIX");
            if (checksRevocation()) {
                parameters.setRevocationEnabled(true);
                parameters.addCertPathChecker(revocation(builder));
            }
            PKIXCertPathBuilderResult result = (PKIXCertPathBuilderResult) builder.build(parameters);
            return isStrong(result.getCertPath().getCertificates()) ? Outcome.TRUSTED : Outcome.BROKEN;
        } catch (CertPathBuilderException e) {
            return why(e, signer, time);
        } catch (GeneralSecurityException | RuntimeException e) {
            return Outcome.BROKEN;
        }
    }

    private CertStore store(X509Certificate signer, List<X509Certificate> cameAlong) throws GeneralSecurityException {
        List<Object> all = new ArrayList<>(cameAlong);
        all.add(signer);
        all.addAll(intermediates);
        all.addAll(lists);
        return CertStore.getInstance("Collection", new CollectionCertStoreParameters(all));
    }

    private static PKIXRevocationChecker revocation(CertPathBuilder builder) {
        PKIXRevocationChecker checker = (PKIXRevocationChecker) builder.getRevocationChecker();
        checker.setOptions(
                EnumSet.of(PKIXRevocationChecker.Option.PREFER_CRLS, PKIXRevocationChecker.Option.NO_FALLBACK));
        return checker;
    }

    private boolean isStrong(List<? extends Certificate> path) {
        for (Certificate each : path) {
            X509Certificate certificate = (X509Certificate) each;
            String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
            boolean weak = algorithm.contains("MD2")
                    || algorithm.contains("MD5")
                    || algorithm.contains("DSA") && !algorithm.contains("ECDSA");
            if (weak
                    || algorithm.startsWith("SHA1") && !weakDigests
                    || !CertificateUse.isStrong(certificate.getPublicKey())) {
                return false;
            }
        }
        return true;
    }

    private static Outcome why(CertPathBuilderException e, X509Certificate signer, Instant time) {
        if (time.isBefore(signer.getNotBefore().toInstant())
                || time.isAfter(signer.getNotAfter().toInstant())) {
            return Outcome.EXPIRED;
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathValidatorException refused) {
                return why(refused.getReason());
            }
        }
        return Outcome.UNKNOWN;
    }

    private static Outcome why(CertPathValidatorException.Reason reason) {
        if (reason == CertPathValidatorException.BasicReason.REVOKED) {
            return Outcome.REVOKED;
        }
        if (reason == CertPathValidatorException.BasicReason.UNDETERMINED_REVOCATION_STATUS) {
            return Outcome.NO_REVOCATION_STATUS;
        }
        if (reason == CertPathValidatorException.BasicReason.EXPIRED
                || reason == CertPathValidatorException.BasicReason.NOT_YET_VALID) {
            return Outcome.EXPIRED;
        }
        return reason == PKIXReason.NO_TRUST_ANCHOR ? Outcome.UNKNOWN : Outcome.BROKEN;
    }

    /** Returns how many authorities and lists it has. */
    @Override
    public String toString() {
        return "TrustPolicy[" + authorities.size() + " authorities, " + lists.size() + " revocation lists]";
    }
}
