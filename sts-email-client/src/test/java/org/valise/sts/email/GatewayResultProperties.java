// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.valise.sts.email.GatewayResult.Flag;
import org.valise.sts.email.GatewayResult.Kind;

/** STS600-9-2 8.3.2: what was written is read, however it was folded; and nothing makes the reader throw. */
class GatewayResultProperties {

    @Property
    void readsWhatWasWrittenHoweverItWasFolded(
            @ForAll("kinds") String kind,
            @ForAll("codes") String code,
            @ForAll("texts") String text,
            @ForAll("parameters") List<String> parameters,
            @ForAll("seeds") Random random) {
        String value = kind + "\t" + code + "\t" + text + parametersOf(parameters);
        String folded = foldedAtRandom(value, random);
        GatewayResult result = GatewayResult.parse(folded);
        assertThat(result.kind()).isEqualTo(kind.equals("Error") ? Kind.ERROR : Kind.NOTICE);
        assertThat(result.code()).isEqualTo(code);
        assertThat(result.text()).isEqualTo(text);
        assertThat(result.parameters()).isEqualTo(parameters);
        assertThat(result.raw().flags()).isEmpty();
        assertThat(result.raw().value()).isEqualTo(folded);
    }

    @Property
    void readsEverySummaryHoweverItWasFolded(@ForAll("texts") String text, @ForAll("seeds") Random random) {
        GatewayResult result = GatewayResult.parse(foldedAtRandom("Success\t" + text, random));
        assertThat(result.kind()).isEqualTo(Kind.SUCCESS);
        assertThat(result.text()).isEqualTo(text);
        assertThat(result.raw().flags()).isEmpty();
    }

    /** Postfix breaks fields at octet 998 by inserting CRLF and a blank, wherever that is. */
    @Property(tries = 300)
    void keepsKindAndCodeWhenALongValueIsBroken(
            @ForAll("codes") String code, @ForAll("texts") String text, @ForAll("parameters") List<String> parameters) {
        String value = "Error\t" + code + "\t" + text + " " + "long text ".repeat(120) + parametersOf(parameters);
        int at = 998 - (GatewayResult.HEADER + ": ").length();
        String broken = value.substring(0, at) + "\r\n " + value.substring(at);
        byte[] mail = Mails.empty().and(GatewayResult.HEADER, broken).octets();
        GatewayResult result = ReceivedMail.read(mail, MailLimits.defaults()).result();
        assertThat(result.kind()).isEqualTo(Kind.ERROR);
        assertThat(result.code()).isEqualTo(code);
        assertThat(result.text()).startsWith(text + " long text");
        assertThat(result.parameters()).isEqualTo(parameters);
    }

    @Property
    void neverThrowsAndKeepsTheValue(@ForAll String value) {
        assertKept(value);
    }

    @Property
    void neverThrowsOnWhatLooksLikeAResult(@ForAll("pieces") List<String> pieces) {
        assertKept(String.join("", pieces));
    }

    private static void assertKept(String value) {
        GatewayResult result = GatewayResult.parse(value);
        assertThat(result.raw().value()).isEqualTo(value);
        assertThat(result.isFinal()).isEqualTo(result.kind() == Kind.SUCCESS || result.kind() == Kind.ERROR);
        assertThat(result.code() + result.text() + result.parameters())
                .doesNotContainPattern("[\\x00-\\x1f\\x7f-\\x9f]");
        if (result.raw().flags().contains(Flag.SEPARATORS_LOST)) {
            assertThat(result.parameters()).isEmpty();
        }
        assertThat(GatewayResult.parseAll(List.of(value, value))).isEqualTo(result);
    }

    private static String parametersOf(List<String> parameters) {
        StringBuilder all = new StringBuilder();
        parameters.forEach(parameter -> all.append('\t').append(parameter));
        return all.toString();
    }

    /** A fold before an HTAB or a blank, where mail software may put one: not twice in a row. */
    private static String foldedAtRandom(String value, Random random) {
        StringBuilder folded = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c == '\t' || c == ' ') && random.nextBoolean()) {
                folded.append("\r\n");
            }
            folded.append(c);
        }
        return folded.toString();
    }

    @Provide
    static Arbitrary<String> kinds() {
        return Arbitraries.of("Error", "Notice");
    }

    @Provide
    static Arbitrary<Random> seeds() {
        return Arbitraries.longs().map(Random::new);
    }

    @Provide
    static Arbitrary<String> codes() {
        Arbitrary<String> ident = Arbitraries.strings()
                .alpha()
                .numeric()
                .withChars("_-.,")
                .ofMinLength(1)
                .ofMaxLength(40)
                .filter(text -> Character.isLetterOrDigit(text.charAt(0)));
        return Arbitraries.oneOf(Arbitraries.of("EVkloadExpired", "Deferred", "E.a-b_c,d"), ident);
    }

    /** Printable text without blanks at its ends: those belong to nobody. */
    @Provide
    static Arbitrary<String> texts() {
        return printable().map(text -> "T" + text + ".");
    }

    @Provide
    static Arbitrary<List<String>> parameters() {
        return printable().map(String::strip).list().ofMaxSize(5);
    }

    private static Arbitrary<String> printable() {
        return Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(60).filter(text -> !text.contains("=?"));
    }

    @Provide
    static Arbitrary<List<String>> pieces() {
        Arbitrary<String> known = Arbitraries.of(
                "Success",
                "Error",
                "Notice",
                "error",
                "\t",
                "\r\n",
                "\r\n ",
                "\r\n\t",
                " ",
                "\u00a0",
                "EVk",
                "=?UTF-8?Q?",
                "=?utf-8?B?",
                "=09",
                "=0D=0A",
                "?=",
                "_",
                "a text",
                ":",
                "\\",
                "\0",
                "\u00e9",
                "=?",
                "YQ==",
                "\n");
        return known.list().ofMaxSize(16).map(list -> new ArrayList<>(list));
    }
}
