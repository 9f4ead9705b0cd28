// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.util.ArrayList;
import java.util.List;
import org.valise.sepamail.smime.StepResult.Outcome;

/** What became of the steps so far. Every step of the table is in the result, and in its order. For one thread. */
final class StepList {

    private final List<PipelineStep> table;
    private final List<StepResult> results = new ArrayList<>();

    StepList(List<? extends PipelineStep> table) {
        this.table = List.copyOf(table);
    }

    void passed(PipelineStep step) {
        passed(step, "");
    }

    void passed(PipelineStep step, String detail) {
        add(step, Outcome.PASSED, detail);
    }

    void failed(PipelineStep step, String detail) {
        add(step, Outcome.FAILED, detail);
    }

    void notApplicable(PipelineStep step, String detail) {
        add(step, Outcome.NOT_APPLICABLE, detail);
    }

    private void add(PipelineStep step, Outcome outcome, String detail) {
        results.add(new StepResult(step, outcome, detail));
    }

    List<StepResult> results() {
        return table.stream().map(this::result).toList();
    }

    private StepResult result(PipelineStep step) {
        return results.stream()
                .filter(result -> result.step() == step)
                .findFirst()
                .orElseGet(() -> new StepResult(step, Outcome.NOT_APPLICABLE, "Not reached."));
    }
}
