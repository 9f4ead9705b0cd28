// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a text from outside: what, where, which rule, and what to do. Immutable and thread-safe.
 *
 * <p>A problem never holds content of a record: it can be logged.
 *
 * <pre>{@code
 * for (Problem p : scan.problems()) {
 *     System.err.println(p);   // CRC_ERROR at line 4, column 1 (offset 97): ... [STS600-4-2 5.7.1]
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class Problem implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final Clause DFCONCAT = new Clause("STS600-4-2", "5.7.1");
    private static final Clause IN_EMAIL = new Clause("STS600-4-2", "Appendix C");
    private static final Clause FILE = new Clause("STS600-4-2", "Appendix D");
    private static final Clause PUBLIC_KEY = new Clause("STS600-9-2", "5.1.3.3");
    private static final Clause RECORD_TYPES = new Clause("STS600-9-2", "8.1");
    private static final Clause LIMITS = new Clause("Valise", "RecordLimits");

    private static final String RESEND = "Ask for the record again.";
    private static final String AS_ATTACHMENT = "Have the mail sent again as plain text, or the record as a .txt file.";
    private static final String DO_NOT_LOAD = "Do not load this key; ask the key management centre.";
    private static final String RAISE = "If the text is genuine, raise this limit of RecordLimits.";

    /**
     * The stable code of a problem, with the clause it breaks and what to do about it.
     *
     * @since 0.1.0
     */
    public enum Code {
        /** The text has no field delimiter at all. */
        NOT_A_RECORD(DFCONCAT, RESEND),
        /** A character outside printable ASCII (U+0020 to U+007E). */
        BAD_CHARACTER(DFCONCAT, RESEND),
        /** The record type is not an IDENT. */
        BAD_TYPE(DFCONCAT, RESEND),
        /** The CRC of the record does not fit its text. */
        CRC_ERROR(DFCONCAT, RESEND),
        /** The record ends without a CRC although its type needs one. */
        CRC_MISSING(DFCONCAT, RESEND),

        /** An identity that does not have the six parts of its kind, each in its alphabet. */
        BAD_IDENTITY(DFCONCAT, RESEND),
        /** Lower-case hexadecimal digits in an identity. */
        IDENTITY_LOWER_CASE_HEX(DFCONCAT, RESEND),
        /** The CRC of an identity does not fit its text. */
        IDENTITY_CRC_ERROR(DFCONCAT, RESEND),

        /** A public-key record with fewer fields than the layout needs. */
        MISSING_FIELD(PUBLIC_KEY, RESEND),
        /** The public key is not upper-case hexadecimal. */
        BAD_HEX(PUBLIC_KEY, RESEND),
        /** The public key is not an uncompressed point of 97 octets. */
        BAD_POINT(PUBLIC_KEY, RESEND),
        /** The public key has the length of a point on another curve than P-384. */
        UNSUPPORTED_CURVE(PUBLIC_KEY, "Read it as a generic record; only P-384 is known for PK.ECDH.1."),
        /** The public key is not a point of the curve P-384. */
        POINT_NOT_ON_CURVE(PUBLIC_KEY, DO_NOT_LOAD),
        /** The identity does not belong to the public key. */
        FINGERPRINT_MISMATCH(PUBLIC_KEY, DO_NOT_LOAD),
        /** The key is past its expiry. */
        KEY_EXPIRED(PUBLIC_KEY, "Ask the gateway for the present key."),
        /** The expiry field is empty or not a timestamp. */
        EXPIRY_UNREADABLE(PUBLIC_KEY, "Ask the key management centre until when the key holds."),
        /** The key is not one of the pinned ones. */
        PIN_MISMATCH(PUBLIC_KEY, "Load it only after an operator has approved the new identity."),

        /** A decoder of an integrator refused the content of a record. */
        BAD_CONTENT(RECORD_TYPES, RESEND),
        /** A view was asked of a record type for which none is registered. */
        UNKNOWN_TYPE(RECORD_TYPES, "Register a decoder with StsRecords.withDecoder, or use the generic record."),

        /** A begin guard inside a block that has not ended. */
        NESTED(IN_EMAIL, AS_ATTACHMENT),
        /** An end guard without a begin guard. */
        STRAY_END(IN_EMAIL, AS_ATTACHMENT),
        /** An end guard of another type than the begin guard. */
        TYPE_MISMATCH(IN_EMAIL, AS_ATTACHMENT),
        /** A begin guard without an end guard. */
        UNTERMINATED(IN_EMAIL, AS_ATTACHMENT),
        /** The record in a block is of another type than its guards say. */
        RECORD_TYPE_MISMATCH(IN_EMAIL, RESEND),
        /** Something that was a guard before mail software changed it. */
        DAMAGED_GUARD(IN_EMAIL, AS_ATTACHMENT),
        /** Strict reading found a form that only lenient reading takes. */
        NOT_CANONICAL(IN_EMAIL, "Read it with StsRecords.lenient()."),
        /** Nothing in the text looks like a record. */
        NO_RECORD(IN_EMAIL, "Check that the text is the body of the mail or the attached file."),

        /** A key load file of Edition 1, which is another format. */
        UNSUPPORTED_EDITION_1(FILE, "Load it with software for STS Edition 1."),

        /** The mail text is longer than {@link RecordLimits#textChars()}. */
        TEXT_TOO_LONG(LIMITS, RAISE),
        /** The mail text has more guarded blocks than {@link RecordLimits#blocks()}. */
        TOO_MANY_BLOCKS(LIMITS, RAISE),
        /** A guarded block is longer than {@link RecordLimits#blockChars()}. */
        BLOCK_TOO_LONG(LIMITS, RAISE),
        /** A record, or a line of a file of records, is longer than {@link RecordLimits#recordChars()}. */
        RECORD_TOO_LONG(LIMITS, RAISE),
        /** The file is longer than {@link RecordLimits#fileOctets()}. */
        FILE_TOO_LONG(LIMITS, RAISE),
        /** The file has more lines than {@link RecordLimits#fileEntries()}. */
        TOO_MANY_ENTRIES(LIMITS, RAISE);

        private final Clause clause;
        private final String advice;

        Code(Clause clause, String advice) {
            this.clause = clause;
            this.advice = advice;
        }

        /**
         * The clause that a text with this problem breaks. For STS600-4-2, whose text is not public, it is the clause in
         * which the rule stands as far as public texts say.
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
    private final Clause clause;
    private final String detail;
    private final @Nullable Span inRecord;
    private final @Nullable Span inText;

    private Problem(Code code, Clause clause, String detail, @Nullable Span inRecord, @Nullable Span inText) {
        this.code = code;
        this.clause = clause;
        this.detail = detail;
        this.inRecord = inRecord;
        this.inText = inText;
    }

    /**
     * Makes a problem, for decoders of integrators.
     *
     * @param code what is wrong
     * @param detail a sentence that says it in words, without content of the record
     * @return the problem, without a position
     */
    public static Problem of(Code code, String detail) {
        return new Problem(code, code.clause(), Objects.requireNonNull(detail, "detail"), null, null);
    }

    /**
     * The same problem as a breach of another clause, for decoders of integrators who know which.
     *
     * @param broken the clause
     * @return a new problem
     */
    public Problem against(Clause broken) {
        return new Problem(code, Objects.requireNonNull(broken, "broken"), detail, inRecord, inText);
    }

    /**
     * The same problem at a place in the record.
     *
     * @param place where in the text of the record
     * @return a new problem
     */
    public Problem atRecord(Span place) {
        return new Problem(code, clause, detail, Objects.requireNonNull(place, "place"), inText);
    }

    /**
     * The same problem at a place in the surrounding text.
     *
     * @param place where in the mail text or file
     * @return a new problem
     */
    public Problem atText(Span place) {
        return new Problem(code, clause, detail, inRecord, Objects.requireNonNull(place, "place"));
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
     * The clause that is broken.
     *
     * @return the clause of the code, unless the problem was raised {@linkplain #against against} another
     */
    public Clause clause() {
        return clause;
    }

    /**
     * What is wrong, in words for people; never holds content of a record.
     *
     * @return a sentence
     */
    public String detail() {
        return detail;
    }

    /**
     * Where in the text of the record, if the problem lies in one.
     *
     * @return the place in the bare record
     */
    public Optional<Span> inRecord() {
        return Optional.ofNullable(inRecord);
    }

    /**
     * Where in the surrounding mail text or file, if the record was read from one.
     *
     * @return the place in the text that was given
     */
    public Optional<Span> inText() {
        return Optional.ofNullable(inText);
    }

    @Override
    @SuppressWarnings("exports") // seen by compilers only: JSpecify is not required of users
    public boolean equals(@Nullable Object other) {
        return other instanceof Problem p
                && code == p.code
                && clause.equals(p.clause)
                && detail.equals(p.detail)
                && Objects.equals(inRecord, p.inRecord)
                && Objects.equals(inText, p.inText);
    }

    @Override
    public int hashCode() {
        return Objects.hash(code, clause, detail, inRecord, inText);
    }

    /** Returns code, places, words, advice and clause in one line; no content. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(code.name());
        if (inText != null) {
            line.append(" at ").append(inText);
        }
        if (inRecord != null) {
            line.append(inText == null ? " at offset " : ", offset ")
                    .append(inRecord.offset())
                    .append(" of the record");
        }
        return line.append(": ")
                .append(detail)
                .append(' ')
                .append(code.advice())
                .append(" [")
                .append(clause)
                .append(']')
                .toString();
    }
}
