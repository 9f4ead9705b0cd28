// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;

/** Keeps what is written up to one octet beyond a limit, so that the reader of it can tell, and drops the rest. */
final class LimitedOutput extends OutputStream {

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final int limit;

    LimitedOutput(int limit) {
        this.limit = limit;
    }

    @Override
    public void write(int octet) {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int offset, int length) {
        long room = limit + 1L - kept.size();
        kept.write(octets, offset, (int) Math.min(length, room));
    }

    byte[] toByteArray() {
        return kept.toByteArray();
    }
}
