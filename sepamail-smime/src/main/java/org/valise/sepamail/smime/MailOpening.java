// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.missive.Missive;
import org.valise.sepamail.missive.MissiveReading;

/** How the reception pipeline opens mails: the only place of it that knows verdicts. */
@FunctionalInterface
interface MailOpening {

    Opened open(byte[] mail);

    static MailOpening of(MissiveOpener opener) {
        if (!opener.checksSender()) {
            throw new IllegalArgumentException("A pipeline needs an opener that checks the sender");
        }
        return opener::openToAnswer;
    }

    /**
     * What became of a mail.
     *
     * @param proof what is known of it
     * @param missive the opened missive; null if a check does not hold
     * @param refused what is known of a missive whose signature holds and that is not valid; null if that is not the case, or
     *     if it is not known
     */
    record Opened(
            Verdict.Proof proof,
            @Nullable OpenedMissive missive,
            @Nullable Refused refused) {

        List<CheckResult> checks() {
            return proof.checks();
        }

        /** The check that does not hold, or cannot be told. */
        CheckResult last() {
            return checks().get(checks().size() - 1);
        }

        boolean passed(Check check) {
            return checks().stream()
                    .anyMatch(one -> one.check() == check && one.outcome() == CheckResult.Outcome.PASSED);
        }

        @Nullable
        X509Certificate signer() {
            if (missive != null) {
                return missive.signer();
            }
            return refused == null ? null : refused.signer();
        }

        /** The missive, also one that is not valid, for its answer only. */
        @Nullable
        Missive suspect() {
            if (missive != null) {
                return missive.missive();
            }
            return refused == null ? null : refused.reading().suspect().orElse(null);
        }
    }

    /**
     * A missive that is not valid.
     *
     * @param reading why
     * @param signer whose signature of it holds
     */
    record Refused(MissiveReading.Refused reading, X509Certificate signer) {}
}
