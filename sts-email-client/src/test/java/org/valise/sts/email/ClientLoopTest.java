// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sts.email.FakeImap.Step;
import org.valise.sts.email.Submission.Status;
import org.valise.sts.email.testing.GatewaySimulator;

/** A client that listens to its mailbox: what it sends meanwhile, whom it tells, how long it waits, and how it ends. */
class ClientLoopTest {

    private static final int PATIENCE = 20;
    private static final byte[] LETTER = "Subject: x\r\n\r\nx\r\n".getBytes(StandardCharsets.US_ASCII);

    private final MemoryPendingRequests store = new MemoryPendingRequests();
    private final RequestFactory requests =
            RequestFactory.from(GreenMails.VENDOR.text()).to(GreenMails.GATEWAY.text());
    private final LinkedBlockingQueue<Submission> submitted = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<Duration> waits = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<Change> changes = new LinkedBlockingQueue<>();
    private FakeSmtp smtp;
    private FakeImap imap;

    private final class Queues implements KmcListener {
        @Override
        public void changed(Change change) {
            changes.add(change);
        }

        @Override
        public void submitted(Submission submission) {
            submitted.add(submission);
        }

        @Override
        public void fault(MailException fault, Duration retryIn) {
            assertThat(fault.kind()).isEqualTo(MailException.Kind.CONNECTION);
            waits.add(retryIn);
        }
    }

    @BeforeEach
    void start() throws IOException {
        smtp = new FakeSmtp();
        imap = new FakeImap();
    }

    @AfterEach
    void stop() throws IOException {
        smtp.close();
        imap.close();
    }

    private KmcClient.Builder builder(PendingRequests kept) {
        MailAccount account =
                MailAccount.of(smtp.reach(), imap.reach(), Credentials.password("vendor", () -> "secret"));
        return KmcClient.builder(kept, KmcMailbox.of(account), GreenMails.GATEWAY)
                .rateLimit(new RateLimit(Duration.ZERO, 1_000))
                .listener(new Queues());
    }

    private static <T> FutureTask<T> started(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "client loop");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private static CompletableFuture<Void> running(KmcClient client) {
        return client.runOn(task -> {
            Thread thread = new Thread(task, "client loop");
            thread.setDaemon(true);
            thread.start();
        });
    }

    private TrackedRequest waiting() throws IOException {
        TrackedRequest request = TrackedRequest.of(requests.help());
        store.add(request);
        return request;
    }

    private long heard(String verb) {
        return imap.server().heard().stream()
                .filter(line -> line.endsWith(verb))
                .count();
    }

    private void awaitIdle(int times) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
        while (heard("IDLE") < times && System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(heard("IDLE")).isEqualTo(times);
    }

    private static void checkEnds(KmcClient client, CompletableFuture<Void> loop) throws Exception {
        client.close();
        loop.get(PATIENCE, TimeUnit.SECONDS);
    }

    /** It does not try at once, and the second time it waits longer; a poll of somebody else's shows how it stands. */
    @Test
    void waitsEverLongerAfterFaults() throws Exception {
        imap.dropAt(Step.GREETING);
        KmcClient client = builder(store).build();
        CompletableFuture<Void> loop = running(client);
        assertThat(waits.poll(PATIENCE, TimeUnit.SECONDS)).isEqualTo(Duration.ofSeconds(5));
        assertThat(waits.poll(100, TimeUnit.MILLISECONDS)).isNull();
        Duration second = null;
        while (second == null) {
            assertThatThrownBy(client::poll).isInstanceOf(MailException.class);
            second = waits.poll(20, TimeUnit.MILLISECONDS);
        }
        assertThat(second).isEqualTo(Duration.ofSeconds(10));
        checkEnds(client, loop);
    }

    @Test
    void sendsWhatWaitsThoughTheMailboxCannotBeRead() throws Exception {
        TrackedRequest request = waiting();
        imap.dropAt(Step.GREETING);
        KmcClient client = builder(store).build();
        CompletableFuture<Void> loop = running(client);
        Submission submission = submitted.poll(PATIENCE, TimeUnit.SECONDS);
        assertThat(submission.status()).isEqualTo(Status.SENT);
        assertThat(submission.request().token()).isEqualTo(request.token());
        checkEnds(client, loop);
    }

    /** A store may be closed right after its client. */
    @Test
    void sendsNoMoreWhenItIsClosed() throws Exception {
        waiting();
        TrackedRequest second = waiting();
        KmcClient[] client = new KmcClient[1];
        client[0] = builder(store)
                .listener(new KmcListener() {
                    @Override
                    public void submitted(Submission submission) {
                        client[0].close();
                    }
                })
                .build();
        assertThat(client[0].poll()).isEmpty();
        assertThat(smtp.taken()).hasSize(1);
        assertThat(store.find(second.token())).contains(second);
    }

    /** It lets the server tell of mails, looks at them when it does, sends what waits by then, and listens again. */
    @Test
    void listensAndSendsWhatHasComeMeanwhile() throws Exception {
        KmcClient client = builder(store).build();
        CompletableFuture<Void> loop = running(client);
        awaitIdle(1);
        client.poll(); // takes time on the same server
        waiting();
        assertThat(heard("DONE")).as("still listening").isZero();
        imap.deliver(LETTER);
        imap.news.add("* 1 EXISTS");
        assertThat(submitted.poll(PATIENCE, TimeUnit.SECONDS).status()).isEqualTo(Status.SENT);
        assertThat(changes.poll(PATIENCE, TimeUnit.SECONDS).request()).isEmpty();
        awaitIdle(2);
        assertThat(heard("DONE")).isEqualTo(1);
        checkEnds(client, loop);
    }

    /** One thread listens for all; the other one waits for it, here for half an hour if it is not told. */
    @Test
    void tellsWhoeverWaitsForAnotherRequest() throws Exception {
        KmcRequest mine = requests.help();
        KmcRequest yours = requests.help();
        CountDownLatch looked = new CountDownLatch(2);
        WatchedStore watcher = new WatchedStore() {
            @Override
            public void after(String method, Object[] arguments, Object result) {
                if (method.equals("find") && arguments[0].equals(yours.token())) {
                    looked.countDown();
                }
            }
        };
        try (KmcClient client = builder(WatchedStore.of(store, watcher))
                .pollInterval(Duration.ofMinutes(30))
                .build()) {
            for (KmcRequest request : List.of(mine, yours)) {
                store.add(TrackedRequest.of(request));
                store.update(TrackedRequest.of(request)
                        .next(RequestState.SENT, Instant.now())
                        .build());
            }
            Instant later = Instant.now().plus(Duration.ofHours(1));
            FutureTask<Outcome> listener = started(() -> client.await(mine.token(), later));
            awaitIdle(1);
            FutureTask<Outcome> other = started(() -> client.await(yours.token(), later));
            assertThat(looked.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
            GatewaySimulator.builder(GreenMails.GATEWAY.text(), Clock.systemUTC(), new SecureRandom())
                    .build()
                    .receive(yours.octets(), GreenMails.VENDOR.text())
                    .replies()
                    .forEach(reply -> imap.deliver(reply.octets()));
            imap.news.add("* 1 EXISTS");
            assertThat(other.get(PATIENCE, TimeUnit.SECONDS).state()).isEqualTo(RequestState.SUCCEEDED);
            assertThat(listener).isNotDone();
        }
    }

    /** A server that does not tell of mails is asked now and then; a thread that is interrupted does not wait for that. */
    @Test
    void anInterruptEndsTheWaitAndStaysSet() throws Exception {
        imap.capabilities = "IMAP4rev1";
        imap.deliver(LETTER);
        KmcListener interrupting = new KmcListener() {
            @Override
            public void changed(Change change) {
                Thread.currentThread().interrupt();
            }
        };
        try (KmcClient client = builder(store).listener(interrupting).build()) {
            FutureTask<Boolean> interrupted = started(() -> {
                assertThatThrownBy(() -> client.run(Instant.now().plusSeconds(3 * PATIENCE)))
                        .isInstanceOf(InterruptedIOException.class);
                return Thread.currentThread().isInterrupted();
            });
            assertThat(interrupted.get(2 * PATIENCE, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(heard("IDLE")).isZero();
    }

    @Test
    void closingWakesWhoAsksNowAndThen() throws Exception {
        imap.capabilities = "IMAP4rev1";
        imap.deliver(LETTER);
        KmcClient client = builder(store).pollInterval(Duration.ofMinutes(30)).build();
        AtomicReference<Thread> thread = new AtomicReference<>();
        CompletableFuture<Void> loop = client.runOn(task -> {
            thread.set(new Thread(task, "client loop"));
            thread.get().start();
        });
        assertThat(changes.poll(PATIENCE, TimeUnit.SECONDS)).isNotNull();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
        while (thread.get().getState() != Thread.State.TIMED_WAITING && System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000); // until it has begun to wait
        }
        checkEnds(client, loop);
    }

    /** Whoever closes the client may close its store next: so it waits for a round that goes on. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void closingWaitsForTheRoundUnlessItIsInterrupted(boolean interrupted) throws Exception {
        imap.deliver(LETTER);
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        KmcClient client = builder(store)
                .listener(new KmcListener() {
                    @Override
                    public void changed(Change change) {
                        reading.countDown();
                        try {
                            goOn.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }
                })
                .build();
        FutureTask<List<Change>> poll = started(client::poll);
        assertThat(reading.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
        CountDownLatch closed = new CountDownLatch(1);
        AtomicBoolean flag = new AtomicBoolean();
        Thread closing = new Thread(() -> {
            client.close();
            flag.set(Thread.currentThread().isInterrupted());
            closed.countDown();
        });
        closing.start();
        assertThat(closed.await(100, TimeUnit.MILLISECONDS)).isFalse();
        if (interrupted) {
            closing.interrupt();
            assertThat(closed.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
        }
        goOn.countDown();
        assertThat(closed.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
        assertThat(flag.get()).isEqualTo(interrupted);
        assertThat(poll.get(PATIENCE, TimeUnit.SECONDS)).hasSize(1);
    }

    /** However a round ends, the next one may be another thread's. */
    @ParameterizedTest
    @ValueSource(strings = {"none", "position", "rewind"})
    void aRoundThatHasEndedHoldsUpNobody(String failing) throws Exception {
        imap.deliver(LETTER);
        AtomicBoolean fails = new AtomicBoolean(true);
        AtomicInteger rewinds = new AtomicInteger();
        WatchedStore full = new WatchedStore() {
            @Override
            public void before(String method, Object[] arguments) throws IOException {
                boolean first = method.equals("rewind") && rewinds.incrementAndGet() == 1; // by readAgain itself
                if (method.equals(failing) && !first && fails.getAndSet(false)) {
                    throw new IOException("No space left on device");
                }
            }
        };
        KmcClient[] client = new KmcClient[1];
        client[0] = builder(WatchedStore.of(store, full))
                .listener(new KmcListener() {
                    @Override
                    public void changed(Change change) {
                        if (fails.get() && failing.equals("rewind")) {
                            try {
                                client[0].readAgain();
                            } catch (IOException e) {
                                throw new AssertionError(e);
                            }
                        }
                    }
                })
                .build();
        try (KmcClient own = client[0]) {
            if (failing.equals("none")) {
                own.poll();
            } else {
                assertThatThrownBy(own::poll).hasMessage("No space left on device");
            }
            assertThat(started(own::poll).get(PATIENCE, TimeUnit.SECONDS)).isNotNull();
        }
    }
}
