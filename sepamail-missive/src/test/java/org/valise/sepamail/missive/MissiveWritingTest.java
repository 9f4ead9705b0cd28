// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A missive with all it may have says all of that, in the order of the schemas, and however it is written. */
class MissiveWritingTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Bic BLEU = Bic.of("TESTBLEU");
    private static final SimpleTest TEST = SimpleTest.request("T-1").withText("a < b");
    private static final byte[] DATA = {1, 2, 3};

    private static MissiveBuilder<NominalMissive> nominal(Party receiver, MessageContent content) {
        return NominalMissive.builder(SchemaVersion.NORM_1206)
                .id("\u00e9\u20ac<\ud83d\udce8")
                .from(Party.of(Bic.of("TESTVERT")))
                .to(receiver)
                .message(content)
                .sentAt(NOON);
    }

    private static String text(Missive missive) {
        return new String(missive.octets(), StandardCharsets.UTF_8);
    }

    private static Party receiver() {
        Attachment image = Attachment.of("image/png", DATA).withName("a&b");
        return Party.ofPan(BLEU, "49<70").with2dCode(image);
    }

    @Test
    void writesAllPartsOfTheHeader() {
        NominalMissive missive = nominal(receiver(), MessageContent.of("M-1", TEST))
                .withSenderChecksum("sha1")
                .build();
        String checksum = missive.message().checksum().text();
        assertThat(text(missive))
                .contains("<sem:MsvId>\u00e9\u20ac&lt;\ud83d\udce8</sem:MsvId>")
                .contains("<sem:SndDtTm>2026-11-22T12:00:00Z</sem:SndDtTm><sem:SndChk>" + checksum + "</sem:SndChk>"
                        + "<sem:Rcv><sem:BIC>TESTBLEU</sem:BIC><sem:PAN>49&lt;70</sem:PAN><sem:RIS2D>"
                        + "<sem:mime-type>image/png</sem:mime-type><sem:name>a&amp;b</sem:name>"
                        + "<sem:data>AQID</sem:data></sem:RIS2D></sem:Rcv></sem:MsvHdr>");
        NominalMissive read = Doc.read(NominalMissive.class, text(missive));
        assertThat(read.receiver()).isEqualTo(receiver());
        assertThat(read.senderChecksum()).contains(checksum);
        assertThat(text(nominal(Party.ofBban(BLEU, "12345678901"), MessageContent.of("M-1", TEST))
                        .build()))
                .contains("<sem:Rcv><sem:BIC>TESTBLEU</sem:BIC><sem:BBAN>12345678901</sem:BBAN></sem:Rcv>");
    }

    @Test
    void writesAllPartsOfTheMessage() {
        MessageContent content = MessageContent.of("M<1", TEST.withData(DATA))
                .withRedirection(Redirection.toReference("desk"))
                .withRedirection(Redirection.toUri(URI.create("urn:a")))
                .withReference(new MessageReference("M-0", "answers"))
                .withExpiry(MissiveTime.of(NOON));
        assertThat(text(nominal(Party.ofPan(BLEU, "4970"), content).build()))
                .contains("<sem:MsgHdr><sem:MsgId>M&lt;1</sem:MsgId><sem:MsgTyp>simple.request@test</sem:MsgTyp>"
                        + "<sem:MsgRedir><sem:InternalReference>desk</sem:InternalReference></sem:MsgRedir>"
                        + "<sem:MsgRedir><sem:RedirectURI>urn:a</sem:RedirectURI></sem:MsgRedir>"
                        + "<sem:MsgRef><sem:MsgId>M-0</sem:MsgId><sem:Relation>answers</sem:Relation></sem:MsgRef>"
                        + "<sem:MsgExpiry>2026-11-22T12:00:00Z</sem:MsgExpiry></sem:MsgHdr><sem:MsgBdy>"
                        + "<sem:SimpleTestRequest><sem:TestId>T-1</sem:TestId><sem:Text>a &lt; b</sem:Text>"
                        + "<sem:Data>AQID</sem:Data></sem:SimpleTestRequest></sem:MsgBdy>");
    }

    /** Whether the data of a body are there or come from a source, and wherever it is written to. */
    @Test
    void writesTheSameOctetsOnEveryPath() throws IOException {
        MessageContent given = MessageContent.of("M-1", TEST.withData(DATA));
        MessageContent streamed = MessageContent.of("M-1", TEST, () -> new ByteArrayInputStream(DATA));
        NominalMissive built =
                nominal(receiver(), given).withSenderChecksum("sha1").build();
        assertThat(nominal(receiver(), streamed).withSenderChecksum("sha1").build())
                .isEqualTo(built);
        for (MessageContent content : List.of(given, streamed)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            StreamedMissive sent =
                    nominal(receiver(), content).withSenderChecksum("sha1").writeTo(out);
            assertThat(out.toByteArray()).isEqualTo(built.octets());
            assertThat(sent.id()).isEqualTo(built.id());
            assertThat(sent.length()).isEqualTo(out.size());
            assertThat(sent).isInstanceOf(StreamedNominal.class);
            StreamedMessage message = sent.streamedMessage().orElseThrow();
            assertThat(message.checksum()).isEqualTo(built.message().checksum());
            assertThat(message.offset()).isEqualTo(built.message().offset());
            assertThat(message.length()).isEqualTo(built.message().length());
        }
    }

    /** What is longer than what is copied at once: data, a picture, a body that is carried over. */
    @Test
    void writesWhatIsLong() throws IOException {
        for (int length : new int[] {3071, 3072, 3073, 4096, 30_000, 49_151, 49_152, 49_153, 100_001}) {
            byte[] data = new byte[length];
            new Random(length).nextBytes(data);
            String base64 = Base64.getEncoder().encodeToString(data);
            Party receiver = Party.of(BLEU).with2dCode(Attachment.of("image/png", data));
            NominalMissive missive = nominal(receiver, MessageContent.of("M-1", TEST.withData(data)))
                    .withSenderChecksum("sha256")
                    .build();
            assertThat(text(missive))
                    .contains("<sem:data>" + base64 + "</sem:data>")
                    .contains("<sem:Data>" + base64 + "</sem:Data>")
                    .endsWith("</sem:MsvBdy></sem:sepamail_missive_001></sem:Missive>");
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            missive.writeTo(out);
            assertThat(out.toByteArray()).isEqualTo(missive.octets());
            assertThat(Doc.strict(text(missive)).problems()).isEmpty();
            NominalMissive copy =
                    nominal(receiver(), MessageContent.of(missive.message())).build();
            assertThat(copy.message().octets()).isEqualTo(missive.message().octets());
        }
    }

    /** XmlParts and an XML of any length: one part after the other, and of what stands around the element nothing. */
    @Test
    void writesTheElementOfASourceAlone() throws IOException {
        byte[] data = new byte[10_000];
        Arrays.fill(data, (byte) 7);
        String open = "<m:SimpleTestRequest xmlns:m=\"" + Doc.NORM + "\"><m:TestId>T\u00e9</m:TestId><m:Data>";
        String close = "</m:Data></m:SimpleTestRequest>";
        XmlParts parts = XmlParts.of("<?xml version=\"1.0\"?><!-- in front -->" + open)
                .base64(() -> new ByteArrayInputStream(data))
                .xml(close)
                .xml("<!-- behind -->");
        String body = open + Base64.getEncoder().encodeToString(data) + close;
        try (InputStream in = parts.open()) {
            assertThat(in.read()).isEqualTo('<');
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).endsWith(body + "<!-- behind -->");
        }
        MessageContent content = MessageContent.ofXml("M-1", MessageType.SIMPLE_REQUEST, parts);
        NominalMissive built = nominal(receiver(), content).build();
        assertThat(text(built))
                .contains("<sem:MsgBdy>" + body + "</sem:MsgBdy>")
                .doesNotContain("<!--");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StreamedMissive sent = nominal(receiver(), content).writeTo(out);
        assertThat(out.toByteArray()).isEqualTo(built.octets());
        assertThat(sent.length()).isEqualTo(out.size());
        assertThatIllegalArgumentException().isThrownBy(() -> parts.xml("\u0001"));
    }

    @Test
    void writesMissivesOfTheApiFromASource() {
        SmapiMissive built = SmapiMissive.builder(SchemaVersion.NORM_1206)
                .id("A")
                .from(Party.of(BLEU))
                .to(Party.ofPan(BLEU, "4970"))
                .message(MessageContent.ofXml(
                        "M-1",
                        MessageType.of("request@smapi"),
                        XmlParts.of("<SmapiRequest xmlns=\"" + Doc.NORM + "\"/>")))
                .sentAt(NOON)
                .build();
        assertThat(built.message().bodyName()).isEqualTo("SmapiRequest");
        assertThat(Doc.read(SmapiMissive.class, text(built))).isEqualTo(built);
    }

    /** XmlParts opens a part when the one before it is at its end, and closes each. */
    @Test
    void closesEachPart() throws IOException {
        int[] closed = {0};
        OctetSource source = () -> new ByteArrayInputStream(DATA) {
            @Override
            public void close() {
                closed[0]++;
            }
        };
        try (InputStream in = XmlParts.of("").base64(source).base64(source).open()) {
            assertThat(in.readNBytes(5)).isEqualTo("AQIDA".getBytes(StandardCharsets.US_ASCII));
            assertThat(closed[0]).isEqualTo(1);
        }
        assertThat(closed[0]).isEqualTo(2);
    }

    /** C.3 and C.4: status, code, checksum, words and warnings of an acknowledgement. */
    @Test
    void writesAllPartsOfAnAcknowledgement() {
        NominalMissive nominal = nominal(Party.ofPan(BLEU, "4970"), MessageContent.of("M-1", TEST))
                .build();
        String checksum = nominal.message().checksum().text();
        AcknowledgementMissive ack = nominal.acknowledge(AcknowledgementCode.FORWARDED)
                .sentAt(NOON)
                .by(BLEU)
                .description("a < b")
                .warning(RoutingWarning.of(RoutingWarning.Code.BAD_TIME).withDescription("l\u00e4te"))
                .warning(RoutingWarning.of(RoutingWarning.Code.PRIO_LOW))
                .build();
        assertThat(text(ack))
                .contains("<sem:MsvAcq><sem:AcqSta>ACK</sem:AcqSta><sem:AcqCla>2</sem:AcqCla><sem:AcqSub>1</sem:AcqSub>"
                        + "<sem:AcqDet>9</sem:AcqDet><sem:AcqChk>" + checksum + "</sem:AcqChk>"
                        + "<sem:AcqDes>a &lt; b</sem:AcqDes><sem:RtgWarn><sem:Code>BAD_TIME</sem:Code>"
                        + "<sem:Descr>l\u00e4te</sem:Descr></sem:RtgWarn><sem:RtgWarn><sem:Code>PRIO_LOW</sem:Code>"
                        + "</sem:RtgWarn></sem:MsvAcq>");
        AcknowledgementMissive nak = nominal.acknowledge(AcknowledgementCode.ofClass(5))
                .sentAt(NOON)
                .by(BLEU)
                .build();
        assertThat(text(nak))
                .contains("<sem:MsvAcq><sem:AcqSta>NAK</sem:AcqSta><sem:AcqCla>5</sem:AcqCla><sem:AcqChk>" + checksum);
        assertThat(text(nominal.acknowledgeReceipt().sentAt(NOON).by(BLEU).build()))
                .contains("<sem:MsvAcq><sem:AcqSta>ACK</sem:AcqSta><sem:AcqChk>");
    }

    /** MissiveBuilder.writeTo: nothing was written then. */
    @Test
    void writesNothingOfWhatDoesNotFit() {
        MessageContent smapi = MessageContent.ofXml(
                "M-1", MessageType.of("request@smapi"), Doc.utf8("<m:SmapiRequest xmlns:m=\"" + Doc.NORM + "\"/>"));
        MessageContent streamed =
                MessageContent.ofXml("M-1", MessageType.of("request@smapi"), () -> new ByteArrayInputStream(DATA));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (MessageContent content : List.of(smapi, streamed)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> nominal(receiver(), content).writeTo(out));
        }
        assertThat(out.size()).isZero();
    }

    /** A body that is carried over keeps the namespaces it was under, by whatever prefix. */
    @Test
    void keepsTheNamespacesOfWhatItCarriesOver() {
        String foreign = Doc.NOMINAL
                .replace("<m:Missive ", "<m:Missive xmlns=\"urn:d\" xmlns:o=\"urn:o&amp;x\" xmlns:sem=\"urn:s\" ")
                .replace("</m:TestId>", "</m:TestId><m:Text o:a=\"\">t</m:Text>");
        Message message = Doc.read(NominalMissive.class, foreign).message();
        NominalMissive copy =
                nominal(Party.ofPan(BLEU, "4970"), MessageContent.of(message)).build();
        assertThat(copy.message().octets()).isEqualTo(message.octets());
        assertThat(text(copy)).contains("xmlns=\"urn:d\"").contains("xmlns:o=\"urn:o&amp;x\"");
        assertThat(copy.message().checksum()).isEqualTo(message.checksum());
    }

    /** An empty body element ends where its tag does. */
    @Test
    void givesTheBodyAlone() throws IOException {
        SmapiMissive missive = Doc.read(SmapiMissive.class, Doc.SMAPI);
        assertThat(missive.message().body().to() - missive.message().body().from())
                .isEqualTo("<m:SmapiRequest/>".length());
        assertThat(new String(missive.message().bodyOctets().readAllBytes(), StandardCharsets.UTF_8))
                .contains("SmapiRequest")
                .endsWith("/>");
    }
}
