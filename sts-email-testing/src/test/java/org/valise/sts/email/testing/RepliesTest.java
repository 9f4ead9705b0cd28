// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.valise.sts.email.testing.Bench.CLIENT;
import static org.valise.sts.email.testing.Bench.header;
import static org.valise.sts.email.testing.Bench.help;
import static org.valise.sts.email.testing.Bench.mail;

import jakarta.mail.internet.MimeMessage;
import java.security.SecureRandom;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** STS600-9-2 clause 8.3.1: what is guaranteed of replies. */
class RepliesTest {

    private final Bench bench = new Bench();

    private OutgoingMail only(String mail) {
        assertThat(bench.receive(mail).replies()).hasSize(1);
        return bench.gateway.history().get(0).replies().get(0);
    }

    @Test
    void clause831GoToAllOfReplyTo() {
        OutgoingMail reply = only(mail("{KMS:Help}", "", "Reply-To: a@x.example,\r\n B <b@x.example>"));
        assertThat(reply.recipients()).containsExactly("a@x.example", "b@x.example");
        assertThat(header(Bench.parse(reply), "To")).isEqualTo("a@x.example,\r\n b@x.example");
    }

    @Test
    void clause831GoToTheFirstFromOtherwise() {
        String mail = help().replace("From: Vending", "Sender: s@x.example\r\nFrom: First <a@x.example>, Second");
        assertThat(only(mail).recipients()).containsExactly("a@x.example");
    }

    @Test
    void clause831GoToTheSenderOtherwise() {
        assertThat(only(help().replace("From: ", "Sender: ")).recipients()).containsExactly(CLIENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ABC", "  two blanks", "\ta tab", " =?UTF-8?Q?kept?=", " gr\u00fcn"})
    void clause831HaveTheSubjectOfTheRequestAfterAuto(String tail) {
        String reply = Bench.text(only(mail("{KMS:Help}" + tail, "")));
        assertThat(reply).contains("\r\nSubject: Auto: {KMS:Help}" + tail + "\r\n");
    }

    @Test
    void clause831HaveAFoldedSubjectOnOneLineAgain() throws Exception {
        String word = "x".repeat(50);
        MimeMessage reply = bench.reply(mail("{KMS:Help}\r\n " + word + "\r\n " + word, ""));
        assertThat(reply.getSubject()).isEqualTo("Auto: {KMS:Help} " + word + " " + word);
        assertThat(header(reply, "Subject")).contains("\r\n ");
    }

    @Test
    void clause831PointToTheRequest() {
        MimeMessage reply = bench.reply(help());
        assertThat(header(reply, "In-Reply-To")).isEqualTo("<1@client.example>");
        assertThat(header(reply, "References")).isEqualTo("<1@client.example>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Id: none", "Message-ID: no brackets", "Message-ID: <a b@c>"})
    void clause831PointToNothingWhereTheRequestHasNoIdentifier(String line) {
        MimeMessage reply = bench.reply(help().replaceFirst("Message-ID: .*(?=\r\n)", line));
        assertThat(header(reply, "In-Reply-To")).isNull();
    }

    @Test
    void clause831SuppressMailLoops() {
        MimeMessage reply = bench.reply(help());
        assertThat(header(reply, "Auto-Submitted")).isEqualTo("auto-replied");
        assertThat(header(reply, "Precedence")).isEqualTo("bulk");
    }

    @Test
    void clause831CopyNoOtherHeader() {
        assertThat(Bench.text(only(mail("{KMS:Help}", "", "X-My-Number: 4711"))))
                .doesNotContain("4711");
    }

    @Test
    void comeFromTheGatewayWithIdentifierAndDateOfTheirOwn() throws Exception {
        OutgoingMail reply = only(help());
        MimeMessage message = Bench.parse(reply);
        assertThat(header(message, "From")).isEqualTo(Bench.GATEWAY);
        assertThat(reply.envelopeSender()).isEqualTo(Bench.GATEWAY);
        assertThat(message.getSentDate()).isEqualTo(Date.from(Bench.START));
        assertThat(message.getMessageID()).matches("<[0-9a-f]{24}@gateway\\.example>");
        assertThat(Bench.parse(only(help())).getMessageID()).isEqualTo(message.getMessageID());
        assertThat(bench.reply(help()).getMessageID()).isNotEqualTo(message.getMessageID());
    }

    @Test
    void areNeverAnsweredByTheGatewayItself() {
        String reply = Bench.text(only(help())).replace("To: " + CLIENT, "To: " + Bench.GATEWAY);
        assertThat(bench.receive(reply).reason()).contains(Reception.Reason.AUTO_RESPONSE);
    }

    @Test
    void cannotBeGivenAHeaderByTheRequest() {
        String mail = mail("{KMS:Help}", "", "Reply-To: \"a\\\r\n Bcc: evil@x.example\" <ok@x.example>");
        assertThat(Bench.text(only(mail))).doesNotContain("evil");
    }

    @Test
    void areTheSameOctetsForTheSameClockAndRandomness() {
        assertThat(new Bench().receive(help()).replies().get(0).octets())
                .isEqualTo(only(help()).octets());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "kmc", "a@b\r\nBcc: c@d", "Name <a@b.example>", "\u760d@b.example"})
    void refusesAGatewayAddressThatIsNone(String address) {
        assertThatThrownBy(() -> GatewaySimulator.builder(address, bench.clock, new SecureRandom()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
