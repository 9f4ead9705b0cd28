// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.AttributesImpl;

/** XML 1.0 and Namespaces in XML, as they are written. */
class SaxSerializerTest {

    private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

    private final FirstFault fault = new FirstFault(() -> "here");
    private final SaxSerializer serializer = new SaxSerializer(fault);

    private String written() {
        return new String(serializer.octets(), StandardCharsets.UTF_8);
    }

    private void text(String text) throws SAXException {
        serializer.characters(text.toCharArray(), 0, text.length());
    }

    @Test
    void copiesADocumentAndDropsWhatIsDeclaredAlready() throws SAXException {
        String first = "<a xmlns=\"urn:a\" xmlns:b=\"urn:b\"><b:c b:d=\"1\" e=\"2\"></b:c>";
        String second = "<f xmlns=\"\"><b:g xmlns:b=\"urn:other\"></b:g></f><b:h> </b:h></a>";
        SchemaFixtures.parse(first + second, serializer);
        assertThat(written()).isEqualTo(DECLARATION + first + second);
        SaxSerializer other = new SaxSerializer(fault);
        SchemaFixtures.parse(
                "<x:a xmlns:x=\"urn:x\"><x:b xmlns:x=\"urn:x\"/><x:b xmlns:y=\"urn:y\"/><x:b/></x:a>", other);
        assertThat(new String(other.octets(), StandardCharsets.UTF_8))
                .isEqualTo(DECLARATION
                        + "<x:a xmlns:x=\"urn:x\"><x:b></x:b><x:b xmlns:y=\"urn:y\"></x:b><x:b></x:b></x:a>");
    }

    @Test
    void keepsWhiteSpaceAndEscapesWhatWouldBeChangedByReading() throws SAXException {
        AttributesImpl attributes = new AttributesImpl();
        attributes.addAttribute("", "a", "a", "CDATA", "\t\n\r \"'<&>");
        serializer.startElement("", "e", "e", attributes);
        serializer.ignorableWhitespace("x \n\ty".toCharArray(), 1, 3);
        text("\t\n\r \"'<&>");
        serializer.endElement("", "e", "e");
        assertThat(written())
                .isEqualTo(DECLARATION
                        + "<e a=\"&#9;&#10;&#13; &quot;'&lt;&amp;&gt;\"> \n\t\t\n&#13; \"'&lt;&amp;&gt;</e>");
    }

    /** XML 1.0, production 2. */
    @ParameterizedTest
    @ValueSource(strings = {"\t\n\r ", "\ud7ff", "\ue000", "\ufffd", "\ud800\udc00", "\udbff\udfff"})
    void writesTheFirstAndLastCharactersOfEachRange(String text) throws SAXException {
        text(text);
        assertThat(written()).isEqualTo(DECLARATION + text.replace("\r", "&#13;"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0000", "\u0008", "\u000b", "\u000c", "\u000e", "\u001f", "\ud800", "\udfff", "\ufffe", "\uffff"
            })
    void refusesTheirNeighbours(String text) {
        assertThatExceptionOfType(SAXParseException.class)
                .isThrownBy(() -> text(text))
                .withMessage("xml-character");
        assertThat(fault).hasToString(" at here: xml-character");
    }

    @Test
    void refusesAPrefixThatStandsForAnotherNamespace() throws SAXException {
        serializer.startPrefixMapping("p", "urn:p");
        AttributesImpl attributes = new AttributesImpl();
        attributes.addAttribute("urn:q", "a", "p:a", "CDATA", "");
        assertThatExceptionOfType(SAXParseException.class)
                .isThrownBy(() -> serializer.startElement("urn:p", "e", "p:e", attributes))
                .withMessage("xml-prefix");
        assertThatExceptionOfType(SAXParseException.class)
                .isThrownBy(() -> serializer.startElement("urn:p", "e", "e", new AttributesImpl()))
                .withMessage("xml-prefix");
        assertThatExceptionOfType(SAXParseException.class)
                .isThrownBy(() -> serializer.startElement("urn:r", "e", "r:e", new AttributesImpl()))
                .withMessage("xml-prefix");
    }
}
