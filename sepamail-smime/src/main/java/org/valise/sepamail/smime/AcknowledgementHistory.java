// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.util.List;
import java.util.Objects;
import org.valise.sepamail.missive.AcknowledgementSeen;

/**
 * What became of an acknowledgement that came, held against the log of what was sent (MIS1202 "Check of the acknowledgement
 * missive history"). Immutable and thread-safe.
 *
 * <pre>{@code
 * reception.history().ifPresent(history -> {
 *     switch (history.finding()) {
 *         case COUNTED, COUNTED_BY_CHECKSUM -> tellApplication(reception.missive().orElseThrow());
 *         case ORPHAN, ORDER_NEVER_SENT, OTHER_CONTENT -> investigate(history.finding());
 *     }
 * });
 * }</pre>
 *
 * @param finding what it is
 * @param earlier other acknowledgements of the same missive that came before
 * @since 0.1.0
 */
public record AcknowledgementHistory(Finding finding, List<AcknowledgementSeen> earlier) {

    /**
     * What an acknowledgement can be.
     *
     * @since 0.1.0
     */
    public enum Finding {
        /** It is for a missive that was sent, and is noted. */
        COUNTED,
        /** It is for a missive that was sent: it has another MsvId, but the checksum of this one open missive. It is noted. */
        COUNTED_BY_CHECKSUM,
        /** No such missive was sent, or it is forgotten. Nothing is noted. */
        ORPHAN,
        /** It names an order that was not sent. Nothing is noted. */
        ORDER_NEVER_SENT,
        /**
         * Its AcqChk is another than the one that was kept. Nothing is noted: the missive stays open. A receiver that computes
         * it over CRLF line ends has another one too: {@link org.valise.sepamail.missive.AcknowledgementMissive#answers}
         * tells that of a message that is at hand.
         */
        OTHER_CONTENT
    }

    /**
     * Copies the list.
     *
     * @param finding what it is
     * @param earlier other acknowledgements
     */
    public AcknowledgementHistory {
        Objects.requireNonNull(finding, "finding");
        earlier = List.copyOf(earlier);
    }
}
