// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

/**
 * The record-in-email form: a record between two guard lines, cut every 64 characters (STS600-4-2 Appendix C,
 * reconstructed from the example of STS600-9-2 5.1.3.5).
 *
 * <p>This class writes the canonical form. {@link StsRecords#scan(CharSequence)} reads it back, in whatever state mail
 * software has left it. Thread-safe.
 *
 * <pre>{@code
 * RecordInEmail.write(StsRecord.of("T", List.of("a")));
 * // --STS:T BEGINS--
 * // T|a|BDF9
 * // --STS:T ENDS--
 * }</pre>
 *
 * @since 0.1.0
 */
public final class RecordInEmail {

    /** The characters of a record on one line. */
    static final int WIDTH = 64;

    private static final String CRLF = "\r\n";

    private RecordInEmail() {}

    /**
     * Writes the canonical block: ASCII, 64 characters a line, every line ended by CRLF, the end guard included.
     *
     * @param record a record whose CRC is right or absent
     * @return the block
     * @throws IllegalArgumentException if the CRC of the record does not fit: a damaged record is not passed on; or if a
     *     line of the block would read as a guard, because a field holds such text at such a place
     */
    public static String write(StsRecord record) {
        if (record.crcState() == CrcState.MISMATCH) {
            throw new IllegalArgumentException("A record whose CRC does not fit is not written into a mail");
        }
        requireNoGuardWithin(record.text());
        return write(record, CRLF) + CRLF;
    }

    private static void requireNoGuardWithin(String text) {
        for (int i = 0; i < text.length(); i += WIDTH) {
            if (Guard.onLine(text, i, Math.min(text.length(), i + WIDTH)) != null) {
                throw new IllegalArgumentException("A line of the block, at offset " + i + ", would read as a guard");
            }
        }
    }

    /** The block with any line end, the last line without one. */
    private static String write(StsRecord record, String lineEnd) {
        String text = record.text();
        StringBuilder block = new StringBuilder(Guard.line(record.type(), true)).append(lineEnd);
        for (int i = 0; i < text.length(); i += WIDTH) {
            block.append(text, i, Math.min(text.length(), i + WIDTH)).append(lineEnd);
        }
        return block.append(Guard.line(record.type(), false)).toString();
    }

    /**
     * Whether a text, from begin guard to end guard, is the canonical block of a record. Mail APIs hand out decoded text
     * with CRLF or with LF; both count, mixed ones do not.
     */
    static boolean isCanonical(String block, StsRecord record) {
        return block.equals(write(record, CRLF)) || block.equals(write(record, "\n"));
    }
}
