// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.util.Optional;
import java.util.Set;
import org.valise.sepamail.missive.MissiveAddress;

/** Reads mailboxes as addresses of the network. */
final class Network {

    private Network() {}

    static Optional<MissiveAddress> read(Mailbox mailbox, String suffix) {
        return read(mailbox, Set.of(suffix));
    }

    static Optional<MissiveAddress> read(Mailbox mailbox, Set<String> suffixes) {
        return MissiveAddress.parse(mailbox.text(), suffixes).toOptional();
    }
}
