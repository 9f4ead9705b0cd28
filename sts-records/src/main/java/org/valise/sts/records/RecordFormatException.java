// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Thrown where a caller insists on a value that the text does not hold: by {@link ParseResult#orElseThrow()} and
 * {@link PublicKeyRecord#toECPublicKey()}. Its message is that of the problems and holds no content of a record.
 *
 * <pre>{@code
 * try {
 *     load(PublicKeyRecord.of(record).orElseThrow().toECPublicKey());
 * } catch (RecordFormatException e) {
 *     for (Problem problem : e.problems()) {
 *         report(problem.code(), problem.code().advice());
 *     }
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class RecordFormatException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Problem[] problems;

    RecordFormatException(List<Problem> problems) {
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
