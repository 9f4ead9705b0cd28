// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.valise.sts.email.PendingRequestsSamples.mail;
import static org.valise.sts.email.PendingRequestsSamples.next;
import static org.valise.sts.email.PendingRequestsSamples.request;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database that refuses a statement now and then: all of a change is kept or nothing, and what may pass is tried again. */
class StoreTransactionTest {

    private final DataSource database = JdbcPendingRequestsContract.h2();
    private PendingRequests store;

    @BeforeEach
    void create() throws IOException {
        JdbcPendingRequests.createSchema(database);
        store = JdbcPendingRequests.of(database);
    }

    /** Sees each call of a connection before it is done. */
    private interface Watcher {
        void before(Connection connection, String method, Object[] arguments) throws SQLException;
    }

    private static DataSource watched(DataSource real, Watcher watcher) {
        return PendingRequestsPool.proxy(DataSource.class, (proxy, open, none) -> {
            Connection connection = real.getConnection();
            return PendingRequestsPool.proxy(Connection.class, (inner, method, arguments) -> {
                try {
                    watcher.before(connection, method.getName(), arguments == null ? new Object[0] : arguments);
                    return method.invoke(connection, arguments);
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            });
        });
    }

    /** Refuses a call some times, and then no more. */
    private static final class Refusing implements Watcher {
        private final String method;
        private final String state;
        private int left;
        private int seen;

        Refusing(String method, String state, int times) {
            this.method = method;
            this.state = state;
            this.left = times;
        }

        @Override
        public void before(Connection connection, String called, Object[] arguments) throws SQLException {
            if (called.equals(method)) {
                seen++;
                if (left-- > 0) {
                    throw new SQLException("not now", state);
                }
            }
        }
    }

    /** SQLSTATE 40001: a serialization failure, 40P01 and 55P03: what PostgreSQL says of locks. */
    @ParameterizedTest
    @ValueSource(strings = {"40001", "40P01", "55P03"})
    void triesAgainWhileOthersAreInTheWay(String state) throws Exception {
        Refusing refusing = new Refusing("commit", state, 3);
        JdbcPendingRequests.of(watched(database, refusing)).add(request(1));
        assertThat(refusing.seen).isEqualTo(4);
        assertThat(store.find(request(1).token())).contains(request(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HY000", "XX000"})
    void doesNotTryAgainWhateverElseIsWrong(String state) throws Exception {
        Refusing refusing = new Refusing("commit", state, 1);
        assertThatThrownBy(() ->
                        JdbcPendingRequests.of(watched(database, refusing)).add(request(1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(state);
        assertThat(refusing.seen).isEqualTo(1);
        assertThat(store.find(request(1).token())).isEmpty();
    }

    /** Another node makes the same tables at the same time; what a database says then differs (HY000 is general). */
    @ParameterizedTest
    @ValueSource(strings = {"HY000", "42P07", "23505"})
    void makesItsTablesThoughAnotherIsAtIt(String state) throws Exception {
        DataSource empty = JdbcPendingRequestsContract.h2();
        Refusing refusing = new Refusing("createStatement", state, 1);
        JdbcPendingRequests.createSchema(watched(empty, refusing));
        assertThat(refusing.seen).isEqualTo(2);
        JdbcPendingRequests.of(empty).add(request(1));
    }

    /** The request is changed first, and then its mail cannot be kept. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void takesBackTheFirstHalfOfAChange(boolean automatic) throws Exception {
        store.add(request(1));
        DataSource failing = watched(database, (connection, method, arguments) -> {
            if (method.equals("prepareStatement") && arguments[0].toString().startsWith("INSERT INTO sts_reply")) {
                throw new SQLException("full", "53100");
            }
        });
        try (PendingRequestsPool pool =
                new PendingRequestsPool(failing, connection -> connection.setAutoCommit(automatic))) {
            PendingRequests pooled = JdbcPendingRequests.of(pool.source());
            assertThatThrownBy(() -> pooled.update(next(request(1), RequestState.SENT), mail("x")))
                    .hasMessageContaining("53100");
            pooled.add(request(2)); // on the same connection
        }
        assertThat(store.find(request(1).token())).contains(request(1));
        assertThat(store.reply(request(1).token())).isEmpty();
        assertThat(store.find(request(2).token())).isPresent();
    }

    /** In a stricter isolation a lock would not show what others have committed meanwhile. */
    @ParameterizedTest
    @ValueSource(ints = {Connection.TRANSACTION_READ_COMMITTED, Connection.TRANSACTION_SERIALIZABLE})
    void readsWhatOthersHaveCommittedAndLeavesAConnectionAsItWas(int isolation) throws Exception {
        List<Integer> during = new ArrayList<>();
        List<Object> set = new ArrayList<>();
        DataSource watching = watched(database, (connection, method, arguments) -> {
            if (method.equals("prepareStatement")) {
                during.add(connection.getTransactionIsolation());
            } else if (method.equals("setTransactionIsolation")) {
                set.add(arguments[0]);
            }
        });
        try (PendingRequestsPool pool =
                new PendingRequestsPool(watching, connection -> connection.setTransactionIsolation(isolation))) {
            JdbcPendingRequests.of(pool.source()).add(request(1));
            assertThat(pool.free().element().getTransactionIsolation()).isEqualTo(isolation);
        }
        assertThat(during).isNotEmpty().containsOnly(Connection.TRANSACTION_READ_COMMITTED);
        boolean strict = isolation != Connection.TRANSACTION_READ_COMMITTED;
        assertThat(set)
                .as("the first by the pool")
                .isEqualTo(
                        strict
                                ? List.of(isolation, Connection.TRANSACTION_READ_COMMITTED, isolation)
                                : List.of(isolation));
    }

    @Test
    void aSourceOfConnectionsWrapsNothing() throws Exception {
        assertThat(database.isWrapperFor(DataSource.class)).isFalse();
        assertThatThrownBy(() -> database.unwrap(DataSource.class)).isInstanceOf(SQLException.class);
    }

    /** A mail is kept in parts of a million octets, because PostgreSQL's driver holds several copies of each. */
    @ParameterizedTest
    @ValueSource(ints = {999_999, 1_000_000, 1_000_001, 2_500_000})
    void keepsAMailOfSeveralParts(int length) throws Exception {
        byte[] reply = new byte[length];
        for (int i = 0; i < length; i++) {
            reply[i] = (byte) (i / 100_000 * 7 + i % 50);
        }
        store.add(request(1));
        assertThat(store.update(next(request(1), RequestState.SENT), reply)).isTrue();
        assertThat(store.reply(request(1).token()).orElseThrow()).isEqualTo(reply);
    }
}
