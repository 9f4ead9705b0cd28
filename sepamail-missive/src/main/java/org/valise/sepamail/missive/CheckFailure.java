// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import org.valise.sepamail.missive.CustomerSignatureReport.Outcome;

/** Ends the checks of a signature; never leaves the package. */
final class CheckFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Outcome outcome;
    private final String words;

    private CheckFailure(Outcome outcome, String words) {
        super(words, null, false, false);
        this.outcome = outcome;
        this.words = words;
    }

    /** Something is wrong with the signature. */
    static CheckFailure failed(String words) {
        return new CheckFailure(Outcome.FAILED, words);
    }

    /** The signature may be right, but this library does not examine it any further. */
    static CheckFailure notDone(String words) {
        return new CheckFailure(Outcome.NOT_DONE, words);
    }

    Outcome outcome() {
        return outcome;
    }

    String words() {
        return words;
    }
}
