// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a document. What is long is only noted and put in its place at the end, so that it is moved once.
 */
final class OctetWriter {

    /** Something long whose length is known beforehand. */
    interface Blob {

        int length();

        void copyTo(byte[] target, int at);

        static Blob of(byte[] octets, int from, int to) {
            return new Blob() {
                @Override
                public int length() {
                    return to - from;
                }

                @Override
                public void copyTo(byte[] target, int at) {
                    System.arraycopy(octets, from, target, at, to - from);
                }
            };
        }
    }

    private record Placed(int at, Blob blob) {}

    private static final byte[] LT = ascii("&lt;");
    private static final byte[] GT = ascii("&gt;");
    private static final byte[] AMP = ascii("&amp;");
    private static final byte[] QUOT = ascii("&quot;");
    private static final byte[] CR = ascii("&#13;");
    private static final byte[] LF = ascii("&#10;");
    private static final byte[] TAB = ascii("&#9;");
    private static final int MOST_OCTETS_PER_CHAR = 6;
    private static final boolean[] PLAIN = new boolean[0x80];

    static {
        for (char c = ' '; c < PLAIN.length; c++) {
            PLAIN[c] = c != '<' && c != '>' && c != '&' && c != '"';
        }
    }

    private byte[] octets = new byte[2048];
    private int size;
    private int blobOctets;
    private @Nullable List<Placed> blobs;

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

    OctetWriter blob(Blob blob) {
        if (blobs == null) {
            blobs = new ArrayList<>(2);
        }
        blobs.add(new Placed(size, blob));
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
        require(Math.multiplyExact(length, MOST_OCTETS_PER_CHAR));
        int i = plain(text, length);
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

    /** Writes what stands for itself, which is nearly always all; how much that was. */
    private int plain(String text, int length) {
        byte[] target = octets;
        int at = size;
        int i = 0;
        while (i < length) {
            char c = text.charAt(i);
            if (c >= PLAIN.length || !PLAIN[c]) {
                break;
            }
            target[at++] = (byte) c;
            i++;
        }
        size = at;
        return i;
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

    OctetWriter number(int value) {
        return text(Integer.toString(value));
    }

    private void require(int more) {
        int needed = Math.addExact(size, more);
        if (needed > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(needed, 2 * octets.length));
        }
    }

    /** The document. */
    byte[] finish() {
        byte[] document = new byte[length()];
        int done = 0;
        int at = 0;
        for (Placed placed : blobs == null ? List.<Placed>of() : blobs) {
            int count = placed.at() - done;
            System.arraycopy(octets, done, document, at, count);
            done = placed.at();
            at += count;
            placed.blob().copyTo(document, at);
            at += placed.blob().length();
        }
        System.arraycopy(octets, done, document, at, size - done);
        return document;
    }
}
