// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.valise.sepamail.missive.Doc.ACK;
import static org.valise.sepamail.missive.Doc.NOMINAL;
import static org.valise.sepamail.missive.Doc.SERVICE;
import static org.valise.sepamail.missive.Doc.after;
import static org.valise.sepamail.missive.Doc.attribute;
import static org.valise.sepamail.missive.Doc.before;
import static org.valise.sepamail.missive.Doc.codes;
import static org.valise.sepamail.missive.Doc.drop;
import static org.valise.sepamail.missive.Doc.end;
import static org.valise.sepamail.missive.Doc.open;
import static org.valise.sepamail.missive.Doc.place;
import static org.valise.sepamail.missive.Doc.set;
import static org.valise.sepamail.missive.Doc.strict;
import static org.valise.sepamail.missive.Doc.tag;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sepamail.missive.Problem.Code;

/** MIS1202 "Check of the XML validity": the structure of the envelope, with the place of each fault. */
class LayerOneTest {

    private static final String SENDER = "<m:IBAN>QX46TESTVERTXXXABCDEFGHJKLMNPQRSTU</m:IBAN>";
    private static final String CODE_2D =
            "<m:RIS2D><m:mime-type>image/png</m:mime-type><m:name>n</m:name><m:data>AAAA</m:data></m:RIS2D>";
    private static final String XSI = "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' ";

    /** With all that is optional in a nominal missive. */
    static final String FULL = NOMINAL.replace(SENDER, "<m:BIC>TESTVERTXXX</m:BIC>" + SENDER)
            .replace("<m:Rcv>", "<m:SndChk>x:y</m:SndChk><m:Rcv><m:BIC>TESTBLEUXXX</m:BIC>")
            .replace(
                    "</m:Rcv>",
                    "<m:PAN>4970</m:PAN><m:BBAN>12345678901</m:BBAN>" + CODE_2D + "</m:Rcv>"
                            + "<m:RcvDtTm>2026-11-22T08:42:01Z</m:RcvDtTm>")
            .replace(
                    "</m:MsgTyp>",
                    "</m:MsgTyp><m:MsgRedir><m:InternalReference>desk 4</m:InternalReference>"
                            + "</m:MsgRedir><m:MsgRef><m:MsgId>M-0</m:MsgId><m:Relation>answers</m:Relation></m:MsgRef>"
                            + "<m:MsgExpiry>2026-11-23T00:00:00Z</m:MsgExpiry>");

    /** With a second warning, so that the first one can be changed. */
    static final String WARNED = ACK.replace(
            "</m:AcqDes>",
            "</m:AcqDes><m:RtgWarn><m:Code>BAD_TIME</m:Code>"
                    + "<m:Descr>late</m:Descr></m:RtgWarn><m:RtgWarn><m:Code>PRIO_LOW</m:Code></m:RtgWarn>");

    static final String COMMAND = SERVICE.replace(
                    "</m:CmdTyp>",
                    "</m:CmdTyp><m:CmdNum>7</m:CmdNum>"
                            + "<m:CmdSlc>ALL</m:CmdSlc><m:CmdFlt><m:Fltr>//a</m:Fltr><m:Fltr>//b</m:Fltr></m:CmdFlt>")
            .replace("</m:SrvCmd>", "</m:SrvCmd><m:SrvInfo>words</m:SrvInfo>");

    static final String RESULT = set(
            SERVICE,
            "MsvSrv",
            "<m:SrvRes><m:ResTyp>+OK</m:ResTyp>"
                    + "<m:ResNum>2</m:ResNum><m:ResSize>320</m:ResSize></m:SrvRes><m:SrvInfo>words</m:SrvInfo>");

    private static String document(String name) {
        return switch (name) {
            case "full" -> FULL;
            case "ack" -> WARNED;
            case "command" -> COMMAND;
            default -> RESULT;
        };
    }

    private static void assertOnly(String document, Code code, Span place) {
        MissiveReading reading = strict(document);
        assertThat(reading).isInstanceOf(MissiveReading.Refused.class);
        assertThat(reading.layer1()).hasSize(1);
        Problem problem = reading.layer1().get(0);
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.span()).contains(place);
    }

    @ParameterizedTest
    @ValueSource(strings = {"full", "ack", "command", "result"})
    void takesWhatIsComplete(String name) {
        MissiveReading reading = strict(document(name));
        assertThat(reading.layer1()).isEmpty();
        assertThat(reading).isInstanceOf(MissiveReading.Accepted.class);
    }

    /** The place is the tag that stands where the element should. */
    @ParameterizedTest
    @CsvSource({
        "full, sepamail_missive_001 MsvId MsvTyp MsvOrd MsvHdr Snd SndDtTm Rcv mime-type data",
        "full, sepamail_message_001 MsgHdr MsgBdy MsgId MsgTyp Relation InternalReference SimpleTestRequest",
        "ack, AcqSta Code",
        "command, CmdTyp SrvCmd",
        "result, ResTyp SrvRes"
    })
    void tellsWhatIsMissing(String name, String elements) {
        for (String element : elements.split(" ", -1)) {
            String document = drop(document(name), element);
            int next = document.indexOf('<', open(document(name), element));
            Span place = place(document, next, document.indexOf('>', next) + 1);
            assertOnly(document, Code.MISSING_ELEMENT, place);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "full, MsvPri BIC SndChk PAN BBAN RIS2D name RcvDtTm MsgRedir MsgRef MsgExpiry MsvBdy",
        "ack, AcqCla AcqSub AcqDet AcqChk AcqDes RtgWarn Descr",
        "command, CmdNum CmdSlc CmdFlt Fltr SrvInfo",
        "result, ResNum ResSize SrvInfo MsvSrv"
    })
    void missesNothingThatIsOptional(String name, String elements) {
        for (String element : elements.split(" ", -1)) {
            assertThat(strict(drop(document(name), element)).layer1()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "full, MsvId MsvTyp MsvOrd MsvPri MsvHdr Snd BIC IBAN SndDtTm SndChk Rcv PAN BBAN RIS2D mime-type name data",
        "full, RcvDtTm MsvBdy sepamail_message_001 MsgHdr MsgId MsgTyp InternalReference Relation MsgExpiry MsgBdy",
        "full, sepamail_missive_001 SimpleTestRequest",
        "ack, MsvAcq AcqSta AcqCla AcqSub AcqDet AcqChk AcqDes Code Descr",
        "command, MsvSrv SrvCmd CmdTyp CmdNum CmdSlc CmdFlt SrvInfo",
        "result, SrvRes ResTyp ResNum ResSize SrvInfo"
    })
    void tellsWhatIsThereTwice(String name, String elements) {
        for (String element : elements.split(" ", -1)) {
            String text = document(name);
            String twice = after(text, element, text.substring(open(text, element), end(text, element)));
            int second = end(text, element);
            assertOnly(twice, Code.UNEXPECTED_ELEMENT, place(twice, second, twice.indexOf('>', second) + 1));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "full, MsgRedir MsgRef",
        "ack, RtgWarn",
        "command, Fltr",
    })
    void takesAnyNumberOfWhatMayRepeat(String name, String elements) {
        for (String element : elements.split(" ", -1)) {
            String text = document(name);
            String one = text.substring(open(text, element), end(text, element));
            assertThat(strict(after(text, element, one.repeat(5))).layer1()).isEmpty();
        }
    }

    /** The element that comes too late is reported where it stands. */
    @ParameterizedTest
    @CsvSource({
        "full, MsvId, MsvTyp",
        "full, MsvTyp, MsvOrd",
        "full, MsvOrd, MsvPri",
        "full, MsvPri, MsvHdr",
        "full, MsvHdr, MsvBdy",
        "full, BIC, IBAN",
        "full, Snd, SndDtTm",
        "full, SndDtTm, SndChk",
        "full, SndChk, Rcv",
        "full, Rcv, RcvDtTm",
        "full, PAN, BBAN",
        "full, BBAN, RIS2D",
        "full, mime-type, name",
        "full, name, data",
        "full, MsgHdr, MsgBdy",
        "full, MsgId, MsgTyp",
        "full, MsgTyp, MsgRedir",
        "full, MsgRedir, MsgRef",
        "full, MsgRef, MsgExpiry",
        "ack, AcqSta, AcqCla",
        "ack, AcqCla, AcqSub",
        "ack, AcqSub, AcqDet",
        "ack, AcqDet, AcqChk",
        "ack, AcqChk, AcqDes",
        "ack, AcqDes, RtgWarn",
        "ack, Code, Descr",
        "ack, MsvHdr, MsvAcq",
        "command, CmdTyp, CmdNum",
        "command, CmdNum, CmdSlc",
        "command, CmdSlc, CmdFlt",
        "command, SrvCmd, SrvInfo",
        "result, ResTyp, ResNum",
        "result, ResNum, ResSize",
        "result, SrvRes, SrvInfo"
    })
    void isStrictAboutOrder(String name, String first, String second) {
        String text = document(name);
        String moved = text.substring(open(text, first), end(text, first));
        String document = after(drop(text, first), second, moved);
        int at = document.indexOf(moved);
        MissiveReading reading = strict(document);
        assertThat(reading).isInstanceOf(MissiveReading.Refused.class);
        assertThat(reading.layer1())
                .filteredOn(problem -> problem.code() == Code.UNEXPECTED_ELEMENT)
                .extracting(problem -> problem.span().orElseThrow())
                .containsExactly(place(document, at, document.indexOf('>', at) + 1));
    }

    static Stream<Arguments> intruders() {
        return Stream.of(
                arguments("MsvId", "<m:Foo>x</m:Foo>"),
                arguments("MsvPri", "<m:msvhdr/>"),
                arguments("sepamail_missive_001", "<m:Foo/>"),
                arguments("sepamail_missive_001", "<m:sepamail_missive_x01/>"),
                arguments("sepamail_message_001", "<m:Foo/>"),
                arguments("sepamail_message_001", "<m:sepamail_message_01/>"),
                arguments("SndDtTm", "<m:SndDtTime>2026-11-22T08:42:00Z</m:SndDtTime>"),
                arguments("PAN", "<m:RIS/>"),
                arguments("mime-type", "<m:Mime/>"),
                arguments("MsgTyp", "<m:MsgType>simple.request@test</m:MsgType>"),
                arguments("Relation", "<m:More/>"),
                arguments("MsgHdr", "<m:MsgFtr/>"),
                arguments("MsvPri", "<x:MsvHdr xmlns:x='urn:x'/>"),
                arguments("MsvPri", "<x:MsvHdr xmlns:x='" + Doc.EDGE + "'/>"),
                arguments("MsvPri", "<MsvHdr/>"));
    }

    @ParameterizedTest
    @MethodSource("intruders")
    void tellsWhatDoesNotBelongThere(String behind, String intruder) {
        String document = after(FULL, behind, intruder);
        int at = end(FULL, behind);
        assertOnly(document, Code.UNEXPECTED_ELEMENT, place(document, at, document.indexOf('>', at) + 1));
    }

    /** An element of another namespace is not ours, whatever its name. */
    @ParameterizedTest
    @ValueSource(strings = {"MsvTyp", "MsvHdr", "sepamail_message_001", "MsgHdr", "SndDtTm"})
    void doesNotTakeAForeignElementForOurs(String element) {
        String document = FULL.replace("<m:" + element + ">", "<x:" + element + " xmlns:x='urn:x'>")
                .replace("</m:" + element + ">", "</x:" + element + ">");
        MissiveReading reading = strict(document);
        assertThat(reading).isInstanceOf(MissiveReading.Refused.class);
        assertThat(codes(reading)).startsWith(Code.UNEXPECTED_ELEMENT);
        int at = document.indexOf("<x:");
        assertThat(reading.layer1().get(0).span()).contains(place(document, at, document.indexOf('>', at) + 1));
    }

    @Test
    void findsNothingInAnElementWithoutNamespace() {
        MissiveReading reading = strict("<Missive version=\"1206\"><sepamail_missive_001/></Missive>");
        assertThat(codes(reading)).containsExactly(Code.UNKNOWN_NAMESPACE);
    }

    @Test
    void takesNoElementsInAValue() {
        String document = set(FULL, "MsvId", "A<m:b>C</m:b>D");
        int at = document.indexOf("<m:b>");
        assertOnly(document, Code.UNEXPECTED_ELEMENT, place(document, at, at + 5));
    }

    @ParameterizedTest
    @CsvSource({
        "full, Missive sepamail_missive_001 MsvHdr Snd Rcv RIS2D MsvBdy sepamail_message_001 MsgHdr MsgRedir MsgRef",
        "full, MsgBdy",
        "ack, MsvAcq RtgWarn",
        "command, MsvSrv SrvCmd CmdFlt",
        "result, SrvRes"
    })
    void takesNoTextBetweenElements(String name, String elements) {
        for (String element : elements.split(" ", -1)) {
            for (String text : List.of("x", " \n é", "&#120;", " x  y ", "&#160;")) {
                String document = document(name);
                int at = Doc.inner(document, element);
                String changed = document.substring(0, at) + text + document.substring(at);
                MissiveReading reading = strict(changed);
                assertThat(reading).isInstanceOf(MissiveReading.Refused.class);
                assertThat(reading.layer1()).hasSize(1);
                Problem problem = reading.layer1().get(0);
                assertThat(problem.code()).isEqualTo(Code.UNEXPECTED_TEXT);
                String bad = text.strip();
                int found = changed.indexOf(bad, at);
                assertThat(problem.span()).contains(place(changed, found, found + bad.length()));
            }
        }
    }

    @Test
    void takesNoTextInAnElementThatIsEmpty() {
        assertThat(codes(strict(set(NOMINAL, "Snd", "x")))).contains(Code.UNEXPECTED_TEXT);
    }

    @ParameterizedTest
    @CsvSource({
        "full, sepamail_missive_001 MsvId MsvTyp MsvOrd MsvPri MsvHdr Snd BIC IBAN SndDtTm SndChk Rcv PAN BBAN RIS2D",
        "full, RcvDtTm sepamail_message_001 MsgHdr MsgId MsgTyp MsgRedir InternalReference MsgRef Relation MsgExpiry",
        "full, Missive MsvBdy MsgBdy mime-type name",
        "ack, MsvAcq AcqSta AcqCla AcqSub AcqDet AcqChk AcqDes RtgWarn Code Descr",
        "command, MsvSrv SrvCmd CmdTyp CmdNum CmdSlc CmdFlt Fltr SrvInfo",
        "result, SrvRes ResTyp ResNum ResSize"
    })
    void takesNoAttributesThatTheSchemaDoesNotHave(String name, String elements) {
        for (String element : elements.split(" ", -1)) {
            for (String extra : List.of("Version='1206'", "m:version='1206'", "xml:lang='fr'")) {
                String document = attribute(document(name), element, extra);
                int at = document.indexOf(extra);
                assertOnly(document, Code.UNEXPECTED_ATTRIBUTE, place(document, at, at + extra.length()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"xsi:nil='true'", "xsi:nil='false'", "xsi:type='m:MissiveHeader'"})
    void takesNoTypesAndNoNil(String extra) {
        String document = attribute(FULL, "MsvHdr", XSI + extra);
        int at = document.indexOf(extra);
        assertOnly(document, Code.UNEXPECTED_ATTRIBUTE, place(document, at, at + extra.length()));
    }

    /** The data of a 2D code is of any type: it may have attributes and elements. */
    @Test
    void takesAnythingInDataOf2dCodes() {
        String document = set(attribute(FULL, "data", "a='1' " + XSI + "xsi:type='x'"), "data", "a<b c='d'/>e");
        assertThat(strict(document).layer1()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "xsi:schemaLocation='" + Doc.NORM + " http://xsd.sepamail.eu/1206/x.xsd'",
                "xsi:noNamespaceSchemaLocation='file:///etc/passwd'"
            })
    void takesHintsAnywhere(String hint) {
        for (String element : List.of("Missive", "MsvId", "MsvHdr", "MsgBdy", "SimpleTestRequest")) {
            assertThat(strict(attribute(NOMINAL, element, XSI + hint)).problems())
                    .isEmpty();
        }
    }

    @Test
    void requiresTheVersionOfTheMissiveButNotThatOfTheMessage() {
        String document = NOMINAL.replace("\" version=\"1206\"", "\"");
        assertOnly(document, Code.MISSING_ATTRIBUTE, tag(document, "Missive"));
        assertThat(strict(NOMINAL.replace("<m:MsvBdy version=\"1206\"", "<m:MsvBdy"))
                        .problems())
                .isEmpty();
    }

    /** The pattern VersionNumber: four digits, not 0 in front, and ten letters, digits or, in the norm, underscores. */
    @Test
    void holdsTheVersionToItsPattern() {
        for (String right : List.of("1000", "9999", "1206a", "1206z", "1206A", "1206Z", "12060", "12069abcdefghi")) {
            assertThat(strict(version(right)).problems()).isEmpty();
            assertThat(strict(Doc.edge(version(right))).problems()).isEmpty();
        }
        assertThat(strict(version("1206_")).problems()).isEmpty();
        assertThat(codes(strict(Doc.edge(version("1206_"))))).containsExactly(Code.BAD_VALUE);
        for (String wrong : List.of(
                "",
                "120",
                "0206",
                "a206",
                "1a06",
                "120a",
                "120_",
                "1206@",
                "1206[",
                "1206`",
                "1206{",
                "1206/",
                "1206:",
                "1206\u00e9",
                "1206-",
                " 1206",
                "1206 ",
                "1206abcdefghijk")) {
            String document = version(wrong);
            int at = document.indexOf(" version=", document.indexOf("?>")) + 1;
            int end = document.indexOf('"', document.indexOf('"', at) + 1) + 1;
            assertOnly(document, Code.BAD_VALUE, place(document, at, end));
        }
    }

    private static String version(String version) {
        return NOMINAL.replaceFirst("version=\"1206\"", "version=\"" + version + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sepamail_missive_002", "sepamail_missive_010", "sepamail_message_002"})
    void namesAStructureOfALaterEdition(String structure) {
        String first = structure.replaceAll("[0-9]+", "001");
        String document = NOMINAL.replace(first, structure);
        assertOnly(document, Code.UNKNOWN_STRUCTURE, tag(document, structure));
    }

    @Test
    void doesNotReadAFileOfMissivesAsAMissive() {
        String document = "<!-- a --><m:Fichier xmlns:m='" + Doc.NORM + "'></m:Fichier>";
        assertOnly(document, Code.NOT_A_MISSIVE, tag(document, "Fichier"));
        assertThat(strict(document).problems().get(0).detail()).contains("MissiveFileReader");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Request", "missive", "sepamail_missive_001", "Msv"})
    void readsNothingButMissives(String root) {
        String document = "\n<m:" + root + " xmlns:m='" + Doc.NORM + "' version='1206'/>";
        assertOnly(document, Code.NOT_A_MISSIVE, place(document, 1, document.length()));
    }

    @Test
    void listsAllThatIsWrong() {
        String document = before(set(set(FULL, "MsvPri", "URGENT"), "MsvOrd", "one"), "Rcv", "<m:Foo/>");
        document = drop(document, "MsgTyp");
        assertThat(codes(strict(document)))
                .containsSubsequence(Code.BAD_VALUE, Code.BAD_VALUE, Code.UNEXPECTED_ELEMENT, Code.MISSING_ELEMENT);
    }

    @Test
    void listsAsManyProblemsAsItMay() {
        String document = after(NOMINAL, "MsvId", "<m:Foo/>".repeat(300));
        MissiveReading reading = strict(document);
        assertThat(reading.problems()).hasSizeLessThanOrEqualTo(101);
        assertThat(codes(reading)).contains(Code.TOO_MANY_PROBLEMS);
        MissiveReading three = Missives.strict()
                .withLimits(MissiveLimits.defaults().withProblems(3))
                .read(Doc.utf8(document));
        assertThat(three.problems()).hasSizeBetween(3, 4);
        assertThat(codes(three)).endsWith(Code.TOO_MANY_PROBLEMS);
    }
}
