// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.time.Duration;

/**
 * Told by {@link KmcClient} what happens, on the thread that does it. What a method throws ends the work of that thread;
 * what happened stays kept.
 *
 * <pre>{@code
 * KmcListener listener = new KmcListener() {
 *     public void changed(Change change) {
 *         System.err.println(change);    // token, states, notes and next step; no content
 *     }
 *     public void fault(MailException fault, Duration retryIn) {
 *         System.err.println(fault.getMessage() + "; next attempt in " + retryIn);
 *     }
 * };
 * KmcClient client = KmcClient.builder(store, mailbox, gateway).listener(listener).build();
 * }</pre>
 *
 * @since 0.1.0
 */
public interface KmcListener {

    /**
     * A mail was read, or time has passed.
     *
     * @param change what it meant
     */
    default void changed(Change change) {}

    /**
     * A waiting request was handed to the mail server, or that was tried. Not told of one that the rate limit or a rest
     * after a fault holds back.
     *
     * @param submission what became of it
     */
    default void submitted(Submission submission) {}

    /**
     * An understood mail could not be marked or moved, because the server does not allow it. It stays where it is; nothing
     * else depends on that.
     *
     * @param fault what is wrong
     */
    default void notMarked(MailException fault) {}

    /**
     * The mail server could not be used; it is tried again.
     *
     * @param fault what is wrong
     * @param retryIn how long until the next attempt
     */
    default void fault(MailException fault, Duration retryIn) {}
}
