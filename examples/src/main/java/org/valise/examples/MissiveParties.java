// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import org.jspecify.annotations.Nullable;
import org.valise.sepamail.missive.Bic;
import org.valise.sepamail.missive.Iban;
import org.valise.sepamail.missive.Icqx;
import org.valise.sepamail.missive.Identifier;
import org.valise.sepamail.missive.ParseResult;
import org.valise.sepamail.missive.Party;
import org.valise.sepamail.missive.Qxban;
import picocli.CommandLine.Option;

/** The options of {@code missive new} that say from whom to whom. */
final class MissiveParties {

    @Option(
            names = "--sender",
            required = true,
            paramLabel = "ID",
            description = "The sender: QXBAN, IBAN, ICQX, or the BIC of a bank.")
    private String sender = "";

    @Option(
            names = "--sender-bic",
            paramLabel = "BIC",
            converter = MissiveAckCommand.BicConverter.class,
            description = "The sender's bank, beside an IBAN or ICQX.")
    private @Nullable Bic senderBic;

    @Option(names = "--receiver", paramLabel = "ID", description = "The receiver: QXBAN, IBAN or ICQX.")
    private @Nullable String receiver;

    @Option(
            names = "--receiver-bic",
            paramLabel = "BIC",
            converter = MissiveAckCommand.BicConverter.class,
            description = "The receiver's bank; needed with all but a QXBAN.")
    private @Nullable Bic receiverBic;

    @Option(names = "--receiver-pan", paramLabel = "PAN", description = "A card in place of --receiver.")
    private @Nullable String receiverPan;

    Party sender() {
        return party("--sender", sender, senderBic);
    }

    Party receiver() {
        if ((receiver == null) == (receiverPan == null)) {
            throw new IllegalArgumentException("The receiver is given by --receiver or by --receiver-pan");
        }
        Party party = receiver == null
                ? Party.ofPan(bank("--receiver", receiverBic), String.valueOf(receiverPan))
                : party("--receiver", receiver, receiverBic);
        if (party.participant().isEmpty()) {
            throw new IllegalArgumentException("--receiver does not tell its bank: give --receiver-bic");
        }
        return party;
    }

    private static Party party(String option, String text, @Nullable Bic bic) {
        Identifier identifier = identifier(option, text);
        if (identifier instanceof Qxban qxban) {
            return at(bic, Party.of(qxban));
        }
        if (identifier instanceof Iban iban) {
            return at(bic, Party.of(iban));
        }
        if (identifier instanceof Icqx icqx) {
            return at(bic, Party.of(icqx));
        }
        if (identifier instanceof Bic bank && bic == null) {
            return Party.of(bank);
        }
        throw new IllegalArgumentException(
                option + " is a QXBAN, an IBAN or an ICQX, or, for a bank as sender without --sender-bic, a BIC");
    }

    private static Party at(@Nullable Bic bic, Party party) {
        return bic == null ? party : party.withBic(bic);
    }

    private static Bic bank(String option, @Nullable Bic bic) {
        if (bic == null) {
            throw new IllegalArgumentException(option + " does not tell its bank: give " + option + "-bic");
        }
        return bic;
    }

    private static Identifier identifier(String option, String text) {
        ParseResult<Identifier> result = Identifier.classify(text);
        return result.toOptional()
                .orElseThrow(() -> new IllegalArgumentException(
                        option + ": " + result.problems().get(0)));
    }
}
