// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Objects;

/**
 * Signs entities (RFC 8551 3.5), for flows that are not those of {@link MissiveSealer}. Made once for an identity; immutable
 * and thread-safe.
 *
 * <pre>{@code
 * SealedEntity signed = EntitySigner.of(identity, Clock.systemUTC()).sign(entity);
 * SealedEntity encrypted = EntityEncrypter.of(new SecureRandom()).encrypt(signed.octets(), Recipient.of(certificate));
 * }</pre>
 *
 * @since 0.1.0
 */
public final class EntitySigner {

    private final SigningIdentity identity;
    private final InstantSource clock;
    private final SignatureScheme scheme;

    private EntitySigner(SigningIdentity identity, InstantSource clock, SignatureScheme scheme) {
        this.identity = identity;
        this.clock = clock;
        this.scheme = scheme;
    }

    /**
     * A signer with the scheme that is usual for the key.
     *
     * @param identity the key
     * @param clock for the time of signing, and for the validity of the certificate
     * @return the signer
     */
    public static EntitySigner of(SigningIdentity identity, InstantSource clock) {
        return new EntitySigner(identity, Objects.requireNonNull(clock, "clock"), identity.usualScheme());
    }

    /**
     * The same with another signature.
     *
     * @param other fits the key
     * @return a new signer
     * @throws IllegalArgumentException if it does not, or is only read
     */
    public EntitySigner with(SignatureScheme other) {
        return new EntitySigner(identity, clock, identity.require(other));
    }

    /**
     * Signs an entity and puts it within the signature (signed-data).
     *
     * @param entity headers, an empty line and the body; line ends of LF alone become CRLF, which is what is signed
     * @return {@code application/pkcs7-mime}
     * @throws SealingException if the certificate is not valid now, or the key cannot be used
     */
    public SealedEntity sign(byte[] entity) throws SealingException {
        Part canonical = Part.of(canonical(entity));
        var now = identity.requireValid(clock.instant());
        try {
            return new SealedEntity(
                    EntityParts.opaque(canonical, new SignedFrame(identity, scheme), scheme, now, false));
        } catch (GeneralSecurityException | IOException e) {
            throw new SealingException("The entity could not be signed", e);
        }
    }

    /**
     * Signs an entity and puts the signature beside it ({@code multipart/signed}).
     *
     * @param entity headers, an empty line and the body; line ends of LF alone become CRLF, which is what is signed. Mail
     *     software on the way may change what is not 7bit with short lines
     * @return the multipart
     * @throws SealingException if the certificate is not valid now, or the key cannot be used
     */
    public SealedEntity signClear(byte[] entity) throws SealingException {
        Part canonical = Part.of(canonical(entity));
        var now = identity.requireValid(clock.instant());
        try {
            EntityParts parts = new EntityParts(new SecureRandom());
            return new SealedEntity(parts.clear(canonical, new SignedFrame(identity, scheme), scheme, now, false));
        } catch (GeneralSecurityException | IOException e) {
            throw new SealingException("The entity could not be signed", e);
        }
    }

    private static byte[] canonical(byte[] entity) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(entity.length + 64);
        for (int i = 0; i < entity.length; i++) {
            if (entity[i] == '\n' && (i == 0 || entity[i - 1] != '\r')) {
                out.write('\r');
            }
            out.write(entity[i]);
        }
        return out.toByteArray();
    }

    /** Returns the scheme; nothing of the owner. */
    @Override
    public String toString() {
        return "EntitySigner[" + scheme + "]";
    }
}
