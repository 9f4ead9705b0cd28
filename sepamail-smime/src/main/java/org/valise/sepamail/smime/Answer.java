// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.missive.AcknowledgementBuilder;
import org.valise.sepamail.missive.AcknowledgementCode;
import org.valise.sepamail.missive.AcknowledgementMissive;
import org.valise.sepamail.missive.Missive;
import org.valise.sepamail.missive.MissiveAddress;
import org.valise.sepamail.missive.NominalMissive;
import org.valise.sepamail.missive.RoutingWarning;
import org.valise.sepamail.smime.Reception.NoAnswer;

/** The acknowledgement of one mail (step 15), or why there is none. For one thread. */
final class Answer {

    private final ReceptionPipeline.Config config;
    private final Instant now;
    private final StepList steps;
    private @Nullable AcknowledgementMissive missive;
    private @Nullable Emission emission;
    private @Nullable NoAnswer noAnswer;

    Answer(ReceptionPipeline.Config config, Instant now, StepList steps) {
        this.config = config;
        this.now = now;
        this.steps = steps;
    }

    /** Sends ACK; whether that was possible. */
    boolean accept(
            NominalMissive nominal,
            AcknowledgementCode code,
            Optional<RoutingWarning> warning,
            MissiveAddress from,
            MissiveAddress to)
            throws IOException {
        AcknowledgementBuilder builder = nominal.acknowledge(code);
        warning.ifPresent(builder::warning);
        send(nominal, builder, from, to);
        if (noAnswer != null) {
            steps.failed(ReceptionStep.ACKNOWLEDGEMENT, why());
            return false;
        }
        steps.passed(ReceptionStep.ACKNOWLEDGEMENT, code + " was sent.");
        return true;
    }

    /** Sends NAK, if one may be sent. */
    void refuse(@Nullable Missive suspect, StepFailure failure, MissiveAddress from, MissiveAddress to)
            throws IOException {
        AcknowledgementCode code = failure.code();
        if (suspect == null) {
            noAnswer = NoAnswer.NOT_READABLE;
        } else if (suspect instanceof AcknowledgementMissive) {
            noAnswer = NoAnswer.ACKNOWLEDGEMENT;
        } else if (!(suspect instanceof NominalMissive nominal)) {
            noAnswer = NoAnswer.NOT_NOMINAL;
        } else if (code == null || !config.policy().answersBy(code)) {
            noAnswer = NoAnswer.NO_CODE;
        } else {
            send(nominal, nominal.acknowledge(code).description(failure.detail()), from, to);
        }
        if (noAnswer == null) {
            steps.passed(ReceptionStep.ACKNOWLEDGEMENT, code + " was sent.");
        } else {
            steps.notApplicable(ReceptionStep.ACKNOWLEDGEMENT, why());
        }
    }

    private String why() {
        String step = emission == null
                ? ""
                : emission.failed().map(failed -> ", " + failed).orElse("");
        return "None is sent: " + noAnswer + step;
    }

    /** Back to where it came from, as whom it was addressed to. */
    private void send(NominalMissive nominal, AcknowledgementBuilder builder, MissiveAddress from, MissiveAddress to)
            throws IOException {
        try {
            if (nominal.receiver().participant().isEmpty()
                    && to.node() instanceof MissiveAddress.Participant participant) {
                builder.by(participant.bic());
            }
            missive = builder.sentAt(now).build();
        } catch (IllegalStateException | IllegalArgumentException e) {
            noAnswer = NoAnswer.NOT_READABLE;
            return;
        }
        emission = config.emission().emit(missive, to, from);
        IOException failure = emission.failure().orElse(null);
        if (failure != null) {
            throw failure;
        }
        if (emission.failed().isPresent()) {
            noAnswer = NoAnswer.NOT_SENDABLE;
        }
    }

    @Nullable
    AcknowledgementMissive missive() {
        return missive;
    }

    @Nullable
    Emission emission() {
        return emission;
    }

    @Nullable
    NoAnswer noAnswer() {
        return noAnswer;
    }
}
