// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.valise.sts.email.GatewayResult.Kind;
import org.valise.sts.email.KnownRequests.Known;
import org.valise.sts.records.Pkid;

/** Requests as rows of {@code sts_request}. */
final class StoreRows {

    /** What a change may change, in the order of {@link #bindProgress}. */
    private static final List<String> PROGRESS = List.of(
            "version",
            "state",
            "changed_at",
            "attempts",
            "attempted_at",
            "not_before",
            "slow_after",
            "deadline",
            "notice_at",
            "notice_kind",
            "notice_code",
            "notice_text",
            "notice_digest",
            "answer_at",
            "answer_kind",
            "answer_code",
            "answer_text",
            "answer_digest",
            "seen");

    private static final List<String> MAIL = List.of(
            "token",
            "message_id",
            "service",
            "sender",
            "sender_key",
            "gateway",
            "mail",
            "record_digest",
            "security_module",
            "created_at");

    private static final String COLUMNS = String.join(", ", MAIL) + ", " + String.join(", ", PROGRESS);

    static final String INSERT = "INSERT INTO sts_request (" + COLUMNS + ") VALUES (?"
            + ", ?".repeat(MAIL.size() + PROGRESS.size() - 1) + ")";

    static final String SELECT = "SELECT " + COLUMNS + " FROM sts_request ";

    /** Taken by one node only: the others find another version. */
    static final String UPDATE =
            "UPDATE sts_request SET " + String.join(" = ?, ", PROGRESS) + " = ? WHERE token = ? AND version = ?";

    private StoreRows() {}

    /** The same for addresses that count as equal. */
    static String senderKey(MailAddress sender) {
        return sender.text().toLowerCase(Locale.ROOT);
    }

    /** Sets parameters one after the other. */
    static final class Binder {
        private final PreparedStatement statement;
        private int last;

        Binder(PreparedStatement statement) {
            this.statement = statement;
        }

        Binder text(@Nullable String text) throws SQLException {
            statement.setString(++last, text == null ? null : StoreText.escape(text));
            return this;
        }

        Binder number(long number) throws SQLException {
            statement.setLong(++last, number);
            return this;
        }

        Binder octets(byte[] octets) throws SQLException {
            statement.setBytes(++last, octets);
            return this;
        }

        Binder instant(@Nullable Instant instant) throws SQLException {
            if (instant == null) {
                statement.setNull(++last, Types.TIMESTAMP_WITH_TIMEZONE);
            } else {
                statement.setObject(++last, instant.atOffset(ZoneOffset.UTC));
            }
            return this;
        }

        private void instant(Optional<Instant> instant) throws SQLException {
            instant(instant.orElse(null));
        }

        private void answer(Optional<Answer> answer) throws SQLException {
            instant(answer.map(Answer::at));
            text(answer.map(a -> a.kind().name()).orElse(null));
            text(answer.map(Answer::code).orElse(null));
            text(answer.map(Answer::text).orElse(null));
            text(answer.map(Answer::digest).orElse(null));
        }
    }

    static void bindInsert(PreparedStatement statement, TrackedRequest request) throws SQLException {
        Binder binder = new Binder(statement)
                .text(request.token().text())
                .text(request.messageId())
                .text(request.service().name())
                .text(request.from().text())
                .text(senderKey(request.from()))
                .text(request.gateway().text())
                .octets(request.mail())
                .text(request.recordDigest().orElse(null))
                .text(request.securityModule().orElse(null))
                .instant(request.createdAt());
        bindProgress(binder, request);
    }

    static void bindUpdate(PreparedStatement statement, TrackedRequest next) throws SQLException {
        Binder binder = new Binder(statement);
        bindProgress(binder, next);
        binder.text(next.token().text()).number(next.version() - 1);
    }

    private static void bindProgress(Binder binder, TrackedRequest request) throws SQLException {
        binder.number(request.version())
                .text(request.state().name())
                .instant(request.changedAt())
                .number(request.attempts());
        binder.instant(request.attemptedAt());
        binder.instant(request.notBefore());
        binder.instant(request.slowAfter());
        binder.instant(request.deadline());
        binder.answer(request.notice());
        binder.answer(request.answer());
        binder.text(request.seen().isEmpty() ? null : String.join(" ", request.seen()));
    }

    /** Reads all requests of a result. */
    static List<TrackedRequest> requests(ResultSet rows) throws SQLException, IOException {
        List<TrackedRequest> requests = new ArrayList<>();
        while (rows.next()) {
            requests.add(understood(rows));
        }
        return List.copyOf(requests);
    }

    /** What is not of this version is no mistake of the caller, so it is an IOException. */
    private static TrackedRequest understood(ResultSet row) throws SQLException, IOException {
        try {
            return request(row);
        } catch (IllegalArgumentException | DateTimeException | StringIndexOutOfBoundsException e) {
            throw new IOException("A row of sts_request cannot be understood: " + StoreWords.of(e));
        }
    }

    static Known known(ResultSet row) throws SQLException, IOException {
        try {
            return new Known(
                    Token.of(required(row, "token")),
                    Optional.of(required(row, "message_id")),
                    Optional.of(Service.valueOf(required(row, "service"))));
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
            throw new IOException("A row of sts_request cannot be understood: " + StoreWords.of(e));
        }
    }

    static List<Instant> attempts(ResultSet rows) throws SQLException {
        List<Instant> attempts = new ArrayList<>();
        while (rows.next()) {
            attempts.add(requiredInstant(rows, "attempted_at"));
        }
        return attempts;
    }

    static Set<Pkid> identities(ResultSet rows) throws SQLException, IOException {
        Set<Pkid> identities = new HashSet<>();
        try {
            while (rows.next()) {
                identities.add(StoreText.kmc(required(rows, "kmc")));
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("A row of sts_approved_kmc cannot be understood: " + StoreWords.of(e));
        }
        return Set.copyOf(identities);
    }

    private static TrackedRequest request(ResultSet row) throws SQLException {
        return TrackedRequest.builder(
                        Token.of(required(row, "token")),
                        Service.valueOf(required(row, "service")),
                        MailAddress.of(required(row, "sender")),
                        MailAddress.of(required(row, "gateway")),
                        required(row, "message_id"),
                        row.getBytes("mail"),
                        requiredInstant(row, "created_at"))
                .recordDigest(text(row, "record_digest"))
                .securityModule(text(row, "security_module"))
                .version(row.getLong("version"))
                .state(RequestState.valueOf(required(row, "state")))
                .changedAt(requiredInstant(row, "changed_at"))
                .attempts(row.getInt("attempts"))
                .attemptedAt(instant(row, "attempted_at"))
                .notBefore(instant(row, "not_before"))
                .slowAfter(instant(row, "slow_after"))
                .deadline(instant(row, "deadline"))
                .notice(answer(row, "notice"))
                .answer(answer(row, "answer"))
                .seen(StoreText.marks(text(row, "seen")))
                .build();
    }

    private static @Nullable Answer answer(ResultSet row, String name) throws SQLException {
        Instant at = instant(row, name + "_at");
        return at == null
                ? null
                : new Answer(
                        at,
                        Kind.valueOf(required(row, name + "_kind")),
                        required(row, name + "_code"),
                        required(row, name + "_text"),
                        required(row, name + "_digest"));
    }

    static String required(ResultSet row, String column) throws SQLException {
        String text = text(row, column);
        if (text == null) {
            throw new IllegalArgumentException("it has no " + column);
        }
        return text;
    }

    private static @Nullable String text(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? null : StoreText.unescape(text);
    }

    private static Instant requiredInstant(ResultSet row, String column) throws SQLException {
        Instant instant = instant(row, column);
        if (instant == null) {
            throw new IllegalArgumentException("it has no " + column);
        }
        return instant;
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
