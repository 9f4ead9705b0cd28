// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import java.io.Serializable;

/**
 * A place in a text: where something stands or went wrong. Immutable and thread-safe.
 *
 * <p>Texts are counted in UTF-16 code units, files of records in octets. A line ends at CRLF, LF or CR; in a mail text
 * also at VT, FF, U+0085, U+2028 and U+2029, which mail software uses for the same purpose.
 *
 * <pre>{@code
 * Problem problem = StsRecords.strict().parse("T|a||b|3849").problems().get(0);
 * Span crc = problem.inRecord().orElseThrow();
 * crc.offset();   // 7
 * crc.length();   // 4
 * }</pre>
 *
 * @param line the line, counted from 1
 * @param column the column in that line, counted from 1
 * @param offset the offset from the start of the text, counted from 0
 * @param length the length of the place; 0 for a point between two characters
 * @since 0.1.0
 */
public record Span(long line, int column, long offset, int length) implements Serializable {

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

    /** The place in a text of one line. */
    static Span inLine(int offset, int length) {
        return new Span(1, offset + 1, offset, length);
    }

    /** This place, seen from the text in whose first line the present text begins at the given column offset. */
    Span shiftedBy(int columns) {
        return new Span(line, column + columns, offset + columns, length);
    }

    /** This place in a part of a text, seen from the whole: the part begins at the given line and offset. */
    Span within(long firstLine, long partOffset) {
        return new Span(firstLine + line - 1, column, partOffset + offset, length);
    }

    /** Returns line, column and offset in words. */
    @Override
    public String toString() {
        return "line " + line + ", column " + column + " (offset " + offset + ")";
    }
}
