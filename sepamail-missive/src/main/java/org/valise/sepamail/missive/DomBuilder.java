// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.ext.DefaultHandler2;

/** Builds a tree of what the scanner reads. */
final class DomBuilder extends DefaultHandler2 {

    private static final String XMLNS = Namespaces.XMLNS;

    private final Document document;
    private final Map<String, String> declared = new LinkedHashMap<>();
    /** Text comes in pieces, one for each reference; a text node that grew piece by piece would be copied each time. */
    private final StringBuilder text = new StringBuilder();

    private Node parent;

    private DomBuilder() {
        try {
            document = DocumentBuilderFactory.newDefaultNSInstance()
                    .newDocumentBuilder()
                    .newDocument();
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("This JVM has no XML", e);
        }
        // The scanner has checked all. The tree knows the names of an older edition of XML 1.0 only and would throw.
        document.setStrictErrorChecking(false);
        parent = document;
    }

    static Document document(byte[] octets) {
        DomBuilder builder = new DomBuilder();
        try {
            SaxFeed.document(octets, builder);
        } catch (SAXException e) {
            throw new IllegalStateException("What was read before can be read again", e);
        }
        return builder.finished();
    }

    static Document element(byte[] octets, int start) {
        DomBuilder builder = new DomBuilder();
        try {
            SaxFeed.element(octets, start, builder);
        } catch (SAXException e) {
            throw new IllegalStateException("What was read before can be read again", e);
        }
        return builder.finished();
    }

    private Document finished() {
        document.setStrictErrorChecking(true);
        return document;
    }

    @Override
    public void startPrefixMapping(String prefix, String uri) {
        declared.put(prefix, uri);
    }

    @Override
    public void startElement(String namespace, String localName, String qualifiedName, Attributes attributes) {
        endText();
        Element element = document.createElementNS(namespace.isEmpty() ? null : namespace, qualifiedName);
        declared.forEach(
                (prefix, uri) -> element.setAttributeNS(XMLNS, prefix.isEmpty() ? "xmlns" : "xmlns:" + prefix, uri));
        declared.clear();
        for (int i = 0; i < attributes.getLength(); i++) {
            String uri = attributes.getURI(i);
            element.setAttributeNS(uri.isEmpty() ? null : uri, attributes.getQName(i), attributes.getValue(i));
        }
        parent.appendChild(element);
        parent = element;
    }

    @Override
    public void endElement(String namespace, String localName, String qualifiedName) {
        endText();
        parent = parent.getParentNode();
    }

    @Override
    public void characters(char[] characters, int from, int length) {
        text.append(characters, from, length);
    }

    @Override
    public void comment(char[] characters, int from, int length) {
        endText();
        parent.appendChild(document.createComment(new String(characters, from, length)));
    }

    @Override
    public void processingInstruction(String target, String data) {
        endText();
        parent.appendChild(document.createProcessingInstruction(target, data));
    }

    private void endText() {
        if (text.length() > 0) {
            parent.appendChild(document.createTextNode(text.toString()));
            text.setLength(0);
        }
    }
}
