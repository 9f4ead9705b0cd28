// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.time.Duration;

/**
 * How long a request is waited for, and what counts as its answer. The specification says 5 to 10 minutes and nothing
 * else (STS600-9-2 clause 4); the other defaults are ours. Immutable and thread-safe.
 *
 * <pre>{@code
 * TrackingPolicy patient = TrackingPolicy.defaults().withTimeOut(Duration.ofDays(3));
 * KmcClient client = KmcClient.builder(store, mailbox, gateway).policy(patient).build();
 * }</pre>
 *
 * @param slowAfter from when on an answer is called slow; default 30 minutes
 * @param slowAfterNotice the same after a notice or a report of a delay; default 4 hours
 * @param timeOut when a request times out, counted from sending and again from each notice; default 24 hours
 * @param oldVkloadreq from which age on a load request is called old when it is sent; its lifetime is unknown; default
 *     1 hour
 * @param messageIdIsEnough whether a reply without token counts if it names the request's Message-ID; default no
 * @param oneOpenPerModule whether a second key load file for a security module is refused while one is awaited, see
 *     {@link KmcClient#submit}; default yes
 * @param keyLoadFileOfAnyLayout whether a text file without anything like a record may be the key load file; default no,
 *     because mail filters put a text of their own in place of a file that they take
 * @since 0.1.0
 */
public record TrackingPolicy(
        Duration slowAfter,
        Duration slowAfterNotice,
        Duration timeOut,
        Duration oldVkloadreq,
        boolean messageIdIsEnough,
        boolean oneOpenPerModule,
        boolean keyLoadFileOfAnyLayout) {

    /**
     * Refuses durations that are not positive.
     *
     * @param slowAfter from when on an answer is called slow
     * @param slowAfterNotice the same after a notice
     * @param timeOut when a request times out
     * @param oldVkloadreq from which age on a load request is called old
     * @param messageIdIsEnough whether a reply without token counts
     * @param oneOpenPerModule whether a second key load file for a module is refused
     * @param keyLoadFileOfAnyLayout whether a text file without anything like a record may be the key load file
     */
    public TrackingPolicy {
        if (!isPositive(slowAfter)
                || !isPositive(slowAfterNotice)
                || !isPositive(timeOut)
                || !isPositive(oldVkloadreq)) {
            throw new IllegalArgumentException("Durations are positive");
        }
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }

    /**
     * The defaults named at the parameters.
     *
     * @return the default policy
     */
    public static TrackingPolicy defaults() {
        return new TrackingPolicy(
                Duration.ofMinutes(30),
                Duration.ofHours(4),
                Duration.ofHours(24),
                Duration.ofHours(1),
                false,
                true,
                false);
    }

    /**
     * The same policy with another time-out.
     *
     * @param duration when a request times out
     * @return a new policy
     */
    public TrackingPolicy withTimeOut(Duration duration) {
        return new TrackingPolicy(
                slowAfter,
                slowAfterNotice,
                duration,
                oldVkloadreq,
                messageIdIsEnough,
                oneOpenPerModule,
                keyLoadFileOfAnyLayout);
    }

    /**
     * The same policy with another view of replies that lost their token.
     *
     * @param enough whether a reply without token counts if it names the request's Message-ID
     * @return a new policy
     */
    public TrackingPolicy withMessageIdIsEnough(boolean enough) {
        return new TrackingPolicy(
                slowAfter, slowAfterNotice, timeOut, oldVkloadreq, enough, oneOpenPerModule, keyLoadFileOfAnyLayout);
    }

    /**
     * The same policy with another view of key load files. STS600-4-2, which says how they look, is not public but for
     * this: they are files of records. Allow any layout if your KMC's files are not read as such ones
     * ({@link Attachment#recordFile}); what a mail filter writes in place of a file then settles the request too.
     *
     * @param any whether a text file without anything like a record may be the key load file
     * @return a new policy
     */
    public TrackingPolicy withKeyLoadFileOfAnyLayout(boolean any) {
        return new TrackingPolicy(
                slowAfter, slowAfterNotice, timeOut, oldVkloadreq, messageIdIsEnough, oneOpenPerModule, any);
    }
}
