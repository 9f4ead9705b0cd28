// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

/**
 * Up to where a mailbox was read (RFC 3501 clause 2.3.1.1). Immutable and thread-safe.
 *
 * @param uidValidity the mailbox's UIDVALIDITY; if it changes, all UIDs are void and reading starts again
 * @param lastUid the greatest UID all of whose predecessors were looked at; 0 at the beginning
 * @since 0.1.0
 */
public record MailboxPosition(long uidValidity, long lastUid) {

    /**
     * Refuses negative numbers.
     *
     * @param uidValidity the mailbox's UIDVALIDITY
     * @param lastUid the greatest UID looked at
     */
    public MailboxPosition {
        if (uidValidity < 0 || lastUid < 0) {
            throw new IllegalArgumentException("UIDVALIDITY and UID are not negative");
        }
    }
}
