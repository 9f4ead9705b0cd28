// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 5322 3.4: From and To hold one mailbox, with or without a name, and no reader of mails may take them for another. */
class AddressesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@b",
                " a@b ",
                "<a@b>",
                " <a@b> ",
                "A <a@b>",
                "A bank of Vert-le-Grand <a@b>",
                "A\tbank <a@b>",
                "Banque g\u00e9n\u00e9rale <a@b>",
                "\"A bank\" <a@b>",
                "\"Bank, branch (east); desk: [1] @ home.\" <a@b>",
                "\"\" <a@b>",
                "it's <a@b>"
            })
    void theMailboxBehindAName(String value) {
        assertThat(Addresses.mailbox(value)).isEqualTo(Mailbox.of("a@b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "A bank",
                "a@b, c@d",
                "<a@b",
                "a@b>",
                "<a@b> x",
                "<a@b>, <c@d>",
                "c@d <a@b>",
                "c@d, <a@b>",
                "<c@d> <a@b>",
                "\"<c@d>\" <a@b>",
                "\"c@d>\" <a@b>",
                "bank: <a@b>",
                "bank; <a@b>",
                "(c) <a@b>",
                "c) <a@b>",
                "[1] <a@b>",
                "1] <a@b>",
                "Bank \\x <a@b>",
                "\" <a@b>",
                "\"Bank <a@b>",
                "Bank\" <a@b>",
                "\"Bank\" branch\" <a@b>",
                "\"Bank\\\" <a@b>",
                "\"Bank\", \"branch\" <a@b>",
                "Ba\u0000nk <a@b>",
                "Ba\u001fnk <a@b>",
                "Ba\u007fnk <a@b>",
                "\"Ba\rnk\" <a@b>",
                "Bank <a b@c>",
                "Bank <<a@b>>"
            })
    void whatCouldBeReadAsAnother(String value) {
        assertThat(Addresses.mailbox(value)).isNull();
    }
}
