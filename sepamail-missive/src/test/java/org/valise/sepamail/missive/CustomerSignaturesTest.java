// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.valise.sepamail.missive.SignatureSamples.NAMESPACE;
import static org.valise.sepamail.missive.SignatureSamples.NOON;
import static org.valise.sepamail.missive.SignatureSamples.PAYLOAD;
import static org.valise.sepamail.missive.SignatureSamples.document;
import static org.valise.sepamail.missive.SignatureSamples.message;
import static org.valise.sepamail.missive.SignatureSamples.nominal;
import static org.valise.sepamail.missive.SignatureSamples.text;
import static org.valise.sepamail.missive.SignatureSamples.verifier;
import static org.valise.sepamail.missive.SignatureSamples.verify;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.Security;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sepamail.missive.CustomerSignatureReport.Check;
import org.valise.sepamail.missive.CustomerSignatureReport.Coverage;
import org.valise.sepamail.missive.CustomerSignatureReport.Outcome;
import org.valise.sepamail.missive.CustomerSignatureReport.Verdict;
import org.w3c.dom.Element;

/** ds:Signature of a missive (schema: last child of sepamail_missive_001; W3C XML Signature): signing and checking it. */
class CustomerSignaturesTest {

    private static final TestIdentity RSA = TestIdentity.rsa("Customer RSA", 2048);
    private static final TestIdentity P256 = TestIdentity.ec("Customer P-256", "secp256r1");
    private static final TestIdentity P384 = TestIdentity.ec("Customer P-384", "secp384r1");
    private static final TestIdentity P521 = TestIdentity.ec("Customer P-521", "secp521r1");
    private static final TestIdentity AUTHORITY = TestIdentity.ec("Authority", "secp256r1");

    private static final String MORE = "http://www.w3.org/2001/04/xmldsig-more#";
    private static final String PSS = "http://www.w3.org/2007/05/xmldsig-more#";
    private static final String SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256";
    private static final String SHA384 = MORE + "sha384";
    private static final String SHA512 = "http://www.w3.org/2001/04/xmlenc#sha512";

    /** The URIs are those of XML Signature and RFC 6931. */
    static Stream<Arguments> algorithms() {
        CustomerSigner rsa = RSA.signer();
        return Stream.of(
                Arguments.of(rsa, MORE + "rsa-sha256", SHA256),
                Arguments.of(rsa.withDigest("SHA-384"), MORE + "rsa-sha384", SHA384),
                Arguments.of(rsa.withDigest("SHA-512"), MORE + "rsa-sha512", SHA512),
                Arguments.of(rsa.withPss(), PSS + "sha256-rsa-MGF1", SHA256),
                Arguments.of(rsa.withPss().withDigest("SHA-384"), PSS + "sha384-rsa-MGF1", SHA384),
                Arguments.of(rsa.withDigest("sha-512").withPss(), PSS + "sha512-rsa-MGF1", SHA512),
                Arguments.of(P256.signer(), MORE + "ecdsa-sha256", SHA256),
                Arguments.of(P256.signer().withDigest("SHA-512"), MORE + "ecdsa-sha512", SHA512),
                Arguments.of(P384.signer(), MORE + "ecdsa-sha384", SHA384),
                Arguments.of(P521.signer(), MORE + "ecdsa-sha512", SHA512));
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void whatIsSignedByEachAlgorithmIsValid(CustomerSigner signer, String signature, String digest) throws Exception {
        CustomerSignatureReport message = verify(signer.sign(nominal()));
        assertThat(message.verdict()).isEqualTo(Verdict.VALID);
        assertThat(message.coverage()).isEqualTo(Coverage.MESSAGE);
        assertThat(message.signatureAlgorithm()).contains(signature);
        assertThat(message.digestAlgorithms()).containsExactly(digest);
        assertThat(message.checks()).allMatch(check -> check.outcome() == Outcome.PASSED);
        assertThat(message.checks())
                .extracting(CustomerSignatureReport.CheckResult::check)
                .containsExactly(Check.values());
        assertThat(message.problem()).isEmpty();

        CustomerSignatureReport missive = verify(signer.coveringMissive().sign(nominal()));
        assertThat(missive.verdict()).isEqualTo(Verdict.VALID);
        assertThat(missive.coverage()).isEqualTo(Coverage.MISSIVE);
    }

    @Test
    void theDocumentIsCarriedOverOctetByOctet() throws Exception {
        NominalMissive plain = nominal();
        NominalMissive signed = RSA.signer().sign(plain);
        String signature = new String(signed.customerSignatureOctets().orElseThrow(), StandardCharsets.UTF_8);
        assertThat(signature).startsWith("<ds:Signature ").endsWith("</ds:Signature>");
        String end = "</sem:sepamail_missive_001>";
        assertThat(text(signed)).isEqualTo(text(plain).replace(end, signature + end));
        assertThat(signed.message().octets()).isEqualTo(plain.message().octets());
        assertThat(signed.message().checksum()).isEqualTo(plain.message().checksum());
        assertThat(signed.hasCustomerSignature()).isTrue();
        assertThat(plain.hasCustomerSignature()).isFalse();
        assertThat(plain.customerSignatureOctets()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void documentsOfEveryDressAreSigned(String document) throws Exception {
        for (CustomerSigner signer : List.of(P256.signer(), P256.signer().coveringMissive())) {
            NominalMissive signed = signer.sign(nominal(document));
            assertThat(verify(nominal(text(signed))).verdict()).isEqualTo(Verdict.VALID);
            String signature = new String(signed.customerSignatureOctets().orElseThrow(), StandardCharsets.UTF_8);
            assertThat(text(signed).replace(signature, "")).isEqualTo(document);
        }
    }

    static Stream<String> documents() {
        String plain = document(message(PAYLOAD));
        return Stream.of(
                plain.replace("sem:", "").replace("xmlns:sem", "xmlns"),
                plain.replace("sem:", "msg:").replace(":sem=", ":msg="),
                plain.replace("sem:", "ds:").replace(":sem=", ":ds="),
                plain.replace("\n", "\r\n"),
                "\uFEFF" + plain,
                plain.replace(NAMESPACE, "http://www.sepamail.eu/xsd/bleedingEdge"),
                plain + "\n<!-- at </sem:sepamail_missive_001> the end --><?at end?>\n\t",
                plain.replace(
                        "pay", "<![CDATA[p]]>a<!-- </sem:sepamail_missive_001> -->y &#13;&#xE9;\u00E9\uD83D\uDE00"),
                plain.replace("<sem:TestId>", "<?pi in text?><sem:TestId xml:lang='fr' a='&#9;&#10;&lt;'>"),
                plain.replace("<sem:SimpleTestRequest>", "<sem:SimpleTestRequest xmlns='' xmlns:x='urn:x' x:y='1'>"));
    }

    @Test
    void whatTheBuilderMakesIsSigned() throws Exception {
        for (SchemaVersion version : List.of(SchemaVersion.NORM_1206, SchemaVersion.BLEEDING_EDGE)) {
            NominalMissive missive = NominalMissive.builder(version)
                    .id("ID-2")
                    .from(Party.of(Bic.of("TESTFRPP")))
                    .to(Party.ofBban(Bic.of("TESTFRPP"), "12345678901"))
                    .message(MessageContent.of("M-2", SimpleTest.request("T-2").withData(new byte[100])))
                    .sentAt(NOON.instant())
                    .build();
            assertThat(verify(P384.signer().sign(missive)).coverage()).isEqualTo(Coverage.MESSAGE);
            assertThat(verify(P384.signer().coveringMissive().sign(missive)).verdict())
                    .isEqualTo(Verdict.VALID);
        }
    }

    // MIS1202 "Resending a missive": only the order changes.

    @Test
    void aSignatureOfTheMessageSurvivesResendingAndTheTimeOfReception() throws Exception {
        NominalMissive signed = RSA.signer().sign(nominal());
        NominalMissive again = signed.resend();
        assertThat(again.customerSignatureOctets().orElseThrow())
                .isEqualTo(signed.customerSignatureOctets().orElseThrow());
        assertThat(verify(again).verdict()).isEqualTo(Verdict.VALID);
        String stamped = text(again).replace("</sem:Rcv>", "</sem:Rcv><sem:RcvDtTm>2026-06-01T12:00:01Z</sem:RcvDtTm>");
        assertThat(verify(nominal(stamped)).verdict()).isEqualTo(Verdict.VALID);
    }

    @Test
    void aSignatureOfTheMissiveDoesNotSurviveResending() throws Exception {
        NominalMissive again = RSA.signer().coveringMissive().sign(nominal()).resend();
        CustomerSignatureReport report = verify(again);
        assertThat(report.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(SignatureSamples.findings(report)).containsExactly("REFERENCES FAILED");
    }

    @Test
    void readingCheckingAndAcknowledgingAlterNothing() throws Exception {
        NominalMissive signed = RSA.signer().sign(nominal());
        byte[] before = signed.octets();
        NominalMissive received = nominal(text(signed));
        verify(received);
        AcknowledgementMissive ack =
                received.acknowledge(AcknowledgementCode.FORWARDED).sentAt(NOON).build();
        assertThat(ack.answers(signed).settles()).isTrue();
        assertThat(ack.hasCustomerSignature()).isFalse();
        assertThat(received.octets()).isEqualTo(before);
        assertThat(received).isEqualTo(signed);
    }

    // Who may sign.

    @Test
    void aMissiveIsSignedOnce() throws Exception {
        NominalMissive signed = P256.signer().sign(nominal());
        assertThatThrownBy(() -> P256.signer().sign(signed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("already");
    }

    @Test
    void weakKeysAndOnesThatMayNotSignAreRefusedAtOnce() {
        TestIdentity weak = TestIdentity.rsa("Weak", 1024);
        TestIdentity forEncryption = TestIdentity.ecWithUsage("Encrypts", 0x20);
        assertThatThrownBy(weak::signer).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CustomerSignatures.verifier(weak.publicKey()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(forEncryption::signer).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CustomerSignatures.signer(RSA.key(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> P256.signer().withPss()).isInstanceOf(IllegalArgumentException.class);
        for (String name : List.of("SHA-1", "SHA1", "MD5", "SHA256", "")) {
            assertThatThrownBy(() -> RSA.signer().withDigest(name)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void keysThatMaySignOrCommitDoSign() throws Exception {
        for (int usage : new int[] {0x80, 0x40, 0xC0}) {
            TestIdentity identity = TestIdentity.ecWithUsage("Signs", usage);
            assertThat(verify(identity.signer().sign(nominal())).verdict()).isEqualTo(Verdict.VALID);
        }
    }

    @Test
    void aKeyOfAnotherCertificateIsNoticed() {
        TestIdentity other = TestIdentity.rsa("Other", 2048);
        assertThatThrownBy(() -> CustomerSignatures.signer(other.key(), RSA.chain()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CustomerSignatures.signer(RSA.key(), P256.chain()))
                .isInstanceOf(IllegalArgumentException.class);
        TestIdentity otherCurve = TestIdentity.ec("Other", "secp256r1");
        CustomerSigner mismatched = CustomerSignatures.signer(otherCurve.key(), P256.chain());
        assertThatThrownBy(() -> mismatched.sign(nominal())).isInstanceOf(SignatureException.class);
    }

    @Test
    void aKeyInADeviceSignsThroughItsProvider() throws Exception {
        for (TestIdentity identity : List.of(RSA, P256)) {
            TestDevice device = new TestDevice(identity.key());
            NominalMissive signed = CustomerSignatures.signer(device.handle(), identity.chain(), device)
                    .sign(nominal());
            assertThat(device.uses()).isEqualTo(1);
            assertThat(verify(signed).verdict()).isEqualTo(Verdict.VALID);
        }
    }

    @Test
    void aDeviceThatFailsIsASignatureException() {
        TestDevice device = new TestDevice(RSA.key());
        device.unplug();
        CustomerSigner signer = CustomerSignatures.signer(device.handle(), RSA.chain(), device);
        assertThatThrownBy(() -> signer.sign(nominal())).isInstanceOf(SignatureException.class);
    }

    // Whose signature it is.

    @Test
    void trustIsTheCallers() throws Exception {
        NominalMissive signed = P256.issuedBy(AUTHORITY).signer().sign(nominal());
        List<X509Certificate> asked = new ArrayList<>();
        CustomerSignatureReport report = CustomerSignatures.verifier(
                        (signer, others) -> {
                            asked.add(signer);
                            asked.addAll(others);
                            return CertificateTrust.Decision.trusted("registered");
                        },
                        NOON)
                .verify(signed);
        X509Certificate own = P256.issuedBy(AUTHORITY).certificate();
        assertThat(asked).hasSize(2).element(1).isEqualTo(AUTHORITY.certificate());
        assertThat(asked.get(0).getPublicKey()).isEqualTo(own.getPublicKey());
        assertThat(report.signer()).contains(asked.get(0));
        assertThat(report.certificates()).isEqualTo(asked);
        assertThat(report.check(Check.TRUST).words()).isEqualTo("registered");
    }

    @Test
    void theSignersCertificateIsFoundInAnyOrder() throws Exception {
        List<X509Certificate> reversed =
                new ArrayList<>(P256.issuedBy(AUTHORITY).chain());
        Collections.reverse(reversed);
        Forgery forgery = new Forgery(P256).method(MORE + "ecdsa-sha256");
        var infos = forgery.factory().getKeyInfoFactory();
        forgery.keyInfo(infos.newKeyInfo(List.of(infos.newX509Data(reversed))));
        String signed = forgery.reference("", forgery.select(Forgery.MESSAGE), forgery.plain(Forgery.EXCLUSIVE))
                .sign(document(message(PAYLOAD)));
        CustomerSignatureReport report = verify(signed);
        assertThat(report.verdict()).isEqualTo(Verdict.VALID);
        assertThat(report.signer().orElseThrow().getPublicKey()).isEqualTo(P256.publicKey());
    }

    @Test
    void trustRefusedIsInvalidAndTrustNotEstablishedIsUndetermined() throws Exception {
        NominalMissive signed = P256.signer().sign(nominal());
        CustomerSignatureReport refused = CustomerSignatures.verifier(
                        (signer, others) -> CertificateTrust.Decision.refused("revoked"), NOON)
                .verify(signed);
        assertThat(refused.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(refused.problem().orElseThrow().code()).isEqualTo(Problem.Code.BAD_SIGNATURE);
        CustomerSignatureReport open = CustomerSignatures.verifier(
                        (signer, others) -> CertificateTrust.Decision.notEstablished("nobody knows"), NOON)
                .verify(signed);
        assertThat(open.verdict()).isEqualTo(Verdict.UNDETERMINED);
        assertThat(open.coverage()).isEqualTo(Coverage.MESSAGE);
        assertThat(open.check(Check.TRUST).words()).isEqualTo("nobody knows");
        assertThat(open.problem().orElseThrow().code()).isEqualTo(Problem.Code.UNCONFIRMED_SIGNATURE);
        assertThat(open.problem().orElseThrow().isError()).isFalse();
    }

    @Test
    void trustIsAskedOnlyAboutASignatureThatHolds() throws Exception {
        String changed = text(P256.signer().sign(nominal())).replace("pay 100", "pay 900");
        CertificateTrust never = (signer, others) -> {
            throw new AssertionError("asked");
        };
        assertThat(CustomerSignatures.verifier(never, NOON)
                        .verify(nominal(changed))
                        .verdict())
                .isEqualTo(Verdict.INVALID);
    }

    @Test
    void whatTheCallersTrustThrowsReachesTheCaller() throws Exception {
        NominalMissive signed = P256.signer().sign(nominal());
        CertificateTrust broken = (signer, others) -> {
            throw new IllegalStateException("no connection");
        };
        CustomerSignatureVerifier verifier = CustomerSignatures.verifier(broken, NOON);
        assertThatThrownBy(() -> verifier.verify(signed)).hasMessage("no connection");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-12-31T23:59:59Z", "2027-01-01T00:00:01Z"})
    void aCertificateCountsWithinItsValidityOnly(Instant time) throws Exception {
        NominalMissive signed = P256.signer().sign(nominal());
        CustomerSignatureReport report = CustomerSignatures.verifier(
                        SignatureSamples.EVERYBODY, InstantSource.fixed(time))
                .verify(signed);
        assertThat(report.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(SignatureSamples.findings(report)).containsExactly("CERTIFICATE FAILED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"})
    void theLimitsOfValidityAreWithinIt(Instant time) throws Exception {
        CustomerSignatureReport report = CustomerSignatures.verifier(
                        SignatureSamples.EVERYBODY, InstantSource.fixed(time))
                .verify(P256.signer().sign(nominal()));
        assertThat(report.verdict()).isEqualTo(Verdict.VALID);
    }

    @Test
    void aKeyThatMayNotSignByItsCertificateIsRefused() throws Exception {
        TestIdentity forEncryption = TestIdentity.ecWithUsage("Encrypts", 0x20);
        Forgery forgery = new Forgery(forEncryption).method(MORE + "ecdsa-sha256");
        String signed = forgery.reference("", forgery.select(Forgery.MESSAGE), forgery.plain(Forgery.EXCLUSIVE))
                .sign(document(message(PAYLOAD)));
        assertThat(SignatureSamples.findings(verify(signed))).containsExactly("CERTIFICATE FAILED");
    }

    @Test
    void aKeyThatTheCallerGivesNeedsNoCertificate() throws Exception {
        NominalMissive signed = P256.signer().sign(nominal());
        CustomerSignatureReport report =
                CustomerSignatures.verifier(P256.publicKey()).verify(signed);
        assertThat(report.verdict()).isEqualTo(Verdict.VALID);
        assertThat(report.check(Check.CERTIFICATE).outcome()).isEqualTo(Outcome.NOT_NEEDED);
        assertThat(report.signer()).isEmpty();
        for (PublicKey other :
                List.of(TestIdentity.ec("Other", "secp256r1").publicKey(), P384.publicKey(), RSA.publicKey())) {
            assertThat(CustomerSignatures.verifier(other).verify(signed).verdict())
                    .isEqualTo(Verdict.INVALID);
        }
    }

    // What is reported.

    @Test
    void aMissiveWithoutSignatureIsSaidToHaveNone() {
        CustomerSignatureReport report = verify(nominal());
        assertThat(report.verdict()).isEqualTo(Verdict.ABSENT);
        assertThat(report.coverage()).isEqualTo(Coverage.UNKNOWN);
        assertThat(report.check(Check.PRESENT).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.checks().stream().skip(1)).allMatch(check -> check.outcome() == Outcome.NOT_DONE);
        assertThat(report.problem()).isEmpty();
    }

    @Test
    void aProblemSaysWhereTheSignatureStands() throws Exception {
        String changed = text(P256.signer().sign(nominal())).replace("pay 100", "pay 900");
        Problem problem = verify(changed).problem().orElseThrow();
        Span span = problem.span().orElseThrow();
        assertThat(problem.code()).isEqualTo(Problem.Code.BAD_SIGNATURE);
        assertThat(span.offset()).isEqualTo(changed.indexOf("<ds:Signature"));
        assertThat(span.line()).isEqualTo(5);
        assertThat(span.column()).isEqualTo(2);
        assertThat(changed.substring((int) span.offset(), (int) (span.offset() + span.length())))
                .endsWith("</ds:Signature>");
    }

    @Test
    void aReportHoldsNoContent() throws Exception {
        NominalMissive signed = P256.signer().sign(nominal());
        CustomerSignatureReport bad = verify(text(signed).replace("pay 100", "pay 900"));
        assertThat(verify(signed) + " " + bad + bad.problem() + P256.signer())
                .doesNotContain("M-1", "ID-1", "T-1", "pay", "bearer", "12345678901");
    }

    @Test
    void missivesOfOtherKindsAreCheckedToo() throws Exception {
        AcknowledgementMissive ack = nominal()
                .acknowledge(AcknowledgementCode.FORWARDED)
                .sentAt(NOON)
                .build();
        Forgery forgery = new Forgery(RSA);
        String signed = forgery.reference(
                        "", forgery.plain(SignatureTransforms.ENVELOPED), forgery.plain(Forgery.INCLUSIVE))
                .sign(text(ack));
        Missive read =
                Missives.strict().read(signed.getBytes(StandardCharsets.UTF_8)).orElseThrow();
        assertThat(read).isInstanceOf(AcknowledgementMissive.class);
        assertThat(verify(read).coverage()).isEqualTo(Coverage.MISSIVE);
        assertThat(verify(read).verdict()).isEqualTo(Verdict.VALID);
    }

    /** Missives of the API and service missives have messages as well, which a signature may cover alone. */
    @Test
    void messagesOfOtherKindsAreCheckedToo() throws Exception {
        String smapi = document(message("<sem:SmapiRequest></sem:SmapiRequest>"))
                .replace("simple.request@test", "request@smapi")
                .replace(">Nominal<", ">SMAPI<");
        String service = document(message(PAYLOAD))
                .replace(">Nominal<", ">Service<")
                .replace(
                        "<sem:MsvBdy ",
                        "<sem:MsvSrv><sem:SrvCmd><sem:CmdTyp>NOOP</sem:CmdTyp></sem:SrvCmd></sem:MsvSrv><sem:MsvBdy ");
        for (String document : new String[] {smapi, service}) {
            Forgery forgery = new Forgery(RSA);
            String signed = forgery.reference("", forgery.select(Forgery.MESSAGE), forgery.plain(Forgery.EXCLUSIVE))
                    .sign(document);
            Missive read = Missives.strict()
                    .read(signed.getBytes(StandardCharsets.UTF_8))
                    .orElseThrow();
            assertThat(read).isNotInstanceOf(NominalMissive.class);
            assertThat(verify(read).coverage()).isEqualTo(Coverage.MESSAGE);
            Missive changed = Missives.strict()
                    .read(signed.replace(">M-1<", ">M-2<").getBytes(StandardCharsets.UTF_8))
                    .orElseThrow();
            assertThat(verify(changed).verdict()).isEqualTo(Verdict.INVALID);
        }
    }

    /** XML 1.0 allows these names since its fifth edition, 2.3; the trees of the JDK know an older one. */
    @ParameterizedTest
    @ValueSource(strings = {"\u2C00", "\u0132", "\u200C", "\uD800\uDC00"})
    void namesOfTheFifthEditionOfXmlAreFollowed(String name) throws Exception {
        String payload =
                PAYLOAD.replace("</sem:TestId>", "</sem:TestId><" + name + " " + name + "='1'/><?" + name + " data?>");
        NominalMissive missive = nominal(document(message(payload)));
        Element root = missive.message().bodyDocument().getDocumentElement();
        assertThat(root.getElementsByTagName(name).getLength()).isEqualTo(1);
        assertThat(root.getOwnerDocument().getStrictErrorChecking()).isTrue();
        NominalMissive signed = P256.signer().sign(missive);
        assertThat(verify(signed).verdict()).isEqualTo(Verdict.VALID);
        String other = text(signed).replace(name + "='1'", name + "='2'");
        assertThat(verify(other).verdict()).isEqualTo(Verdict.INVALID);
    }

    @Test
    void nothingIsRegisteredAndNothingIsSet() throws Exception {
        List<java.security.Provider> providers = List.of(Security.getProviders());
        Properties properties = (Properties) System.getProperties().clone();
        assertThat(verifier()
                        .allowingSha1()
                        .verify(RSA.signer().sign(nominal()))
                        .verdict())
                .isEqualTo(Verdict.VALID);
        assertThat(Security.getProviders()).containsExactlyElementsOf(providers);
        assertThat(System.getProperties()).isEqualTo(properties);
    }
}
