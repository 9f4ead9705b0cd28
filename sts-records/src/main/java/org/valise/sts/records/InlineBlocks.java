// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Second pass of a scan: blocks whose line ends got lost, so that guards and record stand within running text. Text that
 * merely talks about guards is told apart by having no field delimiter between them.
 */
final class InlineBlocks {

    private final ScanState state;
    /** By offset in the original; their places do not overlap. */
    private final NavigableMap<Long, RecordScan.Refused> unpaired = new TreeMap<>();

    private final List<RecordScan.Finding> found = new ArrayList<>();

    InlineBlocks(ScanState state, List<RecordScan.Refused> unpaired) {
        this.state = state;
        unpaired.forEach(refused -> this.unpaired.put(refused.place().offset(), refused));
    }

    /** Settles the blocks within lines, then the guards that are still without a partner. */
    void read() {
        int lines = state.lines.lines();
        for (int line = state.settled.nextClearBit(0); line < lines; line = state.settled.nextClearBit(line)) {
            int next = state.settled.nextSetBit(line);
            int end = next < 0 ? lines : next;
            region(state.lines.start(line), state.lines.end(end - 1));
            line = end;
        }
        for (RecordScan.Finding finding : found) {
            state.findings.add(finding);
            settle(finding.place());
        }
        for (RecordScan.Refused refused : unpaired.values()) {
            state.findings.add(refused);
            settle(refused.place());
        }
    }

    private void region(int from, int to) {
        Guard open = null;
        for (Guard guard = Guard.within(state.text, from, to);
                guard != null;
                guard = Guard.within(state.text, guard.end(), to)) {
            if (guard.begin()) {
                leftOpen(open, guard.start());
                open = guard;
            } else if (open != null && open.type().equals(guard.type())) {
                pair(open, guard);
                open = null;
            } else {
                leftOpen(open, guard.start());
                open = null;
            }
        }
        leftOpen(open, to);
    }

    private void pair(Guard begin, Guard end) {
        RecordScan.Finding finding = read(begin, end, BlockReader.words(state.text, begin.end(), end.start()));
        if (!(finding instanceof RecordScan.Found)) {
            // A record with blanks in its fields: they stay where the line ends are known to have been.
            RecordScan.Finding columns = read(begin, end, columns(begin.end(), end.start()));
            finding = columns instanceof RecordScan.Found ? columns : finding;
        }
        if (finding instanceof RecordScan.Found found) {
            this.found.add(found);
            forgetUnpaired(found.place());
        } else if (isAboutARecord(begin, end.start())) {
            found.add(finding);
        }
    }

    private RecordScan.Finding read(Guard begin, Guard end, List<int[]> content) {
        return state.block(begin, end, quoteMark(begin), content, EnumSet.of(Deviation.INLINE));
    }

    /** The lines of the canonical form, each followed by the one blank that its line end has become. */
    private List<int[]> columns(int from, int to) {
        int start = from;
        int end = to;
        while (start < end && Guard.isBlank(state.text.charAt(start))) {
            start++;
        }
        while (end > start && Guard.isBlank(state.text.charAt(end - 1))) {
            end--;
        }
        List<int[]> columns = new ArrayList<>();
        for (int i = start; i < end; i += RecordInEmail.WIDTH + 1) {
            columns.add(new int[] {i, Math.min(end, i + RecordInEmail.WIDTH)});
        }
        return columns;
    }

    private void leftOpen(@Nullable Guard guard, int to) {
        if (guard != null && isAboutARecord(guard, to)) {
            Span place = state.place(guard.start(), to);
            Problem problem = Problem.of(Problem.Code.UNTERMINATED, "The block has no end guard.");
            found.add(new RecordScan.Refused(
                    place,
                    guard.type(),
                    problem.atText(state.place(guard.start(), guard.end())),
                    state.raw(place),
                    null));
        }
    }

    /** Whether a field delimiter follows, and the first pass has not reported the same guard. */
    private boolean isAboutARecord(Guard guard, int to) {
        if (unpairedAt(state.text.originOf(guard.start())) != null) {
            return false;
        }
        for (int i = guard.end(); i < to; i++) {
            if (state.text.charAt(i) == Dfconcat.RECORD.delimiter()) {
                return true;
            }
        }
        return false;
    }

    /** A bar before the guard: the quote mark of some mail software, then also before each line of the record. */
    private String quoteMark(Guard begin) {
        int i = begin.start() - 1;
        while (i >= 0 && Guard.isBlank(state.text.charAt(i))) {
            i--;
        }
        return i >= 0 && state.text.charAt(i) == '|' ? "|" : "";
    }

    private void settle(Span place) {
        // The cleaned text has no more lines than the original, and lines are found by the offset they came from.
        int from = indexOf((int) place.offset());
        state.settle(from, Math.max(from, indexOf((int) place.offset() + place.length())));
    }

    /** The index in the cleaned text of the first character at or after an offset of the original. */
    private int indexOf(int origin) {
        int low = 0;
        int high = state.text.length();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (state.text.originOf(middle) < origin) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private @Nullable Long unpairedAt(long offset) {
        Map.Entry<Long, RecordScan.Refused> before = unpaired.floorEntry(offset);
        boolean holds = before != null
                && offset < before.getKey() + before.getValue().place().length();
        return holds ? before.getKey() : null;
    }

    /** The first pass found guards without a partner where there turned out to be a block. */
    private void forgetUnpaired(Span place) {
        Long across = unpairedAt(place.offset());
        unpaired.subMap(across == null ? place.offset() : across, place.offset() + place.length())
                .clear();
    }
}
