// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One line of a file of records, or one guarded block in it, with its octets (STS600-4-2 Appendix D). All entries
 * together give the file back, octet for octet. Immutable and thread-safe.
 *
 * <pre>{@code
 * for (FileEntry entry : StsRecords.lenient().file(attachment).entries()) {
 *     if (entry.kind() == FileEntry.Kind.BAD_RECORD) {
 *         report(entry.line(), entry.problems());
 *     }
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class FileEntry {

    /**
     * What a line is. That a file holds one record a line is inferred; header and trailer lines are unknown.
     *
     * @since 0.1.0
     */
    public enum Kind {
        /** A record whose CRC is right. */
        RECORD,
        /** Meant as a record, but its CRC or form is wrong. */
        BAD_RECORD,
        /** Anything else. */
        OTHER,
        /** Nothing but blanks. */
        BLANK
    }

    private final Kind kind;
    private final long line;
    private final long offset;
    private final byte[] octets;
    private final @Nullable String type;
    private final @Nullable StsRecord record;
    private final List<Deviation> deviations;
    private final List<Problem> problems;

    FileEntry(
            Kind kind,
            long line,
            long offset,
            byte[] octets,
            @Nullable String type,
            @Nullable StsRecord record,
            List<Deviation> deviations,
            List<Problem> problems) {
        this.kind = kind;
        this.line = line;
        this.offset = offset;
        this.octets = octets;
        this.type = type;
        this.record = record;
        this.deviations = List.copyOf(deviations);
        this.problems = List.copyOf(problems);
    }

    /**
     * What the line is.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * The number of its first line.
     *
     * @return counted from 1
     */
    public long line() {
        return line;
    }

    /**
     * Where it begins in the file.
     *
     * @return octets from the start of the file
     */
    public long offset() {
        return offset;
    }

    /**
     * The octets, line end and byte order mark included. They may hold wrapped keys: do not log them.
     *
     * @return a copy
     */
    public byte[] octets() {
        return octets.clone();
    }

    /**
     * How long it is, line end included.
     *
     * @return octets
     */
    public int length() {
        return octets.length;
    }

    /**
     * The record type that the line names.
     *
     * @return an IDENT; empty for a line that names none
     */
    public Optional<String> type() {
        return Optional.ofNullable(type);
    }

    /**
     * The record.
     *
     * @return present for {@link Kind#RECORD}
     */
    public Optional<StsRecord> record() {
        return Optional.ofNullable(record);
    }

    /**
     * How a record differed from the plain line.
     *
     * @return empty for a record alone on its line or in a canonical block
     */
    public List<Deviation> deviations() {
        return deviations;
    }

    /**
     * What is wrong with a {@link Kind#BAD_RECORD}.
     *
     * @return the problems, each with its place in the file; empty for other kinds
     */
    public List<Problem> problems() {
        return problems;
    }

    /** Returns kind, line, type and length; no content. */
    @Override
    public String toString() {
        return "FileEntry[" + kind + " at line " + line + (type == null ? "" : ", " + type) + ", " + octets.length
                + " octets]";
    }
}
