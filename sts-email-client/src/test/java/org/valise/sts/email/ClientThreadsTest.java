// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.valise.sts.email.testing.GatewaySimulator;

/** Several threads use one client: each gets its answer when it is there, and nobody waits for ever. */
class ClientThreadsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final MemoryPendingRequests store = new MemoryPendingRequests();
    private final RequestFactory requests =
            RequestFactory.from(GreenMails.VENDOR.text()).to(GreenMails.GATEWAY.text());
    private final GatewaySimulator simulator = GatewaySimulator.builder(
                    GreenMails.GATEWAY.text(), Clock.systemUTC(), new SecureRandom())
            .build();
    private final GreenMails servers = GreenMails.start();
    private final ClientCrashGateway gateway = new ClientCrashGateway(simulator, servers);
    private final ExecutorService threads = threads();

    /** Virtual threads if the JDK has them. */
    private static ExecutorService threads() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException olderJdk) {
            return Executors.newCachedThreadPool();
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        threads.shutdown();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        gateway.close();
        servers.close();
    }

    private KmcClient.Builder builder() {
        return KmcClient.builder(store, servers.mailbox(), GreenMails.GATEWAY)
                .rateLimit(new RateLimit(Duration.ZERO, 1_000))
                .pollInterval(PATIENCE);
    }

    private static Instant later() {
        return Instant.now().plus(PATIENCE.multipliedBy(2));
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    @Test
    void awaitReturnsWithTheAnswer() throws Exception {
        try (KmcClient client = builder().build()) {
            KmcRequest request = requests.getPublicKey();
            client.submit(request);
            long start = System.nanoTime();
            assertThat(client.await(request.token(), later()).state()).isEqualTo(RequestState.SUCCEEDED);
            assertThat(since(start)).isLessThan(PATIENCE);
        }
    }

    @Tag("slow")
    @Test
    void awaitReturnsAtItsDeadline() throws Exception {
        try (KmcClient client = builder().build()) {
            KmcRequest request = requests.help();
            gateway.close(); // nobody answers
            client.submit(request);
            long start = System.nanoTime();
            Outcome outcome = client.await(request.token(), Instant.now().plusMillis(700));
            assertThat(outcome.state()).isEqualTo(RequestState.SENT);
            assertThat(since(start)).isBetween(Duration.ofMillis(600), PATIENCE);
        }
    }

    @Test
    void severalThreadsGetTheirAnswersAtOnce() throws Exception {
        try (KmcClient client = builder().build()) {
            List<Future<RequestState>> answers = new ArrayList<>();
            long start = System.nanoTime();
            for (int i = 0; i < 8; i++) {
                answers.add(threads.submit(() -> {
                    KmcRequest request = requests.help();
                    client.submit(request);
                    return client.await(request.token(), later()).state();
                }));
            }
            for (Future<RequestState> answer : answers) {
                assertThat(answer.get(90, TimeUnit.SECONDS)).isEqualTo(RequestState.SUCCEEDED);
            }
            assertThat(since(start)).isLessThan(PATIENCE);
        }
    }

    @Test
    void runOnAnExecutorReadsUntilItIsClosed() throws Exception {
        CountDownLatch settled = new CountDownLatch(1);
        KmcClient client = builder()
                .listener(new KmcListener() {
                    @Override
                    public void changed(Change change) {
                        settled.countDown();
                    }
                })
                .build();
        CompletableFuture<Void> running = client.runOn(threads);
        client.submit(requests.help());
        assertThat(settled.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(running).isNotDone();
        client.close();
        running.get(10, TimeUnit.SECONDS);
    }

    @Test
    void closingEndsEverybodyWhoWaits() throws Exception {
        gateway.close();
        KmcClient client = builder().build();
        List<Future<RequestState>> waiting = new ArrayList<>();
        CountDownLatch begun = new CountDownLatch(3);
        for (int i = 0; i < 3; i++) {
            waiting.add(threads.submit(() -> {
                KmcRequest request = requests.help();
                client.submit(request);
                begun.countDown();
                return client.await(request.token(), later()).state();
            }));
        }
        begun.await();
        client.close();
        for (Future<RequestState> one : waiting) {
            try {
                assertThat(one.get(10, TimeUnit.SECONDS)).isEqualTo(RequestState.SENT);
            } catch (ExecutionException late) {
                assertThat(late).hasCauseInstanceOf(IllegalStateException.class); // it had not begun to wait
            }
        }
    }

    /** Somebody else listens to the mailbox, perhaps for hours. */
    @Test
    void pollDoesNotWaitForWhoListens() throws Exception {
        CountDownLatch listening = new CountDownLatch(1);
        WatchedStore watcher = new WatchedStore() {
            @Override
            public void after(String method, Object[] arguments, Object result) {
                if (method.equals("position")) {
                    listening.countDown();
                }
            }
        };
        KmcClient client = KmcClient.builder(WatchedStore.of(store, watcher), servers.mailbox(), GreenMails.GATEWAY)
                .build();
        CompletableFuture<Void> running = client.runOn(threads);
        assertThat(listening.await(20, TimeUnit.SECONDS)).isTrue();
        Future<List<Change>> poll = threads.submit(client::poll);
        assertThat(poll.get(20, TimeUnit.SECONDS)).isEmpty();
        client.close();
        running.get(10, TimeUnit.SECONDS);
    }

    @Test
    void closingEndsReadingAtTheNextMail() throws Exception {
        AtomicInteger read = new AtomicInteger();
        KmcClient[] client = new KmcClient[1];
        client[0] = builder()
                .listener(new KmcListener() {
                    @Override
                    public void changed(Change change) {
                        read.incrementAndGet();
                        client[0].close();
                    }
                })
                .build();
        for (int i = 0; i < 3; i++) {
            servers.deliver("Subject: x\r\n\r\nx\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(client[0].poll()).hasSize(1);
        assertThat(read).hasValue(1);
        try (KmcClient next = builder().build()) {
            assertThat(next.poll()).hasSize(2);
        }
    }

    /** The news comes between looking for it and waiting for it: one thread is held up there by its clock. */
    @Test
    void noNewsIsMissedOnTheWayToWaiting() throws Exception {
        gateway.close();
        KmcRequest mine = requests.help();
        CountDownLatch aboutToWait = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch listening = new CountDownLatch(1);
        Clock clock = new HoldingClock(aboutToWait, goOn);
        try (KmcClient client = builder().clock(clock).build()) {
            client.submit(mine);
            KmcRequest other = requests.help();
            client.submit(other);
            Future<Outcome> listener = threads.submit(() -> {
                listening.countDown();
                return client.await(other.token(), Instant.now().plusSeconds(8));
            });
            listening.await();
            client.poll();
            Future<Outcome> held = threads.submit(() -> {
                HoldingClock.HOLDS.set(2);
                return client.await(mine.token(), Instant.now().plusSeconds(8));
            });
            assertThat(aboutToWait.await(20, TimeUnit.SECONDS)).isTrue();
            gateway.poll();
            client.poll();
            assertThat(listener.get(20, TimeUnit.SECONDS).state()).isEqualTo(RequestState.SUCCEEDED);
            long start = System.nanoTime();
            goOn.countDown();
            assertThat(held.get(20, TimeUnit.SECONDS).state()).isEqualTo(RequestState.SUCCEEDED);
            assertThat(since(start)).isLessThan(Duration.ofSeconds(3));
        }
    }

    /** The system's clock, which holds a thread at the second look: the first is before, the second on the way to waiting. */
    private static final class HoldingClock extends Clock {

        static final ThreadLocal<Integer> HOLDS = ThreadLocal.withInitial(() -> 0);

        private final CountDownLatch held;
        private final CountDownLatch goOn;

        HoldingClock(CountDownLatch held, CountDownLatch goOn) {
            this.held = held;
            this.goOn = goOn;
        }

        @Override
        public Instant instant() {
            int left = HOLDS.get();
            HOLDS.set(left - 1);
            if (left == 1) {
                held.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return Instant.now();
        }

        @Override
        public ZoneId getZone() {
            return ZoneId.of("UTC");
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
