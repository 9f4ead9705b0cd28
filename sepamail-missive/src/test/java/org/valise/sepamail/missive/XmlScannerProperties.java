// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/** XML 1.0 and Namespaces in XML 1.0: the scanner and the JDK's parser, an array and a stream, any octets at all. */
class XmlScannerProperties {

    /** Characters that the generators write and that both editions of XML 1.0 treat alike in names. */
    private static final Set<Integer> SAFE = Set.of(0xE9, 0x4E2D, 0x6587, 0xB7, 0x301, 0x3A9);

    /** The JDK takes a blank in front of an equals sign for the one that must stand in front of the next name. */
    private static final Pattern MISSING_SPACE = Pattern.compile("^\ufeff?<\\?xml[^>]*[\"'](encoding|standalone)");

    private static final JdkScan JDK = new JdkScan();

    @Property(tries = 5000)
    void readsWellFormedDocumentsAsTheJdkDoes(@ForAll Random random) {
        byte[] document = XmlDocuments.wellFormed(random, true);
        Scan scan = Scan.ofArray(document);
        assertThat(scan.problem()).describedAs(text(document)).isEmpty();
        assertThat(Optional.of(scan.events())).describedAs(text(document)).isEqualTo(JDK.events(document));
    }

    /** Left out: other encodings than UTF-8, XML 1.1, and characters whose place in names the fifth edition changed. */
    @Property(tries = 20_000)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void refusesWhatTheJdkRefuses(@ForAll Random random) {
        compare(XmlDocuments.spoiled(random));
    }

    @Property(tries = 20_000)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void refusesTokensInPlacesWhereTheJdkDoes(@ForAll Random random) {
        compare(XmlDocuments.inContext(random));
    }

    private static void compare(byte[] document) {
        Scan scan = Scan.ofArray(document);
        Assume.that(!hasCode(scan, Problem.Code.UNSUPPORTED_ENCODING)
                && hasSafeCharactersOnly(document)
                && !MISSING_SPACE.matcher(text(document)).find());
        Optional<List<String>> expected = JDK.events(document);
        Statistics.collect(expected.isPresent());
        Statistics.coverage(c -> c.check(true).percentage(p -> p > 3));
        assertThat(scan.isAccepted() ? Optional.of(scan.events()) : Optional.empty())
                .describedAs("%s: %s", text(document), scan.problem())
                .isEqualTo(expected);
    }

    private static boolean hasCode(Scan scan, Problem.Code code) {
        return scan.problem().isPresent() && scan.problem().get().code() == code;
    }

    /** What is no UTF-8 counts as safe: both parsers must refuse it. */
    private static boolean hasSafeCharactersOnly(byte[] document) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(document))
                    .toString();
            return text.codePoints()
                    .skip(text.startsWith("\ufeff") ? 1 : 0)
                    .allMatch(c -> c < 0x80 || c == 0xFFFE || c == 0xFFFF || SAFE.contains(c));
        } catch (CharacterCodingException e) {
            return true;
        }
    }

    @Property(tries = 5000)
    void readsAStreamAsItReadsAnArray(
            @ForAll Random random,
            @ForAll @IntRange(min = 1, max = 70) int largest,
            @ForAll @IntRange(min = 1, max = 64) int first)
            throws IOException {
        byte[] document = random.nextBoolean() ? XmlDocuments.wellFormed(random, true) : XmlDocuments.spoiled(random);
        Scan array = Scan.ofArray(document);
        Scan stream = Scan.ofStream(new ChunkedStream(document, random, largest), first, MissiveLimits.defaults());
        assertThat(stream).describedAs(text(document)).isEqualTo(array);
    }

    /** The limits hold at the same places, whether the octets beyond them are at hand or not. */
    @Property(tries = 5000)
    void holdsTheSameLimitsOverAStreamAndAnArray(
            @ForAll Random random,
            @ForAll @IntRange(min = 1, max = 70) int largest,
            @ForAll @IntRange(min = 1, max = 40) int most)
            throws IOException {
        byte[] document = random.nextBoolean() ? XmlDocuments.wellFormed(random, true) : XmlDocuments.spoiled(random);
        MissiveLimits limits =
                MissiveLimits.defaults().withValueOctets(most).withDepth(3).withAttributes(most);
        Scan array = Scan.ofArray(document, limits);
        Scan stream = Scan.ofStream(new ChunkedStream(document, random, largest), 1, limits);
        assertThat(stream).describedAs(text(document)).isEqualTo(array);
    }

    /** Each event begins where the one before ended, but for the marks of CDATA and what is outside the root. */
    @Property(tries = 2000)
    void countsLinesAndColumnsAsReadingTheTextDoes(@ForAll Random random) throws IOException {
        byte[] document = XmlDocuments.wellFormed(random, true);
        XmlScanner scanner = new XmlScanner(document, MissiveLimits.defaults());
        while (scanner.next() != XmlScanner.Event.END_OF_DOCUMENT) {
            int start = (int) scanner.start();
            String before = new String(document, 0, start, StandardCharsets.UTF_8);
            String[] lines = before.split("\r\n?|\n", -1);
            Span span = scanner.window().span(start, 1);
            // Between a CR and its LF a line has ended for whoever has not seen the LF yet.
            assertThat(span.line()).isEqualTo(lines.length);
            assertThat(span.column())
                    .isEqualTo(lines[lines.length - 1].codePointCount(0, lines[lines.length - 1].length()) + 1L);
        }
    }

    @Property(tries = 2000)
    void copiesThePartOfAStreamThatIsAskedFor(
            @ForAll Random random,
            @ForAll @IntRange(min = 1, max = 70) int largest,
            @ForAll @IntRange(min = 1, max = 64) int first)
            throws IOException {
        byte[] document = XmlDocuments.wellFormed(random, true);
        MissiveLimits limits = MissiveLimits.defaults();
        XmlScanner scanner =
                new XmlScanner(new Window(new ChunkedStream(document, random, largest), limits, first), limits);
        while (scanner.next() != XmlScanner.Event.START) {
            // to the root
        }
        long from = scanner.start();
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        scanner.window().startCopy(from, copy);
        while (scanner.next() != XmlScanner.Event.END || scanner.depth() > 1) {
            // to its end
        }
        long to = scanner.end();
        scanner.window().endCopy(to);
        while (scanner.next() != XmlScanner.Event.END_OF_DOCUMENT) {
            // to the end of all
        }
        assertThat(copy.toByteArray()).isEqualTo(java.util.Arrays.copyOfRange(document, (int) from, (int) to));
    }

    @Property(tries = 2000)
    void passesTheFailureOfAStreamOn(@ForAll Random random, @ForAll @IntRange(min = 1, max = 70) int largest) {
        byte[] document = XmlDocuments.wellFormed(random, true);
        int breaksAt = random.nextInt(document.length);
        ChunkedStream stream = new ChunkedStream(document, random, largest, breaksAt);
        assertThat(catchIo(() -> Scan.ofStream(stream, 8, MissiveLimits.defaults())))
                .hasMessage("The connection broke");
    }

    private interface Action {
        void run() throws IOException;
    }

    private static IOException catchIo(Action action) {
        try {
            action.run();
            throw new AssertionError("no IOException");
        } catch (IOException e) {
            return e;
        }
    }

    /** Whatever else is thrown fails the property. */
    @Property(tries = 5000)
    void endsWellOnAnyOctets(@ForAll @Size(max = 200) byte[] document, @ForAll Random random) throws IOException {
        assertThat(Scan.ofStream(new ChunkedStream(document, random, 9), 1, MissiveLimits.defaults()))
                .isEqualTo(Scan.ofArray(document));
    }

    @Property(tries = 5000)
    void endsWellOnTokensInDisorder(@ForAll Random random) throws IOException {
        byte[] document = XmlDocuments.soup(random);
        assertThat(Scan.ofStream(new ChunkedStream(document, random, 9), 1, MissiveLimits.defaults()))
                .isEqualTo(Scan.ofArray(document));
    }

    /** Ten to a hundred times what a linear scan takes; what is quadratic takes ten thousand times that. */
    @Property(tries = 200)
    void takesTimeInProportionToTheLength(@ForAll Random random) throws IOException {
        byte[] piece = random.nextBoolean() ? XmlDocuments.soup(random) : XmlDocuments.spoiled(random);
        ByteArrayOutputStream document = new ByteArrayOutputStream();
        document.writeBytes("<a>".getBytes(StandardCharsets.UTF_8));
        while (document.size() < 1 << 20) {
            document.write(' ');
            document.writeBytes(piece);
        }
        byte[] octets = document.toByteArray();
        assertThat(Meter.nanos(() -> Scan.problem(() -> new XmlScanner(octets, MissiveLimits.defaults()))))
                .describedAs(text(piece))
                .isLessThan(1_000_000_000L);
    }

    private static String text(byte[] document) {
        return new String(document, StandardCharsets.UTF_8).replace("\r", "\\r").replace("\0", "\\0");
    }
}
