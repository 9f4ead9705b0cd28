// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import org.jspecify.annotations.Nullable;

/** Puts the pieces of a value together. */
final class ValueCollector {

    private final MissiveLimits limits;
    private @Nullable String first;
    private @Nullable StringBuilder all;
    private int length;

    ValueCollector(MissiveLimits limits) {
        this.limits = limits;
    }

    /** Whether the text at the present place of a scan still fits. */
    boolean fits(XmlScanner scanner) {
        int more = scanner.text().to() - scanner.text().from();
        return more <= limits.valueOctets() - length;
    }

    void add(XmlScanner scanner) {
        TextReader text = scanner.text();
        length += text.to() - text.from();
        if (first == null && all == null) {
            first = text.value();
            return;
        }
        if (all == null) {
            all = new StringBuilder(first);
        }
        text.appendTo(all);
    }

    int length() {
        return length;
    }

    @Override
    public String toString() {
        if (all != null) {
            return all.toString();
        }
        return first == null ? "" : first;
    }
}
