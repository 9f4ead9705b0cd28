// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.valise.sts.records.CrcState;
import org.valise.sts.records.Pkid;

/** What every store decides in the same way, so that it does not matter which one is used. */
final class StoreRules {

    private StoreRules() {}

    static void checkNew(TrackedRequest request) {
        if (request.version() != 0) {
            throw new IllegalArgumentException("A new request has version 0, this one " + request.version());
        }
    }

    static IllegalArgumentException kept(TrackedRequest request) {
        return new IllegalArgumentException(
                "A request with this token (" + request.token() + "), this Message-ID or this record is kept already");
    }

    static IllegalArgumentException unknown(Token token) {
        return new IllegalArgumentException("No request with the token " + token + " is kept");
    }

    /** Whether a change comes right after what is kept; one that is about another mail is the caller's mistake. */
    static boolean takes(TrackedRequest kept, TrackedRequest next) {
        if (next.version() != kept.version() + 1) {
            return false;
        }
        if (!isSameMail(kept, next)) {
            throw new IllegalArgumentException("A change says what became of the request " + kept.token()
                    + "; its mail, addresses, service and record stay as they were added");
        }
        return true;
    }

    private static boolean isSameMail(TrackedRequest a, TrackedRequest b) {
        return a.service() == b.service()
                && a.from().text().equals(b.from().text())
                && a.gateway().text().equals(b.gateway().text())
                && a.messageId().equals(b.messageId())
                && Arrays.equals(a.mail(), b.mail())
                && a.createdAt().equals(b.createdAt())
                && a.recordDigest().equals(b.recordDigest())
                && a.securityModule().equals(b.securityModule());
    }

    static void checkSending(TrackedRequest sending) {
        if (sending.state() != RequestState.SENDING || sending.attemptedAt().isEmpty()) {
            throw new IllegalArgumentException("Who claims a request gives it in state SENDING, with attemptedAt set");
        }
    }

    /** When to ask again; null if the request may be sent now. */
    static @Nullable Instant wait(RateLimit limit, List<Instant> attempts, Instant now) {
        Instant next = limit.nextAt(attempts, now);
        return next.isAfter(now) ? next : null;
    }

    static boolean isForgettable(RequestState state) {
        return state != RequestState.CREATED && !state.isWaiting();
    }

    static boolean isForward(@Nullable MailboxPosition kept, MailboxPosition next) {
        return kept == null || kept.uidValidity() != next.uidValidity() || kept.lastUid() < next.lastUid();
    }

    /** An identity that is damaged says nothing about which key was confirmed. */
    static void checkApproved(Pkid kmc) {
        if (kmc.crcState() != CrcState.VALID) {
            throw new IllegalArgumentException("An identity whose CRC is not valid cannot be approved");
        }
    }
}
