// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A Content-Type (RFC 2045 5.1): the type in lower case, and parameters by their names in lower case.
 *
 * @param type for example {@code application/pkcs7-mime}; empty if it is none
 * @param parameters the first of each name counts; of the boundary there is only one
 */
record ContentType(String type, Map<String, String> parameters) {

    /** What an entity without the header has. */
    static final ContentType TEXT = new ContentType("text/plain", Map.of());

    static ContentType parse(String value) throws MimeFailure {
        Reader reader = new Reader(withoutComments(value));
        String type = reader.token('/', ';');
        if (!reader.take('/')) {
            return new ContentType("", Map.of());
        }
        String subtype = reader.token(';', ';');
        Map<String, String> parameters = new HashMap<>();
        while (reader.take(';')) {
            String name = reader.token('=', ';').toLowerCase(Locale.ROOT);
            if (reader.take('=') && parameters.putIfAbsent(name, reader.value()) != null && name.equals("boundary")) {
                throw new MimeFailure("There is more than one boundary.");
            }
        }
        return new ContentType((type + '/' + subtype).toLowerCase(Locale.ROOT), Map.copyOf(parameters));
    }

    /** RFC 822 3.4.3: comments are white space, but for those in quotation marks, which are none. */
    static String withoutComments(String value) {
        if (value.indexOf('(') < 0) {
            return value;
        }
        StringBuilder text = new StringBuilder();
        boolean quoted = false;
        int depth = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            int from = i;
            i += c == '\\' && (quoted || depth > 0) && i + 1 < value.length() ? 1 : 0;
            quoted ^= c == '"' && depth == 0;
            depth += c == '(' && !quoted ? 1 : 0;
            text.append(depth > 0 ? " " : value.substring(from, i + 1));
            depth -= c == ')' && depth > 0 ? 1 : 0;
        }
        return text.toString();
    }

    boolean isMultipart() {
        return type.startsWith("multipart/");
    }

    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    private static final class Reader {

        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        boolean take(char c) {
            skipSpace();
            boolean there = at < text.length() && text.charAt(at) == c;
            at += there ? 1 : 0;
            return there;
        }

        /** What stands in front of one of two characters, or of the end. */
        String token(char one, char other) {
            skipSpace();
            int start = at;
            while (at < text.length() && text.charAt(at) != one && text.charAt(at) != other) {
                at++;
            }
            return text.substring(start, at).strip();
        }

        String value() {
            skipSpace();
            return at < text.length() && text.charAt(at) == '"' ? quoted() : token(';', ';');
        }

        private String quoted() {
            StringBuilder value = new StringBuilder();
            at++;
            while (at < text.length() && text.charAt(at) != '"') {
                at += text.charAt(at) == '\\' && at + 1 < text.length() ? 1 : 0;
                value.append(text.charAt(at++));
            }
            at = Math.min(at + 1, text.length());
            token(';', ';'); // what stands behind the closing quotation mark has no meaning
            return value.toString();
        }

        private void skipSpace() {
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
                at++;
            }
        }
    }
}
