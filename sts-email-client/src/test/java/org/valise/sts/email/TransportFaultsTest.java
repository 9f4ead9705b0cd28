// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.valise.sts.email.FakeSmtp.Step;
import org.valise.sts.email.Submission.Status;

/** A submission server that fails at each step: what it surely did not get is sent again, what it may have got is not. */
class TransportFaultsTest {

    private static final Duration FIRST_WAIT = Duration.ofSeconds(5);

    private final MovableClock clock = new MovableClock();
    private final MemoryPendingRequests store = new MemoryPendingRequests();
    private final RequestFactory requests = RequestFactory.from(GreenMails.VENDOR.text())
            .to(GreenMails.GATEWAY.text())
            .withClock(clock);
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

    private KmcClient client() {
        return client(smtp.reach(), store);
    }

    private KmcClient client(MailServer submission, PendingRequests kept) {
        MailAccount account = MailAccount.of(submission, imap.reach(), Credentials.password("vendor", () -> "secret"));
        return KmcClient.builder(kept, KmcMailbox.of(account), GreenMails.GATEWAY)
                .rateLimit(new RateLimit(Duration.ZERO, 1_000))
                .clock(clock)
                .build();
    }

    /** Polls for two days: whatever is sent again by itself is sent then. */
    private void pollLong(KmcClient client) throws IOException {
        smtp.recover();
        for (int i = 0; i < 6; i++) {
            clock.advance(Duration.ofHours(8));
            client.poll();
        }
    }

    private void checkNotSent(MailException.Kind kind) throws IOException {
        try (KmcClient client = client()) {
            KmcRequest request = requests.help();
            Submission submission = client.submit(request);
            assertThat(submission.status()).isEqualTo(Status.NOT_SENT);
            assertThat(submission.fault().orElseThrow().kind()).isEqualTo(kind);
            assertThat(submission.retryAt()).contains(clock.instant().plus(FIRST_WAIT));
            assertThat(submission.request().state()).isEqualTo(RequestState.CREATED);
            assertThat(submission.request().attemptedAt()).isEmpty();
            client.poll();
            assertThat(smtp.server().connections()).as("too early").isEqualTo(1);
            pollLong(client);
            assertThat(smtp.taken())
                    .singleElement()
                    .asString()
                    .contains(request.token().text());
        }
    }

    private void checkNeverAgain(Status status, RequestState state, int taken) throws IOException {
        try (KmcClient client = client()) {
            KmcRequest request = requests.help();
            Submission submission = client.submit(request);
            assertThat(submission.status()).isEqualTo(status);
            assertThat(submission.fault()).isPresent();
            assertThat(submission.retryAt()).isEmpty();
            assertThat(submission.request().state()).isEqualTo(state);
            assertThat(store.find(request.token())).contains(submission.request());
            assertThat(client.submit(request).status())
                    .isEqualTo(status == Status.REFUSED ? Status.REFUSED : Status.SENT_BEFORE);
            pollLong(client);
            assertThat(smtp.server().connections()).isEqualTo(1);
            assertThat(smtp.taken()).hasSize(taken);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"GREETING", "EHLO", "MAIL", "RCPT", "DATA"})
    void sendsAgainWhenTheConnectionBreaksBeforeTheContent(Step step) throws Exception {
        smtp.dropAt(step);
        checkNotSent(MailException.Kind.CONNECTION);
    }

    @Test
    void sendsAgainWhenTheConnectionBreaksDuringTheLogin() throws Exception {
        smtp.dropAt(Step.AUTH);
        checkNotSent(MailException.Kind.CONNECTION);
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"CONTENT", "DOT"})
    void doesNotSendAgainWhenTheConnectionBreaksFromTheContentOn(Step step) throws Exception {
        smtp.dropAt(step);
        checkNeverAgain(Status.UNCERTAIN, RequestState.SENDING, step == Step.DOT ? 1 : 0);
    }

    @Test
    void doesNotSendAgainWhenTheAnswerToTheContentIsNoReply() throws Exception {
        smtp.answerAt(Step.DOT, "hello?");
        checkNeverAgain(Status.UNCERTAIN, RequestState.SENDING, 1);
    }

    @ParameterizedTest
    @CsvSource({
        "GREETING, 421 busy",
        "EHLO, 421 busy",
        "MAIL, 451 later",
        "RCPT, 450 greylisted",
        "DATA, 451 later",
        "GREETING, 554 no service",
        "EHLO, 502 what",
        "GREETING, what is this"
    })
    void sendsAgainWhatWasRefusedForNow(Step step, String answer) throws Exception {
        smtp.answerAt(step, answer);
        checkNotSent(MailException.Kind.SERVER);
    }

    /** It has the content then, and says that it does not want it now. */
    @Test
    void sendsAgainWhatWasRefusedForNowAfterItsContent() throws Exception {
        smtp.answerAt(Step.DOT, "452 no room");
        try (KmcClient client = client()) {
            KmcRequest request = requests.help();
            assertThat(client.submit(request).status()).isEqualTo(Status.NOT_SENT);
            pollLong(client);
            assertThat(store.find(request.token()).orElseThrow().attempts()).isEqualTo(2);
        }
        assertThat(smtp.taken()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"MAIL, 550 not you", "RCPT, 550 no such user", "DATA, 554 no", "DOT, 554 not this"})
    void keepsWhatWasRefusedForGood(Step step, String answer) throws Exception {
        smtp.answerAt(step, answer);
        checkNeverAgain(Status.REFUSED, RequestState.REFUSED, step == Step.DOT ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({"535 5.7.8 wrong", "534 5.7.9 too weak"})
    void sendsAgainOnceTheCredentialsAreRight(String answer) throws Exception {
        smtp.answerAt(Step.AUTH, answer);
        checkNotSent(MailException.Kind.AUTHENTICATION);
    }

    @Test
    void sendsAgainWhenNobodyListens() throws Exception {
        int port = smtp.server().port();
        smtp.close();
        try (KmcClient client = client(MailServer.plaintext(FakeServer.HOST, port), store)) {
            Submission submission = client.submit(requests.help());
            assertThat(submission.status()).isEqualTo(Status.NOT_SENT);
            assertThat(submission.fault().orElseThrow().kind()).isEqualTo(MailException.Kind.CONNECTION);
        }
    }

    @Test
    void waitsTwiceAsLongAfterEachFaultUpToTenMinutes() throws Exception {
        smtp.answerAt(Step.MAIL, "451 later");
        try (KmcClient client = client()) {
            KmcRequest request = requests.help();
            client.submit(request);
            Duration expected = FIRST_WAIT;
            for (int faults = 1; faults < 14; faults++) {
                Instant again =
                        store.find(request.token()).orElseThrow().notBefore().orElseThrow();
                assertThat(Duration.between(clock.instant(), again)).isEqualTo(expected);
                clock.set(again.minusMillis(1));
                client.poll();
                assertThat(smtp.server().connections()).isEqualTo(faults);
                clock.set(again);
                client.poll();
                assertThat(smtp.server().connections()).isEqualTo(faults + 1);
                expected = expected.multipliedBy(2).compareTo(Duration.ofMinutes(10)) > 0
                        ? Duration.ofMinutes(10)
                        : expected.multipliedBy(2);
            }
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"GREETING, NOT_SENT", "EHLO, NOT_SENT", "RCPT, NOT_SENT", "DOT, UNCERTAIN"})
    void doesNotWaitForAServerThatFallsSilent(Step step, Status status) throws Exception {
        smtp.hangAt(step);
        Duration shortly = Duration.ofMillis(300);
        try (KmcClient client = client(smtp.reach().withTimeouts(Duration.ofSeconds(5), shortly), store)) {
            long start = System.nanoTime();
            assertThat(client.submit(requests.help()).status()).isEqualTo(status);
            assertThat(System.nanoTime() - start)
                    .isBetween(shortly.toNanos(), Duration.ofSeconds(10).toNanos());
        }
    }

    @Tag("slow")
    @Test
    void doesNotWaitForAServerThatIsSlowerThanTheTimeOut() throws Exception {
        try (FakeServer slow = FakeServer.start(talk -> {
                    talk.slowDown(Duration.ofSeconds(2));
                    talk.say("220 fake.test");
                });
                KmcClient client =
                        client(slow.plaintext().withTimeouts(Duration.ofSeconds(5), Duration.ofMillis(200)), store)) {
            Submission submission = client.submit(requests.help());
            assertThat(submission.status()).isEqualTo(Status.NOT_SENT);
            assertThat(submission.fault().orElseThrow().kind()).isEqualTo(MailException.Kind.CONNECTION);
        }
    }

    @Tag("slow")
    @Test
    void putsUpWithAServerThatIsSlowButWithinTheTimeOut() throws Exception {
        try (FakeServer slow = FakeServer.start(talk -> {
                    talk.slowDown(Duration.ofMillis(10));
                    talk.say("220 fake.test");
                    for (String line = talk.hear(); !line.equals("DATA"); line = talk.hear()) {
                        talk.say(line.startsWith("AUTH") ? "235 ok" : "250 AUTH PLAIN");
                    }
                    talk.say("354 go ahead");
                    String line = talk.hear();
                    while (!line.equals(".")) {
                        line = talk.hear();
                    }
                    talk.say("250 ok");
                });
                KmcClient client = client(slow.plaintext(), store)) {
            assertThat(client.submit(requests.help()).status()).isEqualTo(Status.SENT);
        }
    }

    /** The intent is kept before the mail leaves; without that it could leave twice. */
    @Test
    void sendsNothingWhenTheIntentCannotBeKept() throws Exception {
        WatchedStore full = new WatchedStore() {
            @Override
            public void before(String method, Object[] arguments) throws IOException {
                if (method.equals("claimSend")) {
                    throw new IOException("No space left on device");
                }
            }
        };
        KmcRequest request = requests.help();
        try (KmcClient client = client(smtp.reach(), WatchedStore.of(store, full))) {
            assertThatThrownBy(() -> client.submit(request)).isInstanceOf(IOException.class);
        }
        assertThat(smtp.server().connections()).isZero();
        assertThat(store.find(request.token()).map(TrackedRequest::state)).isEqualTo(Optional.of(RequestState.CREATED));
        try (KmcClient client = client()) {
            client.poll();
        }
        assertThat(smtp.taken()).hasSize(1);
    }

    @Test
    void doesNotSendAgainWhatItCouldNotNoteAsSent() throws Exception {
        WatchedStore full = new WatchedStore() {
            @Override
            public void before(String method, Object[] arguments) throws IOException {
                if (method.equals("update")) {
                    throw new IOException("No space left on device");
                }
            }
        };
        KmcRequest request = requests.help();
        try (KmcClient client = client(smtp.reach(), WatchedStore.of(store, full))) {
            assertThatThrownBy(() -> client.submit(request))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("was sent")
                    .hasMessageNotContaining(request.token().text());
        }
        try (KmcClient client = client()) {
            pollLong(client);
            Outcome outcome = client.outcome(request.token()).orElseThrow();
            assertThat(outcome.state()).isEqualTo(RequestState.TIMED_OUT);
        }
        assertThat(smtp.taken()).hasSize(1);
    }
}
