// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import jakarta.xml.bind.JAXBContext;
import jakarta.xml.bind.JAXBContextFactory;
import jakarta.xml.bind.JAXBException;
import jakarta.xml.bind.Marshaller;
import jakarta.xml.bind.Unmarshaller;
import jakarta.xml.bind.UnmarshallerHandler;
import jakarta.xml.bind.util.ValidationEventCollector;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import javax.xml.validation.Schema;
import javax.xml.validation.ValidatorHandler;
import org.valise.sepamail.missive.xml.MissiveXml;
import org.w3c.dom.DOMException;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/**
 * Reads and writes the classes of {@link org.valise.sepamail.missive.xml}, in any namespace that is registered. Immutable
 * and thread-safe. Making one takes some tenths of a second: make it once and keep it.
 *
 * <pre>{@code
 * MissiveBinding binding = MissiveBinding.create();
 * binding.write(missive, SchemaVersion.NORM_1206, out);
 * }</pre>
 *
 * <p>It needs an implementation of Jakarta XML Binding at run time, and looks for it where this library itself was loaded
 * from, then where Jakarta XML Binding looks. It is tested with the reference implementation,
 * {@code org.glassfish.jaxb:jaxb-runtime}.
 *
 * <p>Reading and writing again does not give the octets that were read. Checksums and signatures are over octets: take them
 * from what was received, never from what was written here.
 *
 * @since 0.1.0
 */
public final class MissiveBinding {

    private static final String SCHEMA_FILE = "sepamail_missive.xsd";

    private final JAXBContext context;
    private final Map<String, Schema> schemas;

    private MissiveBinding(JAXBContext context, Map<String, Schema> schemas) {
        this.context = context;
        this.schemas = Map.copyOf(schemas);
    }

    /** Hands the events of one document to a handler. */
    @FunctionalInterface
    interface Source {
        /** Sends the whole document, from startDocument to endDocument. */
        void sendTo(ContentHandler handler) throws SAXException;
    }

    /**
     * A binding for {@link SchemaVersion#NORM_1206} and {@link SchemaVersion#BLEEDING_EDGE}.
     *
     * @return the binding
     * @throws IllegalStateException if there is no implementation of Jakarta XML Binding
     */
    public static MissiveBinding create() {
        try {
            return new MissiveBinding(context(), Map.of())
                    .withVersion(SchemaVersion.NORM_1206)
                    .withVersion(SchemaVersion.BLEEDING_EDGE);
        } catch (JAXBException e) {
            throw new IllegalStateException("No implementation of Jakarta XML Binding, such as jaxb-runtime", e);
        }
    }

    /**
     * This binding and one more version.
     *
     * @param version the version; it replaces one of the same namespace
     * @return a new binding
     */
    public MissiveBinding withVersion(SchemaVersion version) {
        Map<String, Schema> more = new HashMap<>(schemas);
        more.put(version.namespace(), EnvelopeSchema.of(version));
        return new MissiveBinding(context, more);
    }

    /**
     * Writes a missive as a document in UTF-8. It is valid against {@link EnvelopeSchema}, refers to the scheme's schema by
     * {@code xsi:schemaLocation}, as MIS1202 asks, and is written in one go, or not at all.
     *
     * @param missive the missive
     * @param version the version whose namespace the elements get; the attribute {@code version} is the missive's own
     * @param out where to; it is not closed
     * @throws IllegalArgumentException if the version is not registered here, or the missive is not valid; the message names
     *     the element and the rule
     * @throws IOException if {@code out} throws it
     */
    public void write(MissiveXml missive, SchemaVersion version, OutputStream out) throws IOException {
        Objects.requireNonNull(missive, "missive");
        NamespaceFilter filter = new NamespaceFilter(MissiveXml.NAMESPACE, version.namespace());
        FirstFault fault = new FirstFault(filter::place);
        byte[] octets;
        try {
            octets = octets(missive, version, filter, fault);
        } catch (JAXBException e) {
            // Without it as the cause: its message may hold content.
            throw new IllegalArgumentException("No valid missive" + fault);
        }
        out.write(octets);
    }

    private byte[] octets(MissiveXml missive, SchemaVersion version, NamespaceFilter filter, FirstFault fault)
            throws JAXBException {
        ValidatorHandler validator = validator(version.namespace(), fault);
        SaxSerializer serializer = new SaxSerializer(fault);
        filter.setContentHandler(validator);
        validator.setContentHandler(serializer);
        Marshaller marshaller = context.createMarshaller();
        ValidationEventCollector events = new ValidationEventCollector();
        marshaller.setEventHandler(events);
        marshaller.setProperty(Marshaller.JAXB_SCHEMA_LOCATION, version.namespace() + ' ' + SCHEMA_FILE);
        marshaller.marshal(missive, filter);
        requireNone(events);
        return serializer.octets();
    }

    /**
     * The classes of a missive that was read or built.
     *
     * @param missive the missive
     * @return new objects, which may be changed
     * @throws IllegalArgumentException if its namespace is not registered here, or it is one that was refused by the
     *     schema, the message names the rule; or if a name in its body or signature is newer than the fourth edition of
     *     XML 1.0, which a DOM of the JDK does not hold
     */
    public MissiveXml read(Missive missive) {
        byte[] octets = missive.envelope().octets();
        try {
            return read(missive.version().namespace(), handler -> SaxFeed.document(octets, handler));
        } catch (SAXException e) {
            throw new IllegalArgumentException("No valid missive: " + e.getMessage(), e);
        }
    }

    /**
     * Reads a document.
     *
     * @param namespace the namespace of its root element
     * @throws IllegalArgumentException if the namespace is not registered here
     * @throws SAXException if the document is not valid against the schema of the envelope, with the rule it breaks and the
     *     place as its source counts; or if the source throws it
     */
    MissiveXml read(String namespace, Source source) throws SAXException {
        NamespaceFilter filter = new NamespaceFilter(namespace, MissiveXml.NAMESPACE);
        ValidatorHandler validator = validator(namespace, new FirstFault(filter::place));
        validator.setContentHandler(filter);
        try {
            Unmarshaller unmarshaller = context.createUnmarshaller();
            ValidationEventCollector events = new ValidationEventCollector();
            unmarshaller.setEventHandler(events);
            UnmarshallerHandler handler = unmarshaller.getUnmarshallerHandler();
            filter.setContentHandler(handler);
            source.sendTo(validator);
            requireNone(events);
            return (MissiveXml) handler.getResult();
        } catch (JAXBException e) {
            throw new SAXException("The document cannot be bound");
        } catch (DOMException e) {
            throw new SAXException("A name that a DOM of this JVM cannot hold");
        }
    }

    /** Checks first what JAXB is given: by itself it ignores most faults, and after ten of them nearly all. */
    private ValidatorHandler validator(String namespace, FirstFault fault) {
        Schema schema = schemas.get(namespace);
        if (schema == null) {
            throw new IllegalArgumentException("Not registered with this binding: " + namespace);
        }
        ValidatorHandler validator = SchemaCompiler.validator(schema);
        validator.setErrorHandler(fault);
        return validator;
    }

    private static JAXBContext context() throws JAXBException {
        Class<?>[] classes = {MissiveXml.class};
        Optional<JAXBContextFactory> own = ServiceLoader.load(
                        JAXBContextFactory.class, MissiveBinding.class.getClassLoader())
                .findFirst();
        return own.isPresent() ? own.get().createContext(classes, Map.of()) : JAXBContext.newInstance(classes);
    }

    private static void requireNone(ValidationEventCollector events) throws JAXBException {
        if (events.hasEvents()) {
            throw new JAXBException("an event");
        }
    }
}
