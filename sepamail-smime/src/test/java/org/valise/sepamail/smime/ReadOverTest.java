// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AuthEnvelopedData;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.EnvelopedData;
import org.bouncycastle.asn1.cms.OriginatorInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.cms.CMSAlgorithm;
import org.junit.jupiter.api.Test;

/**
 * RFC 5652 5.1, 5.3, 6.1, RFC 5083 2.1: lists and attributes that nobody signed, which genuine mails may have. They are read
 * over, and nothing that stands in them is believed.
 */
class ReadOverTest {

    private static final byte[] ENTITY =
            Forge.entity(new String(Bench.missive("x").octets(), StandardCharsets.UTF_8));
    private static final TestPath ROOT = TestPath.root(0);
    private static final TestPath MID =
            ROOT.request(TestPki.rsa(3), "CN=Mid").authority(-1).issue();
    private static final TestPath SIGNER =
            MID.request(TestPki.rsa(1), "CN=Signer").signer(TestPki.SENDER).issue();
    private static final ASN1ObjectIdentifier ODD = new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.7");
    private static final Attribute HARMLESS = new Attribute(ODD, new DERSet(new DERUTF8String("x")));

    private static Verdict<OpenedMissive> open(TrustPolicy trust, OpeningPolicy policy, byte[] entity) {
        return MissiveOpener.of(List.of(Bench.RECIPIENT.decryptionKey()), trust, Bench.CLOCK)
                .with(policy)
                .open(Forge.mail(TestPki.SENDER, entity));
    }

    /** In each way in which signed data may come. */
    private static List<Verdict<OpenedMissive>> open(TrustPolicy trust, OpeningPolicy policy, SignedData data)
            throws Exception {
        byte[] octets = new ContentInfo(CMSObjectIdentifiers.signedData, data).getEncoded("DL");
        byte[] opaque = Forge.cms("signed-data", octets);
        byte[] encrypted = Forge.cms("enveloped-data", Forge.encrypt(opaque, CMSAlgorithm.AES256_CBC, Bench.RECIPIENT));
        return List.of(
                open(trust, policy.requiring(Protection.SIGNATURE), opaque),
                open(trust, policy, encrypted),
                open(trust, policy, Forge.cms("authEnveloped-data", Forge.encryptGcm(opaque, Bench.RECIPIENT))));
    }

    private static void assertAccepted(Verdict<OpenedMissive> verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        assertThat(((Verdict.Accepted<OpenedMissive>) verdict).opened().missive())
                .isEqualTo(Bench.missive("x"));
    }

    private static void assertRejected(Verdict<OpenedMissive> verdict, Check check) {
        assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
        assertThat(((Verdict.Rejected<OpenedMissive>) verdict).failed()).isEqualTo(check);
    }

    private static SignedData signed(TestPki signer) {
        return data(new RawSigned(ENTITY, signer).within().octets());
    }

    private static SignedData data(byte[] structure) {
        return SignedData.getInstance(ContentInfo.getInstance(structure).getContent());
    }

    private static SignedData withLists(SignedData data, ASN1Encodable... lists) {
        return new SignedData(
                data.getDigestAlgorithms(),
                data.getEncapContentInfo(),
                data.getCertificates(),
                new DERSet(lists),
                data.getSignerInfos());
    }

    private static SignedData withUnsigned(SignedData data, ASN1Encodable... attributes) {
        SignerInfo info = SignerInfo.getInstance(data.getSignerInfos().getObjectAt(0));
        SignerInfo more = new SignerInfo(
                info.getSID(),
                info.getDigestAlgorithm(),
                info.getAuthenticatedAttributes(),
                info.getDigestEncryptionAlgorithm(),
                info.getEncryptedDigest(),
                (ASN1Set) new DERSet(attributes));
        return new SignedData(
                data.getDigestAlgorithms(), data.getEncapContentInfo(), data.getCertificates(), null, new DERSet(more));
    }

    private static ASN1Encodable asn1(X509CRL list) throws Exception {
        return ASN1Primitive.fromByteArray(list.getEncoded());
    }

    /** The same signer, certified by one who makes lists. */
    private static SignedData signedUnderPath() {
        SigningIdentity identity = SigningIdentity.of(SIGNER.keys.getPrivate(), List.of(SIGNER.certificate));
        SignedFrame frame = new SignedFrame(identity, SignatureScheme.RSA_SHA256);
        try {
            Frame around = frame.opaque(RawSigned.sha256(ENTITY), ENTITY.length, TestPki.NOW);
            return data(Forge.join(around.prefix(), ENTITY, around.suffix()));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TrustPolicy trust() {
        return TrustPolicy.of(List.of(ROOT.certificate)).withIntermediates(List.of(MID.certificate));
    }

    @Test
    void listsOfAnyKindAreReadOver() throws Exception {
        SignedData data = signed(Bench.SIGNER);
        ASN1Encodable garbage = new DERSequence(new DEROctetString(new byte[100]));
        ASN1Encodable other = new DERTaggedObject(false, 1, new DERSequence(new ASN1Encodable[] {ODD, garbage}));
        for (SignedData each : List.of(
                withLists(data),
                withLists(data, garbage),
                withLists(data, other, garbage),
                withLists(data, asn1(ROOT.list())))) {
            open(Banks.TRUST, OpeningPolicy.strict(), each).forEach(ReadOverTest::assertAccepted);
        }
    }

    /** Who wants revocation to be checked says by which lists: those of a mail are chosen by whoever sent it. */
    @Test
    void aListThatCameAlongSaysNothingOfAnybody() throws Exception {
        SignedData good = withLists(signedUnderPath(), asn1(ROOT.list()), asn1(MID.list()));
        SignedData bad = withLists(signedUnderPath(), asn1(MID.list(SIGNER.certificate)));
        for (Verdict<OpenedMissive> verdict : open(trust(), OpeningPolicy.strict(), bad)) {
            assertAccepted(verdict);
            assertThat(verdict.checks())
                    .contains(new CheckResult(Check.REVOCATION, CheckResult.Outcome.NOT_ASKED_FOR, ""));
        }
        TrustPolicy half = trust().withRevocationLists(List.of(ROOT.list()));
        for (Verdict<OpenedMissive> verdict : open(half, OpeningPolicy.strict(), good)) {
            assertThat(verdict).isInstanceOf(Verdict.Undetermined.class);
            assertThat(((Verdict.Undetermined<OpenedMissive>) verdict).open()).isEqualTo(Check.REVOCATION);
        }
        TrustPolicy all = trust().withRevocationLists(List.of(ROOT.list(), MID.list(SIGNER.certificate)));
        open(all, OpeningPolicy.strict(), good).forEach(verdict -> assertRejected(verdict, Check.REVOCATION));
        TrustPolicy clean = trust().withRevocationLists(List.of(ROOT.list(), MID.list()));
        open(clean, OpeningPolicy.strict(), bad).forEach(ReadOverTest::assertAccepted);
    }

    @Test
    void attributesThatAreNotSignedAreReadOver() throws Exception {
        SignedData data = signed(Bench.SIGNER);
        Attribute counter = new Attribute(CMSAttributes.counterSignature, new DERSet(new DERSequence()));
        Attribute stamp = new Attribute(
                PKCSObjectIdentifiers.id_aa_signatureTimeStampToken, new DERSet(new DEROctetString(new byte[100])));
        Attribute digest = RawSigned.digestOf(new byte[0]);
        Attribute type = RawSigned.type(CMSObjectIdentifiers.envelopedData);
        for (SignedData each : List.of(
                withUnsigned(data),
                withUnsigned(data, HARMLESS),
                withUnsigned(data, counter, stamp),
                withUnsigned(data, digest, type),
                withUnsigned(data, new DERUTF8String("no attribute")))) {
            open(Banks.TRUST, OpeningPolicy.strict(), each).forEach(ReadOverTest::assertAccepted);
        }
    }

    @Test
    void whatIsNotSignedIsNoSignedAttribute() throws Exception {
        Attribute type = RawSigned.type(CMSObjectIdentifiers.data);
        Attribute digest = RawSigned.digestOf(ENTITY);
        SignedData noDigest = data(
                new RawSigned(ENTITY, Bench.SIGNER).within().attributes(type).octets());
        SignedData noType = data(
                new RawSigned(ENTITY, Bench.SIGNER).within().attributes(digest).octets());
        open(Banks.TRUST, OpeningPolicy.strict(), withUnsigned(noDigest, digest, type))
                .forEach(verdict -> assertRejected(verdict, Check.SIGNATURE_FORM));
        open(Banks.TRUST, OpeningPolicy.strict(), withUnsigned(noType, digest, type))
                .forEach(verdict -> assertRejected(verdict, Check.SIGNATURE_FORM));
    }

    @Test
    void aTimeThatIsNotSignedIsNone() throws Exception {
        Instant yesterday = TestPki.NOW.minus(Duration.ofHours(20));
        Attribute other = RawSigned.attribute(CMSAttributes.signingTime, new Time(Date.from(yesterday)));
        for (Verdict<OpenedMissive> verdict :
                open(Banks.TRUST, OpeningPolicy.strict(), withUnsigned(signed(Bench.SIGNER), other))) {
            assertAccepted(verdict);
            assertThat(verdict.envelope().signingTime()).contains(TestPki.NOW);
        }
        SignedData timeless = data(new RawSigned(ENTITY, Bench.SIGNER)
                .within()
                .attributes(RawSigned.type(CMSObjectIdentifiers.data), RawSigned.digestOf(ENTITY))
                .octets());
        OpeningPolicy asked = OpeningPolicy.strict().withSigningTimeWithin(Duration.ofDays(1));
        open(Banks.TRUST, asked, withUnsigned(timeless, RawSigned.time()))
                .forEach(verdict -> assertRejected(verdict, Check.SIGNING_TIME));
    }

    private static Attribute holding(X509Certificate certificate) throws Exception {
        return new Attribute(
                new ASN1ObjectIdentifier("1.2.840.113549.1.9.16.2.23"), // id-aa-ets-certValues
                new DERSet(new DERSequence(Certificate.getInstance(certificate.getEncoded()))));
    }

    @Test
    void certificatesThatStandElsewhereAreNone() throws Exception {
        TrustPolicy rootOnly = TrustPolicy.of(List.of(ROOT.certificate));
        SignedData data = signedUnderPath();
        open(rootOnly, OpeningPolicy.strict(), withUnsigned(data, holding(MID.certificate)))
                .forEach(verdict -> assertRejected(verdict, Check.SIGNER_TRUST));
        SignedData nobodys = data(new RawSigned(ENTITY, Bench.SIGNER)
                .within()
                .certificates(List.of())
                .octets());
        open(Banks.TRUST, OpeningPolicy.strict(), withUnsigned(nobodys, holding(Bench.SIGNER.certificate)))
                .forEach(verdict -> assertRejected(verdict, Check.SIGNATURE_FORM));
    }

    private static byte[] enveloped(byte[] content, OriginatorInfo originator, ASN1Set attributes) throws Exception {
        EnvelopedData data = RawEncrypted.enveloped(Forge.encrypt(content, CMSAlgorithm.AES256_CBC, Bench.RECIPIENT));
        EnvelopedData more =
                new EnvelopedData(originator, data.getRecipientInfos(), data.getEncryptedContentInfo(), attributes);
        return Forge.cms("enveloped-data", new ContentInfo(CMSObjectIdentifiers.envelopedData, more).getEncoded("DL"));
    }

    private static byte[] opaque(SignedData data) throws Exception {
        return Forge.cms("signed-data", new ContentInfo(CMSObjectIdentifiers.signedData, data).getEncoded("DL"));
    }

    @Test
    void attributesBesideWhatIsEncryptedAreReadOver() throws Exception {
        byte[] content = opaque(signed(Bench.SIGNER));
        for (ASN1Set attributes : List.of(
                new DERSet(HARMLESS),
                new DERSet(new ASN1Encodable[] {HARMLESS, RawSigned.digestOf(new byte[0]), RawSigned.time()}),
                new DERSet(new DERUTF8String("no attribute")))) {
            assertAccepted(open(Banks.TRUST, OpeningPolicy.strict(), enveloped(content, null, attributes)));
        }
    }

    @Test
    void whatTheOriginatorSendsAlongIsReadOver() throws Exception {
        ASN1Set certificates = new DERSet(Certificate.getInstance(MID.certificate.getEncoded()));
        OriginatorInfo originator = new OriginatorInfo(certificates, new DERSet(asn1(MID.list(SIGNER.certificate))));
        assertAccepted(
                open(Banks.TRUST, OpeningPolicy.strict(), enveloped(opaque(signed(Bench.SIGNER)), originator, null)));
        byte[] mail = enveloped(opaque(signedUnderPath()), originator, null);
        assertRejected(
                open(TrustPolicy.of(List.of(ROOT.certificate)), OpeningPolicy.strict(), mail), Check.SIGNER_TRUST);
        assertAccepted(open(trust(), OpeningPolicy.strict(), mail));
    }

    private static byte[] authenticated(AuthEnvelopedData data, ASN1Set authenticated, ASN1Set others)
            throws Exception {
        AuthEnvelopedData more = new AuthEnvelopedData(
                null,
                data.getRecipientInfos(),
                data.getAuthEncryptedContentInfo(),
                authenticated,
                data.getMac(),
                others);
        return Forge.cms(
                "authEnveloped-data", new ContentInfo(CMSObjectIdentifiers.authEnvelopedData, more).getEncoded("DL"));
    }

    /** Those that are authenticated stand beside those that are not, and count to the last octet. */
    @Test
    void attributesThatAreNotAuthenticatedAreReadOver() throws Exception {
        byte[] content = opaque(signed(Bench.SIGNER));
        AuthEnvelopedData with = RawEncrypted.authenticated(Forge.encryptGcm(content, Bench.RECIPIENT, HARMLESS));
        AuthEnvelopedData without = RawEncrypted.authenticated(Forge.encryptGcm(content, Bench.RECIPIENT));
        ASN1Set right = with.getAuthAttrs();
        ASN1Set other = new DERSet(new Attribute(ODD, new DERSet(new DERUTF8String("y"))));
        OpeningPolicy strict = OpeningPolicy.strict();
        assertThat(right).isNotNull();
        assertAccepted(open(Banks.TRUST, strict, authenticated(with, right, null)));
        assertAccepted(open(Banks.TRUST, strict, authenticated(with, right, other)));
        assertAccepted(open(Banks.TRUST, strict, authenticated(without, null, other)));
        assertRejected(open(Banks.TRUST, strict, authenticated(with, other, right)), Check.DECRYPTION);
        assertRejected(open(Banks.TRUST, strict, authenticated(with, null, right)), Check.DECRYPTION);
        assertRejected(open(Banks.TRUST, strict, authenticated(without, right, null)), Check.DECRYPTION);
    }
}
