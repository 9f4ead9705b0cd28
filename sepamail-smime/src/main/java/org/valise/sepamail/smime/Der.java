// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

/** Headers of DER elements whose content is not at hand (X.690 8.1.3, definite form). */
final class Der {

    static final int OCTET_STRING = 0x04;
    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;
    /** {@code [0]} around an element, or in place of a constructed one. */
    static final int CONTEXT_0 = 0xA0;
    /** {@code [0] IMPLICIT OCTET STRING}. */
    static final int CONTEXT_0_OCTETS = 0x80;

    private Der() {}

    /** Tag and length. */
    static byte[] header(int tag, long length) {
        int more = length < 0x80 ? 0 : (Long.SIZE - Long.numberOfLeadingZeros(length) + 7) / 8;
        byte[] header = new byte[2 + more];
        header[0] = (byte) tag;
        header[1] = (byte) (more == 0 ? length : 0x80 | more);
        for (int i = 0; i < more; i++) {
            header[header.length - 1 - i] = (byte) (length >>> 8 * i);
        }
        return header;
    }

    /** How long an element is, header included. */
    static long size(long length) {
        return header(SEQUENCE, length).length + length;
    }
}
