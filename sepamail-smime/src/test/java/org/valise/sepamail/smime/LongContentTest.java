// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.cms.AuthEnvelopedData;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sepamail.missive.ContentSink;
import org.valise.sepamail.missive.Missives;
import org.valise.sepamail.missive.OctetSource;
import org.valise.sepamail.missive.StreamedMissive;

/** No more than 2 GiB are sealed: that is told before anything is done. Lengths are claimed only. */
class LongContentTest {

    private static final long GIBIBYTE = 1L << 30;
    private static final int KEY_OCTETS = 32;
    /** All that is allocated, most of which is garbage at once: two octets may be a piece of a content. */
    private static final long MOST_MEMORY = 64L << 20;

    /** The source of a missive, which nobody may ask for. */
    private static final class Unopened implements OctetSource {

        private int opened;

        @Override
        public InputStream open() throws IOException {
            opened++;
            throw new IOException("not there");
        }
    }

    /** Counts the keys that were drawn. */
    private static final class Counter extends SecureRandom {

        private static final long serialVersionUID = 1;
        private int keys;

        @Override
        public void nextBytes(byte[] octets) {
            super.nextBytes(octets);
            keys += octets.length == KEY_OCTETS ? 1 : 0;
        }
    }

    /** A missive that says that it is so long. */
    private static StreamedMissive missive(long length) throws Exception {
        byte[] octets = Bench.missive("x").octets();
        StreamedMissive missive = Missives.strict()
                .readStreamed(new ByteArrayInputStream(octets), ContentSink.none())
                .orElseThrow();
        Field field = StreamedMissive.class.getDeclaredField("length");
        field.setAccessible(true);
        field.setLong(missive, length);
        assertThat(missive.length()).isEqualTo(length);
        return missive;
    }

    private static SealedMissive seal(
            Profile profile, ContentCipher cipher, long length, Unopened source, SecureRandom random) throws Exception {
        return Bench.sealer()
                .with(profile)
                .with(cipher)
                .with(random)
                .seal(missive(length), source, Bench.TO, Recipient.of(Bench.RECIPIENT.certificate));
    }

    @ParameterizedTest
    @CsvSource({
        "OPAQUE_THEN_ENCRYPT, AES_256_GCM",
        "CLEAR_THEN_ENCRYPT,  AES_256_GCM",
        "SEED_TWO_PART,       AES_256_GCM",
        "OPAQUE_THEN_ENCRYPT, AES_256_CBC",
        "CLEAR_THEN_ENCRYPT,  AES_256_CBC"
    })
    void isNotSealedAndNothingIsReadOrEncrypted(Profile profile, ContentCipher cipher) {
        Unopened source = new Unopened();
        Counter random = new Counter();
        assertThatThrownBy(() -> seal(profile, cipher, 3 * GIBIBYTE, source, random))
                .isInstanceOf(SealingException.class)
                .cause()
                .hasMessageContaining("2 GiB");
        assertThat(source.opened).isZero();
        assertThat(random.keys).isZero();
    }

    /** In P1 base64 is around it twice: of each 57 octets 78 are made, and of these again. */
    @Test
    void theLimitIsThatOfWhatIsEncrypted() throws Exception {
        Unopened source = new Unopened();
        Counter random = new Counter();
        Profile p1 = Profile.OPAQUE_THEN_ENCRYPT;
        SealedMissive shorter = seal(p1, ContentCipher.AES_256_GCM, GIBIBYTE, source, random);
        assertThat(shorter.length()).isGreaterThan(2 * GIBIBYTE);
        assertThat(random.keys).isEqualTo(1);
        assertThatThrownBy(() -> seal(p1, ContentCipher.AES_256_GCM, GIBIBYTE * 12 / 10, source, random))
                .isInstanceOf(SealingException.class);
        assertThat(random.keys).isEqualTo(1);
        assertThat(source.opened).isZero();
    }

    private static byte[] der(ASN1Encodable value) throws IOException {
        return value.toASN1Primitive().getEncoded("DER");
    }

    /** A mail whose encrypted content begins so, and ends somewhere. */
    private static byte[] mail(String beginning, String unit, int octets) throws Exception {
        byte[] entity = Forge.entity(new String(Bench.missive("x").octets(), StandardCharsets.UTF_8));
        AuthEnvelopedData genuine = RawEncrypted.authenticated(Forge.encryptGcm(entity, Bench.RECIPIENT));
        HexFormat hex = HexFormat.of();
        byte[] head = Forge.join(
                hex.parseHex("3080"),
                der(CMSObjectIdentifiers.authEnvelopedData),
                hex.parseHex("A0803080020100"),
                der(genuine.getRecipientInfos()),
                hex.parseHex("3080"),
                der(CMSObjectIdentifiers.data),
                der(genuine.getAuthEncryptedContentInfo().getContentEncryptionAlgorithm()),
                hex.parseHex(beginning));
        byte[] structure = Arrays.copyOf(head, head.length + octets);
        byte[] again = hex.parseHex(unit);
        for (int i = 0; i < octets; i++) {
            structure[head.length + i] = again[i % again.length];
        }
        return Forge.mail(TestPki.SENDER, Forge.cms("authEnveloped-data", structure));
    }

    private static Check refused(byte[] mail, MissiveOpener opener) throws Exception {
        Check[] check = new Check[1];
        long allocated = Memory.allocated(() -> {
            Verdict<OpenedStream> verdict = opener.open(() -> new ByteArrayInputStream(mail));
            assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
            check[0] = ((Verdict.Rejected<OpenedStream>) verdict).failed();
        });
        assertThat(allocated).isLessThan(MOST_MEMORY);
        return check[0];
    }

    /** 2 GiB less one octet, more, and so much that the length does not fit. */
    @ParameterizedTest
    @ValueSource(strings = {"80847FFFFFFF", "8084FFFFFFFF", "80850100000000", "80887FFFFFFFFFFFFFFF"})
    void aClaimIsNotBelieved(String beginning) throws Exception {
        assumeTrue(Memory.isMeasured(), "This JVM does not measure what a thread allocates.");
        byte[] mail = mail(beginning, "00", 100_000);
        assertThat(refused(mail, Bench.opener())).isIn(Check.STRUCTURE, Check.DECRYPTION);
        assertThat(Bench.opener().open(mail)).isInstanceOf(Verdict.Rejected.class);
    }

    /** Pieces without end: only the limit of the mail ends them. */
    @ParameterizedTest
    @ValueSource(strings = {"0400", "04820100", "0484000FFFFF"})
    void piecesWithoutEndEndAtTheLimit(String piece) throws Exception {
        assumeTrue(Memory.isMeasured(), "This JVM does not measure what a thread allocates.");
        int length = HexFormat.of().parseHex(piece).length == 4 ? 256 : piece.equals("0400") ? 0 : 0xFFFFF;
        byte[] mail = mail("A080", piece + "00".repeat(length), 4 << 20);
        MissiveOpener opener = Bench.opener().with(SmimeLimits.defaults().withOctets(2 << 20));
        assertThat(refused(mail, opener)).isIn(Check.MAIL_FORM, Check.DECRYPTION);
    }
}
