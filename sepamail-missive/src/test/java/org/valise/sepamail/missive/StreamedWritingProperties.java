// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** A missive that is written to a stream has the octets of one that is built in memory, and is what was written. */
class StreamedWritingProperties {

    private static final Party SENDER = Party.of(Bic.of("TESTVERTXXX"));
    private static final Party RECEIVER = Party.of(Qxban.of("QX62TESTBLEUXXX2345678923456789234"));

    @Provide
    Arbitrary<String> pieces() {
        Arbitrary<String> piece = Arbitraries.of(
                "text",
                " \r\n\t",
                "h\u00E9llo \uD83D\uDE00",
                "&amp;&#x41;",
                "<![CDATA[<&]]]>",
                "<!-- comment -->",
                "<?p i?>",
                "<x/>",
                "<a xmlns='urn:a' b=\"'\"><c/></a>",
                "<p:x xmlns:p='urn:p'>\r</p:x>");
        return piece.list().ofMaxSize(6).map(list -> String.join("", list));
    }

    @Provide
    Arbitrary<String> elements() {
        Arbitrary<String> before = Arbitraries.of("", "\uFEFF", "<?xml version='1.0'?>\n", "<!-- b -->", " \n");
        Arbitrary<String> open = Arbitraries.of(
                "<SimpleTestRequest xmlns='" + StreamDocuments.NS + "'>@</SimpleTestRequest >",
                "<sem:SimpleTestRequest a='b' xmlns:sem='" + StreamDocuments.NS + "'>@</sem:SimpleTestRequest>",
                "<p:SimpleTestRequest xmlns:p='" + StreamDocuments.NS + "' xmlns:sem='urn:x'/>");
        Arbitrary<String> behind = Arbitraries.of("", "\r\n", "<!-- a -->");
        return Combinators.combine(before, open, pieces(), behind)
                .as((first, element, content, last) -> first + element.replace("@", content) + last);
    }

    @Property(tries = 1000)
    void writesTheOctetsThatAreBuilt(
            @ForAll("elements") String element,
            @ForAll @IntRange(min = 1, max = 50) int piece,
            @ForAll Priority priority,
            @ForAll("algorithms") String algorithm)
            throws Exception {
        byte[] octets = StreamDocuments.octets(element);
        MessageContent whole = MessageContent.ofXml("M", MessageType.SIMPLE_REQUEST, octets);
        MessageContent streamed =
                MessageContent.ofXml("M", MessageType.SIMPLE_REQUEST, () -> new Trickle(octets, piece));
        assertSame(builder(whole, priority, algorithm), builder(streamed, priority, algorithm));
    }

    @Property(tries = 500)
    void writesTheOctetsOfTypedBodies(
            @ForAll byte[] data,
            @ForAll @IntRange(min = 1, max = 50) int piece,
            @ForAll boolean request,
            @ForAll("algorithms") String algorithm)
            throws Exception {
        SimpleTest test = (request ? SimpleTest.request("T") : SimpleTest.report("T")).withText("words");
        MessageContent whole = MessageContent.of("M", test.withData(data));
        MessageContent streamed = MessageContent.of("M", test, () -> new Trickle(data, piece));
        assertSame(builder(whole, Priority.LOW, algorithm), builder(streamed, Priority.LOW, algorithm));
    }

    @Provide
    Arbitrary<String> algorithms() {
        return Arbitraries.of("", "sha1", "sha256", "sha512");
    }

    private static MissiveBuilder<NominalMissive> builder(MessageContent content, Priority priority, String algorithm) {
        MissiveBuilder<NominalMissive> builder = NominalMissive.builder(SchemaVersion.NORM_1206)
                .id("ID")
                .from(SENDER)
                .to(RECEIVER)
                .message(content.withRedirection(Redirection.toReference("<desk>"))
                        .withReference(new MessageReference("M-0", "answer")))
                .sentAt(Instant.parse("2012-10-10T10:00:00Z"))
                .priority(priority);
        return algorithm.isEmpty() ? builder : builder.withSenderChecksum(algorithm);
    }

    private static void assertSame(MissiveBuilder<NominalMissive> whole, MissiveBuilder<NominalMissive> streamed)
            throws IOException, MissiveFormatException {
        NominalMissive built = whole.build();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StreamedNominal written = (StreamedNominal) streamed.writeTo(out);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(new String(built.octets(), StandardCharsets.UTF_8));
        assertThat(streamed.build()).isEqualTo(built);
        assertThat(written.values()).isEqualTo(built.values());
        assertThat(written.message().values()).isEqualTo(built.message().values());
        assertThat(written.length()).isEqualTo(built.length());
        assertThat(written.message().offset()).isEqualTo(built.message().offset());
        assertThat(written.message().length()).isEqualTo(built.message().length());
        assertThat(written.message().checksum()).isEqualTo(built.message().checksum());
        assertThat(written.message().match(built.message().checksum()))
                .isEqualTo(built.message().match(built.message().checksum()));
        Missive read = Missives.strict().read(out.toByteArray()).orElseThrow();
        assertThat(read.values()).isEqualTo(built.values());
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        StreamedMissive ofWhole = whole.writeTo(copy);
        assertThat(copy.toByteArray()).isEqualTo(built.octets());
        assertThat(ofWhole.values()).isEqualTo(written.values());
        assertThat(ofWhole.streamedMessage().orElseThrow().checksum())
                .isEqualTo(built.message().checksum());
    }

    @Property(tries = 500)
    void putsContentsBetweenPiecesOfXml(@ForAll List<byte[]> contents, @ForAll @IntRange(min = 1, max = 9) int piece)
            throws IOException {
        XmlParts parts = XmlParts.of("<a>");
        StringBuilder expected = new StringBuilder("<a>");
        for (byte[] content : contents) {
            parts = parts.base64(() -> new ByteArrayInputStream(content)).xml("\u00E9|");
            expected.append(Base64.getEncoder().encodeToString(content)).append("\u00E9|");
        }
        for (int i = 0; i < 2; i++) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (var in = parts.open()) {
                byte[] some = new byte[piece];
                for (int count = in.read(some); count >= 0; count = in.read(some)) {
                    out.write(some, 0, count);
                }
                assertThat(in.read()).isEqualTo(-1);
            }
            assertThat(out.toByteArray()).isEqualTo(StreamDocuments.octets(expected.toString()));
        }
    }
}
