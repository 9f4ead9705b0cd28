// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.Serializable;
import java.util.Objects;

/**
 * The clause of a specification that a {@link Problem} is about. Immutable and thread-safe.
 *
 * <pre>{@code
 * Clause clause = Problem.Code.BAD_ORDER.clause();
 * clause.document();   // "MIS1202"
 * clause.number();     // "Resending a missive"
 * }</pre>
 *
 * @param document the short name of the document, for example {@code MIS1202}
 * @param number the number or title of the clause in it, for example {@code Resending a missive}
 * @since 0.1.0
 */
public record Clause(String document, String number) implements Serializable {

    /**
     * Refuses nulls.
     *
     * @param document the short name of the document
     * @param number the number or title of the clause
     */
    public Clause {
        Objects.requireNonNull(document, "document");
        Objects.requireNonNull(number, "number");
    }

    /** Returns the document and the number, separated by a space. */
    @Override
    public String toString() {
        return document + " " + number;
    }
}
