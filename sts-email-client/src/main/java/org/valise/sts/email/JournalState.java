// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the lines of a journal add up to. Not thread-safe. */
final class JournalState {

    private final StoreIndex index = new StoreIndex();

    /** The digest of the mail kept for a request. */
    private final Map<Token, String> replies = new HashMap<>();

    StoreIndex index() {
        return index;
    }

    Optional<String> reply(Token token) {
        return Optional.ofNullable(replies.get(token));
    }

    Set<String> mails() {
        return Set.copyOf(replies.values());
    }

    void change(TrackedRequest next, @Nullable String reply) {
        index.change(next);
        keep(next.token(), reply);
    }

    private void keep(Token token, @Nullable String reply) {
        if (reply != null) {
            replies.put(token, reply);
        }
    }

    void remove(Token token) {
        index.remove(token);
        replies.remove(token);
    }

    /** Follows one line; what it says wrong is told by an IllegalArgumentException or DateTimeException. */
    void follow(Map<String, String> line) {
        switch (JournalCodec.get(line, "op")) {
            case "add" -> followAdd(line);
            case "change" -> followChange(line);
            case "position" -> index.positions().put(JournalCodec.mailbox(line), JournalCodec.position(line));
            case "rewind" -> index.positions().remove(JournalCodec.mailbox(line));
            case "approve" -> index.approved().add(StoreText.kmc(JournalCodec.get(line, "kmc")));
            case "forget" -> JournalCodec.tokens(line).forEach(this::remove);
            default -> throw new IllegalArgumentException("this version does not know its operation");
        }
    }

    private void followAdd(Map<String, String> line) {
        TrackedRequest request = JournalCodec.readAdd(line);
        index.checkAdd(request);
        index.add(request);
        keep(request.token(), line.get("reply"));
    }

    private void followChange(Map<String, String> line) {
        TrackedRequest kept = index.require(JournalCodec.token(line));
        change(JournalCodec.readChange(kept, line), line.get("reply"));
    }

    /** Gives the lines of a journal without garbage, one by one. */
    void write(LineSink sink) throws IOException {
        sink.accept(JournalLine.write(JournalCodec.header()));
        for (TrackedRequest request : index.all()) {
            sink.accept(JournalLine.write(JournalCodec.add(request, replies.get(request.token()))));
        }
        for (Map.Entry<String, MailboxPosition> position : index.positions().entrySet()) {
            sink.accept(JournalLine.write(JournalCodec.position(position.getKey(), position.getValue())));
        }
        for (var kmc : index.approved()) {
            sink.accept(JournalLine.write(JournalCodec.approve(kmc)));
        }
    }

    /** How many lines {@link #write} gives. */
    int size() {
        return index.size() + 1;
    }

    /** Takes lines. */
    @FunctionalInterface
    interface LineSink {
        void accept(byte[] line) throws IOException;
    }
}
