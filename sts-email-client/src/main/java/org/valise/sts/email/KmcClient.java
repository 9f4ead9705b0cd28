// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.valise.sts.records.Pkid;

/**
 * The KMC client that vending software embeds: sends requests, reads the mailbox, and keeps what becomes of each request
 * (STS600-9-2). Everything it knows is in the store, so it may be stopped or killed at any moment and started again;
 * several may share a mailbox and a database.
 *
 * <p>Thread-safe. Starts no thread: mail is read while a caller is in {@link #poll}, {@link #run} or {@link #await}, or
 * on the executor given to {@link #runOn}. Works on virtual threads. Angus Mail has a thread for each open connection.
 *
 * <pre>{@code
 * try (PendingRequests store = FilePendingRequests.open(Path.of("kmc-store"));
 *         KmcClient client = KmcClient.builder(store, KmcMailbox.of(account), gateway).build()) {
 *     KmcRequest request = requests.getKeyLoadFile(vkloadreq);
 *     client.submit(request);
 *     Outcome outcome = client.await(request.token(), Instant.now().plus(Duration.ofMinutes(30)));
 *     outcome.keyLoadFile().ifPresent(file -> module.load(file.bytes()));
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class KmcClient implements Closeable {

    private static final EnumSet<RequestState> ON_ITS_WAY =
            EnumSet.of(RequestState.CREATED, RequestState.SENDING, RequestState.SENT, RequestState.NOTICED);

    private final PendingRequests store;
    private final KmcMailbox mailbox;
    private final MailAddress gateway;
    private final ReplyReader reader;
    private final RequestTracker tracker;
    private final Dispatch dispatch;
    private final Clock clock;
    private final Duration pollInterval;
    private final KmcListener listener;

    /** Of the thread that listens to the mailbox for all; others may still {@link #poll}. */
    private final ReentrantLock reading = new ReentrantLock();

    /** Of a single round, so that each mail is read once. */
    private final ReentrantLock round = new ReentrantLock();

    private final ReentrantLock news = new ReentrantLock();
    private final Condition somethingHappened = news.newCondition();
    private long rounds; // guarded by news
    private volatile @Nullable MailboxSession session;
    private volatile boolean closed;

    private KmcClient(Builder builder) {
        this.store = builder.store;
        this.mailbox = builder.mailbox;
        this.gateway = builder.gateway;
        this.reader = builder.reader;
        this.clock = builder.clock;
        this.pollInterval = builder.pollInterval;
        this.listener = builder.listener;
        this.tracker = new RequestTracker(store, builder.policy, clock);
        this.dispatch = new Dispatch(store, mailbox, builder.policy, builder.rate, clock);
    }

    /**
     * Starts to make a client.
     *
     * @param store where requests are kept; stays the caller's to close, after the client
     * @param mailbox the mail account
     * @param gateway the gateway's address
     * @return a builder with defaults for everything else
     */
    public static Builder builder(PendingRequests store, KmcMailbox mailbox, MailAddress gateway) {
        return new Builder(store, mailbox, gateway);
    }

    /**
     * Keeps a request and sends it, if the rate limit allows; else {@link #poll} sends it as soon as it does. Submitting
     * a request again changes nothing.
     *
     * @param request the request, to this client's gateway
     * @return what became of it
     * @throws IOException if the store fails; a fault of the mail server is in the result
     * @throws IllegalArgumentException if the request goes to another gateway, carries a VKLOADREQ that was used before, or
     *     is for a security module that awaits a key load file already; nothing is kept then
     */
    public Submission submit(KmcRequest request) throws IOException {
        requireOpen();
        if (!request.gateway().equals(gateway)) {
            throw new IllegalArgumentException("The request goes to another gateway than this client's");
        }
        return dispatch.submit(request);
    }

    /**
     * Sends a request once more. The gateway may answer twice, and calls a VKLOADREQ expired that it has seen; so this is
     * for a person to decide, see {@link NextStep#DECIDE_RESEND}.
     *
     * @param token the token of a request whose sending is uncertain, that could not be delivered, or was not answered
     * @return what became of it
     * @throws IOException if the store fails
     * @throws IllegalArgumentException if there is no such request
     * @throws IllegalStateException if the request is in another state
     */
    public Submission resend(Token token) throws IOException {
        requireOpen();
        return dispatch.resend(token);
    }

    /**
     * Sends what waits to be sent, reads the mailbox once, and looks at the clock.
     *
     * @return what the mails that were read and the clock meant, in their order
     * @throws MailException if the mailbox could not be read; what was read before is kept
     * @throws IOException if the store fails
     */
    public List<Change> poll() throws IOException {
        requireOpen();
        dispatch.sendWaiting(listener); // also if the mailbox cannot be read
        try (MailboxSession opened = mailbox.open()) {
            return cycle(opened);
        } finally {
            tell();
        }
    }

    private List<Change> cycle(MailboxSession opened) throws IOException {
        round.lock();
        try {
            return new MailRound(store, tracker, dispatch, reader, listener, () -> closed).on(opened);
        } finally {
            round.unlock();
        }
    }

    /**
     * Reads the mailbox until an instant or until the client is closed: as mails come where the server tells (IDLE), else
     * at intervals. Transport faults are waited out, ever longer.
     *
     * @param until when to stop
     * @throws MailException if the server refuses the credentials or cannot be trusted: waiting would not help
     * @throws IOException if the store fails
     */
    public void run(Instant until) throws IOException {
        requireOpen();
        new Loop(until, () -> false).run();
    }

    /**
     * Does what {@link #run} does on a thread of the caller's executor, until the client is closed.
     *
     * @param executor where to run; occupies one of its threads
     * @return completes normally when the client is closed, exceptionally with what {@code run} throws
     */
    public CompletableFuture<Void> runOn(Executor executor) {
        requireOpen();
        CompletableFuture<Void> done = new CompletableFuture<>();
        executor.execute(() -> {
            try {
                run(Instant.MAX);
                done.complete(null);
            } catch (Throwable e) { // whoever waits for the end must be told of any
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    /**
     * Reads the mailbox until a request has an answer, or something must be done about it.
     *
     * @param token the token of a submitted request
     * @param deadline when to stop waiting; the request goes on
     * @return where the request stands then
     * @throws MailException if the server refuses the credentials or cannot be trusted
     * @throws IOException if the store fails
     * @throws IllegalArgumentException if there is no such request
     */
    public Outcome await(Token token, Instant deadline) throws IOException {
        requireOpen();
        requireKnown(token);
        new Loop(deadline, () -> !ON_ITS_WAY.contains(requireKnown(token).state())).run();
        return outcome(token).orElseThrow();
    }

    private TrackedRequest requireKnown(Token token) throws IOException {
        return store.find(token).orElseThrow(() -> new IllegalArgumentException("There is no request " + token));
    }

    /**
     * Where a request stands, with the content of its answer.
     *
     * @param token the token of the request
     * @return the outcome; empty if there is no such request
     * @throws IOException if the store fails
     */
    public Optional<Outcome> outcome(Token token) throws IOException {
        Optional<TrackedRequest> request = store.find(token);
        return request.isEmpty()
                ? Optional.empty()
                : Optional.of(Outcome.of(request.get(), store.reply(token), reader.limits(), clock, store.approved()));
    }

    /**
     * All requests that are kept.
     *
     * @return the requests in the order they were submitted
     * @throws IOException if the store fails
     */
    public List<TrackedRequest> status() throws IOException {
        return store.list(EnumSet.allOf(RequestState.class));
    }

    /**
     * Keeps that an operator has confirmed, through another channel than mail, that an identity is the KMC's. From then on
     * keys with it are {@link NextStep#USE_KEY}.
     *
     * @param kmc the identity
     * @throws IOException if the store fails
     */
    public void approve(Pkid kmc) throws IOException {
        store.approve(kmc);
    }

    /**
     * Reads the whole mailbox again at the next poll, for example after the store was restored from a back-up. What was
     * settled stays so.
     *
     * @throws IOException if the store fails
     */
    public void readAgain() throws IOException {
        store.rewind(mailbox.account().mailboxName());
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The client is closed");
        }
    }

    /**
     * Wakes who waits, ends reading behind the present mail, and lets {@link #run} and {@link #await} return. Waits for a
     * thread that is at a mail, so that the store can be closed next, but no longer than the mail server's time-out.
     */
    @Override
    public void close() {
        closed = true;
        MailboxSession open = session;
        if (open != null) {
            open.wake();
        }
        tell();
        awaitRound();
    }

    private void awaitRound() {
        if (round.isHeldByCurrentThread()) {
            return; // closed by a listener
        }
        try {
            long longest = mailbox.account().imap().timeout().toMillis();
            if (round.tryLock(longest, TimeUnit.MILLISECONDS)) {
                round.unlock();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell() {
        news.lock();
        try {
            rounds++;
            somethingHappened.signalAll();
        } finally {
            news.unlock();
        }
    }

    private long rounds() {
        news.lock();
        try {
            return rounds;
        } finally {
            news.unlock();
        }
    }

    /** Whether to go on; may ask the store. */
    private interface Done {
        boolean isDone() throws IOException;
    }

    /** Rounds until something is so. One thread reads; others with a wish of their own wait for what it finds. */
    private final class Loop {

        private final Instant until;
        private final Done done;
        private int faults;

        Loop(Instant until, Done done) {
            this.until = until;
            this.done = done;
        }

        void run() throws IOException {
            for (long seen = rounds(); goesOn(); seen = rounds()) {
                if (reading.tryLock()) {
                    Duration wait = readUntilFault();
                    pause(wait, rounds());
                } else {
                    pause(pollInterval, seen);
                }
            }
        }

        private boolean goesOn() throws IOException {
            return !closed && clock.instant().isBefore(until) && !done.isDone();
        }

        /** Reads until there is no more to do, or a fault; returns how long to wait before the next attempt. */
        private Duration readUntilFault() throws IOException {
            try {
                dispatch.sendWaiting(listener); // also if the mailbox cannot be read
                read();
                return Duration.ZERO;
            } catch (MailException fault) {
                if (fault.kind() == MailException.Kind.AUTHENTICATION || fault.kind() == MailException.Kind.SECURITY) {
                    throw fault;
                }
                Duration wait = BackOff.after(++faults);
                listener.fault(fault, wait);
                return wait;
            } finally {
                session = null;
                reading.unlock();
                tell();
            }
        }

        private void read() throws IOException {
            try (MailboxSession opened = mailbox.open()) {
                session = opened;
                while (goesOn()) {
                    cycle(opened);
                    faults = 0;
                    tell();
                    long seen = rounds();
                    if (goesOn()) {
                        waitForMail(opened, seen);
                    }
                }
            }
        }

        /** A server that tells is listened to, unless that would take longer than there is time. */
        private void waitForMail(MailboxSession opened, long seen) throws IOException {
            boolean timeForIdle = clock.instant().plus(opened.longestIdle()).isBefore(until);
            if (timeForIdle && opened.offersIdle()) {
                opened.idle();
            } else {
                pause(pollInterval, seen);
            }
        }

        /** Until there is news since a round that is known; the caller has looked at what that brought. */
        private void pause(Duration longest, long seen) throws InterruptedIOException {
            Duration left = Duration.between(clock.instant(), until);
            long nanos = (left.compareTo(longest) < 0 ? left : longest).toNanos();
            news.lock();
            try {
                while (!closed && seen == rounds && nanos > 0) {
                    nanos = somethingHappened.awaitNanos(nanos);
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("Interrupted while waiting for mail");
            } finally {
                news.unlock();
            }
        }
    }

    /** Makes a client. Not thread-safe. */
    public static final class Builder {

        private final PendingRequests store;
        private final KmcMailbox mailbox;
        private final MailAddress gateway;
        private ReplyReader reader;
        private TrackingPolicy policy = TrackingPolicy.defaults();
        private RateLimit rate = RateLimit.defaults();
        private Clock clock = Clock.systemUTC();
        private Duration pollInterval = Duration.ofSeconds(60);
        private KmcListener listener = new KmcListener() {};

        private Builder(PendingRequests store, KmcMailbox mailbox, MailAddress gateway) {
            this.store = Objects.requireNonNull(store, "store");
            this.mailbox = Objects.requireNonNull(mailbox, "mailbox");
            this.gateway = Objects.requireNonNull(gateway, "gateway");
            this.reader = ReplyReader.forGateway(gateway);
        }

        /**
         * Reads replies in another way: with other limits, or from further addresses of the gateway.
         *
         * @param newReader the reader
         * @return this builder
         * @throws IllegalArgumentException if it does not take mails of this client's gateway for the gateway's
         */
        public Builder replyReader(ReplyReader newReader) {
            reader = newReader.requireGateway(gateway);
            return this;
        }

        /**
         * Waits otherwise.
         *
         * @param newPolicy how long requests are waited for
         * @return this builder
         */
        public Builder policy(TrackingPolicy newPolicy) {
            policy = Objects.requireNonNull(newPolicy, "newPolicy");
            return this;
        }

        /**
         * Sends faster or slower.
         *
         * @param limit how fast requests are sent
         * @return this builder
         */
        public Builder rateLimit(RateLimit limit) {
            rate = Objects.requireNonNull(limit, "limit");
            return this;
        }

        /**
         * Takes the time from another clock.
         *
         * @param newClock the clock
         * @return this builder
         */
        public Builder clock(Clock newClock) {
            clock = Objects.requireNonNull(newClock, "newClock");
            return this;
        }

        /**
         * Reads the mailbox at another interval, where the server does not tell of mails by itself.
         *
         * @param interval the interval; default 60 seconds
         * @return this builder
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder pollInterval(Duration interval) {
            if (interval.isNegative() || interval.isZero()) {
                throw new IllegalArgumentException("The interval is positive");
            }
            pollInterval = interval;
            return this;
        }

        /**
         * Tells somebody what happens.
         *
         * @param newListener told on the thread that reads
         * @return this builder
         */
        public Builder listener(KmcListener newListener) {
            listener = Objects.requireNonNull(newListener, "newListener");
            return this;
        }

        /**
         * Makes the client.
         *
         * @return a client; nothing is connected yet
         */
        public KmcClient build() {
            return new KmcClient(this);
        }
    }
}
