// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.valise.sts.email.testing.DeliveryReports;
import org.valise.sts.email.testing.GatewaySimulator;
import org.valise.sts.email.testing.OutgoingMail;
import org.valise.sts.email.testing.Reaction;
import org.valise.sts.records.PublicKeyRecord;
import org.valise.sts.records.StsRecord;
import org.valise.sts.records.StsRecords;

/** A tracker over requests in memory, with a clock that a test sets, and the simulator that answers the requests. */
final class TrackerBench {

    static final MailAddress VENDOR = MailAddress.of("vendor@vending.example");
    static final MailAddress GATEWAY = MailAddress.of("gateway@kmc.example");
    static final Instant START = Instant.parse("2021-01-01T12:00:00Z");
    static final Reaction DEFERRED =
            Reaction.notice("Deferred", "Operation failed but will be retried; you don't need to do anything");

    final MovableClock clock = new MovableClock(START);
    final MemoryPendingRequests store = new MemoryPendingRequests();
    final TrackingPolicy policy;
    final RequestTracker tracker;
    final GatewaySimulator simulator;
    final RequestFactory requests;
    final ReplyReader reader = ReplyReader.forGateway(GATEWAY);
    private int loadRequests;

    TrackerBench() {
        this(TrackingPolicy.defaults(), 1);
    }

    TrackerBench(TrackingPolicy policy, long seed) {
        this(policy, new SeededRandom(seed), null);
    }

    /** A gateway that hands out this key, whatever it is worth. */
    static TrackerBench withKey(String record) {
        return new TrackerBench(TrackingPolicy.defaults(), new SeededRandom(1), key(record));
    }

    private TrackerBench(
            TrackingPolicy policy, SecureRandom random, @org.jspecify.annotations.Nullable PublicKeyRecord key) {
        this.policy = policy;
        this.tracker = new RequestTracker(store, policy, clock);
        GatewaySimulator.Builder builder = GatewaySimulator.builder(GATEWAY.text(), clock, random);
        this.simulator = key == null
                ? builder.keyOfSpecification().build()
                : builder.key(key).build();
        this.requests = RequestFactory.from(VENDOR.text())
                .to(GATEWAY.text())
                .withClock(clock)
                .withRandom(random);
    }

    static PublicKeyRecord key(String text) {
        StsRecord record = StsRecords.lenient().parse(text).toOptional().orElseThrow();
        return PublicKeyRecord.of(record).toOptional().orElseThrow();
    }

    /** The same numbers in every run. */
    private static final class SeededRandom extends SecureRandom {

        private static final long serialVersionUID = 1L;

        private final Random numbers;

        SeededRandom(long seed) {
            this.numbers = new Random(seed);
        }

        @Override
        public void nextBytes(byte[] bytes) {
            numbers.nextBytes(bytes);
        }
    }

    KmcRequest request(Service service) {
        return switch (service) {
            case HELP -> requests.help();
            case GET_PUBLIC_KEY -> requests.getPublicKey();
            case GET_KEY_LOAD_FILE -> requests.getKeyLoadFile(loadRequest());
            case STSA_ONLY_UPDATE -> requests.stsaOnlyUpdate("update.txt", new byte[] {'x'});
        };
    }

    private StsRecord loadRequest() {
        return StsRecord.of("VKLOADREQ.1", List.of("fresh " + ++loadRequests));
    }

    /** A request that the mail server took. */
    KmcRequest sent(Service service) throws IOException {
        KmcRequest request = request(service);
        TrackedRequest created = TrackedRequest.of(request);
        store.add(created);
        put(created.next(RequestState.SENDING, clock.instant())
                .attempts(1)
                .attemptedAt(clock.instant())
                .slowAfter(clock.instant().plus(policy.slowAfter()))
                .deadline(clock.instant().plus(policy.timeOut()))
                .build());
        return in(RequestState.SENT, request);
    }

    private void put(TrackedRequest next) {
        if (!store.update(next)) {
            throw new AssertionError("not taken: " + next);
        }
    }

    /** Puts a request into a state, by hand. */
    KmcRequest in(RequestState state, KmcRequest request) {
        put(kept(request).next(state, clock.instant()).build());
        return request;
    }

    TrackedRequest kept(KmcRequest request) {
        return store.find(request.token()).orElseThrow();
    }

    /** What the gateway sends for a request at once. */
    List<byte[]> replies(KmcRequest request, Reaction reaction) {
        simulator.enqueue(reaction);
        return simulator.receive(request.octets(), VENDOR.text()).replies().stream()
                .map(OutgoingMail::octets)
                .toList();
    }

    byte[] reply(KmcRequest request, Reaction reaction) {
        List<byte[]> all = replies(request, reaction);
        if (all.size() != 1) {
            throw new AssertionError(all.size() + " replies");
        }
        return all.get(0);
    }

    Change receive(byte[] mail) throws IOException {
        return tracker.receive(reader.read(mail, store));
    }

    Change answer(KmcRequest request, Reaction reaction) throws IOException {
        return receive(reply(request, reaction));
    }

    Change report(KmcRequest request, String action) throws IOException {
        byte[] report = DeliveryReports.from("mx.example.org", clock)
                .failed(request.octets(), VENDOR.text(), GATEWAY.text(), "5.1.1", "550 no such user")
                .octets();
        return receive(edited(report, "Action: failed", "Action: " + action));
    }

    Outcome outcome(KmcRequest request) {
        return Outcome.of(kept(request), store.reply(request.token()), MailLimits.defaults(), clock, store.approved());
    }

    /** The mail with a text of it, which must be there, exchanged for another one. */
    static byte[] edited(byte[] mail, String from, String to) {
        String text = new String(mail, StandardCharsets.ISO_8859_1);
        if (!text.contains(from)) {
            throw new AssertionError("The mail does not hold: " + from);
        }
        return text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
    }
}
