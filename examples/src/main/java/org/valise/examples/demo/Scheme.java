// SPDX-License-Identifier: Apache-2.0
package org.valise.examples.demo;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.valise.sepamail.missive.Qxban;
import org.valise.sepamail.smime.CertificateDirectory;
import org.valise.sepamail.smime.CertificateDirectory.Purpose;
import org.valise.sepamail.smime.MemoryCertificateDirectory;
import org.valise.sepamail.smime.Referentials;
import org.valise.sepamail.smime.TrustPolicy;
import org.valise.sepamail.smime.UserStatus;

/**
 * What both banks have from their scheme: an authority, who takes part, and everybody's certificates.
 *
 * @param authority of the scheme
 * @param banks that take part
 */
record Scheme(Pki authority, List<Member> banks) {

    Scheme {
        banks = List.copyOf(banks);
    }

    TrustPolicy trust() {
        return TrustPolicy.of(List.of(authority.certificate()));
    }

    CertificateDirectory directory() {
        MemoryCertificateDirectory directory = MemoryCertificateDirectory.empty();
        for (Member bank : banks) {
            directory = directory
                    .with(bank.name(), Purpose.SIGNING, bank.signer().certificate())
                    .with(bank.name(), Purpose.ENCRYPTION, bank.receiver().certificate());
        }
        return directory;
    }

    /** The tables, as one of the banks has them. */
    Referentials tables(Member own) {
        Set<org.valise.sepamail.missive.Bic> bics =
                Set.copyOf(banks.stream().map(Member::bic).toList());
        Map<String, Set<org.valise.sepamail.missive.Bic>> participants = new java.util.HashMap<>();
        Map<Qxban, UserStatus> users = new java.util.HashMap<>();
        banks.forEach(bank -> {
            participants.put(bank.name(), Set.of(bank.bic()));
            users.put(bank.user(), UserStatus.ACTIVE);
        });
        return Referentials.of(
                        own.name(),
                        Referentials.Bics.of(bics),
                        Referentials.Participants.of(participants),
                        Referentials.Ecosystems.of(Set.of(Member.FAMILY)))
                .withQxbans(Referentials.Users.of(users));
    }
}
