// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.valise.sts.email.testing.GatewaySimulator;
import org.valise.sts.email.testing.Reaction;
import org.valise.sts.email.testing.SimulatedGateway;
import org.valise.sts.records.KeyReport;
import org.valise.sts.records.StsRecord;

/**
 * The whole exchange of STS600-9-2 clause 5 over real mail servers: the key, its approval, a load request that expired,
 * a deferral, and the key load file. The servers are the caller's.
 */
final class Journey {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KmcMailbox mailbox;
    private final MailAddress vendor;
    private final MailAddress gatewayAddress;
    private final SimulatedGateway gateway;
    private final GatewaySimulator simulator;
    private final Instant instant;

    /** The simulator must be one with the key of the specification, which is valid at the instant of the journey. */
    Journey(
            KmcMailbox mailbox,
            MailAddress vendor,
            MailAddress gatewayAddress,
            SimulatedGateway gateway,
            GatewaySimulator simulator) {
        this.mailbox = mailbox;
        this.vendor = vendor;
        this.gatewayAddress = gatewayAddress;
        this.gateway = gateway;
        this.simulator = simulator;
        this.instant = Instant.parse("2021-01-01T00:00:00Z");
    }

    static GatewaySimulator simulator(MailAddress address) {
        return GatewaySimulator.builder(address.text(), Clock.systemUTC(), new SecureRandom())
                .keyOfSpecification()
                .build();
    }

    static StsRecord loadRequest(String content) {
        return StsRecord.of("VKLOADREQ.1", List.of(content, "of this journey"));
    }

    /** Time goes on from the day of the journey, so that the key of the specification is valid. */
    private Clock clock() {
        return Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), instant));
    }

    void travel(PendingRequests store) throws IOException {
        RequestFactory requests =
                RequestFactory.from(vendor.text()).to(gatewayAddress.text()).withClock(clock());
        try (KmcClient client = KmcClient.builder(store, mailbox, gatewayAddress)
                .rateLimit(new RateLimit(Duration.ZERO, 1000))
                .clock(clock())
                .build()) {
            fetchKey(client, requests);
            Token expired = meetExpiry(client, requests);
            fetchFile(client, requests);
            assertThat(client.outcome(expired).orElseThrow().state()).isEqualTo(RequestState.FAILED);
        }
    }

    private void fetchKey(KmcClient client, RequestFactory requests) throws IOException {
        Token token = submit(client, requests.getPublicKey());
        Outcome outcome = answered(client, token);
        assertThat(outcome.state()).isEqualTo(RequestState.SUCCEEDED);
        assertThat(outcome.nextStep()).isEqualTo(NextStep.APPROVE_KEY);
        KeyReport report = outcome.key().orElseThrow();
        assertThat(report.trust()).isEqualTo(KeyReport.Trust.SELF_CONSISTENT);
        assertThat(report.key().owner()).isEqualTo(simulator.kmcId());
        client.approve(report.key().owner());
        Outcome approved = client.outcome(token).orElseThrow();
        assertThat(approved.nextStep()).isEqualTo(NextStep.USE_KEY);
        assertThat(approved.key().orElseThrow().trust()).isEqualTo(KeyReport.Trust.PINNED);
    }

    private Token meetExpiry(KmcClient client, RequestFactory requests) throws IOException {
        simulator.enqueue(Reaction.expired());
        Token token = submit(client, requests.getKeyLoadFile(loadRequest("stale" + System.nanoTime())));
        Outcome outcome = answered(client, token);
        assertThat(outcome.state()).isEqualTo(RequestState.FAILED);
        assertThat(outcome.nextStep()).isEqualTo(NextStep.MAKE_NEW_VKLOADREQ);
        assertThat(outcome.result().code()).isEqualTo(GatewayResult.VKLOADREQ_EXPIRED);
        return token;
    }

    private void fetchFile(KmcClient client, RequestFactory requests) throws IOException {
        simulator.enqueue(Reaction.deferred(Duration.ZERO));
        StsRecord loadRequest = loadRequest("fresh" + System.nanoTime());
        Token token = submit(client, requests.getKeyLoadFile(loadRequest));
        List<RequestState> states = new ArrayList<>();
        Outcome outcome = answered(client, token, states);
        assertThat(states).contains(RequestState.NOTICED);
        assertThat(outcome.state()).isEqualTo(RequestState.SUCCEEDED);
        assertThat(outcome.nextStep()).isEqualTo(NextStep.LOAD_KEY_FILE);
        assertThat(outcome.keyLoadFile().orElseThrow().bytes()).isEqualTo(simulator.keyLoadFile(loadRequest));
    }

    private static Token submit(KmcClient client, KmcRequest request) throws IOException {
        assertThat(client.submit(request).status()).isEqualTo(Submission.Status.SENT);
        return request.token();
    }

    private Outcome answered(KmcClient client, Token token) throws IOException {
        return answered(client, token, new ArrayList<>());
    }

    /** Both sides look in turn; real servers need a moment to deliver. */
    private Outcome answered(KmcClient client, Token token, List<RequestState> states) throws IOException {
        Instant end = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(end)) {
            gateway.poll();
            for (Change change : client.poll()) {
                change.request().filter(r -> r.token().equals(token)).ifPresent(r -> states.add(r.state()));
            }
            Outcome outcome = client.outcome(token).orElseThrow();
            if (outcome.state().isSettled()) {
                return outcome;
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        throw new AssertionError("No answer to " + token);
    }
}
