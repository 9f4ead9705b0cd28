// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.ArrayDeque;
import java.util.Deque;
import org.valise.sepamail.missive.xml.MissiveXml;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.XMLFilterImpl;

/**
 * Passes events on with another namespace for the elements of the envelope. What stands within the envelope and is not its
 * own - the body of the message, a signature, the data of a 2D code - passes as it is. One document, one filter.
 */
final class NamespaceFilter extends XMLFilterImpl {

    private static final String BODY = "MsgBdy";
    private static final String CODE = "RIS2D";
    private static final String DATA = "data";

    private final String from;
    private final String to;
    private final Deque<String> envelope = new ArrayDeque<>();
    private int foreignLevels;

    NamespaceFilter(String from, String to) {
        this.from = from;
        this.to = to;
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
            super.startElement(to, localName, qName, attributes);
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

    /** Away from the classes only: towards them the prefixes stay, since the body needs those declared above it. */
    @Override
    public void startPrefixMapping(String prefix, String uri) throws SAXException {
        boolean own = uri.equals(from) && uri.equals(MissiveXml.NAMESPACE);
        super.startPrefixMapping(prefix, own ? to : uri);
    }
}
