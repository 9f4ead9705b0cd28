// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.valise.sts.email.testing.Bench.CLIENT;
import static org.valise.sts.email.testing.Bench.GATEWAY;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.icegreen.greenmail.util.ServerSetupTest;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The simulator behind real SMTP and IMAP: requests go in by SMTP, replies come out by IMAP. */
class SimulatedGatewayTest {

    private static final String PASSWORD = "secret";

    private final Bench bench = new Bench();
    private final GreenMail servers =
            new GreenMail(ServerSetup.dynamicPort(new ServerSetup[] {ServerSetupTest.SMTP, ServerSetupTest.IMAP}));

    @BeforeEach
    void start() {
        servers.start();
        servers.setUser(GATEWAY, GATEWAY, PASSWORD);
        servers.setUser(CLIENT, CLIENT, PASSWORD);
    }

    @AfterEach
    void stop() {
        servers.stop();
    }

    private SimulatedGateway.Builder gateway() {
        return gateway(servers.getImap().getPort());
    }

    private SimulatedGateway.Builder gateway(int imapPort) {
        return SimulatedGateway.builder(
                bench.gateway,
                GatewayMailServer.plaintext("127.0.0.1", servers.getSmtp().getPort(), GATEWAY, PASSWORD),
                GatewayMailServer.plaintext("127.0.0.1", imapPort, GATEWAY, PASSWORD));
    }

    private void send(String mail) throws Exception {
        Properties properties = new Properties();
        properties.put("mail.smtp.from", CLIENT);
        Session session = Session.getInstance(properties);
        try (Transport transport = session.getTransport("smtp")) {
            transport.connect("127.0.0.1", servers.getSmtp().getPort(), CLIENT, PASSWORD);
            byte[] octets = mail.getBytes(StandardCharsets.US_ASCII);
            transport.sendMessage(
                    new MimeMessage(session, new ByteArrayInputStream(octets)), InternetAddress.parse(GATEWAY));
        }
    }

    private List<MimeMessage> received() throws Exception {
        List<MimeMessage> mails = new ArrayList<>();
        Session session = Session.getInstance(new Properties());
        try (Store store = session.getStore("imap")) {
            store.connect("127.0.0.1", servers.getImap().getPort(), CLIENT, PASSWORD);
            try (Folder inbox = store.getFolder("INBOX")) {
                inbox.open(Folder.READ_ONLY);
                for (Message message : inbox.getMessages()) {
                    ByteArrayOutputStream octets = new ByteArrayOutputStream();
                    message.writeTo(octets);
                    mails.add(new MimeMessage(session, new ByteArrayInputStream(octets.toByteArray())));
                }
            }
        }
        return mails;
    }

    @Test
    void clause514AnswersARequestSentOverSmtpWithTheKeyLoadFile() throws Exception {
        send(Bench.getKlf());
        try (SimulatedGateway gateway = gateway().build()) {
            assertThat(gateway.poll()).isEqualTo(1);
        }
        List<MimeMessage> mails = received();
        assertThat(mails).hasSize(1);
        MimeMessage reply = mails.get(0);
        assertThat(reply.getSubject()).isEqualTo("Auto: {KMS:GetKlfStsEd2} " + Bench.TOKEN);
        assertThat(Bench.result(reply)).isEqualTo("Success\tThe operation completed successfully");
        MimeMultipart parts = new MimeMultipart(reply.getDataHandler().getDataSource());
        assertThat(parts.getBodyPart(1).getInputStream().readAllBytes())
                .isEqualTo(bench.gateway.keyLoadFile(Bench.LOAD_REQUEST));
    }

    @Test
    void readsEachMailOnce() throws Exception {
        send(Bench.help());
        try (SimulatedGateway gateway = gateway().build()) {
            gateway.poll();
            assertThat(gateway.poll()).isZero();
        }
        assertThat(received()).hasSize(1);
        assertThat(bench.gateway.history()).hasSize(1);
    }

    @Test
    void sendsLaterRepliesWhenTheyAreDue() throws Exception {
        bench.gateway.enqueue(Reaction.deferred(Duration.ofHours(1)));
        send(Bench.help());
        try (SimulatedGateway gateway = gateway().build()) {
            assertThat(gateway.poll()).isEqualTo(1);
            bench.clock.advance(Duration.ofHours(1));
            assertThat(gateway.poll()).isEqualTo(1);
        }
        assertThat(received())
                .extracting(Bench::result)
                .anyMatch(value -> value.startsWith("Notice"))
                .anyMatch(value -> value.startsWith("Success"));
    }

    /** Mangled header lines survive the sending library, or the mangles would test nothing. */
    @Test
    void sendsTheOctetsAsTheyAre() throws Exception {
        bench.gateway.enqueue(Reaction.expired().mangled(Mangle.RESULT_FOLDED_AT_TABS, Mangle.SUBJECT_FOLDED));
        send(Bench.getKlf());
        try (SimulatedGateway gateway = gateway().build()) {
            gateway.poll();
        }
        String sent = Bench.text(bench.gateway.history().get(0).replies().get(0));
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        received().get(0).writeTo(octets);
        assertThat(octets.toString(StandardCharsets.ISO_8859_1)).contains(sent.stripTrailing());
    }

    @Test
    void clause82UsesItsOwnEnvelopeSender() throws Exception {
        send(Bench.help());
        try (SimulatedGateway gateway =
                gateway().envelopeSender("bounces@gateway.example").build()) {
            gateway.poll();
        }
        assertThat(Bench.header(received().get(0), "Return-Path")).contains("bounces@gateway.example");
    }

    @Test
    void clause82ReadsTheReturnPathOfARequest() throws Exception {
        send(Bench.help());
        try (SimulatedGateway gateway = gateway().build()) {
            gateway.poll();
        }
        assertThat(bench.gateway.history().get(0).reason()).isEmpty();
    }

    @Test
    void keepsRepliesUntilTheServerTakesThem() throws Exception {
        send(Bench.help());
        int port = servers.getSmtp().getPort();
        SimulatedGateway gateway = gateway().timeout(Duration.ofSeconds(5)).build();
        servers.getSmtp().stopService();
        assertThatThrownBy(gateway::poll).isInstanceOf(IOException.class);
        assertThat(bench.gateway.history()).hasSize(1);
        GreenMail other = new GreenMail(new ServerSetup(port, "127.0.0.1", "smtp"));
        try {
            other.setUser(GATEWAY, GATEWAY, PASSWORD);
            other.start();
            assertThat(gateway.poll()).isEqualTo(1);
            assertThat(other.waitForIncomingEmail(5000, 1)).isTrue();
        } finally {
            other.stop();
        }
    }

    @Test
    void failsWhenTheServerRefusesTheUser() {
        SimulatedGateway gateway = SimulatedGateway.builder(
                        bench.gateway,
                        GatewayMailServer.plaintext(
                                "127.0.0.1", servers.getSmtp().getPort(), GATEWAY, PASSWORD),
                        GatewayMailServer.plaintext(
                                "127.0.0.1", servers.getImap().getPort(), GATEWAY, "wrong"))
                .build();
        assertThatThrownBy(gateway::poll).isInstanceOf(IOException.class);
    }

    @Test
    void failsWhenStartTlsIsRequiredAndNotOffered() throws Exception {
        GatewayMailServer imap = GatewayMailServer.startTls(
                "127.0.0.1", servers.getImap().getPort(), GATEWAY, PASSWORD, (javax.net.ssl.SSLSocketFactory)
                        javax.net.ssl.SSLSocketFactory.getDefault());
        assertThatThrownBy(() -> SimulatedGateway.builder(bench.gateway, imap, imap)
                        .build()
                        .poll())
                .isInstanceOf(IOException.class);
        assertThat(imap.toString()).doesNotContain(PASSWORD);
    }

    /** GreenMail's certificate names no host: trusting it is not enough, and nobody logs in. */
    @Test
    void checksTheHostNameOfATrustedServer() throws Exception {
        GreenMail tls = new GreenMail(ServerSetupTest.IMAPS.dynamicPort());
        tls.start();
        try {
            GatewayMailServer imap = GatewayMailServer.implicitTls(
                    "127.0.0.1", tls.getImaps().getPort(), GATEWAY, PASSWORD, trustOfGreenMail());
            SimulatedGateway gateway =
                    SimulatedGateway.builder(bench.gateway, imap, imap).build();
            assertThatThrownBy(gateway::poll)
                    .isInstanceOf(IOException.class)
                    .hasStackTraceContaining("No subject alternative names");
        } finally {
            tls.stop();
        }
    }

    private static SSLSocketFactory trustOfGreenMail() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = GreenMail.class.getResourceAsStream("/greenmail.p12")) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(
                "greenmail", keys.getCertificate(keys.aliases().nextElement()));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context.getSocketFactory();
    }

    @Test
    void pollsOnAGivenExecutorUntilItIsClosed() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        SimulatedGateway gateway = gateway().build();
        try {
            CompletableFuture<Void> done = gateway.run(executor, Duration.ofMillis(10));
            send(Bench.help());
            assertThat(servers.waitForIncomingEmail(30_000, 2)).isTrue();
            gateway.close();
            done.get(30, TimeUnit.SECONDS);
            assertThat(gateway.lastFailure()).isEmpty();
        } finally {
            executor.shutdownNow();
        }
        assertThat(received()).hasSize(1);
    }

    @Test
    void remembersAFailedPollAndGoesOn() throws Exception {
        int port = servers.getImap().getPort();
        servers.getImap().stopService();
        GreenMail other = new GreenMail(new ServerSetup(port, "127.0.0.1", "imap"));
        byte[] request = ("Return-Path: <" + CLIENT + ">\r\n" + Bench.help()).getBytes(StandardCharsets.US_ASCII);
        other.setUser(GATEWAY, GATEWAY, PASSWORD)
                .deliver(new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(request)));
        ExecutorService executor = Executors.newSingleThreadExecutor();
        SimulatedGateway gateway = gateway(port).build();
        try {
            CompletableFuture<Void> done = gateway.run(executor, Duration.ofMillis(10));
            for (long start = System.nanoTime(); gateway.lastFailure().isEmpty(); ) {
                assertThat(System.nanoTime() - start)
                        .isLessThan(Duration.ofSeconds(30).toNanos());
                LockSupport.parkNanos(1_000_000);
            }
            other.start();
            assertThat(servers.waitForIncomingEmail(30_000, 1)).isTrue();
            gateway.close();
            done.get(30, TimeUnit.SECONDS);
            assertThat(gateway.lastFailure()).isPresent();
        } finally {
            gateway.close();
            executor.shutdownNow();
            other.stop();
        }
    }

    @Test
    void refusesTimeOutsThatAreNone() {
        assertThatThrownBy(() -> gateway().timeout(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> gateway().envelopeSender("")).isInstanceOf(IllegalArgumentException.class);
    }
}
