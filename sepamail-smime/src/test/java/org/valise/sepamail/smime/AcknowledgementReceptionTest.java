// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sepamail.missive.AcknowledgementCode;
import org.valise.sepamail.missive.AcknowledgementMissive;
import org.valise.sepamail.missive.AcknowledgementSeen;
import org.valise.sepamail.missive.Exchange;
import org.valise.sepamail.missive.ExchangeKey;
import org.valise.sepamail.missive.ExchangeLog;
import org.valise.sepamail.missive.MemoryExchangeLog;
import org.valise.sepamail.missive.Missives;
import org.valise.sepamail.missive.NominalMissive;
import org.valise.sepamail.smime.AcknowledgementHistory.Finding;
import org.valise.sepamail.smime.Reception.Kind;
import org.valise.sepamail.smime.Reception.NoAnswer;
import org.valise.sepamail.smime.StepResult.Outcome;

/** MIS1202 "Receipt of an acknowledgement missive", "Check of the acknowledgement missive history". */
class AcknowledgementReceptionTest {

    private final Banks banks = new Banks();
    private NominalMissive sent = Bench.missive("x");
    private ExchangeKey key = new ExchangeKey("TESTBLEU", sent.id());

    @BeforeEach
    void sendsANominalMissive() throws IOException {
        Emission emission = banks.vert().emit(EmissionOrder.of(sent));
        sent = (NominalMissive) emission.missive().orElseThrow();
        key = emission.key().orElseThrow();
    }

    private byte[] mail(AcknowledgementMissive acknowledgement) throws IOException {
        return banks.bleuSender()
                .emit(acknowledgement, Banks.AT_BLEU, Banks.AT_VERT)
                .mail()
                .orElseThrow()
                .octets();
    }

    private static AcknowledgementMissive acknowledge(NominalMissive nominal, AcknowledgementCode code) {
        return nominal.acknowledge(code).sentAt(TestPki.NOW).build();
    }

    private Finding receive(AcknowledgementMissive acknowledgement) throws IOException {
        Reception reception = banks.vertReceiver().receive(mail(acknowledgement));
        assertThat(reception.kind()).isEqualTo(Kind.ACKNOWLEDGEMENT);
        assertThat(reception.failed()).isEmpty();
        return reception.history().orElseThrow().finding();
    }

    @Test
    void itSettlesWhatWasSentAndIsNeverAnswered() throws IOException {
        Reception reception = banks.vertReceiver().receive(mail(acknowledge(sent, AcknowledgementCode.FORWARDED)));
        assertThat(reception.kind()).isEqualTo(Kind.ACKNOWLEDGEMENT);
        assertThat(reception.noAnswer()).contains(NoAnswer.ACKNOWLEDGEMENT);
        assertThat(reception.history().orElseThrow().finding()).isEqualTo(Finding.COUNTED);
        assertThat(reception.history().orElseThrow().earlier()).isEmpty();
        assertThat(banks.vertLog.find(key).orElseThrow().isOpen()).isFalse();
        assertThat(banks.fromVert.taken).hasSize(1);
        assertThat(banks.application.taken).isEmpty();
        assertThat(reception.steps().stream().filter(step -> step.outcome() == Outcome.PASSED))
                .hasSize(14);
        assertThat(reception.steps().subList(14, 16))
                .noneMatch(step -> step.detail().equals("Not reached."));
    }

    @Test
    void earlierOnesAreTold() throws IOException {
        receive(acknowledge(sent, AcknowledgementCode.ofClass(4)));
        Reception second = banks.vertReceiver().receive(mail(acknowledge(sent, AcknowledgementCode.FORWARDED)));
        assertThat(second.history().orElseThrow().earlier()).hasSize(1);
    }

    /** The log decides by them whether the missive may be sent again. */
    @Test
    void statusAndClassAreNotedAsTheyCame() throws IOException {
        receive(acknowledge(sent, AcknowledgementCode.ofClass(4)));
        AcknowledgementSeen refused =
                banks.vertLog.find(key).orElseThrow().acknowledgements().get(0);
        assertThat(refused.status()).isEqualTo(AcknowledgementSeen.Status.NAK);
        assertThat(refused.codeClass()).hasValue(4);
        banks.now = TestPki.NOW.plusSeconds(60);
        receive(sent.acknowledge(AcknowledgementCode.FORWARDED)
                .sentAt(TestPki.NOW.plusSeconds(1))
                .build());
        assertThat(banks.vertLog.find(key).orElseThrow().acknowledgements())
                .extracting(AcknowledgementSeen::status)
                .containsExactly(AcknowledgementSeen.Status.NAK, AcknowledgementSeen.Status.ACK);
    }

    @Test
    void theSameOneReadTwiceIsOne() throws IOException {
        byte[] mail = mail(acknowledge(sent, AcknowledgementCode.FORWARDED));
        banks.vertReceiver().receive(mail);
        banks.now = TestPki.NOW.plusSeconds(60);
        Reception again = banks.vertReceiver().receive(mail);
        assertThat(again.history().orElseThrow().earlier()).isEmpty();
        assertThat(banks.vertLog.find(key).orElseThrow().acknowledgements()).hasSize(1);
    }

    @Test
    void anOrphanIsReportedAndNoFailure() throws IOException {
        NominalMissive never = NominalMissive.builder(sent.version())
                .id("never sent")
                .from(sent.sender())
                .to(sent.receiver())
                .message(org.valise.sepamail.missive.MessageContent.of(
                        "M-9", org.valise.sepamail.missive.SimpleTest.request("T-9")))
                .sentAt(TestPki.NOW)
                .build();
        assertThat(receive(acknowledge(never, AcknowledgementCode.FORWARDED))).isEqualTo(Finding.ORPHAN);
        assertThat(banks.vertLog.find(key).orElseThrow().isOpen()).isTrue();
    }

    @Test
    void anOrderThatWasNeverSentIsReported() throws IOException {
        assertThat(receive(acknowledge(sent.resend(), AcknowledgementCode.FORWARDED)))
                .isEqualTo(Finding.ORDER_NEVER_SENT);
        assertThat(banks.vertLog.find(key).orElseThrow().isOpen()).isTrue();
    }

    @Test
    void theChecksumOfAnotherMessageSettlesNothing() throws IOException {
        assertThat(receive(acknowledge(Bench.missive("other"), AcknowledgementCode.FORWARDED)))
                .isEqualTo(Finding.OTHER_CONTENT);
        assertThat(banks.vertLog.find(key).orElseThrow().isOpen()).isTrue();
    }

    @Test
    void anIdentifierOfItsOwnIsHealedByTheChecksum() throws IOException {
        // The same message went to another bank, which has not answered.
        String checksum = sent.message().checksum().text();
        banks.vertLog.open(new ExchangeKey("TESTBRUN", "2"), sent.priority(), checksum, TestPki.NOW);
        String document = Banks.document(sent).replace(sent.id(), "AN-ID-OF-ITS-OWN");
        NominalMissive other = (NominalMissive) Missives.strict()
                .read(document.getBytes(StandardCharsets.UTF_8))
                .toOptional()
                .orElseThrow();
        assertThat(receive(acknowledge(other, AcknowledgementCode.FORWARDED))).isEqualTo(Finding.COUNTED_BY_CHECKSUM);
        assertThat(banks.vertLog.find(key).orElseThrow().isOpen()).isFalse();
    }

    /** A class that nobody knows is a warning only; the mail must not fail each time it is read. */
    @ParameterizedTest
    @ValueSource(strings = {"-1", "0", "999999999999"})
    void aClassThatNobodyKnowsCountsByItsStatus(String unknown) throws IOException {
        byte[] octets = acknowledge(sent, AcknowledgementCode.FORWARDED).octets();
        String document =
                new String(octets, StandardCharsets.UTF_8).replaceFirst("AcqCla>2<", "AcqCla>" + unknown + "<");
        AcknowledgementMissive odd = (AcknowledgementMissive) Missives.strict()
                .read(document.getBytes(StandardCharsets.UTF_8))
                .toOptional()
                .orElseThrow();
        assertThat(receive(odd)).isEqualTo(Finding.COUNTED);
        assertThat(banks.vertLog.find(key).orElseThrow().isOpen()).isFalse();
    }

    /** What the log knew when it was asked for what is open is forgotten when the acknowledgement is noted. */
    @Test
    void whatIsForgottenMeanwhileIsNotCountedByItsChecksum() throws IOException {
        List<Exchange> before = banks.vertLog.unsettled();
        ExchangeLog empty = new MemoryExchangeLog();
        banks.vertLog = (ExchangeLog) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ExchangeLog.class},
                (proxy, called, arguments) ->
                        called.getName().equals("unsettled") ? before : called.invoke(empty, arguments));
        assertThat(receive(acknowledge(sent, AcknowledgementCode.FORWARDED))).isEqualTo(Finding.ORPHAN);
    }

    @Test
    void whatIsWrongInOneIsNotAnsweredAndCountsAsNotReceived() throws IOException {
        byte[] mail = mail(acknowledge(sent, AcknowledgementCode.FORWARDED));
        banks.now = TestPki.NOW.minusSeconds(60);
        Reception reception = banks.vertReceiver().receive(mail);
        assertThat(reception.kind()).isEqualTo(Kind.REFUSED);
        assertThat(reception.failed().orElseThrow().step()).isEqualTo(ReceptionStep.HEADER);
        assertThat(reception.noAnswer()).contains(NoAnswer.ACKNOWLEDGEMENT);
        assertThat(banks.fromVert.taken).hasSize(1);
        assertThat(banks.vertLog.find(key).orElseThrow().isOpen()).isTrue();
    }

    @Test
    void oneForNoUserOfOursCountsAsNotReceived() throws IOException {
        byte[] mail = mail(acknowledge(sent, AcknowledgementCode.FORWARDED));
        banks.users = Referentials.Users.of(Map.of(Banks.BLEU_USER, UserStatus.ACTIVE));
        Reception reception = banks.vertReceiver().receive(mail);
        assertThat(reception.failed().orElseThrow().step()).isEqualTo(ReceptionStep.RECEIVER);
        assertThat(reception.noAnswer()).contains(NoAnswer.ACKNOWLEDGEMENT);
        assertThat(banks.vertLog.find(key).orElseThrow().isOpen()).isTrue();
    }

    @Test
    void oneForADeactivatedUserCounts() throws IOException {
        byte[] mail = mail(acknowledge(sent, AcknowledgementCode.FORWARDED));
        banks.users = user -> UserStatus.DEACTIVATED;
        assertThat(banks.vertReceiver().receive(mail).history().orElseThrow().finding())
                .isEqualTo(Finding.COUNTED);
    }
}
