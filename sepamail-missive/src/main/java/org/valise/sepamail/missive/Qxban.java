// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The alias of an account, which its bank makes for a client: QX, two check digits as of an IBAN, the bank's BIC with 11
 * characters, and 19 capitals and digits; 34 characters in all. Immutable and thread-safe.
 *
 * <p>In documents it stands where an IBAN does. The pattern of the schemas is looser: any length up to 34, and lower case;
 * these are refused here. The BIC within need not be that of a real bank, so one of a wrong form is only warned of.
 *
 * <pre>{@code
 * Qxban alias = Qxban.parse("QX62TESTBLEUXXX2345678923456789234").orElseThrow();
 * alias.bic();      // Optional[TESTBLEUXXX]
 * Qxban fresh = Qxban.random(Bic.of("TESTBLEU"), new SecureRandom());
 * }</pre>
 *
 * @since 0.1.0
 */
public final class Qxban implements Identifier {

    static final String COUNTRY = "QX";
    static final int LENGTH = 34;
    /** What lacks more of its characters was not meant to be one. */
    static final int MOST_MISSING = 4;

    private static final int ALIAS_START = Mod97.HEAD + Bic.LONG;
    private static final int ALIAS = LENGTH - ALIAS_START;
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private final String text;

    private Qxban(String text) {
        this.text = text;
    }

    /**
     * Reads a QXBAN exactly as it stands.
     *
     * @param text 34 characters
     * @return the QXBAN, perhaps with the warning {@link Problem.Code#QXBAN_BIC}; or {@link Problem.Code#BAD_QXBAN} and
     *     {@link Problem.Code#QXBAN_CHECK_DIGITS} with the places
     */
    public static ParseResult<Qxban> parse(CharSequence text) {
        String s = text.toString();
        if (isRight(s)) {
            return new ParseResult.Parsed<>(new Qxban(s), List.of());
        }
        Findings findings = new Findings(s, "a QXBAN", Problem.Code.BAD_QXBAN);
        if (s.length() != LENGTH) {
            findings.refuseLength("A QXBAN has 34 characters.", LENGTH);
        }
        if (findings.hasForm(s.length(), Qxban::allows) && s.length() > Mod97.HEAD) {
            check(s, findings);
        }
        return findings.result(() -> new Qxban(s));
    }

    private static boolean isRight(String s) {
        boolean right = s.length() == LENGTH
                && s.startsWith(COUNTRY)
                && Letters.isDigit(s.charAt(Iban.COUNTRY))
                && Letters.isDigit(s.charAt(Iban.COUNTRY + 1));
        for (int i = Mod97.HEAD; i < LENGTH && right; i++) {
            right = Letters.isUpperOrDigit(s.charAt(i));
        }
        return right && Mod97.fits(s) && hasBic(s);
    }

    private static boolean hasBic(String s) {
        return ValueType.isBic(s.substring(Mod97.HEAD, ALIAS_START));
    }

    /** Whether there is a BIC within. */
    boolean hasBic() {
        return hasBic(text);
    }

    private static void check(String s, Findings findings) {
        if (!Mod97.fits(s)) {
            findings.add(
                    Problem.Code.QXBAN_CHECK_DIGITS,
                    "The check digits do not fit the rest of the QXBAN.",
                    Iban.COUNTRY,
                    Mod97.HEAD);
        }
        if (s.length() >= ALIAS_START && bic(s).isEmpty()) {
            findings.add(
                    Problem.Code.QXBAN_BIC,
                    "The characters in the place of the BIC have not the form of one.",
                    Mod97.HEAD,
                    ALIAS_START);
        }
    }

    private static boolean allows(int index, char c) {
        if (index < COUNTRY.length()) {
            return c == COUNTRY.charAt(index);
        }
        return index < Mod97.HEAD ? Letters.isDigit(c) : Letters.isUpperOrDigit(c);
    }

    private static Optional<Bic> bic(String text) {
        return Bic.parse(text.substring(Mod97.HEAD, ALIAS_START)).toOptional();
    }

    /**
     * The QXBAN of a literal.
     *
     * @param text 34 characters
     * @return the QXBAN
     * @throws IllegalArgumentException if {@link #parse} refuses it
     */
    public static Qxban of(String text) {
        return Findings.stated(parse(text));
    }

    /**
     * Makes the QXBAN of an alias and computes its check digits.
     *
     * @param bic the BIC of the bank whose client has the account
     * @param alias 19 capitals and digits
     * @return the QXBAN
     * @throws IllegalArgumentException if the alias has another form
     */
    public static Qxban of(Bic bic, String alias) {
        String draft = COUNTRY + "00" + bic.bic11() + Objects.requireNonNull(alias, "alias");
        Findings findings = new Findings(draft, "a QXBAN", Problem.Code.BAD_QXBAN);
        if (draft.length() != LENGTH) {
            findings.refuseLength("An alias has 19 characters.", LENGTH);
        }
        findings.hasForm(LENGTH, Qxban::allows);
        Findings.stated(findings.result(() -> draft));
        return new Qxban(COUNTRY + Mod97.checkDigits(draft) + draft.substring(Mod97.HEAD));
    }

    /**
     * Makes a QXBAN with a new alias. The bank keeps which account it stands for, and that no two are alike; by chance two
     * of them are with a probability of 36<sup>-19</sup>.
     *
     * @param bic the BIC of the bank whose client has the account
     * @param random the source of chance; nobody must be able to foresee an alias
     * @return the QXBAN
     */
    public static Qxban random(Bic bic, SecureRandom random) {
        StringBuilder alias = new StringBuilder(ALIAS);
        for (int i = 0; i < ALIAS; i++) {
            alias.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return of(bic, alias.toString());
    }

    @Override
    public String text() {
        return text;
    }

    /**
     * The check digits.
     *
     * @return {@code 02} to {@code 98}
     */
    public String checkDigits() {
        return text.substring(Iban.COUNTRY, Mod97.HEAD);
    }

    /**
     * The bank that made the alias, and so where it leads.
     *
     * @return the BIC with 11 characters; empty if what stands in its place has not the form of one
     */
    public Optional<Bic> bic() {
        return bic(text);
    }

    /**
     * What names the account at its bank.
     *
     * @return 19 capitals and digits
     */
    public String alias() {
        return text.substring(ALIAS_START);
    }

    /** QXBANs are equal when their texts are. */
    @Override
    @SuppressWarnings("exports") // seen by compilers only: JSpecify is not required of users
    public boolean equals(@Nullable Object other) {
        return other instanceof Qxban q && text.equals(q.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Returns the first four characters and the length: an account is nobody else's business. */
    @Override
    public String toString() {
        return Letters.redacted("QXBAN", text);
    }
}
