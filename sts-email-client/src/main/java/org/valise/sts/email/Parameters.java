// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A header value with parameters, such as that of Content-Type (RFC 2045 clause 5.1, RFC 2231). Whatever is wrong with
 * one parameter leaves the others readable.
 */
final class Parameters {

    private final String value;
    private final Map<String, String> parameters = new HashMap<>();

    private Parameters(String value) {
        this.value = value;
    }

    static Parameters parse(String header) {
        int semicolon = header.indexOf(';');
        String value = semicolon < 0 ? header : header.substring(0, semicolon);
        Parameters result =
                new Parameters(withoutComments(value).replaceAll("\\s", "").toLowerCase(Locale.ROOT));
        if (semicolon >= 0) {
            result.read(header, semicolon + 1);
        }
        return result;
    }

    /** Comments are allowed around a value (RFC 2045 clause 5.1). Not for file names, which hold parentheses. */
    static String withoutComments(String text) {
        StringBuilder rest = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '(') {
                depth++;
            } else if (depth == 0) {
                rest.append(c);
            } else if (c == ')') {
                depth--;
            } else if (c == '\\') {
                i++;
            }
        }
        return rest.toString().strip();
    }

    private void read(String text, int from) {
        int at = from;
        while (at < text.length()) {
            int end = endOfParameter(text, at);
            add(text.substring(at, end));
            at = end + 1;
        }
    }

    private static int endOfParameter(String text, int from) {
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted) {
                i++;
            } else if (c == ';' && !quoted) {
                return i;
            }
        }
        return text.length();
    }

    private void add(String parameter) {
        int equals = parameter.indexOf('=');
        if (equals > 0) {
            String name = parameter.substring(0, equals).strip().toLowerCase(Locale.ROOT);
            parameters.putIfAbsent(
                    name, unquoted(parameter.substring(equals + 1).strip()));
        }
    }

    private static String unquoted(String text) {
        if (!text.startsWith("\"")) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        for (int i = 1; i < text.length() && text.charAt(i) != '"'; i++) {
            if (text.charAt(i) == '\\' && i + 1 < text.length()) {
                i++;
            }
            out.append(text.charAt(i));
        }
        return out.toString();
    }

    /** What stands before the first semicolon, in lower case, without blanks. */
    String value() {
        return value;
    }

    /** A parameter, decoded: in one piece, in numbered pieces, with a charset, or with encoded words. */
    Optional<String> get(String name) {
        if (parameters.containsKey(name + "*")) {
            return Optional.of(extended(parameters.getOrDefault(name + "*", "")));
        }
        if (parameters.containsKey(name + "*0") || parameters.containsKey(name + "*0*")) {
            return Optional.of(pieces(name));
        }
        return Optional.ofNullable(parameters.get(name)).map(EncodedWords::decode);
    }

    private String pieces(String name) {
        StringBuilder whole = new StringBuilder();
        for (int i = 0; ; i++) {
            String piece = parameters.get(name + "*" + i);
            String encoded = parameters.get(name + "*" + i + "*");
            if (piece == null && encoded == null) {
                boolean hasCharset = parameters.containsKey(name + "*0*");
                return hasCharset ? extended(whole.toString()) : whole.toString();
            }
            whole.append(encoded != null ? encoded : piece);
        }
    }

    private static String extended(String text) {
        String[] parts = text.split("'", 3);
        String encoded = parts.length == 3 ? parts[2] : text;
        Charset charset = EncodedWords.charset(parts[0]).orElse(StandardCharsets.UTF_8);
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            int octet = c == '%' && i + 2 < encoded.length() ? EncodedWords.hex(encoded, i + 1) : -1;
            octets.write(octet >= 0 ? octet : c);
            i += octet >= 0 ? 2 : 0;
        }
        return octets.toString(charset);
    }
}
