// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.valise.sepamail.missive.AcknowledgementMissive;
import org.valise.sepamail.missive.MessageContent;
import org.valise.sepamail.missive.NominalMissive;
import org.valise.sepamail.missive.Party;
import org.valise.sepamail.missive.SimpleTest;
import org.valise.sepamail.smime.AcknowledgementHistory.Finding;
import org.valise.sepamail.smime.Reception.Kind;

/** Sixty-four threads send and receive by the same pipelines. Maven's profile "load" lets them do so for two minutes. */
class PipelineLoadTest {

    private static final int THREADS = 64;
    private static final Duration TIME = Duration.ofSeconds(Long.getLong("valise.load.seconds", 1));

    /** All receive it, at the same time. */
    private static final byte[] SHARED = Banks.mail(Bench.missive("x"));

    private final Banks banks = new Banks();
    private final Map<String, AtomicInteger> handedOn = new ConcurrentHashMap<>();
    private final AtomicInteger answers = new AtomicInteger();
    private final EmissionPipeline vert = banks.vert().with((mail, to, priority) -> {});
    private final ReceptionPipeline bleu = ReceptionPipeline.of(
            banks.bleuSender().with((mail, to, priority) -> answers.incrementAndGet()),
            Bench.opener(),
            banks.bleuLog,
            delivery -> handedOn.computeIfAbsent(delivery.missive().id(), id -> new AtomicInteger())
                    .incrementAndGet());
    private final ReceptionPipeline answered = ReceptionPipeline.of(
            vert,
            MissiveOpener.of(List.of(Banks.VERT_RECIPIENT.decryptionKey()), Banks.TRUST, Bench.CLOCK),
            banks.vertLog,
            delivery -> {
                throw new IllegalStateException("Nobody sends VERT a nominal missive");
            });

    @Test
    @Timeout(600)
    void onePipelineOfEachKindServesAll() throws Exception {
        long end = System.nanoTime() + TIME.toNanos();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        int sent = 0;
        try {
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                String name = "THREAD-" + i + "-";
                tasks.add(() -> exchange(name, end));
            }
            for (Future<Integer> each : threads.invokeAll(tasks)) {
                sent += each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(sent).isGreaterThanOrEqualTo(THREADS);
        assertThat(handedOn).hasSize(sent + 1);
        assertThat(handedOn.values()).as("each exactly once").allMatch(count -> count.get() == 1);
        assertThat(answers.get()).as("each mail is answered").isGreaterThanOrEqualTo(sent + THREADS);
        assertThat(banks.bleuLog.unacknowledged()).isEmpty();
        assertThat(banks.bleuLog.notHandedOn()).isEmpty();
        assertThat(banks.vertLog.unsettled()).as("each missive is settled").isEmpty();
    }

    private int exchange(String name, long end) throws Exception {
        assertThat(bleu.receive(SHARED).kind()).isIn(Kind.HANDED_ON, Kind.REPEATED);
        int count = 0;
        do {
            String id = name + count;
            MessageContent message =
                    MessageContent.of("M-" + id, SimpleTest.request("T-1").withText(id));
            Emission emission =
                    vert.emit(EmissionOrder.of(Party.of(Banks.VERT_USER), Party.of(Banks.BLEU_USER), message)
                            .withId(id));
            assertThat(emission.failed()).isEmpty();
            NominalMissive missive = (NominalMissive) emission.missive().orElseThrow();
            byte[] mail = emission.mail().orElseThrow().octets();
            acknowledged(bleu.receive(mail), Kind.HANDED_ON, missive);
            if (count++ % 4 == 0) {
                assertAnswer(bleu.receive(mail), Kind.REPEATED, missive);
            }
        } while (System.nanoTime() - end < 0);
        return count;
    }

    private static void assertAnswer(Reception reception, Kind kind, NominalMissive missive) {
        assertThat(reception.kind()).isEqualTo(kind);
        assertThat(reception.missive()).contains(missive);
        AcknowledgementMissive answer = reception.answer().orElseThrow();
        assertThat(answer.isPositive()).isTrue();
        assertThat(answer.answers(missive).settles()).isTrue();
    }

    /** The acknowledgement goes back, and settles the missive that it is for. */
    private void acknowledged(Reception reception, Kind kind, NominalMissive missive) throws Exception {
        assertAnswer(reception, kind, missive);
        byte[] mail = reception.answerMail().orElseThrow().octets();
        Reception back = answered.receive(mail);
        assertThat(back.kind()).isEqualTo(Kind.ACKNOWLEDGEMENT);
        AcknowledgementHistory history = back.history().orElseThrow();
        assertThat(history.finding()).isEqualTo(Finding.COUNTED);
        assertThat(history.earlier()).isEmpty();
    }
}
