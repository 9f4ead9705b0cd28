// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A missive that is read from a stream: what is known of it, its checksums (C.5), problems where the octets are gone. */
class StreamedReadingTest {

    private static final Missives STRICT = Missives.strict();

    private static StreamedReading read(String document, int piece) throws IOException {
        return STRICT.readStreamed(new Trickle(StreamDocuments.octets(document), piece), ContentSink.none());
    }

    private static StreamedReading read(InputStream document, long most) throws IOException {
        return STRICT.withLimits(MissiveLimits.defaults().withOctets(most)).readStreamed(document, ContentSink.none());
    }

    private static MessageChecksum sha(String algorithm, String text) throws Exception {
        byte[] digest = MessageDigest.getInstance(algorithm).digest(StreamDocuments.octets(text));
        return MessageChecksum.parse(algorithm + ":" + HexFormat.of().formatHex(digest))
                .orElseThrow();
    }

    private static List<String> codes(List<Problem> problems) {
        return problems.stream().map(problem -> problem.code().name()).toList();
    }

    @Test
    void tellsWhatTheEnvelopeSays() throws Exception {
        String document = StreamDocuments.nominal("", StreamDocuments.test("QUJD"));
        StreamedNominal missive = (StreamedNominal) read(document, 7).orElseThrow();
        assertThat(missive.kind()).isEqualTo(StreamedMissive.Kind.NOMINAL);
        assertThat(missive.version()).isEqualTo(SchemaVersion.NORM_1206);
        assertThat(missive.norm()).isEqualTo("1206");
        assertThat(missive.id()).isEqualTo("MISSIVE-1");
        assertThat(missive.order()).isEqualTo(3);
        assertThat(missive.priority()).isEqualTo(Priority.HIGH);
        assertThat(missive.sender()).isEqualTo(Party.of(Bic.of("TESTVERTXXX")));
        assertThat(missive.receiver().accountText()).contains("FR7630006000011234567890189");
        assertThat(missive.sentAt().toString()).isEqualTo("2012-10-10T10:00:00Z");
        assertThat(missive.receivedAt()).isEmpty();
        assertThat(missive.senderChecksum()).isEmpty();
        assertThat(missive.hasCustomerSignature()).isFalse();
        assertThat(missive.length()).isEqualTo(StreamDocuments.octets(document).length);
        assertThat(missive.toString())
                .isEqualTo("StreamedMissive[NOMINAL, norm 1206, order 3, HIGH, " + missive.length() + " octets]");
    }

    @Test
    void tellsWhatTheMessageHeaderSays() throws Exception {
        String document = StreamDocuments.nominal("", StreamDocuments.test("QUJD"));
        StreamedMessage message =
                read(document, 999).orElseThrow().streamedMessage().orElseThrow();
        assertThat(message.id()).isEqualTo("MESSAGE-1");
        assertThat(message.type()).isEqualTo(MessageType.SIMPLE_REQUEST);
        assertThat(message.norm()).contains("1206");
        assertThat(message.redirections()).containsExactly(Redirection.toReference("desk 4"));
        assertThat(message.references()).hasSize(1);
        assertThat(message.expiry()).hasToString("Optional[2012-10-11T10:00:00Z]");
        assertThat(message.bodyName()).isEqualTo("SimpleTestRequest");
        assertThat(message.bodyNamespace()).isEqualTo(StreamDocuments.NS);
        byte[] before = StreamDocuments.octets(document.substring(0, document.indexOf("<sem:sepamail_message_001")));
        assertThat(message.offset()).isEqualTo(before.length);
        String element = StreamDocuments.message(StreamDocuments.test("QUJD"));
        assertThat(message.length()).isEqualTo(StreamDocuments.octets(element).length);
        assertThat(message.toString())
                .isEqualTo("StreamedMessage[simple.request@test, " + message.length() + " octets]");
    }

    @Test
    void takesTheChecksumOverEveryFormOfLineEnds() throws Exception {
        String lf = StreamDocuments.message(StreamDocuments.test("QU\nJD\n"));
        String mixed = lf.replaceFirst("\n", "\r\n").replaceFirst("JD", "\rJD").replace("h\u00E9llo", "a\r\r\nb");
        String inLf = mixed.replace("\r\n", "\n");
        String inCrlf = inLf.replace("\n", "\r\n");
        for (int piece : new int[] {1, 2, 3, 50, 100_000}) {
            String document = StreamDocuments.nominal("", StreamDocuments.test("QU\nJD\n"));
            StreamedMessage asMixed = message(document.replace(lf, mixed), piece);
            assertThat(asMixed.checksum()).isEqualTo(sha("SHA-1", inLf));
            assertThat(asMixed.match(sha("SHA-1", inLf))).contains(ChecksumForm.LF);
            assertThat(asMixed.match(sha("SHA-1", inCrlf))).contains(ChecksumForm.CRLF);
            assertThat(asMixed.match(sha("SHA-1", mixed))).contains(ChecksumForm.RAW);
            StreamedMessage asLf = message(document, piece);
            assertThat(asLf.match(sha("SHA-1", lf))).contains(ChecksumForm.EXACT);
            assertThat(asLf.match(sha("SHA-1", lf.replace("\n", "\r\n")))).contains(ChecksumForm.CRLF);
            assertThat(asLf.match(sha("SHA-1", lf + " "))).isEmpty();
        }
    }

    private static StreamedMessage message(String document, int piece) throws Exception {
        return ((StreamedNominal) read(document, piece).orElseThrow()).message();
    }

    @Test
    void takesTheChecksumOfAMessageInOneLine() throws Exception {
        String message = StreamDocuments.message(StreamDocuments.test("")).replace("\n", "");
        String document = StreamDocuments.nominal("", StreamDocuments.test("")).replace("\n", "");
        StreamedMessage read = message(document, 11);
        assertThat(read.match(sha("SHA-1", message))).contains(ChecksumForm.EXACT);
        assertThat(read.match(sha("SHA-256", message))).isEmpty();
        assertThat(read.computes(sha("SHA-256", message))).isFalse();
        assertThat(read.computes(sha("SHA-1", message))).isTrue();
    }

    /** Whether a document is read whole or as a stream, the same parts make a suspect. */
    @ParameterizedTest
    @CsvSource({"NOMINAL, MsvBdy", "ACK, MsvAcq", "SERVICE, MsvSrv", "SMAPI, MsvBdy"})
    void suspectsNothingWithoutWhatItsTypeIsAbout(String kind, String part) throws Exception {
        String document = switch (kind) {
            case "NOMINAL" -> Doc.NOMINAL;
            case "ACK" -> Doc.ACK;
            case "SERVICE" -> Doc.SERVICE;
            default -> Doc.SMAPI;
        };
        String refused = Doc.set(document, "MsvPri", "URGENT");
        assertSuspects(refused, true);
        assertSuspects(Doc.drop(refused, part), false);
    }

    private static void assertSuspects(String document, boolean suspects) throws IOException {
        assertThat(((StreamedReading.Refused) read(document, 100)).suspect().isPresent())
                .isEqualTo(suspects);
        assertThat(((MissiveReading.Refused) Doc.strict(document)).suspect().isPresent())
                .isEqualTo(suspects);
    }

    @Test
    void comparesSndChkByItsOwnAlgorithm() throws Exception {
        String body = StreamDocuments.test("QUJD");
        MessageChecksum right = sha("SHA-256", StreamDocuments.message(body));
        StreamedReading fits = read(StreamDocuments.nominal("<sem:SndChk>" + right.text() + "</sem:SndChk>", body), 20);
        assertThat(fits.problems()).isEmpty();
        assertThat(((StreamedNominal) fits.orElseThrow()).message().match(right))
                .contains(ChecksumForm.EXACT);
        String wrong = "sha256:" + "0".repeat(64);
        StreamedReading differs = read(StreamDocuments.nominal("<sem:SndChk>" + wrong + "</sem:SndChk>", body), 20);
        assertThat(codes(differs.problems())).containsExactly("SENDER_CHECKSUM_MISMATCH");
        assertThat(differs.toOptional()).isPresent();
    }

    @Test
    void placesProblemsWhoseOctetsAreLongGone() throws Exception {
        String head = StreamDocuments.nominal("", "@@")
                .replace("MISSIVE-1", "sem:MsvId")
                .replace(">Nominal<", "\n\u00E9 >Nominal<")
                .replace("<sem:MsvTyp\n\u00E9 >", "<sem:MsvTyp\n >")
                .replace("<sem:MsvPri>HIGH</sem:MsvPri>", "");
        String[] parts = head.split("@@", 2);
        Repetition document = new Repetition(
                parts[0] + "<sem:SimpleTestRequest><sem:Data>",
                "QUJD\n",
                100_000,
                "</sem:Data></sem:SimpleTestRequest>" + parts[1]);
        StreamedReading reading = read(document, 1 << 20);
        assertThat(codes(reading.problems())).containsExactly("PLACEHOLDER_IDENTIFIER", "PRIORITY_NOT_STATED");
        int id = head.indexOf(">sem:MsvId") + 1;
        assertThat(reading.problems().get(0).span()).contains(new Span(4, 16, id, 9));
        int order = head.indexOf("<sem:MsvOrd>") + 12;
        assertThat(reading.problems().get(1).span()).contains(new Span(6, 17, order, 1));
        assertThat(reading.orElseThrow().length()).isEqualTo(document.length());
    }

    @Tag("slow")
    @Test
    void refusesWhatIsLongerThanTheLimit() throws Exception {
        String[] parts = StreamDocuments.nominal("", StreamDocuments.test("@@")).split("@@", 2);
        assertThat(codes(read(new Repetition(parts[0], "A", Long.MAX_VALUE >> 1, parts[1]), 50_000)
                        .problems()))
                .containsExactly("TOO_LONG");
        StreamedReading byDefault =
                STRICT.readStreamed(new Repetition(parts[0], "A", Long.MAX_VALUE >> 1, parts[1]), ContentSink.none());
        assertThat(codes(byDefault.problems())).containsExactly("TOO_LONG");
        assertThat(((StreamedReading.Refused) byDefault).suspect()).isEmpty();
    }

    @Test
    void refusesAnEnvelopeThatWouldFillTheMemory() throws Exception {
        String[] parts = StreamDocuments.nominal("", StreamDocuments.test("")).split("<sem:MsgRef>", 2);
        Repetition manyReferences = new Repetition(
                parts[0],
                "<sem:MsgRef><sem:MsgId>0</sem:MsgId><sem:Relation>r</sem:Relation></sem:MsgRef>",
                1L << 40,
                parts[1]);
        StreamedReading reading = read(manyReferences, Long.MAX_VALUE);
        assertThat(codes(reading.problems())).containsExactly("VALUE_TOO_LONG");
        // Tags and values count, sixteen times 65,536 octets of them.
        long place = reading.problems().get(0).span().orElseThrow().offset();
        assertThat(place).isBetween(1L << 20, 3L << 20);
    }

    /** MissiveLimits: tags and values of the envelope together have at most sixteen times as many octets as a value. */
    @Test
    void countsTagsAndValuesOfAnEnvelope() throws Exception {
        int most = 16 * 100;
        int missing = most - kept(LayerOneTest.COMMAND);
        StringBuilder filters = new StringBuilder();
        for (; missing > 100; missing -= 68) {
            filters.append(filter(60));
        }
        String document = LayerOneTest.COMMAND.replaceFirst("<m:Fltr>", filters + "$0");
        String full = document.replaceFirst("<m:Fltr>", filter(missing - 8) + "$0");
        assertThat(kept(full)).isEqualTo(most);
        Missives reader = STRICT.withLimits(MissiveLimits.defaults().withValueOctets(100));
        assertThat(reader.readStreamed(new Trickle(Doc.utf8(full), 50), ContentSink.none())
                        .problems())
                .isEmpty();
        String more = document.replaceFirst("<m:Fltr>", filter(missing - 7) + "$0");
        assertThat(codes(reader.readStreamed(new Trickle(Doc.utf8(more), 50), ContentSink.none())
                        .problems()))
                .containsExactly("VALUE_TOO_LONG");
        assertThat(reader.read(Doc.utf8(more)).problems()).isEmpty();
    }

    /** MissiveLimits: the octets of a value, in however many pieces it comes. */
    @Test
    void takesValuesAsLongAsTheyMayBe() throws Exception {
        Missives reader = STRICT.withLimits(MissiveLimits.defaults().withValueOctets(100));
        for (String between : List.of("", "<!-- a comment -->", "<![CDATA[]]>")) {
            for (int more : new int[] {0, 1}) {
                String value = "x".repeat(60) + between + "\u00e9" + "x".repeat(38 + more);
                byte[] document = Doc.utf8(Doc.set(LayerOneTest.COMMAND, "SrvInfo", value));
                List<String> expected = more == 0 ? List.of() : List.of("VALUE_TOO_LONG");
                assertThat(codes(reader.read(document).problems())).isEqualTo(expected);
                for (int piece : new int[] {1, 50, 5000}) {
                    assertThat(codes(reader.readStreamed(new Trickle(document, piece), ContentSink.none())
                                    .problems()))
                            .isEqualTo(expected);
                }
            }
        }
    }

    /** What is kept of a picture is as long as its text is, wherever that stands. */
    @Test
    void countsAPictureOfReferences() throws Exception {
        String picture = "&#81;".repeat(4000);
        StreamedMissive missive = read(StreamDocuments.service().replace("RA==", picture), 100_000)
                .orElseThrow();
        assertThat(missive.receiver().code2d().orElseThrow().octets().orElseThrow())
                .hasSize(3 + 3000);
    }

    private static String filter(int length) {
        return "<m:Fltr>" + "x".repeat(length) + "</m:Fltr>";
    }

    /** The octets of all opening tags, and of all that stands in an element without another. */
    private static int kept(String document) {
        Matcher tags = Pattern.compile("<m:[^>]*>").matcher(document);
        Matcher values = Pattern.compile("<m:(\\w+)>([^<]*)</m:\\1>").matcher(document);
        return tags.results().mapToInt(tag -> tag.end() - tag.start()).sum()
                + values.results().mapToInt(value -> value.group(2).length()).sum();
    }

    /** The octets of a problem may be gone when it is told. */
    @Test
    void findsTheSamePlacesAsInADocumentInMemory() throws Exception {
        for (String document : List.of(
                Doc.before(Doc.NOMINAL, "SndDtTm", "\n some<!-- - -->\n text &#33; \n"),
                Doc.before(Doc.NOMINAL, "SimpleTestRequest", "\n some<!-- - -->\n text &#33; \n"),
                Doc.set(Doc.NOMINAL, "MsvPri", "\n<![CDATA[URGENT]]>\n"),
                Doc.attribute(Doc.NOMINAL, "Snd", "\n a='b'"),
                Doc.drop(Doc.NOMINAL, "SndDtTm"))) {
            List<Problem> problems = Doc.strict(document).problems();
            assertThat(problems).isNotEmpty();
            for (int piece : new int[] {1, 10, 5000}) {
                assertThat(read(document, piece).problems()).isEqualTo(problems);
            }
        }
    }

    @Test
    void refusesAPictureThatWouldFillTheMemory() throws Exception {
        String[] parts = StreamDocuments.service().split("RA==", 2);
        StreamedReading reading = read(new Repetition(parts[0], "QUJD", 1L << 40, parts[1]), Long.MAX_VALUE);
        assertThat(codes(reading.problems())).containsExactly("VALUE_TOO_LONG");
    }

    @Test
    void readsPicturesOfReceivers() throws Exception {
        StreamedMissive missive = read(StreamDocuments.service(), 10).orElseThrow();
        assertThat(missive.kind()).isEqualTo(StreamedMissive.Kind.SERVICE);
        assertThat(missive.streamedMessage()).isEmpty();
        Attachment picture = missive.receiver().code2d().orElseThrow();
        assertThat(picture.octets().orElseThrow()).isEqualTo(new byte[] {'A', 'B', 'C', 'D'});
    }

    @Test
    void suspectsWhatItRefuses() throws Exception {
        String document =
                StreamDocuments.nominal("", StreamDocuments.test("QUJD")).replace(">3<", ">0<");
        StreamedReading reading = read(document, 64);
        assertThatThrownBy(reading::orElseThrow).isInstanceOf(MissiveFormatException.class);
        assertThat(reading.toOptional()).isEmpty();
        assertThat(reading.toString()).startsWith("Refused[BAD_ORDER");
        StreamedMissive suspect = ((StreamedReading.Refused) reading).suspect().orElseThrow();
        assertThat(suspect.id()).isEqualTo("MISSIVE-1");
        assertThat(suspect.order()).isZero();
    }

    @Test
    void isAcknowledgedLikeAnyNominal() throws Exception {
        String document = StreamDocuments.nominal("", StreamDocuments.test("QUJD"));
        NominalMissive whole =
                (NominalMissive) STRICT.read(StreamDocuments.octets(document)).orElseThrow();
        StreamedNominal streamed = (StreamedNominal) read(document, 100).orElseThrow();
        Instant now = Instant.parse("2012-10-10T10:00:05Z");
        AcknowledgementMissive ack =
                whole.acknowledge(AcknowledgementCode.FORWARDED).sentAt(now).build();
        assertThat(streamed.acknowledge(AcknowledgementCode.FORWARDED)
                        .sentAt(now)
                        .build())
                .isEqualTo(ack);
        assertThat(streamed.acknowledgeReceipt().sentAt(now).build())
                .isEqualTo(whole.acknowledgeReceipt().sentAt(now).build());
        assertThat(ack.answers(streamed)).isEqualTo(ack.answers(whole));
        assertThat(ack.answers(streamed).settles()).isTrue();
    }

    @Test
    void doesNotJudgeChecksumsThatWereNotComputed() throws Exception {
        String document = StreamDocuments.nominal("", StreamDocuments.test("QUJD"));
        StreamedNominal streamed = (StreamedNominal) read(document, 100).orElseThrow();
        String text = new String(
                streamed.acknowledge(AcknowledgementCode.FORWARDED)
                        .sentAt(Instant.parse("2012-10-10T10:00:05Z"))
                        .build()
                        .octets(),
                java.nio.charset.StandardCharsets.UTF_8);
        String other = text.replaceFirst("sha1:[0-9a-f]+", "sha224:" + "0".repeat(56));
        AcknowledgementMissive ack = (AcknowledgementMissive)
                STRICT.read(StreamDocuments.octets(other)).orElseThrow();
        assertThat(ack.answers(streamed).checksum()).isEqualTo(AcknowledgementMatch.Checksum.UNRECOGNISED);
    }

    @Test
    void knowsThatOfficialSchemasNeedTheWholeDocument() throws Exception {
        String schema = "<schema xmlns='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:x'/>";
        OfficialSchemas official = OfficialSchemas.of(name -> name.equals("sepamail_missive.xsd")
                ? Optional.of(new ByteArrayInputStream(StreamDocuments.octets(schema)))
                : Optional.empty());
        Missives reader = STRICT.withOfficialSchemas(official);
        assertThatThrownBy(() -> reader.readStreamed(InputStream.nullInputStream(), ContentSink.none()))
                .isInstanceOf(IllegalStateException.class);
    }
}
