// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Identities of key management centres and security modules, as in STS600-9-2 5.1.3.5. */
class PkidTest {

    @Test
    void takesThePublishedIdentityApart() {
        Pkid id = Vectors.pkid(Vectors.KMCID);
        assertThat(id.type()).isEqualTo(Pkid.KMC);
        assertThat(id.vendor()).isEqualTo("Prism");
        assertThat(id.serial()).isEqualTo("K0001");
        assertThat(id.createdAt()).isEqualTo(Instant.parse("2020-06-22T14:07:47Z"));
        assertThat(id.fingerprint()).isEqualTo("9863A537B5AF34F5");
        assertThat(id.crcState()).isEqualTo(CrcState.VALID);
        assertThat(id).hasToString(Vectors.KMCID);
    }

    @Test
    void readsThePublishedIdentityOfASecurityModule() {
        Pkid id = Vectors.pkid(Vectors.SMID);
        assertThat(id.type()).isEqualTo(Pkid.SECURITY_MODULE);
        assertThat(id.serial()).isEqualTo("94001632");
    }

    @Test
    void belongsToThePublishedKeyAndToNoOther() {
        Pkid id = Vectors.pkid(Vectors.KMCID);
        assertThat(id.fingerprintOf(Vectors.POINT)).isEqualTo("9863A537B5AF34F5");
        assertThat(id.matches(Vectors.POINT)).isTrue();
        assertThat(id.matches(Vectors.key(Vectors.ONE).pointHex())).isFalse();
        assertThat(Vectors.pkid(Vectors.SMID).matches(Vectors.POINT)).isFalse();
    }

    @Test
    void isMadeForAKeyWithItsFingerprintAndCrc() throws RecordFormatException {
        // Scalar 1: the values of the synthetic record were computed by another tool.
        Pkid id = Pkid.forKey(
                Pkid.KMC,
                "Example",
                "T0001",
                Instant.parse("2024-01-01T00:00:00Z"),
                Vectors.key(Vectors.ONE).toECPublicKey());
        assertThat(id).hasToString("KMCID.1:Example:T0001:20240101T000000Z:59242F97A08C8C1B:8E0D");
    }

    @ParameterizedTest
    @CsvSource({
        "KMCID.1:Prism:K0001:20200622T140747Z:9863A537B5AF34F5:6851, IDENTITY_CRC_ERROR, 54",
        "KMCID.1:Prism:K0002:20200622T140747Z:9863A537B5AF34F5:6850, IDENTITY_CRC_ERROR, 54",
        "KMCID.1:Prism:K0001:20200622T140747Z:9863a537b5af34f5:6850, IDENTITY_LOWER_CASE_HEX, 37",
        "SMID.1:Prism:94001632:20210204T081427Z:039F2C48F2030174:aeea, IDENTITY_LOWER_CASE_HEX, 56",
        "KMCID.1:Prism:K0001:20200622T140747Z:9863A537B5AF34F:6850, BAD_IDENTITY, 37",
        "KMCID.1:Prism:K0001:20200632T140747Z:9863A537B5AF34F5:6850, BAD_IDENTITY, 20",
        "KMCID.1:Prism:K0001:2020-06-22T1407Z:9863A537B5AF34F5:6850, BAD_IDENTITY, 20",
        "KMCID.1:-Prism:K0001:20200622T140747Z:9863A537B5AF34F5:6850, BAD_IDENTITY, 8",
        "KMCID.1::K0001:20200622T140747Z:9863A537B5AF34F5:6850, BAD_IDENTITY, 8",
        "KMCID.1:Prism:K0001:9863A537B5AF34F5:6850, BAD_IDENTITY, 0",
        "nonsense, BAD_IDENTITY, 0"
    })
    void saysWhatIsWrongAndWhere(String text, Problem.Code code, long offset) {
        Problem problem = Pkid.parse(text).problems().get(0);
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.inRecord().orElseThrow().offset()).isEqualTo(offset);
    }

    @Test
    void isSuspectedWhenOnlyItsCrcIsWrong() {
        ParseResult<Pkid> result = Pkid.parse(Vectors.KMCID.replace("6850", "6851"));
        assertThat(result.toOptional()).isEmpty();
        Pkid suspect = ((ParseResult.Malformed<Pkid>) result).suspect().orElseThrow();
        assertThat(suspect.crcState()).isEqualTo(CrcState.MISMATCH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:b", "a|b", "-a", "\u00e9", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
    void isNotMadeWithNamesThatAreNoIdent(String serial) throws RecordFormatException {
        var key = Vectors.key(Vectors.ONE).toECPublicKey();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pkid.forKey(Pkid.KMC, "Example", serial, Instant.EPOCH, key))
                .withMessageContaining("serial");
    }

    @Test
    void isNotMadeWithFractionsOfASecond() throws RecordFormatException {
        var key = Vectors.key(Vectors.ONE).toECPublicKey();
        Instant instant = Instant.parse("2024-01-01T00:00:00.5Z");
        assertThatIllegalArgumentException().isThrownBy(() -> Pkid.forKey(Pkid.KMC, "A", "0", instant, key));
    }
}
