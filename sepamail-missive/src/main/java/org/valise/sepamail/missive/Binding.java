// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import jakarta.xml.bind.JAXBContext;
import jakarta.xml.bind.JAXBException;
import jakarta.xml.bind.Marshaller;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.transform.sax.SAXSource;
import org.w3c.dom.DOMException;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.XMLFilterImpl;

/** Bodies of messages by the caller's JAXB context. */
final class Binding {

    private Binding() {}

    static byte[] marshal(JAXBContext context, Object element) {
        try {
            Marshaller marshaller = context.createMarshaller();
            marshaller.setProperty(Marshaller.JAXB_FRAGMENT, true);
            marshaller.setProperty(Marshaller.JAXB_ENCODING, StandardCharsets.UTF_8.name());
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            marshaller.marshal(element, out);
            return out.toByteArray();
        } catch (JAXBException e) {
            throw new IllegalArgumentException("The JAXB context cannot write the object", e);
        }
    }

    static <T> T unmarshal(JAXBContext context, Message message, Class<T> type) throws JAXBException {
        SAXSource source = new SAXSource(new BodyReader(message), new InputSource());
        try {
            return context.createUnmarshaller().unmarshal(source, type).getValue();
        } catch (DOMException e) {
            throw new JAXBException("A name that a DOM of this JVM cannot hold", e);
        }
    }

    /** Passes for a parser, but tells what the scanner reads. */
    private static final class BodyReader extends XMLFilterImpl {

        private final Message message;

        BodyReader(Message message) {
            this.message = message;
        }

        @Override
        public void parse(InputSource ignored) throws SAXException {
            SaxFeed.element(message.document(), message.body().from(), getContentHandler());
        }
    }
}
