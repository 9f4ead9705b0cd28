// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.valise.sts.email.Credentials;
import org.valise.sts.email.FilePendingRequests;
import org.valise.sts.email.KmcClient;
import org.valise.sts.email.KmcListener;
import org.valise.sts.email.KmcMailbox;
import org.valise.sts.email.MailAccount;
import org.valise.sts.email.MailAddress;
import org.valise.sts.email.MailServer;
import org.valise.sts.email.PendingRequests;
import org.valise.sts.email.RateLimit;
import org.valise.sts.email.RequestFactory;

/** The properties file of the {@code kmc} commands. Secrets are not in it: it says where they are. */
final class KmcConfig {

    private static final Set<String> KEYS = Set.of(
            "from",
            "gateway",
            "store",
            "trust",
            "smtp.host",
            "smtp.port",
            "smtp.security",
            "imap.host",
            "imap.port",
            "imap.security",
            "user",
            "password-env",
            "password-file",
            "access-token-env",
            "folder",
            "move-to",
            "poll-seconds",
            "rate.seconds",
            "rate.per-hour",
            "timeout-seconds");

    private final Path file;
    private final Properties properties = new Properties();
    private final Terminal terminal;

    private KmcConfig(Path file, Terminal terminal) {
        this.file = file;
        this.terminal = terminal;
    }

    static KmcConfig read(Path file, Terminal terminal) throws IOException {
        KmcConfig config = new KmcConfig(file, terminal);
        try (Reader reader = Files.newBufferedReader(file)) {
            config.properties.load(reader);
        }
        Set<String> unknown = new TreeSet<>(config.properties.stringPropertyNames());
        unknown.removeAll(KEYS);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(file + ": unknown " + unknown + "; known are " + new TreeSet<>(KEYS));
        }
        return config;
    }

    private String required(String key) {
        return optional(key).orElseThrow(() -> new IllegalArgumentException(file + ": '" + key + "' is missing"));
    }

    private Optional<String> optional(String key) {
        return Optional.ofNullable(properties.getProperty(key))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    private int number(String key, int otherwise) {
        try {
            return optional(key).map(Integer::parseInt).orElse(otherwise);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(file + ": '" + key + "' is a number");
        }
    }

    RequestFactory requests() {
        return RequestFactory.from(required("from")).to(required("gateway"));
    }

    PendingRequests store() throws IOException {
        return FilePendingRequests.open(beside(optional("store").orElse("kmc-store")));
    }

    KmcClient client(PendingRequests store, KmcListener listener) throws IOException {
        return KmcClient.builder(store, KmcMailbox.of(account()), MailAddress.of(required("gateway")))
                .pollInterval(Duration.ofSeconds(number("poll-seconds", 60)))
                .rateLimit(new RateLimit(Duration.ofSeconds(number("rate.seconds", 60)), number("rate.per-hour", 20)))
                .listener(listener)
                .build();
    }

    private MailAccount account() throws IOException {
        MailAccount account = MailAccount.of(server("smtp", 587), server("imap", 143), credentials());
        Optional<String> folder = optional("folder");
        MailAccount inFolder = folder.isPresent() ? account.withFolder(folder.get()) : account;
        Optional<String> moveTo = optional("move-to");
        return moveTo.isPresent() ? inFolder.withMoveTo(moveTo.get()) : inFolder;
    }

    private MailServer server(String protocol, int startTlsPort) throws IOException {
        String host = required(protocol + ".host");
        String security = optional(protocol + ".security").orElse("starttls");
        int tlsPort = protocol.equals("smtp") ? 465 : 993;
        String port = protocol + ".port";
        MailServer server = switch (security) {
            case "starttls" -> MailServer.startTls(host, number(port, startTlsPort));
            case "tls" -> MailServer.implicitTls(host, number(port, tlsPort));
            case "plaintext" -> MailServer.plaintext(host, number(port, startTlsPort));
            default ->
                throw new IllegalArgumentException(
                        file + ": '" + protocol + ".security' is starttls, tls or plaintext");
        };
        Duration timeout = Duration.ofSeconds(number("timeout-seconds", 30));
        MailServer timed = server.withTimeouts(timeout, timeout);
        Optional<String> trust = optional("trust");
        return trust.isPresent() ? timed.withTrust(trusting(beside(trust.get()))) : timed;
    }

    private Credentials credentials() {
        String user = required("user");
        return optional("access-token-env").isPresent()
                ? Credentials.xoauth2(user, this::secret)
                : Credentials.password(user, this::secret);
    }

    /** The password or access token; asked for at each login, and once before, so that words are said in time. */
    String secret() {
        Optional<String> variable = optional("access-token-env").or(() -> optional("password-env"));
        if (variable.isPresent()) {
            return variable(variable.get());
        }
        Path passwordFile = beside(optional("password-file")
                .orElseThrow(() -> new IllegalArgumentException(
                        file + ": one of 'password-env', 'password-file' and 'access-token-env' is missing")));
        try {
            return Files.readString(passwordFile).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String variable(String name) {
        String value = terminal.env().get(name);
        if (value == null) {
            throw new IllegalArgumentException("The environment variable " + name + " is not set");
        }
        return value;
    }

    /** Paths are relative to the file that names them. */
    private Path beside(String path) {
        return file.toAbsolutePath().resolveSibling(path);
    }

    private static SSLSocketFactory trusting(Path certificates) throws IOException {
        try (InputStream in = Files.newInputStream(certificates)) {
            KeyStore roots = KeyStore.getInstance(KeyStore.getDefaultType());
            roots.load(null, null);
            int number = 0;
            for (Certificate root : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                roots.setCertificateEntry("root" + number++, root);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(roots);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, trust.getTrustManagers(), null);
            return tls.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IOException(certificates + ": no certificates that can be used", e);
        }
    }
}
