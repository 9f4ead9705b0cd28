// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.BEROctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.AuthEnvelopedData;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.EncryptedContentInfo;
import org.bouncycastle.asn1.cms.EnvelopedData;
import org.bouncycastle.asn1.cms.KeyTransRecipientInfo;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/** Encrypted structures of others, taken apart and put together in another way. */
final class RawEncrypted {

    private RawEncrypted() {}

    static EnvelopedData enveloped(byte[] structure) {
        return EnvelopedData.getInstance(ContentInfo.getInstance(structure).getContent());
    }

    static AuthEnvelopedData authenticated(byte[] structure) {
        return AuthEnvelopedData.getInstance(ContentInfo.getInstance(structure).getContent());
    }

    static byte[] ciphertext(byte[] structure) {
        return enveloped(structure)
                .getEncryptedContentInfo()
                .getEncryptedContent()
                .getOctets();
    }

    static byte[] encoded(ASN1Set recipients, AlgorithmIdentifier algorithm, ASN1OctetString content, String encoding) {
        EncryptedContentInfo info = new EncryptedContentInfo(CMSObjectIdentifiers.data, algorithm, content);
        return encoded(
                new ContentInfo(
                        CMSObjectIdentifiers.envelopedData, new EnvelopedData(null, recipients, info, (ASN1Set) null)),
                encoding);
    }

    private static byte[] encoded(ContentInfo info, String encoding) {
        try {
            return info.getEncoded(encoding);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same with another text. */
    static byte[] withText(byte[] structure, UnaryOperator<byte[]> change) {
        EnvelopedData data = enveloped(structure);
        return encoded(
                data.getRecipientInfos(),
                data.getEncryptedContentInfo().getContentEncryptionAlgorithm(),
                new DEROctetString(change.apply(ciphertext(structure))),
                "DER");
    }

    /** The same with another algorithm. */
    static byte[] withAlgorithm(byte[] structure, UnaryOperator<AlgorithmIdentifier> change) {
        EnvelopedData data = enveloped(structure);
        return encoded(
                data.getRecipientInfos(),
                change.apply(data.getEncryptedContentInfo().getContentEncryptionAlgorithm()),
                new DEROctetString(ciphertext(structure)),
                "DER");
    }

    /** The same with indefinite lengths, and the text in pieces. */
    static byte[] inPieces(byte[] structure, int piece) {
        EnvelopedData data = enveloped(structure);
        return encoded(
                data.getRecipientInfos(),
                data.getEncryptedContentInfo().getContentEncryptionAlgorithm(),
                new BEROctetString(ciphertext(structure), piece),
                "BER");
    }

    /** The same with another encrypted key. */
    static byte[] withKey(byte[] structure, UnaryOperator<byte[]> change) {
        EnvelopedData data = enveloped(structure);
        return encoded(
                new DERSet(withKey(data.getRecipientInfos(), change)),
                data.getEncryptedContentInfo().getContentEncryptionAlgorithm(),
                new DEROctetString(ciphertext(structure)),
                "DER");
    }

    private static RecipientInfo withKey(ASN1Set recipients, UnaryOperator<byte[]> change) {
        KeyTransRecipientInfo info = (KeyTransRecipientInfo)
                RecipientInfo.getInstance(recipients.getObjectAt(0)).getInfo();
        return new RecipientInfo(new KeyTransRecipientInfo(
                info.getRecipientIdentifier(),
                info.getKeyEncryptionAlgorithm(),
                new DEROctetString(change.apply(info.getEncryptedKey().getOctets()))));
    }

    /** Authenticated data with another key, text and tag. */
    static byte[] authenticated(
            byte[] structure, UnaryOperator<byte[]> key, UnaryOperator<byte[]> text, UnaryOperator<byte[]> tag) {
        AuthEnvelopedData data = authenticated(structure);
        EncryptedContentInfo old = data.getAuthEncryptedContentInfo();
        EncryptedContentInfo info = new EncryptedContentInfo(
                CMSObjectIdentifiers.data,
                old.getContentEncryptionAlgorithm(),
                new DEROctetString(text.apply(old.getEncryptedContent().getOctets())));
        AuthEnvelopedData changed = new AuthEnvelopedData(
                null,
                new DERSet(withKey(data.getRecipientInfos(), key)),
                info,
                null,
                new DEROctetString(tag.apply(data.getMac().getOctets())),
                null);
        return encoded(new ContentInfo(CMSObjectIdentifiers.authEnvelopedData, changed), "DER");
    }

    static byte[] flip(byte[] octets, int index) {
        byte[] changed = octets.clone();
        changed[index] ^= 1;
        return changed;
    }
}
