// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.valise.sts.email.testing.GatewayMailServer;
import org.valise.sts.email.testing.GatewaySimulator;
import org.valise.sts.email.testing.SimulatedGateway;

/** STS600-9-2 clause 5 from end to end, against the servers in this process and against real ones. */
class JourneyTest {

    @TempDir
    private Path folder;

    @Test
    void clause5WithServersInThisProcess() throws Exception {
        GatewaySimulator simulator = Journey.simulator(GreenMails.GATEWAY);
        try (GreenMails servers = GreenMails.start();
                SimulatedGateway gateway = servers.gateway(simulator);
                PendingRequests store = FilePendingRequests.open(folder)) {
            new Journey(servers.mailbox(), GreenMails.VENDOR, GreenMails.GATEWAY, gateway, simulator).travel(store);
        }
    }

    @Tag("slow")
    @Test
    void clause5WithPostfixAndDovecot() throws Exception {
        RealMailServers servers = RealMailServers.find();
        GatewaySimulator simulator = Journey.simulator(servers.gateway());
        try (SimulatedGateway gateway = gateway(servers, simulator);
                PendingRequests store = FilePendingRequests.open(folder)) {
            new Journey(mailbox(servers), servers.vendor(), servers.gateway(), gateway, simulator).travel(store);
        }
    }

    private static SimulatedGateway gateway(RealMailServers servers, GatewaySimulator simulator) {
        return SimulatedGateway.builder(
                        simulator,
                        GatewayMailServer.startTls(
                                servers.host(),
                                servers.submissionPort(),
                                servers.gateway().text(),
                                servers.password(),
                                servers.trusting()),
                        GatewayMailServer.implicitTls(
                                servers.host(),
                                servers.imapsPort(),
                                servers.gateway().text(),
                                servers.password(),
                                servers.trusting()))
                .build();
    }

    private static KmcMailbox mailbox(RealMailServers servers) {
        return KmcMailbox.of(MailAccount.of(
                MailServer.startTls(servers.host(), servers.submissionPort()).withTrust(servers.trusting()),
                MailServer.startTls(servers.host(), servers.imapPort()).withTrust(servers.trusting()),
                Credentials.password(servers.vendor().text(), servers::password)));
    }

    /** STS600-9-2 clause 8.3.1: reports of the mail network are no answers of the gateway. */
    @Tag("slow")
    @Test
    void clause8TellsADeliveryReportOfARealServerFromAnAnswer() throws Exception {
        RealMailServers servers = RealMailServers.find();
        try (PendingRequests store = new MemoryPendingRequests();
                KmcClient client = KmcClient.builder(store, mailbox(servers), servers.bounce())
                        .build()) {
            KmcRequest request = RequestFactory.from(servers.vendor().text())
                    .to(servers.bounce().text())
                    .withRandom(new SecureRandom())
                    .help();
            assertThat(client.submit(request).status()).isEqualTo(Submission.Status.SENT);
            Outcome outcome = client.await(request.token(), Instant.now().plus(Duration.ofSeconds(60)));
            assertThat(outcome.state()).isEqualTo(RequestState.DELIVERY_FAILED);
            assertThat(outcome.nextStep()).isEqualTo(NextStep.CHECK_ADDRESS);
            assertThat(outcome.mail()).isEqualTo(Optional.empty());
        }
    }
}
