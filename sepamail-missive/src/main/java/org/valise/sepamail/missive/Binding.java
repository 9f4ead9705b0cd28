// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import jakarta.xml.bind.JAXBContext;
import jakarta.xml.bind.JAXBException;
import jakarta.xml.bind.Marshaller;
import jakarta.xml.bind.Unmarshaller;
import jakarta.xml.bind.ValidationEvent;
import jakarta.xml.bind.ValidationEventHandler;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.transform.sax.SAXSource;
import javax.xml.validation.Schema;
import javax.xml.validation.ValidatorHandler;
import org.jspecify.annotations.Nullable;
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

    static <T> T unmarshal(JAXBContext context, Message message, Class<T> type, @Nullable Schema schema)
            throws JAXBException {
        BodyReader reader = new BodyReader(message, schema);
        Unmarshaller unmarshaller = context.createUnmarshaller();
        unmarshaller.setEventHandler(reader);
        try {
            return unmarshaller
                    .unmarshal(new SAXSource(reader, new InputSource()), type)
                    .getValue();
        } catch (DOMException e) {
            throw new JAXBException("A name that a DOM of this JVM cannot hold", e);
        } catch (JAXBException e) {
            // Without it as the cause: its message may hold content.
            throw reader.fault.isNone() ? e : new JAXBException("The body is no such object" + reader.fault);
        }
    }

    /** Passes for a parser, but tells what the scanner reads; and hears what JAXB cannot bind. */
    private static final class BodyReader extends XMLFilterImpl implements ValidationEventHandler {

        private final Message message;
        private final @Nullable Schema schema;
        private final FirstFault fault = new FirstFault(this::place);
        private @Nullable Forwarding events;

        BodyReader(Message message, @Nullable Schema schema) {
            this.message = message;
            this.schema = schema;
        }

        @Override
        public void parse(InputSource ignored) throws SAXException {
            events = new Forwarding(schema == null ? getContentHandler() : validator(schema));
            SaxFeed.element(message.document(), message.body().from(), events);
        }

        private ValidatorHandler validator(Schema by) {
            ValidatorHandler validator = SchemaCompiler.validator(by);
            validator.setErrorHandler(fault);
            validator.setContentHandler(getContentHandler());
            return validator;
        }

        private String place() {
            return events == null ? "its beginning" : events.span() + ", in or behind the element " + events.element();
        }

        /**
         * Goes on behind what is no exception: an element that nobody expected. Of those the reference implementation tells
         * the first ten in the life of a process and no more, so that nothing can be made to depend on them.
         */
        @Override
        public boolean handleEvent(ValidationEvent event) {
            Throwable cause = event.getLinkedException();
            boolean goesOn = cause == null && event.getSeverity() != ValidationEvent.FATAL_ERROR;
            if (!goesOn) {
                fault.note(cause == null ? "not bound" : cause.getClass().getSimpleName());
            }
            return goesOn;
        }
    }
}
