// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;

/** Makes the entities of S/MIME around others (RFC 8551 3). For one entity: its random numbers are not used again. */
final class EntityParts {

    private static final int RANDOM_OCTETS = 16;
    private static final String CRLF = "\r\n";
    private static final String BASE64 = "Content-Transfer-Encoding: base64";

    private final SecureRandom random;

    EntityParts(SecureRandom random) {
        this.random = random;
    }

    static byte[] digest(Part entity, SignatureScheme scheme) {
        MessageDigest digest = scheme.digest().engine();
        try {
            entity.writeTo(new DigestSink(digest));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return digest.digest();
    }

    /** An entity within its signature. */
    static Part opaque(Part entity, Frame frame) {
        return Part.of(
                Part.of(headers(
                        "Content-Type: application/pkcs7-mime; smime-type=signed-data;" + CRLF + " name=smime.p7m",
                        BASE64,
                        "Content-Disposition: attachment; filename=smime.p7m")),
                Part.base64(Part.framed(frame, entity)));
    }

    /** An entity beside its signature. */
    Part clear(Part entity, byte[] signature, SignatureScheme scheme) {
        return multipart(
                "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\";" + CRLF + " micalg="
                        + scheme.digest().javaName.toLowerCase(Locale.ROOT) + "; ",
                entity,
                signature(signature));
    }

    /**
     * Two entities, one behind the other.
     *
     * @param headers up to the parameter that names the boundary
     */
    Part multipart(String headers, Part first, Part second) {
        String boundary = token();
        return Part.of(
                Part.of(headers + "boundary=\"" + boundary + "\"" + CRLF + CRLF + "--" + boundary + CRLF),
                first,
                Part.of(CRLF + "--" + boundary + CRLF),
                second,
                Part.of("--" + boundary + "--" + CRLF));
    }

    /** The entity of a signature whose content stands beside it. */
    static Part signature(byte[] signature) {
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
