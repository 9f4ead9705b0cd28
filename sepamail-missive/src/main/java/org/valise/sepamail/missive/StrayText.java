// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import org.jspecify.annotations.Nullable;

/** Text where elements belong, put together: a stream and references give it in pieces. */
final class StrayText {

    private final MissiveLimits limits;
    private final StringBuilder value = new StringBuilder(0);
    private boolean there;
    private long from;
    private long to;
    private @Nullable Span start;

    StrayText(MissiveLimits limits) {
        this.limits = limits;
    }

    /** Takes the text at the present place of a scan; white space around it is none of it. */
    void add(XmlScanner scanner) {
        TextReader text = scanner.text();
        if (!text.isSpace()) {
            extend(text, scanner.window());
        }
        if (there && value.length() <= limits.valueOctets()) {
            append(text);
        }
    }

    private void append(TextReader text) {
        boolean first = value.isEmpty();
        text.appendTo(value);
        int blanks = 0;
        while (first && blanks < value.length() && " \t\r\n".indexOf(value.charAt(blanks)) >= 0) {
            blanks++;
        }
        value.delete(0, blanks);
    }

    private void extend(TextReader text, Window window) {
        int first = text.from();
        int last = text.to();
        while (XmlChars.isSpace(window.at(first))) {
            first++;
        }
        while (XmlChars.isSpace(window.at(last - 1))) {
            last--;
        }
        if (!there) {
            there = true;
            from = window.offset(first);
            start = window.isStream() ? window.span(from, 0) : null;
        }
        to = window.offset(last);
    }

    /** Whether there was anything but white space. */
    boolean isThere() {
        return there;
    }

    /** The text, blanks behind it perhaps included; nothing if it is too long to be any value. */
    String value() {
        return to - from > limits.valueOctets() ? "" : value.toString();
    }

    Span place(XmlScanner scanner) {
        Span first = start == null ? scanner.window().span(from, 0) : start;
        return new Span(first.line(), first.column(), from, to - from);
    }

    void clear() {
        there = false;
        value.setLength(0);
    }
}
