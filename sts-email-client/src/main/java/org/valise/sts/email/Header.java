// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The header fields of a mail or of one of its parts, in their order (RFC 5322). Values are kept as received, folds
 * included, one character per octet. Lines that are no fields are passed over: mail software leaves such lines behind.
 */
final class Header {

    private static final Pattern FOLD = Pattern.compile("\r\n(?=[ \t])|[\r\n](?=[ \t])");

    private final List<Field> fields;
    private final int fieldOctets;

    private Header(List<Field> fields, int fieldOctets) {
        this.fields = fields;
        this.fieldOctets = fieldOctets;
    }

    private record Field(String name, String value) {}

    /** Reads the octets from the start of an entity to its empty line. */
    static Header read(byte[] octets, int start, int end, int fieldOctets) {
        List<Field> fields = new ArrayList<>();
        int at = start;
        while (at < end) {
            int next = nextField(octets, at, end);
            add(fields, new String(octets, at, next - at, StandardCharsets.ISO_8859_1));
            at = next;
        }
        return new Header(fields, fieldOctets);
    }

    private static int nextField(byte[] octets, int at, int end) {
        int next = Lines.next(octets, at, end);
        while (next < end && (octets[next] == ' ' || octets[next] == '\t')) {
            next = Lines.next(octets, next, end);
        }
        return next;
    }

    private static void add(List<Field> fields, String field) {
        int colon = field.indexOf(':');
        String name = colon < 0 ? "" : field.substring(0, colon).stripTrailing();
        if (!name.isEmpty() && name.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            fields.add(new Field(name, trimmed(field, colon + 1)));
        }
    }

    private static String trimmed(String field, int from) {
        int start = from;
        int end = field.length();
        while (start < end && " \t\r\n".indexOf(field.charAt(start)) >= 0) {
            start++;
        }
        while (end > start && "\r\n".indexOf(field.charAt(end - 1)) >= 0) {
            end--;
        }
        return field.substring(start, end);
    }

    /** The values of all fields of that name, folded as received. */
    List<String> all(String name) {
        return fields.stream()
                .filter(field -> field.name.equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
    }

    /** As {@link #all}, without those that are too long to be looked at. */
    List<String> allWithinLimit(String name) {
        return all(name).stream().filter(value -> value.length() <= fieldOctets).toList();
    }

    boolean has(String name) {
        return fields.stream().anyMatch(field -> field.name.equalsIgnoreCase(name));
    }

    /** The first field of that name without folds; empty if there is none, or if it is too long to be looked at. */
    Optional<String> first(String name) {
        return all(name).stream()
                .findFirst()
                .filter(value -> value.length() <= fieldOctets)
                .map(Header::unfold);
    }

    /** The first field of that name, decoded, on one line, blanks collapsed; empty text if there is none. */
    String text(String name) {
        return first(name).map(Header::plain).orElse("");
    }

    static String unfold(String value) {
        return FOLD.matcher(value).replaceAll("");
    }

    static String plain(String unfolded) {
        return EncodedWords.decode(unfolded)
                .replaceAll("\\p{Cf}+", "") // invisible ones, such as zero-width blanks
                .replaceAll("[\\p{Cc}\\s\u00A0\u2028\u2029]+", " ")
                .strip();
    }
}
