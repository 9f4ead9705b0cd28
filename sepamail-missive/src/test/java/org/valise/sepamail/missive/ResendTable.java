// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.valise.sepamail.missive.AcknowledgementSeen.Status;

/** The two tables of MIS1202 "Resending a missive" in seconds, copied once more, and short words for tests. */
enum ResendTable {
    HIGHEST(20, 30, 60, 3, 600),
    HIGH(180, 300, 600, 5, 1_800),
    NORMAL(14_400, 14_400, 28_800, 4, 57_600),
    LOW(43_200, 43_200, 86_400, 3, 129_600),
    LOWEST(172_800, 172_800, 345_600, 3, 432_000);

    static final Instant T = Instant.parse("2026-11-02T09:30:00Z");

    final Duration acknowledge;
    final Duration min;
    final Duration max;
    final int resends;
    final Duration escalate;

    ResendTable(long acknowledge, long min, long max, int resends, long escalate) {
        this.acknowledge = Duration.ofSeconds(acknowledge);
        this.min = Duration.ofSeconds(min);
        this.max = Duration.ofSeconds(max);
        this.resends = resends;
        this.escalate = Duration.ofSeconds(escalate);
    }

    Priority priority() {
        return Priority.valueOf(name());
    }

    Decision decide(Instant now, List<Instant> sends, AcknowledgementSeen... acknowledgements) {
        return ResendPolicy.norm().decide(now, priority(), sends, List.of(acknowledgements));
    }

    /** That many sendings, each as early as may be. */
    List<Instant> sends(int number) {
        List<Instant> sends = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            sends.add(T.plus(min.multipliedBy(i)));
        }
        return sends;
    }

    static AcknowledgementSeen ack(Instant at) {
        return AcknowledgementSeen.of(at, Status.ACK, 2);
    }

    static AcknowledgementSeen nak(Instant at, int codeClass) {
        return AcknowledgementSeen.of(at, Status.NAK, codeClass);
    }
}
