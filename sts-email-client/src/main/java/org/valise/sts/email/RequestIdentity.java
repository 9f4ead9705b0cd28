// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is so of a request from its first day to its last: its mail, and what the mail says. Immutable. */
final class RequestIdentity {

    private final Token token;
    private final Service service;
    private final MailAddress from;
    private final MailAddress gateway;
    private final String messageId;
    private final byte[] octets;
    private final Instant createdAt;

    RequestIdentity(
            Token token,
            Service service,
            MailAddress from,
            MailAddress gateway,
            String messageId,
            byte[] octets,
            Instant createdAt) {
        this.token = Objects.requireNonNull(token, "token");
        this.service = Objects.requireNonNull(service, "service");
        this.from = Objects.requireNonNull(from, "from");
        this.gateway = Objects.requireNonNull(gateway, "gateway");
        this.messageId = Objects.requireNonNull(messageId, "messageId");
        this.octets = octets.clone();
        this.createdAt = Millis.of(createdAt);
    }

    static RequestIdentity of(KmcRequest request) {
        return new RequestIdentity(
                request.token(),
                request.service(),
                request.from(),
                request.gateway(),
                request.messageId(),
                request.octets(),
                request.createdAt());
    }

    Token token() {
        return token;
    }

    Service service() {
        return service;
    }

    MailAddress from() {
        return from;
    }

    MailAddress gateway() {
        return gateway;
    }

    String messageId() {
        return messageId;
    }

    /** A copy. */
    byte[] octets() {
        return octets.clone();
    }

    Instant createdAt() {
        return createdAt;
    }

    KnownRequests.Known known() {
        return new KnownRequests.Known(token, Optional.of(messageId), Optional.of(service));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RequestIdentity r
                && token.equals(r.token)
                && service == r.service
                && from.text().equals(r.from.text())
                && gateway.text().equals(r.gateway.text())
                && messageId.equals(r.messageId)
                && Arrays.equals(octets, r.octets)
                && createdAt.equals(r.createdAt);
    }

    @Override
    public int hashCode() {
        return token.hashCode();
    }
}
