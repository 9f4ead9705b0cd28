// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * First pass of a scan: blocks whose guards stand on lines of their own. Guards that do not pair up are reported, never
 * repaired; the second pass may still find that their partner stands within a line.
 */
final class GuardedBlocks {

    private final ScanState state;
    private final List<RecordScan.Refused> unpaired = new ArrayList<>();
    private @Nullable Guard open;

    GuardedBlocks(ScanState state) {
        this.state = state;
    }

    /** The guards on lines of their own, in order. */
    static List<Guard> guards(ScanState state) {
        List<Guard> guards = new ArrayList<>();
        for (int line = 0; line < state.lines.lines(); line++) {
            Guard guard = Guard.onLine(state.text, state.lines.start(line), state.lines.end(line));
            if (guard != null) {
                guards.add(guard);
            }
        }
        return guards;
    }

    /** Settles all blocks; returns the guards without a partner as refusals that are not yet final. */
    List<RecordScan.Refused> read(List<Guard> guards) {
        for (Guard guard : guards) {
            if (guard.begin()) {
                begin(guard);
            } else {
                end(guard);
            }
        }
        if (open != null) {
            unpaired(Problem.Code.UNTERMINATED, "The block has no end guard.", open, state.text.length());
        }
        return unpaired;
    }

    private void begin(Guard guard) {
        if (open != null) {
            unpaired(Problem.Code.NESTED, "Another block begins before this one has ended.", open, guard.start());
        }
        open = guard;
    }

    private void end(Guard guard) {
        Guard begin = open;
        open = null;
        if (begin == null) {
            unpaired(Problem.Code.STRAY_END, "An end guard has no begin guard before it.", guard, guard.end());
        } else if (begin.type().equals(guard.type())) {
            state.findings.add(block(begin, guard));
            state.settle(begin.start(), guard.end());
        } else {
            unpaired(
                    Problem.Code.TYPE_MISMATCH,
                    "The end guard names type " + guard.type() + ", the begin guard " + begin.type() + ".",
                    begin,
                    guard.end());
        }
    }

    private RecordScan.Finding block(Guard begin, Guard end) {
        Positions lines = state.lines;
        int first = lines.lineOf(begin.start()) + 1;
        List<int[]> content = new ArrayList<>();
        boolean plain = endsPlainly(first - 1);
        for (int line = first; line < lines.lineOf(end.start()); line++) {
            boolean blank = lines.end(line) == lines.start(line);
            plain &= !blank && endsPlainly(line);
            if (!blank) {
                content.add(new int[] {lines.start(line), lines.end(line)});
            }
        }
        String prefix = state.text.text(lines.start(first - 1), begin.start());
        return state.block(begin, end, prefix, content, plain ? Set.of() : Set.of(Deviation.LAYOUT));
    }

    /** Whether a line, not the last one, ends with LF or with CR LF. */
    private boolean endsPlainly(int line) {
        int at = state.lines.end(line);
        return state.text.charAt(at) == '\n' || state.lines.start(line + 1) == at + 2;
    }

    private void unpaired(Problem.Code code, String detail, Guard guard, int to) {
        Span place = state.place(guard.start(), to);
        Problem problem = Problem.of(code, detail).atText(state.place(guard.start(), guard.end()));
        unpaired.add(new RecordScan.Refused(place, guard.type(), problem, state.raw(place), null));
    }
}
