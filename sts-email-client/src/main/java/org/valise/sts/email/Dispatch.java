// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
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

    /** So many answers of a server are waited for while a mail is handed over, logging in by several steps included. */
    private static final int MOST_ANSWERS = 15;

    private final PendingRequests store;
    private final KmcMailbox mailbox;
    private final TrackingPolicy policy;
    private final RateLimit rate;
    private final Clock clock;
    private final ServerRest rest = new ServerRest();

    /** Of who looks for what forbids a request and then keeps it. */
    private final ReentrantLock keeping = new ReentrantLock();

    Dispatch(PendingRequests store, KmcMailbox mailbox, TrackingPolicy policy, RateLimit rate, Clock clock) {
        this.store = store;
        this.mailbox = mailbox;
        this.policy = policy;
        this.rate = rate;
        this.clock = clock;
    }

    Submission submit(KmcRequest request) throws IOException {
        TrackedRequest kept = keep(request);
        if (kept.state() == RequestState.CREATED) {
            return sendIfTime(kept);
        }
        return done(kept, kept.state() == RequestState.REFUSED ? Status.REFUSED : Status.SENT_BEFORE);
    }

    /** One thread at a time, so that of two requests for one module the second finds the first. */
    private TrackedRequest keep(KmcRequest request) throws IOException {
        keeping.lock();
        try {
            Optional<TrackedRequest> known = store.find(request.token());
            if (known.isPresent()) {
                requireSame(known.get(), request);
                return known.get();
            }
            TrackedRequest tracked = TrackedRequest.of(request);
            refuseSecondUse(tracked);
            store.add(tracked);
            return tracked;
        } finally {
            keeping.unlock();
        }
    }

    private static void requireSame(TrackedRequest known, KmcRequest request) {
        if (!known.messageId().equals(request.messageId()) || !Arrays.equals(known.mail(), request.octets())) {
            throw new IllegalArgumentException("Another request has the token " + known.token() + " already");
        }
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

    /**
     * Tries whatever waits, in the order it was submitted, as far as the rate limit of each sender allows and the server
     * can be used at all.
     */
    void sendWaiting(KmcListener listener, BooleanSupplier goesOn) throws IOException {
        Set<MailAddress> limited = new HashSet<>();
        for (TrackedRequest waiting : store.list(EnumSet.of(RequestState.CREATED))) {
            Instant now = clock.instant();
            if (!goesOn.getAsBoolean() || rest.at(now).isPresent()) {
                return;
            }
            if (!limited.contains(waiting.from()) && ownWait(waiting, now).isEmpty()) {
                Submission submission = send(waiting, now);
                if (submission.status() == Status.RATE_LIMITED) {
                    limited.add(waiting.from());
                } else if (submission.status() != Status.SENT_BEFORE) {
                    listener.submitted(submission);
                }
            }
        }
    }

    private Submission sendIfTime(TrackedRequest request) throws IOException {
        Instant now = clock.instant();
        Optional<ServerRest.Rest> resting = rest.at(now);
        Optional<Instant> again = Stream.concat(
                        resting.map(ServerRest.Rest::until).stream(), ownWait(request, now).stream())
                .max(Comparator.naturalOrder());
        return again.isEmpty()
                ? send(request, now)
                : new Submission(request, Status.NOT_SENT, again, resting.map(ServerRest.Rest::fault), Set.of());
    }

    private static Optional<Instant> ownWait(TrackedRequest request, Instant now) {
        return request.notBefore().filter(until -> BackOff.isAhead(until, now));
    }

    /** Tries once. */
    private Submission send(TrackedRequest request, Instant now) throws IOException {
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
        return claim instanceof SendClaim.Lost
                ? done(current(request), Status.SENT_BEFORE)
                : handOver(request, sending);
    }

    private Submission handOver(TrackedRequest before, TrackedRequest sending) throws IOException {
        try {
            mailbox.send(sending);
            rest.worked();
        } catch (MailException fault) {
            return afterFault(before, sending, fault);
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

    private Submission afterFault(TrackedRequest before, TrackedRequest sending, MailException fault)
            throws IOException {
        Instant now = clock.instant();
        rest.failed(fault, now);
        return switch (fault.kind()) {
            case UNCERTAIN ->
                new Submission(
                        sending,
                        Status.UNCERTAIN,
                        Optional.empty(),
                        Optional.of(fault),
                        Set.of(Note.SENDING_UNCERTAIN));
            case REFUSED -> {
                rest.worked();
                TrackedRequest.Builder refused = back(before, sending)
                        .state(RequestState.REFUSED)
                        .changedAt(now)
                        .notBefore(null)
                        .slowAfter(null)
                        .deadline(null);
                yield notSent(refused.build(), Status.REFUSED, fault);
            }
            default -> {
                boolean again = before.state() == RequestState.CREATED; // else a person decides
                Instant retry = now.plus(BackOff.after(sending.attempts()));
                yield notSent(
                        back(before, sending).notBefore(again ? retry : null).build(), Status.NOT_SENT, fault);
            }
        };
    }

    /**
     * The request did not leave: it stands where it stood. Time-outs and the rate limit count from the attempt before, if
     * there was one, for that may have left.
     */
    private static TrackedRequest.Builder back(TrackedRequest before, TrackedRequest sending) {
        return before.toBuilder().version(sending.version() + 1).attempts(sending.attempts());
    }

    private Submission notSent(TrackedRequest kept, Status status, MailException fault) throws IOException {
        TrackedRequest now = store.update(kept) ? kept : current(kept);
        Set<Note> notes = now.state() == RequestState.SENDING ? Set.of(Note.SENDING_UNCERTAIN) : Set.of();
        return new Submission(now, status, now.notBefore(), Optional.of(fault), notes);
    }

    private Submission done(TrackedRequest request, Status status) {
        EnumSet<Note> notes = EnumSet.noneOf(Note.class);
        Instant old = clock.instant().minus(policy.oldVkloadreq());
        if (status == Status.SENT
                && request.recordDigest().isPresent()
                && !request.createdAt().isAfter(old)) {
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
        Instant now = clock.instant();
        if (request.state() == RequestState.SENDING && isPerhapsUnderWay(request, now)) {
            throw new IllegalStateException("Request " + token + " is perhaps being handed to the mail server just now;"
                    + " wait for " + (longestHandOver().toMinutes() + 1) + " minutes from when that began");
        }
        return send(request, now);
    }

    /** In another thread or on another node. An attempt far in the future was made before the clock was set back. */
    private boolean isPerhapsUnderWay(TrackedRequest request, Instant now) {
        return request.attemptedAt()
                .filter(at -> Duration.between(at, now).abs().compareTo(longestHandOver()) < 0)
                .isPresent();
    }

    private Duration longestHandOver() {
        MailServer server = mailbox.account().smtp();
        return server.connectTimeout().plus(server.timeout().multipliedBy(MOST_ANSWERS));
    }
}
