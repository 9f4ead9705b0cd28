// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The text of one scan and what has been found in it so far. Indexes are those of the cleaned text, spans those of the
 * original. Used by one thread.
 */
final class ScanState {

    final StsRecords rules;
    final String original;
    final Positions positions;
    final CleanText clean;
    final MappedText text;
    final Positions lines;
    final List<RecordScan.Finding> findings = new ArrayList<>();

    /** The lines that need no further look: they belong to something found or refused. */
    final BitSet settled = new BitSet();

    ScanState(StsRecords rules, String original) {
        this.rules = rules;
        this.original = original;
        this.positions = new Positions(original);
        this.clean = new CleanText(original);
        this.text = clean.text();
        this.lines = clean.lines();
    }

    /** The place in the original of a range of the cleaned text. */
    Span place(int from, int to) {
        int start = text.originOf(from);
        return positions.span(start, to > from ? text.originOf(to - 1) + 1 : start);
    }

    String raw(Span place) {
        int from = (int) place.offset();
        return original.substring(from, from + place.length());
    }

    void refuse(Span place, @Nullable String type, Problem problem) {
        findings.add(new RecordScan.Refused(place, type, problem.atText(place), raw(place), null));
    }

    void settle(int from, int to) {
        settled.set(lines.lineOf(from), lines.lineOf(Math.max(from, to - 1)) + 1);
    }

    /** Reads what stands between two guards. */
    RecordScan.Finding block(Guard begin, Guard end, String prefix, List<int[]> content, Set<Deviation> form) {
        Span place = place(begin.start(), end.end());
        if (content.stream().mapToInt(line -> line[1] - line[0]).sum()
                > rules.limits().blockChars()) {
            Problem problem = Problem.of(
                    Problem.Code.BLOCK_TOO_LONG,
                    "The block is longer than " + rules.limits().blockChars() + " characters.");
            return new RecordScan.Refused(place, begin.type(), problem.atText(place), raw(place), null);
        }
        CrcPolicy policy = rules.crcPolicy(begin.type());
        BlockReader.Outcome outcome = new BlockReader(text, policy, begin.type(), prefix, content).read();
        if (outcome instanceof BlockReader.Outcome.Damaged damaged) {
            return damaged(place, begin.type(), damaged);
        }
        BlockReader.Outcome.Recovered recovered = (BlockReader.Outcome.Recovered) outcome;
        return accepted(
                recovered.record(), place, deviations(begin, end, content, recovered, form), recovered.reading());
    }

    private RecordScan.Refused damaged(Span place, String type, BlockReader.Outcome.Damaged damaged) {
        Problem problem = damaged.problem();
        Span where = problem.inRecord()
                .filter(span -> damaged.reading().length() > 0)
                .map(span -> RecordScan.locateIn(damaged.reading(), positions, span))
                .orElse(place);
        return new RecordScan.Refused(place, type, problem.atText(where), raw(place), damaged.suspect());
    }

    /** A record that was read, unless a limit, strict reading or the lack of a CRC forbids to take it as it stands. */
    RecordScan.Finding accepted(StsRecord record, Span place, Set<Deviation> deviations, MappedText reading) {
        Problem problem = objection(record, deviations);
        return problem == null
                ? new RecordScan.Found(record, place, List.copyOf(deviations), 1, reading, positions)
                : new RecordScan.Refused(place, record.type(), problem.atText(place), raw(place), null);
    }

    private @Nullable Problem objection(StsRecord record, Set<Deviation> deviations) {
        if (record.text().length() > rules.limits().recordChars()) {
            return rules.tooLong();
        }
        if (record.crcState() == CrcState.ABSENT && !deviations.isEmpty()) {
            return StsRecords.unproved();
        }
        return rules.isStrict() && !deviations.isEmpty()
                ? Problem.of(Problem.Code.NOT_CANONICAL, "The text is not in the canonical form: " + deviations + ".")
                : null;
    }

    private Set<Deviation> deviations(
            Guard begin, Guard end, List<int[]> content, BlockReader.Outcome.Recovered recovered, Set<Deviation> form) {
        Span place = place(begin.start(), end.end());
        Set<Deviation> all = EnumSet.noneOf(Deviation.class);
        all.addAll(form);
        if (isAlone(begin) && isAlone(end) && RecordInEmail.isCanonical(raw(place), recovered.record())) {
            return all;
        }
        all.addAll(recovered.deviations());
        all.addAll(
                clean.changesBetween(lineStart((int) place.offset()), lineEnd((int) place.offset() + place.length())));
        if (!isCanonical(begin) || !isCanonical(end)) {
            all.add(Deviation.GUARD);
        }
        if (all.isEmpty() || recovered.deviations().isEmpty() && !isCutAtWidth(content)) {
            all.add(Deviation.LAYOUT);
        }
        return all;
    }

    private int lineStart(int offset) {
        return positions.start(positions.lineOf(offset));
    }

    private int lineEnd(int offset) {
        return positions.end(positions.lineOf(offset));
    }

    /** Whether nothing else, not even something invisible, stands on the line of a guard. */
    private boolean isAlone(Guard guard) {
        int from = text.originOf(guard.start());
        int to = text.originOf(guard.end() - 1) + 1;
        return from == lineStart(from) && to == lineEnd(to);
    }

    /** Whether a guard is written as it should be, once what is invisible has been removed. */
    private boolean isCanonical(Guard guard) {
        int line = lines.lineOf(guard.start());
        return text.text(lines.start(line), lines.end(line)).equals(Guard.line(guard.type(), guard.begin()));
    }

    private static boolean isCutAtWidth(List<int[]> content) {
        int last = content.size() - 1;
        for (int i = 0; i <= last; i++) {
            int length = content.get(i)[1] - content.get(i)[0];
            if (i < last ? length != RecordInEmail.WIDTH : length == 0 || length > RecordInEmail.WIDTH) {
                return false;
            }
        }
        return true;
    }
}
