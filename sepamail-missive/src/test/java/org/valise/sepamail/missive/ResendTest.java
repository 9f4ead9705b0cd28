// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.valise.sepamail.missive.Doc.NOMINAL;
import static org.valise.sepamail.missive.Doc.set;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MIS1202 "Resending a missive": what changes in the document. When it is permitted is another matter. */
class ResendTest {

    private static NominalMissive nominal(String document) {
        return Doc.read(NominalMissive.class, document);
    }

    private static String text(Missive missive) {
        return new String(missive.octets(), StandardCharsets.UTF_8);
    }

    /** R3: only nominals are resent; the others have no such method. */
    @ParameterizedTest
    @ValueSource(classes = {AcknowledgementMissive.class, ServiceMissive.class, SmapiMissive.class, Missive.class})
    void r3OnlyNominalsCanBeResent(Class<?> type) {
        assertThat(Arrays.stream(type.getMethods()))
                .noneMatch(method -> method.getName().contains("resend"));
        assertThat(Arrays.stream(NominalMissive.class.getMethods()))
                .anyMatch(method -> method.getName().equals("resend"));
    }

    /** S1, R4: the first sending has order 1, each resend one more. */
    @Test
    void s1AndR4CountsFromOne() {
        NominalMissive missive = AnyMissive.simple(SchemaVersion.NORM_1206).build();
        for (int order = 1; order < 120; order++) {
            assertThat(missive.order()).isEqualTo(order);
            assertThat(text(missive)).contains("<sem:MsvOrd>" + order + "</sem:MsvOrd>");
            missive = missive.resend();
        }
    }

    /** R5: nothing but the digits of MsvOrd changes, however they are written. */
    @ParameterizedTest
    @CsvSource({
        "1, 2",
        "9, 10",
        "99, 100",
        "'+1', 2",
        "007, 8",
        "' 1\n', 2",
        "'<!-- c -->1', 2",
        "'1<!-- c -->2', 13",
        "'<![CDATA[4]]>', 5",
        "'&#52;', 5",
        "'1<?x?>', 2"
    })
    void r5ChangesTheOrderOnly(String written, int next) {
        for (String document : new String[] {
            NOMINAL, NOMINAL.replace("\n", "\r\n"), NOMINAL.stripTrailing() + "\t\t", "\uFEFF" + NOMINAL
        }) {
            String first = set(document, "MsvOrd", written);
            NominalMissive again = nominal(first).resend();
            int from = Doc.inner(first, "MsvOrd");
            assertThat(text(again)).startsWith(first.substring(0, from));
            assertThat(text(again)).endsWith(first.substring(Doc.close(first, "MsvOrd")));
            assertThat(again.order()).isEqualTo(next);
            assertThat(nominal(text(again)).order()).isEqualTo(next);
            assertThat(again).isEqualTo(nominal(text(again)));
            assertThat(again.length()).isEqualTo(Doc.utf8(text(again)).length);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "9, 10", "41, 42"})
    void r5LeavesEveryOtherOctet(String order, String next) {
        String document = set(NOMINAL, "MsvOrd", order);
        assertThat(text(nominal(document).resend())).isEqualTo(set(NOMINAL, "MsvOrd", next));
    }

    /** R17, R18: identifier, checksum and sending time are those of the first sending. */
    @Test
    void r17AndR18KeepsIdentifierChecksumAndTime() {
        NominalMissive first = nominal(NOMINAL);
        NominalMissive third = first.resend().resend();
        assertThat(third.id()).isEqualTo(first.id());
        assertThat(third.message().checksum()).isEqualTo(first.message().checksum());
        assertThat(third.message().octets()).isEqualTo(first.message().octets());
        assertThat(third.sentAt()).isEqualTo(first.sentAt());
        assertThat(third.order()).isEqualTo(3);
        AcknowledgementMissive toSecond = first.resend()
                .acknowledge(AcknowledgementCode.FORWARDED)
                .sentAt(first.sentAt().instant())
                .build();
        assertThat(toSecond.answers(third).settles()).isTrue();
    }

    @Test
    void leavesTheFirstMissiveAsItWas() {
        NominalMissive first = nominal(NOMINAL);
        assertThat(first.resend().resend().order()).isEqualTo(3);
        assertThat(first.order()).isEqualTo(1);
        assertThat(text(first)).isEqualTo(NOMINAL);
    }

    @Test
    void keepsAPlaceOfTheMessageThatMoves() {
        NominalMissive again = nominal(set(NOMINAL, "MsvOrd", "9")).resend();
        assertThat(again.message().offset()).isEqualTo(Doc.open(text(again), "sepamail_message_001"));
        assertThat(new String(again.message().octets(), StandardCharsets.UTF_8)).startsWith("<m:sepamail_message_001>");
    }

    @Test
    void hasNoOrderAboveTheGreatest() {
        NominalMissive last = nominal(set(NOMINAL, "MsvOrd", Integer.toString(Integer.MAX_VALUE)));
        assertThatIllegalStateException().isThrownBy(last::resend);
    }

    /** The zone in which times are read, and what was read leniently, stay with the missive. */
    @Test
    void isReadAsTheFirstWasRead() {
        String document = set(NOMINAL, "SndDtTm", "2026-07-01T12:00:00").replace("/1206/", "/1606/");
        Missives reader = Missives.lenient().withZone(java.time.ZoneId.of("Asia/Tokyo"));
        NominalMissive first =
                (NominalMissive) reader.read(Doc.utf8(document)).toOptional().orElseThrow();
        NominalMissive again = first.resend();
        assertThat(again.sentAt()).isEqualTo(first.sentAt());
        assertThat(again.version()).isEqualTo(first.version());
        assertThat(again.order()).isEqualTo(2);
    }

    /** A signature of the customer is carried along. */
    @Test
    void carriesASignature() {
        String signed = NOMINAL.replace(
                "  </m:sepamail_missive_001>",
                "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">x</ds:Signature></m:sepamail_missive_001>");
        NominalMissive again = nominal(signed).resend();
        assertThat(again.hasCustomerSignature()).isTrue();
        assertThat(text(again)).isEqualTo(set(signed, "MsvOrd", "2"));
    }
}
