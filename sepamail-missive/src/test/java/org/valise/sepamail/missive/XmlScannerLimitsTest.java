// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MissiveLimits: what is too much is refused by its code, at once, and without being kept. */
class XmlScannerLimitsTest {

    private static final MissiveLimits LIMITS = MissiveLimits.defaults();
    private static final int KIBI = 1024;
    private static final long TEN_MIBI = 10L * KIBI * KIBI;

    /** Far more than what is linear takes on any machine, far less than what is quadratic takes. */
    private static final long LONG_NANOS = 3_000_000_000L;

    /** Scans an array and a stream of the same octets, which must end alike; the code of the problem, if there is one. */
    private static Optional<Problem.Code> scan(String document, MissiveLimits limits) throws IOException {
        byte[] octets = document.getBytes(StandardCharsets.UTF_8);
        Optional<Problem> array = Scan.problem(() -> new XmlScanner(octets, limits));
        assertThat(Scan.problem(() -> new XmlScanner(new ByteArrayInputStream(octets), limits)))
                .isEqualTo(array);
        return array.map(Problem::code);
    }

    private static Optional<Problem.Code> scan(String document) throws IOException {
        return scan(document, LIMITS);
    }

    private static String nested(int levels) {
        return "<a>".repeat(levels) + "</a>".repeat(levels);
    }

    @Test
    void readsAHundredLevelsAndNoMore() throws IOException {
        assertThat(scan(nested(100))).isEmpty();
        assertThat(scan(nested(101))).contains(Problem.Code.TOO_DEEP);
        assertThat(scan("<r>" + nested(99).repeat(3) + "</r>")).isEmpty();
        assertThat(scan(nested(10_000), LIMITS.withDepth(10_000))).isEmpty();
    }

    @Test
    void refusesAMillionLevelsAtTheHundredAndFirst() throws IOException {
        assertThat(Scan.ofArray(nested(1_000_000).getBytes(StandardCharsets.UTF_8))
                        .problem())
                .contains(Problem.of(Problem.Code.TOO_DEEP, "Elements are nested deeper than 100 levels.")
                        .at(new Span(1, 301, 300, 1)));
        EndlessStream stream = EndlessStream.of("", "<a>");
        assertThat(problem(stream)).contains(Problem.Code.TOO_DEEP);
        assertThat(stream.given()).isLessThan(64 * KIBI);
    }

    private static Optional<Problem.Code> problem(InputStream stream) throws IOException {
        return Scan.problem(() -> new XmlScanner(stream, LIMITS)).map(Problem::code);
    }

    private static String attributes(int count) {
        StringBuilder attributes = new StringBuilder();
        for (int i = 0; i < count; i++) {
            attributes.append(" a").append(i).append("=''");
        }
        return attributes.toString();
    }

    /** Declarations count as well, and all elements together. */
    @Test
    void readsTenThousandAttributesAndNoMore() throws IOException {
        String element = "<b" + attributes(999) + " xmlns='u'/>";
        assertThat(scan("<a>" + element.repeat(10) + "</a>")).isEmpty();
        assertThat(scan("<a>" + element.repeat(10) + "<b c=''/></a>")).contains(Problem.Code.TOO_MANY_ATTRIBUTES);
    }

    @Test
    void takesNoQuadraticTimeForTheAttributesOfOneElement() throws IOException {
        MissiveLimits wide = LIMITS.withValueOctets(16 * KIBI * KIBI).withAttributes(1_000_000);
        String document = "<a" + attributes(200_000) + "/>";
        assertThat(nanos(document, wide)).isLessThan(LONG_NANOS);
        assertThat(scan(document.replace("/>", " a7=''/>"), wide)).contains(Problem.Code.NOT_WELL_FORMED);
    }

    private static long nanos(String document, MissiveLimits limits) throws IOException {
        byte[] octets = document.getBytes(StandardCharsets.UTF_8);
        return Meter.nanos(() ->
                assertThat(Scan.problem(() -> new XmlScanner(octets, limits))).isEmpty());
    }

    /** 9,000 declarations in force for half a million elements. */
    @Test
    void takesNoQuadraticTimeForElementsUnderManyDeclarations() throws IOException {
        StringBuilder document = new StringBuilder();
        for (int level = 0; level < 3; level++) {
            document.append("<a");
            for (int i = 0; i < 3000; i++) {
                document.append(" xmlns:p").append(level).append('_').append(i).append("='u'");
            }
            document.append('>');
        }
        document.append("<x/><p0_0:y/>".repeat(250_000)).append("</a></a></a>");
        assertThat(nanos(document.toString(), LIMITS)).isLessThan(LONG_NANOS);
    }

    /** Names with the same hash: {@code Aa} and {@code BB} are the smallest. */
    @Test
    void takesNoQuadraticTimeForNamesThatWereChosenForTheirHash() throws IOException {
        StringBuilder declarations = new StringBuilder("<a");
        for (int i = 0; i < 1 << 11; i++) {
            declarations.append(" xmlns:");
            for (int bit = 0; bit < 11; bit++) {
                declarations.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            declarations.append("='u'");
        }
        String document = declarations + ">" + "<AaAaAaAaAaAaAaAaAaAaAa:x/>".repeat(200_000) + "</a>";
        assertThat(nanos(document, LIMITS.withValueOctets(KIBI * KIBI))).isLessThan(LONG_NANOS);
    }

    /** The namespace of 60,000 octets is not taken into the hand for each of 5,000 attributes. */
    @Test
    void keepsALongNamespaceOnce() throws IOException {
        String attributes = attributes(5000).replace(" a", " p:a");
        byte[] document = ("<p:a xmlns:p='" + "u".repeat(60_000) + "'><b" + attributes + "/></p:a>")
                .getBytes(StandardCharsets.UTF_8);
        assertThat(Meter.octets(() -> Scan.problem(() -> new XmlScanner(document, LIMITS))))
                .isLessThan(8L * KIBI * KIBI);
    }

    /** {@code %} stands for as many letters as make the part 64 KiB long, and for one more. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "|<%/>|",
                "<%>|</%>|",
                "|<a %=''/>|",
                "|<a b='%'/>|",
                "|<p:a xmlns:p='%'/>|",
                "|<!--%-->|<a/>",
                "<a/>|<!--%-->|",
                "|<?%?>|<a/>",
                "|<?p %?>|<a/>"
            })
    void readsTagsCommentsAndInstructionsOf64KibiAndNoMore(String marked) throws IOException {
        int from = marked.indexOf('|');
        int letters = 64 * KIBI - (marked.lastIndexOf('|') - from - 2);
        String document = marked.replace("|", "");
        assertThat(scan(document.replace("%", "x".repeat(letters)))).isEmpty();
        assertThat(scan(document.replace("%", "x".repeat(letters + 1)))).contains(Problem.Code.VALUE_TOO_LONG);
    }

    @Test
    void readsTagsOf64KibiOfBlanksAndNoMore() throws IOException {
        String blanks = " \n".repeat(32 * KIBI - 2);
        assertThat(scan("<a" + blanks + " ></a>")).isEmpty();
        assertThat(scan("<a" + blanks + "  ></a>")).contains(Problem.Code.VALUE_TOO_LONG);
        assertThat(scan("<a></a" + blanks + ">")).isEmpty();
        assertThat(scan("<a></a" + blanks + "  >")).contains(Problem.Code.VALUE_TOO_LONG);
        assertThat(scan("<?xml version='1.0'" + blanks + "?><a/>")).contains(Problem.Code.VALUE_TOO_LONG);
    }

    /** What comes first is told first, however much follows. */
    @Test
    void namesWhatIsWrongInALongTagIfThatComesFirst() throws IOException {
        assertThat(scan("<a b=c " + "x".repeat(100_000) + "/>")).contains(Problem.Code.NOT_WELL_FORMED);
        assertThat(scan("<a b' " + "x".repeat(100_000) + "/>")).contains(Problem.Code.NOT_WELL_FORMED);
        assertThat(scan("<a b='" + "\u00e9".repeat(50_000) + "\u0001'/>")).contains(Problem.Code.VALUE_TOO_LONG);
        assertThat(scan("<" + "\u00e9".repeat(50_000) + "/>")).contains(Problem.Code.VALUE_TOO_LONG);
        assertThat(scan("<x" + "\u00e9".repeat(50_000) + "/>")).contains(Problem.Code.VALUE_TOO_LONG);
    }

    @Test
    void readsReferencesOf64KibiAndNoMore() throws IOException {
        String zeros = "0".repeat(64 * KIBI - 5);
        assertThat(scan("<a>&#" + zeros + "65;</a>")).isEmpty();
        assertThat(scan("<a>&#00" + zeros + "65;</a>")).contains(Problem.Code.VALUE_TOO_LONG);
        assertThat(scan("<a>&" + "a".repeat(100_000) + ";</a>")).contains(Problem.Code.VALUE_TOO_LONG);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "&amp;",
                "&#x26;",
                "]",
                "]]",
                "]] ",
                "\r",
                "\r\n",
                "\n\t",
                "\u00e9",
                "\ud83d\ude00",
                "<!---->",
                "<?p?>",
                "<![CDATA[]]>",
                "<![CDATA[]]]]>",
                "<b/>",
                "<b></b>",
                "<b>\r</b>",
                "<p:b/>",
                "<!-- - - - -->",
                "<?p ? ? ? ?>",
                ">"
            })
    void readsTenMibiOfAnythingInTimeInProportion(String piece) throws IOException {
        String begin = "<a xmlns:p='u'>";
        int count = (int) (TEN_MIBI - begin.length() - "</a>".length()) / piece.getBytes(StandardCharsets.UTF_8).length;
        assertThat(nanos(begin + piece.repeat(count) + "</a>", LIMITS)).isLessThan(LONG_NANOS);
    }

    /** {@code %} stands for 60,000 letters or digits. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "]",
                "\r\n",
                "\u00e9",
                "&amp;",
                "<b/>",
                "<![CDATA[x]]>",
                "<b c='%'/>",
                "<b%/>",
                "<b></b%>",
                "<!--%-->",
                "<?p %?>",
                "&#%65;"
            })
    void readsAStreamThatGivesOneOctetAtATimeInTimeInProportion(String piece) throws IOException {
        String filled =
                piece.replace("<b></b%>", "<b></b" + " ".repeat(60_000) + ">").replace("%", "0".repeat(60_000));
        byte[] octets =
                ("<a>" + filled.repeat(KIBI * KIBI / filled.length()) + "</a>").getBytes(StandardCharsets.UTF_8);
        InputStream stream = new ChunkedStream(octets, new Random(1), 1);
        assertThat(Meter.nanos(() -> assertThat(problem(stream)).isEmpty())).isLessThan(LONG_NANOS);
    }

    @Test
    void readsTenMibiAndNoOctetMore() throws IOException {
        String filled = "<a>" + "x".repeat((int) TEN_MIBI - 7) + "</a>";
        assertThat(scan(filled)).isEmpty();
        assertThat(scan(filled + " ")).contains(Problem.Code.TOO_LONG);
        assertThat(scan("<a/>", LIMITS.withOctets(4))).isEmpty();
        assertThat(scan("<a/>", LIMITS.withOctets(3))).contains(Problem.Code.TOO_LONG);
    }

    /** What never ends is read up to the limit that it meets, and nothing of it is kept beyond the window. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "<a>            | x                  | TOO_LONG",
                "<a>            | ]                  | TOO_LONG",
                "<a>            | ~\r~               | TOO_LONG",
                "<a>            | &amp;              | TOO_LONG",
                "<a><![CDATA[   | x                  | TOO_LONG",
                "<a><![CDATA[   | ]                  | TOO_LONG",
                "<a>            | <b/>               | TOO_LONG",
                "<a>            | <!-- x -->         | TOO_LONG",
                "<a>            | ~<?p ?>~           | TOO_LONG",
                "<a/>           | ~ ~                | TOO_LONG",
                "~ ~            | ~\n~               | TOO_LONG",
                "<a/>           | <!--x-->           | TOO_LONG",
                "<              | x                  | VALUE_TOO_LONG",
                "<a             | ~ ~                | VALUE_TOO_LONG",
                "~<a b=\"~      | x                  | VALUE_TOO_LONG",
                "~<a b=\"~      | &amp;              | VALUE_TOO_LONG",
                "~<a b=\"~      | >                  | VALUE_TOO_LONG",
                "<a></a         | ~ ~                | VALUE_TOO_LONG",
                "<a></          | a                  | VALUE_TOO_LONG",
                "<a>&#          | 0                  | VALUE_TOO_LONG",
                "<a>&           | a                  | VALUE_TOO_LONG",
                "<!--           | x                  | VALUE_TOO_LONG",
                "<!--           | ~- ~               | VALUE_TOO_LONG",
                "<?             | p                  | VALUE_TOO_LONG",
                "<?p            | ?                  | VALUE_TOO_LONG",
                "<?xml          | ~ ~                | VALUE_TOO_LONG",
                "<a>            | <b>                | TOO_DEEP"
            })
    void stopsReadingWhatNeverEnds(String begin, String middle, Problem.Code code) throws IOException {
        EndlessStream stream = EndlessStream.of(begin, middle);
        Optional<Problem> problem = Scan.problem(() -> new XmlScanner(stream, LIMITS));
        assertThat(problem.map(Problem::code)).contains(code);
        long most = code == Problem.Code.TOO_LONG ? TEN_MIBI : 64 * KIBI;
        assertThat(stream.given()).isBetween(code == Problem.Code.TOO_DEEP ? 100 : most, most + 128 * KIBI);
        EndlessStream again = EndlessStream.of(begin, middle);
        assertThat(Meter.octets(() -> Scan.problem(() -> new XmlScanner(again, LIMITS))))
                .isLessThan(KIBI * KIBI);
    }

    /** Places are counted in 64 bits: the tag behind 2 GiB of text is found where it is. */
    @Test
    void countsOctetsBeyondTwoGibi() throws IOException {
        long length = (2L << 30) + 100_000;
        MissiveLimits huge = LIMITS.withOctets(Long.MAX_VALUE);
        InputStream stream = EndlessStream.of("<a>\n", "x", length, "</b>");
        assertThat(Scan.problem(() -> new XmlScanner(stream, huge)))
                .hasValueSatisfying(
                        problem -> assertThat(problem.span()).contains(new Span(2, length - 4 - 4 + 1, length - 4, 3)));
    }

    /** A stream is asked for no more than the next event needs: whoever answers a peer may not have to wait for him. */
    @Test
    void doesNotWaitForOctetsItDoesNotNeed() throws IOException {
        for (String begin : new String[] {"<a>", "<a b='c'>", "<a><b/>", "<a>x", "<a>x<b>"}) {
            byte[] octets = begin.getBytes(StandardCharsets.UTF_8);
            ChunkedStream stream = new ChunkedStream(octets, new Random(1), 3, octets.length);
            XmlScanner scanner = new XmlScanner(stream, LIMITS);
            int starts = 0;
            long end = 0;
            while (end < octets.length) {
                starts += scanner.next() == XmlScanner.Event.START ? 1 : 0;
                end = scanner.end();
            }
            assertThat(starts).isEqualTo(begin.replaceAll("[^<]", "").length());
        }
    }
}
