// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.valise.sts.email.Mails.REAL_BLOCK;
import static org.valise.sts.email.Mails.REAL_RECORD;
import static org.valise.sts.email.Mails.answer;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sts.records.StsRecord;

/** STS600-9-2 8.3.1: text and files of a reply, as gateways write them and as mail systems leave them. */
class ReceivedMailTest {

    private static final String MIXED = "multipart/mixed";
    private static final String TEXT = "Content-Type: text/plain\r\n\r\nHello\r\n";
    private static final String FILE = "Content-Type: text/plain\r\nContent-Disposition: attachment; filename=klf.txt";
    private static final String KLF = "A|b|0000\r\nC|d|1111\r\n";

    private static void assertHoldsTheRecord(Mails mail, MailFinding... findings) {
        ReceivedMail read = mail.mail();
        assertThat(read.records().records()).extracting(StsRecord::text).containsExactly(REAL_RECORD);
        assertThat(read.findings()).containsExactly(findings);
        assertThat(read.exceededLimit()).isEmpty();
    }

    /** D-31: the block is found by its guards, the printed fingerprint is for display. */
    @Test
    void findsThePublicKeyInTheText() {
        String text = "KMC Public Key Fingerprint: 4B87415A0C8F625F\r\n"
                + "Public Key in STS600-4-2 Record-In-Email format:\r\n" + REAL_BLOCK;
        Mails mail = answer().body(text);
        assertHoldsTheRecord(mail);
        assertThat(mail.mail().displayedFingerprint()).contains("4B87415A0C8F625F");
        assertThat(mail.mail().text()).isEqualTo(text);
        assertThat(answer().mail().displayedFingerprint()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "TEXT/PLAIN; CHARSET=US-ASCII",
                "text",
                "text/plain; charset=",
                "text/plain;; charset=utf-8;",
                "text/plain; charset=\"us-ascii\"; format=flowed; delsp=yes",
                "text/plain;\r\n\tcharset=us-ascii",
                ""
            })
    void readsPlainText(String type) {
        assertHoldsTheRecord(answer().type(type, REAL_BLOCK));
        assertHoldsTheRecord(answer().body(REAL_BLOCK));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-unknown-99", "utf-7", "unknown-8bit", "utf 8;", "\"\\\"\"", "us-ascii\0"})
    void readsTextOfUnknownCharsets(String charset) {
        assertHoldsTheRecord(answer().type("text/plain; charset=" + charset, REAL_BLOCK), MailFinding.CHARSET_REPLACED);
        Mails utf8 = answer().type("text/plain; charset=" + charset, "na\u00c3\u00afve");
        assertThat(utf8.mail().text()).isEqualTo("na\u00efve");
        Mails latin1 = answer().type("text/plain; charset=" + charset, "na\u00efve");
        assertThat(latin1.mail().text()).isEqualTo("na\u00efve");
    }

    @Test
    void readsTextInItsCharset() {
        String russian = "\u041a\u043b\u044e\u0447";
        byte[] koi8 = russian.getBytes(Charset.forName("KOI8-R"));
        Mails mail = answer().type("text/plain; charset=koi8-r", Mails.text(koi8));
        assertThat(mail.mail().text()).isEqualTo(russian);
        assertThat(mail.mail().findings()).isEmpty();
        byte[] utf16 = REAL_BLOCK.getBytes(StandardCharsets.UTF_16);
        assertHoldsTheRecord(answer().with("Content-Transfer-Encoding", "base64")
                .type("text/plain; charset=utf-16", Mails.base64(utf16)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"base64", "BASE64", " base64 ", "Base64\t"})
    void decodesBase64(String encoding) {
        assertHoldsTheRecord(
                answer().with("Content-Transfer-Encoding", encoding).body(Mails.base64(REAL_BLOCK)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7bit", "8bit", "binary", "7BIT", ""})
    void takesIdentityEncodingsAsTheyAre(String encoding) {
        assertHoldsTheRecord(
                answer().with("Content-Transfer-Encoding", encoding).body(REAL_BLOCK));
    }

    @Test
    void readsOnWhereAnEncodingIsDamaged() {
        Mails base64 = answer().with("Content-Transfer-Encoding", "base64");
        String encoded = Mails.base64(REAL_BLOCK + "The end.");
        assertHoldsTheRecord(base64.body(encoded.replace("\r\n", "\r\n*\u00ff!")), MailFinding.ENCODING_BROKEN);
        assertHoldsTheRecord(base64.body(encoded.substring(0, encoded.length() - 3)), MailFinding.ENCODING_BROKEN);
        assertHoldsTheRecord(
                answer().with("Content-Transfer-Encoding", "x-rot13").body(REAL_BLOCK), MailFinding.ENCODING_BROKEN);
        Mails quoted = answer().with("Content-Transfer-Encoding", "quoted-printable");
        String soft = REAL_BLOCK.replace("A169", "A1=\r\n69").replace("|||", "|=7C=7c");
        assertHoldsTheRecord(quoted.body(soft));
        assertHoldsTheRecord(quoted.body(soft.replace("\r\n", " \t\r\n")));
        assertHoldsTheRecord(quoted.body("=ZZ " + soft), MailFinding.ENCODING_BROKEN);
        assertThat(quoted.body("a=ZZb=4").mail().text()).isEqualTo("a=ZZb=4");
        assertThat(quoted.body("a=20\r\n=C3=A4").mail().text()).isEqualTo("a \r\n\u00e4");
    }

    @Test
    void readsDamagedMultiparts() {
        String part = "Content-Type: text/plain\r\n\r\n" + REAL_BLOCK;
        assertHoldsTheRecord(answer().parts(MIXED, part));
        assertHoldsTheRecord(answer().type(MIXED + "; boundary=b1", "--b1\r\n" + part), MailFinding.STRUCTURE_BROKEN);
        assertHoldsTheRecord(
                answer().type(MIXED + "; boundary=other", "--b1\r\n" + part + "--b1--\r\n"),
                MailFinding.STRUCTURE_BROKEN);
        assertHoldsTheRecord(answer().type(MIXED, "--b1\r\n" + part + "--b1--\r\n"));
        assertHoldsTheRecord(answer().type(MIXED + "; boundary=\"\"", "preamble\r\n--b1\r\n" + part + "--b1--\r\n"));
        assertHoldsTheRecord(
                answer().type(MIXED + "; boundary=b1", "preamble\r\n--b1 \t\r\n" + part + "--b1-- \r\nepilogue\r\n"));
        // Encodings of a multipart mean nothing.
        assertHoldsTheRecord(
                answer().with("Content-Transfer-Encoding", "base64").parts(MIXED, part));
        assertThat(answer().type(MIXED + "; boundary=b1", "").mail().findings()).contains(MailFinding.STRUCTURE_BROKEN);
    }

    /** One digit too many shifts every octet behind it; the padding tells. */
    @Test
    void noticesADigitTooManyBeforeTheFile() {
        String encoded = Base64.getMimeEncoder().encodeToString(Mails.latin1(KLF + "ab"));
        String padded = encoded.replaceAll("=+$", "");
        for (String damaged : new String[] {"A" + encoded, padded, padded + "=", padded + "==", padded + "==="}) {
            boolean right = damaged.equals(encoded);
            ReceivedMail read = answer().parts(
                            MIXED, TEXT, FILE + "\r\nContent-Transfer-Encoding: base64\r\n\r\n" + damaged)
                    .mail();
            assertThat(read.attachments().get(0).isDamaged()).as(damaged).isNotEqualTo(right);
        }
    }

    /** A mail that was cut off may have lost the end of its last file. */
    @Test
    void doesNotRelyOnAFileWithinWhichTheMailEnds() {
        String file = "--b1\r\n" + FILE + "\r\n\r\n" + KLF;
        ReceivedMail whole =
                answer().type(MIXED + "; boundary=b1", file + "\r\n--b1--\r\n").mail();
        ReceivedMail cut = answer().type(MIXED + "; boundary=b1", file).mail();
        assertThat(whole.attachments().get(0).isDamaged()).isFalse();
        assertThat(cut.attachments().get(0).isDamaged()).isTrue();
        assertThat(cut.attachments().get(0).mayBeKeyLoadFile()).isFalse();
    }

    /** D-21: the text is the plain part that is no attachment. */
    @Test
    void tellsTheTextFromTheFile() {
        ReceivedMail read = answer().parts(MIXED, FILE + "\r\n\r\n" + KLF, TEXT).mail();
        assertThat(read.text()).isEqualTo("Hello\r\n");
        assertThat(read.attachments()).singleElement().satisfies(file -> {
            assertThat(file.bytes()).isEqualTo(Mails.latin1(KLF));
            assertThat(file.name()).isEqualTo("klf.txt");
            assertThat(file.type()).isEqualTo("text/plain");
            assertThat(file.mayBeKeyLoadFile()).isTrue();
        });
    }

    /** Some mail systems turn attachments into inline parts; a file name still says that it is a file. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: text/plain\r\nContent-Disposition: inline; filename=\"klf.txt\"",
                "Content-Type: text/plain; name=klf.txt\r\nContent-Disposition: inline",
                "Content-Type: text/plain; name=\"klf.txt\"",
                "Content-Disposition: attachment",
                "Content-Type: text/plain\r\nContent-Disposition: ATTACHMENT"
            })
    void findsTheFileWhateverItsDisposition(String header) {
        ReceivedMail read =
                answer().parts(MIXED, TEXT, header + "\r\n\r\n" + KLF).mail();
        assertThat(read.text()).isEqualTo("Hello\r\n");
        assertThat(read.attachments()).singleElement().satisfies(file -> {
            assertThat(file.bytes()).isEqualTo(Mails.latin1(KLF));
            assertThat(file.name()).isEqualTo("klf.txt");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "base64,QXx8DQoN/w==,417c7c0d0a0dff",
        "quoted-printable,A||=0D=0A=0D=FF,417c7c0d0a0dff",
        "8bit,A||\u00ff,417c7cff",
        "7bit,A||,417c7c"
    })
    void keepsEveryOctetOfAFile(String encoding, String content, String hex) {
        ReceivedMail read = answer().parts(
                        MIXED, TEXT, FILE + "\r\nContent-Transfer-Encoding: " + encoding + "\r\n\r\n" + content)
                .mail();
        Attachment file = read.attachments().get(0);
        assertThat(file.bytes()).asHexString().isEqualToIgnoringCase(hex);
        assertThat(file.length()).isEqualTo(hex.length() / 2);
        assertThat(file.isDamaged()).isFalse();
    }

    /** The digest of "abc" is the vector of FIPS 180. */
    @Test
    void tellsTheDigestOfAFile() {
        Attachment file =
                answer().parts(MIXED, FILE + "\r\n\r\nabc").mail().attachments().get(0);
        assertThat(file.sha256()).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(file).hasToString("klf.txt, 3 octets, sha256 ba7816bf8f01...");
        file.bytes()[0] = 'X';
        assertThat(file.bytes()).isEqualTo(Mails.latin1("abc"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "base64\r\n\r\nQUJ*D",
                "base64\r\n\r\nQUJDRA",
                "base64\r\n\r\nQUJDR",
                "base64\r\n\r\nQUJD=QUJD",
                "x-uue\r\n\r\nabc"
            })
    void saysThatAFileIsDamaged(String encoded) {
        Attachment file = answer().parts(MIXED, TEXT, FILE + "\r\nContent-Transfer-Encoding: " + encoded)
                .mail()
                .attachments()
                .get(0);
        assertThat(file.isDamaged()).isTrue();
        assertThat(file.mayBeKeyLoadFile()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '~',
            value = {
                "filename=klf.txt ! klf.txt",
                "filename=\"key load.txt\" ! key_load.txt",
                "filename*=utf-8''kl%C3%A4%20f.txt ! kl_f.txt",
                "filename*0=\"klf-\"; filename*1=\"1.txt\" ! klf-1.txt",
                "filename*0*=utf-8''k%20; filename*1=l.txt ! k_l.txt",
                "filename=\"=?UTF-8?Q?klf=5F1.txt?=\" ! klf_1.txt",
                "filename=\"../../etc/passwd\" ! passwd",
                "filename=../../etc/passwd ! passwd",
                "filename=\"C:\\\\Windows\\\\x.txt\" ! x.txt",
                "filename*=utf-8''..%2F..%2Fx.txt ! x.txt",
                "filename=\"..\" ! klf.txt",
                "filename=\"\" ! klf.txt",
                "filename=\".bashrc\" ! bashrc",
                "filename=\"a\\\"b;c.txt\" ! a_b_c.txt",
                "filename=\"nul.txt\" ! _nul.txt"
            })
    void givesAFileASafeName(String parameter, String name) {
        Mails mail = answer().parts(MIXED, TEXT, "Content-Disposition: attachment; " + parameter + "\r\n\r\n" + KLF);
        assertThat(mail.mail().attachments().get(0).name()).isEqualTo(name);
    }

    @Test
    void givesEachFileANameOfItsOwn() {
        String file = FILE + "\r\n\r\nx";
        assertThat(answer().parts(MIXED, file, file.replace("klf", "KLF"), file)
                        .mail()
                        .attachments())
                .extracting(attachment -> attachment.name().toLowerCase(Locale.ROOT))
                .doesNotHaveDuplicates();
        String longName = FILE.replace("klf", "k".repeat(5000)) + "\r\n\r\nx";
        assertThat(answer().parts(MIXED, longName).mail().attachments().get(0).name())
                .hasSizeLessThan(256)
                .endsWith(".txt");
    }

    @Test
    void recoversTheRecordFromHtml() {
        String html = "<html><head><title>x</title><style>p {}</style></head><body><p>KMC key</p><p>"
                + REAL_BLOCK.replace("\r\n", "<br>\r\n").replace("|||", "&#124;&#x7C;&vert;")
                + "</p></body></html>";
        assertHoldsTheRecord(answer().type("text/html; charset=us-ascii", html), MailFinding.HTML_ONLY);
        String divs = "<div>" + REAL_BLOCK.replace("\r\n", "</div><div>").replace(" ", "&nbsp;") + "</div>";
        assertHoldsTheRecord(
                answer().with("Content-Transfer-Encoding", "base64").type("text/html", Mails.base64(divs)),
                MailFinding.HTML_ONLY);
        assertHoldsTheRecord(answer().type("text/html", "<pre>" + REAL_BLOCK + "</pre>"), MailFinding.HTML_ONLY);
        Mails both = answer().parts("multipart/alternative", TEXT, "Content-Type: text/html\r\n\r\n<p>Other</p>");
        assertThat(both.mail().text()).isEqualTo("Hello\r\n");
        assertThat(both.mail().attachments()).isEmpty();
        assertThat(both.mail().findings()).isEmpty();
    }

    /** A mail in a mail is data: its subject, its text and its result are not those of the mail. */
    @Test
    void doesNotWalkIntoAMailInAMail() {
        byte[] inner = answer().body(REAL_BLOCK).octets();
        Mails outer = Mails.letter("a@b.example", "Fwd")
                .parts(MIXED, TEXT, "Content-Type: message/rfc822\r\n\r\n" + Mails.text(inner));
        ReceivedMail read = outer.mail();
        assertThat(read.text()).isEqualTo("Hello\r\n");
        assertThat(read.records().records()).isEmpty();
        assertThat(read.result().kind()).isEqualTo(GatewayResult.Kind.ABSENT);
        assertThat(read.findings()).containsExactly(MailFinding.NESTED_MAIL);
        assertThat(read.attachments())
                .singleElement()
                .satisfies(mail -> assertThat(mail.bytes()).isEqualTo(inner));
        assertThat(outer.read().about()).isEmpty();
    }

    @Test
    void readsNestedMultiparts() {
        String alternative = "Content-Type: multipart/alternative; boundary=b2\r\n\r\n--b2\r\n" + TEXT
                + "--b2\r\nContent-Type: text/html\r\n\r\n<p>Hello</p>\r\n--b2--\r\n";
        ReceivedMail read =
                answer().parts(MIXED, alternative, FILE + "\r\n\r\n" + KLF).mail();
        assertThat(read.text()).isEqualTo("Hello");
        assertThat(read.attachments()).hasSize(1);
        assertThat(read.findings()).isEmpty();
    }

    /** Mails with bare LF are stored by many systems. */
    @Test
    void readsMailsWithBareLineFeeds() {
        byte[] lf = Mails.latin1(
                Mails.text(answer().parts(MIXED, TEXT, FILE + "\r\n\r\n" + KLF).octets())
                        .replace("\r\n", "\n"));
        ReceivedMail read = ReceivedMail.read(lf, MailLimits.defaults());
        assertThat(read.attachments().get(0).bytes()).isEqualTo(Mails.latin1(KLF.replace("\r\n", "\n")));
        assertThat(Mails.read(lf)).isInstanceOf(Reply.Matched.class);
    }

    @Test
    void passesOverLinesThatAreNoFields() {
        String mail = Mails.text(answer().body(REAL_BLOCK).octets());
        for (String line :
                List.of("From a@b.example Sun Nov 22 06:07:08 2026\r\n", "stray\r\n", ": x\r\n", "\u00ff: x\r\n")) {
            assertThat(Mails.read(Mails.latin1(line + mail))).isInstanceOf(Reply.Matched.class);
        }
    }

    private static String nested(int depth) {
        StringBuilder mail = new StringBuilder();
        for (int i = 0; i < depth; i++) {
            mail.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\r\n\r\n--b")
                    .append(i)
                    .append("\r\n");
        }
        return mail + TEXT;
    }

    @Test
    void walksFiveLevelsDeep() {
        byte[] five = Mails.latin1(nested(5));
        assertThat(ReceivedMail.read(five, MailLimits.defaults()).text()).contains("Hello");
        byte[] six = Mails.latin1(nested(6));
        assertThat(ReceivedMail.read(six, MailLimits.defaults()).exceededLimit())
                .isPresent();
    }

    private static void assertLimited(Mails mail) {
        byte[] octets = mail.octets();
        Reply reply = assertTimeout(Duration.ofSeconds(5), () -> Mails.read(octets));
        assertThat(reply).isNotInstanceOf(Reply.Matched.class);
        assertThat(reply.findings()).contains(MailFinding.LIMIT_EXCEEDED);
        assertThat(reply.mail().exceededLimit()).isPresent();
        assertThat(reply.mail().attachments()).isEmpty();
        assertThat(reply.mail().octets()).isEqualTo(octets);
    }

    /** The limits are 20 MiB, 256 KiB of header, 50 parts, depth 5, 1 MiB of text, 10 MiB for a file. */
    @Test
    void neverActsOnWhatExceedsALimit() {
        assertLimited(answer().body("x".repeat(20 * 1024 * 1024)));
        assertLimited(answer().and("X-Long", "x\r\n ".repeat(100_000)));
        assertLimited(answer().and("X-Long", "x".repeat(300_000)));
        String[] parts = new String[51];
        Arrays.fill(parts, TEXT);
        assertLimited(answer().parts(MIXED, parts));
        assertLimited(answer().body("x".repeat(1024 * 1024 + 1)));
        assertLimited(answer().parts(MIXED, TEXT, FILE + "\r\n\r\n" + "x".repeat(10 * 1024 * 1024 + 1)));
        String deep = nested(5000);
        assertLimited(
                answer().with("Content-Type", "multipart/mixed; boundary=c").body("--c\r\n" + deep));
    }

    @Tag("slow")
    @Test
    void takesWhatKeepsTheLimits() {
        assertThat(answer().body("x".repeat(1024 * 1024)).read()).isInstanceOf(Reply.Matched.class);
        assertThat(answer().parts(MIXED, TEXT, FILE + "\r\n\r\n" + "x".repeat(10 * 1024 * 1024))
                        .read())
                .isInstanceOf(Reply.Matched.class);
    }

    /** HTML lets the end of the head go without a tag. */
    @Test
    void recoversTheRecordFromHtmlWithAnOpenHead() {
        String block = REAL_BLOCK.replace("\r\n", "<br>");
        assertHoldsTheRecord(
                answer().type("text/html", "<html><head><title>x</title><meta name=a><body>" + block),
                MailFinding.HTML_ONLY);
    }

    /** The guards of a record start like a delimiter, and so does the mark of a signature. */
    @Test
    void takesNoGuardForADelimiter() {
        assertHoldsTheRecord(answer().type(MIXED, "Key:\r\n" + REAL_BLOCK), MailFinding.STRUCTURE_BROKEN);
        assertHoldsTheRecord(answer().type(MIXED, "Key:\r\n-- \r\n" + REAL_BLOCK), MailFinding.STRUCTURE_BROKEN);
    }

    /** RFC 2045 clause 5.1 allows comments in these fields. */
    @Test
    void passesOverCommentsInMimeFields() {
        assertHoldsTheRecord(answer().type("text/plain (text (plain)); charset=us-ascii (ASCII)", REAL_BLOCK));
        assertHoldsTheRecord(
                answer().with("Content-Transfer-Encoding", "base64 (coded)").body(Mails.base64(REAL_BLOCK)));
        assertHoldsTheRecord(
                answer().with("Content-Transfer-Encoding", "7bit (as it is)").body(REAL_BLOCK));
        assertHoldsTheRecord(answer().with("Content-Transfer-Encoding", "(a (b) \\)) base64 (c)")
                .body(Mails.base64(REAL_BLOCK)));
        assertHoldsTheRecord(answer().with("Content-Transfer-Encoding", "base64 (never ended")
                .body(Mails.base64(REAL_BLOCK)));
        assertHoldsTheRecord(answer().type("(a) text/plain; charset=(b) us-ascii (c)", REAL_BLOCK));
        String named = FILE.replace("klf.txt", "\"klf (1).txt\"") + "\r\n\r\nx";
        assertThat(answer().parts(MIXED, named).mail().attachments().get(0).receivedName())
                .isEqualTo("klf (1).txt");
    }
}
