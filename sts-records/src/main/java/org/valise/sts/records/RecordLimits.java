// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

/**
 * How much is read from outside before it is refused. Going beyond a limit refuses the text or block with a code of its
 * own; nothing is ever cut short. Immutable and thread-safe.
 *
 * <pre>{@code
 * StsRecords.lenient().withLimits(RecordLimits.defaults().withTextChars(4 << 20));
 * }</pre>
 *
 * @param textChars the longest mail text, in UTF-16 code units; default 1,048,576
 * @param blocks the most guarded blocks in one mail text; default 64
 * @param blockChars the longest text between two guards, line ends not counted, in UTF-16 code units; default 65,536
 * @param recordChars the longest bare record and the longest line of a file, without line end; default 65,536
 * @param fileOctets the longest file of records; default 10,485,760
 * @param fileEntries the most lines of a file of records or mail text that are looked at as records; default 100,000
 * @since 0.1.0
 */
public record RecordLimits(
        int textChars, int blocks, int blockChars, int recordChars, long fileOctets, long fileEntries) {

    private static final int KIBI = 1024;
    private static final RecordLimits DEFAULTS =
            new RecordLimits(KIBI * KIBI, 64, 64 * KIBI, 64 * KIBI, 10L * KIBI * KIBI, 100_000);

    /**
     * Refuses limits below 1, and records or blocks of 2<sup>30</sup> characters or more.
     *
     * @param textChars the longest mail text
     * @param blocks the most guarded blocks
     * @param blockChars the longest block
     * @param recordChars the longest record
     * @param fileOctets the longest file
     * @param fileEntries the most lines
     */
    public RecordLimits {
        if (Math.min(Math.min(textChars, blocks), Math.min(blockChars, recordChars)) < 1
                || Math.min(fileOctets, fileEntries) < 1) {
            throw new IllegalArgumentException("A limit is at least 1");
        }
        if (Math.max(blockChars, recordChars) >= 1 << 30) {
            throw new IllegalArgumentException("A record or block has fewer than 2^30 characters");
        }
    }

    /**
     * The defaults named at the parameters.
     *
     * @return the default limits
     */
    public static RecordLimits defaults() {
        return DEFAULTS;
    }

    /**
     * These limits with another longest mail text.
     *
     * @param chars UTF-16 code units, at least 1
     * @return new limits
     */
    public RecordLimits withTextChars(int chars) {
        return new RecordLimits(chars, blocks, blockChars, recordChars, fileOctets, fileEntries);
    }

    /**
     * These limits with another greatest number of guarded blocks.
     *
     * @param count blocks, at least 1
     * @return new limits
     */
    public RecordLimits withBlocks(int count) {
        return new RecordLimits(textChars, count, blockChars, recordChars, fileOctets, fileEntries);
    }

    /**
     * These limits with another longest block.
     *
     * @param chars UTF-16 code units, at least 1
     * @return new limits
     */
    public RecordLimits withBlockChars(int chars) {
        return new RecordLimits(textChars, blocks, chars, recordChars, fileOctets, fileEntries);
    }

    /**
     * These limits with another longest record.
     *
     * @param chars characters, at least 1
     * @return new limits
     */
    public RecordLimits withRecordChars(int chars) {
        return new RecordLimits(textChars, blocks, blockChars, chars, fileOctets, fileEntries);
    }

    /**
     * These limits with another longest file.
     *
     * @param octets octets, at least 1
     * @return new limits
     */
    public RecordLimits withFileOctets(long octets) {
        return new RecordLimits(textChars, blocks, blockChars, recordChars, octets, fileEntries);
    }

    /**
     * These limits with another greatest number of lines.
     *
     * @param lines lines, at least 1
     * @return new limits
     */
    public RecordLimits withFileEntries(long lines) {
        return new RecordLimits(textChars, blocks, blockChars, recordChars, fileOctets, lines);
    }
}
