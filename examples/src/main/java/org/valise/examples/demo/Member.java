// SPDX-License-Identifier: Apache-2.0
package org.valise.examples.demo;

import org.valise.sepamail.missive.Bic;
import org.valise.sepamail.missive.MissiveAddress;
import org.valise.sepamail.missive.Qxban;

/**
 * A bank that takes part in the scheme.
 *
 * @param name of the participant
 * @param bic that it represents
 * @param user one of its clients
 * @param signer what it signs its missives with, and nothing else (MIS1202 "The security")
 * @param receiver what others encrypt for
 */
record Member(String name, Bic bic, Qxban user, Pki.Identity signer, Pki.Identity receiver) {

    /** The family of messages of this story. */
    static final String FAMILY = "test";

    static Member of(String name, String bic, String user, Pki authority) {
        Bic code = Bic.of(bic);
        String address = MissiveAddress.of(FAMILY, code, MissiveAddress.NETWORK).text();
        return new Member(
                name,
                code,
                Qxban.of(user),
                authority.signer(name + " signs missives", address),
                authority.receiver(name + " receives missives", address));
    }

    MissiveAddress address() {
        return MissiveAddress.of(FAMILY, bic, MissiveAddress.NETWORK);
    }
}
