// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The requests that a received mail may belong to, open and recently closed. {@link PendingRequests} is one; for others
 * {@link #of(Collection)} will do. Lookups must not depend on how many requests there are.
 *
 * <pre>{@code
 * KnownRequests.Known asked =
 *         new KnownRequests.Known(token, Optional.empty(), Optional.of(Service.GET_PUBLIC_KEY));
 * Reply reply = replyReader.read(octets, KnownRequests.of(List.of(asked)));
 * }</pre>
 *
 * @since 0.1.0
 */
public interface KnownRequests {

    /**
     * What of a request is needed to recognise its mails.
     *
     * @param token the token in its subject
     * @param messageId its Message-ID with angle brackets; empty if not known
     * @param service what was asked for; empty if not known
     * @since 0.1.0
     */
    record Known(Token token, Optional<String> messageId, Optional<Service> service) {}

    /**
     * The request with a token.
     *
     * @param token the token of a received subject
     * @return the request; empty if there is none
     * @throws IOException if the store cannot be read
     */
    Optional<Known> knownByToken(Token token) throws IOException;

    /**
     * The request with a Message-ID.
     *
     * @param messageId a Message-ID with angle brackets
     * @return the request; empty if there is none
     * @throws IOException if the store cannot be read
     */
    Optional<Known> knownByMessageId(String messageId) throws IOException;

    /**
     * A fixed set of requests.
     *
     * @param requests the requests
     * @return an immutable set of them
     */
    static KnownRequests of(Collection<Known> requests) {
        Map<Token, Known> byToken = new HashMap<>();
        Map<String, Known> byMessageId = new HashMap<>();
        for (Known known : requests) {
            byToken.put(known.token(), known);
            known.messageId().ifPresent(id -> byMessageId.put(id, known));
        }
        return new KnownRequests() {
            @Override
            public Optional<Known> knownByToken(Token token) {
                return Optional.ofNullable(byToken.get(token));
            }

            @Override
            public Optional<Known> knownByMessageId(String messageId) {
                return Optional.ofNullable(byMessageId.get(messageId));
            }
        };
    }
}
