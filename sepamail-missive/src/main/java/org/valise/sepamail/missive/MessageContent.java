// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message that is to be put into a missive: its header, and its body in one of several forms. Immutable and
 * thread-safe.
 *
 * <pre>{@code
 * MessageContent typed = MessageContent.of("M-1", SimpleTest.request("T-1").withText("hello"));
 * MessageContent own = MessageContent.ofXml("M-2", MessageType.of("mandat@direct.debit"), octetsOfTheBodyElement);
 * MessageContent bound = MessageContent.ofJaxb("M-3", MessageType.of("mandat@direct.debit"), jaxbContext, mandate);
 * MessageContent large = MessageContent.of("M-4", SimpleTest.request("T-1"), () -> Files.newInputStream(path));
 * }</pre>
 *
 * @since 0.1.0
 */
public final class MessageContent {

    private final @Nullable String id;
    private final @Nullable MessageType type;
    private final MessageBody body;
    private final List<Redirection> redirections;
    private final List<MessageReference> references;
    private final @Nullable MissiveTime expiry;

    private MessageContent(
            @Nullable String id,
            @Nullable MessageType type,
            MessageBody body,
            List<Redirection> redirections,
            List<MessageReference> references,
            @Nullable MissiveTime expiry) {
        this.id = id;
        this.type = type;
        this.body = body;
        this.redirections = redirections;
        this.references = references;
        this.expiry = expiry;
    }

    private static MessageContent of(String id, MessageType type, MessageBody body) {
        XmlText.require(id, 1, ValueType.LONGEST_IDENTIFIER, "A message identifier");
        return new MessageContent(id, Objects.requireNonNull(type, "type"), body, List.of(), List.of(), null);
    }

    /**
     * A message of the test ecosystem.
     *
     * @param id the identifier of the message, 1 to 200 characters
     * @param body the body
     * @return the content
     * @throws IllegalArgumentException if the identifier is empty or too long, or has characters that XML does not allow
     */
    public static MessageContent of(String id, SimpleTest body) {
        return of(id, body.messageType(), new MessageBody.Typed(body));
    }

    /**
     * A message whose body is there as XML. The octets are carried over as they are.
     *
     * @param id the identifier of the message, 1 to 200 characters
     * @param type the type of the message
     * @param element the body element with all its namespace declarations, UTF-8; an XML declaration is left out
     * @return the content; the element is held against type and namespace when the missive is built
     * @throws IllegalArgumentException if the identifier is empty or too long, or has characters that XML does not
     *     allow, or the octets are not one well-formed element
     */
    public static MessageContent ofXml(String id, MessageType type, byte[] element) {
        return of(id, type, XmlFragment.of(element));
    }

    /**
     * A message of the test ecosystem whose data may be of any length: it is read when the missive is written. See {@link
     * MissiveBuilder#writeTo}.
     *
     * @param id the identifier of the message, 1 to 200 characters
     * @param body the body without data
     * @param data the octets of its data
     * @return the content
     * @throws IllegalArgumentException if the identifier is empty or too long, or has characters that XML does not allow,
     *     or the body has data already
     */
    public static MessageContent of(String id, SimpleTest body, OctetSource data) {
        if (body.dataNotCopied() != null) {
            throw new IllegalArgumentException("The body has data already");
        }
        Objects.requireNonNull(data, "data");
        return of(id, body.messageType(), new MessageBody.StreamedTest(body, data));
    }

    /**
     * A message whose body is XML of any length: it is read when the missive is written. See {@link
     * MissiveBuilder#writeTo}, and {@link XmlParts} for a body around large contents.
     *
     * @param id the identifier of the message, 1 to 200 characters
     * @param type the type of the message
     * @param element the body element with all its namespace declarations, UTF-8; an XML declaration is left out. Each of
     *     its tags, comments and processing instructions has at most 1,048,576 octets.
     * @return the content; the element is held against type and namespace when the missive is written
     * @throws IllegalArgumentException if the identifier is empty or too long, or has characters that XML does not allow
     */
    public static MessageContent ofXml(String id, MessageType type, OctetSource element) {
        return of(id, type, new MessageBody.StreamedXml(Objects.requireNonNull(element, "element")));
    }

    /**
     * A message whose body is an object that the caller's JAXB context knows.
     *
     * @param id the identifier of the message, 1 to 200 characters
     * @param type the type of the message
     * @param context the context, for example over classes made from the scheme's schemas
     * @param element an object with a root element, or a {@code JAXBElement}
     * @return the content
     * @throws IllegalArgumentException if the identifier is empty or too long, or has characters that XML does not
     *     allow, or the context cannot write the object
     */
    public static MessageContent ofJaxb(
            String id, MessageType type, jakarta.xml.bind.JAXBContext context, Object element) {
        return ofXml(id, type, Binding.marshal(context, element));
    }

    /**
     * A whole message, header included, as it stands: the element {@code sepamail_message_001} with all its namespace
     * declarations.
     *
     * @param element the element, UTF-8
     * @return the content, to which nothing can be added
     * @throws IllegalArgumentException if the octets are not one well-formed element
     */
    public static MessageContent ofMessageXml(byte[] element) {
        return new MessageContent(null, null, XmlFragment.of(element), List.of(), List.of(), null);
    }

    /**
     * The message of another missive, octet by octet.
     *
     * @param message the message
     * @return the content, to which nothing can be added
     */
    public static MessageContent of(Message message) {
        return new MessageContent(null, null, XmlFragment.of(message), List.of(), List.of(), null);
    }

    /**
     * This content with a redirection behind those it has.
     *
     * @param redirection where to
     * @return a new content
     * @throws IllegalArgumentException if its URI is none, or its reference has more than 70 UTF-16 units
     */
    public MessageContent withRedirection(Redirection redirection) {
        requireHeader();
        return new MessageContent(
                id, type, body, with(redirections, redirection.requireWritable()), references, expiry);
    }

    /**
     * This content with a reference behind those it has.
     *
     * @param reference to which message
     * @return a new content
     * @throws IllegalArgumentException if its identifier has more than 200 or its relation more than 70 UTF-16 units
     */
    public MessageContent withReference(MessageReference reference) {
        requireHeader();
        return new MessageContent(id, type, body, redirections, with(references, reference.requireWritable()), expiry);
    }

    /**
     * This content with a time after which it has no value.
     *
     * @param time the time; it must have a zone
     * @return a new content
     * @throws IllegalArgumentException if it has none
     */
    public MessageContent withExpiry(MissiveTime time) {
        requireHeader();
        if (!time.hasZone()) {
            throw new IllegalArgumentException("What is written has a time zone");
        }
        return new MessageContent(id, type, body, redirections, references, time);
    }

    private void requireHeader() {
        if (type == null) {
            throw new IllegalArgumentException("A whole message has a header already; nothing can be added to it");
        }
    }

    private static <T> List<T> with(List<T> list, T last) {
        List<T> longer = new ArrayList<>(list);
        longer.add(Objects.requireNonNull(last));
        return List.copyOf(longer);
    }

    @Nullable
    String id() {
        return id;
    }

    /** The type; null for a whole message. */
    @Nullable
    MessageType type() {
        return type;
    }

    MessageBody body() {
        return body;
    }

    List<Redirection> redirections() {
        return redirections;
    }

    List<MessageReference> references() {
        return references;
    }

    @Nullable
    MissiveTime expiry() {
        return expiry;
    }

    /** Returns the type; no identifier and no content. */
    @Override
    public String toString() {
        return "MessageContent[" + (type == null ? "whole message" : type) + "]";
    }
}
