// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import org.valise.sepamail.smime.CheckResult.Outcome;

/** A check that does not hold; it ends the opening of a mail. Never leaves this package. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1;

    private final Check check;
    private final Outcome outcome;

    Refusal(Check check, String detail) {
        this(check, Outcome.FAILED, detail);
    }

    Refusal(Check check, Outcome outcome, String detail) {
        super(detail, null, false, false);
        this.check = check;
        this.outcome = outcome;
    }

    CheckResult result() {
        return new CheckResult(check, outcome, String.valueOf(getMessage()));
    }
}
