// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.valise.sts.records.KeyReport;
import org.valise.sts.records.Pkid;

/**
 * What one event means for one request: the state machine, without any store. A new object for each event; it computes
 * and changes nothing outside itself.
 */
final class Transition {

    private static final int MARK = 20;
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(1);

    private final TrackedRequest before;
    private final TrackingPolicy policy;
    private final Clock clock;
    private final Collection<Pkid> approved;
    private final Instant now;
    private final EnumSet<Note> notes = EnumSet.noneOf(Note.class);
    private TrackedRequest after;
    private NextStep next = NextStep.WAIT;

    Transition(TrackedRequest before, TrackingPolicy policy, Clock clock, Collection<Pkid> approved) {
        this.before = before;
        this.after = before;
        this.policy = policy;
        this.clock = clock;
        this.approved = approved;
        this.now = Millis.of(clock.instant());
        if (now.isBefore(before.changedAt().minus(CLOCK_TOLERANCE))) {
            notes.add(Note.CLOCK_WENT_BACK);
        }
    }

    TrackedRequest after() {
        return after;
    }

    EnumSet<Note> notes() {
        return notes;
    }

    NextStep next() {
        return next;
    }

    /** A mail that is or seems to be about the request. */
    Transition on(Reply reply) {
        if (reply instanceof Reply.Matched matched) {
            onAnswer(matched);
        } else if (reply instanceof Reply.Delivery delivery) {
            onDelivery(delivery);
        } else {
            ignore(Note.SUSPECT, NextStep.CALL_SUPPORT);
        }
        return this;
    }

    private void onAnswer(Reply.Matched reply) {
        if (reply.findings().contains(MailFinding.SENDER_NOT_CHECKED)) {
            ignore(Note.SUSPECT, NextStep.CALL_SUPPORT);
        } else if (!reply.byToken() && !policy.messageIdIsEnough()) {
            ignore(Note.TOKEN_MISSING, NextStep.READ_TEXT);
        } else if (reply.findings().contains(MailFinding.FORWARDED)) {
            ignore(Note.FORWARDED, NextStep.READ_TEXT);
        } else {
            onResult(reply.mail());
        }
    }

    private void onResult(ReceivedMail mail) {
        switch (mail.result().kind()) {
            case NOTICE -> onNotice(mail);
            case SUCCESS -> onFinal(mail, this::succeed);
            case ERROR -> onFinal(mail, this::fail);
            case ABSENT -> onFinal(mail, this::withoutResult);
            case UNKNOWN, MALFORMED, AMBIGUOUS -> ignore(Note.RESULT_UNKNOWN, NextStep.READ_TEXT);
        }
    }

    private void ignore(Note note, NextStep step) {
        notes.add(note);
        next = step;
    }

    private void onNotice(ReceivedMail mail) {
        Answer notice = mail.answer(before.token(), now);
        if (before.state().isSettled()) {
            ignore(Note.LATE_NOTICE, NextStep.NOTHING);
        } else if (wasSeen(notice.digest())) {
            ignore(Note.DUPLICATE, stepAsBefore());
        } else {
            noteIfLate();
            after = waitOn(RequestState.NOTICED, notice.digest()).notice(notice).build();
        }
    }

    /** What there was to do before a mail that says nothing new. */
    private NextStep stepAsBefore() {
        return switch (before.state()) {
            case TIMED_OUT -> NextStep.DECIDE_RESEND;
            case DELIVERY_FAILED, REFUSED -> NextStep.CHECK_ADDRESS;
            case UNCLEAR -> NextStep.READ_TEXT;
            default -> before.state().isSettled() ? NextStep.NOTHING : NextStep.WAIT;
        };
    }

    private boolean wasSeen(String digest) {
        return before.seen().contains(mark(digest));
    }

    private List<String> seenAnd(String digest) {
        List<String> seen = new ArrayList<>(before.seen());
        seen.add(mark(digest));
        return seen;
    }

    /** Long enough that no two mails about one request share it. */
    private static String mark(String digest) {
        return digest.substring(0, MARK);
    }

    /** The next version with more time to wait. */
    private TrackedRequest.Builder waitOn(RequestState state, String digest) {
        return before.next(state, now)
                .seen(seenAnd(digest))
                .slowAfter(now.plus(policy.slowAfterNotice()))
                .deadline(latest(before.deadline(), now.plus(policy.timeOut())));
    }

    private static Instant latest(Optional<Instant> one, Instant other) {
        return one.filter(instant -> instant.isAfter(other)).orElse(other);
    }

    private void noteIfLate() {
        if (!before.state().isWaiting() && before.state() != RequestState.CREATED) {
            notes.add(Note.LATE);
        }
    }

    /** What a final answer, or one without result, does if it is the first of its kind. */
    private interface Settling {
        void with(ReceivedMail mail, Answer answer);
    }

    private void onFinal(ReceivedMail mail, Settling settling) {
        Answer answer = mail.answer(before.token(), now);
        if (!before.state().isSettled()) {
            settling.with(mail, answer);
        } else if (isKnown(mail, answer) || !mail.result().isFinal()) {
            ignore(Note.DUPLICATE, NextStep.NOTHING); // an extra mail without result says nothing against the answer
        } else {
            ignore(Note.CONFLICT, NextStep.CALL_SUPPORT);
        }
    }

    /** Seen before; an answer that came without result header may come once more with one. */
    private boolean isKnown(ReceivedMail mail, Answer answer) {
        return before.answer()
                .filter(known -> known.digest().equals(answer.digest())
                        || before.state() == RequestState.SUCCEEDED_UNCONFIRMED
                                && mail.result().kind() == GatewayResult.Kind.SUCCESS
                                && known.digest().equals(mail.digestWithoutResult(before.token())))
                .isPresent();
    }

    private void succeed(ReceivedMail mail, Answer answer) {
        Content content = new Content(mail);
        if (content.answers(before.service(), clock, policy)) {
            settle(RequestState.SUCCEEDED, answer);
            advise(content);
        } else {
            unclear(mail, answer);
        }
    }

    private void withoutResult(ReceivedMail mail, Answer answer) {
        Content content = new Content(mail);
        if (content.answersByItself(before.service(), clock)) {
            notes.add(Note.RESULT_MISSING);
            settle(RequestState.SUCCEEDED_UNCONFIRMED, answer);
            advise(content);
        } else {
            unclear(mail, answer);
        }
    }

    /** After the request was sent once more, the same words may be the answer to that. */
    private void unclear(ReceivedMail mail, Answer answer) {
        String digest = mail.digestWithText(before.token());
        boolean sentAgain = before.state() == RequestState.SENT && before.attempts() > 1;
        if (wasSeen(digest) && !sentAgain) {
            boolean same = before.state() == RequestState.UNCLEAR;
            NextStep step = new Content(mail).unanswered(before.service(), clock, EnumSet.noneOf(Note.class));
            ignore(Note.DUPLICATE, same ? step : stepAsBefore());
            return;
        }
        noteIfLate();
        next = new Content(mail).unanswered(before.service(), clock, notes);
        after = before.next(RequestState.UNCLEAR, now)
                .answer(answer)
                .seen(seenAnd(digest))
                .deadline(latest(before.deadline(), now.plus(policy.slowAfter())))
                .build();
    }

    private void fail(ReceivedMail mail, Answer answer) {
        settle(RequestState.FAILED, answer);
        next = stepAfterError(answer.code());
    }

    private void settle(RequestState state, Answer answer) {
        noteIfLate();
        after = before.next(state, now)
                .answer(answer)
                .slowAfter(null)
                .deadline(null)
                .notBefore(null)
                .build();
    }

    private void advise(Content content) {
        next = step(before.service(), content, clock, approved, notes);
    }

    static NextStep stepAfterError(String code) {
        return code.equalsIgnoreCase(GatewayResult.VKLOADREQ_EXPIRED)
                ? NextStep.MAKE_NEW_VKLOADREQ
                : NextStep.READ_TEXT;
    }

    /** What to do with the content of a successful answer. A key is trusted only if it was approved. */
    static NextStep step(
            Service service, Content content, Clock clock, Collection<Pkid> approved, Collection<Note> notes) {
        return switch (service) {
            case HELP -> NextStep.READ_TEXT;
            case STSA_ONLY_UPDATE -> NextStep.NOTHING;
            case GET_KEY_LOAD_FILE -> NextStep.LOAD_KEY_FILE;
            case GET_PUBLIC_KEY ->
                keyStep(content.key(clock, approved).map(KeyReport::trust).orElse(KeyReport.Trust.MISMATCH), notes);
        };
    }

    private static NextStep keyStep(KeyReport.Trust trust, Collection<Note> notes) {
        return switch (trust) {
            case PINNED -> NextStep.USE_KEY;
            case SELF_CONSISTENT -> {
                notes.add(Note.KEY_NOT_APPROVED);
                yield NextStep.APPROVE_KEY;
            }
            case EXPIRED -> {
                notes.add(Note.KEY_EXPIRED);
                yield NextStep.CALL_SUPPORT;
            }
            case MISMATCH -> {
                notes.add(Note.KEY_UNPROVED);
                yield NextStep.CALL_SUPPORT;
            }
        };
    }

    private void onDelivery(Reply.Delivery delivery) {
        DeliveryReport.Action action = delivery.report().action();
        boolean waiting = before.state().isWaiting();
        String digest = Digests.sha256(delivery.mail().octetsUncopied());
        if (wasSeen(digest)) {
            ignore(Note.DUPLICATE, stepAsBefore());
        } else if (waiting && action == DeliveryReport.Action.FAILED) {
            ignore(Note.NOT_DELIVERED, NextStep.CHECK_ADDRESS);
            after = before.next(RequestState.DELIVERY_FAILED, now)
                    .seen(seenAnd(digest))
                    .slowAfter(null)
                    .deadline(null)
                    .build();
        } else if (waiting && action == DeliveryReport.Action.DELAYED) {
            ignore(Note.DELIVERY_DELAYED, NextStep.WAIT);
            after = waitOn(before.state(), digest).build();
        } else {
            ignore(Note.DELIVERY_REPORTED, waiting ? NextStep.WAIT : NextStep.NOTHING);
        }
    }

    /** The passing of time: says once that an answer is slow, and gives the request up at its deadline. */
    Transition onTime() {
        boolean waiting = before.state().isWaiting();
        if (waiting && isPast(before.deadline())) {
            ignore(Note.TIMED_OUT, NextStep.DECIDE_RESEND);
            after = before.next(RequestState.TIMED_OUT, now)
                    .slowAfter(null)
                    .deadline(null)
                    .build();
        } else if (waiting && isPast(before.slowAfter())) {
            ignore(Note.SLOW, NextStep.WAIT);
            after = before.next(before.state(), now).slowAfter(null).build();
        }
        return this;
    }

    private boolean isPast(Optional<Instant> instant) {
        return instant.filter(at -> !at.isAfter(now)).isPresent();
    }
}
