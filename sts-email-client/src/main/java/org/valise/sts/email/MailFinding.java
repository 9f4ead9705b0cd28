// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

/**
 * Something about a received mail that its reader should know: about trust, or about what was repaired.
 *
 * <pre>{@code
 * if (replyReader.read(octets, store) instanceof Reply.Suspect suspect) {
 *     suspect.findings().forEach(finding -> operator.tell(finding.words()));    // "the sender is not the gateway"
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public enum MailFinding {
    /** The sender is not the gateway's address, or cannot be read. */
    SENDER_DIFFERS("the sender is not the gateway"),
    /** No gateway address was given to compare the sender with; nothing is acted on. */
    SENDER_NOT_CHECKED("no gateway address is configured, so the sender was not compared"),
    /** There is not exactly one From with exactly one address. */
    SENDER_AMBIGUOUS("there is not exactly one sender"),
    /** Several Subject headers; none is trusted. */
    DUPLICATE_SUBJECT("there are several subjects"),
    /** Several result headers. */
    DUPLICATE_RESULT("there are several result headers"),
    /** Something stands before {@code Auto:}, as mail filters put it there. */
    PREFIXED("the subject has a prefix"),
    /** The subject says that a person or another robot replied or forwarded; never final. */
    FORWARDED("the subject says that the mail was replied to or forwarded"),
    /** The reply names another Message-ID than the request had: a server on the way replaced it. */
    MESSAGE_ID_REWRITTEN("the reply names another Message-ID than the request's"),
    /** The service in the subject is another one than the request's. */
    SERVICE_DIFFERS("the reply names another service than the request"),
    /** Recognised by the Message-ID alone. */
    TOKEN_MISSING("the subject holds no token"),
    /** The text, or a part of it, was recovered from HTML. */
    HTML_ONLY("text came as HTML only"),
    /** The declared charset is unknown or wrong; another was used. */
    CHARSET_REPLACED("the declared charset was not used"),
    /** A transfer encoding is damaged or unknown. */
    ENCODING_BROKEN("a transfer encoding is damaged or unknown"),
    /** Multipart delimiters are missing. */
    STRUCTURE_BROKEN("the MIME structure is damaged"),
    /** The mail ends in the middle of its header; nothing in it is acted on. */
    HEADER_CUT("the mail ends within its header"),
    /** A mail within the mail is given as an attachment. */
    NESTED_MAIL("a mail is attached"),
    /** More than the limits allow; only the header was read. */
    LIMIT_EXCEEDED("the mail exceeds a limit");

    private final String words;

    MailFinding(String words) {
        this.words = words;
    }

    /**
     * What was found, in words for people.
     *
     * @return a clause without a full stop
     */
    public String words() {
        return words;
    }
}
