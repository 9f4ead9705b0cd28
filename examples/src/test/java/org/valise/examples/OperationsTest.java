// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.ServerSocket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.valise.sts.email.Change;
import org.valise.sts.email.Credentials;
import org.valise.sts.email.FilePendingRequests;
import org.valise.sts.email.KmcClient;
import org.valise.sts.email.KmcListener;
import org.valise.sts.email.KmcMailbox;
import org.valise.sts.email.KmcRequest;
import org.valise.sts.email.MailAccount;
import org.valise.sts.email.MailAddress;
import org.valise.sts.email.MailException;
import org.valise.sts.email.MailServer;
import org.valise.sts.email.MemoryPendingRequests;
import org.valise.sts.email.PendingRequests;
import org.valise.sts.email.ReplyReader;
import org.valise.sts.email.RequestFactory;
import org.valise.sts.email.RequestState;
import org.valise.sts.email.RequestTracker;
import org.valise.sts.email.Submission;
import org.valise.sts.email.Token;
import org.valise.sts.email.TrackedRequest;
import org.valise.sts.email.TrackingPolicy;
import org.valise.sts.email.testing.GatewaySimulator;
import org.valise.sts.records.StsRecord;

/** What docs/operations.md says of copies, restored back-ups and approvals is so. */
class OperationsTest {

    private static final MailAddress GATEWAY = MailAddress.of("gateway@kmc.example");
    private static final String VENDOR = "vendor@vending.example";
    private static final EnumSet<RequestState> ALL = EnumSet.allOf(RequestState.class);

    private final RequestFactory requests = RequestFactory.from(VENDOR).to(GATEWAY.text());
    private final GatewaySimulator gateway = GatewaySimulator.builder(
                    GATEWAY.text(), Clock.systemUTC(), new SecureRandom())
            .build();

    @TempDir
    private Path folder;

    private URLClassLoader documents;

    @BeforeEach
    void open() throws IOException {
        documents = new URLClassLoader(new URL[] {folder.toUri().toURL()});
    }

    @AfterEach
    void close() throws IOException {
        documents.close();
    }

    private KmcRequest keyLoadFile() {
        return requests.getKeyLoadFile(StsRecord.of("VKLOADREQ.1", List.of("fresh")));
    }

    private static void keep(PendingRequests store, KmcRequest request) throws IOException {
        store.add(TrackedRequest.of(request));
    }

    private byte[] reply(KmcRequest request) {
        return gateway.receive(request.octets(), VENDOR).replies().get(0).octets();
    }

    private static Change receive(PendingRequests store, byte[] mail) throws IOException {
        return new RequestTracker(store, TrackingPolicy.defaults(), Clock.systemUTC())
                .receive(ReplyReader.forGateway(GATEWAY).read(mail, store));
    }

    private Path copyOfJournal(Path store) throws IOException {
        Path copy = Files.createDirectories(folder.resolve("copy"));
        Files.copy(store.resolve("journal.jsonl"), copy.resolve("journal.jsonl"));
        return copy;
    }

    @Test
    void anOldBackUpSettlesAgain() throws IOException {
        KmcRequest request = keyLoadFile();
        byte[] reply = reply(request);
        Path copy;
        try (PendingRequests store = FilePendingRequests.open(folder.resolve("store"))) {
            keep(store, request);
            copy = copyOfJournal(folder.resolve("store"));
            assertThat(receive(store, reply).settled()).isTrue();
            assertThat(receive(store, reply).settled()).isFalse();
        }
        try (PendingRequests restored = FilePendingRequests.open(copy)) {
            assertThat(receive(restored, reply).settled()).isTrue();
        }
    }

    @Test
    void aCopyOfTheJournalAloneNamesTheMailThatIsMissing() throws IOException {
        KmcRequest request = keyLoadFile();
        try (PendingRequests store = FilePendingRequests.open(folder.resolve("store"))) {
            keep(store, request);
            receive(store, reply(request));
            try (PendingRequests copy = FilePendingRequests.open(copyOfJournal(folder.resolve("store")))) {
                assertThat(copy.list(ALL)).extracting(TrackedRequest::state).containsExactly(RequestState.SUCCEEDED);
                assertThatThrownBy(() -> copy.reply(request.token()))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining(".eml is missing");
            }
        }
    }

    @Test
    void anApprovalEndsWithItsLine() throws IOException {
        Path journal = folder.resolve("store/journal.jsonl");
        try (PendingRequests store = FilePendingRequests.open(folder.resolve("store"))) {
            keep(store, requests.help());
            store.approve(gateway.kmcId());
            keep(store, requests.help());
        }
        List<String> lines = Files.readAllLines(journal);
        assertThat(lines).filteredOn(OperationsTest::approves).hasSize(1);
        Files.write(journal, lines.stream().filter(line -> !approves(line)).toList());
        try (FilePendingRequests store = FilePendingRequests.open(folder.resolve("store"))) {
            assertThat(store.approved()).isEmpty();
            assertThat(store.list(ALL)).hasSize(2);
            assertThat(store.torn()).isEmpty();
        }
    }

    private static boolean approves(String line) {
        return line.contains("\"op\":\"approve\"");
    }

    @Test
    void theRecordOfAForgottenRequestCouldBeSentOnceMore() throws IOException {
        try (PendingRequests store = FilePendingRequests.open(folder.resolve("store"));
                KmcClient client = client(store, new KmcListener() {})) {
            KmcRequest first = keyLoadFile();
            client.submit(first);
            assertThatThrownBy(() -> client.submit(keyLoadFile())).isInstanceOf(IllegalArgumentException.class);
            receive(store, reply(first));
            assertThatThrownBy(() -> client.submit(keyLoadFile())).isInstanceOf(IllegalArgumentException.class);
            assertThat(store.forget(Instant.now().plusSeconds(60))).isEqualTo(1);
            assertThat(store.knownByToken(first.token())).isEmpty();
            assertThat(client.submit(keyLoadFile()).status()).isEqualTo(Submission.Status.NOT_SENT);
        }
    }

    @Test
    void aRestoredStoreSendsBeforeItReads() throws IOException {
        try (PendingRequests store = FilePendingRequests.open(folder.resolve("store"))) {
            KmcRequest request = requests.help();
            keep(store, request);
            assertThat(triedBy(store)).containsExactly(request.token());
        }
    }

    @Test
    void thePreparedStoreSettlesWhatItCanAndSendsNothing() throws Exception {
        KmcRequest answered = keyLoadFile();
        KmcRequest unsure = requests.help();
        try (PendingRequests store = FilePendingRequests.open(folder.resolve("store"))) {
            keep(store, answered);
            keep(store, unsure);
            afterRestore().invoke(null, store, GATEWAY, List.of(reply(answered)), Clock.systemUTC());
            assertThat(store.find(answered.token()).orElseThrow().state()).isEqualTo(RequestState.SUCCEEDED);
            assertThat(store.find(unsure.token()).orElseThrow().state()).isEqualTo(RequestState.SENDING);
            assertThat(triedBy(store)).isEmpty();
        }
    }

    private Method afterRestore() throws Exception {
        return code("AfterRestore", "prepare", PendingRequests.class, MailAddress.class, List.class, Clock.class);
    }

    /** The code of the document, as it stands there. */
    private Method code(String type, String name, Class<?>... parameters) throws Exception {
        String code = DocumentsTest.examples("docs/operations.md").stream()
                .filter(example -> example.contains("class " + type))
                .findFirst()
                .orElseThrow();
        assertThat(DocumentsTest.compile(code, folder)).isEmpty();
        Method method = documents.loadClass(type).getDeclaredMethod(name, parameters);
        method.setAccessible(true);
        return method;
    }

    /** The times at which the alarms of the guide are raised, with a mail server that is away or silent all the time. */
    @Test
    void theWatchRaisesItsAlarmsWhateverElseHappensMeanwhile() throws Exception {
        assertThat(alarmAfter(RequestState.CREATED)).isEqualTo(Duration.ofMinutes(70));
        assertThat(alarmAfter(RequestState.SENDING)).isEqualTo(Duration.ofMinutes(10));
        assertThat(alarmAfter(RequestState.SENT)).isEqualTo(Duration.ofMinutes(250));
        assertThat(alarmAfter(RequestState.NOTICED)).isEqualTo(Duration.ofMinutes(24 * 60 + 10));
    }

    /** Looks each ten minutes, and polls before. What is noticed is noticed again now and then. */
    private Duration alarmAfter(RequestState state) throws Exception {
        Method watch = code("Watch", "forAPerson", KmcClient.class, Clock.class);
        Instant start = Instant.parse("2026-06-01T12:00:00Z");
        AtomicReference<Clock> clock = new AtomicReference<>(Clock.fixed(start, ZoneOffset.UTC));
        try (PendingRequests store = new MemoryPendingRequests();
                KmcClient client = client(store, new KmcListener() {}, new Delegating(clock))) {
            KmcRequest request = requests.withClock(clock.get()).help();
            keep(store, request);
            put(store, request, state, start, start);
            for (int minutes = 10; minutes <= 48 * 60; minutes += 10) {
                clock.set(Clock.fixed(start.plus(Duration.ofMinutes(minutes)), ZoneOffset.UTC));
                assertThatThrownBy(client::poll).isInstanceOf(MailException.class);
                new RequestTracker(store, TrackingPolicy.defaults(), clock.get()).checkTime();
                if (state == RequestState.NOTICED && minutes % 300 == 0) {
                    put(store, request, state, start, clock.get().instant());
                }
                assertThat(store.find(request.token()).orElseThrow().state()).isEqualTo(state);
                if (!((List<?>) watch.invoke(null, client, clock.get())).isEmpty()) {
                    return Duration.ofMinutes(minutes);
                }
            }
        }
        return Duration.ZERO;
    }

    /** As the client and its tracker leave it: sent at an instant, changed at another one. */
    private static void put(
            PendingRequests store, KmcRequest request, RequestState state, Instant sent, Instant changed)
            throws IOException {
        TrackedRequest kept = store.find(request.token()).orElseThrow();
        if (state != RequestState.CREATED) {
            store.update(kept.toBuilder()
                    .version(kept.version() + 1)
                    .state(state)
                    .changedAt(changed)
                    .attemptedAt(sent)
                    .slowAfter(changed.plus(TrackingPolicy.defaults().slowAfter()))
                    .deadline(changed.plus(TrackingPolicy.defaults().timeOut()))
                    .build());
        }
    }

    /** The clock of a client that is moved. */
    private static final class Delegating extends Clock {

        private final AtomicReference<Clock> clock;

        Delegating(AtomicReference<Clock> clock) {
            this.clock = clock;
        }

        @Override
        public Instant instant() {
            return clock.get().instant();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** What a client tries to send in one round, though no server is there. */
    private static List<Token> triedBy(PendingRequests store) throws IOException {
        List<Token> tried = new ArrayList<>();
        KmcListener listener = new KmcListener() {
            @Override
            public void submitted(Submission submission) {
                tried.add(submission.request().token());
            }
        };
        try (KmcClient client = client(store, listener)) {
            assertThatThrownBy(client::poll).isInstanceOf(MailException.class);
        }
        return tried;
    }

    private static KmcClient client(PendingRequests store, KmcListener listener) throws IOException {
        return client(store, listener, Clock.systemUTC());
    }

    private static KmcClient client(PendingRequests store, KmcListener listener, Clock clock) throws IOException {
        MailServer nobody = MailServer.plaintext("localhost", portOfNobody());
        MailAccount account = MailAccount.of(nobody, nobody, Credentials.password(VENDOR, () -> "secret"));
        return KmcClient.builder(store, KmcMailbox.of(account), GATEWAY)
                .listener(listener)
                .clock(clock)
                .build();
    }

    private static int portOfNobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
