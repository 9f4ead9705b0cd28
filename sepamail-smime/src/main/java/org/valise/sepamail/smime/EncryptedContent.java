// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.cms.AuthEnvelopedData;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.EncryptedContentInfo;
import org.bouncycastle.asn1.cms.EnvelopedData;
import org.bouncycastle.asn1.cms.GCMParameters;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.smime.CmsFailure.Reason;

/** Enveloped or authenticated-enveloped data, as it was received. For one thread. */
final class EncryptedContent {

    private final ASN1Set recipients;
    private final EncryptedContentInfo content;
    private final byte[] tag;
    private final byte[] attributes;

    private EncryptedContent(ASN1Set recipients, EncryptedContentInfo content, byte[] tag, byte[] attributes) {
        this.recipients = recipients;
        this.content = content;
        this.tag = tag;
        this.attributes = attributes;
    }

    static boolean is(ContentInfo info) {
        return CMSObjectIdentifiers.envelopedData.equals(info.getContentType())
                || CMSObjectIdentifiers.authEnvelopedData.equals(info.getContentType());
    }

    static EncryptedContent read(ContentInfo info) throws CmsFailure {
        return CmsReader.guarded(() -> {
            if (CMSObjectIdentifiers.envelopedData.equals(info.getContentType())) {
                EnvelopedData data = EnvelopedData.getInstance(info.getContent());
                return new EncryptedContent(
                        data.getRecipientInfos(), data.getEncryptedContentInfo(), new byte[0], new byte[0]);
            }
            AuthEnvelopedData data = AuthEnvelopedData.getInstance(info.getContent());
            byte[] attributes = data.getAuthAttrs() == null ? new byte[0] : SignedFrame.encoded(data.getAuthAttrs());
            return new EncryptedContent(
                    data.getRecipientInfos(),
                    data.getAuthEncryptedContentInfo(),
                    data.getMac().getOctets(),
                    attributes);
        });
    }

    /** How it is encrypted; null if the algorithm is none that is known, or not in the structure that belongs to it. */
    @Nullable
    ContentCipher cipher() {
        ASN1ObjectIdentifier stated = content.getContentEncryptionAlgorithm().getAlgorithm();
        for (ContentCipher cipher : ContentCipher.values()) {
            if (cipher.isStatedBy(stated)) {
                return cipher.isAuthenticated() == (tag.length > 0) ? cipher : null;
            }
        }
        return null;
    }

    ASN1Set recipients() {
        return recipients;
    }

    AlgorithmIdentifier algorithm() {
        return content.getContentEncryptionAlgorithm();
    }

    /** Decrypts with a content key. Every fault is the same to those who look on. */
    byte[] decrypt(ContentCipher cipher, byte[] key) throws GeneralSecurityException, CmsFailure {
        ASN1OctetString encrypted = content.getEncryptedContent();
        if (encrypted == null) {
            throw new CmsFailure(Reason.CONTENT_MISSING, "There is no encrypted content.");
        }
        ASN1Encodable parameters = content.getContentEncryptionAlgorithm().getParameters();
        Cipher engine = cipher.isAuthenticated() ? gcm(key, parameters) : cbc(key, parameters);
        byte[] octets = encrypted.getOctets();
        return cipher.isAuthenticated() ? decryptGcm(engine, octets) : engine.doFinal(octets);
    }

    private static Cipher cbc(byte[] key, ASN1Encodable parameters) throws GeneralSecurityException {
        Cipher engine = Cipher.getInstance("AES/CBC/PKCS5Padding");
        byte[] vector = ASN1OctetString.getInstance(parameters).getOctets();
        engine.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(vector));
        return engine;
    }

    private Cipher gcm(byte[] key, ASN1Encodable parameters) throws GeneralSecurityException, CmsFailure {
        GCMParameters stated = GCMParameters.getInstance(parameters);
        if (stated.getIcvLen() != ContentCipher.TAG_OCTETS || tag.length != ContentCipher.TAG_OCTETS) {
            throw new CmsFailure(Reason.ALGORITHM, "The tag is shorter than 128 bits.");
        }
        Cipher engine = Cipher.getInstance("AES/GCM/NoPadding");
        engine.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(key, "AES"),
                new GCMParameterSpec(ContentCipher.TAG_OCTETS * Byte.SIZE, stated.getNonce()));
        if (attributes.length > 0) {
            engine.updateAAD(attributes);
        }
        return engine;
    }

    /** The platform's GCM stays slow if it is given all at once (JDK 17). */
    private byte[] decryptGcm(Cipher engine, byte[] octets) throws GeneralSecurityException {
        byte[] plain = new byte[engine.getOutputSize(octets.length + tag.length)];
        int count = 0;
        int piece = 32 * 1024;
        for (int at = 0; at < octets.length; at += piece) {
            count += engine.update(octets, at, Math.min(piece, octets.length - at), plain, count);
        }
        count += engine.doFinal(tag, 0, tag.length, plain, count);
        return count == plain.length ? plain : Arrays.copyOf(plain, count);
    }

    /** Whether an issuer and serial number are those of a certificate. */
    static boolean isNamed(IssuerAndSerialNumber named, X509Certificate certificate) {
        return SignedFrame.issuerAndSerial(certificate).equals(named);
    }
}
