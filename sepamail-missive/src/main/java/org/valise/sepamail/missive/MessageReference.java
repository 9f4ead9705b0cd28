// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

/**
 * Another message that a message refers to (MsgRef). Immutable and thread-safe.
 *
 * <pre>{@code
 * MessageContent answer = MessageContent.of("M-2", request.report())
 *         .withReference(new MessageReference(received.message().id(), "answers"));
 * }</pre>
 *
 * @param messageId its MsgId, up to 200 characters
 * @param relation in what way it is referred to, 1 to 70 characters
 * @since 0.1.0
 */
public record MessageReference(String messageId, String relation) {

    private static final int LONGEST_RELATION = 70;

    /**
     * Refuses what the schema does not allow.
     *
     * @param messageId its MsgId
     * @param relation in what way it is referred to
     * @throws IllegalArgumentException if one of them is too short or long, or has characters that XML does not allow
     */
    public MessageReference {
        XmlText.requireCharacters(messageId, 0, ValueType.LONGEST_IDENTIFIER, "A message identifier");
        XmlText.requireCharacters(relation, 1, LONGEST_RELATION, "A relation");
    }

    /** The reference that was read. */
    static MessageReference read(String messageId, String relation) {
        return new MessageReference(messageId, relation);
    }

    /** Refuses what can be read, but is not written. */
    MessageReference requireWritable() {
        XmlText.require(messageId, 0, ValueType.LONGEST_IDENTIFIER, "A message identifier");
        XmlText.require(relation, 1, LONGEST_RELATION, "A relation");
        return this;
    }

    /** Returns the kind of thing only; no identifiers. */
    @Override
    public String toString() {
        return "MessageReference";
    }
}
