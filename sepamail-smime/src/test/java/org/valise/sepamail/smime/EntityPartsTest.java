// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 8551 3: what the entities around others state of themselves. */
class EntityPartsTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** A part that is longer than any memory; nobody writes it. */
    private record Huge(long length) implements Part {

        @Override
        public void writeTo(OutputStream out) {
            throw new AssertionError("It is not read");
        }
    }

    private static Part encrypted(Part content, ContentCipher cipher, TestPki recipient)
            throws GeneralSecurityException {
        return new EntityParts(RANDOM).encrypted(content, cipher, Recipient.of(recipient.certificate), "");
    }

    private static Part encrypted(Part content, ContentCipher cipher) throws GeneralSecurityException {
        return encrypted(content, cipher, Bench.RECIPIENT);
    }

    private static byte[] structure(Part entity) {
        String text = new String(SealedEntity.octets(entity), StandardCharsets.US_ASCII);
        return Base64.getMimeDecoder().decode(text.substring(text.indexOf("\r\n\r\n") + 4));
    }

    /** RFC 8551 3.2.2: ciphers that authenticate are in a structure of their own, and the entity says so. */
    @ParameterizedTest
    @EnumSource(ContentCipher.class)
    void theTypeIsThatOfTheStructure(ContentCipher cipher) throws Exception {
        String entity =
                new String(SealedEntity.octets(encrypted(Part.of("content"), cipher)), StandardCharsets.US_ASCII);
        String type = cipher.name().endsWith("_GCM") ? "authEnveloped-data" : "enveloped-data";
        assertThat(entity).startsWith("Content-Type: application/pkcs7-mime; smime-type=" + type + ";\r\n");
    }

    /** RFC 5652 6.1: 2 if keys are agreed on, 0 for this way to carry them; RFC 5083 2.1: always 0. */
    @Test
    void theVersionIsThatOfWhatIsWithin() throws Exception {
        for (TestPki recipient : List.of(Bench.RECIPIENT, Bench.EC_RECIPIENT)) {
            int agreed = recipient == Bench.EC_RECIPIENT ? 2 : 0;
            byte[] cbc = structure(encrypted(Part.of("content"), ContentCipher.AES_256_CBC, recipient));
            assertThat(RawEncrypted.enveloped(cbc).getVersion().intValueExact()).isEqualTo(agreed);
            byte[] gcm = structure(encrypted(Part.of("content"), ContentCipher.AES_256_GCM, recipient));
            assertThat(RawEncrypted.authenticated(gcm).getVersion().intValueExact())
                    .isZero();
        }
    }

    /** A boundary that can be known before lets a missive pretend to end. */
    @Test
    void noBoundaryComesAgain() {
        Set<String> tokens = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            assertThat(tokens.add(new EntityParts(RANDOM).token())).isTrue();
        }
        assertThat(tokens).allMatch(token -> token.matches("[0-9a-f]{32}"));
    }

    @Test
    void whatNobodyCouldReadIsNotMade() {
        SignedFrame frame = new SignedFrame(Bench.SIGNER.identity(), SignatureScheme.RSA_SHA256);
        for (long length : new long[] {1L << 31, Integer.MAX_VALUE}) {
            assertThatExceptionOfType(GeneralSecurityException.class)
                    .isThrownBy(() -> encrypted(new Huge(length), ContentCipher.AES_256_GCM))
                    .withMessageContaining("2 GiB");
            assertThatExceptionOfType(GeneralSecurityException.class)
                    .isThrownBy(() ->
                            EntityParts.opaque(new Huge(length), frame, SignatureScheme.RSA_SHA256, TestPki.NOW, true))
                    .withMessageContaining("2 GiB");
        }
        long most = Integer.MAX_VALUE - (1L << 20);
        assertThatCode(() -> encrypted(new Huge(most), ContentCipher.AES_256_GCM))
                .doesNotThrowAnyException();
    }
}
