// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever happens to one of the two threads, the other one is told, and neither waits for ever. */
@Timeout(60)
class HandOverTest {

    /** Twice what all pieces together hold: whoever makes it waits for whoever takes it. */
    private static final int LONG = 4 << 20;

    private static final int PIECE = 8 * 1024;

    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<Throwable> uncaught = new AtomicReference<>();
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Thread writer;

    /** A thread that has begun before the call returns, so that it is the one that writes. */
    private final Executor executor = task -> {
        Thread thread = new Thread(task, "hand over");
        thread.setUncaughtExceptionHandler((which, fault) -> uncaught.set(fault));
        threads.add(thread);
        thread.start();
        await(started);
    };

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void noThreadIsLeft() throws InterruptedException {
        Thread.interrupted();
        ended.countDown();
        for (Thread thread : threads) {
            thread.join(10_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    /** What is to be written; it does something behind a quarter of it, so that the rest is more than all pieces hold. */
    private interface Deed {
        void run() throws Exception;
    }

    private Part part(Deed deed) {
        return new Part() {
            @Override
            public long length() {
                return LONG;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                writer = Thread.currentThread();
                started.countDown();
                for (int done = 0; done < LONG; done += PIECE) {
                    if (done == LONG / 4) {
                        run(deed);
                    }
                    out.write(piece());
                }
            }
        };
    }

    private static void run(Deed deed) throws IOException {
        try {
            deed.run();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] piece() {
        byte[] octets = new byte[PIECE];
        java.util.Arrays.fill(octets, (byte) 'x');
        return octets;
    }

    private static byte[] whole() {
        byte[] octets = new byte[LONG];
        java.util.Arrays.fill(octets, (byte) 'x');
        return octets;
    }

    private static void nothing() {}

    @Test
    void anotherThreadWrites() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        HandOver.write(part(HandOverTest::nothing), out, executor);
        assertThat(out.toByteArray()).isEqualTo(whole());
        assertThat(threads).containsExactly(writer);
    }

    @Test
    void anExecutorThatRejectsIsNotNeeded() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        HandOver.write(part(HandOverTest::nothing), out, task -> {
            throw new RejectedExecutionException();
        });
        assertThat(out.toByteArray()).isEqualTo(whole());
        assertThat(writer).isSameAs(Thread.currentThread());
    }

    @Test
    void anExecutorThatIsBrokenIsTold() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        IllegalStateException broken = new IllegalStateException("broken on purpose");
        assertThatThrownBy(() -> HandOver.write(part(HandOverTest::nothing), out, task -> {
                    throw broken;
                }))
                .isSameAs(broken);
        assertThat(out.size()).isZero();
    }

    private static List<Throwable> faults() {
        return List.of(new IOException("on purpose"), new IllegalStateException("on purpose"), new Error("on purpose"));
    }

    private static void fail(Throwable fault) throws IOException {
        if (fault instanceof Error error) {
            throw error;
        }
        if (fault instanceof RuntimeException exception) {
            throw exception;
        }
        throw (IOException) fault;
    }

    @ParameterizedTest
    @MethodSource("faults")
    void whatTheOtherThreadThrowsIsThrownHere(Throwable fault) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Throwable thrown = catchThrowable(() -> HandOver.write(part(() -> fail(fault)), out, executor));
        threads.get(0).join(30_000);
        if (fault instanceof Error) {
            assertThat(thrown).isInstanceOf(IllegalStateException.class).hasCause(fault);
            assertThat(uncaught.get()).as("its own thread ends by it").isSameAs(fault);
        } else {
            assertThat(thrown).isSameAs(fault);
            assertThat(uncaught.get()).isNull();
        }
        assertThat(out.size()).isLessThan(LONG);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void whatTheOutputThrowsIsThrownAndEndsTheOtherThread(Throwable fault) {
        OutputStream out = new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                fail(fault);
            }

            @Override
            public void write(byte[] octets, int from, int count) throws IOException {
                fail(fault);
            }
        };
        assertThatThrownBy(() -> HandOver.write(part(HandOverTest::nothing), out, executor))
                .isSameAs(fault);
        assertThat(uncaught.get()).isNull();
    }

    /** He is interrupted by the one that he waits for, which then waits until he has gone. */
    @Test
    void whoIsInterruptedWhileHeWaitsGoes() {
        Thread taker = Thread.currentThread();
        CountDownLatch taking = new CountDownLatch(1);
        OutputStream out = new OutputStream() {
            @Override
            public void write(int octet) {
                taking.countDown();
            }
        };
        Part part = part(() -> {
            await(taking);
            taker.interrupt();
            await(ended);
        });
        assertThatThrownBy(() -> HandOver.write(part, out, executor)).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).as("he is still told").isTrue();
    }

    /** The thread that it began with nevertheless would wait for somebody for ever. */
    @Test
    void anExecutorThatBreaksWhenItHasBegunLeavesNoThread() {
        IllegalStateException broken = new IllegalStateException("broken on purpose");
        Executor halfway = task -> {
            executor.execute(task);
            throw broken;
        };
        assertThatThrownBy(() -> HandOver.write(part(HandOverTest::nothing), OutputStream.nullOutputStream(), halfway))
                .isSameAs(broken);
    }

    @Test
    void whoWasInterruptedBeforeGoes() {
        Part part = part(HandOverTest::nothing);
        Executor late = task -> {
            executor.execute(task);
            Thread.currentThread().interrupt();
        };
        assertThatThrownBy(() -> HandOver.write(part, OutputStream.nullOutputStream(), late))
                .isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    /** An executor that is shut down at once interrupts its threads. */
    @Test
    void whenTheOtherThreadIsInterruptedThisOneIsTold() {
        OutputStream out = new OutputStream() {
            @Override
            public void write(int octet) {
                throw new AssertionError("not used");
            }

            @Override
            public void write(byte[] octets, int from, int count) throws IOException {
                writer.interrupt();
                try {
                    writer.join(30_000);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        assertThatThrownBy(() -> HandOver.write(part(HandOverTest::nothing), out, executor))
                .isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.currentThread().isInterrupted())
                .as("nobody interrupted this one")
                .isFalse();
    }
}
