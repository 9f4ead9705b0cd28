// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.valise.sepamail.missive.Doc.NOMINAL;
import static org.valise.sepamail.missive.Doc.drop;
import static org.valise.sepamail.missive.Doc.set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sepamail.missive.AcknowledgementMatch.Checksum;
import org.valise.sepamail.missive.AcknowledgementMatch.Correlation;

/** C.2, I.9, I.10: which acknowledgement answers which missive. What is in doubt settles nothing. */
class AcknowledgementMatchTest {

    private static final NominalMissive SENT = Doc.read(NominalMissive.class, NOMINAL);

    /** The answer to {@link #SENT} as text. */
    private static final String ACK = Doc.ACK
            .replace("136b42af3329762f529aa35d8ba039cbe96dcf7c", digest(NOMINAL))
            .replaceFirst("QX46[A-Z0-9]+", "-")
            .replaceFirst("QX62[A-Z0-9]+", "QX46TESTVERTXXXABCDEFGHJKLMNPQRSTU")
            .replaceFirst(">-<", ">QX62TESTBLEUXXX2345678923456789234<");

    private static String digest(String nominal) {
        int from = Doc.open(nominal, "sepamail_message_001");
        return Hex.sha1(Doc.utf8(nominal.substring(from, Doc.end(nominal, "sepamail_message_001"))));
    }

    private static AcknowledgementMatch match(String ack, NominalMissive sent) {
        return Doc.read(AcknowledgementMissive.class, ack).answers(sent);
    }

    private static AcknowledgementMatch match(String ack) {
        return match(ack, SENT);
    }

    @Test
    void settlesByIdentifierPartiesAndChecksum() {
        AcknowledgementMatch match = match(ACK);
        assertThat(match.correlation()).isEqualTo(Correlation.IDENTIFIER);
        assertThat(match.checksum()).isEqualTo(Checksum.MATCHES);
        assertThat(match.form()).contains(ChecksumForm.EXACT);
        assertThat(match.partiesFit()).isTrue();
        assertThat(match.orderFits()).isTrue();
        assertThat(match.settles()).isTrue();
    }

    /** I.9: software that gives its acknowledgements identifiers of their own is matched by checksum and parties. */
    @Test
    void i9FallsBackToChecksumAndParties() {
        AcknowledgementMatch match = match(set(ACK, "MsvId", "0123456789ABCDEF"));
        assertThat(match.correlation()).isEqualTo(Correlation.CHECKSUM);
        assertThat(match.settles()).isTrue();
    }

    @Test
    void i9DoesNotFallBackWithoutChecksumOrWithOtherParties() {
        String orphan = set(ACK, "MsvId", "0123456789ABCDEF");
        AcknowledgementMatch silent = match(drop(orphan, "AcqChk"));
        assertThat(silent.correlation()).isEqualTo(Correlation.NONE);
        assertThat(silent.checksum()).isEqualTo(Checksum.NOT_STATED);
        assertThat(silent.settles()).isFalse();
        AcknowledgementMatch stranger =
                match(orphan.replace("QX46TESTVERTXXXABCDEFGHJKLMNPQRSTU", "FR7630006000011234567890189"));
        assertThat(stranger.correlation()).isEqualTo(Correlation.NONE);
        assertThat(stranger.settles()).isFalse();
        AcknowledgementMatch unknown = match(set(orphan, "AcqChk", "md5:1234"));
        assertThat(unknown.checksum()).isEqualTo(Checksum.UNRECOGNISED);
        assertThat(unknown.correlation()).isEqualTo(Correlation.NONE);
        assertThat(unknown.settles()).isFalse();
    }

    /**
     * R17, I.10: every order has the same message, so an acknowledgement of any order settles the missive; of one that was
     * never sent, only if the checksum proves that it is that message.
     */
    @ParameterizedTest
    @CsvSource({"1, 1, true", "1, 3, true", "3, 3, true", "2, 5, true", "2, 1, false", "4, 3, false"})
    void i10TakesAnyOrder(int acknowledged, int sent, boolean fits) {
        NominalMissive missive = SENT;
        while (missive.order() < sent) {
            missive = missive.resend();
        }
        AcknowledgementMatch match = match(set(ACK, "MsvOrd", Integer.toString(acknowledged)), missive);
        assertThat(match.orderFits()).isEqualTo(fits);
        assertThat(match.checksum()).isEqualTo(Checksum.MATCHES);
        assertThat(match.settles()).isTrue();
        String silent = drop(set(ACK, "MsvOrd", Integer.toString(acknowledged)), "AcqChk");
        assertThat(match(silent, missive).settles()).isEqualTo(fits);
    }

    /** C.5: a checksum of other content never settles, whatever else fits. */
    @Test
    void neverSettlesAgainstTheChecksum() {
        AcknowledgementMatch match = match(set(ACK, "AcqChk", "sha1:" + "0".repeat(40)));
        assertThat(match.correlation()).isEqualTo(Correlation.IDENTIFIER);
        assertThat(match.checksum()).isEqualTo(Checksum.CONTRADICTS);
        assertThat(match.form()).isEmpty();
        assertThat(match.settles()).isFalse();
        NominalMissive changed = Doc.read(NominalMissive.class, set(NOMINAL, "TestId", "TEST-2"));
        assertThat(match(ACK, changed).settles()).isFalse();
    }

    /** C.5: absent is "not stated", and of unknown form is no contradiction. */
    @Test
    void settlesWithoutAChecksum() {
        assertThat(match(drop(ACK, "AcqChk")).checksum()).isEqualTo(Checksum.NOT_STATED);
        assertThat(match(drop(ACK, "AcqChk")).settles()).isTrue();
        assertThat(match(set(ACK, "AcqChk", "md5:1")).checksum()).isEqualTo(Checksum.UNRECOGNISED);
    }

    /** C.2: the parties are those of the missive, in exchange. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<m:IBAN>FR7630006000011234567890189</m:IBAN>",
                "<m:BIC>TESTBLEU</m:BIC>",
                "<m:IBAN>QX62TESTBLEUXXX2345678923456789234</m:IBAN>"
            })
    void neverSettlesBetweenOtherParties(String stranger) {
        String ack = set(ACK, "Rcv", stranger);
        AcknowledgementMatch match = match(ack);
        assertThat(match.partiesFit()).isFalse();
        assertThat(match.settles()).isFalse();
    }

    @Test
    void neverSettlesBetweenPartiesThatAreNotExchanged() {
        String same = Doc.ACK.replace("136b42af3329762f529aa35d8ba039cbe96dcf7c", digest(NOMINAL));
        assertThat(match(same).partiesFit()).isFalse();
        assertThat(match(same).settles()).isFalse();
    }

    /** D.2: a BIC stands for its head office; a QXBAN names the same participant as the BIC in it. */
    @ParameterizedTest
    @CsvSource({"TESTBLEU, true", "TESTBLEUXXX, true", "TESTBLEU001, false", "TESTVERT, false"})
    void comparesParticipantsWhereOneSideNamesNoAccount(String bic, boolean fits) {
        AcknowledgementMatch match = match(set(ACK, "Snd", "<m:BIC>" + bic + "</m:BIC>"));
        assertThat(match.partiesFit()).isEqualTo(fits);
        assertThat(match.settles()).isEqualTo(fits);
    }

    /** It comes from the bank of the nominal's receiver and no other, whatever account stands beside. */
    @ParameterizedTest
    @CsvSource({
        "TESTBLEUXXX, TESTBLEU, true",
        "TESTBLEUXXX, EVILFRPPXXX, false",
        "TESTBLEUXXX, TESTBLEU001, false",
        "'', EVILFRPPXXX, true",
        "EVILFRPPXXX, '', true"
    })
    void neverSettlesByAnotherBankBesideTheSameAccount(String receiver, String answering, boolean fits) {
        String account = "<m:IBAN>FR7630006000011234567890189</m:IBAN>";
        NominalMissive sent = lenientSuspect(set(NOMINAL, "Rcv", bic(receiver) + account));
        AcknowledgementMatch match = match(drop(set(ACK, "Snd", bic(answering) + account), "AcqChk"), sent);
        assertThat(match.correlation()).isEqualTo(Correlation.IDENTIFIER);
        assertThat(match.partiesFit()).isEqualTo(fits);
        assertThat(match.settles()).isEqualTo(fits);
    }

    /** One who names no participant is refused; who sent it may hold the answer against it all the same. */
    private static NominalMissive lenientSuspect(String document) {
        MissiveReading reading = Doc.strict(document);
        return (NominalMissive)
                (reading instanceof MissiveReading.Refused refused
                        ? refused.suspect().orElseThrow()
                        : reading.toOptional().orElseThrow());
    }

    private static String bic(String text) {
        return text.isEmpty() ? "" : "<m:BIC>" + text + "</m:BIC>";
    }

    @ParameterizedTest
    @CsvSource({"TESTBLEU, true", "EVILFRPPXXX, false"})
    void aQxbanNamesItsBankToo(String answering, boolean fits) {
        String account = "<m:IBAN>QX62TESTBLEUXXX2345678923456789234</m:IBAN>";
        assertThat(match(set(ACK, "Snd", bic(answering) + account)).settles()).isEqualTo(fits);
    }

    /** Each kind of account has a rule of its own for what is the same: capitals, or a character that is free. */
    @ParameterizedTest
    @CsvSource({
        "GB82west12345698765432, GB82WEST12345698765432, true",
        "GB82WEST12345698765432, FR7630006000011234567890189, false",
        "QX12ZZA123456, QX12ZZZ123456, true",
        "QX12ZZA123456, QX12ZYZ123456, false",
        "QX12ZZA123456, GB82WEST12345698765432, false"
    })
    void comparesAccountsByTheRulesOfTheirKind(String receiver, String answering, boolean fits) {
        String bank = "<m:BIC>TESTBLEUXXX</m:BIC><m:IBAN>";
        NominalMissive sent = Doc.read(NominalMissive.class, set(NOMINAL, "Rcv", bank + receiver + "</m:IBAN>"));
        AcknowledgementMatch match = match(set(ACK, "Snd", bank + answering + "</m:IBAN>"), sent);
        assertThat(match.partiesFit()).isEqualTo(fits);
        assertThat(match.settles()).isEqualTo(fits);
    }

    @Test
    void matchesAcrossNamespacesAndLineEnds() {
        AcknowledgementMissive ack = Doc.read(AcknowledgementMissive.class, Doc.edge(ACK));
        assertThat(ack.answers(SENT).settles()).isTrue();
        NominalMissive crlf = Doc.read(NominalMissive.class, NOMINAL.replace("\n", "\r\n"));
        assertThat(match(ACK, crlf).form()).contains(ChecksumForm.LF);
        assertThat(match(ACK, crlf).settles()).isTrue();
    }

    @Test
    void hasValueSemantics() {
        assertThat(match(ACK)).isEqualTo(match(ACK)).hasSameHashCodeAs(match(ACK));
        assertThat(match(ACK)).isNotEqualTo(match(drop(ACK, "AcqChk")));
        assertThat(match(ACK).toString()).doesNotContain("MISSIVE-1", "QX");
    }

    /** C.3: which codes are known, and what stays open. */
    @ParameterizedTest
    @CsvSource({
        "5.1.1, SENDER_UNKNOWN",
        "5.1.2, RECEIVER_UNKNOWN",
        "5.1.3, OUT_OF_SCHEME",
        "2.1.9, FORWARDED",
        "4.2.1, MAILBOX_DEACTIVATED",
        "5.2.1, MAILBOX_DEACTIVATED",
        "4.2.2, MAILBOX_FULL",
        "5.2.2, MAILBOX_FULL",
        "5.2.3, MESSAGE_TOO_LONG",
        "4.3.1, FILE_SYSTEM_FULL",
        "5.3.1, FILE_SYSTEM_FULL",
        "4.3.2, SERVER_INACCESSIBLE",
        "5.3.2, SERVER_INACCESSIBLE",
        "4.3.3, WRONG_SENDING_TIME",
        "5.3.3, WRONG_SENDING_TIME",
        "5.4.1, INVALID_IDENTIFIER",
        "2.4.9, ACCOUNT_VERIFIED",
        "4.2.4, ",
        "4.2.5, ",
        "4.1.1, ",
        "2.2.1, ",
        "4.2.3, ",
        "2.3.3, ",
        "4.4.1, ",
        "5.5.1, ",
        "5.100.1, ",
        "5.1.101, ",
        "5, ",
        "4, "
    })
    void knowsThePublicCodes(String text, AcknowledgementCode.Meaning meaning) {
        AcknowledgementCode code = AcknowledgementCode.parse(text).orElseThrow();
        assertThat(code.text()).isEqualTo(text).isEqualTo(code.toString());
        assertThat(code.meaning().orElse(null)).isEqualTo(meaning);
        assertThat(code.isSuccess()).isEqualTo(text.charAt(0) == '2');
        assertThat(code.cla()).isEqualTo(text.charAt(0) - '0');
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2.",
                "2.1",
                "3.1.1",
                "0.0.0",
                "2.1.1000",
                "2.1.9.0",
                " 2.1.9",
                "+2.1.9",
                "2,1,9",
                "\u0662.1.9"
            })
    void readsNothingElseAsACode(String text) {
        assertThat(AcknowledgementCode.parse(text)).isEmpty();
    }
}
