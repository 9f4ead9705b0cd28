// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** STS600-4-2 5.7.1: the CRC. The values are published check values or recomputed by an independent tool. */
class Crc16Test {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "123456789, 4B37",
                "\"\", FFFF",
                "A|, 0130",
                "|, A1BE",
                "A||, F500",
                "VKLOADREQ.1|x y|, 0DD9",
                "T|a||b|, 3848"
            })
    void hasThePublishedValues(String text, String crc) {
        assertThat(Crc16.of(text)).hasToString(crc);
    }

    @Test
    void isWrittenWithFourDigitsMostSignificantFirst() {
        assertThat(new Crc16(0x0A)).hasToString("000A");
    }

    @Test
    void refusesWhatHasNoAsciiCode() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Crc16.of("caf\u00e9"))
                .withMessageContaining("offset 3");
        assertThatIllegalArgumentException().isThrownBy(() -> new Crc16(0x10000));
    }

    @Test
    void isTheSameForRangesOfOctets() {
        String text = Vectors.REAL;
        for (int from = 0; from < 40; from++) {
            for (int to = from; to < text.length(); to += 7) {
                byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
                assertThat(CrcTables.crc(octets, from, to))
                        .isEqualTo(Crc16.of(text.substring(from, to)).value());
            }
        }
    }
}
