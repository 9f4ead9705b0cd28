// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream gives pieces of any length, and a text is looked at eight octets at a time: nobody may notice. */
class XmlScannerPiecesTest {

    private static final MissiveLimits LIMITS = MissiveLimits.defaults();

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<?xml version='1.0' encoding='UTF-8'?><a/>",
                "\ufeff<?xml version='1.0' encoding='UTF-8'?><a/>",
                "\ufeff<a/>",
                "<a/>",
                " <?p q?><!-- c - c --> <a b='x>y' c=\"it's >\">t</a ><!--d-->\n<?e?>",
                "<a>text ]] ] ]>\r\n\r\u00e9\u20ac\ud83d\udce8&lt;&#x1F4E8;&amp;</a>",
                "<a>before<!-- a long comment --> between <?target a long instruction?>behind</a>",
                "<a><![CDATA[]]><![CDATA[<x>&]] ]>\r\n\u20ac]]]><b/>\n<c> </c></a>",
                "<p:a xmlns:p='urn:\u00e9'><p:\u00e9 p:b='&quot;'/></p:a>",
                "<a>]]></a>",
                "<a>12345]]></a>",
                "<a>\u0001</a>",
                "<a><!-- -- --></a>",
                "<a>&undeclared;</a>",
                "<a><![CDATA[ ]]",
                "<a>text",
                "<a b='x>",
                "<a><!-- ",
                "<a>&lt"
            })
    void theLengthOfPiecesDoesNotMatter(String document) throws IOException {
        byte[] octets = utf8(document);
        Scan whole = Scan.ofArray(octets);
        for (int piece = 1; piece <= 24; piece++) {
            for (int buffer : new int[] {16, 1024}) {
                assertThat(Scan.ofStream(new Trickle(octets, piece), buffer, LIMITS))
                        .describedAs("%d octets at a time", piece)
                        .isEqualTo(whole);
            }
        }
    }

    /** Each character of ASCII at each place of eight, between others. */
    @ParameterizedTest
    @ValueSource(strings = {" ", "a", "~", "=", ";", "%", "'", "\\", "^", "\u007f", "!"})
    void eightOctetsAtATimeAreEachLookedAt(String around) throws IOException {
        for (char c = 0; c < 0x80; c++) {
            for (int before = 0; before < 8; before++) {
                String text = around.repeat(before) + c + around.repeat(16 - before);
                XmlScanner scanner = new XmlScanner(utf8("<a>" + text + "</a>"), LIMITS);
                scanner.next();
                assertThat(value(scanner)).isEqualTo(expected(text, c));
            }
        }
    }

    /** XML 1.0, 2.2, 2.4 and 2.11: what a text of one element reads as; null if it must be refused. */
    private static String expected(String text, char c) {
        boolean refused = c == '<' || c == '&' || c < 0x20 && c != '\t' && c != '\n' && c != '\r';
        return refused ? null : text.replace('\r', '\n');
    }

    private static String value(XmlScanner scanner) throws IOException {
        StringBuilder text = new StringBuilder();
        try {
            while (scanner.next() == XmlScanner.Event.TEXT) {
                text.append(scanner.text().value());
            }
            return text.toString();
        } catch (ScanFailure refused) {
            return null;
        }
    }

    /** Few prefixes are looked through, of many there is a table: what an element hides is back behind it in both. */
    @ParameterizedTest
    @ValueSource(ints = {1, 15, 16, 17, 40})
    void aPrefixMeansWhatItMeantAgainBehindAnElement(int count) throws IOException {
        StringBuilder document = new StringBuilder("<a");
        for (int i = 0; i < count; i++) {
            document.append(" xmlns:p").append(i).append("='urn:").append(i).append('\'');
        }
        document.append("><b xmlns:p0='urn:x' xmlns:xml='http://www.w3.org/XML/1998/namespace' xmlns='urn:d'>");
        document.append("<p0:c xmlns:p0='urn:y' xmlns=''/><p0:d/><e/></b><p0:f/><g xml:lang='fr'/></a>");
        XmlScanner scanner = new XmlScanner(utf8(document.toString()), LIMITS);
        StringBuilder found = new StringBuilder();
        XmlScanner.Event event;
        while ((event = scanner.next()) != XmlScanner.Event.END_OF_DOCUMENT) {
            if (event == XmlScanner.Event.START) {
                found.append(scanner.tag().localName())
                        .append('=')
                        .append(scanner.tag().namespace())
                        .append(' ');
            }
        }
        assertThat(found).hasToString("a= b=urn:d c=urn:y d=urn:x e=urn:d f=urn:0 g= ");
    }

    /** Of white space in front of a tag, nothing counts as part of the element that ended before. */
    @Test
    void anEmptyElementEndsWhereItsTagDoes() throws IOException {
        XmlScanner scanner = new XmlScanner(utf8("<a><b/>  <c/></a>"), LIMITS);
        scanner.next();
        assertThat(scanner.nextBehindSpace()).isEqualTo(XmlScanner.Event.START);
        assertThat(scanner.nextBehindSpace()).isEqualTo(XmlScanner.Event.END);
        assertThat(scanner.end()).isEqualTo("<a><b/>".length());
        assertThat(scanner.nextBehindSpace()).isEqualTo(XmlScanner.Event.START);
        assertThat(scanner.start()).isEqualTo("<a><b/>  ".length());
    }

    /** A text keeps the white space in front of it, and a CDATA section what stands in it. */
    @Test
    void whiteSpaceIsPassedOverInFrontOfTagsOnly() throws IOException {
        XmlScanner scanner = new XmlScanner(utf8("<a>  x <b/><![CDATA[ <]]></a>"), LIMITS);
        scanner.next();
        assertThat(scanner.nextBehindSpace()).isEqualTo(XmlScanner.Event.TEXT);
        assertThat(scanner.text().value()).isEqualTo("  x ");
        scanner.nextBehindSpace();
        scanner.nextBehindSpace();
        assertThat(scanner.nextBehindSpace()).isEqualTo(XmlScanner.Event.TEXT);
        assertThat(scanner.text().value()).isEqualTo(" <");
        assertThat(scanner.nextBehindSpace()).isEqualTo(XmlScanner.Event.END);
    }

    @Test
    void aReferenceToWhiteSpaceIsWhiteSpace() throws IOException {
        for (String text : new String[] {"&#32;", "&#x9;", "&#10;", "&#13;", " \t\r\n"}) {
            assertThat(isSpace(text)).describedAs(text).isTrue();
        }
        for (String text : new String[] {"&#33;", "&#xA0;", "&#x2028;", "&#x1F4E8;", " x", "\u00a0"}) {
            assertThat(isSpace(text)).describedAs(text).isFalse();
        }
    }

    private static boolean isSpace(String text) throws IOException {
        XmlScanner scanner = new XmlScanner(utf8("<a>" + text + "</a>"), LIMITS);
        scanner.next();
        scanner.next();
        return scanner.text().isSpace();
    }

    /** That it is cut is wrong with it, not that it is long: what counts is the tag. */
    @Test
    void aTagThatIsCutBehindALongTextIsNotTooLong() throws IOException {
        String document = "<a>" + "x".repeat(70_000) + "<b c";
        assertThat(Scan.of(document).problem()).hasValueSatisfying(problem -> {
            assertThat(problem.code()).isEqualTo(Problem.Code.NOT_WELL_FORMED);
            assertThat(problem.span().orElseThrow().offset()).isEqualTo(70_003);
        });
    }
}
