// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

/**
 * What an {@link ExchangeLog} made of an acknowledgement that came.
 *
 * <pre>{@code
 * AcknowledgementOutcome outcome = log.acknowledged(key, ack.order(), seen);
 * if (outcome != AcknowledgementOutcome.COUNTED) {
 *     System.err.println("An acknowledgement of what was not sent: " + outcome);
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public enum AcknowledgementOutcome {
    /** It is recorded, now or before, and counts for the missive, whichever order it names. */
    COUNTED,
    /** The log knows no missive by this key: it was never sent, or was pruned. Report it; nothing was recorded. */
    ORPHAN,
    /** It names an order that was never sent. Report it; nothing was recorded. */
    ORDER_NEVER_SENT
}
