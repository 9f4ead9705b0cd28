// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.valise.sepamail.missive.Doc.set;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What may be logged holds nothing of what a missive is about: no identifiers, no accounts, no texts. */
class RedactionTest {

    private static final String SECRET = "S3cr3t";
    private static final String QXBAN = "QX62TESTBLEUXXX2345678923456789234";
    private static final String IBAN = "FR7630006000011234567890189";
    private static final String PAN = "4970101234567890";

    private static final List<String> HIDDEN =
            List.of(SECRET, QXBAN.substring(16), IBAN.substring(5), PAN, "QX46TESTVERTXXXABC", "S3c\nr3t");

    private static final String NOMINAL = LayerOneTest.FULL
            .replace("4970", PAN)
            .replace("12345678901", SECRET + "-bban")
            .replace("MISSIVE-1", SECRET)
            .replace("MESSAGE-1", SECRET)
            .replace("TEST-1", SECRET)
            .replace("desk 4", SECRET)
            .replace("M-0", SECRET)
            .replace("answers", SECRET)
            .replace(">n<", ">" + SECRET + "<")
            .replace("x:y", SECRET);

    private static final String ACK = LayerOneTest.WARNED
            .replace("MISSIVE-1", SECRET)
            .replace("Success - No warning", SECRET)
            .replace("late", SECRET);

    private static final String COMMAND = LayerOneTest.COMMAND
            .replace("MISSIVE-1", SECRET)
            .replace("//a", SECRET)
            .replace("words", SECRET);

    private static final String RESULT = LayerOneTest.RESULT.replace("words", SECRET);

    private static void assertHidden(Object value) {
        String text = value.toString();
        assertThat(HIDDEN).noneMatch(text::contains);
        assertThat(text).doesNotContain("\n", "\r");
    }

    private static void gather(Missive missive, List<Object> values) {
        values.addAll(List.of(missive, missive.version(), missive.sentAt(), missive.priority()));
        for (Party party : List.of(missive.sender(), missive.receiver())) {
            values.add(party);
            party.account().ifPresent(values::add);
            party.code2d().ifPresent(values::add);
            party.participant().ifPresent(values::add);
        }
        if (missive instanceof NominalMissive nominal) {
            gather(nominal.message(), values);
            values.add(nominal.acknowledgeReceipt());
            values.add(nominal.resend());
        } else if (missive instanceof AcknowledgementMissive ack) {
            ack.code().ifPresent(values::add);
            ack.checksum().ifPresent(values::add);
            values.addAll(ack.warnings());
            values.add(ack.answers(Doc.read(NominalMissive.class, NOMINAL)));
        } else if (missive instanceof ServiceMissive service) {
            values.add(service.service());
        }
    }

    private static void gather(Message message, List<Object> values) {
        values.addAll(List.of(message, message.type(), message.checksum(), message.simpleTest()));
        values.addAll(message.redirections());
        values.addAll(message.references());
        message.expiry().ifPresent(values::add);
        message.simpleTest().toOptional().ifPresent(values::add);
        values.add(MessageContent.of(message));
        values.add(MessageContent.ofXml(SECRET, message.type(), Doc.utf8("<" + SECRET + "/>")));
    }

    @Test
    void showsNothingOfWhatWasRead() {
        for (String document : List.of(NOMINAL, ACK, COMMAND, RESULT, Doc.SMAPI.replace("MESSAGE-1", SECRET))) {
            MissiveReading reading = Doc.strict(document);
            assertThat(reading).isInstanceOf(MissiveReading.Accepted.class);
            List<Object> values = new ArrayList<>(List.of(reading, reading.problems(), Optional.of(reading)));
            gather(reading.toOptional().orElseThrow(), values);
            values.forEach(RedactionTest::assertHidden);
        }
    }

    @Test
    void showsNothingOfWhatIsBuilt() {
        SimpleTest test = SimpleTest.report(SECRET).withText(SECRET).withData(Doc.utf8(SECRET));
        MessageContent content = MessageContent.of(SECRET, test)
                .withRedirection(Redirection.toReference(SECRET))
                .withReference(new MessageReference(SECRET, SECRET));
        MissiveBuilder<NominalMissive> builder = AnyMissive.with(SchemaVersion.NORM_1206, content);
        NominalMissive missive = builder.build();
        for (Object value : List.of(
                test,
                content,
                builder,
                missive,
                missive.acknowledge(AcknowledgementCode.FORWARDED).description(SECRET),
                RoutingWarning.of(RoutingWarning.Code.BAD_TIME).withDescription(SECRET),
                Redirection.toReference(SECRET),
                new MessageReference(SECRET, SECRET),
                Attachment.of("image/png", Doc.utf8(SECRET)).withName(SECRET),
                Party.ofPan(Bic.of("TESTBLEU"), PAN),
                Party.ofBban(Bic.of("TESTBLEU"), SECRET + "-bban"),
                Party.of(Bic.of("TESTBLEU"), Iban.of(IBAN)),
                Party.of(Qxban.of(QXBAN)),
                Iban.of(IBAN),
                Qxban.of(QXBAN),
                Icqx.parse("QX12ZZZ" + SECRET + "1234"),
                Missives.strict(),
                MissiveLimits.defaults())) {
            assertHidden(value);
        }
    }

    /** Whatever value is wrong, its problem says where and not what. */
    @Test
    void quotesNoValueThatIsWrong() {
        Pattern values = Pattern.compile(">([^<>]+)</m:");
        Pattern names = Pattern.compile("(</?)m:(\\w+)");
        for (String document : List.of(NOMINAL, ACK, COMMAND, RESULT)) {
            for (Matcher value = values.matcher(document); value.find(); ) {
                for (String wrong : List.of(SECRET, "", SECRET.repeat(60), QXBAN + "0", PAN)) {
                    assertSilent(document.substring(0, value.start(1)) + wrong + document.substring(value.end(1)));
                }
            }
            for (Matcher name = names.matcher(document); name.find(); ) {
                assertSilent(document.substring(0, name.start(2)) + SECRET + document.substring(name.end(2)));
            }
        }
        assertSilent(NOMINAL.replace("version=\"1206\"", "version=\"" + SECRET + "\""));
        assertSilent(NOMINAL.replace("version=\"1206\"", "version=\"S3c&#10;r3t\""));
        assertSilent(set(NOMINAL, "MsgTyp", "S3c&#10;r3t"));
        assertSilent(NOMINAL.replace("version=\"1206\"", SECRET + "=\"1206\""));
        assertSilent(NOMINAL.replace(Doc.NORM, "http://" + SECRET + "/"));
        assertSilent(set(NOMINAL, "TestId", "&" + SECRET + ";"));
        assertSilent(NOMINAL.replace("<m:Missive", "<!DOCTYPE " + SECRET + "><m:Missive"));
        assertSilent(NOMINAL.replace("UTF-8", SECRET));
    }

    private static void assertSilent(String document) {
        for (Missives reader : List.of(Missives.strict(), Missives.lenient())) {
            MissiveReading reading = reader.read(Doc.utf8(document));
            assertHidden(reading);
            reading.problems().forEach(RedactionTest::assertHidden);
            if (reading instanceof MissiveReading.Refused refused) {
                assertThatExceptionOfType(MissiveFormatException.class)
                        .isThrownBy(reading::orElseThrow)
                        .satisfies(e -> assertHidden(String.valueOf(e.getMessage())))
                        .satisfies(e -> assertThat(e.problems()).isEqualTo(reading.problems()));
                refused.suspect().ifPresent(RedactionTest::assertSilent);
            }
        }
    }

    private static void assertSilent(Missive suspect) {
        assertHidden(suspect);
        if (suspect instanceof NominalMissive nominal) {
            assertHidden(nominal.message());
            assertHidden(nominal.message().type());
        }
    }

    /** So do the official schemas, whose own messages quote values. */
    @Test
    void quotesNoValueThatTheOfficialSchemasRefuse() {
        OfficialSet.assume();
        Missives reader = Missives.strict().withOfficialSchemas(OfficialSet.schemas());
        for (String document : List.of(
                set(NOMINAL, "TestId", SECRET.repeat(10)),
                set(NOMINAL, "SimpleTestRequest", SECRET),
                Doc.attribute(NOMINAL, "SimpleTestRequest", SECRET + "='1'"),
                Doc.after(NOMINAL, "TestId", "<m:Data>" + SECRET + "!</m:Data>"))) {
            MissiveReading reading = reader.read(Doc.utf8(document));
            assertThat(Doc.codes(reading)).contains(Problem.Code.OFFICIAL_SCHEMA);
            assertHidden(reading.problems());
        }
    }
}
