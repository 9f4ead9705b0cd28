// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sts.email.testing.GatewaySimulator;

/** What is read, when, and once more. */
class ClientReadingTest {

    private final MemoryPendingRequests store = new MemoryPendingRequests();
    private final RequestFactory requests =
            RequestFactory.from(GreenMails.VENDOR.text()).to(GreenMails.GATEWAY.text());
    private FakeSmtp smtp;
    private FakeImap imap;

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

    private KmcClient.Builder builder(PendingRequests kept, MailServer mails) {
        MailAccount account = MailAccount.of(smtp.reach(), mails, Credentials.password("vendor", () -> "secret"));
        return KmcClient.builder(kept, KmcMailbox.of(account), GreenMails.GATEWAY)
                .rateLimit(new RateLimit(Duration.ZERO, 1_000));
    }

    private KmcClient client() {
        return builder(store, imap.reach()).build();
    }

    private void deliver(int mails) {
        for (int i = 0; i < mails; i++) {
            imap.deliver(("Subject: " + i + "\r\n\r\nx\r\n").getBytes(StandardCharsets.US_ASCII));
        }
    }

    private byte[] answer(KmcRequest request) {
        return GatewaySimulator.builder(GreenMails.GATEWAY.text(), Clock.systemUTC(), new SecureRandom())
                .build()
                .receive(request.octets(), GreenMails.VENDOR.text())
                .replies()
                .get(0)
                .octets();
    }

    @Test
    void readsAllMailsAgainAtTheNextPoll() throws Exception {
        deliver(3);
        try (KmcClient client = client()) {
            assertThat(client.poll()).hasSize(3);
            assertThat(client.poll()).isEmpty();
            client.readAgain();
            assertThat(client.poll()).hasSize(3);
        }
    }

    /** Between the first mail of a round and the moment at which its end is kept. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readsAllMailsAgainAlsoIfThatIsWantedWhileItReads(boolean byItsListener) throws Exception {
        deliver(3);
        AtomicBoolean wanted = new AtomicBoolean(true);
        KmcClient[] client = new KmcClient[1];
        client[0] = builder(store, imap.reach())
                .listener(new KmcListener() {
                    @Override
                    public void changed(Change change) {
                        if (wanted.getAndSet(false)) {
                            readAgain(client[0], byItsListener);
                        }
                    }
                })
                .build();
        try (KmcClient reading = client[0]) {
            assertThat(reading.poll()).hasSize(3);
            assertThat(reading.poll()).hasSize(3);
            assertThat(reading.poll()).isEmpty();
        }
    }

    private static void readAgain(KmcClient client, boolean here) {
        Runnable again = () -> {
            try {
                client.readAgain();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        };
        if (here) {
            again.run();
        } else {
            CompletableFuture.runAsync(again).orTimeout(20, TimeUnit.SECONDS).join();
        }
    }

    /** A node that is in the middle of a round does not know what another one wants. */
    @Test
    void anotherNodeDoesNotGoOnWhereItWas() throws Exception {
        deliver(2);
        AtomicBoolean wanted = new AtomicBoolean();
        try (KmcClient other = client();
                KmcClient client = builder(store, imap.reach())
                        .listener(new KmcListener() {
                            @Override
                            public void changed(Change change) {
                                if (wanted.getAndSet(false)) {
                                    readAgain(other, true);
                                }
                            }
                        })
                        .build()) {
            assertThat(client.poll()).hasSize(2);
            deliver(1);
            wanted.set(true);
            assertThat(client.poll()).hasSize(1);
            assertThat(other.poll()).hasSize(3);
        }
    }

    /** Too little time is left for the server to tell of mails by itself. */
    @Tag("slow")
    @Test
    void awaitReturnsWithAnAnswerThatComesShortlyBeforeItsDeadline() throws Exception {
        try (GreenMails servers = GreenMails.start();
                KmcClient client = KmcClient.builder(store, servers.mailbox(), GreenMails.GATEWAY)
                        .build()) {
            KmcRequest request = requests.help();
            client.submit(request);
            CompletableFuture<Void> answering = CompletableFuture.runAsync(
                    () -> servers.deliver(answer(request)),
                    CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS));
            Outcome outcome = client.await(request.token(), Instant.now().plusMillis(4_500));
            assertThat(outcome.state()).isEqualTo(RequestState.SUCCEEDED);
            answering.get(20, TimeUnit.SECONDS);
        }
    }

    /** The server could tell of mails, but might take longer than there is time: so it is asked now and then. */
    @Tag("slow")
    @Test
    void awaitDoesNotWaitForItsDeadlineIfTheAnswerIsThere() throws Exception {
        try (GreenMails servers = GreenMails.start();
                KmcClient client = KmcClient.builder(store, servers.mailbox(), GreenMails.GATEWAY)
                        .build()) {
            KmcRequest request = requests.help();
            client.submit(request);
            CompletableFuture<Void> answering = CompletableFuture.runAsync(
                    () -> servers.deliver(answer(request)),
                    CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS));
            long start = System.nanoTime();
            Instant almostTheTimeOut = Instant.now().plusMillis(9_500);
            assertThat(client.await(request.token(), almostTheTimeOut).state()).isEqualTo(RequestState.SUCCEEDED);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
            answering.get(20, TimeUnit.SECONDS);
        }
    }

    /** Else the state of the one and the mail of the other would be judged together. */
    @Test
    void anOutcomeHasTheMailThatBelongsToItsState() throws Exception {
        KmcRequest request = requests.getPublicKey();
        byte[] good = answer(request);
        byte[] empty = new String(good, StandardCharsets.ISO_8859_1)
                .replaceAll("(?s)\r\n\r\n.*", "\r\n\r\nnothing\r\n")
                .replaceAll("(?i)multipart/mixed", "text/plain")
                .getBytes(StandardCharsets.ISO_8859_1);
        RequestTracker tracker = new RequestTracker(store, TrackingPolicy.defaults(), Clock.systemUTC());
        ReplyReader reader = ReplyReader.forGateway(GreenMails.GATEWAY);
        AtomicBoolean settle = new AtomicBoolean();
        WatchedStore watcher = new WatchedStore() {
            @Override
            public void before(String method, Object[] arguments) throws IOException {
                if (method.equals("reply") && settle.getAndSet(false)) {
                    assertThat(tracker.receive(reader.read(good, store)).settled())
                            .isTrue();
                }
            }
        };
        try (KmcClient client =
                builder(WatchedStore.of(store, watcher), imap.reach()).build()) {
            client.submit(request);
            assertThat(tracker.receive(reader.read(empty, store)).after()).contains(RequestState.UNCLEAR);
            settle.set(true);
            Outcome outcome = client.outcome(request.token()).orElseThrow();
            assertThat(settle).isFalse();
            assertThat(outcome.state()).isEqualTo(RequestState.SUCCEEDED);
            assertThat(outcome.nextStep()).isEqualTo(NextStep.APPROVE_KEY);
        }
    }
}
