// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

/**
 * The check of ISO 13616 (ISO 7064, MOD 97-10): the first four characters go to the end, letters count 10 to 35, and the
 * number leaves 1. Needs ASCII letters and digits, two of which are the check digits at offset 2; the case of letters
 * does not matter.
 */
final class Mod97 {

    /** How many characters country and check digits have. */
    static final int HEAD = 4;

    private static final int MODULUS = 97;
    private static final int TEN = 10;
    /** Dividing takes long; up to here two more digits fit. */
    private static final long ENOUGH = Long.MAX_VALUE / 1000;

    private static final int FIRST_DIGIT = 2;
    private static final int LOWEST = 2;
    private static final int HIGHEST = 98;

    private Mod97() {}

    static boolean fits(CharSequence text) {
        return fits(text, HEAD);
    }

    /** Whether the check digits fit if the characters between the first four and an offset are left out. */
    static boolean fits(CharSequence text, int from) {
        int digits = (text.charAt(FIRST_DIGIT) - '0') * TEN + text.charAt(FIRST_DIGIT + 1) - '0';
        // 00, 01 and 99 may leave 1 too, but no computation gives them.
        return digits >= LOWEST && digits <= HIGHEST && remainder(text, from) == 1;
    }

    /** The two check digits of an identifier that has 00 in their place. */
    static String checkDigits(CharSequence draft) {
        int digits = HIGHEST - remainder(draft, HEAD);
        return "" + (char) ('0' + digits / TEN) + (char) ('0' + digits % TEN);
    }

    private static int remainder(CharSequence text, int from) {
        return fold(fold(0, text, from, text.length()), text, 0, HEAD);
    }

    private static int fold(int start, CharSequence text, int from, int to) {
        long rest = start;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            rest = Letters.isDigit(c) ? rest * TEN + c - '0' : rest * TEN * TEN + Letters.upper(c) - 'A' + TEN;
            if (rest >= ENOUGH) {
                rest %= MODULUS;
            }
        }
        return (int) (rest % MODULUS);
    }
}
