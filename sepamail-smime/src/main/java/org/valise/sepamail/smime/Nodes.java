// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.util.Locale;
import org.valise.sepamail.missive.ExchangeKey;
import org.valise.sepamail.missive.Missive;
import org.valise.sepamail.missive.MissiveAddress;
import org.valise.sepamail.missive.MissiveAddress.Node;

/** Names nodes of the network where logs and messages name participants. */
final class Nodes {

    private Nodes() {}

    /** The key of a missive that goes to a node, or came from it. */
    static ExchangeKey key(Node counterparty, Missive missive) {
        return new ExchangeKey(code(counterparty), missive.id());
    }

    /** A BIC of 11 characters, or the letters of the label of a node of the scheme. */
    static String code(Node node) {
        return node instanceof MissiveAddress.Participant participant
                ? participant.bic().bic11()
                : node.label().replace(".", "").toUpperCase(Locale.ROOT);
    }
}
