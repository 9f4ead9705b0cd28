// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.valise.sts.email.PendingRequestsSamples.NOON;
import static org.valise.sts.email.PendingRequestsSamples.mail;
import static org.valise.sts.email.PendingRequestsSamples.next;
import static org.valise.sts.email.PendingRequestsSamples.request;
import static org.valise.sts.email.PendingRequestsSamples.sending;
import static org.valise.sts.email.RequestState.SUCCEEDED;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the store in a database does beyond the contract: several nodes, any pool, no content in messages. */
abstract class JdbcPendingRequestsContract extends PendingRequestsContract {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private PendingRequestsPool pool;
    private DataSource database;

    abstract DataSource newDatabase();

    static DataSource h2() {
        return JdbcPendingRequests.dataSource(
                "jdbc:h2:mem:valise" + DATABASES.incrementAndGet() + ";DB_CLOSE_DELAY=-1", "sa", "");
    }

    @Override
    PendingRequests open() throws IOException {
        pool = new PendingRequestsPool(newDatabase(), connection -> {});
        database = pool.source();
        JdbcPendingRequests.createSchema(database);
        return JdbcPendingRequests.of(database);
    }

    @Override
    PendingRequests reopen(PendingRequests open) throws IOException {
        open.close();
        JdbcPendingRequests.createSchema(database);
        return JdbcPendingRequests.of(database);
    }

    @AfterEach
    void closePool() throws Exception {
        if (pool != null) {
            pool.close();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void leavesAPoolsConnectionsAsTheyWere(boolean automatic) throws Exception {
        try (PendingRequestsPool own =
                new PendingRequestsPool(database, connection -> connection.setAutoCommit(automatic))) {
            PendingRequests pooled = JdbcPendingRequests.of(own.source());
            TrackedRequest request = request();
            pooled.add(request);
            assertThatIllegalArgumentException().isThrownBy(() -> pooled.add(request));
            assertThat(pooled.claimSend(sending(request, NOON), RateLimit.defaults(), NOON))
                    .isEqualTo(new SendClaim.Granted());
            assertThatIllegalArgumentException().isThrownBy(() -> pooled.update(request(4242)));
            assertThat(own.lent()).isZero();
            assertThat(own.free()).hasSize(1);
            assertThat(own.free().element().getAutoCommit()).isEqualTo(automatic);
            assertThat(store.find(request.token())).contains(sending(request, NOON));
        }
    }

    @Test
    void takesEachChangeFromOneOfTwoNodes() throws Exception {
        int requests = 1_000;
        for (int i = 0; i < requests; i++) {
            store.add(request(i));
        }
        List<Callable<Integer>> racers = new ArrayList<>();
        for (int node = 0; node < 2; node++) {
            PendingRequests own = JdbcPendingRequests.of(database);
            for (int thread = 0; thread < 4; thread++) {
                int name = node * 4 + thread;
                racers.add(() -> settleAll(own, requests, name));
            }
        }
        assertThat(sum(racers)).isEqualTo(requests);
        assertThat(store.list(EnumSet.of(SUCCEEDED))).hasSize(requests).allMatch(r -> r.version() == 1);
    }

    private static int settleAll(PendingRequests node, int requests, int name) throws IOException {
        int won = 0;
        for (int i = 0; i < requests; i++) {
            byte[] mail = mail("by " + name);
            if (node.update(next(request(i), SUCCEEDED), mail)) {
                won++;
                assertThat(node.reply(request(i).token()).orElseThrow()).isEqualTo(mail);
            }
        }
        return won;
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                Connection.TRANSACTION_READ_COMMITTED,
                Connection.TRANSACTION_REPEATABLE_READ,
                Connection.TRANSACTION_SERIALIZABLE
            })
    void neverSendsFasterThanTheLimitWhateverNodesAsk(int isolation) throws Exception {
        RateLimit limit = new RateLimit(Duration.ofSeconds(10), 20);
        int requests = 64;
        for (int i = 0; i < requests; i++) {
            store.add(request(i));
        }
        PendingRequestsPool isolated =
                new PendingRequestsPool(database, connection -> connection.setTransactionIsolation(isolation));
        AtomicLong clock = new AtomicLong();
        ConcurrentLinkedQueue<Instant> granted = new ConcurrentLinkedQueue<>();
        List<Callable<Integer>> nodes = IntStream.range(0, 8)
                .mapToObj(thread -> (Callable<Integer>) () -> {
                    PendingRequests node = JdbcPendingRequests.of(isolated.source());
                    int won = 0;
                    for (int i = thread % 2; i < requests; i++) {
                        Instant now = NOON.plusSeconds(clock.getAndIncrement());
                        if (node.claimSend(sending(request(i), now), limit, now) instanceof SendClaim.Granted) {
                            granted.add(now);
                            won++;
                        }
                    }
                    return won;
                })
                .toList();
        assertThat(sum(nodes)).isPositive();
        List<Instant> sorted = granted.stream().sorted().toList();
        for (int i = 1; i < sorted.size(); i++) {
            assertThat(Duration.between(sorted.get(i - 1), sorted.get(i))).isGreaterThanOrEqualTo(limit.interval());
        }
        for (int i = limit.perHour(); i < sorted.size(); i++) {
            assertThat(Duration.between(sorted.get(i - limit.perHour()), sorted.get(i)))
                    .isGreaterThanOrEqualTo(Duration.ofHours(1));
        }
        assertThat(store.list(EnumSet.of(RequestState.SENDING))).hasSize(sorted.size());
        isolated.close();
    }

    @Test
    void grantsOneOfManyFirstClaims() throws Exception {
        List<Callable<Integer>> nodes = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            TrackedRequest request = request(i);
            store.add(request);
            nodes.add(() ->
                    JdbcPendingRequests.of(database).claimSend(sending(request, NOON), RateLimit.defaults(), NOON)
                                    instanceof SendClaim.Granted
                            ? 1
                            : 0);
        }
        assertThat(sum(nodes)).isEqualTo(1);
    }

    @Test
    void neverMovesAPositionBackWhateverNodesSay() throws Exception {
        List<Callable<Integer>> nodes = IntStream.range(0, 8)
                .mapToObj(thread -> (Callable<Integer>) () -> {
                    PendingRequests node = JdbcPendingRequests.of(database);
                    for (int uid = 1; uid <= 100; uid++) {
                        MailboxPosition own = new MailboxPosition(1, uid * 8L + thread);
                        node.advance("box", own);
                        assertThat(node.position("box").orElseThrow().lastUid()).isGreaterThanOrEqualTo(own.lastUid());
                    }
                    return 0;
                })
                .toList();
        assertThat(sum(nodes)).isZero();
        assertThat(store.position("box")).contains(new MailboxPosition(1, 807));
    }

    @Test
    void makesItsTablesOnceWhateverNodesAsk() throws Exception {
        DataSource empty = newDatabase();
        List<Callable<Integer>> nodes = IntStream.range(0, 8)
                .mapToObj(thread -> (Callable<Integer>) () -> {
                    JdbcPendingRequests.createSchema(empty);
                    return 0;
                })
                .toList();
        assertThat(sum(nodes)).isZero();
        JdbcPendingRequests.of(empty).add(request());
    }

    @Test
    void saysThatTablesAreMissing() {
        PendingRequests bare = JdbcPendingRequests.of(newDatabase());
        assertThatThrownBy(() -> bare.add(request()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("createSchema")
                .hasNoCause();
    }

    @Test
    void saysThatARowIsOfALaterVersion() throws Exception {
        TrackedRequest request = request();
        store.add(request);
        try (Connection connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE sts_request SET state = 'PARKED'");
        }
        assertThatThrownBy(() -> store.find(request.token()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not of this version")
                .hasMessageNotContaining("PARKED");
    }

    @Test
    void saysThatThereIsNoConnection() {
        DataSource dead = PendingRequestsPool.proxy(DataSource.class, (proxy, method, arguments) -> {
            throw new SQLException("gone", "08006");
        });
        assertThatThrownBy(() -> JdbcPendingRequests.of(dead).list(EnumSet.of(SUCCEEDED)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("08006");
    }

    @Test
    void saysWhichDriverIsMissing() {
        assertThatIllegalStateException()
                .isThrownBy(() -> JdbcPendingRequests.dataSource("jdbc:oracle:thin:secret@x", "u", "p"))
                .withMessageContaining("jdbc:oracle:")
                .withMessageEndingWith("add the driver of the database")
                .withMessageNotContaining("secret");
    }
}
