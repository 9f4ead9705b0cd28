// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One decision of {@link ResendPolicy#decide}, step by step. */
final class ResendDecision {

    private final ResendRule rule;
    private final boolean escalatesAfterLast;
    private final List<Instant> sends;
    private final Instant last;

    ResendDecision(ResendRule rule, boolean escalatesAfterLast, List<Instant> sends) {
        this.rule = rule;
        this.escalatesAfterLast = escalatesAfterLast;
        this.sends = List.copyOf(sends);
        requireOrder();
        this.last = this.sends.get(this.sends.size() - 1);
    }

    private void requireOrder() {
        if (sends.isEmpty()) {
            throw new IllegalArgumentException("There is nothing to decide about a missive that was never sent");
        }
        for (int i = 1; i < sends.size(); i++) {
            if (sends.get(i).isBefore(sends.get(i - 1))) {
                throw new IllegalArgumentException("Order " + (i + 1) + " cannot have been sent before order " + i
                        + ": give the sendings in order");
            }
        }
    }

    Decision at(Instant now, List<AcknowledgementSeen> acknowledgements) {
        return acknowledgements.stream()
                .filter(AcknowledgementSeen::isFinal)
                .max(AcknowledgementSeen.DECISIVE_LAST)
                .map(AcknowledgementSeen::decision)
                .orElseGet(() -> open(now));
    }

    private Decision open(Instant now) {
        Optional<Instant> escalation = escalation();
        if (sends.size() > rule.maxResends()) {
            return new Decision.LimitReached(escalation);
        }
        // Times are compared, not instants: those may lie beyond the last instant there is.
        Duration passed = Duration.between(last, now);
        Instant from = ResendPolicy.later(last, rule.resendNotBefore());
        Instant to = ResendPolicy.later(last, rule.resendNotAfter());
        int order = sends.size() + 1;
        if (passed.compareTo(rule.resendNotBefore()) < 0) {
            Instant due = ResendPolicy.later(last, rule.acknowledgeWithin());
            return new Decision.TooEarly(order, from, to, due, escalation);
        }
        return passed.compareTo(rule.resendNotAfter()) > 0
                ? new Decision.WindowMissed(from, to, escalation)
                : new Decision.MayResend(order, from, to, escalation);
    }

    private Optional<Instant> escalation() {
        if (sends.size() == 1) {
            return Optional.empty();
        }
        Instant start = escalatesAfterLast ? last : sends.get(0);
        return Optional.of(ResendPolicy.later(start, rule.escalateNotBefore()));
    }
}
