// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** X.690 8.1: where a structure ends, told from its tags and lengths as its octets pass. */
class NestingTest {

    /** Passes it in pieces of each size. */
    private static void pass(String hex) throws CmsFailure {
        byte[] octets = HexFormat.of().parseHex(hex.replace(" ", ""));
        for (int piece = 1; piece <= octets.length + 1; piece++) {
            Nesting nesting = new Nesting();
            for (int at = 0; at < octets.length; at += piece) {
                nesting.pass(octets, at, Math.min(piece, octets.length - at));
            }
            nesting.requireDone();
        }
    }

    private static void assertRefused(String hex) {
        assertThatThrownBy(() -> pass(hex)).as(hex).isInstanceOf(CmsFailure.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "05 00",
                "30 00",
                "04 03 616263",
                "04 81 03 616263",
                "04 84 00000003 616263",
                "30 05 04 03 616263",
                "30 0A 30 03 04 01 61 02 01 07 05 00",
                "30 04 30 02 05 00",
                "30 02 00 00", // not the end of anything: this one has a length
                "30 80 00 00",
                "30 80 04 01 61 00 00",
                "30 80 30 80 04 01 61 00 00 05 00 00 00",
                "30 80 30 03 04 01 61 00 00",
                "30 06 30 80 05 00 00 00",
                "1F 21 01 61",
                "3F 81 01 03 04 01 61",
                "A0 80 24 80 04 02 6162 04 01 63 00 00 00 00"
            })
    void whatIsWhole(String hex) {
        assertThatCode(() -> pass(hex)).doesNotThrowAnyException();
        assertThatCode(() -> pass(hex + "FFFF")).as("what stands behind it").doesNotThrowAnyException();
        String tight = hex.replace(" ", "");
        for (int cut = 0; cut < tight.length(); cut += 2) {
            assertRefused(tight.substring(0, cut));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "04 80 61 00 00", // only what has parts has an open end
                "05 80",
                "30 03 04 02 6162", // longer than what it stands in
                "30 05 30 03 04 02 6162",
                "30 04 30 80 04 02 6162 00 00",
                "30 03 30 80 05 00 00 00",
                "30 80 30 03 04 02 6162 00 00"
            })
    void whatDoesNotFit(String hex) {
        assertRefused(hex);
        assertRefused(hex + "00".repeat(16));
    }

    @Test
    void aLengthOfSoManyOctetsIsNone() {
        assertRefused("04 FF" + "00".repeat(200));
        assertRefused("04 89 000000000000000001 61");
        assertRefused("04 88 8000000000000000 61");
    }
}
