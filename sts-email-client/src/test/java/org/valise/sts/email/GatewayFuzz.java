// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What a fuzzer (Jazzer) tries with octets that it makes up; see {@code scripts/fuzz}, and {@link GatewayFuzzInputsTest}. */
class GatewayFuzz {

    private static final KnownRequests KNOWN = KnownRequests.of(List.of(new KnownRequests.Known(
            Token.of("AAAAAAAAAAAAAAAAAAAAAAAAAA"), Optional.of("<1@vending.example>"), Optional.empty())));
    private static final ReplyReader READER = ReplyReader.forGateway(MailAddress.of("gateway@kmc.example"));

    @FuzzTest(maxDuration = "60s")
    void result(byte[] octets) {
        String value = new String(octets, StandardCharsets.ISO_8859_1);
        assertThat(GatewayResult.parse(value).raw()).isNotNull();
        assertThat(GatewayResult.parseAll(List.of(value, value)).kind()).isNotNull();
    }

    @FuzzTest(maxDuration = "60s")
    void replyMail(byte[] octets) throws IOException {
        Reply reply = READER.read(octets, KNOWN);
        assertThat(reply.mail().octets()).isEqualTo(octets);
        reply.mail().attachments().forEach(Attachment::sha256);
        reply.mail().records().findings();
    }
}
