// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Objects;

/**
 * Encrypts entities (RFC 8551 3.3), for flows that are not those of {@link MissiveSealer}. What is encrypted and not signed is
 * nobody's: sign before. Immutable and thread-safe.
 *
 * <pre>{@code
 * SealedEntity encrypted = EntityEncrypter.of(new SecureRandom()).encrypt(signed.octets(), Recipient.of(certificate));
 * }</pre>
 *
 * @since 0.1.0
 */
public final class EntityEncrypter {

    private final SecureRandom random;
    private final ContentCipher cipher;

    private EntityEncrypter(SecureRandom random, ContentCipher cipher) {
        this.random = random;
        this.cipher = cipher;
    }

    /**
     * An encrypter with {@link ContentCipher#AES_256_CBC}.
     *
     * @param random keys and vectors come from it
     * @return the encrypter
     */
    public static EntityEncrypter of(SecureRandom random) {
        return new EntityEncrypter(Objects.requireNonNull(random, "random"), ContentCipher.AES_256_CBC);
    }

    /**
     * The same with another cipher.
     *
     * @param other the cipher of the content
     * @return a new encrypter
     * @throws IllegalArgumentException for triple DES, which is only read
     */
    public EntityEncrypter with(ContentCipher other) {
        return new EntityEncrypter(random, other.requireSealed());
    }

    /**
     * Encrypts an entity. It has no clock: for a certificate that has run out, or is not valid yet, it encrypts too.
     *
     * @param entity headers, an empty line and the body
     * @param recipient who can read it
     * @return {@code application/pkcs7-mime}
     * @throws SealingException if the recipient's key cannot be used
     */
    public SealedEntity encrypt(byte[] entity, Recipient recipient) throws SealingException {
        try {
            return new SealedEntity(new EntityParts(random).encrypted(Part.of(entity.clone()), cipher, recipient, ""));
        } catch (GeneralSecurityException e) {
            throw new SealingException("The entity could not be encrypted", e);
        }
    }

    /** Returns the cipher. */
    @Override
    public String toString() {
        return "EntityEncrypter[" + cipher + "]";
    }
}
