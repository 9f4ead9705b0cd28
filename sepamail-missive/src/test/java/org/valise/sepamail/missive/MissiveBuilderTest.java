// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import jakarta.xml.bind.JAXBElement;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import javax.xml.namespace.QName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a builder is given that does not make a missive it refuses at once. */
class MissiveBuilderTest {

    private static final Party BLEU = Party.of(Qxban.of("QX62TESTBLEUXXX2345678923456789234"));
    private static final Party VERT = Party.of(Qxban.of("QX46TESTVERTXXXABCDEFGHJKLMNPQRSTU"));
    private static final MessageContent HELLO = MessageContent.of("M-1", SimpleTest.request("T-1"));

    private static MissiveStages.NeedsId<MissiveStages.NeedsMessage<MissiveBuilder<NominalMissive>>> nominal() {
        return NominalMissive.builder(SchemaVersion.NORM_1206);
    }

    private static MissiveBuilder<NominalMissive> with(MessageContent content) {
        return AnyMissive.with(SchemaVersion.NORM_1206, content);
    }

    private static String text(Missive missive) {
        return new String(missive.octets(), StandardCharsets.UTF_8);
    }

    private static MessageContent xml(String type, String element) {
        return MessageContent.ofXml("M-1", MessageType.of(type), Doc.utf8(element));
    }

    @Test
    void writesOnePlainDocument() {
        NominalMissive missive = nominal()
                .id("A&B")
                .from(Party.of(Bic.of("TESTVERT")))
                .to(Party.ofPan(Bic.of("TESTBLEU"), "<4970>")
                        .with2dCode(
                                Attachment.of("image/png", new byte[] {1, 2, 3}).withName("q\r")))
                .message(MessageContent.of(
                                "M",
                                SimpleTest.report("T").withText("a]]>b\r\n").withData(new byte[] {0}))
                        .withRedirection(Redirection.toReference("desk"))
                        .withRedirection(Redirection.toUri(URI.create("urn:a")))
                        .withReference(new MessageReference("M-0", "answers"))
                        .withExpiry(MissiveTime.of(AnyMissive.WHEN, ZoneId.of("Europe/Paris"))))
                .sentAt(Clock.fixed(AnyMissive.WHEN, ZoneOffset.UTC))
                .priority(Priority.LOWEST)
                .build();
        assertThat(text(missive))
                .startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sem:Missive version=\"1206\"")
                .contains("<sem:sepamail_missive_001><sem:MsvId>A&amp;B</sem:MsvId><sem:MsvTyp>Nominal</sem:MsvTyp>"
                        + "<sem:MsvOrd>1</sem:MsvOrd><sem:MsvPri>LOWEST</sem:MsvPri><sem:MsvHdr><sem:Snd><sem:BIC>"
                        + "TESTVERT</sem:BIC></sem:Snd><sem:SndDtTm>2026-11-22T08:42:00Z</sem:SndDtTm><sem:Rcv>"
                        + "<sem:BIC>TESTBLEU</sem:BIC>")
                .contains("<sem:MsgExpiry>2026-11-22T09:42:00+01:00</sem:MsgExpiry>")
                .contains("<sem:MsgRedir><sem:InternalReference>desk</sem:InternalReference></sem:MsgRedir>"
                        + "<sem:MsgRedir><sem:RedirectURI>urn:a</sem:RedirectURI></sem:MsgRedir>")
                .contains("<sem:data>AQID</sem:data>")
                .contains("<sem:Data>AA==</sem:Data>")
                .endsWith("</sem:Missive>");
        assertThat(Doc.strict(text(missive)).toOptional()).contains(missive);
    }

    @Test
    void statesThePriorityAlways() {
        assertThat(text(with(HELLO).build())).contains("<sem:MsvPri>NORMAL</sem:MsvPri>");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 201})
    void hasAnIdentifierThatFits(int length) {
        String id = "x".repeat(length);
        assertThatIllegalArgumentException().isThrownBy(() -> nominal().id(id));
        assertThatIllegalArgumentException().isThrownBy(() -> MessageContent.of(id, SimpleTest.request("T")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> xml("a@b", "<a/>").withReference(new MessageReference(id + "x".repeat(201), "r")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> nominal().id("secret\u0001id"))
                .withMessageNotContaining("secret");
    }

    /** A.4: no place for PAN, BBAN and 2D code in Snd. */
    @Test
    void hasASenderThatFits() {
        Bic bic = Bic.of("TESTVERT");
        for (Party wrong : List.of(
                Party.ofPan(bic, "4970"),
                Party.ofBban(bic, "12345678901"),
                VERT.with2dCode(Attachment.of("image/png", new byte[0])))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> nominal().id("A").from(wrong));
        }
        assertThat(nominal().id("A").from(Party.of(bic))).isNotNull();
    }

    /** MIS1202 "Check of the Rcv field". */
    @Test
    void hasAReceiverThatIsAUserOfAParticipant() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> nominal().id("A").from(VERT).to(Party.of(Bic.of("TESTBLEU"))));
        Party noParticipant = Doc.read(
                        AcknowledgementMissive.class,
                        Doc.set(Doc.ACK, "Rcv", "<m:IBAN>FR7630006000011234567890189</m:IBAN>"))
                .receiver();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> nominal().id("A").from(VERT).to(noParticipant));
    }

    /** I.23: an ICQX of 35 characters has no place in an element of 34. */
    @Test
    void hasNoCreditorThatIsTooLong() {
        Icqx longest = Icqx.of("QX12ZZ" + "0".repeat(29));
        assertThatIllegalArgumentException().isThrownBy(() -> Party.of(Bic.of("TESTVERT"), longest));
    }

    @Test
    void hasATimeWithZone() {
        MissiveTime zoneless = Doc.read(NominalMissive.class, Doc.set(Doc.NOMINAL, "SndDtTm", "2026-11-22T08:42:00"))
                .sentAt();
        MissiveStages.NeedsTime<MissiveBuilder<NominalMissive>> stage =
                nominal().id("A").from(VERT).to(BLEU).message(HELLO);
        assertThatIllegalArgumentException().isThrownBy(() -> stage.sentAt(zoneless));
        assertThatIllegalArgumentException().isThrownBy(() -> HELLO.withExpiry(zoneless));
        assertThatIllegalArgumentException().isThrownBy(() -> stage.sentAt(Instant.parse("+10000-01-01T00:00:00Z")));
        assertThatIllegalArgumentException().isThrownBy(() -> stage.sentAt(Instant.parse("0000-12-31T23:59:59Z")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA-1", "md5", "sha-256", "sha3", "", "sha1 "})
    void hasAChecksumOfAKnownAlgorithm(String algorithm) {
        assertThatIllegalArgumentException().isThrownBy(() -> with(HELLO).withSenderChecksum(algorithm));
    }

    /** B.3, A.9: type, body, namespace and kind of missive fit each other. */
    @ParameterizedTest
    @CsvSource({
        "simple.request@test, '<SimpleTestRequest/>'",
        "simple.request@test, '<SimpleTestRequest xmlns=\"http://www.sepamail.eu/xsd/bleedingEdge\"/>'",
        "simple.request@test, '<SimpleTestReport xmlns=\"http://xsd.sepamail.eu/1206/\"/>'",
        "other@test, '<SimpleTestReport xmlns=\"http://xsd.sepamail.eu/1206/\"/>'",
        "activation.request@payment.activation, '<ActivationRequest xmlns=\"http://xsd.sepamail.eu/1206/\"/>'",
        "request@smapi, '<SmapiRequest xmlns=\"http://xsd.sepamail.eu/1206/\"/>'"
    })
    void hasABodyThatFits(String type, String element) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(xml(type, element)).build());
    }

    /** I.17: types that are not listed may be sent by agreement. */
    @Test
    void takesTypesThatAreNotListed() {
        NominalMissive missive = with(xml("send.request@generic", "<g:Send xmlns:g='" + Doc.NORM + "'/>"))
                .build();
        assertThat(Doc.codes(Doc.strict(text(missive)))).containsExactly(Problem.Code.UNKNOWN_MESSAGE_TYPE);
    }

    @Test
    void buildsSmapiMissives() {
        for (String pair : List.of("request@smapi SmapiRequest", "response@smapi SmapiResponse")) {
            int blank = pair.indexOf(' ');
            MessageContent content =
                    xml(pair.substring(0, blank), "<" + pair.substring(blank + 1) + " xmlns='" + Doc.NORM + "'/>");
            SmapiMissive missive = SmapiMissive.builder(SchemaVersion.NORM_1206)
                    .id("A")
                    .from(VERT)
                    .to(BLEU)
                    .message(content)
                    .sentAt(AnyMissive.WHEN)
                    .withSenderChecksum("sha256")
                    .build();
            assertThat(Doc.strict(text(missive)).problems()).isEmpty();
            assertThat(Doc.strict(text(missive)).toOptional()).contains(missive);
            assertThat(missive.message().type().family()).isEqualTo("smapi");
            if (OfficialSet.isThere()) {
                assertThat(OfficialSet.fault(Doc.NORM, missive.octets())).isEmpty();
            }
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SmapiMissive.builder(SchemaVersion.NORM_1206)
                        .id("A")
                        .from(VERT)
                        .to(BLEU)
                        .message(HELLO)
                        .sentAt(AnyMissive.WHEN)
                        .build());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "text",
                "<a>",
                "<a></b>",
                "<a/><b/>",
                "<a/>x",
                "<p:a/>",
                "<a b='1' b='2'/>",
                "<a>&x;</a>",
                "<!-- -->",
                "<a>\u0001</a>"
            })
    void takesOneWellFormedElement(String element) {
        assertThatIllegalArgumentException().isThrownBy(() -> xml("a@b", element));
        assertThatIllegalArgumentException().isThrownBy(() -> MessageContent.ofMessageXml(Doc.utf8(element)));
    }

    @Test
    void takesAnElementWithADeclarationAndCommentsAroundIt() throws Exception {
        String body = "<t:SimpleTestRequest xmlns:t='" + Doc.NORM + "'><t:TestId>1</t:TestId></t:SimpleTestRequest>";
        String document = "\uFEFF<?xml version='1.0' encoding='UTF-8'?>\n<!-- a -->" + body + "<?b?>\n";
        NominalMissive missive = with(xml("simple.request@test", document)).build();
        assertThat(new String(missive.message().bodyOctets().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(body);
        assertThat(Doc.strict(text(missive)).problems()).isEmpty();
    }

    /** A whole message is held against schema and rules as if it had been received. */
    @ParameterizedTest
    @CsvSource({
        "'<q:MsgId>M</q:MsgId>', ''",
        "'<q:MsgId>M</q:MsgId>', '<q:MsgId></q:MsgId>'",
        "'simple.request', 'simple.report'",
        "'simple.request@test', 'nothing'",
        "'</q:MsgTyp>', '</q:MsgTyp><q:MsgExpiry>tomorrow</q:MsgExpiry>'",
        "'</q:MsgBdy>', '</q:MsgBdy><q:More/>'",
        "'<q:SimpleTestRequest><q:TestId>T</q:TestId></q:SimpleTestRequest>', ''",
        "'http://xsd.sepamail.eu/1206/', 'http://www.sepamail.eu/xsd/bleedingEdge'",
        "'sepamail_message_001', 'sepamail_message_002'"
    })
    void takesAWholeMessageOnlyIfItIsRight(String right, String wrong) {
        String message = "<q:sepamail_message_001 xmlns:q='" + Doc.NORM + "'><q:MsgHdr><q:MsgId>M</q:MsgId><q:MsgTyp>"
                + "simple.request@test</q:MsgTyp></q:MsgHdr><q:MsgBdy><q:SimpleTestRequest><q:TestId>T</q:TestId>"
                + "</q:SimpleTestRequest></q:MsgBdy></q:sepamail_message_001>";
        assertThat(new String(
                        with(MessageContent.ofMessageXml(Doc.utf8(message)))
                                .build()
                                .message()
                                .octets(),
                        StandardCharsets.UTF_8))
                .isEqualTo(message);
        MessageContent bad = MessageContent.ofMessageXml(Doc.utf8(message.replace(right, wrong)));
        assertThatIllegalArgumentException().isThrownBy(() -> with(bad).build());
    }

    @Test
    void addsNothingToAWholeMessage() {
        MessageContent whole = MessageContent.of(with(HELLO).build().message());
        assertThatIllegalArgumentException().isThrownBy(() -> whole.withExpiry(MissiveTime.of(AnyMissive.WHEN)));
        assertThatIllegalArgumentException().isThrownBy(() -> whole.withRedirection(Redirection.toReference("a")));
        assertThatIllegalArgumentException().isThrownBy(() -> whole.withReference(new MessageReference("a", "b")));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        AnyMissive.with(SchemaVersion.BLEEDING_EDGE, whole).build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "%", ":", "http://[", "a#b#c", "\\", " urn:x", "{}"})
    void writesNoRedirectionToWhatIsNoUri(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HELLO.withRedirection(new Redirection(Redirection.Kind.URI, uri)))
                .withMessageNotContaining(uri.length() > 1 ? uri : "\n");
    }

    @Test
    void hasTextsThatFit() {
        assertThatIllegalArgumentException().isThrownBy(() -> Redirection.toReference(""));
        assertThatIllegalArgumentException().isThrownBy(() -> Redirection.toReference("x".repeat(71)));
        assertThatIllegalArgumentException().isThrownBy(() -> new MessageReference("a", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> new MessageReference("a", "x".repeat(71)));
        assertThatIllegalArgumentException().isThrownBy(() -> SimpleTest.request(""));
        assertThatIllegalArgumentException().isThrownBy(() -> SimpleTest.request("x".repeat(17)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SimpleTest.request("T").withText("\u0000"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SimpleTest.request("T").withText("\uD83D"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SimpleTest.request("T").withText("\uFFFE"));
        assertThatIllegalArgumentException().isThrownBy(() -> Attachment.of("", new byte[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> Attachment.of("x".repeat(71), new byte[0]));
        Bic bic = Bic.of("TESTVERT");
        assertThatIllegalArgumentException().isThrownBy(() -> Party.ofPan(bic, ""));
        assertThatIllegalArgumentException().isThrownBy(() -> Party.ofBban(bic, "1234567890"));
        assertThatIllegalArgumentException().isThrownBy(() -> Party.ofBban(bic, "1".repeat(31)));
        assertThatIllegalArgumentException().isThrownBy(() -> Party.ofBban(bic, "\uD83D\uDCE8".repeat(10)));
    }

    @Test
    void takesNoNulls() {
        assertThatNullPointerException().isThrownBy(() -> NominalMissive.builder(null));
        assertThatNullPointerException().isThrownBy(() -> nominal().id(null));
        assertThatNullPointerException().isThrownBy(() -> nominal().id("A").from(null));
        assertThatNullPointerException()
                .isThrownBy(() -> nominal().id("A").from(VERT).to(null));
        assertThatNullPointerException()
                .isThrownBy(() -> nominal().id("A").from(VERT).to(BLEU).message(null));
        assertThatNullPointerException().isThrownBy(() -> with(HELLO).priority(null));
        assertThatNullPointerException().isThrownBy(() -> Missives.strict().read((byte[]) null));
        assertThatNullPointerException().isThrownBy(() -> Missives.strict().withLimits(null));
        assertThatNullPointerException().isThrownBy(() -> Missives.strict().withZone(null));
        assertThatNullPointerException().isThrownBy(() -> Missives.strict().withVersion(null));
        assertThatNullPointerException().isThrownBy(() -> Missives.strict().withOfficialSchemas(null));
    }

    /** The caller's object needs a root element. */
    @Test
    void bindsWhatTheContextKnows() {
        JAXBElement<?> right = AnyMissive.bind(SimpleTest.request("T").withText("\u00e9\r"), SchemaVersion.NORM_1206);
        NominalMissive missive = with(MessageContent.ofJaxb("M", MessageType.SIMPLE_REQUEST, AnyMissive.JAXB, right))
                .build();
        assertThat(missive.message().simpleTest().toOptional().orElseThrow().text())
                .contains("\u00e9\r");
        Object noRoot = right.getValue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MessageContent.ofJaxb("M", MessageType.SIMPLE_REQUEST, AnyMissive.JAXB, noRoot));
        JAXBElement<String> foreign = new JAXBElement<>(new QName("urn:x", "SimpleTestRequest"), String.class, "x");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(MessageContent.ofJaxb("M", MessageType.SIMPLE_REQUEST, AnyMissive.JAXB, foreign))
                        .build());
    }

    /** D.2: 128 random bits in 32 capitals. */
    @Test
    void makesIdentifiers() {
        String first = MissiveIds.random(new Random(1));
        assertThat(first).matches("[0-9A-F]{32}").isEqualTo(MissiveIds.random(new Random(1)));
        assertThat(MissiveIds.random(new Random(2))).isNotEqualTo(first);
    }

    /** A.6: a customer need not know the BIC of the bank that sends for him; a receiver's bank must be known. */
    @Test
    void aSenderMayBeAnAccountAlone() {
        Party account = Party.of(Iban.of("FR7630006000011234567890189"));
        Party creditor = Party.of(Icqx.parse("QX12FRZZZ123456").toOptional().orElseThrow());
        for (Party sender : List.of(account, creditor)) {
            assertThat(sender.participant()).isEmpty();
            assertThat(sender.account()).isPresent();
            NominalMissive missive = NominalMissive.builder(SchemaVersion.NORM_1206)
                    .id("1")
                    .from(sender)
                    .to(Party.of(Qxban.of("QX62TESTBLEUXXX2345678923456789234")))
                    .message(MessageContent.of("M", SimpleTest.request("T")))
                    .sentAt(Instant.EPOCH)
                    .build();
            MissiveReading reading = Missives.strict().read(missive.octets());
            assertThat(reading.problems()).isEmpty();
            assertThat(reading.toOptional().orElseThrow().sender()).isEqualTo(sender);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> NominalMissive.builder(SchemaVersion.NORM_1206)
                            .id("1")
                            .from(account)
                            .to(sender))
                    .withMessageContaining("participant");
        }
    }
}
