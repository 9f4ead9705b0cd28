// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** ISO 13616 over generated identifiers: right ones are read, one slip is noticed, and no text is too odd. */
class IdentifierProperties {

    private static final Pattern BIC = Pattern.compile("[A-Z]{6}[A-Z2-9][A-NP-Z0-9]([A-Z0-9]{3})?");
    private static final Pattern IBAN = Pattern.compile("[A-Z]{2}[0-9]{2}[a-zA-Z0-9]{1,30}");
    private static final Pattern QXBAN = Pattern.compile("QX[0-9]{2}[A-Z0-9]{30}");
    private static final Pattern ICQX = Pattern.compile("QX[0-9]{2}[A-Z]{2}[a-zA-Z0-9]{7,29}");
    private static final Pattern DIGITS = Pattern.compile("..(0[2-9]|[1-8][0-9]|9[0-8]).*");

    @Property(tries = 1000)
    void readsAndMakesEveryIban(@ForAll("ibans") String text) throws MissiveFormatException {
        Iban iban = Iban.parse(text).orElseThrow();
        assertThat(iban.text()).isEqualTo(text);
        assertThat(Iban.of(iban.country(), iban.bban()).text()).isEqualTo(text);
        assertThat(Identifier.classify(text).orElseThrow()).isEqualTo(iban);
    }

    @Property(tries = 1000)
    void noticesEverySlipInAnIban(@ForAll("ibans") String text) {
        assertNoticesSlips(text, Iban::parse, "IBAN_CHECK_DIGITS 2+2");
    }

    @Property(tries = 1000)
    void readsAndMakesEveryQxban(@ForAll("qxbans") String text) throws MissiveFormatException {
        ParseResult<Qxban> result = Qxban.parse(text);
        assertThat(result.problems()).isEmpty();
        Qxban qxban = result.orElseThrow();
        assertThat(qxban.text()).isEqualTo(text);
        assertThat(Qxban.of(qxban.bic().orElseThrow(), qxban.alias()).text()).isEqualTo(text);
        assertThat(Identifier.classify(text).orElseThrow()).isEqualTo(qxban);
    }

    @Property(tries = 1000)
    void noticesEverySlipInAQxban(@ForAll("qxbans") String text) {
        assertNoticesSlips(text, Qxban::parse, "QXBAN_CHECK_DIGITS 2+2");
    }

    private static void assertNoticesSlips(String text, Function<String, ParseResult<?>> parser, String code) {
        for (int i = 2; i < text.length(); i++) {
            for (char other = '0'; other <= '9' && isDigit(text, i); other++) {
                assertNoticed(text, text.substring(0, i) + other + text.substring(i + 1), parser, code);
            }
            if (isDigit(text, i) && isDigit(text, i + 1)) {
                String swapped = "" + text.charAt(i + 1) + text.charAt(i);
                assertNoticed(text, text.substring(0, i) + swapped + text.substring(i + 2), parser, code);
            }
        }
    }

    private static void assertNoticed(
            String text, String changed, Function<String, ParseResult<?>> parser, String code) {
        if (!changed.equals(text)) {
            assertThat(Found.in(parser.apply(changed))).contains(code);
        }
    }

    private static boolean isDigit(String text, int at) {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    /** The patterns of the schemas and whole numbers decide the same as the library does. */
    @Property(tries = 5000)
    void agreesWithThePatternsOfTheSchemas(@ForAll("near") String text) {
        boolean checked = text.length() > 4 && DIGITS.matcher(text).matches();
        assertThat(isRead(Bic.parse(text))).isEqualTo(BIC.matcher(text).matches());
        assertThat(isRead(Icqx.parse(text))).isEqualTo(ICQX.matcher(text).matches());
        assertThat(isRead(Iban.parse(text)))
                .isEqualTo(IBAN.matcher(text).matches()
                        && !text.startsWith("QX")
                        && checked
                        && Found.remainder(text) == 1);
        assertThat(isRead(Qxban.parse(text)))
                .isEqualTo(QXBAN.matcher(text).matches() && checked && Found.remainder(text) == 1);
    }

    private static boolean isRead(ParseResult<?> result) {
        return result.toOptional().isPresent();
    }

    @Property
    void writesAddressesThatItReads(@ForAll("bics") String bic, @ForAll("words") String ecosystem)
            throws MissiveFormatException {
        for (String suffix : Set.of("sepamail.eu", "test.sepamail.eu", "a-b.example")) {
            MissiveAddress address = MissiveAddress.of(ecosystem, Bic.of(bic), suffix);
            assertThat(MissiveAddress.parse(address.text(), new HashSet<>(List.of("sepamail.eu", suffix)))
                            .orElseThrow())
                    .isEqualTo(address);
            assertThat(address.node()).isEqualTo(new MissiveAddress.Participant(Bic.of(bic)));
            assertThat(address.ecosystem()).isEqualTo(ecosystem);
        }
    }

    @Property(tries = 5000)
    void neverThrowsAndStaysWithinTheText(@ForAll("hostile") String text) {
        for (ParseResult<?> result : List.of(
                Bic.parse(text),
                Iban.parse(text),
                Qxban.parse(text),
                Icqx.parse(text),
                MissiveAddress.parse(text),
                MissiveAddress.parse(text, Set.of("eu")),
                Identifier.classify(text))) {
            assertThat(result.toString()).isNotEmpty();
            assertThat(result.problems().size()).isLessThan(6);
            for (Problem problem : result.problems()) {
                Span place = problem.span().orElseThrow();
                assertThat(place.offset() + place.length()).isLessThanOrEqualTo(text.length());
            }
        }
    }

    /** What is wrong with an identifier of an account is said without a word of it. */
    @Property
    void saysNothingOfAnAccount(@ForAll("ibans") String iban, @ForAll("qxbans") String qxban) {
        for (String text : List.of(iban + "A1B2C3D4E5", "FR76" + qxban.substring(4), qxban, qxban + "1")) {
            String secret = text.substring(4);
            String said = Iban.parse(text) + " " + Qxban.parse(text) + " " + Icqx.parse(text) + " "
                    + Identifier.classify(text) + " " + Qxban.parse(text).problems();
            assertThat(secret.length() < 8 || !said.contains(secret.substring(0, 8)))
                    .isTrue();
        }
    }

    @Provide
    static Arbitrary<String> bics() {
        Arbitrary<String> first = Arbitraries.strings().withCharRange('A', 'Z').ofLength(6);
        Arbitrary<String> seventh = Arbitraries.strings()
                .withCharRange('A', 'Z')
                .withCharRange('2', '9')
                .ofLength(1);
        Arbitrary<String> eighth = capitals(1, 1).filter(c -> !c.equals("O"));
        return Combinators.combine(first, seventh, eighth, Arbitraries.oneOf(Arbitraries.just(""), capitals(3, 3)))
                .as((a, b, c, d) -> a + b + c + d);
    }

    private static Arbitrary<String> capitals(int least, int most) {
        return Arbitraries.strings()
                .withCharRange('A', 'Z')
                .numeric()
                .ofMinLength(least)
                .ofMaxLength(most);
    }

    @Provide
    static Arbitrary<String> ibans() {
        Arbitrary<String> country =
                Arbitraries.strings().withCharRange('A', 'Z').ofLength(2).filter(c -> !c.equals("QX"));
        return Combinators.combine(country, capitals(1, 30)).as(Found::withCheckDigits);
    }

    @Provide
    static Arbitrary<String> qxbans() {
        return Combinators.combine(bics(), capitals(19, 19))
                .as((bic, alias) -> Found.withCheckDigits("QX", (bic + "XXX").substring(0, 11) + alias));
    }

    @Provide
    static Arbitrary<String> words() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('A', 'Z')
                .numeric()
                .withChars("_-")
                .ofMinLength(1)
                .ofMaxLength(12)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(words -> String.join(".", words));
    }

    /** Right ones, and right ones with one character changed, put in or left out. */
    @Provide
    static Arbitrary<String> near() {
        Arbitrary<String> icqx = Combinators.combine(
                        Arbitraries.strings().numeric().ofLength(2), capitals(7, 32))
                .as((digits, rest) -> "QX" + digits + "ZZ" + rest);
        Arbitrary<String> right = Arbitraries.oneOf(bics(), ibans(), qxbans(), icqx);
        Arbitrary<String> piece = Arbitraries.oneOf(
                Arbitraries.of("", "a", "0", "1", "O", "Z", " ", "\n", "\u0131", "\u0130", "\u0660"),
                Arbitraries.strings().ofLength(1));
        return Combinators.combine(right, piece, Arbitraries.integers().between(0, 40), Arbitraries.of(0, 1))
                .as((text, put, where, leave) -> {
                    int at = Math.min(where, text.length());
                    return text.substring(0, at) + put + text.substring(Math.min(at + leave, text.length()));
                });
    }

    @Provide
    static Arbitrary<String> hostile() {
        Arbitrary<String> piece = Arbitraries.oneOf(
                Arbitraries.of(
                        "QX", "QX62TESTBLEU", "GB82", "@", ".sepamail.eu", "testbleu", "fr.scheme", "..", "test"),
                Arbitraries.of("\r\n", "\0", "\u212a", "\u017f", "\u0130", "\ud83d", "\ude00", "<", "\"", "1", "Z"),
                Arbitraries.strings().ofMaxLength(20),
                Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(40));
        return piece.list().ofMaxSize(8).map(pieces -> String.join("", pieces));
    }
}
