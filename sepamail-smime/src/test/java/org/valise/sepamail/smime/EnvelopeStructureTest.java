// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.EncryptedContentInfo;
import org.bouncycastle.asn1.cms.EnvelopedData;
import org.bouncycastle.asn1.cms.KEKIdentifier;
import org.bouncycastle.asn1.cms.KEKRecipientInfo;
import org.bouncycastle.asn1.cms.PasswordRecipientInfo;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.valise.sepamail.smime.EnvelopeStructure.Broken;
import org.valise.sepamail.smime.EnvelopeStructure.Content;
import org.valise.sepamail.smime.EnvelopeStructure.Data;
import org.valise.sepamail.smime.EnvelopeStructure.EncryptedData;
import org.valise.sepamail.smime.EnvelopeStructure.KeyHolder;
import org.valise.sepamail.smime.EnvelopeStructure.OtherData;
import org.valise.sepamail.smime.EnvelopeStructure.Parts;
import org.valise.sepamail.smime.EnvelopeStructure.SignedData;

/** What an envelope shows without keys (RFC 2045, RFC 5652). */
class EnvelopeStructureTest {

    private static byte[] sealed(Profile profile) throws SealingException {
        return Bench.sealer()
                .with(profile)
                .seal(Bench.missive("x"), Bench.TO, Recipient.of(Bench.RECIPIENT.certificate))
                .octets();
    }

    private static EnvelopeStructure of(byte[] mail) {
        return EnvelopeStructure.of(mail, SmimeLimits.defaults());
    }

    private static byte[] mail(byte[] cms) {
        return ("Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                        + Base64.getMimeEncoder().encodeToString(cms))
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void showsWhomItIsFor() throws SealingException {
        EnvelopeStructure structure = of(sealed(Profile.OPAQUE_THEN_ENCRYPT));
        assertThat(structure.problems()).isEmpty();
        EncryptedData data = (EncryptedData) structure.mail().content();
        assertThat(data.authenticated()).isFalse();
        assertThat(data.cipher()).isEqualTo("AES_256_CBC");
        assertThat(data.octets()).isPositive();
        KeyHolder holder = data.recipients().get(0);
        assertThat(holder.kind()).isEqualTo("key-transport");
        assertThat(holder.algorithm()).isEqualTo("RSA_PKCS1");
        assertThat(new java.math.BigInteger(holder.key().serial(), 16))
                .isEqualTo(Bench.RECIPIENT.certificate.getSerialNumber());
        assertThat(structure.toString()).isEqualTo("EnvelopeStructure[application/pkcs7-mime, 0 problems]");
    }

    @Test
    void showsATagAndKeysThatAreAgreedOn() throws SealingException {
        byte[] mail = Bench.sealer()
                .with(ContentCipher.AES_256_GCM)
                .seal(Bench.missive("x"), Bench.TO, Recipient.of(Bench.EC_RECIPIENT.certificate))
                .octets();
        EncryptedData data = (EncryptedData) of(mail).mail().content();
        assertThat(data.authenticated()).isTrue();
        assertThat(data.cipher()).isEqualTo("AES_256_GCM");
        assertThat(data.octets()).isPositive();
        KeyHolder holder = data.recipients().get(0);
        assertThat(holder.kind()).isEqualTo("key-agreement");
        assertThat(new java.math.BigInteger(holder.key().serial(), 16))
                .isEqualTo(Bench.EC_RECIPIENT.certificate.getSerialNumber());
    }

    @Test
    void showsASignatureBesideItsContent() throws SealingException {
        Parts parts = (Parts) of(sealed(Profile.SEED_TWO_PART)).mail().content();
        assertThat(parts.entities()).hasSize(2);
        SignedData signed = (SignedData) parts.entities().get(1).content();
        assertThat(signed.within()).isEmpty();
        assertThat(signed.certificates()).containsExactly(Bench.SIGNER.certificate);
        assertThat(signed.signers().get(0).signature()).isEqualTo("RSA_SHA256");
        assertThat(signed.signers().get(0).signingTime()).contains(TestPki.NOW);
        assertThat(signed.signers().get(0).attributes()).contains("1.2.840.113549.1.9.4");
        assertThat(signed.signers().get(0).toString()).isEqualTo("Signer[RSA_SHA256]");
    }

    /** Recipients that this library never opens for, and algorithms that it does not know, by their identifiers. */
    @Test
    void showsWhatItDoesNotKnow() throws Exception {
        AlgorithmIdentifier unknown = new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.3.4.5"));
        RecipientInfo password = new RecipientInfo(new PasswordRecipientInfo(unknown, new DEROctetString(new byte[8])));
        RecipientInfo shared = new RecipientInfo(new KEKRecipientInfo(
                new KEKIdentifier(new byte[] {10, 11}, null, null), unknown, new DEROctetString(new byte[8])));
        EnvelopedData data = new EnvelopedData(
                null,
                new DERSet(new RecipientInfo[] {password, shared}),
                new EncryptedContentInfo(CMSObjectIdentifiers.data, unknown, new DEROctetString(new byte[8])),
                (org.bouncycastle.asn1.ASN1Set) null);
        EncryptedData shown =
                (EncryptedData) of(mail(new ContentInfo(CMSObjectIdentifiers.envelopedData, data).getEncoded()))
                        .mail()
                        .content();
        assertThat(shown.cipher()).isEqualTo("1.2.3.4.5");
        assertThat(shown.recipients()).extracting(KeyHolder::kind).contains("password", "key-encryption-key");
        assertThat(shown.recipients())
                .extracting(holder -> holder.key().keyId())
                .contains("0a0b");
        ContentInfo other = new ContentInfo(CMSObjectIdentifiers.digestedData, new DERTaggedObject(0, new DERSet()));
        assertThat(of(mail(other.getEncoded())).mail().content())
                .isEqualTo(new OtherData(CMSObjectIdentifiers.digestedData.getId()));
    }

    @Test
    void goesNoFurtherThanTheLimits() {
        byte[] deep = "Content-Type: message/rfc822\r\n\r\n".repeat(30).getBytes(StandardCharsets.US_ASCII);
        assertThat(of(deep).problems()).containsExactly("Entities are nested deeper than the limit.");
        StringBuilder many = new StringBuilder("Content-Type: multipart/mixed; boundary=b\r\n\r\n");
        many.append("--b\r\n\r\nx\r\n".repeat(300)).append("--b--\r\n");
        EnvelopeStructure structure = of(many.toString().getBytes(StandardCharsets.US_ASCII));
        assertThat(structure.problems()).containsExactly("The mail has more parts than the limit.");
        assertThat(((Parts) structure.mail().content()).entities())
                .hasSize(200)
                .allMatch(part -> part.content().equals(new Data(1)));
        Content longer = EnvelopeStructure.of(deep, SmimeLimits.defaults().withOctets(10))
                .mail()
                .content();
        assertThat(longer).isEqualTo(new Broken("The mail is longer than the limit."));
    }

    /** Millions of recipients fit into a mail. */
    @Test
    void listsNoMoreThanTheLimit() throws Exception {
        AlgorithmIdentifier algorithm = new AlgorithmIdentifier(CMSObjectIdentifiers.data);
        RecipientInfo[] many = new RecipientInfo[1000];
        Arrays.fill(many, new RecipientInfo(new PasswordRecipientInfo(algorithm, new DEROctetString(new byte[8]))));
        EnvelopedData data = new EnvelopedData(
                null,
                new DERSet(many),
                new EncryptedContentInfo(CMSObjectIdentifiers.data, algorithm, new DEROctetString(new byte[8])),
                (org.bouncycastle.asn1.ASN1Set) null);
        EnvelopeStructure structure = of(mail(new ContentInfo(CMSObjectIdentifiers.envelopedData, data).getEncoded()));
        assertThat(((EncryptedData) structure.mail().content()).recipients()).hasSize(200);
        assertThat(structure.problems()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Profile.class,
            names = {"OPAQUE_THEN_ENCRYPT", "SEED_TWO_PART"})
    void shrinksFromNoOctets(Profile profile) throws SealingException {
        byte[] mail = sealed(profile);
        for (int i = 0; i < mail.length; i += 7) {
            assertThat(of(Arrays.copyOf(mail, i)).mail()).isNotNull();
            byte[] changed = mail.clone();
            changed[i] ^= (byte) (1 << i % 8);
            assertThat(of(changed).mail()).isNotNull();
        }
        assertThat(of(Arrays.copyOf(mail, mail.length / 2)).problems()).isNotEmpty();
    }

    /** 60,000 sequences without an end (reliability: bounded, and no error of the machine). */
    @Test
    void survivesNesting() {
        byte[] nested = new byte[120_000];
        for (int i = 0; i < nested.length; i += 2) {
            nested[i] = 0x30;
            nested[i + 1] = (byte) 0x80;
        }
        for (List<Integer> start : List.of(List.of(0x30, 0x80), List.of(0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF))) {
            byte[] each = nested.clone();
            for (int i = 0; i < start.size(); i++) {
                each[i] = start.get(i).byteValue();
            }
            assertThat(of(mail(each)).mail().content()).isInstanceOf(Broken.class);
        }
    }
}
