// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * What the sender of a nominal missive notes of an acknowledgement that came: as much as {@link ResendPolicy#decide}
 * needs. Immutable and thread-safe.
 *
 * <p>Classes 4 and 5 decide by themselves, whatever the status: 4 leaves the missive open, 5 is a refusal. Otherwise, so
 * for class 2, for none and for unknown ones, the status decides: {@code ACK} is an acknowledgement, {@code NAK} a refusal
 * (MIS1202 "Resending a missive" names class 4 only; the rest is inferred). Where class and status contradict each other,
 * the less favourable thus counts.
 *
 * <pre>{@code
 * AcknowledgementSeen.of(receivedAt, AcknowledgementSeen.Status.ACK, 2);
 * }</pre>
 *
 * @param at when it was received; always the same for the same acknowledgement, also if its mail is read twice
 * @param status AcqSta
 * @param codeClass AcqCla, the class of its code; 0 or more; empty if it has no code
 * @since 0.1.0
 */
public record AcknowledgementSeen(Instant at, Status status, OptionalInt codeClass) {

    /** What decides stands last: the latest; at the same instant the refusal. */
    static final Comparator<AcknowledgementSeen> DECISIVE_LAST = Comparator.comparing(AcknowledgementSeen::at)
            .thenComparing(AcknowledgementSeen::isRefusal)
            .thenComparing(seen -> seen.codeClass().orElse(-1));

    /**
     * The status of an acknowledgement (AcqSta).
     *
     * @since 0.1.0
     */
    public enum Status {
        /** Good receipt. */
        ACK,
        /** Bad receipt. */
        NAK
    }

    /**
     * Refuses nulls and negative classes.
     *
     * @param at when it was received
     * @param status AcqSta
     * @param codeClass AcqCla
     */
    public AcknowledgementSeen {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(status, "status");
        if (codeClass.orElse(0) < 0) {
            throw new IllegalArgumentException("The class of a code is not negative");
        }
    }

    /**
     * An acknowledgement with a code.
     *
     * @param at when it was received
     * @param status its status
     * @param codeClass the class of its code, usually 2, 4 or 5
     * @return what is noted of it
     * @throws IllegalArgumentException if the class is negative
     */
    public static AcknowledgementSeen of(Instant at, Status status, int codeClass) {
        return new AcknowledgementSeen(at, status, OptionalInt.of(codeClass));
    }

    /**
     * An acknowledgement without a code, such as a first technical one.
     *
     * @param at when it was received
     * @param status its status
     * @return what is noted of it
     */
    public static AcknowledgementSeen withoutClass(Instant at, Status status) {
        return new AcknowledgementSeen(at, status, OptionalInt.empty());
    }

    /**
     * Whether it settles the missive.
     *
     * @return false for class 4, after which the missive may be sent again
     */
    public boolean isFinal() {
        return codeClass.orElse(0) != AcknowledgementCode.TEMPORARY;
    }

    private boolean isRefusal() {
        return codeClass.orElse(0) == AcknowledgementCode.PERMANENT || status == Status.NAK;
    }

    /** What follows from it, if it is final and the one that counts. */
    Decision decision() {
        return isRefusal() ? new Decision.Rejected(at, codeClass) : new Decision.Acknowledged(at);
    }
}
