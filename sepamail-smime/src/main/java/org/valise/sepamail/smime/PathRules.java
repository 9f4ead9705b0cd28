// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;

/** What a path must not have, before the platform looks at it. */
final class PathRules {

    /** Policies that are mapped onto each other multiply from one certificate to the next; so few cannot get far. */
    private static final int MOST_MAPPINGS = 50;

    /** Of policies, and of names that are let in or shut out, the platform compares each with each. */
    private static final int MOST_POLICIES = 200;

    private static final int MOST_CONSTRAINTS = 200;
    private static final int MOST_CONSTRAINED_NAMES = 200;

    private PathRules() {}

    /** Whether it is refused for what the platform does not look at, for names that it misjudges, or for what keeps it busy. */
    static boolean areBroken(PathFinder.Path path) {
        List<X509Certificate> certificates = path.certificates();
        List<GeneralName> constraints = certificates.stream()
                .flatMap(PathRules::constraints)
                .flatMap(PathRules::names)
                .toList();
        return !CertificateUse.isAuthority(path.authority())
                || count(certificates, Extension.policyMappings) > MOST_MAPPINGS
                || count(certificates, Extension.certificatePolicies) > MOST_POLICIES
                || !constraints.isEmpty() && areOdd(constraints, certificates);
    }

    private static boolean areOdd(List<GeneralName> constraints, List<X509Certificate> certificates) {
        return constraints.size() > MOST_CONSTRAINTS
                || count(certificates, Extension.subjectAlternativeName) > MOST_CONSTRAINED_NAMES
                || constraints.stream().anyMatch(PathRules::isOdd)
                || CertificateUse.hasOddName(certificates.get(0));
    }

    /** How much there is in all sequences of a kind. */
    private static int count(List<X509Certificate> path, ASN1ObjectIdentifier extension) {
        return path.stream()
                .map(certificate -> certificate.getExtensionValue(extension.getId()))
                .filter(Objects::nonNull)
                .mapToInt(value -> ASN1Sequence.getInstance(
                                ASN1OctetString.getInstance(value).getOctets())
                        .size())
                .sum();
    }

    private static Stream<NameConstraints> constraints(X509Certificate certificate) {
        byte[] value = certificate.getExtensionValue(Extension.nameConstraints.getId());
        return value == null
                ? Stream.of()
                : Stream.of(NameConstraints.getInstance(
                        ASN1OctetString.getInstance(value).getOctets()));
    }

    private static Stream<GeneralName> names(NameConstraints constraints) {
        return Stream.of(constraints.getPermittedSubtrees(), constraints.getExcludedSubtrees())
                .flatMap(subtrees -> subtrees == null ? Stream.<GeneralSubtree>of() : Stream.of(subtrees))
                .map(GeneralSubtree::getBase);
    }

    /** Whether it is a domain of mails that ends with a dot: the platform does not see that it is the one without. */
    private static boolean isOdd(GeneralName constraint) {
        return constraint.getTagNo() == GeneralName.rfc822Name
                && constraint.getName().toString().endsWith(".");
    }
}
