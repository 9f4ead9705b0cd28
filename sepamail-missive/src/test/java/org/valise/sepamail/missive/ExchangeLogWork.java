// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.valise.sepamail.missive.ExchangeLogContract.CHECK;
import static org.valise.sepamail.missive.ExchangeLogContract.key;
import static org.valise.sepamail.missive.ExchangeLogContract.minutes;
import static org.valise.sepamail.missive.ResendTable.ack;
import static org.valise.sepamail.missive.ResendTable.nak;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Things to do with a log, each of which writes one line, and all that a log says. */
final class ExchangeLogWork {

    /** One thing to do. */
    @FunctionalInterface
    interface Job {
        void run(ExchangeLog log) throws IOException;
    }

    /** Every kind of event at least once. */
    static final List<Job> JOBS = List.of(
            log -> log.open(key(1), Priority.HIGH, CHECK, minutes(0)),
            log -> log.received(key(1), 1, CHECK, minutes(0)),
            log -> log.acknowledged(key(1), 1, nak(minutes(1), 4)),
            log -> log.open(key(2), Priority.LOWEST, CHECK, minutes(2)),
            log -> log.acknowledgementSent(key(1), 1, minutes(2)),
            log -> log.resent(key(1), 2, minutes(6)),
            log -> log.handedOn(key(1), minutes(6)),
            log -> log.givenUp(key(2), minutes(7)),
            log -> log.received(key(1), 1, CHECK, minutes(8)),
            log -> log.received(key(2), 3, CHECK, minutes(8)),
            log -> log.acknowledged(key(1), 1, ack(minutes(9))));

    private ExchangeLogWork() {}

    /** All that a log says about the first missives. */
    static List<Object> state(ExchangeLog log) throws IOException {
        List<Object> state = new ArrayList<>();
        for (int n = 0; n < 5; n++) {
            Optional<Exchange> exchange = log.find(key(n));
            state.add(exchange);
            state.add(log.findReceipt(key(n)));
        }
        state.add(log.unsettled());
        state.add(log.unacknowledged());
        state.add(log.notHandedOn());
        return state;
    }

    /** What a log says after each number of jobs, none first. */
    static List<List<Object>> states() throws IOException {
        List<List<Object>> states = new ArrayList<>();
        try (ExchangeLog log = new MemoryExchangeLog()) {
            states.add(state(log));
            for (Job job : JOBS) {
                job.run(log);
                states.add(state(log));
            }
        }
        return states;
    }
}
