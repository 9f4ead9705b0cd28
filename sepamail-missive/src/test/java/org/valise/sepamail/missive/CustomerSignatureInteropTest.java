// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.valise.sepamail.missive.SignatureSamples.NAMESPACE;
import static org.valise.sepamail.missive.SignatureSamples.PAYLOAD;
import static org.valise.sepamail.missive.SignatureSamples.document;
import static org.valise.sepamail.missive.SignatureSamples.message;
import static org.valise.sepamail.missive.SignatureSamples.nominal;
import static org.valise.sepamail.missive.SignatureSamples.text;
import static org.valise.sepamail.missive.SignatureSamples.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.valise.sepamail.missive.CustomerSignatureReport.Verdict;

/** Signatures of customers against what others made: the scheme's schemas and sample, and xmlsec1. */
class CustomerSignatureInteropTest {

    private static final TestIdentity RSA = TestIdentity.rsa("Customer RSA", 2048);
    private static final TestIdentity P256 = TestIdentity.ec("Customer P-256", "secp256r1");
    private static final TestIdentity P521 = TestIdentity.ec("Customer P-521", "secp521r1");
    private static final TestIdentity AUTHORITY = TestIdentity.ec("Authority", "secp256r1");

    @Test
    void whatIsSignedIsValidByTheSchemesOwnSchemas() throws Exception {
        OfficialSchemas schemas = OfficialSchemas.fromFolder(shared("xsd"));
        Missives reader = Missives.strict().withOfficialSchemas(schemas);
        String data = PAYLOAD.replace("</sem:SimpleTestRequest>", "<sem:Data>AA==</sem:Data></sem:SimpleTestRequest>");
        for (String namespace : List.of(NAMESPACE, "http://www.sepamail.eu/xsd/bleedingEdge")) {
            NominalMissive missive = nominal(document(message(data)).replace(NAMESPACE, namespace));
            for (CustomerSigner signer : List.of(
                    RSA.signer(),
                    RSA.signer().withPss().withDigest("SHA-512"),
                    P521.issuedBy(AUTHORITY).signer(),
                    P256.signer().coveringMissive())) {
                MissiveReading reading = reader.read(signer.sign(missive).octets());
                assertThat(reading.problems()).isEmpty();
            }
        }
    }

    @Test
    void theOfficialSampleIsSigned() throws Exception {
        byte[] sample = Files.readAllBytes(shared("samples").resolve("002_report_nominal.xml"));
        NominalMissive missive = (NominalMissive) Missives.strict().read(sample).orElseThrow();
        NominalMissive signed = RSA.signer().sign(missive);
        // The value is AcqChk of the official acknowledgement.
        assertThat(signed.message().checksum().text()).isEqualTo("sha1:136b42af3329762f529aa35d8ba039cbe96dcf7c");
        assertThat(verify(signed).verdict()).isEqualTo(Verdict.VALID);
    }

    private static Path shared(String folder) {
        String named = System.getProperty("VALISE_SHARED", System.getenv("VALISE_SHARED"));
        Path path = (named == null ? Path.of("..", "..", "shared") : Path.of(named)).resolve(folder);
        if (!Files.isDirectory(path)) {
            System.out.println(
                    "CustomerSignatureInteropTest: skipped, there is no folder " + path + " (see VALISE_SHARED)");
        }
        assumeTrue(Files.isDirectory(path), "needs the scheme's schemas and samples, and VALISE_SHARED names none");
        return path;
    }

    /** Not PSS, of which xmlsec1 does not know these names before its version 1.3. */
    static Stream<CustomerSigner> signers() {
        return Stream.of(
                RSA.signer(),
                RSA.signer().withDigest("SHA-384"),
                RSA.signer().withDigest("SHA-512"),
                P256.signer(),
                P256.issuedBy(AUTHORITY).signer().withDigest("SHA-512"),
                P521.signer());
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("signers")
    void xmlsec1AgreesWhereItIsInstalled(CustomerSigner signer, @TempDir Path folder) throws Exception {
        String dressed = PAYLOAD.replace("pay", "<![CDATA[p]]>a<!-- -->y &#13;&#xE9;\u00E9\uD83D\uDE00");
        NominalMissive message = signer.sign(nominal(document(message(dressed))));
        NominalMissive missive = signer.coveringMissive().sign(nominal());
        assertThat(xmlsec1(folder, text(message))).isZero();
        assertThat(xmlsec1(folder, text(missive))).isZero();
        assertThat(xmlsec1(folder, text(missive.resend()))).isNotZero();
        assertThat(xmlsec1(folder, text(message.resend()))).isZero();
        assertThat(xmlsec1(folder, text(message).replace("bearer", "barber"))).isNotZero();
    }

    private static int xmlsec1(Path folder, String document) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("missive.xml"), document);
        try {
            Process process = new ProcessBuilder(
                            "xmlsec1",
                            "--verify",
                            "--insecure",
                            "--verification-time",
                            "2026-06-01 12:00:00",
                            file.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("output").toFile())
                    .start();
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            return process.exitValue();
        } catch (IOException e) {
            System.out.println("CustomerSignatureInteropTest: skipped, xmlsec1 is not installed");
            assumeTrue(false, "xmlsec1 is not installed");
            throw e;
        }
    }
}
