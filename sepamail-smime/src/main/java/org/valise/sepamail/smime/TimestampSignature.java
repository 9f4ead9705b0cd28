// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAlgorithmProtection;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.smime.CmsFailure.Reason;

/**
 * The signed data of a token (RFC 3161 2.4.2), as strict as {@link SignedContent} is for missives, of another content type.
 * What it throws unchecked has to be guarded. For one thread.
 */
final class TimestampSignature {

    /** Far more than a chain has: whoever sends a token must not choose how long paths are looked for. */
    private static final int MOST_CERTIFICATES = 10;

    private final SignedData data;
    private final SignerInfo signer;
    private final SignedContent signed;

    private TimestampSignature(SignedData data, SignedContent signed) {
        this.data = data;
        this.signer = SignerInfo.getInstance(data.getSignerInfos().getObjectAt(0));
        this.signed = signed;
    }

    static TimestampSignature read(byte[] token) throws CmsFailure {
        ContentInfo info = CmsReader.read(token);
        SignedData data = SignedData.getInstance(info.getContent());
        ASN1Set certificates = data.getCertificates();
        if (certificates != null && certificates.size() > MOST_CERTIFICATES) {
            throw new CmsFailure(Reason.MALFORMED, "The token brings too many certificates.");
        }
        return new TimestampSignature(data, SignedContent.read(info));
    }

    byte[] content() throws CmsFailure {
        if (!PKCSObjectIdentifiers.id_ct_TSTInfo.equals(
                data.getEncapContentInfo().getContentType())) {
            throw new CmsFailure(Reason.UNKNOWN_CONTENT, "The content is of a type that no time stamp has.");
        }
        byte[] content = signed.content();
        if (content == null) {
            throw new CmsFailure(Reason.CONTENT_MISSING, "The time stamp is not within.");
        }
        return content;
    }

    SignatureScheme scheme() throws CmsFailure {
        SignatureScheme scheme = signed.scheme();
        if (scheme == null) {
            throw new CmsFailure(Reason.ALGORITHM, "The token is signed by algorithms that are not accepted.");
        }
        return scheme;
    }

    /** The certificate that the signer info names; that it is the one that was signed with is yet to be checked. */
    X509Certificate certificate() throws CmsFailure {
        return signed.signerCertificate();
    }

    List<X509Certificate> certificates() {
        return signed.certificates();
    }

    /** Checks the signature of a content, all but who signed; nothing is returned if it is right. */
    void verify(byte[] content, SignatureScheme scheme, X509Certificate certificate) throws CmsFailure {
        requireListedDigest();
        if (!PKCSObjectIdentifiers.id_ct_TSTInfo.equals(required(CMSAttributes.contentType))) {
            throw new CmsFailure(Reason.ATTRIBUTES, "The signed content type is not that of the content.");
        }
        requireProtection();
        byte[] digest = SignerChecks.digest(scheme, content);
        if (!(required(CMSAttributes.messageDigest) instanceof ASN1OctetString octets)
                || !MessageDigest.isEqual(octets.getOctets(), digest)) {
            throw new CmsFailure(Reason.DIGEST, "The time stamp is not the one that was signed.");
        }
        requireSignature(scheme, certificate);
    }

    /** RFC 5652 5.1: the digest algorithms of all signers are listed. */
    private void requireListedDigest() throws CmsFailure {
        ASN1ObjectIdentifier used = signer.getDigestAlgorithm().getAlgorithm();
        for (ASN1Encodable listed : data.getDigestAlgorithms()) {
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

    private static byte[] encoded(ASN1Set attributes, String encoding) throws CmsFailure {
        try {
            return attributes.getEncoded(encoding);
        } catch (IOException e) {
            throw CmsReader.malformed();
        }
    }

    private ASN1Encodable required(ASN1ObjectIdentifier type) throws CmsFailure {
        ASN1Encodable value = attribute(type);
        if (value == null) {
            throw new CmsFailure(Reason.ATTRIBUTES, "A signed attribute is missing.");
        }
        return value;
    }

    /** The only value of a signed attribute that may be there once; null if it is not there. */
    @Nullable
    ASN1Encodable attribute(ASN1ObjectIdentifier type) throws CmsFailure {
        ASN1Encodable found = null;
        for (ASN1Encodable each : attributes()) {
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
    private void requireProtection() throws CmsFailure {
        ASN1Encodable value = attribute(CMSAttributes.cmsAlgorithmProtect);
        if (value == null) {
            return;
        }
        CMSAlgorithmProtection protection = CMSAlgorithmProtection.getInstance(value);
        if (!signer.getDigestAlgorithm().equals(protection.getDigestAlgorithm())
                || !signer.getDigestEncryptionAlgorithm().equals(protection.getSignatureAlgorithm())) {
            throw new CmsFailure(Reason.ATTRIBUTES, "The algorithms are not those that were signed.");
        }
    }

    private void requireSignature(SignatureScheme scheme, X509Certificate certificate) throws CmsFailure {
        byte[] octets = encoded(attributes(), ASN1Encoding.DER);
        boolean right;
        try {
            right = scheme.verifies(
                    certificate.getPublicKey(),
                    octets,
                    signer.getEncryptedDigest().getOctets());
        } catch (GeneralSecurityException e) {
            right = false;
        }
        if (!right) {
            throw new CmsFailure(Reason.SIGNATURE, "The signature is not that of the certificate's key.");
        }
    }
}
