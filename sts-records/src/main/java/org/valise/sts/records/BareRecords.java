// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import java.util.EnumSet;
import java.util.Set;

/** Third pass of a scan: records without guards, each on a line of its own, perhaps indented or quoted. */
final class BareRecords {

    private static final String QUOTES = " \t>|*_";

    private final ScanState state;
    private long looked;

    BareRecords(ScanState state) {
        this.state = state;
    }

    /** Looks at all lines that are not settled; false if there are more of them than the limit allows. */
    boolean read() {
        Positions lines = state.lines;
        for (int line = state.settled.nextClearBit(0);
                line < lines.lines();
                line = state.settled.nextClearBit(line + 1)) {
            int end = trimmedEnd(lines.start(line), lines.end(line));
            int start = afterQuotes(lines.start(line), end);
            if (RecordShape.isMeantAsRecord(new Part(start, end)) || mayLackCrc(start, end)) {
                if (++looked > state.rules.limits().fileEntries()) {
                    return false;
                }
                state.findings.add(read(line, start, end));
                state.settle(start, end);
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

    private boolean mayLackCrc(int start, int end) {
        Part part = new Part(start, end);
        return end > start
                && state.text.charAt(end - 1) == Dfconcat.RECORD.delimiter()
                && RecordShape.startsLikeRecord(part)
                && state.rules.crcPolicy(RecordShape.type(part)) == CrcPolicy.IF_PRESENT;
    }

    private RecordScan.Finding read(int line, int start, int end) {
        Span place = state.place(start, end);
        String type = RecordShape.type(new Part(start, end));
        if (end - start > state.rules.limits().recordChars()) {
            Problem problem = Problem.of(
                    Problem.Code.RECORD_TOO_LONG,
                    "The record is longer than " + state.rules.limits().recordChars() + " characters.");
            return refused(place, type, problem.atText(place));
        }
        MappedText reading = new MappedText(end - start);
        reading.append(state.text, start, end);
        ParseResult<StsRecord> result = StsRecord.parse(reading.toString(), state.rules.crcPolicy(type));
        if (result instanceof ParseResult.Malformed<StsRecord> malformed) {
            Problem problem = malformed.problems().get(0);
            Span where = problem.inRecord()
                    .map(span -> RecordScan.locateIn(reading, state.positions, span))
                    .orElse(place);
            return new RecordScan.Refused(
                    place,
                    type.isEmpty() ? null : type,
                    problem.atText(where),
                    state.raw(place),
                    malformed.suspect().orElse(null));
        }
        StsRecord record = ((ParseResult.Parsed<StsRecord>) result).value();
        return state.accepted(record, place, deviations(line, start, end), reading);
    }

    private RecordScan.Refused refused(Span place, String type, Problem problem) {
        return new RecordScan.Refused(place, type.isEmpty() ? null : type, problem, state.raw(place), null);
    }

    private Set<Deviation> deviations(int line, int start, int end) {
        Span place = state.place(start, end);
        Set<Deviation> all = EnumSet.noneOf(Deviation.class);
        if (start > state.lines.start(line) || end < state.lines.end(line)) {
            all.add(Deviation.TRIMMED);
        }
        all.addAll(state.clean.changesBetween((int) place.offset(), (int) place.offset() + place.length()));
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
