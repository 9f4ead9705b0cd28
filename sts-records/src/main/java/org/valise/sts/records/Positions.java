// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import java.util.Arrays;

/** The lines of a text: where each begins, and which line an offset lies in. Immutable after construction. */
final class Positions {

    private final int[] starts;
    private final int[] ends;
    private final int lines;

    Positions(CharSequence text) {
        int[] from = new int[64];
        int[] to = new int[64];
        int count = 0;
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i < text.length() && !isLineEnd(text.charAt(i))) {
                continue;
            }
            if (count == from.length) {
                from = Arrays.copyOf(from, count * 2);
                to = Arrays.copyOf(to, count * 2);
            }
            from[count] = start;
            to[count++] = i;
            if (i + 1 < text.length() && text.charAt(i) == '\r' && text.charAt(i + 1) == '\n') {
                i++;
            }
            start = i + 1;
        }
        starts = from;
        ends = to;
        lines = count;
    }

    /** What mail software is seen to end lines with: LF, VT, FF, CR, NEL, LS, PS. */
    static boolean isLineEnd(char c) {
        return c >= '\n' && c <= '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
    }

    int lines() {
        return lines;
    }

    /** The offset of the first character of a line, counted from 0. */
    int start(int line) {
        return starts[line];
    }

    /** The offset after the last character of a line, its line end not included. */
    int end(int line) {
        return ends[line];
    }

    /** The line that holds an offset, counted from 0; a line end belongs to the line before it. */
    int lineOf(int offset) {
        int found = Arrays.binarySearch(starts, 0, lines, offset);
        return found >= 0 ? found : -found - 2;
    }

    Span span(int from, int to) {
        int line = lineOf(from);
        return new Span(line + 1L, from - starts[line] + 1, from, Math.max(0, to - from));
    }
}
