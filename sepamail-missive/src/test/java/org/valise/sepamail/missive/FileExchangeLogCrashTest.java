// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.valise.sepamail.missive.ExchangeLogContract.key;
import static org.valise.sepamail.missive.ExchangeLogContract.minutes;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a method returned for is found again after kill -9. */
class FileExchangeLogCrashTest {

    private static final List<String> EVENTS =
            List.of("opened", "resent", "acknowledged", "received", "handed-on", "answered", "pruned");

    /** The child forgets what is older than two missives. */
    private static final int KEPT = 2;

    @TempDir
    Path folder;

    @Test
    void holdsWhatWasRecordedWhenItsProcessIsKilled() throws Exception {
        int rounds = Integer.getInteger("valise.crash.rounds", 12);
        long seed = Long.getLong("valise.crash.seed", System.nanoTime());
        System.out.println("kill -9: " + rounds + " rounds, valise.crash.seed=" + seed);
        Random random = new Random(seed);
        int first = 0;
        for (int round = 0; round < rounds; round++) {
            String last = killed(first, 1 + random.nextInt(100), random.nextInt(3_000_000));
            first = check(first, last);
        }
        assertThat(first).isPositive();
    }

    /** Starts a process, kills it some time after a number of events; returns the last one. */
    private String killed(int first, int events, long nanos) throws Exception {
        Process child = ExchangeLogCrashChild.start(folder, first, 1_000_000);
        String last = "";
        try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            for (int said = 0; line != null; said++) {
                assertThat(line).matches("(" + String.join("|", EVENTS) + ") \\d+");
                last = line;
                if (said == events) {
                    long start = System.nanoTime();
                    while (System.nanoTime() - start < nanos) {
                        Thread.onSpinWait();
                    }
                    // Not Process.destroyForcibly, which closes the pipe with what was said last.
                    child.toHandle().destroyForcibly();
                }
                line = lines.readLine();
            }
        }
        assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return last;
    }

    /** Everything up to the last event is there, and at most one more; returns the next free number. */
    private int check(int first, String last) throws IOException {
        int event = EVENTS.indexOf(last.substring(0, last.indexOf(' ')));
        int n = Integer.parseInt(last.substring(last.indexOf(' ') + 1));
        try (FileExchangeLog log = FileExchangeLog.open(folder)) {
            for (int i = Math.max(first, n - KEPT + 1); i < n; i++) {
                checkRecorded(log, i, EVENTS.size());
            }
            checkRecorded(log, n, event);
            boolean began = log.find(key(n + 1)).isPresent();
            assertThat(log.find(key(n + 2))).isEmpty();
            return n + (began ? 2 : 1);
        }
    }

    /** The events of missive n up to and with one of them. */
    private static void checkRecorded(ExchangeLog log, int n, int event) throws IOException {
        Exchange exchange = log.find(key(n)).orElseThrow();
        assertThat(exchange.sends().get(0)).isEqualTo(minutes(n));
        assertThat(exchange.lastOrder()).isBetween(event >= 1 ? 2 : 1, event >= 0 ? 2 : 1);
        assertThat(event >= 2 && exchange.isOpen()).isFalse();
        if (event >= 3) {
            Receipt receipt = log.findReceipt(key(n)).orElseThrow();
            assertThat(event >= 4 && !receipt.isHandedOn()).isFalse();
            assertThat(event >= 5 && !receipt.unacknowledged().isEmpty()).isFalse();
        }
    }
}
