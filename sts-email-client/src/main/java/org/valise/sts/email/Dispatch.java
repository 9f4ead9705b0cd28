// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.valise.sts.email.Submission.Status;

/**
 * Sends requests: intent first, then the mail, then the success, so that after a crash it is known which mails may have
 * left. One whose fate is not known is never sent again by itself.
 */
final class Dispatch {

    private static final EnumSet<RequestState> RESENDABLE = EnumSet.of(
            RequestState.SENDING,
            RequestState.TIMED_OUT,
            RequestState.DELIVERY_FAILED,
            RequestState.UNCLEAR,
            RequestState.REFUSED);

    private final PendingRequests store;
    private final KmcMailbox mailbox;
    private final TrackingPolicy policy;
    private final RateLimit rate;
    private final Clock clock;

    Dispatch(PendingRequests store, KmcMailbox mailbox, TrackingPolicy policy, RateLimit rate, Clock clock) {
        this.store = store;
        this.mailbox = mailbox;
        this.policy = policy;
        this.rate = rate;
        this.clock = clock;
    }

    Submission submit(KmcRequest request) throws IOException {
        Optional<TrackedRequest> known = store.find(request.token());
        if (known.isPresent()) {
            return known.get().state() == RequestState.CREATED
                    ? send(known.get())
                    : done(known.get(), Status.SENT_BEFORE);
        }
        TrackedRequest tracked = TrackedRequest.of(request);
        refuseSecondUse(tracked);
        store.add(tracked);
        return send(tracked);
    }

    private void refuseSecondUse(TrackedRequest request) throws IOException {
        if (request.recordDigest().isEmpty()) {
            return;
        }
        Optional<TrackedRequest> used =
                store.findByRecord(request.recordDigest().get());
        if (used.isPresent()) {
            throw new IllegalArgumentException("This VKLOADREQ went into request "
                    + used.get().token() + " already; let the security module make a new one");
        }
        if (policy.oneOpenPerModule() && request.securityModule().isPresent()) {
            refuseSecondOfModule(request.securityModule().get());
        }
    }

    private void refuseSecondOfModule(String module) throws IOException {
        Set<RequestState> open = EnumSet.of(
                RequestState.CREATED,
                RequestState.SENDING,
                RequestState.SENT,
                RequestState.NOTICED,
                RequestState.UNCLEAR);
        for (TrackedRequest other : store.list(open)) {
            if (other.securityModule().filter(module::equals).isPresent()) {
                throw new IllegalArgumentException("Request " + other.token()
                        + " for the same security module is still open; wait for its answer");
            }
        }
    }

    /** Tries whatever waits, in the order it was submitted, as far as the rate limit of each sender allows. */
    void sendWaiting(KmcListener listener) throws IOException {
        Set<MailAddress> limited = new HashSet<>();
        for (TrackedRequest waiting : store.list(EnumSet.of(RequestState.CREATED))) {
            if (limited.contains(waiting.from())) {
                continue;
            }
            Submission submission = send(waiting);
            if (submission.status() == Status.RATE_LIMITED) {
                limited.add(waiting.from());
            }
            if (submission.status() != Status.NOT_SENT || submission.fault().isPresent()) {
                listener.submitted(submission); // it was tried
            }
        }
    }

    /** Tries once, if it is time. */
    Submission send(TrackedRequest request) throws IOException {
        Instant now = clock.instant();
        if (mustWait(request, now)) {
            return new Submission(request, Status.NOT_SENT, request.notBefore(), Optional.empty(), Set.of());
        }
        TrackedRequest sending = request.next(RequestState.SENDING, now)
                .attempts(request.attempts() + 1)
                .attemptedAt(now)
                .notBefore(null)
                .slowAfter(now.plus(policy.slowAfter()))
                .deadline(now.plus(policy.timeOut()))
                .build();
        SendClaim claim = store.claimSend(sending, rate, now);
        if (claim instanceof SendClaim.TooEarly early) {
            return new Submission(request, Status.RATE_LIMITED, Optional.of(early.next()), Optional.empty(), Set.of());
        }
        return claim instanceof SendClaim.Lost ? done(current(request), Status.SENT_BEFORE) : handOver(sending);
    }

    /** An instant further ahead than the longest wait was set by a clock that has been set back since. */
    private static boolean mustWait(TrackedRequest request, Instant now) {
        return request.notBefore()
                .filter(now::isBefore)
                .filter(at -> !at.isAfter(now.plus(BackOff.LONGEST)))
                .isPresent();
    }

    private Submission handOver(TrackedRequest sending) throws IOException {
        try {
            mailbox.send(sending);
        } catch (MailException fault) {
            return afterFault(sending, fault);
        }
        try {
            TrackedRequest sent =
                    sending.next(RequestState.SENT, clock.instant()).build();
            // If an answer was faster, what it left is newer than this.
            return done(store.update(sent) ? sent : current(sending), Status.SENT);
        } catch (IOException notKept) {
            throw new IOException(
                    "Request " + sending.token() + " was sent, but the store could not keep that;"
                            + " it is found as SENDING and not sent again by itself",
                    notKept);
        }
    }

    private Submission afterFault(TrackedRequest sending, MailException fault) throws IOException {
        return switch (fault.kind()) {
            case UNCERTAIN ->
                new Submission(
                        sending,
                        Status.UNCERTAIN,
                        Optional.empty(),
                        Optional.of(fault),
                        Set.of(Note.SENDING_UNCERTAIN));
            case REFUSED -> back(sending.next(RequestState.REFUSED, clock.instant()), sending, Status.REFUSED, fault);
            default -> {
                Instant retry = clock.instant().plus(BackOff.after(sending.attempts()));
                TrackedRequest.Builder waiting =
                        sending.next(RequestState.CREATED, clock.instant()).notBefore(retry);
                yield back(waiting, sending, Status.NOT_SENT, fault);
            }
        };
    }

    /** The request did not leave: it waits for no answer and does not count against the rate limit. */
    private Submission back(TrackedRequest.Builder next, TrackedRequest sending, Status status, MailException fault)
            throws IOException {
        TrackedRequest kept =
                next.attemptedAt(null).slowAfter(null).deadline(null).build();
        TrackedRequest now = store.update(kept) ? kept : current(sending);
        return new Submission(now, status, now.notBefore(), Optional.of(fault), Set.of());
    }

    private Submission done(TrackedRequest request, Status status) {
        EnumSet<Note> notes = EnumSet.noneOf(Note.class);
        Instant old = clock.instant().minus(policy.oldVkloadreq());
        if (status == Status.SENT
                && request.recordDigest().isPresent()
                && request.createdAt().isBefore(old)) {
            notes.add(Note.OLD_VKLOADREQ);
        }
        if (request.state() == RequestState.SENDING) {
            notes.add(Note.SENDING_UNCERTAIN);
        }
        return new Submission(request, status, Optional.empty(), Optional.empty(), notes);
    }

    private TrackedRequest current(TrackedRequest request) throws IOException {
        return store.find(request.token()).orElse(request);
    }

    Submission resend(Token token) throws IOException {
        TrackedRequest request =
                store.find(token).orElseThrow(() -> new IllegalArgumentException("There is no request " + token));
        if (!RESENDABLE.contains(request.state())) {
            throw new IllegalStateException("Request " + token + " is " + request.state()
                    + "; only one whose fate is uncertain, or that was not answered, is sent again");
        }
        return send(request);
    }
}
