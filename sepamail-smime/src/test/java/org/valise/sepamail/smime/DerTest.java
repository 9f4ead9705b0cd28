// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ITU-T X.690 8.1.3 and 10.1: lengths in the fewest octets. */
class DerTest {

    @ParameterizedTest
    @CsvSource({"0, 3000", "127, 307f", "128, 308180", "255, 3081ff", "256, 30820100", "65536, 3083010000"})
    void lengthsAreShort(int length, String expected) {
        assertThat(Der.header(0x30, length)).isEqualTo(HexFormat.of().parseHex(expected));
    }
}
