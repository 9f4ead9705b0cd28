// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** STS600-9-2 8.3.1: what follows the service code comes back, so it can hold a token. */
class TokenTest {

    /** Hands out known bits. */
    private static final class Fixed extends SecureRandom {

        private static final long serialVersionUID = 1L;

        private final byte fill;
        private int asked;

        Fixed(int fill) {
            this.fill = (byte) fill;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            Arrays.fill(bytes, fill);
            asked += bytes.length;
        }
    }

    @Test
    void takes128BitsFromTheGivenGenerator() {
        Fixed zeros = new Fixed(0);
        assertThat(Token.random(zeros).text()).isEqualTo("A".repeat(26));
        assertThat(zeros.asked).isEqualTo(16);
        // 25 characters of five ones, then the last three bits filled up with two zeros: 11100 is the 29th letter.
        assertThat(Token.random(new Fixed(-1)).text()).isEqualTo("7".repeat(25) + "4");
    }

    /** The vectors of RFC 4648 clause 10 without their padding. */
    @Test
    void writesBase32AsTheRfcDoes() {
        assertThat(Token.base32(Mails.latin1(""))).isEmpty();
        assertThat(Token.base32(Mails.latin1("f"))).isEqualTo("MY");
        assertThat(Token.base32(Mails.latin1("fo"))).isEqualTo("MZXQ");
        assertThat(Token.base32(Mails.latin1("foo"))).isEqualTo("MZXW6");
        assertThat(Token.base32(Mails.latin1("foob"))).isEqualTo("MZXW6YQ");
        assertThat(Token.base32(Mails.latin1("fooba"))).isEqualTo("MZXW6YTB");
        assertThat(Token.base32(Mails.latin1("foobar"))).isEqualTo("MZXW6YTBOI");
    }

    @Test
    void neverRepeats() {
        SecureRandom random = new SecureRandom();
        Set<Token> seen = new HashSet<>();
        Set<String> starts = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            Token token = Token.random(random);
            assertThat(token.text()).matches("[A-Z2-7]{26}");
            assertThat(seen.add(token)).isTrue();
            starts.add(token.prefix());
        }
        // 30 bits each: of 10,000 prefixes a few meet by chance, not many.
        assertThat(starts).hasSizeGreaterThan(9_980);
    }

    @Test
    void isReadInAnyCase() {
        Token upper = Token.of("ABCDEFGHIJKLMNOPQRSTUVWX23");
        Token lower = Token.of("abcdefghijklmnopqrstuvwx23");
        assertThat(lower).isEqualTo(upper).hasSameHashCodeAs(upper);
        assertThat(lower.text()).isEqualTo("ABCDEFGHIJKLMNOPQRSTUVWX23");
        assertThat(upper).isNotEqualTo(Token.of("ABCDEFGHIJKLMNOPQRSTUVWX24"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ABCDEFGHIJKLMNOPQRSTUVWX2",
                "ABCDEFGHIJKLMNOPQRSTUVWX234",
                "ABCDEFGHIJKLMNOPQRSTUVWX20",
                "ABCDEFGHIJKLMNOPQRSTUVWX21",
                "ABCDEFGHIJKLMNOPQRSTUVWX28",
                "ABCDEFGHIJKLMNOPQRSTUVWX2=",
                "ABCDEFGHIJKLMNOPQRSTUVWX2\n",
                "ABCDEFGHIJKLMNOPQRSTUVWX2\u0131",
                "ABCDEFGHIJKLMNOPQRSTUVWX2\u212a",
                " BCDEFGHIJKLMNOPQRSTUVWX23"
            })
    void isNothingElse(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Token.of(text)).withMessageNotContaining("ABCDEFGHIJ");
    }

    @Test
    void showsSixCharactersOnly() {
        assertThat(Mails.TOKEN).hasToString("ABCDEF...");
        assertThat(Mails.TOKEN.prefix()).isEqualTo("ABCDEF");
    }
}
