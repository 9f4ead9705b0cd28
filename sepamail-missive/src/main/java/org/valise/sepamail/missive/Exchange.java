// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an {@link ExchangeLog} knows of a nominal missive that is sent: all its orders and what came back. Immutable and
 * thread-safe.
 *
 * <pre>{@code
 * Decision decision = log.find(key).orElseThrow().decide(clock.instant(), ResendPolicy.norm());
 * }</pre>
 *
 * @param key the counterparty and the MsvId
 * @param priority the missive's priority, the same for each order
 * @param acqChk the checksum that a right acknowledgement bears, the same for each order
 * @param sends when each order was recorded, order 1 first
 * @param acknowledgements what came, in the order in which it was recorded
 * @param givenUpAt when the sender gave it up or escalated it; empty if it did not
 * @since 0.1.0
 */
public record Exchange(
        ExchangeKey key,
        Priority priority,
        String acqChk,
        List<Instant> sends,
        List<AcknowledgementSeen> acknowledgements,
        Optional<Instant> givenUpAt) {

    private static final int LONGEST_CHECKSUM = 70;

    /**
     * Copies the lists.
     *
     * @param key the counterparty and the MsvId
     * @param priority the missive's priority
     * @param acqChk the checksum that a right acknowledgement bears
     * @param sends when each order was recorded
     * @param acknowledgements what came
     * @param givenUpAt when the sender gave it up
     * @throws IllegalArgumentException if it was never sent, or the checksum has not 1 to 70 characters
     */
    public Exchange {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(priority, "priority");
        requireChecksum(acqChk);
        sends = List.copyOf(sends);
        acknowledgements = List.copyOf(acknowledgements);
        Objects.requireNonNull(givenUpAt, "givenUpAt");
        if (sends.isEmpty()) {
            throw new IllegalArgumentException("An exchange begins with a sending");
        }
    }

    static void requireChecksum(String acqChk) {
        if (acqChk.isEmpty() || acqChk.codePointCount(0, acqChk.length()) > LONGEST_CHECKSUM) {
            throw new IllegalArgumentException("AcqChk has 1 to " + LONGEST_CHECKSUM + " characters");
        }
    }

    static Exchange begun(ExchangeKey key, Priority priority, String acqChk, Instant at) {
        return new Exchange(key, priority, acqChk, List.of(at), List.of(), Optional.empty());
    }

    Exchange withOrder(int order, Instant at) {
        if (order != lastOrder() + 1) {
            throw new IllegalArgumentException("order " + order + " does not follow order " + lastOrder());
        }
        if (at.isBefore(sends.get(sends.size() - 1))) {
            throw new IllegalArgumentException("order " + order + " cannot have been sent before order " + lastOrder());
        }
        return new Exchange(key, priority, acqChk, and(sends, at), acknowledgements, givenUpAt);
    }

    Exchange with(AcknowledgementSeen acknowledgement) {
        return new Exchange(key, priority, acqChk, sends, and(acknowledgements, acknowledgement), givenUpAt);
    }

    Exchange withGivenUp(Instant at) {
        return new Exchange(key, priority, acqChk, sends, acknowledgements, Optional.of(at));
    }

    private static <T> List<T> and(List<T> some, T another) {
        List<T> more = new ArrayList<>(some);
        more.add(another);
        return more;
    }

    /**
     * The order of the last sending.
     *
     * @return 1 or more
     */
    public int lastOrder() {
        return sends.size();
    }

    /**
     * Whether the missive still waits for an acknowledgement.
     *
     * @return false once a final acknowledgement came, or the sender gave up
     */
    public boolean isOpen() {
        return givenUpAt.isEmpty() && acknowledgements.stream().noneMatch(AcknowledgementSeen::isFinal);
    }

    /**
     * Decides whether the missive may be sent again, as {@link ResendPolicy#decide} does, with one difference: all
     * acknowledgements count, also when the clock was set back behind one of them. What is recorded has happened.
     *
     * <p>That the sender gave up does not count here; {@link ExchangeLog#resent} refuses then.
     *
     * @param now the time
     * @param policy what holds with this counterparty
     * @return what is allowed
     */
    public Decision decide(Instant now, ResendPolicy policy) {
        return policy.decideFromAll(now, priority, sends, acknowledgements);
    }

    Instant changedAt() {
        Stream<Instant> events =
                Stream.concat(acknowledgements.stream().map(AcknowledgementSeen::at), givenUpAt.stream());
        return Stream.concat(sends.stream(), events).max(Instant::compareTo).orElseThrow();
    }

    /** Returns how far it is; no MsvId and no checksum. */
    @Override
    public String toString() {
        return "Exchange[" + key + ", " + priority + ", sends=" + sends + ", acknowledgements=" + acknowledgements
                + ", givenUpAt=" + givenUpAt + "]";
    }
}
