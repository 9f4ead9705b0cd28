// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Places are told in any order, and of a stream as long as their octets are at hand. */
class WindowTest {

    private static final String TEXT = "a\nbc\r\nd\u00e9f\rgh\n\nij";

    private static final byte[] OCTETS = TEXT.getBytes(StandardCharsets.UTF_8);

    private static Span expected(int character) {
        String[] lines = TEXT.substring(0, character).split("\r\n|\n|\r", -1);
        int offset = TEXT.substring(0, character).getBytes(StandardCharsets.UTF_8).length;
        return new Span(lines.length, lines[lines.length - 1].length() + 1L, offset, 0);
    }

    /** Between CR and LF there is no place that anybody asks for. */
    private static boolean isPlace(int character) {
        return character == 0 || character == TEXT.length() || !TEXT.startsWith("\r\n", character - 1);
    }

    private static void assertPlace(Window window, int character) {
        Span place = expected(character);
        assertThat(window.span(place.offset(), 0)).isEqualTo(place);
    }

    @Test
    void placesAreToldInAnyOrder() {
        Window window = new Window(OCTETS, MissiveLimits.defaults());
        for (int first = 0; first <= TEXT.length(); first++) {
            for (int second = 0; second <= TEXT.length(); second++) {
                if (isPlace(first) && isPlace(second)) {
                    assertPlace(window, first);
                    assertPlace(window, second);
                }
            }
        }
    }

    /** A stream must not give nothing, but some do. */
    @Test
    void takesAStreamThatGivesNothingNowAndThen() throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            Window window = new Window(new ChunkedStream(OCTETS, new Random(seed), 2), MissiveLimits.defaults(), 4);
            while (window.more()) {
                // to the end
            }
            assertThat(Arrays.copyOf(window.octets, window.limit)).isEqualTo(OCTETS);
            assertThat(window.isEnded()).isTrue();
            assertThat(window.more()).isFalse();
        }
    }

    /** MissiveLimits: octets of the whole document, those that were given up included. */
    @Test
    void takesAsManyOctetsAsItMay() throws IOException {
        MissiveLimits limits = MissiveLimits.defaults();
        for (boolean keeping : new boolean[] {true, false}) {
            assertThat(takes(limits.withOctets(OCTETS.length), keeping)).isTrue();
            assertThat(takes(limits.withOctets(OCTETS.length - 1), keeping)).isFalse();
        }
        assertThat(new Window(OCTETS, limits.withOctets(OCTETS.length)).isEnded())
                .isTrue();
        assertThatExceptionOfType(ScanFailure.class)
                .isThrownBy(() -> new Window(OCTETS, limits.withOctets(OCTETS.length - 1)));
    }

    private static boolean takes(MissiveLimits limits, boolean keeping) throws IOException {
        Window window = new Window(new Trickle(OCTETS, 3), limits, 4);
        try {
            while (window.more()) {
                window.pos = window.limit;
                window.mark = keeping ? 0 : window.limit;
            }
            return true;
        } catch (ScanFailure tooLong) {
            return false;
        }
    }

    @Test
    void placesOfAStreamAreToldAfterOctetsWereGivenUp() throws IOException {
        for (int mark = 1; mark < 14; mark++) {
            Window window = new Window(new Trickle(OCTETS, 1), MissiveLimits.defaults(), 4);
            ByteArrayOutputStream copy = new ByteArrayOutputStream();
            window.startCopy(0, copy);
            while (window.limit < mark) {
                assertThat(window.more()).isTrue();
            }
            window.pos = mark;
            window.mark = mark;
            while (window.more()) {
                // all that is left
            }
            assertThat(window.offset(0)).isEqualTo(mark);
            for (int place = TEXT.length(); place >= 0; place--) {
                if (isPlace(place) && expected(place).offset() >= mark) {
                    assertPlace(window, TEXT.length());
                    assertPlace(window, place);
                }
            }
            window.endCopy(OCTETS.length);
            assertThat(copy.toByteArray()).isEqualTo(OCTETS);
        }
    }
}
