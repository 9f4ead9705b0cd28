// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decodes header text (RFC 2047). Not Jakarta Mail's decoder, because that loses an HTAB between two words and leaves a
 * character that was split over two words undecoded; words that cannot be decoded stay as they are here too.
 */
final class EncodedWords {

    /** The charset may carry a language (RFC 2231 clause 5); blanks in Q text are wrong but seen. */
    private static final Pattern WORD =
            Pattern.compile("=\\?([A-Za-z0-9!#$%&'+^_`{}~-]+)(?:\\*[^?*]*)?\\?([BbQq])\\?([^?]*)\\?=");

    private static final int HEX = 16;

    private EncodedWords() {}

    /** A decoded word whose octets may go on in the next one. */
    private static final class Word {
        final Charset charset;
        final ByteArrayOutputStream octets = new ByteArrayOutputStream();

        Word(Charset charset, byte[] octets) {
            this.charset = charset;
            this.octets.writeBytes(octets);
        }
    }

    static String decode(String text) {
        if (!text.contains("=?")) {
            return repaired(text);
        }
        StringBuilder out = new StringBuilder();
        Matcher words = WORD.matcher(text);
        int end = 0;
        Word open = null;
        while (words.find()) {
            String between = text.substring(end, words.start());
            Word word = word(words);
            boolean adjacent = open != null && word != null && between.isBlank();
            if (open != null && word != null && adjacent && word.charset.equals(open.charset)) {
                open.octets.writeBytes(word.octets.toByteArray());
            } else {
                flush(open, out);
                out.append(adjacent ? "" : repaired(between));
                open = word;
            }
            if (word == null) {
                out.append(words.group());
            }
            end = words.end();
        }
        flush(open, out);
        return out.append(repaired(text.substring(end))).toString();
    }

    private static void flush(@Nullable Word word, StringBuilder out) {
        if (word != null) {
            out.append(word.octets.toString(word.charset));
        }
    }

    private static @Nullable Word word(Matcher words) {
        Charset charset = charset(words.group(1)).orElse(null);
        if (charset == null) {
            return null;
        }
        byte[] octets = words.group(2).equalsIgnoreCase("B") ? base64(words.group(3)) : quoted(words.group(3));
        return octets == null ? null : new Word(charset, octets);
    }

    /** The charset of that name, if this Java has it. */
    static Optional<Charset> charset(String name) {
        try {
            return Optional.of(Charset.forName(name));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return Optional.empty();
        }
    }

    private static byte @Nullable [] base64(String text) {
        try {
            return Base64.getDecoder().decode(text.replace(" ", ""));
        } catch (IllegalArgumentException damaged) {
            return null;
        }
    }

    private static byte @Nullable [] quoted(String text) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0xFF) {
                return null; // no octet: its low one could be a line end
            } else if (c == '=') {
                int octet = i + 2 < text.length() ? hex(text, i + 1) : -1;
                if (octet < 0) {
                    return null;
                }
                octets.write(octet);
                i += 2;
            } else {
                octets.write(c == '_' ? ' ' : c);
            }
        }
        return octets.toByteArray();
    }

    /** The octet of two hexadecimal digits; -1 if they are none. */
    static int hex(String text, int at) {
        int high = Character.digit(text.charAt(at), HEX);
        int low = Character.digit(text.charAt(at + 1), HEX);
        return high < 0 || low < 0 ? -1 : high * HEX + low;
    }

    /** Header octets beyond ASCII arrive as one character each; they are UTF-8 if they can be. */
    private static String repaired(String text) {
        boolean octets = text.chars().anyMatch(c -> c > 0x7F) && text.chars().allMatch(c -> c <= 0xFF);
        if (!octets) {
            return text;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(StandardCharsets.ISO_8859_1
                            .encode(CharBuffer.wrap(text))
                            .array()))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return text;
        }
    }
}
