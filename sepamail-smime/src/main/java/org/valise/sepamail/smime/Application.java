// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;

/**
 * Takes the messages over: the application of the bank, or the way to it (MIS1202 "Internal routing of the missive").
 * Thread-safe.
 *
 * <pre>{@code
 * Application application = delivery -> {
 *     ExchangeKey key = delivery.key(); // the primary key of the table: what is offered again is in it already
 *     inbox.insertIfAbsent(key.counterparty(), key.msvId(), delivery.ecosystem(), delivery.stampedCopy());
 * };
 * ReceptionPipeline pipeline = ReceptionPipeline.of(emission, opener, exchangeLog, application);
 * }</pre>
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface Application {

    /**
     * Takes a message over. When it returns, the message is the application's, also if everything crashes a moment later.
     *
     * <p>A crash in exactly that moment, before the exchange log has noted it, leads to a second call with the same
     * {@link Delivery#key()} and {@link Delivery#isPerhapsRepeated()}. An application that keeps the key in the same
     * transaction as the message, and ignores a key that it has, gets each message exactly once.
     *
     * @param delivery the message and what is known of it
     * @throws IOException if it cannot take the message over now; it gets it again
     */
    void handOn(Delivery delivery) throws IOException;
}
