// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was found out about an entry of a file that is not simply a line with a right CRC. Immutable. */
record EntryVerdict(
        FileEntry.Kind kind, @Nullable StsRecord record, List<Deviation> deviations, List<Problem> problems) {

    static EntryVerdict none(FileEntry.Kind kind) {
        return new EntryVerdict(kind, null, List.of(), List.of());
    }

    static EntryVerdict record(StsRecord record, List<Deviation> deviations) {
        return new EntryVerdict(FileEntry.Kind.RECORD, record, deviations, List.of());
    }

    static EntryVerdict bad(Problem problem) {
        return new EntryVerdict(FileEntry.Kind.BAD_RECORD, null, List.of(), List.of(problem));
    }

    /** A block is a record if nothing else was found in it; anything refused makes it a bad one. */
    static EntryVerdict ofBlock(RecordScan scan, long line, long offset) {
        if (scan.findings().size() == 1 && scan.findings().get(0) instanceof RecordScan.Found found) {
            return record(found.record(), found.deviations());
        }
        List<Problem> problems = scan.problems().isEmpty()
                ? List.of(Problem.of(Problem.Code.NESTED, "There is more than one record between the guards.")
                        .atText(scan.findings().get(1).place()))
                : scan.problems();
        return new EntryVerdict(
                FileEntry.Kind.BAD_RECORD,
                null,
                List.of(),
                problems.stream().map(problem -> inFile(problem, line, offset)).toList());
    }

    private static Problem inFile(Problem problem, long line, long offset) {
        return problem.inText()
                .map(span -> problem.atText(span.within(line, offset)))
                .orElse(problem);
    }
}
