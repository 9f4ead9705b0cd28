// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.ArrayDeque;
import java.util.Deque;
import javax.xml.XMLConstants;
import org.valise.sepamail.missive.xml.MissiveXml;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.AttributesImpl;
import org.xml.sax.helpers.XMLFilterImpl;

/**
 * Passes events on with another namespace for the elements of the envelope. What stands within the envelope and is not its
 * own - the body of the message, a signature, the data of a 2D code - passes as it is. One document, one filter.
 */
abstract class NamespaceFilter extends XMLFilterImpl {

    private static final String BODY = "MsgBdy";
    private static final String CODE = "RIS2D";
    private static final String DATA = "data";

    private final String from;
    private final String to;
    private final Deque<String> envelope = new ArrayDeque<>();
    private int foreignLevels;

    private NamespaceFilter(String from, String to) {
        this.from = from;
        this.to = to;
    }

    /** From the namespace of a document to that of the classes. */
    static NamespaceFilter reading(String namespace) {
        return new Reading(namespace);
    }

    /** From the namespace of the classes to that of a document. */
    static NamespaceFilter writing(String namespace) {
        return new Writing(namespace);
    }

    /** The innermost element of the envelope that is open, or nothing if none is. */
    String place() {
        return envelope.isEmpty() ? "" : envelope.element();
    }

    @Override
    public void startElement(String uri, String localName, String qName, Attributes attributes) throws SAXException {
        if (foreignLevels > 0 || !uri.equals(from) || isLeftOpen(localName)) {
            foreignLevels++;
            super.startElement(uri, localName, qName, attributes);
        } else {
            envelope.push(localName);
            super.startElement(to, localName, qName, ofEnvelope(attributes));
        }
    }

    @Override
    public void endElement(String uri, String localName, String qName) throws SAXException {
        if (foreignLevels > 0) {
            foreignLevels--;
            super.endElement(uri, localName, qName);
        } else {
            super.endElement(to, localName, qName);
            envelope.pop();
        }
    }

    private boolean isLeftOpen(String localName) {
        return place().equals(BODY) || place().equals(CODE) && localName.equals(DATA);
    }

    /** The attributes that an element of the envelope keeps. */
    abstract Attributes ofEnvelope(Attributes attributes);

    private static final class Reading extends NamespaceFilter {

        Reading(String namespace) {
            super(namespace, MissiveXml.NAMESPACE);
        }

        @Override
        public void startElement(String uri, String localName, String qName, Attributes attributes)
                throws SAXException {
            if (uri.equals(MissiveXml.NAMESPACE)) {
                throw new SAXException("A document has no elements in the namespace of the classes");
            }
            super.startElement(uri, localName, qName, attributes);
        }

        /** Without xsi:type and its like: a document does not choose the classes it is read into. */
        @Override
        Attributes ofEnvelope(Attributes attributes) {
            AttributesImpl kept = new AttributesImpl(attributes);
            for (int i = kept.getLength() - 1; i >= 0; i--) {
                if (kept.getURI(i).equals(XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI)) {
                    kept.removeAttribute(i);
                }
            }
            return kept;
        }
    }

    private static final class Writing extends NamespaceFilter {

        private final String namespace;

        Writing(String namespace) {
            super(MissiveXml.NAMESPACE, namespace);
            this.namespace = namespace;
        }

        @Override
        public void startPrefixMapping(String prefix, String uri) throws SAXException {
            super.startPrefixMapping(prefix, uri.equals(MissiveXml.NAMESPACE) ? namespace : uri);
        }

        @Override
        Attributes ofEnvelope(Attributes attributes) {
            return attributes;
        }
    }
}
