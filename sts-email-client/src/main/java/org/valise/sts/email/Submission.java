// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What became of handing a request to the mail server. Immutable and thread-safe.
 *
 * <pre>{@code
 * Submission submission = client.submit(request);
 * submission.retryAt().ifPresent(at -> log.info("kept; poll() sends it from " + at + " on"));
 * if (submission.status() == Submission.Status.REFUSED) {
 *     operator.tell(submission.fault().orElseThrow().getMessage());
 * }
 * }</pre>
 *
 * @param request the request as it is kept now
 * @param status what became of it
 * @param retryAt when the next attempt may be made, by {@link KmcClient#poll}, or by another
 *     {@link KmcClient#resend} of what was to be sent once more; present for {@link Status#RATE_LIMITED}, and for
 *     {@link Status#NOT_SENT} of what is tried again by itself
 * @param fault what was wrong with the mail server; present if something was, also if it is not tried again so soon
 * @param notes what was remarkable
 * @since 0.1.0
 */
public record Submission(
        TrackedRequest request,
        Status status,
        Optional<Instant> retryAt,
        Optional<MailException> fault,
        Set<Note> notes) {

    /** What became of it. */
    public enum Status {
        /** The mail server took it. */
        SENT,
        /** Sent before, by whomever; nothing was done. */
        SENT_BEFORE,
        /**
         * Kept, and sent as soon as the rate limit allows: each {@link KmcClient#poll} tries. What was to be sent once more
         * is left as it was: call {@link KmcClient#resend} again.
         */
        RATE_LIMITED,
        /**
         * Kept; the mail server surely did not get it, because of a transport fault now or shortly before. Tried again by
         * itself. What was to be sent once more is left as it was: call {@link KmcClient#resend} again.
         */
        NOT_SENT,
        /** Kept; the mail server may or may not have got it. Never sent again by itself: see {@link KmcClient#resend}. */
        UNCERTAIN,
        /** The mail server refused it for good, now or when it was submitted before; without a fault then. */
        REFUSED
    }

    /**
     * Copies the notes.
     *
     * @param request the request as it is kept now
     * @param status what became of it
     * @param retryAt when the next attempt may be made
     * @param fault what was wrong with the mail server
     * @param notes what was remarkable
     */
    public Submission {
        EnumSet<Note> copy = EnumSet.noneOf(Note.class);
        copy.addAll(notes);
        notes = Collections.unmodifiableSet(copy);
    }
}
