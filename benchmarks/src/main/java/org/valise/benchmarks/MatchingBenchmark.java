// SPDX-License-Identifier: Apache-2.0
package org.valise.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.valise.sts.email.KmcRequest;
import org.valise.sts.email.MemoryPendingRequests;
import org.valise.sts.email.Reply;
import org.valise.sts.email.ReplyReader;

/** Goal G13: one reply read and matched. Run with {@code -prof gc} for what it allocates. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
public class MatchingBenchmark {

    /** How many requests are open. */
    @Param({"10", "100000"})
    public int open;

    private final MemoryPendingRequests store = new MemoryPendingRequests();
    private final ReplyReader reader = ReplyReader.forGateway(MatchingSamples.GATEWAY);
    private byte[] mail = {};

    /**
     * Makes the requests, and the answer to one of them.
     *
     * @throws IOException never
     */
    @Setup
    public void makeRequests() throws IOException {
        MatchingSamples samples = new MatchingSamples();
        List<KmcRequest> chosen = samples.fill(store, open, 1);
        mail = samples.answer(chosen.get(0));
    }

    /**
     * A key load file in its mail.
     *
     * @return whose it is
     * @throws IOException never
     */
    @Benchmark
    public Reply match() throws IOException {
        return reader.read(mail, store);
    }
}
