// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.BinaryOperator;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAlgorithmProtection;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.smime.CmsFailure.Reason;

/**
 * What stands around a signed content with exactly one signer (RFC 5652 5), as it was received. BouncyCastle throws unchecked
 * exceptions on hostile octets, some of them as late as it can; whoever calls is ready for them. For one thread.
 */
final class SignedContent {

    /** Each costs a verification. */
    private static final int MOST_NAMED = 4;

    private final ASN1Set digestAlgorithms;
    private final ASN1ObjectIdentifier contentType;
    private final SignerInfo signer;
    private final SentCertificates certificates;

    private SignedContent(
            ASN1Set digestAlgorithms,
            ASN1ObjectIdentifier contentType,
            SignerInfo signer,
            SentCertificates certificates) {
        this.digestAlgorithms = digestAlgorithms;
        this.contentType = contentType;
        this.signer = signer;
        this.certificates = certificates;
    }

    static SignedContent of(
            ASN1Set digestAlgorithms, ASN1ObjectIdentifier contentType, @Nullable ASN1Set certificates, ASN1Set signers)
            throws CmsFailure {
        if (signers.size() == 0) {
            throw new CmsFailure(Reason.NO_SIGNER, "Nobody signed.");
        }
        if (signers.size() > 1) {
            throw new CmsFailure(Reason.SEVERAL_SIGNERS, "There is more than one signer.");
        }
        SignerInfo signer = SignerInfo.getInstance(signers.getObjectAt(0));
        return new SignedContent(digestAlgorithms, contentType, signer, SentCertificates.of(certificates));
    }

    private static byte[] encoded(ASN1Encodable value, String encoding) throws CmsFailure {
        try {
            return value.toASN1Primitive().getEncoded(encoding);
        } catch (IOException e) {
            throw CmsFailure.malformed();
        }
    }

    /** A certificate of the signer, and those that came along and may lead from it to an authority. */
    List<X509Certificate> pathOf(X509Certificate certificate) {
        return certificates.pathOf(certificate);
    }

    /** The certificate that the signer info names; the first if it names several. */
    X509Certificate signerCertificate() throws CmsFailure {
        return certificates.of(signer.getSID()).get(0);
    }

    private static byte[] encoded(X509Certificate certificate) throws CmsFailure {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw CmsFailure.malformed();
        }
    }

    /** How it was signed, by what the structure says; null if the algorithms are none that are known. */
    @Nullable
    SignatureScheme scheme() {
        for (SignatureScheme scheme : SignatureScheme.values()) {
            if (scheme.isStatedBy(signer.getDigestAlgorithm(), signer.getDigestEncryptionAlgorithm())) {
                return scheme;
            }
        }
        return null;
    }

    /** Whether the digest that was signed is this. No proof of anything: the signature is yet to be checked. */
    boolean states(byte[] digest) throws CmsFailure {
        return only(attributes(), CMSAttributes.messageDigest) instanceof ASN1OctetString octets
                && MessageDigest.isEqual(octets.getOctets(), digest);
    }

    /** When the signer says that he signed; null if he does not. */
    @Nullable
    Instant signingTime() throws CmsFailure {
        ASN1Encodable value = attribute(CMSAttributes.signingTime);
        return value == null ? null : Time.getInstance(value).getDate().toInstant();
    }

    /**
     * Checks the signature of a content, all but who signed.
     *
     * @param expected the type of the content
     * @param preferred if several certificates of the signer's key are named
     * @return the certificate of the key that signed
     */
    X509Certificate verify(
            ASN1ObjectIdentifier expected, byte[] digest, SignatureScheme scheme, Comparator<X509Certificate> preferred)
            throws CmsFailure {
        requireStatedDigest();
        ASN1Set attributes = attributes();
        ASN1Encodable type = only(attributes, CMSAttributes.contentType);
        if (!expected.equals(type) || !type.equals(contentType)) {
            throw new CmsFailure(Reason.ATTRIBUTES, "The signed content type is not that of the content.");
        }
        requireProtection(attributes);
        ASN1Encodable stated = only(attributes, CMSAttributes.messageDigest);
        if (!(stated instanceof ASN1OctetString octets) || !MessageDigest.isEqual(octets.getOctets(), digest)) {
            throw new CmsFailure(Reason.DIGEST, "The content is not the one that was signed.");
        }
        List<X509Certificate> named = certified(attributes);
        byte[] signed = encoded(attributes, ASN1Encoding.DER);
        List<X509Certificate> right = new ArrayList<>();
        for (X509Certificate each : named) {
            if (isSigned(signed, scheme, each)) {
                right.add(each);
            }
        }
        return right.stream()
                .reduce(BinaryOperator.maxBy(preferred))
                .orElseThrow(
                        () -> new CmsFailure(Reason.SIGNATURE, "The signature is not that of the certificate's key."));
    }

    /** RFC 5652 5.1: the digest algorithms of all signers are listed. */
    private void requireStatedDigest() throws CmsFailure {
        ASN1ObjectIdentifier used = signer.getDigestAlgorithm().getAlgorithm();
        for (ASN1Encodable listed : digestAlgorithms) {
            if (AlgorithmIdentifier.getInstance(listed).getAlgorithm().equals(used)) {
                return;
            }
        }
        throw new CmsFailure(Reason.ATTRIBUTES, "The digest algorithm of the signer is not listed.");
    }

    /** The signed attributes; they are required, and in the order of DER. */
    private ASN1Set attributes() throws CmsFailure {
        ASN1Set attributes = signer.getAuthenticatedAttributes();
        if (attributes == null) {
            throw new CmsFailure(Reason.ATTRIBUTES, "There are no signed attributes.");
        }
        if (!Arrays.equals(encoded(attributes, ASN1Encoding.DER), encoded(attributes, ASN1Encoding.DL))) {
            throw new CmsFailure(Reason.ATTRIBUTES, "The signed attributes are not in the order of DER.");
        }
        return attributes;
    }

    /** The only value of an attribute that must be there once. */
    private static ASN1Encodable only(ASN1Set attributes, ASN1ObjectIdentifier type) throws CmsFailure {
        ASN1Encodable value = optional(attributes, type);
        if (value == null) {
            throw new CmsFailure(Reason.ATTRIBUTES, "A signed attribute is missing.");
        }
        return value;
    }

    /** The only value of a signed attribute that may be there once; null if it is not there. */
    @Nullable
    ASN1Encodable attribute(ASN1ObjectIdentifier type) throws CmsFailure {
        return optional(attributes(), type);
    }

    private static @Nullable ASN1Encodable optional(ASN1Set attributes, ASN1ObjectIdentifier type) throws CmsFailure {
        ASN1Encodable found = null;
        for (ASN1Encodable each : attributes) {
            Attribute attribute = Attribute.getInstance(each);
            if (attribute.getAttrType().equals(type)) {
                if (found != null || attribute.getAttrValues().size() != 1) {
                    throw new CmsFailure(Reason.ATTRIBUTES, "A signed attribute is there twice.");
                }
                found = attribute.getAttrValues().getObjectAt(0);
            }
        }
        return found;
    }

    /** RFC 6211: the algorithms, if they are signed too, are those that are stated. */
    private void requireProtection(ASN1Set attributes) throws CmsFailure {
        ASN1Encodable value = optional(attributes, CMSAttributes.cmsAlgorithmProtect);
        if (value == null) {
            return;
        }
        CMSAlgorithmProtection protection = CMSAlgorithmProtection.getInstance(value);
        if (!signer.getDigestAlgorithm().equals(protection.getDigestAlgorithm())
                || !signer.getDigestEncryptionAlgorithm().equals(protection.getSignatureAlgorithm())) {
            throw new CmsFailure(Reason.ATTRIBUTES, "The algorithms are not those that were signed.");
        }
    }

    /** RFC 5035: the certificates that are named, and if it is signed which, that one. */
    private List<X509Certificate> certified(ASN1Set attributes) throws CmsFailure {
        List<X509Certificate> named = certificates.of(signer.getSID());
        ASN1Encodable value = optional(attributes, PKCSObjectIdentifiers.id_aa_signingCertificateV2);
        if (value == null) {
            return named.subList(0, Math.min(MOST_NAMED, named.size()));
        }
        ESSCertIDv2 first = SigningCertificateV2.getInstance(value).getCerts()[0];
        for (X509Certificate each : named) {
            if (isHashed(each, first)) {
                return List.of(each);
            }
        }
        throw new CmsFailure(Reason.ATTRIBUTES, "The certificate is not the one that was signed.");
    }

    private static boolean isHashed(X509Certificate certificate, ESSCertIDv2 id) throws CmsFailure {
        for (SignatureScheme.Digest digest : SignatureScheme.Digest.values()) {
            if (digest.oid().equals(id.getHashAlgorithm().getAlgorithm())
                    && Arrays.equals(digest.engine().digest(encoded(certificate)), id.getCertHash())) {
                return true;
            }
        }
        return false;
    }

    private boolean isSigned(byte[] attributes, SignatureScheme scheme, X509Certificate certificate) throws CmsFailure {
        if (certificate.getPublicKey() instanceof ECKey key && Curve.of(key.getParams()) == null) {
            throw new CmsFailure(Reason.ALGORITHM, "The key of the signer is on a curve that is not accepted.");
        }
        try {
            byte[] signature = signer.getEncryptedDigest().getOctets();
            return scheme.verifies(
                    certificate.getPublicKey(), attributes, signature, signer.getDigestEncryptionAlgorithm());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
