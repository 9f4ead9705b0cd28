// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Contents of a message body are decoded from base64 while the missive goes by. */
class ContentSinkTest {

    /** What was written, and how often it was closed. */
    private static final class Taken extends ByteArrayOutputStream {

        private int closed;

        @Override
        public void close() {
            closed++;
        }
    }

    private final List<String> asked = new ArrayList<>();
    private final List<Taken> taken = new ArrayList<>();

    private Optional<OutputStream> take(BodyPath path, String... names) {
        asked.add(path.toString());
        if (!path.endsWith(names)) {
            return Optional.empty();
        }
        taken.add(new Taken());
        return Optional.of(taken.get(taken.size() - 1));
    }

    private StreamedReading read(String body, int piece, String... names) throws IOException {
        byte[] octets = StreamDocuments.octets(StreamDocuments.nominal("", body));
        return Missives.strict().readStreamed(new Trickle(octets, piece), path -> take(path, names));
    }

    @Test
    void decodesWhatItIsAskedFor() throws Exception {
        String text = " QU\r\n<![CDATA[JD]]>&#82;<!-- not this -->A\t=&#x3D; ";
        for (int piece : new int[] {1, 5, 1000}) {
            assertThat(read(StreamDocuments.test(text), piece, "SimpleTestRequest", "Data")
                            .problems())
                    .isEmpty();
        }
        assertThat(taken).hasSize(3).allSatisfy(content -> {
            assertThat(content.toString(StandardCharsets.US_ASCII)).isEqualTo("ABCD");
            assertThat(content.closed).isEqualTo(1);
        });
    }

    @Test
    void asksForEachElementByItsPath() throws Exception {
        String body =
                "<sem:SimpleTestRequest xmlns:o=\"urn:o\"><o:A><B/><o:A>x</o:A></o:A><o:C/></sem:SimpleTestRequest>";
        assertThat(read(body, 3, "nothing").problems()).isEmpty();
        assertThat(asked)
                .containsExactly(
                        "SimpleTestRequest",
                        "SimpleTestRequest/A",
                        "SimpleTestRequest/A/B",
                        "SimpleTestRequest/A/A",
                        "SimpleTestRequest/C");
    }

    @Test
    void knowsNamespacesAndParents() throws Exception {
        List<BodyPath> paths = new ArrayList<>();
        byte[] octets = StreamDocuments.octets(
                StreamDocuments.nominal("", "<sem:SimpleTestRequest><A/></sem:SimpleTestRequest>"));
        Missives.strict().readStreamed(new Trickle(octets, 9), path -> {
            paths.add(path);
            return Optional.empty();
        });
        BodyPath inner = paths.get(1);
        assertThat(inner.localName()).isEqualTo("A");
        assertThat(inner.namespace()).isEmpty();
        assertThat(inner.parent()).contains(paths.get(0));
        assertThat(paths.get(0).namespace()).isEqualTo(StreamDocuments.NS);
        assertThat(paths.get(0).parent()).isEmpty();
        assertThat(inner.endsWith("SimpleTestRequest", "A")).isTrue();
        assertThat(inner.endsWith("A")).isTrue();
        assertThat(inner.endsWith("B")).isFalse();
        assertThat(inner.endsWith("X", "SimpleTestRequest", "A")).isFalse();
        assertThat(inner).isNotEqualTo(paths.get(0)).hasSameHashCodeAs(new BodyPath(paths.get(0), "", "A"));
    }

    /** The body element itself may be what is asked for. */
    @Test
    void takesTheContentOfTheBodyElement() throws Exception {
        assertThat(read("<sem:SimpleTestRequest>QUJD</sem:SimpleTestRequest>", 4, "SimpleTestRequest")
                        .problems())
                .isEmpty();
        StreamedReading cut = read("<sem:SimpleTestRequest>QUJDQ</sem:SimpleTestRequest>", 4, "SimpleTestRequest");
        assertThat(cut.problems()).extracting(Problem::code).containsExactly(Problem.Code.BAD_VALUE);
        assertThat(taken.get(0).toString(StandardCharsets.US_ASCII)).isEqualTo("ABC");
        assertThat(taken)
                .hasSize(2)
                .allSatisfy(content -> assertThat(content.closed).isEqualTo(1));
    }

    @Test
    void takesSeveralContents() throws Exception {
        String body = "<sem:SimpleTestRequest><D>QQ==</D><D/><X><D>QUI=</D></X></sem:SimpleTestRequest>";
        assertThat(read(body, 3, "D").problems()).isEmpty();
        assertThat(taken)
                .extracting(content -> content.toString(StandardCharsets.US_ASCII))
                .containsExactly("A", "", "AB");
        assertThat(asked)
                .containsExactly(
                        "SimpleTestRequest",
                        "SimpleTestRequest/D",
                        "SimpleTestRequest/D",
                        "SimpleTestRequest/X",
                        "SimpleTestRequest/X/D");
    }

    @Test
    void decodesWhatIsLongerThanAllBuffers() throws Exception {
        byte[] content = new byte[300_001];
        new java.util.Random(7).nextBytes(content);
        String inLines = Base64.getMimeEncoder().encodeToString(content);
        assertThat(read(StreamDocuments.test(inLines), 8000, "Data").problems()).isEmpty();
        assertThat(taken.get(0).toByteArray()).isEqualTo(content);
    }

    @Test
    void placesWhatIsNotBase64() throws Exception {
        assertRefused("QU\nJ*", "BAD_VALUE", "*", 1);
        assertRefused("QU\u00E9D", "BAD_VALUE", "\u00E9", 1);
        assertRefused("QU&amp;D", "BAD_VALUE", "&amp;", 5);
        assertRefused("QUJD=", "BAD_VALUE", "=", 1);
        assertRefused("QUI=QQ==", "BAD_VALUE", "QQ==", 1);
        assertRefused("QQ=A", "BAD_VALUE", "A</sem:Data", 1);
        assertRefused("Q===", "BAD_VALUE", "===<", 1);
        assertRefused("QUJDR", "BAD_VALUE", "</sem:Data", 0);
        assertRefused("QUI", "BAD_VALUE", "</sem:Data", 0);
        assertRefused("QQ=", "BAD_VALUE", "</sem:Data", 0);
        assertRefused("QUJD<x a='1'>QUJD</x><y/>", "UNEXPECTED_ELEMENT", "<x a", 9);
    }

    private void assertRefused(String data, String code, String place, int length) throws IOException {
        String document = StreamDocuments.nominal("", StreamDocuments.test(data));
        int at = document.indexOf(place, document.indexOf("<sem:Data>") + 10);
        for (int piece : new int[] {10, 100_000}) {
            assertRefused(read(StreamDocuments.test(data), piece, "Data"), code, document.substring(0, at), length);
        }
    }

    private void assertRefused(StreamedReading reading, String code, String before, int length) {
        assertThat(reading).isInstanceOf(StreamedReading.Refused.class);
        assertThat(reading.problems()).hasSize(1);
        Problem problem = reading.problems().get(0);
        assertThat(problem.code().name()).isEqualTo(code);
        Span span = problem.span().orElseThrow();
        assertThat(span.offset()).isEqualTo(StreamDocuments.octets(before).length);
        assertThat(span.length()).isEqualTo(length);
        assertThat(taken.get(taken.size() - 1).closed).isEqualTo(1);
    }

    @Test
    void leavesAloneWhatItIsNotAskedFor() throws Exception {
        assertThat(read(StreamDocuments.test("not base64"), 10, "nothing").problems())
                .isEmpty();
    }

    @Test
    void closesWhatItOpenedWhenTheDocumentBreaksOff() throws Exception {
        String document = StreamDocuments.nominal("", StreamDocuments.test("QUJD@"));
        String cut = document.substring(0, document.lastIndexOf('@'));
        StreamedReading reading = Missives.strict()
                .readStreamed(new Trickle(StreamDocuments.octets(cut), 10), path -> take(path, "Data"));
        assertThat(reading.problems()).extracting(Problem::code).containsExactly(Problem.Code.NOT_WELL_FORMED);
        assertThat(taken.get(0).closed).isEqualTo(1);
    }

    @Test
    void closesWhatItOpenedWhenTheStreamBreaks() {
        byte[] octets = StreamDocuments.octets(StreamDocuments.nominal("", StreamDocuments.test("QUJD".repeat(99))));
        Trickle broken = new Trickle(octets, 10, octets.length - 200);
        assertThatThrownBy(() -> Missives.strict().readStreamed(broken, path -> take(path, "Data")))
                .hasMessage("broken");
        assertThat(taken.get(0).closed).isEqualTo(1);
    }

    @Test
    void passesOnWhatTheSinkThrows() {
        byte[] octets = StreamDocuments.octets(StreamDocuments.nominal("", StreamDocuments.test("QUJD")));
        assertThatThrownBy(() -> Missives.strict().readStreamed(new Trickle(octets, 10), path -> {
                    throw new IOException("disk full");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("disk full");
    }

    @Test
    void takesTheFirstMessageOnly() throws Exception {
        String body = StreamDocuments.test("QUJD");
        String document = StreamDocuments.nominal("", body);
        String second = "<sem:MsvBdy>" + StreamDocuments.message(body) + "</sem:MsvBdy></sem:sepamail_missive_001>";
        byte[] octets = StreamDocuments.octets(document.replace("</sem:sepamail_missive_001>", second));
        StreamedReading reading = Missives.strict().readStreamed(new Trickle(octets, 10), path -> take(path, "Data"));
        assertThat(reading.problems()).extracting(Problem::code).containsExactly(Problem.Code.UNEXPECTED_ELEMENT);
        assertThat(taken).hasSize(1);
    }
}
