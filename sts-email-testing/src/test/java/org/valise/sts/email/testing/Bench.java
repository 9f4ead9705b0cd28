// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email.testing;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import org.valise.sts.records.RecordInEmail;
import org.valise.sts.records.StsRecord;

/** A simulator with a clock that a test sets, and requests written octet by octet. */
final class Bench {

    static final String GATEWAY = "kmc@gateway.example";
    static final String CLIENT = "vending@client.example";
    static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
    static final String TOKEN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    static final StsRecord LOAD_REQUEST = StsRecord.of("VKLOADREQ.1", List.of("x y"));

    final SettableClock clock = new SettableClock();
    final GatewaySimulator gateway;

    Bench() {
        this.gateway = builder().build();
    }

    Bench(java.util.function.UnaryOperator<GatewaySimulator.Builder> options) {
        this.gateway = options.apply(builder()).build();
    }

    private GatewaySimulator.Builder builder() {
        return GatewaySimulator.builder(GATEWAY, clock, new SeededRandom());
    }

    static final class SettableClock extends Clock {

        private volatile Instant now = START;

        void advance(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** The same numbers in every run. */
    static final class SeededRandom extends SecureRandom {

        private static final long serialVersionUID = 1L;

        private final Random numbers = new Random(1);

        @Override
        public void nextBytes(byte[] bytes) {
            numbers.nextBytes(bytes);
        }
    }

    /** A request whose header and body a test changes line by line. */
    static String mail(String subject, String body, String... headers) {
        String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        return "From: Vending <" + CLIENT + ">\r\nTo: " + GATEWAY + "\r\nSubject: " + subject
                + "\r\nMessage-ID: <1@client.example>\r\nMIME-Version: 1.0\r\n"
                + "Content-Type: text/plain; charset=us-ascii\r\n" + more + "\r\n" + body;
    }

    static String help() {
        return mail("{KMS:Help} " + TOKEN, "");
    }

    static String getKlf() {
        return getKlf(LOAD_REQUEST);
    }

    static String getKlf(StsRecord record) {
        return mail("{KMS:GetKlfStsEd2} " + TOKEN, RecordInEmail.write(record));
    }

    Reception receive(String mail) {
        return gateway.receive(mail.getBytes(StandardCharsets.ISO_8859_1), CLIENT);
    }

    /** The only reply to a mail. */
    MimeMessage reply(String mail) {
        List<OutgoingMail> replies = receive(mail).replies();
        if (replies.size() != 1) {
            throw new AssertionError("one reply expected, not " + replies.size());
        }
        return parse(replies.get(0));
    }

    static MimeMessage parse(OutgoingMail mail) {
        try {
            return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(mail.octets()));
        } catch (MessagingException e) {
            throw new AssertionError(e);
        }
    }

    static String text(OutgoingMail mail) {
        return new String(mail.octets(), StandardCharsets.ISO_8859_1);
    }

    static String header(MimeMessage message, String name) {
        try {
            return message.getHeader(name, "&");
        } catch (MessagingException e) {
            throw new AssertionError(e);
        }
    }

    static String result(MimeMessage message) {
        return header(message, "X-Gateway-Result");
    }

    static String content(jakarta.mail.Part part) {
        try {
            return new String(part.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MessagingException e) {
            throw new AssertionError(e);
        }
    }
}
