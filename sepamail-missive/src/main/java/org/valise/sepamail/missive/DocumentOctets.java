// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The octets of a document. What a builder wrote, and long data that was given to it, stay as they are until somebody wants
 * the document in one piece: who writes it to a stream never has it in memory twice. Thread-safe.
 */
final class DocumentOctets {

    /** Something long whose length is known beforehand. */
    interface Blob {

        int length();

        void copyTo(byte[] target, int at);

        void writeTo(OutputStream out) throws IOException;
    }

    /** A blob that belongs in front of an index of the other octets. */
    record Placed(int at, Blob blob) {}

    private final byte[] frame;
    private final int used;
    private final List<Placed> blobs;
    private final int length;
    private volatile byte @Nullable [] whole;

    /** A document in one piece, which is not copied. */
    DocumentOctets(byte[] octets) {
        frame = octets;
        used = octets.length;
        blobs = List.of();
        length = octets.length;
        whole = octets;
    }

    /** A document of the first octets of an array, which is not copied, and blobs, in their order. */
    DocumentOctets(byte[] frame, int used, List<Placed> blobs, int length) {
        this.frame = frame;
        this.used = used;
        this.blobs = blobs;
        this.length = length;
    }

    int length() {
        return length;
    }

    /** The document in one piece, not to be changed. */
    byte[] array() {
        byte[] made = whole;
        if (made == null) {
            made = assemble();
            whole = made;
        }
        return made;
    }

    /** A new copy. */
    byte[] copy() {
        byte[] made = whole;
        return made == null ? assemble() : made.clone();
    }

    void writeTo(OutputStream out) throws IOException {
        int done = 0;
        for (Placed placed : blobs) {
            out.write(frame, done, placed.at() - done);
            done = placed.at();
            placed.blob().writeTo(out);
        }
        out.write(frame, done, used - done);
    }

    private byte[] assemble() {
        byte[] document = new byte[length];
        int done = 0;
        int at = 0;
        for (Placed placed : blobs) {
            int count = placed.at() - done;
            System.arraycopy(frame, done, document, at, count);
            done = placed.at();
            at += count;
            placed.blob().copyTo(document, at);
            at += placed.blob().length();
        }
        System.arraycopy(frame, done, document, at, used - done);
        return document;
    }
}
