// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.smime.TrustPolicy.Outcome;

/** Looks for a path from one signer to an authority that nothing is wrong with. For one thread. */
final class PathSearch {

    /** Each costs a verification of every list, and whoever writes a mail must not choose how many. */
    private static final int MOST_OTHER_KEYS = 20;

    /** Of paths for those who have signed a list. */
    private static final int MOST_SEARCHES = 6;

    private final Collection<X509Certificate> authorities;
    private final RevocationLists lists;
    private final OcspAnswers answers;
    private final Instant time;
    private final boolean weakDigests;
    private final Map<X509Certificate, PathFinder> finders = new HashMap<>();
    private final Map<OtherKey, Leading> leading = new HashMap<>();
    private Collection<X509Certificate> known = List.of();

    /** Where a certificate leads. If limits have kept one from looking, what its lists revoke is not held to be good. */
    private enum Leading {
        TO_AUTHORITY,
        NOWHERE,
        NOT_KNOWN
    }

    /** A certificate that may lead to an authority. */
    private record OtherKey(X509Certificate authority, X509Certificate certificate) {}

    /**
     * A search.
     *
     * @param weakDigests whether certificates and lists that are signed over SHA-1 will do
     */
    PathSearch(
            Collection<X509Certificate> authorities,
            RevocationLists lists,
            OcspAnswers answers,
            Instant time,
            boolean weakDigests) {
        this.authorities = authorities;
        this.lists = lists;
        this.answers = answers;
        this.time = time;
        this.weakDigests = weakDigests;
    }

    /**
     * Looks for a path.
     *
     * @param known certificates that it may lead through
     */
    Outcome run(X509Certificate signer, Collection<X509Certificate> known) {
        this.known = known;
        if (authorities.contains(signer)) {
            return pinned(signer);
        }
        return search(signer);
    }

    private Outcome search(X509Certificate signer) {
        Outcome best = Outcome.UNKNOWN;
        for (PathFinder.Path path : new PathFinder(authorities, known, time).from(signer)) {
            Outcome one = judge(path);
            if (one == Outcome.TRUSTED) {
                return one;
            }
            best = one.compareTo(best) < 0 ? one : best;
        }
        return best;
    }

    /** A signer that is an authority itself. */
    private Outcome pinned(X509Certificate signer) {
        if (!CertificateUse.isValid(signer, time)) {
            return Outcome.EXPIRED;
        }
        if (!CertificateUse.isStrong(signer.getPublicKey()) || signer.hasUnsupportedCriticalExtension()) {
            return Outcome.BROKEN;
        }
        return isRevocationAskedFor() ? revocation(signer) : Outcome.TRUSTED;
    }

    /** Of one that is trusted itself: as another path to an authority has it, or else its issuer, who need lead nowhere. */
    private Outcome revocation(X509Certificate signer) {
        Outcome found = search(signer);
        if (found == Outcome.TRUSTED || found == Outcome.REVOKED) {
            return found;
        }
        Outcome all = isOwnIssuer(signer) ? Outcome.IRREVOCABLE : Outcome.NO_REVOCATION_STATUS;
        for (PathFinder.Path path : new PathFinder(issuers(), List.of(), time).from(signer)) {
            Outcome one = ofIssuer(signer, path.authority());
            if (one == Outcome.REVOKED) {
                return one;
            }
            all = one == Outcome.TRUSTED ? one : all;
        }
        return all;
    }

    /** Nobody but itself could revoke it. */
    private static boolean isOwnIssuer(X509Certificate signer) {
        return CertificateUse.isSelfIssued(signer) && CertificateUse.hasSigned(signer.getPublicKey(), signer);
    }

    private List<X509Certificate> issuers() {
        return Stream.concat(authorities.stream(), known.stream().filter(CertificateUse::isAffordable))
                .toList();
    }

    private Outcome ofIssuer(X509Certificate certificate, X509Certificate issuer) {
        try {
            return least(lists.status(certificate, issuer, time, weakDigests), answered(certificate, issuer));
        } catch (GeneralSecurityException | RuntimeException e) {
            return Outcome.NO_REVOCATION_STATUS;
        }
    }

    private Outcome judge(PathFinder.Path path) {
        try {
            Outcome valid = valid(path);
            return valid == Outcome.TRUSTED && isRevocationAskedFor() ? revocation(path) : valid;
        } catch (GeneralSecurityException | RuntimeException e) {
            return Outcome.BROKEN;
        }
    }

    /** What a path is, but for revocation. */
    private Outcome valid(PathFinder.Path path) throws GeneralSecurityException {
        boolean strong = CertificateUse.isStrong(path.authority().getPublicKey())
                && path.certificates().stream().allMatch(each -> CertificateUse.isStrong(each, weakDigests));
        return !strong || PathRules.areBroken(path) ? Outcome.BROKEN : validate(path);
    }

    private Outcome validate(PathFinder.Path path) throws GeneralSecurityException {
        CertPathValidatorException fault =
                fault(CertPathValidator.getInstance("PKIX"), path.certificates(), parameters(path.authority(), false));
        return fault == null ? Outcome.TRUSTED : why(fault.getReason());
    }

    private static Outcome why(CertPathValidatorException.Reason reason) {
        if (reason == CertPathValidatorException.BasicReason.EXPIRED
                || reason == CertPathValidatorException.BasicReason.NOT_YET_VALID) {
            return Outcome.EXPIRED;
        }
        return reason == PKIXReason.NO_TRUST_ANCHOR ? Outcome.UNKNOWN : Outcome.BROKEN;
    }

    private boolean isRevocationAskedFor() {
        return lists.given() > 0 || answers.given() > 0;
    }

    /** What lists and answers say of a path: of every certificate, whatever they say of the others. */
    private Outcome revocation(PathFinder.Path path) throws GeneralSecurityException {
        Outcome all = Outcome.TRUSTED;
        for (int i = 0; i < path.certificates().size(); i++) {
            Outcome one = revocation(path.certificates().get(i), path.issuerOf(i), path.authority());
            if (one == Outcome.REVOKED) {
                return one;
            }
            all = one == Outcome.TRUSTED ? all : one;
        }
        return all;
    }

    private Outcome revocation(X509Certificate certificate, X509Certificate issuer, X509Certificate authority)
            throws GeneralSecurityException {
        return least(listed(certificate, issuer, authority), answered(certificate, issuer));
    }

    /** Of what lists and answers say. */
    private static Outcome least(Outcome listed, Outcome answered) {
        if (answered == Outcome.REVOKED || listed == Outcome.REVOKED) {
            return Outcome.REVOKED;
        }
        return answered == Outcome.TRUSTED ? answered : listed;
    }

    /**
     * What lists say. RFC 5280 6.3.3 (f): an issuer may sign them with another key than certificates, or have changed its key.
     * Whose that key is must lead to the authority of the path, and not be revoked.
     */
    private Outcome listed(X509Certificate certificate, X509Certificate issuer, X509Certificate authority)
            throws GeneralSecurityException {
        Outcome all = lists.status(certificate, issuer, time, weakDigests);
        if (all == Outcome.REVOKED) {
            return all;
        }
        List<X509Certificate> others = otherKeys(issuer);
        boolean doubt = others.size() > MOST_OTHER_KEYS;
        for (X509Certificate other : others.subList(0, Math.min(others.size(), MOST_OTHER_KEYS))) {
            Outcome one = lists.status(certificate, other, time, weakDigests);
            Leading leading = one == Outcome.NO_REVOCATION_STATUS ? Leading.NOWHERE : leading(authority, other);
            if (leading == Leading.TO_AUTHORITY) {
                if (one == Outcome.REVOKED) {
                    return one;
                }
                all = one;
            }
            doubt |= leading == Leading.NOT_KNOWN && one == Outcome.REVOKED;
        }
        return doubt && all == Outcome.TRUSTED ? Outcome.NO_REVOCATION_STATUS : all;
    }

    private List<X509Certificate> otherKeys(X509Certificate issuer) {
        return known.stream()
                .filter(each -> each.getSubjectX500Principal().equals(issuer.getSubjectX500Principal()))
                .filter(each -> !each.getPublicKey().equals(issuer.getPublicKey()))
                .filter(CertificateUse::maySignLists)
                .toList();
    }

    private Leading leading(X509Certificate authority, X509Certificate certificate) throws GeneralSecurityException {
        OtherKey key = new OtherKey(authority, certificate);
        Leading found = leading.get(key);
        if (found == null) {
            found = leading.size() < MOST_SEARCHES ? search(authority, certificate) : Leading.NOT_KNOWN;
            leading.put(key, found);
        }
        return found;
    }

    /** One finder for all that is asked of an authority: what it may verify is limited as a whole. */
    private Leading search(X509Certificate authority, X509Certificate certificate) throws GeneralSecurityException {
        PathFinder finder = finders.computeIfAbsent(authority, one -> new PathFinder(List.of(one), known, time));
        for (PathFinder.Path path : finder.from(certificate)) {
            if (valid(path) == Outcome.TRUSTED
                    && lists.status(certificate, path.issuerOf(0), time, weakDigests) != Outcome.REVOKED) {
                return Leading.TO_AUTHORITY;
            }
        }
        return finder.wasCutShort() ? Leading.NOT_KNOWN : Leading.NOWHERE;
    }

    /** What answers say: revoked if one that counts does, whatever the others say. The platform tells which count, and takes signatures that we do not. */
    private Outcome answered(X509Certificate certificate, X509Certificate issuer) throws GeneralSecurityException {
        Outcome all = Outcome.NO_REVOCATION_STATUS;
        for (OcspAnswers.Answer answer : answers.about(certificate)) {
            Outcome one = answered(certificate, issuer, answer.response());
            if (one == Outcome.REVOKED) {
                return one;
            }
            all = one == Outcome.TRUSTED && answer.isStrong(weakDigests) ? one : all;
        }
        return all;
    }

    private Outcome answered(X509Certificate certificate, X509Certificate issuer, byte[] answer)
            throws GeneralSecurityException {
        CertPathValidator validator = CertPathValidator.getInstance("PKIX");
        PKIXRevocationChecker checker = (PKIXRevocationChecker) validator.getRevocationChecker();
        checker.setOptions(EnumSet.of(PKIXRevocationChecker.Option.NO_FALLBACK));
        checker.setOcspResponses(Map.of(certificate, answer));
        PKIXParameters parameters = parameters(issuer, true);
        parameters.addCertPathChecker(checker);
        CertPathValidatorException fault = fault(validator, List.of(certificate), parameters);
        if (fault == null) {
            return Outcome.TRUSTED;
        }
        return fault.getReason() == CertPathValidatorException.BasicReason.REVOKED
                ? Outcome.REVOKED
                : Outcome.NO_REVOCATION_STATUS;
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

    private PKIXParameters parameters(X509Certificate authority, boolean revocation) throws GeneralSecurityException {
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(authority, null)));
        parameters.setDate(Date.from(time));
        parameters.setRevocationEnabled(revocation);
        return parameters;
    }
}
