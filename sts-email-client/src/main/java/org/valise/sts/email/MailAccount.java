// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.util.Objects;
import java.util.Optional;

/**
 * The mail account of the vending software: where it sends, where it reads, and what it does with mails it has understood.
 * Mails it has not understood stay as they are; no mail is ever deleted. Immutable and thread-safe.
 *
 * <pre>{@code
 * MailAccount account = MailAccount.of(
 *         MailServer.startTls("smtp.vending.example", 587),
 *         MailServer.implicitTls("imap.vending.example", 993),
 *         Credentials.password("vendor", () -> password));
 * }</pre>
 *
 * @param smtp where mails are submitted
 * @param imap where mails are read
 * @param credentials who logs in to both
 * @param folder the folder that is read; default INBOX
 * @param keyword the IMAP keyword that understood mails get; default {@code $ValiseProcessed}. Servers that allow no
 *     keywords are not troubled with it
 * @param moveTo the folder that understood mails are moved to, which must exist; empty to leave them where they are
 * @since 0.1.0
 */
public record MailAccount(
        MailServer smtp,
        MailServer imap,
        Credentials credentials,
        String folder,
        String keyword,
        Optional<String> moveTo) {

    /**
     * Refuses keywords that IMAP does not allow, and moving to the folder that is read.
     *
     * @param smtp where mails are submitted
     * @param imap where mails are read
     * @param credentials who logs in to both
     * @param folder the folder that is read
     * @param keyword the IMAP keyword that understood mails get
     * @param moveTo the folder that understood mails are moved to
     */
    public MailAccount {
        Objects.requireNonNull(smtp, "smtp");
        Objects.requireNonNull(imap, "imap");
        Objects.requireNonNull(credentials, "credentials");
        if (!keyword.matches("[A-Za-z0-9$_.-]{1,60}")) {
            throw new IllegalArgumentException("An IMAP keyword is ASCII letters, digits, '$', '_', '.', '-'");
        }
        if (moveTo.filter(folder::equals).isPresent()) {
            throw new IllegalArgumentException("Mails cannot be moved to the folder that is read");
        }
    }

    /**
     * An account with the default folder and keyword.
     *
     * @param smtp where mails are submitted
     * @param imap where mails are read
     * @param credentials who logs in to both
     * @return the account
     */
    public static MailAccount of(MailServer smtp, MailServer imap, Credentials credentials) {
        return new MailAccount(smtp, imap, credentials, "INBOX", "$ValiseProcessed", Optional.empty());
    }

    /**
     * The same account with another folder to read.
     *
     * @param name the folder
     * @return a new account
     */
    public MailAccount withFolder(String name) {
        return new MailAccount(smtp, imap, credentials, name, keyword, moveTo);
    }

    /**
     * The same account, with understood mails moved away.
     *
     * @param name the folder they are moved to
     * @return a new account
     */
    public MailAccount withMoveTo(String name) {
        return new MailAccount(smtp, imap, credentials, folder, keyword, Optional.of(name));
    }

    /** What names the mailbox in a store, whatever way it is reached. */
    String mailboxName() {
        return credentials.user() + "@" + imap.host() + ":" + imap.port() + "/" + folder;
    }
}
