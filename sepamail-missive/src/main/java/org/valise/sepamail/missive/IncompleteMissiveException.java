// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.IOException;

/**
 * Thrown when a missive was being written to a stream and its body turned out not to be one well-formed element, or not to
 * be the same when it was read again. What was written is no missive and must be thrown away. The message holds no content.
 *
 * <pre>{@code
 * try (OutputStream out = Files.newOutputStream(file)) {
 *     builder.writeTo(out);
 * } catch (IncompleteMissiveException e) {
 *     Files.delete(file);
 *     System.err.println(e.problem());   // counted from the start of the body
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class IncompleteMissiveException extends IOException {

    private static final long serialVersionUID = 1L;

    private final Problem problem;
    private final long written;

    IncompleteMissiveException(Problem problem, long written) {
        super("The missive was not completed after " + written + " octets; the body: " + problem);
        this.problem = problem;
        this.written = written;
    }

    /**
     * What is wrong with the body, at a place counted from the start of its source.
     *
     * @return the problem
     */
    public Problem problem() {
        return problem;
    }

    /**
     * How much was written before.
     *
     * @return in octets; 0 if the output was not touched
     */
    public long written() {
        return written;
    }
}
