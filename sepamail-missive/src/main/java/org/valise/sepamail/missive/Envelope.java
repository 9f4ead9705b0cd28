// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import org.jspecify.annotations.Nullable;

/**
 * The document that a missive stands in, and what it says.
 *
 * @param document its octets
 * @param reader how it was read, or would be
 * @param orderFrom the index of the first digit of MsvOrd
 * @param orderTo the index behind the last
 * @param signature where ds:Signature lies, if it is there
 */
record Envelope(
        DocumentOctets document,
        Missives reader,
        HeaderValues header,
        int orderFrom,
        int orderTo,
        Message.@Nullable Range signature) {

    /** The document in one piece, not to be changed. */
    byte[] octets() {
        return document.array();
    }
}
