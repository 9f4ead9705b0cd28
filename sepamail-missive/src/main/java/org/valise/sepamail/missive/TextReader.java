// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The text at the present place of a scan, as it stands or as the character that a reference names. Sixteen or so
 * machine instructions look at eight octets, since attachments are nearly all of a long missive.
 */
final class TextReader {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;
    private static final Entity[] ENTITIES = {
        new Entity("amp", '&'),
        new Entity("lt", '<'),
        new Entity("gt", '>'),
        new Entity("quot", '"'),
        new Entity("apos", '\'')
    };
    private static final int HEX = 16;
    private static final int DECIMAL = 10;

    private final XmlScanner scanner;
    private final Window window;

    private int from;
    private int to;
    private boolean plain;
    private int reference = -1;

    TextReader(XmlScanner scanner, Window window) {
        this.scanner = scanner;
        this.window = window;
    }

    /** Text that is no event of its own. */
    void set(int first, int last) {
        from = first;
        to = last;
        plain = false;
        reference = -1;
    }

    /** Reads text up to the next markup or reference, or as much of it as is at hand. */
    void run() throws IOException {
        begin();
        int p = scan(false);
        while (p == from) {
            window.more();
            begin();
            p = scan(false);
        }
        to = p;
        window.pos = p;
    }

    /**
     * Reads a CDATA section up to its end, or as much of it as is at hand.
     *
     * @return whether its end was reached
     */
    boolean cdata() throws IOException {
        begin();
        int p = scan(true);
        while (p == from && !isEnd(p)) {
            boolean more = window.more();
            begin();
            p = scan(true);
            if (!more && p == window.limit && p == from) {
                throw scanner.fail(p, 0, "The document ends within a CDATA section.");
            }
        }
        to = p;
        boolean ended = isEnd(p);
        window.pos = ended ? p + 3 : p;
        return ended;
    }

    private void begin() {
        from = window.pos;
        plain = true;
        reference = -1;
    }

    private boolean isEnd(int p) {
        return window.at(p) == ']' && window.at(p + 1) == ']' && window.at(p + 2) == '>';
    }

    /** The index of what ends the text, or of what cannot be judged before more octets are at hand. */
    private int scan(boolean inCdata) {
        byte[] octets = window.octets;
        int limit = window.limit;
        int p = from;
        while (true) {
            p = skipPlain(octets, p, limit);
            if (p == limit) {
                return p;
            }
            int c = octets[p] & 0xFF;
            if (c == '\n' || c == '\t') {
                p = skipIndentation(octets, p + 1, limit);
            } else if (c == '<' || c == '&') {
                if (!inCdata) {
                    return p;
                }
                p++;
            } else if (mustWait(p, c)) {
                return p;
            } else if (c == ']' && isEnd(p)) {
                if (inCdata) {
                    return p;
                }
                throw scanner.fail(p, 3, "]]> within a text.");
            } else {
                p = other(p, c);
            }
        }
    }

    /** A bracket, CR, or a character beyond ASCII. */
    private int other(int p, int c) {
        if (c == ']') {
            return p + 1;
        }
        plain = false;
        return p + scanner.character(p, window.limit);
    }

    /** Whether what it is depends on octets that a stream has not given yet. */
    private boolean mustWait(int p, int c) {
        if (window.isEnded()) {
            return false;
        }
        int needed = c == ']' ? 3 : c == '\r' ? 2 : c >= 0x80 ? 4 : 1;
        return p + needed > window.limit;
    }

    /** Between tags there is nothing but a line end and the blanks or tabs in front of the next one, as a rule. */
    private static int skipIndentation(byte[] octets, int first, int limit) {
        int p = first;
        while (p < limit && (octets[p] == '\t' || octets[p] == ' ' || octets[p] == '\n')) {
            p++;
        }
        return p;
    }

    /** The index of the next octet that is not printable ASCII, or is one of the brackets, or an ampersand. */
    private static int skipPlain(byte[] octets, int first, int limit) {
        int p = first;
        while (p + Long.BYTES <= limit) {
            long w = (long) LONGS.get(octets, p);
            long found =
                    (w - ONES * 0x20 | w | (w ^ ONES * '<') - ONES | (w ^ ONES * '&') - ONES | (w ^ ONES * ']') - ONES)
                            & HIGH;
            if (found != 0) {
                return p + (Long.numberOfTrailingZeros(found) >>> 3);
            }
            p += Long.BYTES;
        }
        while (p < limit && isPlain(octets[p])) {
            p++;
        }
        return p;
    }

    private static boolean isPlain(byte c) {
        return c >= 0x20 && c != '<' && c != '&' && c != ']';
    }

    /** Reads the reference at the present place, whose octets up to an index are at hand. */
    void reference(int end) {
        if (window.at(end) != ';') {
            throw scanner.fail(window.pos, 1, "An ampersand that begins no reference.");
        }
        reference = resolve(window.pos + 1, end);
        plain = false;
        from = window.pos;
        to = end + 1;
        window.pos = to;
    }

    /** The character of a reference, by the indices of what stands between its ampersand and its semicolon. */
    int resolve(int first, int end) {
        if (window.at(first) == '#') {
            return number(first, end);
        }
        for (Entity entity : ENTITIES) {
            if (Arrays.equals(window.octets, first, end, entity.name, 0, entity.name.length)) {
                return entity.character;
            }
        }
        throw scanner.fail(first - 1, end - first + 2, "An entity that is not declared.");
    }

    private int number(int first, int end) {
        boolean hex = window.at(first + 1) == 'x';
        int p = first + (hex ? 2 : 1);
        int value = p == end ? XmlChars.INVALID : 0;
        for (; p < end && value >= 0; p++) {
            int digit = Character.digit((char) window.at(p), hex ? HEX : DECIMAL);
            value = digit < 0 ? XmlChars.INVALID : value * (hex ? HEX : DECIMAL) + digit;
            value = value > Character.MAX_CODE_POINT ? XmlChars.INVALID : value;
        }
        if (value < 0 || !XmlChars.isAllowed(value)) {
            throw scanner.fail(first - 1, end - first + 2, "A reference to a character that XML does not allow.");
        }
        return value;
    }

    /** The index of the first octet of the text. */
    int from() {
        return from;
    }

    /** The index behind its last octet. */
    int to() {
        return to;
    }

    /** Whether the text is ASCII without CR and without a reference: its octets are its characters. */
    boolean isAscii() {
        return plain;
    }

    /** Whether the text is white space only. */
    boolean isSpace() {
        if (reference >= 0) {
            return reference < 0x80 && XmlChars.isSpace(reference);
        }
        for (int i = from; i < to; i++) {
            if (!XmlChars.isSpace(window.octets[i] & 0xFF)) {
                return false;
            }
        }
        return true;
    }

    /** The character that a reference names, -1 if the text is no reference. */
    int referenced() {
        return reference;
    }

    /** Appends the text as XML has it: line ends as LF. */
    void appendTo(StringBuilder target) {
        if (reference >= 0) {
            target.appendCodePoint(reference);
            return;
        }
        String chunk = new String(window.octets, from, to - from, StandardCharsets.UTF_8);
        target.append(
                chunk.indexOf('\r') < 0 ? chunk : chunk.replace("\r\n", "\n").replace('\r', '\n'));
    }

    /** The text as XML has it. */
    String value() {
        if (plain) {
            return new String(window.octets, from, to - from, StandardCharsets.ISO_8859_1);
        }
        StringBuilder chunk = new StringBuilder();
        appendTo(chunk);
        return chunk.toString();
    }

    /** One of the five entities that need no declaration. */
    private static final class Entity {

        final byte[] name;
        final char character;

        Entity(String name, char character) {
            this.name = name.getBytes(StandardCharsets.US_ASCII);
            this.character = character;
        }
    }
}
