// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

/**
 * Where a request stands. The gateway's part follows STS600-9-2 clause 8.3.2: {@code Success} and {@code Error} are
 * final, {@code Notice} is not.
 *
 * <pre>{@code
 * RequestState state = client.outcome(token).orElseThrow().state();
 * if (state.isSettled()) {
 *     orders.close(token);
 * } else if (!state.isWaiting()) {    // CREATED, DELIVERY_FAILED, TIMED_OUT or REFUSED
 *     operator.tell(token + " is " + state);
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public enum RequestState {
    /** Kept, not sent; also after an attempt that surely did not reach the server. */
    CREATED(false),
    /**
     * Being handed to the mail server. A request that is found so after a restart, or whose connection broke at the
     * end, may or may not have been sent: it is not sent again unless somebody decides so.
     */
    SENDING(false),
    /** Taken by the mail server; the answer is awaited. */
    SENT(false),
    /** The gateway sent a notice, such as a deferral; the final answer is awaited. */
    NOTICED(false),
    /** Something came that belongs to the request and is no answer to act on; a proper answer still settles it. */
    UNCLEAR(false),
    /** The mail network could not deliver the request; a later answer still settles it. */
    DELIVERY_FAILED(false),
    /** No answer within the longest wait; a later answer still settles it. */
    TIMED_OUT(false),
    /** The mail server refused the request for good. An answer to an earlier, uncertain attempt still settles it. */
    REFUSED(false),
    /** The gateway reported success and the answer holds what was asked for. */
    SUCCEEDED(true),
    /** The answer holds what was asked for, but no result header. */
    SUCCEEDED_UNCONFIRMED(true),
    /** The gateway reported an error. */
    FAILED(true);

    private final boolean settled;

    RequestState(boolean settled) {
        this.settled = settled;
    }

    /**
     * Whether nothing can change the state any more.
     *
     * @return true for the settled states
     */
    public boolean isSettled() {
        return settled;
    }

    /**
     * Whether an answer is waited for at present.
     *
     * @return true from the moment the request may have been sent until it is settled, failed or timed out
     */
    public boolean isWaiting() {
        return this == SENDING || this == SENT || this == NOTICED || this == UNCLEAR;
    }
}
