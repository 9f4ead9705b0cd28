// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import org.valise.sepamail.missive.AnyMissive.Plan;

/** C.2: acknowledgements of all shapes say what was asked for, are read back, are valid, and answer their missive. */
class AcknowledgementProperties {

    /** What is told about a missive. */
    record Answer(
            Optional<AcknowledgementCode> code,
            Optional<String> description,
            List<RoutingWarning> warnings,
            MissiveTime sentAt,
            int resends) {

        boolean isPositive() {
            return code.map(AcknowledgementCode::isSuccess).orElse(true);
        }

        NominalMissive resent(NominalMissive missive) {
            NominalMissive last = missive;
            for (int i = 0; i < resends; i++) {
                last = last.resend();
            }
            return last;
        }

        AcknowledgementMissive to(NominalMissive missive) {
            AcknowledgementBuilder builder = code.map(missive::acknowledge)
                    .orElseGet(missive::acknowledgeReceipt)
                    .sentAt(sentAt);
            description.ifPresent(builder::description);
            if (isPositive()) {
                warnings.forEach(builder::warning);
            }
            return builder.build();
        }
    }

    @Provide
    Arbitrary<Plan> plans() {
        return AnyMissive.plans();
    }

    @Provide
    Arbitrary<Answer> answers() {
        Arbitrary<AcknowledgementCode> full = Combinators.combine(
                        Arbitraries.of(2, 4, 5),
                        Arbitraries.integers().between(0, 999),
                        Arbitraries.integers().between(0, 999))
                .as(AcknowledgementCode::of);
        Arbitrary<AcknowledgementCode> code =
                Arbitraries.oneOf(full, Arbitraries.of(2, 4, 5).map(AcknowledgementCode::ofClass));
        Arbitrary<RoutingWarning> warning = Combinators.combine(
                        Arbitraries.of(RoutingWarning.Code.class),
                        AnyMissive.text(1, 140).optional())
                .as((name, words) ->
                        words.map(RoutingWarning.of(name)::withDescription).orElse(RoutingWarning.of(name)));
        return Combinators.combine(
                        code.optional(),
                        AnyMissive.text(1, 140).optional(),
                        warning.list().ofMaxSize(4),
                        AnyMissive.times(),
                        Arbitraries.integers().between(0, 12))
                .as(Answer::new);
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void saysWhatWasAskedFor(@ForAll("plans") Plan plan, @ForAll("answers") Answer answer) {
        NominalMissive missive = answer.resent(plan.build());
        AcknowledgementMissive ack = answer.to(missive);
        assertThat(ack.version()).isEqualTo(plan.version());
        assertThat(ack.id()).isEqualTo(plan.id());
        assertThat(ack.order()).isEqualTo(1 + answer.resends());
        assertThat(ack.statedPriority()).contains(plan.priority());
        assertThat(ack.sender().bic()).isEqualTo(plan.receiver().bic());
        assertThat(ack.sender().accountText()).isEqualTo(plan.receiver().accountText());
        assertThat(ack.sender().pan()).isEmpty();
        assertThat(ack.sender().bban()).isEmpty();
        assertThat(ack.sender().code2d()).isEmpty();
        assertThat(ack.receiver()).isEqualTo(plan.sender());
        assertThat(ack.sentAt()).isEqualTo(answer.sentAt());
        assertThat(ack.isPositive()).isEqualTo(answer.isPositive());
        assertThat(ack.code()).isEqualTo(answer.code());
        assertThat(ack.description()).isEqualTo(answer.description());
        assertThat(ack.warnings()).isEqualTo(answer.isPositive() ? answer.warnings() : List.of());
        assertThat(ack.checksum()).contains(missive.message().checksum());
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void isReadBackAndAnswersItsMissive(@ForAll("plans") Plan plan, @ForAll("answers") Answer answer) {
        NominalMissive first = plan.build();
        NominalMissive last = answer.resent(first);
        AcknowledgementMissive built = answer.to(last);
        MissiveReading reading = Missives.strict().read(built.octets());
        assertThat(reading.problems()).allMatch(problem -> problem.code() == Problem.Code.BIC_CONFLICT);
        AcknowledgementMissive read =
                (AcknowledgementMissive) reading.toOptional().orElseThrow();
        assertThat(read).isEqualTo(built).hasToString(built.toString());
        assertThat(read.version()).isEqualTo(built.version());
        assertThat(read.norm()).isEqualTo(built.norm());
        assertThat(read.id()).isEqualTo(built.id());
        assertThat(read.order()).isEqualTo(built.order());
        assertThat(read.statedPriority()).isEqualTo(built.statedPriority());
        assertThat(read.sender()).isEqualTo(built.sender());
        assertThat(read.receiver()).isEqualTo(built.receiver());
        assertThat(read.sentAt()).isEqualTo(built.sentAt());
        assertThat(read.receivedAt()).isEmpty();
        assertThat(read.senderChecksum()).isEmpty();
        assertThat(read.isPositive()).isEqualTo(built.isPositive());
        assertThat(read.code()).isEqualTo(built.code());
        assertThat(read.codeClass()).isEqualTo(built.codeClass());
        assertThat(read.checksumText()).isEqualTo(built.checksumText());
        assertThat(read.description()).isEqualTo(built.description());
        assertThat(read.warnings()).isEqualTo(built.warnings());
        assertThat(read.answers(last).settles()).isTrue();
        assertThat(read.answers(last.resend()).settles()).isTrue();
        assertThat(read.answers(first).settles()).isTrue();
        assertThat(read.answers(first).orderFits()).isEqualTo(answer.resends() == 0);
    }

    /** An acknowledgement of one missive never settles another, unless both have the same message and parties. */
    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void settlesNoOtherMissive(
            @ForAll("plans") Plan one, @ForAll("plans") Plan other, @ForAll("answers") Answer answer) {
        AcknowledgementMissive ack = answer.to(one.build());
        assertThat(ack.answers(other.build()).settles()).isFalse();
        Plan sameHead = new Plan(
                one.version(),
                one.id(),
                one.sender(),
                one.receiver(),
                other.content(),
                one.sentAt(),
                one.priority(),
                one.checksum());
        assertThat(ack.answers(sameHead.build()).settles()).isFalse();
    }

    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    @AddLifecycleHook(OfficialSet.IfThere.class)
    void isValidByTheOfficialSchemas(@ForAll("plans") Plan plan, @ForAll("answers") Answer answer) {
        byte[] octets = answer.to(answer.resent(plan.build())).octets();
        assertThat(OfficialSet.fault(plan.version().namespace(), octets)).isEmpty();
        assertThat(Missives.strict()
                        .withOfficialSchemas(OfficialSet.schemas())
                        .read(octets)
                        .layer1())
                .isEmpty();
    }
}
