// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

/**
 * What a referential says of a user (MIS1202 "Check of the Rcv field"). Of several identifiers of one user, the best counts.
 *
 * <pre>{@code
 * Map<Qxban, UserStatus> users = Map.of(
 *         Qxban.of("QX46TESTVERTXXXABCDEFGHJKLMNPQRSTU"), UserStatus.ACTIVE,
 *         Qxban.of("QX62TESTBLEUXXX2345678923456789234"), UserStatus.DEACTIVATED);
 * Referentials complete = referentials.withQxbans(Referentials.Users.of(users));
 * }</pre>
 *
 * @since 0.1.0
 */
public enum UserStatus {
    /** Nobody by this identifier: 5.1.2. */
    UNKNOWN,
    /** A user whose mailbox is deactivated: N.2.1. */
    DEACTIVATED,
    /** An active user whose mailbox is full: N.2.2. He may send. */
    FULL,
    /** An active user: 2.1.9. */
    ACTIVE,
    /** An active user, and the account was looked up and is real: 2.4.9. */
    VERIFIED;

    boolean maySend() {
        return compareTo(FULL) >= 0;
    }

    UserStatus or(UserStatus other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
