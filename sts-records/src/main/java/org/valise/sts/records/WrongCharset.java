// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import org.jspecify.annotations.Nullable;

/**
 * Undoes the decoding of UTF-8 as ISO-8859-1 or windows-1252, the commonest mistake of mail software: an en dash then
 * shows as three characters. Only sequences that are well-formed UTF-8 of two or three octets are changed. Records are
 * ASCII, so only what surrounds them can be touched.
 */
final class WrongCharset {

    /** The characters of windows-1252 at 80 to 9F; the five it leaves free stand for themselves. */
    private static final String WINDOWS_1252 =
            "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039"
                    + "\u0152\u008d\u017d\u008f\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d"
                    + "\u017e\u0178";

    private static final int MOST_CHARS = 3;

    private WrongCharset() {}

    /** What the characters at an index had been: the character, and how many stand for it now. */
    record Repair(char character, int length) {}

    /** The repair that is possible at an index, or null. */
    static @Nullable Repair at(CharSequence text, int index) {
        int lead = text.charAt(index);
        int length = lead >= 0xC2 && lead <= 0xDF ? 2 : lead >= 0xE0 && lead <= 0xEF ? MOST_CHARS : 0;
        if (length == 0 || index + length > text.length()) {
            return null;
        }
        int value = lead & (length == 2 ? 0x1F : 0x0F);
        for (int i = 1; i < length; i++) {
            int octet = octet(text.charAt(index + i));
            if ((octet & 0xC0) != 0x80) {
                return null;
            }
            value = value << 6 | octet & 0x3F;
        }
        boolean overlong = length == MOST_CHARS && value < 0x800;
        return overlong || Character.isSurrogate((char) value) ? null : new Repair((char) value, length);
    }

    private static int octet(char c) {
        if (c <= 0xFF) {
            return c;
        }
        int index = WINDOWS_1252.indexOf(c);
        return index < 0 ? 0 : 0x80 + index;
    }
}
