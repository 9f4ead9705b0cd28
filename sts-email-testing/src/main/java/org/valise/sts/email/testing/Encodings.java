// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Transfer encodings and encoded words over octets, one octet a character; harsher than usual software writes them. */
final class Encodings {

    private static final String CRLF = "\r\n";
    /** Source octets of one encoded word: even all of them escaped, the word stays below 76 characters. */
    private static final int WORD = 20;

    private static final int SOFT_LINE = 50;

    private Encodings() {}

    static String base64(String octets) {
        return Base64.getMimeEncoder().encodeToString(octets.getBytes(StandardCharsets.ISO_8859_1)) + CRLF;
    }

    static String quotedPrintable(String octets) {
        StringBuilder out = new StringBuilder();
        for (String line : octets.split(CRLF, -1)) {
            out.append(out.isEmpty() ? "" : CRLF).append(softLines(line));
        }
        return out.toString();
    }

    private static String softLines(String line) {
        StringBuilder out = new StringBuilder();
        int width = 0;
        for (int i = 0; i < line.length(); i++) {
            String next = printable(line, i);
            if (width + next.length() > SOFT_LINE) {
                out.append('=').append(CRLF);
                width = 0;
            }
            out.append(next);
            width += next.length();
        }
        return out.toString();
    }

    /** Escapes more than it must, as some software does: {@code =}, {@code -}, and a blank at the end of its line. */
    private static String printable(String line, int index) {
        char c = line.charAt(index);
        boolean lastBlank = c == ' ' && index == line.length() - 1;
        return c < ' ' || c > '~' || c == '=' || c == '-' || lastBlank ? escape(c) : String.valueOf(c);
    }

    private static String escape(int c) {
        return String.format(Locale.ROOT, "=%02X", c);
    }

    static String wordsB(String octets) {
        return words(
                octets, "B", part -> Base64.getEncoder().encodeToString(part.getBytes(StandardCharsets.ISO_8859_1)));
    }

    static String wordsQ(String octets) {
        return words(octets, "Q", Encodings::q);
    }

    private static String q(String octets) {
        return octets.chars()
                .mapToObj(c -> c < 128 && Character.isLetterOrDigit(c) ? Character.toString(c) : escape(c))
                .map(c -> c.equals("=20") ? "_" : c)
                .collect(Collectors.joining());
    }

    private static String words(String octets, String coding, UnaryOperator<String> encode) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < octets.length(); i += WORD) {
            String part = octets.substring(i, Math.min(octets.length(), i + WORD));
            words.add("=?UTF-8?" + coding + "?" + encode.apply(part) + "?=");
        }
        return String.join(CRLF + " ", words);
    }
}
