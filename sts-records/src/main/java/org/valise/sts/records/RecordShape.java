// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import org.jspecify.annotations.Nullable;

/** Tells lines that are meant as records from other text, before anything is read from them. */
final class RecordShape {

    private static final int CRC_DIGITS = 4;
    private static final char DELIMITER = Dfconcat.RECORD.delimiter();
    private static final String EDITION_1 = "95";
    private static final int HARMLESS_HEX = 2;
    private static final int LONGEST_TYPE = 40;
    private static final int HARMLESS_NAME = 10;

    private RecordShape() {}

    /**
     * Whether a line of a mail is a record or was one before it was damaged: it ends in a delimiter and a CRC, or starts
     * with a type and a delimiter and there is more to say that this is a type than its alphabet, or has a type with a
     * version before a delimiter anywhere, as when quotation marks stand around a record.
     */
    static boolean isMeantAsRecord(CharSequence line) {
        return endsLikeRecord(line)
                || startsLikeRecord(line) && (delimiters(line) > 1 || Ascii.firstUnprintable(line) >= 0)
                || hasVersionedType(line);
    }

    /** The same for a line of a file, where nobody writes tables: also any line with two delimiters, or one and damage. */
    static boolean isMeantAsRecordOfFile(CharSequence line) {
        long delimiters = delimiters(line);
        return isMeantAsRecord(line) || delimiters > 1 || delimiters == 1 && Ascii.firstUnprintable(line) >= 0;
    }

    private static boolean hasVersionedType(CharSequence line) {
        int start = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == DELIMITER
                    && i - start <= LONGEST_TYPE
                    && isVersioned(line.subSequence(start, i).toString())) {
                return true;
            }
            start = Ascii.isIdentPart(c) ? start : i + 1;
        }
        return false;
    }

    /** Whether the first line of a file is that of an Edition 1 key load file: record type 95xx, no delimiter. */
    static boolean isEdition1(CharSequence firstLine) {
        return firstLine.length() >= CRC_DIGITS
                && firstLine.subSequence(0, EDITION_1.length()).toString().equals(EDITION_1)
                && Ascii.isDigit(firstLine.charAt(2))
                && Ascii.isDigit(firstLine.charAt(3))
                && delimiters(firstLine) == 0;
    }

    /**
     * The type of a line that no CRC proves to be a record, if it can be shown without showing a part of a field that
     * happens to stand there: a name with a version, or a short one.
     */
    static @Nullable String unprovenType(CharSequence line) {
        String type = startsLikeRecord(line) ? type(line) : "";
        boolean harmless = isVersioned(type)
                || type.length() <= HARMLESS_HEX
                || type.length() <= HARMLESS_NAME && !Ascii.isAnyHex(type);
        return !type.isEmpty() && harmless ? type : null;
    }

    /** Whether the last part of a type, after a dot, is a number, as in all types that were seen. */
    private static boolean isVersioned(String type) {
        int dot = type.lastIndexOf('.');
        return dot > 0
                && dot + 1 < type.length()
                && type.substring(dot + 1).chars().allMatch(Ascii::isDigit);
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
