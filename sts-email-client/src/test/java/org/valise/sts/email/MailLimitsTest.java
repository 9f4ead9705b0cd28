// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is as long as its limit is read, and what is longer by one is not. */
class MailLimitsTest {

    private static final int FREE = 10_000;
    private static final String TWO_PARTS = Mails.crlf("""
            Content-Type: multipart/mixed; boundary=b

            --b
            A: 1

            x
            --b
            B: 1

            y
            --b--
            """);
    private static final String FILE = "Content-Type: application/x\r\n\r\n";

    private static boolean keeps(MailLimits limits, String mail) {
        return ReceivedMail.read(Mails.latin1(mail), limits).exceededLimit().isEmpty();
    }

    private static MailLimits limits(String name, int limit) {
        return new MailLimits(
                name.equals("message") ? limit : FREE,
                name.equals("header") ? limit : FREE,
                FREE,
                name.equals("parts") ? limit : FREE,
                name.equals("depth") ? limit : 9,
                name.equals("text") ? limit : FREE,
                name.equals("attachment") ? limit : FREE);
    }

    @ParameterizedTest
    @CsvSource({"message, 12", "header, 6", "text, 4"})
    void aMailMayBeAsLongAsItsLimits(String name, int length) {
        String mail = "A: 1\r\n\r\nabcd"; // a field of 6 octets, an empty line of 2, a text of 4
        assertThat(keeps(limits(name, length), mail)).isTrue();
        assertThat(keeps(limits(name, length - 1), mail)).isFalse();
    }

    /** The mail itself counts as a part; the headers of the parts, 8 octets each with their empty lines, count together. */
    @ParameterizedTest
    @CsvSource({"parts, 3", "depth, 1"})
    void aMailMayHaveAsManyPartsAsItsLimits(String name, int most) {
        assertThat(keeps(limits(name, most), TWO_PARTS)).isTrue();
        if (most > 1) {
            assertThat(keeps(limits(name, most - 1), TWO_PARTS)).isFalse();
        }
    }

    @Test
    void theHeadersOfAllPartsCountTogether() {
        String head = "Content-Type: multipart/mixed; boundary=b\r\n";
        String part = "--b\r\nA: " + "1".repeat(40) + "\r\n\r\nx\r\n"; // 45 octets and an empty line
        String mail = head + "\r\n" + part + part + "--b--\r\n";
        assertThat(keeps(limits("header", 94), mail)).isTrue();
        assertThat(keeps(limits("header", 93), mail)).isFalse();
    }

    @Test
    void aFileMayBeAsLongAsItsLimit() {
        assertThat(keeps(limits("attachment", 4), FILE + "abcd")).isTrue();
        assertThat(keeps(limits("attachment", 3), FILE + "abcd")).isFalse();
    }

    @Test
    void takesTheLeastAndTheGreatestOfEach() {
        assertThat(new MailLimits(1, 1, 1, 1, 1, 1, 1).parts()).isEqualTo(1);
        assertThat(new MailLimits(1 << 30, 1, 1, 1, 100, 1, 1).depth()).isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, 1, 1, 1, 1, 1",
        "1, 0, 1, 1, 1, 1, 1",
        "1, 1, 0, 1, 1, 1, 1",
        "1, 1, 1, 0, 1, 1, 1",
        "1, 1, 1, 1, 0, 1, 1",
        "1, 1, 1, 1, 1, 0, 1",
        "1, 1, 1, 1, 1, 1, 0",
        "1, 1, 1, 1, 101, 1, 1",
        "1073741825, 1, 1, 1, 1, 1, 1"
    })
    void refusesOthers(int message, int header, int field, int parts, int depth, int text, int attachment) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MailLimits(message, header, field, parts, depth, text, attachment));
    }
}
