// SPDX-License-Identifier: Apache-2.0
package org.valise.benchmarks;

/**
 * Ratios held against goals that are not all reached. What is short of a goal is told; what is so far from it that something
 * must have become worse makes the script fail. For one thread.
 */
final class Goals {

    /** Of a goal against another library: measurements of one machine differ by a tenth, by a fifth if it is busy. */
    static final double AGAINST_OTHERS = 0.7;

    /** Of a goal against the primitives alone, from which most of the forms measured are a third away. */
    static final double AGAINST_THE_LIMIT = 0.5;

    private boolean worse;

    /**
     * What to print behind a ratio.
     *
     * @param goal 0 if there is none
     * @param part of the goal that must be reached
     */
    String verdict(double ratio, double goal, double part) {
        if (goal == 0) {
            return "";
        }
        boolean fails = ratio < goal * part;
        worse |= fails;
        return ratio >= goal ? "reached" : fails ? "WORSE than it was" : "short of it";
    }

    boolean anyIsWorse() {
        return worse;
    }
}
