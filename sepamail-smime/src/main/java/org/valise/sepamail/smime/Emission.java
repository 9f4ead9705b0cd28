// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.missive.ExchangeKey;
import org.valise.sepamail.missive.Missive;
import org.valise.sepamail.missive.MissiveAddress;
import org.valise.sepamail.smime.StepResult.Outcome;

/**
 * What became of an order to send. The mail is there if every step held, and also if only its {@link Outbox} failed: it was
 * perhaps sent then. Immutable and thread-safe.
 *
 * <pre>{@code
 * Emission emission = pipeline.emit(order);
 * emission.missive().ifPresent(missive -> sent.put(emission.key().orElseThrow(), missive.octets())); // for a resend
 * emission.failed().ifPresent(step -> report(step, emission.failure()));
 * }</pre>
 *
 * @since 0.1.0
 */
public final class Emission {

    private final List<StepResult> steps;
    private final @Nullable Missive missive;
    private final @Nullable MissiveAddress to;
    private final @Nullable SealedMissive mail;
    private final @Nullable IOException failure;

    Emission(
            List<StepResult> steps,
            @Nullable Missive missive,
            @Nullable MissiveAddress to,
            @Nullable SealedMissive mail,
            @Nullable IOException failure) {
        this.steps = steps;
        this.missive = missive;
        this.to = to;
        this.mail = mail;
        this.failure = failure;
    }

    /**
     * All steps of the table.
     *
     * @return 15, in their order
     */
    public List<StepResult> steps() {
        return steps;
    }

    /**
     * The step that did not hold.
     *
     * @return the step; empty if all did
     */
    public Optional<StepResult> failed() {
        return steps.stream().filter(step -> step.outcome() == Outcome.FAILED).findFirst();
    }

    /**
     * The sealed mail. If the pipeline has an {@link Outbox}, that one took it over already, unless {@link #failure()} is
     * there.
     *
     * @return the mail; empty if a step failed and nothing was sent
     */
    public Optional<SealedMissive> mail() {
        return Optional.ofNullable(mail);
    }

    /**
     * The missive in the mail, to be kept as long as it may have to be resent, also if there is a {@link #failure()}: with an
     * exchange log its order counts as sent, and the next one, {@link org.valise.sepamail.missive.NominalMissive#resend},
     * makes it good.
     *
     * @return the missive; empty if a step failed and nothing was sent
     */
    public Optional<Missive> missive() {
        return mail == null ? Optional.empty() : Optional.ofNullable(missive);
    }

    /**
     * Where the mail goes.
     *
     * @return the receiver's address; empty if a step failed and nothing was sent
     */
    public Optional<MissiveAddress> to() {
        return mail == null ? Optional.empty() : Optional.ofNullable(to);
    }

    /**
     * By what an exchange log knows the missive.
     *
     * @return the key; empty if a step failed and nothing was sent
     */
    public Optional<ExchangeKey> key() {
        return mail == null || to == null || missive == null
                ? Optional.empty()
                : Optional.of(Nodes.key(to.node(), missive));
    }

    /**
     * Why step 15 failed, where the {@link Outbox} did: whether the mail was sent is not known.
     *
     * @return the exception of the outbox
     */
    public Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    /** Returns the step that failed, or that none did; no content. */
    @Override
    public String toString() {
        return "Emission[" + failed().map(StepResult::toString).orElse("sealed") + "]";
    }
}
