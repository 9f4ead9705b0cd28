// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The rest that the submission server is given after a fault of its own: one for all requests, because twenty that wait
 * would otherwise be twenty logins in a row, and accounts are locked after fewer. Thread-safe.
 */
final class ServerRest {

    /** What is wrong with the server and not with one mail. */
    private static final EnumSet<MailException.Kind> OF_THE_SERVER =
            EnumSet.of(MailException.Kind.CONNECTION, MailException.Kind.SECURITY, MailException.Kind.AUTHENTICATION);

    /** How many faults there were in a row, the last of them, and until when nothing is tried. */
    record Rest(int faults, MailException fault, Instant until) {

        private boolean holds(Instant now) {
            return BackOff.isAhead(until, now);
        }
    }

    private final AtomicReference<@Nullable Rest> last = new AtomicReference<>();

    /** What is waited for; empty if the server may be tried. */
    Optional<Rest> at(Instant now) {
        return Optional.ofNullable(last.get()).filter(rest -> rest.holds(now));
    }

    /** A fault that several threads met at the same time counts once. */
    void failed(MailException fault, Instant now) {
        if (OF_THE_SERVER.contains(fault.kind())) {
            last.updateAndGet(rest -> {
                if (rest != null && rest.holds(now)) {
                    return rest;
                }
                int faults = rest == null ? 1 : rest.faults() + 1;
                return new Rest(faults, fault, now.plus(BackOff.after(faults)));
            });
        }
    }

    /** It took a mail, or refused one as a server does that works. */
    void worked() {
        last.set(null);
    }
}
