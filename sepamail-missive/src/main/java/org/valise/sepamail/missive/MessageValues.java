// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the header of a message says, and what its body element is called.
 *
 * @param norm the attribute {@code version} of MsvBdy
 */
record MessageValues(
        String id,
        MessageType type,
        @Nullable String norm,
        List<Redirection> redirections,
        List<MessageReference> references,
        @Nullable MissiveTime expiry,
        String bodyNamespace,
        String bodyName) {}
