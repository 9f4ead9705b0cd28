// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Any text of a mail comes back from any store, also one that no charset can write. */
class StoreTextTest {

    private static final String DIGITS = "\\u";

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "a, a",
                "a\\b, a\\\\b",
                "\\u0041, \\\\u0041",
                "a\0b, a+0000b",
                "\uD800, +d800",
                "a\uD800, a+d800",
                "\uD800a, +d800a",
                "\uD800\uD801\uDC01, +d800\uD801\uDC01",
                "\uDC00, +dc00",
                "a\uDC00b, a+dc00b",
                "\uD83D\uDE00\uDC00, \uD83D\uDE00+dc00",
                "\uD83D\uDE00, \uD83D\uDE00",
                "caf\u00e9\uD83D\uDE00x, caf\u00e9\uD83D\uDE00x",
            })
    void halvesOfCharactersAreWrittenAsDigits(String text, String kept) {
        assertThat(StoreText.escape(text)).isEqualTo(kept.replace("+", DIGITS));
        assertThat(StoreText.unescape(StoreText.escape(text))).isEqualTo(text);
    }

    @Test
    void marksAreReadAsTheyWereJoined() {
        assertThat(StoreText.marks(null)).isEmpty();
        assertThat(StoreText.marks("")).isEmpty();
        assertThat(StoreText.marks("a")).containsExactly("a");
        assertThat(StoreText.marks("a b c")).containsExactly("a", "b", "c");
    }

    /** Our own words say no content; those of the JDK would. */
    @Test
    void whatIsWrongWithAStoredValueIsSaidInOurWordsOnly() {
        String other = "a value in it is not of this version";
        assertThat(StoreWords.of(new IllegalArgumentException("it has no valid identity")))
                .isEqualTo("it has no valid identity");
        assertThat(StoreWords.of(new NumberFormatException("SECRET"))).isEqualTo(other);
        assertThat(StoreWords.of(new IllegalArgumentException("No enum constant SECRET")))
                .isEqualTo(other);
        assertThat(StoreWords.of(new IllegalArgumentException())).isEqualTo(other);
    }
}
