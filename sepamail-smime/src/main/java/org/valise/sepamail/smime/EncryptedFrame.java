// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.KeyTransRecipientInfo;
import org.bouncycastle.asn1.cms.RecipientIdentifier;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.jcajce.JceKeyAgreeRecipientInfoGenerator;
import org.bouncycastle.operator.jcajce.JceGenericKey;

/** What stands around a content that is encrypted: envelopedData for CBC (RFC 5652 6), authEnvelopedData for GCM (RFC 5083). */
final class EncryptedFrame {

    private static final byte[] ENVELOPED_DATA = SignedFrame.encoded(CMSObjectIdentifiers.envelopedData);
    private static final byte[] AUTH_ENVELOPED_DATA = SignedFrame.encoded(CMSObjectIdentifiers.authEnvelopedData);
    private static final byte[] DATA = SignedFrame.encoded(CMSObjectIdentifiers.data);
    private static final int KEY_AGREEMENT_VERSION = 2;
    private static final int SHORT_KEY = 16;
    private static final int MIDDLE_KEY = 24;

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
                ? agreed(recipient.certificate(), key, random)
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

    private static RecipientInfo agreed(X509Certificate certificate, byte[] key, SecureRandom random)
            throws GeneralSecurityException {
        Provider provider = EllipticCurves.provider();
        ASN1ObjectIdentifier wrap = wrap(key.length);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
        generator.initialize(((ECPublicKey) certificate.getPublicKey()).getParams(), random);
        KeyPair ephemeral = generator.generateKeyPair();
        JceKeyAgreeRecipientInfoGenerator agreement = new JceKeyAgreeRecipientInfoGenerator(
                        CMSAlgorithm.ECDH_SHA256KDF, ephemeral.getPrivate(), ephemeral.getPublic(), wrap)
                .setProvider(provider)
                .setSecureRandom(random);
        try {
            return agreement
                    .addRecipient(certificate)
                    .generate(new JceGenericKey(new AlgorithmIdentifier(wrap), new SecretKeySpec(key, "AES")));
        } catch (CMSException e) {
            throw new GeneralSecurityException("The key could not be agreed on", e);
        }
    }

    private static ASN1ObjectIdentifier wrap(int keyOctets) {
        return keyOctets == SHORT_KEY
                ? CMSAlgorithm.AES128_WRAP
                : keyOctets == MIDDLE_KEY ? CMSAlgorithm.AES192_WRAP : CMSAlgorithm.AES256_WRAP;
    }
}
