// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of records of any length line by line, in constant memory (STS600-4-2 Appendix D; one record a line is
 * inferred). Blocks between guard lines count as one entry. Made by {@link StsRecords#readFile(InputStream)}.
 *
 * <p>Moving on allocates nothing; {@link #entry()} makes an object of the present line. Not thread-safe.
 *
 * <pre>{@code
 * try (RecordFileReader reader = StsRecords.lenient().readFile(in)) {
 *     while (reader.next()) {
 *         if (reader.kind() == FileEntry.Kind.BAD_RECORD) {
 *             report(reader.entry().problems());
 *         }
 *     }
 *     reader.summary().state();
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class RecordFileReader implements Closeable {

    private static final int CRC_DIGITS = 4;
    private static final int IDENT_MAX = 40;
    private static final int BOM_LENGTH = 3;

    private final StsRecords rules;
    private final InputStream in;
    private final @Nullable MessageDigest digest;
    private final LineBuffer buffer;

    private FileEntry.Kind kind = FileEntry.Kind.BLANK;
    private @Nullable EntryVerdict verdict;
    private RecordFile.@Nullable Summary summary;

    /** A first line of that kind; it says something only if no record is in the file. */
    private @Nullable Problem edition1;

    private boolean started;
    private boolean broken;
    private long records;
    private long badRecords;
    private long others;
    private long blanks;
    private long line = 1;
    private long linesOfEntry;
    private int start;
    private int end;
    private int next;

    RecordFileReader(StsRecords rules, InputStream in, boolean withDigest) {
        this.rules = rules;
        this.in = Objects.requireNonNull(in, "in");
        this.digest = withDigest ? newSha256() : null;
        this.buffer = new LineBuffer(in, digest);
    }

    static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime has no SHA-256", e);
        }
    }

    /**
     * Moves on to the next entry.
     *
     * @return false at the end of the file and after a limit was exceeded; {@link #summary()} then says which
     * @throws IOException if reading fails
     */
    public boolean next() throws IOException {
        if (summary != null) {
            return false;
        }
        if (broken) {
            throw new IOException("Reading the stream has failed before; the place in it is lost");
        }
        broken = true;
        boolean found = advance();
        broken = false;
        return found;
    }

    private boolean advance() throws IOException {
        buffer.mark = next;
        line += linesOfEntry;
        linesOfEntry = 1;
        verdict = null;
        int bom = started ? 0 : byteOrderMark();
        started = true;
        if (!buffer.findLine(bom, rules.limits().recordChars()) && bom == 0) {
            finish();
            return false;
        }
        start = buffer.mark + bom;
        end = buffer.end;
        next = buffer.next;
        if (isBeyondLimit()) {
            return false;
        }
        classify();
        if (isBeyondLimit()) {
            return false;
        }
        count();
        return isWithinEntries();
    }

    /**
     * Reads all entries that are left.
     *
     * @return what was counted, from the first entry on
     * @throws IOException if reading fails
     */
    public RecordFile.Summary readToEnd() throws IOException {
        boolean more = next();
        while (more) {
            more = next();
        }
        return summary();
    }

    private int byteOrderMark() throws IOException {
        byte[] o = buffer.octets;
        return buffer.has(BOM_LENGTH) && o[0] == (byte) 0xEF && o[1] == (byte) 0xBB && o[2] == (byte) 0xBF
                ? BOM_LENGTH
                : 0;
    }

    private boolean isBeyondLimit() {
        RecordLimits limits = rules.limits();
        if (buffer.offset(next) > limits.fileOctets()) {
            refuse(Problem.Code.FILE_TOO_LONG, "The file is longer than " + limits.fileOctets() + " octets.");
        } else if (linesOfEntry == 1 && end - start > limits.recordChars()) {
            refuse(Problem.Code.RECORD_TOO_LONG, "The line is longer than " + limits.recordChars() + " octets.");
        }
        return summary != null;
    }

    private boolean isWithinEntries() {
        long most = rules.limits().fileEntries();
        if (filled() > most) {
            refuse(Problem.Code.TOO_MANY_ENTRIES, "The file has more than " + most + " lines.");
        }
        return summary == null;
    }

    private void count() {
        switch (kind) {
            case RECORD -> records++;
            case BAD_RECORD -> badRecords++;
            case OTHER -> others++;
            case BLANK -> blanks++;
        }
    }

    private long filled() {
        return records + badRecords + others;
    }

    private Map<FileEntry.Kind, Long> counts() {
        return Map.of(
                FileEntry.Kind.RECORD, records,
                FileEntry.Kind.BAD_RECORD, badRecords,
                FileEntry.Kind.OTHER, others,
                FileEntry.Kind.BLANK, blanks);
    }

    private void refuse(Problem.Code code, String detail) {
        summary = new RecordFile.Summary(
                RecordFile.State.REFUSED, counts(), buffer.read(), null, List.of(wholeLine(code, detail)));
    }

    private static Problem noRecords() {
        return Problem.of(Problem.Code.NO_RECORD, "No line of the file looks like a record.")
                .atText(new Span(1, 1, 0, 0));
    }

    private void finish() {
        String sha256 = digest == null ? null : HexFormat.of().formatHex(digest.digest());
        summary = new RecordFile.Summary(state(), counts(), buffer.read(), sha256, problems());
    }

    private List<Problem> problems() {
        if (records + badRecords > 0) {
            return List.of();
        }
        return List.of(edition1 == null ? noRecords() : edition1);
    }

    private RecordFile.State state() {
        if (badRecords > 0) {
            return RecordFile.State.SOME_INVALID;
        }
        if (records > 0) {
            return RecordFile.State.ALL_RECORDS_VALID;
        }
        return edition1 == null ? RecordFile.State.NO_RECORDS : RecordFile.State.EDITION_1;
    }

    private void classify() throws IOException {
        byte[] octets = buffer.octets;
        if (buffer.printable && isRecordShaped(octets)) {
            int crc = CrcTables.crc(octets, start, end - CRC_DIGITS);
            kind = crc == Octets.hex4(octets, end - CRC_DIGITS) ? FileEntry.Kind.RECORD : FileEntry.Kind.BAD_RECORD;
        } else {
            EntryVerdict slow = judge();
            verdict = slow;
            kind = slow.kind();
        }
    }

    /** The form {@code IDENT|...|HEX4}, on octets that are printable ASCII. */
    private boolean isRecordShaped(byte[] octets) {
        int crc = end - CRC_DIGITS;
        int bar = Octets.identEnd(octets, start, end);
        return bar > start
                && bar - start <= IDENT_MAX
                && bar < crc
                && octets[bar] == '|'
                && octets[crc - 1] == '|'
                && Octets.hex4(octets, crc) >= 0
                && Ascii.isAlphanumeric(octets[start]);
    }

    private EntryVerdict judge() throws IOException {
        int from = start;
        int to = end;
        while (from < to && Guard.isBlank((char) buffer.octets[from])) {
            from++;
        }
        while (to > from && Guard.isBlank((char) buffer.octets[to - 1])) {
            to--;
        }
        String bare = text(from, to);
        if (bare.isEmpty()) {
            return EntryVerdict.none(FileEntry.Kind.BLANK);
        }
        noteEdition1(bare, from);
        ParseResult<StsRecord> result = StsRecord.parse(bare, rules.crcPolicy(RecordShape.type(bare)));
        if (result instanceof ParseResult.Parsed<StsRecord> parsed) {
            return record(parsed.value(), bare.length() != end - start);
        }
        if (bare.contains(Guard.MARK)) {
            EntryVerdict guard = guard(bare);
            if (guard != null) {
                return guard;
            }
        }
        return RecordShape.isMeantAsRecordOfFile(bare)
                ? EntryVerdict.bad(placed(result.problems().get(0), from))
                : EntryVerdict.none(FileEntry.Kind.OTHER);
    }

    private EntryVerdict record(StsRecord record, boolean trimmed) {
        if (!trimmed) {
            return EntryVerdict.record(record, List.of());
        }
        if (record.crcState() == CrcState.ABSENT) {
            return EntryVerdict.bad(
                    wholeLine(Problem.Code.CRC_MISSING, "Without a CRC only an undamaged line proves its record."));
        }
        return rules.isStrict()
                ? EntryVerdict.bad(wholeLine(Problem.Code.NOT_CANONICAL, "There are blanks around the record."))
                : EntryVerdict.record(record, List.of(Deviation.TRIMMED));
    }

    private @Nullable EntryVerdict guard(String bare) throws IOException {
        if (isGuard(bare, true)) {
            return block();
        }
        if (isGuard(bare, false)) {
            return EntryVerdict.bad(wholeLine(Problem.Code.STRAY_END, "An end guard has no begin guard before it."));
        }
        return Guard.isMeant(bare)
                ? EntryVerdict.bad(
                        wholeLine(Problem.Code.DAMAGED_GUARD, "This looks like a guard but is not written as one."))
                : null;
    }

    private Problem wholeLine(Problem.Code code, String detail) {
        return Problem.of(code, detail).atText(place(start, end - start));
    }

    private Span place(int from, int length) {
        return new Span(line, from - buffer.mark + 1, buffer.offset(from), length);
    }

    /** A problem of the record that begins at an index, with its place in the file. */
    private Problem placed(Problem problem, int from) {
        return problem.inRecord()
                .map(span -> span.shiftedBy(from - buffer.mark).within(line, buffer.offset(buffer.mark)))
                .map(problem::atText)
                .orElse(problem);
    }

    private void noteEdition1(String bare, int from) {
        if (filled() == 0 && RecordShape.isEdition1(bare)) {
            edition1 = TextScanner.edition1().atText(place(from, bare.length()));
        }
    }

    private static boolean isGuard(String bare, boolean begin) {
        CleanText clean = new CleanText(bare);
        Guard guard = Guard.onLine(clean.text(), 0, clean.text().length());
        return guard != null && guard.begin() == begin;
    }

    /** Reads on to the end guard. Without one, the begin guard alone is a bad entry and its lines are read as lines. */
    private EntryVerdict block() throws IOException {
        int first = next - buffer.mark;
        int from = start - buffer.mark;
        int most = rules.limits().blockChars();
        long lines = 1;
        int chars = 0;
        // Line ends do not count for the limit, but a file of nothing else must not fill the memory either.
        for (int at = first; chars <= most && at - first <= 4L * most; at = buffer.next - buffer.mark) {
            if (!buffer.findLine(at, rules.limits().recordChars())) {
                return unended(from, first, Problem.Code.UNTERMINATED, "The block has no end guard.");
            }
            if (buffer.end - buffer.mark - at > rules.limits().recordChars()) {
                return unended(from, first, Problem.Code.RECORD_TOO_LONG, "A line of the block is too long.");
            }
            lines++;
            String bare = text(buffer.mark + at, buffer.end);
            if (bare.contains(Guard.MARK) && isGuard(bare, true)) {
                return unended(from, first, Problem.Code.NESTED, "Another block begins before this one has ended.");
            }
            if (bare.contains(Guard.MARK) && isGuard(bare, false)) {
                return ended(from, lines);
            }
            chars += bare.length();
        }
        return unended(from, first, Problem.Code.BLOCK_TOO_LONG, "The block is longer than " + most + " octets.");
    }

    private EntryVerdict ended(int from, long lines) {
        start = buffer.mark + from;
        end = buffer.end;
        next = buffer.next;
        linesOfEntry = lines;
        RecordLimits limits = rules.limits().withTextChars(Integer.MAX_VALUE);
        RecordScan scan = rules.withLimits(limits).scan(text(start, end));
        return EntryVerdict.ofBlock(scan, line, buffer.offset(start));
    }

    private EntryVerdict unended(int from, int first, Problem.Code code, String detail) {
        start = buffer.mark + from;
        next = buffer.mark + first;
        end = next;
        while (buffer.octets[end - 1] == '\n' || buffer.octets[end - 1] == '\r') {
            end--;
        }
        return EntryVerdict.bad(wholeLine(code, detail));
    }

    /** Octets as characters of the same number, so that positions in the text are positions in the file. */
    private String text(int from, int to) {
        return new String(buffer.octets, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /**
     * What the present entry is.
     *
     * @return the kind
     * @throws IllegalStateException if there is no present entry
     */
    public FileEntry.Kind kind() {
        requireEntry();
        return kind;
    }

    /**
     * The number of its first line.
     *
     * @return counted from 1
     * @throws IllegalStateException if there is no present entry
     */
    public long line() {
        requireEntry();
        return line;
    }

    /**
     * Where it begins in the file.
     *
     * @return octets from the start of the file
     * @throws IllegalStateException if there is no present entry
     */
    public long offset() {
        requireEntry();
        return buffer.offset(buffer.mark);
    }

    /**
     * How long it is, line end included.
     *
     * @return octets
     * @throws IllegalStateException if there is no present entry
     */
    public int length() {
        requireEntry();
        return next - buffer.mark;
    }

    /**
     * The present entry as an object.
     *
     * @return a copy that stays when the reader moves on
     * @throws IllegalStateException if there is no present entry
     */
    public FileEntry entry() {
        requireEntry();
        byte[] octets = Arrays.copyOfRange(buffer.octets, buffer.mark, next);
        EntryVerdict known = verdict != null ? verdict : fromLine();
        StsRecord record = known.record();
        String named = record != null ? record.type() : namedType();
        return new FileEntry(kind, line, offset(), octets, named, record, known.deviations(), known.problems());
    }

    private EntryVerdict fromLine() {
        ParseResult<StsRecord> result = StsRecord.parse(text(start, end), CrcPolicy.REQUIRED);
        if (result instanceof ParseResult.Parsed<StsRecord> parsed) {
            return EntryVerdict.record(parsed.value(), List.of());
        }
        return EntryVerdict.bad(placed(result.problems().get(0), start));
    }

    private @Nullable String namedType() {
        if (kind != FileEntry.Kind.BAD_RECORD) {
            return null;
        }
        String text = text(start, end);
        String firstLine = text.lines().findFirst().orElse("");
        if (firstLine.contains(Guard.MARK)) {
            CleanText clean = new CleanText(firstLine);
            Guard guard = Guard.onLine(clean.text(), 0, clean.text().length());
            if (guard != null) {
                return guard.type();
            }
        }
        return RecordShape.unprovenType(text.strip());
    }

    private void requireEntry() {
        if (summary != null || !started || broken) {
            throw new IllegalStateException("The reader stands on no entry: next() has not been called or said false");
        }
    }

    /**
     * What was counted, once {@link #next()} has said false.
     *
     * @return the summary
     * @throws IllegalStateException if the file has not been read to its end
     */
    public RecordFile.Summary summary() {
        if (summary == null) {
            throw new IllegalStateException("The file has not been read to its end");
        }
        return summary;
    }

    /**
     * Closes the stream.
     *
     * @throws IOException if closing fails
     */
    @Override
    public void close() throws IOException {
        in.close();
    }
}
