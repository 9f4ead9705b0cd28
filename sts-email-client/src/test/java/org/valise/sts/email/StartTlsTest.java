// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Without the protection that is required, neither credentials nor mails leave (statement 38 of the threat model). */
class StartTlsTest {

    private static final String PASSWORD = "hunter-2";

    @TempDir
    static Path folder;

    private static FakeTls good;
    private static FakeTls ofAnotherHost;

    @BeforeAll
    static void makeKeys() throws Exception {
        good = FakeTls.of(folder, "ip:127.0.0.1");
        ofAnotherHost = FakeTls.of(folder, "dns:mail.example");
    }

    /** What a server does until TLS begins; it returns the line that was heard last. */
    private interface Plain {
        void talk(FakeServer.Talk talk) throws IOException;
    }

    private static MailException send(MailServer smtp) {
        return catchThrowableOfType(MailException.class, () -> trySend(smtp));
    }

    private static void trySend(MailServer smtp) throws IOException {
        KmcRequest request = RequestFactory.from(GreenMails.VENDOR.text())
                .to(GreenMails.GATEWAY.text())
                .help();
        TrackedRequest tracked = TrackedRequest.of(request);
        mailbox(smtp, smtp).send(tracked);
    }

    private static KmcMailbox mailbox(MailServer smtp, MailServer imap) {
        return KmcMailbox.of(MailAccount.of(smtp, imap, Credentials.password("vendor", () -> PASSWORD)));
    }

    private static MailException open(MailServer imap) {
        return catchThrowableOfType(MailException.class, () -> tryOpen(imap));
    }

    private static void tryOpen(MailServer imap) throws IOException {
        try (MailboxSession session = mailbox(imap, imap).open()) {
            assertThat(session.read(new MemoryPendingRequests(), 10_000, mail -> false))
                    .isZero();
        }
    }

    private static void checkRefused(MailException fault, FakeServer server) {
        assertThat(fault).isNotNull();
        assertThat(fault.kind()).as("%s", fault.getCause()).isEqualTo(MailException.Kind.SECURITY);
        checkNothingLeft(server);
    }

    /** It may be a passing trouble of the server, so this may be tried again; but not without protection. */
    private static void checkNotNow(MailException fault, FakeServer server) {
        assertThat(fault).isNotNull();
        assertThat(fault.kind()).isEqualTo(MailException.Kind.SERVER);
        checkNothingLeft(server);
    }

    /** Neither in words nor in base64, and no command that would be followed by them. */
    private static void checkNothingLeft(FakeServer server) {
        assertThat(server.connections()).isPositive();
        String coded =
                Base64.getEncoder().encodeToString(("\0vendor\0" + PASSWORD).getBytes(StandardCharsets.US_ASCII));
        assertThat(server.heard())
                .allSatisfy(line -> assertThat(line.toUpperCase(Locale.ROOT))
                        .doesNotContain("AUTH", "LOGIN", "MAIL FROM", "DATA", "SELECT", "VENDOR")
                        .doesNotContain(PASSWORD.toUpperCase(Locale.ROOT), coded.toUpperCase(Locale.ROOT)));
    }

    private static FakeServer smtp(Plain untilTls, SSLContext keys) throws IOException {
        return FakeServer.start(talk -> {
            untilTls.talk(talk);
            talk.handshake(keys);
            while (true) {
                String line = talk.hear();
                switch (line.split(" ", 2)[0]) {
                    case "EHLO" -> talk.raw("250-fake.test\r\n250 AUTH PLAIN\r\n");
                    case "AUTH" -> talk.say("235 ok");
                    case "DATA" -> {
                        talk.say("354 go ahead");
                        String content = talk.hear();
                        while (!content.equals(".")) {
                            content = talk.hear();
                        }
                        talk.say("250 ok");
                    }
                    default -> talk.say("250 ok");
                }
            }
        });
    }

    private static FakeServer smtp(String offered, String toStartTls, SSLContext keys) throws IOException {
        return smtp(
                talk -> {
                    talk.say("220 fake.test ESMTP");
                    while (!talk.hear().equals("STARTTLS")) {
                        talk.raw(offered);
                    }
                    talk.raw(toStartTls);
                },
                keys);
    }

    private static final String OFFERED = "250-fake.test\r\n250-STARTTLS\r\n250 AUTH PLAIN LOGIN\r\n";

    private static FakeServer imap(String greeting, String capabilities, String toStartTls, SSLContext keys)
            throws IOException {
        return FakeServer.start(talk -> {
            talk.say(greeting);
            String[] words = talk.hear().split(" ", 2);
            while (!words[1].equals("STARTTLS")) {
                talk.say("* CAPABILITY " + capabilities);
                talk.say(words[0] + " OK");
                words = talk.hear().split(" ", 2);
            }
            talk.raw(toStartTls.replace("TAG", words[0]));
            talk.handshake(keys);
            while (true) {
                words = talk.hear().split(" ", 3);
                if (words[1].equals("CAPABILITY")) {
                    talk.say("* CAPABILITY IMAP4rev1");
                } else if (words[1].equals("SELECT")) {
                    talk.say("* 0 EXISTS");
                    talk.say("* OK [UIDVALIDITY 1]");
                }
                talk.say(words[0] + " OK [READ-WRITE]");
            }
        });
    }

    private static final String CAPABLE = "IMAP4rev1 STARTTLS AUTH=PLAIN";

    @Test
    void sendsAndReadsWhenAllIsWell() throws Exception {
        try (FakeServer smtp = smtp(OFFERED, "220 go\r\n", good.server());
                FakeServer imap = imap("* OK ready", CAPABLE, "TAG OK\r\n", good.server())) {
            trySend(smtp.startTls().withTrust(good.trusting()));
            tryOpen(imap.startTls().withTrust(good.trusting()));
            assertThat(smtp.heard()).anyMatch(line -> line.startsWith("AUTH")).contains(".");
            assertThat(imap.heard()).anyMatch(line -> line.contains("LOGIN"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "250-fake.test\r\n250 AUTH PLAIN LOGIN\r\n",
                "250-fake.test\r\n250-XXXXXXXX\r\n250 AUTH PLAIN\r\n"
            })
    void smtpRefusesAServerThatDoesNotOfferIt(String offered) throws Exception {
        try (FakeServer server = smtp(offered, "", good.server())) {
            checkRefused(send(server.startTls().withTrust(good.trusting())), server);
        }
    }

    @Test
    void smtpRefusesAServerThatKnowsNoExtensions() throws Exception {
        try (FakeServer server = FakeServer.start(talk -> {
            talk.say("220 fake.test");
            while (true) {
                talk.say(talk.hear().startsWith("EHLO") ? "502 what" : "250 ok");
            }
        })) {
            checkRefused(send(server.startTls().withTrust(good.trusting())), server);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"454 not now\r\n", "502 what\r\n"})
    void smtpRefusesAServerThatTakesItBack(String answer) throws Exception {
        try (FakeServer server = FakeServer.start(talk -> {
            talk.say("220 fake.test");
            while (true) {
                talk.raw(talk.hear().equals("STARTTLS") ? answer : OFFERED);
            }
        })) {
            checkNotNow(send(server.startTls().withTrust(good.trusting())), server);
        }
    }

    @Test
    void imapRefusesAServerThatDoesNotOfferIt() throws Exception {
        try (FakeServer server = imap("* OK ready", "IMAP4rev1 AUTH=PLAIN", "", good.server())) {
            checkRefused(open(server.startTls().withTrust(good.trusting())), server);
        }
    }

    @Test
    void imapRefusesAServerThatTakesItBack() throws Exception {
        try (FakeServer server = FakeServer.start(talk -> {
            talk.say("* OK ready");
            while (true) {
                String[] words = talk.hear().split(" ", 2);
                talk.say("* CAPABILITY " + CAPABLE);
                talk.say(words[0] + (words[1].equals("STARTTLS") ? " BAD no" : " OK"));
            }
        })) {
            checkNotNow(open(server.startTls().withTrust(good.trusting())), server);
        }
    }

    /** RFC 9051 clause 7.1.4: who is logged in already cannot start TLS; somebody in the middle would like that. */
    @ParameterizedTest
    @ValueSource(strings = {"* PREAUTH welcome", "* PREAUTH [CAPABILITY IMAP4rev1] welcome"})
    void imapRefusesAServerThatSaysWeAreLoggedIn(String greeting) throws Exception {
        try (FakeServer server = imap(greeting, "IMAP4rev1", "", good.server())) {
            checkRefused(open(server.startTls().withTrust(good.trusting())), server);
        }
    }

    @Test
    void imapRefusesAServerThatSaysWeAreLoggedInAndRefusesTls() throws Exception {
        String greeting = "* PREAUTH [CAPABILITY IMAP4rev1 STARTTLS] welcome";
        try (FakeServer server = FakeServer.start(talk -> {
            talk.say(greeting);
            while (true) {
                talk.say(talk.hear().split(" ", 2)[0] + " BAD no");
            }
        })) {
            checkNotNow(open(server.startTls().withTrust(good.trusting())), server);
        }
    }

    @Test
    void whatWasSaidBeforeTheHandshakeCountsForNothingInSmtp() throws Exception {
        // As if the server had answered EHLO, AUTH and all the rest of the dialogue already.
        String injected = String.join(
                "\r\n",
                "220 go",
                "250-evil.test",
                "250 AUTH LOGIN",
                "235 ok",
                "250 ok",
                "250 ok",
                "354 go",
                "250 ok",
                "");
        try (FakeServer server = smtp(OFFERED, injected, good.server())) {
            try {
                trySend(server.startTls().withTrust(good.trusting()));
                // Then it must have come from behind the handshake: this is what the real server offers.
                assertThat(server.heard()).anyMatch(line -> line.startsWith("AUTH PLAIN"));
                assertThat(server.heard()).contains("DATA", ".");
            } catch (MailException refused) {
                checkRefused(refused, server);
            }
        }
    }

    @Test
    void whatWasSaidBeforeTheHandshakeCountsForNothingInImap() throws Exception {
        String injected = String.join(
                "\r\n",
                "* CAPABILITY IMAP4rev1 AUTH=PLAIN",
                "TAG OK",
                "* CAPABILITY IMAP4rev1 IDLE",
                "A2 OK",
                "A3 OK",
                "* 5 EXISTS",
                "* OK [UIDVALIDITY 9]",
                "A4 OK [READ-WRITE]",
                "");
        try (FakeServer server = imap("* OK ready", CAPABLE, injected, good.server())) {
            try (MailboxSession session = mailbox(
                            server.startTls(), server.startTls().withTrust(good.trusting()))
                    .open()) {
                assertThat(session.offersIdle()).isFalse();
                assertThat(session.read(new MemoryPendingRequests(), 10_000, mail -> false))
                        .isZero();
                assertThat(server.heard()).anyMatch(line -> line.contains("SELECT"));
            } catch (MailException refused) {
                checkRefused(refused, server);
            }
        }
    }

    @Test
    void anUntrustedCertificateIsRefused() throws Exception {
        try (FakeServer smtp = smtp(OFFERED, "220 go\r\n", good.server());
                FakeServer imap = imap("* OK ready", CAPABLE, "TAG OK\r\n", good.server())) {
            checkRefused(send(smtp.startTls()), smtp);
            checkRefused(open(imap.startTls()), imap);
            checkRefused(send(smtp.startTls().withTrust(ofAnotherHost.trusting())), smtp);
            checkRefused(open(imap.startTls().withTrust(ofAnotherHost.trusting())), imap);
        }
    }

    @Test
    void aCertificateOfAnotherHostIsRefused() throws Exception {
        try (FakeServer smtp = smtp(OFFERED, "220 go\r\n", ofAnotherHost.server());
                FakeServer imap = imap("* OK ready", CAPABLE, "TAG OK\r\n", ofAnotherHost.server())) {
            checkRefused(send(smtp.startTls().withTrust(ofAnotherHost.trusting())), smtp);
            checkRefused(open(imap.startTls().withTrust(ofAnotherHost.trusting())), imap);
        }
    }

    private static FakeServer implicit(SSLContext keys) throws IOException {
        return FakeServer.start(talk -> {
            talk.handshake(keys);
            talk.say("* OK ready");
            talk.hang();
        });
    }

    @Test
    void implicitTlsChecksTrustAndHostToo() throws Exception {
        try (FakeServer server = implicit(good.server());
                FakeServer other = implicit(ofAnotherHost.server())) {
            checkRefused(send(server.implicitTls()), server);
            checkRefused(open(server.implicitTls()), server);
            checkRefused(send(other.implicitTls().withTrust(ofAnotherHost.trusting())), other);
            checkRefused(open(other.implicitTls().withTrust(ofAnotherHost.trusting())), other);
        }
    }

    /** With roots of one's own those of the platform are not tried. */
    @Test
    void trustOfOnesOwnIsNoFirstAttempt() throws Exception {
        try (FakeServer server = smtp(OFFERED, "220 go\r\n", good.server());
                FakeServer direct = implicit(good.server())) {
            checkRefused(send(server.startTls().withTrust(ofAnotherHost.trusting())), server);
            checkRefused(open(direct.implicitTls().withTrust(ofAnotherHost.trusting())), direct);
            assertThat(server.connections()).isEqualTo(1);
            assertThat(direct.connections()).isEqualTo(1);
        }
    }

    @Test
    void theClientThrowsInsteadOfTryingAgain() throws Exception {
        try (FakeServer server = imap("* OK ready", "IMAP4rev1 AUTH=PLAIN", "", good.server());
                PendingRequests store = new MemoryPendingRequests();
                KmcClient client = KmcClient.builder(
                                store, mailbox(server.startTls(), server.startTls()), GreenMails.GATEWAY)
                        .build()) {
            MailException fault = catchThrowableOfType(
                    MailException.class, () -> client.run(Instant.now().plus(Duration.ofMinutes(1))));
            checkRefused(fault, server);
            assertThat(server.connections()).isEqualTo(1);
        }
    }
}
