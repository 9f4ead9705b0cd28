// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A new connection each time, for programs without a pool. */
final class StoreDataSource implements DataSource {

    private final String url;
    private final String user;
    private final String password;

    StoreDataSource(String url, String user, String password) {
        this.url = url;
        this.user = user;
        this.password = password;
    }

    /** Says which driver is missing. The URL itself may hold a password, so only its first two parts are named. */
    static void requireDriver(String url) {
        try {
            DriverManager.getDriver(url);
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "No JDBC driver for " + product(url) + " is on the class path: add " + artifact(url), e);
        }
    }

    private static String product(String url) {
        String[] parts = url.split(":", 3);
        return parts.length < 3 || !parts[0].equals("jdbc")
                ? "this URL, which does not begin with jdbc:name:,"
                : "jdbc:" + parts[1] + ":";
    }

    private static String artifact(String url) {
        if (url.startsWith("jdbc:postgresql:")) {
            return "org.postgresql:postgresql";
        }
        return url.startsWith("jdbc:h2:") ? "com.h2database:h2" : "the driver of the database";
    }

    @Override
    public Connection getConnection() throws SQLException {
        return getConnection(user, password);
    }

    @Override
    public Connection getConnection(String name, String secret) throws SQLException {
        return DriverManager.getConnection(url, name, secret);
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        // It does not log.
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException("Give the time-out in the URL");
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("It does not log");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("It wraps nothing");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
