// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/** From where the list for a certificate is to come (RFC 5280 4.2.1.13), compared with what a list says of itself. */
final class DistributionPoints {

    private DistributionPoints() {}

    /**
     * Whether a certificate names the point of a list of its issuer, for all reasons. The name of the issuer is always such a
     * point (RFC 5280 6.3.3, at its end).
     */
    static boolean names(X509Certificate certificate, DistributionPointName point) {
        X500Name issuer =
                X500Name.getInstance(certificate.getIssuerX500Principal().getEncoded());
        Set<Object> own = new HashSet<>(Set.of(certificate.getIssuerX500Principal()));
        byte[] value = certificate.getExtensionValue(Extension.cRLDistributionPoints.getId());
        if (value != null) {
            CRLDistPoint all =
                    CRLDistPoint.getInstance(ASN1OctetString.getInstance(value).getOctets());
            for (DistributionPoint each : all.getDistributionPoints()) {
                // One with another issuer is for indirect lists, one with reasons for lists of these only.
                if (each.getDistributionPoint() != null && each.getReasons() == null && each.getCRLIssuer() == null) {
                    own.addAll(namesOf(each.getDistributionPoint(), issuer));
                }
            }
        }
        return !Collections.disjoint(own, namesOf(point, issuer));
    }

    private static Set<Object> namesOf(DistributionPointName point, X500Name issuer) {
        Set<Object> names = new HashSet<>();
        if (point.getType() == DistributionPointName.FULL_NAME) {
            for (GeneralName name : GeneralNames.getInstance(point.getName()).getNames()) {
                names.add(name.getTagNo() == GeneralName.directoryName ? principal(name.getName()) : name);
            }
        } else {
            X500NameBuilder below = new X500NameBuilder();
            for (RDN rdn : issuer.getRDNs()) {
                below.addMultiValuedRDN(rdn.getTypesAndValues());
            }
            below.addMultiValuedRDN(RDN.getInstance(point.getName()).getTypesAndValues());
            names.add(principal(below.build()));
        }
        return names;
    }

    private static X500Principal principal(ASN1Encodable name) {
        try {
            return new X500Principal(name.toASN1Primitive().getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
