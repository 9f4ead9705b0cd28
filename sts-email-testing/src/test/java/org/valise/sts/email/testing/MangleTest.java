// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.valise.sts.email.testing.Bench.TOKEN;
import static org.valise.sts.email.testing.Bench.content;
import static org.valise.sts.email.testing.Bench.getKlf;
import static org.valise.sts.email.testing.Bench.mail;

import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.valise.sts.records.StsRecords;

/** What mail software does to replies; the octets on the wire, so that clients can be tested against them. */
class MangleTest {

    private static final String STALE =
            "Error\tEVkloadExpired\tThe VKLOADREQ is stale; generate a fresh VKLOADREQ and try again";
    private static final String TEXT = "The VKLOADREQ is stale; generate a fresh VKLOADREQ and try again";

    private final Bench bench = new Bench(GatewaySimulator.Builder::keyOfSpecification);

    private String raw(Reaction reaction, String mail) {
        bench.gateway.enqueue(reaction);
        return Bench.text(bench.receive(mail).replies().get(0));
    }

    private MimeMessage reply(Mangle mangle, String mail) {
        bench.gateway.enqueue(Reaction.answer().mangled(mangle));
        return bench.reply(mail);
    }

    private static String publicKey() {
        return mail("{KMS:GetPublicKey} " + TOKEN, "");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
                    RESULT_FOLDED_AT_TABS ~ Error/N/TEVkloadExpired/N/TThe VKLOADREQ is stale; generate a fresh VKLOADREQ and try again
                    RESULT_FOLDED_IN_TEXT ~ Error/TEVkloadExpired/TThe VKLOADREQ is stale; generate a fresh VKLOADREQ and try/N again
                    RESULT_FOLDED_AFTER_TABS ~ Error/T/N EVkloadExpired/T/N The VKLOADREQ is stale; generate a fresh VKLOADREQ and try again
                    RESULT_FOLDED_AS_PRINTED ~ Error/N    EVkloadExpired/N    The VKLOADREQ is stale; generate a fresh VKLOADREQ and try again
                    RESULT_TABS_TO_BLANK ~ Error EVkloadExpired The VKLOADREQ is stale; generate a fresh VKLOADREQ and try again
                    RESULT_TABS_TO_BLANKS ~ Error        EVkloadExpired        The VKLOADREQ is stale; generate a fresh VKLOADREQ and try again
                    """)
    void clause832ResultIsFoldedOrLosesItsTabs(Mangle mangle, String value) {
        String expected = value.replace("/N", "\r\n").replace("/T", "\t");
        assertThat(raw(Reaction.expired().mangled(mangle), getKlf()))
                .contains("\r\nX-Gateway-Result: " + expected + "\r\n");
    }

    @Test
    void clause832ResultIsEncodedAsAWhole() throws Exception {
        bench.gateway.enqueue(Reaction.expired().mangled(Mangle.RESULT_ENCODED));
        String value = Bench.result(bench.reply(getKlf()));
        assertThat(value).startsWith("=?UTF-8?Q?Error=09EVkload").doesNotContain("\t");
        assertThat(value.lines()).allMatch(line -> line.length() <= 76);
        assertThat(MimeUtility.decodeText(MimeUtility.unfold(value))).isEqualTo(STALE);
    }

    @Test
    void clause832ElementsOfTheResultAreEncodedOneByOne() throws Exception {
        bench.gateway.enqueue(Reaction.expired().mangled(Mangle.RESULT_ENCODED_ELEMENTS));
        String[] elements = Bench.result(bench.reply(getKlf())).split("\t", -1);
        assertThat(elements).hasSize(3);
        assertThat(MimeUtility.decodeText(elements[1])).isEqualTo("EVkloadExpired");
        assertThat(MimeUtility.decodeText(MimeUtility.unfold(elements[2]))).isEqualTo(TEXT);
    }

    @Test
    void clause832ResultComesTwice() throws Exception {
        bench.gateway.enqueue(Reaction.expired().mangled(Mangle.RESULT_DOUBLED));
        assertThat(bench.reply(getKlf()).getHeader("X-Gateway-Result")).containsExactly(STALE, STALE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
                    SUBJECT_PREFIXED ~ [EXTERNAL] Auto: {KMS:GetPublicKey} ABCDEFGHIJKLMNOPQRSTUVWXYZ
                    SUBJECT_REPLIED ~ Re: Auto: {KMS:GetPublicKey} ABCDEFGHIJKLMNOPQRSTUVWXYZ
                    SUBJECT_FOLDED ~ Auto: {KMS:GetPublicKey}/N ABCDEFGHIJKLMNOPQRSTUVWXYZ
                    SUBJECT_FOLDED_BY_TAB ~ Auto: {KMS:GetPublicKey}/N/TABCDEFGHIJKLMNOPQRSTUVWXYZ
                    """)
    void clause831SubjectIsPrefixedOrFolded(Mangle mangle, String value) {
        String expected = value.replace("/N", "\r\n").replace("/T", "\t");
        assertThat(raw(Reaction.answer().mangled(mangle), publicKey())).contains("\r\nSubject: " + expected + "\r\n");
    }

    @ParameterizedTest
    @EnumSource(names = {"SUBJECT_ENCODED_B", "SUBJECT_ENCODED_Q"})
    void clause831SubjectIsEncoded(Mangle mangle) throws Exception {
        MimeMessage reply = reply(mangle, publicKey());
        assertThat(Bench.header(reply, "Subject")).startsWith("=?UTF-8?").doesNotContain(TOKEN);
        assertThat(reply.getSubject()).isEqualTo("Auto: {KMS:GetPublicKey} " + TOKEN);
    }

    /** Whatever happens to the block, its record can be had again, and its CRC says so. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = "BODY_.*")
    void clause5133KeyIsRecoveredFromEveryBody(Mangle mangle) throws Exception {
        MimeMessage reply = reply(mangle, publicKey());
        String text = content(reply).replaceAll("</?(p|html|body)>", "");
        assertThat(StsRecords.lenient().scan(text).records())
                .containsExactly(bench.gateway.publicKey().record());
        assertThat(raw(Reaction.answer().mangled(mangle), publicKey()))
                .isNotEqualTo(raw(Reaction.answer(), publicKey()));
    }

    @Test
    void bodyHasADisclaimer() {
        assertThat(content(reply(Mangle.BODY_FOOTER, publicKey()))).contains("ENDS--\r\n\r\nThis mail");
    }

    @Test
    void bodyIsRewrapped() {
        String text = content(reply(Mangle.BODY_REWRAPPED, publicKey()));
        assertThat(text.lines()).allMatch(line -> line.length() <= 40);
        assertThat(text).contains("\r\nPK.ECDH.1|KMCID.1:Prism:K0001:20200622T1\r\n40747Z:");
    }

    @Test
    void bodyIsOnOneLine() {
        assertThat(content(reply(Mangle.BODY_ON_ONE_LINE, publicKey())).lines()).hasSize(1);
    }

    @Test
    void bodyIsQuoted() {
        assertThat(content(reply(Mangle.BODY_QUOTED, publicKey())).lines()).allMatch(line -> line.startsWith("> "));
    }

    @Test
    void bodyHasDashesOfWordProcessors() throws Exception {
        MimeMessage reply = reply(Mangle.BODY_DASHES, publicKey());
        assertThat(reply.getContentType()).contains("utf-8");
        assertThat(content(reply)).contains("\u2014STS:PK.ECDH.1 BEGINS\u2014");
    }

    @Test
    void rfc3676BodyIsFlowed() throws Exception {
        MimeMessage reply = reply(Mangle.BODY_FLOWED, publicKey());
        assertThat(reply.getContentType()).contains("format=flowed");
        assertThat(content(reply).lines()).allMatch(line -> line.endsWith(" "));
    }

    @Test
    void bodyIsHtmlOnly() throws Exception {
        MimeMessage reply = reply(Mangle.BODY_HTML, publicKey());
        assertThat(reply.isMimeType("text/html")).isTrue();
        assertThat(content(reply)).contains("<p>--STS:PK.ECDH.1 BEGINS--</p>");
    }

    @ParameterizedTest
    @CsvSource({"BODY_QUOTED_PRINTABLE,quoted-printable", "BODY_BASE64,base64"})
    void rfc2045BodyHasATransferEncoding(Mangle mangle, String encoding) throws Exception {
        MimeMessage plain = reply(Mangle.RESULT_DOUBLED, publicKey());
        MimeMessage reply = reply(mangle, publicKey());
        assertThat(reply.getEncoding()).isEqualTo(encoding);
        assertThat(content(reply)).isEqualTo(content(plain));
        String octets = new String(reply.getRawInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(octets).doesNotContain("--STS");
    }

    @ParameterizedTest
    @CsvSource({
        "ATTACHMENT_QUOTED_PRINTABLE,quoted-printable,attachment",
        "ATTACHMENT_BASE64,base64,attachment",
        "ATTACHMENT_INLINE,7bit,inline",
        "SUBJECT_FOLDED,7bit,attachment"
    })
    void clause5143AttachmentKeepsItsOctets(Mangle mangle, String encoding, String disposition) throws Exception {
        MimeMultipart parts = parts(reply(mangle, getKlf()));
        assertThat(parts.getCount()).isEqualTo(2);
        assertThat(parts.getBodyPart(1).getHeader("Content-Transfer-Encoding")).containsExactly(encoding);
        assertThat(parts.getBodyPart(1).getDisposition()).isEqualTo(disposition);
        try (InputStream file = parts.getBodyPart(1).getInputStream()) {
            assertThat(file.readAllBytes()).isEqualTo(bench.gateway.keyLoadFile(Bench.LOAD_REQUEST));
        }
    }

    @Test
    void clause831FooterPartMakesAMultipart() throws Exception {
        MimeMessage reply = reply(Mangle.FOOTER_PART, publicKey());
        MimeMultipart parts = parts(reply);
        assertThat(parts.getCount()).isEqualTo(2);
        assertThat(content(parts.getBodyPart(0))).endsWith("ENDS--\r\n");
        assertThat(parts(reply(Mangle.FOOTER_PART, getKlf())).getCount()).isEqualTo(3);
    }

    @Test
    void manglesCombine() throws Exception {
        bench.gateway.enqueue(Reaction.answer()
                .mangled(Mangle.SUBJECT_PREFIXED, Mangle.BODY_QUOTED)
                .mangled(Mangle.BODY_BASE64, Mangle.RESULT_TABS_TO_BLANK));
        MimeMessage reply = bench.reply(publicKey());
        assertThat(reply.getSubject()).startsWith("[EXTERNAL] ");
        assertThat(Bench.result(reply)).isEqualTo("Success The operation completed successfully");
        List<?> records = StsRecords.lenient().scan(content(reply)).records();
        assertThat(records).hasSize(1);
    }

    private static MimeMultipart parts(MimeMessage reply) throws Exception {
        return new MimeMultipart(reply.getDataHandler().getDataSource());
    }

    /** Checked by another decoder than our own encoder: that of the mail library. */
    @Test
    void quotedPrintableOfAwkwardTextIsReadBack() throws Exception {
        String text = "a = b \r\n\r\n--x\t\r\n" + "y".repeat(200) + "\r\n";
        InputStream in = MimeUtility.decode(
                new ByteArrayInputStream(Encodings.quotedPrintable(text).getBytes(StandardCharsets.US_ASCII)),
                "quoted-printable");
        assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo(text);
    }
}
