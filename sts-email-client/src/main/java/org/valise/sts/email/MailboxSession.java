// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import jakarta.mail.FetchProfile;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.FolderNotFoundException;
import jakarta.mail.Message;
import jakarta.mail.MessageRemovedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.UIDFolder;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPMessage;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the mailbox. Reads mails in the order of their UIDs, at least once each: the position in the store
 * moves only behind mails that were handled. Marks what was understood and deletes nothing. Used by one thread at a time,
 * but for {@link #wake}.
 */
final class MailboxSession implements AutoCloseable {

    /** How many mails are handled before the position is kept; so many may be read again after a crash. */
    private static final int BATCH = 20;

    /** A mail is fetched in parts of so many octets. */
    static final int FETCH_SIZE = 65_536;

    /** Some servers count a line end that they do not send. */
    private static final int SIZE_TOLERANCE = 2;

    private static final String OPENING = "Opening the mailbox";

    private final MailAccount account;
    private final IMAPStore store;
    private final IMAPFolder folder;
    private final @Nullable Folder moveTo;
    private final IdleWait idle = new IdleWait();

    private MailboxSession(MailAccount account, IMAPStore store, IMAPFolder folder, @Nullable Folder moveTo) {
        this.account = account;
        this.store = store;
        this.folder = folder;
        this.moveTo = moveTo;
    }

    /** What becomes of a mail; says whether it was understood. */
    interface Handler {
        boolean handle(byte[] mail) throws IOException;

        /** Asked before each mail; if not, the rest is read another time. */
        default boolean goesOn() {
            return true;
        }

        /** An understood mail could not be marked or moved. */
        default void notMarked(MailException fault) {}
    }

    static MailboxSession open(MailAccount account) throws MailException {
        String secret = Sessions.secret(OPENING, account.imap(), account.credentials());
        Session session = Sessions.imap(account.imap(), account.credentials());
        IMAPStore store = null;
        try {
            store = (IMAPStore) session.getStore("imap");
            store.connect(account.credentials().user(), secret);
            IMAPFolder folder = (IMAPFolder) store.getFolder(account.folder());
            folder.open(Folder.READ_WRITE);
            MailboxSession opened = new MailboxSession(account, store, folder, target(account, store));
            opened.idle.listen(folder);
            return opened;
        } catch (MessagingException | RuntimeException fault) {
            closeQuietly(store);
            throw Sessions.words(OPENING, account.imap(), fault);
        }
    }

    private static @Nullable Folder target(MailAccount account, IMAPStore store) throws MessagingException {
        Optional<String> name = account.moveTo();
        if (name.isEmpty()) {
            return null;
        }
        Folder target = store.getFolder(name.get());
        if (!target.exists()) {
            throw new FolderNotFoundException(target, "There is no folder to move mails to");
        }
        return target;
    }

    /** Reads what came since the position in the store, and keeps the new one. Returns how many mails were handled. */
    int read(PendingRequests requests, int limit, Handler handler) throws IOException {
        try {
            return readAll(requests, limit, handler);
        } catch (OfHandler own) {
            throw own.exception; // has nothing to do with the mail server
        } catch (MessagingException | RuntimeException fault) {
            throw Sessions.words("Reading the mailbox", account.imap(), fault);
        }
    }

    private int readAll(PendingRequests requests, int limit, Handler handler) throws MessagingException, IOException {
        long validity = folder.getUIDValidity();
        long last = requests.position(account.mailboxName())
                .filter(position -> position.uidValidity() == validity)
                .map(MailboxPosition::lastUid)
                .orElse(0L);
        long kept = last;
        int handled = 0;
        for (Message message : messagesAfter(last)) {
            if (!handler.goesOn()) {
                break;
            }
            long uid = folder.getUID(message);
            handle(message, limit, handler);
            last = uid;
            if (++handled % BATCH == 0) {
                advance(requests, kept, new MailboxPosition(validity, last));
                kept = last;
            }
        }
        if (last != kept) {
            advance(requests, kept, new MailboxPosition(validity, last));
        }
        return handled;
    }

    /** Not if the position is gone from which this began: somebody wants that all is read again. */
    private void advance(PendingRequests requests, long from, MailboxPosition position) throws IOException {
        if (from == 0 || requests.position(account.mailboxName()).isPresent()) {
            requests.advance(account.mailboxName(), position);
        }
    }

    /** A range up to the end always names the last mail, even if its UID lies before the range. */
    private List<Message> messagesAfter(long last) throws MessagingException {
        record Numbered(Message message, long uid) {}
        folder.getMessageCount(); // lets the server say what is new
        idle.forget();
        List<Numbered> numbered = new ArrayList<>();
        for (Message message : folder.getMessagesByUID(last + 1, UIDFolder.LASTUID)) {
            long uid = folder.getUID(message);
            if (uid > last) {
                numbered.add(new Numbered(message, uid));
            }
        }
        return numbered.stream()
                .sorted(Comparator.comparingLong(Numbered::uid))
                .map(Numbered::message)
                .toList();
    }

    private void handle(Message message, int limit, Handler handler) throws MessagingException, IOException {
        try {
            byte[] octets = octets((IMAPMessage) message, limit);
            if (understood(handler, octets)) {
                mark(message, handler);
            }
        } catch (MessageRemovedException gone) {
            // Another client of the mailbox took it away; one that shares the store has handled it.
        }
    }

    private static boolean understood(Handler handler, byte[] octets) throws IOException {
        try {
            return handler.handle(octets);
        } catch (RuntimeException e) {
            throw new OfHandler(e);
        }
    }

    /** Tells what the handler threw from what Jakarta Mail throws. */
    private static final class OfHandler extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final RuntimeException exception;

        OfHandler(RuntimeException exception) {
            super(exception);
            this.exception = exception;
        }
    }

    /** One octet more than the limit is enough to see that a mail is too long. */
    private byte[] octets(IMAPMessage message, int limit) throws MessagingException {
        byte[] octets;
        try (InputStream in = message.getMimeStream()) {
            octets = in.readNBytes(limit + 1);
        } catch (IOException broken) {
            if (broken.getCause() instanceof MessageRemovedException gone) {
                throw gone;
            }
            throw new MessagingException("The mail could not be read to its end", broken);
        }
        if (octets.length <= limit && octets.length % FETCH_SIZE == 0) {
            requireWhole(message, octets.length);
        }
        return octets;
    }

    /** A server that refuses to give a part of a mail looks like the end of the mail; behind it nobody would look again. */
    private void requireWhole(IMAPMessage message, int length) throws MessagingException {
        FetchProfile wanted = new FetchProfile();
        wanted.add(FetchProfile.Item.SIZE);
        folder.fetch(new Message[] {message}, wanted);
        int size = message.getSize();
        if (size < 0 || size - length > SIZE_TOLERANCE) {
            throw new MessagingException("The server did not give the whole mail");
        }
    }

    /** A server that does not let us mark mails must not keep us from reading the next ones. */
    private void mark(Message message, Handler handler) throws MessagingException {
        try {
            mark(message);
        } catch (MessagingException fault) {
            if (!folder.isOpen() || fault instanceof MessageRemovedException) {
                throw fault;
            }
            handler.notMarked(Sessions.words("Marking a mail", account.imap(), fault));
        }
    }

    private void mark(Message message) throws MessagingException {
        if (moveTo != null) {
            folder.moveMessages(new Message[] {message}, moveTo);
        } else if (takesKeywords()) {
            message.setFlags(new Flags(account.keyword()), true);
        }
    }

    private boolean takesKeywords() {
        Flags permanent = folder.getPermanentFlags();
        return permanent != null
                && (permanent.contains(Flags.Flag.USER)
                        || Arrays.asList(permanent.getUserFlags()).contains(account.keyword()));
    }

    /** Whether the server tells about new mails by itself. */
    boolean offersIdle() throws MailException {
        try {
            return store.hasCapability("IDLE");
        } catch (MessagingException fault) {
            throw Sessions.words("Asking", account.imap(), fault);
        }
    }

    /** Waits until the server tells of a new mail, {@link #wake} is called, or a read times out: whichever is first. */
    void idle() throws MailException {
        try {
            idle.await(folder);
        } catch (MessagingException | RuntimeException fault) {
            throw Sessions.words("Waiting for mail", account.imap(), fault);
        }
    }

    /** How long {@link #idle} takes at most. */
    Duration longestIdle() {
        return account.imap().timeout();
    }

    /** Ends {@link #idle}, from any thread. */
    void wake() {
        idle.abort();
    }

    @Override
    public void close() {
        try {
            if (folder.isOpen()) {
                folder.close(false); // expunges nothing
            }
        } catch (MessagingException | RuntimeException alreadyBroken) {
            // The connection is gone then, which is what was wanted.
        }
        closeQuietly(store);
    }

    private static void closeQuietly(@Nullable IMAPStore store) {
        try {
            if (store != null) {
                store.close();
            }
        } catch (MessagingException | RuntimeException alreadyBroken) {
            // The connection is gone then, which is what was wanted.
        }
    }
}
