// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.nio.charset.StandardCharsets;

/** Documents for the tests of streams, written by hand after the element tree of the schemas. */
final class StreamDocuments {

    static final String NS = "http://xsd.sepamail.eu/1206/";

    private StreamDocuments() {}

    /** A nominal missive; the body element stands within {@code MsgBdy}. */
    static String nominal(String headerExtra, String body) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <sem:Missive version="1206" xmlns:sem="%s">
                  <sem:sepamail_missive_001>
                    <sem:MsvId>MISSIVE-1</sem:MsvId><sem:MsvTyp>Nominal</sem:MsvTyp>
                    <sem:MsvOrd>3</sem:MsvOrd><sem:MsvPri>HIGH</sem:MsvPri>
                    <sem:MsvHdr>
                      <sem:Snd><sem:BIC>TESTVERTXXX</sem:BIC></sem:Snd>
                      <sem:SndDtTm>2012-10-10T10:00:00Z</sem:SndDtTm>%s
                      <sem:Rcv><sem:BIC>TESTBLEUXXX</sem:BIC><sem:IBAN>FR7630006000011234567890189</sem:IBAN></sem:Rcv>
                    </sem:MsvHdr>
                    <sem:MsvBdy version="1206">%s</sem:MsvBdy>
                  </sem:sepamail_missive_001>
                </sem:Missive>
                """.formatted(NS, headerExtra, message(body));
    }

    static String message(String body) {
        return """
                <sem:sepamail_message_001>
                      <sem:MsgHdr>
                        <sem:MsgId>MESSAGE-1</sem:MsgId><sem:MsgTyp>simple.request@test</sem:MsgTyp>
                        <sem:MsgRedir><sem:InternalReference>desk 4</sem:InternalReference></sem:MsgRedir>
                        <sem:MsgRef><sem:MsgId>MESSAGE-0</sem:MsgId><sem:Relation>answer</sem:Relation></sem:MsgRef>
                        <sem:MsgExpiry>2012-10-11T10:00:00Z</sem:MsgExpiry>
                      </sem:MsgHdr>
                      <sem:MsgBdy>%s</sem:MsgBdy>
                    </sem:sepamail_message_001>""".formatted(body);
    }

    static String test(String data) {
        return "<sem:SimpleTestRequest><sem:TestId>T-1</sem:TestId><sem:Text>h\u00E9llo</sem:Text><sem:Data>" + data
                + "</sem:Data></sem:SimpleTestRequest>";
    }

    static String acknowledgement() {
        return """
                <m:Missive xmlns:m="%s" version="1206"><m:sepamail_missive_001><m:MsvId>A</m:MsvId>\
                <m:MsvTyp>Acquittement</m:MsvTyp><m:MsvOrd>1</m:MsvOrd><m:MsvPri>LOW</m:MsvPri><m:MsvHdr><m:Snd>
                <m:IBAN>QX62TESTBLEUXXX2345678923456789234</m:IBAN></m:Snd><m:SndDtTm>2012-10-10T10:00:01</m:SndDtTm>
                <m:Rcv>FR7630006000011234567890189</m:Rcv></m:MsvHdr><m:MsvAcq><m:AcqSta>NACK</m:AcqSta>
                <m:AcqCla>5</m:AcqCla><m:AcqSub>1</m:AcqSub><m:AcqDet>2</m:AcqDet><m:AcqChk/><m:RtgWarn>
                <m:Code>PRI_NORM</m:Code></m:RtgWarn></m:MsvAcq></m:sepamail_missive_001></m:Missive>""".formatted(NS);
    }

    static String service() {
        return """
                <Missive xmlns="%s" version="1206"><sepamail_missive_001><MsvId>S</MsvId><MsvTyp>Service</MsvTyp>
                <MsvOrd>1</MsvOrd><MsvHdr><Snd/><SndDtTm>2012-10-10T10:00:01+02:00</SndDtTm><Rcv><RIS2D>
                <mime-type>image/png</mime-type><data>QU<b>JD</b>RA==</data></RIS2D></Rcv></MsvHdr><MsvSrv><SrvCmd>
                <CmdTyp>LIST</CmdTyp><CmdFlt><Fltr>/a</Fltr><Fltr>/b</Fltr></CmdFlt></SrvCmd><SrvInfo>x</SrvInfo></MsvSrv>
                </sepamail_missive_001></Missive>""".formatted(NS);
    }

    static byte[] octets(String document) {
        return document.getBytes(StandardCharsets.UTF_8);
    }
}
