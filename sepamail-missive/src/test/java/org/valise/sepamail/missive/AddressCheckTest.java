// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** MIS1202 "The routing": addresses and parties name the same banks, the ecosystem is the family of the message. */
class AddressCheckTest {

    private static final MissiveAddress VERT = address("test", "TESTVERT");
    private static final MissiveAddress BLEU = address("test", "TESTBLEUXXX");

    private static final NominalMissive MISSIVE = NominalMissive.builder(SchemaVersion.NORM_1206)
            .id("ID-1")
            .from(Party.of(Qxban.of("QX46TESTVERTXXXABCDEFGHJKLMNPQRSTU")))
            .to(Party.of(Qxban.of("QX62TESTBLEUXXX2345678923456789234")))
            .message(MessageContent.of("M-1", SimpleTest.request("T-1")))
            .sentAt(Instant.parse("2026-11-22T09:00:00Z"))
            .build();

    private static MissiveAddress address(String ecosystem, String bic) {
        return MissiveAddress.of(ecosystem, Bic.of(bic), MissiveAddress.TEST_NETWORK);
    }

    private static List<Problem.Code> codes(Missive missive, MissiveAddress from, MissiveAddress to) {
        return AddressCheck.of(missive, from, to).stream().map(Problem::code).toList();
    }

    @Test
    void fitsWithEightOrElevenCharacters() {
        assertThat(codes(MISSIVE, VERT, BLEU)).isEmpty();
        assertThat(codes(MISSIVE, address("test", "TESTVERTXXX"), address("test", "TESTBLEU")))
                .isEmpty();
    }

    @Test
    void otherBanksAreNamedOneByOne() {
        MissiveAddress other = address("test", "TESTROUG");
        assertThat(codes(MISSIVE, other, BLEU)).containsExactly(Problem.Code.ADDRESS_MISMATCH);
        assertThat(codes(MISSIVE, VERT, other)).containsExactly(Problem.Code.ADDRESS_MISMATCH);
        assertThat(codes(MISSIVE, BLEU, VERT))
                .containsExactly(Problem.Code.ADDRESS_MISMATCH, Problem.Code.ADDRESS_MISMATCH);
    }

    /** The alias of another bank's customer beside one's own BIC. */
    @Test
    void aBicAndTheQxbanBesideItAreOfTheBankOfTheAddress() {
        Party own = Party.of(Bic.of("TESTROUG"));
        Party mixed = Party.of(Qxban.of("QX46TESTVERTXXXABCDEFGHJKLMNPQRSTU")).withBic(Bic.of("TESTROUGXXX"));
        Party same = mixed.withBic(Bic.of("TESTVERT"));
        assertThat(own.participants()).containsExactly(Bic.of("TESTROUG"));
        assertThat(mixed.participants()).containsExactly(Bic.of("TESTROUGXXX"), Bic.of("TESTVERTXXX"));
        assertThat(same.participants()).containsExactly(Bic.of("TESTVERT"));
        assertThat(Party.of(Iban.of("FR7630006000011234567890189")).participants())
                .isEmpty();
        assertThat(codes(from(mixed), address("test", "TESTROUG"), BLEU))
                .containsExactly(Problem.Code.ADDRESS_MISMATCH);
        assertThat(codes(from(mixed), VERT, BLEU)).containsExactly(Problem.Code.ADDRESS_MISMATCH);
        assertThat(codes(from(same), VERT, BLEU)).isEmpty();
        AcknowledgementMissive toMixed = from(mixed)
                .acknowledge(AcknowledgementCode.FORWARDED)
                .sentAt(Instant.EPOCH)
                .build();
        assertThat(codes(toMixed, BLEU, address("test", "TESTROUG"))).containsExactly(Problem.Code.ADDRESS_MISMATCH);
    }

    private static NominalMissive from(Party sender) {
        return NominalMissive.builder(SchemaVersion.NORM_1206)
                .id("ID-1")
                .from(sender)
                .to(Party.of(Qxban.of("QX62TESTBLEUXXX2345678923456789234")))
                .message(MessageContent.of("M-1", SimpleTest.request("T-1")))
                .sentAt(Instant.parse("2026-11-22T09:00:00Z"))
                .build();
    }

    @Test
    void oneAddressByItself() {
        MissiveAddress other = address("test", "TESTROUG");
        assertThat(AddressCheck.ofSender(MISSIVE, VERT)).isEmpty();
        assertThat(AddressCheck.ofReceiver(MISSIVE, BLEU)).isEmpty();
        assertThat(AddressCheck.ofSender(MISSIVE, other))
                .extracting(Problem::code)
                .containsExactly(Problem.Code.ADDRESS_MISMATCH);
        assertThat(AddressCheck.ofReceiver(MISSIVE, other))
                .extracting(Problem::code)
                .containsExactly(Problem.Code.ADDRESS_MISMATCH);
        assertThat(AddressCheck.ofSender(MISSIVE, address("secure", "TESTVERT")))
                .extracting(Problem::code)
                .containsExactly(Problem.Code.FAMILY_MISMATCH);
        assertThat(AddressCheck.ofReceiver(MISSIVE, address("secure", "TESTBLEU")))
                .extracting(Problem::code)
                .containsExactly(Problem.Code.FAMILY_MISMATCH);
    }

    @Test
    void theEcosystemIsTheFamilyOfTheMessage() {
        assertThat(codes(MISSIVE, address("secure", "TESTVERT"), address("secure", "TESTBLEU")))
                .containsExactly(Problem.Code.FAMILY_MISMATCH);
        assertThat(codes(MISSIVE, address("secure", "TESTVERT"), BLEU)).containsExactly(Problem.Code.FAMILY_MISMATCH);
    }

    @Test
    void anAcknowledgementGoesTheOtherWay() {
        AcknowledgementMissive ack = MISSIVE.acknowledge(AcknowledgementCode.FORWARDED)
                .sentAt(Instant.EPOCH)
                .build();
        assertThat(codes(ack, BLEU, VERT)).isEmpty();
        assertThat(codes(ack, VERT, BLEU)).hasSize(2);
    }

    @Test
    void nodesOfTheSchemeCannotBeCompared() {
        MissiveAddress scheme =
                MissiveAddress.of("test", new MissiveAddress.SchemeNode("fr"), MissiveAddress.TEST_NETWORK);
        assertThat(codes(MISSIVE, scheme, BLEU)).isEmpty();
        assertThat(AddressCheck.ofSender(MISSIVE, scheme)).isEmpty();
        assertThat(AddressCheck.ofReceiver(MISSIVE, scheme)).isEmpty();
    }
}
