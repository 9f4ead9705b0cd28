// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Missives written by hand, and those of the scheme where the machine has them. */
final class MissiveTexts {

    static final String NORM_1206 = "http://xsd.sepamail.eu/1206/";
    static final String BLEEDING_EDGE = "http://www.sepamail.eu/xsd/bleedingEdge";

    static final String SENDER = "QX46TESTVERTXXXABCDEFGHJKLMNPQRSTU";
    static final String RECEIVER = "QX62TESTBLEUXXX2345678923456789234";
    /** The example of an IBAN in ISO 13616. */
    static final String IBAN = "GB82WEST12345698765432";

    static final String MESSAGE = """
            <s:sepamail_message_001>
              <s:MsgHdr>
                <s:MsgId>G-1</s:MsgId>
                <s:MsgTyp>simple.request@test</s:MsgTyp>
                <s:MsgRedir><s:InternalReference>desk 7</s:InternalReference></s:MsgRedir>
                <s:MsgRef><s:MsgId>G-0</s:MsgId><s:Relation>follows</s:Relation></s:MsgRef>
                <s:MsgExpiry>2026-11-09T09:30:00+01:00</s:MsgExpiry>
              </s:MsgHdr>
              <s:MsgBdy><s:SimpleTestRequest><s:TestId>T-1</s:TestId></s:SimpleTestRequest></s:MsgBdy>
            </s:sepamail_message_001>""";

    private static final String SHARED = "VALISE_SHARED";

    private MissiveTexts() {}

    static String nominal() {
        return missive("Nominal", SENDER, RECEIVER, "<s:MsvBdy version='1206'>" + MESSAGE + "</s:MsvBdy>");
    }

    /** An acknowledgement of {@link #nominal()}. */
    static String acknowledgement() {
        return acknowledgement(
                "<s:AcqSta>ACK</s:AcqSta><s:AcqCla>2</s:AcqCla><s:AcqSub>1</s:AcqSub><s:AcqDet>9</s:AcqDet>"
                        + "<s:AcqChk>" + sha1(MESSAGE) + "</s:AcqChk><s:AcqDes>well received</s:AcqDes>"
                        + "<s:RtgWarn><s:Code>PRIO_LOW</s:Code><s:Descr>at night</s:Descr></s:RtgWarn>");
    }

    static String acknowledgement(String content) {
        return missive("Acquittement", RECEIVER, SENDER, "<s:MsvAcq>" + content + "</s:MsvAcq>");
    }

    static String missive(String type, String from, String to, String part) {
        return "<?xml version='1.0' encoding='UTF-8'?>\n"
                + "<s:Missive version='1206' xmlns:s='" + NORM_1206 + "'><s:sepamail_missive_001>\n"
                + "<s:MsvId>M-1</s:MsvId><s:MsvTyp>" + type + "</s:MsvTyp><s:MsvOrd>1</s:MsvOrd>\n"
                + "<s:MsvPri>HIGH</s:MsvPri><s:MsvHdr><s:Snd><s:IBAN>" + from + "</s:IBAN></s:Snd>"
                + "<s:SndDtTm>2026-11-02T10:30:00+01:00</s:SndDtTm>"
                + "<s:Rcv><s:IBAN>" + to + "</s:IBAN></s:Rcv></s:MsvHdr>\n"
                + part + "</s:sepamail_missive_001></s:Missive>\n";
    }

    /** By the rule of AcqChk. */
    static String sha1(String message) {
        return "sha1:" + digest("SHA-1", message.getBytes(StandardCharsets.UTF_8));
    }

    static String digest(String algorithm, byte[] octets) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(octets));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String write(Path folder, String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    static List<String> codes(JsonNode problems) {
        List<String> codes = new ArrayList<>();
        problems.forEach(problem -> codes.add(problem.path("code").asText()));
        return codes;
    }

    /** A file or folder beside those of the project, such as the schemas of the scheme; without it the test is skipped. */
    static String shared(String name) {
        String folder = System.getProperty(SHARED, System.getenv().getOrDefault(SHARED, "../../shared"));
        Path found = Path.of(folder, name);
        Assumptions.assumeTrue(
                Files.exists(found), found + " is missing, and " + SHARED + " names no folder that has it");
        return found.toString();
    }
}
