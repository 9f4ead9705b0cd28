// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How the threads of a client share its mailbox, and when it is looked at. Thread-safe. */
final class MailReading {

    /** How often a server that tells of mails is asked, when there is too little time left for it to tell. */
    private static final Duration LAST_LOOKS = Duration.ofSeconds(5);

    private final KmcMailbox mailbox;
    private final PendingRequests store;
    private final Dispatch dispatch;
    private final KmcListener listener;
    private final Clock clock;
    private final Duration pollInterval;
    private final Function<BooleanSupplier, MailRound> rounds;

    /** Of the thread that listens to the mailbox for all; others may still {@link #poll}. */
    private final ReentrantLock reading = new ReentrantLock();

    /** Of a single round, so that each mail is read once. */
    private final ReentrantLock round = new ReentrantLock();

    private final ReentrantLock news = new ReentrantLock();
    private final Condition somethingHappened = news.newCondition();
    private long told; // guarded by news
    private final AtomicInteger rewinds = new AtomicInteger();
    private volatile @Nullable MailboxSession session;
    private volatile boolean closed;

    /** With what makes a round, given whether the client is closed. */
    MailReading(
            KmcMailbox mailbox,
            PendingRequests store,
            Dispatch dispatch,
            KmcListener listener,
            Clock clock,
            Duration pollInterval,
            Function<BooleanSupplier, MailRound> rounds) {
        this.mailbox = mailbox;
        this.store = store;
        this.dispatch = dispatch;
        this.listener = listener;
        this.clock = clock;
        this.pollInterval = pollInterval;
        this.rounds = rounds;
    }

    boolean isClosed() {
        return closed;
    }

    List<Change> poll() throws IOException {
        send(); // also if the mailbox cannot be read
        try (MailboxSession opened = mailbox.open()) {
            return cycle(opened);
        } finally {
            tell();
        }
    }

    private void send() throws IOException {
        round.lock();
        try {
            if (!closed) { // else the store may be closed too
                dispatch.sendWaiting(listener, () -> !closed);
            }
        } finally {
            round.unlock();
        }
    }

    private List<Change> cycle(MailboxSession opened) throws IOException {
        round.lock();
        int before = rewinds.get();
        try {
            return rounds.apply(() -> closed).on(opened);
        } finally {
            try {
                if (rewinds.get() != before) {
                    rewind(); // the round has kept meanwhile how far it came
                }
            } finally {
                round.unlock();
            }
        }
    }

    /** Does not wait for a round that is under way: that rewinds once more when it has ended. */
    void readAgain() throws IOException {
        rewinds.incrementAndGet();
        rewind();
    }

    private void rewind() throws IOException {
        store.rewind(mailbox.account().mailboxName());
    }

    void run(Instant until, Done done) throws IOException {
        new Loop(until, done).run();
    }

    void close() {
        closed = true;
        MailboxSession open = session;
        if (open != null) {
            open.wake();
        }
        tell();
        awaitRound();
    }

    private void awaitRound() {
        if (round.isHeldByCurrentThread()) {
            return; // closed by a listener
        }
        try {
            long longest = mailbox.account().imap().timeout().toMillis();
            if (round.tryLock(longest, TimeUnit.MILLISECONDS)) {
                round.unlock();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell() {
        news.lock();
        try {
            told++;
            somethingHappened.signalAll();
        } finally {
            news.unlock();
        }
    }

    private long told() {
        news.lock();
        try {
            return told;
        } finally {
            news.unlock();
        }
    }

    /** Whether to stop; may ask the store. */
    interface Done {
        boolean isDone() throws IOException;
    }

    /** Rounds until something is so. One thread reads; others with a wish of their own wait for what it finds. */
    private final class Loop {

        private final Instant until;
        private final Done done;
        private int faults;

        Loop(Instant until, Done done) {
            this.until = until;
            this.done = done;
        }

        void run() throws IOException {
            for (long seen = told(); goesOn(); seen = told()) {
                if (reading.tryLock()) {
                    Duration wait = readUntilFault();
                    pause(wait, told());
                } else {
                    pause(pollInterval, seen);
                }
            }
        }

        private boolean goesOn() throws IOException {
            return isWanted() && clock.instant().isBefore(until);
        }

        private boolean isWanted() throws IOException {
            return !closed && !done.isDone();
        }

        /** Reads until there is no more to do, or a fault; returns how long to wait before the next attempt. */
        private Duration readUntilFault() throws IOException {
            try {
                send(); // also if the mailbox cannot be read
                read();
                return Duration.ZERO;
            } catch (MailException fault) {
                if (fault.kind() == MailException.Kind.AUTHENTICATION || fault.kind() == MailException.Kind.SECURITY) {
                    throw fault;
                }
                Duration wait = BackOff.after(++faults);
                listener.fault(fault, wait);
                return wait;
            } finally {
                session = null;
                reading.unlock();
                tell();
            }
        }

        /** Looks once more after the last wait, because a mail may have come while the time ran out. */
        private void read() throws IOException {
            try (MailboxSession opened = mailbox.open()) {
                session = opened;
                while (isWanted()) {
                    cycle(opened);
                    faults = 0;
                    tell();
                    long seen = told();
                    if (!goesOn()) {
                        return;
                    }
                    waitForMail(opened, seen);
                    send();
                }
            }
        }

        /** A server that tells is listened to, unless that would take longer than there is time. */
        private void waitForMail(MailboxSession opened, long seen) throws IOException {
            boolean tells = opened.offersIdle();
            if (tells && clock.instant().plus(opened.longestIdle()).isBefore(until)) {
                opened.idle();
            } else {
                pause(tells && LAST_LOOKS.compareTo(pollInterval) < 0 ? LAST_LOOKS : pollInterval, seen);
            }
        }

        /** Until there is news since a round that is known; the caller has looked at what that brought. */
        private void pause(Duration longest, long seen) throws InterruptedIOException {
            Duration left = Duration.between(clock.instant(), until);
            long nanos = (left.compareTo(longest) < 0 ? left : longest).toNanos();
            news.lock();
            try {
                while (!closed && seen == told && nanos > 0) {
                    nanos = somethingHappened.awaitNanos(nanos);
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("Interrupted while waiting for mail");
            } finally {
                news.unlock();
            }
        }
    }
}
