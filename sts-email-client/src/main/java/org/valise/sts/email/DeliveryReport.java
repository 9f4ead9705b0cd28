// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.util.List;
import java.util.Locale;

/**
 * What the mail network says about the delivery of a mail (RFC 3464, or the words of older servers). Anybody can send
 * such a report, so it never ends a request for good. Immutable and thread-safe.
 *
 * <pre>{@code
 * if (replyReader.read(octets, store) instanceof Reply.Delivery delivery) {
 *     DeliveryReport report = delivery.report();
 *     if (report.action() == DeliveryReport.Action.FAILED) {
 *         report.recipients().forEach(one -> operator.tell(one.address() + " was not reached: " + one.status()));
 *     }
 * }
 * }</pre>
 *
 * @param action what happened, the gravest of all recipients
 * @param recipients what is said of each recipient; empty if the report is in words only
 * @param formal whether the report has the form of RFC 3464
 * @since 0.1.0
 */
public record DeliveryReport(Action action, List<Recipient> recipients, boolean formal) {

    /** What happened to the mail, the gravest first. */
    public enum Action {
        /** It was not delivered and will not be. */
        FAILED,
        /** It was not delivered yet. */
        DELAYED,
        /** It was delivered. */
        DELIVERED,
        /** It was passed on to a server that sends no reports. */
        RELAYED,
        /** It was delivered to a list, which may pass it on. */
        EXPANDED,
        /** The report says something else. */
        OTHER;

        static Action of(String text) {
            return switch (text.strip().toLowerCase(Locale.ROOT)) {
                case "failed", "failure" -> FAILED;
                case "delayed" -> DELAYED;
                case "delivered" -> DELIVERED;
                case "relayed" -> RELAYED;
                case "expanded" -> EXPANDED;
                default -> OTHER;
            };
        }
    }

    /**
     * What is said of one recipient.
     *
     * @param address the recipient as the report names it
     * @param action what happened
     * @param status the status code, such as {@code 5.1.1}; empty if there is none
     * @param diagnostic what the other server said; empty if nothing is known
     * @since 0.1.0
     */
    public record Recipient(String address, Action action, String status, String diagnostic) {

        /** Returns action and status; no address, no words of the server. */
        @Override
        public String toString() {
            return action + " " + status;
        }
    }

    /**
     * Copies the recipients.
     *
     * @param action what happened
     * @param recipients what is said of each recipient
     * @param formal whether the report has the form of RFC 3464
     */
    public DeliveryReport {
        recipients = List.copyOf(recipients);
    }
}
