// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.BERSet;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerIdentifier;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.valise.sepamail.missive.NominalMissive;

/** What comes along with a signature beside the signer's certificate (RFC 5652 10.2.2, RFC 8550 2.3). */
class SentCertificatesTest {

    private static final NominalMissive MISSIVE = Bench.missive("x");
    private static final byte[] ENTITY = Forge.entity(new String(MISSIVE.octets(), StandardCharsets.UTF_8));
    private static final MissiveOpener OPENER =
            Bench.opener().with(OpeningPolicy.strict().requiring(Protection.SIGNATURE));

    private static SignedData data(byte[] structure) {
        return SignedData.getInstance(ContentInfo.getInstance(structure).getContent());
    }

    private static byte[] mail(SignedData data) {
        try {
            byte[] structure =
                    new ContentInfo(org.bouncycastle.asn1.cms.CMSObjectIdentifiers.signedData, data).getEncoded("BER");
            return Forge.mail(TestPki.SENDER, Forge.cms("signed-data", structure));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SignedData signed(TestPki signer) {
        return data(Forge.sign(ENTITY, true, "SHA256withRSA", signer));
    }

    private static SignedData with(SignedData data, List<? extends ASN1Encodable> certificates) {
        ASN1EncodableVector all = new ASN1EncodableVector();
        certificates.forEach(all::add);
        return new SignedData(
                data.getDigestAlgorithms(), data.getEncapContentInfo(), new BERSet(all), null, data.getSignerInfos());
    }

    private static Certificate certificate(TestPki owner) {
        try {
            return Certificate.getInstance(owner.certificate.getEncoded());
        } catch (java.security.cert.CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Verdict<OpenedMissive> open(SignedData data) {
        return OPENER.open(mail(data));
    }

    private static void assertAccepted(SignedData data, TestPki expected) {
        Verdict<OpenedMissive> verdict = open(data);
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        OpenedMissive opened = ((Verdict.Accepted<OpenedMissive>) verdict).opened();
        assertThat(opened.missive()).isEqualTo(MISSIVE);
        assertThat(opened.signer()).isEqualTo(expected.certificate);
    }

    private static void assertRejected(SignedData data, Check check) {
        Verdict<OpenedMissive> verdict = open(data);
        assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
        assertThat(((Verdict.Rejected<OpenedMissive>) verdict).failed()).isEqualTo(check);
    }

    /** A certificate that nobody can read: its signature is a number. */
    private static ASN1Encodable unreadable() {
        Certificate genuine = certificate(Bench.RECIPIENT);
        return new DERSequence(
                new ASN1Encodable[] {genuine.getTBSCertificate(), genuine.getSignatureAlgorithm(), new ASN1Integer(8)});
    }

    static Stream<ASN1Encodable> others() {
        ASN1Encodable anything = new DERSequence(new ASN1Integer(1));
        return Stream.of(
                new DERTaggedObject(false, 1, anything), // a certificate of attributes, version 1
                new DERTaggedObject(false, 2, anything), // and version 2
                new DERTaggedObject(false, 3, anything), // another format
                anything,
                unreadable(),
                certificate(Bench.RECIPIENT),
                certificate(TestPki.authority("Nobody we know", 5)));
    }

    @ParameterizedTest
    @MethodSource("others")
    void whatTheSignatureHasNothingToDoWithIsPassedOver(ASN1Encodable other) {
        SignedData data = signed(Bench.SIGNER);
        assertAccepted(with(data, List.of(other, certificate(Bench.SIGNER))), Bench.SIGNER);
        assertAccepted(with(data, List.of(certificate(Bench.SIGNER), other)), Bench.SIGNER);
        assertRejected(with(data, List.of(other)), Check.SIGNATURE_FORM);
    }

    @Test
    void moreThanAreLookedAtAreRefused() {
        SignedData data = signed(Bench.SIGNER);
        List<ASN1Encodable> all = new ArrayList<>(Collections.nCopies(99, certificate(Bench.RECIPIENT)));
        all.add(certificate(Bench.SIGNER));
        assertAccepted(with(data, all), Bench.SIGNER);
        all.add(certificate(Bench.RECIPIENT));
        assertRejected(with(data, all), Check.STRUCTURE);
    }

    private static TestPki renewed(String mail, boolean expired) {
        TestPki.Request request =
                new TestPki.Request(TestPki.rsa(1), "CN=Signer").mail(mail).usage(KeyUsage.digitalSignature);
        return Bench.AUTHORITY.issue(
                expired
                        ? request.valid(TestPki.NOW.minus(Duration.ofDays(60)), TestPki.NOW.minus(Duration.ofDays(1)))
                        : request);
    }

    private static SignedData byKeyIdentifier(TestPki... bag) {
        RawSigned raw = new RawSigned(ENTITY, Bench.SIGNER)
                .within()
                .byKeyIdentifier()
                .certificates(Arrays.stream(bag).map(each -> each.certificate).toList());
        return data(raw.octets());
    }

    /** One key may have several certificates; a key identifier names all of them. */
    @Test
    void ofSeveralCertificatesOfOneKeyTheOneThatFitsIsTaken() {
        TestPki expired = renewed(TestPki.SENDER, true);
        TestPki elsewhere = renewed("somebody@testvert.sepamail.eu", false);
        assertAccepted(byKeyIdentifier(expired, Bench.SIGNER), Bench.SIGNER);
        assertAccepted(byKeyIdentifier(Bench.SIGNER, expired), Bench.SIGNER);
        assertAccepted(byKeyIdentifier(elsewhere, Bench.SIGNER), Bench.SIGNER);
        assertRejected(byKeyIdentifier(elsewhere, expired), Check.SIGNER_IS_SENDER);
        assertThat(open(byKeyIdentifier(expired))).isInstanceOf(Verdict.Undetermined.class);
    }

    /** Anybody can write a certificate with the name and the number of another one, and put it in front. */
    @Test
    void aTwinHidesNobody() {
        Certificate genuine = certificate(Bench.SIGNER);
        TestPki forger = TestPki.authority("Scheme", 5);
        SignedData data = signed(Bench.SIGNER);
        Certificate twin = twin(genuine, forger);
        assertAccepted(with(data, List.of(twin, genuine)), Bench.SIGNER);
        assertAccepted(with(data, List.of(genuine, twin)), Bench.SIGNER);
        assertRejected(with(data, List.of(twin)), Check.SIGNATURE);
    }

    private static Certificate twin(Certificate genuine, TestPki forger) {
        try {
            var builder = new org.bouncycastle.cert.X509v3CertificateBuilder(
                    genuine.getIssuer(),
                    genuine.getSerialNumber().getValue(),
                    genuine.getStartDate().getDate(),
                    genuine.getEndDate().getDate(),
                    genuine.getSubject(),
                    org.bouncycastle.asn1.x509.SubjectPublicKeyInfo.getInstance(
                            TestPki.rsa(6).getPublic().getEncoded()));
            return builder.build(new org.bouncycastle.operator.jcajce.JcaContentSignerBuilder("SHA256withRSA")
                            .build(forger.keys.getPrivate()))
                    .toASN1Structure();
        } catch (org.bouncycastle.operator.OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** RFC 5280 7.1: how the letters of a name are encoded makes no other name of it. */
    @Test
    void aNameIsTheSameInAnotherEncoding() {
        SignedData data = signed(Bench.SIGNER);
        SignerInfo info = SignerInfo.getInstance(data.getSignerInfos().getObjectAt(0));
        X500Name issuer = new X500Name(
                new RDN[] {new RDN(new AttributeTypeAndValue(BCStyle.CN, new DERPrintableString("Scheme")))});
        assertThat(issuer.toString())
                .isEqualTo(certificate(Bench.SIGNER).getIssuer().toString());
        SignerInfo other = new SignerInfo(
                new SignerIdentifier(new IssuerAndSerialNumber(
                        issuer, certificate(Bench.SIGNER).getSerialNumber().getValue())),
                info.getDigestAlgorithm(),
                info.getAuthenticatedAttributes(),
                info.getDigestEncryptionAlgorithm(),
                info.getEncryptedDigest(),
                null);
        assertAccepted(
                new SignedData(
                        data.getDigestAlgorithms(),
                        data.getEncapContentInfo(),
                        data.getCertificates(),
                        null,
                        new DERSet(other)),
                Bench.SIGNER);
    }
}
