// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Thrown where a caller insists on a value that a text does not hold, for example by {@link ParseResult#orElseThrow()}.
 * Its message is that of the problems and holds no content of a missive.
 *
 * <pre>{@code
 * try {
 *     pay(Iban.parse(text).orElseThrow());
 * } catch (MissiveFormatException e) {
 *     e.problems().forEach(problem -> show(problem.code().advice()));
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class MissiveFormatException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Problem[] problems;

    MissiveFormatException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
        this.problems = problems.toArray(Problem[]::new);
    }

    /**
     * What is wrong.
     *
     * @return at least one problem
     */
    public List<Problem> problems() {
        return List.of(problems);
    }
}
