// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.icegreen.greenmail.util.ServerSetupTest;
import java.time.Duration;
import org.valise.sts.email.testing.GatewayMailServer;
import org.valise.sts.email.testing.GatewaySimulator;
import org.valise.sts.email.testing.SimulatedGateway;

/** An SMTP and an IMAP server in this process, on free ports, with a vendor and a gateway. */
final class GreenMails implements AutoCloseable {

    static final MailAddress VENDOR = MailAddress.of("vendor@vending.test");
    static final MailAddress GATEWAY = MailAddress.of("gateway@stskms.test");
    static final String HOST = "127.0.0.1";
    private static final String PASSWORD = "secret";

    private final PromptGreenMail servers = new PromptGreenMail(
            ServerSetup.dynamicPort(new ServerSetup[] {ServerSetupTest.SMTP, ServerSetupTest.IMAP}));

    private GreenMails() {
        servers.start();
        servers.setUser(VENDOR.text(), VENDOR.text(), PASSWORD);
        servers.setUser(GATEWAY.text(), GATEWAY.text(), PASSWORD);
    }

    static GreenMails start() {
        return new GreenMails();
    }

    GreenMail servers() {
        return servers;
    }

    int smtpPort() {
        return servers.getSmtp().getPort();
    }

    int imapPort() {
        return servers.imapPort();
    }

    MailAccount account() {
        Duration timeout = Duration.ofSeconds(10);
        return MailAccount.of(
                MailServer.plaintext(HOST, smtpPort()).withTimeouts(timeout, timeout),
                MailServer.plaintext(HOST, imapPort()).withTimeouts(timeout, timeout),
                Credentials.password(VENDOR.text(), () -> PASSWORD));
    }

    KmcMailbox mailbox() {
        return KmcMailbox.of(account());
    }

    SimulatedGateway gateway(GatewaySimulator simulator) {
        return SimulatedGateway.builder(
                        simulator,
                        GatewayMailServer.plaintext(HOST, smtpPort(), GATEWAY.text(), PASSWORD),
                        GatewayMailServer.plaintext(HOST, imapPort(), GATEWAY.text(), PASSWORD))
                .build();
    }

    /** Puts a mail into the vendor's mailbox. */
    void deliver(byte[] mail) {
        com.icegreen.greenmail.user.GreenMailUser user =
                servers.getManagers().getUserManager().getUser(VENDOR.text());
        user.deliver(KmcRequest.message(jakarta.mail.Session.getInstance(new java.util.Properties()), mail));
    }

    @Override
    public void close() {
        servers.stop();
    }
}
