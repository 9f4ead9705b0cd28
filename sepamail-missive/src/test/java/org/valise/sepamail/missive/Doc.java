// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Missives as plain text, changed as text; and places in them, counted without the library. */
final class Doc {

    static final String NORM = "http://xsd.sepamail.eu/1206/";
    static final String EDGE = "http://www.sepamail.eu/xsd/bleedingEdge";

    /** Nothing in it is wrong or striking. */
    static final String NOMINAL = document("Nominal", """
            <m:MsvBdy version="1206">
              <m:sepamail_message_001>
                <m:MsgHdr>
                  <m:MsgId>MESSAGE-1</m:MsgId>
                  <m:MsgTyp>simple.request@test</m:MsgTyp>
                </m:MsgHdr>
                <m:MsgBdy>
                  <m:SimpleTestRequest>
                    <m:TestId>TEST-1</m:TestId>
                  </m:SimpleTestRequest>
                </m:MsgBdy>
              </m:sepamail_message_001>
            </m:MsvBdy>
            """);

    static final String ACK = document("Acquittement", """
            <m:MsvAcq>
              <m:AcqSta>ACK</m:AcqSta>
              <m:AcqCla>2</m:AcqCla>
              <m:AcqSub>1</m:AcqSub>
              <m:AcqDet>9</m:AcqDet>
              <m:AcqChk>sha1:136b42af3329762f529aa35d8ba039cbe96dcf7c</m:AcqChk>
              <m:AcqDes>Success - No warning</m:AcqDes>
            </m:MsvAcq>
            """);

    static final String SERVICE = document("Service", """
            <m:MsvSrv>
              <m:SrvCmd>
                <m:CmdTyp>LIST</m:CmdTyp>
              </m:SrvCmd>
            </m:MsvSrv>
            """);

    static final String SMAPI = document("SMAPI", """
            <m:MsvBdy version="1206">
              <m:sepamail_message_001>
                <m:MsgHdr>
                  <m:MsgId>MESSAGE-1</m:MsgId>
                  <m:MsgTyp>request@smapi</m:MsgTyp>
                </m:MsgHdr>
                <m:MsgBdy>
                  <m:SmapiRequest/>
                </m:MsgBdy>
              </m:sepamail_message_001>
            </m:MsvBdy>
            """);

    private Doc() {}

    private static String document(String type, String content) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <m:Missive xmlns:m="http://xsd.sepamail.eu/1206/" version="1206">
                  <m:sepamail_missive_001>
                    <m:MsvId>MISSIVE-1</m:MsvId>
                    <m:MsvTyp>TYPE</m:MsvTyp>
                    <m:MsvOrd>1</m:MsvOrd>
                    <m:MsvPri>HIGH</m:MsvPri>
                    <m:MsvHdr>
                      <m:Snd>
                        <m:IBAN>QX46TESTVERTXXXABCDEFGHJKLMNPQRSTU</m:IBAN>
                      </m:Snd>
                      <m:SndDtTm>2026-11-22T08:42:00Z</m:SndDtTm>
                      <m:Rcv>
                        <m:IBAN>QX62TESTBLEUXXX2345678923456789234</m:IBAN>
                      </m:Rcv>
                    </m:MsvHdr>
                CONTENT  </m:sepamail_missive_001>
                </m:Missive>
                """.replace("TYPE", type).replace("CONTENT", content.indent(4));
    }

    /** The same in the namespace bleedingEdge. */
    static String edge(String document) {
        return document.replace(NORM, EDGE);
    }

    /** Index of the start tag of the first element of this name. */
    static int open(String document, String name) {
        for (String end : List.of(">", " ", "/")) {
            int at = document.indexOf("<m:" + name + end);
            if (at >= 0) {
                return at;
            }
        }
        throw new AssertionError("no element " + name);
    }

    /** Index behind the start tag. */
    static int inner(String document, String name) {
        return document.indexOf('>', open(document, name)) + 1;
    }

    /** Index of the end tag. */
    static int close(String document, String name) {
        int at = document.indexOf("</m:" + name + ">", open(document, name));
        if (at < 0) {
            throw new AssertionError("no end of " + name);
        }
        return at;
    }

    /** Index behind the end tag. */
    static int end(String document, String name) {
        return document.indexOf('>', close(document, name)) + 1;
    }

    /** With another content in the first element of this name. */
    static String set(String document, String name, String content) {
        return document.substring(0, inner(document, name)) + content + document.substring(close(document, name));
    }

    /** Without the first element of this name. */
    static String drop(String document, String name) {
        return document.substring(0, open(document, name)) + document.substring(end(document, name));
    }

    static String before(String document, String name, String addition) {
        int at = open(document, name);
        return document.substring(0, at) + addition + document.substring(at);
    }

    static String after(String document, String name, String addition) {
        int at = end(document, name);
        return document.substring(0, at) + addition + document.substring(at);
    }

    /** With an addition to the start tag. */
    static String attribute(String document, String name, String addition) {
        int at = inner(document, name) - 1;
        return document.substring(0, at) + " " + addition + document.substring(at);
    }

    static byte[] utf8(String document) {
        return document.getBytes(StandardCharsets.UTF_8);
    }

    static MissiveReading strict(String document) {
        return Missives.strict().read(utf8(document));
    }

    static MissiveReading lenient(String document) {
        return Missives.lenient().read(utf8(document));
    }

    static <M extends Missive> M read(Class<M> kind, String document) {
        return kind.cast(strict(document).toOptional().orElseThrow());
    }

    static List<Problem.Code> codes(MissiveReading reading) {
        return reading.problems().stream().map(Problem::code).toList();
    }

    /** The place of a part of the text: line ends are LF, CRLF and CR, columns are characters, the rest octets. */
    static Span place(String document, int from, int to) {
        String[] lines = document.substring(0, from).split("\r\n|\n|\r", -1);
        String last = lines[lines.length - 1];
        return new Span(
                lines.length,
                last.codePointCount(0, last.length()) + 1L,
                utf8(document.substring(0, from)).length,
                utf8(document.substring(from, to)).length);
    }

    /** The place of the content of the first element of this name. */
    static Span content(String document, String name) {
        return place(document, inner(document, name), close(document, name));
    }

    /** The place of the start tag of the first element of this name. */
    static Span tag(String document, String name) {
        return place(document, open(document, name), inner(document, name));
    }

    /** The place of the first element of this name, tags included. */
    static Span element(String document, String name) {
        return place(document, open(document, name), end(document, name));
    }
}
