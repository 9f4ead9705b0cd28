// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import org.jspecify.annotations.Nullable;

/** Puts the pieces of a value together. */
final class ValueCollector {

    private final MissiveLimits limits;
    private @Nullable String first;
    private @Nullable StringBuilder all;

    ValueCollector(MissiveLimits limits) {
        this.limits = limits;
    }

    void add(XmlScanner scanner) {
        TextReader text = scanner.text();
        int length = text.to() - text.from() + (all == null ? 0 : all.length());
        if (length > limits.valueOctets()) {
            throw new ScanFailure(Problem.of(
                            Problem.Code.VALUE_TOO_LONG, "A value is longer than " + limits.valueOctets() + " octets.")
                    .at(scanner.span(text.from(), 0)));
        }
        if (first == null && all == null) {
            first = text.value();
            return;
        }
        if (all == null) {
            all = new StringBuilder(first);
        }
        text.appendTo(all);
    }

    @Override
    public String toString() {
        if (all != null) {
            return all.toString();
        }
        return first == null ? "" : first;
    }
}
