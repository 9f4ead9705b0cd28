// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.valise.sts.email.KnownRequests.Known;
import org.valise.sts.records.Pkid;

/** What a store that holds everything in memory knows, each thing found without a search. Not thread-safe. */
final class StoreIndex {

    /** In the order they were added: a changed request keeps its place. */
    private final Map<Token, TrackedRequest> requests = new LinkedHashMap<>();

    private final Map<String, Token> byMessageId = new HashMap<>();
    private final Map<String, Token> byRecord = new HashMap<>();
    private final Map<String, MailboxPosition> positions = new LinkedHashMap<>();
    private final Set<Pkid> approved = new LinkedHashSet<>();

    void checkAdd(TrackedRequest request) {
        if (requests.containsKey(request.token())
                || byMessageId.containsKey(request.messageId())
                || request.recordDigest().filter(byRecord::containsKey).isPresent()) {
            throw StoreRules.kept(request);
        }
    }

    void add(TrackedRequest request) {
        requests.put(request.token(), request);
        byMessageId.put(request.messageId(), request.token());
        request.recordDigest().ifPresent(digest -> byRecord.put(digest, request.token()));
    }

    void change(TrackedRequest next) {
        requests.put(next.token(), next);
    }

    void remove(Token token) {
        TrackedRequest request = require(token);
        requests.remove(token);
        byMessageId.remove(request.messageId());
        request.recordDigest().ifPresent(byRecord::remove);
    }

    Optional<TrackedRequest> find(Token token) {
        return Optional.ofNullable(requests.get(token));
    }

    TrackedRequest require(Token token) {
        return find(token).orElseThrow(() -> StoreRules.unknown(token));
    }

    Optional<Known> knownByToken(Token token) {
        return find(token).map(TrackedRequest::known);
    }

    Optional<Known> knownByMessageId(String messageId) {
        return Optional.ofNullable(byMessageId.get(messageId)).flatMap(this::knownByToken);
    }

    Optional<TrackedRequest> findByRecord(String digest) {
        return Optional.ofNullable(byRecord.get(digest)).flatMap(this::find);
    }

    List<TrackedRequest> all() {
        return List.copyOf(requests.values());
    }

    List<TrackedRequest> list(Set<RequestState> states) {
        return requests.values().stream()
                .filter(request -> states.contains(request.state()))
                .toList();
    }

    List<Token> forgettable(Instant unchangedSince) {
        Instant since = Millis.of(unchangedSince);
        return requests.values().stream()
                .filter(request -> StoreRules.isForgettable(request.state()))
                .filter(request -> request.changedAt().isBefore(since))
                .map(TrackedRequest::token)
                .toList();
    }

    /** What stands in the way of a claim; empty if it may be granted. */
    Optional<SendClaim> refusal(TrackedRequest sending, RateLimit limit, Instant now) {
        StoreRules.checkSending(sending);
        if (!StoreRules.takes(require(sending.token()), sending)) {
            return Optional.of(new SendClaim.Lost());
        }
        return Optional.ofNullable(StoreRules.wait(limit, attempts(sending, limit.windowStart(now)), now))
                .map(SendClaim.TooEarly::new);
    }

    /** The one of the request itself is the attempt before: what is kept of it has not been changed yet. */
    private List<Instant> attempts(TrackedRequest sending, Instant start) {
        return requests.values().stream()
                .filter(request -> request.from().equals(sending.from()))
                .flatMap(request -> request.attemptedAt().stream())
                .filter(at -> !at.isBefore(start))
                .toList();
    }

    Map<String, MailboxPosition> positions() {
        return positions;
    }

    Set<Pkid> approved() {
        return approved;
    }

    /** How many lines it takes to write all of it down. */
    int size() {
        return requests.size() + positions.size() + approved.size();
    }
}
