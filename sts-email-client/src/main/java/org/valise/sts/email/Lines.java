// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

/** Lines of octets, ended by CRLF or LF. */
final class Lines {

    private Lines() {}

    /** Where the next line starts; the end if this is the last. */
    static int next(byte[] octets, int at, int end) {
        int i = at;
        while (i < end && octets[i] != '\n') {
            i++;
        }
        return Math.min(i + 1, end);
    }

    /** Where the text of the line that starts at an offset ends: before its CRLF or LF. */
    static int textEnd(byte[] octets, int at, int next) {
        int end = next;
        if (end > at && octets[end - 1] == '\n') {
            end--;
            if (end > at && octets[end - 1] == '\r') {
                end--;
            }
        }
        return end;
    }
}
