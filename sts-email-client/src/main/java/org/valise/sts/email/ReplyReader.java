// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.valise.sts.email.BounceReader.Bounce;
import org.valise.sts.email.BounceReader.Returned;
import org.valise.sts.email.KnownRequests.Known;

/**
 * Reads one received mail and says what it is to us. A mail is the answer to a request only if its subject holds the
 * request's token and its one From is the gateway's address (STS600-9-2 clause 8.3.1; the Message-ID alone is weaker, and
 * the time, the order or the service are no signs at all). Any octets can be read; nothing about a mail makes it throw.
 * Immutable and thread-safe.
 *
 * <p>SMTP does not prove who sent a mail. That the sender is compared keeps confusion out; what keeps forgers out is the
 * token, and for public keys the approval of the key.
 *
 * <pre>{@code
 * Reply reply = ReplyReader.forGateway(gateway).read(octets, store);
 * }</pre>
 *
 * @since 0.1.0
 */
public final class ReplyReader {

    private static final Pattern AUTO_REPLY_SUBJECT = Pattern.compile(
            "^(?:automatic reply|auto.?reply|autoreply|out of (?:the )?office|vacation|abwesen|automatische antwort"
                    + "|r\u00e9ponse automatique|respuesta autom)",
            Pattern.CASE_INSENSITIVE);

    private final Set<MailAddress> senders;
    private final MailLimits limits;

    private ReplyReader(Set<MailAddress> senders, MailLimits limits) {
        this.senders = senders;
        this.limits = limits;
    }

    /**
     * A reader that compares senders with the gateway's addresses.
     *
     * @param gateway the address that requests go to
     * @param more further addresses that the gateway sends from, if any
     * @return the reader, with default limits
     */
    public static ReplyReader forGateway(MailAddress gateway, MailAddress... more) {
        List<MailAddress> all = new ArrayList<>(List.of(more));
        all.add(gateway);
        return new ReplyReader(Set.copyOf(all), MailLimits.defaults());
    }

    /**
     * A reader that does not know the gateway's address, for looking at mails; each reply gets the finding
     * {@link MailFinding#SENDER_NOT_CHECKED}. Do not act on what it returns; {@link RequestTracker} does not, and
     * {@link KmcClient} does not take such a reader.
     *
     * @return the reader, with default limits
     */
    public static ReplyReader forAnySender() {
        return new ReplyReader(Set.of(), MailLimits.defaults());
    }

    /**
     * The same reader with other limits.
     *
     * @param newLimits how much of a mail is read
     * @return a new reader
     */
    public ReplyReader withLimits(MailLimits newLimits) {
        return new ReplyReader(senders, Objects.requireNonNull(newLimits, "newLimits"));
    }

    MailLimits limits() {
        return limits;
    }

    /** Refuses to be the reader of a client whose gateway's mails it would take for somebody else's. */
    ReplyReader requireGateway(MailAddress gateway) {
        if (!senders.contains(gateway)) {
            throw new IllegalArgumentException("The reader compares senders without the client's gateway");
        }
        return this;
    }

    /**
     * Reads one mail.
     *
     * @param mail the octets as received; not copied, so do not change them
     * @param requests the requests it may belong to
     * @return what it is
     * @throws IOException if the requests cannot be read; never because of the mail
     */
    public Reply read(byte[] mail, KnownRequests requests) throws IOException {
        return new Classification(ReceivedMail.read(mail, limits), requests).reply();
    }

    /**
     * Reads one mail of Jakarta Mail.
     *
     * @param message the message
     * @param requests the requests it may belong to
     * @return what it is
     * @throws IOException if the requests cannot be read, or if Jakarta Mail cannot give the octets of the message,
     *     whatever it throws
     */
    public Reply read(MimeMessage message, KnownRequests requests) throws IOException {
        return read(octets(message), requests);
    }

    /** The one boundary behind which Jakarta Mail may throw what it likes. */
    private byte[] octets(MimeMessage message) throws IOException {
        LimitedOutput out = new LimitedOutput(limits.messageOctets());
        try {
            message.writeTo(out);
        } catch (MessagingException | RuntimeException fault) {
            throw new IOException(
                    "Jakarta Mail could not write the message: "
                            + fault.getClass().getSimpleName(),
                    fault);
        }
        return out.toByteArray();
    }

    private boolean isGateway(ReceivedMail mail) {
        return mail.from().filter(senders::contains).isPresent();
    }

    /** The decision about one mail; the order of the questions matters. */
    private final class Classification {

        private final ReceivedMail mail;
        private final KnownRequests requests;
        private final EnumSet<MailFinding> findings = EnumSet.noneOf(MailFinding.class);

        Classification(ReceivedMail mail, KnownRequests requests) {
            this.mail = mail;
            this.requests = requests;
            this.findings.addAll(mail.findings());
            if (senders.isEmpty()) {
                findings.add(MailFinding.SENDER_NOT_CHECKED);
            } else if (!isGateway(mail)) {
                findings.add(MailFinding.SENDER_DIFFERS);
            }
        }

        Reply reply() throws IOException {
            if (BounceReader.isReadReceipt(mail) && !mail.header().has(GatewayResult.HEADER)) {
                return notOurs(Reply.Reason.READ_RECEIPT);
            }
            Optional<Known> byToken = knownBySubject();
            if (byToken.isPresent()) {
                return matched(byToken.get(), true);
            }
            Optional<Bounce> bounce = BounceReader.read(mail);
            if (bounce.isPresent() && !isGateway(mail)) {
                return new Reply.Delivery(
                        mail, known(bounce.get()), bounce.get().report(), findings);
            }
            if (Subject.tokenOfRequest(mail.subject()).isPresent() && !isGateway(mail)) {
                return notOurs(Reply.Reason.OWN_REQUEST);
            }
            return byMessageId();
        }

        private Optional<Known> knownBySubject() throws IOException {
            for (Token token : tokens()) {
                Optional<Known> known = requests.knownByToken(token);
                if (known.isPresent()) {
                    return known;
                }
            }
            return Optional.empty();
        }

        /** Of several subjects each may be the one that counts; with such a mail nothing is done, but it is reported. */
        private List<Token> tokens() {
            List<Token> tokens = new ArrayList<>();
            for (String subject : mail.header().allWithinLimit("Subject")) {
                String text = Header.plain(Header.unfold(subject));
                Subject.read(text, EnumSet.noneOf(MailFinding.class)).token().ifPresent(tokens::add);
            }
            return tokens;
        }

        private Reply byMessageId() throws IOException {
            for (String id : mail.inReplyTo()) {
                Optional<Known> known = requests.knownByMessageId(id);
                if (known.isPresent() && isAnswerOfGateway()) {
                    findings.add(MailFinding.TOKEN_MISSING);
                    return matched(known.get(), false);
                }
            }
            return withoutRequest();
        }

        private boolean saysItIsAnswer() {
            return mail.serviceCode().isPresent() || mail.header().has(GatewayResult.HEADER);
        }

        /**
         * Who is on holiday may share the gateway's address. That the mail is marked as automatic says nothing: all mails
         * of the gateway are (clause 8.3.1).
         */
        private boolean isAnswerOfGateway() {
            return saysItIsAnswer() || isGateway(mail) && !hasSubjectOfAutoReply();
        }

        private Reply withoutRequest() {
            if (isGateway(mail) || senders.isEmpty() && saysItIsAnswer()) {
                return new Reply.Unmatched(mail, findings);
            }
            return notOurs(isAutoReply() ? Reply.Reason.AUTO_REPLY : Reply.Reason.UNRELATED);
        }

        private boolean isAutoReply() {
            Header header = mail.header();
            return header.text("Auto-Submitted").toLowerCase(Locale.ROOT).startsWith("auto")
                    || header.text("Precedence").equalsIgnoreCase("auto_reply")
                    || header.has("X-Autoreply")
                    || header.has("X-Autorespond")
                    || hasSubjectOfAutoReply();
        }

        private boolean hasSubjectOfAutoReply() {
            return AUTO_REPLY_SUBJECT.matcher(mail.subject()).find();
        }

        private Reply notOurs(Reply.Reason reason) {
            return new Reply.NotOurs(mail, reason, findings);
        }

        private Reply matched(Known request, boolean byToken) {
            compare(request);
            boolean suspect = findings.contains(MailFinding.SENDER_DIFFERS)
                    || findings.contains(MailFinding.SENDER_AMBIGUOUS)
                    || findings.contains(MailFinding.DUPLICATE_SUBJECT)
                    || findings.contains(MailFinding.SERVICE_DIFFERS)
                    || findings.contains(MailFinding.HEADER_CUT)
                    || findings.contains(MailFinding.LIMIT_EXCEEDED);
            return suspect
                    ? new Reply.Suspect(mail, request, findings)
                    : new Reply.Matched(mail, request, byToken, findings);
        }

        private void compare(Known request) {
            List<String> named = mail.inReplyTo();
            if (request.messageId()
                    .filter(id -> !named.isEmpty() && !named.contains(id))
                    .isPresent()) {
                findings.add(MailFinding.MESSAGE_ID_REWRITTEN);
            }
            Optional<Service> said = mail.serviceCode().flatMap(Service::ofCode);
            if (said.isPresent() && request.service().isPresent() && !said.equals(request.service())) {
                findings.add(MailFinding.SERVICE_DIFFERS);
            }
        }

        /** What the report returns counts more than what it mentions; two requests in one report are none. */
        private Optional<Known> known(Bounce bounce) throws IOException {
            return only(bounce.returned().isNothing() ? bounce.mentioned() : bounce.returned());
        }

        private Optional<Known> only(Returned returned) throws IOException {
            List<Known> all = new ArrayList<>();
            for (Token token : returned.tokens()) {
                requests.knownByToken(token).ifPresent(all::add);
            }
            for (String id : returned.messageIds()) {
                requests.knownByMessageId(id).ifPresent(all::add);
            }
            return all.stream().map(Known::token).distinct().count() == 1 ? Optional.of(all.get(0)) : Optional.empty();
        }
    }
}
