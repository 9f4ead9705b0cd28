// SPDX-License-Identifier: Apache-2.0
package org.valise.examples.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.valise.sts.email.Attachment;
import org.valise.sts.email.Change;
import org.valise.sts.email.Credentials;
import org.valise.sts.email.GatewayResult;
import org.valise.sts.email.KmcClient;
import org.valise.sts.email.KmcMailbox;
import org.valise.sts.email.KmcRequest;
import org.valise.sts.email.MailAccount;
import org.valise.sts.email.MailAddress;
import org.valise.sts.email.MailServer;
import org.valise.sts.email.MemoryPendingRequests;
import org.valise.sts.email.NextStep;
import org.valise.sts.email.Outcome;
import org.valise.sts.email.PendingRequests;
import org.valise.sts.email.RateLimit;
import org.valise.sts.email.RequestFactory;
import org.valise.sts.email.RequestState;
import org.valise.sts.email.Submission;
import org.valise.sts.email.testing.GatewayMailServer;
import org.valise.sts.email.testing.GatewaySimulator;
import org.valise.sts.email.testing.Reaction;
import org.valise.sts.email.testing.SimulatedGateway;
import org.valise.sts.records.KeyReport;
import org.valise.sts.records.RecordInEmail;
import org.valise.sts.records.StsRecord;

/** Journey one: vending software asks the Key Management Centre for its public key and for a key load file (STS600-9-2). */
final class KmcJourney {

    static final String VENDOR = "vendor@vending.example";
    static final String GATEWAY = "gateway@kmc.example";

    private static final Duration DEFERRAL = Duration.ofMinutes(45);

    private final Story story;
    private final StoryClock clock;
    private final PostOffice post;
    private final GatewaySimulator kmc;
    private final RequestFactory requests;

    KmcJourney(Story story, StoryClock clock, PostOffice post, SecureRandom random) {
        this.story = story;
        this.clock = clock;
        this.post = post;
        this.kmc = GatewaySimulator.builder(GATEWAY, clock, random).build();
        this.requests = RequestFactory.from(VENDOR).to(GATEWAY).withClock(clock).withRandom(random);
    }

    void travel() throws IOException {
        story.chapter(
                "A vending system and the Key Management Centre",
                "Vending software for prepaid meters (" + VENDOR
                        + ") needs the public key of the KMC and then a key load"
                        + " file. Both travel by e-mail through a gateway (" + GATEWAY + "), which is simulated here as"
                        + " STS600-9-2 describes it. The mails go through an SMTP and an IMAP server in this process.");
        try (SimulatedGateway gateway = gateway();
                PendingRequests store = new MemoryPendingRequests();
                KmcClient client = client(store)) {
            publicKey(client, gateway);
            expired(client, gateway);
            deferred(client, gateway);
        }
    }

    private SimulatedGateway gateway() {
        return SimulatedGateway.builder(
                        kmc,
                        GatewayMailServer.plaintext(PostOffice.HOST, post.smtpPort(), GATEWAY, PostOffice.PASSWORD),
                        GatewayMailServer.plaintext(PostOffice.HOST, post.imapPort(), GATEWAY, PostOffice.PASSWORD))
                .build();
    }

    private KmcClient client(PendingRequests store) {
        MailAccount account = MailAccount.of(
                MailServer.plaintext(PostOffice.HOST, post.smtpPort()),
                MailServer.plaintext(PostOffice.HOST, post.imapPort()),
                Credentials.password(VENDOR, () -> PostOffice.PASSWORD));
        return KmcClient.builder(store, KmcMailbox.of(account), MailAddress.of(GATEWAY))
                .clock(clock)
                .rateLimit(new RateLimit(Duration.ZERO, 100)) // nobody is to wait for a story
                .build();
    }

    private void publicKey(KmcClient client, SimulatedGateway gateway) throws IOException {
        story.scene("The public key: asked for, proved, and pinned");
        KmcRequest request = requests.getPublicKey();
        submit(client, request, "get-public-key request");
        exchange(client, gateway, "get-public-key reply");
        Outcome outcome = outcome(client, request);
        story.check(
                "the reply is matched to the request by its token, and settles it",
                outcome.state() == RequestState.SUCCEEDED);
        KeyReport report = outcome.key().orElseThrow();
        record("public key record", report.key().record());
        report.results()
                .forEach(each -> story.tell("- " + words(each.check().name()) + ": "
                        + words(each.outcome().name())));
        story.check(
                "the record proves itself: CRCs, a point on P-384, and an identity made over this very key",
                report.trust() == KeyReport.Trust.SELF_CONSISTENT);
        story.tell(
                "Look at the last line above: nobody has approved this key yet. Whoever can send a mail can make a record that"
                        + " proves itself, so the client says " + outcome.nextStep() + " and uses nothing.");
        story.check("the next step is an operator's", outcome.nextStep() == NextStep.APPROVE_KEY);
        pin(client, request, report);
    }

    private void pin(KmcClient client, KmcRequest request, KeyReport report) throws IOException {
        story.tell("The operator calls the KMC, compares "
                + report.key().owner().text() + " word for word, and approves it.");
        story.check(
                "what the KMC says on the telephone is what came by mail",
                report.key().owner().equals(kmc.kmcId()));
        client.approve(report.key().owner());
        Outcome pinned = outcome(client, request);
        story.check(
                "the key is pinned, and may be used",
                pinned.key().orElseThrow().trust() == KeyReport.Trust.PINNED && pinned.nextStep() == NextStep.USE_KEY);
    }

    private void expired(KmcClient client, SimulatedGateway gateway) throws IOException {
        story.scene("A key load file: the load request was too old");
        kmc.enqueue(Reaction.expired());
        StsRecord old = loadRequest("made last month");
        story.tell("A month ago the security module of the vending system made a load request (VKLOADREQ):");
        record("load request record that is too old", old);
        KmcRequest request = requests.getKeyLoadFile(old);
        submit(client, request, "get-klf request that is too old");
        exchange(client, gateway, "get-klf failure");
        Outcome outcome = outcome(client, request);
        story.tell("Look at the header X-Gateway-Result of the reply: "
                + outcome.result().code() + ".");
        story.check(
                "the failure is final, and says what to do: have the security module make a new load request",
                outcome.state() == RequestState.FAILED
                        && outcome.result().code().equals(GatewayResult.VKLOADREQ_EXPIRED)
                        && outcome.nextStep() == NextStep.MAKE_NEW_VKLOADREQ);
    }

    private void deferred(KmcClient client, SimulatedGateway gateway) throws IOException {
        story.scene("A key load file: deferred, then there");
        kmc.enqueue(Reaction.deferred(DEFERRAL));
        StsRecord fresh = loadRequest("made just now");
        story.tell("The security module makes a new load request:");
        record("load request record", fresh);
        KmcRequest request = requests.getKeyLoadFile(fresh);
        submit(client, request, "get-klf request");
        exchange(client, gateway, "get-klf notice");
        Outcome noticed = outcome(client, request);
        story.tell("The gateway answers at once, but with a notice: "
                + noticed.request().notice().orElseThrow().code() + ".");
        story.check(
                "a notice settles nothing: the request goes on waiting and is not sent again",
                noticed.state() == RequestState.NOTICED && noticed.nextStep() == NextStep.WAIT);
        clock.pass(DEFERRAL.plusMinutes(1));
        story.tell("Three quarters of an hour pass.");
        exchange(client, gateway, "get-klf reply");
        Outcome outcome = outcome(client, request);
        Attachment file = outcome.keyLoadFile().orElseThrow();
        story.document("key load file", ".klf", file.bytes());
        story.tell("SHA-256 " + file.sha256());
        story.check(
                "the key load file is there, octet for octet what the KMC made, and may be loaded",
                outcome.state() == RequestState.SUCCEEDED
                        && outcome.nextStep() == NextStep.LOAD_KEY_FILE
                        && Arrays.equals(file.bytes(), kmc.keyLoadFile(fresh)));
    }

    /** The layout of a load request is not public (STS600-4-2): this stands for one. */
    private static StsRecord loadRequest(String words) {
        return StsRecord.of("VKLOADREQ.1", List.of("stands for a load request", words));
    }

    /** Keeps a record in the form that it has in a mail. */
    private void record(String title, StsRecord record) {
        story.document(title, ".txt", RecordInEmail.write(record).getBytes(StandardCharsets.US_ASCII));
    }

    private void submit(KmcClient client, KmcRequest request, String title) throws IOException {
        story.mail(title, request.octets(), MailView.of(request.octets()));
        story.tell(
                "Look at the subject: \"" + request.subject()
                        + "\". The token behind the service code is how the reply will be known, whatever mail software does to it.");
        story.check("sent by SMTP", client.submit(request).status() == Submission.Status.SENT);
    }

    private static Outcome outcome(KmcClient client, KmcRequest request) throws IOException {
        return client.outcome(request.token()).orElseThrow();
    }

    /** The gateway reads its mailbox and answers, and the client reads what came. */
    private void exchange(KmcClient client, SimulatedGateway gateway, String title) throws IOException {
        gateway.poll();
        for (Change change : client.poll()) {
            byte[] mail = change.reply().orElseThrow().mail().octets();
            story.mail(title, mail, MailView.of(mail));
        }
    }

    private static String words(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
