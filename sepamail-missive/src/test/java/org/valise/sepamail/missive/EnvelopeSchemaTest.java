// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.validation.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The envelope's own schema: SEPAmail's schemas of norm 1206 and bleedingEdge, as far as the envelope goes. */
class EnvelopeSchemaTest {

    private static final Schema NORM_1206 = EnvelopeSchema.of(SchemaVersion.NORM_1206);
    private static final Schema BLEEDING_EDGE = EnvelopeSchema.of(SchemaVersion.BLEEDING_EDGE);

    private static Optional<String> fault(Schema schema, String xml) {
        String namespace =
                schema == NORM_1206 ? SchemaVersion.NORM_1206.namespace() : SchemaVersion.BLEEDING_EDGE.namespace();
        return SchemaFixtures.fault(SchemaCompiler.validator(schema), EnvelopeSamples.in(namespace, xml));
    }

    /** The official schema's opinion, where there is one. */
    private static Optional<String> officialFault(String xml) {
        String namespace = SchemaVersion.NORM_1206.namespace();
        return SchemaFixtures.fault(
                SchemaFixtures.official().validator(namespace).orElseThrow(), EnvelopeSamples.in(namespace, xml));
    }

    private static String replaced(String xml, String old, String by) {
        assertThat(xml).contains(old);
        return xml.replace(old, by);
    }

    static Stream<String> documents() {
        return Stream.concat(
                EnvelopeSamples.KINDS.values().stream(),
                Stream.of(
                        EnvelopeSamples.file(),
                        EnvelopeSamples.file(EnvelopeSamples.NOMINAL, EnvelopeSamples.ACKNOWLEDGEMENT)));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void takesEveryKindOfDocumentInBothNamespaces(String xml) {
        assertThat(fault(NORM_1206, xml)).isEmpty();
        assertThat(fault(BLEEDING_EDGE, xml)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void takesWhatTheOfficialOneTakes(String xml) {
        String genuine = xml.contains("request@smapi") ? xml.replaceAll("request@smapi", "simple.report@test") : xml;
        assertThat(officialFault(genuine)).isEmpty();
        assertThat(fault(NORM_1206, genuine)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"002_report_nominal.xml", "002_report_ack.xml"})
    void takesTheOfficialSamples(String name) throws Exception {
        String xml = SchemaFixtures.sample(name);
        assertThat(fault(BLEEDING_EDGE, xml)).isEmpty();
        String swapped = replaced(xml, SchemaVersion.BLEEDING_EDGE.namespace(), SchemaVersion.NORM_1206.namespace());
        assertThat(fault(NORM_1206, swapped)).isEmpty();
        assertThat(fault(NORM_1206, xml)).contains("cvc-elt.1.a");
    }

    @Test
    void servesNamespacesThatAreNotKnownYet() {
        String namespace = "http://xsd.sepamail.eu/1606/";
        Schema later = EnvelopeSchema.of(SchemaVersion.of(namespace, "1606"));
        assertThat(SchemaFixtures.fault(
                        SchemaCompiler.validator(later), EnvelopeSamples.in(namespace, EnvelopeSamples.NOMINAL)))
                .isEmpty();
        String underscore = replaced(EnvelopeSamples.SMAPI, "version=\"1206\"", "version=\"1606_a\"");
        assertThat(SchemaFixtures.fault(SchemaCompiler.validator(later), EnvelopeSamples.in(namespace, underscore)))
                .isEmpty();
        assertThat(fault(NORM_1206, EnvelopeSamples.in(namespace, EnvelopeSamples.NOMINAL)))
                .contains("cvc-elt.1.a");
    }

    @Test
    void cannotBeOfTheNamespaceOfSignatures() {
        String namespace = "http://www.w3.org/2000/09/xmldsig#";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EnvelopeSchema.of(SchemaVersion.of(namespace, "1206")))
                .withMessageContaining(namespace);
    }

    /** The one difference between the editions: VersionNumber. */
    @ParameterizedTest
    @CsvSource({
        "1206, true, true",
        "1000, true, true",
        "12061234567890, true, true",
        "1206aZ09, true, true",
        "1206_, true, false",
        "1206_a_b, true, false",
        "0206, false, false",
        "126, false, false",
        "120612345678901, false, false",
        "1206-1, false, false",
        "1206.1, false, false",
        "'1206 ', false, false",
        "'', false, false",
        "120\u0661, false, false"
    })
    void knowsTheVersionsOfEachEdition(String version, boolean norm1206, boolean bleedingEdge) {
        String root = replaced(
                EnvelopeSamples.SMAPI, "xmlns:s=\"N\" version=\"1206\"", "xmlns:s=\"N\" version=\"" + version + '"');
        String body =
                replaced(EnvelopeSamples.SMAPI, "<s:MsvBdy version=\"1206\"", "<s:MsvBdy version=\"" + version + '"');
        for (String xml : new String[] {root, body}) {
            assertThat(fault(NORM_1206, xml).isEmpty()).isEqualTo(norm1206);
            assertThat(fault(BLEEDING_EDGE, xml).isEmpty()).isEqualTo(bleedingEdge);
        }
    }

    /** Each facet, one step inside and one step outside; {@code *n} stands for n letters. */
    @ParameterizedTest
    @CsvSource({
        // UniqueIdentifier
        "NOMINAL, MsvId, *0, ''",
        "NOMINAL, MsvId, *200, ''",
        "NOMINAL, MsvId, *201, cvc-maxLength-valid",
        "NOMINAL, MsgId, *200, ''",
        "NOMINAL, MsgId, *201, cvc-maxLength-valid",
        "NOMINAL, 'MsgRef><s:MsgId', *201, cvc-maxLength-valid",
        // MissiveType
        "NOMINAL, MsvTyp, Acknowledgement, ''",
        "NOMINAL, MsvTyp, Nak, cvc-enumeration-valid",
        "NOMINAL, MsvTyp, nominal, cvc-enumeration-valid",
        "NOMINAL, MsvTyp, ' Nominal', cvc-enumeration-valid",
        // integers
        "NOMINAL, MsvOrd, -99999999999999999999, ''",
        "NOMINAL, MsvOrd, ' +1 ', ''",
        "NOMINAL, MsvOrd, 1.0, cvc-datatype-valid.1.2.1",
        "NOMINAL, MsvOrd, '', cvc-datatype-valid.1.2.1",
        // PriorityCode
        "NOMINAL, MsvPri, HIGHEST, ''",
        "NOMINAL, MsvPri, LOWEST, ''",
        "NOMINAL, MsvPri, NORMAL, ''",
        "NOMINAL, MsvPri, LOW, ''",
        "NOMINAL, MsvPri, URGENT, cvc-enumeration-valid",
        // AnyBICIdentifier: 8 or 11 characters, 7th not 0 or 1, 8th not O
        "NOMINAL, BIC, TESTFRPP, ''",
        "NOMINAL, BIC, TESTFR20, ''",
        "NOMINAL, BIC, TESTFR2ZA0Z, ''",
        "NOMINAL, BIC, TESTFR0P, cvc-pattern-valid",
        "NOMINAL, BIC, TESTFR1P, cvc-pattern-valid",
        "NOMINAL, BIC, TESTFRPO, cvc-pattern-valid",
        "NOMINAL, BIC, TESTFRP, cvc-pattern-valid",
        "NOMINAL, BIC, TESTFRPPX, cvc-pattern-valid",
        "NOMINAL, BIC, TESTFRPPXX, cvc-pattern-valid",
        "NOMINAL, BIC, TESTFRPPXXXX, cvc-pattern-valid",
        "NOMINAL, BIC, TEST2RPP, cvc-pattern-valid",
        "NOMINAL, BIC, testfrpp, cvc-pattern-valid",
        "NOMINAL, 'Rcv><s:BIC', TESTDE, cvc-pattern-valid",
        "FILE, Sender, TESTDE, cvc-pattern-valid",
        // IBAN2007Identifier: 5 to 34 characters
        "NOMINAL, IBAN, AA00a, ''",
        "NOMINAL, IBAN, AA00*30, ''",
        "NOMINAL, IBAN, AA00*31, cvc-pattern-valid",
        "NOMINAL, IBAN, AA00, cvc-pattern-valid",
        "NOMINAL, IBAN, A000a, cvc-pattern-valid",
        "NOMINAL, IBAN, aA00a, cvc-pattern-valid",
        "NOMINAL, IBAN, AA0aa, cvc-pattern-valid",
        "NOMINAL, IBAN, AA00 a, cvc-pattern-valid",
        // PANIdentifier and BBANIdentifier
        "NOMINAL, PAN, *0, ''",
        "NOMINAL, PAN, *500, ''",
        "NOMINAL, BBAN, *11, ''",
        "NOMINAL, BBAN, *30, ''",
        "NOMINAL, BBAN, *10, cvc-minLength-valid",
        "NOMINAL, BBAN, *31, cvc-maxLength-valid",
        // RIS2DIdentifier
        "NOMINAL, mime-type, *70, ''",
        "NOMINAL, mime-type, *71, cvc-maxLength-valid",
        "NOMINAL, mime-type, *1, ''",
        "NOMINAL, mime-type, *0, cvc-minLength-valid",
        "NOMINAL, name, *140, ''",
        "NOMINAL, name, *141, cvc-maxLength-valid",
        "NOMINAL, name, *1, ''",
        "NOMINAL, name, *0, cvc-minLength-valid",
        // ISODateTime
        "NOMINAL, SndDtTm, 2012-09-21T15:00:00, ''",
        "NOMINAL, SndDtTm, 2012-09-21T15:00:00.123456789-14:00, ''",
        "NOMINAL, SndDtTm, 2012-09-21, cvc-datatype-valid.1.2.1",
        "NOMINAL, SndDtTm, 2012-02-30T00:00:00, cvc-datatype-valid.1.2.1",
        "NOMINAL, RcvDtTm, now, cvc-datatype-valid.1.2.1",
        "NOMINAL, MsgExpiry, now, cvc-datatype-valid.1.2.1",
        "FILE, DatTim, now, cvc-datatype-valid.1.2.1",
        // Max140Text and Max70Text
        "NOMINAL, SndChk, *140, ''",
        "NOMINAL, SndChk, *141, cvc-maxLength-valid",
        "NOMINAL, SndChk, *0, cvc-minLength-valid",
        "ACKNOWLEDGEMENT, AcqChk, *70, ''",
        "ACKNOWLEDGEMENT, AcqChk, *71, cvc-maxLength-valid",
        "ACKNOWLEDGEMENT, AcqChk, *0, cvc-minLength-valid",
        "ACKNOWLEDGEMENT, AcqDes, *140, ''",
        "ACKNOWLEDGEMENT, AcqDes, *141, cvc-maxLength-valid",
        "ACKNOWLEDGEMENT, AcqDes, *0, cvc-minLength-valid",
        "ACKNOWLEDGEMENT, Descr, *140, ''",
        "ACKNOWLEDGEMENT, Descr, *141, cvc-maxLength-valid",
        "ACKNOWLEDGEMENT, Descr, *0, cvc-minLength-valid",
        "NOMINAL, InternalReference, *70, ''",
        "NOMINAL, InternalReference, *71, cvc-maxLength-valid",
        "NOMINAL, InternalReference, *0, cvc-minLength-valid",
        "NOMINAL, Relation, *70, ''",
        "NOMINAL, Relation, *71, cvc-maxLength-valid",
        "NOMINAL, Relation, *0, cvc-minLength-valid",
        // AcquittementStatus, RoutingCode
        "ACKNOWLEDGEMENT, AcqSta, NAK, ''",
        "ACKNOWLEDGEMENT, AcqSta, NACK, cvc-enumeration-valid",
        "ACKNOWLEDGEMENT, Code, PRIO_HIGH, ''",
        "ACKNOWLEDGEMENT, Code, PRIO_LOW, ''",
        "ACKNOWLEDGEMENT, Code, PRIO_XLOW, ''",
        "ACKNOWLEDGEMENT, Code, PRI_NORM, cvc-enumeration-valid",
        "ACKNOWLEDGEMENT, Code, PRIO_HIGHEST, cvc-enumeration-valid",
        // ServiceCommandType, MessageSelect, Filter, ServiceResultType
        "COMMAND, CmdTyp, NOOP, ''",
        "COMMAND, CmdTyp, DELE, ''",
        "COMMAND, CmdTyp, RETR, ''",
        "COMMAND, CmdTyp, STAT, ''",
        "COMMAND, CmdTyp, QUIT, cvc-enumeration-valid",
        "COMMAND, CmdSlc, ALL, ''",
        "COMMAND, CmdSlc, SENT, ''",
        "COMMAND, CmdSlc, READ, cvc-enumeration-valid",
        "COMMAND, Fltr, *0, ''",
        "COMMAND, SrvInfo, *0, ''",
        "RESULT, ResTyp, -ERR, ''",
        "RESULT, ResTyp, OK, cvc-enumeration-valid",
    })
    void holdsEachFacet(String document, String element, String value, String fault) {
        String bad = changed(document(document), element, expanded(value));
        assertThat(fault(NORM_1206, bad).orElse("")).isEqualTo(fault);
        assertThat(fault(BLEEDING_EDGE, bad).orElse("")).isEqualTo(fault);
    }

    @ParameterizedTest
    @CsvSource({
        "NOMINAL, MsvOrd",
        "ACKNOWLEDGEMENT, 'AcqCla,AcqSub,AcqDet'",
        "COMMAND, CmdNum",
        "RESULT, 'ResNum,ResSize'",
        "FILE, NbMsv"
    })
    void takesAnyIntegerWhereANumberStands(String document, String elements) {
        for (String element : elements.split(",", -1)) {
            for (String number : new String[] {"0", "007", " +1\n", "-99999999999999999999", "99999999999999999999"}) {
                assertThat(fault(NORM_1206, changed(document(document), element, number)))
                        .as(element)
                        .isEmpty();
            }
            for (String number : new String[] {"", "1.0", "1e3", "a", "\u0661", "1 2"}) {
                assertThat(fault(NORM_1206, changed(document(document), element, number)))
                        .as(element)
                        .contains("cvc-datatype-valid.1.2.1");
            }
        }
    }

    /** What the first occurrence of a name does not show. */
    @ParameterizedTest
    @CsvSource({
        "NOMINAL, <s:MsvBdy version=\"1206\">, <s:MsvBdy>, ''",
        "NOMINAL, <s:MsgRef><s:MsgId>g-0</s:MsgId>, <s:MsgRef>, cvc-complex-type.2.4.a",
        "NOMINAL, <s:MsgRef>, <s:MsgRef><s:MsgId>g</s:MsgId>, cvc-complex-type.2.4.a",
        "NOMINAL, <s:Rcv>, <s:Rcv><s:BIC>TESTDEFF</s:BIC>, cvc-complex-type.2.4.a",
        "NOMINAL, <s:PAN>, <s:IBAN>AA00a</s:IBAN><s:PAN>, cvc-complex-type.2.4.a",
        "FILE, s:Sender>, s:Receiver>, ''",
        "COMMAND, <s:Fltr>//a</s:Fltr><s:Fltr>//b</s:Fltr>, '', ''",
        "FILE, </s:Partner>, <s:Sender>TESTDEFF</s:Sender></s:Partner>, cvc-complex-type.2.4.d",
        "FILE, <s:Partner>, <s:Partner><s:Receiver>TESTDEFF</s:Receiver>, cvc-complex-type.2.4.d",
        "COMMAND, </s:SrvCmd>, </s:SrvCmd><s:SrvRes><s:ResTyp>+OK</s:ResTyp></s:SrvRes>, cvc-complex-type.2.4.a",
        "SMAPI, <s:MsvBdy, <s:MsvSrv><s:SrvRes><s:ResTyp>+OK</s:ResTyp></s:SrvRes></s:MsvSrv><s:MsvBdy, ''",
        "SMAPI, </s:MsvBdy>, </s:MsvBdy><s:MsvSrv><s:SrvRes><s:ResTyp>+OK</s:ResTyp></s:SrvRes></s:MsvSrv>, cvc-complex-type.2.4.a",
        "SMAPI, <s:MsvBdy, <s:MsvAcq><s:AcqSta>ACK</s:AcqSta></s:MsvAcq><s:MsvBdy, ''",
    })
    void holdsTheSameWhereverANameOccurs(String document, String old, String by, String fault) {
        assertThat(fault(NORM_1206, replaced(document(document), old, by)).orElse(""))
                .isEqualTo(fault);
    }

    @Test
    void hasOneReceiverAtMost() {
        String receiver = "<s:Receiver>TESTDEFF</s:Receiver>";
        String xml = replaced(EnvelopeSamples.file(), "<s:Sender>TESTFRPP</s:Sender>", receiver + receiver);
        assertThat(fault(NORM_1206, xml)).contains("cvc-complex-type.2.4.d");
    }

    @ParameterizedTest
    @CsvSource({"*0, cvc-minLength-valid", "x, ''", "send.request@generic, ''", "*5000, ''"})
    void leavesTheTypeOfTheMessageOpen(String value, String fault) {
        String xml = changed(EnvelopeSamples.NOMINAL, "MsgTyp", expanded(value));
        assertThat(fault(NORM_1206, xml).orElse("")).isEqualTo(fault);
    }

    @ParameterizedTest
    @CsvSource({
        "NOMINAL, 'sepamail_missive_001,MsvId,MsvTyp,MsvOrd,MsvHdr,Snd,SndDtTm,Rcv,mime-type,data,sepamail_message_001'",
        "NOMINAL, 'MsgHdr,MsgId,MsgTyp,InternalReference,RedirectURI,Relation,MsgBdy,SimpleTestRequest'",
        "ACKNOWLEDGEMENT, 'AcqSta,Code'",
        "COMMAND, 'SrvCmd,CmdTyp'",
        "RESULT, 'SrvRes,ResTyp'",
        "FILE, 'DatTim,Partner,Sender,NbMsv'"
    })
    void requiresWhatIsRequired(String document, String elements) {
        for (String element : elements.split(",", -1)) {
            String bad = without(document(document), element);
            assertThat(fault(NORM_1206, bad).orElse("none")).as(element).startsWith("cvc-complex-type.2.4.");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NOMINAL, 'MsvPri,SndChk,BIC,IBAN,PAN,BBAN,RIS2D,name,RcvDtTm,MsvBdy,MsgRedir,MsgRef,MsgExpiry,ds:Signature'",
        "ACKNOWLEDGEMENT, 'AcqCla,AcqSub,AcqDet,AcqChk,AcqDes,RtgWarn,Descr,MsvAcq'",
        "COMMAND, 'CmdNum,CmdSlc,CmdFlt,Fltr,SrvInfo,MsvSrv'",
        "RESULT, 'ResNum,ResSize'",
        "FILE, 'Msv'"
    })
    void allowsWhatIsOptionalToBeAbsent(String document, String elements) {
        for (String element : elements.split(",", -1)) {
            assertThat(fault(NORM_1206, without(document(document), element)))
                    .as(element)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NOMINAL, 'sepamail_missive_001,MsvId,MsvTyp,MsvOrd,MsvPri,MsvHdr,Snd,SndDtTm,SndChk,Rcv,RcvDtTm,BIC,IBAN,PAN,BBAN,RIS2D,mime-type,name,data'",
        "NOMINAL, 'MsvBdy,sepamail_message_001,MsgHdr,MsgId,MsgTyp,InternalReference,RedirectURI,Relation,MsgExpiry,MsgBdy,SimpleTestRequest,ds:Signature'",
        "ACKNOWLEDGEMENT, 'MsvAcq,AcqSta,AcqCla,AcqSub,AcqDet,AcqChk,AcqDes,Code,Descr'",
        "COMMAND, 'MsvSrv,SrvCmd,CmdTyp,CmdNum,CmdSlc,CmdFlt,SrvInfo'",
        "RESULT, 'SrvRes,ResTyp,ResNum,ResSize'",
        "FILE, 'DatTim,Partner,Sender,NbMsv'"
    })
    void allowsNoSecond(String document, String elements) {
        for (String element : elements.split(",", -1)) {
            String found = element(document(document), element);
            String bad = replaced(document(document), found, found + found);
            assertThat(fault(NORM_1206, bad).orElse("none")).as(element).startsWith("cvc-complex-type.2.4.");
        }
    }

    @ParameterizedTest
    @CsvSource({"NOMINAL, MsgRedir", "NOMINAL, MsgRef", "ACKNOWLEDGEMENT, RtgWarn", "COMMAND, Fltr", "FILE, Msv"})
    void allowsAnyNumberOfWhatIsRepeated(String document, String element) {
        String found = element(document(document), element);
        assertThat(fault(NORM_1206, replaced(document(document), found, found.repeat(200))))
                .isEmpty();
    }

    /** Order is strict: no two neighbours may change places, nor stand beside their alternative. */
    @ParameterizedTest
    @CsvSource({
        "NOMINAL, MsvId, MsvTyp",
        "NOMINAL, MsvTyp, MsvOrd",
        "NOMINAL, MsvOrd, MsvPri",
        "NOMINAL, MsvPri, MsvHdr",
        "NOMINAL, MsvHdr, MsvBdy",
        "NOMINAL, MsvBdy, ds:Signature",
        "NOMINAL, Snd, SndDtTm",
        "NOMINAL, SndDtTm, SndChk",
        "NOMINAL, SndChk, Rcv",
        "NOMINAL, Rcv, RcvDtTm",
        "NOMINAL, BIC, IBAN",
        "NOMINAL, PAN, BBAN",
        "NOMINAL, BBAN, RIS2D",
        "NOMINAL, mime-type, name",
        "NOMINAL, name, data",
        "NOMINAL, MsgHdr, MsgBdy",
        "NOMINAL, MsgId, MsgTyp",
        "NOMINAL, MsgTyp, MsgRedir",
        "NOMINAL, MsgRef, MsgExpiry",
        "ACKNOWLEDGEMENT, MsvHdr, MsvAcq",
        "ACKNOWLEDGEMENT, AcqSta, AcqCla",
        "ACKNOWLEDGEMENT, AcqCla, AcqSub",
        "ACKNOWLEDGEMENT, AcqSub, AcqDet",
        "ACKNOWLEDGEMENT, AcqDet, AcqChk",
        "ACKNOWLEDGEMENT, AcqChk, AcqDes",
        "ACKNOWLEDGEMENT, AcqDes, RtgWarn",
        "ACKNOWLEDGEMENT, Code, Descr",
        "COMMAND, SrvCmd, SrvInfo",
        "COMMAND, CmdTyp, CmdNum",
        "COMMAND, CmdNum, CmdSlc",
        "COMMAND, CmdSlc, CmdFlt",
        "RESULT, ResTyp, ResNum",
        "RESULT, ResNum, ResSize",
        "FILE, DatTim, Partner",
        "FILE, Partner, NbMsv"
    })
    void isStrictAboutOrder(String document, String first, String second) {
        String xml = document(document);
        String one = element(xml, first);
        String two = element(xml, second);
        assertThat(xml.indexOf(one)).isLessThan(xml.indexOf(two));
        String bad = xml.replace(two, "").replace(one, two + one);
        assertThat(fault(NORM_1206, bad).orElse("none")).startsWith("cvc-complex-type.2.4.");
    }

    @ParameterizedTest
    @CsvSource({
        "NOMINAL, ' version=\"1206\"><s:sepamail_missive_001', '><s:sepamail_missive_001', cvc-complex-type.4",
        "NOMINAL, <s:MsvId>, <s:MsvId a='1'>, cvc-type.3.1.1",
        "NOMINAL, <s:MsvHdr>, <s:MsvHdr a='1'>, cvc-complex-type.3.2.2",
        "NOMINAL, <s:MsvHdr>, <s:MsvHdr>text, cvc-complex-type.2.3",
        "NOMINAL, <s:MsgBdy>, <s:MsgBdy>text, cvc-complex-type.2.3",
        "NOMINAL, <s:MsvId>m, <s:MsvId><s:b/>m, cvc-type.3.1.2",
        "NOMINAL, <s:MsvOrd>, <MsvOrd xmlns=''/><s:MsvOrd>, cvc-complex-type.2.4.a",
        "NOMINAL, s:sepamail_missive_001, s:sepamail_missive_002, cvc-complex-type.2.4.a",
        "NOMINAL, s:sepamail_message_001, s:sepamail_message_002, cvc-complex-type.2.4.a",
        "NOMINAL, ds:Signature, ds:KeyInfo, cvc-complex-type.2.4.a",
        "NOMINAL, s:Missive, s:Unknown, cvc-elt.1.a",
        "NOMINAL, s:Missive, s:Msv, cvc-elt.1.a",
        "NOMINAL, <s:SndChk>, <s:SndChk xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:nil='true'>, cvc-elt.3.1"
    })
    void allowsNothingBesides(String document, String old, String by, String fault) {
        assertThat(fault(NORM_1206, replaced(document(document), old, by))).contains(fault);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<any/>", "<x:any xmlns:x='urn:x' a='1'>text<x:b/></x:any>", "<s:Missive/>", "<s:Smapi7/>"})
    void doesNotLookIntoTheBody(String body) {
        String old = element(EnvelopeSamples.NOMINAL, "SimpleTestRequest");
        assertThat(fault(NORM_1206, replaced(EnvelopeSamples.NOMINAL, old, body)))
                .isEmpty();
    }

    @Test
    void doesNotLookIntoTheSignature() {
        assertThat(fault(NORM_1206, replaced(EnvelopeSamples.NOMINAL, "ds:SignedInfo", "ds:Unsigned")))
                .isEmpty();
    }

    private static String document(String name) {
        return switch (name) {
            case "NOMINAL" -> EnvelopeSamples.NOMINAL;
            case "ACKNOWLEDGEMENT" -> EnvelopeSamples.ACKNOWLEDGEMENT;
            case "COMMAND" -> EnvelopeSamples.COMMAND;
            case "SMAPI" -> EnvelopeSamples.SMAPI;
            case "RESULT" -> EnvelopeSamples.RESULT;
            case "FILE" -> EnvelopeSamples.file(EnvelopeSamples.SMAPI);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static String expanded(String value) {
        int star = value.indexOf('*');
        return star < 0 ? value : value.substring(0, star) + "x".repeat(Integer.parseInt(value.substring(star + 1)));
    }

    private static String tag(String name) {
        return name.startsWith("ds:") ? name : "s:" + name;
    }

    /** The first element of a name, with its content. */
    private static String element(String xml, String name) {
        Matcher found = Pattern.compile("(?s)<" + tag(name) + "[ >].*?</" + tag(name) + ">|<" + tag(name) + "/>")
                .matcher(xml);
        assertThat(found.find()).as(name).isTrue();
        return found.group();
    }

    private static String without(String xml, String name) {
        String found = element(xml, name);
        int at = xml.indexOf(found);
        return xml.substring(0, at) + xml.substring(at + found.length());
    }

    private static String changed(String xml, String name, String value) {
        String start = '<' + tag(name) + '>';
        int from = xml.indexOf(start) + start.length();
        assertThat(from).isGreaterThan(start.length());
        return xml.substring(0, from) + value + xml.substring(xml.indexOf("</", from));
    }
}
