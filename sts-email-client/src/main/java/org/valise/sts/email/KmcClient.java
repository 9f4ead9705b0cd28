// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
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
    private final MailAddress gateway;
    private final ReplyReader reader;
    private final Dispatch dispatch;
    private final MailReading reading;
    private final Clock clock;

    private KmcClient(Builder builder) {
        this.store = builder.store;
        this.gateway = builder.gateway;
        this.reader = builder.reader;
        this.clock = builder.clock;
        this.dispatch = new Dispatch(store, builder.mailbox, builder.policy, builder.rate, clock);
        RequestTracker tracker = new RequestTracker(store, builder.policy, clock);
        this.reading = new MailReading(
                builder.mailbox,
                store,
                dispatch,
                builder.listener,
                clock,
                builder.pollInterval,
                closed -> new MailRound(store, tracker, reader, builder.listener, closed));
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
     * Keeps a request and sends it, if the rate limit allows and the mail server has not just failed; else {@link #poll}
     * sends it as soon as it may. Submitting a request again changes nothing.
     *
     * <p>A second key load file for a module is refused while the first is on its way or unclear; after a time-out or a
     * failed delivery no more. Between the threads of one client that is sure; of two clients that share a store, both may
     * keep one at the same moment.
     *
     * @param request the request, to this client's gateway
     * @return what became of it
     * @throws IOException if the store fails; a fault of the mail server is in the result
     * @throws IllegalArgumentException if the request goes to another gateway, has the token of another request that
     *     is kept, carries a VKLOADREQ that was used before, or is for a security module that awaits a key load file
     *     already; nothing is kept then
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
     * for a person to decide, see {@link NextStep#DECIDE_RESEND}. If the mail server surely does not get it, or the rate limit
     * forbids it, the request stands where it stood and is not tried again by itself.
     *
     * @param token the token of a request whose sending is uncertain, that could not be delivered, or was not answered
     * @return what became of it
     * @throws IOException if the store fails
     * @throws IllegalArgumentException if there is no such request
     * @throws IllegalStateException if the request is in another state, or its mail may be on the way to the server just
     *     now, in another thread or on another node
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
        return reading.poll();
    }

    /**
     * Reads the mailbox until an instant or until the client is closed: as mails come where the server tells (IDLE), else
     * at intervals, and once more at the end. Transport faults are waited out, ever longer.
     *
     * @param until when to stop; the last look at the mailbox begins then
     * @throws MailException if the server refuses the credentials or cannot be trusted: waiting would not help
     * @throws IOException if the store fails
     */
    public void run(Instant until) throws IOException {
        requireOpen();
        reading.run(until, () -> false);
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
     * Reads the mailbox until a request has an answer, or something must be done about it. While another thread reads it
     * for this client, waits for what that one finds.
     *
     * @param token the token of a submitted request
     * @param deadline when to stop waiting, after a last look at the mailbox; the request goes on
     * @return where the request stands then
     * @throws MailException if the server refuses the credentials or cannot be trusted
     * @throws IOException if the store fails
     * @throws IllegalArgumentException if there is no such request
     */
    public Outcome await(Token token, Instant deadline) throws IOException {
        requireOpen();
        requireKnown(token);
        reading.run(deadline, () -> !ON_ITS_WAY.contains(requireKnown(token).state()));
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
        while (request.isPresent()) {
            Optional<byte[]> reply = store.reply(token);
            Optional<TrackedRequest> after = store.find(token);
            if (after.equals(request)) { // else the mail may belong to what it was changed to meanwhile
                return Optional.of(Outcome.of(request.get(), reply, reader.limits(), clock, store.approved()));
            }
            request = after;
        }
        return Optional.empty();
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
     * settled stays so. A round that is under way, also on another node, does not undo this.
     *
     * @throws IOException if the store fails
     */
    public void readAgain() throws IOException {
        reading.readAgain();
    }

    private void requireOpen() {
        if (reading.isClosed()) {
            throw new IllegalStateException("The client is closed");
        }
    }

    /**
     * Wakes who waits, ends reading behind the present mail, and lets {@link #run} and {@link #await} return. Waits for a
     * thread that is at a mail, so that the store can be closed next, but no longer than the mail server's time-out.
     */
    @Override
    public void close() {
        reading.close();
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
