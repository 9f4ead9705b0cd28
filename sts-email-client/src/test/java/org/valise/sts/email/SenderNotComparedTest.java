// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.valise.sts.email.testing.Reaction;

/** Nothing is acted on whose sender was not compared with the gateway's address (STS600-9-2 clause 8.3.1). */
class SenderNotComparedTest {

    private static final MailAddress OTHER = MailAddress.of("other@kmc.example");

    private static KmcClient.Builder client() {
        MailServer nobody = MailServer.plaintext("localhost", 1);
        MailAccount account = MailAccount.of(nobody, nobody, Credentials.password("vendor", () -> "unused"));
        return KmcClient.builder(new MemoryPendingRequests(), KmcMailbox.of(account), TrackerBench.GATEWAY);
    }

    @Test
    void theTrackerDoesNotActOnIt() throws IOException {
        TrackerBench bench = new TrackerBench();
        KmcRequest request = bench.sent(Service.GET_KEY_LOAD_FILE);
        TrackedRequest before = bench.kept(request);
        byte[] forged = bench.reply(request, Reaction.expired().from("evil@evil.example"));
        Reply reply = ReplyReader.forAnySender().read(forged, bench.store);
        Change change = bench.tracker.receive(reply);
        assertThat(change.changedAnything()).isFalse();
        assertThat(change.notes()).containsExactly(Note.SUSPECT);
        assertThat(change.nextStep()).isEqualTo(NextStep.CALL_SUPPORT);
        assertThat(bench.kept(request)).isEqualTo(before);
    }

    @Test
    void theClientTakesNoReaderThatDoesNotKnowItsGateway() {
        assertThatIllegalArgumentException().isThrownBy(() -> client().replyReader(ReplyReader.forAnySender()));
        assertThatIllegalArgumentException().isThrownBy(() -> client().replyReader(ReplyReader.forGateway(OTHER)));
    }

    @Test
    void theClientTakesAReaderThatKnowsFurtherSenders() {
        ReplyReader both = ReplyReader.forGateway(OTHER, TrackerBench.GATEWAY).withLimits(MailLimits.defaults());
        try (KmcClient client = client().replyReader(both).build()) {
            assertThat(client).isNotNull();
        }
    }

    /** Without the gateway's address, its words are all that tells its mails from others. */
    @Test
    void aMailThatSaysThatItIsAnAnswerIsShownAsOne() throws IOException {
        ReplyReader reader = ReplyReader.forAnySender();
        for (Mails answer : List.of(
                Mails.letter("a@b.example", "Auto: {KMS:Help}"),
                Mails.letter("a@b.example", "tea?").and(GatewayResult.HEADER, Mails.EXPIRED))) {
            assertThat(reader.read(answer.octets(), Mails.KNOWN)).isInstanceOf(Reply.Unmatched.class);
        }
        assertThat(reader.read(Mails.letter("a@b.example", "tea?").octets(), Mails.KNOWN))
                .isNotInstanceOf(Reply.Unmatched.class);
    }
}
