// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a text from outside, or striking about it: what, where, which rule, and what to do.
 * Immutable and thread-safe.
 *
 * <p>A problem never holds content of a missive: it can be logged.
 *
 * <pre>{@code
 * for (Problem p : reading.problems()) {
 *     System.err.println(p);   // BAD_VALUE at line 7, column 17 (offset 211): ... [MIS1202 Check of the XML validity]
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class Problem implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final String MIS1202 = "MIS1202";
    private static final Clause XML = new Clause("XML 1.0", "well-formedness");
    private static final Clause VALISE = new Clause("Valise", "reading");
    private static final Clause LIMITS = new Clause("Valise", "MissiveLimits");
    private static final Clause SCHEMA = new Clause(MIS1202, "Check of the XML validity");
    private static final Clause CONTENT = new Clause(MIS1202, "The content");
    private static final Clause SEQUENCE = new Clause(MIS1202, "The sequencing");
    private static final Clause RECEIVER = new Clause(MIS1202, "Check of the Rcv field");
    private static final Clause SENDER = new Clause(MIS1202, "Check of MsvSnd");
    private static final Clause TIME = new Clause(MIS1202, "Time stamping");
    private static final Clause ACKNOWLEDGEMENT = new Clause(MIS1202, "The acknowledgement of a missive");
    private static final Clause ROUTING = new Clause(MIS1202, "The routing");
    private static final Clause IDENTIFIERS = new Clause("SEPAmail", "identifiers");
    private static final Clause IBAN = new Clause("ISO 13616", "check digits");
    private static final Clause SIGNATURE = new Clause("XMLDSig", "core validation");

    private static final String ASK = "Have the sender send a right document.";
    private static final String RAISE = "If the document is genuine, raise this limit of MissiveLimits.";
    private static final String NORM = "Have the sender build it by the norm.";
    private static final String TYPO = "Check the identifier with whoever gave it.";
    private static final String KNOWN_PEER = "Known of old software: nothing to do.";

    /**
     * In which check a problem was found.
     *
     * @since 0.1.0
     */
    public enum Layer {
        /** The document as XML, and the limits. */
        XML,
        /** The structure, by a schema. */
        SCHEMA,
        /** The rules that a schema does not enforce. */
        RULES
    }

    /**
     * How grave a problem is.
     *
     * @since 0.1.0
     */
    public enum Severity {
        /** The text is refused. */
        ERROR,
        /** The text is read; somebody should know. */
        WARNING
    }

    /**
     * The stable code of a problem, with its layer, its gravity, the clause it breaks and what to do about it.
     *
     * @since 0.1.0
     */
    public enum Code {
        /** The document is not well-formed XML with namespaces. */
        NOT_WELL_FORMED(Layer.XML, XML, ASK),
        /** The octets are not UTF-8, or stand for characters that XML does not allow. */
        BAD_CHARACTER(Layer.XML, XML, ASK),
        /** The document is in another encoding than UTF-8. */
        UNSUPPORTED_ENCODING(Layer.XML, VALISE, "Have it sent in UTF-8."),
        /** The document has a document type declaration. */
        DOCTYPE_REFUSED(Layer.XML, VALISE, "Do not process it: a missive has no DOCTYPE, an attack may."),
        /** The document is longer than {@link MissiveLimits#octets()}. */
        TOO_LONG(Layer.XML, LIMITS, RAISE),
        /** Elements are nested deeper than {@link MissiveLimits#depth()}. */
        TOO_DEEP(Layer.XML, LIMITS, RAISE),
        /** The document has more attributes than {@link MissiveLimits#attributes()}. */
        TOO_MANY_ATTRIBUTES(Layer.XML, LIMITS, RAISE),
        /** Elements and attributes have more than 5,000 different names; schema validators keep them for ever. */
        TOO_MANY_NAMES(Layer.XML, LIMITS, "Have the sender send a missive of the network."),
        /** A name, an attribute or a value of the envelope is longer than {@link MissiveLimits#valueOctets()}. */
        VALUE_TOO_LONG(Layer.XML, LIMITS, RAISE),
        /** There were more problems than {@link MissiveLimits#problems()}; the rest is not listed. */
        TOO_MANY_PROBLEMS(Layer.XML, LIMITS, RAISE),

        /** The root element is none that was expected. */
        NOT_A_MISSIVE(Layer.SCHEMA, SCHEMA, "Check that the document is a missive and no other part of the mail."),
        /** The root element is in a namespace that no registered version has. */
        UNKNOWN_NAMESPACE(Layer.SCHEMA, SCHEMA, "Register the version with Missives.withVersion, or read leniently."),
        /** The structure has a later number than 001. */
        UNKNOWN_STRUCTURE(Layer.SCHEMA, SCHEMA, "A later Valise may know it; this one reads structure 001."),
        /** An element that the schema does not allow at this place. */
        UNEXPECTED_ELEMENT(Layer.SCHEMA, SCHEMA, ASK),
        /** An element that the schema requires is missing. */
        MISSING_ELEMENT(Layer.SCHEMA, SCHEMA, ASK),
        /** An attribute that the schema does not allow. */
        UNEXPECTED_ATTRIBUTE(Layer.SCHEMA, SCHEMA, ASK),
        /** An attribute that the schema requires is missing. */
        MISSING_ATTRIBUTE(Layer.SCHEMA, SCHEMA, ASK),
        /** Text where the schema allows elements only. */
        UNEXPECTED_TEXT(Layer.SCHEMA, SCHEMA, ASK),
        /** A value that its type in the schema does not allow. */
        BAD_VALUE(Layer.SCHEMA, SCHEMA, ASK),
        /** Refused by the schemas of the scheme that the caller supplied. */
        OFFICIAL_SCHEMA(Layer.SCHEMA, SCHEMA, ASK),
        /** The schemas of the scheme that the caller supplied are all for other namespaces. */
        NO_OFFICIAL_SCHEMA(Layer.SCHEMA, SCHEMA, "Give the reader the set of schemas of this namespace, too."),
        /** The number of missives in a file is not the number it states. */
        WRONG_COUNT(
                Layer.SCHEMA, new Clause("SEPAmail", "file of missives"), "Do not process the file: it may be cut."),

        /** An identifier without a character. */
        EMPTY_IDENTIFIER(Layer.RULES, CONTENT, NORM),
        /** An identifier that is the name of its own element, as in templates. */
        PLACEHOLDER_IDENTIFIER(Layer.RULES, Severity.WARNING, CONTENT, "Do not tell missives apart by it."),
        /** A presentation order below 1, or beyond any number. */
        BAD_ORDER(Layer.RULES, new Clause(MIS1202, "Resending a missive"), NORM),
        /** The priority is not stated; it counts as normal. */
        PRIORITY_NOT_STATED(Layer.RULES, Severity.WARNING, CONTENT, "Read as NORMAL."),
        /** The sender has no identifier. */
        NO_SENDER(Layer.RULES, SENDER, NORM),
        /** The receiver has no identifier of a user. */
        NO_RECEIVER_USER(Layer.RULES, RECEIVER, NORM),
        /** The receiver has no identifier of a participant: neither a BIC nor a QXBAN. */
        NO_RECEIVER_PARTICIPANT(Layer.RULES, RECEIVER, "Add the BIC of the receiving bank."),
        /** The BIC and the one within the QXBAN beside it differ. */
        BIC_CONFLICT(Layer.RULES, Severity.WARNING, RECEIVER, "Accept it only if one participant has both."),
        /** A part that this type of missive must have is missing. */
        PART_MISSING(Layer.RULES, CONTENT, NORM),
        /** A part that this type of missive must not have. */
        PART_NOT_ALLOWED(Layer.RULES, CONTENT, NORM),
        /** A time of reception, which only the receiver writes into his own copy. */
        RECEPTION_TIME_PRESENT(Layer.RULES, Severity.WARNING, TIME, "Ignore it if the document came from outside."),
        /** A date and time without a time zone. */
        NO_TIME_ZONE(Layer.RULES, Severity.WARNING, TIME, "Read in the zone that Missives was given."),
        /** A date and time that Java cannot hold. */
        TIME_OUT_OF_RANGE(Layer.RULES, TIME, NORM),
        /** The message type is not of the form type@family. */
        BAD_MESSAGE_TYPE(Layer.RULES, CONTENT, NORM),
        /** The message type is not in the schemas of its version. */
        UNKNOWN_MESSAGE_TYPE(Layer.RULES, Severity.WARNING, CONTENT, "Agree on it with the counterparty."),
        /** The body element does not belong to the message type. */
        BODY_MISMATCH(Layer.RULES, CONTENT, NORM),
        /** The body element is in another namespace than the missive. */
        FOREIGN_BODY(Layer.RULES, CONTENT, NORM),
        /** A message type of the API within a bank in another missive, or the reverse. */
        SMAPI_MISMATCH(Layer.RULES, SEQUENCE, NORM),
        /** The checksum of the sender does not fit the message. */
        SENDER_CHECKSUM_MISMATCH(
                Layer.RULES, Severity.WARNING, CONTENT, "Its rule is inferred: compare with the sender."),
        /** A checksum of no known form. */
        UNRECOGNISED_CHECKSUM(Layer.RULES, Severity.WARNING, CONTENT, "It is ignored."),
        /** A code of an acknowledgement with a part missing in front of another. */
        INCOMPLETE_CODE(Layer.RULES, ACKNOWLEDGEMENT, NORM),
        /** A code of an acknowledgement whose class is none of 2, 4 and 5, or whose parts are out of range. */
        UNKNOWN_CODE_CLASS(Layer.RULES, Severity.WARNING, ACKNOWLEDGEMENT, "Only ACK or NAK counts."),
        /** ACK with a class of errors, or NAK with the class of success. */
        STATUS_CODE_CONFLICT(Layer.RULES, ACKNOWLEDGEMENT, "Treat it as not received; resend or escalate."),

        /** Not a BIC. */
        BAD_BIC(Layer.RULES, IDENTIFIERS, TYPO),
        /** Not an IBAN. */
        BAD_IBAN(Layer.RULES, IDENTIFIERS, TYPO),
        /** The check digits of an IBAN are wrong. */
        IBAN_CHECK_DIGITS(Layer.RULES, IBAN, TYPO),
        /** Lower-case letters in an identifier that is written in capitals. */
        LOWER_CASE(Layer.RULES, Severity.WARNING, IDENTIFIERS, "Read as capitals."),
        /** Not a QXBAN: 34 characters, QX, check digits, a BIC of 11, capitals and digits. */
        BAD_QXBAN(Layer.RULES, IDENTIFIERS, TYPO),
        /** The check digits of a QXBAN are wrong. */
        QXBAN_CHECK_DIGITS(Layer.RULES, IBAN, TYPO),
        /** What stands in a QXBAN in place of its BIC has not the form of one. */
        QXBAN_BIC(Layer.RULES, Severity.WARNING, IDENTIFIERS, "It cannot be routed by its BIC."),
        /** Not an ICQX. */
        BAD_ICQX(Layer.RULES, IDENTIFIERS, TYPO),
        /** Not an identifier of any kind. */
        UNKNOWN_IDENTIFIER(Layer.RULES, IDENTIFIERS, TYPO),
        /** A negative acknowledgement repeats an identifier that is none. */
        REFUSED_IDENTIFIER(Layer.RULES, Severity.WARNING, IDENTIFIERS, "Correct it in the missive that was refused."),
        /** Not an address ecosystem@node.suffix. */
        BAD_ADDRESS(Layer.RULES, ROUTING, TYPO),
        /** The ecosystem of an address is no family of messages that is known. */
        UNKNOWN_FAMILY(Layer.RULES, Severity.WARNING, ROUTING, "Compare with ecosystem@SCHEME."),

        /** The address is not that of the participant whom the document names. */
        ADDRESS_MISMATCH(Layer.RULES, ROUTING, "Do not act on it: the envelope and the missive differ."),
        /** The family of the address is not that of the message. */
        FAMILY_MISMATCH(Layer.RULES, ROUTING, "Do not act on it: the envelope and the missive differ."),

        /** {@code NACK} was read as {@code NAK}. */
        NACK_FOR_NAK(Layer.SCHEMA, Severity.WARNING, SCHEMA, KNOWN_PEER),
        /** {@code PRI_NORM} and its like were read as {@code PRIO_NORM} and its like. */
        PRI_FOR_PRIO(Layer.SCHEMA, Severity.WARNING, SCHEMA, KNOWN_PEER),
        /** A routing warning without a code was left out. */
        EMPTY_WARNING(Layer.SCHEMA, Severity.WARNING, SCHEMA, KNOWN_PEER),
        /** An empty optional element was read as absent. */
        EMPTY_FOR_ABSENT(Layer.SCHEMA, Severity.WARNING, SCHEMA, KNOWN_PEER),
        /** The parts of an acknowledgement were read in another order than the schema has. */
        ACKNOWLEDGEMENT_ORDER(Layer.SCHEMA, Severity.WARNING, SCHEMA, KNOWN_PEER),
        /** An account number without an element around it was read as IBAN. */
        BARE_ACCOUNT(Layer.SCHEMA, Severity.WARNING, SCHEMA, KNOWN_PEER),
        /** An unknown namespace of SEPAmail was read like the newest known one. */
        NAMESPACE_TAKEN_AS_KNOWN(Layer.SCHEMA, Severity.WARNING, SCHEMA, "Register the version."),
        /** A byte order mark in front of the document was ignored. */
        BYTE_ORDER_MARK(Layer.XML, Severity.WARNING, XML, "Nothing to do; it is not part of any checksum."),

        /** A signature of a customer is wrong or covers something else. */
        BAD_SIGNATURE(Layer.RULES, SIGNATURE, "Do not trust the message because of it."),
        /** A signature of a customer could not be examined, or it is not established whose it is. */
        UNCONFIRMED_SIGNATURE(Layer.RULES, Severity.WARNING, SIGNATURE, "Treat the message as unsigned.");

        private final Layer layer;
        private final Severity severity;
        private final Clause clause;
        private final String advice;

        Code(Layer layer, Clause clause, String advice) {
            this(layer, Severity.ERROR, clause, advice);
        }

        Code(Layer layer, Severity severity, Clause clause, String advice) {
            this.layer = layer;
            this.severity = severity;
            this.clause = clause;
            this.advice = advice;
        }

        /**
         * In which check it is found.
         *
         * @return the layer
         */
        public Layer layer() {
            return layer;
        }

        /**
         * How grave it is.
         *
         * @return the severity
         */
        public Severity severity() {
            return severity;
        }

        /**
         * The clause that a text with this problem breaks. The chapters of MIS1202 have titles and no numbers.
         *
         * @return the clause
         */
        public Clause clause() {
            return clause;
        }

        /**
         * What the caller can do about it.
         *
         * @return a sentence for people
         */
        public String advice() {
            return advice;
        }
    }

    private final Code code;
    private final String detail;
    private final @Nullable Span span;

    private Problem(Code code, String detail, @Nullable Span span) {
        this.code = Objects.requireNonNull(code, "code");
        this.detail = Objects.requireNonNull(detail, "detail");
        this.span = span;
    }

    /**
     * Makes a problem without a place.
     *
     * @param code what is wrong
     * @param detail a sentence that says it in words, without content of the missive
     * @return the problem
     */
    public static Problem of(Code code, String detail) {
        return new Problem(code, detail, null);
    }

    /**
     * The same problem at a place.
     *
     * @param place where in the document or identifier
     * @return a new problem
     */
    public Problem at(Span place) {
        return new Problem(code, detail, Objects.requireNonNull(place, "place"));
    }

    /**
     * What is wrong.
     *
     * @return the stable code
     */
    public Code code() {
        return code;
    }

    /**
     * Whether the text is refused because of it.
     *
     * @return true for {@link Severity#ERROR}
     */
    public boolean isError() {
        return code.severity() == Severity.ERROR;
    }

    /**
     * What is wrong, in words for people; never holds content of a missive.
     *
     * @return a sentence
     */
    public String detail() {
        return detail;
    }

    /**
     * Where.
     *
     * @return the place in the document as it was received, or in the identifier
     */
    public Optional<Span> span() {
        return Optional.ofNullable(span);
    }

    @Override
    @SuppressWarnings("exports") // seen by compilers only: JSpecify is not required of users
    public boolean equals(@Nullable Object other) {
        return other instanceof Problem p && code == p.code && detail.equals(p.detail) && Objects.equals(span, p.span);
    }

    @Override
    public int hashCode() {
        return Objects.hash(code, detail, span);
    }

    /** Returns code, place, words, advice and clause in one line; no content. */
    @Override
    public String toString() {
        String place = span == null ? "" : " at " + span;
        return code.name() + place + ": " + detail + " " + code.advice() + " [" + code.clause() + "]";
    }
}
