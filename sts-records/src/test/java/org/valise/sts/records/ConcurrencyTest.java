// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The entry point may be shared by any number of threads. */
class ConcurrencyTest {

    @Test
    void givesEveryThreadItsOwnRecords() throws Exception {
        StsRecords shared = StsRecords.lenient();
        List<Callable<Boolean>> jobs = IntStream.range(0, 64)
                .mapToObj(thread ->
                        (Callable<Boolean>) () -> IntStream.range(0, 50).allMatch(i -> {
                            StsRecord own = StsRecord.of("T", List.of("thread" + thread, "round" + i));
                            String mail = "> " + RecordInEmail.write(own).replace("\r\n", "\r\n> ");
                            return shared.scan(mail).records().equals(List.of(own));
                        }))
                .toList();
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            for (Future<Boolean> result : pool.invokeAll(jobs)) {
                assertThat(result.get()).isTrue();
            }
        } finally {
            pool.shutdown();
        }
    }
}
