// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.XMLConstants;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** What a document says, whatever its prefixes and the white space between its elements: one line for each event. */
final class Events extends DefaultHandler {

    private final List<String> events = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    static List<String> of(String xml) throws SAXException {
        Events handler = new Events();
        SchemaFixtures.parse(xml, handler);
        return handler.events;
    }

    @Override
    public void startElement(String uri, String localName, String qName, Attributes attributes) {
        flush();
        Map<String, String> sorted = new TreeMap<>();
        for (int i = 0; i < attributes.getLength(); i++) {
            if (!attributes.getURI(i).equals(XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI)) {
                sorted.put('{' + attributes.getURI(i) + '}' + attributes.getLocalName(i), attributes.getValue(i));
            }
        }
        events.add('{' + uri + '}' + localName + sorted);
    }

    @Override
    public void endElement(String uri, String localName, String qName) {
        flush();
        events.add("/" + localName);
    }

    @Override
    public void characters(char[] chars, int start, int length) {
        text.append(chars, start, length);
    }

    private void flush() {
        if (!text.toString().isBlank()) {
            events.add("text " + text);
        }
        text.setLength(0);
    }
}
