// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Octets of another array, which nobody changes, from one index up to another.
 *
 * @param octets the array
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record OctetsBlob(byte[] octets, int from, int to) implements DocumentOctets.Blob {

    @Override
    public int length() {
        return to - from;
    }

    @Override
    public void copyTo(byte[] target, int at) {
        System.arraycopy(octets, from, target, at, to - from);
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        out.write(octets, from, to - from);
    }
}
