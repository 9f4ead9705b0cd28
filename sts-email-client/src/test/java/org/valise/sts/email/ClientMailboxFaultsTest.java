// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sts.email.FakeImap.Step;
import org.valise.sts.email.testing.GatewaySimulator;

/** A mailbox that fails at each step: every mail is read in the end, and none settles a request twice. */
class ClientMailboxFaultsTest {

    private final MemoryPendingRequests store = new MemoryPendingRequests();
    private final RequestFactory requests =
            RequestFactory.from(GreenMails.VENDOR.text()).to(GreenMails.GATEWAY.text());
    private final GatewaySimulator simulator = GatewaySimulator.builder(
                    GreenMails.GATEWAY.text(), Clock.systemUTC(), new SecureRandom())
            .build();
    private final List<Change> seen = new ArrayList<>();
    private FakeImap imap;

    @BeforeEach
    void start() throws IOException {
        imap = new FakeImap();
    }

    @AfterEach
    void stop() throws IOException {
        imap.close();
    }

    private MailAccount account() {
        return MailAccount.of(
                MailServer.plaintext(FakeServer.HOST, 1),
                imap.reach(),
                Credentials.password("vendor", () -> "hunter-2"));
    }

    private KmcClient.Builder client(PendingRequests kept) {
        return KmcClient.builder(kept, KmcMailbox.of(account()), GreenMails.GATEWAY)
                .listener(new KmcListener() {
                    @Override
                    public void changed(Change change) {
                        seen.add(change);
                    }
                });
    }

    /** A request that was sent, with its answer in the mailbox. */
    private Token answered() throws IOException {
        KmcRequest request = requests.help();
        TrackedRequest created = TrackedRequest.of(request);
        store.add(created);
        store.update(created.next(RequestState.SENT, Instant.now()).build());
        simulator
                .receive(request.octets(), GreenMails.VENDOR.text())
                .replies()
                .forEach(reply -> imap.deliver(reply.octets()));
        return request.token();
    }

    private long position() throws IOException {
        return store.position(account().mailboxName())
                .map(MailboxPosition::lastUid)
                .orElse(0L);
    }

    private RequestState state(Token token) throws IOException {
        return store.find(token).orElseThrow().state();
    }

    private void checkSettledOnce(Token... tokens) throws IOException {
        for (Token token : tokens) {
            assertThat(state(token)).isEqualTo(RequestState.SUCCEEDED);
            assertThat(seen.stream()
                            .filter(Change::settled)
                            .filter(change ->
                                    change.request().orElseThrow().token().equals(token)))
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void readsTheMailTheNextTimeWhenTheConnectionBreaks(Step step) throws Exception {
        Token token = answered();
        try (KmcClient client = client(store).build()) {
            imap.dropAt(step);
            if (step != Step.IDLE && step != Step.REST) { // of which this poll makes no use
                MailException fault = catchThrowableOfType(MailException.class, client::poll);
                assertThat(fault.kind()).isEqualTo(MailException.Kind.CONNECTION);
                assertThat(position()).isZero();
            }
            imap.recover();
            client.poll();
            checkSettledOnce(token);
            assertThat(position()).isEqualTo(10);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"FETCH", "CONTENT"})
    void keepsWhatItReadBeforeTheConnectionBroke(Step step) throws Exception {
        Token[] tokens = new Token[25];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = answered();
        }
        try (KmcClient client = client(store).build()) {
            imap.dropAt(step, 22);
            assertThatThrownBy(client::poll).isInstanceOf(MailException.class);
            assertThat(state(tokens[21])).isEqualTo(RequestState.SUCCEEDED);
            assertThat(state(tokens[22])).isEqualTo(RequestState.SENT);
            assertThat(position()).isBetween(200L, 220L);
            imap.recover();
            client.poll();
            checkSettledOnce(tokens);
            assertThat(position()).isEqualTo(250);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"SELECT", "LIST", "FETCH"})
    void readsTheMailTheNextTimeWhenTheServerRefusesForNow(Step step) throws Exception {
        Token token = answered();
        try (KmcClient client = client(store).build()) {
            imap.answerAt(step, "NO not now");
            MailException fault = catchThrowableOfType(MailException.class, client::poll);
            assertThat(fault.kind()).isEqualTo(MailException.Kind.SERVER);
            imap.recover();
            client.poll();
            checkSettledOnce(token);
        }
    }

    /** A mailbox that may be read but not changed is enough. */
    @Test
    void readsOnWhereTheServerDoesNotLetItMarkMails() throws Exception {
        Token[] tokens = {answered(), answered()};
        List<MailException> faults = new ArrayList<>();
        KmcListener watching = new KmcListener() {
            @Override
            public void changed(Change change) {
                seen.add(change);
            }

            @Override
            public void notMarked(MailException fault) {
                faults.add(fault);
            }
        };
        try (KmcClient client = client(store).listener(watching).build()) {
            imap.answerAt(Step.STORE, "NO [NOPERM] never");
            client.poll();
            checkSettledOnce(tokens);
            assertThat(position()).isEqualTo(20);
            assertThat(faults)
                    .isNotEmpty()
                    .allSatisfy(fault -> assertThat(fault.kind()).isEqualTo(MailException.Kind.SERVER));
        }
    }

    /** RFC 5530 clause 3: the server cannot look the password up at the moment. */
    @Test
    void doesNotTakeALoginThatFailsForNowForARefusal() throws Exception {
        Token token = answered();
        try (KmcClient client = client(store).build()) {
            imap.answerAt(Step.LOGIN, "NO [UNAVAILABLE] Temporary authentication failure");
            MailException fault = catchThrowableOfType(MailException.class, client::poll);
            assertThat(fault.kind()).isEqualTo(MailException.Kind.SERVER);
            imap.recover();
            client.poll();
            checkSettledOnce(token);
        }
    }

    /** Of a mail that is longer than what is fetched at once. */
    @Test
    void doesNotTakeThePartThatTheServerGaveForTheWholeMail() throws Exception {
        Token token = answered();
        imap.deliver(("Subject: long\r\n\r\n" + "x".repeat(100_000)).getBytes(StandardCharsets.US_ASCII));
        try (KmcClient client = client(store).build()) {
            imap.answerAt(Step.REST, "NO not now");
            assertThatThrownBy(client::poll).isInstanceOf(MailException.class);
            imap.recover();
            assertThat(client.poll()).hasSize(2);
        }
        checkSettledOnce(token);
        assertThat(position()).isEqualTo(20);
    }

    /** The end of what is fetched at once is then the end of the mail too; servers may count two octets more. */
    @ParameterizedTest
    @CsvSource({"65536, 0, true", "131072, 2, true", "65536, 3, false", "65535, 3, true", "65537, 3, true"})
    void takesAMailThatEndsWhereAPartEnds(int length, int tellsMore, boolean taken) throws Exception {
        String start = "Subject: long\r\n\r\n";
        imap.deliver((start + "x".repeat(length - start.length())).getBytes(StandardCharsets.US_ASCII));
        imap.tellsMore = tellsMore;
        try (KmcClient client = client(store).build()) {
            if (taken) {
                assertThat(client.poll()).hasSize(1);
            } else {
                assertThatThrownBy(client::poll).isInstanceOf(MailException.class);
            }
        }
    }

    @Tag("slow")
    @Test
    void goesOnByItselfAfterTheConnectionBroke() throws Exception {
        Token token = answered();
        imap.dropAt(Step.CONTENT);
        KmcListener healing = new KmcListener() {
            @Override
            public void fault(MailException fault, Duration retryIn) {
                assertThat(fault.kind()).isEqualTo(MailException.Kind.CONNECTION);
                assertThat(retryIn).isEqualTo(Duration.ofSeconds(5));
                imap.recover();
            }
        };
        try (KmcClient client = client(store).listener(healing).build()) {
            Outcome outcome = client.await(token, Instant.now().plusSeconds(30));
            assertThat(outcome.state()).isEqualTo(RequestState.SUCCEEDED);
        }
    }

    @Test
    void readsAllAgainWhenTheUidsBecomeVoid() throws Exception {
        Token first = answered();
        Token second = answered();
        try (KmcClient client = client(store).build()) {
            client.poll();
            assertThat(client.poll()).isEmpty();
            imap.renumber();
            assertThat(client.poll())
                    .hasSize(2)
                    .allMatch(change -> change.notes().contains(Note.DUPLICATE));
            assertThat(client.poll()).isEmpty();
        }
        checkSettledOnce(first, second);
        assertThat(store.position(account().mailboxName())).contains(new MailboxPosition(2, 20));
    }

    @Test
    void doesNotTryAgainWithCredentialsThatWereRefused() throws Exception {
        Token token = answered();
        imap.answerAt(Step.LOGIN, "NO [AUTHENTICATIONFAILED] wrong");
        try (KmcClient client = client(store).build()) {
            Instant later = Instant.now().plusSeconds(60);
            for (MailException fault : List.of(
                    catchThrowableOfType(MailException.class, client::poll),
                    catchThrowableOfType(MailException.class, () -> client.run(later)),
                    catchThrowableOfType(MailException.class, () -> client.await(token, later)))) {
                assertThat(fault.kind()).isEqualTo(MailException.Kind.AUTHENTICATION);
                assertThat(fault).hasMessageNotContaining("hunter-2");
            }
        }
        assertThat(imap.server().connections()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"update", "advance", "knownByToken", "position"})
    void readsTheMailAgainWhenTheStoreFailed(String failing) throws Exception {
        Token token = answered();
        WatchedStore full = new WatchedStore() {
            @Override
            public void before(String method, Object[] arguments) throws IOException {
                if (method.equals(failing)) {
                    throw new IOException("No space left on device");
                }
            }
        };
        try (KmcClient client = client(WatchedStore.of(store, full)).build()) {
            assertThatThrownBy(client::poll)
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessage("No space left on device");
            assertThat(position()).isZero();
        }
        try (KmcClient client = client(store).build()) {
            client.poll();
        }
        checkSettledOnce(token);
    }

    /** Its author sees it, instead of a fault of the mail server that is waited out. */
    @Test
    void throwsWhatTheListenerThrows() throws Exception {
        Token token = answered();
        IllegalStateException own = new IllegalStateException("of the listener");
        KmcListener throwing = new KmcListener() {
            @Override
            public void changed(Change change) {
                throw own;
            }
        };
        try (KmcClient client = client(store).listener(throwing).build()) {
            assertThatThrownBy(() -> client.run(Instant.now().plusSeconds(20))).isSameAs(own);
        }
        assertThat(state(token)).isEqualTo(RequestState.SUCCEEDED);
    }

    /** Mail servers count the connections of an account, and refuse one too many. */
    @Test
    void closesAConnectionThatItCannotUse() throws Exception {
        try (KmcClient client = client(store).build()) {
            imap.answerAt(Step.SELECT, "NO not now");
            assertThatThrownBy(client::poll).isInstanceOf(MailException.class);
        }
        assertThat(imap.server().heard()).last().asString().endsWith("LOGOUT");
    }

    /** RFC 3501 clause 7.1: the flags that can be set for good; a star stands for any keyword. */
    @ParameterizedTest
    @CsvSource({"\\Seen, false", "\\Seen $Other, false", "\\Seen \\*, true", "$ValiseProcessed, true"})
    void marksMailsWhereTheServerKeepsMarks(String flags, boolean marked) throws Exception {
        Token token = answered();
        imap.permanentFlags = flags;
        try (KmcClient client = client(store).build()) {
            client.poll();
        }
        checkSettledOnce(token);
        assertThat(imap.server().heard().toString().contains("STORE")).isEqualTo(marked);
    }

    /** One octet more is read than is allowed, so that a mail that was cut is not taken for a whole one. */
    @ParameterizedTest
    @CsvSource({"1000, false", "1001, true", "5000, true"})
    void readsNoMoreOfAMailThanIsAllowed(int length, boolean tooLong) throws Exception {
        String start = "Subject: long\r\n\r\n";
        imap.deliver((start + "x".repeat(length - start.length())).getBytes(StandardCharsets.US_ASCII));
        MailLimits limits = new MailLimits(1_000, 1_000, 1_000, 50, 5, 1_000, 1_000);
        try (KmcClient client = client(store)
                .replyReader(ReplyReader.forGateway(GreenMails.GATEWAY).withLimits(limits))
                .build()) {
            Reply reply = client.poll().get(0).reply().orElseThrow();
            assertThat(reply.findings().contains(MailFinding.LIMIT_EXCEEDED)).isEqualTo(tooLong);
            assertThat(reply.mail().octets()).hasSize(Math.min(length, 1_001));
        }
    }
}
