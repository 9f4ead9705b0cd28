// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.valise.sts.email.FakeSmtp.Step;
import org.valise.sts.email.Submission.Status;
import org.valise.sts.records.StsRecord;

/** How many attempts a server sees, and what becomes of a request that a person sends once more. */
class ClientSendingTest {

    private static final RateLimit FREE = new RateLimit(Duration.ZERO, 1_000);

    private final MovableClock clock = new MovableClock();
    private final MemoryPendingRequests store = new MemoryPendingRequests();
    private final RequestFactory requests = RequestFactory.from(GreenMails.VENDOR.text())
            .to(GreenMails.GATEWAY.text())
            .withClock(clock);
    private final List<Submission> told = new ArrayList<>();
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
        return client(store, FREE);
    }

    private KmcClient client(PendingRequests kept, RateLimit rate) {
        MailAccount account =
                MailAccount.of(smtp.reach(), imap.reach(), Credentials.password("vendor", () -> "secret"));
        return KmcClient.builder(kept, KmcMailbox.of(account), GreenMails.GATEWAY)
                .rateLimit(rate)
                .clock(clock)
                .listener(new KmcListener() {
                    @Override
                    public void submitted(Submission submission) {
                        told.add(submission);
                    }
                })
                .build();
    }

    private TrackedRequest kept(KmcRequest request) {
        return store.find(request.token()).orElseThrow();
    }

    private int connections() {
        return smtp.server().connections();
    }

    /** Twenty wait, and somebody polls each minute for six hours. Each attempt may be a refused login that is counted. */
    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"GREETING, drop", "AUTH, 535 5.7.8 wrong"})
    void aServerThatCannotBeUsedIsTriedByOneRequestEverLessOften(Step step, String answer) throws Exception {
        smtp.answerAt(step, answer);
        try (KmcClient client = client()) {
            for (int i = 0; i < 20; i++) {
                assertThat(client.submit(requests.help()).status()).isEqualTo(Status.NOT_SENT);
            }
            int before = connections();
            for (int minutes = 0; minutes < 360; minutes++) {
                clock.advance(Duration.ofMinutes(1));
                int connections = connections();
                client.poll();
                assertThat(connections() - connections).isLessThanOrEqualTo(1);
            }
            assertThat(connections() - before).isBetween(36, 45); // one in ten minutes, some more at first
            smtp.recover();
            clock.advance(Duration.ofMinutes(10));
            client.poll();
            assertThat(smtp.taken()).hasSize(20);
        }
    }

    /** Whoever submits is told why, and does not wait for a server that is known not to answer. */
    @Test
    void submittingDoesNotTryAServerThatHasJustFailed() throws Exception {
        smtp.dropAt(Step.GREETING);
        try (KmcClient client = client()) {
            Instant again = client.submit(requests.help()).retryAt().orElseThrow();
            KmcRequest second = requests.help();
            Submission submission = client.submit(second);
            assertThat(connections()).isEqualTo(1);
            assertThat(submission.status()).isEqualTo(Status.NOT_SENT);
            assertThat(submission.retryAt()).contains(again);
            assertThat(submission.fault().orElseThrow().kind()).isEqualTo(MailException.Kind.CONNECTION);
            assertThat(kept(second)).isEqualTo(submission.request());
            assertThat(kept(second).attempts()).isZero();
            smtp.recover();
            clock.set(again);
            assertThat(client.submit(requests.help()).status()).isEqualTo(Status.SENT);
        }
    }

    /** What the server says of one mail says nothing of the next. */
    @Test
    void aRequestThatIsNotTakenForNowDoesNotHoldUpTheOthers() throws Exception {
        smtp.answerAt(Step.RCPT, "450 greylisted");
        try (KmcClient client = client()) {
            client.submit(requests.help());
            client.submit(requests.help());
            clock.advance(Duration.ofMinutes(1));
            client.poll();
            assertThat(connections()).isEqualTo(4);
        }
    }

    /** What it says of one mail shows that it works: what it did before is forgotten. */
    @ParameterizedTest
    @CsvSource({"250 ok, SENT", "550 no such user, REFUSED"})
    void aServerThatWorksAgainStartsAnew(String answer, Status status) throws Exception {
        try (KmcClient client = client()) {
            smtp.dropAt(Step.GREETING);
            Duration first = waitAfterAFault(client);
            assertThat(waitAfterAFault(client)).isGreaterThan(first);
            smtp.recover();
            smtp.answerAt(Step.RCPT, answer);
            assertThat(client.submit(requests.help()).status()).isEqualTo(status);
            smtp.dropAt(Step.GREETING);
            assertThat(waitAfterAFault(client)).isEqualTo(first);
        }
    }

    /** How long nothing is tried after it, as the next is told; that time has passed then. */
    private Duration waitAfterAFault(KmcClient client) throws IOException {
        client.submit(requests.help());
        Instant again = client.submit(requests.help()).retryAt().orElseThrow();
        Duration wait = Duration.between(clock.instant(), again);
        clock.set(again);
        return wait;
    }

    /** The lifetime of a VKLOADREQ is unknown; from an hour on it is called old. */
    @ParameterizedTest
    @CsvSource({"PT59M59S, false", "PT1H, true"})
    void aLoadRequestThatWaitedForLongIsSentWithANote(Duration waited, boolean old) throws Exception {
        KmcRequest load = requests.getKeyLoadFile(StsRecord.of("VKLOADREQ.1", List.of("x")));
        KmcRequest help = requests.help();
        clock.advance(waited);
        try (KmcClient client = client()) {
            assertThat(client.submit(help).notes()).isEmpty();
            Submission sent = client.submit(load);
            assertThat(sent.status()).isEqualTo(Status.SENT);
            assertThat(sent.notes().contains(Note.OLD_VKLOADREQ)).isEqualTo(old);
            clock.advance(Duration.ofHours(1));
            Submission again = client.submit(load);
            assertThat(again.status()).isEqualTo(Status.SENT_BEFORE);
            assertThat(again.notes()).isEmpty();
        }
    }

    @Test
    void theListenerIsToldOnceOfWhatWasTriedAndOfNothingElse() throws Exception {
        try (KmcClient client = client(store, new RateLimit(Duration.ofSeconds(60), 20))) {
            client.submit(requests.help());
            client.submit(requests.help());
            client.poll();
            assertThat(told).isEmpty();
            clock.advance(Duration.ofMinutes(2));
            smtp.answerAt(Step.RCPT, "450 greylisted");
            client.poll();
            assertThat(told).extracting(Submission::status).containsExactly(Status.NOT_SENT);
        }
    }

    @Test
    void refusesAnotherRequestWithATokenThatIsKept() throws Exception {
        try (KmcClient client = client()) {
            KmcRequest help = requests.help();
            client.submit(help);
            KmcRequest other =
                    requests.withToken(help.token()).getKeyLoadFile(StsRecord.of("VKLOADREQ.1", List.of("x")));
            assertThatThrownBy(() -> client.submit(other))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(help.token().prefix())
                    .hasMessageNotContaining(help.token().text());
            assertThat(client.status()).hasSize(1);
            assertThat(client.submit(help).status()).isEqualTo(Status.SENT_BEFORE);
        }
    }

    /** Both look for an open one before either is kept, if they are let. */
    @Tag("slow")
    @Test
    void ofTwoThreadsWithARequestForOneModuleOneIsRefused() throws Exception {
        CountDownLatch bothHaveLooked = new CountDownLatch(2);
        WatchedStore watcher = new WatchedStore() {
            @Override
            public void before(String method, Object[] arguments) {
                if (method.equals("add")) {
                    try {
                        assertThat(bothHaveLooked.await(500, TimeUnit.MILLISECONDS) || bothHaveLooked.getCount() > 0)
                                .isTrue();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
            }

            @Override
            public void after(String method, Object[] arguments, Object result) {
                if (method.equals("list")) {
                    bothHaveLooked.countDown();
                }
            }
        };
        AtomicInteger refused = new AtomicInteger();
        try (KmcClient client = client(WatchedStore.of(store, watcher), FREE)) {
            List<Callable<Integer>> threads = new ArrayList<>();
            for (String number : List.of("1", "2")) {
                KmcRequest request = requests.getKeyLoadFile(StsRecord.of(
                        "VKLOADREQ.1",
                        List.of("SMID.1:Prism:94001632:20210204T081427Z:039F2C48F2030174:AEEA", number)));
                threads.add(() -> {
                    try {
                        client.submit(request);
                        return 1;
                    } catch (IllegalArgumentException stillOpen) {
                        return refused.incrementAndGet() * 0;
                    }
                });
            }
            assertThat(PendingRequestsContract.sum(threads)).isEqualTo(1);
            assertThat(refused).hasValue(1);
        }
    }

    /** A request that was sent an hour ago and stands in a state since then. */
    private KmcRequest inState(RequestState state) throws IOException {
        KmcRequest request;
        try (KmcClient client = client()) {
            request = requests.help();
            client.submit(request);
        }
        clock.advance(Duration.ofMinutes(30));
        TrackedRequest sent = kept(request);
        assertThat(sent.attemptedAt()).isPresent();
        assertThat(store.update(sent.next(state, clock.instant())
                        .deadline(state.isWaiting() ? clock.instant().plus(Duration.ofHours(23)) : null)
                        .build()))
                .isTrue();
        clock.advance(Duration.ofMinutes(30));
        return request;
    }

    @ParameterizedTest
    @EnumSource(
            value = RequestState.class,
            names = {"SENDING", "TIMED_OUT", "DELIVERY_FAILED", "UNCLEAR", "REFUSED"})
    void whatCouldNotBeSentOnceMoreStandsWhereItStood(RequestState state) throws Exception {
        KmcRequest request = inState(state);
        TrackedRequest before = kept(request);
        smtp.dropAt(Step.MAIL);
        try (KmcClient client = client()) {
            Submission submission = client.resend(request.token());
            assertThat(submission.status()).isEqualTo(Status.NOT_SENT);
            assertThat(submission.fault()).isPresent();
            assertThat(submission.retryAt()).isEmpty();
            assertThat(submission.notes().contains(Note.SENDING_UNCERTAIN)).isEqualTo(state == RequestState.SENDING);
            assertThat(submission.request())
                    .isEqualTo(kept(request))
                    .isEqualTo(before.toBuilder()
                            .version(before.version() + 2)
                            .attempts(2)
                            .build());
            smtp.recover();
            clock.advance(Duration.ofMinutes(30));
            client.poll();
            assertThat(smtp.taken()).as("not by itself").hasSize(1);
            assertThat(client.resend(request.token()).status()).isEqualTo(Status.SENT);
            assertThat(smtp.taken()).hasSize(2);
            assertThat(kept(request).state()).isEqualTo(RequestState.SENT);
            assertThat(kept(request).attemptedAt()).contains(clock.instant());
        }
    }

    /** That the server refuses it now does not mean that it did not leave before. */
    @Test
    void theAttemptBeforeCountsAlsoIfTheNextIsRefusedForGood() throws Exception {
        KmcRequest request = inState(RequestState.SENDING);
        TrackedRequest before = kept(request);
        smtp.answerAt(Step.RCPT, "550 no such user");
        try (KmcClient client = client()) {
            assertThat(client.resend(request.token()).status()).isEqualTo(Status.REFUSED);
            assertThat(kept(request).state()).isEqualTo(RequestState.REFUSED);
            assertThat(kept(request).attemptedAt()).isEqualTo(before.attemptedAt());
            assertThat(kept(request).deadline()).isEmpty();
            assertThat(client.submit(request).status())
                    .as("submitted again, not sent")
                    .isEqualTo(Status.REFUSED);
        }
    }

    @Test
    void sendingOnceMoreKeepsToTheRateLimitToo() throws Exception {
        KmcRequest request = inState(RequestState.UNCLEAR);
        try (KmcClient client = client(store, new RateLimit(Duration.ofMinutes(90), 20))) {
            TrackedRequest before = kept(request);
            Submission early = client.resend(request.token());
            assertThat(early.status()).isEqualTo(Status.RATE_LIMITED);
            assertThat(early.retryAt()).contains(clock.instant().plus(Duration.ofMinutes(30)));
            assertThat(kept(request)).isEqualTo(before);
            clock.advance(Duration.ofMinutes(30));
            assertThat(client.resend(request.token()).status()).isEqualTo(Status.SENT);
        }
        assertThat(smtp.taken()).hasSize(2);
    }

    /** Another thread or node may be at it: a server may take its time for each of its answers. */
    @Test
    void doesNotSendOnceMoreWhatIsPerhapsBeingSentJustNow() throws Exception {
        smtp.dropAt(Step.DOT);
        try (KmcClient client = client()) {
            KmcRequest request = requests.help();
            assertThat(client.submit(request).status()).isEqualTo(Status.UNCERTAIN);
            TrackedRequest before = kept(request);
            clock.advance(Duration.ofMinutes(5));
            assertThatThrownBy(() -> client.resend(request.token()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(request.token().prefix())
                    .hasMessageContaining("wait for 6 minutes") // 20 s to connect and 15 answers of 20 s are 5:20
                    .hasMessageNotContaining(request.token().text());
            assertThat(kept(request)).isEqualTo(before);
            smtp.recover();
            clock.advance(Duration.ofMinutes(25)); // what the guide of operations says
            assertThat(client.resend(request.token()).status()).isEqualTo(Status.SENT);
        }
    }

    /** The clock was set back since: nobody is to wait for a year. */
    @Test
    void sendsOnceMoreWhatSeemsToBeSentInTheFuture() throws Exception {
        KmcRequest request = inState(RequestState.SENDING);
        clock.advance(Duration.ofDays(-365));
        try (KmcClient client = client()) {
            assertThat(client.resend(request.token()).status()).isEqualTo(Status.SENT);
        }
    }

    @Test
    void whatIsAnsweredIsNotSentOnceMore() throws Exception {
        for (RequestState state : RequestState.values()) {
            if (state.isSettled() || state == RequestState.SENT || state == RequestState.NOTICED) {
                KmcRequest request = inState(state);
                try (KmcClient client = client()) {
                    assertThatThrownBy(() -> client.resend(request.token())).isInstanceOf(IllegalStateException.class);
                }
            }
        }
    }

    @Test
    void whatIsNotKeptIsNotSentOnceMore() throws Exception {
        try (KmcClient client = client()) {
            assertThatThrownBy(() -> client.resend(Mails.TOKEN))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(Mails.TOKEN.prefix());
        }
    }

    /** The gateway may answer, and somebody else read that, before the mail server has said what became of the mail. */
    @ParameterizedTest
    @CsvSource({"250 ok, SENT", "450 greylisted, NOT_SENT"})
    void saysWhereARequestStandsThatWasAnsweredMeanwhile(String reply, Status status) throws Exception {
        smtp.answerAt(Step.RCPT, reply);
        WatchedStore quick = new WatchedStore() {
            @Override
            public void before(String method, Object[] arguments) throws IOException {
                if (method.equals("update")) {
                    TrackedRequest sending =
                            store.find(((TrackedRequest) arguments[0]).token()).orElseThrow();
                    store.update(sending.next(RequestState.SUCCEEDED, clock.instant())
                            .build());
                }
            }
        };
        try (KmcClient client = client(WatchedStore.of(store, quick), FREE)) {
            KmcRequest request = requests.help();
            Submission submission = client.submit(request);
            assertThat(submission.status()).isEqualTo(status);
            assertThat(submission.request()).isEqualTo(kept(request));
            assertThat(submission.request().state()).isEqualTo(RequestState.SUCCEEDED);
        }
    }
}
