// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import java.io.Serializable;
import java.util.Objects;

/**
 * The clause of a specification that a {@link Problem} is about. Immutable and thread-safe.
 *
 * <pre>{@code
 * Clause clause = StsRecords.strict().parse("T|a||b|3849").problems().get(0).clause();
 * clause.document();   // "STS600-4-2"
 * clause.number();     // "5.7.1"
 * }</pre>
 *
 * @param document the short name of the document, for example {@code STS600-4-2}
 * @param number the number or title of the clause in it, for example {@code 5.7.1}
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
