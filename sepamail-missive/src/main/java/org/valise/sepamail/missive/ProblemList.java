// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.ArrayList;
import java.util.List;

/** The problems of one document, in the order they were met, up to a limit. */
final class ProblemList {

    private final List<Problem> problems = new ArrayList<>(0);
    private final int most;
    private boolean refused;

    ProblemList(MissiveLimits limits) {
        this.most = limits.problems();
    }

    void add(Problem problem) {
        refused |= problem.isError();
        if (problems.size() == most) {
            throw new ScanFailure(Problem.of(
                    Problem.Code.TOO_MANY_PROBLEMS,
                    "There are more than " + most + " problems; the rest was not read."));
        }
        problems.add(problem);
    }

    /** Adds the one that ended the reading; it is always kept. */
    void addLast(Problem problem) {
        refused = true;
        problems.add(problem);
    }

    boolean hasErrors() {
        return refused;
    }

    List<Problem> toList() {
        return List.copyOf(problems);
    }
}
