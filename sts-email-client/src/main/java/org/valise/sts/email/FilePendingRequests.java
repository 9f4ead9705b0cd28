// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.valise.sts.records.Pkid;

/**
 * Keeps requests in a folder, for one process. Each change is one line of JSON with a checksum, appended to
 * {@code journal.jsonl} and forced to disk before the method returns; mails lie in {@code mails}, each named after its
 * SHA-256. All requests are held in memory too, so lookups do not touch the disk.
 *
 * <p>A process may be killed at any moment. If a crash has torn the last line, opening puts what is left of it into a
 * file {@code journal.N.torn} and goes on; damage anywhere else is an {@code IOException} that names file and line, and
 * nothing is touched. If a line cannot be written, because the disk is full, it is taken back and the method throws; if
 * it cannot even be taken back, the store refuses further changes until it is opened again. One request takes at most
 * 1 MiB in the journal.
 *
 * <p>When more than 1,000 lines, and more than half of all, say what later lines replaced, the next change has the
 * journal rewritten without them; {@link #compact()} does so at once. Mails that no request names any more leave the
 * disk then, or when the folder is opened.
 *
 * <p>Files and folders that it makes are for their owner only, where the platform knows such permissions. Needs
 * {@code com.fasterxml.jackson.core:jackson-core}. Thread-safe.
 *
 * <pre>{@code
 * try (FilePendingRequests store = FilePendingRequests.open(Path.of("kmc-requests"))) {
 *     store.list(EnumSet.of(RequestState.SENDING));    // found so after a crash: somebody must decide
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class FilePendingRequests implements PendingRequests {

    /** Fewer lines of garbage are not worth rewriting a journal. */
    private static final int GARBAGE = 1_000;

    /** So many tokens make a line of some 7 KiB, and a line is kept whole or not at all. */
    private static final int FORGOTTEN_AT_ONCE = 256;

    /** Not synchronized, so that a virtual thread that waits for the disk lets others run. */
    private final ReentrantLock lock = new ReentrantLock();

    private final StoreFolder folder;
    private final StoreLock owner;
    private final JournalState state;
    private final JournalFile journal;
    private long compactAt = GARBAGE;
    private boolean closed;

    private FilePendingRequests(StoreFolder folder, StoreLock owner) throws IOException {
        this.folder = folder;
        this.owner = owner;
        this.state = new JournalState();
        this.journal = JournalFile.open(folder, state);
    }

    /**
     * Opens a folder, or makes it.
     *
     * @param directory the folder; nothing else should be kept in it
     * @return the store
     * @throws IOException if another store has the folder open, if the journal is damaged or of a later version, or if
     *     the disk refuses; nothing is lost then
     * @throws IllegalStateException if Jackson is missing
     */
    public static FilePendingRequests open(Path directory) throws IOException {
        return open(directory, new StoreDisk());
    }

    static FilePendingRequests open(Path directory, StoreDisk disk) throws IOException {
        requireJackson();
        StoreFolder folder = StoreFolder.of(directory, disk);
        StoreLock owner = StoreLock.of(folder);
        try {
            return new FilePendingRequests(folder, owner);
        } catch (IOException | RuntimeException e) {
            owner.close();
            throw e;
        }
    }

    private static void requireJackson() {
        try {
            JournalLine.probe();
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException(
                    "FilePendingRequests needs Jackson: add com.fasterxml.jackson.core:jackson-core to the class path"
                            + " (on the module path also --add-modules com.fasterxml.jackson.core)",
                    e);
        }
    }

    /** What is done while no other thread does anything. */
    @FunctionalInterface
    private interface Action<T> {
        T run() throws IOException;
    }

    private <T> T locked(Action<T> action) throws IOException {
        lock.lock();
        try {
            if (closed) {
                throw new IOException("The store in " + folder.path() + " is closed");
            }
            return action.run();
        } finally {
            lock.unlock();
        }
    }

    /** A change: it is made in memory once it is on disk, so memory is never ahead. */
    private <T> T changed(Action<T> action) throws IOException {
        return locked(() -> {
            journal.requireWritable();
            T result = action.run();
            compactIfWorthwhile();
            return result;
        });
    }

    @Override
    public void add(TrackedRequest request) throws IOException {
        StoreRules.checkNew(request);
        changed(() -> {
            state.index().checkAdd(request);
            journal.append(JournalCodec.add(request, null));
            state.index().add(request);
            return request;
        });
    }

    @Override
    public Optional<TrackedRequest> find(Token token) throws IOException {
        return locked(() -> state.index().find(token));
    }

    @Override
    public Optional<Known> knownByToken(Token token) throws IOException {
        return locked(() -> state.index().knownByToken(token));
    }

    @Override
    public Optional<Known> knownByMessageId(String messageId) throws IOException {
        return locked(() -> state.index().knownByMessageId(messageId));
    }

    @Override
    public List<TrackedRequest> list(Set<RequestState> states) throws IOException {
        return locked(() -> state.index().list(states));
    }

    @Override
    public Optional<TrackedRequest> findByRecord(String recordDigest) throws IOException {
        return locked(() -> state.index().findByRecord(recordDigest));
    }

    @Override
    public boolean update(TrackedRequest next) throws IOException {
        return updated(next, null);
    }

    @Override
    public boolean update(TrackedRequest next, byte[] reply) throws IOException {
        return updated(next, reply.clone());
    }

    private boolean updated(TrackedRequest next, byte @Nullable [] reply) throws IOException {
        return changed(() -> {
            boolean taken = StoreRules.takes(state.index().require(next.token()), next);
            if (taken) {
                change(next, reply == null ? null : folder.keepMail(reply));
            }
            return taken;
        });
    }

    private void change(TrackedRequest next, @Nullable String reply) throws IOException {
        journal.append(JournalCodec.change(next, reply));
        state.change(next, reply);
    }

    @Override
    public Optional<byte[]> reply(Token token) throws IOException {
        return locked(() -> {
            String digest = state.reply(token).orElse(null);
            return digest == null ? Optional.<byte[]>empty() : Optional.of(folder.readMail(digest));
        });
    }

    @Override
    public SendClaim claimSend(TrackedRequest sending, RateLimit limit, Instant now) throws IOException {
        return changed(() -> {
            Optional<SendClaim> refusal = state.index().refusal(sending, limit, now);
            if (refusal.isPresent()) {
                return refusal.get();
            }
            change(sending, null);
            return new SendClaim.Granted();
        });
    }

    @Override
    public Optional<MailboxPosition> position(String mailbox) throws IOException {
        return locked(() -> Optional.ofNullable(state.index().positions().get(mailbox)));
    }

    @Override
    public void advance(String mailbox, MailboxPosition position) throws IOException {
        changed(() -> {
            if (StoreRules.isForward(state.index().positions().get(mailbox), position)) {
                journal.append(JournalCodec.position(mailbox, position));
                state.index().positions().put(mailbox, position);
            }
            return position;
        });
    }

    @Override
    public void rewind(String mailbox) throws IOException {
        changed(() -> {
            if (state.index().positions().containsKey(mailbox)) {
                journal.append(JournalCodec.rewind(mailbox));
                state.index().positions().remove(mailbox);
            }
            return mailbox;
        });
    }

    @Override
    public void approve(Pkid kmc) throws IOException {
        StoreRules.checkApproved(kmc);
        changed(() -> {
            if (!state.index().approved().contains(kmc)) {
                journal.append(JournalCodec.approve(kmc));
                state.index().approved().add(kmc);
            }
            return kmc;
        });
    }

    @Override
    public Set<Pkid> approved() throws IOException {
        return locked(() -> Set.copyOf(state.index().approved()));
    }

    @Override
    public int forget(Instant unchangedSince) throws IOException {
        return changed(() -> {
            List<Token> old = state.index().forgettable(unchangedSince);
            for (int i = 0; i < old.size(); i += FORGOTTEN_AT_ONCE) {
                List<Token> some = old.subList(i, Math.min(i + FORGOTTEN_AT_ONCE, old.size()));
                journal.append(JournalCodec.forget(some));
                some.forEach(state::remove);
            }
            return old.size();
        });
    }

    /**
     * Rewrites the journal without what later lines replaced, and deletes mails that no request names any more. May be
     * interrupted anywhere.
     *
     * @throws IOException if the disk refuses; nothing is lost then, and the store goes on
     */
    public void compact() throws IOException {
        locked(() -> {
            journal.requireWritable();
            rewrite();
            return state;
        });
    }

    private void rewrite() throws IOException {
        journal.rewrite(state);
        folder.deleteMailsExcept(state.mails());
    }

    private void compactIfWorthwhile() {
        long garbage = journal.lines() - state.size();
        if (garbage <= compactAt || garbage <= state.size()) {
            return;
        }
        try {
            rewrite();
            compactAt = GARBAGE;
        } catch (IOException e) {
            // The change itself is kept and the old journal is good; the disk may have room for a new one later.
            compactAt = garbage + GARBAGE;
        }
    }

    /**
     * Where the torn end of the journal was put when it was opened.
     *
     * @return the file; empty if the journal was whole
     */
    public Optional<Path> torn() {
        return journal.torn();
    }

    /** Gives the folder free. Nothing is written: whatever was acknowledged is on disk already. */
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                release();
            }
        } finally {
            lock.unlock();
        }
    }

    private void release() throws IOException {
        try {
            journal.close();
        } finally {
            owner.close();
        }
    }
}
