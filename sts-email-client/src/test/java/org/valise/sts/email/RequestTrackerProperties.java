// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.valise.sts.email.testing.Mangle;
import org.valise.sts.email.testing.Reaction;
import org.valise.sts.email.testing.Reaction.Part;

/** Whatever comes in whatever order and however often: what was settled stays so (STS600-9-2 clause 8.3.2). */
class RequestTrackerProperties {

    private static final List<Service> SERVICES =
            List.of(Service.HELP, Service.GET_PUBLIC_KEY, Service.GET_KEY_LOAD_FILE);

    /** What the gateway does for one request, and what mail software does to it. */
    record Exchange(Service service, List<Kind> kinds, Set<Mangle> mangles) {}

    /** Mails that a request may get. */
    enum Kind {
        ANSWER(Reaction.answer()),
        EXPIRED(Reaction.expired()),
        ERROR(Reaction.error("EExample", "An example", "parameter")),
        DEFERRED(TrackerBench.DEFERRED),
        QUEUED(Reaction.notice("Queued", "Still there")),
        UNLABELLED(Reaction.answer().without(Part.RESULT_HEADER)),
        BARE(Reaction.answer().without(Part.ATTACHMENT)),
        NOTHING_AT_ALL(Reaction.answer().without(Part.RESULT_HEADER, Part.ATTACHMENT)),
        FORGED(Reaction.answer().from("evil@example.net")),
        FORGED_ERROR(Reaction.expired().from("evil@example.net")),
        PASSED_ON(Reaction.answer().mangled(Mangle.SUBJECT_REPLIED)),
        BY_ID(Reaction.answer().without(Part.TOKEN)),
        STRAY(Reaction.answer().without(Part.TOKEN, Part.IN_REPLY_TO)),
        LOST(Reaction.silence());

        @SuppressWarnings("ImmutableEnumChecker") // it says of itself that it is immutable
        private final Reaction reaction;

        Kind(Reaction reaction) {
            this.reaction = reaction;
        }
    }

    /** Never to be acted on under the strict policy. */
    private static final Set<Kind> POWERLESS =
            EnumSet.of(Kind.FORGED, Kind.FORGED_ERROR, Kind.PASSED_ON, Kind.BY_ID, Kind.STRAY, Kind.LOST);
    /** Settle whatever request gets them first. */
    private static final Set<Kind> DECISIVE = EnumSet.of(Kind.ANSWER, Kind.EXPIRED, Kind.ERROR);

    @Provide
    Arbitrary<List<Exchange>> exchanges() {
        return exchanges(EnumSet.allOf(Kind.class));
    }

    @Provide
    Arbitrary<List<Exchange>> powerless() {
        return exchanges(POWERLESS);
    }

    private static Arbitrary<List<Exchange>> exchanges(Set<Kind> allowed) {
        Arbitrary<List<Kind>> kinds =
                Arbitraries.of(allowed).list().ofMinSize(1).ofMaxSize(5);
        // A subject as a person sends it on is a kind of its own here.
        Arbitrary<Set<Mangle>> mangles = Arbitraries.of(EnumSet.complementOf(EnumSet.of(Mangle.SUBJECT_REPLIED)))
                .set()
                .ofMaxSize(2)
                .map(RequestTrackerProperties::oneOfEachPlace);
        return Combinators.combine(Arbitraries.of(SERVICES), kinds, mangles)
                .as(Exchange::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    /** Two damages of one place, such as encoded-words in encoded-words, need not be undone. */
    private static Set<Mangle> oneOfEachPlace(Set<Mangle> mangles) {
        Set<String> places = new HashSet<>();
        return mangles.stream()
                .filter(mangle -> places.add(mangle.name().replaceFirst("_.*", "")))
                .collect(Collectors.toSet());
    }

    /** The requests of some exchanges and the mails that are under way. */
    private static final class Post {

        final TrackerBench bench;
        final List<KmcRequest> requests = new ArrayList<>();
        final List<byte[]> mails = new ArrayList<>();

        Post(List<Exchange> exchanges, TrackingPolicy policy, long seed) throws IOException {
            bench = new TrackerBench(policy, seed);
            for (Exchange exchange : exchanges) {
                KmcRequest request = bench.sent(exchange.service());
                requests.add(request);
                for (Kind kind : exchange.kinds()) {
                    mails.addAll(mails(
                            request, kind.reaction.mangled(exchange.mangles().toArray(Mangle[]::new)), seed));
                }
            }
        }

        /** The simulator takes a load request once, so that each answer comes from a new one; all have one key. */
        private static List<byte[]> mails(KmcRequest request, Reaction reaction, long seed) {
            return new TrackerBench(TrackingPolicy.defaults(), seed).replies(request, reaction);
        }

        List<Change> deliver(List<byte[]> post) throws IOException {
            List<Change> changes = new ArrayList<>();
            for (byte[] mail : post) {
                changes.add(bench.receive(mail));
            }
            return changes;
        }

        Map<Token, TrackedRequest> kept() {
            return requests.stream().collect(Collectors.toMap(KmcRequest::token, bench::kept));
        }
    }

    @Property(tries = 60)
    void whatIsSettledStays(@ForAll("exchanges") List<Exchange> exchanges, @ForAll Random order) throws IOException {
        Post post = new Post(exchanges, TrackingPolicy.defaults(), 7);
        List<byte[]> mails = shuffledWithDoubles(post.mails, order);
        Map<Token, TrackedRequest> settled = new HashMap<>();
        for (byte[] mail : mails) {
            post.bench.receive(mail);
            post.kept().forEach((token, now) -> {
                if (settled.containsKey(token) || now.state().isSettled()) {
                    assertThat(now).isEqualTo(settled.computeIfAbsent(token, first -> now));
                }
            });
        }
        assertThat(settled.values()).allSatisfy(request -> {
            assertThat(request.answer()).isPresent();
            assertThat(request.deadline()).isEmpty();
        });
    }

    @Property(tries = 60)
    void aRequestIsSettledOnce(@ForAll("exchanges") List<Exchange> exchanges, @ForAll Random order) throws IOException {
        Post post = new Post(exchanges, TrackingPolicy.defaults(), 7);
        Map<Token, Long> times = post.deliver(shuffledWithDoubles(post.mails, order)).stream()
                .filter(Change::settled)
                .collect(Collectors.groupingBy(
                        change -> change.request().orElseThrow().token(), Collectors.counting()));
        assertThat(times.values()).allMatch(count -> count == 1);
        post.kept()
                .forEach((token, request) -> assertThat(times.containsKey(token))
                        .isEqualTo(request.state().isSettled()));
    }

    @Property(tries = 60)
    void powerlessMailsChangeNothing(@ForAll("powerless") List<Exchange> exchanges, @ForAll Random order)
            throws IOException {
        Post post = new Post(exchanges, TrackingPolicy.defaults(), 7);
        Map<Token, TrackedRequest> before = post.kept();
        for (Change change : post.deliver(shuffledWithDoubles(post.mails, order))) {
            assertThat(change.changedAnything()).isFalse();
            assertThat(change.nextStep()).isIn(NextStep.CALL_SUPPORT, NextStep.READ_TEXT, NextStep.NOTHING);
        }
        assertThat(post.kept()).isEqualTo(before);
    }

    @Property(tries = 60)
    void readingAllAgainChangesNothing(@ForAll("exchanges") List<Exchange> exchanges, @ForAll Random order)
            throws IOException {
        Post post = new Post(exchanges, TrackingPolicy.defaults(), 7);
        List<byte[]> mails = shuffledWithDoubles(post.mails, order);
        post.deliver(mails);
        Map<Token, TrackedRequest> once = post.kept();
        post.bench.clock.advance(Duration.ofHours(1));
        for (Change change : post.deliver(mails)) {
            assertThat(change.changedAnything()).isFalse();
        }
        assertThat(post.kept()).isEqualTo(once);
    }

    @Property(tries = 60)
    void doublesMakeNoDifference(
            @ForAll("exchanges") List<Exchange> exchanges,
            @ForAll Random order,
            @ForAll @Size(max = 6) List<@IntRange(max = 1000) Integer> places)
            throws IOException {
        Post plain = new Post(exchanges, TrackingPolicy.defaults(), 7);
        Post doubled = new Post(exchanges, TrackingPolicy.defaults(), 7);
        List<Integer> sequence = new ArrayList<>();
        for (int i = 0; i < plain.mails.size(); i++) {
            sequence.add(i);
        }
        Collections.shuffle(sequence, order);
        List<Integer> withDoubles = new ArrayList<>(sequence);
        for (int place : places) {
            if (!withDoubles.isEmpty()) {
                int from = place % withDoubles.size();
                int to = from + 1 + order.nextInt(withDoubles.size() - from);
                withDoubles.add(to, withDoubles.get(from));
            }
        }
        plain.deliver(sequence.stream().map(plain.mails::get).toList());
        doubled.deliver(withDoubles.stream().map(doubled.mails::get).toList());
        assertThat(doubled.kept().values())
                .containsExactlyInAnyOrderElementsOf(plain.kept().values());
    }

    @Property(tries = 60)
    void whoeverGotAFinalAnswerIsSettled(@ForAll("exchanges") List<Exchange> exchanges, @ForAll Random order)
            throws IOException {
        Post post = new Post(exchanges, TrackingPolicy.defaults(), 7);
        post.deliver(shuffledWithDoubles(post.mails, order));
        for (int i = 0; i < exchanges.size(); i++) {
            Exchange exchange = exchanges.get(i);
            RequestState state = post.bench.kept(post.requests.get(i)).state();
            if (exchange.kinds().stream().anyMatch(DECISIVE::contains)) {
                assertThat(state.isSettled()).as("%s: %s", exchange, state).isTrue();
            } else if (POWERLESS.containsAll(exchange.kinds())) {
                assertThat(state).isEqualTo(RequestState.SENT);
            } else {
                assertThat(state).isNotIn(RequestState.FAILED, RequestState.SENT);
            }
        }
    }

    @Property(tries = 60)
    void theLenientTakeTheMessageIdAndNoForgery(@ForAll("powerless") List<Exchange> exchanges, @ForAll Random order)
            throws IOException {
        Post post = new Post(exchanges, TrackingPolicy.defaults().withMessageIdIsEnough(true), 7);
        post.deliver(shuffledWithDoubles(post.mails, order));
        for (int i = 0; i < exchanges.size(); i++) {
            boolean byId = exchanges.get(i).kinds().contains(Kind.BY_ID);
            assertThat(post.bench.kept(post.requests.get(i)).state())
                    .isEqualTo(byId ? RequestState.SUCCEEDED : RequestState.SENT);
        }
    }

    private static List<byte[]> shuffledWithDoubles(List<byte[]> mails, Random order) {
        List<byte[]> all = new ArrayList<>(mails);
        for (byte[] mail : mails) {
            if (order.nextInt(3) == 0) {
                all.add(mail);
            }
        }
        Collections.shuffle(all, order);
        return all;
    }
}
