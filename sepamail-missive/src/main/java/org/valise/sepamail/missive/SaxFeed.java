// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xml.sax.ContentHandler;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.ext.LexicalHandler;
import org.xml.sax.helpers.AttributesImpl;

/**
 * Tells a SAX handler what the scanner reads: so schema validators, JAXB and the builder of trees see the same document as
 * everybody else, and no second parser is needed.
 */
final class SaxFeed implements Locator {

    private static final String CDATA_TYPE = "CDATA";

    private final XmlScanner scanner;
    private final ContentHandler handler;
    private final @Nullable LexicalHandler lexical;
    private final Deque<Open> open = new ArrayDeque<>();

    private record Open(String namespace, String localName, String qualifiedName, Iterable<String> prefixes) {}

    private SaxFeed(XmlScanner scanner, ContentHandler handler) {
        this.scanner = scanner;
        this.handler = handler;
        this.lexical = handler instanceof LexicalHandler both ? both : null;
    }

    /** A whole document. */
    static void document(byte[] document, ContentHandler handler) throws SAXException {
        try {
            new SaxFeed(new XmlScanner(document, Payloads.NO_LIMITS), handler).run(null);
        } catch (IOException e) {
            throw new SAXException(e); // an array does not throw it
        }
    }

    /** The element at a place of a document that was read already, with the prefixes that are declared around it. */
    static void element(byte[] document, int start, ContentHandler handler) throws SAXException {
        try {
            XmlScanner scanner = Payloads.at(document, start);
            new SaxFeed(scanner, handler).run(XmlScanner.Event.START);
        } catch (IOException e) {
            throw new SAXException(e); // an array does not throw it
        }
    }

    private void run(XmlScanner.@Nullable Event first) throws IOException, SAXException {
        handler.setDocumentLocator(this);
        handler.startDocument();
        XmlScanner.Event event = first == null ? scanner.next() : first;
        while (event != XmlScanner.Event.END_OF_DOCUMENT) {
            tell(event);
            if (first != null && open.isEmpty()) {
                break;
            }
            event = scanner.next();
        }
        handler.endDocument();
    }

    private void tell(XmlScanner.Event event) throws SAXException {
        switch (event) {
            case START -> start();
            case END -> end();
            case TEXT -> characters();
            case COMMENT -> comment();
            default -> instruction();
        }
    }

    private void start() throws SAXException {
        TagReader tag = scanner.tag();
        Map<String, String> declared =
                open.isEmpty() ? tag.namespaces().all() : tag.namespaces().from(scanner.namespacesBefore());
        for (Map.Entry<String, String> entry : declared.entrySet()) {
            handler.startPrefixMapping(entry.getKey(), entry.getValue());
        }
        Open element =
                new Open(tag.namespace(), tag.localName(), scanner.qualifiedName(scanner.depth()), declared.keySet());
        open.push(element);
        handler.startElement(element.namespace(), element.localName(), element.qualifiedName(), attributes(tag));
    }

    private static AttributesImpl attributes(TagReader tag) {
        AttributesImpl attributes = new AttributesImpl();
        for (int i = 0; i < tag.attributeCount(); i++) {
            if (!tag.isDeclaration(i)) {
                attributes.addAttribute(
                        tag.attributeNamespace(i),
                        tag.attributeLocalName(i),
                        tag.attributeQualifiedName(i),
                        CDATA_TYPE,
                        tag.attributeValue(i));
            }
        }
        return attributes;
    }

    private void end() throws SAXException {
        Open element = open.pop();
        handler.endElement(element.namespace(), element.localName(), element.qualifiedName());
        for (String prefix : element.prefixes()) {
            handler.endPrefixMapping(prefix);
        }
    }

    private void characters() throws SAXException {
        char[] text = scanner.text().value().toCharArray();
        handler.characters(text, 0, text.length);
    }

    private void comment() throws SAXException {
        if (lexical != null) {
            char[] text = scanner.text().value().toCharArray();
            lexical.comment(text, 0, text.length);
        }
    }

    private void instruction() throws SAXException {
        TextReader text = scanner.text();
        String all = text.value();
        int end = 0;
        while (end < all.length() && all.charAt(end) > ' ') {
            end++;
        }
        int data = end;
        while (data < all.length() && all.charAt(data) <= ' ') {
            data++;
        }
        handler.processingInstruction(all.substring(0, end), all.substring(data));
    }

    /** The octets of the present event begin there. */
    long offset() {
        return scanner.start();
    }

    Span span() {
        return scanner.window().span(scanner.start(), Math.max(0, scanner.end() - scanner.start()));
    }

    @Override
    public @Nullable String getPublicId() {
        return null;
    }

    @Override
    public @Nullable String getSystemId() {
        return null;
    }

    @Override
    public int getLineNumber() {
        return (int) span().line();
    }

    @Override
    public int getColumnNumber() {
        return (int) span().column();
    }
}
