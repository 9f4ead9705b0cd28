// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.net.URISyntaxException;
import java.util.Objects;

/**
 * An address within the receiver to which a message is to be led (MsgRedir); what it means is up to the receiver.
 * Immutable and thread-safe.
 *
 * <pre>{@code
 * MessageContent content = MessageContent.of("M-1", SimpleTest.request("T-1"))
 *         .withRedirection(Redirection.toReference("Desk 12"));
 * for (Redirection to : received.message().redirections()) {
 *     lead(received, to.kind(), to.value());
 * }
 * }</pre>
 *
 * @param kind which of the two kinds
 * @param value the reference or URI
 * @since 0.1.0
 */
public record Redirection(Kind kind, String value) {

    private static final int LONGEST_REFERENCE = 70;

    /**
     * The kinds of redirection.
     *
     * @since 0.1.0
     */
    public enum Kind {
        /** A desk, a telephone number and the like: 1 to 70 characters. */
        INTERNAL_REFERENCE,
        /** A URI. */
        URI
    }

    /**
     * Refuses what the schema does not allow.
     *
     * @param kind which of the two kinds
     * @param value the reference or URI
     * @throws IllegalArgumentException if an internal reference is empty or has more than 70 characters, or there are
     *     characters that XML does not allow
     */
    public Redirection {
        Objects.requireNonNull(kind, "kind");
        if (kind == Kind.INTERNAL_REFERENCE) {
            XmlText.requireCharacters(value, 1, LONGEST_REFERENCE, "An internal reference");
        }
        XmlText.requireAllowed(value, "A redirection");
    }

    /**
     * A redirection to a desk, a telephone number and the like.
     *
     * @param value 1 to 70 characters
     * @return the redirection
     * @throws IllegalArgumentException if it is empty or longer
     */
    public static Redirection toReference(String value) {
        return new Redirection(Kind.INTERNAL_REFERENCE, value);
    }

    /**
     * A redirection to a URI.
     *
     * @param uri the URI
     * @return the redirection
     */
    public static Redirection toUri(java.net.URI uri) {
        return new Redirection(Kind.URI, uri.toString());
    }

    /** Refuses what can be read, but is not written. */
    Redirection requireWritable() {
        if (kind == Kind.INTERNAL_REFERENCE) {
            XmlText.require(value, 1, LONGEST_REFERENCE, "An internal reference");
        } else if (!isUri()) {
            throw new IllegalArgumentException("A redirection to a URI has one");
        }
        return this;
    }

    private boolean isUri() {
        try {
            new java.net.URI(value);
            return true;
        } catch (URISyntaxException quotesTheValue) {
            return false;
        }
    }

    /** Returns the kind; not the address. */
    @Override
    public String toString() {
        return "Redirection[" + kind + "]";
    }
}
