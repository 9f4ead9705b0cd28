// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.missive.AcknowledgementMissive;
import org.valise.sepamail.missive.Missive;
import org.valise.sepamail.smime.StepResult.Outcome;

/**
 * What became of a mail that was received. Immutable and thread-safe.
 *
 * <pre>{@code
 * Reception reception = pipeline.receive(mail);
 * switch (reception.kind()) {
 *     case HANDED_ON, REPEATED, ACKNOWLEDGEMENT -> delete(mail);
 *     case REFUSED -> setAside(mail, reception.failed().orElseThrow(), reception.noAnswer());
 *     case UNDETERMINED, UNFINISHED -> giveAgainLater(mail, reception.failed().orElseThrow());
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class Reception {

    private final Kind kind;
    private final List<StepResult> steps;
    private final Details details;

    /** What there may be beside kind and steps. */
    record Details(
            List<CheckResult> checks,
            List<String> deviations,
            List<String> warnings,
            @Nullable OpenedMissive opened,
            @Nullable AcknowledgementMissive answer,
            @Nullable Emission emission,
            @Nullable NoAnswer noAnswer,
            @Nullable AcknowledgementHistory history,
            @Nullable IOException failure) {}

    Reception(Kind kind, List<StepResult> steps, Details details) {
        this.kind = kind;
        this.steps = steps;
        this.details = details;
    }

    /**
     * What can become of a mail.
     *
     * @since 0.1.0
     */
    public enum Kind {
        /** A nominal missive; acknowledged, and handed on. */
        HANDED_ON,
        /** A nominal missive that was handed on before; acknowledged again. */
        REPEATED,
        /** An acknowledgement; see {@link Reception#history()}. */
        ACKNOWLEDGEMENT,
        /** A step does not hold: see {@link Reception#failed()}. */
        REFUSED,
        /** Whether a step holds cannot be told yet, for example for want of a revocation list. Give the mail again later. */
        UNDETERMINED,
        /**
         * A nominal missive that was accepted and whose acknowledgement could not be made; it was not handed on. Repair what
         * step 15 names, for example the directory, and give the mail again.
         */
        UNFINISHED
    }

    /**
     * Why a mail has no answer.
     *
     * @since 0.1.0
     */
    public enum NoAnswer {
        /** It is not established who sent it. */
        NOT_VERIFIED,
        /** It is an acknowledgement, and those are never answered. */
        ACKNOWLEDGEMENT,
        /** Only nominal missives are answered. */
        NOT_NOMINAL,
        /** Nothing could be read that an acknowledgement has to repeat. */
        NOT_READABLE,
        /** No code is public for what does not hold, and the policy wants one. */
        NO_CODE,
        /** By the rules of sending it may not be sent back: see {@link Reception#answerSteps()}. */
        NOT_SENDABLE
    }

    /**
     * What became of the mail.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Whether nothing is left to be done, so that the mail may be deleted.
     *
     * @return false for {@link Kind#UNDETERMINED} and {@link Kind#UNFINISHED}
     */
    public boolean isDone() {
        return kind != Kind.UNDETERMINED && kind != Kind.UNFINISHED;
    }

    /**
     * All steps of the table.
     *
     * @return 16, in their order
     */
    public List<StepResult> steps() {
        return steps;
    }

    /**
     * The first step that does not hold.
     *
     * @return the step; empty if all do
     */
    public Optional<StepResult> failed() {
        return steps.stream().filter(step -> step.outcome() == Outcome.FAILED).findFirst();
    }

    /**
     * What was checked while the mail was opened.
     *
     * @return in its order; empty if it did not come to that
     */
    public List<CheckResult> checks() {
        return details.checks();
    }

    /**
     * In which ways the mail differs from what this library writes, and was yet read.
     *
     * @return names of deviations, those of {@link Verdict#deviations()}
     */
    public List<String> deviations() {
        return details.deviations();
    }

    /**
     * What the pipeline itself found odd and yet accepted. See also {@link #deviations()} and
     * {@link OpenedMissive#warnings()}.
     *
     * @return words for people, without content
     */
    public List<String> warnings() {
        return details.warnings();
    }

    /**
     * What was in the mail.
     *
     * @return the missive with its proof; empty unless every check held while the mail was opened
     */
    public Optional<OpenedMissive> opened() {
        return Optional.ofNullable(details.opened());
    }

    /**
     * The missive that was in the mail.
     *
     * @return as {@link #opened()}
     */
    public Optional<Missive> missive() {
        return opened().map(OpenedMissive::missive);
    }

    /**
     * The acknowledgement that was sent.
     *
     * @return positive or negative; empty if none was
     */
    public Optional<AcknowledgementMissive> answer() {
        return details.noAnswer() == null ? Optional.ofNullable(details.answer()) : Optional.empty();
    }

    /**
     * The mail with the acknowledgement that was sent.
     *
     * @return the mail; empty if there is no answer
     */
    public Optional<SealedMissive> answerMail() {
        return Optional.ofNullable(details.emission()).flatMap(Emission::mail);
    }

    /**
     * What became of the acknowledgement on its way out.
     *
     * @return the steps of sending; empty if none was to be sent
     */
    public List<StepResult> answerSteps() {
        Emission emission = details.emission();
        return emission == null ? List.of() : emission.steps();
    }

    /**
     * Why there is no answer.
     *
     * @return the reason; empty if there is one
     */
    public Optional<NoAnswer> noAnswer() {
        return Optional.ofNullable(details.noAnswer());
    }

    /**
     * What an acknowledgement is for.
     *
     * @return present for {@link Kind#ACKNOWLEDGEMENT}
     */
    public Optional<AcknowledgementHistory> history() {
        return Optional.ofNullable(details.history());
    }

    /**
     * What of our own systems failed, where the sender was told so: the exchange log by N.3.1, a referential of users by
     * N.3.2. Where he was not, the exception is thrown instead.
     *
     * @return the exception
     */
    public Optional<IOException> failure() {
        return Optional.ofNullable(details.failure());
    }

    /** Returns the kind and the step that does not hold; no content. */
    @Override
    public String toString() {
        return "Reception[" + kind + failed().map(step -> ", " + step).orElse("")
                + (details.noAnswer() == null ? "" : ", no answer: " + Objects.toString(details.noAnswer())) + "]";
    }
}
