// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** What mail software does to a block of text, as far as it can be composed: section B.2 of what is known of the field. */
final class Mangling {

    private Mangling() {}

    /** A name to show in a failure, and what happens to the text. */
    record Step(String name, UnaryOperator<String> change) {
        @Override
        public String toString() {
            return name;
        }
    }

    static String rewrapped(StsRecord record, int width) {
        String text = record.text();
        StringBuilder block = new StringBuilder(Guard.line(record.type(), true)).append('\n');
        for (int i = 0; i < text.length(); i += width) {
            block.append(text, i, Math.min(text.length(), i + width)).append('\n');
        }
        return block.append(Guard.line(record.type(), false)).append('\n').toString();
    }

    static Arbitrary<Step> dashes() {
        return Arbitraries.of("--", "\u2014", "\u2013\u2013", "\u2013", "\u2212\u2212", "-\u2010", "\u2015")
                .map(dash -> new Step(
                        "dash " + dash,
                        text -> Pattern.compile("--").matcher(text).replaceAll(Matcher.quoteReplacement(dash))));
    }

    static Arbitrary<Step> quotes() {
        return Arbitraries.of("", "> ", ">", ">> > ", "| ", "    ", "\t", " ", "> > > ")
                .map(mark -> new Step("quote '" + mark + "'", text -> text.replaceAll("(?m)^(?=.)", mark)));
    }

    static Arbitrary<Step> trailing() {
        return Arbitraries.of("", " ", "  ", "\t")
                .map(blank -> new Step("trailing", text -> text.replace("\n", blank + "\n")));
    }

    static Arbitrary<Step> invisibles() {
        Arbitrary<String> character = Arbitraries.of("", "\u00ad", "\u200b", "\ufeff", "\u2060", "\u202a", "\u2069");
        Arbitrary<Integer> period = Arbitraries.integers().between(3, 70);
        return Combinators.combine(character, period)
                .as((c, p) ->
                        new Step("invisible every " + p, text -> text.replaceAll("(?s)(.{" + p + "})", "$1" + c)));
    }

    static Arbitrary<Step> blanks() {
        return Arbitraries.of(" ", "\u00a0", "\u3000", "\u2009")
                .map(blank -> new Step(
                        "blank",
                        text -> text.replace(" BEGINS", blank + "BEGINS").replace(" ENDS", blank + "ENDS")));
    }

    static Arbitrary<Step> lineEnds() {
        return Arbitraries.of("\n", "\r\n", "\r", "\u2028", "\u0085", "\f", "\u000b", "\n\n", "\r\n\r\n")
                .map(end -> new Step("line end", text -> text.replace("\n", end)));
    }

    static Arbitrary<Step> surroundings() {
        return Arbitraries.of(
                        "",
                        "KMC Public Key Fingerprint: 4B87415A0C8F625F\nPublic Key in Record-In-Email format:\n",
                        "CAUTION: this mail came from outside.\n\n",
                        "On Monday somebody wrote:\n> hello\n",
                        "-- \nDr. \u00c9mile Zola\n")
                .map(around -> new Step("text around", text -> around + text + around));
    }

    /** One line, as web mail and converters of HTML make it. */
    static Step flattened() {
        return new Step("flattened", text -> text.replaceAll("\\R", " "));
    }

    /** Quoted-printable soft line breaks that nobody removed. */
    static Step quotedPrintable() {
        return new Step("raw quoted-printable", text -> text.replaceAll("(?m)^([^-\n].*[^=\n])$(?!\n--STS)", "$1="));
    }

    static Step twiceQuoted() {
        return new Step("with its quoted copy", text -> text + "\n" + text.replaceAll("(?m)^", "> "));
    }

    static Arbitrary<Step> wrongCharset() {
        List<Charset> wrong =
                List.of(StandardCharsets.ISO_8859_1, Charset.forName("windows-1252"), StandardCharsets.US_ASCII);
        return Arbitraries.of(wrong)
                .map(charset -> new Step(
                        "UTF-8 read as " + charset,
                        text -> new String(text.getBytes(StandardCharsets.UTF_8), charset)));
    }
}
