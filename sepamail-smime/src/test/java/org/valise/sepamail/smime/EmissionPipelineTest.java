// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sepamail.missive.AcknowledgementCode;
import org.valise.sepamail.missive.AcknowledgementMissive;
import org.valise.sepamail.missive.Iban;
import org.valise.sepamail.missive.MessageContent;
import org.valise.sepamail.missive.MessageType;
import org.valise.sepamail.missive.Missive;
import org.valise.sepamail.missive.MissiveAddress;
import org.valise.sepamail.missive.MissiveLimits;
import org.valise.sepamail.missive.MissiveReading;
import org.valise.sepamail.missive.Missives;
import org.valise.sepamail.missive.NominalMissive;
import org.valise.sepamail.missive.Party;
import org.valise.sepamail.missive.Priority;
import org.valise.sepamail.missive.SchemaVersion;
import org.valise.sepamail.missive.SimpleTest;
import org.valise.sepamail.smime.CertificateDirectory.Purpose;
import org.valise.sepamail.smime.StepResult.Outcome;
import org.valise.sepamail.smime.TestPki.Request;

/** MIS1202 "Sending a nominal missive": each step by itself, in its order; nothing leaves behind one that fails. */
class EmissionPipelineTest {

    private static final Iban ACCOUNT = Iban.of("FR7630006000011234567890189");
    private static final MessageContent MESSAGE = MessageContent.of("M-1", SimpleTest.request("T-1"));
    private static final EmissionOrder ORDER =
            EmissionOrder.of(Party.of(Banks.VERT_USER), Party.of(Banks.BLEU_USER), MESSAGE);

    private final Banks banks = new Banks();

    private void assertFailed(Emission emission, EmissionStep failed) {
        assertThat(emission.failed().orElseThrow().step()).isEqualTo(failed);
        assertThat(emission.mail()).isEmpty();
        assertThat(emission.missive()).isEmpty();
        assertThat(emission.key()).isEmpty();
        assertThat(banks.fromVert.taken).isEmpty();
        assertThat(emission.steps()).hasSize(15);
        for (StepResult result : emission.steps()) {
            if (result.step().number() < failed.number()) {
                assertThat(result.outcome()).as("%s", result).isEqualTo(Outcome.PASSED);
            } else if (result.step().number() > failed.number()) {
                assertThat(result.outcome()).as("%s", result).isEqualTo(Outcome.NOT_APPLICABLE);
            }
        }
    }

    private static NominalMissive nominal(Emission emission) {
        return (NominalMissive) emission.missive().orElseThrow();
    }

    @Test
    void aMissiveIsMadeSealedAndSent() throws IOException {
        Emission emission = banks.vert()
                .emit(ORDER.inEcosystem("test").withPriority(Priority.HIGH).withId("ID-1"));
        assertThat(emission.failed()).isEmpty();
        assertThat(emission.steps().stream().map(result -> result.step().number()))
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
        assertThat(emission.steps()).allMatch(result -> result.outcome() == Outcome.PASSED);
        assertThat(emission.to().orElseThrow().matches(Banks.AT_BLEU)).isTrue();
        assertThat(emission.key().orElseThrow().counterparty()).isEqualTo("TESTBLEUXXX");
        assertThat(nominal(emission).id()).isEqualTo("ID-1");
        assertThat(nominal(emission).priority()).isEqualTo(Priority.HIGH);
        assertThat(nominal(emission).sentAt().instant()).isEqualTo(TestPki.NOW);
        assertThat(banks.fromVert.taken).hasSize(1);
        Reception reception = banks.bleu().receive(banks.fromVert.taken.get(0).octets());
        assertThat(reception.missive()).isEqualTo(emission.missive());
        assertThat(banks.vertLog.find(emission.key().orElseThrow())).isPresent();
    }

    @Test
    void withoutOutboxTheMailIsHandedBack() throws IOException {
        EmissionPipeline pipeline =
                EmissionPipeline.of(banks.referentials("BANK-V"), banks.directory, Bench.sealer(), Bench.CLOCK);
        Emission emission = pipeline.emit(ORDER);
        assertThat(emission.mail()).isPresent();
        assertThat(emission.failed()).isEmpty();
        assertThat(emission.steps().get(14).outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
    }

    /** MIS1202 "Sending an acknowledgement missive": the steps of the sender and of the message are not for it. */
    @Test
    void anAcknowledgementIsSentWithoutTheStepsOfAMessage() throws IOException {
        AcknowledgementMissive acknowledgement = Bench.missive("x")
                .acknowledge(AcknowledgementCode.FORWARDED)
                .sentAt(TestPki.NOW)
                .build();
        Emission emission = banks.bleuSender().emit(acknowledgement, Banks.AT_BLEU, Banks.AT_VERT);
        assertThat(emission.failed()).isEmpty();
        assertThat(emission.steps()).hasSize(15);
        for (StepResult result : emission.steps()) {
            boolean ofMessages = List.of(4, 5, 6).contains(result.step().number());
            assertThat(result.outcome())
                    .as("%s", result)
                    .isEqualTo(ofMessages ? Outcome.NOT_APPLICABLE : Outcome.PASSED);
            assertThat(result.detail()).isEqualTo(ofMessages ? "It is an acknowledgement." : "");
        }
        assertThat(banks.answer().id()).isEqualTo(acknowledgement.id());
    }

    @Test
    void anIdentifierIsMadeIfNoneIsGiven() throws IOException {
        String one = nominal(banks.vert().emit(ORDER)).id();
        assertThat(one)
                .matches("[0-9A-F]{32}")
                .isNotEqualTo(nominal(banks.vert().emit(ORDER)).id());
    }

    @Test
    void s02TheSendersBicIsOurs() throws IOException {
        EmissionOrder order = EmissionOrder.of(Party.of(Banks.BLEU_USER), Party.of(Banks.BLEU_USER), MESSAGE);
        assertFailed(banks.vert().emit(order), EmissionStep.BICS);
    }

    @Test
    void s02TheReceiversBicIsOneOfAParticipant() throws IOException {
        banks.participants = Map.of("BANK-V", Set.of(Banks.VERT));
        assertFailed(banks.vert().emit(ORDER), EmissionStep.BICS);
    }

    @Test
    void s02TheReceiversBicIsListed() throws IOException {
        banks.listed = Set.of(Banks.VERT);
        assertFailed(banks.vert().emit(ORDER), EmissionStep.BICS);
    }

    @Test
    void s02ABicIsTakenFromTheReferentialOfAccounts() throws IOException {
        EmissionOrder order = EmissionOrder.of(Party.of(Banks.VERT_USER), Party.of(ACCOUNT), MESSAGE);
        assertFailed(banks.vert().emit(order), EmissionStep.BICS);
        Referentials referentials = banks.referentials("BANK-V")
                .withIbans(Referentials.Ibans.of(
                        Map.of(ACCOUNT, new Referentials.Ibans.Account(Banks.BLEU, UserStatus.UNKNOWN))));
        Emission emission = EmissionPipeline.of(referentials, banks.directory, Bench.sealer(), Bench.CLOCK)
                .emit(order);
        assertThat(emission.failed()).isEmpty();
        assertThat(nominal(emission).receiver()).isEqualTo(Party.of(Banks.BLEU, ACCOUNT));
    }

    @Test
    void s03TheEcosystemIsOneOfTheNetwork() throws IOException {
        banks.ecosystems = Set.of("direct.debit");
        assertFailed(banks.vert().emit(ORDER), EmissionStep.ECOSYSTEM);
    }

    @ParameterizedTest
    @EnumSource(
            value = UserStatus.class,
            names = {"UNKNOWN", "DEACTIVATED"})
    void s04TheSenderIsActive(UserStatus status) throws IOException {
        banks.users = user -> user.equals(Banks.VERT_USER) ? status : UserStatus.ACTIVE;
        assertFailed(banks.vert().emit(ORDER), EmissionStep.SENDER);
    }

    @Test
    void s04WhoseMailboxIsFullMaySend() throws IOException {
        banks.users = user -> UserStatus.FULL;
        assertThat(banks.vert().emit(ORDER).failed()).isEmpty();
    }

    @Test
    void s04AParticipantMaySendForItself() throws IOException {
        EmissionOrder order = EmissionOrder.of(Party.of(Banks.VERT), Party.of(Banks.BLEU_USER), MESSAGE);
        assertThat(banks.vert().emit(order).failed()).isEmpty();
    }

    @Test
    void s05AMessageThatIsNotWellFormed() throws IOException {
        MessageContent broken = MessageContent.ofXml(
                "M-1",
                MessageType.SIMPLE_REQUEST,
                () -> new ByteArrayInputStream("<SimpleTestRequest".getBytes(StandardCharsets.US_ASCII)));
        EmissionOrder order = EmissionOrder.of(Party.of(Banks.VERT_USER), Party.of(Banks.BLEU_USER), broken);
        assertFailed(banks.vert().emit(order.inEcosystem("test")), EmissionStep.MESSAGE_XML);
    }

    @Test
    void s06AMessageThatTheVersionDoesNotKnow() throws IOException {
        MessageContent other = MessageContent.ofXml(
                "M-1", MessageType.SIMPLE_REQUEST, "<a xmlns='urn:x'/>".getBytes(StandardCharsets.US_ASCII));
        EmissionOrder order = EmissionOrder.of(Party.of(Banks.VERT_USER), Party.of(Banks.BLEU_USER), other);
        Emission emission = banks.vert().emit(order);
        StepResult failed = emission.failed().orElseThrow();
        assertThat(failed.step()).isEqualTo(EmissionStep.MESSAGE_VALIDITY);
        assertThat(failed.detail()).contains("namespace");
        assertThat(banks.fromVert.taken).isEmpty();
    }

    @Test
    void s07AReceiverWithoutUserMakesNoMissive() throws IOException {
        EmissionOrder order = EmissionOrder.of(Party.of(Banks.VERT_USER), Party.of(Banks.BLEU), MESSAGE);
        for (EmissionOrder one : List.of(order, order.inEcosystem("test"))) {
            StepResult failed = banks.vert().emit(one).failed().orElseThrow();
            assertThat(failed.step()).isEqualTo(EmissionStep.MISSIVE);
            assertThat(failed.detail()).contains("identifier of a user");
        }
        assertThat(banks.fromVert.taken).isEmpty();
    }

    @Test
    void s07AHeaderThatCannotBeCompletedIsNotCalledAMessage() throws IOException {
        String document = Banks.document(Bench.missive("x")).replaceFirst("<sem:Rcv>.*</sem:Rcv>", "<sem:Rcv/>");
        EmissionOrder order = EmissionOrder.of((NominalMissive) suspect(document));
        assertFailed(banks.vert().emit(order.toNode(Banks.AT_BLEU.node())), EmissionStep.MISSIVE);
    }

    @Test
    void whoseMessageCannotBeReadIsToldWhy() {
        MessageContent away = MessageContent.ofXml("M-1", MessageType.SIMPLE_REQUEST, () -> {
            throw new IOException("not there");
        });
        EmissionOrder order = EmissionOrder.of(Party.of(Banks.VERT_USER), Party.of(Banks.BLEU_USER), away);
        assertThatThrownBy(() -> banks.vert().emit(order))
                .isInstanceOf(IOException.class)
                .hasMessage("not there");
    }

    @Test
    void anIdentifierThatIsNoneIsRefusedAtOnce() {
        assertThatIllegalArgumentException().isThrownBy(() -> ORDER.withId("")).withMessageContaining("identifier");
        assertThatIllegalArgumentException().isThrownBy(() -> ORDER.withId("x".repeat(201)));
    }

    @Test
    void s06AMessageOfAnotherEcosystem() throws IOException {
        banks.ecosystems = Set.of("test", "secure");
        assertFailed(banks.vert().emit(ORDER.inEcosystem("secure")), EmissionStep.MESSAGE_VALIDITY);
    }

    private static Missive suspect(String document) {
        return ((MissiveReading.Refused) Missives.strict().read(document.getBytes(StandardCharsets.UTF_8)))
                .suspect()
                .orElseThrow();
    }

    @Test
    void s06AMessageThatIsNotValid() throws IOException {
        String document = Banks.document(Bench.missive("x")).replace("<sem:MsgId>M-1<", "<sem:MsgId><");
        assertFailed(
                banks.vert().emit(EmissionOrder.of((NominalMissive) suspect(document))), EmissionStep.MESSAGE_VALIDITY);
    }

    @Test
    void s07AReadyMissiveKeepsItsOctetsButForTheTime() throws IOException {
        banks.now = TestPki.NOW.plus(Duration.ofHours(1));
        NominalMissive ready = Bench.missive("x");
        Emission emission = banks.vert().emit(EmissionOrder.of(ready));
        assertThat(Banks.document(nominal(emission)))
                .isEqualTo(Banks.document(ready).replace("2026-11-22T10:00:00Z", "2026-11-22T11:00:00Z"));
        assertThat(nominal(emission).message().checksum())
                .isEqualTo(ready.message().checksum());
    }

    @Test
    void s07WhatACustomerDidNotKnowIsAdded() throws IOException {
        String document = Banks.document(Bench.missive("x"))
                .replaceFirst(
                        "<sem:Rcv>.*</sem:Rcv>", "<sem:Rcv><sem:IBAN>" + ACCOUNT.text() + "</sem:IBAN></sem:Rcv>");
        Referentials referentials = banks.referentials("BANK-V")
                .withIbans(Referentials.Ibans.of(
                        Map.of(ACCOUNT, new Referentials.Ibans.Account(Banks.BLEU, UserStatus.UNKNOWN))));
        Emission emission = EmissionPipeline.of(referentials, banks.directory, Bench.sealer(), Bench.CLOCK)
                .emit(EmissionOrder.of((NominalMissive) suspect(document)));
        assertThat(emission.failed()).isEmpty();
        assertThat(Banks.document(nominal(emission)))
                .isEqualTo(document.replace("<sem:Rcv>", "<sem:Rcv><sem:BIC>TESTBLEUXXX</sem:BIC>"));
    }

    @Test
    void s08AResendKeepsItsTime() throws IOException {
        NominalMissive first = nominal(banks.vert().emit(EmissionOrder.of(Bench.missive("x"))));
        banks.now = TestPki.NOW.plus(Duration.ofHours(5));
        Emission second = banks.vert().emit(EmissionOrder.of(first.resend()));
        assertThat(second.missive()).contains(first.resend());
        assertThat(banks.vertLog.find(second.key().orElseThrow()).orElseThrow().lastOrder())
                .isEqualTo(2);
    }

    @Test
    void s09AMissiveThatTheReaderDoesNotRead() throws IOException {
        Missives narrow = Missives.strict().withLimits(MissiveLimits.defaults().withOctets(100));
        assertFailed(banks.vert().with(narrow).emit(ORDER), EmissionStep.MISSIVE_XML);
    }

    @Test
    void s10AMissiveThatIsNotValid() throws IOException {
        String document = Banks.document(Bench.missive("x")).replace("<sem:MsvPri>NORMAL<", "<sem:MsvPri>SOON<");
        assertFailed(
                banks.vert().emit(EmissionOrder.of((NominalMissive) suspect(document))), EmissionStep.MISSIVE_VALIDITY);
    }

    @Test
    void s12WithoutAKeyNothingIsSigned() throws IOException {
        EmissionPipeline pipeline = EmissionPipeline.of(
                banks.referentials("BANK-V"), banks.directory, address -> Optional.empty(), Bench.CLOCK);
        Emission emission = pipeline.emit(ORDER);
        assertThat(emission.failed().orElseThrow().step()).isEqualTo(EmissionStep.SIGNATURE);
    }

    @Test
    void s12AnExpiredKeySignsNothing() throws IOException {
        banks.now = TestPki.NOW.plus(Duration.ofDays(400));
        TestPki later = Bench.AUTHORITY.issue(new Request(TestPki.rsa(2), "CN=Later")
                .mail(TestPki.RECEIVER)
                .valid(TestPki.NOW, TestPki.NOW.plus(Duration.ofDays(500))));
        banks.directory = banks.directory.with("BANK-B", Purpose.ENCRYPTION, later.certificate);
        assertFailed(banks.vert().emit(ORDER), EmissionStep.SIGNATURE);
    }

    @Test
    void s13WithoutAValidCertificateNothingIsEncrypted() throws IOException {
        banks.directory = banks.directory.without("BANK-B", Bench.RECIPIENT.certificate);
        assertFailed(banks.vert().emit(ORDER), EmissionStep.ENCRYPTION);
    }

    @Test
    void s13TheCertificateNamesTheReceiver() throws IOException {
        TestPki other = Bench.AUTHORITY.recipient(TestPki.rsa(2), "secure@testbleu.sepamail.eu");
        banks.directory = banks.directory
                .without("BANK-B", Bench.RECIPIENT.certificate)
                .with("BANK-B", Purpose.ENCRYPTION, other.certificate);
        assertFailed(banks.vert().emit(ORDER), EmissionStep.ENCRYPTION);
    }

    @Test
    void s13AfterARollOverTheNewCertificateIsUsedAndBothKeysOpen() throws IOException {
        TestPki next = Bench.AUTHORITY.issue(new Request(TestPki.rsa(5), "CN=Next")
                .mail(TestPki.RECEIVER)
                .valid(TestPki.NOW.plusSeconds(10), TestPki.NOW.plus(Duration.ofDays(300))));
        banks.directory = banks.directory.with("BANK-B", Purpose.ENCRYPTION, next.certificate);
        byte[] before = banks.vert().emit(ORDER).mail().orElseThrow().octets();
        banks.now = TestPki.NOW.plusSeconds(10);
        byte[] after = banks.vert().emit(ORDER).mail().orElseThrow().octets();
        MailOpening oldKey = banks.opening(Bench.RECIPIENT);
        assertThat(oldKey.open(before).missive()).isNotNull();
        assertThat(oldKey.open(after).last().check()).isEqualTo(Check.RECIPIENT);
        MailOpening both = banks.opening(next, Bench.RECIPIENT);
        assertThat(both.open(before).missive()).isNotNull();
        assertThat(both.open(after).missive()).isNotNull();
    }

    @Test
    void s14TheSealerIsForTheSendersAddress() throws IOException {
        TestPki other = Bench.AUTHORITY.signer(TestPki.rsa(1), "secure@testvert.sepamail.eu");
        MissiveSealer sealer =
                MissiveSealer.of(other.identity(), Mailbox.of("secure@testvert.sepamail.eu"), Bench.CLOCK);
        EmissionPipeline pipeline =
                EmissionPipeline.of(banks.referentials("BANK-V"), banks.directory, sealer, Bench.CLOCK);
        assertFailed(pipeline.emit(ORDER), EmissionStep.ENVELOPE);
    }

    @Test
    void s15NoOrderIsSentTwice() throws IOException {
        banks.vert().emit(ORDER.withId("ID-1"));
        banks.fromVert.taken.clear();
        assertFailed(banks.vert().emit(ORDER.withId("ID-1")), EmissionStep.SENDING);
    }

    @Test
    void s15WhatAnOutboxDidNotTakeIsNotSentAgain() throws IOException {
        banks.fromVert.broken = true;
        banks.vert().emit(ORDER.withId("ID-1"));
        banks.fromVert.broken = false;
        assertFailed(banks.vert().emit(ORDER.withId("ID-1")), EmissionStep.SENDING);
    }

    @Test
    void s15WhatAnOutboxDidNotTakeIsMadeGoodByTheNextOrder() throws IOException {
        banks.fromVert.broken = true;
        Emission emission = banks.vert().emit(ORDER);
        assertThat(emission.failed().orElseThrow().step()).isEqualTo(EmissionStep.SENDING);
        assertThat(emission.failure().orElseThrow()).hasMessage("broken on purpose");
        assertThat(banks.bleu().receive(emission.mail().orElseThrow().octets()).kind())
                .as("the same mail, if it left")
                .isEqualTo(Reception.Kind.HANDED_ON);
        banks.fromVert.broken = false;
        banks.now = TestPki.NOW.plus(Duration.ofHours(5));
        Emission second = banks.vert().emit(EmissionOrder.of(nominal(emission).resend()));
        assertThat(second.failed()).isEmpty();
        assertThat(second.failure()).isEmpty();
        assertThat(nominal(second).sentAt().instant()).isEqualTo(TestPki.NOW);
        Banks receiver = new Banks();
        receiver.now = banks.now;
        Reception reception =
                receiver.bleu().receive(banks.fromVert.taken.get(0).octets());
        assertThat(reception.kind()).isEqualTo(Reception.Kind.HANDED_ON);
        assertThat(reception.answer().orElseThrow().answers(nominal(second)).settles())
                .isTrue();
        assertThat(banks.vertLog.find(second.key().orElseThrow()).orElseThrow().lastOrder())
                .isEqualTo(2);
    }

    /** A handle of a key whose device is away: whatever the length, nothing is claimed that was not signed. */
    @ParameterizedTest
    @ValueSource(ints = {1, 100_000, 3_500_000})
    void s12AKeyThatFailsClaimsNothing(int length) throws IOException {
        EmissionOrder order = EmissionOrder.of(Bench.missive("y".repeat(length)));
        for (Profile profile : List.of(Profile.OPAQUE_THEN_ENCRYPT, Profile.CLEAR_THEN_ENCRYPT)) {
            MissiveSealer sealer = MissiveSealer.of(AwayKey.identity(), Bench.FROM, Bench.CLOCK)
                    .with(profile);
            EmissionPipeline broken = EmissionPipeline.of(
                            banks.referentials("BANK-V"), banks.directory, sealer, Bench.CLOCK)
                    .with(banks.vertLog)
                    .with((mail, to, priority) -> banks.fromVert.take(mail));
            assertFailed(broken.emit(order), EmissionStep.SIGNATURE);
            assertThat(banks.vertLog.unsettled()).isEmpty();
        }
        assertThat(banks.vert().emit(order).failed()).isEmpty();
    }

    @Test
    void aNodeOfTheSchemeIsReachedByItsName() throws IOException {
        TestPki scheme = Bench.AUTHORITY.recipient(TestPki.rsa(2), "test@fr.scheme.sepamail.eu");
        banks.directory = banks.directory.with("fr.scheme", Purpose.ENCRYPTION, scheme.certificate);
        Emission emission = banks.vert().emit(ORDER.toNode(new MissiveAddress.SchemeNode("fr")));
        assertThat(emission.failed()).isEmpty();
        assertThat(emission.to().orElseThrow().text()).isEqualTo("test@fr.scheme.sepamail.eu");
    }

    @Test
    void aMissiveIsMadeByTheEditionThatIsAskedFor() throws IOException {
        Emission emission = banks.vert().emit(ORDER.withVersion(SchemaVersion.BLEEDING_EDGE));
        assertThat(emission.failed()).isEmpty();
        assertThat(nominal(emission).version()).isEqualTo(SchemaVersion.BLEEDING_EDGE);
        assertThat(nominal(banks.vert().emit(ORDER)).version()).isEqualTo(SchemaVersion.NORM_1206);
    }

    @Test
    void addressesAreThoseOfTheNetwork() throws IOException {
        String from = "test@testvert.mail.example";
        TestPki receiver = Bench.AUTHORITY.recipient(TestPki.rsa(2), "test@testbleu.mail.example");
        banks.directory = MemoryCertificateDirectory.empty().with("BANK-B", Purpose.ENCRYPTION, receiver.certificate);
        SigningIdentity signer = Bench.AUTHORITY.signer(TestPki.rsa(1), from).identity();
        EmissionPipeline pipeline = EmissionPipeline.of(
                        banks.referentials("BANK-V"),
                        banks.directory,
                        MissiveSealer.of(signer, Mailbox.of(from), Bench.CLOCK),
                        Bench.CLOCK)
                .inNetwork("mail.example");
        Emission emission = pipeline.emit(ORDER);
        assertThat(emission.failed()).isEmpty();
        assertThat(emission.mail().orElseThrow().to()).isEqualTo(Mailbox.of("test@testbleu.mail.example"));
        assertThat(pipeline.toString()).startsWith("EmissionPipeline[").doesNotContain("QX");
        assertThat(emission).hasToString("Emission[sealed]");
    }

    @Test
    void aReadyMissiveHasItsOwnPriorityAndIdentifier() {
        EmissionOrder ready = EmissionOrder.of(Bench.missive("x"));
        assertThatIllegalStateException().isThrownBy(() -> ready.withPriority(Priority.LOW));
        assertThatIllegalStateException().isThrownBy(() -> ready.withId("x"));
        assertThatIllegalStateException().isThrownBy(() -> ready.withVersion(SchemaVersion.BLEEDING_EDGE));
        assertThat(List.of(ready.toString(), ORDER.toString())).noneMatch(text -> text.contains("QX"));
    }
}
