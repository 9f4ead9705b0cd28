// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.valise.sts.email.Mails.REAL_BLOCK;
import static org.valise.sts.email.Mails.TOKEN;
import static org.valise.sts.email.Mails.answer;

import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

/** What a mail says of itself, which of its parts count, and mails that end where nobody expects it. */
class OddMailsTest {

    private static final String MIXED = "multipart/mixed";
    private static final String TEXT = "Content-Type: text/plain\r\n\r\nHello\r\n";
    private static final String FILE = "Content-Type: text/plain\r\nContent-Disposition: attachment; filename=klf.txt";

    @Test
    void namesItsRequestAndItself() {
        ReceivedMail read = answer().mail();
        assertThat(read.token()).contains(TOKEN);
        assertThat(read.messageId()).contains("<answer@gateway.example>");
        assertThat(answer().and("Subject", "Auto: {KMS:Help}").mail().token())
                .as("of two subjects neither")
                .isEmpty();
        assertThat(read.toString()).startsWith("ERROR").doesNotContain("stale", "Hello");
    }

    /** Else a second answer with another key would be taken for the first one once more. */
    @Test
    void isAnotherAnswerIfItsRecordsDiffer() {
        String digest = answer().body(REAL_BLOCK).mail().digest(TOKEN);
        assertThat(answer().body("Hi\r\n" + REAL_BLOCK).mail().digest(TOKEN)).isEqualTo(digest);
        assertThat(answer().body(REAL_BLOCK.replace("047D77", "047D78")).mail().digest(TOKEN))
                .isNotEqualTo(digest);
        assertThat(answer().mail().digest(TOKEN)).isNotEqualTo(digest);
    }

    private static Content files(String... parts) {
        return new Content(answer().parts(MIXED, parts).mail());
    }

    /** Of several files the one that reads as records counts, or the one that is declared; an empty one is none. */
    @Test
    void findsTheKeyLoadFileAmongOthers() {
        String named = "Content-Type: text/plain; name=other.txt\r\n\r\n";
        assertThat(files(named + "hello", FILE + "\r\n\r\nworld")
                        .keyLoadFile()
                        .orElseThrow()
                        .name())
                .isEqualTo("klf.txt");
        assertThat(files(FILE + "\r\n\r\nworld", FILE + "\r\n\r\nagain").keyLoadFile())
                .isEmpty();
        assertThat(files(named + "hello", named + "again").keyLoadFile()).isEmpty();
        assertThat(files(FILE + "\r\n\r\n").keyLoadFile()).isEmpty();
    }

    @Test
    void writesAFile() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        answer().parts(MIXED, FILE + "\r\n\r\nabc").mail().attachments().get(0).writeTo(out);
        assertThat(out.toByteArray()).isEqualTo(Mails.latin1("abc"));
    }

    @Test
    void readsMailsThatEndAtOnce() {
        for (String mail : new String[] {"", "\n", "\r\n", "\u00ef\u00bb", "\u00ef\u00bb\u00bf", "A"}) {
            assertThat(ReceivedMail.read(Mails.latin1(mail), MailLimits.defaults())
                            .text())
                    .isEmpty();
        }
        Mails torn = answer().type(MIXED + "; boundary=b1", "--b1\r\n" + FILE + "\r\n\r\nx\r\n--b");
        assertThat(torn.mail().attachments().get(0).isDamaged()).isTrue();
        assertThat(answer().type("/x", "Hello").mail().text()).isEqualTo("Hello");
    }

    /** Only a part that is plain says the same as the HTML beside it. */
    @Test
    void readsHtmlThatIsTheOnlyAlternative() {
        String only = Mails.crlf("""
                Content-Type: multipart/alternative; boundary=b2

                --b2
                Content-Type: text/html

                <p>The answer</p>
                --b2--
                """);
        assertThat(answer().parts(MIXED, only, TEXT).mail().text()).contains("The answer", "Hello");
    }
}
