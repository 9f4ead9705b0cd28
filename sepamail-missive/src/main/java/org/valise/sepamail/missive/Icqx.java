// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The identifier of a creditor in the referential icqx@SCHEME: QX, two check digits, two capitals, and 7 to 29 letters and
 * digits (ICQX of the schemas). Immutable and thread-safe.
 *
 * <p>Characters 5 to 7 are the creditor's business code. He may choose its last one himself; the referential has Z there.
 * Which characters the check digits are made of is unknown: {@link #fittingCheckRules} tells, and refuses nothing. That
 * letters in lower case stand for capitals is inferred.
 *
 * <pre>{@code
 * Icqx creditor = Icqx.parse("QX12ZZ8123456").orElseThrow();
 * creditor.normalised();                          // "QX12ZZZ123456"
 * creditor.matches(Icqx.of("QX12ZZA123456"));     // true
 * }</pre>
 *
 * @since 0.1.0
 */
public final class Icqx implements Identifier {

    private static final int SHORTEST = 13;
    private static final int LONGEST = 35;
    private static final int FREE = 6;

    /**
     * Which characters the check digits may be made of.
     *
     * @since 0.1.0
     */
    public enum CheckRule {
        /** All, as in an IBAN. */
        WITH_BUSINESS_CODE,
        /** All but the business code, as in the creditor identifier of SEPA. */
        WITHOUT_BUSINESS_CODE
    }

    private final String text;

    private Icqx(String text) {
        this.text = text;
    }

    /**
     * Reads an ICQX exactly as it stands. Letters behind the sixth character may be in lower case, as in the schemas, with
     * a warning.
     *
     * @param text 13 to 35 characters
     * @return the ICQX, or {@link Problem.Code#BAD_ICQX} with the places
     */
    public static ParseResult<Icqx> parse(CharSequence text) {
        String s = text.toString();
        Findings findings = new Findings(s, "an ICQX", Problem.Code.BAD_ICQX);
        if (s.length() < SHORTEST || s.length() > LONGEST) {
            findings.refuseLength("An ICQX has 13 to 35 characters.", LONGEST);
        }
        if (findings.hasForm(s.length(), Icqx::allows)) {
            findings.lowerCase();
        }
        return findings.result(() -> new Icqx(s));
    }

    private static boolean allows(int index, char c) {
        if (index >= Mod97.HEAD) {
            return index < FREE ? Letters.isUpper(c) : Letters.isAlphanumeric(c);
        }
        return index < Qxban.COUNTRY.length() ? c == Qxban.COUNTRY.charAt(index) : Letters.isDigit(c);
    }

    /**
     * The ICQX of a literal.
     *
     * @param text 13 to 35 characters
     * @return the ICQX
     * @throws IllegalArgumentException if it has not the form of one
     */
    public static Icqx of(String text) {
        return Findings.stated(parse(text));
    }

    /** The text as it was given. */
    @Override
    public String text() {
        return text;
    }

    /**
     * The ICQX as the referential has it.
     *
     * @return the text in capitals with Z as its seventh character
     */
    public String normalised() {
        return Letters.upper(text.substring(0, FREE) + 'Z' + text.substring(FREE + 1));
    }

    /**
     * Whether both are the same creditor.
     *
     * @param other another ICQX
     * @return true if both are equal as the referential has them
     */
    public boolean matches(Icqx other) {
        return normalised().equals(other.normalised());
    }

    /**
     * The check digits.
     *
     * @return two digits
     */
    public String checkDigits() {
        return text.substring(Qxban.COUNTRY.length(), Mod97.HEAD);
    }

    /**
     * The business code.
     *
     * @return characters 5 to 7, as given
     */
    public String businessCode() {
        return text.substring(Mod97.HEAD, FREE + 1);
    }

    /**
     * By which rules the check digits fit. Neither is known to be the scheme's: an ICQX without a rule that fits may still
     * be right.
     *
     * @return the rules, perhaps none
     */
    public Set<CheckRule> fittingCheckRules() {
        Set<CheckRule> fitting = EnumSet.noneOf(CheckRule.class);
        if (Mod97.fits(text)) {
            fitting.add(CheckRule.WITH_BUSINESS_CODE);
        }
        if (Mod97.fits(text, FREE + 1)) {
            fitting.add(CheckRule.WITHOUT_BUSINESS_CODE);
        }
        return Collections.unmodifiableSet(fitting);
    }

    /** Identifiers are equal when their texts are; see {@link #matches}. */
    @Override
    @SuppressWarnings("exports") // seen by compilers only: JSpecify is not required of users
    public boolean equals(@Nullable Object other) {
        return other instanceof Icqx i && text.equals(i.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Returns the first four characters and the length. */
    @Override
    public String toString() {
        return Letters.redacted("ICQX", text);
    }
}
