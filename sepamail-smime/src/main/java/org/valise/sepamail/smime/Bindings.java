// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.missive.AddressCheck;
import org.valise.sepamail.missive.MissiveAddress;
import org.valise.sepamail.missive.MissiveHeader;
import org.valise.sepamail.missive.Party;
import org.valise.sepamail.missive.Problem;

/** Holds what stands outside of the signature against the missive, which is signed: only that counts. */
final class Bindings {

    private final OpeningPolicy policy;
    private final Opening opening;

    Bindings(OpeningPolicy policy, Opening opening) {
        this.policy = policy;
        this.opening = opening;
    }

    /**
     * Checks the addresses, and the priority.
     *
     * @return what is a warning by this policy
     */
    List<Problem> check(MissiveHeader missive) throws Refusal {
        priority(missive, opening.priority);
        MissiveAddress from = address(opening.from);
        MissiveAddress to = address(opening.to);
        List<Problem> problems = problems(missive, from, to);
        if (!policy.isLenient()) {
            require(problems, from, to);
        }
        if (isCompared(missive.sender(), from) && isCompared(missive.receiver(), to)) {
            opening.passed(Check.ADDRESS_BINDING);
        } else {
            notCompared();
        }
        return problems;
    }

    private @Nullable MissiveAddress address(@Nullable Mailbox mailbox) {
        return mailbox == null ? null : Network.read(mailbox, policy.networks()).orElse(null);
    }

    /** Each address by itself: who writes the headers must not switch one comparison off by the other. */
    private static List<Problem> problems(
            MissiveHeader missive, @Nullable MissiveAddress from, @Nullable MissiveAddress to) {
        if (from != null && to != null) {
            return AddressCheck.of(missive, from, to);
        }
        List<Problem> problems = new ArrayList<>();
        if (from != null) {
            problems.addAll(AddressCheck.ofSender(missive, from));
        }
        if (to != null) {
            problems.addAll(AddressCheck.ofReceiver(missive, to));
        }
        return problems;
    }

    private void require(List<Problem> problems, @Nullable MissiveAddress from, @Nullable MissiveAddress to)
            throws Refusal {
        if (!problems.isEmpty()) {
            throw new Refusal(Check.ADDRESS_BINDING, String.valueOf(problems.get(0)));
        }
        if (!policy.checksSender() || policy.takesOrdinaryAddresses()) {
            return;
        }
        if (from == null || to == null) {
            throw new Refusal(Check.ADDRESS_BINDING, "From and To are not both addresses of the network.");
        }
        if (isForAnother(to)) {
            throw new Refusal(
                    Check.ADDRESS_BINDING, "The certificate that the mail is encrypted for is not of the bank in To.");
        }
    }

    /** MIS1202 "Decryption": by the key of the BIC in To. A certificate need not say whose it is, or for each ecosystem. */
    private boolean isForAnother(MissiveAddress to) {
        Layer.Encrypted layer = opening.encryption;
        List<MissiveAddress> named = layer == null
                ? List.of()
                : CertificateNames.of(layer.certificate()).stream()
                        .flatMap(name -> Network.read(name, policy.networks()).stream())
                        .toList();
        return !named.isEmpty() && named.stream().noneMatch(name -> name.node().matches(to.node()));
    }

    private static boolean isCompared(Party party, @Nullable MissiveAddress address) {
        return address != null
                && address.node() instanceof MissiveAddress.Participant
                && !party.participants().isEmpty();
    }

    private void notCompared() {
        opening.notAskedFor(Check.ADDRESS_BINDING, "An address or its party in the missive names no bank.");
        if (policy.checksSender()) {
            opening.deviation("ADDRESS_NOT_COMPARED");
        }
    }

    /** On a conflict what is signed wins. */
    private void priority(MissiveHeader missive, @Nullable String stated) {
        deviation(missive, stated).ifPresent(opening::deviation);
    }

    /** In which way X-Priority is another than what is signed. */
    static Optional<String> deviation(MissiveHeader missive, @Nullable String stated) {
        String number = String.valueOf(missive.priority().number());
        if (stated == null) {
            return Optional.of("NO_X_PRIORITY");
        }
        return stated.equals(number) || stated.startsWith(number + " ") ? Optional.empty() : Optional.of("X_PRIORITY");
    }
}
