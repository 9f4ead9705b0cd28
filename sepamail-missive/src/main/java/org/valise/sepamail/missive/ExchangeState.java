// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What the events of an exchange log add up to. Not thread-safe. */
final class ExchangeState {

    private final Map<ExchangeKey, Exchange> exchanges = new LinkedHashMap<>();
    private final Map<ExchangeKey, Receipt> receipts = new LinkedHashMap<>();

    Optional<Exchange> exchange(ExchangeKey key) {
        return Optional.ofNullable(exchanges.get(key));
    }

    Optional<Receipt> receipt(ExchangeKey key) {
        return Optional.ofNullable(receipts.get(key));
    }

    List<Exchange> exchanges(Predicate<Exchange> wanted) {
        return exchanges.values().stream().filter(wanted).toList();
    }

    List<Receipt> receipts(Predicate<Receipt> wanted) {
        return receipts.values().stream().filter(wanted).toList();
    }

    Exchange requireExchange(ExchangeKey key) {
        return exchange(key).orElseThrow(() -> new IllegalArgumentException("no such missive was sent before"));
    }

    Receipt requireReceipt(ExchangeKey key) {
        return receipt(key).orElseThrow(() -> new IllegalArgumentException("no such missive was received before"));
    }

    void add(Exchange exchange) {
        if (exchanges.putIfAbsent(exchange.key(), exchange) != null) {
            throw new IllegalArgumentException("this missive was sent before");
        }
    }

    void change(Exchange exchange) {
        exchanges.put(exchange.key(), exchange);
    }

    void change(Receipt receipt) {
        receipts.put(receipt.key(), receipt);
    }

    /** What would be left if all were forgotten about which nothing is to be done, and that changed before an instant. */
    ExchangeState pruned(Instant before) {
        ExchangeState kept = new ExchangeState();
        exchanges(one -> one.isOpen() || !one.changedAt().isBefore(before)).forEach(kept::change);
        receipts(one -> isOwed(one) || !one.changedAt().isBefore(before)).forEach(kept::change);
        return kept;
    }

    private static boolean isOwed(Receipt receipt) {
        return !receipt.isHandedOn() || !receipt.unacknowledged().isEmpty();
    }

    int size() {
        return exchanges.size() + receipts.size();
    }

    /** Whether an event is about a missive that is known here. */
    boolean knows(ExchangeEvent event) {
        return (event.isOfSender() ? exchanges : receipts).containsKey(event.key());
    }
}
