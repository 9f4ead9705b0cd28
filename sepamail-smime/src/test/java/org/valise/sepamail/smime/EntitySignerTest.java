// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 8551 3.5: an entity is signed in its canonical form, within the signature or beside it. */
class EntitySignerTest {

    private static final String ENTITY = "Content-Type: text/plain\r\n\r\nfirst\r\nsecond\r\n";

    private static EntitySigner signer() {
        return EntitySigner.of(Bench.SIGNER.identity(), Bench.CLOCK);
    }

    private static Verdict<OpenedContent> verify(SealedEntity signed) {
        return ContentOpener.of(List.of(), Banks.TRUST, Bench.CLOCK).verify(signed.octets());
    }

    private static String entity(Verdict<OpenedContent> verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        OpenedContent opened = ((Verdict.Accepted<OpenedContent>) verdict).opened();
        return new String(opened.entity(), ISO_8859_1);
    }

    /** Line ends of LF become CRLF, and nothing else changes: not CRLF, not a CR that stands alone, not an octet above 7F. */
    @ParameterizedTest
    @CsvSource({
        "T~~first~second~, T|~|~first|~second|~",
        "T|~|~first|~second|~, T|~|~first|~second|~",
        "T|~|~first|second, T|~|~first|second",
        "T|~|~~~, T|~|~|~|~",
        "T~|~x|~~|~, T|~|~x|~|~|~",
        "T~~\u00e9\u00ff, T|~|~\u00e9\u00ff"
    })
    void whatIsSignedHasLinesOfMail(String given, String expected) throws SealingException {
        byte[] octets = lines(given).getBytes(ISO_8859_1);
        SealedEntity signed = signer().sign(octets);
        assertThat(new String(signed.octets(), ISO_8859_1))
                .startsWith("Content-Type: application/pkcs7-mime; smime-type=signed-data;");
        assertThat(entity(verify(signed))).isEqualTo(lines(expected));
        assertThat(new String(signer().signClear(octets).octets(), ISO_8859_1)).contains(lines(expected) + "\r\n--");
    }

    private static String lines(String text) {
        return text.replace("T", "Content-Type: text/plain").replace('|', '\r').replace('~', '\n');
    }

    @Test
    void theSignatureBesideAnEntityIsOverIt() throws SealingException {
        SealedEntity signed = signer().signClear(ENTITY.replace("\r", "").getBytes(ISO_8859_1));
        assertThat(new String(signed.octets(), ISO_8859_1)).startsWith("Content-Type: multipart/signed;");
        assertThat(entity(verify(signed))).isEqualTo(ENTITY);
    }

    @ParameterizedTest
    @EnumSource(
            value = SignatureScheme.class,
            names = {"RSA_SHA256", "RSA_SHA512", "RSA_PSS_SHA384"})
    void theSchemeIsTheOneThatWasAskedFor(SignatureScheme scheme) throws SealingException {
        EntitySigner signer = signer().with(scheme);
        for (SealedEntity signed :
                List.of(signer.sign(ENTITY.getBytes(ISO_8859_1)), signer.signClear(ENTITY.getBytes(ISO_8859_1)))) {
            assertThat(verify(signed).envelope().signatureScheme()).contains(scheme);
        }
        assertThat(signer).hasToString("EntitySigner[" + scheme + "]");
        assertThat(signer()).hasToString("EntitySigner[RSA_SHA256]");
        assertThatIllegalArgumentException().isThrownBy(() -> signer().with(SignatureScheme.ECDSA_SHA256));
    }

    /** RFC 5652 11, RFC 6211: so that no other algorithm can be put in place of the one that was used. */
    @Test
    void theAttributesThatAreSigned() throws SealingException {
        EnvelopeStructure structure =
                EnvelopeStructure.of(signer().sign(ENTITY.getBytes(ISO_8859_1)).octets(), SmimeLimits.defaults());
        EnvelopeStructure.Signer signer = ((EnvelopeStructure.SignedData)
                        structure.mail().content())
                .signers()
                .get(0);
        assertThat(signer.attributes())
                .containsExactlyInAnyOrder(
                        "1.2.840.113549.1.9.3",
                        "1.2.840.113549.1.9.4",
                        "1.2.840.113549.1.9.5",
                        "1.2.840.113549.1.9.52");
        assertThat(signer.digest()).isIn("SHA256", "SHA-256");
        assertThat(new BigInteger(signer.key().serial(), 16)).isEqualTo(Bench.SIGNER.certificate.getSerialNumber());
    }

    @Test
    void nothingIsSignedUnderACertificateThatHasExpired() {
        EntitySigner late = EntitySigner.of(
                Bench.SIGNER.identity(), InstantSource.fixed(TestPki.NOW.plus(Duration.ofDays(10_000))));
        assertThatExceptionOfType(SealingException.class).isThrownBy(() -> late.sign(ENTITY.getBytes(ISO_8859_1)));
        assertThatExceptionOfType(SealingException.class).isThrownBy(() -> late.signClear(ENTITY.getBytes(ISO_8859_1)));
    }
}
