// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.valise.examples.MissiveTexts.MESSAGE;
import static org.valise.examples.MissiveTexts.NORM_1206;
import static org.valise.examples.MissiveTexts.RECEIVER;
import static org.valise.examples.MissiveTexts.SENDER;
import static org.valise.examples.MissiveTexts.acknowledgement;
import static org.valise.examples.MissiveTexts.codes;
import static org.valise.examples.MissiveTexts.missive;
import static org.valise.examples.MissiveTexts.nominal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code missive check} as docs/command-line.md has it. */
class MissiveCheckCommandTest {

    @TempDir
    private Path folder;

    private CommandLineRun check(String document, String... options) throws IOException {
        String[] args = new String[options.length + 3];
        args[0] = "missive";
        args[1] = "check";
        System.arraycopy(options, 0, args, 2, options.length);
        args[args.length - 1] = MissiveTexts.write(folder, "missive.xml", document);
        return CommandLineRun.of("", args);
    }

    private static JsonNode json(String text) throws IOException {
        return Json.MAPPER.readTree(text.replace('\'', '"'));
    }

    @Test
    void showsAllOfANominalMissive() throws IOException {
        CommandLineRun run = check(nominal());
        assertThat(run.exit()).isZero();
        assertThat(run.err()).isEmpty();
        String octets = nominal();
        assertThat(run.only())
                .isEqualTo(json("{'valid':true,'layer1':[],'layer2':[],'namespace':'" + NORM_1206 + "','norm':'1206',"
                        + "'type':'Nominal','id':'M-1','order':1,'priority':'HIGH',"
                        + "'sender':{'bic':null,'iban':'" + SENDER + "','kind':'QXBAN','participant':'TESTVERTXXX'},"
                        + "'receiver':{'bic':null,'iban':'" + RECEIVER + "','kind':'QXBAN','participant':'TESTBLEUXXX',"
                        + "'pan':null,'bban':null,'code2d':null},"
                        + "'sentAt':'2026-11-02T09:30:00Z','receivedAt':null,'senderChecksum':null,"
                        + "'chk':'" + MissiveTexts.sha1(MESSAGE)
                        + "','message':{'id':'G-1','type':'simple.request@test',"
                        + "'family':'test','norm':'1206','body':'SimpleTestRequest','expiry':'2026-11-09T08:30:00Z',"
                        + "'redirections':[{'kind':'INTERNAL_REFERENCE','value':'desk 7'}],"
                        + "'references':[{'messageId':'G-0','relation':'follows'}],"
                        + "'offset':" + octets.indexOf(MESSAGE) + ",'length':" + MESSAGE.length() + "},"
                        + "'acknowledgement':null,'service':null,'signature':false,'deviations':[],"
                        + "'octets':" + octets.length() + ",'sha256':'"
                        + MissiveTexts.digest("SHA-256", octets.getBytes(StandardCharsets.UTF_8))
                        + "','byteOrderMark':false,'lineEnds':'LF'}"));
    }

    @Test
    void showsAllOfAnAcknowledgement() throws IOException {
        JsonNode ack = check(acknowledgement()).only();
        assertThat(ack.path("valid").asBoolean()).isTrue();
        assertThat(ack.path("type").asText()).isEqualTo("Acquittement");
        assertThat(ack.path("message").isNull()).isTrue();
        assertThat(ack.path("acknowledgement"))
                .isEqualTo(json("{'status':'ACK','code':'2.1.9','class':2,'subject':1,'detail':9,'meaning':'FORWARDED',"
                        + "'checksum':'" + MissiveTexts.sha1(MESSAGE) + "','description':'well received',"
                        + "'warnings':[{'code':'PRIO_LOW','description':'at night'}]}"));
        assertThat(ack.path("chk")).isEqualTo(ack.path("acknowledgement").path("checksum"));
    }

    @Test
    void showsAnAcknowledgementWithoutACode() throws IOException {
        JsonNode ack = check(acknowledgement("<s:AcqSta>NAK</s:AcqSta>")).only();
        assertThat(ack.path("acknowledgement"))
                .isEqualTo(json("{'status':'NAK','code':null,'class':null,'subject':null,'detail':null,'meaning':null,"
                        + "'checksum':null,'description':null,'warnings':[]}"));
    }

    @Test
    void showsServiceMissives() throws IOException {
        String command =
                "<s:MsvSrv><s:SrvCmd><s:CmdTyp>LIST</s:CmdTyp><s:CmdNum>3</s:CmdNum><s:CmdSlc>UNREAD</s:CmdSlc>"
                        + "<s:CmdFlt><s:Fltr>//a</s:Fltr></s:CmdFlt></s:SrvCmd><s:SrvInfo>why</s:SrvInfo></s:MsvSrv>";
        JsonNode asked = check(missive("Service", SENDER, RECEIVER, command)).only();
        assertThat(asked.path("type").asText()).isEqualTo("Service");
        assertThat(asked.path("service"))
                .isEqualTo(json("{'kind':'command','command':'LIST','number':3,'selection':'UNREAD','filters':['//a'],"
                        + "'info':'why'}"));
        String result = "<s:MsvSrv><s:SrvRes><s:ResTyp>-ERR</s:ResTyp><s:ResSize>9</s:ResSize></s:SrvRes></s:MsvSrv>";
        assertThat(check(missive("Service", RECEIVER, SENDER, result)).only().path("service"))
                .isEqualTo(json("{'kind':'result','result':'-ERR','number':null,'size':9,'info':null}"));
    }

    @Test
    void showsMissivesOfTheInterfaceWithinABank() throws IOException {
        String message =
                MESSAGE.replace("simple.request@test", "request@smapi").replace("SimpleTestRequest", "SmapiRequest");
        JsonNode smapi = check(missive("SMAPI", SENDER, RECEIVER, "<s:MsvBdy>" + message + "</s:MsvBdy>"))
                .only();
        assertThat(smapi.path("valid").asBoolean()).isTrue();
        assertThat(smapi.path("type").asText()).isEqualTo("SMAPI");
        assertThat(smapi.path("message").path("body").asText()).isEqualTo("SmapiRequest");
        assertThat(smapi.path("chk").isNull()).isTrue();
    }

    @Test
    void showsOtherWaysToNameAReceiver() throws IOException {
        String receiver = "<s:BIC>TESTBLEU</s:BIC><s:PAN>4970</s:PAN><s:BBAN>20041010050</s:BBAN><s:RIS2D>"
                + "<s:mime-type>image/png</s:mime-type><s:data>AAAA</s:data></s:RIS2D>";
        JsonNode node = check(nominal().replace("<s:IBAN>" + RECEIVER + "</s:IBAN>", receiver))
                .only();
        assertThat(node.path("receiver"))
                .isEqualTo(json("{'bic':'TESTBLEU','iban':null,'kind':null,'participant':'TESTBLEU','pan':'4970',"
                        + "'bban':'20041010050','code2d':'image/png'}"));
    }

    /** MIS1202 "Check of the XML validity". */
    @Test
    void refusesWhatTheSchemaDoesNotAllowAndSaysWhere() throws IOException {
        CommandLineRun run = check(nominal().replace("Nominal", "Nominale"));
        assertThat(run.exit()).isEqualTo(1);
        JsonNode node = run.only();
        assertThat(node.path("valid").asBoolean(true)).isFalse();
        assertThat(codes(node.path("layer1"))).containsExactly("BAD_VALUE");
        JsonNode problem = node.path("layer1").get(0);
        assertThat(problem.path("severity").asText()).isEqualTo("ERROR");
        assertThat(problem.path("clause").asText()).isEqualTo("MIS1202 Check of the XML validity");
        assertThat(problem.path("line").asInt()).isEqualTo(3);
        assertThat(problem.path("column").asInt()).isEqualTo("<s:MsvId>M-1</s:MsvId><s:MsvTyp>".length() + 1);
        assertThat(problem.path("offset").asInt()).isEqualTo(nominal().indexOf("Nominal"));
        assertThat(problem.path("length").asInt()).isEqualTo("Nominale".length());
        assertThat(problem.path("advice").asText()).isNotBlank();
        assertThat(run.err()).contains("missive.xml: BAD_VALUE at line 3");
    }

    /** Rules that the schema does not enforce. */
    @ParameterizedTest
    @CsvSource({
        "<s:MsvId>M-1</s:MsvId>, <s:MsvId></s:MsvId>, EMPTY_IDENTIFIER",
        "<s:MsvOrd>1, <s:MsvOrd>0, BAD_ORDER",
        "QX62TESTBLEU, QX63TESTBLEU, QXBAN_CHECK_DIGITS",
        "<s:IBAN>QX62TESTBLEUXXX2345678923456789234</s:IBAN>, '', NO_RECEIVER_USER",
        "SimpleTestRequest>, SimpleTestReport>, BODY_MISMATCH",
        "request@test, request@smapi, SMAPI_MISMATCH"
    })
    void refusesWhatTheRulesDoNotAllow(String from, String to, String code) throws IOException {
        CommandLineRun run = check(nominal().replace(from, to));
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.only().path("valid").asBoolean(true)).isFalse();
        assertThat(run.only().path("layer1")).isEmpty();
        assertThat(codes(run.only().path("layer2"))).contains(code);
        assertThat(run.err()).contains(code);
    }

    @Test
    void showsWhatARefusedMissiveWouldSay() throws IOException {
        JsonNode node = check(nominal().replace("<s:MsvOrd>1", "<s:MsvOrd>0")).only();
        assertThat(node.path("id").asText()).isEqualTo("M-1");
        assertThat(node.path("order").asInt(9)).isZero();
        assertThat(node.path("chk").asText()).isEqualTo(MissiveTexts.sha1(MESSAGE));
    }

    @Test
    void hasTheSameKeysWhereNothingCanBeRead() throws IOException {
        CommandLineRun run = check("hello");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(codes(run.only().path("layer1"))).containsExactly("NOT_WELL_FORMED");
        assertThat(run.only().fieldNames()).toIterable().containsExactlyElementsOf(() -> keysOf(nominal()));
        assertThat(run.only().path("type").isNull()).isTrue();
        assertThat(run.only().path("lineEnds").isNull()).isTrue();
    }

    private Iterator<String> keysOf(String document) {
        try {
            return check(document).only().fieldNames();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void warnsOfWhatIsOnlyStriking() throws IOException {
        CommandLineRun run = check(nominal().replace("30:00+01:00</s:SndDtTm", "30:00</s:SndDtTm"));
        assertThat(run.exit()).isZero();
        assertThat(run.only().path("valid").asBoolean()).isTrue();
        assertThat(codes(run.only().path("layer2"))).containsExactly("NO_TIME_ZONE");
        assertThat(run.only().path("layer2").get(0).path("severity").asText()).isEqualTo("WARNING");
        // Read in the zone of France, which in November is an hour ahead.
        assertThat(run.only().path("sentAt").asText()).isEqualTo("2026-11-02T09:30:00Z");
    }

    /** Faults that old software of the network is known for. */
    @Test
    void namesWhatLenientReadingTakes() throws IOException {
        String faulty = acknowledgement("<s:AcqSta>NACK</s:AcqSta><s:AcqChk></s:AcqChk><s:AcqCla>5</s:AcqCla>"
                + "<s:RtgWarn><s:Code>PRI_NORM</s:Code></s:RtgWarn>");
        String deviations =
                "['nack_for_nak','empty_for_absent','acknowledgement_order','pri_for_prio']".replace('\'', '"');
        CommandLineRun strict = check(faulty);
        assertThat(strict.exit()).isEqualTo(1);
        assertThat(strict.only().path("deviations"))
                .containsExactlyInAnyOrderElementsOf(Json.MAPPER.readTree(deviations));
        CommandLineRun lenient = check(faulty, "--lenient");
        assertThat(lenient.exit()).isZero();
        assertThat(lenient.only().path("deviations")).isEqualTo(strict.only().path("deviations"));
        assertThat(lenient.only().path("acknowledgement").path("status").asText())
                .isEqualTo("NAK");
        assertThat(codes(lenient.only().path("layer1"))).contains("NACK_FOR_NAK");
    }

    @Test
    void namesNothingThatStrictReadingTakesToo() throws IOException {
        JsonNode node = check("\uFEFF" + MissiveTexts.acknowledgement("<s:AcqSta>NACK</s:AcqSta>"))
                .only();
        assertThat(node.path("deviations").toString()).isEqualTo("[\"nack_for_nak\"]");
    }

    @Test
    void takesALaterNamespaceOnlyLeniently() throws IOException {
        String later = nominal().replace("/1206/", "/1606/");
        CommandLineRun strict = check(later);
        assertThat(strict.exit()).isEqualTo(1);
        assertThat(codes(strict.only().path("layer1"))).containsExactly("UNKNOWN_NAMESPACE");
        assertThat(strict.only().path("deviations").toString()).isEqualTo("[\"namespace_taken_as_known\"]");
        CommandLineRun lenient = check(later, "--lenient");
        assertThat(lenient.exit()).isZero();
        assertThat(lenient.only().path("namespace").asText()).isEqualTo("http://xsd.sepamail.eu/1606/");
    }

    @Test
    void notesMarksAndLineEnds() throws IOException {
        JsonNode windows = check("\uFEFF" + nominal().replace("\n", "\r\n")).only();
        assertThat(windows.path("valid").asBoolean()).isTrue();
        assertThat(windows.path("byteOrderMark").asBoolean()).isTrue();
        assertThat(codes(windows.path("layer1"))).containsExactly("BYTE_ORDER_MARK");
        assertThat(windows.path("lineEnds").asText()).isEqualTo("CRLF");
        assertThat(windows.path("chk").asText()).isEqualTo(MissiveTexts.sha1(MESSAGE));
        assertThat(check(nominal().replaceFirst("\n", "\r"))
                        .only()
                        .path("lineEnds")
                        .asText())
                .isEqualTo("MIXED");
        assertThat(check(nominal().replace("\n", "\r")).only().path("lineEnds").asText())
                .isEqualTo("CR");
    }

    @Test
    void seesASignatureOfTheCustomer() throws IOException {
        String signature = "<ds:Signature xmlns:ds='http://www.w3.org/2000/09/xmldsig#'/>";
        JsonNode node = check(nominal().replace("</s:sepamail_missive_001>", signature + "</s:sepamail_missive_001>"))
                .only();
        assertThat(node.path("signature").asBoolean()).isTrue();
    }

    @Test
    void holdsAnAcknowledgementAgainstTheMissiveThatWasSent() throws IOException {
        String sent = MissiveTexts.write(folder, "sent.xml", nominal());
        CommandLineRun run = check(acknowledgement(), "--nominal", sent);
        assertThat(run.exit()).isZero();
        assertThat(run.only().path("answers"))
                .isEqualTo(json("{'settles':true,'correlation':'IDENTIFIER','checksum':'MATCHES','form':'EXACT',"
                        + "'partiesFit':true,'orderFits':true}"));
        CommandLineRun unknown = check(acknowledgement().replace("sha1:", "sha1:0"), "--nominal", sent);
        assertThat(unknown.only().path("answers").path("checksum").asText()).isEqualTo("UNRECOGNISED");
        String altered = MissiveTexts.write(folder, "altered.xml", nominal().replace("T-1", "T-2"));
        CommandLineRun contradicted = check(acknowledgement(), "--nominal", altered);
        assertThat(contradicted.exit()).isEqualTo(1);
        assertThat(contradicted.only().path("valid").asBoolean()).isTrue();
        assertThat(contradicted.only().path("answers"))
                .isEqualTo(json("{'settles':false,'correlation':'IDENTIFIER','checksum':'CONTRADICTS','form':null,"
                        + "'partiesFit':true,'orderFits':true}"));
    }

    /** A refused acknowledgement is treated as not received (MIS1202 "Processing of an acknowledgement"). */
    @Test
    void settlesNothingByARefusedAcknowledgement() throws IOException {
        String sent = MissiveTexts.write(folder, "sent.xml", nominal());
        CommandLineRun run = check(acknowledgement().replace("<s:AcqCla>2", "<s:AcqCla>5"), "--nominal", sent);
        assertThat(run.exit()).isEqualTo(1);
        assertThat(codes(run.only().path("layer2"))).containsExactly("STATUS_CODE_CONFLICT");
        assertThat(run.only().path("answers").path("correlation").asText()).isEqualTo("IDENTIFIER");
        assertThat(run.only().path("answers").path("settles").asBoolean(true)).isFalse();
    }

    @Test
    void answersNothingUnlessBothAreWhatTheyShouldBe() throws IOException {
        String ack = MissiveTexts.write(folder, "ack.xml", acknowledgement());
        CommandLineRun two = check(acknowledgement(), "--nominal", ack);
        assertThat(two.exit()).isEqualTo(1);
        assertThat(two.only().path("answers").isNull()).isTrue();
        assertThat(two.err()).contains("ack.xml: it is no nominal missive, its type is Acquittement");
        CommandLineRun nominal = check(nominal(), "--nominal", ack);
        assertThat(nominal.exit()).isEqualTo(1);
        assertThat(nominal.err()).contains("missive.xml: it is no acknowledgement");
        assertThat(check(acknowledgement(), "--nominal", "none").exit()).isEqualTo(2);
        assertThat(CommandLineRun.of("", "missive", "check", "--nominal", "-", "-")
                        .exit())
                .isEqualTo(2);
    }

    @Test
    void checksBySchemasThatAreGiven() throws IOException {
        Path set = Files.createDirectory(folder.resolve("xsd"));
        String schema = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='" + NORM_1206 + "'>"
                + "<xs:element name='Missive'><xs:complexType><xs:sequence><xs:any processContents='skip'/></xs:sequence>"
                + "<xs:attribute name='version' fixed='1206'/></xs:complexType></xs:element></xs:schema>";
        Files.writeString(set.resolve("sepamail_missive.xsd"), schema);
        assertThat(check(nominal(), "--xsd", set.toString()).exit()).isZero();
        CommandLineRun other =
                check(nominal().replace("version='1206' x", "version='1207' x"), "--xsd", set.toString());
        assertThat(other.exit()).isEqualTo(1);
        assertThat(codes(other.only().path("layer1"))).containsExactly("OFFICIAL_SCHEMA");
        Files.writeString(set.resolve("sepamail_missive.xsd"), schema.replace("xs:any ", "xs:all "));
        CommandLineRun broken = check(nominal(), "--xsd", set.toString());
        assertThat(broken.exit()).isEqualTo(2);
        assertThat(broken.out()).isEmpty();
        assertThat(broken.err()).contains("sepamail_missive.xsd");
    }

    @Test
    void saysThatThereAreNoSchemas() throws IOException {
        CommandLineRun none = check(nominal(), "--xsd", folder.resolve("none").toString());
        assertThat(none.exit()).isEqualTo(2);
        assertThat(none.err()).contains("there is no such folder");
        CommandLineRun empty = check(nominal(), "--xsd", folder.toString());
        assertThat(empty.exit()).isEqualTo(2);
        assertThat(empty.err()).contains("sepamail_missive.xsd").contains("there is no such file");
    }

    @Test
    void findsTheOfficialExchangeValidByTheOfficialSchemas() {
        String xsd = MissiveTexts.shared("xsd");
        String sent = MissiveTexts.shared("samples/002_report_nominal.xml");
        String ack = MissiveTexts.shared("samples/002_report_ack.xml");
        CommandLineRun run = CommandLineRun.of("", "missive", "check", "--xsd", xsd, "--nominal", sent, ack);
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.only().path("acknowledgement").path("description").asText())
                .isEqualTo("Success - No warning");
        assertThat(run.only().path("answers").path("form").asText()).isEqualTo("EXACT");
    }
}
