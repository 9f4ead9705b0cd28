// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Remembers the missives of one participant, so that a sender resends by the rules and a receiver hands each message on
 * once, across restarts (MIS1202 "The sequencing", "Resending a missive"). {@link FileExchangeLog} keeps it in a folder,
 * {@link MemoryExchangeLog} until the program ends. Implementations are thread-safe, and each method is one step: whatever
 * it recorded is kept when it returns.
 *
 * <h2>Sending</h2>
 *
 * <p>A sending is recorded <em>before</em> the mail leaves. So a crash in between may lose a sending, which the next order
 * makes good, but never sends an order twice.
 *
 * <pre>{@code
 * if (log.open(key, priority, acqChk, now) == SendClaim.GRANTED) {
 *     send(missive);
 * }
 * for (Exchange exchange : log.unsettled()) {       // now and then, and after a restart
 *     Decision decision = exchange.decide(now, policy);
 *     if (decision instanceof Decision.MayResend may
 *             && log.resent(exchange.key(), may.order(), now) == SendClaim.GRANTED) {
 *         send(resend(exchange, may.order()));
 *     }
 * }
 * log.acknowledged(key, order, AcknowledgementSeen.of(now, status, codeClass));   // its AcqChk was compared before
 * }</pre>
 *
 * <h2>Receiving</h2>
 *
 * <p>What is recorded here are nominal missives that passed the checks. One that is refused has no message to be handed
 * on: it is answered and not recorded.
 *
 * <pre>{@code
 * Receipt receipt = log.received(key, order, acqChk, now);
 * acknowledge(missive);                                   // however often it comes
 * log.acknowledgementSent(key, order, now);
 * if (!receipt.isHandedOn()) {
 *     handOn(message);                                    // see below
 *     log.handedOn(key, now);
 * }
 * }</pre>
 *
 * <p>After a restart {@link #unacknowledged()} and {@link #notHandedOn()} say what was left undone. No log can hand on
 * exactly once by itself, because it does not take part in what the application does. Handing on first, as above, hands on
 * again what a crash left unrecorded, and two threads may do it at once: the application must then ignore a key that it
 * knows. Calling {@link #handedOn} first, and handing on only if it returned true, hands on at most once: a crash in
 * between loses the message. An acknowledgement is sent first and recorded then: sent twice it does no harm.
 *
 * @since 0.1.0
 */
public interface ExchangeLog extends Closeable {

    /**
     * Records the first sending of a nominal missive; to be called before it is sent.
     *
     * @param key its receiver and MsvId
     * @param priority its priority
     * @param acqChk the checksum of its message, 1 to 70 characters
     * @param sentAt the time
     * @return {@link SendClaim#GRANTED} if it may be sent, {@link SendClaim#ALREADY_SENT} if the log knows the key
     * @throws IOException if it cannot be recorded; do not send it then
     * @throws IllegalArgumentException if the checksum is empty or too long
     */
    SendClaim open(ExchangeKey key, Priority priority, String acqChk, Instant sentAt) throws IOException;

    /**
     * Records that a nominal missive is sent again; to be called before it is sent, after {@link Exchange#decide} allowed
     * it. The limits of time and number are not checked here.
     *
     * @param key its receiver and MsvId
     * @param order the order that is sent
     * @param at the time, not before the sending before
     * @return {@link SendClaim#GRANTED} if it may be sent, or why not
     * @throws IOException if it cannot be recorded; do not send it then
     * @throws IllegalArgumentException if the time lies before the sending before
     */
    SendClaim resent(ExchangeKey key, int order, Instant at) throws IOException;

    /**
     * Records an acknowledgement that came. Whether it is authentic, and its AcqChk that of {@link Exchange#acqChk()}, has
     * been checked by then: one for another message does not belong here. Whichever order it names, it counts for all of
     * them, because all have one message (inferred). The same one given again changes nothing.
     *
     * @param key who sent it, and the MsvId in it
     * @param order the order in it
     * @param acknowledgement what it says
     * @return whether it counts
     * @throws IOException if it cannot be recorded
     */
    AcknowledgementOutcome acknowledged(ExchangeKey key, int order, AcknowledgementSeen acknowledgement)
            throws IOException;

    /**
     * Records that the sender gave a missive up or escalated it, so that it is not {@link #unsettled()} any more and not
     * resent. An acknowledgement that comes later is still recorded.
     *
     * @param key its receiver and MsvId
     * @param at the time
     * @return whether it was open until now
     * @throws IOException if it cannot be recorded
     */
    boolean givenUp(ExchangeKey key, Instant at) throws IOException;

    /**
     * Looks a missive up that is sent.
     *
     * @param key its receiver and MsvId
     * @return what is known of it; empty if it was never opened, or was pruned
     * @throws IOException if the log is closed
     */
    Optional<Exchange> find(ExchangeKey key) throws IOException;

    /**
     * The missives that still wait for an acknowledgement.
     *
     * @return those that are {@link Exchange#isOpen()}, the one that was opened first in front
     * @throws IOException if the log is closed
     */
    List<Exchange> unsettled() throws IOException;

    /**
     * Records that an order of a nominal missive was received.
     *
     * @param key its sender and MsvId
     * @param order its order, 1 or more
     * @param acqChk the checksum of its message, 1 to 70 characters
     * @param at the time
     * @return what is known of the missive, this arrival included; compare {@link Receipt#acqChk()}, which is that of the
     *     order that came first
     * @throws IOException if it cannot be recorded
     * @throws IllegalArgumentException if the order is below 1, or the checksum empty or too long
     */
    Receipt received(ExchangeKey key, int order, String acqChk, Instant at) throws IOException;

    /**
     * Looks a missive up that was received, without recording anything.
     *
     * @param key its sender and MsvId
     * @return what is known of it; empty if it never came, or was pruned
     * @throws IOException if the log is closed
     */
    Optional<Receipt> findReceipt(ExchangeKey key) throws IOException;

    /**
     * Records that the message of a missive was handed on to the application, or is about to be.
     *
     * @param key its sender and MsvId
     * @param at the time
     * @return true for the one call that recorded it, false if it was recorded before
     * @throws IOException if it cannot be recorded
     * @throws IllegalStateException if no such missive was received
     */
    boolean handedOn(ExchangeKey key, Instant at) throws IOException;

    /**
     * Records that an acknowledgement of an order was sent.
     *
     * @param key the missive's sender and MsvId
     * @param order the order
     * @param at the time
     * @return whether one was owed; false for a further one, which is allowed
     * @throws IOException if it cannot be recorded
     * @throws IllegalStateException if no such order was received: nothing else is acknowledged (MIS1202 "The sequencing")
     */
    boolean acknowledgementSent(ExchangeKey key, int order, Instant at) throws IOException;

    /**
     * The missives of which an order still has to be acknowledged.
     *
     * @return those with {@link Receipt#unacknowledged()}, the one that came first in front
     * @throws IOException if the log is closed
     */
    List<Receipt> unacknowledged() throws IOException;

    /**
     * The missives whose message was not handed on.
     *
     * @return those that are not {@link Receipt#isHandedOn()}, the one that came first in front
     * @throws IOException if the log is closed
     */
    List<Receipt> notHandedOn() throws IOException;

    /**
     * Forgets the missives about which nothing is to be done any more, and that have not changed for a while: sent ones
     * that are not open, received ones that were handed on and acknowledged. An acknowledgement that comes later is an
     * orphan; an order that comes later is handed on again. So leave more time than any counterparty may take to resend:
     * by the norm the last order leaves at most 12 days after the first, with the lowest priority.
     *
     * @param before what changed at this instant or later is kept
     * @return how many were forgotten
     * @throws IOException if the disk refuses
     */
    int prune(Instant before) throws IOException;

    /**
     * Ends the use of the log; afterwards every other method throws an {@link IOException}. Nothing is lost.
     *
     * @throws IOException if the disk refuses
     */
    @Override
    void close() throws IOException;
}
