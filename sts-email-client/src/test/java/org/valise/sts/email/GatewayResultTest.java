// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.valise.sts.email.GatewayResult.Flag.CODE_NOT_IDENT;
import static org.valise.sts.email.GatewayResult.Flag.EMPTY_SKIPPED;
import static org.valise.sts.email.GatewayResult.Flag.EXTRA_JOINED;
import static org.valise.sts.email.GatewayResult.Flag.KIND_CASE;
import static org.valise.sts.email.GatewayResult.Flag.SEPARATORS_LOST;
import static org.valise.sts.email.GatewayResult.Flag.TEXT_MISSING;
import static org.valise.sts.email.GatewayResult.Kind.ABSENT;
import static org.valise.sts.email.GatewayResult.Kind.AMBIGUOUS;
import static org.valise.sts.email.GatewayResult.Kind.ERROR;
import static org.valise.sts.email.GatewayResult.Kind.MALFORMED;
import static org.valise.sts.email.GatewayResult.Kind.NOTICE;
import static org.valise.sts.email.GatewayResult.Kind.SUCCESS;
import static org.valise.sts.email.GatewayResult.Kind.UNKNOWN;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sts.email.GatewayResult.Flag;
import org.valise.sts.email.GatewayResult.Kind;

/** STS600-9-2 8.3.2: X-Gateway-Result, as the gateway writes it and as mail software leaves it. */
class GatewayResultTest {

    private static final String CODE = "EVkloadExpired";
    private static final String STALE = "The VKLOADREQ is stale";
    private static final String FULL = "The VKLOADREQ is stale; generate a fresh VKLOADREQ and try again";
    private static final List<String> NONE = List.of();

    static Stream<Arguments> values() {
        return Stream.of(
                row("Error\tEVkloadExpired\t" + FULL, ERROR, CODE, FULL, NONE),
                row(
                        "Error\r\n\tEVkloadExpired\r\n\tThe VKLOADREQ is stale; generate a fresh VKLOADREQ and try\r\n"
                                + " again",
                        ERROR,
                        CODE,
                        FULL,
                        NONE),
                row("Error\t\r\n EVkloadExpired\t\r\n The VKLOADREQ is stale", ERROR, CODE, STALE, NONE),
                row(
                        "Error\t\r\n\tEVkloadExpired\t\r\n\tThe VKLOADREQ is stale",
                        ERROR,
                        CODE,
                        STALE,
                        NONE,
                        EMPTY_SKIPPED),
                row("Error EVkloadExpired " + FULL, ERROR, CODE, FULL, NONE, SEPARATORS_LOST),
                row(
                        "Error        EVkloadExpired        The VKLOADREQ is stale.  Try again",
                        ERROR,
                        CODE,
                        "The VKLOADREQ is stale.  Try again",
                        NONE,
                        SEPARATORS_LOST),
                row("Error\r\n EVkloadExpired\r\n\tThe text", ERROR, CODE, "The text", NONE, SEPARATORS_LOST),
                row("Error\tEVkloadExpired The text", ERROR, CODE, "The text", NONE, SEPARATORS_LOST),
                row(
                        "Error\tEVkloadExpired\tgenerate a fresh\r\n\tVKLOADREQ and try again",
                        ERROR,
                        CODE,
                        "generate a fresh",
                        List.of("VKLOADREQ and try again")),
                row("=?UTF-8?Q?Error=09EVkloadExpired=09The_VKLOADREQ_is_stale?=", ERROR, CODE, STALE, NONE),
                row(
                        "Error\t=?UTF-8?Q?EVkloadExpired?=\t=?UTF-8?B?VGhlIFZLTE9BRFJFUSBpcyBzdGFsZQ==?=",
                        ERROR,
                        CODE,
                        STALE,
                        NONE),
                row(
                        "=?UTF-8?Q?Error=09EVkload?=\r\n =?UTF-8?Q?Expired=09The_VKLOADREQ?=",
                        ERROR,
                        CODE,
                        "The VKLOADREQ",
                        NONE),
                row("Error\tECode\ttext\tp1\t\tp3\t", ERROR, "ECode", "text", List.of("p1", "", "p3", "")),
                row(
                        "Success\tThe operation completed successfully",
                        SUCCESS,
                        "",
                        "The operation completed successfully",
                        NONE),
                row(
                        "Success\r\n    The operation completed successfully",
                        SUCCESS,
                        "",
                        "The operation completed successfully",
                        NONE,
                        SEPARATORS_LOST),
                row(
                        "Success\tThe operation completed\r\n\tsuccessfully",
                        SUCCESS,
                        "",
                        "The operation completed successfully",
                        NONE,
                        EXTRA_JOINED),
                row("success\tok", SUCCESS, "", "ok", NONE, KIND_CASE),
                row("Success", SUCCESS, "", "", NONE, TEXT_MISSING),
                row(
                        "Notice\tDeferred\tOperation failed but will be retried; you don't need to do\r\n anything",
                        NOTICE,
                        "Deferred",
                        "Operation failed but will be retried; you don't need to do anything",
                        NONE),
                row("Error\tEVkloadExpired", ERROR, CODE, "", NONE, TEXT_MISSING),
                row("Error\tE Code\ttext", ERROR, "E Code", "text", NONE, CODE_NOT_IDENT),
                row("Warning\tX\tY", UNKNOWN, "", "", NONE),
                row("Error: X", UNKNOWN, "", "", NONE),
                row("Error\r\nBcc: x", MALFORMED, "", "", NONE),
                row("", ABSENT, "", "", NONE));
    }

    /** What else a mail system may do: LF folds, blank continuation lines, NBSP, controls in decoded words. */
    static Stream<Arguments> further() {
        return Stream.of(
                row("Error\n\tEVkloadExpired\n\tThe VKLOADREQ is stale", ERROR, CODE, STALE, NONE),
                row("Error\r\tEVkloadExpired\r\tThe VKLOADREQ is stale", ERROR, CODE, STALE, NONE),
                row("\tError\tEVkloadExpired\tThe VKLOADREQ is stale", ERROR, CODE, STALE, NONE),
                row("Error\u00a0EVkloadExpired\u00a0The VKLOADREQ is stale", ERROR, CODE, STALE, NONE, SEPARATORS_LOST),
                row("Error \t EVkloadExpired \t\u00a0The VKLOADREQ is stale \u00a0", ERROR, CODE, STALE, NONE),
                row("ERROR\tEVkloadExpired\tThe VKLOADREQ is stale", ERROR, CODE, STALE, NONE, KIND_CASE),
                row("Error\tE.Code-1_a,b\ttext", ERROR, "E.Code-1_a,b", "text", NONE),
                row("Error\tevil\t=?UTF-8?Q?a=0D=0ABcc:_b?=", ERROR, "evil", "a  Bcc: b", NONE),
                row("Error\tECode\t=?x-unknown?Q?a?=", ERROR, "ECode", "=?x-unknown?Q?a?=", NONE),
                row("Error\tECode\t=?UTF-8?B?!!!?=", ERROR, "ECode", "=?UTF-8?B?!!!?=", NONE),
                row("Error\\\r\n\tECode\ttext", UNKNOWN, "", "", NONE),
                row("Error=09EVk", UNKNOWN, "", "", NONE),
                row("Notice\tDeferred\ttext\t", NOTICE, "Deferred", "text", List.of("")),
                row("Errors\tECode\ttext", UNKNOWN, "", "", NONE),
                row("\t\r\n\t\r\n\t", ABSENT, "", "", NONE),
                row("   ", ABSENT, "", "", NONE),
                row("Error\tECode\ttext\nBcc: x", MALFORMED, "", "", NONE),
                row("Error\tECode\t" + "x".repeat(8 * 1024), MALFORMED, "", "", NONE));
    }

    private static Arguments row(
            String value, Kind kind, String code, String text, List<String> parameters, Flag... flags) {
        return arguments(value, kind, code, text, parameters, List.of(flags));
    }

    @ParameterizedTest
    @MethodSource({"values", "further"})
    void readsWhatTheHeaderSays(
            String value, Kind kind, String code, String text, List<String> parameters, List<Flag> flags) {
        GatewayResult result = GatewayResult.parse(value);
        assertThat(result.kind()).isEqualTo(kind);
        assertThat(result.code()).isEqualTo(code);
        assertThat(result.text()).isEqualTo(text);
        assertThat(result.parameters()).isEqualTo(parameters);
        assertThat(result.raw().flags()).containsExactlyInAnyOrderElementsOf(flags);
        assertThat(result.raw().value()).isEqualTo(value);
        assertThat(result.isFinal()).isEqualTo(kind == SUCCESS || kind == ERROR);
    }

    /** Where the text was torn apart, the elements as they were help. */
    @Test
    void keepsTheElements() {
        assertThat(GatewayResult.parse("Error\tE\ta\t\tb\t").raw().elements())
                .containsExactly("Error", "E", "a", "", "b", "");
        assertThat(GatewayResult.parse("Warning\tX\tY").raw().elements()).containsExactly("Warning", "X", "Y");
    }

    @Test
    void readsSeveralHeadersOnlyIfTheyAgree() {
        assertThat(GatewayResult.parseAll(List.of()).kind()).isEqualTo(ABSENT);
        assertThat(GatewayResult.parseAll(List.of("Error\tE\tt", "Error\tE\tt")).kind())
                .isEqualTo(ERROR);
        GatewayResult differing = GatewayResult.parseAll(List.of("Success\tok", "Error\tE\tt"));
        assertThat(differing.kind()).isEqualTo(AMBIGUOUS);
        assertThat(differing.isFinal()).isFalse();
        assertThat(differing.raw().value()).isEqualTo("Success\tok");
    }

    /** Through a raw mail: what lies between wire and value must not change it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Gateway-Result: Error\tEVkloadExpired\tThe VKLOADREQ is stale\r\n",
                "x-gateway-result: Error\tEVkloadExpired\tThe VKLOADREQ is stale\r\n",
                "X-Gateway-Result : Error\tEVkloadExpired\tThe VKLOADREQ is stale\r\n",
                "X-Gateway-Result:Error\tEVkloadExpired\tThe VKLOADREQ is stale\r\n",
                "X-Gateway-Result:\tError\tEVkloadExpired\tThe VKLOADREQ is stale\r\n",
                "X-Gateway-Result:\r\n\tError\r\n\tEVkloadExpired\r\n\tThe VKLOADREQ is stale\r\n",
                "X-Gateway-Result:\r\n Error\tEVkloadExpired\tThe VKLOADREQ\r\n is stale\r\n",
                "X-Gateway-Result: Error\n\tEVkloadExpired\n\tThe VKLOADREQ is stale\n",
                "X-Gateway-Result: Error\t\r\n\tEVkloadExpired\t\r\n\tThe VKLOADREQ is stale\r\n",
                "X-Gateway-Result: Error\t\r\n EVkloadExpired\t\r\n The VKLOADREQ is stale\r\n",
                "X-Gateway-Result: Error EVkloadExpired The VKLOADREQ is stale\r\n",
                "X-Gateway-Result: Error\r\n    EVkloadExpired\r\n    The VKLOADREQ is stale\r\n",
                "X-Gateway-Result: =?UTF-8?Q?Error=09EVkloadExpired=09The_VKLOADREQ_is_stale?=\r\n",
                "X-Gateway-Result: Error\t=?UTF-8?Q?EVkloadExpired?=\t=?UTF-8?B?VGhlIFZLTE9BRFJFUSBpcyBzdGFsZQ==?=\r\n",
                "X-Gateway-Result: =?UTF-8?Q?Error=09EVkloadExp?=\r\n =?UTF-8?Q?ired=09The_VKLOADREQ_is_stale?=\r\n"
            })
    void readsTheHeaderOfARawMail(String field) {
        GatewayResult result = result(field);
        assertThat(result.kind()).isEqualTo(ERROR);
        assertThat(result.code()).isEqualTo(CODE);
        assertThat(result.text()).isEqualTo(STALE);
        assertThat(result.parameters()).isEmpty();
    }

    private static GatewayResult result(String field) {
        byte[] mail = Mails.latin1("Subject: a\r\n" + field + "To: b@c\r\n\r\nbody");
        ReceivedMail read = ReceivedMail.read(mail, MailLimits.defaults());
        assertThat(read.header().text("To")).as("later fields are read").isEqualTo("b@c");
        return read.result();
    }

    @Test
    void readsTheOddHeadersOfRawMails() {
        // The specification prints its continuation in column 0: no fold, so the text ends before it.
        assertThat(result("X-Gateway-Result: Error\tEVk\ttext and try\r\nagain\r\n")
                        .text())
                .isEqualTo("text and try");
        assertThat(result("X-Gateway-Result:\r\n").kind()).isEqualTo(ABSENT);
        assertThat(result("X-Gateway-Result: \r\n\t\r\n\t\r\n").kind()).isEqualTo(ABSENT);
        assertThat(result("X-Gateway-Result: Success\tok\r\nX-Gateway-Result: Error\tE\tt\r\n")
                        .kind())
                .isEqualTo(AMBIGUOUS);
        assertThat(result("X-Gateway-Result: Error\tECode\tna\u00c3\u00afve\r\n")
                        .text())
                .isEqualTo("na\u00efve");
        assertThat(result("X-Gateway-Result: Error\tECode\tna\u00efve\r\n").text())
                .isEqualTo("na\u00efve");
        assertThat(result("X-Gateway-Result: Error\tEVk\ta fresh\r\n\tVKLOADREQ\r\n")
                        .parameters())
                .containsExactly("VKLOADREQ");
        assertThat(result("X-Gateway-Result: Success\tok\r\n".repeat(2)).kind()).isEqualTo(SUCCESS);
        assertThat(result("").kind()).isEqualTo(ABSENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Success\tSECRET", "Error\tSECRET\tSECRET\tSECRET", "Notice\tE\tSECRET", "SECRET", "SECRET\r\nx"
            })
    void showsNoContent(String value) {
        assertThat(GatewayResult.parse(value).toString()).doesNotContain("SECRET");
        assertThat(GatewayResult.parse(value).raw().toString()).doesNotContain("SECRET");
    }

    /** The low octets of these characters are HTAB, CR and LF; the values are no encoded words. */
    @Test
    void makesNoOctetsOfCharactersThatHaveNone() {
        for (String word : List.of("=?UTF-8?Q?Error\u0109E\u0109t?=", "=?UTF-8?Q?Success\u760d\u760ax?=")) {
            GatewayResult result = GatewayResult.parse(word);
            assertThat(result.kind()).isEqualTo(UNKNOWN);
            assertThat(result.raw().elements()).containsExactly(word);
        }
    }

    /** U+0085 is a line end to many log viewers, U+009B starts a terminal's commands. */
    @Test
    void leavesNoControlCharacterInTheText() {
        assertThat(GatewayResult.parse("Error\tE\ta\u0085b\u009bc\u2028d\u007fe")
                        .text())
                .isEqualTo("a b c d e");
        assertThat(result("X-Gateway-Result: Error\tE\ta\u0085b\u009bc\r\n").text())
                .isEqualTo("a b c");
        Mails mail = Mails.empty().and("Subject", "a\u0085b=?utf-8?q?=C2=9B?=c");
        assertThat(mail.mail().subject()).isEqualTo("a b c");
    }

    @ParameterizedTest
    @CsvSource({
        "Success\tSECRET, Success []",
        "Error\tSECRET\tSECRET, Error []",
        "Notice\tSECRET\tSECRET, Notice []",
        "success\tSECRET, Success [KIND_CASE]",
        "Weird\tSECRET, UNKNOWN []"
    })
    void showsItsKindAndWhatWasOddOnly(String value, String shown) {
        assertThat(GatewayResult.parse(value)).hasToString(shown);
    }
}
