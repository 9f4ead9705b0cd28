// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import java.util.Base64;
import java.util.Objects;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.missive.SimpleTest;

/** A Request or Report that stands alone: the same as SimpleTestRequest and SimpleTestReport under another name. */
final class SimpleTestFile {

    private final XMLStreamReader reader;
    private final String namespace;

    private SimpleTestFile(XMLStreamReader reader, String namespace) {
        this.reader = reader;
        this.namespace = namespace;
    }

    static SimpleTest read(String file, byte[] octets) throws Refusal {
        try {
            XMLStreamReader reader = XmlRoot.reader(octets);
            reader.nextTag();
            String namespace = Objects.requireNonNullElse(reader.getNamespaceURI(), "");
            boolean report = reader.getLocalName().equals("Report");
            SimpleTest test = new SimpleTestFile(reader, namespace).body();
            return report ? test.report() : test;
        } catch (XMLStreamException notItsShape) {
            throw new Refusal(file + ": it has TestId, then at most one Text and one Data, and nothing else");
        } catch (IllegalArgumentException badValue) {
            throw new Refusal(file + ": " + badValue.getMessage());
        }
    }

    private SimpleTest body() throws XMLStreamException {
        reader.nextTag();
        String id = take("TestId");
        String text = take("Text");
        String data = take("Data");
        if (id == null || !reader.isEndElement()) {
            throw new XMLStreamException();
        }
        SimpleTest test = SimpleTest.request(id);
        test = text == null ? test : test.withText(text);
        return data == null ? test : test.withData(octets(data));
    }

    /** The value of the present element, if it is the one, and on to the next. */
    private @Nullable String take(String name) throws XMLStreamException {
        boolean present = reader.isStartElement()
                && reader.getLocalName().equals(name)
                && namespace.equals(Objects.requireNonNullElse(reader.getNamespaceURI(), ""));
        if (!present) {
            return null;
        }
        String value = reader.getElementText();
        reader.nextTag();
        return value;
    }

    private static byte[] octets(String base64) {
        try {
            return Base64.getDecoder().decode(base64.replaceAll("[ \\t\\r\\n]", ""));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Data is not base64", e);
        }
    }
}
