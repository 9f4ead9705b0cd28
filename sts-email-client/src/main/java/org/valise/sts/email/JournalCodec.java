// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.valise.sts.email.GatewayResult.Kind;
import org.valise.sts.records.Pkid;

/** What the lines of a journal say. */
final class JournalCodec {

    static final String FORMAT = "org.valise.sts.email.PendingRequests";
    static final long MAJOR = 1;

    private JournalCodec() {}

    /** The first line. Who adds an operation raises the major version; a new member raises the minor one. */
    static Map<String, Object> header() {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("format", FORMAT);
        line.put("major", MAJOR);
        line.put("minor", 0L);
        return line;
    }

    /** A request as it stands, new or in a compacted journal. */
    static Map<String, Object> add(TrackedRequest request, @Nullable String reply) {
        Map<String, Object> line = operation("add");
        line.put("token", request.token().text());
        line.put("service", request.service().name());
        line.put("from", request.from().text());
        line.put("gateway", request.gateway().text());
        line.put("messageId", StoreText.escape(request.messageId()));
        line.put("createdAt", request.createdAt().toString());
        putText(line, "recordDigest", request.recordDigest());
        putText(line, "securityModule", request.securityModule());
        putProgress(line, request, reply);
        line.put("mail", Base64.getEncoder().encodeToString(request.mail()));
        return line;
    }

    /** What became of a request; its mail need not be written again. */
    static Map<String, Object> change(TrackedRequest next, @Nullable String reply) {
        Map<String, Object> line = operation("change");
        line.put("token", next.token().text());
        putProgress(line, next, reply);
        return line;
    }

    private static void putProgress(Map<String, Object> line, TrackedRequest request, @Nullable String reply) {
        line.put("version", request.version());
        line.put("state", request.state().name());
        line.put("changedAt", request.changedAt().toString());
        line.put("attempts", (long) request.attempts());
        putInstant(line, "attemptedAt", request.attemptedAt());
        putInstant(line, "notBefore", request.notBefore());
        putInstant(line, "slowAfter", request.slowAfter());
        putInstant(line, "deadline", request.deadline());
        if (!request.seen().isEmpty()) {
            line.put("seen", String.join(" ", request.seen()));
        }
        request.notice().ifPresent(notice -> putAnswer(line, "notice", notice));
        request.answer().ifPresent(answer -> putAnswer(line, "answer", answer));
        if (reply != null) {
            line.put("reply", reply);
        }
    }

    private static void putAnswer(Map<String, Object> line, String name, Answer answer) {
        line.put(name + "At", answer.at().toString());
        line.put(name + "Kind", answer.kind().name());
        line.put(name + "Code", StoreText.escape(answer.code()));
        line.put(name + "Text", StoreText.escape(answer.text()));
        line.put(name + "Digest", StoreText.escape(answer.digest()));
    }

    private static void putInstant(Map<String, Object> line, String name, Optional<Instant> instant) {
        instant.ifPresent(at -> line.put(name, at.toString()));
    }

    private static void putText(Map<String, Object> line, String name, Optional<String> text) {
        text.ifPresent(value -> line.put(name, StoreText.escape(value)));
    }

    static Map<String, Object> position(String mailbox, MailboxPosition position) {
        Map<String, Object> line = operation("position");
        line.put("mailbox", StoreText.escape(mailbox));
        line.put("uidValidity", position.uidValidity());
        line.put("lastUid", position.lastUid());
        return line;
    }

    static Map<String, Object> rewind(String mailbox) {
        Map<String, Object> line = operation("rewind");
        line.put("mailbox", StoreText.escape(mailbox));
        return line;
    }

    static Map<String, Object> approve(Pkid kmc) {
        Map<String, Object> line = operation("approve");
        line.put("kmc", kmc.text());
        return line;
    }

    static Map<String, Object> forget(List<Token> tokens) {
        Map<String, Object> line = operation("forget");
        line.put("tokens", tokens.stream().map(Token::text).collect(Collectors.joining(" ")));
        return line;
    }

    private static Map<String, Object> operation(String name) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("op", name);
        return line;
    }

    static TrackedRequest readAdd(Map<String, String> line) {
        TrackedRequest.Builder request = TrackedRequest.builder(
                        token(line),
                        Service.valueOf(get(line, "service")),
                        MailAddress.of(get(line, "from")),
                        MailAddress.of(get(line, "gateway")),
                        StoreText.unescape(get(line, "messageId")),
                        Base64.getDecoder().decode(get(line, "mail")),
                        Instant.parse(get(line, "createdAt")))
                .recordDigest(text(line, "recordDigest"))
                .securityModule(text(line, "securityModule"));
        return readProgress(request, line);
    }

    static TrackedRequest readChange(TrackedRequest kept, Map<String, String> line) {
        TrackedRequest next = readProgress(kept.toBuilder(), line);
        if (next.version() != kept.version() + 1) {
            throw new IllegalArgumentException("it is not the next version of its request");
        }
        return next;
    }

    private static TrackedRequest readProgress(TrackedRequest.Builder request, Map<String, String> line) {
        return request.version(number(line, "version"))
                .state(RequestState.valueOf(get(line, "state")))
                .changedAt(Instant.parse(get(line, "changedAt")))
                .attempts(Math.toIntExact(number(line, "attempts")))
                .attemptedAt(instant(line, "attemptedAt"))
                .notBefore(instant(line, "notBefore"))
                .slowAfter(instant(line, "slowAfter"))
                .deadline(instant(line, "deadline"))
                .notice(answer(line, "notice"))
                .answer(answer(line, "answer"))
                .seen(StoreText.marks(text(line, "seen")))
                .build();
    }

    private static @Nullable Answer answer(Map<String, String> line, String name) {
        Instant at = instant(line, name + "At");
        return at == null
                ? null
                : new Answer(
                        at,
                        Kind.valueOf(get(line, name + "Kind")),
                        StoreText.unescape(get(line, name + "Code")),
                        StoreText.unescape(get(line, name + "Text")),
                        StoreText.unescape(get(line, name + "Digest")));
    }

    static Token token(Map<String, String> line) {
        return Token.of(get(line, "token"));
    }

    static List<Token> tokens(Map<String, String> line) {
        return List.of(get(line, "tokens").split(" ", -1)).stream()
                .map(Token::of)
                .toList();
    }

    static String mailbox(Map<String, String> line) {
        return StoreText.unescape(get(line, "mailbox"));
    }

    static MailboxPosition position(Map<String, String> line) {
        return new MailboxPosition(number(line, "uidValidity"), number(line, "lastUid"));
    }

    static String get(Map<String, String> line, String name) {
        String value = line.get(name);
        if (value == null) {
            throw new IllegalArgumentException("it has no " + name);
        }
        return value;
    }

    static long number(Map<String, String> line, String name) {
        return Long.parseLong(get(line, name));
    }

    private static @Nullable String text(Map<String, String> line, String name) {
        String value = line.get(name);
        return value == null ? null : StoreText.unescape(value);
    }

    private static @Nullable Instant instant(Map<String, String> line, String name) {
        String value = line.get(name);
        return value == null ? null : Instant.parse(value);
    }
}
