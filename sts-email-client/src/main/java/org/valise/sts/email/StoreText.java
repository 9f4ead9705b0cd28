// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.valise.sts.records.ParseResult;
import org.valise.sts.records.Pkid;

/**
 * Text from outside in a form that every store can keep: PostgreSQL refuses NUL, and half a surrogate pair has no UTF-8.
 * One hostile mail must not make a request that can never be settled. The few such characters, and the backslash, are
 * written with a backslash; all other text stays readable as it is.
 */
final class StoreText {

    private static final int HEX = 16;
    private static final int DIGITS = 4;

    private StoreText() {}

    static String escape(String text) {
        StringBuilder out = null;
        for (int i = 0; i < text.length(); i++) {
            String escaped = escaped(text, i);
            if (escaped != null && out == null) {
                out = new StringBuilder(text.length() + HEX).append(text, 0, i);
            }
            if (out != null) {
                out.append(escaped == null ? text.substring(i, i + 1) : escaped);
            }
        }
        return out == null ? text : out.toString();
    }

    private static @Nullable String escaped(String text, int i) {
        char c = text.charAt(i);
        if (c == '\\') {
            return "\\\\";
        }
        return c == 0 || isHalf(text, i) ? String.format("\\u%04x", (int) c) : null;
    }

    private static boolean isHalf(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }

    static String unescape(String text) {
        int slash = text.indexOf('\\');
        if (slash < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        int end = 0;
        while (slash >= 0) {
            out.append(text, end, slash);
            end = slash + (text.startsWith("u", slash + 1) ? 2 + DIGITS : 2);
            out.append(end - slash == 2 ? '\\' : (char) Integer.parseInt(text.substring(slash + 2, end), HEX));
            slash = text.indexOf('\\', end);
        }
        return out.append(text, end, text.length()).toString();
    }

    /** Marks as they are kept: with blanks between. */
    static List<String> marks(@Nullable String kept) {
        return kept == null || kept.isEmpty() ? List.of() : List.of(kept.split(" ", -1));
    }

    static Pkid kmc(String text) {
        if (Pkid.parse(text) instanceof ParseResult.Parsed<Pkid> parsed) {
            return parsed.value();
        }
        throw new IllegalArgumentException("it has no valid identity");
    }
}
