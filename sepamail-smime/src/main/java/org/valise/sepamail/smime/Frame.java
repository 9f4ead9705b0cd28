// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.ByteArrayOutputStream;

/**
 * The octets in front of and behind a content whose length is known.
 *
 * @param prefix what stands in front
 * @param suffix what stands behind
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Frame(byte[] prefix, byte[] suffix) {

    long length(long content) {
        return prefix.length + content + suffix.length;
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
