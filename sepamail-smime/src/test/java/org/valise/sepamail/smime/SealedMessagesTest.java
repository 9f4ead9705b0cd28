// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Flags;
import jakarta.mail.IllegalWriteException;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Properties;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sealed missives through Jakarta Mail: no octet changes on the way. */
class SealedMessagesTest {

    private static final Session SESSION = Session.getInstance(new Properties());

    private static SealedMissive sealed(Profile profile) throws SealingException {
        return Bench.sealer()
                .with(profile)
                .seal(Bench.missive("x"), Bench.TO, Recipient.of(Bench.RECIPIENT.certificate));
    }

    private static SealedMissive sealed() throws SealingException {
        return sealed(Profile.OPAQUE_THEN_ENCRYPT);
    }

    @ParameterizedTest
    @EnumSource(
            value = Profile.class,
            names = {"OPAQUE_THEN_ENCRYPT", "CLEAR_THEN_ENCRYPT"})
    void isSentReceivedAndOpened(Profile profile) throws Exception {
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        try {
            Properties settings = new Properties();
            settings.put("mail.smtp.host", "127.0.0.1");
            settings.put("mail.smtp.port", String.valueOf(server.getSmtp().getPort()));
            settings.put("mail.smtp.allow8bitmime", "true");
            SealedMissive sealed = sealed(profile);
            Transport.send(SealedMessages.of(sealed, Session.getInstance(settings)));
            assertThat(server.waitForIncomingEmail(10_000, 1)).isTrue();
            byte[] received = SealedMessages.octets(server.getReceivedMessages()[0]);
            // The server puts lines on top, and drops the last line end.
            String sent = new String(sealed.octets(), StandardCharsets.US_ASCII);
            assertThat(new String(received, StandardCharsets.US_ASCII)).contains(sent.stripTrailing());
            assertThat(Bench.opener().open(received)).isInstanceOf(Verdict.Accepted.class);
        } finally {
            server.stop();
        }
    }

    @Test
    void saysWhatIsInTheHeader() throws Exception {
        SealedMissive sealed = sealed();
        MimeMessage message = SealedMessages.of(sealed, SESSION);
        assertThat(message.getMessageID()).isEqualTo("<" + sealed.messageId() + ">");
        assertThat(message.getFrom()).containsExactly(new InternetAddress(TestPki.SENDER));
        assertThat(message.getAllRecipients()).containsExactly(new InternetAddress(TestPki.RECEIVER));
        assertThat(message.getSize()).isEqualTo(sealed.octets().length);
    }

    @Test
    void writesTheSealedOctetsWhateverIsCalled() throws Exception {
        SealedMissive sealed = sealed();
        MimeMessage message = SealedMessages.of(sealed, SESSION);
        message.saveChanges();
        message.setHeader("Message-ID", message.getMessageID());
        for (ThrowingCallable change : new ThrowingCallable[] {
            () -> message.setHeader("Message-ID", "<other@x.example>"),
            () -> message.setHeader("X-New", "1"),
            () -> message.addHeader("X-New", "1"),
            () -> message.addHeaderLine("X-New: 1"),
            () -> message.removeHeader("To"),
            () -> message.setSubject("SUBJECT"),
            () -> message.setSentDate(Date.from(TestPki.NOW)),
            () -> message.setFrom(new InternetAddress("a@x.example")),
            () -> message.setSender(new InternetAddress("a@x.example")),
            () -> message.setRecipients(Message.RecipientType.TO, "a@x.example"),
            () -> message.addRecipients(Message.RecipientType.BCC, "a@x.example"),
            () -> message.setReplyTo(InternetAddress.parse("a@x.example")),
            () -> message.setText("text"),
            () -> message.setContent("text", "text/plain"),
            () -> message.setDescription("text"),
            () -> message.setDisposition("inline"),
            () -> message.setFileName("name"),
            () -> message.setContentID("id"),
            () -> message.setContentMD5("md5"),
            () -> message.setContentLanguage(new String[] {"en"}),
            () -> message.setFlag(Flags.Flag.SEEN, true)
        }) {
            assertThatThrownBy(change).isInstanceOf(IllegalWriteException.class);
        }
        assertThat(SealedMessages.octets(message)).isEqualTo(sealed.octets());
        MimeMessage copy = new MimeMessage(message);
        assertThat(SealedMessages.octets(copy)).isEqualTo(sealed.octets());
    }

    /** Jakarta Mail ends lines of the header its own way; the body it keeps. */
    @Test
    void aMessageThatWasParsedIsGivenAsItWasButForLineEndsOfItsHeader() throws Exception {
        String mail = new String(sealed(Profile.CLEAR_THEN_ENCRYPT).octets(), StandardCharsets.US_ASCII);
        byte[] crlf = mail.getBytes(StandardCharsets.US_ASCII);
        byte[] lf = mail.replace("\r\n", "\n").getBytes(StandardCharsets.US_ASCII);
        assertThat(SealedMessages.octets(new MimeMessage(SESSION, new ByteArrayInputStream(crlf))))
                .isEqualTo(crlf);
        byte[] parsed = SealedMessages.octets(new MimeMessage(SESSION, new ByteArrayInputStream(lf)));
        int body = mail.indexOf("\r\n\r\n") + 4;
        assertThat(new String(parsed, StandardCharsets.US_ASCII))
                .isEqualTo(mail.substring(0, body) + mail.substring(body).replace("\r\n", "\n"));
        assertThat(Bench.opener().open(parsed)).isInstanceOf(Verdict.Accepted.class);
    }
}
