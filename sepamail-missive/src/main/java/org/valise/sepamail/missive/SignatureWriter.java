// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/** Puts a signature into the octets of a missive, which stay what they are around it. */
final class SignatureWriter {

    /** Not signed themselves, so the line breaks that the JDK puts into them can go: CR would have to be escaped. */
    private static final Set<String> BASE64 = Set.of("SignatureValue", "X509Certificate");

    private static final byte[] OPEN = OctetWriter.ascii("<");
    private static final byte[] CLOSE = OctetWriter.ascii("</");
    private static final byte[] END = OctetWriter.ascii(">");
    private static final byte[] SPACE = OctetWriter.ascii(" ");
    private static final byte[] EQUALS = OctetWriter.ascii("=\"");
    private static final byte[] QUOTE = OctetWriter.ascii("\"");

    private SignatureWriter() {}

    static NominalMissive insert(NominalMissive missive, Element signature) {
        byte[] octets = missive.envelope().octets();
        int place = endOfStructure(octets);
        OctetWriter out = new OctetWriter();
        out.blob(new OctetsBlob(octets, 0, place));
        write(signature, out);
        out.blob(new OctetsBlob(octets, place, octets.length));
        return missive.readAgain(out.finish().array());
    }

    /** Where the closing tag of the only element in the root element begins. */
    private static int endOfStructure(byte[] octets) {
        try {
            XmlScanner scanner = new XmlScanner(octets, Payloads.NO_LIMITS);
            while (scanner.next() != XmlScanner.Event.END || scanner.depth() != 2) {
                // What stands within.
            }
            return (int) scanner.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // an array does not throw it
        }
    }

    private static void write(Element element, OctetWriter out) {
        out.raw(OPEN).text(element.getTagName());
        NamedNodeMap attributes = element.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            Node attribute = attributes.item(i);
            out.raw(SPACE).text(attribute.getNodeName());
            out.raw(EQUALS).attribute(attribute.getNodeValue()).raw(QUOTE);
        }
        out.raw(END);
        boolean base64 = BASE64.contains(element.getLocalName());
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                write(inner, out);
            } else {
                out.text(base64 ? child.getNodeValue().replaceAll("\\s", "") : child.getNodeValue());
            }
        }
        out.raw(CLOSE).text(element.getTagName()).raw(END);
    }
}
