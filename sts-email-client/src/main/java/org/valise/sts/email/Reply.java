// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a received mail is to us. Only {@link Matched} may be acted on, and only if the reader knew the gateway's address:
 * not with {@link MailFinding#SENDER_NOT_CHECKED}. {@link ReplyReader} decides. Immutable and thread-safe.
 *
 * <pre>{@code
 * if (replyReader.read(octets, store) instanceof Reply.Matched reply) {
 *     System.out.println(reply.request().token() + ": " + reply.mail().result());
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public sealed interface Reply {

    /** Why a mail does not concern us. */
    enum Reason {
        /** Neither token, nor Message-ID, nor sender are known. */
        UNRELATED,
        /** A vacation notice or another automatic answer that is not the gateway's. */
        AUTO_REPLY,
        /** A receipt that says somebody has read a mail. */
        READ_RECEIPT,
        /** A request, not a reply: a copy of one of our own mails. */
        OWN_REQUEST
    }

    /**
     * The mail.
     *
     * @return what it says
     */
    ReceivedMail mail();

    /**
     * What its reader should know: the mail's findings and those of comparing it with request and gateway.
     *
     * @return the findings in the order of their declaration
     */
    Set<MailFinding> findings();

    /**
     * The request the mail belongs to, or seems to belong to.
     *
     * @return the request; empty if there is none
     */
    default Optional<KnownRequests.Known> about() {
        return Optional.empty();
    }

    /**
     * The answer of the gateway to a request: the token in its subject is the request's and the sender is the gateway, or
     * it names the request's Message-ID and the sender is the gateway.
     *
     * @param mail what it says
     * @param request whose answer it is
     * @param byToken whether the token tells so; if not, only the Message-ID does, which is weaker
     * @param findings what its reader should know
     * @since 0.1.0
     */
    record Matched(ReceivedMail mail, KnownRequests.Known request, boolean byToken, Set<MailFinding> findings)
            implements Reply {

        /**
         * Copies the findings.
         *
         * @param mail what it says
         * @param request whose answer it is
         * @param byToken whether the token tells so
         * @param findings what its reader should know
         */
        public Matched {
            findings = ordered(findings);
        }

        @Override
        public Optional<KnownRequests.Known> about() {
            return Optional.of(request);
        }
    }

    /**
     * A mail that looks like the answer to a request and must not be acted on: another sender, several subjects, more
     * than is read. Tell an operator.
     *
     * @param mail what it says
     * @param request the request it seems to belong to
     * @param findings why it is suspect
     * @since 0.1.0
     */
    record Suspect(ReceivedMail mail, KnownRequests.Known request, Set<MailFinding> findings) implements Reply {

        /**
         * Copies the findings.
         *
         * @param mail what it says
         * @param request the request it seems to belong to
         * @param findings why it is suspect
         */
        public Suspect {
            findings = ordered(findings);
        }

        @Override
        public Optional<KnownRequests.Known> about() {
            return Optional.of(request);
        }
    }

    /**
     * From the gateway's address, and not the answer to any request that is known: a notification of a block, or the
     * answer to a request of another system.
     *
     * @param mail what it says
     * @param findings what its reader should know
     * @since 0.1.0
     */
    record Unmatched(ReceivedMail mail, Set<MailFinding> findings) implements Reply {

        /**
         * Copies the findings.
         *
         * @param mail what it says
         * @param findings what its reader should know
         */
        public Unmatched {
            findings = ordered(findings);
        }
    }

    /**
     * A report of the mail network about the delivery of a mail.
     *
     * @param mail what it says
     * @param request the request whose mail is returned or named in it; empty if that is none of ours
     * @param report what the network says
     * @param findings what its reader should know
     * @since 0.1.0
     */
    record Delivery(
            ReceivedMail mail, Optional<KnownRequests.Known> request, DeliveryReport report, Set<MailFinding> findings)
            implements Reply {

        /**
         * Copies the findings.
         *
         * @param mail what it says
         * @param request the request whose mail is returned
         * @param report what the network says
         * @param findings what its reader should know
         */
        public Delivery {
            findings = ordered(findings);
        }

        @Override
        public Optional<KnownRequests.Known> about() {
            return request;
        }
    }

    /**
     * Nothing that concerns us.
     *
     * @param mail what it says
     * @param reason why it does not
     * @param findings what its reader should know
     * @since 0.1.0
     */
    record NotOurs(ReceivedMail mail, Reason reason, Set<MailFinding> findings) implements Reply {

        /**
         * Copies the findings.
         *
         * @param mail what it says
         * @param reason why it does not
         * @param findings what its reader should know
         */
        public NotOurs {
            findings = ordered(findings);
        }
    }

    private static Set<MailFinding> ordered(Set<MailFinding> findings) {
        EnumSet<MailFinding> copy = EnumSet.noneOf(MailFinding.class);
        copy.addAll(findings);
        return Collections.unmodifiableSet(copy);
    }
}
