// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.ext.DefaultHandler2;

/**
 * What the JDK's parser tells of a document, in the words of {@link Scan}. It lets two colons pass that Namespaces in XML
 * 1.0 does not: one in front of a name, and any in the name of a processing instruction (sections 3, 7). They are refused
 * here.
 */
final class JdkScan {

    private final SAXParser parser;

    JdkScan() {
        try {
            SAXParserFactory factory = SAXParserFactory.newDefaultNSInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            parser = factory.newSAXParser();
            for (String limit : List.of("maxXMLNameLimit", "elementAttributeLimit", "maxElementDepth")) {
                parser.setProperty("http://www.oracle.com/xml/jaxp/properties/" + limit, "1000000000");
            }
        } catch (ParserConfigurationException | SAXException e) {
            throw new AssertionError(e);
        }
    }

    /** The events; nothing if the document is refused. */
    Optional<List<String>> events(byte[] document) {
        Listing listing = new Listing();
        try {
            parser.setProperty("http://xml.org/sax/properties/lexical-handler", listing);
            parser.parse(new ByteArrayInputStream(document), listing);
            return Optional.of(listing.events);
        } catch (SAXException | IOException e) {
            return Optional.empty();
        }
    }

    private static final class Listing extends DefaultHandler2 {

        final List<String> events = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();
        private final TreeSet<String> declared = new TreeSet<>();

        private static void refuseColon(String name) throws SAXException {
            if (name.indexOf(':') >= 0) {
                throw new SAXException("A colon in a name that must have none");
            }
        }

        private void add(String event) {
            if (text.length() > 0) {
                events.add("TEXT " + text);
                text.setLength(0);
            }
            events.add(event);
        }

        @Override
        public void startPrefixMapping(String prefix, String uri) {
            declared.add((prefix.isEmpty() ? "xmlns" : "xmlns:" + prefix) + "=" + uri);
        }

        @Override
        public void startElement(String uri, String localName, String qName, Attributes attributes)
                throws SAXException {
            refuseColon(localName);
            TreeSet<String> all = new TreeSet<>(declared);
            declared.clear();
            for (int i = 0; i < attributes.getLength(); i++) {
                refuseColon(attributes.getLocalName(i));
                all.add("{" + attributes.getURI(i) + "}" + attributes.getLocalName(i) + "=" + attributes.getValue(i));
            }
            add(Scan.start(uri, localName, all));
        }

        @Override
        public void endElement(String uri, String localName, String qName) {
            add("END");
        }

        @Override
        public void characters(char[] chars, int start, int length) {
            text.append(chars, start, length);
        }

        @Override
        public void comment(char[] chars, int start, int length) {
            add("COMMENT " + new String(chars, start, length));
        }

        @Override
        public void processingInstruction(String target, String data) throws SAXException {
            refuseColon(target);
            add(Scan.instruction(target, data));
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }

        /** What breaks the rules of namespaces comes as an error, which parsers may go on after. */
        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
