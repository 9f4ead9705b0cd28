// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.PKIXParameters;
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
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.smime.TrustPolicy.Outcome;

/** Looks for a path from one signer to an authority, and for the reason if there is none. For one thread. */
final class PathSearch {

    private static final int LONGEST = 10;

    private final Collection<X509Certificate> authorities;
    private final List<X509Certificate> known;
    private final List<X509CRL> lists;
    private final OcspAnswers answers;
    private final Instant time;

    /**
     * A search.
     *
     * @param known certificates that paths may lead through, the signer's among them
     */
    PathSearch(
            Collection<X509Certificate> authorities,
            List<X509Certificate> known,
            List<X509CRL> lists,
            OcspAnswers answers,
            Instant time) {
        this.authorities = authorities;
        this.known = known;
        this.lists = lists;
        this.answers = answers;
        this.time = time;
    }

    /**
     * Looks for a path.
     *
     * @param weakDigests whether one that is signed over SHA-1 will do
     */
    Outcome run(X509Certificate signer, boolean weakDigests) throws GeneralSecurityException {
        X509CertSelector selector = new X509CertSelector();
        selector.setCertificate(signer);
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors(authorities), selector);
        set(parameters, hasListsOnly());
        try {
            PKIXCertPathBuilderResult found = (PKIXCertPathBuilderResult)
                    CertPathBuilder.getInstance("PKIX").build(parameters);
            return judge(found.getCertPath(), found.getTrustAnchor().getTrustedCert(), weakDigests);
        } catch (CertPathBuilderException e) {
            return why(signer, weakDigests);
        }
    }

    /** The builder itself looks into lists, so that it takes another path if one is revoked. */
    private boolean hasListsOnly() {
        return !lists.isEmpty() && answers.given() == 0;
    }

    private Outcome judge(CertPath path, X509Certificate authority, boolean weakDigests)
            throws GeneralSecurityException {
        List<X509Certificate> certificates =
                path.getCertificates().stream().map(X509Certificate.class::cast).toList();
        if (certificates.isEmpty()) {
            return pinned(authority);
        }
        boolean strong = CertificateUse.isStrong(authority.getPublicKey())
                && certificates.stream().allMatch(each -> CertificateUse.isStrong(each, weakDigests));
        boolean constrained = certificates.stream().anyMatch(CertificateUse::constrainsNames);
        if (!strong || constrained && CertificateUse.hasOddName(certificates.get(0))) {
            return Outcome.BROKEN;
        }
        return answers.given() > 0 ? revocation(certificates, authority) : Outcome.TRUSTED;
    }

    /** The platform takes a signer that is an authority itself without a look at it. */
    private Outcome pinned(X509Certificate signer) {
        if (!CertificateUse.isValid(signer, time)) {
            return Outcome.EXPIRED;
        }
        return CertificateUse.isStrong(signer.getPublicKey()) ? Outcome.TRUSTED : Outcome.BROKEN;
    }

    /** What lists and answers say of a path: of every certificate, whatever they say of the others. */
    private Outcome revocation(List<X509Certificate> path, X509Certificate authority) throws GeneralSecurityException {
        Outcome all = Outcome.TRUSTED;
        for (int i = 0; i < path.size(); i++) {
            X509Certificate issuer = i + 1 < path.size() ? path.get(i + 1) : authority;
            Outcome one = revocation(path.get(i), issuer);
            if (one == Outcome.REVOKED) {
                return one;
            }
            all = one == Outcome.TRUSTED ? all : one;
        }
        return all;
    }

    private Outcome revocation(X509Certificate certificate, X509Certificate issuer) throws GeneralSecurityException {
        Outcome answered = answers.given() == 0 ? Outcome.NO_REVOCATION_STATUS : answered(certificate, issuer);
        Outcome listed = lists.isEmpty() ? Outcome.NO_REVOCATION_STATUS : revocation(certificate, issuer, null);
        if (answered == Outcome.REVOKED || listed == Outcome.REVOKED) {
            return Outcome.REVOKED;
        }
        return answered == Outcome.TRUSTED ? answered : listed;
    }

    /** The latest answer counts. If it is as good as none, it hides no other that says that the certificate is revoked. */
    private Outcome answered(X509Certificate certificate, X509Certificate issuer) throws GeneralSecurityException {
        boolean latest = true;
        for (byte[] answer : answers.about(certificate, time)) {
            Outcome one = revocation(certificate, issuer, answer);
            if (one == Outcome.REVOKED || latest && one == Outcome.TRUSTED) {
                return one;
            }
            latest = false;
        }
        return Outcome.NO_REVOCATION_STATUS;
    }

    /** By an answer, or by the lists. */
    private Outcome revocation(X509Certificate certificate, X509Certificate issuer, byte @Nullable [] answer)
            throws GeneralSecurityException {
        List<X509Certificate> trusted = new ArrayList<>(authorities);
        trusted.add(issuer);
        CertPathValidator validator = CertPathValidator.getInstance("PKIX");
        PKIXParameters parameters = new PKIXParameters(anchors(trusted));
        set(parameters, true);
        if (answer != null) {
            PKIXRevocationChecker checker = (PKIXRevocationChecker) validator.getRevocationChecker();
            checker.setOptions(EnumSet.of(PKIXRevocationChecker.Option.NO_FALLBACK));
            checker.setOcspResponses(Map.of(certificate, answer));
            parameters.addCertPathChecker(checker);
        }
        CertPathValidatorException fault = fault(validator, List.of(certificate), parameters);
        if (fault == null) {
            return Outcome.TRUSTED;
        }
        return fault.getReason() == CertPathValidatorException.BasicReason.REVOKED
                ? Outcome.REVOKED
                : Outcome.NO_REVOCATION_STATUS;
    }

    /** The builder does not say why it found none: a path that the names and signatures lead along does. */
    private Outcome why(X509Certificate signer, boolean weakDigests) throws GeneralSecurityException {
        if (hasListsOnly()) {
            Outcome otherwise =
                    new PathSearch(authorities, known, List.of(), OcspAnswers.NONE, time).run(signer, weakDigests);
            if (otherwise != Outcome.TRUSTED) {
                return otherwise;
            }
        }
        List<X509Certificate> path = new ArrayList<>(List.of(signer));
        X509Certificate authority = follow(path);
        if (authority == null) {
            return Outcome.UNKNOWN;
        }
        if (hasListsOnly()) {
            return revocation(path, authority) == Outcome.REVOKED ? Outcome.REVOKED : Outcome.NO_REVOCATION_STATUS;
        }
        PKIXParameters parameters = new PKIXParameters(anchors(List.of(authority)));
        set(parameters, false);
        CertPathValidatorException fault = fault(CertPathValidator.getInstance("PKIX"), path, parameters);
        return fault == null ? Outcome.BROKEN : why(fault.getReason());
    }

    private static Outcome why(CertPathValidatorException.Reason reason) {
        if (reason == CertPathValidatorException.BasicReason.EXPIRED
                || reason == CertPathValidatorException.BasicReason.NOT_YET_VALID) {
            return Outcome.EXPIRED;
        }
        return reason == PKIXReason.NO_TRUST_ANCHOR ? Outcome.UNKNOWN : Outcome.BROKEN;
    }

    /** Adds the issuer of the last one, and that one's, up to an authority; null if there is none. */
    private @Nullable X509Certificate follow(List<X509Certificate> path) {
        while (path.size() <= LONGEST) {
            X509Certificate last = path.get(path.size() - 1);
            X509Certificate authority = issuer(last, authorities);
            if (authority != null) {
                return authority;
            }
            List<X509Certificate> others =
                    known.stream().filter(each -> !path.contains(each)).toList();
            X509Certificate issuer = issuer(last, others);
            if (issuer == null) {
                return null;
            }
            path.add(issuer);
        }
        return null;
    }

    /** One that is valid rather than one that is not. */
    private @Nullable X509Certificate issuer(X509Certificate certificate, Collection<X509Certificate> candidates) {
        X509Certificate found = null;
        for (X509Certificate candidate : candidates) {
            boolean better = found == null || !CertificateUse.isValid(found, time);
            if (better && CertificateUse.hasIssued(candidate, certificate)) {
                found = candidate;
            }
        }
        return found;
    }

    private static @Nullable CertPathValidatorException fault(
            CertPathValidator validator, List<X509Certificate> path, PKIXParameters parameters)
            throws GeneralSecurityException {
        try {
            validator.validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
            return null;
        } catch (CertPathValidatorException e) {
            return e;
        }
    }

    /**
     * Sets what all searches have. The platform's own checker of lists is not to be replaced by one that is asked for: that
     * one fetches lists from where certificates say that they are.
     */
    private void set(PKIXParameters parameters, boolean revocation) throws GeneralSecurityException {
        List<Object> all = new ArrayList<>(known);
        all.addAll(lists);
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(all)));
        parameters.setDate(Date.from(time));
        parameters.setRevocationEnabled(revocation);
    }

    private static Set<TrustAnchor> anchors(Collection<X509Certificate> authorities) {
        return authorities.stream()
                .map(authority -> new TrustAnchor(authority, null))
                .collect(Collectors.toSet());
    }
}
