// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.Serializable;

/**
 * A place in a document: where something stands or went wrong. Immutable and thread-safe.
 *
 * <p>Documents are counted in octets as they were received, byte order mark and CR included; identifiers in UTF-16 code
 * units. The column counts characters. A line ends at LF, CRLF or CR.
 *
 * <pre>{@code
 * problem.span().ifPresent(place ->
 *         System.err.println(file + ":" + place.line() + ":" + place.column() + ": " + problem.detail()));
 * }</pre>
 *
 * @param line the line, counted from 1
 * @param column the column in that line, counted from 1
 * @param offset the offset from the start, counted from 0
 * @param length the length of the place; 0 for a point between two characters
 * @since 0.1.0
 */
public record Span(long line, long column, long offset, long length) implements Serializable {

    /**
     * Refuses numbers below their first value.
     *
     * @param line from 1
     * @param column from 1
     * @param offset from 0
     * @param length 0 or more
     */
    public Span {
        if (line < 1 || column < 1 || offset < 0 || length < 0) {
            throw new IllegalArgumentException("Span counts lines and columns from 1, offset and length from 0");
        }
    }

    /** The place in an identifier, which is one line. */
    static Span inValue(int offset, int length) {
        return new Span(1, offset + 1L, offset, length);
    }

    /** Returns line, column and offset in words. */
    @Override
    public String toString() {
        return "line " + line + ", column " + column + " (offset " + offset + ")";
    }
}
