// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The number of an account (ISO 13616; IBAN2007Identifier of the schemas): a country in two capitals, two check digits
 * from 02 to 98, and 1 to 30 letters and digits. Immutable and thread-safe.
 *
 * <p>There is no table of countries: neither is the country compared with a list, nor the rest with the length and form
 * that its country prescribes. The code QX is of no country and begins a {@link Qxban} or an {@link Icqx}.
 *
 * <pre>{@code
 * Iban iban = Iban.parse("GB82WEST12345698765432").orElseThrow();
 * iban.bban();     // "WEST12345698765432"
 * System.out.println(iban);   // IBAN GB82... (22 characters)
 * }</pre>
 *
 * @since 0.1.0
 */
public final class Iban implements Identifier {

    static final int COUNTRY = 2;
    static final int LONGEST = 34;

    private static final int SHORTEST = 5;

    private final String text;

    private Iban(String text) {
        this.text = text;
    }

    /**
     * Reads an IBAN as documents have it, without blanks. Letters behind the check digits may be in lower case, as in the
     * schemas, with a warning.
     *
     * @param text 5 to 34 characters
     * @return the IBAN, or {@link Problem.Code#BAD_IBAN} and {@link Problem.Code#IBAN_CHECK_DIGITS} with the places
     */
    public static ParseResult<Iban> parse(CharSequence text) {
        String s = text.toString();
        Findings findings = new Findings(s, "an IBAN", Problem.Code.BAD_IBAN);
        boolean formed = form(s, findings);
        if (formed && s.length() > Mod97.HEAD && !Mod97.fits(s)) {
            findings.add(
                    Problem.Code.IBAN_CHECK_DIGITS,
                    "The check digits do not fit the rest of the IBAN.",
                    COUNTRY,
                    Mod97.HEAD);
        }
        return findings.result(() -> new Iban(s));
    }

    /** Whether its characters are those of an IBAN, so that its check digits can be computed. */
    private static boolean form(String s, Findings findings) {
        if (s.startsWith(Qxban.COUNTRY)) {
            findings.refuse("QX is of no country: it begins an alias, which Qxban reads.", 0, COUNTRY);
            return false;
        }
        if (s.length() < SHORTEST || s.length() > LONGEST) {
            findings.refuseLength("An IBAN has 5 to 34 characters.", LONGEST);
        }
        findings.lowerCase();
        return findings.hasForm(s.length(), Iban::allows);
    }

    private static boolean allows(int index, char c) {
        if (index < COUNTRY) {
            return Letters.isUpper(c);
        }
        return index < Mod97.HEAD ? Letters.isDigit(c) : Letters.isAlphanumeric(c);
    }

    /**
     * The IBAN of a literal.
     *
     * @param text 5 to 34 characters
     * @return the IBAN
     * @throws IllegalArgumentException if {@link #parse} refuses it
     */
    public static Iban of(String text) {
        return Findings.stated(parse(text));
    }

    /**
     * Makes an IBAN and computes its check digits.
     *
     * @param country two capitals, not QX
     * @param bban the number of the account in its country, 1 to 30 letters and digits
     * @return the IBAN
     * @throws IllegalArgumentException if one of them has another form
     */
    public static Iban of(String country, String bban) {
        if (country.length() != COUNTRY) {
            throw new IllegalArgumentException("A country has two letters");
        }
        String draft = country + "00" + Objects.requireNonNull(bban, "bban");
        Findings findings = new Findings(draft, "an IBAN", Problem.Code.BAD_IBAN);
        form(draft, findings);
        Findings.stated(findings.result(() -> draft));
        return new Iban(country + Mod97.checkDigits(draft) + bban);
    }

    /** The text as it was given. */
    @Override
    public String text() {
        return text;
    }

    /**
     * The IBAN in capitals, by which IBANs are compared.
     *
     * @return the text without lower case
     */
    public String normalised() {
        return Letters.upper(text);
    }

    /**
     * The country.
     *
     * @return two capitals
     */
    public String country() {
        return text.substring(0, COUNTRY);
    }

    /**
     * The check digits.
     *
     * @return {@code 02} to {@code 98}
     */
    public String checkDigits() {
        return text.substring(COUNTRY, Mod97.HEAD);
    }

    /**
     * The number of the account in its country.
     *
     * @return 1 to 30 letters and digits, as given
     */
    public String bban() {
        return text.substring(Mod97.HEAD);
    }

    /** IBANs are equal when they are so in capitals. */
    @Override
    @SuppressWarnings("exports") // seen by compilers only: JSpecify is not required of users
    public boolean equals(@Nullable Object other) {
        return other instanceof Iban i && normalised().equals(i.normalised());
    }

    @Override
    public int hashCode() {
        return normalised().hashCode();
    }

    /** Returns the first four characters and the length: an account is nobody else's business. */
    @Override
    public String toString() {
        return Letters.redacted("IBAN", text);
    }
}
