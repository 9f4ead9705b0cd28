// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

/** The alphabets of the identifiers: ASCII, tested and mapped without regard to locale and to the rest of Unicode. */
final class Letters {

    private Letters() {}

    static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isUpperOrDigit(char c) {
        return isUpper(c) || isDigit(c);
    }

    static boolean isAlphanumeric(char c) {
        return isUpperOrDigit(c) || isLower(c);
    }

    static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    static char upper(char c) {
        return isLower(c) ? (char) (c - 'a' + 'A') : c;
    }

    static char lower(char c) {
        return isUpper(c) ? (char) (c - 'A' + 'a') : c;
    }

    /** Maps ASCII only: String.toUpperCase would make an S of U+017F and so an identifier of what is none. */
    static String upper(String text) {
        if (firstLower(text, 0) < 0) {
            return text;
        }
        char[] chars = text.toCharArray();
        for (int i = 0; i < chars.length; i++) {
            chars[i] = upper(chars[i]);
        }
        return new String(chars);
    }

    /** Maps ASCII only: String.toLowerCase would make a k of U+212A. */
    static String lower(String text) {
        char[] chars = text.toCharArray();
        for (int i = 0; i < chars.length; i++) {
            chars[i] = lower(chars[i]);
        }
        return new String(chars);
    }

    /** The offset of the first lower-case letter from an offset on, or -1. */
    static int firstLower(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (isLower(text.charAt(i))) {
                return i;
            }
        }
        return -1;
    }

    /** What may be shown of an identifier that is not public. */
    static String redacted(String kind, String text) {
        return kind + " " + text.substring(0, Mod97.HEAD) + "... (" + text.length() + " characters)";
    }
}
