// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sts.records.Problem;

/** Mails made to cost time or memory, or to look like the gateway's. */
class HostileMailTest {

    private static final MailAddress GATEWAY = MailAddress.of("gateway@stskms.test");
    private static final KnownRequests NONE = KnownRequests.of(List.of());
    private static final String PLAIN = "Content-Type: text/plain";

    private static Reply read(String mail) {
        byte[] octets = mail.getBytes(ISO_8859_1);
        Duration before = processorTime();
        Reply reply = reply(octets);
        // Such mails took ten seconds and more before, and now three at most with the first compiler only. What else
        // the
        // machine does meanwhile does not count.
        assertThat(processorTime().minus(before)).isLessThan(Duration.ofSeconds(8));
        return reply;
    }

    private static Reply reply(byte[] octets) {
        try {
            return ReplyReader.forGateway(GATEWAY).read(octets, NONE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Duration processorTime() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static String multipart(int parts, String header, String body) {
        StringBuilder mail = new StringBuilder("Content-Type: multipart/mixed; boundary=b\r\n\r\n");
        for (int i = 0; i < parts; i++) {
            mail.append("--b\r\n")
                    .append(header)
                    .append("\r\n\r\n")
                    .append(body)
                    .append("\r\n");
        }
        return mail.append("--b--\r\n").toString();
    }

    @Test
    void namesOfFilesCostNoTime() {
        String name = "a" + "._".repeat(3900) + "x";
        Reply reply = read(multipart(30, PLAIN + "; name=\"" + name + "\"", "x"));
        assertThat(reply.mail().attachments())
                .hasSize(30)
                .allSatisfy(file -> assertThat(file.name()).hasSizeLessThan(120).matches("[A-Za-z0-9._-]+"));
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"Action: failed\r\n\r\n", "Action:\n\n"})
    void reportsOfAMillionRecipientsCostNoTime(String block) {
        String status = block.repeat(10 * 1024 * 1024 / block.length());
        Reply reply = read("Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
                + "--b\r\nContent-Type: message/delivery-status\r\n\r\n" + status + "\r\n--b--\r\n");
        assertThat(((Reply.Delivery) reply).report().recipients()).hasSizeLessThanOrEqualTo(200);
    }

    @Tag("slow")
    @Test
    void reportsInHtmlCostNoTime() {
        Reply reply = read("From: MAILER-DAEMON@mx.test\r\nContent-Type: text/html\r\n\r\n" + "&lt;".repeat(4_000_000));
        assertThat(reply).isInstanceOf(Reply.Delivery.class);
    }

    @Test
    void headersOfManyPartsCountTogether() {
        Reply reply = read(multipart(40, "A:\n".repeat(8000) + PLAIN, "x"));
        assertThat(reply.findings()).contains(MailFinding.LIMIT_EXCEEDED);
        assertThat(reply.mail().attachments()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "STS, KMC <gateway@stskms.test>",
                "\"STS, KMC\" <gateway@stskms.test>",
                "STS KMC (live) <gateway@stskms.test>"
            })
    void commasInANameAreNoSecondSender(String from) {
        assertThat(read("From: " + from + "\r\n\r\n").mail().from()).contains(GATEWAY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil@x.test, <gateway@stskms.test>",
                "gateway@stskms.test, evil@x.test",
                "evil@x.test; <gateway@stskms.test>",
                "Group: <gateway@stskms.test>",
                "<evil@x.test> <gateway@stskms.test>",
                "@evil.test, <gateway@stskms.test>",
                ",evil@x.test <gateway@stskms.test>",
                ";evil@x.test <gateway@stskms.test>",
                "<evil <gateway@stskms.test>",
                ":<gateway@stskms.test>",
                "gateway@stskms.test) evil@x.test"
            })
    void severalSendersAreNone(String from) {
        assertThat(read("From: " + from + "\r\n\r\n").mail().from()).isEmpty();
    }

    @Test
    void twoResultsThatDifferInTheirFoldsOnlyAreOne() {
        Reply reply =
                read("X-Gateway-Result: Success\tok and\r\n well\r\nX-Gateway-Result: Success\tok and well\r\n\r\n");
        assertThat(reply.mail().result().kind()).isEqualTo(GatewayResult.Kind.SUCCESS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u56de\u590d\uff1a", "\u8f6c\u53d1: ", "\u041e\u0442\u0432\u0435\u0442: ", "Re\uff1a"})
    void repliesInOtherScriptsAreForwarded(String prefix) throws IOException {
        Token token = Token.of("ABCDEFGHIJKLMNOPQRSTUVWX23");
        String word = Base64.getEncoder().encodeToString((prefix + "Auto: {KMS:Help} " + token.text()).getBytes(UTF_8));
        byte[] mail = ("From: gateway@stskms.test\r\nSubject: =?UTF-8?B?" + word + "?=\r\n\r\n").getBytes(ISO_8859_1);
        assertThat(ReplyReader.forGateway(GATEWAY).read(mail, NONE).findings()).contains(MailFinding.FORWARDED);
    }

    /** A mailing list puts its footer behind a mail as a part of its own. */
    @Test
    void htmlBesideAPlainFooterIsReadToo() {
        Reply reply = read("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n"
                + "<p>The answer</p>\r\n--b\r\n" + PLAIN + "\r\n\r\nThe footer\r\n--b--\r\n");
        assertThat(reply.mail().text()).contains("The answer").contains("The footer");
        assertThat(reply.findings()).contains(MailFinding.HTML_ONLY);
    }

    @Test
    void htmlThatAPlainPartSaysTooIsNotReadTwice() {
        Reply reply = read("Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n" + PLAIN
                + "\r\n\r\nThe answer\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>The answer</p>\r\n--b--\r\n");
        assertThat(reply.mail().text()).isEqualTo("The answer");
        assertThat(reply.findings()).doesNotContain(MailFinding.HTML_ONLY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"The VKLOADREQ is stale.", "Your request | was refused.", "\r\nhello\r\n\r\n", "> "})
    void aSentenceIsNoBadRecord(String text) {
        assertThat(read("From: gateway@stskms.test\r\n\r\n" + text)
                        .mail()
                        .records()
                        .problems())
                .allSatisfy(problem -> assertThat(problem.code()).isEqualTo(Problem.Code.NO_RECORD));
    }

    @Test
    void aMailThatEndsWithinItsHeaderIsNotActedOn() throws IOException {
        Token token = Token.of("ABCDEFGHIJKLMNOPQRSTUVWX23");
        KnownRequests known =
                KnownRequests.of(List.of(new KnownRequests.Known(token, Optional.empty(), Optional.empty())));
        String header = "From: gateway@stskms.test\r\nSubject: Auto: {KMS:Help} " + token.text() + "\r\n"
                + "X-Gateway-Result: Error\tEVkloadExp";
        ReplyReader reader = ReplyReader.forGateway(GATEWAY);
        assertThat(reader.read(header.getBytes(ISO_8859_1), known)).isInstanceOf(Reply.Suspect.class);
        byte[] marked = ("\u00ef\u00bb\u00bf" + header + "ired\tx\r\n\r\n").getBytes(ISO_8859_1);
        assertThat(reader.read(marked, known)).isInstanceOf(Reply.Matched.class);
    }
}
