// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificate;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuerSerial;
import org.jspecify.annotations.Nullable;

/** Checks whose certificate a token is signed with, and whether it may sign time stamps. */
final class TimestampSigner {

    private static final String TIME_STAMPING = "1.3.6.1.5.5.7.3.8";
    private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
    private static final String ALTERNATIVE_NAMES = "2.5.29.17";

    private final X509Certificate certificate;

    TimestampSigner(X509Certificate certificate) {
        this.certificate = certificate;
    }

    /** RFC 3161 2.4.1, RFC 5816: one of the attributes is there, and what is there names this certificate. */
    void requireNamed(TimestampSignature signature) throws CmsFailure, TimestampRefusal {
        ASN1Encodable first = signature.attribute(PKCSObjectIdentifiers.id_aa_signingCertificate);
        ASN1Encodable second = signature.attribute(PKCSObjectIdentifiers.id_aa_signingCertificateV2);
        if (first == null && second == null) {
            throw notNamed("No signed attribute names the certificate.");
        }
        if (first != null) {
            requireSame(ESSCertIDv2.from(SigningCertificate.getInstance(first).getCerts()[0]), true);
        }
        if (second != null) {
            requireSame(SigningCertificateV2.getInstance(second).getCerts()[0], false);
        }
    }

    /** The first identifier is that of the signer (RFC 5035 3); what may follow are certificates above. */
    private void requireSame(ESSCertIDv2 id, boolean sha1) throws TimestampRefusal {
        String algorithm = algorithm(id.getHashAlgorithm(), sha1);
        try {
            byte[] hash = MessageDigest.getInstance(algorithm).digest(certificate.getEncoded());
            if (!MessageDigest.isEqual(hash, id.getCertHash()) || !isIssuer(id.getIssuerSerial())) {
                throw notNamed("The signed attribute names another certificate.");
            }
        } catch (GeneralSecurityException e) {
            throw notNamed("The signed attribute names another certificate.");
        }
    }

    /** In the first edition of the attribute nothing else than SHA-1 can be; nothing rests on it alone. */
    private static String algorithm(AlgorithmIdentifier stated, boolean sha1) throws TimestampRefusal {
        if (sha1 && stated.getAlgorithm().equals(OIWObjectIdentifiers.idSHA1)) {
            return "SHA-1";
        }
        TimestampDigest digest = TimestampDigest.of(stated);
        if (digest == null) {
            throw new TimestampRefusal(
                    TimestampCheck.ALGORITHMS, "The certificate is named by a digest that is not accepted.");
        }
        return digest.javaName();
    }

    private boolean isIssuer(@Nullable IssuerSerial named) {
        if (named == null) {
            return true;
        }
        GeneralName[] issuer = named.getIssuer().getNames();
        BigInteger serial = named.getSerial().getValue();
        return issuer.length == 1
                && isDirectoryName(
                        issuer[0], certificate.getIssuerX500Principal().getEncoded())
                && serial.equals(certificate.getSerialNumber());
    }

    private static boolean isDirectoryName(GeneralName name, byte[] expected) {
        return name.getTagNo() == GeneralName.directoryName
                && X500Name.getInstance(name.getName()).equals(X500Name.getInstance(expected));
    }

    /** RFC 3161 2.4.2: the name in the token, if there is one, is a name in the certificate. */
    void requireName(@Nullable GeneralName name) throws TimestampRefusal {
        if (name == null
                || isDirectoryName(name, certificate.getSubjectX500Principal().getEncoded())) {
            return;
        }
        byte[] extension = certificate.getExtensionValue(ALTERNATIVE_NAMES);
        if (extension != null) {
            byte[] names = ASN1OctetString.getInstance(extension).getOctets();
            if (List.of(GeneralNames.getInstance(names).getNames()).contains(name)) {
                return;
            }
        }
        throw notNamed("The token names another authority than the certificate.");
    }

    private static TimestampRefusal notNamed(String reason) {
        return new TimestampRefusal(TimestampCheck.SIGNING_CERTIFICATE, reason);
    }

    void requireForTimestamps() throws TimestampRefusal {
        if (CertificateUse.isAuthority(certificate)) {
            throw unfit("The certificate is that of an authority for certificates.");
        }
        if (!CertificateUse.maySign(certificate)) {
            throw unfit("The certificate does not let its key sign.");
        }
        Set<String> critical = certificate.getCriticalExtensionOIDs();
        if (!isForNothingElse() || critical == null || !critical.contains(EXTENDED_KEY_USAGE)) {
            throw unfit("The certificate is not for time stamps alone, or does not say so critically.");
        }
    }

    private boolean isForNothingElse() {
        try {
            return List.of(TIME_STAMPING).equals(certificate.getExtendedKeyUsage());
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    private static TimestampRefusal unfit(String reason) {
        return new TimestampRefusal(TimestampCheck.AUTHORITY_CERTIFICATE, reason);
    }

    void requireValidAt(Instant time) throws TimestampRefusal {
        if (time.isBefore(certificate.getNotBefore().toInstant())
                || time.isAfter(certificate.getNotAfter().toInstant())) {
            throw new TimestampRefusal(TimestampCheck.TIME, "The certificate was not valid at the time of the stamp.");
        }
    }

    void requireTrusted(TrustPolicy trust, List<X509Certificate> cameAlong, Instant now) throws TimestampRefusal {
        switch (trust.check(certificate, cameAlong, now)) {
            case TRUSTED, IRREVOCABLE -> {}
            case UNKNOWN -> throw untrusted("No path leads to an authority that is trusted.");
            case BROKEN -> throw untrusted("The path breaks a rule, or an algorithm in it is too weak.");
            case EXPIRED ->
                throw open(TimestampCheck.AUTHORITY_TRUST, "A certificate of the path is not valid at the time.");
            case REVOKED ->
                throw new TimestampRefusal(TimestampCheck.REVOCATION, "A certificate of the path is revoked.");
            case NO_REVOCATION_STATUS ->
                throw open(TimestampCheck.REVOCATION, "Whether a certificate of the path is revoked cannot be told.");
        }
    }

    private static TimestampRefusal untrusted(String reason) {
        return new TimestampRefusal(TimestampCheck.AUTHORITY_TRUST, reason);
    }

    private static TimestampRefusal open(TimestampCheck check, String reason) {
        return new TimestampRefusal(new TimestampVerdict.Undetermined(check, reason));
    }
}
