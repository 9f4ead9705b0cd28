// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.bouncycastle.cms.CMSAlgorithm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.valise.sepamail.missive.AcknowledgementCode;
import org.valise.sepamail.missive.MissiveReading;
import org.valise.sepamail.missive.Missives;
import org.valise.sepamail.missive.NominalMissive;
import org.valise.sepamail.smime.Reception.Kind;
import org.valise.sepamail.smime.Reception.NoAnswer;
import org.valise.sepamail.smime.StepResult.Outcome;

/** MIS1202 "Receipt of a nominal missive": each step of the mail by itself, its code, and whether it is answered; and what is so of all of them. */
class ReceptionPipelineTest {

    private static final NominalMissive NOMINAL = Bench.missive("x");

    private final Banks banks = new Banks();

    private Reception receive(byte[] mail) throws IOException {
        return banks.bleu().receive(mail);
    }

    private static String text(byte[] mail) {
        return new String(mail, StandardCharsets.ISO_8859_1);
    }

    private static byte[] octets(String mail) {
        return mail.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void aNominalMissiveIsAcknowledgedAndHandedOn() throws IOException {
        Reception reception = receive(Banks.mail(NOMINAL));
        assertThat(reception.kind()).isEqualTo(Kind.HANDED_ON);
        assertThat(reception.isDone()).isTrue();
        assertThat(reception.steps().stream().map(result -> result.step().number()))
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
        assertThat(reception.steps()).allMatch(result -> result.outcome() == Outcome.PASSED);
        assertThat(reception.warnings()).isEmpty();
        assertThat(banks.answer().answers(NOMINAL).settles()).isTrue();
        assertThat(banks.answer().code()).contains(AcknowledgementCode.FORWARDED);
        assertThat(banks.answer().sender()).isEqualTo(NOMINAL.receiver());
        Delivery delivery = banks.application.taken.get(0);
        assertThat(delivery.missive()).isEqualTo(NOMINAL);
        assertThat(delivery.key().msvId()).isEqualTo(NOMINAL.id());
        assertThat(delivery.key().counterparty()).isEqualTo("TESTVERTXXX");
        assertThat(delivery.isPerhapsRepeated()).isFalse();
        assertThat(reception.toString()).doesNotContain(NOMINAL.id());
    }

    @Test
    void theTimeOfReceptionIsInOurCopyOnly() throws IOException {
        receive(Banks.mail(NOMINAL));
        Delivery delivery = banks.application.taken.get(0);
        assertThat(delivery.missive().octets()).isEqualTo(NOMINAL.octets());
        String expected = Banks.document(NOMINAL)
                .replace("</sem:Rcv>", "</sem:Rcv><sem:RcvDtTm>2026-11-22T10:00:00Z</sem:RcvDtTm>");
        assertThat(new String(delivery.stampedCopy(), StandardCharsets.UTF_8)).isEqualTo(expected);
    }

    @Test
    void aVerifiedAccountIsSaidToBeOne() throws IOException {
        banks.users = user -> UserStatus.VERIFIED;
        receive(Banks.mail(NOMINAL));
        assertThat(banks.answer().code()).contains(AcknowledgementCode.ACCOUNT_VERIFIED);
    }

    @ParameterizedTest
    @CsvSource({"'',1", "'From: x',1", "'From: a@b.c\r\nTo: d@e.f\r\n\r\nplain',1"})
    void s01WhatIsNoEnvelopeIsDropped(String mail, int step) throws IOException {
        Reception reception = receive(octets(mail));
        banks.assertUnanswered(reception, ReceptionStep.SMIME, NoAnswer.NOT_VERIFIED);
        assertThat(reception.failed().orElseThrow().step().number()).isEqualTo(step);
    }

    @Test
    void s01AMailBeyondTheLimitIsDropped() throws IOException {
        byte[] mail = Banks.mail(NOMINAL);
        SmimeLimits limits = SmimeLimits.defaults().withOctets(mail.length - 1);
        banks.assertUnanswered(banks.bleu().with(limits).receive(mail), ReceptionStep.SMIME, NoAnswer.NOT_VERIFIED);
    }

    @ParameterizedTest
    @CsvSource({"From: test@testvert.sepamail.eu", "To: test@testbleu.sepamail.eu"})
    void s02WithoutAnAddressItIsDropped(String field) throws IOException {
        Reception reception = receive(octets(text(Banks.mail(NOMINAL)).replace(field + "\r\n", "")));
        banks.assertUnanswered(reception, ReceptionStep.INTEGRITY, NoAnswer.NOT_VERIFIED);
    }

    @Test
    void s02TheSubjectMayBeAbsentOrEmpty() throws IOException {
        String mail = text(Banks.mail(NOMINAL));
        assertThat(mail).contains("Subject: \r\n");
        assertThat(receive(octets(mail.replace("Subject: \r\n", ""))).kind()).isEqualTo(Kind.HANDED_ON);
    }

    @Test
    void s04ASenderWhoIsNotListedIsNotAnswered() throws IOException {
        banks.listed = Set.of(Banks.BLEU);
        banks.assertUnanswered(receive(Banks.mail(NOMINAL)), ReceptionStep.SENDER_BIC, NoAnswer.NOT_VERIFIED);
    }

    @Test
    void s04ASenderOfNoParticipantIsNotAnswered() throws IOException {
        banks.participants = Map.of("BANK-B", Set.of(Banks.BLEU));
        banks.assertUnanswered(receive(Banks.mail(NOMINAL)), ReceptionStep.SENDER_BIC, NoAnswer.NOT_VERIFIED);
    }

    @Test
    void s04AnAddressOutsideOfTheNetworkIsNotAnswered() throws IOException {
        byte[] mail = octets(text(Banks.mail(NOMINAL)).replace("testvert.sepamail.eu", "testvert.example.com"));
        banks.assertUnanswered(receive(mail), ReceptionStep.SENDER_BIC, NoAnswer.NOT_VERIFIED);
    }

    @Test
    void s05NothingIsRelayed() throws IOException {
        banks.participants = Map.of("BANK-V", Set.of(Banks.VERT), "BANK-C", Set.of(Banks.BLEU));
        banks.assertUnanswered(receive(Banks.mail(NOMINAL)), ReceptionStep.RECEIVER_BIC, NoAnswer.NOT_VERIFIED);
    }

    @Test
    void s05AnOwnBicThatIsNotListedIsOutOfScheme() throws IOException {
        banks.listed = Set.of(Banks.VERT);
        banks.assertUnanswered(receive(Banks.mail(NOMINAL)), ReceptionStep.RECEIVER_BIC, NoAnswer.NOT_VERIFIED);
        banks.policy = AnswerPolicy.standard().answeringWrongAddresses();
        banks.assertAnswered(receive(Banks.mail(NOMINAL)), NOMINAL, ReceptionStep.RECEIVER_BIC, "5.1.3");
    }

    @Test
    void s05TheNetworkForTestsIsAnother() throws IOException {
        byte[] mail = octets(
                text(Banks.mail(NOMINAL)).replace("To: test@testbleu.sepamail", "To: test@testbleu.test.sepamail"));
        banks.assertUnanswered(receive(mail), ReceptionStep.RECEIVER_BIC, NoAnswer.NOT_VERIFIED);
    }

    @Test
    void s04To06AreAnsweredOnRequestOnlyIfThereIsAWayBack() throws IOException {
        banks.listed = Set.of(Banks.BLEU);
        banks.policy = AnswerPolicy.standard().answeringWrongAddresses();
        Reception reception = receive(Banks.mail(NOMINAL));
        banks.assertUnanswered(reception, ReceptionStep.SENDER_BIC, NoAnswer.NOT_SENDABLE);
        assertThat(reception.answerSteps())
                .filteredOn(result -> result.outcome() == Outcome.FAILED)
                .extracting(StepResult::step)
                .containsExactly(EmissionStep.BICS);
    }

    @Test
    void s04To06AreNotAnsweredWithoutASignatureEvenOnRequest() throws IOException {
        banks.listed = Set.of(Banks.VERT);
        banks.policy = AnswerPolicy.standard().answeringWrongAddresses();
        TestPki rogue = TestPki.authority("Rogue", 5).signer(TestPki.rsa(1), TestPki.SENDER);
        byte[] mail = Forge.opaque(Forge.sign(Forge.entity(Banks.document(NOMINAL)), true, "SHA256withRSA", rogue));
        banks.assertUnanswered(receive(mail), ReceptionStep.RECEIVER_BIC, NoAnswer.NOT_VERIFIED);
    }

    @Test
    void s04To06AreNotAnsweredToSignersThatTheDirectoryDoesNotHave() throws IOException {
        banks.listed = Set.of(Banks.VERT);
        banks.policy = AnswerPolicy.standard().answeringWrongAddresses();
        CertificateDirectory nobody = MemoryCertificateDirectory.empty();
        Reception reception = banks.bleu().withSigners(nobody).receive(Banks.mail(NOMINAL));
        banks.assertUnanswered(reception, ReceptionStep.RECEIVER_BIC, NoAnswer.NOT_VERIFIED);
    }

    /** Neither is one told what is wrong with his missive: only who may send learns anything. */
    @Test
    void s09ASignerWhomTheDirectoryDoesNotHaveIsNotToldWhatIsWrong() throws IOException {
        byte[] wrong = Banks.mail(Banks.document(NOMINAL).replace("<sem:MsvPri>NORMAL<", "<sem:MsvPri>SOON<"));
        assertThat(receive(wrong).noAnswer()).isEmpty();
        Banks others = new Banks();
        CertificateDirectory nobody = MemoryCertificateDirectory.empty();
        others.assertUnanswered(
                others.bleu().withSigners(nobody).receive(wrong), ReceptionStep.SIGNATURE, NoAnswer.NOT_VERIFIED);
    }

    @Test
    void s06AnEcosystemOutsideOfTheNetwork() throws IOException {
        banks.ecosystems = Set.of("direct.debit");
        banks.assertUnanswered(receive(Banks.mail(NOMINAL)), ReceptionStep.ECOSYSTEM, NoAnswer.NOT_VERIFIED);
    }

    @Test
    void s06TwoEcosystems() throws IOException {
        banks.ecosystems = Set.of("test", "secure");
        byte[] mail = octets(text(Banks.mail(NOMINAL)).replace("To: test@", "To: secure@"));
        banks.assertUnanswered(receive(mail), ReceptionStep.ECOSYSTEM, NoAnswer.NOT_VERIFIED);
    }

    @Test
    void s07WhatIsForAnotherKeyIsNotAnswered() throws IOException {
        Reception reception = banks.bleu(banks.opening(Banks.VERT_RECIPIENT)).receive(Banks.mail(NOMINAL));
        banks.assertUnanswered(reception, ReceptionStep.DECRYPTION, NoAnswer.NOT_VERIFIED);
        assertThat(reception.opened()).isEmpty();
    }

    @Test
    void s07WithoutAKeyForTheAddressNothingIsOpened() throws IOException {
        ReceptionPipeline pipeline = ReceptionPipeline.of(
                banks.bleuSender(),
                address -> address.matches(Banks.AT_VERT) ? Optional.of(Bench.opener()) : Optional.empty(),
                banks.bleuLog,
                banks.application::take);
        banks.assertUnanswered(pipeline.receive(Banks.mail(NOMINAL)), ReceptionStep.DECRYPTION, NoAnswer.NOT_VERIFIED);
    }

    @Test
    void s07TheKeyIsChosenByTheAddress() throws IOException {
        ReceptionPipeline pipeline = ReceptionPipeline.of(
                banks.bleuSender(),
                address -> address.matches(Banks.AT_BLEU) ? Optional.of(Bench.opener()) : Optional.empty(),
                banks.bleuLog,
                banks.application::take);
        assertThat(pipeline.receive(Banks.mail(NOMINAL)).kind()).isEqualTo(Kind.HANDED_ON);
    }

    /** How a new revocation list comes into a pipeline that runs (docs/operations.md). */
    @Test
    void s09AnotherOpenerComesIntoAPipelineThatRuns() throws IOException {
        TrustPolicy unknowing = Banks.TRUST.withOcspResponses(List.of(new byte[1]));
        List<DecryptionKey> keys = List.of(Bench.RECIPIENT.decryptionKey());
        AtomicReference<MissiveOpener> current = new AtomicReference<>(MissiveOpener.of(keys, unknowing, Bench.CLOCK));
        ReceptionPipeline running = ReceptionPipeline.of(
                banks.bleuSender(), address -> Optional.of(current.get()), banks.bleuLog, banks.application::take);
        byte[] mail = Banks.mail(NOMINAL);
        assertThat(running.receive(mail).kind()).isEqualTo(Kind.UNDETERMINED);
        current.set(MissiveOpener.of(keys, Banks.TRUST, Bench.CLOCK));
        assertThat(running.receive(mail).kind()).isEqualTo(Kind.HANDED_ON);
    }

    @Test
    void s08AnotherContentThanTheSignedOneIsNotAnswered() throws IOException {
        byte[] entity = Forge.entity(Banks.document(NOMINAL));
        byte[] other = Forge.entity(Banks.document(NOMINAL).replace("M-1", "M-2"));
        byte[] signature = Forge.sign(entity, false, "SHA256withRSA", Bench.SIGNER);
        banks.assertUnanswered(receive(Forge.clear(other, signature)), ReceptionStep.DIGEST, NoAnswer.NOT_VERIFIED);
    }

    @Test
    void s09AStrangersSignatureIsNotAnswered() throws IOException {
        TestPki rogue = TestPki.authority("Rogue", 5).signer(TestPki.rsa(1), TestPki.SENDER);
        byte[] mail = Forge.opaque(Forge.sign(Forge.entity(Banks.document(NOMINAL)), true, "SHA256withRSA", rogue));
        banks.assertUnanswered(receive(mail), ReceptionStep.SIGNATURE, NoAnswer.NOT_VERIFIED);
    }

    @Test
    void s09WhatIsEncryptedAndNotSignedIsNotAnswered() throws IOException {
        byte[] mail = Forge.mail(
                TestPki.SENDER,
                Forge.cms(
                        "enveloped-data",
                        Forge.encrypt(
                                Forge.entity(Banks.document(NOMINAL)), CMSAlgorithm.AES256_CBC, Bench.RECIPIENT)));
        banks.assertUnanswered(receive(mail), ReceptionStep.DECRYPTION, NoAnswer.NOT_VERIFIED);
    }

    @Test
    void s09ACertificateThatIsNotValidNowLeavesItOpen() throws IOException {
        banks.now = TestPki.NOW.plus(Duration.ofDays(400));
        Reception reception = receive(Banks.mail(NOMINAL));
        assertThat(reception.kind()).isEqualTo(Kind.UNDETERMINED);
        assertThat(reception.isDone()).isFalse();
        assertThat(reception.failed().orElseThrow().step()).isEqualTo(ReceptionStep.SIGNATURE);
        assertThat(banks.fromBleu.taken).isEmpty();
    }

    @Test
    void s09TheDirectoryHasTheCertificatesOfTheSender() throws IOException {
        assertThat(banks.bleu()
                        .withSigners(banks.directory)
                        .receive(Banks.mail(NOMINAL))
                        .kind())
                .isEqualTo(Kind.HANDED_ON);
        Banks others = new Banks();
        CertificateDirectory directory = others.directory.with(
                "BANK-V", "test", CertificateDirectory.Purpose.SIGNING, Bench.EC_SIGNER.certificate);
        Reception reception = others.bleu().withSigners(directory).receive(Banks.mail(NOMINAL));
        assertThat(reception.failed().orElseThrow().step()).isEqualTo(ReceptionStep.SIGNATURE);
        assertThat(others.fromBleu.taken).isEmpty();
        Banks.assertOrdered(reception, ReceptionStep.SIGNATURE);
    }

    @Test
    void repetitionsAndResendsAreAcknowledgedAgainAndHandedOnOnce() throws IOException {
        receive(Banks.mail(NOMINAL));
        Reception second = receive(Banks.mail(NOMINAL));
        assertThat(second.kind()).isEqualTo(Kind.REPEATED);
        assertThat(second.steps())
                .contains(
                        new StepResult(ReceptionStep.HEADER, Outcome.PASSED, "It came before."),
                        new StepResult(
                                ReceptionStep.ROUTING, Outcome.NOT_APPLICABLE, "The message was handed on before."));
        Reception third = receive(Banks.mail(NOMINAL.resend()));
        assertThat(third.kind()).isEqualTo(Kind.REPEATED);
        assertThat(third.isDone()).isTrue();
        assertThat(banks.fromBleu.taken).hasSize(3);
        assertThat(banks.answer().order()).isEqualTo(2);
        assertThat(banks.application.taken).hasSize(1);
    }

    /** An acknowledgement that the sender lost is made good by one that says the same. */
    @ParameterizedTest
    @CsvSource({"VERIFIED, 2.4.9", "ACTIVE, 2.1.9"})
    void repetitionsAreAcknowledgedByTheSameWords(UserStatus status, String code) throws IOException {
        banks.users = user -> status;
        banks.now = TestPki.NOW.minusSeconds(2);
        for (int i = 0; i < 3; i++) {
            receive(Banks.mail(i < 2 ? NOMINAL : NOMINAL.resend()));
            assertThat(banks.answer().code().map(AcknowledgementCode::text)).contains(code);
            assertThat(banks.answer().warnings()).hasSize(1);
        }
    }

    @Test
    void theSameMissiveIsHandedOnOnceByTwoThreads() throws Exception {
        byte[] mail = Banks.mail(NOMINAL);
        List<ReceptionPipeline> pipelines = new ArrayList<>();
        List<Reception> second = new ArrayList<>();
        Thread other = new Thread(() -> {
            try {
                second.add(pipelines.get(0).receive(mail));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        pipelines.add(ReceptionPipeline.of(banks.bleuSender(), Bench.opener(), banks.bleuLog, delivery -> {
            banks.application.take(delivery);
            if (other.getState() == Thread.State.NEW) {
                other.start();
                while (other.getState() != Thread.State.WAITING && other.isAlive()) {
                    Thread.onSpinWait();
                }
            }
        }));
        assertThat(pipelines.get(0).receive(mail).kind()).isEqualTo(Kind.HANDED_ON);
        other.join();
        assertThat(second.get(0).kind()).isEqualTo(Kind.REPEATED);
        assertThat(banks.application.taken).hasSize(1);
    }

    @Test
    void whatWasAcceptedStaysAccepted() throws IOException {
        banks.application.broken = true;
        assertThatThrownBy(() -> receive(Banks.mail(NOMINAL))).isInstanceOf(IOException.class);
        banks.application.broken = false;
        banks.users = user -> UserStatus.DEACTIVATED;
        assertThat(receive(Banks.mail(NOMINAL)).kind()).isEqualTo(Kind.HANDED_ON);
        assertThat(banks.application.taken).hasSize(1);
    }

    @Test
    void anEmissionWithoutOutboxCannotAcknowledge() {
        EmissionPipeline silent = EmissionPipeline.of(
                banks.referentials("BANK-B"), banks.directory, address -> Optional.empty(), Bench.CLOCK);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReceptionPipeline.of(silent, Bench.opener(), banks.bleuLog, banks.application::take));
    }

    @Test
    void theSuspectIsNoneOfTheResult() throws IOException {
        String document = Banks.document(NOMINAL).replace("<sem:MsvPri>NORMAL<", "<sem:MsvPri>SOON<");
        assertThat(Missives.strict().read(document.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MissiveReading.Refused.class);
        Reception reception = receive(Banks.mail(document));
        assertThat(reception.missive()).isEmpty();
        assertThat(reception.opened()).isEmpty();
    }
}
