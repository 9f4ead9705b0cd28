// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import org.valise.sepamail.smime.CheckResult.Outcome;

/** A check that does not hold; it ends the opening of a mail. Never leaves this package. */
final class Refusal extends IOException {

    private static final long serialVersionUID = 1;

    private final Check check;
    private final Outcome outcome;

    Refusal(Check check, String detail) {
        this(check, Outcome.FAILED, detail);
    }

    Refusal(Check check, Outcome outcome, String detail) {
        super(detail);
        this.check = check;
        this.outcome = outcome;
    }

    /** What a fault means that came up while an entity was read. */
    static Refusal of(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof Refusal refusal) {
                return refusal;
            }
            if (cause instanceof CmsFailure cms) {
                return new Refusal(check(cms.reason()), detail(cms));
            }
            if (cause instanceof MimeFailure) {
                return new Refusal(Check.STRUCTURE, String.valueOf(cause.getMessage()));
            }
        }
        // BouncyCastle throws exceptions of many kinds on hostile octets, some of them as late as it can.
        return new Refusal(Check.STRUCTURE, detail(CmsFailure.malformed()));
    }

    private static String detail(CmsFailure cms) {
        String message = String.valueOf(cms.getMessage());
        return cms.reason() == CmsFailure.Reason.DECRYPTION ? message : cms.reason() + ": " + message;
    }

    private static Check check(CmsFailure.Reason reason) {
        return switch (reason) {
            case DIGEST -> Check.DIGEST;
            case SIGNATURE -> Check.SIGNATURE;
            case ALGORITHM -> Check.ALGORITHMS;
            case DECRYPTION -> Check.DECRYPTION;
            case MALFORMED, UNKNOWN_CONTENT, LIMIT -> Check.STRUCTURE;
            case CERTIFICATE -> Check.SIGNER_CERTIFICATE;
            case NO_SIGNER, SEVERAL_SIGNERS, CONTENT_MISSING, ATTRIBUTES, NO_CERTIFICATE -> Check.SIGNATURE_FORM;
        };
    }

    Check check() {
        return check;
    }

    CheckResult result() {
        return new CheckResult(check, outcome, String.valueOf(getMessage()));
    }

    /** Thrown for what comes from outside, again and again: where from says nothing. */
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
