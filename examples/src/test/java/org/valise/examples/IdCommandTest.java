// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command {@code id check} for the identifiers of SEPAmail; those of STS are in CommandsTest. */
class IdCommandTest {

    private static CommandLineRun check(String value) {
        return CommandLineRun.of("", "id", "check", value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "TESTBLEU | BIC | {\"bic\":\"TESTBLEU\",\"bic8\":\"TESTBLEU\",\"bic11\":\"TESTBLEUXXX\",\"branch\":\"XXX\"}",
                "GB82WEST12345698765432 | IBAN"
                        + "| {\"country\":\"GB\",\"checkDigits\":\"82\",\"bban\":\"WEST12345698765432\"}",
                "QX62TESTBLEUXXX2345678923456789234 | QXBAN"
                        + "| {\"checkDigits\":\"62\",\"bic\":\"TESTBLEUXXX\",\"alias\":\"2345678923456789234\"}",
                "QX12ZZ8123456 | ICQX | {\"checkDigits\":\"12\",\"businessCode\":\"ZZ8\",\"normalised\":\"QX12ZZZ123456\","
                        + "\"fittingCheckRules\":[]}",
                "direct.debit@TestBleu.sepamail.eu | ADDRESS"
                        + "| {\"ecosystem\":\"direct.debit\",\"node\":\"testbleu\",\"bic\":\"TESTBLEU\",\"suffix\":\"sepamail.eu\"}",
                "scheme@fr.scheme.test.sepamail.eu | ADDRESS"
                        + "| {\"ecosystem\":\"scheme\",\"node\":\"fr.scheme\",\"suffix\":\"test.sepamail.eu\"}"
            })
    void takesAnIdentifierApart(String value, String kind, String parts) {
        CommandLineRun run = check(value);
        assertThat(run.exit()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out().strip())
                .isEqualTo("{\"kind\":\"" + kind + "\",\"valid\":true,\"parts\":" + parts
                        + ",\"problems\":[],\"warnings\":[]}");
    }

    @ParameterizedTest
    @CsvSource({
        "testbleu, BIC, BAD_BIC",
        "GB83WEST12345698765432, IBAN, IBAN_CHECK_DIGITS",
        "FR76, IBAN, BAD_IBAN",
        "QX63TESTBLEUXXX2345678923456789234, QXBAN, QXBAN_CHECK_DIGITS",
        "QX12zzZ123456, ICQX, BAD_ICQX",
        "test@testbleu.example, ADDRESS, BAD_ADDRESS",
        "hello, null, UNKNOWN_IDENTIFIER",
        "kmcid.1:Prism, null, UNKNOWN_IDENTIFIER",
        "'', null, UNKNOWN_IDENTIFIER"
    })
    void refusesWithTheKindThatIsMeant(String value, String kind, String code) {
        CommandLineRun run = check(value);
        assertThat(run.exit()).isEqualTo(1);
        JsonNode id = run.only();
        assertThat(id.path("kind").asText()).isEqualTo(kind);
        assertThat(id.path("kind").isNull()).isEqualTo(kind.equals("null"));
        assertThat(id.path("valid").asBoolean(true)).isFalse();
        assertThat(id.path("parts").isObject()).isTrue();
        assertThat(id.path("parts").isEmpty()).isTrue();
        assertThat(codes(id.path("problems"))).containsExactly(code);
        assertThat(id.path("warnings").isEmpty()).isTrue();
        assertThat(run.err()).contains(code);
    }

    @Test
    void reportsAllProblemsWithTheirPlaces() {
        JsonNode id = check("QX51TESTBLEUXIG52I8X2445SGSUWESM").only();
        assertThat(id.path("kind").asText()).isEqualTo("QXBAN");
        assertThat(codes(id.path("problems"))).containsExactly("BAD_QXBAN", "QXBAN_CHECK_DIGITS");
        JsonNode digits = id.path("problems").get(1);
        List<String> keys = new ArrayList<>();
        digits.fieldNames().forEachRemaining(keys::add);
        assertThat(keys)
                .containsExactly(
                        "code", "severity", "detail", "advice", "clause", "line", "column", "offset", "length");
        assertThat(digits.path("severity").asText()).isEqualTo("ERROR");
        assertThat(digits.path("clause").asText()).isEqualTo("ISO 13616 check digits");
        assertThat(digits.path("line").asInt()).isEqualTo(1);
        assertThat(digits.path("column").asInt()).isEqualTo(3);
        assertThat(digits.path("offset").asInt()).isEqualTo(2);
        assertThat(digits.path("length").asInt()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"GB82WEst12345698765432, LOWER_CASE", "generic@testbleu.sepamail.eu, UNKNOWN_FAMILY"})
    void warnsOfWhatIsOnlyStriking(String value, String code) {
        CommandLineRun run = check(value);
        assertThat(run.exit()).isZero();
        JsonNode id = run.only();
        assertThat(id.path("valid").asBoolean()).isTrue();
        assertThat(id.path("problems").isEmpty()).isTrue();
        assertThat(codes(id.path("warnings"))).containsExactly(code);
        assertThat(id.path("warnings").get(0).path("severity").asText()).isEqualTo("WARNING");
        assertThat(run.err()).contains(code);
    }

    /** The check digits were computed elsewhere, over all characters and over all but the business code. */
    @ParameterizedTest
    @CsvSource({"QX97ZZZ123456, WITH_BUSINESS_CODE", "QX52ZZZ123456, WITHOUT_BUSINESS_CODE"})
    void tellsWhichRuleTheCheckDigitsOfAnIcqxFollow(String value, String rule) {
        JsonNode rules = check(value).only().path("parts").path("fittingCheckRules");
        assertThat(rules.size()).isEqualTo(1);
        assertThat(rules.get(0).asText()).isEqualTo(rule);
    }

    @Test
    void showsNoBicOfAnAliasThatHasNone() {
        CommandLineRun run = check("QX741ESTBLEUXXX2345678923456789234");
        assertThat(run.exit()).isZero();
        JsonNode id = run.only();
        assertThat(codes(id.path("warnings"))).containsExactly("QXBAN_BIC");
        assertThat(id.path("parts").path("bic").isNull()).isTrue();
    }

    @Test
    void givesIdentitiesOfKeysTheSameShape() {
        JsonNode id = check("KMCID.1:Prism:K0001:20200622T140747Z:9863A537B5AF34F5:6850")
                .only();
        assertThat(id.path("kind").asText()).isEqualTo("KMCID");
        assertThat(id.path("valid").asBoolean()).isTrue();
        assertThat(id.path("warnings").isArray()).isTrue();
    }

    @Test
    void namesAllKindsInItsHelp() {
        String help = CommandLineRun.of("", "id", "check", "--help").out();
        assertThat(help).contains("KMCID", "SMID", "BIC", "IBAN", "QXBAN", "ICQX", "address");
    }

    private static List<String> codes(JsonNode problems) {
        List<String> codes = new ArrayList<>();
        problems.forEach(problem -> codes.add(problem.path("code").asText()));
        return codes;
    }
}
