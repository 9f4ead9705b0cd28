// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is shared does not change: arrays go in and out as copies, and threads do not see each other. */
class MissiveSharingTest {

    private static final int ROUNDS = 6;

    private static void assertCannotGrow(List<?> list) {
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> list.add(null));
    }

    @Test
    void copiesWhatIsRead() {
        byte[] octets = Doc.utf8(LayerOneTest.FULL);
        NominalMissive missive =
                (NominalMissive) Missives.strict().read(octets).toOptional().orElseThrow();
        MessageChecksum checksum = missive.message().checksum();
        Arrays.fill(octets, (byte) ' ');
        assertThat(missive.octets()).isEqualTo(Doc.utf8(LayerOneTest.FULL));
        Arrays.fill(missive.octets(), (byte) ' ');
        Arrays.fill(missive.message().octets(), (byte) ' ');
        Arrays.fill(missive.receiver().code2d().orElseThrow().octets().orElseThrow(), (byte) ' ');
        assertThat(missive.octets()).isEqualTo(Doc.utf8(LayerOneTest.FULL));
        assertThat(missive.message().checksum()).isEqualTo(checksum);
        assertThat(missive.receiver().code2d().orElseThrow().octets().orElseThrow())
                .containsExactly(0, 0, 0);
        missive.message().bodyDocument().getDocumentElement().setTextContent("changed");
        assertThat(missive.message().bodyDocument().getDocumentElement().getTextContent())
                .isNotEqualTo("changed");
    }

    @Test
    void copiesWhatIsBuilt() throws MissiveFormatException {
        byte[] data = {1, 2, 3};
        SimpleTest test = SimpleTest.request("T").withData(data);
        Attachment image = Attachment.of("image/png", data);
        byte[] xml = Doc.utf8("<SimpleTestRequest xmlns='" + Doc.NORM + "'><TestId>1</TestId></SimpleTestRequest>");
        MessageContent content = MessageContent.ofXml("M", MessageType.SIMPLE_REQUEST, xml);
        Arrays.fill(data, (byte) 9);
        Arrays.fill(xml, (byte) ' ');
        Arrays.fill(test.data().orElseThrow(), (byte) 9);
        Arrays.fill(image.octets().orElseThrow(), (byte) 9);
        assertThat(test.data().orElseThrow()).containsExactly(1, 2, 3);
        assertThat(image.octets().orElseThrow()).containsExactly(1, 2, 3);
        NominalMissive missive =
                AnyMissive.with(SchemaVersion.NORM_1206, content).build();
        assertThat(missive.message().simpleTest().orElseThrow().testId()).isEqualTo("1");
    }

    /** A builder that goes on does not change what it built. */
    @Test
    void keepsWhatWasBuilt() {
        MissiveBuilder<NominalMissive> builder = AnyMissive.simple(SchemaVersion.NORM_1206);
        NominalMissive normal = builder.build();
        NominalMissive high = builder.priority(Priority.HIGH).build();
        assertThat(normal.priority()).isEqualTo(Priority.NORMAL);
        assertThat(high.priority()).isEqualTo(Priority.HIGH);
        AcknowledgementBuilder answer = normal.acknowledgeReceipt().sentAt(AnyMissive.WHEN);
        AcknowledgementMissive plain = answer.build();
        answer.warning(RoutingWarning.of(RoutingWarning.Code.PRIO_LOW)).description("x");
        assertThat(plain.warnings()).isEmpty();
        assertThat(plain.description()).isEmpty();
        MessageContent one = MessageContent.of("M", SimpleTest.request("T"));
        one.withRedirection(Redirection.toReference("desk"));
        assertThat(AnyMissive.with(SchemaVersion.NORM_1206, one)
                        .build()
                        .message()
                        .redirections())
                .isEmpty();
    }

    @Test
    void givesListsThatCannotBeChanged() {
        MissiveReading reading = Doc.strict(LayerOneTest.FULL);
        Message message = Doc.read(NominalMissive.class, LayerOneTest.FULL).message();
        assertCannotGrow(reading.problems());
        assertCannotGrow(reading.layer1());
        assertCannotGrow(reading.layer2());
        assertCannotGrow(message.redirections());
        assertCannotGrow(message.references());
        assertCannotGrow(
                Doc.read(AcknowledgementMissive.class, LayerOneTest.WARNED).warnings());
        ServiceMissive service = Doc.read(ServiceMissive.class, LayerOneTest.COMMAND);
        assertCannotGrow(((ServiceMissive.Command) service.service()).filters());
        List<Problem> problems = new ArrayList<>();
        MissiveReading.Accepted accepted = new MissiveReading.Accepted(service, problems);
        problems.add(Problem.of(Problem.Code.BAD_VALUE, "x"));
        assertThat(accepted.problems()).isEmpty();
    }

    /** Readers, missives and their parts are used by 64 threads at once, each of which checks what it gets. */
    @Tag("slow")
    @Test
    void servesManyThreadsAtOnce() throws Exception {
        Missives reader = OfficialSet.isThere()
                ? Missives.lenient().withOfficialSchemas(OfficialSet.schemas())
                : Missives.lenient();
        NominalMissive shared = Doc.read(NominalMissive.class, Doc.NOMINAL);
        MessageContent content = MessageContent.of(shared.message());
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService pool = Executors.newFixedThreadPool(64);
        try {
            List<Future<Integer>> results = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                results.add(pool.submit(work(reader, shared, content, i, start)));
            }
            start.countDown();
            for (Future<Integer> result : results) {
                assertThat(result.get()).isEqualTo(ROUNDS);
            }
        } finally {
            pool.shutdown();
        }
    }

    private static Callable<Integer> work(
            Missives reader, NominalMissive shared, MessageContent content, int thread, CountDownLatch start) {
        return () -> {
            start.await();
            int right = 0;
            for (int round = 0; round < ROUNDS; round++) {
                String id = "thread-" + thread + "-" + round;
                NominalMissive built = NominalMissive.builder(SchemaVersion.NORM_1206)
                        .id(id)
                        .from(shared.sender())
                        .to(shared.receiver())
                        .message(round % 2 == 0 ? content : MessageContent.of(id, SimpleTest.request("T" + thread)))
                        .sentAt(AnyMissive.WHEN)
                        .build();
                MissiveReading reading = reader.read(built.octets());
                MissiveReading faulty =
                        reader.read(Doc.utf8(new String(built.octets(), StandardCharsets.UTF_8).replace("NORMAL", id)));
                NominalMissive read = (NominalMissive) reading.orElseThrow();
                AcknowledgementMissive ack =
                        shared.acknowledgeReceipt().sentAt(AnyMissive.WHEN).build();
                boolean answers =
                        ack.answers(shared).settles() && ack.answers(built).settles() == (round % 2 == 0);
                boolean same = read.equals(built)
                        && read.id().equals(id)
                        && reading.problems().isEmpty();
                boolean refused = Doc.codes(faulty).contains(Problem.Code.BAD_VALUE);
                boolean carried = round % 2 != 0
                        || read.message().checksum().equals(shared.message().checksum());
                right += answers && same && refused && carried ? 1 : 0;
            }
            return right;
        };
    }
}
