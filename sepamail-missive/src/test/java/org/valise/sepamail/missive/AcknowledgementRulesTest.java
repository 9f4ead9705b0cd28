// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.valise.sepamail.missive.Doc.NOMINAL;
import static org.valise.sepamail.missive.Doc.drop;
import static org.valise.sepamail.missive.Doc.edge;
import static org.valise.sepamail.missive.Doc.set;

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MIS1202 "The acknowledgement of a missive" (C.1) and how one is built (C.2). */
class AcknowledgementRulesTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private static NominalMissive nominal(String document) {
        return Doc.read(NominalMissive.class, document);
    }

    private static AcknowledgementMissive forwarded(NominalMissive missive) {
        return missive.acknowledge(AcknowledgementCode.FORWARDED).sentAt(NOON).build();
    }

    private static String text(Missive missive) {
        return new String(missive.octets(), StandardCharsets.UTF_8);
    }

    /** C1, C3, S4: neither acknowledgements nor service nor SMAPI missives are acknowledged; there is no such method. */
    @ParameterizedTest
    @ValueSource(classes = {AcknowledgementMissive.class, ServiceMissive.class, SmapiMissive.class, Missive.class})
    void c1AndC3OnlyNominalsCanBeAcknowledged(Class<?> type) {
        assertThat(Arrays.stream(type.getMethods()).map(Method::getName))
                .noneMatch(name -> name.startsWith("acknowledge") || name.startsWith("resend"));
        assertThat(Arrays.stream(type.getMethods()).map(Method::getReturnType))
                .doesNotContain(AcknowledgementBuilder.class);
    }

    /** C4: an acknowledgement cannot be begun without a nominal missive. */
    @Test
    void c4ComesFromANominalOnly() {
        assertThat(AcknowledgementMissive.class.getConstructors()).isEmpty();
        assertThat(AcknowledgementBuilder.class.getConstructors()).isEmpty();
        assertThat(Arrays.stream(AcknowledgementMissive.class.getMethods())
                        .filter(method -> java.lang.reflect.Modifier.isStatic(method.getModifiers())))
                .isEmpty();
    }

    /** C2, S3: a nominal of any order is acknowledged, and one that came before is acknowledged again. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 6, 1000})
    void c2AnswersEveryOrderHoweverOften(int order) {
        NominalMissive missive = nominal(set(NOMINAL, "MsvOrd", Integer.toString(order)));
        AcknowledgementMissive first = forwarded(missive);
        AcknowledgementMissive second = forwarded(missive);
        assertThat(first.order()).isEqualTo(order);
        assertThat(second).isEqualTo(first);
        assertThat(first.answers(missive).settles()).isTrue();
    }

    /** C5, S5: a first technical answer, a temporary error and a success may all answer one nominal. */
    @Test
    void c5SeveralMayAnswerOne() {
        NominalMissive missive = nominal(NOMINAL);
        AcknowledgementMissive receipt =
                missive.acknowledgeReceipt().sentAt(NOON).build();
        AcknowledgementMissive later = missive.acknowledge(AcknowledgementCode.of(4, 2, 2))
                .sentAt(NOON)
                .build();
        AcknowledgementMissive last = forwarded(missive);
        assertThat(List.of(receipt, later, last))
                .allSatisfy(ack -> assertThat(ack.answers(missive).settles()).isTrue());
        assertThat(receipt.code()).isEmpty();
        assertThat(later.codeClass()).isEqualTo(OptionalInt.of(4));
        assertThat(last.codeClass()).isEqualTo(OptionalInt.of(2));
    }

    /** C8: it says good or bad receipt and gives the time. */
    @ParameterizedTest
    @CsvSource({"2, true", "4, false", "5, false"})
    void c8SaysGoodOrBadAndWhen(int cla, boolean good) {
        for (AcknowledgementCode code : List.of(AcknowledgementCode.ofClass(cla), AcknowledgementCode.of(cla, 3, 3))) {
            AcknowledgementMissive ack =
                    nominal(NOMINAL).acknowledge(code).sentAt(NOON).build();
            assertThat(ack.isPositive()).isEqualTo(good);
            assertThat(text(ack)).contains(good ? ">ACK<" : ">NAK<");
            assertThat(ack.code()).contains(code);
            assertThat(ack.sentAt()).isEqualTo(MissiveTime.of(NOON));
            assertThat(Doc.strict(text(ack)).problems()).isEmpty();
        }
    }

    /** C9: what is wrong with an acknowledgement cannot be notified: it, too, has no answer. */
    @Test
    void c9AFaultyAcknowledgementIsNoNominal() {
        MissiveReading reading = Doc.strict(Doc.set(Doc.ACK, "AcqCla", "5"));
        assertThat(Doc.codes(reading)).containsExactly(Problem.Code.STATUS_CODE_CONFLICT);
        assertThat(((MissiveReading.Refused) reading).suspect()).containsInstanceOf(AcknowledgementMissive.class);
    }

    /** C11: a business answer is a nominal missive, and is acknowledged itself. */
    @Test
    void c11AReportIsANominal() {
        SimpleTest request = SimpleTest.request("T").withText("x");
        NominalMissive report = AnyMissive.with(SchemaVersion.NORM_1206, MessageContent.of("M-2", request.report()))
                .build();
        assertThat(report.message().type()).isEqualTo(MessageType.SIMPLE_REPORT);
        assertThat(forwarded(report).answers(report).settles()).isTrue();
    }

    /** C.2, field by field, in both namespaces. */
    @ParameterizedTest
    @EnumSource(Priority.class)
    void isBuiltFieldByField(Priority priority) {
        for (String document : List.of(NOMINAL, edge(NOMINAL))) {
            NominalMissive missive = nominal(
                    set(set(document, "MsvPri", priority.name()), "MsvOrd", "3").replace("1206\"", "1207\""));
            AcknowledgementMissive ack = missive.acknowledge(AcknowledgementCode.FORWARDED)
                    .description("Success - No warning")
                    .warning(RoutingWarning.of(RoutingWarning.Code.BAD_TIME).withDescription("5 ms"))
                    .warning(RoutingWarning.of(RoutingWarning.Code.PRIO_XLOW))
                    .sentAt(NOON)
                    .build();
            assertThat(ack.version()).isEqualTo(missive.version());
            assertThat(ack.norm()).isEqualTo("1207");
            assertThat(ack.id()).isEqualTo("MISSIVE-1");
            assertThat(ack.order()).isEqualTo(3);
            assertThat(ack.statedPriority()).contains(priority);
            assertThat(ack.sender()).isEqualTo(missive.receiver());
            assertThat(ack.receiver()).isEqualTo(missive.sender());
            assertThat(ack.sentAt().toString()).isEqualTo("2026-11-22T12:00:00Z");
            assertThat(ack.receivedAt()).isEmpty();
            assertThat(ack.senderChecksum()).isEmpty();
            assertThat(ack.description()).contains("Success - No warning");
            assertThat(ack.warnings()).hasSize(2);
            assertThat(text(ack)).contains(">Acquittement<").doesNotContain("MsvBdy", "MsvSrv", "RcvDtTm");
            String message = document.substring(
                    Doc.open(document, "sepamail_message_001"), Doc.end(document, "sepamail_message_001"));
            assertThat(ack.checksumText()).contains("sha1:" + Hex.sha1(Doc.utf8(message)));
            Missive read = Doc.strict(text(ack)).toOptional().orElseThrow();
            assertThat(read).isEqualTo(ack).isInstanceOf(AcknowledgementMissive.class);
            assertThat(Doc.strict(text(ack)).problems()).isEmpty();
            if (OfficialSet.isThere()) {
                assertThat(OfficialSet.fault(missive.version().namespace(), ack.octets()))
                        .isEmpty();
            }
        }
    }

    /** C.2, I.15: what the nominal does not state the acknowledgement does not state. */
    @Test
    void copiesThatThereIsNoPriority() {
        AcknowledgementMissive ack = forwarded(nominal(drop(NOMINAL, "MsvPri")));
        assertThat(ack.statedPriority()).isEmpty();
        assertThat(ack.priority()).isEqualTo(Priority.NORMAL);
    }

    /** C.3: the first level has a status and no code. */
    @Test
    void hasNoCodeOnTheFirstLevel() {
        AcknowledgementMissive ack = nominal(NOMINAL)
                .acknowledgeReceipt()
                .warning(RoutingWarning.of(RoutingWarning.Code.PRIO_LOW))
                .sentAt(Clock.fixed(NOON, ZoneOffset.UTC))
                .build();
        assertThat(ack.isPositive()).isTrue();
        assertThat(ack.code()).isEmpty();
        assertThat(ack.codeClass()).isEmpty();
        assertThat(ack.checksum()).contains(nominal(NOMINAL).message().checksum());
        assertThat(text(ack)).contains("<sem:AcqSta>ACK</sem:AcqSta>").doesNotContain("AcqCla", "AcqSub", "AcqDet");
    }

    /** C.2: PAN, BBAN and 2D code have no place in Snd; the BIC beside them has. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<m:PAN>4970000000000000</m:PAN>",
                "<m:BBAN>30006000011234567890189</m:BBAN>",
                "<m:RIS2D><m:mime-type>image/png</m:mime-type><m:data>AAAA</m:data></m:RIS2D>"
            })
    void repeatsOnlyTheBicOfAReceiverNamedOtherwise(String user) {
        NominalMissive missive = nominal(set(NOMINAL, "Rcv", "<m:BIC>TESTBLEU</m:BIC>" + user));
        AcknowledgementMissive ack = forwarded(missive);
        assertThat(ack.sender()).isEqualTo(Party.of(Bic.of("TESTBLEU")));
        assertThat(text(ack)).doesNotContain("PAN", "BBAN", "RIS2D", "4970", "30006");
        assertThat(ack.answers(missive).settles()).isTrue();
    }

    /** The same for a nominal that broke the rule to name the participant: whoever answers says who he is. */
    @Test
    void namesTheBankIfTheNominalDoesNot() {
        MissiveReading reading = Doc.strict(set(NOMINAL, "Rcv", "<m:PAN>4970000000000000</m:PAN>"));
        NominalMissive missive =
                (NominalMissive) ((MissiveReading.Refused) reading).suspect().orElseThrow();
        AcknowledgementBuilder builder =
                missive.acknowledge(AcknowledgementCode.INVALID_IDENTIFIER).sentAt(NOON);
        assertThatIllegalStateException().isThrownBy(builder::build).withMessageNotContaining("4970");
        AcknowledgementMissive ack = builder.by(Bic.of("TESTBLEUXXX")).build();
        assertThat(ack.sender()).isEqualTo(Party.of(Bic.of("TESTBLEUXXX")));
        assertThat(Doc.strict(text(ack)).problems()).isEmpty();
    }

    /** C.2: the acknowledgement comes from whom the nominal was sent to. */
    @Test
    void noOtherBankThanTheReceiversAcknowledges() {
        AcknowledgementBuilder builder = nominal(NOMINAL).acknowledge(AcknowledgementCode.FORWARDED);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.by(Bic.of("BNPAFRPP")))
                .withMessageContaining("another bank");
        AcknowledgementMissive ack = builder.by(Bic.of("TESTBLEU")).sentAt(NOON).build();
        assertThat(ack.sender()).isEqualTo(nominal(NOMINAL).receiver());
    }

    @Test
    void needsATimeAndSomebodyToAnswerTo() {
        AcknowledgementBuilder builder = nominal(NOMINAL).acknowledge(AcknowledgementCode.FORWARDED);
        assertThatIllegalStateException().isThrownBy(builder::build);
        MissiveReading reading = Doc.strict(set(NOMINAL, "Snd", ""));
        NominalMissive nobody =
                (NominalMissive) ((MissiveReading.Refused) reading).suspect().orElseThrow();
        assertThatIllegalStateException()
                .isThrownBy(() -> nobody.acknowledge(AcknowledgementCode.SENDER_UNKNOWN)
                        .sentAt(NOON)
                        .build());
    }

    /** C.4: warnings belong to a success. */
    @Test
    void hasNoWarningsIfItIsNegative() {
        AcknowledgementBuilder builder = nominal(NOMINAL).acknowledge(AcknowledgementCode.ofClass(5));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.warning(RoutingWarning.of(RoutingWarning.Code.BAD_TIME)));
    }

    @Test
    void writesTimesWithTheirOffset() {
        MissiveTime paris = MissiveTime.of(NOON, ZoneId.of("Europe/Paris"));
        AcknowledgementMissive ack = nominal(NOMINAL)
                .acknowledge(AcknowledgementCode.FORWARDED)
                .sentAt(paris)
                .build();
        assertThat(text(ack)).contains(">2026-11-22T13:00:00+01:00<");
        MissiveTime zoneless =
                nominal(set(NOMINAL, "SndDtTm", "2026-11-22T13:00:00")).sentAt();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> nominal(NOMINAL).acknowledgeReceipt().sentAt(zoneless));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 141})
    void hasADescriptionThatFits(int length) {
        AcknowledgementBuilder builder = nominal(NOMINAL).acknowledgeReceipt();
        assertThatIllegalArgumentException().isThrownBy(() -> builder.description("x".repeat(length)));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.description("a\u0000b"));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> RoutingWarning.of(RoutingWarning.Code.BAD_TIME).withDescription("x".repeat(length)));
        assertThat(builder.description("x".repeat(140)).sentAt(NOON).build().description())
                .contains("x".repeat(140));
    }

    /** A document that was refused may be answered, so that its sender learns why. */
    @ParameterizedTest
    @CsvSource({
        "'version=\"1206\"', 'version=\"12\"'",
        "'<m:MsvPri>HIGH', '<m:MsvPri>URGENT'",
        "'<m:MsgTyp>simple', '<m:MsgTyp>other'",
        "'<m:MsvOrd>1', '<m:MsvOrd>0'",
        "'QX62', 'QX63'"
    })
    void canRefuseWhatWasRefused(String right, String wrong) {
        MissiveReading reading = Doc.strict(NOMINAL.replace(right, wrong));
        assertThat(reading.toOptional()).isEmpty();
        NominalMissive suspect =
                (NominalMissive) ((MissiveReading.Refused) reading).suspect().orElseThrow();
        AcknowledgementMissive ack =
                suspect.acknowledge(AcknowledgementCode.ofClass(5)).sentAt(NOON).build();
        assertThat(ack.isPositive()).isFalse();
        assertThat(Doc.strict(text(ack)).problems()).noneMatch(Problem::isError);
        assertThat(Doc.strict(text(ack)).toOptional()).contains(ack);
        assertThat(ack.order()).isOne();
        assertThat(ack.checksum()).contains(suspect.message().checksum());
        assertThat(ack.answers(suspect).settles()).isTrue();
    }

    /** By which identifier should its sender find it? */
    @Test
    void cannotAnswerWhatHasNoIdentifier() {
        MissiveReading reading = Doc.strict(set(NOMINAL, "MsvId", ""));
        assertThat(Doc.codes(reading)).containsExactly(Problem.Code.EMPTY_IDENTIFIER);
        NominalMissive suspect =
                (NominalMissive) ((MissiveReading.Refused) reading).suspect().orElseThrow();
        AcknowledgementBuilder builder =
                suspect.acknowledge(AcknowledgementCode.ofClass(5)).sentAt(NOON);
        assertThatIllegalStateException().isThrownBy(builder::build).withMessageContaining("identifier");
    }

    /** C.3: 5.4.1 names the sender an identifier of his that is invalid, so that it must reach him with that identifier. */
    @ParameterizedTest
    @CsvSource({"QX46, QX47, QXBAN_CHECK_DIGITS", "QX62, QX63, QXBAN_CHECK_DIGITS"})
    void aRefusalMayRepeatTheIdentifierThatItRefuses(String right, String wrong, Problem.Code code) {
        MissiveReading reading = Doc.strict(NOMINAL.replace(right, wrong));
        assertThat(Doc.codes(reading)).containsExactly(code);
        NominalMissive suspect =
                (NominalMissive) ((MissiveReading.Refused) reading).suspect().orElseThrow();
        String ack = text(suspect.acknowledge(AcknowledgementCode.INVALID_IDENTIFIER)
                .sentAt(NOON)
                .build());
        MissiveReading received = Doc.strict(ack);
        assertThat(Doc.codes(received)).containsExactly(Problem.Code.REFUSED_IDENTIFIER);
        AcknowledgementMissive refusal =
                (AcknowledgementMissive) received.toOptional().orElseThrow();
        assertThat(refusal.answers(suspect).settles()).isTrue();
        String positive = ack.replaceFirst("<sem:AcqCla>.*</sem:AcqDet>", "").replace(">NAK<", ">ACK<");
        assertThat(Doc.codes(Doc.strict(positive))).containsExactly(code);
    }
}
