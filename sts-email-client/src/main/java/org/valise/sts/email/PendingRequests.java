// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.valise.sts.records.Pkid;

/**
 * Where requests, their answers, approved keys and positions in mailboxes are kept. Whatever a method has returned from
 * is kept for good: a store that survives crashes has it on disk by then. A method that throws has changed nothing, or
 * the change is found whole when the store is opened again.
 *
 * <p>Implementations are thread-safe. Those that several processes share take each change from exactly one of them:
 * {@link #update} and {@link #claimSend} compare versions and change in one step.
 *
 * <p>Three ship: {@link MemoryPendingRequests}, {@link FilePendingRequests}, {@link JdbcPendingRequests}.
 *
 * <pre>{@code
 * try (PendingRequests store = FilePendingRequests.open(Path.of("kmc-store"))) {
 *     store.approve(kmcId);    // an operator has confirmed it by telephone
 *     store.forget(Instant.now().minus(Duration.ofDays(30)));
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public interface PendingRequests extends KnownRequests, Closeable {

    /**
     * Keeps a new request.
     *
     * @param request a request of version 0
     * @throws IllegalArgumentException if its version is not 0, or a request with this token, this Message-ID or
     *     this record is kept already; nothing is changed then
     * @throws IOException if it cannot be kept
     */
    void add(TrackedRequest request) throws IOException;

    /**
     * Brings a request back.
     *
     * @param token its token
     * @return the request as last changed; empty if there is none
     * @throws IOException if the store cannot be read
     */
    Optional<TrackedRequest> find(Token token) throws IOException;

    /**
     * Brings all requests in some states back.
     *
     * @param states the states
     * @return the requests in the order they were added
     * @throws IOException if the store cannot be read
     */
    List<TrackedRequest> list(Set<RequestState> states) throws IOException;

    /**
     * Whether a VKLOADREQ was used before, by whatever request that is still kept.
     *
     * @param recordDigest lower-case SHA-256 of the record's text
     * @return the request that carries it; empty if none does
     * @throws IOException if the store cannot be read
     */
    Optional<TrackedRequest> findByRecord(String recordDigest) throws IOException;

    /**
     * Takes a change if nobody was faster.
     *
     * @param next the changed request; taken only if the kept version is the one before
     * @return whether it was taken; if not, nothing was changed
     * @throws IllegalArgumentException if no request with this token is kept, or if the change touches what is fixed:
     *     mail, addresses, service, Message-ID, record, module, or when it was made
     * @throws IOException if it cannot be kept
     */
    boolean update(TrackedRequest next) throws IOException;

    /**
     * Takes a change together with the mail that caused it, if nobody was faster. One mail is kept for each request: the
     * last.
     *
     * @param next the changed request; taken only if the kept version is the one before
     * @param reply the octets of the received mail
     * @return whether it was taken; if not, nothing was changed
     * @throws IllegalArgumentException if no request with this token is kept, or if the change touches what is fixed:
     *     mail, addresses, service, Message-ID, record, module, or when it was made
     * @throws IOException if it cannot be kept
     */
    boolean update(TrackedRequest next, byte[] reply) throws IOException;

    /**
     * The mail that was kept with the last change that had one.
     *
     * @param token the token of the request
     * @return a copy of its octets; empty if there is none
     * @throws IOException if the store cannot be read
     */
    Optional<byte[]> reply(Token token) throws IOException;

    /**
     * Takes the change to {@link RequestState#SENDING} if nobody was faster and the rate limit of the sender allows it,
     * in one step: of two nodes that ask at once the second is told to wait. What counts against the limit is
     * {@link TrackedRequest#attemptedAt()} of each kept request of the same sender, of this one as it is kept before: the
     * last attempt of each that may have left.
     *
     * @param sending the request in state SENDING, its next version, with attemptedAt set
     * @param limit how fast the sender may send
     * @param now the present
     * @return what came of it
     * @throws IllegalArgumentException if the request is not in state SENDING with attemptedAt set, if no request with
     *     this token is kept, or if the change touches what is fixed:
     *     mail, addresses, service, Message-ID, record, module, or when it was made
     * @throws IOException if it cannot be kept
     */
    SendClaim claimSend(TrackedRequest sending, RateLimit limit, Instant now) throws IOException;

    /**
     * Up to where a mailbox was read.
     *
     * @param mailbox a name for account and folder
     * @return the position; empty if it was never read
     * @throws IOException if the store cannot be read
     */
    Optional<MailboxPosition> position(String mailbox) throws IOException;

    /**
     * Keeps up to where a mailbox was read. Within one UIDVALIDITY the position only moves forward: a smaller one than
     * the kept one is ignored. Another UIDVALIDITY replaces it.
     *
     * @param mailbox a name for account and folder
     * @param position the position
     * @throws IOException if it cannot be kept
     */
    void advance(String mailbox, MailboxPosition position) throws IOException;

    /**
     * Forgets up to where a mailbox was read, so that all of it is read again.
     *
     * @param mailbox a name for account and folder
     * @throws IOException if it cannot be kept
     */
    void rewind(String mailbox) throws IOException;

    /**
     * Keeps that an operator has confirmed a KMC's identity through another channel.
     *
     * @param kmc the identity
     * @throws IllegalArgumentException if the CRC of the identity is not right
     * @throws IOException if it cannot be kept
     */
    void approve(Pkid kmc) throws IOException;

    /**
     * The identities that operators approved.
     *
     * @return an immutable set
     * @throws IOException if the store cannot be read
     */
    Set<Pkid> approved() throws IOException;

    /**
     * Forgets old requests with their replies: those that are neither {@link RequestState#CREATED} nor
     * {@linkplain RequestState#isWaiting() waiting} and have not changed since. Mail may still come for days, so keep
     * them for seven days or more.
     *
     * @param unchangedSince the instant; what changed in the same millisecond stays
     * @return how many were forgotten
     * @throws IOException if it cannot be kept; some may have been forgotten then
     */
    int forget(Instant unchangedSince) throws IOException;

    @Override
    void close() throws IOException;
}
