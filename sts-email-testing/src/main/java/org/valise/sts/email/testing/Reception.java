// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email.testing;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the simulated gateway did with one mail: took it as a request, or ignored it for a reason that the live gateway
 * would never tell. Immutable and thread-safe.
 *
 * <pre>{@code
 * Reception reception = simulator.receive(mail, "vending@example.com");
 * assertEquals(Optional.empty(), reception.reason());    // NOT_PLAIN_TEXT, say, if the gateway would keep silent
 * assertEquals(1, reception.replies().size());
 * }</pre>
 *
 * @since 0.1.0
 */
public final class Reception {

    /**
     * Why the gateway does not answer (STS600-9-2 clauses 4 and 8.2).
     *
     * @since 0.1.0
     */
    public enum Reason {
        /** The mail is larger than the simulator's limit (clause 4: most large messages). */
        TOO_LARGE,
        /** The mail or a header that matters cannot be parsed. */
        UNREADABLE,
        /** There is no valid envelope sender (clause 8.2: a valid Return-Path). */
        NO_RETURN_PATH,
        /** A header marks a mail responder, such as Auto-Submitted or X-Loop (clause 8.2). */
        AUTO_RESPONSE,
        /** A header marks a mailing list or bulk mail (clause 4). */
        MAILING_LIST,
        /** The mail comes from the gateway's own address, or its replies would go there: a loop. */
        OWN_MAIL,
        /** The gateway's address is not in To; Cc and Bcc do not count (clause 4). */
        NOT_IN_TO,
        /** The subject begins as a reply, a forward or an automatic answer does (clause 4). */
        REPLY_OR_FORWARD,
        /** The subject does not start with a service code: another text, a leading blank, an encoded word (clause 8.2). */
        NO_SERVICE_CODE,
        /** The mail is not text/plain (clause 4). */
        NOT_PLAIN_TEXT,
        /** The mail has an attachment that the service does not expect (clause 4). */
        UNEXPECTED_ATTACHMENT,
        /** The body does not hold exactly one valid VKLOADREQ in record-in-email form (clause 5.1.4.2). */
        NO_LOAD_REQUEST,
        /** There is nobody to answer, or an address that cannot be written into a header (clause 8.3.1). */
        NO_REPLY_ADDRESS,
        /** The sender sent too many requests and is blocked for now (clause 4). */
        BLOCKED
    }

    private final @Nullable GatewayRequest request;
    private final @Nullable Reason reason;
    private final List<OutgoingMail> replies;

    private Reception(@Nullable GatewayRequest request, @Nullable Reason reason, List<OutgoingMail> replies) {
        this.request = request;
        this.reason = reason;
        this.replies = List.copyOf(replies);
    }

    static Reception ignored(Reason reason) {
        return new Reception(null, reason, List.of());
    }

    static Reception blocked(GatewayRequest request, List<OutgoingMail> notifications) {
        return new Reception(request, Reason.BLOCKED, notifications);
    }

    static Reception accepted(GatewayRequest request, List<OutgoingMail> replies) {
        return new Reception(request, null, replies);
    }

    /**
     * What was read from the mail.
     *
     * @return the request; empty if the mail is none
     */
    public Optional<GatewayRequest> request() {
        return Optional.ofNullable(request);
    }

    /**
     * Why the request gets no result.
     *
     * @return the reason; empty if the mail was accepted
     */
    public Optional<Reason> reason() {
        return Optional.ofNullable(reason);
    }

    /**
     * What is to be sent at once. Later replies come from {@link GatewaySimulator#due()}.
     *
     * @return the mails in the order in which they are to be sent
     */
    public List<OutgoingMail> replies() {
        return replies;
    }

    /** Returns reason or service, and the number of replies; no content. */
    @Override
    public String toString() {
        return "Reception[" + (reason == null ? String.valueOf(request) : reason) + ", " + replies.size() + " replies]";
    }
}
