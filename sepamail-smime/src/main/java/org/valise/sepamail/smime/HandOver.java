// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Has a part written by another thread, and takes what it writes piece by piece. If the other thread does not come, this one
 * does it all. For one writing.
 */
final class HandOver {

    private static final int PIECES = 4;
    /** Waking the other thread costs as much as a hundred kilobytes of work. */
    private static final int MOST = 1024 * 1024;

    private static final int LEAST = 32 * 1024;
    /** How long a thread may take to come: less than what it is to save. */
    private static final long PATIENCE_MILLIS = 5;

    /** Octets on their way; none at the end. */
    private static final class Piece {
        private final byte[] octets;
        private int count;

        Piece(int length) {
            octets = new byte[length];
        }
    }

    private final Part part;
    private final Thread taker = Thread.currentThread();
    private final BlockingQueue<Piece> full = new ArrayBlockingQueue<>(PIECES + 1);
    private final BlockingQueue<Piece> free = new ArrayBlockingQueue<>(PIECES);
    private final AtomicBoolean taken = new AtomicBoolean();
    private volatile boolean abandoned;
    private volatile @Nullable IOException failure;
    private volatile @Nullable RuntimeException broken;

    private HandOver(Part part) {
        this.part = part;
        int length = (int) Math.max(LEAST, Math.min(MOST, part.length() / PIECES / 2));
        for (int i = 0; i < PIECES; i++) {
            free.add(new Piece(length));
        }
    }

    static void write(Part part, OutputStream out, Executor executor) throws IOException {
        HandOver handOver = new HandOver(part);
        try {
            if (handOver.isAccepted(executor)) {
                handOver.consume(out);
            } else {
                part.writeTo(out);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while a mail was written");
        } finally {
            handOver.abandoned = true;
        }
    }

    private boolean isAccepted(Executor executor) {
        try {
            executor.execute(this::produce);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private void consume(OutputStream out) throws IOException, InterruptedException {
        Piece piece = full.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        if (piece == null && taken.compareAndSet(false, true)) {
            part.writeTo(out);
            return;
        }
        piece = piece == null ? full.take() : piece;
        while (piece.count > 0) {
            out.write(piece.octets, 0, piece.count);
            piece.count = 0;
            free.put(piece);
            piece = full.take();
        }
        if (failure != null) {
            throw failure;
        }
        if (broken != null) {
            throw broken;
        }
    }

    private void produce() {
        // An executor may run its task where it is called: then there would be nobody to take what is made.
        if (Thread.currentThread() == taker || !taken.compareAndSet(false, true)) {
            return;
        }
        Sink sink = new Sink();
        try {
            part.writeTo(sink);
            sink.flush();
        } catch (IOException e) {
            failure = e;
        } catch (RuntimeException e) {
            broken = e;
        } catch (Error e) {
            broken = new IllegalStateException("The thread that made the mail ended", e);
            throw e;
        } finally {
            sink.end(); // whatever happened: somebody waits for it
        }
    }

    /** Collects pieces. */
    private final class Sink extends OutputStream {

        private @Nullable Piece piece;

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] octets, int from, int count) throws IOException {
            int done = 0;
            while (done < count) {
                Piece current = piece == null ? take() : piece;
                piece = current;
                int part = Math.min(count - done, current.octets.length - current.count);
                System.arraycopy(octets, from + done, current.octets, current.count, part);
                current.count += part;
                done += part;
                if (current.count == current.octets.length) {
                    flush();
                }
            }
        }

        private Piece take() throws IOException {
            try {
                while (!abandoned) {
                    Piece next = free.poll(1, TimeUnit.SECONDS);
                    if (next != null) {
                        return next;
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new InterruptedIOException("Nobody takes the mail any more");
        }

        @Override
        public void flush() {
            if (piece != null && piece.count > 0) {
                full.add(piece); // there are no more pieces than it has room for
                piece = null;
            }
        }

        /** Sends an empty piece, for which there is always room. */
        void end() {
            full.add(new Piece(0));
        }
    }
}
