// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A small pool: it lends connections as the last user left them, autoCommit and isolation included. */
final class PendingRequestsPool implements AutoCloseable {

    private final DataSource database;
    private final Preparation preparation;
    private final Queue<Connection> free = new ConcurrentLinkedQueue<>();
    private final AtomicInteger lent = new AtomicInteger();

    PendingRequestsPool(DataSource database, Preparation preparation) {
        this.database = database;
        this.preparation = preparation;
    }

    /** How new connections are set. */
    interface Preparation {
        void prepare(Connection connection) throws SQLException;
    }

    int lent() {
        return lent.get();
    }

    /** Connections that are not lent. */
    Queue<Connection> free() {
        return free;
    }

    DataSource source() {
        return proxy(DataSource.class, (proxy, method, arguments) -> lend());
    }

    private Connection lend() throws SQLException {
        Connection pooled = free.poll();
        Connection connection = pooled == null ? database.getConnection() : pooled;
        if (pooled == null) {
            preparation.prepare(connection);
        }
        lent.incrementAndGet();
        return proxy(Connection.class, (proxy, method, arguments) -> {
            if (method.getName().equals("close")) {
                lent.decrementAndGet();
                free.add(connection);
                return null;
            }
            try {
                return method.invoke(connection, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : free) {
            connection.close();
        }
    }
}
