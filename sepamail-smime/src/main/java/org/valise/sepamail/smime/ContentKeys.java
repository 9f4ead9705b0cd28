// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.OAEPParameterSpec;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.KeyAgreeRecipientIdentifier;
import org.bouncycastle.asn1.cms.KeyAgreeRecipientInfo;
import org.bouncycastle.asn1.cms.KeyTransRecipientInfo;
import org.bouncycastle.asn1.cms.RecipientEncryptedKey;
import org.bouncycastle.asn1.cms.RecipientIdentifier;
import org.bouncycastle.asn1.cms.RecipientInfo;

/**
 * Finds the keys of a content that are meant for one of several decryption keys. A key that cannot be decrypted is replaced
 * by a random one, so that nobody can tell by what happens next whether its padding was right (RFC 3218 2.3). For one thread.
 */
final class ContentKeys {

    /** Each that names us costs an operation with a private key: whoever writes a mail must not choose how many. */
    private static final int MOST_KEYS = 8;

    private static final int MOST_RECIPIENTS = 200;

    private final List<DecryptionKey> keys;
    private final OpeningPolicy policy;
    private final SecureRandom random;
    private boolean notAccepted;

    ContentKeys(List<DecryptionKey> keys, OpeningPolicy policy, SecureRandom random) {
        this.keys = keys;
        this.policy = policy;
        this.random = random;
    }

    /**
     * A content key.
     *
     * @param octets the key, or random ones in its place
     * @param transport how it came
     * @param certificate which of ours it came to
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Found(byte[] octets, KeyTransport transport, X509Certificate certificate) {}

    /** The content keys for us, of the length that the cipher wants; none if nothing is for us. */
    List<Found> find(CmsInput.Encrypted content, ContentCipher cipher) throws Refusal {
        requireFew(content.recipients());
        notAccepted = false;
        List<Found> found = new ArrayList<>();
        for (ASN1Encodable each : content.recipients()) {
            ASN1Encodable info = RecipientInfo.getInstance(each).getInfo();
            if (info instanceof KeyTransRecipientInfo transported) {
                transported(transported, cipher, found);
            } else if (info instanceof KeyAgreeRecipientInfo agreed) {
                agreed(agreed, cipher, found);
            }
        }
        if (found.isEmpty() && notAccepted) {
            throw new Refusal(
                    Check.ALGORITHMS, "The key of the content is encrypted for us in a way that is not accepted.");
        }
        return found;
    }

    /** One info may name many of those who agree on a key. */
    private static void requireFew(ASN1Set recipients) throws Refusal {
        int count = recipients.size();
        for (int i = 0; i < recipients.size() && count <= MOST_RECIPIENTS; i++) {
            if (RecipientInfo.getInstance(recipients.getObjectAt(i)).getInfo()
                    instanceof KeyAgreeRecipientInfo agreed) {
                count += agreed.getRecipientEncryptedKeys().size() - 1;
            }
        }
        if (count > MOST_RECIPIENTS) {
            throw new Refusal(Check.STRUCTURE, "The mail is encrypted for more recipients than are looked at.");
        }
    }

    private void transported(KeyTransRecipientInfo info, ContentCipher cipher, List<Found> found) throws Refusal {
        KeyTransport.Stated stated = KeyTransport.statedBy(info.getKeyEncryptionAlgorithm());
        for (DecryptionKey key : keys) {
            if (found.size() < MOST_KEYS && isNamed(info.getRecipientIdentifier(), key.certificate())) {
                if (stated == null || !policy.accepts(stated.transport())) {
                    notAccepted = true;
                    return;
                }
                byte[] encrypted = info.getEncryptedKey().getOctets();
                byte[] octets = orRandom(decryption(key, stated, encrypted), cipher);
                found.add(new Found(octets, stated.transport(), key.certificate()));
            }
        }
    }

    /** A key that does not even begin, as that of a device that is away, says nothing of the mail, and the mail nothing of it. */
    private static Decryption decryption(DecryptionKey key, KeyTransport.Stated stated, byte[] encrypted)
            throws Refusal {
        try {
            Cipher engine = engine(key, stated);
            return () -> engine.doFinal(encrypted);
        } catch (InvalidKeyException e) {
            if (stated.transport().fits(key.certificate().getPublicKey())) {
                throw unusable();
            }
            return () -> new byte[0];
        } catch (GeneralSecurityException | RuntimeException e) {
            return () -> new byte[0]; // what the provider cannot do
        }
    }

    private static Refusal unusable() {
        return new Refusal(Check.DECRYPTION, CheckResult.Outcome.UNDETERMINED, "The key cannot be used now.");
    }

    private static Cipher engine(DecryptionKey key, KeyTransport.Stated stated) throws GeneralSecurityException {
        OAEPParameterSpec parameters = stated.parameters();
        String name = parameters == null ? "RSA/ECB/PKCS1Padding" : "RSA/ECB/OAEPPadding";
        Provider provider = key.provider();
        Cipher engine = provider == null ? Cipher.getInstance(name) : Cipher.getInstance(name, provider);
        if (parameters == null) {
            engine.init(Cipher.DECRYPT_MODE, key.key());
        } else {
            engine.init(Cipher.DECRYPT_MODE, key.key(), parameters);
        }
        return engine;
    }

    private void agreed(KeyAgreeRecipientInfo info, ContentCipher cipher, List<Found> found) throws Refusal {
        boolean accepted =
                policy.accepts(KeyTransport.ECDH_SHA256) && KeyAgreements.isAccepted(info.getKeyEncryptionAlgorithm());
        for (ASN1Encodable each : info.getRecipientEncryptedKeys()) {
            RecipientEncryptedKey encrypted = RecipientEncryptedKey.getInstance(each);
            for (DecryptionKey key : keys) {
                if (found.size() < MOST_KEYS && isNamed(encrypted.getIdentifier(), key.certificate())) {
                    if (!accepted) {
                        notAccepted = true;
                        return;
                    }
                    byte[] wrapped = encrypted.getEncryptedKey().getOctets();
                    byte[] octets = orRandom(agreement(key, info, wrapped), cipher);
                    found.add(new Found(octets, KeyTransport.ECDH_SHA256, key.certificate()));
                }
            }
        }
    }

    /** As {@link #decryption} for keys that are agreed on. */
    private static Decryption agreement(DecryptionKey key, KeyAgreeRecipientInfo info, byte[] wrapped) throws Refusal {
        try {
            KeyAgreement device = KeyAgreements.begin(key);
            return () -> KeyAgreements.decrypt(key, device, info, wrapped);
        } catch (InvalidKeyException e) {
            if (KeyTransport.ECDH_SHA256.fits(key.certificate().getPublicKey())) {
                throw unusable();
            }
            return () -> new byte[0];
        } catch (GeneralSecurityException | RuntimeException e) {
            return () -> new byte[0]; // what the provider cannot do
        }
    }

    private interface Decryption {
        byte[] run() throws GeneralSecurityException;
    }

    private byte[] orRandom(Decryption decryption, ContentCipher cipher) {
        byte[] other = new byte[cipher.keyOctets()];
        random.nextBytes(other);
        try {
            byte[] key = decryption.run();
            return key.length == other.length ? key : other;
        } catch (GeneralSecurityException | RuntimeException e) {
            return other;
        }
    }

    private static boolean isNamed(RecipientIdentifier id, X509Certificate certificate) {
        return id.isTagged()
                ? SentCertificates.isNamed(ASN1OctetString.getInstance(id.getId()), certificate)
                : SentCertificates.isNamed(IssuerAndSerialNumber.getInstance(id.getId()), certificate);
    }

    private static boolean isNamed(KeyAgreeRecipientIdentifier id, X509Certificate certificate) {
        return id.getRKeyID() == null
                ? SentCertificates.isNamed(id.getIssuerAndSerialNumber(), certificate)
                : SentCertificates.isNamed(id.getRKeyID().getSubjectKeyIdentifier(), certificate);
    }
}
