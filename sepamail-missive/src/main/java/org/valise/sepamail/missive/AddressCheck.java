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
     * he does is for the caller to know. Of a party that has a BIC and a QXBAN both are compared. Parties without, and nodes of
     * the scheme, cannot be compared.
     *
     * @param missive the missive, in memory or streamed
     * @param from the address of the sender
     * @param to the address of the receiver
     * @return {@link Problem.Code#ADDRESS_MISMATCH} and {@link Problem.Code#FAMILY_MISMATCH}; empty if all fits
     */
    public static List<Problem> of(MissiveHeader missive, MissiveAddress from, MissiveAddress to) {
        List<Problem> problems = new ArrayList<>(from(missive, from));
        problems.addAll(to(missive, to));
        if (!from.ecosystem().equals(to.ecosystem())) {
            problems.add(Problem.of(
                    Problem.Code.FAMILY_MISMATCH, "The addresses in From and To are of different ecosystems."));
        }
        problems.addAll(family(missive, to, "To"));
        return List.copyOf(problems);
    }

    /**
     * Holds a missive against the address of the sender alone, where that of the receiver is none of the network.
     *
     * @param missive the missive, in memory or streamed
     * @param from the address of the sender
     * @return as {@link #of}
     */
    public static List<Problem> ofSender(MissiveHeader missive, MissiveAddress from) {
        List<Problem> problems = new ArrayList<>(from(missive, from));
        problems.addAll(family(missive, from, "From"));
        return List.copyOf(problems);
    }

    /**
     * Holds a missive against the address of the receiver alone, where that of the sender is none of the network.
     *
     * @param missive the missive, in memory or streamed
     * @param to the address of the receiver
     * @return as {@link #of}
     */
    public static List<Problem> ofReceiver(MissiveHeader missive, MissiveAddress to) {
        List<Problem> problems = new ArrayList<>(to(missive, to));
        problems.addAll(family(missive, to, "To"));
        return List.copyOf(problems);
    }

    private static List<Problem> from(MissiveHeader missive, MissiveAddress from) {
        return bank(missive.sender(), from, "The address in From is of another bank than the one in Snd.");
    }

    private static List<Problem> to(MissiveHeader missive, MissiveAddress to) {
        return bank(missive.receiver(), to, "The address in To is of another bank than the one in Rcv.");
    }

    private static List<Problem> bank(Party party, MissiveAddress address, String detail) {
        return fits(party, address) ? List.of() : List.of(Problem.of(Problem.Code.ADDRESS_MISMATCH, detail));
    }

    private static List<Problem> family(MissiveHeader missive, MissiveAddress address, String field) {
        return family(missive).filter(family -> !family.equals(address.ecosystem())).stream()
                .map(family -> Problem.of(
                        Problem.Code.FAMILY_MISMATCH,
                        "The ecosystem of the address in " + field + " is not the family of the message."))
                .toList();
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
        return !(address.node() instanceof MissiveAddress.Participant participant)
                || party.participants().stream().allMatch(participant.bic()::matches);
    }
}
