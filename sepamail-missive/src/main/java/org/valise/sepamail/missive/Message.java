// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import jakarta.xml.bind.JAXBContext;
import jakarta.xml.bind.JAXBException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
 * Invoice invoice = message.unmarshal(jaxbContext, Invoice.class);
 * }</pre>
 *
 * @since 0.1.0
 */
public final class Message {

    private final byte[] document;
    private final SchemaVersion version;
    private final MessageHeader header;
    private final String bodyNamespace;
    private final String bodyName;
    private final Range element;
    private final Range body;

    /** What the header of a message says. */
    record MessageHeader(
            String id,
            MessageType type,
            @Nullable String norm,
            List<Redirection> redirections,
            List<MessageReference> references,
            @Nullable MissiveTime expiry) {}

    /** Octets of a document, from one index up to another. */
    record Range(int from, int to) {}

    Message(
            byte[] document,
            SchemaVersion version,
            MessageHeader header,
            String bodyNamespace,
            String bodyName,
            Range element,
            Range body) {
        this.document = document;
        this.version = version;
        this.header = header;
        this.bodyNamespace = bodyNamespace;
        this.bodyName = bodyName;
        this.element = element;
        this.body = body;
    }

    /**
     * The identifier of the message, MsgId; independent of that of the missive.
     *
     * @return up to 200 characters
     */
    public String id() {
        return header.id();
    }

    /**
     * The type of the message, MsgTyp.
     *
     * @return the type, known or not
     */
    public MessageType type() {
        return header.type();
    }

    /**
     * The attribute {@code version} of MsvBdy.
     *
     * @return the norm if it is stated
     */
    public Optional<String> norm() {
        return Optional.ofNullable(header.norm());
    }

    /**
     * Addresses within the receiver to which the message is to be led, MsgRedir.
     *
     * @return in their order
     */
    public List<Redirection> redirections() {
        return header.redirections();
    }

    /**
     * Other messages that this one refers to, MsgRef.
     *
     * @return in their order
     */
    public List<MessageReference> references() {
        return header.references();
    }

    /**
     * The time after which the message has no value, MsgExpiry. A message that comes later is still acknowledged.
     *
     * @return the time if it is stated
     */
    public Optional<MissiveTime> expiry() {
        return Optional.ofNullable(header.expiry());
    }

    /**
     * The local name of the element in MsgBdy.
     *
     * @return for example {@code SimpleTestRequest}
     */
    public String bodyName() {
        return bodyName;
    }

    /**
     * The namespace of the element in MsgBdy.
     *
     * @return that of the missive, unless the missive breaks the rules
     */
    public String bodyNamespace() {
        return bodyNamespace;
    }

    /**
     * The message element, from the {@code <} of its opening to the {@code >} of its closing tag. Prefixes may be declared
     * outside of it.
     *
     * @return a copy of the octets
     */
    public byte[] octets() {
        return Arrays.copyOfRange(document, element.from(), element.to());
    }

    /**
     * The element in MsgBdy, as it stands. Prefixes may be declared outside of it.
     *
     * @return a stream over the octets
     */
    public InputStream bodyOctets() {
        return new ByteArrayInputStream(document, body.from(), body.to() - body.from());
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

    /**
     * The checksum by which an acknowledgement names this message (AcqChk): SHA-1 over its octets with LF line ends.
     *
     * @return the same for every order of the missive
     */
    public MessageChecksum checksum() {
        return MessageChecksum.of(document, element.from(), element.to());
    }

    /**
     * Holds a checksum against the octets of this message.
     *
     * @param checksum AcqChk or SndChk
     * @return over which form of the octets it fits; empty if over none
     */
    public Optional<ChecksumForm> match(MessageChecksum checksum) {
        return checksum.match(document, element.from(), element.to());
    }

    /**
     * The body as an object of the caller's own JAXB classes, for example those made from the scheme's schemas.
     *
     * @param context the caller's context, made once and kept
     * @param type the class of the body; it needs no root element
     * @param <T> the class
     * @return the object
     * @throws JAXBException if the body is no such object
     */
    public <T> T unmarshal(JAXBContext context, Class<T> type) throws JAXBException {
        return Binding.unmarshal(context, this, type);
    }

    /**
     * The body as a tree.
     *
     * @return a new document whose root is the body element
     */
    public Document bodyDocument() {
        return DomBuilder.element(document, body.from());
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
        return document;
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
        return "Message[" + header.type() + ", " + length() + " octets]";
    }
}
