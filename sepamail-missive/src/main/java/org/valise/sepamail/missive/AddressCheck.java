// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether the addresses of an envelope are those of the missive in it: the addresses are not signed, the missive is. All of
 * it is inferred from what the norm says of both.
 *
 * <pre>{@code
 * MissiveAddress from = MissiveAddress.parse("test@testvert.sepamail.eu").orElseThrow();
 * MissiveAddress to = MissiveAddress.parse("test@testbleu.sepamail.eu").orElseThrow();
 * List<Problem> problems = AddressCheck.of(missive, from, to);
 * if (!problems.isEmpty()) {
 *     refuse(missive, problems);
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class AddressCheck {

    private AddressCheck() {}

    /**
     * Holds a missive against the addresses it came with, or is to be sent with.
     *
     * <p>A participant who represents several banks may rightly use the address of one for a customer of another; whether
     * he does is for the caller to know. Parties without BIC and QXBAN, and nodes of the scheme, cannot be compared.
     *
     * @param missive the missive, in memory or streamed
     * @param from the address of the sender
     * @param to the address of the receiver
     * @return {@link Problem.Code#ADDRESS_MISMATCH} and {@link Problem.Code#FAMILY_MISMATCH}; empty if all fits
     */
    public static List<Problem> of(MissiveHeader missive, MissiveAddress from, MissiveAddress to) {
        List<Problem> problems = new ArrayList<>();
        if (!fits(missive.sender(), from)) {
            problems.add(Problem.of(
                    Problem.Code.ADDRESS_MISMATCH, "The address in From is of another bank than the one in Snd."));
        }
        if (!fits(missive.receiver(), to)) {
            problems.add(Problem.of(
                    Problem.Code.ADDRESS_MISMATCH, "The address in To is of another bank than the one in Rcv."));
        }
        if (!from.ecosystem().equals(to.ecosystem())) {
            problems.add(Problem.of(
                    Problem.Code.FAMILY_MISMATCH, "The addresses in From and To are of different ecosystems."));
        }
        Optional<String> family = family(missive);
        if (family.isPresent() && !family.get().equals(to.ecosystem())) {
            problems.add(Problem.of(
                    Problem.Code.FAMILY_MISMATCH,
                    "The ecosystem of the address in To is not the family of the message."));
        }
        return List.copyOf(problems);
    }

    private static Optional<String> family(MissiveHeader missive) {
        if (missive instanceof NominalMissive nominal) {
            return Optional.of(nominal.message().type().family());
        }
        return missive instanceof StreamedNominal nominal
                ? Optional.of(nominal.message().type().family())
                : Optional.empty();
    }

    private static boolean fits(Party party, MissiveAddress address) {
        Optional<Bic> bank = party.participant();
        return bank.isEmpty()
                || !(address.node() instanceof MissiveAddress.Participant participant)
                || participant.bic().matches(bank.get());
    }
}
