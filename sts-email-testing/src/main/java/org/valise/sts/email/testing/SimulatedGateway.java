// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email.testing;

import jakarta.mail.Address;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.search.FlagTerm;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A {@link GatewaySimulator} behind real mail servers: it reads its mailbox over IMAP and answers over SMTP. It opens
 * connections in {@link #poll()} only, and polls by itself only on an executor that the caller gives. Thread-safe.
 *
 * <p>Never give it the mailbox of a live gateway: it would answer its mail.
 *
 * <pre>{@code
 * try (SimulatedGateway gateway = SimulatedGateway.builder(simulator, smtp, imap).build()) {
 *     send(request);
 *     gateway.poll();
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class SimulatedGateway implements AutoCloseable {

    private final GatewaySimulator simulator;
    private final GatewayMailServer smtp;
    private final GatewayMailServer imap;
    private final String envelopeSender;
    private final int timeoutMillis;
    private final Deque<OutgoingMail> outbox = new ArrayDeque<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();

    private SimulatedGateway(Builder builder) {
        this.simulator = builder.simulator;
        this.smtp = builder.smtp;
        this.imap = builder.imap;
        this.envelopeSender = builder.envelopeSender;
        this.timeoutMillis = builder.timeoutMillis;
    }

    /**
     * Begins a gateway.
     *
     * @param simulator decides what is answered
     * @param smtp takes the replies
     * @param imap holds the mailbox of the gateway
     * @return a builder
     */
    public static Builder builder(GatewaySimulator simulator, GatewayMailServer smtp, GatewayMailServer imap) {
        return new Builder(simulator, smtp, imap);
    }

    /**
     * Options of a gateway. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        private final GatewaySimulator simulator;
        private final GatewayMailServer smtp;
        private final GatewayMailServer imap;
        private String envelopeSender;
        private int timeoutMillis = 10_000;

        private Builder(GatewaySimulator simulator, GatewayMailServer smtp, GatewayMailServer imap) {
            this.simulator = Objects.requireNonNull(simulator, "simulator");
            this.smtp = Objects.requireNonNull(smtp, "smtp");
            this.imap = Objects.requireNonNull(imap, "imap");
            this.envelopeSender = simulator.address();
        }

        /**
         * Sends replies with this envelope sender instead of the gateway's address.
         *
         * @param address a bare address
         * @return this builder
         * @throws IllegalArgumentException if this is not a bare ASCII address
         */
        public Builder envelopeSender(String address) {
            this.envelopeSender = Addresses.require(address);
            return this;
        }

        /**
         * Waits at most so long for a connection, an answer, or room to write; 10 seconds if not set.
         *
         * @param timeout in whole milliseconds
         * @return this builder
         * @throws IllegalArgumentException if this is not 1 millisecond to 24 days
         */
        public Builder timeout(Duration timeout) {
            long millis = timeout.toMillis();
            if (millis < 1 || millis > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("A time-out is 1 millisecond to 24 days");
            }
            this.timeoutMillis = (int) millis;
            return this;
        }

        /**
         * Makes the gateway; nothing is connected yet.
         *
         * @return a new gateway
         */
        public SimulatedGateway build() {
            return new SimulatedGateway(this);
        }
    }

    /**
     * Reads every unseen mail of INBOX, marks it as seen, and sends what is to be sent, later replies that are due
     * included. A reply that could not be sent because a server failed is sent by the next poll; one whose recipient the
     * server refuses is given up.
     *
     * @return how many replies were sent
     * @throws IOException if a server cannot be reached or refuses
     */
    public synchronized int poll() throws IOException {
        try {
            read();
            outbox.addAll(simulator.due());
            return send();
        } catch (MessagingException e) {
            throw new IOException("The mail server failed", e);
        }
    }

    private void read() throws MessagingException, IOException {
        Session session = Session.getInstance(imap.properties("imap", timeoutMillis));
        try (Store store = session.getStore(imap.protocol("imap"))) {
            store.connect(imap.host(), imap.port(), imap.user(), imap.password());
            try (Folder inbox = store.getFolder("INBOX")) {
                inbox.open(Folder.READ_WRITE);
                for (Message message : inbox.search(new FlagTerm(new Flags(Flags.Flag.SEEN), false))) {
                    read(message);
                }
            }
        }
    }

    private void read(Message message) throws MessagingException, IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        message.writeTo(octets);
        String[] returnPath = message.getHeader("Return-Path");
        String sender = returnPath == null ? "" : returnPath[0];
        outbox.addAll(simulator.receive(octets.toByteArray(), sender).replies());
        message.setFlag(Flags.Flag.SEEN, true);
    }

    private int send() throws MessagingException {
        if (outbox.isEmpty()) {
            return 0;
        }
        Properties properties = smtp.properties("smtp", timeoutMillis);
        properties.put("mail." + smtp.protocol("smtp") + ".from", envelopeSender);
        Session session = Session.getInstance(properties);
        try (Transport transport = session.getTransport(smtp.protocol("smtp"))) {
            transport.connect(smtp.host(), smtp.port(), smtp.user(), smtp.password());
            return sendAll(session, transport);
        }
    }

    private int sendAll(Session session, Transport transport) throws MessagingException {
        int sent = 0;
        for (OutgoingMail mail = outbox.peek(); mail != null; mail = outbox.peek()) {
            sent += send(session, transport, mail) ? 1 : 0;
            outbox.remove();
        }
        return sent;
    }

    private static boolean send(Session session, Transport transport, OutgoingMail mail) throws MessagingException {
        MimeMessage message = new MimeMessage(session, new ByteArrayInputStream(mail.octets()));
        try {
            transport.sendMessage(message, addresses(mail.recipients()));
            return true;
        } catch (SendFailedException e) {
            if (transport.isConnected()) {
                return false; // the recipient is refused, and would be for ever
            }
            throw e;
        }
    }

    private static Address[] addresses(List<String> recipients) throws MessagingException {
        return InternetAddress.parse(String.join(",", recipients), true);
    }

    /**
     * Polls again and again until this gateway is closed. A poll that fails is remembered and does not end this.
     *
     * @param executor runs the polling, and is occupied by it
     * @param interval the time between two polls
     * @return done when the polling has ended
     */
    public CompletableFuture<Void> run(Executor executor, Duration interval) {
        return CompletableFuture.runAsync(() -> pollUntilClosed(interval), executor);
    }

    private void pollUntilClosed(Duration interval) {
        try {
            do {
                pollOnce();
            } while (!closed.await(interval.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            closed.countDown(); // whoever interrupts an executor wants its tasks to end
        }
    }

    private void pollOnce() {
        try {
            poll();
        } catch (IOException e) {
            failure.set(e);
        }
    }

    /**
     * The failure of the last poll that failed within {@link #run(Executor, Duration)}.
     *
     * @return the failure; empty if every poll went well
     */
    public Optional<IOException> lastFailure() {
        return Optional.ofNullable(failure.get());
    }

    /** Ends the polling of {@link #run(Executor, Duration)} after the poll that is under way. */
    @Override
    public void close() {
        closed.countDown();
    }
}
