// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sepamail.missive.Bic;

/** MIS1202 "Time stamping": a value is written into the header, and no other octet changes. */
class HeaderSpliceTest {

    private static final Instant TIME = Instant.parse("2026-11-22T10:00:00Z");
    private static final String BEFORE = "<?xml version='1.0'?><!-- <s:MsvHdr><s:Rcv/> -->\n"
            + "<s:Missive xmlns:s='x' a=\"</s:Rcv>>\"><s:sepamail_missive_001><s:MsvId><![CDATA[</s:MsvHdr><s:Rcv>]]></s:MsvId>"
            + "<s:MsvSrv><s:Rcv>no</s:Rcv></s:MsvSrv><s:MsvHdr ><s:Snd\n><s:IBAN>1</s:IBAN></s:Snd><s:SndDtTm>2000-01-01T00:00:00</s:SndDtTm>";
    private static final String RECEIVER = "<s:Rcv><s:IBAN>é</s:IBAN><!-- </s:Rcv> --></s:Rcv >";
    private static final String AFTER = "</s:MsvHdr><s:MsvBdy><s:Rcv>no</s:Rcv><s:SndDtTm>no</s:SndDtTm></s:MsvBdy>"
            + "</s:sepamail_missive_001></s:Missive>\t\t";
    private static final String WHOLE = BEFORE + RECEIVER + AFTER;

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }

    @Test
    void theTimeOfReceptionStandsBehindTheReceiver() {
        String stamp = "<s:RcvDtTm>2026-11-22T10:00:00Z</s:RcvDtTm>";
        assertThat(text(HeaderSplice.receivedAt(octets(WHOLE), TIME))).isEqualTo(BEFORE + RECEIVER + stamp + AFTER);
    }

    @Test
    void aTimeOfReceptionThatIsThereIsReplaced() {
        String old = "<s:RcvDtTm>1999-01-01T00:00:00</s:RcvDtTm>";
        assertThat(text(HeaderSplice.receivedAt(octets(BEFORE + RECEIVER + old + AFTER), TIME)))
                .isEqualTo(text(HeaderSplice.receivedAt(octets(WHOLE), TIME)));
    }

    @Test
    void theTimeOfSendingIsReplaced() {
        assertThat(text(HeaderSplice.sentAt(octets(WHOLE), TIME)))
                .isEqualTo(WHOLE.replace("2000-01-01T00:00:00", "2026-11-22T10:00:00Z"));
    }

    @Test
    void aBicIsTheFirstOfItsParty() {
        assertThat(text(HeaderSplice.bic(octets(WHOLE), "Snd", Bic.of("TESTVERT"))))
                .isEqualTo(WHOLE.replace("<s:Snd\n>", "<s:Snd\n><s:BIC>TESTVERT</s:BIC>"));
        String bare = WHOLE.replace("s:", "");
        assertThat(text(HeaderSplice.bic(octets(bare), "Rcv", Bic.of("TESTVERT"))))
                .isEqualTo(bare.replace("<Rcv><IBAN>é", "<Rcv><BIC>TESTVERT</BIC><IBAN>é"));
    }

    @Test
    void whereThereIsNoHeaderNothingIsWritten() {
        assertThatIllegalStateException().isThrownBy(() -> HeaderSplice.sentAt(octets("<Missive/>"), TIME));
        assertThatIllegalStateException()
                .isThrownBy(() -> HeaderSplice.receivedAt(octets(BEFORE + "<s:Rcv/>" + AFTER), TIME));
    }

    /** XML 1.0 2.5 to 2.7: each ends at its own end and not at that of another, and not at a half of it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!-- ]]> ?> - > -> <s:Rcv> <s:MsvHdr> -->",
                "<!---->",
                "<!-- - -->",
                "<![CDATA[ --> ?> ]> ] ]> ]]] </s:MsvHdr> ]]>",
                "<![CDATA[]]]]>",
                "<![CDATA[>]]>",
                "<?pi --> ]]> ? > </s:MsvHdr> ??>",
                "<?pi?>"
            })
    void whatIsNoElementIsPassedOver(String noElement) {
        String whole = BEFORE + noElement + RECEIVER.replace("<!--", noElement + "<!--") + noElement + AFTER;
        assertThat(text(HeaderSplice.bic(octets(whole), "Rcv", Bic.of("TESTVERT"))))
                .isEqualTo(whole.replace("<s:Rcv><s:IBAN>é", "<s:Rcv><s:BIC>TESTVERT</s:BIC><s:IBAN>é"));
        assertThat(text(HeaderSplice.receivedAt(octets(whole), TIME)))
                .isEqualTo(whole.replace("</s:Rcv >", "</s:Rcv ><s:RcvDtTm>2026-11-22T10:00:00Z</s:RcvDtTm>"));
    }

    /** Attributes of either quotes, with the other and with ends of tags in them. */
    @ParameterizedTest
    @ValueSource(strings = {"a=\"'>\"", "a='\">'", "a=\"\" b='/'", "a='/>'", "a=\"</s:MsvHdr>\""})
    void attributesHoldAnything(String attributes) {
        String whole = BEFORE + RECEIVER.replace("<s:Rcv>", "<s:Rcv " + attributes + ">") + AFTER;
        assertThat(text(HeaderSplice.bic(octets(whole), "Rcv", Bic.of("TESTVERT"))))
                .isEqualTo(whole.replace("><s:IBAN>é", "><s:BIC>TESTVERT</s:BIC><s:IBAN>é"));
    }
}
