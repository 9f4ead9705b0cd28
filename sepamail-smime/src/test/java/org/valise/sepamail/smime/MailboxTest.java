// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sepamail.missive.Bic;
import org.valise.sepamail.missive.MissiveAddress;

/** Addresses as envelopes have them: the dot-atoms of RFC 5322 3.4.1 with the lengths of RFC 5321 4.5.3.1. */
class MailboxTest {

    private static final String LABEL = "d".repeat(63);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@b",
                "test@testvert.sepamail.eu",
                "payment.activation@TESTVERT.sepamail.eu",
                "0.9.a.z.A.Z@0.9.a.z.A.Z",
                "!#$%&'*+-/=?^_`{|}~@b",
                "a@a-b.c--d",
                "-a-@b"
            })
    void anAddressKeepsItsParts(String text) {
        Mailbox mailbox = Mailbox.of(text);
        int at = text.indexOf('@');
        assertThat(mailbox.text()).isEqualTo(text);
        assertThat(mailbox.local()).isEqualTo(text.substring(0, at));
        assertThat(mailbox.domain()).isEqualTo(text.substring(at + 1));
        assertThat(mailbox).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "@",
                "a@",
                "@b",
                "a@b@c",
                ".a@b",
                "a.@b",
                "a..b@c",
                "a b@c",
                "a@b c",
                "a@-b",
                "a@b-",
                "a@b.-c",
                "a@.b",
                "a@b.",
                "a@b..c",
                "a@b_c",
                "a@[1]",
                "\"a\"@b",
                "a(b)@c",
                "<a@b>",
                "a,b@c",
                "a:b@c",
                "a;b@c",
                "a\\b@c",
                "a/b@c/d",
                "a@b/c",
                "a@b:c",
                "a@b`c",
                "a@b{c",
                "a@b[c",
                "\u00e9@b",
                "a@\u00e9",
                "a@b\r\n",
                "a\u007f@b"
            })
    void whatIsNone(String text) {
        assertThat(Mailbox.read(text)).isNull();
        assertThatIllegalArgumentException().isThrownBy(() -> Mailbox.of(text));
    }

    @Test
    void itIsNoLongerThanMailCanCarry() {
        assertThat(Mailbox.read("a".repeat(64) + "@b")).isNotNull();
        assertThat(Mailbox.read("a".repeat(65) + "@b")).isNull();
        assertThat(Mailbox.read("a@" + LABEL)).isNotNull();
        assertThat(Mailbox.read("a@d" + LABEL)).isNull();
        assertThat(Mailbox.read("a@b." + LABEL + "d")).isNull();
        String most = String.join(".", LABEL, LABEL, LABEL, "d".repeat(61));
        assertThat(most).hasSize(253);
        assertThat(Mailbox.read("a".repeat(64) + '@' + most)).isNotNull();
        assertThat(Mailbox.read("a@" + most + "d")).isNull();
    }

    /** RFC 5321 2.4. */
    @Test
    void itIsTheSameWhateverTheCaseOfTheDomain() {
        Mailbox mailbox = Mailbox.of("Test@testvert.sepamail.eu");
        Mailbox other = Mailbox.of("Test@" + mailbox.domain().toUpperCase(Locale.ROOT));
        assertThat(mailbox).isEqualTo(other).hasSameHashCodeAs(other);
        assertThat(mailbox)
                .isNotEqualTo(Mailbox.of("test@testvert.sepamail.eu"))
                .isNotEqualTo(Mailbox.of("Test@testbleu.sepamail.eu"))
                .isNotEqualTo(null);
        assertThat(mailbox.hashCode())
                .isNotEqualTo(Mailbox.of("Tess@testvert.sepamail.eu").hashCode())
                .isNotEqualTo(Mailbox.of("Test@testverd.sepamail.eu").hashCode());
    }

    @Test
    void anAddressOfTheNetworkIsOne() {
        MissiveAddress address = MissiveAddress.of("test", Bic.of("TESTVERT"), MissiveAddress.NETWORK);
        assertThat(Mailbox.of(address).text()).isEqualTo(address.text());
    }
}
