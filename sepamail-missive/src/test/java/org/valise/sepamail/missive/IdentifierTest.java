// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sepamail.missive.Identifier.Kind;

/** Which identifier a text is meant to be, and all that is wrong with it. */
class IdentifierTest {

    private static final Map<Kind, Class<? extends Identifier>> TYPES = Map.of(
            Kind.BIC, Bic.class,
            Kind.IBAN, Iban.class,
            Kind.QXBAN, Qxban.class,
            Kind.ICQX, Icqx.class,
            Kind.ADDRESS, MissiveAddress.class);

    @ParameterizedTest
    @CsvSource({
        "TESTBLEU, BIC",
        "TESTORANGEX, BIC",
        "QXABFRPP, BIC",
        "GB82WEST12345698765432, IBAN",
        "GB82WEst12345698765432, IBAN",
        "QX62TESTBLEUXXX2345678923456789234, QXBAN",
        "QX46TESTVERTXXXABCDEFGHJKLMNPQRSTU, QXBAN",
        "QX87BICVERT1XXXTEST000000000000001, QXBAN",
        "QX58TESTORANGEX8KH8P5TCYAGM22M38NQ, QXBAN",
        "QX51TESTORANGEXIG52I8X2445SGSUWESM, QXBAN",
        "QX12ZZZ123456, ICQX",
        "QX12ZZz123456, ICQX",
        "QX12ZZZ1234567890123456789012345678, ICQX",
        "test@testbleu.sepamail.eu, ADDRESS",
        "scheme@fr.scheme.test.sepamail.eu, ADDRESS",
        "qx62@testbleu.sepamail.eu, ADDRESS"
    })
    void readsEachKind(String text, Kind kind) throws MissiveFormatException {
        assertThat(Identifier.kindOf(text)).contains(kind);
        Identifier identifier = Identifier.classify(text).orElseThrow();
        assertThat(identifier).isInstanceOf(TYPES.get(kind));
        assertThat(identifier.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "QX51TESTBLEUXIG52I8X2445SGSUWESM | QXBAN | BAD_QXBAN 32+0; QXBAN_CHECK_DIGITS 2+2",
                "QX15TESTVERTXIG5244X2I85SGSUWESM | QXBAN | BAD_QXBAN 32+0; QXBAN_CHECK_DIGITS 2+2",
                "QX62TESTBLEUXXX2345678923456789235 | QXBAN | QXBAN_CHECK_DIGITS 2+2",
                "qx62TESTBLEUXXX2345678923456789234 | QXBAN | BAD_QXBAN 0+1",
                "QX12ZZZ12345 | QXBAN | BAD_QXBAN 12+0; QXBAN_CHECK_DIGITS 2+2",
                "QXHELLO      | QXBAN | BAD_QXBAN 7+0; BAD_QXBAN 2+1",
                "QX           | QXBAN | BAD_QXBAN 2+0",
                "QX12zzZ123456 | ICQX | BAD_ICQX 4+1",
                "testbleu     | BIC | BAD_BIC 0+1",
                "GB83WEST12345698765432 | IBAN | IBAN_CHECK_DIGITS 2+2",
                "gb82west12345698765432 | IBAN | LOWER_CASE 4+1; BAD_IBAN 0+1",
                "FR76         | IBAN | BAD_IBAN 4+0",
                "test@b       | ADDRESS | BAD_ADDRESS 5+1",
                "@testbleu.sepamail.eu | ADDRESS | BAD_ADDRESS 0+0",
                "TESTBLEUX    | none | UNKNOWN_IDENTIFIER 0+9",
                "FR7          | none | UNKNOWN_IDENTIFIER 0+3",
                "FR7A123      | none | UNKNOWN_IDENTIFIER 0+7",
                "FRA6123      | none | UNKNOWN_IDENTIFIER 0+7",
                "F176123      | none | UNKNOWN_IDENTIFIER 0+7",
                "1R76123      | none | UNKNOWN_IDENTIFIER 0+7",
                "''           | none | UNKNOWN_IDENTIFIER 0+0"
            })
    void reportsAllProblemsOfTheKindThatIsMeant(String text, String kind, String found) {
        assertThat(Identifier.kindOf(text).map(Kind::name).orElse("none")).isEqualTo(kind);
        ParseResult<Identifier> result = Identifier.classify(text);
        assertThat(result).isInstanceOf(ParseResult.Malformed.class);
        assertThat(Found.in(result)).containsExactlyInAnyOrder(found.split("; ", -1));
    }

    /** The schemas' pattern of ICQX fits many a QXBAN; what must be an ICQX is read as one. */
    @Test
    void takesAnIcqxThatLooksLikeAQxbanForOne() {
        for (String text : List.of("QX12ZZZABCDEF" + "1".repeat(17), "QX12ZZZ" + "1".repeat(27))) {
            assertThat(Identifier.kindOf(text)).contains(Kind.QXBAN);
            assertThat(Identifier.classify(text).toOptional()).isEmpty();
            assertThat(Icqx.parse(text).problems()).isEmpty();
        }
    }

    @Test
    void keepsWarnings() {
        ParseResult<Identifier> result = Identifier.classify("GB82WEst12345698765432");
        assertThat(Found.in(result)).containsExactly("LOWER_CASE 6+1");
    }

    /** Where an i has its dot, and where digits are others. */
    @ParameterizedTest
    @ValueSource(strings = {"tr-TR", "az-AZ", "lt-LT", "ar-EG", "th-TH-u-ca-buddhist-nu-thai"})
    void isTheSameInEveryLocale(String tag) throws MissiveFormatException {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag(tag));
            MissiveAddress address = MissiveAddress.parse("identification.verification@CITIITIX.SEPAMAIL.EU")
                    .orElseThrow();
            assertThat(address.text()).isEqualTo("identification.verification@citiitix.sepamail.eu");
            assertThat(MissiveAddress.parse(address.text()).orElseThrow().node())
                    .isEqualTo(new MissiveAddress.Participant(Bic.of("CITIITIX")));
            String iban = Found.withCheckDigits("IT", "iI0");
            assertThat(Iban.parse(iban).orElseThrow().normalised()).endsWith("II0");
            assertThat(Iban.of("IT", "iI0").text()).isEqualTo(iban);
            assertThat(Iban.of(iban)).hasToString("IBAN " + iban.substring(0, 4) + "... (7 characters)");
            assertThat(Icqx.of("QX12IIi12345i").normalised()).isEqualTo("QX12IIZ12345I");
            assertThat(Identifier.kindOf("citiitix")).isEqualTo(Optional.of(Kind.BIC));
        } finally {
            Locale.setDefault(before);
        }
    }

    /** D.2: an ICQX is told from a QXBAN by its length, whatever business code and name of the creditor look like. */
    @ParameterizedTest
    @ValueSource(strings = {"QX12FRZSANOFI012", "QX12DEZSIEMENSAG12345678", "QX12FRZABCD1234", "QX12FRZABC12345"})
    void creditorsMayHaveNamesThatLookLikeBics(String text) {
        assertThat(Identifier.kindOf(text)).contains(Identifier.Kind.ICQX);
        assertThat(Identifier.classify(text).toOptional()).isPresent();
    }
}
