// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sts.records.CrcPolicy;
import org.valise.sts.records.RecordFormatException;
import org.valise.sts.records.RecordInEmail;
import org.valise.sts.records.StsRecord;
import org.valise.sts.records.StsRecords;

/** STS600-9-2 clauses 4, 5 and 8.2: what the gateway asks of a request. */
class RequestFactoryTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T06:07:08.999Z"), ZoneOffset.UTC);
    private static final RequestFactory FACTORY =
            RequestFactory.from(Mails.VENDOR).to(Mails.GATEWAY).withClock(CLOCK);
    private static final StsRecord LOAD_REQUEST = StsRecord.of("VKLOADREQ.1", List.of("x y"));
    private static final Session SESSION = Session.getInstance(new Properties());

    static List<KmcRequest> plainRequests() {
        return List.of(FACTORY.help(), FACTORY.getPublicKey(), FACTORY.getKeyLoadFile(LOAD_REQUEST));
    }

    static List<KmcRequest> requests() {
        return List.of(
                FACTORY.help(),
                FACTORY.withReplyTo("answers@vending.example").getPublicKey(),
                FACTORY.getKeyLoadFile(LOAD_REQUEST),
                FACTORY.stsaOnlyUpdate("update.txt", new byte[] {0, 13, 10, -1}));
    }

    private static MimeMessage parsed(KmcRequest request) throws Exception {
        return new MimeMessage(SESSION, new ByteArrayInputStream(request.octets()));
    }

    private static String header(KmcRequest request) {
        String mail = Mails.text(request.octets());
        return mail.substring(0, mail.indexOf("\r\n\r\n") + 2);
    }

    private static String body(KmcRequest request) {
        String mail = Mails.text(request.octets());
        return mail.substring(mail.indexOf("\r\n\r\n") + 4);
    }

    /** D-1: one recipient in To, nobody in Cc or Bcc. */
    @ParameterizedTest
    @MethodSource("requests")
    void goesToTheGatewayAlone(KmcRequest request) throws Exception {
        assertThat(parsed(request).getHeader("To")).containsExactly(Mails.GATEWAY);
        assertThat(parsed(request).getAllRecipients()).hasSize(1);
        assertThat(header(request).toLowerCase(Locale.ROOT)).doesNotContain("\r\ncc:", "\r\nbcc:", "\r\nresent-");
    }

    /** D-2: plain text, and nothing beside it. */
    @ParameterizedTest
    @MethodSource("plainRequests")
    void isPlainAscii(KmcRequest request) throws Exception {
        assertThat(parsed(request).getContentType()).isEqualTo("text/plain; charset=us-ascii");
        assertThat(parsed(request).getEncoding()).isEqualTo("7bit");
        assertThat(parsed(request).getHeader("MIME-Version")).containsExactly("1.0");
        assertThat(Mails.text(request.octets())).matches("(?s)[\\x20-\\x7e\\r\\n]*");
    }

    /** D-3: the code is at the very start and what follows is the token. */
    @Test
    void startsItsSubjectWithTheServiceCode() throws Exception {
        assertSubject(FACTORY.help(), "{KMS:Help} ");
        assertSubject(FACTORY.getPublicKey(), "{KMS:GetPublicKey} ");
        assertSubject(FACTORY.getKeyLoadFile(LOAD_REQUEST), "{KMS:GetKlfStsEd2} ");
        assertSubject(FACTORY.stsaOnlyUpdate("update.txt", new byte[0]), "{KMS:SmUpdateStsEd2} ");
    }

    private static void assertSubject(KmcRequest request, String code) throws Exception {
        String subject = code + request.token().text();
        assertThat(request.subject()).isEqualTo(subject);
        assertThat(header(request)).containsOnlyOnce("\r\nSubject: " + subject + "\r\n");
        assertThat(parsed(request).getSubject()).isEqualTo(subject);
    }

    /** D-4: so it cannot look like a reply or a forward, not even with a code of the caller's. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Re: {KMS:GetKlfStsEd2}",
                "{KMS:GetKlfStsEd2} ",
                " {KMS:GetKlfStsEd2}",
                "{KMS:GetKlfStsEd2}\r\nBcc: e@x",
                "{KMS:Get\u760dKlf}",
                "{KMS:}",
                "{KMS:a b}",
                "KMS:Help",
                "=?utf-8?q?{KMS:Help}?="
            })
    void takesServiceCodesOnly(String code) {
        assertThatIllegalArgumentException().isThrownBy(() -> FACTORY.withKeyLoadFileCode(code));
    }

    /** Clause 5.1.4.2 spells the code in another way than clause 5.1.1. */
    @Test
    void takesTheOtherSpellingOfTheKeyLoadFileCode() throws Exception {
        RequestFactory other = FACTORY.withKeyLoadFileCode("{KMS:GetKlIfStsEd2}");
        assertSubject(other.getKeyLoadFile(LOAD_REQUEST), "{KMS:GetKlIfStsEd2} ");
        assertThat(other.getKeyLoadFile(LOAD_REQUEST).service()).isEqualTo(Service.GET_KEY_LOAD_FILE);
        assertSubject(other.help(), "{KMS:Help} ");
    }

    /** D-5: nothing that a responder, a list or a program marks its mails with. */
    @ParameterizedTest
    @MethodSource("requests")
    void hasExactlyTheHeaderItNeeds(KmcRequest request) {
        List<String> names = header(request)
                .lines()
                .map(line -> line.substring(0, line.indexOf(':')))
                .toList();
        assertThat(names)
                .doesNotHaveDuplicates()
                .contains("Date", "From", "To", "Message-ID", "Subject", "MIME-Version", "Content-Type")
                .isSubsetOf(
                        "Date",
                        "From",
                        "Reply-To",
                        "To",
                        "Message-ID",
                        "Subject",
                        "MIME-Version",
                        "Content-Type",
                        "Content-Transfer-Encoding");
    }

    /** D-6: the envelope sender is the mail server's to set; the mail names a real mailbox and no Return-Path. */
    @ParameterizedTest
    @MethodSource("requests")
    void comesFromARealMailbox(KmcRequest request) throws Exception {
        assertThat(parsed(request).getHeader("From")).containsExactly(Mails.VENDOR);
        assertThat(request.from().text()).isEqualTo(Mails.VENDOR);
        assertThat(parsed(request).getHeader("Return-Path")).isNull();
        assertThat(parsed(request).getHeader("Sender")).isNull();
    }

    /** D-7: the record is the body, in its canonical form. */
    @Test
    void holdsTheLoadRequestInItsBody() {
        KeyLoadFileRequest request = FACTORY.getKeyLoadFile(LOAD_REQUEST);
        assertThat(body(request))
                .isEqualTo("--STS:VKLOADREQ.1 BEGINS--\r\nVKLOADREQ.1|x y|0DD9\r\n--STS:VKLOADREQ.1 ENDS--\r\n");
        assertThat(request.record()).isEqualTo(LOAD_REQUEST);
    }

    /** D-8: the one service with a file says attachment, text/plain and a name ending in .txt. */
    @Test
    void attachesAnUpdateFileOctetByOctet() throws Exception {
        byte[] file = new byte[3000];
        for (int i = 0; i < file.length; i++) {
            file[i] = (byte) (i * 7);
        }
        KmcRequest request = FACTORY.stsaOnlyUpdate("update-1.txt", file);
        ReceivedMail read = ReceivedMail.read(request.octets(), MailLimits.defaults());
        assertThat(header(request)).contains("Content-Type: multipart/mixed;");
        assertThat(body(request)).contains("\r\nContent-Disposition: attachment; filename=\"update-1.txt\"\r\n");
        assertThat(read.attachments()).singleElement().satisfies(attachment -> {
            assertThat(attachment.type()).isEqualTo("text/plain");
            assertThat(attachment.name()).isEqualTo("update-1.txt");
            assertThat(attachment.bytes()).isEqualTo(file);
        });
        assertThat(read.findings()).doesNotContain(MailFinding.STRUCTURE_BROKEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".txt",
                "a.csv",
                "a.txt\r\nX: y",
                "a\".txt",
                "../a.txt",
                "a/b.txt",
                "a\\b.txt",
                "\u00e4.txt",
                "a b.txt",
                "a.txt ",
                "a.TXT\0.txt"
            })
    void takesPlainFileNamesOnly(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> FACTORY.stsaOnlyUpdate(name, new byte[1]));
    }

    /** D-9: these two need no body. */
    @Test
    void leavesTheBodyEmptyWhereNoneIsAskedFor() {
        assertThat(body(FACTORY.help())).isBlank();
        assertThat(body(FACTORY.getPublicKey())).isBlank();
    }

    /** D-10: large mails are ignored, so a request is below 10 KiB. */
    @Test
    void refusesLargeLoadRequests() {
        assertThat(FACTORY.getKeyLoadFile(StsRecord.of("VKLOADREQ.1", List.of("x".repeat(9000))))
                        .octets())
                .hasSizeLessThan(10 * 1024);
        StsRecord tooLong = StsRecord.of("VKLOADREQ.1", List.of("SECRET".repeat(1700)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FACTORY.getKeyLoadFile(tooLong))
                .withMessageNotContaining("SECRET");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FACTORY.stsaOnlyUpdate("a.txt", new byte[500 * 1024 + 1]));
        assertThat(FACTORY.stsaOnlyUpdate("a.txt", new byte[500 * 1024]).octets())
                .as("the largest one, in base64")
                .hasSizeGreaterThan(500 * 1024 / 3 * 4);
    }

    /** D-11 is about the sender's mail server. D-12: what would meet silence is refused here. */
    @Test
    void refusesRecordsTheGatewayWouldNotTake() throws RecordFormatException {
        StsRecord wrongType = StsRecords.strict().parse(Mails.REAL_RECORD).orElseThrow();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FACTORY.getKeyLoadFile(wrongType))
                .withMessageNotContaining("047D77A4");
        StsRecord withoutCrc = StsRecords.strict()
                .withCrcPolicy("VKLOADREQ.1", CrcPolicy.IF_PRESENT)
                .parse("VKLOADREQ.1|SECRET|")
                .orElseThrow();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FACTORY.getKeyLoadFile(withoutCrc))
                .withMessageNotContaining("SECRET");
    }

    @Test
    void takesLoadRequestsOfANamedTypeOnly() {
        RequestFactory named = FACTORY.withLoadRequestType("VKLR.2");
        assertThat(body(named.getKeyLoadFile(StsRecord.of("VKLR.2", List.of("a")))))
                .isEqualTo(RecordInEmail.write(StsRecord.of("VKLR.2", List.of("a"))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> named.getKeyLoadFile(LOAD_REQUEST))
                .withMessageContaining("of type VKLR.2, not VKLOADREQ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FACTORY.getKeyLoadFile(StsRecord.of("VKLR.2", List.of("a"))))
                .withMessageContaining("of type VKLOADREQ..., not VKLR.2");
    }

    /** Records may name other devices too, such as the centre. */
    @Test
    void namesTheSecurityModuleOfALoadRequest() {
        String centre = "KMCID.1:Prism:K0001:20200622T140747Z:9863A537B5AF34F5:6850";
        String module = "SMID.1:Prism:94001632:20210204T081427Z:039F2C48F2030174:AEEA";
        KeyLoadFileRequest request = FACTORY.getKeyLoadFile(StsRecord.of("VKLOADREQ.1", List.of(centre, module)));
        assertThat(request.securityModule().orElseThrow().text()).isEqualTo(module);
        assertThat(FACTORY.getKeyLoadFile(StsRecord.of("VKLOADREQ.1", List.of(centre)))
                        .securityModule())
                .isEmpty();
    }

    @Test
    void namesAnotherMailboxForReplies() throws Exception {
        KmcRequest request = FACTORY.withReplyTo("answers@vending.example").help();
        assertThat(parsed(request).getHeader("Reply-To")).containsExactly("answers@vending.example");
        assertThat(request.replyTo()).contains(MailAddress.of("answers@vending.example"));
        assertThat(parsed(FACTORY.help()).getHeader("Reply-To")).isNull();
        assertThat(FACTORY.help().replyTo()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("org.valise.sts.email.MailAddressTest#hostile")
    void refusesHostileAddressesEverywhere(String address) {
        assertThatIllegalArgumentException().isThrownBy(() -> RequestFactory.from(address));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RequestFactory.from(Mails.VENDOR).to(address));
        assertThatIllegalArgumentException().isThrownBy(() -> FACTORY.withReplyTo(address));
    }

    @Test
    void isNotSentByTheGatewayToItself() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RequestFactory.from(Mails.GATEWAY).to("KMC@Gateway.Example"));
    }

    @Test
    void datesAndNamesItself() throws Exception {
        KmcRequest request = FACTORY.help();
        assertThat(header(request)).contains("Date: Sun, 22 Nov 2026 06:07:08 +0000\r\n");
        assertThat(parsed(request).getSentDate().toInstant()).isEqualTo(Instant.parse("2026-11-22T06:07:08Z"));
        assertThat(request.createdAt()).isEqualTo(Instant.parse("2026-11-22T06:07:08.999Z"));
        assertThat(request.messageId()).matches("<[a-z2-7]{26}@vending\\.example>");
        assertThat(parsed(request).getMessageID()).isEqualTo(request.messageId());
        // Whoever sees the Message-ID must not know the token.
        assertThat(request.messageId().toUpperCase(Locale.ROOT))
                .doesNotContain(request.token().text());
        assertThat(FACTORY.help().messageId()).isNotEqualTo(request.messageId());
        assertThat(FACTORY.help().token()).isNotEqualTo(request.token());
    }

    /** Transport.send saves and writes, and leaves two fields out: none of it may change an octet. */
    @ParameterizedTest
    @MethodSource("requests")
    void isWrittenByJakartaMailAsItIs(KmcRequest request) throws Exception {
        MimeMessage message = request.toMimeMessage(SESSION);
        assertWritten(message, request);
        message.saveChanges();
        assertWritten(message, request);
        assertWritten(message, request);
        ByteArrayOutputStream asTransportsDo = new ByteArrayOutputStream();
        message.writeTo(asTransportsDo, new String[] {"Bcc", "Content-Length"});
        assertThat(asTransportsDo.toByteArray()).isEqualTo(request.octets());
        assertThat(message.getMessageID()).isEqualTo(request.messageId());
        assertThat(message.getRecipients(Message.RecipientType.TO)).hasSize(1);
    }

    private static void assertWritten(MimeMessage message, KmcRequest request) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        message.writeTo(out);
        assertThat(out.toByteArray()).isEqualTo(request.octets());
    }

    @Test
    void cannotBeChangedThroughItsOctets() {
        KmcRequest request = FACTORY.help();
        byte[] before = request.octets();
        request.octets()[0] = 'X';
        assertThat(request.octets()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void showsNeitherTokenNorContent(KmcRequest request) {
        assertThat(request.toString())
                .contains(request.token().prefix() + "...")
                .doesNotContain(request.token().text(), "x y", "0DD9", Mails.VENDOR);
    }

    /** The header of two requests of one factory is equally long, so the record alone decides. */
    @Test
    void refusesTheFirstRequestThatReachesTheLimit() {
        int limit = 10 * 1024;
        int refused = 0;
        for (int length = 9300; length < 9800; length++) {
            StsRecord record = StsRecord.of("VKLOADREQ.1", List.of("x".repeat(length)));
            int expected = FACTORY.help().octets().length
                    + "GetKlfStsEd2".length()
                    - "Help".length()
                    + RecordInEmail.write(record).length();
            if (expected < limit) {
                assertThat(FACTORY.getKeyLoadFile(record).octets()).hasSize(expected);
            } else {
                refused++;
                assertThatIllegalArgumentException().isThrownBy(() -> FACTORY.getKeyLoadFile(record));
            }
        }
        assertThat(refused).isBetween(1, 499);
    }

    /** Clause 8.3.1: replies go to Reply-To; the gateway would answer itself, and nobody would hear of it. */
    @Test
    void isNotAnsweredToTheGatewayItself() {
        assertThatIllegalArgumentException().isThrownBy(() -> FACTORY.withReplyTo("KMC@Gateway.Example"));
    }
}
