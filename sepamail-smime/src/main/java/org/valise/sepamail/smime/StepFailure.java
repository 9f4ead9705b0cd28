// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.missive.AcknowledgementCode;

/** A step that does not hold; it ends a pipeline. Never leaves this package. */
final class StepFailure extends Exception {

    private static final long serialVersionUID = 1;

    private final PipelineStep step;
    private final transient @Nullable AcknowledgementCode code;

    StepFailure(PipelineStep step, String detail) {
        this(step, null, detail, null);
    }

    StepFailure(PipelineStep step, AcknowledgementCode code, String detail) {
        this(step, code, detail, null);
    }

    StepFailure(PipelineStep step, @Nullable AcknowledgementCode code, String detail, @Nullable IOException cause) {
        super(detail, cause, false, false);
        this.step = step;
        this.code = code;
    }

    PipelineStep step() {
        return step;
    }

    /** What the sender is to be told; null if no code is for it. */
    @Nullable
    AcknowledgementCode code() {
        return code;
    }

    String detail() {
        return String.valueOf(getMessage());
    }

    @Nullable
    IOException failure() {
        return getCause() instanceof IOException io ? io : null;
    }
}
