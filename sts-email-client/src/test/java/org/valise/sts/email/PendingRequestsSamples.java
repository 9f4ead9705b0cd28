// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.valise.sts.records.ParseResult;
import org.valise.sts.records.Pkid;

/** Requests for the tests of the stores. */
final class PendingRequestsSamples {

    static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    static final MailAddress VENDOR = MailAddress.of("Vendor@vending.example");
    static final MailAddress OTHER = MailAddress.of("other@vending.example");
    static final MailAddress GATEWAY = MailAddress.of("gateway@kmc.example");
    static final Pkid KMC = kmc("KMCID.1:Prism:K0001:20200622T140747Z:9863A537B5AF34F5:6850");

    private static final AtomicLong NUMBERS = new AtomicLong();

    private PendingRequestsSamples() {}

    static Pkid kmc(String text) {
        return ((ParseResult.Parsed<Pkid>) Pkid.parse(text)).value();
    }

    static Token token(long number) {
        StringBuilder text = new StringBuilder();
        for (long rest = number; text.length() < Token.LENGTH; rest /= 32) {
            text.append("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".charAt((int) (rest % 32)));
        }
        return Token.of(text);
    }

    static TrackedRequest request() {
        return request(NUMBERS.incrementAndGet());
    }

    static TrackedRequest request(long number) {
        return requestOf(number, VENDOR).build();
    }

    static TrackedRequest.Builder requestOf(long number, MailAddress sender) {
        return TrackedRequest.builder(
                token(number),
                Service.GET_KEY_LOAD_FILE,
                sender,
                GATEWAY,
                "<" + number + "@vending.example>",
                ("Subject: " + number + "\r\n\r\nVKLOADREQ \u00e9\r\n").getBytes(StandardCharsets.UTF_8),
                NOON.plusNanos(1_234_567));
    }

    static TrackedRequest next(TrackedRequest request, RequestState state) {
        return request.toBuilder()
                .version(request.version() + 1)
                .state(state)
                .changedAt(NOON.plusSeconds(request.version()))
                .build();
    }

    static TrackedRequest sending(TrackedRequest request, Instant at) {
        return request.toBuilder()
                .version(request.version() + 1)
                .state(RequestState.SENDING)
                .changedAt(at)
                .attempts(request.attempts() + 1)
                .attemptedAt(at)
                .build();
    }

    static byte[] mail(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
