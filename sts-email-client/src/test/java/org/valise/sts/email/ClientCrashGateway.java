// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.store.MailFolder;
import com.icegreen.greenmail.store.StoredMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import jakarta.mail.MessagingException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.valise.sts.email.testing.GatewaySimulator;
import org.valise.sts.email.testing.OutgoingMail;

/** Answers what arrives at the gateway's mailbox within a millisecond or two, without connections; and counts it. */
final class ClientCrashGateway implements AutoCloseable {

    private static final Pattern TOKEN = Pattern.compile("^\\{KMS:[A-Za-z0-9]+\\} ([A-Z2-7]{26})$");
    private static final long INTERVAL_NANOS = 1_000_000;

    private final GatewaySimulator simulator;
    private final GreenMails servers;
    private final MailFolder inbox;
    private final CompletableFuture<Void> running;
    private final Map<String, Integer> arrivals = new HashMap<>(); // guarded by this
    private int read; // guarded by this
    private volatile boolean closed;

    ClientCrashGateway(GatewaySimulator simulator, GreenMails servers) {
        this.simulator = simulator;
        this.servers = servers;
        this.inbox = inbox(servers);
        this.running = CompletableFuture.runAsync(this::run);
    }

    private static MailFolder inbox(GreenMails servers) {
        GreenMailUser user = servers.servers().getManagers().getUserManager().getUser(GreenMails.GATEWAY.text());
        try {
            return servers.servers().getManagers().getImapHostManager().getInbox(user);
        } catch (FolderException e) {
            throw new IllegalStateException(e);
        }
    }

    private void run() {
        while (!closed) {
            poll();
            LockSupport.parkNanos(INTERVAL_NANOS);
        }
    }

    /** Answers what has arrived since. */
    synchronized void poll() {
        List<StoredMessage> all = List.copyOf(inbox.getMessages()); // which the server goes on to fill
        for (StoredMessage message : all.subList(read, all.size())) {
            answer(message);
            read++;
        }
    }

    private void answer(StoredMessage message) {
        try {
            Matcher subject = TOKEN.matcher(message.getMimeMessage().getSubject());
            if (!subject.matches()) {
                throw new IllegalStateException("Not one of our requests: " + subject);
            }
            arrivals.merge(subject.group(1), 1, Integer::sum);
            ByteArrayOutputStream octets = new ByteArrayOutputStream();
            message.getMimeMessage().writeTo(octets);
            for (OutgoingMail reply : simulator
                    .receive(octets.toByteArray(), GreenMails.VENDOR.text())
                    .replies()) {
                servers.deliver(reply.octets());
            }
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How often each request has arrived, by its token. */
    synchronized Map<String, Integer> arrivals() {
        return Map.copyOf(arrivals);
    }

    /** Ends the answering by itself; {@link #poll} still works. Throws what went wrong in it. */
    @Override
    public void close() {
        closed = true;
        running.join();
    }
}
