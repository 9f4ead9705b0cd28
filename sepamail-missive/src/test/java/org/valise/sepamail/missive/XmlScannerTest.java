// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** XML 1.0 (fifth edition) and Namespaces in XML 1.0 (third edition), by section; what is refused is in a test of its own. */
class XmlScannerTest {

    private static final MissiveLimits LIMITS = MissiveLimits.defaults();

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static XmlScanner scanner(String document) {
        return new XmlScanner(utf8(document), LIMITS);
    }

    /** All text of a document, whatever stands between. */
    private static String text(String document) throws IOException {
        XmlScanner scanner = scanner(document);
        StringBuilder text = new StringBuilder();
        XmlScanner.Event event;
        while ((event = scanner.next()) != XmlScanner.Event.END_OF_DOCUMENT) {
            if (event == XmlScanner.Event.TEXT) {
                scanner.text().appendTo(text);
            }
        }
        return text.toString();
    }

    private static XmlScanner atRoot(String document) throws IOException {
        XmlScanner scanner = scanner(document);
        while (scanner.next() != XmlScanner.Event.START) {
            // to the root
        }
        return scanner;
    }

    /** The value of the last attribute of the root. */
    private static String attribute(String document) throws IOException {
        TagReader tag = atRoot(document).tag();
        return tag.attributeValue(tag.attributeCount() - 1);
    }

    // 2.8 prolog, 4.3.3 encodings

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<?xml version=\"1.0\"?>",
                "<?xml version='1.0'?>",
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
                "<?xml version=\"1.0\" encoding=\"utf-8\" ?>",
                "<?xml version='1.0' encoding='uTf-8' standalone='yes'?>",
                "<?xml version='1.0' standalone=\"no\"?>",
                "<?xml\tversion\r\n=\n'1.0'\rencoding =\t'UTF-8'\n?>",
                "<?xml version='1.0' encoding='US-ASCII'?>",
                "<?xml version='1.0'?>\n<?p?> <!-- c -->",
                "\ufeff",
                "\ufeff<?xml version='1.0' encoding='UTF-8'?>"
            })
    void readsEveryFormOfProlog(String prolog) {
        assertThat(Scan.of(prolog + "<a/>").isAccepted()).isTrue();
    }

    @Test
    void readsADeclarationWithManyBlanks() {
        assertThat(Scan.of("<?xml version='1.0'" + " ".repeat(50_000) + "?><a/>")
                        .isAccepted())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<?xml version='1.0' encoding='ISO-8859-1'?>",
                "<?xml version='1.0' encoding='UTF-7'?>",
                "<?xml version='1.0' encoding='UTF-16'?>",
                "<?xml version='1.0' encoding='windows-1252'?>",
                "<?xml version='1.0' encoding=''?>",
                "<?xml version='1.1'?>",
                "<?xml version='1.10' encoding='UTF-8'?>",
            })
    void refusesOtherEncodingsAndVersionsThatAreDeclared(String declaration) {
        assertThat(Scan.of(declaration + "<a/>").problem()).hasValueSatisfying(problem -> {
            assertThat(problem.code()).isEqualTo(Problem.Code.UNSUPPORTED_ENCODING);
            assertThat(problem.span()).contains(new Span(1, 1, 0, 0));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UTF-16",
                "UTF-16BE",
                "UTF-16LE",
                "UTF-32",
                "UTF-32LE",
                "X-UTF-32BE-BOM",
                "X-UTF-32LE-BOM",
                "x-UTF-16LE-BOM",
                "IBM037",
                "IBM1047"
            })
    void recognisesOtherEncodingsByTheirFirstOctets(String encoding) {
        for (String document :
                List.of("<?xml version='1.0'?><a/>", "<?xml version='1.0' encoding='" + encoding + "'?><a/>")) {
            assertThat(Scan.ofArray(document.getBytes(Charset.forName(encoding)))
                            .problem())
                    .hasValueSatisfying(
                            problem -> assertThat(problem.code()).isEqualTo(Problem.Code.UNSUPPORTED_ENCODING));
        }
    }

    @Test
    void takesAWordForNoEncoding() {
        assertThat(Scan.of("Lo, no XML").problem())
                .hasValueSatisfying(problem -> assertThat(problem.code()).isEqualTo(Problem.Code.NOT_WELL_FORMED));
    }

    @Test
    void holdsADocumentDeclaredAsAsciiToIt() {
        for (String content : List.of(
                "<a>\u00e9</a>",
                "<a>\u0080</a>",
                "<a b='\u00e9'/>",
                "<\u00e9/>",
                "<!--\u00e9--><a/>",
                "<?p \u00e9?><a/>",
                "<?\u00e9?><a/>",
                "<a><![CDATA[\u00e9]]></a>")) {
            assertThat(Scan.of("<?xml version='1.0' encoding='us-ascii'?>" + content)
                            .problem())
                    .describedAs(content)
                    .hasValueSatisfying(problem -> assertThat(problem.code()).isEqualTo(Problem.Code.BAD_CHARACTER));
        }
        assertThat(Scan.of("<?xml version='1.0' encoding='us-ascii'?><a>&#233;</a>")
                        .isAccepted())
                .isTrue();
    }

    @Test
    void countsAByteOrderMarkAsOctetsOfTheDocument() throws IOException {
        XmlScanner scanner = atRoot("\ufeff<a/>");
        assertThat(scanner.hasByteOrderMark()).isTrue();
        assertThat(scanner.start()).isEqualTo(3);
        assertThat(atRoot("<a/>").hasByteOrderMark()).isFalse();
        assertThat(Scan.of("\ufeff\ufeff<a/>").isAccepted()).isFalse();
    }

    // 2.2 characters, 2.3 names

    @Tag("slow")
    @Test
    void allowsTheCharactersOfXmlInTextAndNoOthers() throws IOException {
        Pattern allowed = Pattern.compile("[\\t\\n\\r\\x{20}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]");
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (c != '<' && c != '&' && (c < 0xD800 || c > 0xDFFF)) {
                boolean accepted = isAccepted("<a>" + Character.toString(c) + "</a>");
                if (accepted != allowed.matcher(Character.toString(c)).matches()) {
                    fail("U+%X %s", c, accepted);
                }
            }
        }
    }

    @Tag("slow")
    @Test
    void allowsTheNamesOfTheFifthEditionAndNoOthers() throws IOException {
        String start =
                "A-Z_a-z\\xC0-\\xD6\\xD8-\\xF6\\xF8-\\x{2FF}\\x{370}-\\x{37D}\\x{37F}-\\x{1FFF}\\x{200C}-\\x{200D}"
                        + "\\x{2070}-\\x{218F}\\x{2C00}-\\x{2FEF}\\x{3001}-\\x{D7FF}\\x{F900}-\\x{FDCF}\\x{FDF0}-\\x{FFFD}\\x{10000}-\\x{EFFFF}";
        Pattern first = Pattern.compile("[" + start + "]");
        Pattern further = Pattern.compile("[" + start + "\\-.0-9\\xB7\\x{300}-\\x{36F}\\x{203F}-\\x{2040}]");
        for (int c = 0x21; c <= Character.MAX_CODE_POINT; c++) {
            if (c != '/' && c != '>' && c != ':' && (c < 0xD800 || c > 0xDFFF)) {
                String s = Character.toString(c);
                if (isAccepted("<" + s + "/>") != first.matcher(s).matches()
                        || isAccepted("<a" + s + "/>") != further.matcher(s).matches()) {
                    fail("U+%X", c);
                }
            }
        }
    }

    private static boolean isAccepted(String document) throws IOException {
        return Scan.problem(() -> scanner(document)).isEmpty();
    }

    /** RFC 3629: shortest forms only, no surrogates, nothing beyond U+10FFFF; whole characters. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "BF",
                "C0 80",
                "C1 BF",
                "C2",
                "C2 41",
                "E0 80 80",
                "E0 9F BF",
                "E2 82",
                "E2 82 41",
                "ED A0 80",
                "ED BF BF",
                "F0 80 80 80",
                "F0 8F BF BF",
                "F0 9F 98",
                "F4 90 80 80",
                "F5 80 80 80",
                "F8 88 80 80 80",
                "FE",
                "FF",
                "E9"
            })
    void refusesOctetsThatAreNotUtf8(String hex) {
        String octets = new String(HexFormat.ofDelimiter(" ").parseHex(hex), StandardCharsets.ISO_8859_1);
        for (String around : List.of(
                "<a>%s</a>",
                "<a b='%s'/>",
                "<!--%s--><a/>",
                "<?p %s?><a/>",
                "<a><![CDATA[%s]]></a>",
                "<%s/>",
                "<a%s/>",
                "<?%s?><a/>",
                "<a></a%s>",
                "<a>xy%s")) {
            String document = around.replace("%s", octets);
            assertThat(Scan.ofArray(document.getBytes(StandardCharsets.ISO_8859_1))
                            .problem())
                    .describedAs(around)
                    .hasValueSatisfying(problem -> {
                        assertThat(problem.code()).isEqualTo(Problem.Code.BAD_CHARACTER);
                        assertThat(problem.span()).hasValueSatisfying(span -> {
                            assertThat(span.offset()).isEqualTo(around.indexOf('%'));
                            assertThat(span.length()).isEqualTo(1);
                        });
                    });
        }
    }

    // 2.4 character data, 2.5 comments, 2.6 processing instructions, 2.7 CDATA, 4.1 references

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            delimiter = '\u00a6',
            quoteCharacter = '~',
            value = {
                "ab<!-- -->cd\u00a6abcd",
                "ab<?p?>cd\u00a6abcd",
                "ab<c/>cd\u00a6abcd",
                "a<![CDATA[<b>&amp;]]>c\u00a6a<b>&amp;c",
                "<![CDATA[]]>\u00a6~~",
                "<![CDATA[]]]]>\u00a6]]",
                "<![CDATA[]]]]><![CDATA[>]]>\u00a6]]>",
                "<![CDATA[<![CDATA[]]>\u00a6<![CDATA[",
                "]] ]>>]\u00a6]] ]>>]",
                "]]&gt;\u00a6]]>",
                "]&#93;>\u00a6]]>",
                "]<!-- -->]>\u00a6]]>",
                "&lt;&gt;&amp;&quot;&apos;\u00a6<>&\"'",
                "&#65;&#x41;&#x4a;&#x4A;&#0000000000000000000000000000000065;\u00a6AAJJA",
                "&amp;lt;&#38;lt;\u00a6&lt;&lt;",
                "&#233;&#x20AC;&#x1F600;&#x10FFFF;\u00a6\u00e9\u20ac\ud83d\ude00\udbff\udfff",
                "<!---->\u00a6~~",
                "<!-- - -x -->\u00a6~~",
                "<!-->-->\u00a6~~",
                "<?p ??>\u00a6~~",
                "<?p <a>&b;-- ]]>?>\u00a6~~",
                "<?xmlx?><?xm?><?p.x-1 xml?>\u00a6~~",
            })
    void readsText(String content, String expected) throws IOException {
        assertThat(text("<a>" + content + "</a>")).isEqualTo(expected);
    }

    @Test
    void readsCommentsAndInstructionsWithWhatIsInThem() {
        assertThat(Scan.of("<!-- a\r\nb --><?p \r c ?><a><?q?></a><!---->").events())
                .containsExactly(
                        "COMMENT  a\nb ", "INSTRUCTION p|c ", "START {}a []", "INSTRUCTION q|", "END", "COMMENT ");
    }

    @Test
    void saysWhichCharacterAReferenceNames() throws IOException {
        XmlScanner scanner = atRoot("<a>&#x1F600;x</a>");
        scanner.next();
        assertThat(scanner.text().referenced()).isEqualTo(0x1F600);
        scanner.next();
        assertThat(scanner.text().referenced()).isEqualTo(-1);
    }

    // 2.11 line ends, 3.3.3 normalisation of attributes

    @Test
    void readsEveryLineEndAsLf() throws IOException {
        assertThat(text("<a>1\r2\n3\r\n4\r\r\n5\n\r6<![CDATA[\r\n]]>\r</a>")).isEqualTo("1\n2\n3\n4\n\n5\n\n6\n\n");
        assertThat(text("<a>\r<![CDATA[\n]]></a>")).isEqualTo("\n\n");
        assertThat(text("<a>&#13;\n&#xD;&#10;</a>")).isEqualTo("\r\n\r\n");
        assertThat(text("<a>\u0085\u2028</a>")).isEqualTo("\u0085\u2028");
    }

    @Test
    void readsEachWhiteSpaceOfAnAttributeAsABlank() throws IOException {
        assertThat(attribute("<a b=' x\ty\nz\r\nv\rw  '/>")).isEqualTo(" x y z v w  ");
        assertThat(attribute("<a b='\r\n\n\r'/>")).isEqualTo("   ");
        assertThat(attribute("<a b='&#9;&#10;&#13;&#xD;&#xA;&#32;'/>")).isEqualTo("\t\n\r\r\n ");
        assertThat(attribute("<a b=\"'&quot;&lt;&amp;lt;>\u00e9\"/>")).isEqualTo("'\"<&lt;>\u00e9");
        assertThat(attribute("<a b=''/>")).isEmpty();
        assertThat(attribute("<a b  =\n\"x\"/>")).isEqualTo("x");
        assertThat(attribute("<a b=']]>'/>")).isEqualTo("]]>");
    }

    // Namespaces in XML 1.0

    @Test
    void findsTheNamespaceOfElementsAndAttributes() {
        assertThat(Scan.of(
                                "<a xmlns='u' xmlns:p='v'><p:b c='1' p:c='2'/><b xmlns='' xml:lang='fr'><p:c xmlns:p='w'/><p:d/></b><b/></a>")
                        .events())
                .containsExactly(
                        "START {u}a [xmlns:p=v, xmlns=u]",
                        "START {v}b [{v}c=2, {}c=1]",
                        "END",
                        "START {}b [xmlns=, {http://www.w3.org/XML/1998/namespace}lang=fr]",
                        "START {w}c [xmlns:p=w]",
                        "END",
                        "START {v}d []",
                        "END",
                        "END",
                        "START {u}b []",
                        "END",
                        "END");
    }

    @Test
    void knowsAPrefixThatIsDeclaredBehindItsUse() {
        assertThat(Scan.of("<p:a p:b='' xmlns:p='&#x75;\n'/>").events())
                .containsExactly("START {u }a [xmlns:p=u , {u }b=]", "END");
    }

    @Test
    void allowsTheDeclarationOfXmlThatSaysWhatIsSo() {
        assertThat(Scan.of("<a xmlns:xml='http://www.w3.org/XML/1998/namespace' xml:b=''/>")
                        .isAccepted())
                .isTrue();
        assertThat(Scan.of("<xml:a xmlns:xmlx='u' xmlx:b=''/>").isAccepted()).isTrue();
    }

    /** Few are looked through, many are kept in a map: the same rules. */
    @Test
    void keepsTrackOfManyPrefixes() throws IOException {
        StringBuilder document = new StringBuilder("<p0:a xmlns='u'");
        for (int i = 0; i < 40; i++) {
            document.append(" xmlns:p").append(i).append("='u").append(i).append("'");
        }
        document.append(
                "><p0:b xmlns:p0='v' xmlns:p39='w'><p39:c xmlns=''><d/></p39:c></p0:b><p0:e/><p39:f/><g/></p0:a>");
        List<String> starts = Scan.of(document.toString()).events().stream()
                .filter(event -> event.startsWith("START"))
                .map(event -> event.substring(6, event.indexOf(' ', 7)))
                .toList();
        assertThat(starts).containsExactly("{u0}a", "{v}b", "{w}c", "{}d", "{u0}e", "{u39}f", "{u}g");
        assertThat(Scan.of(document.toString().replace("<g/>", "<p40:g/>")).isAccepted())
                .isFalse();
    }

    @Test
    void tellsTheDeclarationsInForce() throws IOException {
        XmlScanner scanner = atRoot("<a xmlns='u' xmlns:p='v'><b xmlns='' xmlns:p='w' xmlns:q='x'/></a>");
        assertThat(scanner.tag().namespaces().all()).isEqualTo(Map.of("", "u", "p", "v"));
        assertThat(scanner.namespaceOf("p")).isEqualTo("v");
        scanner.next();
        assertThat(scanner.tag().namespaces().all()).isEqualTo(Map.of("p", "w", "q", "x"));
        assertThat(scanner.tag().namespaces().from(scanner.namespacesBefore()))
                .isEqualTo(Map.of("", "", "p", "w", "q", "x"));
        assertThat(scanner.namespaceOf("xml")).isEqualTo(Namespaces.XML);
        assertThat(scanner.namespaceOf("z")).isNull();
    }

    @Test
    void tellsNamesAsTheyAreWritten() throws IOException {
        XmlScanner scanner = atRoot("<p:a xmlns:p='u' p:b='c'><p:d/></p:a>");
        TagReader tag = scanner.tag();
        assertThat(tag.prefix()).isEqualTo("p");
        assertThat(tag.localName()).isEqualTo("a");
        assertThat(tag.isNamed(utf8("a"))).isTrue();
        assertThat(tag.isNamed(utf8("p:a"))).isFalse();
        assertThat(tag.isDeclaration(0)).isTrue();
        assertThat(tag.attributeQualifiedName(1)).isEqualTo("p:b");
        scanner.next();
        assertThat(scanner.depth()).isEqualTo(2);
        assertThat(scanner.qualifiedName(1)).isEqualTo("p:a");
        assertThat(scanner.qualifiedName(2)).isEqualTo("p:d");
    }

    // Places

    @Test
    void knowsWhereEverythingLies() throws IOException {
        String document = "<?xml version='1.0'?>\n<a>\u00e9<![CDATA[x]]><b c='d'/>&lt;<!--c--></a >\n";
        XmlScanner scanner = scanner(document);
        List<String> pieces = new ArrayList<>();
        XmlScanner.Event event;
        byte[] octets = utf8(document);
        while ((event = scanner.next()) != XmlScanner.Event.END_OF_DOCUMENT) {
            int start = (int) scanner.start();
            pieces.add(event + " " + new String(octets, start, (int) scanner.end() - start, StandardCharsets.UTF_8));
        }
        assertThat(pieces)
                .containsExactly(
                        "START <a>",
                        "TEXT \u00e9",
                        "TEXT x]]>",
                        "START <b c='d'/>",
                        "END <b c='d'/>",
                        "TEXT &lt;",
                        "COMMENT <!--c-->",
                        "END </a >");
    }

    @Test
    void copiesAPartOfAnArray() throws IOException {
        Window window = new Window(utf8("abcdef"), LIMITS);
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        window.startCopy(2, copy);
        window.endCopy(5);
        assertThat(copy.toString(StandardCharsets.UTF_8)).isEqualTo("cde");
    }

    /** Whoever asks again is told again. */
    @Test
    void staysAtTheEnd() throws IOException {
        XmlScanner scanner = atRoot("<a/> ");
        assertThat(scanner.next()).isEqualTo(XmlScanner.Event.END);
        assertThat(scanner.next()).isEqualTo(XmlScanner.Event.END_OF_DOCUMENT);
        assertThat(scanner.next()).isEqualTo(XmlScanner.Event.END_OF_DOCUMENT);
    }
}
