// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.valise.sepamail.missive.Forgery.EXCLUSIVE;
import static org.valise.sepamail.missive.SignatureSamples.PAYLOAD;
import static org.valise.sepamail.missive.SignatureSamples.assertRefuted;
import static org.valise.sepamail.missive.SignatureSamples.document;
import static org.valise.sepamail.missive.SignatureSamples.findings;
import static org.valise.sepamail.missive.SignatureSamples.message;
import static org.valise.sepamail.missive.SignatureSamples.nominal;
import static org.valise.sepamail.missive.SignatureSamples.text;
import static org.valise.sepamail.missive.SignatureSamples.verify;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sepamail.missive.CustomerSignatureReport.Verdict;

/** A signature makes nobody read anything outside the document, work for long, or fall over. */
class CustomerSignatureLimitsTest {

    private static final TestIdentity RSA = TestIdentity.rsa("Customer", 2048);
    private static final Duration QUICKLY = Duration.ofSeconds(30);

    private static final String TRANSFORMS_END = "</ds:Transforms>";
    private static final String XPATH = "/msg:Missive/msg:sepamail_missive_001/msg:MsvBdy/msg:sepamail_message_001";

    private static String signed() throws Exception {
        return text(RSA.signer().sign(nominal()));
    }

    private static void assertNotFollowed(String document, String finding) {
        NominalMissive missive = nominal(document);
        CustomerSignatureReport report = assertTimeout(QUICKLY, () -> verify(missive));
        assertThat(report.verdict()).isEqualTo(Verdict.UNDETERMINED);
        assertThat(findings(report)).containsExactly(finding);
    }

    // Outside.

    @Test
    void nothingOutsideTheDocumentIsReadWhateverTheSignatureSays(@TempDir Path folder) throws Exception {
        Path canary = Files.writeString(folder.resolve("canary.xml"), "<canary/>");
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            server.configureBlocking(false);
            int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
            for (String uri : List.of(
                    "http://127.0.0.1:" + port + "/x",
                    "https://127.0.0.1:" + port + "/x",
                    "ftp://127.0.0.1:" + port + "/x",
                    "jar:http://127.0.0.1:" + port + "/x.jar!/x",
                    canary.toUri().toString(),
                    canary.toString(),
                    "canary.xml")) {
                for (String forged : pointingTo(uri)) {
                    CustomerSignatureReport report = verify(forged);
                    assertThat(report.verdict()).isEqualTo(Verdict.INVALID);
                    assertThat(findings(report)).containsAnyOf("FORM FAILED", "ALGORITHMS FAILED");
                    assertThat(report.toString()).doesNotContain("canary", "127.0.0.1");
                }
            }
            assertThat(server.accept()).isNull();
        }
    }

    private static List<String> pointingTo(String uri) throws Exception {
        String signed = signed();
        String retrieval = "<ds:RetrievalMethod URI=\"" + uri + "\"></ds:RetrievalMethod>";
        String style = "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116\"><xsl:stylesheet"
                + " version=\"1.0\" xmlns:xsl=\"http://www.w3.org/1999/XSL/Transform\"><xsl:template match=\"/\">"
                + "<xsl:copy-of select=\"document('" + uri + "')\"/></xsl:template></xsl:stylesheet></ds:Transform>";
        return List.of(
                signed.replace("URI=\"\"", "URI=\"" + uri + "\""),
                signed.replace("<ds:KeyInfo>", "<ds:KeyInfo>" + retrieval),
                signed.replaceFirst("<ds:X509Data>.*</ds:X509Data>", retrieval),
                signed.replace("<ds:Transforms>", "<ds:Transforms>" + style));
    }

    @ParameterizedTest
    @ValueSource(strings = {"#xpointer(/)", "#xpointer(id('a'))", "#", "#a%20b", "?", " ", "urn:x", "//x", "#a(b)"})
    void onlyTheDocumentAndIdsWithinItAreReferredTo(String uri) throws Exception {
        String end = "</ds:Signature>";
        // Even if there is an element with what might be taken for an Id.
        String object = "<ds:Object Id=\"" + uri.substring(1) + "\"></ds:Object>";
        assertRefuted(signed().replace("URI=\"\"", "URI=\"" + uri + "\"").replace(end, object + end), "FORM FAILED");
    }

    // Limits.

    @ParameterizedTest
    @ValueSource(ints = {6, 1000})
    void referencesAreLimited(int count) throws Exception {
        String signed = signed();
        int from = signed.indexOf("<ds:Reference ");
        String end = "</ds:Reference>";
        String reference = signed.substring(from, signed.indexOf(end) + end.length());
        assertNotFollowed(signed.replace(reference, reference.repeat(count)), "FORM NOT_DONE");
    }

    @Test
    void fiveReferencesAreFollowed() throws Exception {
        Forgery forgery = new Forgery(RSA);
        for (int i = 0; i < 5; i++) {
            forgery.reference("", forgery.select(Forgery.MESSAGE), forgery.plain(EXCLUSIVE));
        }
        assertThat(verify(forgery.sign(document(message(PAYLOAD)))).verdict()).isEqualTo(Verdict.VALID);
    }

    @Test
    void transformsAreLimited() throws Exception {
        String enveloped = "<ds:Transform Algorithm=\"" + SignatureTransforms.ENVELOPED + "\"></ds:Transform>";
        String signed = signed();
        assertRefuted(
                signed.replace("<ds:Transforms>", "<ds:Transforms>" + enveloped.repeat(3)), "SIGNATURE_VALUE FAILED");
        assertNotFollowed(signed.replace("<ds:Transforms>", "<ds:Transforms>" + enveloped.repeat(4)), "FORM NOT_DONE");
        assertNotFollowed(signed.replace(TRANSFORMS_END, enveloped + TRANSFORMS_END), "ALGORITHMS NOT_DONE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//*[//*[//*[//*[//*[//*[//*[1=2]]]]]]]",
                "//*//*//*//*//*",
                "/*/*/descendant-or-self::node()/following::node()/preceding::node()",
                "here()/ancestor::ds:Signature",
                "id('x')",
                "string-length(//*) = 3",
                "/msg:a | /msg:b",
                "/*[position()=1]",
                "/*[local-name()='a' or local-name()='b']",
                "/*[namespace-uri()=document('file:///etc/passwd')]",
                ".",
                "/",
                ""
            })
    void expressionsOfUnknownCostAreNotEvaluated(String expression) throws Exception {
        assertNotFollowed(signed().replace(XPATH, expression), "ALGORITHMS NOT_DONE");
    }

    @Tag("slow")
    @Test
    void longExpressionsAreNotEvaluated() throws Exception {
        assertNotFollowed(signed().replace(XPATH, "/msg:a".repeat(100_000)), "ALGORITHMS NOT_DONE");
        assertNotFollowed(signed().replace(XPATH, " ".repeat(100_000) + "*"), "ALGORITHMS NOT_DONE");
        assertNotFollowed(signed().replace(XPATH, "/msg:" + "a".repeat(1_000)), "ALGORITHMS NOT_DONE");
    }

    @Test
    void aPathMaySelectFewElementsOnly() throws Exception {
        String payload =
                "<sem:SimpleTestRequest>" + "<sem:TestId>1</sem:TestId>".repeat(17) + "</sem:SimpleTestRequest>";
        for (String path : List.of(
                "//s:TestId",
                Forgery.MESSAGE + "/s:MsgBdy/*/*",
                "//*[local-name() = \"TestId\"]",
                "//*[namespace-uri()='u']")) {
            Forgery forgery = new Forgery(RSA);
            String signed = forgery.reference("", forgery.select(path), forgery.plain(EXCLUSIVE))
                    .sign(document(message(payload)));
            assertNotFollowed(signed, "ALGORITHMS NOT_DONE");
        }
    }

    @Test
    void filtersAtEachNodeAreForSmallMissives() throws Exception {
        for (boolean small : new boolean[] {true, false}) {
            String payload = PAYLOAD.replace("<sem:Text>", "<sem:Text>" + "<x/>".repeat(small ? 100 : 5_000));
            Forgery forgery = new Forgery(RSA);
            String signed = forgery.reference(
                            "", forgery.xpath("ancestor-or-self::s:sepamail_message_001"), forgery.plain(EXCLUSIVE))
                    .sign(document(message(payload)));
            if (small) {
                assertThat(verify(signed).verdict()).isEqualTo(Verdict.VALID);
            } else {
                assertNotFollowed(signed, "ALGORITHMS NOT_DONE");
            }
        }
    }

    @Test
    void oneXPathTransformIsFollowed() throws Exception {
        Forgery forgery = new Forgery(RSA);
        String signed = forgery.reference(
                        "",
                        forgery.select(Forgery.MESSAGE),
                        forgery.xpath("ancestor-or-self::s:sepamail_message_001"),
                        forgery.plain(EXCLUSIVE))
                .sign(document(message(PAYLOAD)));
        assertNotFollowed(signed, "ALGORITHMS NOT_DONE");
    }

    @Tag("slow")
    @Test
    void referencesThroughLargeDocumentsAreLimited() throws Exception {
        String payload = PAYLOAD.replace("<sem:Text>", "<sem:Text>" + "<x/>".repeat(100_000));
        Forgery forgery = new Forgery(RSA);
        for (int i = 0; i < 5; i++) {
            forgery.reference("", forgery.plain(SignatureTransforms.ENVELOPED), forgery.plain(EXCLUSIVE));
        }
        assertNotFollowed(forgery.sign(document(message(payload))), "ALGORITHMS NOT_DONE");
    }

    /** As long as the limits of reading allow: of it a tree would take some hundred million octets. */
    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"<x/>", "<?x?>", "<!---->"})
    void ofLargeDocumentsNoTreeIsMade(String node) throws Exception {
        String payload = PAYLOAD.replace("<sem:Text>", "<sem:Text>" + node.repeat(9_600_000 / node.length()));
        String empty = "<ds:Signature xmlns:ds='" + SignatureTree.DS + "'/>";
        NominalMissive missive = nominal(SignatureSamples.document(message(payload), empty));
        List<CustomerSignatureReport> reports = new ArrayList<>();
        assertThat(Meter.octets(() -> reports.add(verify(missive)))).isLessThan(50_000_000);
        assertThat(findings(reports.get(0))).containsExactly("FORM NOT_DONE");
    }

    @Test
    void certificatesAreLimited() throws Exception {
        String signed = signed();
        String certificate = signed.replaceFirst("(?s).*(<ds:X509Certificate>.*</ds:X509Certificate>).*", "$1");
        assertThat(verify(signed.replace(certificate, certificate.repeat(10))).verdict())
                .isEqualTo(Verdict.VALID);
        assertNotFollowed(signed.replace(certificate, certificate.repeat(11)), "FORM NOT_DONE");
    }

    @Test
    void hugeSignaturesAreNotExamined() throws Exception {
        String signed = signed();
        String end = "</ds:Signature>";
        assertNotFollowed(
                signed.replace(end, "<ds:Object>" + "x".repeat(1 << 20) + "</ds:Object>" + end), "FORM NOT_DONE");
        assertNotFollowed(
                signed.replace(end, "<ds:Object>" + "<x/>".repeat(2_000) + "</ds:Object>" + end), "FORM NOT_DONE");
        assertNotFollowed(
                signed.replace("<ds:SignatureValue>", "<ds:SignatureValue>" + "<x/>".repeat(2_000)), "FORM NOT_DONE");
    }

    @Test
    void deeplyNestedSignaturesAreNotExamined() throws Exception {
        String deep = "<ds:Object>".repeat(9_000) + "</ds:Object>".repeat(9_000);
        for (String place : List.of("</ds:Signature>", "<ds:SignatureMethod ", "<ds:X509Data>")) {
            byte[] octets = signed().replace(place, deep + place).getBytes(StandardCharsets.UTF_8);
            Missive missive = Missives.strict()
                    .withLimits(MissiveLimits.defaults().withDepth(10_000))
                    .read(octets)
                    .orElseThrow();
            CustomerSignatureReport report = assertTimeout(QUICKLY, () -> verify(missive));
            assertThat(findings(report)).containsExactly("FORM NOT_DONE");
        }
    }

    @Test
    void deeplyNestedMessagesAreSignedAndChecked() throws Exception {
        String payload = PAYLOAD.replace("<sem:Text>", "<sem:Text>" + "<x>".repeat(2_000) + "</x>".repeat(2_000));
        byte[] octets = document(message(payload)).getBytes(StandardCharsets.UTF_8);
        NominalMissive missive = (NominalMissive) Missives.strict()
                .withLimits(MissiveLimits.defaults().withDepth(10_000))
                .read(octets)
                .orElseThrow();
        assertThat(verify(RSA.signer().sign(missive)).verdict()).isEqualTo(Verdict.VALID);
    }

    @Tag("slow")
    @Test
    void whiteSpaceAndReferencesInPlaceOfAValueCostLittle() throws Exception {
        String signed = signed();
        String value = "<ds:SignatureValue>";
        assertRefuted(signed.replace(value, value + " ".repeat(500_000) + "*"), "FORM FAILED");
        String text = PAYLOAD.replace("pay", "&lt;".repeat(400_000));
        NominalMissive missive = nominal(document(message(text)));
        CustomerSignatureReport report =
                assertTimeout(QUICKLY, () -> verify(RSA.signer().sign(missive)));
        assertThat(report.verdict()).isEqualTo(Verdict.VALID);
    }
}
