// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.CRLReason;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.security.cert.X509Extension;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.smime.TrustPolicy.Outcome;

/** One list of revoked certificates (RFC 5280 5), and what it alone says of a certificate. Immutable. */
final class RevocationList {

    /** As the platform has it for lists and for answers. */
    private static final Duration SLACK = Duration.ofMinutes(15);

    private static final Set<String> KNOWN = Set.of(
            Extension.issuingDistributionPoint.getId(),
            Extension.deltaCRLIndicator.getId(),
            Extension.cRLNumber.getId(),
            Extension.authorityKeyIdentifier.getId());
    private static final Set<String> KNOWN_OF_ENTRIES =
            Set.of(Extension.reasonCode.getId(), Extension.invalidityDate.getId());

    private final X509CRL list;
    private final Set<BigInteger> revoked = new HashSet<>();
    private final @Nullable IssuingDistributionPoint scope;
    private final boolean delta;

    private RevocationList(X509CRL list) {
        this.list = list;
        this.scope = scope(list);
        this.delta = list.getExtensionValue(Extension.deltaCRLIndicator.getId()) != null;
        Set<? extends X509CRLEntry> entries = list.getRevokedCertificates();
        for (X509CRLEntry entry : entries == null ? Set.<X509CRLEntry>of() : entries) {
            // Only a delta takes something from a list (RFC 5280 5.3.1).
            if (!delta || entry.getRevocationReason() != CRLReason.REMOVE_FROM_CRL) {
                revoked.add(entry.getSerialNumber());
            }
        }
    }

    private static @Nullable IssuingDistributionPoint scope(X509CRL list) {
        byte[] value = list.getExtensionValue(Extension.issuingDistributionPoint.getId());
        return value == null
                ? null
                : IssuingDistributionPoint.getInstance(
                        ASN1OctetString.getInstance(value).getOctets());
    }

    /**
     * Reads a list.
     *
     * @return null if nothing can be concluded from it: there is something critical in it that nobody here understands, or it is
     *     one of certificates of several issuers
     */
    static @Nullable RevocationList read(X509CRL list) {
        try {
            if (!isUnderstood(list, KNOWN)) {
                return null;
            }
            Set<? extends X509CRLEntry> entries = list.getRevokedCertificates();
            // RFC 5280 5.3: one entry that is not understood spoils the list for all certificates.
            if (entries != null && !entries.stream().allMatch(entry -> isUnderstood(entry, KNOWN_OF_ENTRIES))) {
                return null;
            }
            RevocationList read = new RevocationList(list);
            return read.scope != null && read.scope.isIndirectCRL() ? null : read;
        } catch (RuntimeException e) {
            return null; // what cannot be read says nothing
        }
    }

    private static boolean isUnderstood(X509Extension extended, Set<String> known) {
        Set<String> critical = extended.getCriticalExtensionOIDs();
        return critical == null || known.containsAll(critical);
    }

    /** Whether an issuer has signed it, and it is for that time. */
    boolean counts(X509Certificate issuer, Instant time, boolean weakDigests) {
        if (!list.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())
                || !isOf(time)
                || !CertificateUse.maySignLists(issuer)
                || !CertificateUse.isStrong(list, weakDigests)) {
            return false;
        }
        try {
            list.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }

    private boolean isOf(Instant time) {
        return list.getNextUpdate() != null
                && !list.getThisUpdate().toInstant().isAfter(time.plus(SLACK))
                && !list.getNextUpdate().toInstant().isBefore(time.minus(SLACK));
    }

    /** What it says of a certificate of its issuer. A list of narrow scope can revoke; only one of full scope can clear. */
    Outcome status(X509Certificate certificate) {
        // Certificates of attributes have serial numbers of their own.
        if (scope != null && scope.onlyContainsAttributeCerts()) {
            return Outcome.NO_REVOCATION_STATUS;
        }
        if (revoked.contains(certificate.getSerialNumber())) {
            return Outcome.REVOKED;
        }
        return !delta && (scope == null || covers(certificate, scope)) ? Outcome.TRUSTED : Outcome.NO_REVOCATION_STATUS;
    }

    /** RFC 5280 6.3.3 (b) (2), and for all reasons. */
    private static boolean covers(X509Certificate certificate, IssuingDistributionPoint scope) {
        boolean shutOut =
                CertificateUse.isAuthority(certificate) ? scope.onlyContainsUserCerts() : scope.onlyContainsCACerts();
        return !shutOut
                && scope.getOnlySomeReasons() == null
                && (scope.getDistributionPoint() == null
                        || DistributionPoints.names(certificate, scope.getDistributionPoint()));
    }
}
