// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the records in a text: guarded blocks, then bare records, then blocks within lines, then what is left of guards
 * and records. Every pass is linear in the length of the text.
 */
final class TextScanner {

    /** How far after its mark the word of a damaged guard may stand. */
    private static final int GUARD_REACH = 80;

    private final ScanState state;

    /** The characters of the cleaned text that belong to a guard, wherever it stands. */
    private final BitSet recognised = new BitSet();

    private TextScanner(StsRecords rules, String text) {
        this.state = new ScanState(rules, text);
    }

    static RecordScan scan(StsRecords rules, String text) {
        int limit = rules.limits().textChars();
        if (text.length() > limit) {
            Span start = new Span(1, 1, 0, 0);
            Problem problem =
                    Problem.of(Problem.Code.TEXT_TOO_LONG, "The text is longer than " + limit + " characters.");
            return new RecordScan(List.of(new RecordScan.Refused(start, null, problem.atText(start), "", null)));
        }
        return new TextScanner(rules, text).scan();
    }

    private RecordScan scan() {
        Problem tooMany = tooManyBlocks();
        if (tooMany != null) {
            return refused(tooMany);
        }
        List<RecordScan.Refused> unpaired = new GuardedBlocks(state).read(GuardedBlocks.guards(state));
        BareRecords bare = new BareRecords(state);
        boolean withinLimit = bare.readRecords(unpaired);
        new InlineBlocks(state, unpaired).read();
        damagedGuards();
        if (!withinLimit || !bare.readDamaged()) {
            return refused(Problem.of(
                    Problem.Code.TOO_MANY_ENTRIES,
                    "The text has more than " + state.rules.limits().fileEntries() + " lines that look like records."));
        }
        if (state.findings.isEmpty()) {
            return refused(nothing());
        }
        return new RecordScan(counted());
    }

    private @Nullable Problem tooManyBlocks() {
        int begins = 0;
        int ends = 0;
        int length = state.text.length();
        for (Guard guard = Guard.within(state.text, 0, length);
                guard != null;
                guard = Guard.within(state.text, guard.end(), length)) {
            recognised.set(guard.start(), guard.end());
            begins += guard.begin() ? 1 : 0;
            ends += guard.begin() ? 0 : 1;
        }
        int limit = state.rules.limits().blocks();
        return Math.max(begins, ends) <= limit
                ? null
                : Problem.of(Problem.Code.TOO_MANY_BLOCKS, "The text has more than " + limit + " blocks.");
    }

    /** A mark with BEGINS or ENDS after it that no pass took for a guard. */
    private void damagedGuards() {
        MappedText text = state.text;
        for (int mark = Guard.nextMark(text, 0, text.length());
                mark >= 0;
                mark = Guard.nextMark(text, mark + 1, text.length())) {
            int line = state.lines.lineOf(mark);
            int end = Math.min(state.lines.end(line), mark + GUARD_REACH);
            if (!state.settled.get(line) && !recognised.get(mark) && Guard.isMeant(text.text(mark, end))) {
                state.refuse(
                        state.place(mark, end),
                        null,
                        Problem.of(Problem.Code.DAMAGED_GUARD, "This looks like a guard but is not written as one."));
                state.settled.set(line);
            }
        }
    }

    private Problem nothing() {
        String first = "";
        int filled = 0;
        for (int line = 0; line < state.lines.lines(); line++) {
            String content = state.text
                    .text(state.lines.start(line), state.lines.end(line))
                    .strip();
            if (!content.isEmpty() && filled++ == 0) {
                first = content;
            }
        }
        if (RecordShape.isEdition1(first)) {
            return edition1();
        }
        if (filled == 1 && state.rules.parse(first) instanceof ParseResult.Malformed<StsRecord> malformed) {
            return malformed.problems().get(0);
        }
        return Problem.of(Problem.Code.NO_RECORD, "No record and no guard was found in the text.");
    }

    static Problem edition1() {
        return Problem.of(Problem.Code.UNSUPPORTED_EDITION_1, "The file begins like a key load file of STS Edition 1.");
    }

    private RecordScan refused(Problem problem) {
        state.findings.clear();
        state.refuse(state.positions.span(0, state.original.length()), null, problem);
        return new RecordScan(state.findings);
    }

    /** The findings in the order of the text; records that occur again are counted with the first. */
    private List<RecordScan.Finding> counted() {
        state.findings.sort(Comparator.comparingLong(finding -> finding.place().offset()));
        List<RecordScan.Finding> once = new ArrayList<>();
        Map<StsRecord, Integer> first = new HashMap<>();
        for (RecordScan.Finding finding : state.findings) {
            if (!(finding instanceof RecordScan.Found found)) {
                once.add(finding);
                continue;
            }
            Integer index = first.putIfAbsent(found.record(), once.size());
            if (index == null) {
                once.add(found);
            } else {
                RecordScan.Found before = (RecordScan.Found) once.get(index);
                once.set(index, before.withCount(before.count() + 1));
            }
        }
        return once;
    }
}
