// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

/** Tells lines that are meant as records from other text, before anything is read from them. */
final class RecordShape {

    private static final int CRC_DIGITS = 4;
    private static final char DELIMITER = Dfconcat.RECORD.delimiter();
    private static final String EDITION_1 = "95";

    private RecordShape() {}

    /** Whether a line has the form {@code IDENT|...|HEX4}. */
    static boolean isRecord(CharSequence line) {
        return startsLikeRecord(line) && endsLikeRecord(line);
    }

    /**
     * Whether a line is a record or was one before a character of it was damaged: it has two delimiters or more, and its
     * start or its end is that of a record. No damage to a single place can take away both.
     */
    static boolean isMeantAsRecord(CharSequence line) {
        boolean starts = startsLikeRecord(line);
        boolean ends = endsLikeRecord(line);
        return starts && ends || (starts || ends) && delimiters(line) > 1;
    }

    /** Whether the first line of a file is that of an Edition 1 key load file: record type 95xx, no delimiter. */
    static boolean isEdition1(CharSequence firstLine) {
        return firstLine.length() >= CRC_DIGITS
                && firstLine.subSequence(0, EDITION_1.length()).toString().equals(EDITION_1)
                && Ascii.isDigit(firstLine.charAt(2))
                && Ascii.isDigit(firstLine.charAt(3))
                && delimiters(firstLine) == 0;
    }

    /** The type that a line begins with, whether or not it is a record. */
    static String type(CharSequence line) {
        return line.subSequence(0, Ascii.identEnd(line, 0)).toString();
    }

    static boolean startsLikeRecord(CharSequence line) {
        int end = Ascii.identEnd(line, 0);
        return end > 0 && end < line.length() && line.charAt(end) == DELIMITER;
    }

    private static boolean endsLikeRecord(CharSequence line) {
        int crc = line.length() - CRC_DIGITS;
        return crc > 0 && line.charAt(crc - 1) == DELIMITER && Ascii.isUpperHex(line.subSequence(crc, line.length()));
    }

    private static long delimiters(CharSequence line) {
        return line.chars().filter(c -> c == DELIMITER).count();
    }
}
