// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.valise.sts.email.testing.GatewaySimulator;
import org.valise.sts.email.testing.Reaction;

/**
 * A client whose process is killed (kill -9) again and again around sending, fetching, matching and settling loses no
 * request, sends none twice by itself, and settles each once.
 */
class ClientCrashTest {

    private static final EnumSet<RequestState> ALL = EnumSet.allOf(RequestState.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Kills come some time after one of these, so that they fall into what the client does next. */
    private static final List<String> MARKS = List.of(
            "submitting",
            "add>",
            "add<",
            "claimSend>",
            "claimSend<",
            "update>",
            "update<",
            "submitted-SENT",
            "polling",
            "match>",
            "settle>",
            "settle<",
            "announced",
            "advance>",
            "advance<",
            "polled");

    @TempDir
    Path folder;

    private final GatewaySimulator simulator = GatewaySimulator.builder(
                    GreenMails.GATEWAY.text(), Clock.systemUTC(), new SecureRandom())
            .build();
    private final GreenMails servers = GreenMails.start();
    private final ClientCrashGateway gateway = new ClientCrashGateway(simulator, servers);

    private final Set<String> kept = new HashSet<>();
    private final Set<String> announced = new HashSet<>();
    private final Map<String, TrackedRequest> settled = new HashMap<>();
    private final Map<String, TrackedRequest> uncertain = new HashMap<>();
    private final Map<String, Integer> phases = new TreeMap<>();
    private long position;
    private int resent;

    @AfterEach
    void stop() {
        gateway.close();
        servers.close();
    }

    @Test
    void losesNothingAndRepeatsNothingWhenItsProcessIsKilled() throws Exception {
        int points = Integer.getInteger("valise.crash.points", 12);
        long seed = Long.getLong("valise.crash.seed", System.nanoTime());
        System.out.println("kill -9 of a client: " + points + " points, valise.crash.seed=" + seed);
        Random random = new Random(seed);
        simulator.when(
                request -> request.subject().hashCode() % 4 == 0,
                Reaction.answer().twice());
        simulator.when(request -> request.subject().hashCode() % 4 == 1, Reaction.deferred(Duration.ZERO));
        long start = System.nanoTime();
        for (int point = 0; point < points; point++) {
            killOne(random);
            checkStore();
        }
        long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
        gateway.close();
        finish();
        System.out.println("killed " + points + " times in " + seconds + " s: " + phases + "; " + settled.size()
                + " requests settled; of those found as uncertain " + uncertain.size() + " had left, " + resent
                + " had not");
    }

    /** Lets a client run and kills it some time after a mark that chance chose. */
    private void killOne(Random random) throws IOException, InterruptedException {
        String mark = MARKS.get(random.nextInt(MARKS.size()));
        int occurrence = 1 + random.nextInt(2);
        long nanos = delayNanos(mark, random);
        Process child = ClientCrashChild.start(folder.resolve("store"), servers.account(), random.nextLong());
        String last = "";
        boolean killed = false;
        try (BufferedReader lines = child.inputReader(StandardCharsets.US_ASCII)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = heard(line);
                if (last.equals(mark) && --occurrence == 0) {
                    long now = System.nanoTime();
                    while (System.nanoTime() - now < nanos) {
                        Thread.onSpinWait();
                    }
                    // Not Process.destroyForcibly, which closes the pipe with what was said last.
                    killed = child.toHandle().destroyForcibly();
                }
            }
        }
        assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(killed).as("ended by itself after: %s", last).isTrue();
        phases.merge(last, 1, Integer::sum);
    }

    /** Most of what happens takes less than a millisecond; to talk to a server takes some more. */
    private static long delayNanos(String mark, Random random) {
        long longest = mark.equals("claimSend<") ? 60_000_000 : mark.equals("polling") ? 200_000_000 : 4_000_000;
        return (long) (Math.pow(random.nextDouble(), 2) * longest);
    }

    /** Takes down what the client said; returns the step. */
    private String heard(String line) {
        assertThat(line).matches("[A-Za-z<>_-]+ (-|[A-Z2-7]{26})");
        String step = line.substring(0, line.indexOf(' '));
        String token = line.substring(line.indexOf(' ') + 1);
        if (step.equals("add<")) {
            kept.add(token);
        } else if (step.equals("announced")) {
            assertThat(announced.add(token)).as("announced twice: %s", token).isTrue();
        } else if (step.startsWith("resumed")) {
            assertThat(uncertain).doesNotContainKey(token);
        }
        return step;
    }

    private void checkStore() throws IOException {
        try (FilePendingRequests store = FilePendingRequests.open(folder.resolve("store"));
                KmcClient client = client(store)) {
            check(store, client);
        }
    }

    private void check(FilePendingRequests store, KmcClient client) throws IOException {
        Set<String> found = new HashSet<>();
        for (TrackedRequest request : store.list(ALL)) {
            String token = request.token().text();
            found.add(token);
            checkUncertain(request, client);
            if (settled.containsKey(token)) {
                assertThat(request).isEqualTo(settled.get(token));
            } else if (request.state().isSettled()) {
                assertThat(store.reply(request.token())).isPresent();
                settled.put(token, request);
            }
        }
        assertThat(found).containsAll(kept);
        assertThat(settled.keySet()).containsAll(announced);
        long read = store.position(servers.account().mailboxName())
                .map(MailboxPosition::lastUid)
                .orElse(0L);
        assertThat(read).isGreaterThanOrEqualTo(position);
        position = read;
    }

    /** A request that may have been sent is said to be, and only its answer moves it. */
    private void checkUncertain(TrackedRequest request, KmcClient client) throws IOException {
        String token = request.token().text();
        TrackedRequest before = uncertain.get(token);
        if (before != null) {
            assertThat(request.attempts()).isEqualTo(before.attempts());
            assertThat(request.state()).isNotIn(RequestState.CREATED, RequestState.SENT);
        }
        if (request.state() == RequestState.SENDING) {
            uncertain.putIfAbsent(token, request);
            assertThat(client.outcome(request.token()).orElseThrow().notes()).contains(Note.SENDING_UNCERTAIN);
        }
    }

    private KmcClient client(PendingRequests store) {
        return client(store, Clock.systemUTC());
    }

    private KmcClient client(PendingRequests store, Clock clock) {
        return KmcClient.builder(store, servers.mailbox(), GreenMails.GATEWAY)
                .clock(clock)
                .rateLimit(new RateLimit(Duration.ZERO, Integer.MAX_VALUE))
                .build();
    }

    /** Without further kills every request is settled; those that did not leave are sent when somebody says so. */
    private void finish() throws IOException {
        Clock anHourLater = Clock.offset(Clock.systemUTC(), Duration.ofHours(1)); // nobody decides at once
        try (FilePendingRequests store = FilePendingRequests.open(folder.resolve("store"));
                KmcClient client = client(store, anHourLater)) {
            settleAll(client);
            Map<String, Integer> arrivals = gateway.arrivals();
            for (TrackedRequest request : store.list(EnumSet.of(RequestState.SENDING))) {
                assertThat(arrivals).doesNotContainKey(request.token().text());
                assertThat(uncertain.remove(request.token().text())).isNotNull();
                resent++;
                assertThat(client.resend(request.token()).status()).isEqualTo(Submission.Status.SENT);
            }
            settleAll(client);
            check(store, client);
            assertThat(settled.keySet()).containsAll(kept).hasSameSizeAs(store.list(ALL));
            assertThat(gateway.arrivals().keySet()).isEqualTo(settled.keySet());
            assertThat(gateway.arrivals().values()).containsOnly(1);
        }
    }

    /** Until nothing is on its way any more, but for what may never have left. */
    private void settleAll(KmcClient client) throws IOException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < PATIENCE.toNanos()) {
            gateway.poll();
            client.poll().stream()
                    .filter(Change::settled)
                    .forEach(change -> assertThat(announced.add(
                                    change.request().orElseThrow().token().text()))
                            .isTrue());
            if (client.status().stream()
                    .allMatch(request -> request.state().isSettled() || request.state() == RequestState.SENDING)) {
                return;
            }
            LockSupport.parkNanos(1_000_000);
        }
        throw new AssertionError("Not settled: " + client.status());
    }
}
