// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import org.jspecify.annotations.Nullable;

/**
 * What the envelope of every missive says.
 *
 * @param signed whether there is a ds:Signature
 */
record HeaderValues(
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
        boolean signed) {}
