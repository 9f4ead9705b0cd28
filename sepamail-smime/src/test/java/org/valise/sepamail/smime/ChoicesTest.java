// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.DLSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AuthEnvelopedData;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.EnvelopedData;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.KeyTransRecipientInfo;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.cms.CMSAlgorithm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sepamail.missive.OctetSource;

/**
 * What has to be known before a mail is read and is told only in it: which digest, over what, with which key. The right one is
 * found, the report says which it was, and nobody makes us read a mail more than twelve times.
 */
class ChoicesTest {

    private static final int MOST = 12;
    private static final String MISSIVE = Banks.document(Bench.missive("x")) + "\n";
    private static final byte[] ENTITY = Forge.entity(MISSIVE);
    private static final byte[] SIGNED = Forge.cms("signed-data", signature(ENTITY, true, 256));
    private static final TestPki OTHER = Bench.AUTHORITY.recipient(TestPki.rsa(3), TestPki.RECEIVER);

    private static byte[] signature(byte[] content, boolean within, int digest) {
        return Forge.sign(content, within, "SHA" + digest + "withRSA", Bench.SIGNER);
    }

    /** A mail that counts how often it is read. */
    private static final class Counted implements OctetSource {

        private final byte[] mail;
        private int readings;

        Counted(byte[] mail) {
            this.mail = mail;
        }

        @Override
        public InputStream open() {
            readings++;
            return new ByteArrayInputStream(mail);
        }
    }

    private static MissiveOpener opener() {
        return MissiveOpener.of(
                        List.of(OTHER.decryptionKey(), Bench.RECIPIENT.decryptionKey()), Banks.TRUST, Bench.CLOCK)
                .with(OpeningPolicy.lenient());
    }

    /** A mail that is accepted is read once more, to look at its missive. */
    private static Verdict<?> assertAccepted(byte[] mail, int readings) throws Exception {
        Counted counted = new Counted(mail);
        Verdict<OpenedStream> verdict = opener().open(counted);
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        assertThat(counted.readings).isEqualTo(readings + 1);
        Verdict<OpenedMissive> inMemory = opener().open(mail);
        assertThat(inMemory).isInstanceOf(Verdict.Accepted.class);
        assertThat(inMemory.envelope().recipient()).isEqualTo(verdict.envelope().recipient());
        assertThat(inMemory.envelope().coverage()).isEqualTo(verdict.envelope().coverage());
        return verdict;
    }

    private static void assertRejected(byte[] mail, Check check, int readings) throws Exception {
        Counted counted = new Counted(mail);
        Verdict<OpenedStream> verdict = opener().open(counted);
        assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
        assertThat(((Verdict.Rejected<OpenedStream>) verdict).failed()).isEqualTo(check);
        assertThat(counted.readings).isEqualTo(readings);
    }

    private static byte[] twoParts(byte[] encrypted, byte[] signature) {
        String mixed = new String(Forge.multipartSigned(encrypted, signature), StandardCharsets.ISO_8859_1);
        return Forge.mail(
                TestPki.SENDER,
                mixed.replaceFirst("multipart/signed; protocol=[^;]*; micalg=[^;]*;", "multipart/mixed;")
                        .getBytes(StandardCharsets.ISO_8859_1));
    }

    private static byte[] covered(SignatureCoverage coverage, byte[] encrypted) {
        return switch (coverage) {
            case ENTITY -> ENTITY;
            case MISSIVE -> MISSIVE.getBytes(StandardCharsets.UTF_8);
            case MISSIVE_CRLF -> MISSIVE.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
            case ENCRYPTED_PART -> encrypted;
        };
    }

    /** Whether it is P3 is looked at once, before the readings. */
    @ParameterizedTest
    @CsvSource({
        "ENTITY, 256, 1",
        "ENTITY, 384, 2",
        "MISSIVE, 256, 1",
        "MISSIVE, 512, 2",
        "MISSIVE_CRLF, 256, 1",
        "MISSIVE_CRLF, 384, 2",
        "ENCRYPTED_PART, 256, 1",
        "ENCRYPTED_PART, 512, 2"
    })
    void whatASignatureBesideIsOver(SignatureCoverage coverage, int digest, int readings) throws Exception {
        byte[] encrypted = Forge.cms("enveloped-data", Forge.encrypt(ENTITY, CMSAlgorithm.AES256_CBC, Bench.RECIPIENT));
        byte[] mail = twoParts(encrypted, signature(covered(coverage, encrypted), false, digest));
        Counted counted = new Counted(mail);
        Verdict<OpenedStream> verdict = opener().open(counted);
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        assertThat(verdict.envelope().coverage()).contains(coverage);
        assertThat(verdict.envelope().profile())
                .contains(
                        coverage == SignatureCoverage.ENCRYPTED_PART
                                ? Profile.ENCRYPT_THEN_SIGN
                                : Profile.SEED_TWO_PART);
        assertThat(verdict.envelope().signatureScheme()).contains(SignatureScheme.valueOf("RSA_SHA" + digest));
        assertThat(counted.readings).isEqualTo(1 + readings + 1);
        assertThat(opener().open(mail).envelope().coverage()).contains(coverage);
    }

    @ParameterizedTest
    @ValueSource(ints = {256, 512})
    void aSignatureOverNoneOfThemIsRejected(int digest) throws Exception {
        byte[] encrypted = Forge.cms("enveloped-data", Forge.encrypt(ENTITY, CMSAlgorithm.AES256_CBC, Bench.RECIPIENT));
        byte[] other = MISSIVE.strip().getBytes(StandardCharsets.UTF_8);
        assertRejected(twoParts(encrypted, signature(other, false, digest)), Check.DIGEST, digest == 256 ? 2 : 3);
    }

    private static RecipientInfo recipient(RecipientInfo genuine, boolean right) {
        KeyTransRecipientInfo info = (KeyTransRecipientInfo) genuine.getInfo();
        byte[] key = info.getEncryptedKey().getOctets();
        return new RecipientInfo(new KeyTransRecipientInfo(
                info.getRecipientIdentifier(),
                info.getKeyEncryptionAlgorithm(),
                new DEROctetString(right ? key : RawEncrypted.flip(key, 100))));
    }

    /** So many recipients that are all one of ours, of whose keys one is right; with 0 none is. */
    private static ASN1Encodable[] recipients(RecipientInfo genuine, int count, int right) {
        ASN1Encodable[] all = new ASN1Encodable[count];
        for (int i = 0; i < count; i++) {
            all[i] = recipient(genuine, i == right - 1);
        }
        return all;
    }

    private static byte[] cbc(byte[] content, int count, int right) {
        EnvelopedData data = RawEncrypted.enveloped(Forge.encrypt(content, CMSAlgorithm.AES256_CBC, Bench.RECIPIENT));
        RecipientInfo genuine =
                RecipientInfo.getInstance(data.getRecipientInfos().getObjectAt(0));
        ASN1OctetString text = data.getEncryptedContentInfo().getEncryptedContent();
        byte[] structure = RawEncrypted.encoded(
                new DLSet(recipients(genuine, count, right)),
                data.getEncryptedContentInfo().getContentEncryptionAlgorithm(),
                text,
                "DL");
        return Forge.cms("enveloped-data", structure);
    }

    private static byte[] gcm(byte[] content, int count, int right, boolean attributes) throws Exception {
        Attribute odd =
                new Attribute(new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.7"), new DERSet(new DERUTF8String("x")));
        Attribute[] authenticated = attributes ? new Attribute[] {odd} : new Attribute[0];
        AuthEnvelopedData data = RawEncrypted.authenticated(Forge.encryptGcm(content, Bench.RECIPIENT, authenticated));
        RecipientInfo genuine =
                RecipientInfo.getInstance(data.getRecipientInfos().getObjectAt(0));
        AuthEnvelopedData changed = new AuthEnvelopedData(
                null,
                new DLSet(recipients(genuine, count, right)),
                data.getAuthEncryptedContentInfo(),
                data.getAuthAttrs(),
                data.getMac(),
                null);
        return Forge.cms(
                "authEnveloped-data",
                new ContentInfo(CMSObjectIdentifiers.authEnvelopedData, changed).getEncoded("DL"));
    }

    private static byte[] mail(byte[] entity) {
        return Forge.mail(TestPki.SENDER, entity);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void theKeyThatIsRightIsFound(int right) throws Exception {
        assertAccepted(mail(cbc(SIGNED, 8, right)), right);
        assertAccepted(mail(gcm(SIGNED, 8, right, false)), right);
    }

    /** Each costs an operation with our key: eight are tried, and no more. */
    @ParameterizedTest
    @CsvSource({"8, 0", "9, 9", "200, 150"})
    void whoHidesTheKeyAmongManyIsRejected(int count, int right) throws Exception {
        assertRejected(mail(cbc(SIGNED, count, right)), Check.DECRYPTION, 8);
        assertRejected(mail(gcm(SIGNED, count, right, false)), Check.DECRYPTION, 8);
    }

    /** Attributes that are authenticated too stand behind the content: each key takes two readings. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 6})
    void attributesAreFoundToo(int right) throws Exception {
        assertAccepted(mail(gcm(SIGNED, 8, right, true)), 2 * right);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 8})
    void readingsAreBounded(int right) throws Exception {
        assertRejected(mail(gcm(SIGNED, 8, right, true)), Check.DECRYPTION, MOST);
        byte[] beside = twoParts(gcm(ENTITY, 8, right, true), signature(ENTITY, false, 256));
        assertRejected(beside, Check.DIGEST, 1 + MOST);
    }

    @Test
    void theReportSaysWhichOfOurKeysItWas() throws Exception {
        for (TestPki each : List.of(OTHER, Bench.RECIPIENT)) {
            byte[] structure = Forge.encrypt(SIGNED, CMSAlgorithm.AES256_CBC, each);
            Verdict<?> verdict = assertAccepted(mail(Forge.cms("enveloped-data", structure)), 1);
            assertThat(verdict.envelope().recipient()).contains(each.certificate);
        }
        // For both, and what the first one gets is not the key.
        EnvelopedData data =
                RawEncrypted.enveloped(Forge.encryptFor(SIGNED, CMSAlgorithm.AES256_CBC, OTHER, Bench.RECIPIENT));
        RecipientInfo first = RecipientInfo.getInstance(data.getRecipientInfos().getObjectAt(0));
        RecipientInfo second =
                RecipientInfo.getInstance(data.getRecipientInfos().getObjectAt(1));
        byte[] structure = RawEncrypted.encoded(
                new DLSet(new ASN1Encodable[] {recipient(first, false), recipient(second, true)}),
                data.getEncryptedContentInfo().getContentEncryptionAlgorithm(),
                data.getEncryptedContentInfo().getEncryptedContent(),
                "DL");
        Verdict<?> verdict = assertAccepted(mail(Forge.cms("enveloped-data", structure)), 2);
        assertThat(verdict.envelope().recipient().map(X509Certificate::getSerialNumber))
                .contains(serialNumber(second));
    }

    private static BigInteger serialNumber(RecipientInfo info) {
        KeyTransRecipientInfo transported = (KeyTransRecipientInfo) info.getInfo();
        return IssuerAndSerialNumber.getInstance(
                        transported.getRecipientIdentifier().getId())
                .getSerialNumber()
                .getValue();
    }

    @Test
    void keyAndDigestAreFoundTogether() throws Exception {
        byte[] signed = Forge.cms("signed-data", signature(ENTITY, true, 512));
        Verdict<?> verdict = assertAccepted(mail(cbc(signed, 4, 3)), 4);
        assertThat(verdict.envelope().signatureScheme()).contains(SignatureScheme.RSA_SHA512);
    }

    /** One encryption within another: each key of the outer one, with each of the inner one. */
    @Test
    void keysOfTwoLayersAreFoundAndBounded() throws Exception {
        assertAccepted(mail(cbc(cbc(SIGNED, 8, 2), 8, 2)), 3);
        RecipientInfo[] same = new RecipientInfo[8];
        EnvelopedData data =
                RawEncrypted.enveloped(Forge.encrypt(cbc(SIGNED, 8, 0), CMSAlgorithm.AES256_CBC, Bench.RECIPIENT));
        java.util.Arrays.fill(
                same, RecipientInfo.getInstance(data.getRecipientInfos().getObjectAt(0)));
        byte[] structure = RawEncrypted.encoded(
                new DLSet(same),
                data.getEncryptedContentInfo().getContentEncryptionAlgorithm(),
                data.getEncryptedContentInfo().getEncryptedContent(),
                "DL");
        assertRejected(mail(Forge.cms("enveloped-data", structure)), Check.DECRYPTION, MOST);
    }
}
