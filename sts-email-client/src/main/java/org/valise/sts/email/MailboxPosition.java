// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

/**
 * Up to where a mailbox was read (RFC 3501 clause 2.3.1.1). Immutable and thread-safe.
 *
 * <pre>{@code
 * long validity = inbox.getUIDValidity();
 * Optional<MailboxPosition> known = store.position("vendor/INBOX").filter(at -> at.uidValidity() == validity);
 * long first = known.map(MailboxPosition::lastUid).orElse(0L) + 1;
 * for (Message message : inbox.getMessagesByUID(first, UIDFolder.LASTUID)) {
 *     tracker.receive(replyReader.read((MimeMessage) message, store));
 *     store.advance("vendor/INBOX", new MailboxPosition(validity, inbox.getUID(message)));
 * }
 * }</pre>
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
