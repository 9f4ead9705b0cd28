// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The simple types of the envelope, held against a schema processor that is given their facets (facts, A.3). */
class ValueTypeProperties {

    private static final String BIC = "[A-Z]{6}[A-Z2-9][A-NP-Z0-9]([A-Z0-9]{3})?";
    private static final String ACCOUNT = "[A-Z]{2}[0-9]{2}[a-zA-Z0-9]{1,30}";

    private static final Map<ValueType, XsdType> TYPES = Map.ofEntries(
            Map.entry(ValueType.IDENTIFIER, new XsdType("string", "minLength value='0'", "maxLength value='200'")),
            Map.entry(ValueType.MISSIVE_TYPE, list("Nominal", "Acquittement", "Acknowledgement", "Service", "SMAPI")),
            Map.entry(ValueType.INTEGER, new XsdType("integer")),
            Map.entry(ValueType.PRIORITY, list("HIGHEST", "HIGH", "NORMAL", "LOW", "LOWEST")),
            Map.entry(ValueType.BIC, new XsdType("string", "pattern value='" + BIC + "'")),
            Map.entry(ValueType.ACCOUNT, new XsdType("string", "pattern value='" + ACCOUNT + "'")),
            Map.entry(ValueType.BBAN, new XsdType("string", "minLength value='11'", "maxLength value='30'")),
            Map.entry(ValueType.ANY_TEXT, new XsdType("string")),
            Map.entry(ValueType.DATE_TIME, new XsdType("dateTime")),
            Map.entry(ValueType.MAX_70, new XsdType("string", "minLength value='1'", "maxLength value='70'")),
            Map.entry(ValueType.MAX_140, new XsdType("string", "minLength value='1'", "maxLength value='140'")),
            Map.entry(ValueType.STATUS, list("ACK", "NAK")),
            Map.entry(ValueType.ROUTING_CODE, list("BAD_TIME", "PRIO_HIGH", "PRIO_NORM", "PRIO_LOW", "PRIO_XLOW")),
            Map.entry(ValueType.COMMAND, list("LIST", "NOOP", "DELE", "RETR", "STAT")),
            Map.entry(ValueType.RESULT, list("+OK", "-ERR")),
            Map.entry(ValueType.SELECTION, list("ALL", "UNREAD", "SENT")));

    private static XsdType list(String... values) {
        return new XsdType(
                "string",
                Arrays.stream(values).map(v -> "enumeration value='" + v + "'").toArray(String[]::new));
    }

    @Property(tries = 10_000)
    void allowsWhatASchemaAllows(@ForAll("types") ValueType type, @ForAll("values") String value) {
        boolean allowed = TYPES.get(type).allows(value);
        assertThat(type.violation(value) == null)
                .describedAs("%s %s", type, value)
                .isEqualTo(allowed);
    }

    /** Most values of the mixture have the wrong length or form for most types: these two get their own. */
    @Property(tries = 10_000)
    void allowsTheFormsOfABicAndOfAnAccount(
            @ForAll("nearlyBics") String bic, @ForAll("nearlyAccounts") String account) {
        assertThat(ValueType.isBic(bic)).describedAs(bic).isEqualTo(bic.matches(BIC));
        assertThat(ValueType.isAccount(account)).describedAs(account).isEqualTo(account.matches(ACCOUNT));
    }

    /** XML Schema part 2, 4.3.1: in characters of XML. The JDK counts code units. */
    @Property
    void countsCharactersAndNotCodeUnits(@ForAll("lengths") String value) {
        int characters = (int) value.codePoints().count();
        assertThat(ValueType.IDENTIFIER.violation(value) == null).isEqualTo(characters <= 200);
        assertThat(ValueType.BBAN.violation(value) == null).isEqualTo(characters >= 11 && characters <= 30);
        assertThat(ValueType.MAX_70.violation(value) == null).isEqualTo(characters >= 1 && characters <= 70);
        assertThat(ValueType.MAX_140.violation(value) == null).isEqualTo(characters >= 1 && characters <= 140);
    }

    @Property
    void leavesTheWhiteSpaceAroundNumbersAndTimesOut(@ForAll("spaces") String before, @ForAll("spaces") String after) {
        String number = before + "-12" + after;
        assertThat(ValueType.INTEGER.violation(number) == null)
                .isEqualTo(TYPES.get(ValueType.INTEGER).allows(number));
        String time = before + "2012-09-21T15:00:00" + after;
        assertThat(ValueType.DATE_TIME.violation(time) == null)
                .isEqualTo(TYPES.get(ValueType.DATE_TIME).allows(time));
        if (ValueType.INTEGER.violation(number) == null) {
            assertThat(ValueType.INTEGER.normalised(number)).isEqualTo("-12");
            assertThat(ValueType.DATE_TIME.normalised(time)).isEqualTo("2012-09-21T15:00:00");
        }
        assertThat(ValueType.IDENTIFIER.normalised(number)).isEqualTo(number);
    }

    @Provide
    Arbitrary<ValueType> types() {
        return Arbitraries.of(TYPES.keySet());
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "Nominal",
                        "nominal",
                        "Acquittement",
                        "Acknowledgement",
                        "Service",
                        "SMAPI",
                        "SMAPI ",
                        "HIGHEST",
                        "HIGH",
                        "NORMAL",
                        "LOW",
                        "LOWEST",
                        "ACK",
                        "NAK",
                        "NACK",
                        "BAD_TIME",
                        "PRIO_HIGH",
                        "PRIO_NORM",
                        "PRIO_LOW",
                        "PRIO_XLOW",
                        "PRIO_HIGHEST",
                        "LIST",
                        "NOOP",
                        "DELE",
                        "RETR",
                        "STAT",
                        "+OK",
                        "-ERR",
                        "OK",
                        "ALL",
                        "UNREAD",
                        "SENT",
                        "",
                        " ",
                        "1",
                        "-1",
                        "+1",
                        "--1",
                        "+",
                        "-",
                        "0",
                        "00012",
                        "12345678901234567890123456789012345",
                        "1.0",
                        "1e3",
                        " 1\n",
                        "1 2",
                        "\u0661",
                        "2012-09-21T15:00:00",
                        "2012-09-21",
                        " 2012-09-21T15:00:00Z\t",
                        "2012-09-31T15:00:00"),
                nearlyBics(),
                nearlyAccounts(),
                lengths().filter(value -> value.codePoints().allMatch(Character::isBmpCodePoint)));
    }

    @Provide
    Arbitrary<String> nearlyBics() {
        return spoiled(Arbitraries.of(
                "TESTBLEUXXX",
                "TESTVERT",
                "BNPAFRPP",
                "BNPAFRPP75A",
                "AAAAAA00",
                "AAAAAA1A",
                "AAAAAA2O",
                "AAAAAAZ0",
                "AAAAAA9N"));
    }

    @Provide
    Arbitrary<String> nearlyAccounts() {
        return spoiled(Arbitraries.of(
                "QX46TESTVERTXXXABCDEFGHJKLMNPQRSTU",
                "FR7630006000011234567890189",
                "FR76a",
                "FR76",
                "QX00ABCDEFGHIJKLMNOPQRSTUVWXYZabcd"));
    }

    /** The value itself, or with a character too many, too few, or another. */
    private static Arbitrary<String> spoiled(Arbitrary<String> values) {
        return Combinators.combine(
                        values,
                        Arbitraries.integers().between(0, 36),
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.of(
                                "", "", "0", "1", "2", "9", "A", "N", "O", "P", "Z", "a", "z", "@", "[", "`", "{", "/",
                                ":", " ", "\n", "\u00c9", "\uff21", "\u0663"))
                .as((value, where, cut, in) -> {
                    int at = Math.min(where, value.length());
                    return value.substring(0, at) + in + value.substring(Math.min(value.length(), at + cut));
                });
    }

    @Provide
    Arbitrary<String> lengths() {
        return Combinators.combine(
                        Arbitraries.of(
                                0, 1, 2, 5, 6, 10, 11, 15, 16, 30, 31, 35, 36, 69, 70, 71, 139, 140, 141, 199, 200,
                                201),
                        Arbitraries.of("x", "\u00e9", "\ud83d\ude00", "x\ud83d\ude00"))
                .as((count, piece) -> piece.repeat(count));
    }

    @Provide
    Arbitrary<String> spaces() {
        return Arbitraries.of("", " ", "\t", "\n", "\r", " \n\t ", "\u00a0", "\u2003", "\u0085", "\u00a0 ", " \u2009");
    }
}
