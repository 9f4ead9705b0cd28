// SPDX-License-Identifier: Apache-2.0
package org.valise.examples.demo;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.valise.sepamail.smime.SealedMessages;

/** An SMTP and an IMAP server in this process, on ports of this machine that are free, with a mailbox for each address. */
final class PostOffice implements AutoCloseable {

    static final String HOST = "127.0.0.1";
    static final String PASSWORD = "throw-away";

    private final GreenMail servers;
    private final Session session;

    PostOffice(List<String> addresses) {
        servers = new GreenMail(ServerSetup.dynamicPort(new ServerSetup[] {setup("smtp"), setup("imap")}));
        servers.start();
        addresses.forEach(address -> servers.setUser(address, address, PASSWORD));
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.host", HOST);
        properties.setProperty("mail.smtp.port", String.valueOf(smtpPort()));
        properties.setProperty("mail.smtp.localhost", "localhost"); // or the name of this machine is looked up
        properties.setProperty("mail.imap.host", HOST);
        properties.setProperty("mail.imap.port", String.valueOf(imapPort()));
        session = Session.getInstance(properties);
    }

    private static ServerSetup setup(String protocol) {
        return new ServerSetup(0, HOST, protocol);
    }

    int smtpPort() {
        return servers.getSmtp().getPort();
    }

    int imapPort() {
        return servers.getImap().getPort();
    }

    Session session() {
        return session;
    }

    /** Sends a message by SMTP to one address. */
    void send(MimeMessage message, String to) throws IOException {
        try {
            Transport.send(message, new InternetAddress[] {new InternetAddress(to)});
        } catch (MessagingException e) {
            throw new IOException("The mail was not sent", e);
        }
    }

    /** Sends octets that lie about who made them, as anybody on the way can. */
    void send(byte[] mail, String to) throws IOException {
        try {
            send(new AsItIs(session, mail), to);
        } catch (MessagingException e) {
            throw new IOException("The mail was not sent", e);
        }
    }

    /** A message that is written with the octets that it was read from. */
    private static final class AsItIs extends MimeMessage {

        private final byte[] mail;

        AsItIs(Session session, byte[] mail) throws MessagingException {
            super(session, new ByteArrayInputStream(mail));
            this.mail = mail;
        }

        @Override
        public void writeTo(java.io.OutputStream out, String[] without) throws IOException {
            out.write(mail);
        }

        @Override
        public void saveChanges() {
            // Nothing is changed.
        }
    }

    /** Takes all mails out of a mailbox by IMAP. */
    List<byte[]> collect(String address) throws IOException {
        List<byte[]> mails = new ArrayList<>();
        try (Store store = session.getStore("imap")) {
            store.connect(address, PASSWORD);
            try (Folder inbox = store.getFolder("INBOX")) {
                inbox.open(Folder.READ_WRITE);
                for (Message message : inbox.getMessages()) {
                    mails.add(SealedMessages.octets((MimeMessage) message));
                    message.setFlag(Flags.Flag.DELETED, true);
                }
            }
        } catch (MessagingException e) {
            throw new IOException("The mailbox was not read", e);
        }
        return mails;
    }

    @Override
    public void close() {
        servers.stop();
    }
}
