// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.FolderClosedException;
import jakarta.mail.FolderNotFoundException;
import jakarta.mail.NoSuchProviderException;
import jakarta.mail.Session;
import jakarta.mail.StoreClosedException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.eclipse.angus.mail.iap.ConnectionException;
import org.valise.sts.email.MailException.Kind;

/** Sessions of Jakarta Mail with everything set that matters, and its exceptions put into our words. */
final class Sessions {

    /** Servers that cannot look the password up at the moment say so (RFC 5530 clause 3, RFC 4954 clause 6). */
    private static final Pattern FOR_NOW =
            Pattern.compile("\\[(?:UNAVAILABLE|INUSE|LIMIT|SERVERBUG)\\]|^\\s*4\\d\\d[ -]", Pattern.CASE_INSENSITIVE);

    private static final String NO_PROVIDER = "Angus Mail is not visible to the context class loader of this thread";

    private Sessions() {}

    static Session smtp(MailServer server, Credentials credentials, MailAddress envelopeFrom) throws MailException {
        Properties properties = common("mail.smtp.", server, credentials);
        properties.setProperty("mail.smtp.auth", "true");
        properties.setProperty("mail.smtp.from", envelopeFrom.text()); // the gateway needs a valid Return-Path
        properties.setProperty("mail.smtp.quitwait", "false"); // what happens behind the mail does not matter
        properties.setProperty("mail.smtp.dsn.notify", "FAILURE,DELAY");
        properties.setProperty("mail.smtp.dsn.ret", "HDRS"); // the load request need not travel back
        return session(server, properties);
    }

    static Session imap(MailServer server, Credentials credentials) throws MailException {
        Properties properties = common("mail.imap.", server, credentials);
        properties.setProperty("mail.imap.peek", "true"); // reading does not mark a mail as seen
        properties.setProperty("mail.imap.fetchsize", String.valueOf(MailboxSession.FETCH_SIZE));
        return session(server, properties);
    }

    private static Session session(MailServer server, Properties properties) throws MailException {
        try {
            return Session.getInstance(properties);
        } catch (RuntimeException noProvider) {
            throw new MailException(Kind.SERVER, "Using " + server + " failed: " + NO_PROVIDER, noProvider);
        }
    }

    private static Properties common(String prefix, MailServer server, Credentials credentials) {
        Properties properties = new Properties();
        String timeout = String.valueOf(server.timeout().toMillis());
        properties.setProperty(prefix + "host", server.host());
        properties.setProperty(prefix + "port", String.valueOf(server.port()));
        properties.setProperty(
                prefix + "connectiontimeout",
                String.valueOf(server.connectTimeout().toMillis()));
        properties.setProperty(prefix + "timeout", timeout);
        properties.setProperty(prefix + "writetimeout", timeout);
        properties.setProperty(prefix + "auth.mechanisms", credentials.mechanisms());
        secure(properties, prefix, server);
        return properties;
    }

    private static void secure(Properties properties, String prefix, MailServer server) {
        boolean startTls = server.security() == MailServer.Security.STARTTLS;
        boolean implicit = server.security() == MailServer.Security.IMPLICIT_TLS;
        properties.setProperty(prefix + "ssl.enable", String.valueOf(implicit));
        properties.setProperty(prefix + "starttls.enable", String.valueOf(startTls));
        properties.setProperty(prefix + "starttls.required", String.valueOf(startTls));
        properties.setProperty(prefix + "ssl.checkserveridentity", "true");
        properties.setProperty(prefix + "ssl.protocols", "TLSv1.3 TLSv1.2");
        // Else a server that this trust refuses is tried once more with the trust of the platform.
        properties.setProperty(prefix + "socketFactory.fallback", "false");
        server.trust().ifPresent(sockets -> properties.put(prefix + "ssl.socketFactory", sockets));
    }

    /** What an exception of Jakarta Mail means while a connection is being made or used. */
    static MailException words(String doing, MailServer server, Exception fault) {
        Kind kind = kind(fault);
        String why = switch (kind) {
            case SECURITY -> "the connection cannot be protected as required";
            case AUTHENTICATION -> "the server refused the user name or its secret";
            case CONNECTION -> "no connection, or it broke";
            default -> whyNot(fault);
        };
        return new MailException(kind, doing + " at " + server + " failed: " + why, fault);
    }

    /** The two that are not the server's fault, and that only a change of the set-up ends. */
    private static String whyNot(Exception fault) {
        if (fault instanceof NoSuchProviderException) {
            return NO_PROVIDER;
        }
        return fault instanceof FolderNotFoundException missing
                ? "there is no folder " + missing.getFolder().getFullName()
                : "the server did not do what was asked";
    }

    /** Asked for by itself, so that what the program throws is not taken for what the server says. */
    static String secret(String doing, MailServer server, Credentials credentials) throws MailException {
        try {
            return Objects.requireNonNull(credentials.secret(), "secret");
        } catch (RuntimeException fault) {
            String why =
                    "the program could not give the secret (" + fault.getClass().getSimpleName() + ")";
            throw new MailException(Kind.CONNECTION, doing + " at " + server + " failed: " + why, fault);
        }
    }

    private static Kind kind(Exception fault) {
        if (fault instanceof AuthenticationFailedException) {
            return FOR_NOW.matcher(String.valueOf(fault.getMessage())).find() ? Kind.SERVER : Kind.AUTHENTICATION;
        }
        boolean connection = false;
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (isAboutProtection(cause)) {
                return Kind.SECURITY;
            }
            connection |= isAboutConnection(cause);
        }
        return connection ? Kind.CONNECTION : Kind.SERVER;
    }

    /** Jakarta Mail has no type of its own for a missing STARTTLS or a certificate of another host. */
    private static boolean isAboutProtection(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return cause instanceof SSLHandshakeException
                || cause instanceof SSLPeerUnverifiedException
                || cause instanceof GeneralSecurityException
                || message.contains("STARTTLS")
                || message.contains("socket to TLS")
                || message.contains("verify identity");
    }

    private static boolean isAboutConnection(Throwable cause) {
        return cause instanceof IOException
                || cause instanceof ConnectionException
                || cause instanceof FolderClosedException
                || cause instanceof StoreClosedException;
    }
}
