// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.security.cert.X509Certificate;
import java.util.Comparator;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.smime.CmsFailure.Reason;

/**
 * The signed data of a token (RFC 3161 2.4.2), as strict as {@link SignedContent} is for missives, of another content type.
 * What it throws unchecked has to be guarded. For one thread.
 */
final class TimestampSignature {

    /** Far more than a chain has: whoever sends a token must not choose how long paths are looked for. */
    private static final int MOST_CERTIFICATES = 10;

    private final ASN1ObjectIdentifier type;
    private final @Nullable ASN1Encodable content;
    private final SignedContent signed;

    private TimestampSignature(ASN1ObjectIdentifier type, @Nullable ASN1Encodable content, SignedContent signed) {
        this.type = type;
        this.content = content;
        this.signed = signed;
    }

    static TimestampSignature read(byte[] token) throws CmsFailure {
        ContentInfo info = CmsReader.read(token);
        if (!CMSObjectIdentifiers.signedData.equals(info.getContentType())) {
            throw new CmsFailure(Reason.UNKNOWN_CONTENT, "The token is no signed data.");
        }
        SignedData data = SignedData.getInstance(info.getContent());
        ASN1Set certificates = data.getCertificates();
        if (certificates != null && certificates.size() > MOST_CERTIFICATES) {
            throw new CmsFailure(Reason.MALFORMED, "The token brings too many certificates.");
        }
        ASN1ObjectIdentifier type = data.getEncapContentInfo().getContentType();
        SignedContent signed = SignedContent.of(data.getDigestAlgorithms(), type, certificates, data.getSignerInfos());
        return new TimestampSignature(type, data.getEncapContentInfo().getContent(), signed);
    }

    byte[] content() throws CmsFailure {
        if (!PKCSObjectIdentifiers.id_ct_TSTInfo.equals(type)) {
            throw new CmsFailure(Reason.UNKNOWN_CONTENT, "The content is of a type that no time stamp has.");
        }
        if (content == null) {
            throw new CmsFailure(Reason.CONTENT_MISSING, "The time stamp is not within.");
        }
        return ASN1OctetString.getInstance(content).getOctets();
    }

    SignatureScheme scheme() throws CmsFailure {
        SignatureScheme scheme = signed.scheme();
        if (scheme == null || !scheme.isSealed()) {
            throw new CmsFailure(Reason.ALGORITHM, "The token is signed by algorithms that are not accepted.");
        }
        return scheme;
    }

    /** The certificate that the signer info names; that it is the one that was signed with is yet to be checked. */
    X509Certificate certificate() throws CmsFailure {
        return signed.signerCertificate();
    }

    /** A certificate of the signer, and those that came along and may lead from it to an authority. */
    List<X509Certificate> pathOf(X509Certificate signer) {
        return signed.pathOf(signer);
    }

    /** Checks the signature of a content, all but who signed; nothing is returned if it is right. */
    void verify(byte[] octets, SignatureScheme scheme) throws CmsFailure {
        X509Certificate key = signed.verify(
                PKCSObjectIdentifiers.id_ct_TSTInfo,
                scheme.digest().engine().digest(octets),
                scheme,
                Comparator.comparing(each -> 0));
        if (!key.equals(certificate())) {
            throw new CmsFailure(Reason.SIGNATURE, "The signature is not that of the certificate's key.");
        }
    }

    /** The only value of a signed attribute that may be there once; null if it is not there. */
    @Nullable
    ASN1Encodable attribute(ASN1ObjectIdentifier attribute) throws CmsFailure {
        return signed.attribute(attribute);
    }
}
