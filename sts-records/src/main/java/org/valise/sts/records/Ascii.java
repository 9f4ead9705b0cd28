// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

/** The alphabets of STS600-4-2, tested without regard to locale: printable ASCII, IDENT, upper-case hexadecimal. */
final class Ascii {

    private static final int IDENT_MAX = 40;
    private static final String IDENT_PUNCTUATION = "_-.,";

    private Ascii() {}

    static boolean isPrintable(int c) {
        return c >= 0x20 && c <= 0x7E;
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    static boolean isAlphanumeric(int c) {
        return isDigit(c) || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
    }

    static boolean isIdentPart(int c) {
        return isAlphanumeric(c) || IDENT_PUNCTUATION.indexOf(c) >= 0;
    }

    static boolean isUpperHex(int c) {
        return isDigit(c) || c >= 'A' && c <= 'F';
    }

    static boolean isAnyHex(int c) {
        return isUpperHex(c) || c >= 'a' && c <= 'f';
    }

    /** Whether the text is an IDENT: 1 to 40 characters, the first alphanumeric. */
    static boolean isIdent(CharSequence s) {
        return s.length() > 0 && identEnd(s, 0) == s.length();
    }

    /** The end of the longest IDENT that begins at the offset; the offset itself if none does. */
    static int identEnd(CharSequence s, int from) {
        if (from >= s.length() || !isAlphanumeric(s.charAt(from))) {
            return from;
        }
        int end = from + 1;
        while (end < s.length() && end - from < IDENT_MAX && isIdentPart(s.charAt(end))) {
            end++;
        }
        return end;
    }

    /** The offset of the first character that is not printable ASCII, or -1. */
    static int firstUnprintable(CharSequence s) {
        for (int i = 0; i < s.length(); i++) {
            if (!isPrintable(s.charAt(i))) {
                return i;
            }
        }
        return -1;
    }

    static boolean isUpperHex(CharSequence s) {
        return s.chars().allMatch(Ascii::isUpperHex);
    }

    static boolean isAnyHex(CharSequence s) {
        return s.chars().allMatch(Ascii::isAnyHex);
    }
}
