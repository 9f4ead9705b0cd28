// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.util.List;
import java.util.Set;
import org.valise.sepamail.missive.AcknowledgementCode;
import org.valise.sepamail.missive.Missive;
import org.valise.sepamail.missive.Problem;
import org.valise.sepamail.smime.CheckResult.Outcome;
import org.valise.sepamail.smime.MailOpening.Opened;
import org.valise.sepamail.smime.MailOpening.Refused;

/** Tells step by step what the opener checked in one go (steps 7 to 11). */
final class OpeningSteps {

    private static final AcknowledgementCode PERMANENT = AcknowledgementCode.ofClass(AcknowledgementCode.PERMANENT);

    /** Errors of identifiers, which have a step and a code of their own. */
    private static final Set<Problem.Code> IDENTIFIERS = Set.of(
            Problem.Code.NO_RECEIVER_USER,
            Problem.Code.NO_RECEIVER_PARTICIPANT,
            Problem.Code.BAD_BIC,
            Problem.Code.BAD_IBAN,
            Problem.Code.IBAN_CHECK_DIGITS,
            Problem.Code.BAD_QXBAN,
            Problem.Code.QXBAN_CHECK_DIGITS,
            Problem.Code.BAD_ICQX,
            Problem.Code.UNKNOWN_IDENTIFIER);

    private final Opened opened;
    private final boolean signedOutside;
    private final StepList steps;

    OpeningSteps(Opened opened, boolean signedOutside, StepList steps) {
        this.opened = opened;
        this.signedOutside = signedOutside;
        this.steps = steps;
    }

    /** Steps 7 and 8. */
    void digest() throws StepFailure {
        ReceptionStep failed = failedStep();
        if (failed != ReceptionStep.DECRYPTION && !opened.passed(Check.DECRYPTION)) {
            steps.notApplicable(ReceptionStep.DECRYPTION, "Nothing was decrypted.");
        } else {
            passedUnless(failed, ReceptionStep.DECRYPTION);
        }
        passedUnless(failed, ReceptionStep.DIGEST);
    }

    /** Step 9. */
    void signature() throws StepFailure {
        passedUnless(failedStep(), ReceptionStep.SIGNATURE);
    }

    private void passedUnless(ReceptionStep failed, ReceptionStep step) throws StepFailure {
        if (failed == step) {
            throw new StepFailure(step, opened.last().detail());
        }
        steps.passed(step);
    }

    boolean isUndetermined() {
        return opened.missive() == null && opened.last().outcome() == Outcome.UNDETERMINED;
    }

    /** Where the opener ended; the last step of all if every check held. */
    private ReceptionStep failedStep() {
        if (opened.missive() != null) {
            return ReceptionStep.ROUTING;
        }
        return switch (opened.last().check()) {
            case RECIPIENT, DECRYPTION -> ReceptionStep.DECRYPTION;
            case ADDRESSES, MAIL_FORM, STRUCTURE, ALGORITHMS -> outerOrInner();
            case DIGEST -> ReceptionStep.DIGEST;
            case CONTENT -> ReceptionStep.XML;
            case MISSIVE -> ReceptionStep.VALIDITY;
            default -> ReceptionStep.SIGNATURE;
        };
    }

    /** What can be wrong with the encryption as well as with the signature. */
    private ReceptionStep outerOrInner() {
        return signedOutside || opened.passed(Check.DECRYPTION) ? ReceptionStep.SIGNATURE : ReceptionStep.DECRYPTION;
    }

    /** Steps 10 and 11. */
    void content(long longest) throws StepFailure {
        Refused refused = opened.refused();
        List<Problem> errors = refused == null
                ? List.of()
                : refused.reading().problems().stream().filter(Problem::isError).toList();
        xml(errors);
        Missive missive = opened.suspect();
        if (missive != null && missive.length() > longest) {
            throw new StepFailure(
                    ReceptionStep.VALIDITY, AcknowledgementCode.MESSAGE_TOO_LONG, "The missive is too long.");
        }
        validity(errors);
    }

    private void xml(List<Problem> errors) throws StepFailure {
        for (Problem error : errors) {
            if (error.code().layer() == Problem.Layer.XML) {
                throw new StepFailure(ReceptionStep.XML, PERMANENT, words("not well-formed", error));
            }
        }
        passedUnless(failedStep(), ReceptionStep.XML);
    }

    private void validity(List<Problem> errors) throws StepFailure {
        if (opened.refused() == null) {
            passedUnless(failedStep(), ReceptionStep.VALIDITY);
            return;
        }
        for (Problem error : errors) {
            if (!IDENTIFIERS.contains(error.code())) {
                throw new StepFailure(ReceptionStep.VALIDITY, PERMANENT, words("not valid", error));
            }
        }
        steps.passed(ReceptionStep.VALIDITY);
    }

    private static String words(String what, Problem error) {
        return "The missive is " + what + ": " + error.code() + ".";
    }
}
