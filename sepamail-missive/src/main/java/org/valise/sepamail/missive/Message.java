// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import jakarta.xml.bind.JAXBContext;
import jakarta.xml.bind.JAXBException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import javax.xml.validation.Schema;
import org.w3c.dom.Document;

/**
 * The message in a missive: the element {@code sepamail_message_001} as it stands in the document, and what its header
 * says. Immutable and thread-safe.
 *
 * <p>Its octets are those of the document and are never written anew: {@link #checksum()} is taken over them, and a resend
 * carries them on.
 *
 * <pre>{@code
 * Message message = nominal.message();
 * message.type();                                          // simple.request@test
 * SimpleTest test = message.simpleTest().orElseThrow();    // the typed body of the test ecosystem
 * Object body = message.unmarshal(jaxbContext, bodyClass);  // or any body, by a class of your own
 * }</pre>
 *
 * @since 0.1.0
 */
public final class Message extends MessageHeader {

    private final DocumentOctets document;
    private final SchemaVersion version;
    private final Range element;
    private final Range body;

    /** Octets of a document, from one index up to another. */
    record Range(int from, int to) {}

    Message(DocumentOctets document, SchemaVersion version, MessageValues values, Range element, Range body) {
        super(values);
        this.document = document;
        this.version = version;
        this.element = element;
        this.body = body;
    }

    /**
     * The message element, from the {@code <} of its opening to the {@code >} of its closing tag. Prefixes may be declared
     * outside of it.
     *
     * @return a copy of the octets
     */
    public byte[] octets() {
        return Arrays.copyOfRange(document(), element.from(), element.to());
    }

    /**
     * The element in MsgBdy, as it stands. Prefixes may be declared outside of it.
     *
     * @return a stream over the octets
     */
    public InputStream bodyOctets() {
        return new ByteArrayInputStream(document(), body.from(), body.to() - body.from());
    }

    /**
     * Where the message element lies in the document of the missive.
     *
     * @return the offset of its first octet, from 0
     */
    public int offset() {
        return element.from();
    }

    /**
     * How long the message element is.
     *
     * @return in octets
     */
    public int length() {
        return element.to() - element.from();
    }

    @Override
    public MessageChecksum checksum() {
        return MessageChecksum.of(document(), element.from(), element.to());
    }

    @Override
    public Optional<ChecksumForm> match(MessageChecksum checksum) {
        return checksum.match(document(), element.from(), element.to());
    }

    /**
     * The body as an object of the caller's own JAXB classes, for example those made from the scheme's schemas.
     *
     * <p>A value that its property cannot be made of is refused. What JAXB lets pass or changes without a word is not: the
     * name of the body element itself, elements that the class does not have or that are missing, empty numbers, values
     * that an enumeration does not have, and numbers too long for an {@code int}. {@link #unmarshal(JAXBContext, Class, Schema)}
     * refuses what a schema refuses.
     *
     * @param context the caller's context, made once and kept
     * @param type the class of the body; it needs no root element
     * @param <T> the class
     * @return the object
     * @throws JAXBException if a value is none of its property's; with its place, and without content
     */
    public <T> T unmarshal(JAXBContext context, Class<T> type) throws JAXBException {
        return Binding.unmarshal(context, this, type, null);
    }

    /**
     * The same for a body that is held against a schema first.
     *
     * @param context the caller's context, made once and kept
     * @param type the class of the body; it needs no root element
     * @param schema has the body element as one of its elements; made by the factory of the JDK
     * @param <T> the class
     * @return the object
     * @throws JAXBException if the schema does not allow the body, with the rule, or a value is none of its property's; with
     *     its place, and without content
     */
    public <T> T unmarshal(JAXBContext context, Class<T> type, Schema schema) throws JAXBException {
        return Binding.unmarshal(context, this, type, Objects.requireNonNull(schema, "schema"));
    }

    /**
     * The body as a tree.
     *
     * @return a new document whose root is the body element
     */
    public Document bodyDocument() {
        return DomBuilder.element(document(), body.from());
    }

    /**
     * The body, if it is one of the test ecosystem.
     *
     * @return the body, or why it is none
     */
    public ParseResult<SimpleTest> simpleTest() {
        return SimpleTestReader.read(this);
    }

    /** The document, not copied. */
    byte[] document() {
        return document.array();
    }

    Range element() {
        return element;
    }

    Range body() {
        return body;
    }

    SchemaVersion version() {
        return version;
    }

    /** Returns the type and the length; no identifier and no content. */
    @Override
    public String toString() {
        return "Message[" + type() + ", " + length() + " octets]";
    }
}
