// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes an envelope apart, from outside to inside. What it returns is the innermost entity, and only after the signature of
 * it was found right: nothing that was decrypted leaves it before.
 */
final class EnvelopeOpener {

    private static final String DECRYPTION_FAULT = "The content could not be decrypted.";

    private final List<DecryptionKey> keys;
    private final OpeningPolicy policy;
    private final SmimeLimits limits;
    private final SecureRandom random;
    private final SignerChecks signers;
    private final Opening opening;

    EnvelopeOpener(
            List<DecryptionKey> keys,
            TrustPolicy trust,
            OpeningPolicy policy,
            SmimeLimits limits,
            SecureRandom random,
            Instant time,
            Opening opening) {
        this.keys = keys;
        this.policy = policy;
        this.limits = limits;
        this.random = random;
        this.signers = new SignerChecks(trust, time, opening);
        this.opening = opening;
    }

    /** The signed entity of a mail. */
    MimeEntity open(MimeEntity mail) throws Refusal {
        Layer outer = layer(mail, false);
        if (outer instanceof Layer.Encrypted encrypted) {
            return openEncrypted(encrypted);
        }
        if (outer instanceof Layer.TwoParts parts) {
            return openTwoParts(parts);
        }
        return openSigned(outer);
    }

    private Layer layer(MimeEntity entity, boolean decrypted) throws Refusal {
        try {
            return Layer.of(entity, limits);
        } catch (MimeFailure failure) {
            // What was decrypted with a wrong key is no entity either, and must not look different.
            throw decrypted ? decryptionFault() : new Refusal(Check.STRUCTURE, String.valueOf(failure.getMessage()));
        } catch (CmsFailure failure) {
            throw new Refusal(
                    failure.reason() == CmsFailure.Reason.NO_SIGNER
                                    || failure.reason() == CmsFailure.Reason.SEVERAL_SIGNERS
                            ? Check.SIGNATURE_FORM
                            : Check.STRUCTURE,
                    failure.reason() + ": " + failure.getMessage());
        }
    }

    /** P1 and P2. */
    private MimeEntity openEncrypted(Layer.Encrypted encrypted) throws Refusal {
        Layer inner = layer(entity(decrypt(encrypted.content())), true);
        if (inner instanceof Layer.Opaque opaque) {
            require(Profile.OPAQUE_THEN_ENCRYPT);
            return verifyOpaque(opaque).entity();
        }
        if (inner instanceof Layer.Clear clear) {
            require(Profile.CLEAR_THEN_ENCRYPT);
            return verifyClear(clear).entity();
        }
        throw new Refusal(Check.STRUCTURE, "What is encrypted is not signed.");
    }

    /** P4 and P5. */
    private MimeEntity openSigned(Layer outer) throws Refusal {
        Verified verified;
        if (outer instanceof Layer.Opaque opaque) {
            verified = verifyOpaque(opaque);
        } else if (outer instanceof Layer.Clear clear) {
            verified = verifyClear(clear);
        } else {
            throw new Refusal(Check.STRUCTURE, "The mail is neither signed nor encrypted.");
        }
        Layer inner = layer(verified.entity(), false);
        if (inner instanceof Layer.Encrypted encrypted) {
            require(Profile.ENCRYPT_THEN_SIGN);
            opening.coverage = SignatureCoverage.ENCRYPTED_PART;
            return insideSignature(encrypted, verified.signer());
        }
        if (!(inner instanceof Layer.Content)) {
            throw new Refusal(Check.STRUCTURE, "A signature within a signature.");
        }
        require(Profile.SIGNED_ONLY);
        return verified.entity();
    }

    /** What is encrypted within a signature may be signed once more, by the same signer. */
    private MimeEntity insideSignature(Layer.Encrypted encrypted, X509Certificate outerSigner) throws Refusal {
        MimeEntity content = entity(decrypt(encrypted.content()));
        Layer inner = layer(content, true);
        Verified verified = inner instanceof Layer.Opaque opaque
                ? verifyOpaque(opaque)
                : inner instanceof Layer.Clear clear ? verifyClear(clear) : null;
        if (verified == null) {
            return content;
        }
        if (!verified.signer().equals(outerSigner)) {
            throw new Refusal(Check.SIGNATURE_FORM, "The inner and the outer signature are of different signers.");
        }
        return verified.entity();
    }

    /** P3: what exactly is signed is left open by the norm. */
    private MimeEntity openTwoParts(Layer.TwoParts parts) throws Refusal {
        require(Profile.SEED_TWO_PART);
        byte[] plain = decrypt(parts.content());
        MimeEntity entity = entity(plain);
        SignatureScheme scheme = signers.scheme(parts.signature());
        SignatureCoverage coverage = coverage(parts.signature(), scheme, plain, entity);
        byte[] signed = coverage == null ? plain : octets(coverage, plain, entity);
        signers.cryptography(parts.signature(), SignerChecks.digest(scheme, signed), scheme);
        signers.signer(parts.signature(), scheme);
        opening.coverage = coverage;
        return entity;
    }

    private @Nullable SignatureCoverage coverage(
            SignedContent signature, SignatureScheme scheme, byte[] plain, MimeEntity entity) throws Refusal {
        for (SignatureCoverage candidate :
                List.of(SignatureCoverage.ENTITY, SignatureCoverage.MISSIVE, SignatureCoverage.MISSIVE_CRLF)) {
            if (states(signature, SignerChecks.digest(scheme, octets(candidate, plain, entity)))) {
                return candidate;
            }
        }
        return null;
    }

    private static boolean states(SignedContent signature, byte[] digest) throws Refusal {
        try {
            return signature.states(digest);
        } catch (CmsFailure failure) {
            throw new Refusal(Check.SIGNATURE_FORM, String.valueOf(failure.getMessage()));
        }
    }

    private byte[] octets(SignatureCoverage coverage, byte[] plain, MimeEntity entity) throws Refusal {
        if (coverage == SignatureCoverage.ENTITY) {
            return plain;
        }
        try {
            byte[] missive = TransferEncoding.decode(entity, limits);
            return coverage == SignatureCoverage.MISSIVE ? missive : crlf(missive, 0, missive.length);
        } catch (MimeFailure failure) {
            throw decryptionFault();
        }
    }

    private byte[] decrypt(EncryptedContent content) throws Refusal {
        ContentCipher cipher = content.cipher();
        if (cipher == null) {
            throw new Refusal(Check.ALGORITHMS, "The content is encrypted by an algorithm that is not accepted.");
        }
        opening.cipher = cipher;
        try {
            List<byte[]> found = new ContentKeys(keys, random).find(content, cipher);
            if (found.isEmpty()) {
                throw new Refusal(Check.RECIPIENT, "NOT_FOR_US: The mail is encrypted for none of the keys.");
            }
            opening.passed(Check.RECIPIENT);
            byte[] plain = decrypt(content, cipher, found);
            opening.passed(Check.DECRYPTION);
            return plain;
        } catch (CmsFailure failure) {
            throw new Refusal(
                    failure.reason() == CmsFailure.Reason.ALGORITHM ? Check.ALGORITHMS : Check.STRUCTURE,
                    String.valueOf(failure.getMessage()));
        }
    }

    private static byte[] decrypt(EncryptedContent content, ContentCipher cipher, List<byte[]> found)
            throws Refusal, CmsFailure {
        for (byte[] key : found) {
            try {
                return content.decrypt(cipher, key);
            } catch (GeneralSecurityException | RuntimeException e) {
                // The next key may be the right one.
            }
        }
        throw decryptionFault();
    }

    private static Refusal decryptionFault() {
        return new Refusal(Check.DECRYPTION, DECRYPTION_FAULT);
    }

    private MimeEntity entity(byte[] plain) throws Refusal {
        try {
            return MimeEntity.read(plain, 0, plain.length, limits);
        } catch (MimeFailure failure) {
            throw decryptionFault();
        }
    }

    private void require(Profile profile) throws Refusal {
        opening.profile = profile;
        if (!policy.accepts(profile)) {
            throw new Refusal(Check.STRUCTURE, "The policy does not accept the profile " + profile + ".");
        }
        opening.passed(Check.STRUCTURE);
    }

    /**
     * What a signature was found right over.
     *
     * @param entity the entity
     */
    private record Verified(MimeEntity entity, X509Certificate signer) {}

    private Verified verifyOpaque(Layer.Opaque opaque) throws Refusal {
        byte[] content = content(opaque.signature());
        if (content == null) {
            throw new Refusal(Check.SIGNATURE_FORM, "The signature has no content.");
        }
        X509Certificate signer = signers.check(opaque.signature(), content);
        try {
            return new Verified(MimeEntity.read(content, 0, content.length, limits), signer);
        } catch (MimeFailure failure) {
            throw new Refusal(Check.STRUCTURE, String.valueOf(failure.getMessage()));
        }
    }

    private static byte @Nullable [] content(SignedContent signature) throws Refusal {
        try {
            return signature.content();
        } catch (CmsFailure failure) {
            throw new Refusal(Check.SIGNATURE_FORM, String.valueOf(failure.getMessage()));
        }
    }

    private Verified verifyClear(Layer.Clear clear) throws Refusal {
        if (content(clear.signature()) != null) {
            throw new Refusal(Check.SIGNATURE_FORM, "A signature beside a content has a content of its own.");
        }
        MimeEntity signed = clear.signed();
        byte[] octets = signed.copy();
        if (hasBareLf(octets)) {
            opening.deviation("LF_STORAGE");
            octets = crlf(octets, 0, octets.length);
        }
        return new Verified(signed, signers.check(clear.signature(), octets));
    }

    /** Whether all line ends are LF: mails are often stored so. Where only some are, nothing is repaired. */
    private static boolean hasBareLf(byte[] octets) {
        boolean lf = false;
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] == '\n') {
                if (i > 0 && octets[i - 1] == '\r') {
                    return false;
                }
                lf = true;
            }
        }
        return lf;
    }

    private static byte[] crlf(byte[] octets, int from, int to) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(to - from + (to - from) / 32);
        for (int i = from; i < to; i++) {
            if (octets[i] == '\n' && (i == from || octets[i - 1] != '\r')) {
                out.write('\r');
            }
            out.write(octets[i]);
        }
        return out.toByteArray();
    }
}
