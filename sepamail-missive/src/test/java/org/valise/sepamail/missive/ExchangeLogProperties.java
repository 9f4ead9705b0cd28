// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.valise.sepamail.missive.ExchangeLogContract.CHECK;
import static org.valise.sepamail.missive.ExchangeLogContract.key;
import static org.valise.sepamail.missive.ResendTable.T;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.valise.sepamail.missive.AcknowledgementSeen.Status;

/** A log in a folder, closed and opened again at any time, says what one in memory says. */
class ExchangeLogProperties {

    /** What may be done with a log. */
    enum Deed {
        OPEN,
        RESEND,
        RESEND_TOO_FAR,
        ACKNOWLEDGE,
        GIVE_UP,
        RECEIVE,
        HAND_ON,
        ANSWER,
        PRUNE,
        REOPEN
    }

    /** One thing that is done with one of a few missives. */
    record Step(Deed deed, int missive, int order, Status status) {

        /** Returns what the log answered, as text. */
        String run(ExchangeLog log, Instant now) throws IOException {
            try {
                return String.valueOf(answer(log, now));
            } catch (IllegalStateException e) {
                return e.getMessage();
            }
        }

        private Object answer(ExchangeLog log, Instant now) throws IOException {
            int last = log.find(key(missive)).map(Exchange::lastOrder).orElse(0);
            return switch (deed) {
                case OPEN -> log.open(key(missive), Priority.ofNumber(order), CHECK, now);
                case RESEND -> log.resent(key(missive), last + 1, now);
                case RESEND_TOO_FAR -> log.resent(key(missive), last + 2, now);
                case ACKNOWLEDGE -> log.acknowledged(key(missive), order, acknowledgement(now));
                case GIVE_UP -> log.givenUp(key(missive), now);
                case RECEIVE -> log.received(key(missive), order, CHECK, now);
                case HAND_ON -> log.handedOn(key(missive), now);
                case ANSWER -> log.acknowledgementSent(key(missive), order, now);
                case PRUNE -> log.prune(now.minusSeconds(10));
                case REOPEN -> "reopened";
            };
        }

        private AcknowledgementSeen acknowledgement(Instant now) {
            OptionalInt codeClass = List.of(OptionalInt.empty(), OptionalInt.of(4), OptionalInt.of(2))
                    .get(order - 1);
            return new AcknowledgementSeen(now, status, codeClass);
        }
    }

    @Property(tries = 300)
    void theFolderSaysWhatMemorySays(@ForAll @Size(max = 80) List<@From("steps") Step> steps) throws IOException {
        Path folder = Files.createTempDirectory("exchanges");
        FileExchangeLog file = FileExchangeLog.open(folder, new ExchangeLogFastDisk());
        try {
            ExchangeLog memory = new MemoryExchangeLog();
            for (int i = 0; i < steps.size(); i++) {
                Instant now = T.plusSeconds(i);
                assertThat(steps.get(i).run(file, now)).isEqualTo(steps.get(i).run(memory, now));
                if (steps.get(i).deed() == Deed.REOPEN) {
                    file.close();
                    file = FileExchangeLog.open(folder, new ExchangeLogFastDisk());
                }
                assertThat(ExchangeLogWork.state(file)).isEqualTo(ExchangeLogWork.state(memory));
            }
        } finally {
            file.close();
            delete(folder);
        }
    }

    @Provide
    Arbitrary<Step> steps() {
        return Combinators.combine(
                        Arbitraries.of(Deed.values()),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.of(Status.values()))
                .as(Step::new);
    }

    private static void delete(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(files::add);
        }
        for (Path one : files) {
            Files.delete(one);
        }
    }
}
