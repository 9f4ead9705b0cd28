// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email.testing;

import java.util.Objects;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * How {@link SimulatedGateway} reaches one mail server, with its login. Certificates are checked by the socket factory, host names by the mail library.
 * Immutable and thread-safe.
 *
 * <pre>{@code
 * GatewayMailServer smtp = GatewayMailServer.plaintext("localhost", 3025, "kmc", "secret");
 * GatewayMailServer imap =
 *         GatewayMailServer.implicitTls("imap.example.org", 993, "kmc", "secret", sslContext.getSocketFactory());
 * }</pre>
 *
 * @since 0.1.0
 */
public final class GatewayMailServer {

    private enum Security {
        NONE,
        STARTTLS,
        TLS
    }

    private final String host;
    private final int port;
    private final String user;
    private final String password;
    private final Security security;
    private final @Nullable SSLSocketFactory trust;

    private GatewayMailServer(
            String host, int port, String user, String password, Security security, @Nullable SSLSocketFactory trust) {
        this.host = Objects.requireNonNull(host, "host");
        this.port = port;
        this.user = Objects.requireNonNull(user, "user");
        this.password = Objects.requireNonNull(password, "password");
        this.security = security;
        this.trust = trust;
    }

    /**
     * A server without encryption, such as one in the same process.
     *
     * @param host its name
     * @param port its port
     * @param user who logs in
     * @param password the password
     * @return the server
     */
    public static GatewayMailServer plaintext(String host, int port, String user, String password) {
        return new GatewayMailServer(host, port, user, password, Security.NONE, null);
    }

    /**
     * A server that must change to TLS before anybody logs in.
     *
     * @param host its name
     * @param port its port
     * @param user who logs in
     * @param password the password
     * @param trust makes the sockets, and so decides which certificates are trusted
     * @return the server
     */
    public static GatewayMailServer startTls(
            String host, int port, String user, String password, SSLSocketFactory trust) {
        return new GatewayMailServer(
                host, port, user, password, Security.STARTTLS, Objects.requireNonNull(trust, "trust"));
    }

    /**
     * A server that speaks TLS from the first octet.
     *
     * @param host its name
     * @param port its port
     * @param user who logs in
     * @param password the password
     * @param trust makes the sockets, and so decides which certificates are trusted
     * @return the server
     */
    public static GatewayMailServer implicitTls(
            String host, int port, String user, String password, SSLSocketFactory trust) {
        return new GatewayMailServer(host, port, user, password, Security.TLS, Objects.requireNonNull(trust, "trust"));
    }

    String host() {
        return host;
    }

    int port() {
        return port;
    }

    String user() {
        return user;
    }

    String password() {
        return password;
    }

    String protocol(String name) {
        return security == Security.TLS ? name + "s" : name;
    }

    /** The properties of a mail session; waiting without end is the library's default for every one of the times. */
    Properties properties(String name, int timeoutMillis) {
        String prefix = "mail." + protocol(name) + ".";
        Properties all = new Properties();
        for (String timeout : new String[] {"connectiontimeout", "timeout", "writetimeout"}) {
            all.put(prefix + timeout, Integer.toString(timeoutMillis));
        }
        all.put(prefix + "starttls.enable", Boolean.toString(security == Security.STARTTLS));
        all.put(prefix + "starttls.required", Boolean.toString(security == Security.STARTTLS));
        if (trust != null) {
            all.put(prefix + "ssl.socketFactory", trust);
            // Else the library asks the platform's trust where the given one refuses.
            all.put(prefix + "socketFactory.fallback", "false");
        }
        return all;
    }

    /** Returns host and port. */
    @Override
    public String toString() {
        return "GatewayMailServer[" + host + ":" + port + "]";
    }
}
