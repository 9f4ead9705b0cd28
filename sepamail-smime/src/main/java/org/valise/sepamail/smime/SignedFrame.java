// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAlgorithmProtection;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.SignerIdentifier;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.x509.Certificate;

/**
 * What stands around a content that is signed (RFC 5652 5): definite-length DER, one signer by issuer and serial number, all
 * certificates but the root's.
 */
final class SignedFrame {

    private static final byte[] SIGNED_DATA = encoded(CMSObjectIdentifiers.signedData);
    private static final byte[] DATA = encoded(CMSObjectIdentifiers.data);

    private final SigningIdentity identity;
    private final SignatureScheme scheme;
    private final byte[] start;
    private final byte[] certificates;

    SignedFrame(SigningIdentity identity, SignatureScheme scheme) {
        this.identity = identity;
        this.scheme = scheme;
        this.start = Frame.join(encoded(new ASN1Integer(1)), encoded(new DERSet(scheme.digestAlgorithm())));
        byte[] all = certificates(identity.chain());
        this.certificates = Frame.join(Der.header(Der.CONTEXT_0, all.length), all);
    }

    /** The elements of a set, in the order that DER wants. */
    private static byte[] certificates(List<X509Certificate> chain) {
        List<byte[]> sent = new ArrayList<>();
        sent.add(encoded(chain.get(0)));
        chain.stream()
                .skip(1)
                .filter(certificate -> !CertificateUse.isSelfIssued(certificate))
                .forEach(certificate -> sent.add(encoded(certificate)));
        sent.sort(Arrays::compareUnsigned);
        return Frame.join(sent.toArray(new byte[0][]));
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("A certificate cannot be encoded", e);
        }
    }

    static byte[] encoded(org.bouncycastle.asn1.ASN1Object value) {
        try {
            return value.getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new IllegalStateException("A value cannot be encoded", e);
        }
    }

    /** Signs a content by its digest; what goes around it. */
    Frame opaque(byte[] digest, long contentLength, Instant time) throws GeneralSecurityException {
        byte[] suffix = suffix(digest, time);
        return new Frame(opaquePrefix(contentLength, suffix.length), suffix);
    }

    /** What goes in front of a content, whoever signs it behind. */
    byte[] opaquePrefix(long contentLength, int suffixLength) {
        long octets = Der.size(contentLength);
        long inner = DATA.length + Der.size(octets);
        byte[] front = Frame.join(
                start,
                Der.header(Der.SEQUENCE, inner),
                DATA,
                Der.header(Der.CONTEXT_0, octets),
                Der.header(Der.OCTET_STRING, contentLength));
        return Frame.join(around(front.length + contentLength + suffixLength), front);
    }

    /** Signs a content that stands elsewhere. */
    byte[] detached(byte[] digest, Instant time) throws GeneralSecurityException {
        return detached(suffix(digest, time));
    }

    private byte[] detached(byte[] suffix) {
        byte[] front = Frame.join(start, Der.header(Der.SEQUENCE, DATA.length), DATA);
        return Frame.join(around(front.length + suffix.length), front, suffix);
    }

    /** How long what goes behind a content will be; 0 if it depends on the signature. */
    int suffixLength(Instant time) {
        int length = identity.signatureLength();
        return length == 0 ? 0 : suffix(attributes(new byte[scheme.digest().octets], time), new byte[length]).length;
    }

    /** How long the signature of a content that stands elsewhere will be; 0 if it depends on the signature. */
    int detachedLength(Instant time) {
        int length = suffixLength(time);
        return length == 0 ? 0 : detached(new byte[length]).length;
    }

    /** The headers of the content info and of the signed data of a length. */
    private static byte[] around(long length) {
        long signedData = Der.size(length);
        return Frame.join(
                Der.header(Der.SEQUENCE, SIGNED_DATA.length + Der.size(signedData)),
                SIGNED_DATA,
                Der.header(Der.CONTEXT_0, signedData),
                Der.header(Der.SEQUENCE, length));
    }

    /** Signs a content by its digest; what goes behind it. */
    byte[] suffix(byte[] digest, Instant time) throws GeneralSecurityException {
        DERSet attributes = attributes(digest, time);
        return suffix(attributes, identity.sign(scheme, encoded(attributes)));
    }

    private byte[] suffix(DERSet attributes, byte[] signature) {
        byte[] signer = encoded(new SignerInfo(
                new SignerIdentifier(issuerAndSerial(identity.certificate())),
                scheme.digestAlgorithm(),
                attributes,
                scheme.signatureAlgorithm(),
                new DEROctetString(signature),
                null));
        return Frame.join(certificates, Der.header(Der.SET, signer.length), signer);
    }

    private DERSet attributes(byte[] digest, Instant time) {
        ASN1EncodableVector attributes = new ASN1EncodableVector();
        attributes.add(attribute(CMSAttributes.contentType, CMSObjectIdentifiers.data));
        attributes.add(attribute(CMSAttributes.signingTime, new Time(Date.from(time))));
        attributes.add(attribute(CMSAttributes.messageDigest, new DEROctetString(digest)));
        attributes.add(attribute(
                CMSAttributes.cmsAlgorithmProtect,
                new CMSAlgorithmProtection(
                        scheme.digestAlgorithm(), CMSAlgorithmProtection.SIGNATURE, scheme.signatureAlgorithm())));
        return new DERSet(attributes);
    }

    private static Attribute attribute(
            org.bouncycastle.asn1.ASN1ObjectIdentifier type, org.bouncycastle.asn1.ASN1Encodable value) {
        return new Attribute(type, new DERSet(value));
    }

    static IssuerAndSerialNumber issuerAndSerial(X509Certificate certificate) {
        return new IssuerAndSerialNumber(Certificate.getInstance(encoded(certificate)));
    }
}
