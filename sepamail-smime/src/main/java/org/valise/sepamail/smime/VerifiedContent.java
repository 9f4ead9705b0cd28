// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** The content of an envelope that was found good, read again from the mail each time. For one thread at a time. */
final class VerifiedContent {

    private final EnvelopeOpener envelope;
    private final PieceDigests pieces;

    VerifiedContent(EnvelopeOpener envelope, PieceDigests pieces) {
        this.envelope = envelope;
        this.pieces = pieces;
        pieces.complete();
    }

    /** Something to do with the content. */
    interface Use<T> {
        T of(InputStream content) throws IOException;
    }

    /**
     * Reads it.
     *
     * @throws IOException if the mail cannot be read, or is no longer the same
     */
    <T> T read(Use<T> use) throws IOException {
        Delivery<T> delivery = new Delivery<>(use);
        try {
            envelope.reread(delivery);
        } catch (Refusal refusal) {
            throw changed();
        }
        return delivery.result();
    }

    private static IOException changed() {
        return new IOException("The mail has changed since it was checked");
    }

    /** Gives out what is the same as before. */
    private final class Delivery<T> extends ContentTarget {

        private final Use<T> use;
        private @Nullable T result;
        private @Nullable IOException failure;
        private @Nullable RuntimeException broken;

        Delivery(Use<T> use) {
            this.use = use;
        }

        @Override
        void pull(InputStream in, @Nullable PlainDigests digests) throws IOException {
            Checked checked = new Checked(in);
            try {
                result = use.of(checked);
                checked.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                failure = e; // kept here: it is none of the envelope
            } catch (RuntimeException e) {
                broken = e;
            }
        }

        T result() throws IOException {
            if (failure != null) {
                throw failure;
            }
            if (broken != null) {
                throw broken;
            }
            if (result == null) {
                throw changed();
            }
            return result;
        }

        @Override
        void write(byte[] octets, int from, int count) {
            throw new IllegalStateException("Missives are pulled");
        }
    }

    /** Holds each piece back until it was compared. */
    private final class Checked extends InputStream {

        private final InputStream in;
        private final byte[] piece = new byte[PieceDigests.PIECE];
        private int index;
        private int at;
        private int end;

        Checked(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            return fill() ? piece[at++] & 0xFF : -1;
        }

        @Override
        public int read(byte[] octets, int from, int count) throws IOException {
            if (count == 0) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            int there = Math.min(count, end - at);
            System.arraycopy(piece, at, octets, from, there);
            at += there;
            return there;
        }

        private boolean fill() throws IOException {
            if (at == end && index < pieces.count()) {
                at = 0;
                end = 0;
                int count = in.readNBytes(piece, 0, piece.length);
                if (!pieces.isSame(index, piece, count)) {
                    throw changed();
                }
                index++;
                end = count;
            }
            return at < end;
        }
    }
}
