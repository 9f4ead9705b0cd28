// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import java.io.ByteArrayInputStream;
import java.util.Objects;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The root element of a document that may be a message.
 *
 * @param namespace its namespace, empty for none
 * @param name its local name
 */
record XmlRoot(String namespace, String name) {

    static XmlRoot of(String file, byte[] octets) throws Refusal {
        try {
            XMLStreamReader reader = reader(octets);
            reader.nextTag();
            return new XmlRoot(Objects.requireNonNullElse(reader.getNamespaceURI(), ""), reader.getLocalName());
        } catch (XMLStreamException e) {
            throw new Refusal(file + ": its root element cannot be read");
        }
    }

    /** A reader at the beginning of a document, which opens nothing else. */
    static XMLStreamReader reader(byte[] octets) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory.createXMLStreamReader(new ByteArrayInputStream(octets));
    }

    boolean isMissive() {
        return name.equals("Missive");
    }

    /** Whether it holds a message with its header. */
    boolean hasHeader() {
        return isMissive() || name.equals("sepamail_message_001");
    }

    /** Whether it is a document of the test ecosystem that stands for a body. */
    boolean isTest() {
        return name.equals("Request") || name.equals("Report");
    }
}
