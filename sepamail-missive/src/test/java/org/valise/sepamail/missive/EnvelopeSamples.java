// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.LinkedHashMap;
import java.util.Map;

/** Own documents with each element of the envelope at least once; the namespace is N until it is filled in. */
final class EnvelopeSamples {

    static final String NOMINAL = missive("""
            <s:MsvId>m-1</s:MsvId><s:MsvTyp>Nominal</s:MsvTyp><s:MsvOrd>1</s:MsvOrd><s:MsvPri>HIGH</s:MsvPri>
            <s:MsvHdr>
              <s:Snd><s:BIC>TESTFRPPXXX</s:BIC><s:IBAN>FR7630006000011234567890189</s:IBAN></s:Snd>
              <s:SndDtTm>2026-11-22T08:42:00.5+01:00</s:SndDtTm><s:SndChk>sha1:00</s:SndChk>
              <s:Rcv><s:BIC>TESTDEFF</s:BIC><s:IBAN>QX46TESTVERTXXXABCDEFGHJKLMNPQRSTU</s:IBAN><s:PAN>4970</s:PAN>
                <s:BBAN>12345678901</s:BBAN><s:RIS2D><s:mime-type>image/png</s:mime-type><s:name>code.png</s:name>
                <s:data kind="a">any <s:thing/> at all</s:data></s:RIS2D></s:Rcv>
              <s:RcvDtTm>2026-11-22T08:42:01</s:RcvDtTm>
            </s:MsvHdr>
            """ + body("simple.request@test", test("SimpleTestRequest")) + """
                    <ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo>
                    <ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>
                    <ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>
                    <ds:Reference URI=""><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>
                    <ds:DigestValue>AAAA</ds:DigestValue></ds:Reference></ds:SignedInfo>
                    <ds:SignatureValue>AAAA</ds:SignatureValue></ds:Signature>
                    """);

    static final String ACKNOWLEDGEMENT = missive(head("Acquittement") + """
                    <s:MsvAcq><s:AcqSta>ACK</s:AcqSta><s:AcqCla>2</s:AcqCla><s:AcqSub>1</s:AcqSub><s:AcqDet>9</s:AcqDet>
                    <s:AcqChk>sha1:136b42af3329762f529aa35d8ba039cbe96dcf7c</s:AcqChk><s:AcqDes>Late</s:AcqDes>
                    <s:RtgWarn><s:Code>BAD_TIME</s:Code><s:Descr>too early</s:Descr></s:RtgWarn>
                    <s:RtgWarn><s:Code>PRIO_NORM</s:Code></s:RtgWarn></s:MsvAcq>
                    """);

    static final String COMMAND = missive(head("Service") + """
                    <s:MsvSrv><s:SrvCmd><s:CmdTyp>LIST</s:CmdTyp><s:CmdNum>7</s:CmdNum><s:CmdSlc>UNREAD</s:CmdSlc>
                    <s:CmdFlt><s:Fltr>//a</s:Fltr><s:Fltr>//b</s:Fltr></s:CmdFlt></s:SrvCmd>
                    <s:SrvInfo>from the morning</s:SrvInfo></s:MsvSrv>
                    """);

    static final String RESULT = missive(head("Service") + """
                    <s:MsvSrv><s:SrvRes><s:ResTyp>+OK</s:ResTyp><s:ResNum>2</s:ResNum><s:ResSize>320</s:ResSize>
                    </s:SrvRes></s:MsvSrv>
                    """);

    static final String SMAPI = missive(head("SMAPI") + body("request@smapi", test("SimpleTestReport")));

    /** A missive of each kind, by its name. */
    static final Map<String, String> KINDS = kinds();

    private EnvelopeSamples() {}

    /** A document in a namespace. */
    static String in(String namespace, String document) {
        return document.replace("\"N\"", '"' + namespace + '"');
    }

    /** A file with some missives. */
    static String file(String... missives) {
        StringBuilder file = new StringBuilder("<s:Fichier xmlns:s=\"N\"><s:DatTim>2026-11-22T08:42:00Z</s:DatTim>"
                + "<s:Partner><s:Sender>TESTFRPP</s:Sender></s:Partner><s:NbMsv>" + missives.length + "</s:NbMsv>");
        for (String missive : missives) {
            file.append(missive.replace("s:Missive", "s:Msv"));
        }
        return file.append("</s:Fichier>").toString();
    }

    private static Map<String, String> kinds() {
        Map<String, String> kinds = new LinkedHashMap<>();
        kinds.put("nominal", NOMINAL);
        kinds.put("acknowledgement", ACKNOWLEDGEMENT);
        kinds.put("service command", COMMAND);
        kinds.put("service result", RESULT);
        kinds.put("SMAPI", SMAPI);
        return kinds;
    }

    private static String missive(String content) {
        return "<s:Missive xmlns:s=\"N\" version=\"1206\"><s:sepamail_missive_001>" + content
                + "</s:sepamail_missive_001></s:Missive>";
    }

    private static String head(String kind) {
        return "<s:MsvId>m-1</s:MsvId><s:MsvTyp>" + kind
                + "</s:MsvTyp><s:MsvOrd>1</s:MsvOrd><s:MsvHdr><s:Snd/><s:SndDtTm>2026-11-22T08:42:00</s:SndDtTm><s:Rcv/>"
                + "</s:MsvHdr>";
    }

    private static String body(String kind, String content) {
        return "<s:MsvBdy version=\"1206\"><s:sepamail_message_001><s:MsgHdr><s:MsgId>g-1</s:MsgId><s:MsgTyp>" + kind
                + """
                </s:MsgTyp><s:MsgRedir><s:InternalReference>desk 3</s:InternalReference></s:MsgRedir>
                <s:MsgRedir><s:RedirectURI>https://bank.test/a?b=c</s:RedirectURI></s:MsgRedir>
                <s:MsgRef><s:MsgId>g-0</s:MsgId><s:Relation>answers</s:Relation></s:MsgRef>
                <s:MsgExpiry>2026-11-23T08:42:00Z</s:MsgExpiry></s:MsgHdr><s:MsgBdy>\
                """
                + content + "</s:MsgBdy></s:sepamail_message_001></s:MsvBdy>";
    }

    private static String test(String name) {
        return "<s:" + name + "><s:TestId>t-1</s:TestId><s:Text>&lt;&amp; \u20ac</s:Text><s:Data>AAEC</s:Data></s:"
                + name + ">";
    }
}
