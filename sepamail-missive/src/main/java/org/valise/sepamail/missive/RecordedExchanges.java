// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** The rules of a log, the same wherever it keeps its events. What is in memory is never ahead of what is kept. */
abstract sealed class RecordedExchanges implements ExchangeLog permits MemoryExchangeLog, FileExchangeLog {

    /** Not synchronized, so that a virtual thread that waits for the disk lets others run. */
    private final ReentrantLock lock = new ReentrantLock();

    private ExchangeState state;

    RecordedExchanges(ExchangeState state) {
        this.state = state;
    }

    abstract void requireOpen() throws IOException;

    abstract void append(ExchangeEvent event) throws IOException;

    abstract void keepOnly(ExchangeState kept) throws IOException;

    /** What is done while no other thread does anything. */
    @FunctionalInterface
    interface Action<T> {
        T run() throws IOException;
    }

    final <T> T locked(Action<T> action) throws IOException {
        lock.lock();
        try {
            return action.run();
        } finally {
            lock.unlock();
        }
    }

    private <T> T whileOpen(Action<T> action) throws IOException {
        return locked(() -> {
            requireOpen();
            return action.run();
        });
    }

    private void keep(ExchangeEvent event) throws IOException {
        append(event);
        event.applyTo(state);
    }

    @Override
    public final SendClaim open(ExchangeKey key, Priority priority, String acqChk, Instant sentAt) throws IOException {
        Exchange begun = Exchange.begun(key, priority, acqChk, sentAt);
        return whileOpen(() -> {
            if (state.exchange(begun.key()).isPresent()) {
                return SendClaim.ALREADY_SENT;
            }
            keep(new ExchangeEvent.Opened(key, priority, acqChk, sentAt));
            return SendClaim.GRANTED;
        });
    }

    @Override
    public final SendClaim resent(ExchangeKey key, int order, Instant at) throws IOException {
        Objects.requireNonNull(key, "key");
        return whileOpen(() -> {
            SendClaim claim = state.exchange(key).map(one -> claim(one, order)).orElse(SendClaim.UNKNOWN);
            if (claim == SendClaim.GRANTED) {
                // Refuses a time that cannot be, before anything is written.
                state.requireExchange(key).withOrder(order, at);
                keep(new ExchangeEvent.Resent(key, order, at));
            }
            return claim;
        });
    }

    private static SendClaim claim(Exchange exchange, int order) {
        if (order <= exchange.lastOrder()) {
            return SendClaim.ALREADY_SENT;
        }
        if (!exchange.isOpen()) {
            return SendClaim.CLOSED;
        }
        return order == exchange.lastOrder() + 1 ? SendClaim.GRANTED : SendClaim.NOT_NEXT;
    }

    @Override
    public final AcknowledgementOutcome acknowledged(ExchangeKey key, int order, AcknowledgementSeen acknowledgement)
            throws IOException {
        Objects.requireNonNull(acknowledgement, "acknowledgement");
        Objects.requireNonNull(key, "key");
        return whileOpen(() -> {
            Optional<Exchange> exchange = state.exchange(key);
            if (exchange.isEmpty()) {
                return AcknowledgementOutcome.ORPHAN;
            }
            if (order < 1 || order > exchange.get().lastOrder()) {
                return AcknowledgementOutcome.ORDER_NEVER_SENT;
            }
            if (!exchange.get().acknowledgements().contains(acknowledgement)) {
                keep(new ExchangeEvent.Acknowledged(key, acknowledgement));
            }
            return AcknowledgementOutcome.COUNTED;
        });
    }

    @Override
    public final boolean givenUp(ExchangeKey key, Instant at) throws IOException {
        ExchangeEvent event = new ExchangeEvent.GivenUp(key, Objects.requireNonNull(at, "at"));
        return whileOpen(() -> {
            boolean wasOpen = state.exchange(key).filter(Exchange::isOpen).isPresent();
            if (wasOpen) {
                keep(event);
            }
            return wasOpen;
        });
    }

    @Override
    public final Optional<Exchange> find(ExchangeKey key) throws IOException {
        Objects.requireNonNull(key, "key");
        return whileOpen(() -> state.exchange(key));
    }

    @Override
    public final List<Exchange> unsettled() throws IOException {
        return whileOpen(() -> state.exchanges(Exchange::isOpen));
    }

    @Override
    public final Receipt received(ExchangeKey key, int order, String acqChk, Instant at) throws IOException {
        // Refuses what cannot be, before anything is written.
        Receipt.begun(key, order, acqChk, at);
        return whileOpen(() -> {
            keep(new ExchangeEvent.Received(key, order, acqChk, at));
            return state.requireReceipt(key);
        });
    }

    @Override
    public final Optional<Receipt> findReceipt(ExchangeKey key) throws IOException {
        Objects.requireNonNull(key, "key");
        return whileOpen(() -> state.receipt(key));
    }

    @Override
    public final boolean handedOn(ExchangeKey key, Instant at) throws IOException {
        ExchangeEvent event = new ExchangeEvent.HandedOn(key, Objects.requireNonNull(at, "at"));
        return whileOpen(() -> {
            boolean isFirst = !receipt(key).isHandedOn();
            if (isFirst) {
                keep(event);
            }
            return isFirst;
        });
    }

    private Receipt receipt(ExchangeKey key) {
        return state.receipt(key)
                .orElseThrow(() -> new IllegalStateException("No such missive was received: record that first"));
    }

    @Override
    public final boolean acknowledgementSent(ExchangeKey key, int order, Instant at) throws IOException {
        ExchangeEvent event = new ExchangeEvent.Answered(key, order, Objects.requireNonNull(at, "at"));
        return whileOpen(() -> {
            Receipt.ReceivedOrder received = receipt(key)
                    .find(order)
                    .orElseThrow(
                            () -> new IllegalStateException("No order " + order + " of this missive was received"));
            boolean isOwed = received.unacknowledgedSince().isPresent();
            if (isOwed) {
                keep(event);
            }
            return isOwed;
        });
    }

    @Override
    public final List<Receipt> unacknowledged() throws IOException {
        return whileOpen(() -> state.receipts(one -> !one.unacknowledged().isEmpty()));
    }

    @Override
    public final List<Receipt> notHandedOn() throws IOException {
        return whileOpen(() -> state.receipts(one -> !one.isHandedOn()));
    }

    @Override
    public final int prune(Instant before) throws IOException {
        Objects.requireNonNull(before, "before");
        return whileOpen(() -> {
            ExchangeState kept = state.pruned(before);
            int forgotten = state.size() - kept.size();
            if (forgotten > 0) {
                keepOnly(kept);
                state = kept;
            }
            return forgotten;
        });
    }
}
