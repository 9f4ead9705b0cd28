// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

/** Ends the scan of a document that cannot be read any further; never leaves the package. */
final class ScanFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Problem problem;

    ScanFailure(Problem problem) {
        super(problem.code().name(), null, false, false);
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
