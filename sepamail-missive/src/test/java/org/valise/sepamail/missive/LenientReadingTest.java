// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.valise.sepamail.missive.Doc.ACK;
import static org.valise.sepamail.missive.Doc.NOMINAL;
import static org.valise.sepamail.missive.Doc.after;
import static org.valise.sepamail.missive.Doc.codes;
import static org.valise.sepamail.missive.Doc.content;
import static org.valise.sepamail.missive.Doc.drop;
import static org.valise.sepamail.missive.Doc.edge;
import static org.valise.sepamail.missive.Doc.lenient;
import static org.valise.sepamail.missive.Doc.place;
import static org.valise.sepamail.missive.Doc.set;
import static org.valise.sepamail.missive.Doc.strict;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sepamail.missive.Problem.Code;

/** C.7: the faults of known software are read leniently, each under its name, and refused strictly. */
class LenientReadingTest {

    private static AcknowledgementMissive ack(String document) {
        return (AcknowledgementMissive) lenient(document).toOptional().orElseThrow();
    }

    /** Refused strictly; accepted leniently with one deviation at one place. */
    private static void assertDeviation(String document, Code code, Span place) {
        assertThat(strict(document)).isInstanceOf(MissiveReading.Refused.class);
        assertThat(codes(strict(document))).doesNotContain(code);
        MissiveReading reading = lenient(document);
        assertThat(reading).isInstanceOf(MissiveReading.Accepted.class);
        assertThat(codes(reading)).containsExactly(code);
        assertThat(reading.problems().get(0).isError()).isFalse();
        assertThat(reading.problems().get(0).span()).contains(place);
    }

    @Test
    void findsNothingInWhatIsRight() {
        for (String document : List.of(NOMINAL, ACK, Doc.SERVICE, Doc.SMAPI, LayerOneTest.COMMAND)) {
            assertThat(lenient(document).problems()).isEmpty();
            assertThat(lenient(edge(document)).problems()).isEmpty();
        }
    }

    @Test
    void readsNackAsNak() {
        String document = set(set(ACK, "AcqSta", "NACK"), "AcqCla", "5");
        assertDeviation(document, Code.NACK_FOR_NAK, content(document, "AcqSta"));
        assertThat(ack(document).isPositive()).isFalse();
    }

    /** There is no PRIO_HIGHEST; what was meant is not lower than high. */
    @ParameterizedTest
    @CsvSource({
        "PRI_HIGHEST, PRIO_HIGH",
        "PRI_HIGH, PRIO_HIGH",
        "PRI_NORM, PRIO_NORM",
        "PRI_LOW, PRIO_LOW",
        "PRI_LOWEST, PRIO_XLOW"
    })
    void readsPriAsPrio(String written, RoutingWarning.Code meant) {
        String document =
                after(ACK, "AcqDes", "<m:RtgWarn><m:Code>" + written + "</m:Code><m:Descr>late</m:Descr></m:RtgWarn>");
        assertDeviation(document, Code.PRI_FOR_PRIO, content(document, "Code"));
        assertThat(ack(document).warnings())
                .containsExactly(RoutingWarning.of(meant).withDescription("late"));
    }

    @Test
    void leavesOutWarningsWithoutCode() {
        String right = "<m:RtgWarn><m:Code>BAD_TIME</m:Code></m:RtgWarn>";
        String document = after(ACK, "AcqDes", "<m:RtgWarn><m:Code></m:Code></m:RtgWarn>" + right);
        assertDeviation(document, Code.EMPTY_WARNING, content(document, "Code"));
        assertThat(ack(document).warnings()).containsExactly(RoutingWarning.of(RoutingWarning.Code.BAD_TIME));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AcqChk", "AcqDes", "AcqDet"})
    void readsEmptyPartsAsAbsent(String element) {
        for (String nothing : List.of("", "<!-- -->")) {
            String document = set(ACK, element, nothing);
            assertDeviation(document, Code.EMPTY_FOR_ABSENT, content(document, element));
        }
        AcknowledgementMissive ack = ack(set(ACK, element, ""));
        assertThat(ack.checksumText().isEmpty()).isEqualTo(element.equals("AcqChk"));
        assertThat(ack.description().isEmpty()).isEqualTo(element.equals("AcqDes"));
        assertThat(ack.code().orElseThrow().detail().isEmpty()).isEqualTo(element.equals("AcqDet"));
        String tag = ACK.replaceFirst("<m:" + element + ">[^<]*</m:" + element + ">", "<m:" + element + "/>");
        assertThat(codes(lenient(tag))).containsExactly(Code.EMPTY_FOR_ABSENT);
    }

    /** smeth writes the code behind the checksum, and each part of it may be empty. */
    @Test
    void readsTheCodeBehindTheChecksum() {
        String code = "<m:AcqCla>2</m:AcqCla><m:AcqSub>1</m:AcqSub><m:AcqDet>9</m:AcqDet>";
        String document = after(drop(drop(drop(ACK, "AcqCla"), "AcqSub"), "AcqDet"), "AcqChk", code);
        int at = document.indexOf(code);
        assertDeviation(document, Code.ACKNOWLEDGEMENT_ORDER, place(document, at, at + "<m:AcqCla>".length()));
        assertThat(ack(document).code()).contains(AcknowledgementCode.FORWARDED);
        assertThat(ack(document).checksum()).isPresent();
        String empty = document.replace(">2<", "><")
                .replace(">1</m:AcqSub", "></m:AcqSub")
                .replace(">9<", "><");
        empty = set(empty, "AcqChk", "");
        assertThat(strict(empty)).isInstanceOf(MissiveReading.Refused.class);
        assertThat(lenient(empty)).isInstanceOf(MissiveReading.Accepted.class);
        assertThat(codes(lenient(empty)))
                .containsOnly(Code.EMPTY_FOR_ABSENT, Code.ACKNOWLEDGEMENT_ORDER)
                .hasSize(5);
        assertThat(ack(empty).code()).isEmpty();
        assertThat(ack(empty).checksumText()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Snd", "Rcv"})
    void readsABareAccount(String side) {
        String account = "QX62TESTBLEUXXX2345678923456789234";
        for (String document : List.of(NOMINAL, ACK)) {
            String bare = set(document, side, account);
            assertDeviation(bare, Code.BARE_ACCOUNT, content(bare, side));
            String indented = set(document, side, "\n\t\t" + account + "\n\t");
            int at = indented.indexOf(account, Doc.open(indented, side));
            assertDeviation(indented, Code.BARE_ACCOUNT, place(indented, at, at + account.length()));
            Missive missive = lenient(indented).toOptional().orElseThrow();
            assertThat(side.equals("Snd") ? missive.sender() : missive.receiver())
                    .isEqualTo(Party.of(Qxban.of(account)));
        }
    }

    /** What is wrong with the account itself is told at its own place. */
    @Test
    void judgesABareAccount() {
        String account = "DE88370400440532013000";
        String document = set(NOMINAL, "Snd", "\n " + account + " ");
        int at = document.indexOf(account);
        MissiveReading reading = lenient(document);
        assertThat(codes(reading)).contains(Code.BARE_ACCOUNT).hasSize(2);
        assertThat(reading.problems())
                .allSatisfy(problem -> assertThat(problem.span()).contains(place(document, at, at + account.length())));
        String far = document.replace("?>\n", "?>\n<!--" + "x".repeat(60_000) + "-->\n");
        assertThat(far).isNotEqualTo(document);
        assertThat(codes(lenient(far))).isEqualTo(codes(reading));
    }

    /** Who has two accounts, or text behind the one, has none: which is meant cannot be told. */
    @ParameterizedTest
    @CsvSource({
        "%s<m:IBAN>DE89370400440532013000</m:IBAN>, UNEXPECTED_ELEMENT",
        "<m:IBAN>DE89370400440532013000</m:IBAN>%s, UNEXPECTED_TEXT",
        "%s<m:BIC>TESTVERT</m:BIC>DE89370400440532013000, UNEXPECTED_TEXT",
        "%s<m:BIC>TESTVERT</m:BIC>more, UNEXPECTED_TEXT"
    })
    void refusesMoreThanOneAccount(String content, Code code) {
        String bare = set(NOMINAL, "Snd", String.format(content, "QX62TESTBLEUXXX2345678923456789234"));
        assertThat(strict(bare)).isInstanceOf(MissiveReading.Refused.class);
        assertThat(lenient(bare)).isInstanceOf(MissiveReading.Refused.class);
        assertThat(codes(lenient(bare))).contains(code);
    }

    /** Statement 31: a text is the same with a comment in it; a beginning that is an account by itself is not it. */
    @ParameterizedTest
    @ValueSource(strings = {"<!-- -->", "<?p?>", "<!-- --><![CDATA[]]><!-- -->"})
    void readsABareAccountWithACommentInIt(String within) {
        String account = "QX62TESTBLEUXXX" + within + "2345678923456789234";
        String document = set(NOMINAL, "Snd", account);
        assertDeviation(document, Code.BARE_ACCOUNT, content(document, "Snd"));
        assertThat(lenient(document).toOptional().orElseThrow().sender())
                .isEqualTo(Party.of(Qxban.of("QX62TESTBLEUXXX2345678923456789234")));
        for (String more : List.of(within + "-", within + " " + within + "7", " ".repeat(70_000) + "7")) {
            String longer = set(NOMINAL, "Snd", "DE89370400440532013000" + more);
            assertThat(codes(lenient(longer))).contains(Code.UNEXPECTED_TEXT).doesNotContain(Code.BARE_ACCOUNT);
            assertThat(streamed(longer)).contains(Code.UNEXPECTED_TEXT).doesNotContain(Code.BARE_ACCOUNT);
        }
    }

    private static List<Code> streamed(String document) {
        try {
            return Missives.lenient()
                    .readStreamed(new ByteArrayInputStream(document.getBytes(UTF_8)), path -> Optional.empty())
                    .problems()
                    .stream()
                    .map(Problem::code)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a template left empty is as if it were absent, so that the rules tell what is missing. */
    @Test
    void readsEmptyAccountsAsAbsent() {
        String document = set(NOMINAL, "IBAN", "");
        assertThat(strict(document)).isInstanceOf(MissiveReading.Refused.class);
        assertThat(codes(lenient(document))).containsExactly(Code.EMPTY_FOR_ABSENT, Code.NO_SENDER);
        assertThat(lenient(document)).isInstanceOf(MissiveReading.Refused.class);
        String beside = set(NOMINAL, "Snd", "<m:BIC>TESTVERT</m:BIC><m:IBAN></m:IBAN>");
        assertThat(codes(lenient(beside))).containsExactly(Code.EMPTY_FOR_ABSENT);
        assertThat(lenient(beside).toOptional().orElseThrow().sender()).isEqualTo(Party.of(Bic.of("TESTVERT")));
    }

    /** The whole of what smeth sends: an identifier of its own, the wrong order, empty parts, no literal prefix needed. */
    @Test
    void readsAWholeAnswerOfSmethAndOfSmack() {
        String smeth = edge(ACK)
                .replace("m:", "sem:")
                .replace("xmlns:m=", "xmlns:sem=")
                .replace("MISSIVE-1", "5E3B2A9C7F014D68");
        smeth = smeth.replaceAll(
                "(?s)<sem:AcqCla>.*</sem:AcqDes>",
                "<sem:AcqChk></sem:AcqChk><sem:AcqCla>2</sem:AcqCla>"
                        + "<sem:AcqSub/><sem:AcqDet/><sem:AcqDes>ok</sem:AcqDes>");
        MissiveReading reading = lenient(smeth);
        assertThat(reading).isInstanceOf(MissiveReading.Accepted.class);
        assertThat(reading.problems()).noneMatch(Problem::isError);
        assertThat(((AcknowledgementMissive) reading.toOptional().orElseThrow()).codeClass())
                .hasValue(2);
        assertThat(strict(smeth)).isInstanceOf(MissiveReading.Refused.class);

        String smack = edge(ACK).replace(">ACK<", ">NACK<").replace(">2<", ">4<");
        smack = smack.replaceAll("(?s)<m:(Snd|Rcv)>\\s*<m:IBAN>([^<]*)</m:IBAN>\\s*", "<m:$1>$2");
        smack = smack.replace("</m:AcqDes>", "</m:AcqDes><m:RtgWarn><m:Code/></m:RtgWarn>");
        reading = lenient(smack);
        assertThat(reading).isInstanceOf(MissiveReading.Accepted.class);
        assertThat(codes(reading))
                .containsExactly(Code.BARE_ACCOUNT, Code.BARE_ACCOUNT, Code.NACK_FOR_NAK, Code.EMPTY_WARNING);
        assertThat(strict(smack)).isInstanceOf(MissiveReading.Refused.class);
    }

    /** What is not among the known faults is refused leniently, too. */
    @ParameterizedTest
    @CsvSource({
        "AcqSta, NAC",
        "AcqSta, ''",
        "AcqSta, nack",
        "AcqCla, two",
        "MsvTyp, Ack",
        "MsvPri, PRI_NORM",
        "MsvOrd, ''",
        "SndDtTm, ''",
        "SndDtTm, yesterday",
        "IBAN, FR"
    })
    void refusesOtherFaults(String element, String value) {
        MissiveReading reading = lenient(set(ACK, element, value));
        assertThat(reading).isInstanceOf(MissiveReading.Refused.class);
        assertThat(reading.layer1()).extracting(Problem::code).contains(Code.BAD_VALUE);
    }

    @Test
    void isNotLenientAboutOrderElsewhere() {
        String order = after(drop(NOMINAL, "MsvTyp"), "MsvOrd", "<m:MsvTyp>Nominal</m:MsvTyp>");
        assertThat(lenient(order)).isInstanceOf(MissiveReading.Refused.class);
        String twice = after(ACK, "AcqDes", "<m:AcqCla>4</m:AcqCla>");
        assertThat(lenient(twice)).isInstanceOf(MissiveReading.Refused.class);
        String text = set(NOMINAL, "Snd", "not an account");
        assertThat(codes(lenient(text))).contains(Code.UNEXPECTED_TEXT);
    }

    /** Leniency of the reader does not reach the rules. */
    @Test
    void isNotLenientAboutTheRules() {
        assertThat(codes(lenient(set(NOMINAL, "MsvId", "")))).containsExactly(Code.EMPTY_IDENTIFIER);
        assertThat(codes(lenient(set(NOMINAL, "MsvOrd", "0")))).containsExactly(Code.BAD_ORDER);
        assertThat(codes(lenient(drop(ACK, "MsvAcq")))).containsExactly(Code.PART_MISSING);
    }
}
