// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.Stream;

/**
 * Finds the paths that names and signatures lead along from a signer to authorities, the shortest first. Whoever sends a mail
 * chooses the certificates in it, so there is a limit to all that they can make it do: the platform's own builder has none.
 * For one thread.
 */
final class PathFinder {

    private static final int LONGEST = 10;
    private static final int MOST_PATHS = 8;
    private static final int MOST_STEPS = 200;
    private static final int MOST_VERIFICATIONS = 50;

    private final Collection<X509Certificate> authorities;
    private final List<X509Certificate> known;
    private final Map<Link, Boolean> links = new HashMap<>();
    private int verifications;
    private boolean cutShort;

    /** A path from a signer, who comes first, up to what an authority has issued. */
    record Path(List<X509Certificate> certificates, X509Certificate authority) {

        X509Certificate issuerOf(int index) {
            return index + 1 < certificates.size() ? certificates.get(index + 1) : authority;
        }
    }

    /** A key that may have signed a certificate. */
    private record Link(PublicKey issuer, X509Certificate certificate) {}

    /**
     * A finder.
     *
     * @param known certificates that paths may lead through
     */
    PathFinder(Collection<X509Certificate> authorities, Collection<X509Certificate> known, Instant time) {
        this.authorities = validFirst(authorities.stream(), time);
        this.known = validFirst(known.stream().filter(CertificateUse::isAffordable), time);
    }

    private static List<X509Certificate> validFirst(Stream<X509Certificate> certificates, Instant time) {
        return certificates
                .distinct()
                .sorted(Comparator.comparing(certificate -> !CertificateUse.isValid(certificate, time)))
                .toList();
    }

    List<Path> from(X509Certificate signer) {
        List<Path> found = new ArrayList<>();
        Queue<List<X509Certificate>> open = new ArrayDeque<>(List.of(List.of(signer)));
        for (int steps = 0; steps < MOST_STEPS && found.size() < MOST_PATHS && !open.isEmpty(); steps++) {
            List<X509Certificate> path = open.remove();
            X509Certificate last = path.get(path.size() - 1);
            issuers(last, authorities).forEach(authority -> found.add(new Path(path, authority)));
            if (path.size() < LONGEST) {
                issuers(last, known)
                        .filter(issuer -> !leadsBack(path, issuer))
                        .forEach(issuer -> open.add(extended(path, issuer)));
            }
        }
        cutShort |= !open.isEmpty();
        return found;
    }

    /** Whether a limit has kept it from looking everywhere. */
    boolean wasCutShort() {
        return cutShort;
    }

    private Stream<X509Certificate> issuers(X509Certificate certificate, Collection<X509Certificate> candidates) {
        return candidates.stream()
                .filter(candidate -> certificate.getIssuerX500Principal().equals(candidate.getSubjectX500Principal()))
                .filter(candidate -> hasSigned(candidate.getPublicKey(), certificate));
    }

    private boolean hasSigned(PublicKey key, X509Certificate certificate) {
        Link link = new Link(key, certificate);
        Boolean found = links.get(link);
        if (found == null) {
            if (verifications++ >= MOST_VERIFICATIONS) {
                cutShort = true;
                return false;
            }
            found = CertificateUse.hasSigned(key, certificate);
            links.put(link, found);
        }
        return found;
    }

    /** Whether a path has been at the same authority before, be it by another certificate. */
    private static boolean leadsBack(List<X509Certificate> path, X509Certificate issuer) {
        return path.stream()
                .anyMatch(each -> each.getSubjectX500Principal().equals(issuer.getSubjectX500Principal())
                        && each.getPublicKey().equals(issuer.getPublicKey()));
    }

    private static List<X509Certificate> extended(List<X509Certificate> path, X509Certificate issuer) {
        List<X509Certificate> longer = new ArrayList<>(path);
        longer.add(issuer);
        return List.copyOf(longer);
    }
}
