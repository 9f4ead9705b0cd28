// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.valise.sts.records.StsRecord;

class TrackedRequestTest {

    private static final String MODULE = "SMID.1:Prism:94001632:20210204T081427Z:039F2C48F2030174:AEEA";
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    private final RequestFactory requests = RequestFactory.from(Mails.VENDOR).to(Mails.GATEWAY);

    @Test
    void holdsWhatTheRequestSays() {
        HelpRequest request = requests.help();
        TrackedRequest tracked = TrackedRequest.of(request);
        assertThat(tracked.token()).isEqualTo(request.token());
        assertThat(tracked.service()).isEqualTo(Service.HELP);
        assertThat(tracked.from()).isEqualTo(request.from());
        assertThat(tracked.gateway()).isEqualTo(request.gateway());
        assertThat(tracked.messageId()).isEqualTo(request.messageId());
        assertThat(tracked.mail()).isEqualTo(request.octets());
        assertThat(tracked.createdAt()).isEqualTo(request.createdAt());
        assertThat(tracked.state()).isEqualTo(RequestState.CREATED);
        assertThat(tracked.version()).isZero();
        assertThat(tracked.recordDigest()).isEmpty();
        assertThat(tracked.securityModule()).isEmpty();
    }

    /** Without them a store could not tell that a VKLOADREQ was sent before, or that its module waits already. */
    @Test
    void namesTheLoadRequestAndTheModule() {
        StsRecord record = StsRecord.of("VKLOADREQ.1", List.of(MODULE, "fresh"));
        TrackedRequest tracked = TrackedRequest.of(requests.getKeyLoadFile(record));
        assertThat(tracked.recordDigest()).contains(Digests.sha256(record.text()));
        assertThat(tracked.securityModule()).contains(MODULE);
    }

    @Test
    void anAnswerShowsItsCodeOnlyIfThatIsAWord() {
        Answer known = new Answer(NOON, GatewayResult.Kind.ERROR, "EVkloadExpired", "stale", "0");
        assertThat(known).hasToString("ERROR EVkloadExpired at 2026-06-01T12:00:00Z");
        Answer sentence = new Answer(NOON, GatewayResult.Kind.ERROR, "the meter 123: could not", "", "0");
        assertThat(sentence).hasToString("ERROR at 2026-06-01T12:00:00Z");
    }

    private static TrackedRequest.Builder built(
            Token token, Service service, String from, String gateway, String id, String mail, Instant at) {
        return TrackedRequest.builder(
                token, service, MailAddress.of(from), MailAddress.of(gateway), id, Mails.latin1(mail), at);
    }

    @Test
    void isEqualToOneThatSaysTheSame() {
        TrackedRequest one = built(Mails.TOKEN, Service.HELP, "a@x.test", "b@x.test", "<1@x>", "m", NOON)
                .build();
        assertThat(one)
                .isEqualTo(built(Mails.TOKEN, Service.HELP, "a@x.test", "b@x.test", "<1@x>", "m", NOON)
                        .build())
                .hasSameHashCodeAs(one.toBuilder().build());
        Token token = Mails.OTHER_TOKEN;
        Service service = Service.GET_PUBLIC_KEY;
        assertThat(List.of(
                        built(token, Service.HELP, "a@x.test", "b@x.test", "<1@x>", "m", NOON),
                        built(Mails.TOKEN, service, "a@x.test", "b@x.test", "<1@x>", "m", NOON),
                        built(Mails.TOKEN, Service.HELP, "A@x.test", "b@x.test", "<1@x>", "m", NOON),
                        built(Mails.TOKEN, Service.HELP, "a@x.test", "B@x.test", "<1@x>", "m", NOON),
                        built(Mails.TOKEN, Service.HELP, "a@x.test", "b@x.test", "<2@x>", "m", NOON),
                        built(Mails.TOKEN, Service.HELP, "a@x.test", "b@x.test", "<1@x>", "n", NOON),
                        built(Mails.TOKEN, Service.HELP, "a@x.test", "b@x.test", "<1@x>", "m", NOON.plusMillis(1))
                                .changedAt(NOON),
                        one.toBuilder().version(1)))
                .allSatisfy(other -> assertThat(other.build()).isNotEqualTo(one));
    }
}
