// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The code of an acknowledgement, {@code class.subject.detail} (AcqCla, AcqSub, AcqDet), in the shape of the status codes
 * of mail but with meanings of its own: subject 4 is the debtor here. Immutable and thread-safe.
 *
 * <p>The list of the scheme is public up to the subject Security, whose number and codes are not known. So a code is an
 * open value: any class with any subject and detail, or the class alone. {@link #meaning()} knows the public ones.
 *
 * <pre>{@code
 * AcknowledgementCode.FORWARDED.text();                         // "2.1.9"
 * AcknowledgementCode.parse("4.2.2").flatMap(AcknowledgementCode::meaning);   // mailbox full
 * }</pre>
 *
 * @since 0.1.0
 */
public final class AcknowledgementCode {

    /** Receiver known, missive forwarded: the ordinary success, 2.1.9. */
    public static final AcknowledgementCode FORWARDED = of(2, 1, 9);

    /** Identifier valid, real account: 2.4.9. */
    public static final AcknowledgementCode ACCOUNT_VERIFIED = of(2, 4, 9);

    /** Sender unknown: 5.1.1. */
    public static final AcknowledgementCode SENDER_UNKNOWN = of(5, 1, 1);

    /** Receiver unknown: 5.1.2. */
    public static final AcknowledgementCode RECEIVER_UNKNOWN = of(5, 1, 2);

    /** Receiver known but outside the scheme or the ecosystem: 5.1.3. */
    public static final AcknowledgementCode OUT_OF_SCHEME = of(5, 1, 3);

    /** Message too long: 5.2.3. */
    public static final AcknowledgementCode MESSAGE_TOO_LONG = of(5, 2, 3);

    /** Identifier (IBAN, QXBAN, ...) invalid: 5.4.1. */
    public static final AcknowledgementCode INVALID_IDENTIFIER = of(5, 4, 1);

    /** The class of success. */
    public static final int SUCCESS = 2;

    /** The class of errors that a resend may cure. */
    public static final int TEMPORARY = 4;

    /** The class of errors that a resend cannot cure. */
    public static final int PERMANENT = 5;

    private static final int ABSENT = -1;

    private final int cla;
    private final int subject;
    private final int detail;

    private AcknowledgementCode(int cla, int subject, int detail) {
        this.cla = cla;
        this.subject = subject;
        this.detail = detail;
    }

    /**
     * What is known of a code.
     *
     * @since 0.1.0
     */
    public enum Meaning {
        /** 5.1.1: the sender is unknown. */
        SENDER_UNKNOWN,
        /** 5.1.2: the receiver is unknown. */
        RECEIVER_UNKNOWN,
        /** 5.1.3: the receiver is known but outside the scheme or the ecosystem. */
        OUT_OF_SCHEME,
        /** 2.1.9: the receiver is known, the missive was forwarded. */
        FORWARDED,
        /** 4.2.1 or 5.2.1: the mailbox is deactivated. */
        MAILBOX_DEACTIVATED,
        /** 4.2.2 or 5.2.2: the mailbox is full. */
        MAILBOX_FULL,
        /** 5.2.3: the message is too long. */
        MESSAGE_TOO_LONG,
        /** 4.3.1 or 5.3.1: the file system is full. */
        FILE_SYSTEM_FULL,
        /** 4.3.2 or 5.3.2: the server cannot be reached. */
        SERVER_INACCESSIBLE,
        /** 4.3.3 or 5.3.3: the sending time is wrong and outside the margin; the missive was not handled. */
        WRONG_SENDING_TIME,
        /** 5.4.1: the identifier is invalid. */
        INVALID_IDENTIFIER,
        /** 2.4.9: the identifier is valid and the account real. */
        ACCOUNT_VERIFIED
    }

    /**
     * A full code.
     *
     * @param cla the class, 2, 4 or 5 (others are unknown to the scheme and can be read, not made)
     * @param subject 0 to 999
     * @param detail 0 to 999
     * @return the code
     * @throws IllegalArgumentException for another class or parts out of range
     */
    public static AcknowledgementCode of(int cla, int subject, int detail) {
        requireClass(cla);
        if (subject < 0 || subject > 999 || detail < 0 || detail > 999) {
            throw new IllegalArgumentException("Subject and detail of a code are 0 to 999");
        }
        return new AcknowledgementCode(cla, subject, detail);
    }

    /**
     * A class alone, for failures that the public list has no code for.
     *
     * @param cla 2, 4 or 5
     * @return the code
     * @throws IllegalArgumentException for another class
     */
    public static AcknowledgementCode ofClass(int cla) {
        requireClass(cla);
        return new AcknowledgementCode(cla, ABSENT, ABSENT);
    }

    private static void requireClass(int cla) {
        if (cla != SUCCESS && cla != TEMPORARY && cla != PERMANENT) {
            throw new IllegalArgumentException("The class of a code is 2, 4 or 5");
        }
    }

    /** The code that was read; parts below 0 are absent. */
    static AcknowledgementCode read(int cla, int subject, int detail) {
        return new AcknowledgementCode(cla, Math.max(ABSENT, subject), Math.max(ABSENT, detail));
    }

    /**
     * Reads a code as people write it.
     *
     * @param text {@code 2.1.9}, or a class alone
     * @return the code, if the text is one of class 2, 4 or 5
     */
    public static Optional<AcknowledgementCode> parse(CharSequence text) {
        String code = text.toString();
        if (!code.matches("[245](\\.[0-9]{1,3}\\.[0-9]{1,3})?")) {
            return Optional.empty();
        }
        int cla = code.charAt(0) - '0';
        int dot = code.indexOf('.', 2);
        return Optional.of(
                dot < 0
                        ? ofClass(cla)
                        : of(cla, Integer.parseInt(code.substring(2, dot)), Integer.parseInt(code.substring(dot + 1))));
    }

    /**
     * The class.
     *
     * @return 2, 4 or 5; of an acknowledgement that was read, perhaps another number
     */
    public int cla() {
        return cla;
    }

    /**
     * The subject.
     *
     * @return the number if it is stated
     */
    public OptionalInt subject() {
        return subject == ABSENT ? OptionalInt.empty() : OptionalInt.of(subject);
    }

    /**
     * The detail.
     *
     * @return the number if it is stated
     */
    public OptionalInt detail() {
        return detail == ABSENT ? OptionalInt.empty() : OptionalInt.of(detail);
    }

    /**
     * Whether the code says that the missive arrived well.
     *
     * @return true for class 2
     */
    public boolean isSuccess() {
        return cla == SUCCESS;
    }

    /**
     * What the public list says of it.
     *
     * @return the meaning, if the code is in the part of the list that is public
     */
    public Optional<Meaning> meaning() {
        return Optional.ofNullable(known());
    }

    private @Nullable Meaning known() {
        if (subject == ABSENT || detail == ABSENT || detail > 99) {
            return null;
        }
        boolean error = cla == TEMPORARY || cla == PERMANENT;
        return switch (100 * subject + detail) {
            case 101 -> cla == PERMANENT ? Meaning.SENDER_UNKNOWN : null;
            case 102 -> cla == PERMANENT ? Meaning.RECEIVER_UNKNOWN : null;
            case 103 -> cla == PERMANENT ? Meaning.OUT_OF_SCHEME : null;
            case 109 -> cla == SUCCESS ? Meaning.FORWARDED : null;
            case 201 -> error ? Meaning.MAILBOX_DEACTIVATED : null;
            case 202 -> error ? Meaning.MAILBOX_FULL : null;
            case 203 -> cla == PERMANENT ? Meaning.MESSAGE_TOO_LONG : null;
            case 301 -> error ? Meaning.FILE_SYSTEM_FULL : null;
            case 302 -> error ? Meaning.SERVER_INACCESSIBLE : null;
            case 303 -> error ? Meaning.WRONG_SENDING_TIME : null;
            case 401 -> cla == PERMANENT ? Meaning.INVALID_IDENTIFIER : null;
            case 409 -> cla == SUCCESS ? Meaning.ACCOUNT_VERIFIED : null;
            default -> null;
        };
    }

    /**
     * The code as people write it.
     *
     * @return for example {@code 2.1.9}; parts that are absent are left out
     */
    public String text() {
        String subjectPart = subject == ABSENT ? "" : "." + subject;
        return cla + subjectPart + (subject == ABSENT || detail == ABSENT ? "" : "." + detail);
    }

    @Override
    @SuppressWarnings("exports") // seen by compilers only: JSpecify is not required of users
    public boolean equals(@Nullable Object other) {
        return other instanceof AcknowledgementCode c && cla == c.cla && subject == c.subject && detail == c.detail;
    }

    @Override
    public int hashCode() {
        return Objects.hash(cla, subject, detail);
    }

    /** Returns the code as people write it. */
    @Override
    public String toString() {
        return text();
    }
}
