// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a document. What is long is only noted and put in its place when the document is asked for. */
final class OctetWriter {

    private static final byte[] LT = ascii("&lt;");
    private static final byte[] GT = ascii("&gt;");
    private static final byte[] AMP = ascii("&amp;");
    private static final byte[] QUOT = ascii("&quot;");
    private static final byte[] CR = ascii("&#13;");
    private static final byte[] LF = ascii("&#10;");
    private static final byte[] TAB = ascii("&#9;");
    private static final int MOST_OCTETS_PER_CHAR = 6;
    /** One bit for each character from the blank to the question mark, but for {@code < > & "}. */
    private static final long PLAIN_BELOW_0X40 =
            0xFFFF_FFFF_0000_0000L & ~(1L << '<' | 1L << '>' | 1L << '&' | 1L << '"');

    /** What is shorter is copied at once. */
    private static final int SHORT = 4096;

    /** What most documents without attachments fit into. */
    private static final int USUAL = 1536;

    private byte[] octets;
    private int size;
    private int blobOctets;
    private @Nullable List<DocumentOctets.Placed> blobs;

    OctetWriter() {
        octets = new byte[USUAL];
    }

    /** Begins with such octets. */
    OctetWriter(byte[] beginning) {
        octets = Arrays.copyOf(beginning, Math.max(USUAL, 2 * beginning.length));
        size = beginning.length;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** How long the document is so far. */
    int length() {
        return Math.addExact(size, blobOctets);
    }

    OctetWriter raw(byte[] markup) {
        require(markup.length);
        System.arraycopy(markup, 0, octets, size, markup.length);
        size += markup.length;
        return this;
    }

    OctetWriter blob(DocumentOctets.Blob blob) {
        if (blob.length() < SHORT) {
            require(blob.length());
            blob.copyTo(octets, size);
            size += blob.length();
            return this;
        }
        if (blobs == null) {
            blobs = new ArrayList<>(2);
        }
        blobs.add(new DocumentOctets.Placed(size, blob));
        blobOctets = Math.addExact(blobOctets, blob.length());
        return this;
    }

    /** Writes text of an element. */
    OctetWriter text(String text) {
        return escaped(text, false);
    }

    /** Writes the value of an attribute between double quotes. */
    OctetWriter attribute(String value) {
        return escaped(value, true);
    }

    private OctetWriter escaped(String text, boolean attribute) {
        int length = text.length();
        int i = unescaped(text);
        if (i == length) {
            return plain(text);
        }
        require(Math.multiplyExact(length, MOST_OCTETS_PER_CHAR));
        copy(text, i);
        while (i < length) {
            char unit = text.charAt(i);
            if (unit < 0x80) {
                ascii(unit, attribute);
                i++;
            } else {
                int c = text.codePointAt(i);
                beyondAscii(c);
                i += Character.charCount(c);
            }
        }
        return this;
    }

    /** How much of a text stands for itself before something else comes, which is nearly always all. */
    private static int unescaped(String text) {
        int i = 0;
        while (i < text.length() && isPlain(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static boolean isPlain(char c) {
        return c >= 0x40 ? c < 0x80 : (PLAIN_BELOW_0X40 >>> c & 1) != 0;
    }

    private void ascii(char c, boolean attribute) {
        if (c >= 0x20 && c != '<' && c != '>' && c != '&' && c != '"') {
            octets[size++] = (byte) c;
            return;
        }
        switch (c) {
            case '<' -> raw(LT);
            case '>' -> raw(GT);
            case '&' -> raw(AMP);
            // A parser would make LF of it, and a mail transport might.
            case '\r' -> raw(CR);
            case '"' -> quoted(c, attribute, QUOT);
            case '\n' -> quoted(c, attribute, LF);
            default -> quoted(c, attribute, TAB);
        }
    }

    private void quoted(char c, boolean attribute, byte[] reference) {
        if (attribute) {
            raw(reference);
        } else {
            octets[size++] = (byte) c;
        }
    }

    private void beyondAscii(int c) {
        if (c < 0x800) {
            octets[size++] = (byte) (0xC0 | c >> 6);
        } else if (c < 0x10000) {
            octets[size++] = (byte) (0xE0 | c >> 12);
            octets[size++] = (byte) (0x80 | c >> 6 & 0x3F);
        } else {
            octets[size++] = (byte) (0xF0 | c >> 18);
            octets[size++] = (byte) (0x80 | c >> 12 & 0x3F);
            octets[size++] = (byte) (0x80 | c >> 6 & 0x3F);
        }
        octets[size++] = (byte) (0x80 | c & 0x3F);
    }

    /** Writes text that is known to be of ASCII letters, digits and signs that stand for themselves. */
    OctetWriter plain(String text) {
        require(text.length());
        copy(text, text.length());
        return this;
    }

    @SuppressWarnings("deprecation") // right for ASCII, and the only way into the middle of an array without a copy
    private void copy(String text, int length) {
        text.getBytes(0, length, octets, size);
        size += length;
    }

    OctetWriter time(MissiveTime time) {
        require(MissiveTime.LONGEST);
        size = time.write(octets, size);
        return this;
    }

    OctetWriter number(int value) {
        return plain(Integer.toString(value));
    }

    private void require(int more) {
        int needed = Math.addExact(size, more);
        if (needed > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(needed, 2 * octets.length));
        }
    }

    /** The document; nothing more can be written. */
    DocumentOctets finish() {
        return new DocumentOctets(octets, size, blobs == null ? List.of() : blobs, length());
    }
}
