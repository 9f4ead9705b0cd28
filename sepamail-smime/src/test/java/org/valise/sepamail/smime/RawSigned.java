// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.BEROctetString;
import org.bouncycastle.asn1.BERSet;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DLSequence;
import org.bouncycastle.asn1.DLSet;
import org.bouncycastle.asn1.DLTaggedObject;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerIdentifier;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;

/** Signed data that is put together by hand, SHA-256 with RSA, so that each piece of it can be another one. */
final class RawSigned {

    private final byte[] content;
    private final TestPki signer;
    private final List<X509Certificate> certificates = new ArrayList<>();
    private final List<ASN1Encodable> attributes = new ArrayList<>();
    private boolean within;
    private boolean keyIdentifier;
    private boolean ordered = true;
    private boolean overWhatIsSent;
    private int piece;
    private ASN1ObjectIdentifier listed = NISTObjectIdentifiers.id_sha256;
    private AlgorithmIdentifier signature =
            new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
    private AlgorithmIdentifier digest = new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256, DERNull.INSTANCE);
    private String encoding = "DER";

    RawSigned(byte[] content, TestPki signer) {
        this.content = content;
        this.signer = signer;
        certificates.add(signer.certificate);
        attributes.add(type(CMSObjectIdentifiers.data));
        attributes.add(time());
        attributes.add(digestOf(content));
    }

    static Attribute attribute(ASN1ObjectIdentifier type, ASN1Encodable... values) {
        return new Attribute(type, new DERSet(values));
    }

    static Attribute type(ASN1ObjectIdentifier type) {
        return attribute(CMSAttributes.contentType, type);
    }

    static Attribute time() {
        return attribute(CMSAttributes.signingTime, new Time(Date.from(TestPki.NOW)));
    }

    static Attribute digestOf(byte[] content) {
        return attribute(CMSAttributes.messageDigest, new DEROctetString(sha256(content)));
    }

    static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    RawSigned within() {
        within = true;
        return this;
    }

    RawSigned byKeyIdentifier() {
        keyIdentifier = true;
        return this;
    }

    /** Exactly these signed attributes. */
    RawSigned attributes(ASN1Encodable... exactly) {
        attributes.clear();
        attributes.addAll(List.of(exactly));
        return this;
    }

    /** Not in the order of DER; signed as they are sent, or as they should be. */
    RawSigned disordered(boolean signedAsSent) {
        ordered = false;
        encoding = "DL"; // that of DER would put them in order
        overWhatIsSent = signedAsSent;
        return this;
    }

    RawSigned listing(ASN1ObjectIdentifier algorithm) {
        listed = algorithm;
        return this;
    }

    RawSigned signature(AlgorithmIdentifier stated) {
        signature = stated;
        return this;
    }

    RawSigned digest(AlgorithmIdentifier stated) {
        digest = stated;
        return this;
    }

    RawSigned certificates(List<X509Certificate> exactly) {
        certificates.clear();
        certificates.addAll(exactly);
        return this;
    }

    /** With indefinite lengths, and octet strings in pieces. */
    RawSigned inPieces(int octets) {
        piece = octets;
        encoding = "BER";
        return this;
    }

    byte[] octets() {
        try {
            ASN1EncodableVector certificateSet = new ASN1EncodableVector();
            for (X509Certificate certificate : certificates) {
                certificateSet.add(Certificate.getInstance(certificate.getEncoded()));
            }
            SignedData data = new SignedData(
                    new DERSet(new AlgorithmIdentifier(listed, DERNull.INSTANCE)),
                    new ContentInfo(CMSObjectIdentifiers.data, within ? octetString() : null),
                    new BERSet(certificateSet),
                    null,
                    ordered ? new DERSet(info()) : new DLSet(info()));
            return new ContentInfo(CMSObjectIdentifiers.signedData, data).getEncoded(encoding);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private ASN1OctetString octetString() {
        return piece == 0 ? new DEROctetString(content) : new BEROctetString(content, piece);
    }

    private ASN1Sequence info() throws GeneralSecurityException, IOException {
        ASN1EncodableVector vector = new ASN1EncodableVector();
        attributes.forEach(vector::add);
        ASN1Set der = new DERSet(vector);
        ASN1Set sent = ordered ? der : disorder(der);
        byte[] signed = attributes.isEmpty() ? content : (overWhatIsSent ? sent : der).getEncoded("DL");
        Signature engine = Signature.getInstance("SHA256withRSA");
        engine.initSign(signer.keys.getPrivate());
        engine.update(signed);
        ASN1EncodableVector info = new ASN1EncodableVector();
        info.add(new ASN1Integer(keyIdentifier ? 3 : 1));
        info.add(id());
        info.add(digest);
        if (!attributes.isEmpty()) {
            info.add(new DLTaggedObject(false, 0, sent));
        }
        info.add(signature);
        info.add(new DEROctetString(engine.sign()));
        return new DLSequence(info);
    }

    private static ASN1Set disorder(ASN1Set der) {
        ASN1EncodableVector backwards = new ASN1EncodableVector();
        for (int i = der.size() - 1; i >= 0; i--) {
            backwards.add(der.getObjectAt(i));
        }
        return new DLSet(backwards);
    }

    private SignerIdentifier id() throws GeneralSecurityException {
        if (keyIdentifier) {
            byte[] extension = signer.certificate.getExtensionValue("2.5.29.14");
            return new SignerIdentifier(ASN1OctetString.getInstance(
                    ASN1OctetString.getInstance(extension).getOctets()));
        }
        return new SignerIdentifier(
                new IssuerAndSerialNumber(Certificate.getInstance(signer.certificate.getEncoded())));
    }
}
