// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/** Runs work against a database: all of it or nothing, and again if only the presence of other nodes was in the way. */
final class StoreTransaction {

    /** Serialization failure, deadlock, lock time-outs of both products, and tables just made by somebody else. */
    private static final Set<String> OTHERS_IN_THE_WAY =
            Set.of("40001", "40P01", "55P03", "HYT00", "42P07", "42710", "42S01", "42S11");

    private static final Set<String> TABLE_MISSING = Set.of("42P01", "42S02", "42S03", "42S04");
    private static final String DUPLICATE = "23505";
    private static final int TRIES = 50;
    private static final int LONGEST_PAUSE = 10;
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

    /** H2 has no name for it if two nodes make the same tables at once. */
    private static final String GENERAL_ERROR = "HY000";

    private final DataSource database;
    private final boolean makesTables;

    private StoreTransaction(DataSource database, boolean makesTables) {
        this.database = database;
        this.makesTables = makesTables;
    }

    static StoreTransaction over(DataSource database) {
        return new StoreTransaction(database, false);
    }

    static StoreTransaction forTables(DataSource database) {
        return new StoreTransaction(database, true);
    }

    /** Work in one transaction; what it throws undoes it. */
    @FunctionalInterface
    interface Work<T> {
        T run(Connection connection) throws SQLException, IOException;
    }

    /** Thrown when a row is there already; the transaction was undone. */
    static final class DuplicateException extends Exception {
        private static final long serialVersionUID = 1L;

        DuplicateException() {
            super("The row is there already");
        }
    }

    <T> T run(Work<T> work) throws IOException {
        try {
            return runUnlessDuplicate(work);
        } catch (DuplicateException e) {
            throw failure(DUPLICATE);
        }
    }

    <T> T runUnlessDuplicate(Work<T> work) throws IOException, DuplicateException {
        for (int tried = 1; ; tried++) {
            try {
                return once(work);
            } catch (SQLException e) {
                String state = String.valueOf(e.getSQLState());
                if (state.equals(DUPLICATE)) {
                    throw new DuplicateException();
                }
                if (tried == TRIES || !isOthersInTheWay(state)) {
                    throw failure(state);
                }
                // At a random moment, so that the same two do not meet again.
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(Math.min(tried, LONGEST_PAUSE) * PAUSE));
            }
        }
    }

    private boolean isOthersInTheWay(String state) {
        return OTHERS_IN_THE_WAY.contains(state) || makesTables && state.equals(GENERAL_ERROR);
    }

    /** The driver's own message may quote tokens and mails, so it goes no further. */
    private static IOException failure(String state) {
        String advice =
                TABLE_MISSING.contains(state) ? ": a table is missing, run JdbcPendingRequests.createSchema" : "";
        return new IOException("The database refused the statement (SQLState " + state + ")" + advice);
    }

    private <T> T once(Work<T> work) throws SQLException, IOException {
        try (Connection connection = connect()) {
            boolean automatic = connection.getAutoCommit();
            int isolation = connection.getTransactionIsolation();
            if (isolation != Connection.TRANSACTION_READ_COMMITTED) {
                // Who waited for a lock must see what the other one did: a snapshot from before the wait would not do.
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            }
            connection.setAutoCommit(false);
            boolean done = false;
            try {
                T result = work.run(connection);
                connection.commit();
                done = true;
                return result;
            } finally {
                giveBack(connection, done, automatic, isolation);
            }
        }
    }

    /** Nothing of the store's content has passed yet, so the cause may be told. */
    private Connection connect() throws IOException {
        try {
            return database.getConnection();
        } catch (SQLException e) {
            throw new IOException("No connection to the database (SQLState " + e.getSQLState() + ")", e);
        }
    }

    /** What was committed is kept, and why the work failed matters more: a broken connection is the pool's matter. */
    private static void giveBack(Connection connection, boolean done, boolean automatic, int isolation) {
        try {
            if (!done) {
                connection.rollback();
            }
            if (isolation != Connection.TRANSACTION_READ_COMMITTED) {
                connection.setTransactionIsolation(isolation);
            }
            connection.setAutoCommit(automatic);
        } catch (SQLException e) {
            // The database undoes what a broken connection did not commit.
        }
    }
}
