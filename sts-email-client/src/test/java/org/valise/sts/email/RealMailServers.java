// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.search.SearchTerm;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.junit.jupiter.api.Assumptions;

/**
 * The Postfix and Dovecot that {@code scripts/mail-servers} started. All tests share two mailboxes, perhaps with runs
 * before: a test looks for mails of its own, by something nobody else has, and leaves the others alone.
 */
final class RealMailServers {

    /** Where the path of the file that the script writes is found. */
    static final String VARIABLE = "VALISE_MAIL_SERVERS";

    /** A mail takes less than a second; this is for machines that are busy with something else. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Properties properties;
    private final SSLSocketFactory trusting;

    private RealMailServers(Properties properties, SSLSocketFactory trusting) {
        this.properties = properties;
        this.trusting = trusting;
    }

    /**
     * The servers that the environment names; without any the calling test is skipped. For each test, not for a
     * class: a class that is skipped as a whole leaves no trace of its tests in the reports.
     */
    static RealMailServers find() throws IOException, GeneralSecurityException {
        String file = System.getenv(VARIABLE);
        Assumptions.assumeTrue(
                file != null,
                () -> "No mail servers: as root, scripts/mail-servers start target/mail-servers; then export "
                        + VARIABLE + "=$PWD/target/mail-servers/servers.properties");
        Path path = Path.of(file);
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(path)) {
            properties.load(reader);
        }
        return new RealMailServers(properties, trusting(path.resolveSibling(properties.getProperty("certificate"))));
    }

    private static SSLSocketFactory trusting(Path certificate) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream octets = Files.newInputStream(certificate)) {
            trusted.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(octets));
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context.getSocketFactory();
    }

    String host() {
        return required("host");
    }

    /** SMTP as between servers: no password, TLS if the client wants it. */
    int smtpPort() {
        return port("smtp");
    }

    /** SMTP for users: STARTTLS and a password are required. */
    int submissionPort() {
        return port("submission");
    }

    /** IMAP with STARTTLS. */
    int imapPort() {
        return port("imap");
    }

    /** IMAP over TLS. */
    int imapsPort() {
        return port("imaps");
    }

    MailAddress gateway() {
        return MailAddress.of(required("gateway.user"));
    }

    MailAddress vendor() {
        return MailAddress.of(required("vendor.user"));
    }

    /** SMTP takes a mail to this address, delivery refuses it: a delivery report goes to the sender. */
    MailAddress bounce() {
        return MailAddress.of(required("bounce.address"));
    }

    /** The password of all users; their names are their addresses. */
    String password() {
        return required("password");
    }

    /** Trusts the servers' certificate and no other. */
    SSLSocketFactory trusting() {
        return trusting;
    }

    private int port(String protocol) {
        return Integer.parseInt(required(protocol + ".port"));
    }

    private String required(String key) {
        String value = properties.getProperty(key);
        if (value == null) {
            throw new IllegalStateException("No " + key + " in the file that " + VARIABLE + " names");
        }
        return value;
    }

    /** Sends octets as they are, by STARTTLS and with the sender's password. */
    void submit(MailAddress from, MailAddress to, byte[] mail) throws MessagingException {
        Properties settings = settings("smtp");
        settings.put("mail.smtp.from", from.text());
        settings.put("mail.smtp.auth", "true");
        settings.put("mail.smtp.starttls.enable", "true");
        settings.put("mail.smtp.starttls.required", "true");
        Session session = Session.getInstance(settings);
        try (Transport transport = session.getTransport("smtp")) {
            transport.connect(host(), submissionPort(), from.text(), password());
            transport.sendMessage(
                    new MimeMessage(session, new ByteArrayInputStream(mail)),
                    new InternetAddress[] {new InternetAddress(to.text())});
        }
    }

    /** The octets of the first mail that fits, read by IMAPS; waits until there is one. */
    byte[] await(MailAddress user, SearchTerm term) throws MessagingException, IOException {
        Properties settings = settings("imaps");
        settings.put("mail.imaps.partialfetch", "false");
        settings.put("mail.imaps.peek", "true"); // other tests may look for what is unread
        try (Store store = Session.getInstance(settings).getStore("imaps")) {
            store.connect(host(), imapsPort(), user.text(), password());
            try (Folder folder = store.getFolder("INBOX")) {
                folder.open(Folder.READ_ONLY);
                ByteArrayOutputStream octets = new ByteArrayOutputStream();
                await((IMAPFolder) folder, term).writeTo(octets);
                return octets.toByteArray();
            }
        }
    }

    /** The server says when mail has come (IDLE, RFC 2177), and every two seconds that it is there: both end a wait. */
    private static Message await(IMAPFolder folder, SearchTerm term) throws MessagingException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < PATIENCE.toNanos()) {
            int count = folder.getMessageCount();
            Message[] found = folder.search(term);
            if (found.length > 0) {
                return found[0];
            }
            if (folder.getMessageCount() == count) { // else one came during the search, which may not have seen it
                folder.idle(true);
            }
        }
        throw new AssertionError("The mail did not come within " + PATIENCE);
    }

    private Properties settings(String protocol) {
        String milliseconds = String.valueOf(PATIENCE.toMillis());
        Properties settings = new Properties();
        settings.put("mail." + protocol + ".connectiontimeout", milliseconds);
        settings.put("mail." + protocol + ".timeout", milliseconds);
        settings.put("mail." + protocol + ".ssl.socketFactory", trusting);
        settings.put("mail." + protocol + ".ssl.checkserveridentity", "true");
        return settings;
    }
}
