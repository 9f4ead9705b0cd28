// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.valise.sepamail.missive.Doc.ACK;
import static org.valise.sepamail.missive.Doc.NOMINAL;
import static org.valise.sepamail.missive.Doc.SERVICE;
import static org.valise.sepamail.missive.Doc.codes;
import static org.valise.sepamail.missive.Doc.place;
import static org.valise.sepamail.missive.Doc.set;
import static org.valise.sepamail.missive.Doc.strict;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.valise.sepamail.missive.Problem.Code;

/** D.2: the identifiers that Snd and Rcv hold; MIS1202 "Check of MsvSnd" and "Check of the Rcv field". */
class LayerTwoPartyTest {

    private static String party(String bic, String account) {
        return "<m:BIC>" + bic + "</m:BIC><m:IBAN>" + account + "</m:IBAN>";
    }

    private static void assertAccount(String document, String side, String bic, String account, String expected) {
        String changed = set(document, side, party(bic, account));
        int at = changed.indexOf("<m:IBAN>", Doc.open(changed, side)) + "<m:IBAN>".length();
        MissiveReading reading = strict(changed);
        assertThat(reading.layer1()).isEmpty();
        List<String> wanted = expected == null ? List.of() : List.of(expected.split(" ", -1));
        assertThat(codes(reading)).extracting(Code::name).isEqualTo(wanted);
        assertThat(reading.problems())
                .allSatisfy(p -> assertThat(p.span()).contains(place(changed, at, at + account.length())));
    }

    /** The vectors of D.2 and others computed by hand; the BIC stands beside them. */
    @ParameterizedTest
    @CsvSource({
        "FR7630006000011234567890189, ",
        "DE89370400440532013000, ",
        "GB82WEST12345698765432, ",
        "FR7630006000011234567890188, IBAN_CHECK_DIGITS",
        "DE88370400440532013000, IBAN_CHECK_DIGITS",
        "FR761, IBAN_CHECK_DIGITS",
        "QX62TESTBLEUXXX2345678923456789234, ",
        "QX63TESTBLEUXXX2345678923456789234, QXBAN_CHECK_DIGITS",
        "QX51TESTBLEUXIG52I8X2445SGSUWESM, BAD_QXBAN QXBAN_CHECK_DIGITS",
        "QX121RAB123456, BAD_QXBAN QXBAN_CHECK_DIGITS",
        "QX12FRZZZ123, BAD_QXBAN QXBAN_CHECK_DIGITS"
    })
    void checksAccounts(String account, String expected) {
        for (String document : List.of(NOMINAL, ACK, SERVICE)) {
            for (String side : List.of("Snd", "Rcv")) {
                assertAccount(document, side, "TESTBLEU", account, expected);
            }
        }
    }

    @Test
    void tellsQxbansOfTheWrongLengthOrWithWrongDigits() {
        for (String wrong : List.of("QX51TESTBLEUXIG52I8X2445SGSUWESM", "QX15TESTVERTXIG5244X2I85SGSUWESM")) {
            MissiveReading reading = strict(set(NOMINAL, "Rcv", "<m:IBAN>" + wrong + "</m:IBAN>"));
            assertThat(reading).as(wrong).isInstanceOf(MissiveReading.Refused.class);
        }
    }

    /** I.23: an ICQX travels in the element IBAN. */
    @ParameterizedTest
    @CsvSource({"QX12FRZZZ123456", "QX99DEABC123456789012345678901234"})
    void takesCreditorsInTheElementOfAccounts(String icqx) {
        assertAccount(NOMINAL, "Snd", "TESTVERT", icqx, null);
        assertAccount(NOMINAL, "Rcv", "TESTBLEU", icqx, null);
        String document = set(NOMINAL, "Snd", party("TESTVERT", icqx));
        Party sender = Doc.read(NominalMissive.class, document).sender();
        assertThat(sender.account()).containsInstanceOf(Icqx.class);
        assertThat(sender.participant()).contains(Bic.of("TESTVERT"));
        assertThat(sender.bic()).contains(Bic.of("TESTVERT"));
    }

    /** A creditor holds no BIC: beside it one must stand. */
    @Test
    void missesTheParticipantOfACreditor() {
        String document = set(NOMINAL, "Rcv", "<m:IBAN>QX12FRZZZ123456</m:IBAN>");
        assertThat(codes(strict(document))).containsExactly(Code.NO_RECEIVER_PARTICIPANT);
    }

    @Test
    void acceptsLowerCaseOfTheSchemaWithAWarning() {
        assertAccount(NOMINAL, "Rcv", "TESTBLEU", "FR76300060000112345678901Ab", "LOWER_CASE IBAN_CHECK_DIGITS");
    }

    /** D.2: the BIC within a QXBAN is checked by its pattern, as a warning. */
    @Test
    void warnsOfAQxbanThatHoldsNoBic() {
        String account = Found.withCheckDigits("QX", "1234BLEUXXX2345678923456789234");
        String document = set(NOMINAL, "Snd", party("TESTBLEU", account));
        MissiveReading reading = strict(document);
        assertThat(codes(reading)).containsExactly(Code.QXBAN_BIC);
        assertThat(reading).isInstanceOf(MissiveReading.Accepted.class);
    }

    @ParameterizedTest
    @CsvSource({"TESTVERT, BIC_CONFLICT", "TESTBLEU001, BIC_CONFLICT", "TESTBLEU, ", "TESTBLEUXXX, "})
    void comparesTheBicWithThatOfTheQxban(String bic, String expected) {
        assertAccount(NOMINAL, "Rcv", bic, "QX62TESTBLEUXXX2345678923456789234", expected);
        assertAccount(NOMINAL, "Snd", bic, "QX62TESTBLEUXXX2345678923456789234", expected);
    }

    @Test
    void readsAllThatAReceiverMayBe() {
        String document = LayerOneTest.FULL;
        Party receiver = Doc.read(NominalMissive.class, document).receiver();
        assertThat(receiver.bic()).contains(Bic.of("TESTBLEUXXX"));
        assertThat(receiver.accountText()).contains("QX62TESTBLEUXXX2345678923456789234");
        assertThat(receiver.account()).containsInstanceOf(Qxban.class);
        assertThat(receiver.pan()).contains("4970");
        assertThat(receiver.bban()).contains("12345678901");
        Attachment code = receiver.code2d().orElseThrow();
        assertThat(code.mimeType()).isEqualTo("image/png");
        assertThat(code.name()).contains("n");
        assertThat(code.octets().orElseThrow()).containsExactly(0, 0, 0);
    }

    /** A.3: the data of a 2D code is of any type. */
    @ParameterizedTest
    @CsvSource({"'not base64!'", "'AAA'", "'AAA=AAAA'"})
    void readsDataOf2dCodesThatIsNoBase64AsNone(String data) {
        String document = set(LayerOneTest.FULL, "data", data);
        Attachment code =
                Doc.read(NominalMissive.class, document).receiver().code2d().orElseThrow();
        assertThat(code.octets()).isEmpty();
    }

    @Test
    void readsDataOf2dCodesInLinesAndInCdata() {
        String document = set(LayerOneTest.FULL, "data", "\n  AQ<!-- -->ID\r\n\t<![CDATA[BAUG]]>&#10;");
        Attachment code =
                Doc.read(NominalMissive.class, document).receiver().code2d().orElseThrow();
        assertThat(code.octets().orElseThrow()).containsExactly(1, 2, 3, 4, 5, 6);
    }
}
