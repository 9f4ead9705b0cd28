// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import javax.xml.validation.Schema;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import org.valise.sepamail.missive.AnyMissive.Content;
import org.valise.sepamail.missive.AnyMissive.Plan;

/** Statement 33: what is built is read back, and is valid by whoever judges. */
class MissiveProperties {

    private static final Map<SchemaVersion, Schema> OWN = Map.of(
            SchemaVersion.NORM_1206, EnvelopeSchema.of(SchemaVersion.NORM_1206),
            SchemaVersion.BLEEDING_EDGE, EnvelopeSchema.of(SchemaVersion.BLEEDING_EDGE));

    /** What may be striking about parties made of any characters. */
    private static final Set<Problem.Code> STRIKING = EnumSet.of(Problem.Code.BIC_CONFLICT);

    @Provide
    Arbitrary<Plan> plans() {
        return AnyMissive.plans();
    }

    private static NominalMissive read(byte[] octets) {
        MissiveReading reading = Missives.strict().read(octets);
        assertThat(reading.problems()).allMatch(problem -> STRIKING.contains(problem.code()));
        return (NominalMissive) reading.toOptional().orElseThrow();
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void buildsWhatWasAskedFor(@ForAll("plans") Plan plan) throws Exception {
        NominalMissive built = plan.build();
        assertThat(built.version()).isEqualTo(plan.version());
        assertThat(built.norm()).isEqualTo("1206");
        assertThat(built.id()).isEqualTo(plan.id());
        assertThat(built.order()).isEqualTo(1);
        assertThat(built.statedPriority()).contains(plan.priority());
        assertThat(built.sender()).isEqualTo(plan.sender());
        assertThat(built.receiver()).isEqualTo(plan.receiver());
        assertThat(built.sentAt()).isEqualTo(plan.sentAt());
        assertThat(built.receivedAt()).isEmpty();
        assertThat(built.hasCustomerSignature()).isFalse();
        assertThat(built.senderChecksum().isPresent())
                .isEqualTo(!plan.checksum().isEmpty());
        if (!plan.checksum().isEmpty()) {
            String algorithm = plan.checksum().get(0);
            String lf = new String(built.message().octets(), StandardCharsets.UTF_8).replace("\r\n", "\n");
            assertThat(built.senderChecksum())
                    .contains(algorithm + ":" + Hex.digest("SHA-" + algorithm.substring(3), Doc.utf8(lf)));
        }
        assertAsked(built.message(), plan.content());
    }

    private static void assertAsked(Message message, Content content) throws Exception {
        assertThat(message.id()).isEqualTo(content.id());
        assertThat(message.type()).isEqualTo(content.test().messageType());
        assertThat(message.simpleTest().orElseThrow()).isEqualTo(content.test());
        if (!content.isWhole()) {
            assertThat(message.redirections()).isEqualTo(content.redirections());
            assertThat(message.references()).isEqualTo(content.references());
            assertThat(message.expiry().stream().toList()).isEqualTo(content.expiry());
            assertThat(message.norm()).contains("1206");
        }
        assertBound(message, content.test());
    }

    private static void assertBound(Message message, SimpleTest test) throws Exception {
        if (message.bodyNamespace().equals(Doc.NORM)) {
            AnyMissive.NormBody body = message.unmarshal(AnyMissive.JAXB, AnyMissive.NormBody.class);
            assertThat(body.testId).isEqualTo(test.testId());
            assertThat(body.text).isEqualTo(test.text().orElse(null));
            assertThat(body.data).isEqualTo(test.data().orElse(null));
        }
    }

    /** read of write is the same by every accessor, not by equality only. */
    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void readsBackWhatItBuilds(@ForAll("plans") Plan plan) throws Exception {
        NominalMissive built = plan.build();
        NominalMissive read = read(built.octets());
        assertThat(read).isEqualTo(built).hasSameHashCodeAs(built).hasToString(built.toString());
        assertThat(read.version()).isEqualTo(built.version());
        assertThat(read.norm()).isEqualTo(built.norm());
        assertThat(read.id()).isEqualTo(built.id());
        assertThat(read.order()).isEqualTo(built.order());
        assertThat(read.priority()).isEqualTo(built.priority());
        assertThat(read.statedPriority()).isEqualTo(built.statedPriority());
        assertSame(read.sender(), built.sender());
        assertSame(read.receiver(), built.receiver());
        assertThat(read.sentAt()).isEqualTo(built.sentAt());
        assertThat(read.sentAt().instant()).isEqualTo(built.sentAt().instant());
        assertThat(read.receivedAt()).isEqualTo(built.receivedAt());
        assertThat(read.senderChecksum()).isEqualTo(built.senderChecksum());
        assertThat(read.hasCustomerSignature()).isEqualTo(built.hasCustomerSignature());
        assertThat(read.octets()).isEqualTo(built.octets()).hasSize(built.length());
        assertThat(read.newInputStream().readAllBytes()).isEqualTo(built.octets());
        assertThat(written(read)).isEqualTo(written(built)).isEqualTo(built.octets());
        assertSame(read.message(), built.message());
        assertThat(read.resend()).isEqualTo(built.resend());
    }

    private static byte[] written(Missive missive) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        missive.writeTo(out);
        return out.toByteArray();
    }

    private static void assertSame(Party read, Party built) {
        assertThat(read).isEqualTo(built).hasSameHashCodeAs(built).hasToString(built.toString());
        assertThat(read.bic()).isEqualTo(built.bic());
        assertThat(read.accountText()).isEqualTo(built.accountText());
        assertThat(read.account()).isEqualTo(built.account());
        assertThat(read.pan()).isEqualTo(built.pan());
        assertThat(read.bban()).isEqualTo(built.bban());
        assertThat(read.participant()).isEqualTo(built.participant());
        assertThat(read.code2d()).isEqualTo(built.code2d());
        assertThat(read.code2d().flatMap(Attachment::octets).map(Arrays::hashCode))
                .isEqualTo(built.code2d().flatMap(Attachment::octets).map(Arrays::hashCode));
    }

    private static void assertSame(Message read, Message built) throws IOException {
        assertThat(read.id()).isEqualTo(built.id());
        assertThat(read.type()).isEqualTo(built.type());
        assertThat(read.norm()).isEqualTo(built.norm());
        assertThat(read.redirections()).isEqualTo(built.redirections());
        assertThat(read.references()).isEqualTo(built.references());
        assertThat(read.expiry()).isEqualTo(built.expiry());
        assertThat(read.bodyName()).isEqualTo(built.bodyName());
        assertThat(read.bodyNamespace()).isEqualTo(built.bodyNamespace());
        assertThat(read.octets()).isEqualTo(built.octets());
        assertThat(read.bodyOctets().readAllBytes())
                .isEqualTo(built.bodyOctets().readAllBytes());
        assertThat(read.offset()).isEqualTo(built.offset());
        assertThat(read.length()).isEqualTo(built.length());
        assertThat(read.checksum()).isEqualTo(built.checksum());
        assertThat(read.match(built.checksum())).isEqualTo(built.match(read.checksum()));
        assertThat(read.simpleTest()).isEqualTo(built.simpleTest());
        assertThat(read.bodyDocument().isEqualNode(built.bodyDocument())).isTrue();
        assertThat(read).hasToString(built.toString());
    }

    /** XML that is given is carried over octet by octet, and so is the message of another missive with its checksum. */
    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void carriesOctetsOver(@ForAll("plans") Plan plan) throws IOException {
        NominalMissive first = plan.build();
        MissiveBuilder<NominalMissive> builder = AnyMissive.with(plan.version(), MessageContent.of(first.message()));
        Message carried = read(builder.build().octets()).message();
        assertThat(carried.octets()).isEqualTo(first.message().octets());
        assertThat(carried.checksum()).isEqualTo(first.message().checksum());
        byte[] xml = Doc.utf8(AnyMissive.xml(plan.content().test(), plan.version(), true));
        MessageContent content = MessageContent.ofXml("1", plan.content().test().messageType(), xml);
        Message message = AnyMissive.with(plan.version(), content).build().message();
        assertThat(message.bodyOctets().readAllBytes()).isEqualTo(xml);
    }

    /** Valid against our own schema of the envelope, by the JDK. */
    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void isValidByTheOwnSchema(@ForAll("plans") Plan plan) {
        assertThat(OfficialSet.fault(OWN.get(plan.version()), plan.build().octets()))
                .isEmpty();
        assertThat(OfficialSet.fault(
                        OWN.get(plan.version()), plan.build().resend().octets()))
                .isEmpty();
    }

    /** Valid against the scheme's schemas, by the JDK alone and through the reader. */
    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    @AddLifecycleHook(OfficialSet.IfThere.class)
    void isValidByTheOfficialSchemas(@ForAll("plans") Plan plan) {
        byte[] octets = plan.build().octets();
        assertThat(OfficialSet.fault(plan.version().namespace(), octets)).isEmpty();
        MissiveReading reading =
                Missives.strict().withOfficialSchemas(OfficialSet.schemas()).read(octets);
        assertThat(reading.layer1()).isEmpty();
        assertThat(reading.toOptional()).isPresent();
    }

    /** C.5: renaming the prefix changes the checksum, since it changes octets, and nothing that the missive says. */
    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void saysTheSameUnderAnotherPrefix(@ForAll("plans") Plan plan) throws MissiveFormatException {
        Assume.that(plan.checksum().isEmpty());
        NominalMissive built = plan.build();
        String text = new String(built.octets(), StandardCharsets.UTF_8);
        String renamed =
                text.replace("<sem:", "<p2:").replace("</sem:", "</p2:").replace("xmlns:sem=", "xmlns:p2=");
        NominalMissive other = read(Doc.utf8(renamed));
        assertThat(other.id()).isEqualTo(built.id());
        assertThat(other.sender()).isEqualTo(built.sender());
        assertThat(other.receiver()).isEqualTo(built.receiver());
        assertThat(other.message().simpleTest()).isEqualTo(built.message().simpleTest());
        assertThat(other.message().checksum().equals(built.message().checksum()))
                .isEqualTo(
                        Arrays.equals(other.message().octets(), built.message().octets()));
    }
}
