// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.cms.CMSAlgorithm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sepamail.missive.AcknowledgementCode;
import org.valise.sepamail.missive.Bic;
import org.valise.sepamail.missive.ExchangeLog;
import org.valise.sepamail.missive.MessageContent;
import org.valise.sepamail.missive.MissiveTime;
import org.valise.sepamail.missive.NominalMissive;
import org.valise.sepamail.missive.Party;
import org.valise.sepamail.missive.RoutingWarning;
import org.valise.sepamail.missive.SchemaVersion;
import org.valise.sepamail.missive.ServiceMissive;
import org.valise.sepamail.missive.SimpleTest;
import org.valise.sepamail.smime.Reception.Kind;
import org.valise.sepamail.smime.Reception.NoAnswer;

/** MIS1202 "Receipt of a nominal missive": each step of the missive by itself, its code, and whether it is answered. */
class ReceptionMissiveStepsTest {

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
    void s10WhatIsNotWellFormedHasNothingToAnswer() throws IOException {
        banks.assertUnanswered(receive(Banks.mail("<x")), ReceptionStep.XML, NoAnswer.NOT_READABLE);
    }

    @Test
    void s10WhatEndsInGarbageHasNothingToAnswer() throws IOException {
        banks.assertUnanswered(
                receive(Banks.mail(Banks.document(NOMINAL) + "<")), ReceptionStep.XML, NoAnswer.NOT_READABLE);
    }

    @Test
    void s11WhatIsTooLongIsToldSo() throws IOException {
        banks.policy = AnswerPolicy.standard().withLongestMissive(NOMINAL.length() - 1);
        banks.assertAnswered(receive(Banks.mail(NOMINAL)), NOMINAL, ReceptionStep.VALIDITY, "5.2.3");
        banks.policy = AnswerPolicy.standard().withLongestMissive(NOMINAL.length());
        assertThat(receive(Banks.mail(NOMINAL)).kind()).isEqualTo(Kind.HANDED_ON);
    }

    @Test
    void s11WhatBreaksTheSchemaIsAnsweredByClass() throws IOException {
        String document = Banks.document(NOMINAL).replace("<sem:MsvPri>NORMAL<", "<sem:MsvPri>SOON<");
        assertThat(document).isNotEqualTo(Banks.document(NOMINAL));
        banks.assertAnswered(receive(Banks.mail(document)), NOMINAL, ReceptionStep.VALIDITY, "5");
    }

    @Test
    void s11WithoutAPublicCodeThePolicyMayKeepSilent() throws IOException {
        banks.policy = AnswerPolicy.standard().withoutClassAlone();
        String document = Banks.document(NOMINAL).replace("<sem:MsvPri>NORMAL<", "<sem:MsvPri>SOON<");
        banks.assertUnanswered(receive(Banks.mail(document)), ReceptionStep.VALIDITY, NoAnswer.NO_CODE);
    }

    @Test
    void s12OtherKindsOfMissiveAreNotAnswered() throws IOException {
        ServiceMissive service = ServiceMissive.builder(SchemaVersion.NORM_1206)
                .id("S-1")
                .from(Party.of(Banks.VERT_USER))
                .to(Party.of(Banks.BLEU_USER))
                .service(ServiceMissive.Command.of(ServiceMissive.Verb.STAT))
                .sentAt(TestPki.NOW)
                .build();
        banks.assertUnanswered(receive(Banks.mail(service)), ReceptionStep.HEADER, NoAnswer.NOT_NOMINAL);
    }

    /** What becomes of it is for the application to decide. */
    @ParameterizedTest
    @CsvSource({"-1, 1", "0, 0", "1, 0"})
    void s12AMessageThatHasExpiredIsHandedOnWithAWarning(int seconds, int warnings) throws IOException {
        MissiveTime expiry = MissiveTime.of(TestPki.NOW.plusSeconds(seconds));
        NominalMissive missive = NominalMissive.builder(SchemaVersion.NORM_1206)
                .id(NOMINAL.id())
                .from(Party.of(Banks.VERT_USER))
                .to(Party.of(Banks.BLEU_USER))
                .message(MessageContent.of("M-1", SimpleTest.request("T-1")).withExpiry(expiry))
                .sentAt(TestPki.NOW)
                .build();
        Reception reception = receive(Banks.mail(missive));
        assertThat(reception.kind()).isEqualTo(Kind.HANDED_ON);
        assertThat(reception.warnings()).hasSize(warnings);
    }

    private static NominalMissive nominal(Party from, Party to) {
        return NominalMissive.builder(SchemaVersion.NORM_1206)
                .id(NOMINAL.id())
                .from(from)
                .to(to)
                .message(MessageContent.of("M-1", SimpleTest.request("T-1")))
                .sentAt(TestPki.NOW)
                .build();
    }

    @Test
    void s12ASenderOfAnotherBank() throws IOException {
        NominalMissive missive = nominal(Party.of(Banks.BLEU_USER), Party.of(Banks.BLEU_USER));
        banks.assertAnswered(receive(Banks.mail(missive)), NOMINAL, ReceptionStep.HEADER, "5.1.1");
    }

    @Test
    void s12AReceiverOfAnotherBank() throws IOException {
        NominalMissive missive = nominal(Party.of(Banks.VERT_USER), Party.of(Banks.VERT_USER));
        banks.assertAnswered(receive(Banks.mail(missive)), NOMINAL, ReceptionStep.HEADER, "5.1.2");
    }

    @Test
    void s12AnotherBicOfTheSameParticipantIsAWarning() throws IOException {
        Bic second = Bic.of("TESTBRUNXXX");
        banks.participants = Map.of("BANK-V", Set.of(Banks.VERT, second), "BANK-B", Set.of(Banks.BLEU));
        banks.listed = Set.of(Banks.VERT, Banks.BLEU, second);
        Reception reception = receive(Banks.mail(nominal(Party.of(second), Party.of(Banks.BLEU_USER))));
        assertThat(reception.kind()).isEqualTo(Kind.HANDED_ON);
        assertThat(reception.warnings()).hasSize(1);
    }

    @Test
    void s12AMessageOfAnotherEcosystem() throws IOException {
        banks.ecosystems = Set.of("test", "secure");
        String both = text(Banks.mail(NOMINAL));
        TestPki signer = Bench.AUTHORITY.signer(TestPki.rsa(1), "secure@testvert.sepamail.eu");
        byte[] mail = octets(text(Forge.mail(
                        "secure@testvert.sepamail.eu",
                        Forge.cms(
                                "enveloped-data",
                                Forge.encrypt(
                                        Forge.cms(
                                                "signed-data",
                                                Forge.sign(
                                                        Forge.entity(Banks.document(NOMINAL)),
                                                        true,
                                                        "SHA256withRSA",
                                                        signer)),
                                        CMSAlgorithm.AES256_CBC,
                                        Bench.RECIPIENT))))
                .replace("To: test@", "To: secure@"));
        assertThat(both).contains("To: test@");
        Reception reception = receive(mail);
        assertThat(reception.failed().orElseThrow().step()).isEqualTo(ReceptionStep.HEADER);
        // The only sealer of BLEU is for another address, and no certificate names the one to answer to.
        assertThat(reception.noAnswer()).contains(NoAnswer.NOT_SENDABLE);
    }

    @ParameterizedTest
    @CsvSource({"0, HANDED_ON, false", "3000, HANDED_ON, true", "3001, REFUSED, true"})
    void s12TimesInTheFuture(long ahead, Kind kind, boolean said) throws IOException {
        banks.now = TestPki.NOW.minusMillis(ahead);
        Reception reception = receive(Banks.mail(NOMINAL));
        assertThat(reception.kind()).isEqualTo(kind);
        if (kind == Kind.REFUSED) {
            banks.assertAnswered(reception, NOMINAL, ReceptionStep.HEADER, "4.3.3");
        } else {
            assertThat(banks.answer().warnings().stream().map(RoutingWarning::code))
                    .containsExactlyElementsOf(said ? List.of(RoutingWarning.Code.BAD_TIME) : List.of());
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0, HANDED_ON", "0, 1, REFUSED", "10000, 10000, HANDED_ON", "10000, 10001, REFUSED"})
    void s12TheMarginIsThatOfThePolicy(long margin, long ahead, Kind kind) throws IOException {
        banks.policy = AnswerPolicy.standard().withMargin(Duration.ofMillis(margin));
        banks.now = TestPki.NOW.minusMillis(ahead);
        assertThat(receive(Banks.mail(NOMINAL)).kind()).isEqualTo(kind);
    }

    @Test
    void aPolicyIsWithinItsLimits() {
        AnswerPolicy policy = AnswerPolicy.standard();
        assertThatIllegalArgumentException().isThrownBy(() -> policy.withMargin(Duration.ofMillis(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> policy.withLongestMissive(0));
        assertThat(policy.withLongestMissive(1)).isNotNull();
        assertThat(policy.answeringWrongAddresses().toString()).contains("PT3S", "answering wrong addresses");
        assertThat(policy.withoutClassAlone().toString()).contains("no class alone");
        assertThat(policy.toString()).doesNotContain("no class alone", "answering");
    }

    @Test
    void s12ThePriorityThatIsSignedCounts() throws IOException {
        Reception reception = receive(octets(text(Banks.mail(NOMINAL)).replace("X-Priority: 3", "X-Priority: 1")));
        assertThat(reception.kind()).isEqualTo(Kind.HANDED_ON);
        assertThat(reception.missive()).contains(NOMINAL);
        assertThat(reception.deviations()).containsExactly("X_PRIORITY");
    }

    /** What an opener says of a mail, the pipeline says, too. */
    @ParameterizedTest
    @CsvSource({
        "X-Priority: 3, X-Priority: 3, ''",
        "X-Priority: 3, X-Priority: 3 (Normal), ''",
        "X-Priority: 3, X-Priority: 30, X_PRIORITY",
        "X-Priority: 3, X-Other: 3, NO_X_PRIORITY"
    })
    void deviationsAreThoseOfTheOpener(String from, String to, String deviation) throws IOException {
        byte[] mail = octets(text(Banks.mail(NOMINAL)).replace(from, to));
        List<String> expected = deviation.isEmpty() ? List.of() : List.of(deviation);
        assertThat(Bench.opener().open(mail).deviations()).isEqualTo(expected);
        assertThat(receive(mail).deviations()).isEqualTo(expected);
    }

    @Test
    void aMailThatWasLongUnderWayIsToldSo() throws IOException {
        banks.now = TestPki.NOW.plus(Duration.ofDays(20));
        Reception reception = receive(Banks.mail(NOMINAL));
        assertThat(reception.kind()).isEqualTo(Kind.HANDED_ON);
        assertThat(reception.deviations()).containsExactly("SIGNING_TIME");
    }

    @Test
    void s12AnIdentifierThatIsUsedForAnotherMessage() throws IOException {
        receive(Banks.mail(NOMINAL));
        banks.fromBleu.taken.clear();
        banks.application.taken.clear();
        banks.assertAnswered(receive(Banks.mail(Bench.missive("other"))), NOMINAL, ReceptionStep.HEADER, "5");
    }

    @ParameterizedTest
    @CsvSource({"UNKNOWN, 5.1.2", "DEACTIVATED, 4.2.1", "FULL, 4.2.2"})
    void s14UsersWhoCannotReceive(UserStatus status, String code) throws IOException {
        banks.users = user -> status;
        banks.assertAnswered(receive(Banks.mail(NOMINAL)), NOMINAL, ReceptionStep.RECEIVER, code);
    }

    @ParameterizedTest
    @CsvSource({"DEACTIVATED, 5.2.1", "FULL, 5.2.2"})
    void s14TheReceiverChoosesTheClass(UserStatus status, String code) throws IOException {
        banks.users = user -> status;
        banks.policy = AnswerPolicy.standard()
                .withDeactivated(AcknowledgementCode.PERMANENT)
                .withFull(AcknowledgementCode.PERMANENT);
        banks.assertAnswered(receive(Banks.mail(NOMINAL)), NOMINAL, ReceptionStep.RECEIVER, code);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AnswerPolicy.standard().withFull(2));
    }

    @Test
    void s14AnIdentifierThatIsInvalid() throws IOException {
        String document = Banks.document(NOMINAL).replace("QX62TESTBLEU", "QX63TESTBLEU");
        banks.assertAnswered(receive(Banks.mail(document)), NOMINAL, ReceptionStep.RECEIVER, "5.4.1");
    }

    @Test
    void s14AReceiverWithoutUser() throws IOException {
        String document = Banks.document(NOMINAL)
                .replaceFirst("<sem:Rcv>.*</sem:Rcv>", "<sem:Rcv><sem:BIC>TESTBLEUXXX</sem:BIC></sem:Rcv>");
        banks.assertAnswered(receive(Banks.mail(document)), NOMINAL, ReceptionStep.RECEIVER, "5.4.1");
    }

    @Test
    void s14AReferentialThatCannotBeReached() throws IOException {
        banks.users = user -> {
            throw new IOException("no database");
        };
        Reception reception = receive(Banks.mail(NOMINAL));
        banks.assertAnswered(reception, NOMINAL, ReceptionStep.RECEIVER, "4.3.2");
        assertThat(reception.failure().orElseThrow()).hasMessage("no database");
    }

    @Test
    void s15AnAcknowledgementThatCannotBeMadeLeavesItUnfinished() throws IOException {
        MemoryCertificateDirectory whole = banks.directory;
        banks.directory = whole.without("BANK-V", Banks.VERT_RECIPIENT.certificate);
        Reception reception = receive(Banks.mail(NOMINAL));
        assertThat(reception.kind()).isEqualTo(Kind.UNFINISHED);
        assertThat(reception.isDone()).isFalse();
        assertThat(reception.failed().orElseThrow().step()).isEqualTo(ReceptionStep.ACKNOWLEDGEMENT);
        assertThat(banks.application.taken).isEmpty();
        assertThat(banks.bleuLog.unacknowledged()).hasSize(1);
        banks.directory = whole;
        assertThat(receive(Banks.mail(NOMINAL)).kind()).isEqualTo(Kind.HANDED_ON);
        assertThat(banks.bleuLog.unacknowledged()).isEmpty();
    }

    /** The log of BLEU, which fails in one method from now on. */
    private void breakLog(String method) {
        ExchangeLog log = banks.bleuLog;
        banks.bleuLog = (ExchangeLog) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ExchangeLog.class}, (proxy, called, arguments) -> {
                    if (called.getName().equals(method)) {
                        throw new IOException("disk full");
                    }
                    return called.invoke(log, arguments);
                });
    }

    @Test
    void s16ALogThatDoesNotTakeWhatIsNewIsAFullFileSystem() throws IOException {
        breakLog("received");
        Reception reception = receive(Banks.mail(NOMINAL));
        assertThat(reception.failed().orElseThrow().step()).isEqualTo(ReceptionStep.ROUTING);
        assertThat(reception.isDone()).isTrue();
        assertThat(banks.answer().code().map(AcknowledgementCode::text)).contains("4.3.1");
        assertThat(reception.failure().orElseThrow()).hasMessage("disk full");
        assertThat(banks.application.taken).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"findReceipt", "received"})
    void s16ALogThatFailsRefusesNothingThatWasAccepted(String method) throws IOException {
        receive(Banks.mail(NOMINAL));
        banks.fromBleu.taken.clear();
        breakLog(method);
        assertThatThrownBy(() -> receive(Banks.mail(NOMINAL)))
                .isInstanceOf(IOException.class)
                .hasMessage("disk full");
        assertThat(banks.fromBleu.taken).isEmpty();
    }

    @Test
    void s16AFailureThatNobodyWasToldIsNoEnd() throws IOException {
        banks.directory = banks.directory.without("BANK-V", Banks.VERT_RECIPIENT.certificate);
        ExchangeLog whole = banks.bleuLog;
        breakLog("received");
        assertThatThrownBy(() -> receive(Banks.mail(NOMINAL)))
                .isInstanceOf(IOException.class)
                .hasMessage("disk full");
        banks.bleuLog = whole;
        banks.users = user -> {
            throw new IOException("no database");
        };
        assertThatThrownBy(() -> receive(Banks.mail(NOMINAL)))
                .isInstanceOf(IOException.class)
                .hasMessage("no database");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void s15AnAnswerThatIsNotTakenIsNoEnd(boolean accepted) throws IOException {
        banks.users = user -> accepted ? UserStatus.ACTIVE : UserStatus.UNKNOWN;
        banks.fromBleu.broken = true;
        assertThatThrownBy(() -> receive(Banks.mail(NOMINAL)))
                .isInstanceOf(IOException.class)
                .hasMessage("broken on purpose");
        banks.fromBleu.broken = false;
        assertThat(receive(Banks.mail(NOMINAL)).isDone()).isTrue();
        assertThat(banks.answer().isPositive()).isEqualTo(accepted);
    }

    @Test
    void s16AnApplicationThatCannotTakeItGetsItAgain() throws IOException {
        banks.application.broken = true;
        byte[] mail = Banks.mail(NOMINAL);
        assertThatThrownBy(() -> receive(mail)).isInstanceOf(IOException.class);
        assertThat(banks.bleuLog.notHandedOn()).hasSize(1);
        banks.application.broken = false;
        assertThat(receive(mail).kind()).isEqualTo(Kind.HANDED_ON);
        assertThat(banks.application.taken).hasSize(1);
        assertThat(banks.application.taken.get(0).isPerhapsRepeated()).isTrue();
    }

    @Test
    void aReceiverByCardIsAnsweredByItsBank() throws IOException {
        NominalMissive missive = nominal(Party.of(Banks.VERT_USER), Party.ofPan(Banks.BLEU, "4970100000000000"));
        banks.assertAnswered(receive(Banks.mail(missive)), NOMINAL, ReceptionStep.RECEIVER, "5.1.2");
        assertThat(banks.answer().sender().participant()).contains(Banks.BLEU);
    }
}
