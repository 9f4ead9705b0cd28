// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.valise.sts.email.postgres.PostgresServer;
import org.valise.sts.email.testing.GatewaySimulator;
import org.valise.sts.email.testing.OutgoingMail;
import org.valise.sts.email.testing.Reaction;

/** Two nodes on one database and one mailbox: of 1,000 replies each settles its request exactly once, on one of them. */
class TwoNodesTest {

    /** Fewer will do where the same was run before, on another JDK. */
    private static final int REPLIES = Integer.getInteger("valise.replies", 1_000);

    /** So many mails come while both nodes read. */
    private static final int BATCH = 100;

    /** Of each node; a poll of one client waits for the other polls of that client. */
    private static final int CLIENTS = 2;

    private final GreenMails servers = GreenMails.start();
    private final ExecutorService threads = Executors.newFixedThreadPool(2 * CLIENTS);
    private final RequestFactory requests =
            RequestFactory.from(GreenMails.VENDOR.text()).to(GreenMails.GATEWAY.text());
    private final GatewaySimulator simulator = GatewaySimulator.builder(
                    GreenMails.GATEWAY.text(), Clock.systemUTC(), new SecureRandom())
            .build();
    private final List<Token> settled = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void stop() {
        threads.shutdownNow();
        servers.close();
    }

    @Test
    void settleEachOnceOnPostgres() throws Exception {
        settleEachOnce(PostgresServer.newDatabase(), REPLIES, false);
    }

    @Test
    void settleEachOnceOnPostgresThoughEachReplyCameTwice() throws Exception {
        settleEachOnce(PostgresServer.newDatabase(), REPLIES / 4, true);
    }

    @Test
    void settleEachOnceOnH2() throws Exception {
        settleEachOnce(JdbcPendingRequestsContract.h2(), REPLIES, false);
    }

    @Test
    void settleEachOnceOnH2ThoughEachReplyCameTwice() throws Exception {
        settleEachOnce(JdbcPendingRequestsContract.h2(), REPLIES / 4, true);
    }

    private void settleEachOnce(DataSource database, int count, boolean twice) throws Exception {
        JdbcPendingRequests.createSchema(database);
        try (PendingRequestsPool one = pool(database);
                PendingRequestsPool other = pool(database)) {
            List<byte[]> replies = ask(JdbcPendingRequests.of(one.source()), count, twice);
            List<KmcClient> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(client(one));
                clients.add(client(other));
            }
            for (int from = 0; from < replies.size(); from += BATCH) {
                List<byte[]> batch = replies.subList(from, Math.min(from + BATCH, replies.size()));
                batch.subList(0, batch.size() / 2).forEach(servers::deliver);
                List<Future<Void>> polls = threads(clients);
                batch.subList(batch.size() / 2, batch.size()).forEach(servers::deliver);
                for (Future<Void> poll : polls) {
                    poll.get(60, TimeUnit.SECONDS);
                }
                poll(clients.get(0));
                servers.servers().purgeEmailFromAllMailboxes(); // this server is slow with many mails
            }
            check(JdbcPendingRequests.of(one.source()), count);
        }
    }

    private static PendingRequestsPool pool(DataSource database) {
        return new PendingRequestsPool(database, connection -> {});
    }

    /** Puts requests that were sent into the store; returns the replies in a random order. */
    private List<byte[]> ask(PendingRequests store, int count, boolean twice) throws IOException {
        List<byte[]> replies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            KmcRequest request = requests.help();
            TrackedRequest created = TrackedRequest.of(request);
            store.add(created);
            store.update(created.next(RequestState.SENT, Instant.now()).build());
            if (twice) {
                simulator.enqueue(Reaction.answer().twice());
            }
            simulator.receive(request.octets(), GreenMails.VENDOR.text()).replies().stream()
                    .map(OutgoingMail::octets)
                    .forEach(replies::add);
        }
        assertThat(replies).hasSize(twice ? 2 * count : count);
        Collections.shuffle(replies);
        return replies;
    }

    /** The listener sees each change; a client forgets what it has said when it is asked again. */
    private KmcClient client(PendingRequestsPool pool) {
        return KmcClient.builder(JdbcPendingRequests.of(pool.source()), servers.mailbox(), GreenMails.GATEWAY)
                .listener(new KmcListener() {
                    @Override
                    public void changed(Change change) {
                        if (change.settled()) {
                            settled.add(change.request().orElseThrow().token());
                        }
                    }
                })
                .build();
    }

    private List<Future<Void>> threads(List<KmcClient> clients) {
        List<Future<Void>> polls = new ArrayList<>();
        for (KmcClient client : clients) {
            Callable<Void> poll = () -> {
                poll(client);
                return null;
            };
            polls.add(threads.submit(poll));
        }
        return polls;
    }

    /** Under this load the mail server drops a connection now and then; a program would poll again, too. */
    private static void poll(KmcClient client) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                client.poll();
                return;
            } catch (MailException dropped) {
                if (tries == 5 || dropped.kind() != MailException.Kind.CONNECTION) {
                    throw dropped;
                }
            }
        }
    }

    private void check(PendingRequests store, int count) throws IOException {
        assertThat(settled).hasSize(count);
        assertThat(new HashSet<>(settled)).hasSize(count);
        List<TrackedRequest> all = store.list(EnumSet.allOf(RequestState.class));
        assertThat(all).hasSize(count).allMatch(request -> request.state() == RequestState.SUCCEEDED);
        for (TrackedRequest request : all) {
            assertThat(request.version()).isEqualTo(2);
        }
    }
}
