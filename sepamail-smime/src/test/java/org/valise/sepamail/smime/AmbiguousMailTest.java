// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.KeyTransRecipientInfo;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAESOAEPparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cms.CMSAlgorithm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mails that two readers might read in two ways, and forms of others that are read in one. */
class AmbiguousMailTest {

    private static final OpeningPolicy SIGNED = OpeningPolicy.strict().requiring(Protection.SIGNATURE);
    private static final byte[] ENTITY =
            Forge.entity(new String(Bench.missive("x").octets(), StandardCharsets.UTF_8));

    private static ContentOpener opener() {
        return ContentOpener.of(List.of(Bench.RECIPIENT.decryptionKey()), Banks.TRUST, Bench.CLOCK)
                .with(SIGNED);
    }

    private static <T> Check failed(Verdict<T> verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
        return ((Verdict.Rejected<T>) verdict).failed();
    }

    private static byte[] signed(byte[] entity) {
        return Forge.sign(entity, true, "SHA256withRSA", Bench.SIGNER);
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: text/plain\r\nContent-Type: text/html\r\n\r\nx",
                "Content-Type: text/plain\r\nContent-Transfer-Encoding: 7bit\r\nContent-Transfer-Encoding: base64\r\n\r\neA==",
                "Content-Type: multipart/mixed; boundary=a; boundary=b\r\n\r\n--a\r\n\r\nx\r\n--a--\r\n"
            })
    void aHeaderThatSaysHowToReadIsThereOnce(String entity) {
        byte[] mail = Forge.mail(TestPki.SENDER, Forge.cms("signed-data", signed(latin(entity))));
        assertThat(failed(Bench.opener().with(SIGNED).open(mail))).isEqualTo(Check.STRUCTURE);
        assertThat(failed(opener().open(mail))).isEqualTo(Check.STRUCTURE);
    }

    /** RFC 2045 6.7 (3): blanks at the end of a line are none of the content, those within it are. */
    @Test
    void blanksAtTheEndOfALineOfQuotedPrintable() {
        String body = "a  \t\r\nb c =\r\nd\t e=20 \r\nf   ";
        byte[] entity = latin("Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + body);
        Verdict<OpenedContent> verdict =
                opener().open(Forge.mail(TestPki.SENDER, Forge.cms("signed-data", signed(entity))));
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        OpenedContent opened = ((Verdict.Accepted<OpenedContent>) verdict).opened();
        assertThat(opened.entity()).isEqualTo(entity);
        assertThat(new String(opened.octets().orElseThrow(), StandardCharsets.US_ASCII))
                .isEqualTo("a\r\nb c d\t e \r\nf");
    }

    /** The length of a container that says more than there is: other readers refuse what they cannot find. */
    @ParameterizedTest
    @CsvSource({"0, 1", "0, 20000", "1, 1", "2, 1", "2, 9000", "3, 3"})
    void noContainerSaysMoreThanThereIs(int container, int more) {
        byte[] structure = der(signed(ENTITY));
        byte[] mail = Forge.mail(TestPki.SENDER, Forge.cms("signed-data", structure));
        assertThat(opener().open(mail)).isInstanceOf(Verdict.Accepted.class);
        byte[] changed = longer(structure, container, more);
        assertThat(failed(opener().open(Forge.mail(TestPki.SENDER, Forge.cms("signed-data", changed)))))
                .isEqualTo(Check.STRUCTURE);
    }

    private static byte[] der(byte[] structure) {
        try {
            return ContentInfo.getInstance(structure).getEncoded("DER");
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Adds to the length of the content info, of its [0], of the signed data, or of what is within that. */
    private static byte[] longer(byte[] structure, int container, int more) {
        int at = 0;
        for (int i = 0; i < container; i++) {
            at = behindHeader(structure, at);
            // In front of [0] and of the content stand identifiers and numbers, which are passed over.
            while ((structure[at] & 0x20) == 0 || structure[at] == 0x31) {
                at = behindHeader(structure, at) + length(structure, at);
            }
        }
        byte[] changed = structure.clone();
        int length = length(structure, at) + more;
        assertThat(structure[at + 1]).isEqualTo((byte) 0x82);
        changed[at + 2] = (byte) (length >> 8);
        changed[at + 3] = (byte) length;
        return changed;
    }

    private static int behindHeader(byte[] der, int at) {
        int first = der[at + 1] & 0xFF;
        return at + 2 + (first < 0x80 ? 0 : first & 0x7F);
    }

    private static int length(byte[] der, int at) {
        int length = der[at + 1] & 0xFF;
        if (length < 0x80) {
            return length;
        }
        int sum = 0;
        for (int i = 0; i < (length & 0x7F); i++) {
            sum = sum << 8 | der[at + 2 + i] & 0xFF;
        }
        return sum;
    }

    private static AlgorithmIdentifier oaep(ASN1ObjectIdentifier digest, ASN1ObjectIdentifier mask) {
        return new AlgorithmIdentifier(
                PKCSObjectIdentifiers.id_RSAES_OAEP,
                new RSAESOAEPparams(
                        new AlgorithmIdentifier(digest, DERNull.INSTANCE),
                        new AlgorithmIdentifier(
                                PKCSObjectIdentifiers.id_mgf1, new AlgorithmIdentifier(mask, DERNull.INSTANCE)),
                        RSAESOAEPparams.DEFAULT_P_SOURCE_ALGORITHM));
    }

    private static ASN1ObjectIdentifier digest(String name) {
        return switch (name) {
            case "SHA-1" -> OIWObjectIdentifiers.idSHA1;
            case "SHA-224" -> NISTObjectIdentifiers.id_sha224;
            case "SHA-256" -> NISTObjectIdentifiers.id_sha256;
            case "SHA-384" -> NISTObjectIdentifiers.id_sha384;
            default -> NISTObjectIdentifiers.id_sha512;
        };
    }

    /** Java's own name for OAEP with SHA-256 leaves the mask at SHA-1; OpenSSL takes whatever it is told. */
    @ParameterizedTest
    @CsvSource({
        "SHA-1,   SHA-1,   RSA_OAEP_SHA1",
        "SHA-256, SHA-256, RSA_OAEP_SHA256",
        "SHA-256, SHA-1,   RSA_OAEP_SHA256",
        "SHA-384, SHA-384, RSA_OAEP_SHA384",
        "SHA-512, SHA-512, RSA_OAEP_SHA512",
        "SHA-512, SHA-1,   RSA_OAEP_SHA512",
        "SHA-224, SHA-224, refused"
    })
    void everyFormOfOaepThatOthersWrite(String digest, String mask, String expected) throws Exception {
        byte[] key = new byte[32];
        byte[] content = Forge.cms("signed-data", signed(ENTITY));
        var cipher = javax.crypto.Cipher.getInstance("RSA/ECB/OAEPPadding");
        cipher.init(
                javax.crypto.Cipher.ENCRYPT_MODE,
                Bench.RECIPIENT.certificate.getPublicKey(),
                new javax.crypto.spec.OAEPParameterSpec(
                        digest,
                        "MGF1",
                        new java.security.spec.MGF1ParameterSpec(mask),
                        javax.crypto.spec.PSource.PSpecified.DEFAULT));
        var bulk = javax.crypto.Cipher.getInstance("AES/CBC/PKCS5Padding");
        bulk.init(
                javax.crypto.Cipher.ENCRYPT_MODE,
                new javax.crypto.spec.SecretKeySpec(key, "AES"),
                new javax.crypto.spec.IvParameterSpec(new byte[16]));
        KeyTransRecipientInfo plain = (KeyTransRecipientInfo) RecipientInfo.getInstance(
                        RawEncrypted.enveloped(Forge.encrypt(content, CMSAlgorithm.AES256_CBC, Bench.RECIPIENT))
                                .getRecipientInfos()
                                .getObjectAt(0))
                .getInfo();
        RecipientInfo info = new RecipientInfo(new KeyTransRecipientInfo(
                plain.getRecipientIdentifier(),
                oaep(digest(digest), digest(mask)),
                new DEROctetString(cipher.doFinal(key))));
        byte[] structure = RawEncrypted.encoded(
                new DERSet(info),
                new AlgorithmIdentifier(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(new byte[16])),
                new DEROctetString(bulk.doFinal(content)),
                "DER");
        Verdict<OpenedMissive> verdict =
                Bench.opener().open(Forge.mail(TestPki.SENDER, Forge.cms("enveloped-data", structure)));
        if (expected.equals("refused")) {
            assertThat(failed(verdict)).isEqualTo(Check.ALGORITHMS);
        } else {
            assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
            assertThat(verdict.envelope().keyTransport()).contains(KeyTransport.valueOf(expected));
        }
    }

    /** Lists within signed data are read over, also by who only looks. */
    @Test
    void listsWithinAreNoFault() throws Exception {
        SignedData data =
                SignedData.getInstance(ContentInfo.getInstance(signed(ENTITY)).getContent());
        var list = org.bouncycastle.asn1.x509.CertificateList.getInstance(
                TestPath.root(7).list().getEncoded());
        byte[] structure = new ContentInfo(
                        org.bouncycastle.asn1.cms.CMSObjectIdentifiers.signedData,
                        new SignedData(
                                data.getDigestAlgorithms(),
                                data.getEncapContentInfo(),
                                data.getCertificates(),
                                new DERSet(list),
                                data.getSignerInfos()))
                .getEncoded("BER");
        byte[] mail = Forge.mail(TestPki.SENDER, Forge.cms("signed-data", structure));
        EnvelopeStructure seen = EnvelopeStructure.of(mail, SmimeLimits.defaults());
        assertThat(seen.problems()).isEmpty();
        assertThat(((EnvelopeStructure.SignedData) seen.mail().content()).signers())
                .hasSize(1);
    }

    private static Verdict<OpenedContent> openedAs(String entity) {
        return opener().open(Forge.mail(TestPki.SENDER, Forge.cms("signed-data", signed(latin(entity)))));
    }

    private static String nested(int depth) {
        String text = "Content-Type: text/plain\r\n\r\nx\r\n";
        for (int i = 1; i < depth; i++) {
            text = "Content-Type: multipart/mixed; boundary=b" + i + "\r\n\r\n--b" + i + "\r\n" + text + "\r\n--b" + i
                    + "--\r\n";
        }
        return text;
    }

    /** Statement 24, of a content that is given out as it was signed and that the caller will walk. */
    @Test
    void s24AContentOfAnyKindKeepsTheLimits() {
        assertThat(openedAs(nested(20))).isInstanceOf(Verdict.Accepted.class);
        assertThat(failed(openedAs(nested(21)))).isEqualTo(Check.STRUCTURE);
        assertThat(failed(openedAs(nested(600)))).isEqualTo(Check.STRUCTURE);
        String parts = "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + "--b\r\n\r\nx\r\n".repeat(200);
        assertThat(openedAs(parts + "--b--\r\n")).isInstanceOf(Verdict.Accepted.class);
        assertThat(failed(openedAs(parts + "--b\r\n\r\nx\r\n--b--\r\n"))).isEqualTo(Check.STRUCTURE);
        String text = "Content-Type: text/plain\r\n\r\nfirst\r\n";
        assertThat(openedAs(text + "y".repeat(65_000) + "\r\nlast")).isInstanceOf(Verdict.Accepted.class);
        assertThat(failed(openedAs(text + "y".repeat(66_000) + "\r\nlast"))).isEqualTo(Check.STRUCTURE);
        assertThat(failed(openedAs(text + "y".repeat(66_000)))).isEqualTo(Check.STRUCTURE);
    }

    /** Statement 5: a signed mail that somebody puts into his own is not signed by him. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void s5ASignedMailWithinAnotherIsNotSigned(boolean encrypted) {
        byte[] whole = Forge.join(
                latin("Content-Type: message/rfc822\r\n\r\n"),
                Forge.mail(TestPki.SENDER, Forge.cms("signed-data", signed(ENTITY))));
        byte[] entity = encrypted
                ? Forge.cms("enveloped-data", Forge.encrypt(whole, CMSAlgorithm.AES256_CBC, Bench.RECIPIENT))
                : whole;
        assertThat(Bench.opener().with(SIGNED).open(Forge.mail(TestPki.SENDER, entity)))
                .isInstanceOf(Verdict.Rejected.class);
    }
}
