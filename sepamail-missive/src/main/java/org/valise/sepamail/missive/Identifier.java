// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.List;
import java.util.Optional;

/**
 * What names a participant, an account, a creditor or a node of SEPAmail. All of them are immutable and thread-safe.
 *
 * <p>Who knows which kind a text must be reads it with the method of that kind. {@link #classify} is for places that take
 * several, like the element IBAN of a document, and for people.
 *
 * <pre>{@code
 * ParseResult<Identifier> result = Identifier.classify("QX62TESTBLEUXXX2345678923456789234");
 * if (result instanceof ParseResult.Parsed<Identifier> parsed && parsed.value() instanceof Qxban alias) {
 *     route(alias.bic());
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public sealed interface Identifier permits Bic, Iban, Qxban, Icqx, MissiveAddress {

    /**
     * The kinds of identifiers.
     *
     * @since 0.1.0
     */
    enum Kind {
        /** A {@link Bic}. */
        BIC,
        /** An {@link Iban}. */
        IBAN,
        /** A {@link Qxban}. */
        QXBAN,
        /** An {@link Icqx}. */
        ICQX,
        /** A {@link MissiveAddress}. */
        ADDRESS
    }

    /**
     * The identifier as it is written.
     *
     * @return its text
     */
    String text();

    /**
     * Which kind of identifier a text is meant to be, right or not. Capitals and lower case are not told apart.
     *
     * <ol>
     *   <li>With an at sign it is an address.
     *   <li>With the form of a BIC it is one.
     *   <li>Behind QX it is a QXBAN if it has 34 characters, or the form of a BIC with 8 characters from the fifth on, or
     *       not the form of an ICQX. An ICQX that looks so is taken for a wrong QXBAN: {@link Icqx#parse} reads it.
     *   <li>With two letters and two digits in front it is an IBAN.
     * </ol>
     *
     * @param text any text
     * @return the kind, empty if none comes near
     */
    static Optional<Kind> kindOf(CharSequence text) {
        String given = text.toString();
        if (given.indexOf('@') >= 0) {
            return Optional.of(Kind.ADDRESS);
        }
        if (given.length() == Qxban.LENGTH && given.startsWith(Qxban.COUNTRY)) {
            return Optional.of(Kind.QXBAN);
        }
        String s = Letters.upper(given);
        if (isBic(s)) {
            return Optional.of(Kind.BIC);
        }
        if (s.startsWith(Qxban.COUNTRY)) {
            return Optional.of(meansIcqx(s) ? Kind.ICQX : Kind.QXBAN);
        }
        return startsLikeIban(s) ? Optional.of(Kind.IBAN) : Optional.empty();
    }

    private static boolean isBic(String s) {
        return ValueType.isBic(s);
    }

    /** What is much shorter than a QXBAN is none that was mistyped. What is nearly as long is, if a BIC stands in its place. */
    private static boolean meansIcqx(String s) {
        boolean nearlyQxban = s.length() >= Qxban.LENGTH - Qxban.MOST_MISSING
                && isBic(s.substring(Mod97.HEAD, Mod97.HEAD + Bic.SHORT));
        return s.length() != Qxban.LENGTH && Icqx.parse(s) instanceof ParseResult.Parsed<Icqx> && !nearlyQxban;
    }

    private static boolean startsLikeIban(String s) {
        return s.length() >= Mod97.HEAD
                && Letters.isUpper(s.charAt(0))
                && Letters.isUpper(s.charAt(1))
                && Letters.isDigit(s.charAt(2))
                && Letters.isDigit(s.charAt(3));
    }

    /**
     * Reads an identifier of the kind that it is meant to be, as {@link #kindOf} tells it. An address must be of
     * {@link MissiveAddress#NETWORK} or {@link MissiveAddress#TEST_NETWORK}.
     *
     * @param text any text
     * @return the identifier, or all problems of its kind, or {@link Problem.Code#UNKNOWN_IDENTIFIER}
     */
    static ParseResult<Identifier> classify(CharSequence text) {
        String s = text.toString();
        Optional<Kind> kind = kindOf(s);
        return kind.isPresent() ? parse(kind.get(), s) : unknown(s);
    }

    private static ParseResult<Identifier> parse(Kind kind, String text) {
        return switch (kind) {
            case BIC -> widened(Bic.parse(text));
            case IBAN -> widened(Iban.parse(text));
            case QXBAN -> widened(Qxban.parse(text));
            case ICQX -> widened(Icqx.parse(text));
            case ADDRESS -> widened(MissiveAddress.parse(text));
        };
    }

    private static ParseResult<Identifier> widened(ParseResult<? extends Identifier> result) {
        return result instanceof ParseResult.Parsed<? extends Identifier> parsed
                ? new ParseResult.Parsed<>(parsed.value(), parsed.problems())
                : new ParseResult.Malformed<>(result.problems());
    }

    private static ParseResult<Identifier> unknown(String text) {
        Problem problem = Problem.of(
                Problem.Code.UNKNOWN_IDENTIFIER, "Neither BIC, IBAN, QXBAN, ICQX nor address of the network.");
        return new ParseResult.Malformed<>(List.of(problem.at(Span.inValue(0, text.length()))));
    }
}
