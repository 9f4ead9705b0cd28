// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.valise.sepamail.missive.NominalMissive;

/** Sixty-four threads seal and open with the same objects. Maven's profile "load" lets them do so for two minutes. */
class LoadTest {

    private static final int THREADS = 64;
    private static final long MOST_GROWTH = 32L << 20;
    private static final Duration TIME = Duration.ofSeconds(Long.getLong("valise.load.seconds", 3));

    private final MissiveSealer rsa = Bench.sealer();
    private final MissiveSealer ec = MissiveSealer.of(Bench.EC_SIGNER.identity(), Bench.FROM, Bench.CLOCK)
            .with(Profile.CLEAR_THEN_ENCRYPT)
            .with(ContentCipher.AES_256_GCM);
    private final MissiveOpener opener = Bench.opener();

    @Test
    @Timeout(600)
    void oneSealerAndOneOpenerServeAll() throws Exception {
        run(Duration.ofMillis(500)); // loads what there is to load
        long before = heap();
        long exchanged = run(TIME);
        assertThat(exchanged).isGreaterThanOrEqualTo(THREADS);
        assertThat(heap() - before).as("growth of the heap").isLessThan(MOST_GROWTH);
    }

    private long run(Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Long>> tasks = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                String name = "thread " + i + " ".repeat(i * 50);
                tasks.add(() -> exchange(name, end));
            }
            long all = 0;
            for (Future<Long> each : threads.invokeAll(tasks)) {
                all += each.get();
            }
            return all;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Each thread gets back its own missives and no others'. */
    private long exchange(String name, long end) throws Exception {
        long count = 0;
        do {
            NominalMissive missive = Bench.missive(name + count);
            boolean byRsa = count++ % 2 == 0;
            TestPki to = byRsa ? Bench.EC_RECIPIENT : Bench.RECIPIENT;
            byte[] mail = (byRsa ? rsa : ec)
                    .seal(missive, Bench.TO, Recipient.of(to.certificate))
                    .octets();
            Verdict<OpenedMissive> verdict = opener.open(mail);
            assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
            assertThat(((Verdict.Accepted<OpenedMissive>) verdict).opened().missive())
                    .isEqualTo(missive);
        } while (System.nanoTime() - end < 0);
        return count;
    }

    private static long heap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
