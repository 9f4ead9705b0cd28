// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;

/** Makes the entities of S/MIME around others (RFC 8551 3). For one entity: its random numbers are not used again. */
final class EntityParts {

    /**
     * What the platform's GCM takes for one key and nonce, and the longest part of a structure that BouncyCastle reads, less
     * what stands around it.
     */
    private static final long MOST = Integer.MAX_VALUE - (1L << 20);

    private static final int RANDOM_OCTETS = 16;
    private static final String CRLF = "\r\n";
    private static final String BASE64 = "Content-Transfer-Encoding: base64";

    private final SecureRandom random;

    EntityParts(SecureRandom random) {
        this.random = random;
    }

    static byte[] digest(Part entity, SignatureScheme scheme) throws IOException {
        MessageDigest digest = scheme.digest().engine();
        entity.writeTo(new DigestSink(digest, OutputStream.nullOutputStream()));
        return digest.digest();
    }

    /**
     * An entity within its signature.
     *
     * @param late whether it is signed while it is written, if the length of the signature is known, so that it is read once
     *     less. The key is used then when it may be too late
     */
    static Part opaque(Part entity, SignedFrame signed, SignatureScheme scheme, Instant time, boolean late)
            throws GeneralSecurityException, IOException {
        requireReadable(entity);
        int behind = late ? signed.suffixLength(time) : 0;
        Part content = behind > 0
                ? Part.of(
                        Part.of(signed.opaquePrefix(entity.length(), behind)),
                        new SignedWhileWritten(entity, scheme, behind, digest -> signed.suffix(digest, time)))
                : Part.framed(signed.opaque(digest(entity, scheme), entity.length(), time), entity);
        return Part.of(
                Part.of(headers(
                        "Content-Type: application/pkcs7-mime; smime-type=signed-data;" + CRLF + " name=smime.p7m",
                        BASE64,
                        "Content-Disposition: attachment; filename=smime.p7m")),
                Part.base64(content));
    }

    private static void requireReadable(Part content) throws GeneralSecurityException {
        if (content.length() > MOST) {
            throw new GeneralSecurityException(
                    "A content of more than 2 GiB is not sealed: a structure around it is read by nobody");
        }
    }

    /**
     * An entity beside its signature.
     *
     * @param late as {@link #opaque} has it
     */
    Part clear(Part entity, SignedFrame signed, SignatureScheme scheme, Instant time, boolean late)
            throws GeneralSecurityException, IOException {
        String boundary = token();
        String headers = "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\";" + CRLF + " micalg="
                + scheme.digest().javaName.toLowerCase(Locale.ROOT) + "; ";
        int length = late ? signed.detachedLength(time) : 0;
        Part both = length > 0
                ? new SignedWhileWritten(
                        entity,
                        scheme,
                        (int) behind(new byte[length], boundary).length(),
                        digest -> SealedEntity.octets(behind(signed.detached(digest, time), boundary)))
                : Part.of(entity, behind(signed.detached(digest(entity, scheme), time), boundary));
        return Part.of(before(headers, boundary), both);
    }

    /** Two entities, one behind the other, the second a signature. */
    Part multipart(String headers, Part first, byte[] signature) {
        String boundary = token();
        return Part.of(before(headers, boundary), first, behind(signature, boundary));
    }

    /**
     * What stands in front of the first of two parts.
     *
     * @param headers up to the parameter that names the boundary
     */
    private static Part before(String headers, String boundary) {
        return Part.of(headers + "boundary=\"" + boundary + "\"" + CRLF + CRLF + "--" + boundary + CRLF);
    }

    private static Part behind(byte[] signature, String boundary) {
        return Part.of(
                Part.of(CRLF + "--" + boundary + CRLF), signature(signature), Part.of("--" + boundary + "--" + CRLF));
    }

    /** The entity of a signature whose content stands beside it. */
    private static Part signature(byte[] signature) {
        return Part.of(
                Part.of(headers(
                        "Content-Type: application/pkcs7-signature; name=smime.p7s",
                        BASE64,
                        "Content-Disposition: attachment; filename=smime.p7s")),
                Part.base64(Part.of(signature)));
    }

    /**
     * An encrypted entity.
     *
     * @param before headers of the mail, where it is one
     */
    Part encrypted(Part content, ContentCipher cipher, Recipient recipient, String before)
            throws GeneralSecurityException {
        requireReadable(content);
        byte[] key = new byte[cipher.keyOctets()];
        random.nextBytes(key);
        byte[] vector = cipher.newVector(random);
        Frame frame = EncryptedFrame.of(recipient, cipher, key, vector, content.length(), random);
        String type = cipher.isAuthenticated() ? "authEnveloped-data" : "enveloped-data";
        return Part.of(
                Part.of(before
                        + headers(
                                "Content-Type: application/pkcs7-mime; smime-type=" + type + ";" + CRLF
                                        + " name=smime.p7m",
                                BASE64,
                                "Content-Disposition: attachment; filename=smime.p7m")),
                Part.base64(new EncryptedPart(cipher, key, vector, frame, content)));
    }

    String token() {
        byte[] octets = new byte[RANDOM_OCTETS];
        random.nextBytes(octets);
        return HexFormat.of().formatHex(octets);
    }

    /** The headers of an entity, with the empty line behind them. */
    static String headers(String... lines) {
        return String.join(CRLF, lines) + CRLF + CRLF;
    }
}
