// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.valise.sepamail.missive.Doc.NOMINAL;
import static org.valise.sepamail.missive.Doc.content;
import static org.valise.sepamail.missive.Doc.place;
import static org.valise.sepamail.missive.Doc.set;
import static org.valise.sepamail.missive.Doc.strict;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sepamail.missive.Problem.Code;

/** The simple types of the schemas at their edges; a fault is reported at the value. */
class LayerOneValuesTest {

    private static final String ASTRAL = "\uD83D\uDCE8";

    private static String document(String element) {
        for (String document :
                List.of(LayerOneTest.FULL, LayerOneTest.WARNED, LayerOneTest.COMMAND, LayerOneTest.RESULT)) {
            if (document.contains("<m:" + element + ">")) {
                return document;
            }
        }
        String uri = "<m:MsgRedir><m:RedirectURI>urn:x</m:RedirectURI></m:MsgRedir>";
        return Doc.after(LayerOneTest.FULL, "MsgTyp", uri);
    }

    private static void assertTaken(String element, String value) {
        assertThat(strict(set(document(element), element, value)).layer1()).isEmpty();
    }

    private static void assertBad(String element, String value) {
        String document = set(document(element), element, value);
        MissiveReading reading = strict(document);
        assertThat(reading).isInstanceOf(MissiveReading.Refused.class);
        assertThat(reading.layer1()).hasSize(1);
        Problem problem = reading.layer1().get(0);
        assertThat(problem.code()).isEqualTo(Code.BAD_VALUE);
        assertThat(problem.span()).contains(content(document, element));
        assertThat(problem.detail()).startsWith(element);
        assertThat(value.length() < 9 || !problem.toString().contains(value)).isTrue();
        // The JDK counts UTF-16 units, so a text of characters beyond the basic plane proves nothing here.
        if (OfficialSet.isThere() && !value.contains(ASTRAL) && !value.contains("1F4E8")) {
            assertThat(OfficialSet.fault(Doc.NORM, Doc.utf8(document))).isPresent();
        }
    }

    /** Lengths are counted in characters, whatever takes to write one. */
    @ParameterizedTest
    @CsvSource({
        "MsvId, 0, 200",
        "MsgId, 0, 200",
        "SndChk, 1, 140",
        "name, 1, 140",
        "mime-type, 1, 70",
        "InternalReference, 1, 70",
        "Relation, 1, 70",
        "AcqChk, 1, 70",
        "AcqDes, 1, 140",
        "Descr, 1, 140",
        "BBAN, 11, 30"
    })
    void holdsLengths(String element, int least, int most) {
        for (String character : List.of("x", "\u00e9", "\u20ac", ASTRAL, "&amp;", "&#x1F4E8;", "&#10;", "]", "\r\n")) {
            if (least > 0) {
                assertBad(element, character.repeat(least - 1));
                assertTaken(element, character.repeat(least));
            }
            assertTaken(element, character.repeat(most));
            assertBad(element, character.repeat(most + 1));
        }
        assertTaken(element, "<![CDATA[" + "&".repeat(most) + "]]>");
        assertTaken(element, "x".repeat(most - 1) + "<!-- not a part -->x<?nor this?>");
        assertBad(element, "x".repeat(most) + "<!-- not a part -->x");
    }

    /** An element that is empty has a place, too: behind its tag. */
    @ParameterizedTest
    @ValueSource(
            strings = {"MsvTyp", "MsvOrd", "MsvPri", "SndDtTm", "BIC", "IBAN", "BBAN", "Relation", "AcqSta", "Code"})
    void refusesEmptyElements(String element) {
        String full = document(element);
        String tag = "<m:" + element + "/>";
        String document = full.substring(0, Doc.open(full, element)) + tag + full.substring(Doc.end(full, element));
        int behind = document.indexOf(tag) + tag.length();
        MissiveReading reading = strict(document);
        assertThat(reading.layer1()).extracting(Problem::code).containsExactly(Code.BAD_VALUE);
        assertThat(reading.layer1().get(0).span()).contains(place(document, behind, behind));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PAN", "SrvInfo", "Fltr"})
    void leavesOtherTextsOpen(String element) {
        assertTaken(element, "");
        assertTaken(element, ASTRAL.repeat(5000));
    }

    @ParameterizedTest
    @CsvSource({
        "MsvTyp, Nominal Acquittement Acknowledgement Service SMAPI",
        "MsvPri, HIGHEST HIGH NORMAL LOW LOWEST",
        "AcqSta, ACK NAK",
        "Code, BAD_TIME PRIO_HIGH PRIO_NORM PRIO_LOW PRIO_XLOW",
        "CmdTyp, LIST NOOP DELE RETR STAT",
        "CmdSlc, ALL UNREAD SENT",
        "ResTyp, +OK -ERR"
    })
    void holdsLists(String element, String values) {
        for (String value : values.split(" ", -1)) {
            assertTaken(element, value);
            assertBad(element, value.charAt(0) + value.substring(1).toLowerCase(Locale.ROOT) + "x");
            assertBad(element, " " + value);
            assertBad(element, value + "\n");
            assertBad(element, value + "X");
        }
        assertBad(element, "");
    }

    @ParameterizedTest
    @CsvSource({
        "AcqSta, NACK",
        "Code, PRI_NORM",
        "Code, PRIO_HIGHEST",
        "Code, PRIO_LOWEST",
        "MsvTyp, Acknowledgment",
        "MsvTyp, Smapi",
        "MsvPri, 3",
        "ResTyp, OK"
    })
    void doesNotTakeWhatIsAlmostInAList(String element, String value) {
        assertBad(element, value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "01", "+1", " 1\n", "0", "-1", "-0", "1<!-- -->2", "&#49;", "<![CDATA[7]]>"})
    void takesWholeNumbers(String value) {
        for (String element : List.of("MsvOrd", "AcqCla", "AcqSub", "AcqDet", "CmdNum", "ResNum", "ResSize")) {
            assertTaken(element, value);
        }
        assertTaken("AcqCla", "9".repeat(1000));
        assertTaken("MsvOrd", "-" + "9".repeat(1000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "one", "1.0", "1e3", "0x1", "+", "-", "--1", "1 2", "\u0661", "\uFF11", "1\u00A0"})
    void refusesWhatIsNoWholeNumber(String value) {
        for (String element : List.of("MsvOrd", "AcqCla", "AcqSub", "AcqDet", "CmdNum", "ResNum", "ResSize")) {
            assertBad(element, value);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-22T08:42:00",
                "2026-11-22T08:42:00Z",
                "2026-11-22T24:00:00",
                "2026-11-22T08:42:00.123456789012+14:00",
                "2024-02-29T00:00:00-14:00",
                "2000-02-29T23:59:59.9-00:30",
                "-0044-03-15T12:00:00Z",
                "12026-01-01T00:00:00Z",
                " 2026-11-22T08:42:00\n"
            })
    void takesTimes(String value) {
        for (String element : List.of("SndDtTm", "RcvDtTm", "MsgExpiry")) {
            assertTaken(element, value);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-11-22",
                "08:42:00",
                "2026-11-22 08:42:00",
                "2026-11-22t08:42:00",
                "2026-11-22T08:42",
                "2026-11-22T08:42:00z",
                "2026-11-22T08:42:60Z",
                "2026-11-22T24:00:01Z",
                "2026-11-22T25:00:00Z",
                "2026-11-22T08:60:00Z",
                "2026-11-31T08:42:00Z",
                "2026-13-01T08:42:00Z",
                "2026-00-10T08:42:00Z",
                "2026-02-29T08:42:00Z",
                "1900-02-29T08:42:00Z",
                "0000-01-01T00:00:00Z",
                "226-11-22T08:42:00Z",
                "02026-11-22T08:42:00Z",
                "2026-11-22T08:42:00.Z",
                "2026-11-22T08:42:00+14:01",
                "2026-11-22T08:42:00+0100",
                "2026-11-22T08:42:00+1:00",
                "+2026-11-22T08:42:00Z",
                "2026-1-22T08:42:00Z",
                "2026-11-22T08:42:00Z x",
                "\u0662026-11-22T08:42:00Z"
            })
    void refusesWhatIsNoTime(String value) {
        for (String element : List.of("SndDtTm", "RcvDtTm", "MsgExpiry")) {
            assertBad(element, value);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TESTBLEU", "TESTBLEUXXX", "TESTFRPP001", "ABCDEFZ9", "ABCDEF2A"})
    void takesBics(String value) {
        assertTaken("BIC", value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "TESTBLE",
                "TESTBLEUX",
                "TESTBLEUXX",
                "TESTBLEUXXXX",
                "TESTBL0U",
                "TESTBL1U",
                "TESTBLEO",
                "testbleu",
                "TEST1LEU",
                " TESTBLEU",
                "TESTBLEU\n",
                "T\u00c9STBLEU"
            })
    void refusesWhatIsNoBic(String value) {
        assertBad("BIC", value);
    }

    @Test
    void holdsTheFormOfAccounts() {
        assertTaken("IBAN", "FR761");
        assertTaken("IBAN", "FR76" + "a".repeat(30));
        List<String> bad = new ArrayList<>(List.of("", "FR76", "FR7", "fr761", "F1761", "FRA61", "FR76 1", "FR76-1"));
        bad.add("FR76" + "1".repeat(31));
        bad.add("FR76\u00e9");
        bad.add(" FR761");
        bad.forEach(value -> assertBad("IBAN", value));
    }

    @Test
    void leavesTheTypeOfMessagesOpen() {
        assertTaken("MsgTyp", "send.request@generic");
        String document = set(NOMINAL, "MsgTyp", "");
        assertThat(strict(document).layer1()).extracting(Problem::code).containsExactly(Code.BAD_VALUE);
        assertThat(strict(document).layer1().get(0).span()).contains(content(document, "MsgTyp"));
    }

    @ParameterizedTest
    @CsvSource({"1206, true", "1606, true", "1206_Ab9, true", "12061234567890, true"})
    void takesVersions(String value, boolean taken) {
        assertThat(strict(NOMINAL.replace("version=\"1206\"", "version='" + value + "'"))
                        .problems()
                        .isEmpty())
                .isEqualTo(taken);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "120", "0206", "120x", "1206-1", "1206 ", " 1206", "120612345678901", "\u0661206", "1206\n"})
    void refusesWhatIsNoVersion(String value) {
        String attribute = "version=\"" + value + "\"";
        for (String element : List.of("Missive", "MsvBdy")) {
            int from = NOMINAL.indexOf("version=\"1206\"", Doc.open(NOMINAL, element));
            String document = NOMINAL.substring(0, from) + attribute + NOMINAL.substring(from + 14);
            MissiveReading reading = strict(document);
            assertThat(reading.layer1()).extracting(Problem::code).containsExactly(Code.BAD_VALUE);
            assertThat(reading.layer1().get(0).span()).contains(place(document, from, from + attribute.length()));
        }
    }

    /** The schemas of bleedingEdge have no underscore in the version. */
    @Test
    void takesNoUnderscoreInBleedingEdge() {
        String document = Doc.edge(NOMINAL).replace("1206\"", "1206_1\"");
        assertThat(strict(document).layer1()).extracting(Problem::code).containsExactly(Code.BAD_VALUE, Code.BAD_VALUE);
    }

    /** What the types allow, the official schemas allow. */
    @Test
    void isNoLaxerThanTheOfficialSchemas() {
        OfficialSet.assume();
        for (String document :
                List.of(LayerOneTest.FULL, LayerOneTest.WARNED, LayerOneTest.COMMAND, LayerOneTest.RESULT)) {
            assertThat(OfficialSet.fault(Doc.NORM, Doc.utf8(document))).isEmpty();
            assertThat(OfficialSet.fault(Doc.EDGE, Doc.utf8(Doc.edge(document))))
                    .isEmpty();
        }
    }
}
