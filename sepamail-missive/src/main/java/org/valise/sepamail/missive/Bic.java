// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The code of a bank (ISO 9362), which names a participant in documents and addresses of SEPAmail: 8 characters, or 11
 * with a branch (AnyBICIdentifier of the schemas). Immutable and thread-safe.
 *
 * <p>Only the form is checked; whether there is such a bank is in the referential BIC@SCHEME.
 *
 * <pre>{@code
 * Bic bic = Bic.of("TESTBLEU");
 * bic.bic11();                             // "TESTBLEUXXX"
 * bic.matches(Bic.of("TESTBLEUXXX"));      // true
 * bic.equals(Bic.of("TESTBLEUXXX"));       // false: the texts differ
 * }</pre>
 *
 * @since 0.1.0
 */
public final class Bic implements Identifier {

    static final int SHORT = 8;
    static final int LONG = 11;

    private static final String HEAD_OFFICE = "XXX";
    private static final int LETTERS = 6;

    private final String text;

    private Bic(String text) {
        this.text = text;
    }

    /**
     * Reads a BIC exactly as it stands. Documents have capitals: lower case is refused.
     *
     * @param text 8 or 11 characters
     * @return the BIC, or {@link Problem.Code#BAD_BIC} with the places
     */
    public static ParseResult<Bic> parse(CharSequence text) {
        String s = text.toString();
        if (ValueType.isBic(s)) {
            return new ParseResult.Parsed<>(new Bic(s), List.of());
        }
        Findings findings = new Findings(s, "a BIC", Problem.Code.BAD_BIC);
        if (s.length() != SHORT && s.length() != LONG) {
            findings.refuseLength("A BIC has 8 or 11 characters.", LONG);
        }
        findings.hasForm(LONG, Bic::allows);
        return findings.result(() -> new Bic(s));
    }

    /**
     * The BIC of a literal.
     *
     * @param text 8 or 11 characters
     * @return the BIC
     * @throws IllegalArgumentException if it has not the form of one
     */
    public static Bic of(String text) {
        return Findings.stated(parse(text));
    }

    private static boolean allows(int index, char c) {
        if (index < LETTERS) {
            return Letters.isUpper(c);
        }
        return Letters.isUpperOrDigit(c)
                && !(index == LETTERS && (c == '0' || c == '1'))
                && !(index == LETTERS + 1 && c == 'O');
    }

    @Override
    public String text() {
        return text;
    }

    /**
     * The BIC without its branch.
     *
     * @return 8 characters
     */
    public String bic8() {
        return text.substring(0, SHORT);
    }

    /**
     * The BIC with its branch.
     *
     * @return 11 characters, {@code XXX} for the head office
     */
    public String bic11() {
        return text.length() == LONG ? text : text + HEAD_OFFICE;
    }

    /**
     * The branch.
     *
     * @return 3 characters, {@code XXX} for the head office and if none is stated
     */
    public String branch() {
        return bic11().substring(SHORT);
    }

    /**
     * Whether both name the same branch of the same bank: no branch is the head office (inferred; addresses of either
     * length occur).
     *
     * @param other another BIC
     * @return true if both are equal with 11 characters
     */
    public boolean matches(Bic other) {
        return bic11().equals(other.bic11());
    }

    /** BICs are equal when their texts are; see {@link #matches}. */
    @Override
    @SuppressWarnings("exports") // seen by compilers only: JSpecify is not required of users
    public boolean equals(@Nullable Object other) {
        return other instanceof Bic b && text.equals(b.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Returns the text: a BIC is public. */
    @Override
    public String toString() {
        return text;
    }
}
