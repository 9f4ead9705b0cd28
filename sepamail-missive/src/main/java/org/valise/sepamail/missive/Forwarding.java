// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.ContentHandler;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.XMLFilterImpl;

/** Hands the events of a {@link SaxFeed} on and remembers where it is. */
final class Forwarding extends XMLFilterImpl {

    private @Nullable SaxFeed feed;
    private String element = "";

    Forwarding(ContentHandler handler) {
        setContentHandler(handler);
    }

    @Override
    public void setDocumentLocator(Locator locator) {
        feed = locator instanceof SaxFeed source ? source : null;
        super.setDocumentLocator(locator);
    }

    @Override
    public void startElement(String namespace, String localName, String qualifiedName, Attributes attributes)
            throws SAXException {
        element = localName;
        super.startElement(namespace, localName, qualifiedName, attributes);
    }

    @Override
    public void endElement(String namespace, String localName, String qualifiedName) throws SAXException {
        element = localName;
        super.endElement(namespace, localName, qualifiedName);
    }

    /** The place of the present event. */
    Span span() {
        return feed == null ? new Span(1, 1, 0, 0) : feed.span();
    }

    /** The element whose opening or closing tag was the last. */
    String element() {
        return element;
    }
}
