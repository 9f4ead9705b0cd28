// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.valise.sts.email.PendingRequestsSamples.KMC;
import static org.valise.sts.email.PendingRequestsSamples.NOON;
import static org.valise.sts.email.PendingRequestsSamples.OTHER;
import static org.valise.sts.email.PendingRequestsSamples.VENDOR;
import static org.valise.sts.email.PendingRequestsSamples.requestOf;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.valise.sts.email.GatewayResult.Kind;

/** Whatever is asked of them in whatever order, all stores answer as the one in memory does. */
class PendingRequestsProperties {

    private static final List<String> RECORDS = List.of("aa", "bb");
    private static final List<RequestState> STATES = List.of(RequestState.values());
    private static final List<Kind> KINDS = List.of(Kind.values());

    /** Something to do with one of a few requests; the seed decides on details. */
    record Step(int kind, int request, long seed) {

        /** What is seen when it is done: the result, or which exception. */
        String on(PendingRequests store, TrackedRequest kept, Instant now) throws IOException {
            try {
                return String.valueOf(run(store, kept, new Random(seed), now));
            } catch (IllegalArgumentException e) {
                return "refused: " + e.getMessage();
            }
        }

        private Object run(PendingRequests store, TrackedRequest kept, Random random, Instant now) throws IOException {
            TrackedRequest next = changed(kept, random, now);
            return switch (kind) {
                case 0, 1 -> {
                    store.add(fresh(request, random));
                    yield "added";
                }
                case 2, 3 -> store.update(next);
                case 4, 5 -> store.update(next, text(random).getBytes(StandardCharsets.UTF_8));
                case 6, 7 ->
                    store.claimSend(
                            next.toBuilder()
                                    .state(RequestState.SENDING)
                                    .attemptedAt(now)
                                    .build(),
                            RateLimit.defaults(),
                            now);
                case 8 -> {
                    store.advance("box" + request % 2, new MailboxPosition(random.nextInt(2), random.nextInt(9)));
                    yield "advanced";
                }
                case 9 -> {
                    store.rewind("box" + request % 2);
                    yield "rewound";
                }
                case 10 -> {
                    store.approve(KMC);
                    yield "approved";
                }
                default -> store.forget(now.minusSeconds(random.nextInt(600)));
            };
        }
    }

    private static TrackedRequest fresh(int number, Random random) {
        return requestOf(number, number % 2 == 0 ? VENDOR : OTHER)
                .recordDigest(random.nextBoolean() ? RECORDS.get(number % 2) : null)
                .securityModule(random.nextBoolean() ? text(random) : null)
                .build();
    }

    /** Mostly the next version, sometimes one that comes too late or too early. */
    private static TrackedRequest changed(TrackedRequest kept, Random random, Instant now) {
        int late = random.nextInt(8);
        return kept.toBuilder()
                .version(kept.version() + (late == 0 ? 0 : late == 1 ? 2 : 1))
                .state(STATES.get(random.nextInt(STATES.size())))
                .changedAt(now)
                .attempts(random.nextInt(5))
                .attemptedAt(instant(random, now))
                .notBefore(instant(random, now))
                .slowAfter(instant(random, now))
                .deadline(instant(random, now))
                .notice(answer(random, now))
                .answer(answer(random, now))
                .seen(IntStream.range(0, random.nextInt(3))
                        .mapToObj(i -> "mark" + random.nextInt(9))
                        .toList())
                .build();
    }

    private static Instant instant(Random random, Instant now) {
        return random.nextBoolean() ? now.plusMillis(random.nextInt(9_999_999) - 5_000_000) : null;
    }

    private static Answer answer(Random random, Instant now) {
        Kind kind = KINDS.get(random.nextInt(KINDS.size()));
        return random.nextBoolean() ? new Answer(now, kind, text(random), text(random), text(random)) : null;
    }

    /** With all that files and databases trip over: control characters, quotes, halves of pairs, backslashes. */
    private static String text(Random random) {
        String odd = "ab\\u0\"'{}\n\r\t\u0000\u00e9\u2028\uD83D\uDE00\uFFFF;?";
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(odd.charAt(random.nextInt(odd.length())));
        }
        return text.toString();
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 11),
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.longs())
                .as(Step::new)
                .list()
                .ofMinSize(5)
                .ofMaxSize(60);
    }

    /** Does a step on a store that may be another object each time. */
    interface Subject {
        PendingRequests at(int step) throws IOException;
    }

    private static void compare(List<Step> steps, Subject subject) throws IOException {
        MemoryPendingRequests model = new MemoryPendingRequests();
        Instant now = NOON;
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            TrackedRequest kept = model.find(PendingRequestsSamples.token(step.request()))
                    .orElse(PendingRequestsSamples.request(step.request()));
            now = now.plusSeconds(Math.floorMod(step.seed(), 90));
            PendingRequests store = subject.at(i);
            assertThat(step.on(store, kept, now)).isEqualTo(step.on(model, kept, now));
            compareContent(store, model);
        }
    }

    private static void compareContent(PendingRequests store, PendingRequests model) throws IOException {
        EnumSet<RequestState> all = EnumSet.allOf(RequestState.class);
        List<TrackedRequest> expected = model.list(all);
        assertThat(store.list(all)).isEqualTo(expected);
        assertThat(store.approved()).isEqualTo(model.approved());
        for (int i = 0; i < 2; i++) {
            assertThat(store.position("box" + i)).isEqualTo(model.position("box" + i));
            assertThat(store.findByRecord(RECORDS.get(i))).isEqualTo(model.findByRecord(RECORDS.get(i)));
        }
        for (TrackedRequest request : expected) {
            assertThat(store.reply(request.token()).orElse(null))
                    .isEqualTo(model.reply(request.token()).orElse(null));
            assertThat(store.knownByMessageId(request.messageId())).contains(request.known());
        }
    }

    @Property(tries = 200)
    void theStoreInAFolderAnswersAsTheOneInMemory(@ForAll("steps") List<Step> steps, @ForAll long seed)
            throws IOException {
        Path folder = Files.createTempDirectory("valise-store");
        Random random = new Random(seed);
        FilePendingRequests[] store = {FilePendingRequests.open(folder, new StoreCrashFastDisk())};
        try {
            compare(steps, step -> {
                if (random.nextInt(4) == 0) {
                    store[0].compact();
                }
                if (random.nextInt(4) == 0) {
                    store[0].close();
                    store[0] = FilePendingRequests.open(folder, new StoreCrashFastDisk());
                }
                return store[0];
            });
        } finally {
            store[0].close();
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
            }
        }
    }

    @Property(tries = 60)
    void theStoreInADatabaseAnswersAsTheOneInMemory(@ForAll("steps") List<Step> steps) throws IOException {
        DataSource database = JdbcPendingRequestsContract.h2();
        JdbcPendingRequests.createSchema(database);
        compare(steps, step -> JdbcPendingRequests.of(database));
    }

    @Property
    void textFromOutsideComesBackAsItWas(@ForAll String text, @ForAll long seed) {
        String odd = text + text(new Random(seed));
        assertThat(StoreText.unescape(StoreText.escape(odd))).isEqualTo(odd);
    }
}
