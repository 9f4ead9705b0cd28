// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email.testing;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.valise.sts.records.Pkid;
import org.valise.sts.records.PublicKeyRecord;
import org.valise.sts.records.StsRecord;

/**
 * The e-mail gateway of STS600-9-2 without network: it is given the mails that reach the gateway's mailbox and returns
 * those that the gateway sends. It answers as clauses 5 and 8 say, keeps silent where clauses 4 and 8.2 say so, and does
 * whatever a test scripts for a request. Thread-safe; it starts no thread, and takes time and chance from outside, so
 * that a test can be repeated exactly.
 *
 * <p>Not known of the live gateway and decided here: the codes {@code EUnknownService} and {@code EServiceReserved}; the
 * layout of key load files, whose record types therefore begin with SIM; the notification to a blocked sender; the size
 * at which a mail is large; and that a VKLOADREQ is stale when it comes a second time.
 *
 * <pre>{@code
 * GatewaySimulator gateway = GatewaySimulator.builder("kmc@example.org", clock, random).build();
 * gateway.enqueue(Reaction.deferred(Duration.ofHours(1)));
 * Reception reception = gateway.receive(mail, "vending@example.com");
 * reception.replies();    // the notice
 * gateway.due();          // the result, once the clock shows an hour later
 * }</pre>
 *
 * @since 0.1.0
 */
public final class GatewaySimulator {

    private static final int HISTORY = 10_000;

    private final Object lock = new Object();
    private final Clock clock;
    private final String address;
    private final SimulatedKey key;
    private final RequestReader reader;
    private final ServiceDesk desk;
    private final ReplyComposer composer;
    private final Throttle throttle;
    private final Deque<Reaction> script = new ArrayDeque<>();
    private final List<Rule> rules = new ArrayList<>();
    private final PriorityQueue<Pending> pending = new PriorityQueue<>(Pending.ORDER);
    private final Deque<Reception> history = new ArrayDeque<>();
    private long scheduled;

    private record Rule(Predicate<GatewayRequest> condition, Reaction reaction) {}

    private record Pending(Instant due, long number, GatewayRequest request, Answer answer, Step step) {

        static final Comparator<Pending> ORDER =
                Comparator.comparing(Pending::due).thenComparing(Pending::number);
    }

    private GatewaySimulator(Builder builder) {
        this.clock = builder.clock;
        this.address = builder.address;
        this.key = Objects.requireNonNullElseGet(
                builder.key, () -> SimulatedKey.generate(clock.instant(), builder.random));
        this.reader = new RequestReader(address, builder.maximumOctets);
        this.desk = new ServiceDesk(key);
        this.composer = new ReplyComposer(address, clock, builder.random);
        this.throttle = builder.throttle.fresh();
    }

    /**
     * Begins a simulator.
     *
     * @param address the address of the simulated gateway
     * @param clock gives the time of replies, deferrals and limits
     * @param random gives the key pair of the KMC and the identifiers of mails
     * @return a builder
     * @throws IllegalArgumentException if this is not a bare ASCII address
     */
    public static Builder builder(String address, Clock clock, SecureRandom random) {
        return new Builder(Addresses.require(address), clock, random);
    }

    /**
     * Options of a simulator. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        private final String address;
        private final Clock clock;
        private final SecureRandom random;
        private @Nullable SimulatedKey key;
        private Throttle throttle = Throttle.NONE;
        private int maximumOctets = 64 * 1024;

        private Builder(String address, Clock clock, SecureRandom random) {
            this.address = address;
            this.clock = Objects.requireNonNull(clock, "clock");
            this.random = Objects.requireNonNull(random, "random");
        }

        /**
         * Hands out this key instead of a generated one.
         *
         * @param record the public key of the KMC
         * @return this builder
         */
        public Builder key(PublicKeyRecord record) {
            this.key = SimulatedKey.of(record);
            return this;
        }

        /**
         * Hands out the key that the specification prints in its example of clause 5.1.3.5, with the fingerprint that
         * stands there.
         *
         * @return this builder
         */
        public Builder keyOfSpecification() {
            this.key = SimulatedKey.ofSpecification();
            return this;
        }

        /**
         * Ignores larger mails (clause 4). The limit of the live gateway is not known.
         *
         * @param octets the largest mail that is read; 64 KiB if not set
         * @return this builder
         * @throws IllegalArgumentException if this is not positive
         */
        public Builder maximumOctets(int octets) {
            requirePositive(octets);
            this.maximumOctets = octets;
            return this;
        }

        /**
         * Defers and blocks senders of many requests (clause 4); without this call nobody is limited. A deferred request
         * is answered by the notice Deferred, and by its result once the window is over. The first request over the upper
         * limit is answered by a mail without X-Gateway-Result, token and In-Reply-To, because the form of the live
         * notification is not known; those that follow by nothing.
         *
         * @param deferAbove so many requests of one envelope sender within the window are answered at once
         * @param blockAbove so many are answered at all
         * @param window the time over which requests are counted
         * @param block how long a sender stays blocked
         * @return this builder
         * @throws IllegalArgumentException if a number is not positive, a time is negative, or the limits are not in
         *     order
         */
        public Builder throttle(int deferAbove, int blockAbove, Duration window, Duration block) {
            requirePositive(deferAbove);
            if (blockAbove < deferAbove || window.isNegative() || block.isNegative()) {
                throw new IllegalArgumentException("Limits rise and times are not negative");
            }
            this.throttle = new Throttle(deferAbove, blockAbove, window, block);
            return this;
        }

        private static void requirePositive(int number) {
            if (number <= 0) {
                throw new IllegalArgumentException("A limit is positive");
            }
        }

        /**
         * Makes the simulator.
         *
         * @return a new simulator
         */
        public GatewaySimulator build() {
            return new GatewaySimulator(this);
        }
    }

    /**
     * The address of the gateway.
     *
     * @return a bare address
     */
    public String address() {
        return address;
    }

    /**
     * The identity of the KMC, to be pinned by tests.
     *
     * @return the KMCID
     */
    public Pkid kmcId() {
        return key.record().owner();
    }

    /**
     * The key that the gateway hands out.
     *
     * @return the public-key record
     */
    public PublicKeyRecord publicKey() {
        return key.record();
    }

    /**
     * The key load file that answers a request, to be compared octet by octet. It depends on the record and on the KMCID
     * only. Its layout is the simulator's own, because STS600-4-2 is not public.
     *
     * @param loadRequest the VKLOADREQ
     * @return the octets
     */
    public byte[] keyLoadFile(StsRecord loadRequest) {
        return KeyLoadFiles.make(kmcId(), loadRequest);
    }

    /**
     * Scripts the reaction to the next request that has none; mails that are no request use up nothing.
     *
     * @param reaction what is sent
     */
    public void enqueue(Reaction reaction) {
        synchronized (lock) {
            script.add(reaction);
        }
    }

    /**
     * Scripts the reaction to every request of a kind, while nothing is enqueued. The first condition that holds decides.
     *
     * @param condition chooses requests; called while the simulator is locked
     * @param reaction what is sent
     */
    public void when(Predicate<GatewayRequest> condition, Reaction reaction) {
        Rule rule = new Rule(Objects.requireNonNull(condition, "condition"), reaction);
        synchronized (lock) {
            rules.add(rule);
        }
    }

    /**
     * Takes one mail from the gateway's mailbox. Nothing in a mail makes this throw.
     *
     * @param mail the octets of the mail (RFC 5322)
     * @param envelopeSender its envelope sender, with or without angle brackets; empty for the null return path
     * @return what the gateway did with it
     */
    public Reception receive(byte[] mail, String envelopeSender) {
        String sender = envelopeSender.strip().replaceAll("^<(.*)>$", "$1");
        synchronized (lock) {
            Reception reception = reception(mail, sender);
            history.add(reception);
            if (history.size() > HISTORY) {
                history.remove();
            }
            return reception;
        }
    }

    private Reception reception(byte[] mail, String sender) {
        try {
            GatewayRequest request = reader.read(mail, sender);
            return switch (throttle.count(sender, clock.instant())) {
                case PASS -> Reception.accepted(request, start(request, nextReaction(request)));
                case DEFER -> Reception.accepted(request, start(request, Reaction.deferred(throttle.window())));
                case BLOCK -> Reception.blocked(request, List.of(composer.blocked(request)));
                case BLOCKED -> Reception.blocked(request, List.of());
            };
        } catch (RequestReader.Silence silence) {
            return Reception.ignored(silence.reason);
        }
    }

    private Reaction nextReaction(GatewayRequest request) {
        Reaction next = script.poll();
        return next != null
                ? next
                : rules.stream()
                        .filter(rule -> rule.condition().test(request))
                        .findFirst()
                        .map(Rule::reaction)
                        .orElseGet(Reaction::answer);
    }

    private List<OutgoingMail> start(GatewayRequest request, Reaction reaction) {
        Instant now = clock.instant();
        Answer answer = desk.answer(request);
        List<OutgoingMail> atOnce = new ArrayList<>();
        for (Step step : reaction.steps()) {
            Answer chosen = step.result() == null ? answer : Answer.explained(step.result());
            if (step.delay().isZero()) {
                atOnce.add(composer.reply(request, chosen, step));
            } else {
                pending.add(new Pending(now.plus(step.delay()), scheduled++, request, chosen, step));
            }
        }
        return atOnce;
    }

    /**
     * The later replies whose time has come by the clock. Each is returned once.
     *
     * @return the mails in the order of their times
     */
    public List<OutgoingMail> due() {
        List<OutgoingMail> mails = new ArrayList<>();
        synchronized (lock) {
            Instant now = clock.instant();
            for (Pending p = pending.peek(); p != null && !p.due().isAfter(now); p = pending.peek()) {
                pending.remove();
                mails.add(composer.reply(p.request(), p.answer(), p.step()));
            }
        }
        return mails;
    }

    /**
     * When the next later reply is due.
     *
     * @return the time; empty if none is left
     */
    public Optional<Instant> nextDue() {
        synchronized (lock) {
            return Optional.ofNullable(pending.peek()).map(Pending::due);
        }
    }

    /**
     * What was done with each mail so far, the oldest first; the last 10,000 are kept.
     *
     * @return the receptions
     */
    public List<Reception> history() {
        synchronized (lock) {
            return List.copyOf(history);
        }
    }

    /** Returns the number of mails seen and of replies waiting. */
    @Override
    public String toString() {
        synchronized (lock) {
            return "GatewaySimulator[" + history.size() + " mails seen, " + pending.size() + " replies waiting]";
        }
    }
}
