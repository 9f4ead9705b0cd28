// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.SignerIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.smime.CmsFailure.Reason;

/**
 * The certificates that came along with a signature: of anybody, of any kind (RFC 5652 10.2.2, RFC 8550 2.3). Those that the
 * signature has nothing to do with are passed over, whatever is wrong with them.
 */
final class SentCertificates {

    /** Whoever sends them must not choose how much is read, */
    static final int MOST = 100;

    /** or how long paths are looked for: fifteen authorities that have issued each other make thousands of them. */
    private static final int MOST_LINKS = 10;

    private static final String SUBJECT_KEY_IDENTIFIER = "2.5.29.14";

    private final List<X509Certificate> readable = new ArrayList<>();
    private final List<Certificate> unreadable = new ArrayList<>();

    private SentCertificates() {}

    static SentCertificates of(@Nullable ASN1Set set) throws CmsFailure {
        SentCertificates all = new SentCertificates();
        if (set == null) {
            return all;
        }
        if (set.size() > MOST) {
            throw new CmsFailure(Reason.LIMIT, "There are more certificates than are looked at.");
        }
        for (ASN1Encodable each : set) {
            if (!(each instanceof ASN1TaggedObject)) { // certificates of attributes, and of other formats
                all.add(each);
            }
        }
        return all;
    }

    private void add(ASN1Encodable value) {
        Certificate certificate;
        try {
            certificate = Certificate.getInstance(value);
        } catch (RuntimeException e) {
            return; // nobody's
        }
        // A signature that ends with zeros says the same if some of its bits are called unused, but is another one.
        if (certificate.getSignature().getPadBits() != 0) {
            unreadable.add(certificate);
            return;
        }
        try {
            // As it came: in DER it might be other octets than those that were signed, and yet hold.
            byte[] encoded = value.toASN1Primitive().getEncoded(ASN1Encoding.DL);
            readable.add((X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded)));
        } catch (IOException | GeneralSecurityException e) {
            unreadable.add(certificate);
        }
    }

    /** Those that a signer info names, of which there may be several: an issuer may repeat a number, a key have two certificates. */
    List<X509Certificate> of(SignerIdentifier id) throws CmsFailure {
        List<X509Certificate> named =
                readable.stream().filter(each -> isNamed(id, each)).toList();
        if (!named.isEmpty()) {
            return named;
        }
        boolean broken = !id.isTagged() && unreadable.stream().anyMatch(each -> isNamed(id, each));
        throw broken
                ? new CmsFailure(Reason.CERTIFICATE, "The certificate of the signer cannot be read.")
                : new CmsFailure(Reason.NO_CERTIFICATE, "The certificate of the signer did not come along.");
    }

    private static boolean isNamed(SignerIdentifier id, Certificate certificate) {
        IssuerAndSerialNumber named = IssuerAndSerialNumber.getInstance(id.getId());
        return named.getName().equals(certificate.getIssuer())
                && named.getSerialNumber().equals(certificate.getSerialNumber());
    }

    private static boolean isNamed(SignerIdentifier id, X509Certificate certificate) {
        return id.isTagged()
                ? isNamed(ASN1OctetString.getInstance(id.getId()), certificate)
                : isNamed(IssuerAndSerialNumber.getInstance(id.getId()), certificate);
    }

    /** Whether a name and a number are those of a certificate; names are compared as RFC 5280 7.1 has it. */
    static boolean isNamed(IssuerAndSerialNumber named, X509Certificate certificate) {
        IssuerAndSerialNumber own = SignedFrame.issuerAndSerial(certificate);
        return own.getSerialNumber().equals(named.getSerialNumber())
                && own.getName().equals(named.getName());
    }

    /** Whether a key identifier is that of a certificate. */
    static boolean isNamed(ASN1OctetString keyIdentifier, X509Certificate certificate) {
        byte[] extension = certificate.getExtensionValue(SUBJECT_KEY_IDENTIFIER);
        return extension != null
                && Arrays.equals(
                        ASN1OctetString.getInstance(
                                        ASN1OctetString.getInstance(extension).getOctets())
                                .getOctets(),
                        keyIdentifier.getOctets());
    }

    /** A certificate, and those that may lead from it to an authority, the nearest first. */
    List<X509Certificate> pathOf(X509Certificate signer) {
        List<X509Certificate> links = new ArrayList<>(List.of(signer));
        for (int i = 0; i < links.size(); i++) {
            X500Principal issuer = links.get(i).getIssuerX500Principal();
            readable.stream()
                    .filter(each -> each.getSubjectX500Principal().equals(issuer) && !links.contains(each))
                    .limit(MOST_LINKS - links.size())
                    .forEach(links::add);
        }
        return links;
    }
}
