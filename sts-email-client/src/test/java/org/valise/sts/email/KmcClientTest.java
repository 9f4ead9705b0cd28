// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.store.MailFolder;
import com.icegreen.greenmail.store.StoredMessage;
import jakarta.mail.Flags;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.valise.sts.email.Submission.Status;
import org.valise.sts.email.testing.GatewaySimulator;
import org.valise.sts.email.testing.Reaction;
import org.valise.sts.email.testing.SimulatedGateway;
import org.valise.sts.records.StsRecord;

/** What a caller of the client may rely on: what is sent, when, and what the mails in the mailbox do. */
class KmcClientTest {

    private static final String MODULE = "SMID.1:Prism:94001632:20210204T081427Z:039F2C48F2030174:AEEA";
    private static final Duration YEAR = Duration.ofDays(365);

    private final MovableClock clock = new MovableClock();
    private final MemoryPendingRequests store = new MemoryPendingRequests();
    private final RequestFactory requests = RequestFactory.from(GreenMails.VENDOR.text())
            .to(GreenMails.GATEWAY.text())
            .withClock(clock);
    private final GatewaySimulator simulator = GatewaySimulator.builder(
                    GreenMails.GATEWAY.text(), Clock.systemUTC(), new SecureRandom())
            .build();
    private final GreenMails servers = GreenMails.start();
    private final SimulatedGateway gateway = servers.gateway(simulator);
    private final List<Submission> resumed = new ArrayList<>();

    @AfterEach
    void stop() {
        servers.close();
    }

    private KmcClient.Builder builder(MailAccount account) {
        return KmcClient.builder(store, KmcMailbox.of(account), GreenMails.GATEWAY)
                .clock(clock)
                .listener(new KmcListener() {
                    @Override
                    public void submitted(Submission submission) {
                        resumed.add(submission);
                    }
                });
    }

    private KmcClient client() {
        return builder(servers.account())
                .rateLimit(new RateLimit(Duration.ZERO, 1_000))
                .build();
    }

    private int arrived() {
        return servers.servers().getReceivedMessagesForDomain(GreenMails.GATEWAY.text()).length;
    }

    private RequestState state(KmcRequest request) throws IOException {
        return store.find(request.token()).orElseThrow().state();
    }

    private static StsRecord loadRequest(String... fields) {
        return StsRecord.of("VKLOADREQ.1", List.of(fields));
    }

    @Test
    void sendsOnceWhatIsSubmittedTwice() throws Exception {
        try (KmcClient client = client()) {
            KmcRequest request = requests.help();
            assertThat(client.submit(request).status()).isEqualTo(Status.SENT);
            Submission again = client.submit(request);
            assertThat(again.status()).isEqualTo(Status.SENT_BEFORE);
            assertThat(again.request()).isEqualTo(store.find(request.token()).orElseThrow());
            client.poll();
            assertThat(arrived()).isEqualTo(1);
        }
    }

    @Test
    void refusesAVkloadreqThatWasUsedBefore() throws Exception {
        try (KmcClient client = client()) {
            StsRecord record = loadRequest("once", "only");
            KmcRequest first = requests.getKeyLoadFile(record);
            client.submit(first);
            KmcRequest second = requests.getKeyLoadFile(record);
            assertThatThrownBy(() -> client.submit(second))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(first.token().prefix())
                    .hasMessageNotContaining(first.token().text())
                    .hasMessageNotContaining(record.text());
            assertThat(store.find(second.token())).isEmpty();
            assertThat(arrived()).isEqualTo(1);
        }
    }

    @Test
    void awaitsOneKeyLoadFileForAModuleAtATime() throws Exception {
        try (KmcClient client = client()) {
            KmcRequest first = requests.getKeyLoadFile(loadRequest(MODULE, "1"));
            client.submit(first);
            KmcRequest second = requests.getKeyLoadFile(loadRequest(MODULE, "2"));
            assertThatThrownBy(() -> client.submit(second))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("still open")
                    .hasMessageNotContaining(MODULE);
            client.submit(requests.getKeyLoadFile(loadRequest("another module", "3")));
            gateway.poll();
            client.poll();
            assertThat(state(first)).isEqualTo(RequestState.SUCCEEDED);
            assertThat(client.submit(second).status()).isEqualTo(Status.SENT);
        }
    }

    @Test
    void refusesARequestToAnotherGateway() throws Exception {
        try (KmcClient client = client()) {
            KmcRequest request = RequestFactory.from(GreenMails.VENDOR.text())
                    .to("other@stskms.test")
                    .help();
            assertThatThrownBy(() -> client.submit(request)).isInstanceOf(IllegalArgumentException.class);
            assertThat(client.status()).isEmpty();
        }
    }

    @Test
    void keepsToTheRateLimitAndSendsLaterWhatHadToWait() throws Exception {
        try (KmcClient client = builder(servers.account())
                .rateLimit(new RateLimit(Duration.ofSeconds(60), 3))
                .build()) {
            assertThat(client.submit(requests.help()).status()).isEqualTo(Status.SENT);
            for (int i = 0; i < 3; i++) {
                Submission waiting = client.submit(requests.help());
                assertThat(waiting.status()).isEqualTo(Status.RATE_LIMITED);
                assertThat(waiting.retryAt()).contains(clock.instant().plusSeconds(60));
            }
            clock.advance(Duration.ofMillis(59_999));
            client.poll();
            assertThat(arrived()).isEqualTo(1);
            for (int expected = 2; expected <= 3; expected++) {
                clock.advance(Duration.ofSeconds(60));
                client.poll();
                assertThat(arrived()).isEqualTo(expected);
            }
            clock.advance(Duration.ofMinutes(57));
            client.poll();
            assertThat(arrived()).as("three in this hour").isEqualTo(3);
            clock.advance(Duration.ofMinutes(1));
            client.poll();
            assertThat(arrived()).isEqualTo(4);
            assertThat(resumed).filteredOn(s -> s.status() == Status.SENT).hasSize(3);
        }
    }

    @Test
    void refusesToWorkAfterItWasClosed() throws Exception {
        KmcClient client = client();
        KmcRequest request = requests.help();
        client.submit(request);
        client.close();
        client.close();
        assertThatThrownBy(client::poll).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> client.submit(requests.help())).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> client.run(clock.instant())).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> client.runOn(Runnable::run)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> client.await(request.token(), clock.instant()))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> client.resend(request.token()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThat(client.outcome(request.token())).isPresent();
    }

    @Test
    void awaitsNothingThatItDoesNotKnow() {
        try (KmcClient client = client()) {
            assertThatThrownBy(() -> client.await(Mails.TOKEN, clock.instant().plusSeconds(1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(Mails.TOKEN.prefix());
        }
    }

    @Test
    void takesTwoRequestsForAModuleIfItsPolicyDoes() throws Exception {
        TrackingPolicy defaults = TrackingPolicy.defaults();
        TrackingPolicy several = new TrackingPolicy(
                defaults.slowAfter(),
                defaults.slowAfterNotice(),
                defaults.timeOut(),
                defaults.oldVkloadreq(),
                false,
                false,
                false);
        try (KmcClient client = builder(servers.account()).policy(several).build()) {
            assertThat(client.submit(requests.getKeyLoadFile(loadRequest(MODULE, "1")))
                            .status())
                    .isEqualTo(Status.SENT);
            assertThat(client.submit(requests.getKeyLoadFile(loadRequest(MODULE, "2")))
                            .status())
                    .isEqualTo(Status.RATE_LIMITED);
        }
    }

    /** A mail of each kind: an answer, one from another sender, one without token, and one that has nothing to do with it. */
    private KmcRequest mixedMailbox(KmcClient client) throws IOException {
        KmcRequest request = requests.help();
        simulator.enqueue(Reaction.answer().from("forger@evil.test").then(Reaction.answer()));
        client.submit(request);
        gateway.poll();
        servers.deliver(("From: " + GreenMails.GATEWAY.text() + "\r\nSubject: Auto: {KMS:Help}\r\n\r\nhello\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        servers.deliver("From: aunt@home.test\r\nSubject: tea?\r\n\r\nhello\r\n".getBytes(StandardCharsets.US_ASCII));
        return request;
    }

    private MailFolder folder(String name) throws Exception {
        return servers.servers()
                .getManagers()
                .getImapHostManager()
                .getFolder(servers.servers().getManagers().getUserManager().getUser(GreenMails.VENDOR.text()), name);
    }

    private static List<String> marked(MailFolder folder) throws Exception {
        List<String> subjects = new ArrayList<>();
        for (StoredMessage mail : folder.getMessages()) {
            if (mail.getFlags().contains("$ValiseProcessed")) {
                subjects.add(mail.getMimeMessage().getFrom()[0].toString());
            }
            assertThat(mail.getFlags().getSystemFlags()).doesNotContain(Flags.Flag.DELETED, Flags.Flag.SEEN);
        }
        return subjects;
    }

    @Test
    void marksOnlyWhatItUnderstood() throws Exception {
        try (KmcClient client = client()) {
            KmcRequest request = mixedMailbox(client);
            List<Change> changes = client.poll();
            assertThat(changes).hasSize(4);
            assertThat(changes.get(0).notes()).containsExactly(Note.SUSPECT);
            assertThat(changes.stream().filter(Change::changedAnything)).hasSize(1);
            assertThat(state(request)).isEqualTo(RequestState.SUCCEEDED);
        }
        assertThat(folder("INBOX").getMessages()).hasSize(4);
        assertThat(marked(folder("INBOX"))).containsExactly(GreenMails.GATEWAY.text());
    }

    @Test
    void movesOnlyWhatItUnderstood() throws Exception {
        var user = servers.servers().getManagers().getUserManager().getUser(GreenMails.VENDOR.text());
        servers.servers().getManagers().getImapHostManager().createMailbox(user, "Done");
        try (KmcClient client = builder(servers.account().withMoveTo("Done"))
                .rateLimit(new RateLimit(Duration.ZERO, 1_000))
                .build()) {
            KmcRequest request = mixedMailbox(client);
            assertThat(client.poll()).hasSize(4);
            assertThat(state(request)).isEqualTo(RequestState.SUCCEEDED);
            assertThat(client.poll()).isEmpty();
        }
        assertThat(folder("INBOX").getMessages()).hasSize(3);
        assertThat(folder("Done").getMessages()).hasSize(1);
        assertThat(marked(folder("INBOX"))).isEmpty();
    }

    @Test
    void aForgedAnswerAndOneWithoutTokenAdvanceNothing() throws Exception {
        try (KmcClient client = client()) {
            KmcRequest request = requests.help();
            client.submit(request);
            TrackedRequest before = store.find(request.token()).orElseThrow();
            simulator
                    .receive(request.octets(), GreenMails.VENDOR.text())
                    .replies()
                    .forEach(reply -> {
                        String mail = new String(reply.octets(), StandardCharsets.ISO_8859_1);
                        servers.deliver(mail.replace(GreenMails.GATEWAY.text(), "gateway@stskms.test.evil")
                                .getBytes(StandardCharsets.ISO_8859_1));
                        servers.deliver(mail.replace(request.token().text(), "").getBytes(StandardCharsets.ISO_8859_1));
                    });
            List<Change> changes = client.poll();
            assertThat(changes).hasSize(2).noneMatch(Change::changedAnything);
            assertThat(changes.get(0).notes()).contains(Note.SUSPECT);
            assertThat(changes.get(1).notes()).contains(Note.TOKEN_MISSING);
            assertThat(store.find(request.token())).contains(before);
        }
    }

    @Test
    void losesNothingWhenTheClockGoesForwardByAYear() throws Exception {
        try (KmcClient client = client()) {
            KmcRequest request = requests.help();
            client.submit(request);
            clock.advance(YEAR);
            assertThat(client.poll()).singleElement().satisfies(change -> {
                assertThat(change.notes()).contains(Note.TIMED_OUT);
                assertThat(change.nextStep()).isEqualTo(NextStep.DECIDE_RESEND);
            });
            clock.advance(YEAR.negated());
            gateway.poll();
            assertThat(client.poll()).singleElement().satisfies(change -> {
                assertThat(change.settled()).isTrue();
                assertThat(change.notes()).contains(Note.LATE, Note.CLOCK_WENT_BACK);
            });
            assertThat(state(request)).isEqualTo(RequestState.SUCCEEDED);
            assertThat(arrived()).isEqualTo(1);
        }
    }

    @Test
    void losesNothingWhenTheClockGoesBackByAYear() throws Exception {
        try (KmcClient client = client()) {
            KmcRequest request = requests.help();
            client.submit(request);
            clock.advance(YEAR.negated());
            KmcRequest later = requests.getPublicKey();
            assertThat(client.submit(later).status()).isEqualTo(Status.SENT);
            gateway.poll();
            assertThat(client.poll()).hasSize(2).allMatch(Change::settled);
            assertThat(arrived()).isEqualTo(2);
        }
    }

    /** A time to wait until is worth nothing once the clock was set. */
    @Test
    void doesNotWaitForAYearAfterAFaultBecauseTheClockWentBack() throws Exception {
        KmcRequest request = requests.help();
        MailAccount account = servers.account();
        try (FakeServer closing = FakeServer.start(FakeServer.Talk::drop);
                KmcClient client = builder(MailAccount.of(closing.plaintext(), account.imap(), account.credentials()))
                        .build()) {
            assertThat(client.submit(request).status()).isEqualTo(Status.NOT_SENT);
        }
        clock.advance(YEAR.negated());
        try (KmcClient client = client()) {
            client.poll();
            assertThat(state(request)).isEqualTo(RequestState.SENT);
        }
    }

    @Test
    void saysNothingSecretInLogsAndExceptions() throws Exception {
        StringWriter said = new StringWriter();
        PrintWriter log = new PrintWriter(said);
        StsRecord record = loadRequest("hidden field", MODULE);
        KmcRequest request = requests.getKeyLoadFile(record);
        MailAccount account = servers.account();
        MailAccount wrong = MailAccount.of(
                account.smtp(), account.imap(), Credentials.password(GreenMails.VENDOR.text(), () -> "hunter-2"));
        String right = "correct-horse-1";
        String answered;
        servers.servers().setUser(GreenMails.VENDOR.text(), GreenMails.VENDOR.text(), right);
        MailAccount own = MailAccount.of(
                account.smtp(), account.imap(), Credentials.password(GreenMails.VENDOR.text(), () -> right));
        try (KmcClient client = builder(own)
                        .rateLimit(new RateLimit(Duration.ZERO, 1_000))
                        .build();
                KmcClient refused = builder(wrong).build()) {
            log.println(client.submit(request));
            gateway.poll();
            client.poll().forEach(change -> log.println(change + " " + change.reply()));
            log.println(client.outcome(request.token()) + " " + client.status());
            answered = client.outcome(request.token()).orElseThrow().text().strip();
            for (Action action : List.<Action>of(
                    () -> client.resend(request.token()),
                    () -> client.resend(Token.random(new SecureRandom())),
                    () -> client.submit(requests.getKeyLoadFile(record)),
                    refused::poll)) {
                assertThatThrownBy(action::run).satisfies(fault -> fault.printStackTrace(log));
            }
            refused.submit(requests.help()).fault().ifPresent(fault -> fault.printStackTrace(log));
        }
        log.println(own + " " + wrong + " " + own.credentials());
        assertThat(said.toString())
                .contains(request.token().prefix())
                .doesNotContain(request.token().text(), "hunter-2", right)
                .doesNotContain("hidden field", MODULE, record.text());
        assertThat(answered).hasSizeGreaterThan(10);
        assertThat(said.toString()).doesNotContainPattern("--STS:|X-Gateway").doesNotContain(answered);
    }

    private interface Action {
        void run() throws IOException;
    }
}
