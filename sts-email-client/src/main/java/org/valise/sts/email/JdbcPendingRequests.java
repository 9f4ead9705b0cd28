// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.valise.sts.email.StoreRows.Binder;
import org.valise.sts.email.StoreTransaction.DuplicateException;
import org.valise.sts.records.Pkid;

/**
 * Keeps requests in a database that several nodes share: PostgreSQL 12 or later, or H2 2.x. Each method is one
 * transaction on a connection of its own, at whatever isolation level the connections have. A change is taken by
 * {@code UPDATE ... WHERE version = ?}, so one node settles a request; who claims a request locks the row of its sender,
 * so the rate limit holds for all nodes together. What fails because another node was in the way is tried again a few
 * times.
 *
 * <p>The tables are those of {@link #schema()}; their names begin with {@code sts_}, and an operator can read them.
 * Closing the store does not close the data source. Messages of exceptions give the SQLState and no content.
 * Thread-safe.
 *
 * <pre>{@code
 * JdbcPendingRequests.createSchema(dataSource);
 * PendingRequests store = JdbcPendingRequests.of(dataSource);
 * }</pre>
 *
 * @since 0.1.0
 */
public final class JdbcPendingRequests implements PendingRequests {

    private static final String SCHEMA = "schema.sql";

    /** H2 takes 1 MiB in a column. */
    private static final int PART = 1_000_000;

    private final StoreTransaction transaction;

    private JdbcPendingRequests(DataSource database) {
        this.transaction = StoreTransaction.over(database);
    }

    /**
     * Makes a store over a database whose tables are there.
     *
     * @param database gives connections, with autoCommit on or off
     * @return the store
     */
    public static JdbcPendingRequests of(DataSource database) {
        return new JdbcPendingRequests(Objects.requireNonNull(database, "database"));
    }

    /**
     * Makes a data source without a pool: a new connection for each transaction. For programs that have none.
     *
     * @param url a JDBC URL
     * @param user the user
     * @param password the password
     * @return a data source
     * @throws IllegalStateException if the driver is missing; the message says which
     */
    public static DataSource dataSource(String url, String user, String password) {
        StoreDataSource.requireDriver(url);
        return new StoreDataSource(url, user, password);
    }

    /**
     * The statements that make the tables and indexes, for databases where programs may not.
     *
     * @return SQL for both products; it may be run again
     */
    public static String schema() {
        try (InputStream in = JdbcPendingRequests.class.getResourceAsStream(SCHEMA)) {
            return new String(Objects.requireNonNull(in, SCHEMA).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Makes the tables and indexes that are not there yet.
     *
     * @param database where to
     * @throws IOException if the database refuses
     */
    public static void createSchema(DataSource database) throws IOException {
        StoreTransaction transaction = StoreTransaction.forTables(database);
        while (!created(transaction)) {
            // Another node made a table at the same moment; there are only so many.
        }
    }

    private static boolean created(StoreTransaction transaction) throws IOException {
        try {
            return transaction.runUnlessDuplicate(JdbcPendingRequests::create);
        } catch (DuplicateException e) {
            return false;
        }
    }

    private static boolean create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : schema().replaceAll("(?m)^--.*$", "").split(";", -1)) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
        }
        return true;
    }

    /** Sets the parameters of a statement. */
    @FunctionalInterface
    private interface Parameters {
        void bind(Binder binder) throws SQLException;
    }

    /** Reads a result. */
    @FunctionalInterface
    private interface Reading<T> {
        T read(ResultSet rows) throws SQLException, IOException;
    }

    private static int execute(Connection connection, String sql, Parameters parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            parameters.bind(new Binder(statement));
            return statement.executeUpdate();
        }
    }

    private static <T> T query(Connection connection, String sql, Parameters parameters, Reading<T> reading)
            throws SQLException, IOException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            parameters.bind(new Binder(statement));
            try (ResultSet rows = statement.executeQuery()) {
                return reading.read(rows);
            }
        }
    }

    private <T> T query(String sql, Parameters parameters, Reading<T> reading) throws IOException {
        return transaction.run(connection -> query(connection, sql, parameters, reading));
    }

    @Override
    public void add(TrackedRequest request) throws IOException {
        StoreRules.checkNew(request);
        try {
            transaction.runUnlessDuplicate(connection -> insert(connection, request));
        } catch (DuplicateException e) {
            throw StoreRules.kept(request);
        }
    }

    private static int insert(Connection connection, TrackedRequest request) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(StoreRows.INSERT)) {
            StoreRows.bindInsert(statement, request);
            return statement.executeUpdate();
        }
    }

    @Override
    public Optional<TrackedRequest> find(Token token) throws IOException {
        return transaction.run(connection -> find(connection, token));
    }

    private static Optional<TrackedRequest> find(Connection connection, Token token) throws SQLException, IOException {
        return query(
                        connection,
                        StoreRows.SELECT + "WHERE token = ?",
                        binder -> binder.text(token.text()),
                        StoreRows::requests)
                .stream()
                .findFirst();
    }

    @Override
    public Optional<Known> knownByToken(Token token) throws IOException {
        return known("token", token.text());
    }

    @Override
    public Optional<Known> knownByMessageId(String messageId) throws IOException {
        return known("message_id", messageId);
    }

    private Optional<Known> known(String column, String value) throws IOException {
        return query(
                "SELECT token, message_id, service FROM sts_request WHERE " + column + " = ?",
                binder -> binder.text(value),
                rows -> rows.next() ? Optional.of(StoreRows.known(rows)) : Optional.<Known>empty());
    }

    @Override
    public List<TrackedRequest> list(Set<RequestState> states) throws IOException {
        if (states.isEmpty()) {
            return List.of();
        }
        return query(
                StoreRows.SELECT + "WHERE state IN (" + marks(states) + ") ORDER BY added",
                binder -> bind(binder, states),
                StoreRows::requests);
    }

    private static String marks(Set<RequestState> states) {
        return "?" + ", ?".repeat(states.size() - 1);
    }

    private static void bind(Binder binder, Set<RequestState> states) throws SQLException {
        for (RequestState state : states) {
            binder.text(state.name());
        }
    }

    @Override
    public Optional<TrackedRequest> findByRecord(String recordDigest) throws IOException {
        return query(
                        StoreRows.SELECT + "WHERE record_digest = ? ORDER BY added FETCH FIRST 1 ROW ONLY",
                        binder -> binder.text(recordDigest),
                        StoreRows::requests)
                .stream()
                .findFirst();
    }

    @Override
    public boolean update(TrackedRequest next) throws IOException {
        return transaction.run(connection -> isNext(connection, next) && take(connection, next));
    }

    @Override
    public boolean update(TrackedRequest next, byte[] reply) throws IOException {
        byte[] copy = reply.clone();
        return transaction.run(connection -> {
            boolean taken = isNext(connection, next) && take(connection, next);
            if (taken) {
                keep(connection, next.token(), copy);
            }
            return taken;
        });
    }

    private static boolean isNext(Connection connection, TrackedRequest next) throws SQLException, IOException {
        TrackedRequest kept = find(connection, next.token()).orElseThrow(() -> StoreRules.unknown(next.token()));
        return StoreRules.takes(kept, next);
    }

    /** Compares and changes in one step, whatever was read before. */
    private static boolean take(Connection connection, TrackedRequest next) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(StoreRows.UPDATE)) {
            StoreRows.bindUpdate(statement, next);
            return statement.executeUpdate() == 1;
        }
    }

    private static void keep(Connection connection, Token token, byte[] reply) throws SQLException {
        execute(connection, "DELETE FROM sts_reply WHERE token = ?", binder -> binder.text(token.text()));
        // An empty mail has one part too: it is there.
        for (int part = 0; part == 0 || part * PART < reply.length; part++) {
            byte[] octets = Arrays.copyOfRange(reply, part * PART, Math.min(reply.length, (part + 1) * PART));
            int number = part;
            execute(
                    connection,
                    "INSERT INTO sts_reply (token, part, octets) VALUES (?, ?, ?)",
                    binder -> binder.text(token.text()).number(number).octets(octets));
        }
    }

    @Override
    public Optional<byte[]> reply(Token token) throws IOException {
        return query(
                "SELECT octets FROM sts_reply WHERE token = ? ORDER BY part",
                binder -> binder.text(token.text()),
                JdbcPendingRequests::joined);
    }

    private static Optional<byte[]> joined(ResultSet parts) throws SQLException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        boolean any = false;
        while (parts.next()) {
            any = true;
            octets.writeBytes(parts.getBytes("octets"));
        }
        return any ? Optional.of(octets.toByteArray()) : Optional.empty();
    }

    @Override
    public SendClaim claimSend(TrackedRequest sending, RateLimit limit, Instant now) throws IOException {
        StoreRules.checkSending(sending);
        Optional<SendClaim> claim = transaction.run(connection -> claim(connection, sending, limit, now));
        if (claim.isEmpty()) {
            addSender(StoreRows.senderKey(sending.from()));
            claim = transaction.run(connection -> claim(connection, sending, limit, now));
        }
        return claim.orElseThrow(() -> new IOException("A row of sts_sender was deleted by somebody else"));
    }

    /** Empty if the sender has no row to lock yet. */
    private static Optional<SendClaim> claim(
            Connection connection, TrackedRequest sending, RateLimit limit, Instant now)
            throws SQLException, IOException {
        if (!isNext(connection, sending)) {
            return Optional.of(new SendClaim.Lost());
        }
        if (!lockSender(connection, StoreRows.senderKey(sending.from()))) {
            return Optional.empty();
        }
        Instant next = StoreRules.wait(limit, attempts(connection, sending, limit.windowStart(now)), now);
        if (next != null) {
            return Optional.of(new SendClaim.TooEarly(next));
        }
        return Optional.of(take(connection, sending) ? new SendClaim.Granted() : new SendClaim.Lost());
    }

    /**
     * Waits until no other node claims for the sender. An update and not {@code SELECT ... FOR UPDATE}, because under
     * snapshot isolation that would go on with attempts read before the wait; this fails there and is tried again.
     */
    private static boolean lockSender(Connection connection, String sender) throws SQLException {
        return execute(
                        connection,
                        "UPDATE sts_sender SET claims = claims + 1 WHERE sender_key = ?",
                        binder -> binder.text(sender))
                == 1;
    }

    /** In a transaction of its own: if another node was faster, PostgreSQL takes nothing more in this one. */
    private void addSender(String sender) throws IOException {
        insertIfAbsent("INSERT INTO sts_sender (sender_key, claims) VALUES (?, 0)", binder -> binder.text(sender));
    }

    private void insertIfAbsent(String sql, Parameters parameters) throws IOException {
        try {
            transaction.runUnlessDuplicate(connection -> execute(connection, sql, parameters));
        } catch (DuplicateException e) {
            // It is there, which is all that was wanted.
        }
    }

    /** The one of the request itself is the attempt before: its row has not been changed yet. */
    private static List<Instant> attempts(Connection connection, TrackedRequest sending, Instant start)
            throws SQLException, IOException {
        return query(
                connection,
                "SELECT attempted_at FROM sts_request WHERE sender_key = ? AND attempted_at >= ?",
                binder -> binder.text(StoreRows.senderKey(sending.from())).instant(Millis.of(start)),
                StoreRows::attempts);
    }

    @Override
    public Optional<MailboxPosition> position(String mailbox) throws IOException {
        return transaction.run(connection -> position(connection, mailbox));
    }

    private static Optional<MailboxPosition> position(Connection connection, String mailbox)
            throws SQLException, IOException {
        return query(
                connection,
                "SELECT uid_validity, last_uid FROM sts_mailbox WHERE mailbox = ?",
                binder -> binder.text(mailbox),
                rows -> rows.next()
                        ? Optional.of(new MailboxPosition(rows.getLong("uid_validity"), rows.getLong("last_uid")))
                        : Optional.<MailboxPosition>empty());
    }

    @Override
    public void advance(String mailbox, MailboxPosition position) throws IOException {
        while (!isThere(mailbox, position)) {
            insertIfAbsent(
                    "INSERT INTO sts_mailbox (mailbox, uid_validity, last_uid) VALUES (?, ?, ?)",
                    binder ->
                            binder.text(mailbox).number(position.uidValidity()).number(position.lastUid()));
        }
    }

    /** Moves a position that is behind; whether there is one, and it is this far or farther now. */
    private boolean isThere(String mailbox, MailboxPosition position) throws IOException {
        return transaction.run(connection -> move(connection, mailbox, position) == 1
                || !StoreRules.isForward(position(connection, mailbox).orElse(null), position));
    }

    private static int move(Connection connection, String mailbox, MailboxPosition position) throws SQLException {
        return execute(
                connection,
                "UPDATE sts_mailbox SET uid_validity = ?, last_uid = ?"
                        + " WHERE mailbox = ? AND (uid_validity <> ? OR last_uid < ?)",
                binder -> binder.number(position.uidValidity())
                        .number(position.lastUid())
                        .text(mailbox)
                        .number(position.uidValidity())
                        .number(position.lastUid()));
    }

    @Override
    public void rewind(String mailbox) throws IOException {
        transaction.run(connection ->
                execute(connection, "DELETE FROM sts_mailbox WHERE mailbox = ?", binder -> binder.text(mailbox)));
    }

    @Override
    public void approve(Pkid kmc) throws IOException {
        StoreRules.checkApproved(kmc);
        insertIfAbsent("INSERT INTO sts_approved_kmc (kmc) VALUES (?)", binder -> binder.text(kmc.text()));
    }

    @Override
    public Set<Pkid> approved() throws IOException {
        return query("SELECT kmc FROM sts_approved_kmc", binder -> {}, StoreRows::identities);
    }

    @Override
    public int forget(Instant unchangedSince) throws IOException {
        Set<RequestState> states = EnumSet.allOf(RequestState.class);
        states.removeIf(state -> !StoreRules.isForgettable(state));
        return transaction.run(connection -> execute(
                connection,
                "DELETE FROM sts_request WHERE changed_at < ? AND state IN (" + marks(states) + ")",
                binder -> bind(binder.instant(Millis.of(unchangedSince)), states)));
    }

    /** Changes nothing: the data source belongs to the caller. */
    @Override
    public void close() {}
}
