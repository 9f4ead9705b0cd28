// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.valise.sepamail.missive.SignatureSamples.document;
import static org.valise.sepamail.missive.SignatureSamples.message;
import static org.valise.sepamail.missive.SignatureSamples.nominal;
import static org.valise.sepamail.missive.SignatureSamples.text;
import static org.valise.sepamail.missive.SignatureSamples.verify;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.SignatureException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.ByteRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.valise.sepamail.missive.CustomerSignatureReport.Coverage;
import org.valise.sepamail.missive.CustomerSignatureReport.Verdict;
import org.w3c.dom.Node;

/** Laws of signatures of customers over generated messages, and over signatures with octets exchanged. */
class CustomerSignatureProperties {

    private static final TestIdentity IDENTITY = TestIdentity.ec("Customer", "secp256r1");
    private static final NominalMissive SIGNED = signed(SignatureSamples.PAYLOAD);
    private static final String END = "</sem:sepamail_missive_001>";

    @Property(tries = 200)
    void whatIsSignedIsValidAndElseUnchanged(@ForAll("payloads") String payload, @ForAll boolean whole)
            throws Exception {
        NominalMissive plain = nominal(document(message(payload)));
        CustomerSigner signer = whole ? IDENTITY.signer().coveringMissive() : IDENTITY.signer();
        NominalMissive signed = signer.sign(plain);
        CustomerSignatureReport report = verify(nominal(text(signed)));
        assertThat(report.verdict()).isEqualTo(Verdict.VALID);
        assertThat(report.coverage()).isEqualTo(whole ? Coverage.MISSIVE : Coverage.MESSAGE);
        String signature = new String(signed.customerSignatureOctets().orElseThrow(), StandardCharsets.UTF_8);
        assertThat(text(signed)).isEqualTo(text(plain).replace(END, signature + END));
        Verdict again = verify(signed.resend()).verdict();
        assertThat(again).isEqualTo(whole ? Verdict.INVALID : Verdict.VALID);
    }

    /** The other parser is that of the JDK: where it sees the same message, the signature may hold. */
    @Property(tries = 300)
    void aChangeThatXmlSeesIsNeverValid(
            @ForAll("payloads") String payload,
            @ForAll @IntRange(max = 100_000) int where,
            @ForAll @ByteRange byte with)
            throws Exception {
        NominalMissive signed = signed(payload);
        byte[] octets = signed.octets();
        octets[signed.message().offset() + where % signed.message().length()] = with;
        Optional<Missive> missive = read(octets);
        if (missive.isPresent() && verify(missive.get()).verdict() == Verdict.VALID) {
            assertThat(messageNode(octets).isEqualNode(messageNode(signed.octets())))
                    .isTrue();
        }
    }

    @Property(tries = 500)
    void noSignatureMakesAnythingThrow(
            @ForAll @Size(min = 1, max = 6) List<@IntRange(max = 100_000) Integer> places,
            @ForAll @Size(6) List<@ByteRange Byte> with)
            throws Exception {
        byte[] octets = SIGNED.octets();
        int from = text(SIGNED).indexOf("<ds:Signature");
        int length = SIGNED.customerSignatureOctets().orElseThrow().length;
        for (int i = 0; i < places.size(); i++) {
            octets[from + places.get(i) % length] = with.get(i);
        }
        Optional<Missive> missive = read(octets);
        if (missive.isPresent()) {
            CustomerSignatureReport report = verify(missive.get());
            assertThat(report.checks()).hasSize(CustomerSignatureReport.Check.values().length);
            byte[] message = SIGNED.message().octets();
            // All that was signed is still there, whatever became of the certificate.
            assertThat(Arrays.equals(((NominalMissive) missive.get()).message().octets(), message))
                    .isTrue();
        }
    }

    /** Pieces of one signature in the place of pieces of another. */
    @Property(tries = 300)
    void noCombinationOfElementsMakesAnythingThrow(
            @ForAll @IntRange(max = 30) int cut, @ForAll @IntRange(max = 30) int insert, @ForAll boolean remove)
            throws Exception {
        String text = text(SIGNED);
        String signature = Forgery.signatureOf(text);
        String[] tags = signature.split("(?=<)", -1);
        int at = 1 + cut % (tags.length - 2);
        StringBuilder mixed = new StringBuilder();
        for (int i = 0; i < tags.length; i++) {
            if (i == at) {
                mixed.append(tags[insert % tags.length]);
            }
            if (i != at || !remove) {
                mixed.append(tags[i]);
            }
        }
        Optional<Missive> missive = read(text.replace(signature, mixed).getBytes(StandardCharsets.UTF_8));
        if (missive.isPresent()) {
            assertThat(verify(missive.get()).verdict()).isNotNull();
        }
    }

    private static NominalMissive signed(String payload) {
        try {
            return IDENTITY.signer().sign(nominal(document(message(payload))));
        } catch (SignatureException e) {
            throw new AssertionError(e);
        }
    }

    private static Optional<Missive> read(byte[] octets) {
        MissiveReading reading = Missives.strict().read(octets);
        return reading instanceof MissiveReading.Refused refused ? refused.suspect() : reading.toOptional();
    }

    private static Node messageNode(byte[] octets) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
        factory.setCoalescing(true);
        factory.setIgnoringComments(true);
        DocumentBuilder builder = factory.newDocumentBuilder();
        builder.setErrorHandler(null);
        Node node = builder.parse(new ByteArrayInputStream(octets))
                .getElementsByTagNameNS("*", "sepamail_message_001")
                .item(0);
        node.normalize();
        return node;
    }

    @Provide
    Arbitrary<String> payloads() {
        Arbitrary<String> pieces = Arbitraries.of(
                "pay 100",
                " ",
                "\n",
                "\r\n",
                "\t",
                "&#13;",
                "&amp;",
                "&#x1F600;",
                "\u00E9",
                "\uD83D\uDE00",
                "<![CDATA[ <&]]>",
                "<!-- c -->",
                "<?target data?>",
                "<sem:x/>",
                "<y xmlns='urn:y' xmlns:z='urn:z' z:b=\"&#10;&quot;'\" a='1'><sem:w/></y>",
                "<sem:t xsi:type='sem:T' xml:space='preserve'></sem:t>",
                "<u xmlns=''  b = 'x\ty' />");
        return pieces.list()
                .ofMaxSize(8)
                .map(list -> "<sem:SimpleTestRequest><sem:TestId>" + String.join("", list)
                        + "</sem:TestId></sem:SimpleTestRequest>");
    }
}
