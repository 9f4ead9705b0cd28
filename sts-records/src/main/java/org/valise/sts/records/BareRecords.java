// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A pass of a scan: records without guards, each on a line of its own, perhaps indented or quoted. */
final class BareRecords {

    private static final String QUOTES = " \t>|*_";

    private final ScanState state;

    BareRecords(ScanState state) {
        this.state = state;
    }

    /**
     * Settles the lines that are records, whatever else they look like: a field may hold text that looks like a guard.
     *
     * @param taken places whose lines belong to guards
     * @return false if there are more lines than the limit allows
     */
    boolean readRecords(List<RecordScan.Refused> taken) {
        BitSet ofGuards = new BitSet();
        for (RecordScan.Refused refused : taken) {
            int from = (int) refused.place().offset();
            ofGuards.set(
                    state.positions.lineOf(from),
                    state.positions.lineOf(from + refused.place().length()) + 1);
        }
        return readLines(finding -> finding instanceof RecordScan.Found found
                && !ofGuards.get((int) found.place().line() - 1));
    }

    /** Settles all other lines that were records before something damaged them; false as above. */
    boolean readDamaged() {
        return readLines(finding -> true);
    }

    private boolean readLines(Predicate<RecordScan.Finding> wanted) {
        long looked = 0;
        Positions lines = state.lines;
        for (int line = state.settled.nextClearBit(0);
                line < lines.lines();
                line = state.settled.nextClearBit(line + 1)) {
            int end = trimmedEnd(lines.start(line), lines.end(line));
            int start = afterQuotes(lines.start(line), end);
            if (RecordShape.isMeantAsRecord(new Part(start, end)) || mayLackCrc(line, start, end)) {
                if (++looked > state.rules.limits().fileEntries()) {
                    return false;
                }
                RecordScan.Finding finding = read(line, start, end);
                if (wanted.test(finding)) {
                    state.findings.add(finding);
                    state.settle(start, end);
                }
            }
        }
        return true;
    }

    /** A part of the cleaned text, without copying it. */
    private final class Part implements CharSequence {

        private final int from;
        private final int to;

        Part(int from, int to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public int length() {
            return to - from;
        }

        @Override
        public char charAt(int index) {
            return state.text.charAt(from + index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return state.text.text(from + start, from + end);
        }

        @Override
        public String toString() {
            return state.text.text(from, to);
        }
    }

    private boolean mayLackCrc(int line, int start, int end) {
        Part part = new Part(start, end);
        return end > start
                && endsParagraph(line)
                && state.text.charAt(end - 1) == Dfconcat.RECORD.delimiter()
                && RecordShape.startsLikeRecord(part)
                && state.rules.crcPolicy(RecordShape.type(part)) == CrcPolicy.IF_PRESENT;
    }

    /** Without a CRC nothing tells a record from the first line of one that was wrapped, but that no line follows it. */
    private boolean endsParagraph(int line) {
        int next = line + 1;
        return next >= state.lines.lines()
                || trimmedEnd(state.lines.start(next), state.lines.end(next)) == state.lines.start(next);
    }

    /** Reads the line as it was received: only what stands around a record may differ, nothing in it. */
    private RecordScan.Finding read(int line, int start, int end) {
        Span place = state.place(start, end);
        String raw = state.raw(place);
        if (end - start > state.rules.limits().recordChars()) {
            return refused(place, state.rules.tooLong().atText(place), null);
        }
        CrcPolicy policy = endsParagraph(line) ? state.rules.crcPolicy(RecordShape.type(raw)) : CrcPolicy.REQUIRED;
        ParseResult<StsRecord> result = StsRecord.parse(raw, policy);
        if (result instanceof ParseResult.Malformed<StsRecord> malformed) {
            Problem problem = malformed.problems().get(0);
            Span where = problem.inRecord()
                    .map(span -> state.positions.span((int) (place.offset() + span.offset()), (int)
                            (place.offset() + span.offset() + span.length())))
                    .orElse(place);
            return refused(place, problem.atText(where), malformed.suspect().orElse(null));
        }
        StsRecord record = ((ParseResult.Parsed<StsRecord>) result).value();
        MappedText reading = new MappedText(end - start);
        reading.append(state.text, start, end);
        return state.accepted(record, place, deviations(line, start, end), reading);
    }

    private RecordScan.Refused refused(Span place, Problem problem, @Nullable StsRecord suspect) {
        String raw = state.raw(place);
        return new RecordScan.Refused(place, RecordShape.unprovenType(raw), problem, raw, suspect);
    }

    private Set<Deviation> deviations(int line, int start, int end) {
        int originalLine = (int) state.place(start, end).line() - 1;
        Set<Deviation> all = EnumSet.noneOf(Deviation.class);
        if (start > state.lines.start(line) || end < state.lines.end(line)) {
            all.add(Deviation.TRIMMED);
        }
        all.addAll(state.clean.changesBetween(state.positions.start(originalLine), state.positions.end(originalLine)));
        return all;
    }

    private int afterQuotes(int from, int to) {
        int start = from;
        while (start < to && QUOTES.indexOf(state.text.charAt(start)) >= 0) {
            start++;
        }
        return start;
    }

    private int trimmedEnd(int from, int to) {
        int end = to;
        while (end > from && Guard.isBlank(state.text.charAt(end - 1))) {
            end--;
        }
        return end;
    }
}
