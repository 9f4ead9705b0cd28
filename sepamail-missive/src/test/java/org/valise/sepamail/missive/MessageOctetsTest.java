// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.valise.sepamail.missive.Doc.NOMINAL;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * C.5: AcqChk is taken over the octets of the message element as they stand. Each document holds the marks ⟦
 * and ⟧ around them, which are cut out by hand.
 */
class MessageOctetsTest {

    private static final String END = "</m:sepamail_message_001>";

    /** A request under another prefix, with other white space than the scheme's samples have. */
    private static final String OTHER = """
            <?xml version='1.0'?>
            <!-- from another system -->
            <ns2:Missive xmlns:ns2='http://xsd.sepamail.eu/1206/' version='1206'><ns2:sepamail_missive_001
              ><ns2:MsvId>20261122084200000_0001</ns2:MsvId><ns2:MsvTyp>Nominal</ns2:MsvTyp ><ns2:MsvOrd>2</ns2:MsvOrd>
            <ns2:MsvPri>HIGHEST</ns2:MsvPri><ns2:MsvHdr><ns2:Snd><ns2:BIC>TESTVERT</ns2:BIC></ns2:Snd>
            <ns2:SndDtTm>2026-11-22T08:42:00+01:00</ns2:SndDtTm><ns2:Rcv><ns2:BIC>TESTBLEU</ns2:BIC>
            <ns2:IBAN>QX62TESTBLEUXXX2345678923456789234</ns2:IBAN></ns2:Rcv></ns2:MsvHdr><ns2:MsvBdy
            >
              ⟦<ns2:sepamail_message_001  xmlns:unused = "urn:x"
               ><ns2:MsgHdr><ns2:MsgId>20261122084200000_0001_001</ns2:MsgId>\
            <ns2:MsgTyp>simple.request@test</ns2:MsgTyp></ns2:MsgHdr><ns2:MsgBdy>

            <ns2:SimpleTestRequest>\t<ns2:TestId>T-é-€-\uD83D\uDCE8</ns2:TestId><ns2:Text>a &lt; b</ns2:Text>
            </ns2:SimpleTestRequest></ns2:MsgBdy></ns2:sepamail_message_001 >⟧
            </ns2:MsvBdy></ns2:sepamail_missive_001></ns2:Missive>
            """;

    private static String unmarked(String marked) {
        return marked.replace("⟦", "").replace("⟧", "");
    }

    private static byte[] cut(String marked) {
        return Doc.utf8(marked.substring(marked.indexOf('⟦') + 1, marked.indexOf('⟧')));
    }

    private static NominalMissive read(String marked) {
        return Doc.read(NominalMissive.class, unmarked(marked));
    }

    private static void assertOctets(String marked) {
        Message message = read(marked).message();
        byte[] octets = cut(marked);
        assertThat(message.octets()).isEqualTo(octets);
        assertThat(message.offset()).isEqualTo(Doc.utf8(marked.substring(0, marked.indexOf("⟦<"))).length);
        assertThat(message.length()).isEqualTo(octets.length);
        String lf = new String(octets, StandardCharsets.UTF_8).replace("\r\n", "\n");
        assertThat(message.checksum().text()).isEqualTo("sha1:" + Hex.sha1(Doc.utf8(lf)));
    }

    /** {@link Doc#NOMINAL} with marks, and with something in place of the text of its body. */
    private static String marked(String text) {
        String document = Doc.after(NOMINAL, "TestId", "<m:Text>" + text + "</m:Text>");
        int from = document.indexOf("<m:sepamail_message_001>");
        int to = document.lastIndexOf(END) + END.length();
        return document.substring(0, from) + "⟦" + document.substring(from, to) + "⟧" + document.substring(to);
    }

    @Test
    void isTakenFromAnotherExchangeOfTheSameKind() throws MissiveFormatException {
        assertOctets(OTHER);
        assertThat(Doc.strict(unmarked(OTHER)).problems()).isEmpty();
        assertThat(read(OTHER).message().simpleTest().orElseThrow().testId()).isEqualTo("T-é-€-\uD83D\uDCE8");
        if (OfficialSet.isThere()) {
            assertThat(OfficialSet.fault(Doc.NORM, Doc.utf8(unmarked(OTHER)))).isEmpty();
        }
    }

    /** The first answer has neither code nor checksum, the second has both: both settle, and neither excludes the other. */
    @Test
    void isAnsweredByAFirstLevelAndASecondLevelAcknowledgement() {
        String head = unmarked(OTHER)
                .substring(0, OTHER.indexOf("<ns2:MsvBdy"))
                .replace("Nominal", "Acknowledgement")
                .replace("<ns2:BIC>TESTVERT</ns2:BIC>", "<ns2:BIC>TESTBLEUXXX</ns2:BIC>")
                .replaceFirst("(?s)<ns2:Rcv>.*</ns2:Rcv>", "<ns2:Rcv><ns2:BIC>TESTVERTXXX</ns2:BIC></ns2:Rcv>");
        String tail = "</ns2:sepamail_missive_001></ns2:Missive>";
        String first = head + "<ns2:MsvAcq><ns2:AcqSta>ACK</ns2:AcqSta></ns2:MsvAcq>" + tail;
        String second = head + "<ns2:MsvAcq><ns2:AcqSta>ACK</ns2:AcqSta><ns2:AcqCla>2</ns2:AcqCla><ns2:AcqSub>1"
                + "</ns2:AcqSub><ns2:AcqDet>9</ns2:AcqDet><ns2:AcqChk>sha1:" + Hex.sha1(cut(OTHER)) + "</ns2:AcqChk>"
                + "<ns2:AcqDes>Success - acknowledgment level 2</ns2:AcqDes></ns2:MsvAcq>" + tail;
        AcknowledgementMissive one = Doc.read(AcknowledgementMissive.class, first);
        AcknowledgementMissive two = Doc.read(AcknowledgementMissive.class, second);
        assertThat(one.code()).isEmpty();
        assertThat(one.isPositive()).isTrue();
        assertThat(one.answers(read(OTHER)).checksum()).isEqualTo(AcknowledgementMatch.Checksum.NOT_STATED);
        assertThat(one.answers(read(OTHER)).settles()).isTrue();
        assertThat(two.code()).contains(AcknowledgementCode.FORWARDED);
        assertThat(two.answers(read(OTHER)).checksum()).isEqualTo(AcknowledgementMatch.Checksum.MATCHES);
        assertThat(two.answers(read(OTHER)).settles()).isTrue();
    }

    static List<Arguments> texts() {
        return List.of(
                Arguments.of("CDATA", "<![CDATA[</m:sepamail_message_001>]]>"),
                Arguments.of("comment", "<!-- </m:sepamail_message_001></m:MsvBdy> -->"),
                Arguments.of("instruction", "<?x </m:sepamail_message_001> ?>"),
                Arguments.of("entities", "&lt;/m:sepamail_message_001&gt;"),
                Arguments.of("numbers", "&#60;/m:sepamail_message_001&#x3e;"),
                Arguments.of("CRLF", "a\r\nb"),
                Arguments.of("tabs", "\t\t"),
                Arguments.of("other letters", "é€\uD83D\uDCE8\u2028"),
                Arguments.of("nothing", ""));
    }

    /** What only looks like the end of the message is not. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void isNotFooledByWhatLooksLikeAnEnd(String what, String text) {
        assertThat(what).isNotEmpty();
        assertOctets(marked(text));
    }

    /** Nor by what looks like a beginning, in front of it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!-- <m:sepamail_message_001> -->",
                "<?m <m:sepamail_message_001> ?>",
                "<!-- ' -->",
                "<!-- \" > -->"
            })
    void isNotFooledByWhatLooksLikeABeginning(String decoy) {
        String marked = marked("x");
        int at = marked.indexOf("⟦<");
        assertOctets(marked.substring(0, at) + decoy + marked.substring(at));
        int early = marked.indexOf("<m:Missive");
        assertOctets(marked.substring(0, early) + decoy + marked.substring(early));
        String id = marked.replace("MISSIVE-1", "<![CDATA[<m:sepamail_message_001>]]>");
        assertOctets(id);
    }

    /** An element of that name within the body, or of another namespace, is not the message. */
    @Test
    void isTheChildOfMsvBdyOnly() {
        String inner = "<m:sepamail_message_001><m:MsgHdr/></m:sepamail_message_001>";
        String marked = marked("x").replace("<m:TestId>", inner + "<m:TestId>");
        assertOctets(marked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ns2", "sem", "m_-.1", "é", "xmlx"})
    void isFoundUnderAnyPrefix(String prefix) {
        String colon = prefix.isEmpty() ? "" : prefix + ":";
        String marked = marked("x")
                .replace("<m:", "<" + colon)
                .replace("</m:", "</" + colon)
                .replace("xmlns:m=", prefix.isEmpty() ? "xmlns=" : "xmlns:" + prefix + "=");
        assertOctets(marked);
    }

    @Test
    void isFoundIfThePrefixIsDeclaredOnItselfOrChangesWithin() {
        String declared =
                marked("x").replace("<m:sepamail_message_001", "<m:sepamail_message_001 xmlns:m='" + Doc.NORM + "'");
        assertOctets(declared);
        String own = marked("x")
                .replace("⟦<m:sepamail_message_001", "⟦<k:sepamail_message_001 xmlns:k='" + Doc.NORM + "'")
                .replace("</m:sepamail_message_001>", "</k:sepamail_message_001>");
        assertOctets(own);
        String mixed =
                own.replace("<m:MsgHdr>", "<MsgHdr xmlns='" + Doc.NORM + "'>").replace("</m:MsgHdr>", "</MsgHdr>");
        assertOctets(mixed.replace("<m:MsgTyp>", "<k:MsgTyp>").replace("</m:MsgTyp>", "</k:MsgTyp>"));
        String rebound = marked("x")
                .replace("xmlns:m=", "xmlns:o='" + Doc.NORM + "' xmlns:m=")
                .replace("<m:MsvBdy", "<o:MsvBdy xmlns:m='urn:elsewhere'")
                .replace("</m:MsvBdy>", "</o:MsvBdy>")
                .replaceAll("(</?)m:((sepamail_message|Msg|Simple|Test|Text)[^>]*)", "$1o:$2");
        assertOctets(rebound);
    }

    /** C.5, J: octets in front of and behind the root element count for places only. */
    @Test
    void isTheSameWhateverStandsAroundTheRoot() {
        String marked = marked("x");
        for (String behind : List.of("\t\t\t\t", "\n\n", "<!-- end --><?end?>\r\n", "")) {
            assertOctets(marked.stripTrailing() + behind);
        }
        String bare = marked.substring(marked.indexOf("<m:Missive"));
        assertOctets(bare);
        assertOctets("\n\t" + bare);
    }

    /** A byte order mark counts for the place. It is no part of the checksum. */
    @Test
    void isNotMovedByAByteOrderMark() {
        String marked = "\uFEFF" + marked("x");
        MissiveReading reading = Doc.strict(unmarked(marked));
        assertThat(Doc.codes(reading)).containsExactly(Problem.Code.BYTE_ORDER_MARK);
        assertOctets(marked);
    }

    @Test
    void readsCrlfAsLfButKeepsASingleCr() {
        String crlf = marked("a\nb").replace("\n", "\r\n");
        assertOctets(crlf);
        String lone = marked("a\rb");
        assertOctets(lone);
        MessageChecksum raw =
                MessageChecksum.parse("sha1:" + Hex.sha1(cut(crlf))).orElseThrow();
        assertThat(read(crlf).message().match(raw)).contains(ChecksumForm.CRLF);
        String mixed = marked("a\r\nb");
        MessageChecksum ofMixed =
                MessageChecksum.parse("sha1:" + Hex.sha1(cut(mixed))).orElseThrow();
        assertThat(read(mixed).message().match(ofMixed)).contains(ChecksumForm.RAW);
        MessageChecksum ofLf =
                MessageChecksum.parse("sha1:" + Hex.sha1(cut(marked("a\nb")))).orElseThrow();
        assertThat(read(mixed).message().match(ofLf)).contains(ChecksumForm.LF);
        assertThat(read(marked("a\nb")).message().match(ofLf)).contains(ChecksumForm.EXACT);
        MessageChecksum ofCrlf = MessageChecksum.parse(
                        "sha1:" + Hex.sha1(cut(marked("a\nb").replace("\n", "\r\n"))))
                .orElseThrow();
        assertThat(read(marked("a\nb")).message().match(ofCrlf)).contains(ChecksumForm.CRLF);
    }

    /** The body lies within the message; it is given as it stands, too. */
    @Test
    void givesTheBodyAsItStands() throws Exception {
        String body = "<m:SimpleTestRequest  a=' &gt; ' ><!-- > --><m:TestId>1</m:TestId></m:SimpleTestRequest\n>";
        String document = Doc.set(NOMINAL, "MsgBdy", "\n<!-- x -->" + body + "<?y?>");
        Message message = Doc.read(NominalMissive.class, document).message();
        assertThat(new String(message.bodyOctets().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(body);
        String empty = Doc.set(NOMINAL, "MsgBdy", "<m:SimpleTestRequest/>");
        message = Doc.read(NominalMissive.class, empty).message();
        assertThat(new String(message.bodyOctets().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("<m:SimpleTestRequest/>");
    }
}
