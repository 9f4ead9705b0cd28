// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.valise.sts.email.FakeImap.Step;

/** Waiting for mail ends: with news, with the time-out, when it is woken, and when the server dies. */
class ClientIdleTest {

    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Duration LONG = Duration.ofSeconds(30);

    private static MailboxSession open(MailServer imap, String user, Duration timeout) throws MailException {
        return MailboxSession.open(MailAccount.of(
                MailServer.plaintext(FakeServer.HOST, 1),
                imap.withTimeouts(LONG, timeout),
                Credentials.password(user, () -> "secret")));
    }

    private static MailboxSession open(FakeImap imap, Duration timeout) throws MailException {
        return open(imap.reach(), "vendor", timeout);
    }

    private static Duration idle(MailboxSession session) throws MailException {
        long start = System.nanoTime();
        session.idle();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static int read(MailboxSession session) throws IOException {
        return session.read(new MemoryPendingRequests(), 10_000, mail -> false);
    }

    private static void checkEndsWithTheTimeOut(MailboxSession session) throws IOException {
        for (int i = 0; i < 2; i++) {
            assertThat(idle(session)).isBetween(SHORT.minusMillis(50), LONG.dividedBy(2));
            assertThat(read(session)).isZero();
        }
    }

    @Test
    void endsWithTheTimeOut() throws Exception {
        try (FakeImap imap = new FakeImap();
                MailboxSession session = open(imap, SHORT)) {
            checkEndsWithTheTimeOut(session);
        }
    }

    @Test
    void endsWithTheTimeOutOnGreenMail() throws Exception {
        try (GreenMails servers = GreenMails.start();
                MailboxSession session = open(servers.account().imap(), GreenMails.VENDOR.text(), SHORT)) {
            checkEndsWithTheTimeOut(session);
        }
    }

    @Test
    void endsWithNews() throws Exception {
        try (FakeImap imap = new FakeImap();
                MailboxSession session = open(imap, LONG)) {
            assertThat(read(session)).isZero();
            imap.deliver("Subject: one\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            imap.news.add("* 1 EXISTS");
            assertThat(idle(session)).isLessThan(LONG.dividedBy(2));
            assertThat(read(session)).isEqualTo(1);
        }
    }

    /** A server may tell of it in its answer to any command, and tells it once. */
    @Test
    void endsWithNewsThatCameBefore() throws Exception {
        try (FakeImap imap = new FakeImap()) {
            imap.deliver("Subject: one\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            imap.tellAt(Step.STORE, "* 2 EXISTS");
            try (MailboxSession session = open(imap, LONG)) {
                assertThat(session.read(new MemoryPendingRequests(), 10_000, mail -> true))
                        .isEqualTo(1);
                assertThat(idle(session)).isLessThan(LONG.dividedBy(2));
            }
        }
    }

    @Test
    void endsWithNewsThatComeJustAsItBegins() throws Exception {
        try (FakeImap imap = new FakeImap();
                MailboxSession session = open(imap, LONG)) {
            assertThat(read(session)).isZero();
            imap.tellAt(Step.IDLE, "* 1 EXISTS");
            assertThat(idle(session)).isLessThan(LONG.dividedBy(2));
            imap.deliver("Subject: one\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(read(session)).isEqualTo(1);
        }
    }

    @Test
    void endsWithNewsOnGreenMail() throws Exception {
        try (GreenMails servers = GreenMails.start();
                MailboxSession session = open(servers.account().imap(), GreenMails.VENDOR.text(), LONG)) {
            assertThat(read(session)).isZero();
            CompletableFuture<Void> delivery = CompletableFuture.runAsync(() -> {
                LockSupport.parkNanos(SHORT.toNanos() / 4);
                servers.deliver("Subject: one\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            });
            assertThat(idle(session)).isLessThan(LONG.dividedBy(2));
            delivery.get(30, TimeUnit.SECONDS);
            assertThat(read(session)).isEqualTo(1);
        }
    }

    @Test
    void endsWhenItIsWoken() throws Exception {
        try (FakeImap imap = new FakeImap();
                MailboxSession session = open(imap, LONG)) {
            CompletableFuture<Void> waking = CompletableFuture.runAsync(() -> {
                while (!imap.server().heard().toString().contains("IDLE")) {
                    LockSupport.parkNanos(1_000_000);
                }
                session.wake();
            });
            assertThat(idle(session)).isLessThan(LONG.dividedBy(2));
            waking.get(30, TimeUnit.SECONDS);
            assertThat(read(session)).isZero();
            assertThat(idle(session)).as("woken for good").isLessThan(LONG.dividedBy(2));
        }
    }

    @Test
    void throwsWhenTheServerDies() throws Exception {
        try (FakeImap imap = new FakeImap();
                MailboxSession session = open(imap, LONG)) {
            imap.news.add("");
            assertThatThrownBy(session::idle)
                    .isInstanceOfSatisfying(
                            MailException.class,
                            fault -> assertThat(fault.kind()).isEqualTo(MailException.Kind.CONNECTION));
        }
    }

    @Test
    void throwsWhenTheServerSaysGoodbye() throws Exception {
        try (FakeImap imap = new FakeImap();
                MailboxSession session = open(imap, LONG)) {
            imap.news.add("* BYE going down");
            assertThatThrownBy(session::idle)
                    .isInstanceOfSatisfying(
                            MailException.class,
                            fault -> assertThat(fault.kind()).isEqualTo(MailException.Kind.CONNECTION));
        }
    }

    @Test
    void throwsWhenTheServerDoesNotLetItEnd() throws Exception {
        try (FakeServer silent = FakeServer.start(ClientIdleTest::silentInIdle);
                MailboxSession session = open(silent.plaintext(), "vendor", SHORT)) {
            assertThatThrownBy(session::idle)
                    .isInstanceOfSatisfying(
                            MailException.class,
                            fault -> assertThat(fault.kind()).isEqualTo(MailException.Kind.CONNECTION));
        }
    }

    private static void silentInIdle(FakeServer.Talk talk) throws IOException {
        talk.say("* OK ready");
        while (true) {
            String[] words = talk.hear().split(" ", 3);
            switch (words[1]) {
                case "CAPABILITY" -> talk.say("* CAPABILITY IMAP4rev1 IDLE");
                case "SELECT" -> talk.say("* 0 EXISTS");
                case "IDLE" -> {
                    talk.say("+ idling");
                    talk.hang();
                }
                default -> {
                    // The tagged answer is enough.
                }
            }
            talk.say(words[0] + " OK [READ-WRITE]");
        }
    }

    @Test
    void throwsWhenTheServerRefusesIt() throws Exception {
        try (FakeImap imap = new FakeImap();
                MailboxSession session = open(imap, SHORT)) {
            imap.answerAt(Step.IDLE, "NO not here");
            assertThatThrownBy(session::idle).isInstanceOf(MailException.class);
        }
    }
}
