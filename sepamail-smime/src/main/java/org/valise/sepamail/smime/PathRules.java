// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.x509.Extension;

/** What a path must not have, before the platform looks at it. */
final class PathRules {

    private PathRules() {}

    /** Whether it is refused for what the platform does not look at, or for names that it misjudges. */
    static boolean areBroken(PathFinder.Path path) {
        List<X509Certificate> certificates = path.certificates();
        boolean constrained = certificates.stream()
                .anyMatch(each -> each.getExtensionValue(Extension.nameConstraints.getId()) != null);
        return !CertificateUse.isAuthority(path.authority())
                || constrained && CertificateUse.hasOddName(certificates.get(0));
    }
}
