// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The octets of a mail as they are read, up to the limit. Tells a mail that is bad from one that cannot be read. For one thread. */
final class Source extends InputStream {

    private final InputStream in;
    private final long limit;
    private long count;
    private @Nullable IOException failure;

    Source(InputStream in, long limit) {
        this.in = in;
        this.limit = limit;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] octets, int from, int most) throws IOException {
        if (failure != null) {
            throw failure;
        }
        try {
            int there = in.read(octets, from, most);
            count += Math.max(there, 0);
            if (count <= limit) {
                return there;
            }
        } catch (IOException e) {
            failure = e;
            throw e;
        } catch (RuntimeException e) {
            failure = new IOException("The source of the mail is broken", e);
            throw failure;
        }
        throw tooLong();
    }

    static Refusal tooLong() {
        return new Refusal(Check.MAIL_FORM, "The mail is longer than the limit.");
    }

    /** Throws what was thrown when the mail was read, if anything was. */
    void requireRead() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
