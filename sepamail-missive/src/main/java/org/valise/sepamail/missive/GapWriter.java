// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.IOException;
import java.io.OutputStream;

/** Writes a document with a gap to a stream, and what fills the gap; the checksums of the message are taken on the way. */
final class GapWriter extends OutputStream {

    private final OutputStream out;
    private final MessageDigests digests;
    private long written;

    /**
     * A document with a gap.
     *
     * @param octets all but what comes into the gap
     * @param gap the index of the gap
     * @param message the message element in it
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Frame(byte[] octets, int gap, Message.Range message) {}

    GapWriter(OutputStream out, MessageDigests digests) {
        this.out = out;
        this.digests = digests;
    }

    /** Writes the document; the body was opened and found fitting before. */
    void write(Frame frame, MessageBody.Filling filling) throws IOException {
        byte[] octets = frame.octets();
        int from = frame.message().from();
        int to = frame.message().to();
        out.write(octets, 0, from);
        written += from;
        write(octets, from, frame.gap() - from);
        filling.copyTo(this);
        write(octets, frame.gap(), to - frame.gap());
        out.write(octets, to, octets.length - to);
        written += octets.length - to;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    /** Writes octets of the message. */
    @Override
    public void write(byte[] octets, int from, int count) throws IOException {
        out.write(octets, from, count);
        written += count;
        digests.write(octets, from, count);
    }

    /** How much was written so far. */
    long written() {
        return written;
    }
}
