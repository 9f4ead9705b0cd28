// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What an {@link ExchangeLog} knows of a nominal missive that was received: which orders of it came, which of them still
 * have to be acknowledged, and whether its message was handed on. Immutable and thread-safe.
 *
 * <pre>{@code
 * Receipt receipt = log.received(key, nominal.order(), acqChk, clock.instant());
 * if (!receipt.acqChk().equals(acqChk)) {
 *     System.err.println("Another message by the same MsvId: " + receipt);
 * } else if (!receipt.isHandedOn()) {
 *     handOn(nominal.message());
 * }
 * }</pre>
 *
 * @param key the sender and the MsvId
 * @param acqChk the checksum of the message of the order that came first. An order with another one is no repetition: its
 *     message is not the one that was handed on.
 * @param orders each order that came, in the sequence in which they came first
 * @param handedOnAt when the message was handed on to the application; empty if it was not
 * @param changedAt when the latest thing happened to it
 * @since 0.1.0
 */
public record Receipt(
        ExchangeKey key, String acqChk, List<ReceivedOrder> orders, Optional<Instant> handedOnAt, Instant changedAt) {

    /**
     * Copies the list.
     *
     * @param key the sender and the MsvId
     * @param acqChk the checksum of the message of the order that came first
     * @param orders each order that came
     * @param handedOnAt when the message was handed on to the application
     * @param changedAt when the latest thing happened to it
     * @throws IllegalArgumentException if no order came, or the checksum has not 1 to 70 characters
     */
    public Receipt {
        Objects.requireNonNull(key, "key");
        Exchange.requireChecksum(acqChk);
        orders = List.copyOf(orders);
        Objects.requireNonNull(handedOnAt, "handedOnAt");
        Objects.requireNonNull(changedAt, "changedAt");
        if (orders.isEmpty()) {
            throw new IllegalArgumentException("A receipt is of at least one order");
        }
    }

    /**
     * One order that came, once or more often.
     *
     * @param order its number
     * @param times how often it came
     * @param unacknowledgedSince when it came first without being acknowledged since then; empty if nothing is owed. One
     *     acknowledgement answers all arrivals before it.
     * @since 0.1.0
     */
    public record ReceivedOrder(int order, int times, Optional<Instant> unacknowledgedSince) {

        /**
         * Refuses numbers below 1.
         *
         * @param order its number
         * @param times how often it came
         * @param unacknowledgedSince when it came first without being acknowledged since then
         */
        public ReceivedOrder {
            Objects.requireNonNull(unacknowledgedSince, "unacknowledgedSince");
            if (order < 1 || times < 1) {
                throw new IllegalArgumentException("An order that came is 1 or more, and came at least once");
            }
        }

        private ReceivedOrder again(Instant at) {
            return new ReceivedOrder(order, times + 1, unacknowledgedSince.or(() -> Optional.of(at)));
        }

        private ReceivedOrder acknowledged() {
            return new ReceivedOrder(order, times, Optional.empty());
        }
    }

    static Receipt begun(ExchangeKey key, int order, String acqChk, Instant at) {
        return new Receipt(key, acqChk, List.of(new ReceivedOrder(order, 1, Optional.of(at))), Optional.empty(), at);
    }

    Receipt withArrival(int order, Instant at) {
        List<ReceivedOrder> next = new ArrayList<>(orders);
        next.replaceAll(one -> one.order() == order ? one.again(at) : one);
        if (find(order).isEmpty()) {
            next.add(new ReceivedOrder(order, 1, Optional.of(at)));
        }
        return new Receipt(key, acqChk, next, handedOnAt, later(at));
    }

    Receipt withAcknowledgement(int order, Instant at) {
        List<ReceivedOrder> next = new ArrayList<>(orders);
        next.replaceAll(one -> one.order() == order ? one.acknowledged() : one);
        return new Receipt(key, acqChk, next, handedOnAt, later(at));
    }

    Receipt withHandedOn(Instant at) {
        return new Receipt(key, acqChk, orders, Optional.of(at), later(at));
    }

    private Instant later(Instant at) {
        return at.isAfter(changedAt) ? at : changedAt;
    }

    /** The order with a number, if it came. */
    Optional<ReceivedOrder> find(int order) {
        return orders.stream().filter(one -> one.order() == order).findFirst();
    }

    /**
     * Whether the message was handed on to the application, so that no other order of the missive may be.
     *
     * @return whether {@link ExchangeLog#handedOn} was recorded
     */
    public boolean isHandedOn() {
        return handedOnAt.isPresent();
    }

    /**
     * How often the missive came, all orders together.
     *
     * @return 1 or more
     */
    public int times() {
        return orders.stream().mapToInt(ReceivedOrder::times).sum();
    }

    /**
     * The orders that still have to be acknowledged.
     *
     * @return those whose {@link ReceivedOrder#unacknowledgedSince()} is present
     */
    public List<ReceivedOrder> unacknowledged() {
        return orders.stream()
                .filter(one -> one.unacknowledgedSince().isPresent())
                .toList();
    }

    /** Returns how far it is; no MsvId and no checksum. */
    @Override
    public String toString() {
        return "Receipt[" + key + ", orders=" + orders + ", handedOnAt=" + handedOnAt + "]";
    }
}
