// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Writes events as a document in UTF-8, the same on every JDK and platform: no line end is changed, no indentation added,
 * no namespace declared twice. Of the JDK's own writers one loses carriage returns and the other takes line ends from a
 * System property.
 */
final class SaxSerializer extends DefaultHandler {

    private final StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    private final Deque<Map<String, String>> scopes = new ArrayDeque<>();
    private final Map<String, String> declared = new TreeMap<>();
    private final FirstFault fault;

    SaxSerializer(FirstFault fault) {
        this.fault = fault;
        scopes.push(Map.of("", "", "xml", "http://www.w3.org/XML/1998/namespace"));
    }

    /** The document. */
    byte[] octets() {
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void startPrefixMapping(String prefix, String uri) {
        declared.put(prefix, uri);
    }

    @Override
    public void startElement(String uri, String localName, String qName, Attributes attributes) throws SAXException {
        Map<String, String> scope = new HashMap<>(scopes.element());
        out.append('<').append(qName);
        declared.forEach((prefix, namespace) -> {
            if (!namespace.equals(scope.put(prefix, namespace))) {
                attribute(prefix.isEmpty() ? "xmlns" : "xmlns:" + prefix, namespace);
            }
        });
        declared.clear();
        scopes.push(scope);
        requireBound(qName, uri);
        for (int i = 0; i < attributes.getLength(); i++) {
            if (!attributes.getURI(i).isEmpty()) {
                requireBound(attributes.getQName(i), attributes.getURI(i));
            }
            requireCharacters(attributes.getValue(i));
            attribute(attributes.getQName(i), attributes.getValue(i));
        }
        out.append('>');
    }

    @Override
    public void endElement(String uri, String localName, String qName) {
        out.append("</").append(qName).append('>');
        scopes.pop();
    }

    @Override
    public void characters(char[] text, int start, int length) throws SAXException {
        requireCharacters(new String(text, start, length));
        for (int i = start; i < start + length; i++) {
            escaped(text[i]);
        }
    }

    @Override
    public void ignorableWhitespace(char[] text, int start, int length) throws SAXException {
        characters(text, start, length);
    }

    private void requireCharacters(String text) throws SAXException {
        // A surrogate without its other half is a code point of its own here, and not allowed.
        if (!text.codePoints().allMatch(XmlChars::isAllowed)) {
            fault.refuse("xml-character");
        }
    }

    private void requireBound(String qName, String uri) throws SAXException {
        String prefix = qName.substring(0, Math.max(0, qName.indexOf(':')));
        if (!uri.equals(scopes.element().get(prefix))) {
            fault.refuse("xml-prefix");
        }
    }

    private void attribute(String name, String value) {
        out.append(' ').append(name).append("=\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> out.append("&quot;");
                case '\t' -> out.append("&#9;");
                case '\n' -> out.append("&#10;");
                default -> escaped(c);
            }
        }
        out.append('"');
    }

    private void escaped(char c) {
        switch (c) {
            case '&' -> out.append("&amp;");
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '\r' -> out.append("&#13;");
            default -> out.append(c);
        }
    }
}
