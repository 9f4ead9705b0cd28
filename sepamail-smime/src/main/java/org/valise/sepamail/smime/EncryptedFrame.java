// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.KeyTransRecipientInfo;
import org.bouncycastle.asn1.cms.RecipientIdentifier;
import org.bouncycastle.asn1.cms.RecipientInfo;

/** What stands around a content that is encrypted: envelopedData for CBC (RFC 5652 6), authEnvelopedData for GCM (RFC 5083). */
final class EncryptedFrame {

    private static final byte[] ENVELOPED_DATA = SignedFrame.encoded(CMSObjectIdentifiers.envelopedData);
    private static final byte[] AUTH_ENVELOPED_DATA = SignedFrame.encoded(CMSObjectIdentifiers.authEnvelopedData);
    private static final byte[] DATA = SignedFrame.encoded(CMSObjectIdentifiers.data);
    private static final int KEY_AGREEMENT_VERSION = 2;

    private EncryptedFrame() {}

    /**
     * What goes around the encrypted content. Of GCM, the tag is to be written between the two.
     *
     * @param contentLength that of the plain content
     */
    static Frame of(
            Recipient recipient,
            ContentCipher cipher,
            byte[] key,
            byte[] vector,
            long contentLength,
            SecureRandom random)
            throws GeneralSecurityException {
        RecipientInfo info = recipient.transport() == KeyTransport.ECDH_SHA256
                ? KeyAgreements.encrypt(recipient.certificate(), key, random)
                : transported(recipient, key, random);
        boolean agreed = recipient.transport() == KeyTransport.ECDH_SHA256;
        int version = agreed && !cipher.isAuthenticated() ? KEY_AGREEMENT_VERSION : 0;
        byte[] algorithm = SignedFrame.encoded(cipher.algorithm(vector));
        long encrypted = cipher.length(contentLength);
        long info0 = DATA.length + algorithm.length + Der.size(encrypted) - encrypted;
        byte[] front = Frame.join(
                SignedFrame.encoded(new ASN1Integer(version)),
                SignedFrame.encoded(new DERSet(info)),
                Der.header(Der.SEQUENCE, info0 + encrypted),
                DATA,
                algorithm,
                Der.header(Der.CONTEXT_0_OCTETS, encrypted));
        byte[] tag = cipher.isAuthenticated() ? Der.header(Der.OCTET_STRING, ContentCipher.TAG_OCTETS) : new byte[0];
        long behind = cipher.isAuthenticated() ? tag.length + ContentCipher.TAG_OCTETS : 0;
        byte[] type = cipher.isAuthenticated() ? AUTH_ENVELOPED_DATA : ENVELOPED_DATA;
        return new Frame(Frame.join(around(type, front.length + encrypted + behind), front), tag);
    }

    private static byte[] around(byte[] type, long length) {
        long data = Der.size(length);
        return Frame.join(
                Der.header(Der.SEQUENCE, type.length + Der.size(data)),
                type,
                Der.header(Der.CONTEXT_0, data),
                Der.header(Der.SEQUENCE, length));
    }

    private static RecipientInfo transported(Recipient recipient, byte[] key, SecureRandom random)
            throws GeneralSecurityException {
        byte[] encrypted = recipient.transport().encrypt(recipient.certificate().getPublicKey(), key, random);
        return new RecipientInfo(new KeyTransRecipientInfo(
                new RecipientIdentifier(SignedFrame.issuerAndSerial(recipient.certificate())),
                recipient.transport().algorithm(),
                new DEROctetString(encrypted)));
    }
}
