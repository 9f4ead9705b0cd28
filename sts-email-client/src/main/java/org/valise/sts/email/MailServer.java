// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/**
 * How a mail server is reached. Protected by TLS unless named otherwise; the server's certificate must fit the host name
 * and chain to a trusted root. No time-out is endless. Immutable and thread-safe.
 *
 * <pre>{@code
 * MailServer smtp = MailServer.startTls("smtp.vending.example", 587);
 * MailServer imap = MailServer.implicitTls("imap.vending.example", 993);
 * }</pre>
 *
 * @param host the host name, which the certificate must bear
 * @param port the port
 * @param security how the connection is protected
 * @param connectTimeout the longest wait for a connection; default 20 seconds
 * @param timeout the longest wait for a single read or write; default 30 seconds
 * @param trust makes TLS sockets, for servers whose root is not among Java's own; empty for Java's
 * @since 0.1.0
 */
public record MailServer(
        String host,
        int port,
        Security security,
        Duration connectTimeout,
        Duration timeout,
        Optional<SSLSocketFactory> trust) {

    private static final int HIGHEST_PORT = 0xFFFF;
    private static final Duration LONGEST = Duration.ofHours(1);

    /** How a connection is protected. */
    public enum Security {
        /** TLS from the first octet on. */
        IMPLICIT_TLS,
        /** Plain at first, then TLS; if the server does not offer it, nothing is sent and no password leaves. */
        STARTTLS,
        /** No protection: mails and passwords can be read and changed on the way. For tests on one machine. */
        PLAINTEXT
    }

    /**
     * Refuses ports that do not exist, hosts with blanks or controls, and time-outs that are not positive or longer than
     * an hour.
     *
     * @param host the host name
     * @param port the port
     * @param security how the connection is protected
     * @param connectTimeout the longest wait for a connection
     * @param timeout the longest wait for a single read or write
     * @param trust makes TLS sockets
     */
    public MailServer {
        Objects.requireNonNull(security, "security");
        Objects.requireNonNull(trust, "trust");
        if (host.isEmpty() || !host.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new IllegalArgumentException("A host name is ASCII without blanks");
        }
        if (port < 1 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("A port is 1 to 65535");
        }
        if (!isTimeout(connectTimeout) || !isTimeout(timeout)) {
            throw new IllegalArgumentException("A time-out is 1 millisecond to 1 hour");
        }
    }

    private static boolean isTimeout(Duration duration) {
        return duration.toMillis() >= 1 && duration.compareTo(LONGEST) <= 0;
    }

    private static MailServer of(String host, int port, Security security) {
        return new MailServer(host, port, security, Duration.ofSeconds(20), Duration.ofSeconds(30), Optional.empty());
    }

    /**
     * A server that is spoken to by TLS from the start.
     *
     * @param host the host name
     * @param port the port, usually 465 for submission and 993 for IMAP
     * @return the server with default time-outs and Java's trust
     */
    public static MailServer implicitTls(String host, int port) {
        return of(host, port, Security.IMPLICIT_TLS);
    }

    /**
     * A server that must offer STARTTLS.
     *
     * @param host the host name
     * @param port the port, usually 587 for submission and 143 for IMAP
     * @return the server with default time-outs and Java's trust
     */
    public static MailServer startTls(String host, int port) {
        return of(host, port, Security.STARTTLS);
    }

    /**
     * A server that is spoken to without any protection. For tests on one machine.
     *
     * @param host the host name
     * @param port the port
     * @return the server with default time-outs
     */
    public static MailServer plaintext(String host, int port) {
        return of(host, port, Security.PLAINTEXT);
    }

    /**
     * The same server with other time-outs.
     *
     * @param connect the longest wait for a connection
     * @param readOrWrite the longest wait for a single read or write
     * @return a new object
     */
    public MailServer withTimeouts(Duration connect, Duration readOrWrite) {
        return new MailServer(host, port, security, connect, readOrWrite, trust);
    }

    /**
     * The same server with roots of one's own.
     *
     * @param sockets makes TLS sockets; the host name is checked in any case
     * @return a new object
     */
    public MailServer withTrust(SSLSocketFactory sockets) {
        return new MailServer(host, port, security, connectTimeout, timeout, Optional.of(sockets));
    }

    /** Returns host, port and protection. */
    @Override
    public String toString() {
        return host + ":" + port + " (" + security + ")";
    }
}
