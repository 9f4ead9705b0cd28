// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A line such as {@code --STS:PK.ECDH.1 BEGINS--}, as mail software may have left it (STS600-4-2 Appendix C).
 *
 * @param type the record type it names
 * @param begin whether it begins or ends a block
 * @param start the index of its first dash in the cleaned text
 * @param end the index after its last dash
 */
record Guard(String type, boolean begin, int start, int end) {

    static final String MARK = "STS:";

    private static final String BEGINS = "BEGINS";
    private static final String ENDS = "ENDS";
    private static final String DECORATION = "*_";
    private static final String PREFIX = " \t>|" + DECORATION;
    private static final int MOST_DASHES = 3;
    // One dash of three octets, decoded as ASCII, leaves three replacement characters; two dashes leave six.
    private static final int MOST_REPLACEMENTS = 6;

    /** The canonical guard line without line end. */
    static String line(String type, boolean begin) {
        return "--" + MARK + type + ' ' + (begin ? BEGINS : ENDS) + "--";
    }

    /** The guard that stands alone on a line but for quote and emphasis marks, or null. */
    static @Nullable Guard onLine(CharSequence text, int from, int to) {
        int start = from;
        while (start < to && PREFIX.indexOf(text.charAt(start)) >= 0) {
            start++;
        }
        Guard guard = start < to && isDash(text.charAt(start)) ? at(text, start, to) : null;
        if (guard == null) {
            return null;
        }
        for (int i = guard.end; i < to; i++) {
            char c = text.charAt(i);
            if (!isBlank(c) && DECORATION.indexOf(c) < 0) {
                return null;
            }
        }
        return guard;
    }

    /** The next guard in running text at or after an index, or null. */
    static @Nullable Guard within(MappedText text, int from, int to) {
        for (int mark = nextMark(text, from, to); mark >= 0; mark = nextMark(text, mark + 1, to)) {
            int start = mark;
            while (start > from && isDash(text.charAt(start - 1)) && mark - start < MOST_REPLACEMENTS) {
                start--;
            }
            Guard guard = start < mark ? at(text, start, to) : null;
            if (guard != null) {
                return guard;
            }
        }
        return null;
    }

    /** Whether a text without a guard has a mark followed by the word of one. */
    static boolean isMeant(String text) {
        int mark = text.indexOf(MARK);
        String after = text.substring(mark + 1).toUpperCase(Locale.ROOT);
        return mark >= 0 && (after.contains(BEGINS) || after.contains(ENDS));
    }

    /** The index of the next {@code STS:} at or after an index, or -1. */
    static int nextMark(CharSequence text, int from, int to) {
        for (int i = from; i + MARK.length() <= to; i++) {
            if (text.charAt(i) == 'S' && matches(text, i, to, MARK)) {
                return i;
            }
        }
        return -1;
    }

    private static @Nullable Guard at(CharSequence text, int start, int to) {
        int mark = dashesEnd(text, start, to);
        if (mark == start || !matches(text, mark, to, MARK)) {
            return null;
        }
        int ident = mark + MARK.length();
        int identEnd = Math.min(Ascii.identEnd(text, ident), to);
        int word = blanksEnd(text, identEnd, to);
        if (identEnd == ident || word == identEnd) {
            return null;
        }
        boolean begin = matchesIgnoringCase(text, word, to, BEGINS);
        if (!begin && !matchesIgnoringCase(text, word, to, ENDS)) {
            return null;
        }
        int wordEnd = word + (begin ? BEGINS : ENDS).length();
        int end = dashesEnd(text, wordEnd, to);
        return end == wordEnd
                ? null
                : new Guard(text.subSequence(ident, identEnd).toString(), begin, start, end);
    }

    private static int dashesEnd(CharSequence text, int from, int to) {
        int i = from;
        int replacements = 0;
        while (i < to && isDash(text.charAt(i)) && i - from < MOST_DASHES + replacements) {
            if (text.charAt(i) == '\uFFFD' && replacements < MOST_REPLACEMENTS - MOST_DASHES) {
                replacements++;
            }
            i++;
        }
        return i;
    }

    /** Blanks, and a line end with the quote marks of the next line where a narrow margin broke the guard. */
    private static int blanksEnd(CharSequence text, int from, int to) {
        boolean broken = false;
        int i = from;
        for (; i < to; i++) {
            char c = text.charAt(i);
            broken |= Positions.isLineEnd(c);
            if (!isBlank(c) && !Positions.isLineEnd(c) && c != '\uFFFD' && !(broken && (c == '>' || c == '|'))) {
                break;
            }
        }
        return i;
    }

    private static boolean matches(CharSequence text, int from, int to, String word) {
        if (from + word.length() > to) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (text.charAt(from + i) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean matchesIgnoringCase(CharSequence text, int from, int to, String word) {
        if (from + word.length() > to) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            // ASCII letters only: elsewhere case changes more than case.
            if ((text.charAt(from + i) & ~0x20) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /** Dashes of all kinds, and what is left of them after decoding in a wrong charset. */
    private static boolean isDash(char c) {
        return c == '-'
                || c >= 0x2010 && c <= 0x2015
                || c == 0x2212
                || c == 0xFE58
                || c == 0xFE63
                || c == 0xFF0D
                || c == 0x96
                || c == 0x97
                || c == '?'
                || c == 0xFFFD;
    }
}
