// SPDX-License-Identifier: Apache-2.0
package org.valise.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
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

/** Goal G10: one file of records, every CRC checked. Run with {@code -prof gc} for what each way allocates. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
public class RecordFileBenchmark {

    /** The length of the file. */
    @Param("100")
    public int mebibytes;

    private byte[] file = {};

    /** Makes the file. */
    @Setup
    public void makeFile() {
        file = new SampleRecords().file(mebibytes << 20);
    }

    /**
     * Lines and fields as strings.
     *
     * @return good records
     * @throws IOException never
     */
    @Benchmark
    public long naive() throws IOException {
        return RecordFileWays.naive(new ByteArrayInputStream(file));
    }

    /**
     * The library's scanning mode.
     *
     * @return good records
     * @throws IOException never
     */
    @Benchmark
    public long ours() throws IOException {
        return RecordFileWays.ours(new ByteArrayInputStream(file));
    }

    /**
     * Reading and adding up.
     *
     * @return the sum
     * @throws IOException never
     */
    @Benchmark
    public long limit() throws IOException {
        return RecordFileWays.limit(new ByteArrayInputStream(file));
    }
}
