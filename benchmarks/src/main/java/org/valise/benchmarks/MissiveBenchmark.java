// SPDX-License-Identifier: Apache-2.0
package org.valise.benchmarks;

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

/** Goals G8 and G9: one missive read, or built and written. Run with {@code -prof gc} for what each way allocates. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
public class MissiveBenchmark {

    /** The length of the attachment; with the first the document is as long as the samples of the scheme. */
    @Param({"172", "1048576"})
    public int dataOctets;

    private MissiveSamples samples = new MissiveSamples(0);

    /** Makes the missive. */
    @Setup
    public void makeMissive() {
        samples = new MissiveSamples(dataOctets);
    }

    /**
     * Both layers of rules.
     *
     * @return the length of the document
     */
    @Benchmark
    public long read() {
        return samples.read();
    }

    /**
     * JAXB with a schema, both made once.
     *
     * @return the length of the attachment
     */
    @Benchmark
    public long readByJaxb() {
        return samples.readByJaxb();
    }

    /**
     * Builder to octets.
     *
     * @return the length of the document
     */
    @Benchmark
    public long write() {
        return samples.write();
    }

    /**
     * Objects of JAXB to octets.
     *
     * @return the length of the document
     */
    @Benchmark
    public long writeByJaxb() {
        return samples.writeByJaxb();
    }
}
