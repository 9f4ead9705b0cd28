// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The header {@code X-Gateway-Result} of a reply (STS600-9-2 clause 8.3.2): a list separated by HTAB whose first element
 * says whether the request succeeded, failed, or is still being worked on. Reading never fails: what is not of that form
 * is {@link Unrecognised}, and the value as received is always at hand. Codes are open: those of the specification are
 * {@link #VKLOADREQ_EXPIRED} and {@link #DEFERRED}, others are carried through.
 *
 * <p>The gateway does not promise the header; mail software folds, decodes and rewrites it. What had to be repaired or
 * guessed is named by {@link Flag}s. Immutable and thread-safe.
 *
 * <pre>{@code
 * GatewayResult result = GatewayResult.parse(message.getHeader(GatewayResult.HEADER, null));
 * if (result instanceof GatewayResult.Failure failure && failure.code().equals(GatewayResult.VKLOADREQ_EXPIRED)) {
 *     askModuleForNewVkloadreq();
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public sealed interface GatewayResult {

    /** The name of the header. */
    String HEADER = "X-Gateway-Result";

    /** The error code of a VKLOADREQ that is too old: a new one is needed. */
    String VKLOADREQ_EXPIRED = "EVkloadExpired";

    /** The notice code of a deferral: the gateway tries again by itself. */
    String DEFERRED = "Deferred";

    /** What the first element says, or why nothing can be read. */
    enum Kind {
        /** The request was successful; final. */
        SUCCESS,
        /** The request failed; final. */
        ERROR,
        /** Further mails will come; not final. */
        NOTICE,
        /** A first element that this edition of the specification does not know; not final. */
        UNKNOWN,
        /** A value that cannot be a header field, or is longer than 8 KiB; not final. */
        MALFORMED,
        /** Several headers that contradict each other; not final. */
        AMBIGUOUS,
        /** No header, or an empty one; not final. */
        ABSENT
    }

    /** What had to be repaired or guessed. */
    enum Flag {
        /** The first element is spelled in another case than the specification's. */
        KIND_CASE,
        /** HTABs became blanks; where code and text part is a guess, and parameters cannot be known. */
        SEPARATORS_LOST,
        /** Empty elements before code or text, as an HTAB that was folded before and after leaves them. */
        EMPTY_SKIPPED,
        /** The code is not of the form of the known ones. */
        CODE_NOT_IDENT,
        /** There is no human-readable text. */
        TEXT_MISSING,
        /** The text of a success came in several elements, which were joined by one blank. */
        EXTRA_JOINED
    }

    /**
     * The value before it was understood.
     *
     * @param value as received, with its folds; of several differing headers the first
     * @param elements the value unfolded, decoded and split; empty if that was not possible
     * @param flags what had to be repaired or guessed, in the order of their declaration
     * @since 0.1.0
     */
    record Raw(String value, List<String> elements, Set<Flag> flags) {

        /**
         * Copies the collections.
         *
         * @param value as received
         * @param elements the value split
         * @param flags what had to be repaired or guessed
         */
        public Raw {
            Objects.requireNonNull(value, "value");
            elements = List.copyOf(elements);
            flags = ResultParser.ordered(flags);
        }

        /** Returns the flags; no content. */
        @Override
        public String toString() {
            return flags.toString();
        }
    }

    /**
     * The request was successful.
     *
     * @param text the gateway's summary; may be empty
     * @param raw the value before it was understood
     * @since 0.1.0
     */
    record Success(String text, Raw raw) implements GatewayResult {
        @Override
        public Kind kind() {
            return Kind.SUCCESS;
        }

        /** Returns kind and flags; no text. */
        @Override
        public String toString() {
            return "Success " + raw;
        }
    }

    /**
     * The request failed.
     *
     * @param code the error code; may be empty
     * @param text the gateway's description, which may say how to proceed; may be empty
     * @param parameters what belongs to the code, empty ones included
     * @param raw the value before it was understood
     * @since 0.1.0
     */
    record Failure(String code, String text, List<String> parameters, Raw raw) implements GatewayResult {

        /**
         * Copies the parameters.
         *
         * @param code the error code
         * @param text the gateway's description
         * @param parameters what belongs to the code
         * @param raw the value before it was understood
         */
        public Failure {
            parameters = List.copyOf(parameters);
        }

        @Override
        public Kind kind() {
            return Kind.ERROR;
        }

        /** Returns kind and flags; no text. */
        @Override
        public String toString() {
            return "Error " + raw;
        }
    }

    /**
     * The request is still being worked on.
     *
     * @param code the notice code; may be empty
     * @param text the gateway's message; may be empty
     * @param parameters what belongs to the code, empty ones included
     * @param raw the value before it was understood
     * @since 0.1.0
     */
    record Notice(String code, String text, List<String> parameters, Raw raw) implements GatewayResult {

        /**
         * Copies the parameters.
         *
         * @param code the notice code
         * @param text the gateway's message
         * @param parameters what belongs to the code
         * @param raw the value before it was understood
         */
        public Notice {
            parameters = List.copyOf(parameters);
        }

        @Override
        public Kind kind() {
            return Kind.NOTICE;
        }

        /** Returns kind and flags; no text. */
        @Override
        public String toString() {
            return "Notice " + raw;
        }
    }

    /**
     * Nothing that the specification knows.
     *
     * @param kind {@link Kind#UNKNOWN}, {@link Kind#MALFORMED}, {@link Kind#AMBIGUOUS} or {@link Kind#ABSENT}
     * @param raw the value before it was understood
     * @since 0.1.0
     */
    record Unrecognised(Kind kind, Raw raw) implements GatewayResult {

        /** Returns kind and flags; no text. */
        @Override
        public String toString() {
            return kind + " " + raw;
        }
    }

    /**
     * Reads one value, folded or unfolded, decoded or not.
     *
     * @param value what stands behind the colon
     * @return what it says
     */
    static GatewayResult parse(String value) {
        return ResultParser.parse(value);
    }

    /**
     * Reads the values of all headers of this name in a mail. Equal ones count once.
     *
     * @param values the values in the order of the mail
     * @return what they say; {@link Kind#ABSENT} for none, {@link Kind#AMBIGUOUS} if they differ
     */
    static GatewayResult parseAll(List<String> values) {
        return ResultParser.parseAll(values);
    }

    /**
     * What the first element says.
     *
     * @return the kind
     */
    Kind kind();

    /**
     * The value before it was understood.
     *
     * @return value, elements and flags
     */
    Raw raw();

    /**
     * The code of an error or notice.
     *
     * @return the code; empty where there is none
     */
    default String code() {
        return "";
    }

    /**
     * The human-readable part.
     *
     * @return the text; empty where there is none
     */
    default String text() {
        return "";
    }

    /**
     * What belongs to the code.
     *
     * @return the parameters, empty ones included
     */
    default List<String> parameters() {
        return List.of();
    }

    /**
     * Whether no further mail will come for the request.
     *
     * @return true for success and error only
     */
    default boolean isFinal() {
        return kind() == Kind.SUCCESS || kind() == Kind.ERROR;
    }
}
