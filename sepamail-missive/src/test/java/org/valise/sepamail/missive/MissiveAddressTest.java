// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sepamail.missive.MissiveAddress.Participant;
import org.valise.sepamail.missive.MissiveAddress.SchemeNode;

/** MIS1202 "The routing": ecosystem@bic.sepamail.eu and ecosystem@xx.scheme.sepamail.eu. */
class MissiveAddressTest {

    private static final String LONG_LOCAL_PART = "a".repeat(64);

    @ParameterizedTest
    @CsvSource({
        "test@bpcefrppxxx.test.sepamail.eu, test, BPCEFRPPXXX, test.sepamail.eu",
        "payment.activation@sogefrp0.test.sepamail.eu, payment.activation, SOGEFRP0, test.sepamail.eu",
        "direct.debit@bnpafrppxxx.sepamail.eu, direct.debit, BNPAFRPPXXX, sepamail.eu",
        "identification.verification@cmcifrpaxxx.sepamail.eu, identification.verification, CMCIFRPAXXX, sepamail.eu",
        "secure@skemqxqxxxx.sepamail.eu, secure, SKEMQXQXXXX, sepamail.eu",
        "service@testbleu.sepamail.eu, service, TESTBLEU, sepamail.eu"
    })
    void readsAddressesOfParticipants(String text, String ecosystem, String bic, String suffix)
            throws MissiveFormatException {
        ParseResult<MissiveAddress> result = MissiveAddress.parse(text);
        assertThat(result.problems()).isEmpty();
        MissiveAddress address = result.orElseThrow();
        assertThat(address.ecosystem()).isEqualTo(ecosystem);
        assertThat(address.node()).isEqualTo(new Participant(Bic.of(bic)));
        assertThat(address.suffix()).isEqualTo(suffix);
        assertThat(address.text()).isEqualTo(text);
        assertThat(MissiveAddress.of(ecosystem, Bic.of(bic), suffix)).isEqualTo(address);
    }

    @Test
    void readsAddressesOfTheScheme() throws MissiveFormatException {
        ParseResult<MissiveAddress> result = MissiveAddress.parse("scheme@FR.Scheme.sepamail.eu");
        assertThat(result.problems()).isEmpty();
        MissiveAddress address = result.orElseThrow();
        assertThat(address.node()).isEqualTo(new SchemeNode("fr"));
        assertThat(address.node().label()).isEqualTo("fr.scheme");
        assertThat(address).hasToString("scheme@fr.scheme.sepamail.eu");
        assertThat(MissiveAddress.of("scheme", new SchemeNode("fr"), MissiveAddress.NETWORK))
                .isEqualTo(address);
    }

    @Test
    void comparesTheDomainWithoutCaseAndTheEcosystemExactly() throws MissiveFormatException {
        MissiveAddress address =
                MissiveAddress.parse("test@TestBleu.SEPAMAIL.Eu").orElseThrow();
        assertThat(address)
                .isEqualTo(MissiveAddress.parse("test@testbleu.sepamail.eu").orElseThrow());
        assertThat(address).hasSameHashCodeAs(MissiveAddress.of("test", Bic.of("TESTBLEU"), "sepamail.eu"));
        assertThat(address.text()).isEqualTo("test@testbleu.sepamail.eu");
        ParseResult<MissiveAddress> other = MissiveAddress.parse("Test@testbleu.sepamail.eu");
        assertThat(Found.in(other)).containsExactly("UNKNOWN_FAMILY 0+4");
        assertThat(other.orElseThrow()).isNotEqualTo(address);
        assertThat(other.orElseThrow().matches(address)).isFalse();
    }

    @Test
    void matchesBicsWithElevenCharactersAndWritesThemAsGiven() {
        MissiveAddress eight = MissiveAddress.of("test", Bic.of("TESTBLEU"), "sepamail.eu");
        MissiveAddress eleven = MissiveAddress.of("test", Bic.of("TESTBLEUXXX"), "sepamail.eu");
        assertThat(eight.text()).isEqualTo("test@testbleu.sepamail.eu");
        assertThat(eleven.text()).isEqualTo("test@testbleuxxx.sepamail.eu");
        assertThat(eight.matches(eleven)).isTrue();
        assertThat(eight).isNotEqualTo(eleven);
        assertThat(eight.matches(MissiveAddress.of("secure", Bic.of("TESTBLEU"), "sepamail.eu")))
                .isFalse();
        assertThat(eight.matches(MissiveAddress.of("test", Bic.of("TESTVERT"), "sepamail.eu")))
                .isFalse();
        assertThat(eight.matches(MissiveAddress.of("test", Bic.of("TESTBLEU"), "test.sepamail.eu")))
                .isFalse();
    }

    @Test
    void tellsParticipantsFromTheScheme() {
        Participant participant = new Participant(Bic.of("TESTBLEU"));
        assertThat(participant.matches(new Participant(Bic.of("TESTBLEUXXX")))).isTrue();
        assertThat(participant.matches(new SchemeNode("fr"))).isFalse();
        assertThat(new SchemeNode("fr").matches(participant)).isFalse();
        assertThat(new SchemeNode("fr").matches(new SchemeNode("fr"))).isTrue();
        assertThat(new SchemeNode("fr").matches(new SchemeNode("be"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"generic", "Test", "smoc.test.orange", "a_b-c", "-"})
    void warnsOfUnknownEcosystems(String ecosystem) {
        ParseResult<MissiveAddress> result = MissiveAddress.parse(ecosystem + "@testbleu.sepamail.eu");
        assertThat(Found.in(result)).containsExactly("UNKNOWN_FAMILY 0+" + ecosystem.length());
        assertThat(result.toOptional()).isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                               | 0+0",
                "test                             | 4+0",
                "@testbleu.sepamail.eu            | 0+0",
                "test@                            | 5+0",
                "test@sepamail.eu                 | 5+11",
                "test@.sepamail.eu                | 5+0",
                "test@test.sepamail.eu            | 5+4",
                "test@testbleo.sepamail.eu        | 5+8",
                "test@testble.sepamail.eu         | 5+7",
                "test@testbleuxxxx.sepamail.eu    | 5+12",
                "test@testbleu-.sepamail.eu       | 5+9",
                "test@a.testbleu.sepamail.eu      | 5+10",
                "test@testbleu.a.sepamail.eu      | 5+10",
                "test@fr.scheme.a.sepamail.eu     | 5+11",
                "test@fra.scheme.sepamail.eu      | 5+10",
                "test@f1.scheme.sepamail.eu       | 5+9",
                "test@scheme.sepamail.eu          | 5+6",
                "test@testbleu..sepamail.eu       | 5+9",
                "test@testbleu.sepamail.eu.       | 25+1",
                "test@testbleu.sepamail.eu.evil.example | 5+33",
                "test@testbleusepamail.eu         | 5+19",
                "test@testbleu.evilsepamail.eu    | 5+24",
                "test@testbleu.decibi.fr          | 5+18",
                ".test@testbleu.sepamail.eu       | 0+1",
                "test.@testbleu.sepamail.eu       | 4+1",
                "direct..debit@testbleu.sepamail.eu | 6+1"
            })
    void refusesOtherForms(String text, String place) {
        assertThat(Found.in(MissiveAddress.parse(text)))
                .contains("BAD_ADDRESS " + place)
                .filteredOn(found -> found.startsWith("BAD"))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "test@testbleu.sepamail.eu., at the end",
        "test@testbleu.example, within the network",
        "test@testble.sepamail.eu, begin with a BIC",
        "test@a.testbleu.sepamail.eu, more in front"
    })
    void saysWhatIsWrongWithADomain(String text, String words) {
        assertThat(MissiveAddress.parse(text).problems().get(0).detail()).contains(words);
    }

    /** Forms that readers of mail accept, and that lead somewhere else than they seem to. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "<aaa@b>ccc@testbleu.sepamail.eu|0+1|alone",
                "=?utf-8?q?test?=@testbleu.sepamail.eu|0+1|encoded word",
                "test@[127.0.0.1]|5+1|literal",
                "test@[IPv6:::1]|5+1|literal",
                "test(comment)@testbleu.sepamail.eu|4+1|comment",
                "test@testbleu.sepamail.eu(comment)|25+1|comment",
                "te\u200bst@testbleu.sepamail.eu|2+1|ASCII",
                "test@testbleu.sepamail\u3002eu|22+1|ASCII",
                "test@testb\u217deu.sepamail.eu|10+1|ASCII",
                "test@testbleu.\u017fepamail.eu|14+1|ASCII",
                "`test@bn\u212aafrpp.sepamail.eu`|7+1|ASCII",
                "\"test\"@testbleu.sepamail.eu|0+1|quoted",
                "te\\st@testbleu.sepamail.eu|2+1|quoted",
                "test <test@testbleu.sepamail.eu>|4+1|blank",
                " test@testbleu.sepamail.eu|0+1|blank",
                "test@testbleu.sepamail.eu |25+1|blank",
                "test@testbleu.sepamail.eu,x@y|25+1|alone",
                "test%a@testbleu.sepamail.eu|4+1|does not have",
                "a!test@testbleu.sepamail.eu|1+1|does not have",
                "test@testbleu.sepamail.eu:25|25+1|literal",
                "@a,@b:test@testbleu.sepamail.eu|2+1|alone",
                "test@evil.example@testbleu.sepamail.eu|17+1|second",
                "t@st@testbleu.sepamail.eu|4+1|second"
            })
    void refusesWhatOnlyReadersOfMailAccept(String text, String place, String word) {
        ParseResult<MissiveAddress> result = MissiveAddress.parse(text);
        assertThat(Found.in(result)).containsExactly("BAD_ADDRESS " + place);
        assertThat(result.problems().get(0).detail()).contains(word);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r", "\n", "\r\n", "\0", "\t", "\u007f", "\u0085", "\u00a0", "\u2028", "\ufeff", "\ud83d"})
    void refusesControlsAnywhere(String control) {
        String good = "test@testbleu.sepamail.eu";
        for (int i = 0; i <= good.length(); i++) {
            String text = good.substring(0, i) + control + good.substring(i);
            assertThat(Found.in(MissiveAddress.parse(text))).containsExactly("BAD_ADDRESS " + i + "+1");
        }
    }

    @Test
    void refusesOverLongParts() {
        String domain = "@testbleu.sepamail.eu";
        assertThat(Found.in(MissiveAddress.parse(LONG_LOCAL_PART + domain))).containsExactly("UNKNOWN_FAMILY 0+64");
        assertThat(Found.in(MissiveAddress.parse(LONG_LOCAL_PART + "a" + domain)))
                .containsExactly("BAD_ADDRESS 64+1", "UNKNOWN_FAMILY 0+65");
        assertThat(Found.in(MissiveAddress.parse("a".repeat(300))))
                .containsExactly("BAD_ADDRESS 254+46", "BAD_ADDRESS 300+0");
        String label = "a".repeat(60);
        String suffix = String.join(".", label, label, label);
        String longest = LONG_LOCAL_PART + "@testbleu." + suffix;
        assertThat(longest).hasSizeGreaterThan(254);
        assertThat(Found.in(MissiveAddress.parse(longest, Set.of(suffix))))
                .containsExactly("BAD_ADDRESS 254+2", "UNKNOWN_FAMILY 0+64");
        String fitting = longest.substring(2);
        assertThat(fitting).hasSize(254);
        assertThat(Found.in(MissiveAddress.parse(fitting, Set.of(suffix)))).containsExactly("UNKNOWN_FAMILY 0+62");
    }

    @Test
    void reportsBothHalves() {
        assertThat(Found.in(MissiveAddress.parse("test.@testble.sepamail.eu")))
                .containsExactly("BAD_ADDRESS 4+1", "UNKNOWN_FAMILY 0+5", "BAD_ADDRESS 6+7");
    }

    @Test
    void takesOtherSuffixesWhenTold() throws MissiveFormatException {
        Set<String> suffixes = Set.of("decibi.fr", "Test.Decibi.fr", "localhost");
        for (String suffix : suffixes) {
            MissiveAddress address =
                    MissiveAddress.parse("test@testbleu." + suffix, suffixes).orElseThrow();
            assertThat(suffix).isEqualToIgnoringCase(address.suffix());
            assertThat(address.suffix()).isEqualTo(address.text().substring("test@testbleu.".length()));
        }
        assertThat(Found.in(MissiveAddress.parse("test@testbleu.sepamail.eu", suffixes)))
                .containsExactly("BAD_ADDRESS 5+20");
        assertThat(Found.in(MissiveAddress.parse("test@testbleu.test.sepamail.eu", Set.of("sepamail.eu"))))
                .containsExactly("BAD_ADDRESS 5+13");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", ".eu", "eu.", "a..b", "a b", "-a", "a-", "a_b", "\u017fepamail.eu", "a@b", "a\n"})
    void takesNoSuffixThatIsNoDomain(String suffix) {
        assertThatIllegalArgumentException().isThrownBy(() -> MissiveAddress.parse("", Set.of(suffix)));
        assertThatIllegalArgumentException().isThrownBy(() -> MissiveAddress.of("test", Bic.of("TESTBLEU"), suffix));
    }

    @Test
    void takesNoSuffixBeyondTheLengthOfDomains() {
        String longest = "a.".repeat(126) + "a";
        assertThat(longest).hasSize(253);
        assertThat(MissiveAddress.parse("test@testbleu.sepamail.eu", Set.of(longest, "sepamail.eu"))
                        .problems())
                .isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> MissiveAddress.parse("", Set.of("a." + longest)));
        assertThatIllegalArgumentException().isThrownBy(() -> MissiveAddress.parse("", Set.of("a".repeat(64))));
        assertThatIllegalArgumentException().isThrownBy(() -> MissiveAddress.parse("", Set.of("a.".repeat(100_000))));
        assertThatIllegalArgumentException().isThrownBy(() -> MissiveAddress.parse("", Set.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a@b", "a b", "a\r\nBcc: b", "\"a\"", "a..b", "a.", "\u00e9", "<a"})
    void isNotMadeOfAWrongEcosystem(String ecosystem) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MissiveAddress.of(ecosystem, Bic.of("TESTBLEU"), MissiveAddress.NETWORK));
    }

    @Test
    void isNotMadeOfWrongNodes() {
        for (String country : Arrays.asList("", "f", "FR", "fra", "f1", "\u017fr")) {
            assertThatIllegalArgumentException().isThrownBy(() -> new SchemeNode(country));
        }
        assertThatNullPointerException().isThrownBy(() -> new Participant(null));
        assertThatNullPointerException().isThrownBy(() -> MissiveAddress.parse(null));
        assertThatNullPointerException()
                .isThrownBy(() -> MissiveAddress.of(null, Bic.of("TESTBLEU"), MissiveAddress.NETWORK));
    }
}
