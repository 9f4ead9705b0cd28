// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sepamail.missive.ContentSink;
import org.valise.sepamail.missive.Missives;
import org.valise.sepamail.missive.NominalMissive;
import org.valise.sepamail.missive.StreamedMissive;

/** A sealed missive is the same octets whenever, wherever and by how many threads it is written. */
class SealedMissiveTest {

    private static final int LONG = 300_000;

    private final ExecutorService executor = Executors.newFixedThreadPool(4);

    @AfterEach
    void nothingRunsOn() throws InterruptedException {
        executor.shutdown();
        assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    private static NominalMissive missive(int length) {
        return Bench.missive("x".repeat(length));
    }

    private static SealedMissive seal(SignatureScheme scheme, NominalMissive missive) throws SealingException {
        return Bench.sealer().with(scheme).seal(missive, Bench.TO, Recipient.of(Bench.RECIPIENT.certificate));
    }

    private static NominalMissive opened(byte[] mail) {
        Verdict<OpenedMissive> verdict = Bench.opener().open(mail);
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        return (NominalMissive)
                ((Verdict.Accepted<OpenedMissive>) verdict).opened().missive();
    }

    private byte[] helped(SealedMissive sealed) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        sealed.writeTo(out, executor);
        return out.toByteArray();
    }

    /** Statement 39; a signature with random numbers is made once. */
    @ParameterizedTest
    @CsvSource({"RSA_SHA256, 10", "RSA_PSS_SHA512, 10", "RSA_SHA384, 300000", "RSA_PSS_SHA256, 5000000"})
    void eachWritingGivesTheSameOctets(SignatureScheme scheme, int length) throws Exception {
        NominalMissive missive = missive(length);
        SealedMissive sealed = seal(scheme, missive);
        byte[] first = sealed.octets();
        assertThat(sealed.octets()).isEqualTo(first).hasSize((int) sealed.length());
        assertThat(helped(sealed)).isEqualTo(first);
        assertThat(opened(first)).isEqualTo(missive);
    }

    /** A key whose device is away is told by the sealing, and of a missive beyond 4 MiB or from a source by the writing. */
    @Test
    void aKeyThatFailsIsTold() throws Exception {
        for (Profile profile : List.of(Profile.OPAQUE_THEN_ENCRYPT, Profile.CLEAR_THEN_ENCRYPT)) {
            MissiveSealer away = MissiveSealer.of(AwayKey.identity(), Bench.FROM, Bench.CLOCK)
                    .with(profile);
            Recipient recipient = Recipient.of(Bench.RECIPIENT.certificate);
            for (int length : new int[] {10, LONG, 3_000_000}) {
                assertThatThrownBy(() -> away.seal(missive(length), Bench.TO, recipient))
                        .isInstanceOf(SealingException.class);
            }
            SealedMissive late = away.seal(missive(5_000_000), Bench.TO, recipient);
            assertThatThrownBy(() -> late.writeTo(OutputStream.nullOutputStream()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("could not be signed");
            assertThatThrownBy(late::octets).isInstanceOf(UncheckedIOException.class);
            byte[] octets = missive(10).octets();
            StreamedMissive streamed = Missives.strict()
                    .readStreamed(new ByteArrayInputStream(octets), ContentSink.none())
                    .orElseThrow();
            SealedMissive source = away.seal(streamed, () -> new ByteArrayInputStream(octets), Bench.TO, recipient);
            assertThatThrownBy(source::octets).isInstanceOf(UncheckedIOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 65_536, 1_000_000})
    void withAnotherThreadItIsTheSame(int length) throws Exception {
        NominalMissive missive = missive(length);
        for (ContentCipher cipher : List.of(ContentCipher.AES_256_CBC, ContentCipher.AES_128_GCM)) {
            SealedMissive sealed =
                    Bench.sealer().with(cipher).seal(missive, Bench.TO, Recipient.of(Bench.RECIPIENT.certificate));
            byte[] first = helped(sealed);
            assertThat(sealed.octets()).isEqualTo(first);
            assertThat(opened(first)).isEqualTo(missive);
        }
    }

    @Tag("slow")
    @Test
    void manyWhoWriteItAtOnceWriteTheSame() throws Exception {
        SealedMissive sealed = seal(SignatureScheme.RSA_PSS_SHA256, missive(5_000_000));
        List<Future<byte[]>> writings = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            writings.add(executor.submit(sealed::octets));
        }
        byte[] octets = sealed.octets();
        for (Future<byte[]> writing : writings) {
            assertThat(writing.get()).isEqualTo(octets);
        }
    }

    @Test
    void anExecutorThatRefusesOrNeverComesIsNotNeeded() throws Exception {
        SealedMissive sealed = seal(SignatureScheme.RSA_SHA256, missive(LONG));
        ByteArrayOutputStream refused = new ByteArrayOutputStream();
        sealed.writeTo(refused, task -> {
            throw new RejectedExecutionException();
        });
        List<Runnable> late = new ArrayList<>();
        ByteArrayOutputStream never = new ByteArrayOutputStream();
        sealed.writeTo(never, late::add);
        late.forEach(Runnable::run);
        assertThat(refused.toByteArray()).isEqualTo(sealed.octets()).isEqualTo(never.toByteArray());
    }

    /** Its task runs before the call returns: there is nobody to take what it makes. */
    @Test
    void aThreadThatWritesWhereItIsCalledIsEnough() throws Exception {
        SealedMissive sealed = seal(SignatureScheme.RSA_SHA256, missive(LONG));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        sealed.writeTo(out, Runnable::run);
        assertThat(out.toByteArray()).isEqualTo(sealed.octets());
    }

    @Test
    void whatCannotBeWrittenEndsBothThreads() throws Exception {
        SealedMissive sealed = seal(SignatureScheme.RSA_SHA256, missive(3_000_000));
        OutputStream full = new OutputStream() {
            private long room = 100_000;

            @Override
            public void write(int octet) throws IOException {
                write(new byte[1], 0, 1);
            }

            @Override
            public void write(byte[] octets, int from, int count) throws IOException {
                room -= count;
                if (room < 0) {
                    throw new IOException("full");
                }
            }
        };
        assertThatThrownBy(() -> sealed.writeTo(full, executor))
                .isInstanceOf(IOException.class)
                .hasMessage("full");
        assertThat(opened(sealed.octets())).isNotNull();
    }

    @Test
    void aMissiveFromASourceIsReadEachTime() throws Exception {
        NominalMissive missive = missive(LONG);
        byte[] octets = missive.octets();
        StreamedMissive streamed = Missives.strict()
                .readStreamed(new ByteArrayInputStream(octets), ContentSink.none())
                .orElseThrow();
        SealedMissive sealed = Bench.sealer()
                .seal(
                        streamed,
                        () -> new ByteArrayInputStream(octets),
                        Bench.TO,
                        Recipient.of(Bench.RECIPIENT.certificate));
        assertThat(helped(sealed)).isEqualTo(sealed.octets());
        assertThat(opened(sealed.octets())).isEqualTo(missive);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void aSourceThatBecameLongerOrShorterIsTold(int more) throws Exception {
        byte[] octets = missive(LONG).octets();
        StreamedMissive streamed = Missives.strict()
                .readStreamed(new ByteArrayInputStream(octets), ContentSink.none())
                .orElseThrow();
        byte[] changed = java.util.Arrays.copyOf(octets, octets.length + more);
        SealedMissive sealed = Bench.sealer()
                .seal(
                        streamed,
                        () -> new ByteArrayInputStream(changed),
                        Bench.TO,
                        Recipient.of(Bench.RECIPIENT.certificate));
        assertThatThrownBy(sealed::octets).hasMessageContaining("no longer as long");
        assertThatThrownBy(() -> helped(sealed)).hasMessageContaining("no longer as long");
    }

    @Test
    void aSourceThatBecameAnotherIsTold() throws Exception {
        byte[] octets = missive(LONG).octets();
        StreamedMissive streamed = Missives.strict()
                .readStreamed(new ByteArrayInputStream(octets), ContentSink.none())
                .orElseThrow();
        SealedMissive sealed = Bench.sealer()
                .seal(
                        streamed,
                        () -> new ByteArrayInputStream(octets),
                        Bench.TO,
                        Recipient.of(Bench.RECIPIENT.certificate));
        assertThat(sealed.octets()).isEqualTo(sealed.octets());
        octets[octets.length / 2] ^= 1;
        assertThatThrownBy(sealed::octets).hasMessageContaining("no longer the same");
    }

    /** With GCM the first octets of both would be encrypted with the same key and nonce. */
    @Test
    void aSourceThatBecameAnotherAfterAWritingThatBrokeIsTold() throws Exception {
        byte[] octets = missive(LONG).octets();
        StreamedMissive streamed = Missives.strict()
                .readStreamed(new ByteArrayInputStream(octets), ContentSink.none())
                .orElseThrow();
        SealedMissive sealed = Bench.sealer()
                .with(ContentCipher.AES_256_GCM)
                .seal(
                        streamed,
                        () -> new ByteArrayInputStream(octets),
                        Bench.TO,
                        Recipient.of(Bench.RECIPIENT.certificate));
        ByteArrayOutputStream left = new ByteArrayOutputStream();
        assertThatThrownBy(() -> sealed.writeTo(new OutputStream() {
                    @Override
                    public void write(int octet) {
                        left.write(octet);
                    }

                    @Override
                    public void write(byte[] piece, int from, int count) throws IOException {
                        left.write(piece, from, count);
                        if (left.size() > octets.length / 2) {
                            throw new IOException("away");
                        }
                    }
                }))
                .hasMessageContaining("away");
        octets[octets.length / 100] ^= 1;
        ByteArrayOutputStream second = new ByteArrayOutputStream();
        assertThatThrownBy(() -> sealed.writeTo(second)).hasMessageContaining("no longer the same");
        assertThat(second.size()).isLessThan(left.size());
    }
}
