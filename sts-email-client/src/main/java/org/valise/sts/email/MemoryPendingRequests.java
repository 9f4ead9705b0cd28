// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.valise.sts.records.Pkid;

/**
 * Keeps requests in memory: for tests, and for programs that may forget them when they end. Requests that were under way
 * then can never be matched with their answers; {@link FilePendingRequests} and {@link JdbcPendingRequests} keep them.
 * Closing it changes nothing. Thread-safe.
 *
 * <pre>{@code
 * PendingRequests store = new MemoryPendingRequests();
 * }</pre>
 *
 * @since 0.1.0
 */
public final class MemoryPendingRequests implements PendingRequests {

    private final StoreIndex index = new StoreIndex();
    private final Map<Token, byte[]> replies = new HashMap<>();

    /** Makes an empty store. */
    public MemoryPendingRequests() {}

    @Override
    public synchronized void add(TrackedRequest request) {
        StoreRules.checkNew(request);
        index.checkAdd(request);
        index.add(request);
    }

    @Override
    public synchronized Optional<TrackedRequest> find(Token token) {
        return index.find(token);
    }

    @Override
    public synchronized Optional<Known> knownByToken(Token token) {
        return index.knownByToken(token);
    }

    @Override
    public synchronized Optional<Known> knownByMessageId(String messageId) {
        return index.knownByMessageId(messageId);
    }

    @Override
    public synchronized List<TrackedRequest> list(Set<RequestState> states) {
        return index.list(states);
    }

    @Override
    public synchronized Optional<TrackedRequest> findByRecord(String recordDigest) {
        return index.findByRecord(recordDigest);
    }

    @Override
    public synchronized boolean update(TrackedRequest next) {
        boolean taken = StoreRules.takes(index.require(next.token()), next);
        if (taken) {
            index.change(next);
        }
        return taken;
    }

    @Override
    public synchronized boolean update(TrackedRequest next, byte[] reply) {
        byte[] copy = reply.clone();
        boolean taken = update(next);
        if (taken) {
            replies.put(next.token(), copy);
        }
        return taken;
    }

    @Override
    public synchronized Optional<byte[]> reply(Token token) {
        return Optional.ofNullable(replies.get(token)).map(byte[]::clone);
    }

    @Override
    public synchronized SendClaim claimSend(TrackedRequest sending, RateLimit limit, Instant now) {
        return index.refusal(sending, limit, now).orElseGet(() -> {
            index.change(sending);
            return new SendClaim.Granted();
        });
    }

    @Override
    public synchronized Optional<MailboxPosition> position(String mailbox) {
        return Optional.ofNullable(index.positions().get(mailbox));
    }

    @Override
    public synchronized void advance(String mailbox, MailboxPosition position) {
        index.positions().merge(mailbox, position, (kept, next) -> StoreRules.isForward(kept, next) ? next : kept);
    }

    @Override
    public synchronized void rewind(String mailbox) {
        index.positions().remove(mailbox);
    }

    @Override
    public synchronized void approve(Pkid kmc) {
        StoreRules.checkApproved(kmc);
        index.approved().add(kmc);
    }

    @Override
    public synchronized Set<Pkid> approved() {
        return Set.copyOf(index.approved());
    }

    @Override
    public synchronized int forget(Instant unchangedSince) {
        List<Token> old = index.forgettable(unchangedSince);
        old.forEach(index::remove);
        old.forEach(replies::remove);
        return old.size();
    }

    /** Changes nothing: there is nothing to give back. */
    @Override
    public void close() {}
}
