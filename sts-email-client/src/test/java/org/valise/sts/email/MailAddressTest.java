// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses of a grammar without room for tricks. */
class MailAddressTest {

    /** What must not get into any header, whatever argument it comes through. */
    static String[] hostile() {
        return new String[] {
            "",
            "@",
            "a",
            "a@",
            "@b",
            "a@b\r\nBcc: e@x.example",
            "a@b\nBcc: e@x.example",
            "a@b\rBcc: e@x.example",
            "a\r\n@b",
            "a@b\r\n",
            "a@b\n",
            "a@b\0",
            "a\0@b",
            "a@b\t",
            "a@b\u000b",
            "a@b\u007f",
            "a@b\u0085",
            "a@b\u2028x",
            "a@b\u2029x",
            "a\u760d\u760aBcc@b",
            "a@b\u760d\u760a",
            "a\u010d\u010a@b",
            "\u00e4@b",
            "a@\u00e4.example",
            "a\u200b@b",
            "a@b\u200b",
            "a@b\ufeff",
            "a\u00ad@b",
            "a\u202e@b",
            "<aaa@b>ccc@d",
            "<a@b>",
            "Name <a@b>",
            "\"a@b\" <c@d>",
            "\"a\r\nBcc: e@x\" <a@b>",
            "\"a\"@b",
            "\"a b\"@c",
            "\"\\\r\n\"@b",
            "a(comment)@b",
            "a@b (comment)",
            "(comment)a@b",
            "=?utf-8?q?a?=@b",
            "=?utf-8?b?YQ==?=@b",
            "x=?utf-8?q?=0D=0A?=@b",
            "a@[192.0.2.1]",
            "a@[IPv6:2001:db8::1]",
            "@relay:a@b",
            "<@relay:a@b>",
            "a@b,c@d",
            "a@b;c@d",
            "group:a@b;",
            "a@b@c",
            "a b@c",
            " a@b",
            "a@b ",
            ".a@b",
            "a.@b",
            "a..b@c",
            "a@.b",
            "a@b.",
            "a@b..c",
            "a@-b",
            "a@b-",
            "a@b_c",
            "a\\@b",
            "mailto:a@b",
            "<>",
            "a".repeat(65) + "@b",
            "a@" + "b".repeat(64),
            "a@" + "b.".repeat(130) + "c",
        };
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void refusesWhatIsNoPlainAddress(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MailAddress.of(text))
                .satisfies(refused -> assertThat(refused.getMessage()).matches("[ -~]+"));
    }

    @Test
    void keepsHostileTextOutOfItsMessage() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MailAddress.of("secret\r\nBcc: e@x"))
                .withMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@b",
                "kmc_gateway_01@stskms.example",
                "first.last+tag@mail-1.vending.example",
                "o'brien@vending.example",
                "!#$%&'*+/=?^_`{|}~-@b.example",
                "a@xn--bcher-kva.example"
            })
    void takesPlainAddressesAsTheyAre(String text) {
        assertThat(MailAddress.of(text).text()).isEqualTo(text);
        assertThat(MailAddress.of(text)).hasToString(text);
    }

    @Test
    void takesTheLongest() {
        String label = "b".repeat(61);
        String longest = "a".repeat(64) + "@" + label + "." + label + "." + label + ".ab";
        assertThat(longest).hasSizeLessThanOrEqualTo(254);
        assertThat(MailAddress.of(longest).domain()).startsWith(label);
    }

    @Test
    void isTheSameInAnyCase() {
        MailAddress upper = MailAddress.of("STSA@Kms.Example");
        assertThat(upper).isEqualTo(MailAddress.of("stsa@kms.example")).hasSameHashCodeAs("stsa@kms.example");
        assertThat(upper.domain()).isEqualTo("Kms.Example");
        assertThat(upper).isNotEqualTo(MailAddress.of("stsb@kms.example"));
    }
}
