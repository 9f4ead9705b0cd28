// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.util.Arrays;

/**
 * Checks, while a structure of BER passes, that each of its parts ends where it says and none goes on behind the one it is in
 * (X.690 8.1). BouncyCastle's parser of streams takes what is there, so that two readers could see two structures in one. For
 * one thread.
 */
final class Nesting {

    /** What CMS nests is a third of it. */
    private static final int MOST = 100;

    private static final long INDEFINITE = -1;
    private static final int LONGEST_LENGTH = 8;

    private enum State {
        TAG,
        LONG_TAG,
        LENGTH,
        LONG_LENGTH,
        CONTENT,
        DONE
    }

    private long[] ends = new long[8];
    private int depth;
    private State state = State.TAG;
    private long position;
    private int tag;
    private long length;
    private int lengthOctets;

    /** Takes octets that pass. */
    void pass(byte[] octets, int from, int count) throws CmsFailure {
        int end = from + count;
        for (int at = from; at < end && state != State.DONE; ) {
            if (state == State.CONTENT) {
                int some = (int) Math.min(end - at, length);
                at += some;
                position += some;
                length -= some;
                if (length == 0) {
                    ended();
                }
            } else {
                position++;
                header(octets[at++] & 0xFF);
            }
        }
    }

    /** Nothing follows. */
    void requireDone() throws CmsFailure {
        if (state != State.DONE) {
            throw CmsFailure.malformed();
        }
    }

    private void header(int octet) throws CmsFailure {
        switch (state) {
            case TAG -> {
                tag = octet;
                state = (octet & 0x1F) == 0x1F ? State.LONG_TAG : State.LENGTH;
            }
            case LONG_TAG -> state = octet >= 0x80 ? State.LONG_TAG : State.LENGTH;
            case LENGTH -> length(octet);
            default -> {
                length = length << 8 | octet;
                lengthOctets--;
                if (lengthOctets == 0) {
                    begin();
                }
            }
        }
    }

    private void length(int octet) throws CmsFailure {
        if (octet == 0x80) {
            length = INDEFINITE;
            begin();
        } else if (octet < 0x80) {
            length = octet;
            begin();
        } else {
            length = 0;
            lengthOctets = octet & 0x7F;
            require(lengthOctets <= LONGEST_LENGTH);
            state = State.LONG_LENGTH;
        }
    }

    /** The header of a part is known. */
    private void begin() throws CmsFailure {
        boolean constructed = (tag & 0x20) != 0;
        if (length == INDEFINITE) {
            require(constructed);
            push(INDEFINITE);
            state = State.TAG;
            return;
        }
        require(length >= 0 && length <= room());
        if (tag == 0 && length == 0 && depth > 0 && ends[depth - 1] == INDEFINITE) {
            depth--;
            ended();
        } else if (length == 0) {
            ended();
        } else if (constructed) {
            push(position + length);
            state = State.TAG;
        } else {
            state = State.CONTENT;
        }
    }

    /** How much fits into the innermost part that says where it ends. */
    private long room() throws CmsFailure {
        for (int i = depth - 1; i >= 0; i--) {
            if (ends[i] != INDEFINITE) {
                require(position <= ends[i]);
                return ends[i] - position;
            }
        }
        return Long.MAX_VALUE - position;
    }

    private void push(long end) throws CmsFailure {
        require(depth < MOST);
        if (depth == ends.length) {
            ends = Arrays.copyOf(ends, 2 * depth);
        }
        ends[depth++] = end;
    }

    /** A part ended, and with it those that end at the same place. */
    private void ended() {
        while (depth > 0 && ends[depth - 1] == position) {
            depth--;
        }
        state = depth == 0 ? State.DONE : State.TAG;
    }

    private static void require(boolean holds) throws CmsFailure {
        if (!holds) {
            throw CmsFailure.malformed();
        }
    }
}
