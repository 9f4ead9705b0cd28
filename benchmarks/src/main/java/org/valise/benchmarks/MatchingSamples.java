// SPDX-License-Identifier: Apache-2.0
package org.valise.benchmarks;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.valise.sts.email.KmcRequest;
import org.valise.sts.email.MailAddress;
import org.valise.sts.email.PendingRequests;
import org.valise.sts.email.RequestFactory;
import org.valise.sts.email.RequestState;
import org.valise.sts.email.TrackedRequest;
import org.valise.sts.email.testing.GatewaySimulator;
import org.valise.sts.email.testing.OutgoingMail;
import org.valise.sts.records.StsRecord;

/** Requests for key load files that wait for their answers, and the answers. The same in every run. */
final class MatchingSamples {

    static final MailAddress GATEWAY = MailAddress.of("gateway@kmc.example");
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-06-01T12:00:00Z"), ZoneOffset.UTC);
    private static final String VENDOR = "vendor@vending.example";

    private final SecureRandom random = new Seeded();
    private final RequestFactory requests =
            RequestFactory.from(VENDOR).to(GATEWAY.text()).withClock(CLOCK).withRandom(random);
    private final GatewaySimulator gateway = GatewaySimulator.builder(GATEWAY.text(), CLOCK, random)
            .keyOfSpecification()
            .build();
    private int made;

    private static final class Seeded extends SecureRandom {

        private static final long serialVersionUID = 1L;

        private final Random numbers = new Random(2026);

        @Override
        public void nextBytes(byte[] bytes) {
            numbers.nextBytes(bytes);
        }
    }

    KmcRequest keyLoadFile() {
        return requests.getKeyLoadFile(StsRecord.of("VKLOADREQ.1", List.of("a load request", "number " + ++made)));
    }

    KmcRequest publicKey() {
        return requests.getPublicKey();
    }

    KmcRequest help() {
        return requests.help();
    }

    /** The octets of the one answer to a request. */
    byte[] answer(KmcRequest request) {
        List<OutgoingMail> replies = gateway.receive(request.octets(), VENDOR).replies();
        return replies.get(0).octets();
    }

    /** Fills a store with open requests and returns some of them, spread over all. */
    List<KmcRequest> fill(PendingRequests store, int open, int wanted) throws IOException {
        List<KmcRequest> chosen = new ArrayList<>();
        for (int i = 0; i < open; i++) {
            KmcRequest request = keyLoadFile();
            keepSent(store, request);
            if ((long) i * wanted / open != (long) (i + 1) * wanted / open) {
                chosen.add(request);
            }
        }
        return chosen;
    }

    static void keepSent(PendingRequests store, KmcRequest request) throws IOException {
        TrackedRequest created = TrackedRequest.of(request);
        store.add(created);
        store.update(created.toBuilder()
                .version(1)
                .state(RequestState.SENT)
                .attempts(1)
                .attemptedAt(request.createdAt())
                .build());
    }
}
