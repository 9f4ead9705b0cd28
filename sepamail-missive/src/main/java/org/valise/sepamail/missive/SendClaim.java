// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

/**
 * Whether an {@link ExchangeLog} lets a sender send an order of a missive. Of several threads or runs that ask for one
 * order, exactly one is ever {@link #GRANTED} it.
 *
 * <pre>{@code
 * NominalMissive again = sent.resend();
 * switch (log.resent(key, again.order(), clock.instant())) {
 *     case GRANTED -> send(again);
 *     case ALREADY_SENT, CLOSED -> System.out.println("Sent or closed already");
 *     case NOT_NEXT, UNKNOWN -> System.err.println("Not what the log expects next");
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public enum SendClaim {
    /** The sending is recorded: send it now. If that fails, the order counts as sent all the same. */
    GRANTED,
    /** This order is recorded already: somebody else sends it, or an earlier run did or meant to. Do not send it. */
    ALREADY_SENT,
    /** The order before it was never recorded. Do not send it: orders are sent one by one (MIS1202 "Resending a missive"). */
    NOT_NEXT,
    /** A final acknowledgement came in the meantime, or the missive was given up. Do not send it. */
    CLOSED,
    /** The log knows no missive by this key: it was never opened, or was pruned. Do not send it. */
    UNKNOWN
}
