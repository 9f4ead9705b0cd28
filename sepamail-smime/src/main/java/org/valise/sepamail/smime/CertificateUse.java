// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.interfaces.DSAKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.operator.DefaultSignatureNameFinder;
import org.jspecify.annotations.Nullable;

/** What a certificate lets its key do (RFC 5280 4.2.1, RFC 8550 4.4). */
final class CertificateUse {

    private static final int LEAST_RSA_BITS = 2048;
    private static final int MOST_RSA_BITS = 8192;
    private static final int MOST_EXPONENT_BITS = 32;
    private static final int MOST_DSA_BITS = 3072;
    private static final String EMAIL_PROTECTION = "1.3.6.1.5.5.7.3.4";
    private static final String ANY_USE = "2.5.29.37.0";
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int NON_REPUDIATION = 1;
    private static final int KEY_ENCIPHERMENT = 2;
    private static final int KEY_AGREEMENT = 4;
    private static final int LIST_SIGNING = 6;

    private CertificateUse() {}

    static boolean maySign(X509Certificate certificate) {
        return allows(certificate, DIGITAL_SIGNATURE) || allows(certificate, NON_REPUDIATION);
    }

    static boolean mayReceive(X509Certificate certificate) {
        return allows(certificate, certificate.getPublicKey() instanceof RSAKey ? KEY_ENCIPHERMENT : KEY_AGREEMENT);
    }

    static boolean maySignLists(X509Certificate certificate) {
        return allows(certificate, LIST_SIGNING);
    }

    private static boolean allows(X509Certificate certificate, int use) {
        boolean[] usage = certificate.getKeyUsage();
        return usage == null || usage[use];
    }

    /** Without the extension a key is for every use. */
    static boolean isForMail(X509Certificate certificate) {
        try {
            List<String> uses = certificate.getExtendedKeyUsage();
            return uses == null || uses.contains(EMAIL_PROTECTION) || uses.contains(ANY_USE);
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    static boolean isAuthority(X509Certificate certificate) {
        return certificate.getBasicConstraints() >= 0;
    }

    /** Of RSASSA-PSS the name of the algorithm does not tell the digest: its parameters do, and SHA-1 is what they mean if left out. */
    private static boolean isWeakPss(String oid, byte @Nullable [] parameters, boolean weakDigests) {
        if (!PKCSObjectIdentifiers.id_RSASSA_PSS.getId().equals(oid)) {
            return false;
        }
        RSASSAPSSparams stated = parameters == null ? new RSASSAPSSparams() : RSASSAPSSparams.getInstance(parameters);
        AlgorithmIdentifier mask =
                AlgorithmIdentifier.getInstance(stated.getMaskGenAlgorithm().getParameters());
        return !isStrong(stated.getHashAlgorithm(), weakDigests) || !isStrong(mask, weakDigests);
    }

    private static boolean isStrong(AlgorithmIdentifier digest, boolean weakDigests) {
        for (SignatureScheme.Digest known : SignatureScheme.Digest.values()) {
            if (known.oid().equals(digest.getAlgorithm())) {
                return known != SignatureScheme.Digest.SHA_1 || weakDigests;
            }
        }
        return false;
    }

    static boolean isStrong(PublicKey key) {
        if (key instanceof RSAKey rsa) {
            return rsa.getModulus().bitLength() >= LEAST_RSA_BITS;
        }
        return key instanceof ECKey ec && Curve.of(ec.getParams()) != null;
    }

    /** Whether its key and the signature under it are strong. */
    static boolean isStrong(X509Certificate certificate, boolean weakDigests) {
        return !isWeak(certificate.getSigAlgName(), weakDigests)
                && !isWeakPss(certificate.getSigAlgOID(), certificate.getSigAlgParams(), weakDigests)
                && isStrong(certificate.getPublicKey());
    }

    /** Whether the signature under a list is strong. */
    static boolean isStrong(X509CRL list, boolean weakDigests) {
        return !isWeak(list.getSigAlgName(), weakDigests)
                && !isWeakPss(list.getSigAlgOID(), list.getSigAlgParams(), weakDigests);
    }

    /** Whether the signature under an answer is strong, and all certificates that come with it. */
    static boolean isStrong(BasicOCSPResp answer, boolean weakDigests) {
        AlgorithmIdentifier signature = answer.getSignatureAlgorithmID();
        try {
            byte[] parameters = signature.getParameters() == null
                    ? null
                    : signature.getParameters().toASN1Primitive().getEncoded();
            boolean strong = !isWeak(new DefaultSignatureNameFinder().getAlgorithmName(signature), weakDigests)
                    && !isWeakPss(signature.getAlgorithm().getId(), parameters, weakDigests);
            JcaX509CertificateConverter converter = new JcaX509CertificateConverter();
            for (X509CertificateHolder each : answer.getCerts()) {
                strong &= isStrong(converter.getCertificate(each), weakDigests);
            }
            return strong;
        } catch (IOException | CertificateException | RuntimeException e) {
            return false; // what cannot be told is not strong
        }
    }

    private static boolean isWeak(String signature, boolean weakDigests) {
        String algorithm = signature.toUpperCase(Locale.ROOT);
        return algorithm.contains("MD2")
                || algorithm.contains("MD5")
                || algorithm.contains("DSA") && !algorithm.contains("ECDSA")
                || algorithm.startsWith("SHA1") && !weakDigests;
    }

    static boolean isValid(X509Certificate certificate, Instant time) {
        return !time.isBefore(certificate.getNotBefore().toInstant())
                && !time.isAfter(certificate.getNotAfter().toInstant());
    }

    static boolean hasSigned(PublicKey issuer, X509Certificate certificate) {
        try {
            certificate.verify(issuer);
            return true;
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }

    /** Whether little time is enough to verify a signature of its key. */
    static boolean isAffordable(X509Certificate certificate) {
        if (certificate.getPublicKey() instanceof RSAPublicKey rsa) {
            return rsa.getModulus().bitLength() <= MOST_RSA_BITS
                    && rsa.getPublicExponent().bitLength() <= MOST_EXPONENT_BITS;
        }
        return !(certificate.getPublicKey() instanceof DSAKey dsa)
                || dsa.getParams() != null && dsa.getParams().getP().bitLength() <= MOST_DSA_BITS;
    }

    /** Whether an address in it ends with a dot: the domain is the same without, and constraints of names do not see it. */
    static boolean hasOddName(X509Certificate certificate) {
        return CertificateNames.texts(certificate).stream().anyMatch(name -> name.endsWith("."));
    }

    static void requireValid(X509Certificate certificate, Instant time, String whose) throws SealingException {
        try {
            certificate.checkValidity(Date.from(time));
        } catch (GeneralSecurityException e) {
            throw new SealingException("The certificate of the " + whose + " is not valid now", e);
        }
    }

    static boolean isSelfIssued(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }
}
