// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DLSet;
import org.bouncycastle.asn1.cms.EnvelopedData;
import org.bouncycastle.asn1.cms.KeyAgreeRecipientInfo;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cms.CMSAlgorithm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.valise.sepamail.missive.ContentSink;
import org.valise.sepamail.missive.Missives;
import org.valise.sepamail.missive.NominalMissive;
import org.valise.sepamail.missive.StreamedMissive;
import org.valise.sepamail.smime.TrustPolicy.Outcome;

/** What whoever writes a mail, or an answer, must not be able to do. */
class HostileCombinationsTest {

    private static final NominalMissive MISSIVE = Bench.missive("x");
    private static final byte[] ENTITY = Forge.entity(new String(MISSIVE.octets(), StandardCharsets.UTF_8));

    private static byte[] encrypted(byte[] entity) {
        return Forge.cms("enveloped-data", Forge.encrypt(entity, CMSAlgorithm.AES256_CBC, Bench.RECIPIENT));
    }

    private static void assertRejected(Verdict<OpenedMissive> verdict, Check check) {
        assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
        assertThat(((Verdict.Rejected<OpenedMissive>) verdict).failed()).isEqualTo(check);
    }

    /**
     * Statement 14: where nothing of what a signature may be over was digested, one over nothing vouches for nothing. It was
     * taken for one over whatever was encrypted twice.
     */
    @Test
    void aSignatureOfNothingVouchesForNothing() {
        MissiveOpener opener = Bench.opener().with(OpeningPolicy.lenient());
        byte[] ofNothing = Forge.sign(new byte[0], false, "SHA256withRSA", Bench.SIGNER);
        byte[] aroundTwo = Forge.multipartSigned(encrypted(encrypted(ENTITY)), ofNothing);
        assertRejected(opener.open(Forge.mail(TestPki.SENDER, aroundTwo)), Check.DIGEST);
        byte[] between = encrypted(Forge.multipartSigned(encrypted(ENTITY), ofNothing));
        assertRejected(opener.open(Forge.mail(TestPki.SENDER, between)), Check.DIGEST);
        byte[] aroundOne = Forge.multipartSigned(encrypted(ENTITY), ofNothing);
        assertRejected(opener.open(Forge.mail(TestPki.SENDER, aroundOne)), Check.DIGEST);
    }

    /** One structure for us, whose one recipient info names us so often. */
    private static byte[] agreed(int times) throws SealingException {
        return agreed(recipients -> repeated(recipients, times));
    }

    private static byte[] agreed(UnaryOperator<ASN1Set> change) throws SealingException {
        byte[] signed = Forge.cms("signed-data", Forge.sign(ENTITY, true, "SHA256withRSA", Bench.SIGNER));
        String sealed = new String(
                EntityEncrypter.of(new SecureRandom())
                        .encrypt(signed, Recipient.of(Bench.EC_RECIPIENT.certificate))
                        .octets(),
                StandardCharsets.US_ASCII);
        byte[] structure = Base64.getMimeDecoder().decode(sealed.substring(sealed.indexOf("\r\n\r\n")));
        EnvelopedData data = RawEncrypted.enveloped(structure);
        byte[] many = RawEncrypted.encoded(
                change.apply(data.getRecipientInfos()),
                data.getEncryptedContentInfo().getContentEncryptionAlgorithm(),
                new DEROctetString(RawEncrypted.ciphertext(structure)),
                "DER");
        return Forge.mail(TestPki.SENDER, Forge.cms("enveloped-data", many));
    }

    private static KeyAgreeRecipientInfo first(ASN1Set recipients) {
        return (KeyAgreeRecipientInfo)
                RecipientInfo.getInstance(recipients.getObjectAt(0)).getInfo();
    }

    private static ASN1Set by(ASN1Set recipients, AlgorithmIdentifier agreement) {
        KeyAgreeRecipientInfo info = first(recipients);
        return new DERSet(new RecipientInfo(new KeyAgreeRecipientInfo(
                info.getOriginator(), info.getUserKeyingMaterial(), agreement, info.getRecipientEncryptedKeys())));
    }

    /** RFC 5753 7.1: the derivation and the cipher that wraps the key are both to be known. */
    @Test
    void aWayToAgreeThatIsNotKnown() throws SealingException {
        ASN1ObjectIdentifier unknown = new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.7");
        AlgorithmIdentifier wrap = new AlgorithmIdentifier(NISTObjectIdentifiers.id_aes256_wrap);
        ASN1ObjectIdentifier ecdh = SECObjectIdentifiers.dhSinglePass_stdDH_sha256kdf_scheme;
        AlgorithmIdentifier known = new AlgorithmIdentifier(ecdh, wrap);
        assertThat(Bench.opener().open(agreed(recipients -> by(recipients, known))))
                .isInstanceOf(Verdict.Accepted.class);
        for (AlgorithmIdentifier other : List.of(
                new AlgorithmIdentifier(unknown, wrap),
                new AlgorithmIdentifier(ecdh, new AlgorithmIdentifier(unknown)))) {
            assertRejected(Bench.opener().open(agreed(recipients -> by(recipients, other))), Check.ALGORITHMS);
        }
    }

    private static ASN1Set repeated(ASN1Set recipients, int times) {
        KeyAgreeRecipientInfo info = first(recipients);
        List<ASN1Encodable> keys =
                Collections.nCopies(times, info.getRecipientEncryptedKeys().getObjectAt(0));
        return new DERSet(new RecipientInfo(new KeyAgreeRecipientInfo(
                info.getOriginator(),
                info.getUserKeyingMaterial(),
                info.getKeyEncryptionAlgorithm(),
                new DERSequence(keys.toArray(new ASN1Encodable[0])))));
    }

    /** Each of them costs an operation with our key, which may be one in a device: nobody else decides how many. */
    @Test
    void keysAgreedOnWithoutMeasure() throws SealingException {
        assertThat(Bench.opener().open(agreed(12))).isInstanceOf(Verdict.Accepted.class);
        assertThat(Bench.opener().open(agreed(200))).isInstanceOf(Verdict.Accepted.class);
        assertRejected(Bench.opener().open(agreed(201)), Check.STRUCTURE);
    }

    /** RFC 6960: what nobody signed who may is no answer, and hides none, whether it is later and whether there are lists. */
    @Test
    void anAnswerOfNobodyHidesNoRevocation() {
        TestPath root = TestPath.root(0);
        TestPath leaf =
                root.request(TestPki.rsa(2), "CN=Leaf").signer(TestPki.SENDER).issue();
        TestPath rogue =
                TestPath.selfIssued(TestPki.rsa(4), "CN=Root").authority(-1).issue();
        byte[] revoked = root.answer(
                root.certificate, leaf.certificate, new RevokedStatus(Date.from(TestPki.NOW.minusSeconds(900)), 1));
        byte[] good = rogue.answer(
                root.certificate,
                leaf.certificate,
                CertificateStatus.GOOD,
                TestPki.NOW.minusSeconds(60),
                TestPki.NOW.plusSeconds(3600));
        TrustPolicy trust = TrustPolicy.of(List.of(root.certificate)).withOcspResponses(List.of(good, revoked));
        assertThat(trust.check(leaf.certificate, List.of(), TestPki.NOW)).isEqualTo(Outcome.REVOKED);
        TrustPolicy both = trust.withRevocationLists(List.of(root.list()));
        assertThat(both.check(leaf.certificate, List.of(), TestPki.NOW)).isEqualTo(Outcome.REVOKED);
    }

    /** Those that have issued each other make a maze of paths: of fifteen the platform looks through more than ten thousand. */
    @Tag("slow")
    @Test
    void certificatesWithoutMeasure() throws Exception {
        MissiveOpener lenient = Bench.opener().with(OpeningPolicy.lenient());
        assertThat(lenient.open(Forge.mail(TestPki.SENDER, opaque(100)))).isInstanceOf(Verdict.Accepted.class);
        assertRejected(lenient.open(Forge.mail(TestPki.SENDER, opaque(101))), Check.STRUCTURE);
        ASN1EncodableVector namesakes = new ASN1EncodableVector();
        for (int i = 0; i < 40; i++) {
            TestPki other = TestPki.authority("Scheme", 3);
            namesakes.add(Certificate.getInstance(other.certificate.getEncoded()));
        }
        assertThat(SentCertificates.of(new DLSet(namesakes)).pathOf(Bench.SIGNER.certificate))
                .hasSize(10);
    }

    private static byte[] opaque(int certificates) {
        List<X509Certificate> all = new ArrayList<>(List.of(Bench.SIGNER.certificate));
        while (all.size() < certificates) {
            all.add(TestPath.root(3).certificate);
        }
        return Forge.cms(
                "signed-data",
                new RawSigned(ENTITY, Bench.SIGNER).within().certificates(all).octets());
    }

    /** A key that cannot be used now, as one in a device that is away, is no fault of the mail: it is to be opened again. */
    @Test
    void aKeyThatCannotBeUsedLeavesTheMailOpen() throws Exception {
        DecryptionKey broken = DecryptionKey.of(new OwnKeysTest.Away("RSA"), Bench.RECIPIENT.certificate);
        MissiveOpener opener = MissiveOpener.of(List.of(broken), Banks.TRUST, Bench.CLOCK);
        byte[] mail = Banks.mail(MISSIVE);
        assertThat(opener.open(mail)).isInstanceOf(Verdict.Undetermined.class);
        Reception reception = new Banks().bleu(MailOpening.of(opener)).receive(mail);
        assertThat(reception.kind()).isEqualTo(Reception.Kind.UNDETERMINED);
        assertThat(reception.isDone()).isFalse();
        DecryptionKey onACurve = DecryptionKey.of(new OwnKeysTest.Away("EC"), Bench.EC_RECIPIENT.certificate);
        byte[] agreed = Bench.sealer()
                .seal(MISSIVE, Bench.TO, Recipient.of(Bench.EC_RECIPIENT.certificate))
                .octets();
        assertThat(MissiveOpener.of(List.of(onACurve), Banks.TRUST, Bench.CLOCK).open(agreed))
                .isInstanceOf(Verdict.Undetermined.class);
    }

    /** Two contents under one key and nonce would tell each other, and how to forge a third. */
    @Test
    void ofASourceThatChangedNothingIsEncryptedAgain() throws Exception {
        byte[] octets = Bench.missive("x".repeat(300_000)).octets();
        StreamedMissive streamed = Missives.strict()
                .readStreamed(new ByteArrayInputStream(octets), ContentSink.none())
                .orElseThrow();
        SealedMissive sealed = Bench.sealer()
                .with(ContentCipher.AES_256_GCM)
                .seal(
                        streamed,
                        () -> new ByteArrayInputStream(octets),
                        Bench.TO,
                        Recipient.of(Bench.RECIPIENT.certificate));
        byte[] first = sealed.octets();
        octets[octets.length / 2] ^= 1;
        ByteArrayOutputStream second = new ByteArrayOutputStream();
        assertThatThrownBy(() -> sealed.writeTo(second)).isInstanceOf(IOException.class);
        assertThat(first).startsWith(second.toByteArray());
    }

    /** Attachments belong into the missive: what stands beside it comes out nowhere, and a second missive is refused. */
    @Test
    void whatStandsBesideTheMissiveIsPassedOver() {
        String html = "Content-Type: text/html\r\n\r\n<p>pay somebody else</p>";
        Verdict<OpenedMissive> verdict = Bench.opener().open(mixed(html));
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        OpenedMissive opened = ((Verdict.Accepted<OpenedMissive>) verdict).opened();
        assertThat(((NominalMissive) opened.missive()).octets()).isEqualTo(MISSIVE.octets());
        assertRejected(Bench.opener().open(mixed("Content-Type: application/xml\r\n\r\n<other/>")), Check.CONTENT);
    }

    private static byte[] mixed(String beside) {
        String entity = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
                + new String(ENTITY, StandardCharsets.US_ASCII) + "\r\n--b\r\n" + beside + "\r\n--b--\r\n";
        return Forge.opaque(
                Forge.sign(entity.getBytes(StandardCharsets.US_ASCII), true, "SHA256withRSA", Bench.SIGNER));
    }
}
