// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import org.jspecify.annotations.Nullable;

/**
 * Everything that all missives have, with the document it stands in.
 *
 * @param octets the document, never changed
 * @param reader how it was read, or would be
 * @param orderFrom the index of the first digit of MsvOrd
 * @param orderTo the index behind the last
 * @param signature where ds:Signature lies, if it is there
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Envelope(
        byte[] octets,
        Missives reader,
        SchemaVersion version,
        String norm,
        String id,
        int order,
        @Nullable Priority priority,
        Party sender,
        MissiveTime sentAt,
        @Nullable String senderChecksum,
        Party receiver,
        @Nullable MissiveTime receivedAt,
        int orderFrom,
        int orderTo,
        Message.@Nullable Range signature) {}
