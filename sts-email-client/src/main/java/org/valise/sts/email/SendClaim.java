// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.time.Instant;

/**
 * The answer of a store to who wants to send a request.
 *
 * <pre>{@code
 * SendClaim claim = store.claimSend(sending, RateLimit.defaults(), clock.instant());
 * if (claim instanceof SendClaim.Granted) {
 *     transport.hand(sending.mail());
 * } else if (claim instanceof SendClaim.TooEarly early) {
 *     timer.wakeAt(early.next());
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public sealed interface SendClaim {

    /**
     * The caller, and nobody else, sends it now; the store holds it as {@link RequestState#SENDING}.
     *
     * @since 0.1.0
     */
    record Granted() implements SendClaim {}

    /**
     * The rate limit forbids sending; nothing was changed.
     *
     * @param next when to ask again
     * @since 0.1.0
     */
    record TooEarly(Instant next) implements SendClaim {}

    /**
     * Somebody else changed the request in the meantime; nothing was changed.
     *
     * @since 0.1.0
     */
    record Lost() implements SendClaim {}
}
