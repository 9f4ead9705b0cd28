// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.missive.AddressCheck;
import org.valise.sepamail.missive.MissiveAddress;
import org.valise.sepamail.missive.MissiveHeader;
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
        Optional<MissiveAddress> from = address(opening.from);
        Optional<MissiveAddress> to = address(opening.to);
        if (from.isEmpty() || to.isEmpty()) {
            opening.notAskedFor(Check.ADDRESS_BINDING, "From and To are not both addresses of the network.");
            return List.of();
        }
        List<Problem> problems = AddressCheck.of(missive, from.get(), to.get());
        if (!problems.isEmpty() && !policy.isLenient()) {
            throw new Refusal(Check.ADDRESS_BINDING, String.valueOf(problems.get(0)));
        }
        opening.passed(Check.ADDRESS_BINDING);
        return problems;
    }

    private Optional<MissiveAddress> address(@Nullable Mailbox mailbox) {
        return mailbox == null
                ? Optional.empty()
                : MissiveAddress.parse(mailbox.text(), policy.networks()).toOptional();
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
