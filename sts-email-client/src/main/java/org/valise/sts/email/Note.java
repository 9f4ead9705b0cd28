// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

/**
 * What is remarkable about a {@link Change}.
 *
 * <pre>{@code
 * Change change = tracker.receive(replyReader.read(octets, store));
 * if (change.notes().contains(Note.CONFLICT)) {
 *     operator.tell("two answers that differ came to " + change.request().orElseThrow().token());
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public enum Note {
    /** The answer came after the request had been given up. */
    LATE,
    /** A notice came after the final answer; ignored. */
    LATE_NOTICE,
    /** The same content came before; ignored. */
    DUPLICATE,
    /** A final answer that contradicts the one that settled the request; the first is kept. */
    CONFLICT,
    /** The mail looks like an answer and is not trusted, or its sender was not compared; nothing was changed. */
    SUSPECT,
    /** Recognised by the Message-ID alone, which the policy does not take for enough; nothing was changed. */
    TOKEN_MISSING,
    /** A person or another robot passed the mail on; nothing was changed. */
    FORWARDED,
    /** Success was reported, but what was asked for is not in the mail; for example a filter's words in its place. */
    CONTENT_MISSING,
    /** What was asked for is in the mail, but damaged. */
    CONTENT_DAMAGED,
    /** Several files came, and nothing tells which is the one that was asked for. */
    CONTENT_AMBIGUOUS,
    /** The mail has no result header. */
    RESULT_MISSING,
    /** The result header is of an unknown kind, contradictory or unreadable; nothing was changed. */
    RESULT_UNKNOWN,
    /** The public key contradicts its own identity, or is no key. */
    KEY_UNPROVED,
    /** The public key has expired. */
    KEY_EXPIRED,
    /** No operator has approved the public key yet. */
    KEY_NOT_APPROVED,
    /** The mail network could not deliver the request. */
    NOT_DELIVERED,
    /** The mail network has not delivered the request yet. */
    DELIVERY_DELAYED,
    /** The mail network reports about a request that needs no report any more, or something of no consequence. */
    DELIVERY_REPORTED,
    /** The answer takes longer than usual. */
    SLOW,
    /** No answer came in time. */
    TIMED_OUT,
    /** Whether the request left is not known: the connection broke, or the process ended, at that very moment. */
    SENDING_UNCERTAIN,
    /** The load request was made a while ago; the gateway may call it expired. */
    OLD_VKLOADREQ,
    /** The clock is behind the last change of the request: it was set back since. */
    CLOCK_WENT_BACK
}
