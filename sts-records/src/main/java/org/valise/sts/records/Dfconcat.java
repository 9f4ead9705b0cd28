// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The construction behind records and identities (STS600-4-2 5.7.1, "dfconcat"): every element is followed by the
 * delimiter, and a CRC over all of that may follow. Elements are printable ASCII without the delimiter; whether the
 * standard has an escape for it is unknown, so none is written and none is read. Immutable and thread-safe.
 *
 * <pre>{@code
 * Dfconcat.RECORD.format(List.of("T", "a", "", "b"));          // "T|a||b|"
 * Dfconcat.RECORD.formatWithCrc(List.of("T", "a", "", "b"));   // "T|a||b|3848"
 * }</pre>
 *
 * @since 0.1.0
 */
public enum Dfconcat {
    /** Records: the delimiter is the vertical bar. */
    RECORD('|'),
    /** Identities: the delimiter is the colon. */
    IDENTITY(':');

    private static final int CRC_DIGITS = 4;

    private final char delimiter;

    Dfconcat(char delimiter) {
        this.delimiter = delimiter;
    }

    /**
     * What a dfconcat text holds.
     *
     * @param elements the elements in order, without the CRC
     * @param crcState what the CRC says
     * @since 0.1.0
     */
    public record Content(List<String> elements, CrcState crcState) {

        /**
         * Copies the list.
         *
         * @param elements the elements in order, without the CRC
         * @param crcState what the CRC says
         */
        public Content {
            elements = List.copyOf(elements);
            Objects.requireNonNull(crcState, "crcState");
        }

        /** Returns the number of elements and the CRC state; no content. */
        @Override
        public String toString() {
            return "Content[" + elements.size() + " elements, CRC " + crcState + "]";
        }
    }

    /**
     * The delimiter.
     *
     * @return {@code |} or {@code :}
     */
    public char delimiter() {
        return delimiter;
    }

    /**
     * Joins elements, each followed by the delimiter, without a CRC.
     *
     * @param elements printable ASCII without the delimiter
     * @return the text
     * @throws IllegalArgumentException if there is no element or one has another character
     */
    public String format(List<String> elements) {
        if (elements.isEmpty()) {
            throw new IllegalArgumentException("A dfconcat text has at least one element");
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < elements.size(); i++) {
            requireWritable(elements.get(i), i);
            text.append(elements.get(i)).append(delimiter);
        }
        return text.toString();
    }

    /**
     * Joins elements, each followed by the delimiter, and the CRC over all of that.
     *
     * @param elements printable ASCII without the delimiter
     * @return the text with its CRC
     * @throws IllegalArgumentException if there is no element or one has another character
     */
    public String formatWithCrc(List<String> elements) {
        String text = format(elements);
        return text + Crc16.of(text);
    }

    /**
     * Takes a text apart. Nothing is trimmed, re-cased or repaired.
     *
     * @param text what was received
     * @param policy whether the CRC may be missing
     * @return the content, or the problem with its position; after {@link Problem.Code#CRC_ERROR} the
     *     refusal has a suspect
     */
    public ParseResult<Content> parse(CharSequence text, CrcPolicy policy) {
        Objects.requireNonNull(policy, "policy");
        String s = text.toString();
        int bad = Ascii.firstUnprintable(s);
        if (bad >= 0) {
            return refuse(Problem.Code.BAD_CHARACTER, "A character is not printable ASCII.", bad, 1);
        }
        int crcStart = s.lastIndexOf(delimiter) + 1;
        if (crcStart == 0) {
            return refuse(Problem.Code.NOT_A_RECORD, "The text has no delimiter '" + delimiter + "'.", 0, s.length());
        }
        return judge(s, crcStart, policy);
    }

    private ParseResult<Content> judge(String s, int crcStart, CrcPolicy policy) {
        List<String> elements = split(s, crcStart);
        if (crcStart == s.length()) {
            Content content = new Content(elements, CrcState.ABSENT);
            if (policy == CrcPolicy.IF_PRESENT) {
                return new ParseResult.Parsed<>(content, List.of());
            }
            return refuse(Problem.Code.CRC_MISSING, "The text ends with the delimiter, without a CRC.", crcStart, 0);
        }
        String found = s.substring(crcStart);
        Crc16 computed = Crc16.of(s.substring(0, crcStart));
        if (computed.isWritten(found)) {
            return new ParseResult.Parsed<>(new Content(elements, CrcState.VALID), List.of());
        }
        Problem problem = Problem.of(Problem.Code.CRC_ERROR, crcDetail(found, computed));
        return ParseResult.Malformed.suspecting(
                problem.atRecord(Span.inLine(crcStart, found.length())), new Content(elements, CrcState.MISMATCH));
    }

    private static String crcDetail(String found, Crc16 computed) {
        if (found.length() != CRC_DIGITS || !Ascii.isUpperHex(found)) {
            return "The text does not end in four upper-case hexadecimal digits.";
        }
        return "The CRC does not fit; that of the text is " + computed + ".";
    }

    private List<String> split(String s, int end) {
        List<String> elements = new ArrayList<>();
        for (int from = 0; from < end; ) {
            int to = s.indexOf(delimiter, from);
            elements.add(s.substring(from, to));
            from = to + 1;
        }
        return elements;
    }

    private void requireWritable(String element, int index) {
        for (int i = 0; i < element.length(); i++) {
            char c = element.charAt(i);
            if (c == delimiter || !Ascii.isPrintable(c)) {
                throw new IllegalArgumentException("Element " + index + " has a character at offset " + i
                        + " that is the delimiter or not printable ASCII; there is no escape for it");
            }
        }
    }

    private static ParseResult<Content> refuse(Problem.Code code, String detail, int offset, int length) {
        return ParseResult.Malformed.because(Problem.of(code, detail).atRecord(Span.inLine(offset, length)));
    }
}
