// SPDX-License-Identifier: Apache-2.0
package org.valise.consumers.spring.boot;

import java.nio.charset.StandardCharsets;
import java.security.Security;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.valise.sepamail.missive.MessageContent;
import org.valise.sepamail.missive.MissiveBinding;
import org.valise.sepamail.missive.Missives;
import org.valise.sepamail.missive.NominalMissive;
import org.valise.sepamail.missive.Party;
import org.valise.sepamail.missive.Qxban;
import org.valise.sepamail.missive.SchemaVersion;
import org.valise.sepamail.missive.SimpleTest;
import org.valise.sepamail.smime.DecryptionKey;
import org.valise.sepamail.smime.Mailbox;
import org.valise.sepamail.smime.MissiveOpener;
import org.valise.sepamail.smime.MissiveSealer;
import org.valise.sepamail.smime.OpenedMissive;
import org.valise.sepamail.smime.Recipient;
import org.valise.sepamail.smime.SigningIdentity;
import org.valise.sepamail.smime.TrustPolicy;
import org.valise.sepamail.smime.Verdict;
import org.valise.sts.email.Credentials;
import org.valise.sts.email.GatewayResult;
import org.valise.sts.email.KmcClient;
import org.valise.sts.email.KmcMailbox;
import org.valise.sts.email.KnownRequests;
import org.valise.sts.email.MailAccount;
import org.valise.sts.email.MailAddress;
import org.valise.sts.email.MailException;
import org.valise.sts.email.MailServer;
import org.valise.sts.email.MemoryPendingRequests;
import org.valise.sts.email.PendingRequests;
import org.valise.sts.email.PublicKeyRequest;
import org.valise.sts.email.Reply;
import org.valise.sts.email.ReplyReader;
import org.valise.sts.email.RequestFactory;
import org.valise.sts.email.Submission;
import org.valise.sts.records.StsRecord;
import org.valise.sts.records.StsRecords;

/** Uses all libraries in an executable jar of Spring Boot, which has class loaders of its own. */
@SpringBootApplication
public class Application implements CommandLineRunner {

    private static final Instant NOW = Instant.parse("2026-11-02T09:30:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);
    private static final Mailbox FROM = Mailbox.of("test@testvert.sepamail.eu");
    private static final Mailbox TO = Mailbox.of("test@testbleu.sepamail.eu");

    /**
     * Starts, does one thing with each library, and ends.
     *
     * @param args none
     */
    public static void main(String[] args) {
        SpringApplication.run(Application.class, args).close();
    }

    @Override
    public void run(String... args) throws Exception {
        int providers = Security.getProviders().length;
        record();
        request();
        mailServers();
        envelope(missive());
        require(Security.getProviders().length == providers, "as many security providers as before");
        System.out.println("Spring Boot " + SpringBootVersion.getVersion() + ": record, request, mail servers, missive, envelope");
    }

    private static void record() throws Exception {
        StsRecord made = StsRecord.of("A", List.of("1"));
        require(StsRecords.strict().parse(made.text()).orElseThrow().equals(made), "the record that was made");
    }

    private static void request() throws Exception {
        PublicKeyRequest request =
                RequestFactory.from("vendor@vending.example").to("kmc@kmc.example").getPublicKey();
        KnownRequests known = KnownRequests.of(List.of(new KnownRequests.Known(
                request.token(), Optional.of(request.messageId()), Optional.of(request.service()))));
        String reply = "From: kmc@kmc.example\r\nTo: vendor@vending.example\r\nSubject: Auto: " + request.subject()
                + "\r\nX-Gateway-Result: Success\tThe operation completed successfully\r\n\r\nDone.\r\n";
        Reply read = ReplyReader.forGateway(MailAddress.of("kmc@kmc.example"))
                .read(reply.getBytes(StandardCharsets.US_ASCII), known);
        require(
                read instanceof Reply.Matched matched && matched.mail().result() instanceof GatewayResult.Success,
                "the answer to the request, not " + read);
    }

    /** Asks servers that are not there: that there is no connection is only said if Jakarta Mail has found its providers. */
    private static void mailServers() throws Exception {
        MailServer nobody = MailServer.implicitTls("127.0.0.1", 1);
        MailAccount account = MailAccount.of(nobody, nobody, Credentials.password("vendor", () -> "secret"));
        MailAddress gateway = MailAddress.of("kmc@kmc.example");
        try (PendingRequests store = new MemoryPendingRequests();
                KmcClient client = KmcClient.builder(store, KmcMailbox.of(account), gateway)
                        .build()) {
            Submission submission = client.submit(
                    RequestFactory.from("vendor@vending.example").to(gateway.text()).getPublicKey());
            MailException sending = submission.fault().orElseThrow();
            require(sending.kind() == MailException.Kind.CONNECTION, "no connection to send, not " + sending);
            client.poll();
            throw new IllegalStateException("Expected no mailbox");
        } catch (MailException reading) {
            require(reading.kind() == MailException.Kind.CONNECTION, "no connection to read, not " + reading);
        }
    }

    private static NominalMissive missive() throws Exception {
        NominalMissive built = NominalMissive.builder(SchemaVersion.NORM_1206)
                .id("20261102093000000_0001")
                .from(Party.of(Qxban.of("QX46TESTVERTXXXABCDEFGHJKLMNPQRSTU")))
                .to(Party.of(Qxban.of("QX62TESTBLEUXXX2345678923456789234")))
                .message(MessageContent.of("G-1", SimpleTest.request("T-1").withText("hello")))
                .sentAt(NOW)
                .build();
        require(Missives.strict().read(built.octets()).orElseThrow().equals(built), "the missive that was built");
        require(MissiveBinding.create().read(built) != null, "its envelope by JAXB");
        return built;
    }

    private static void envelope(NominalMissive sent) throws Exception {
        ThrowAwayPki pki = new ThrowAwayPki(NOW);
        ThrowAwayPki.Identity sender = pki.issue(FROM.text(), KeyUsage.digitalSignature);
        ThrowAwayPki.Identity receiver = pki.issue(TO.text(), KeyUsage.keyAgreement);
        byte[] mail = MissiveSealer.of(
                        SigningIdentity.of(sender.key(), List.of(sender.certificate())), FROM, CLOCK)
                .seal(sent, TO, Recipient.of(receiver.certificate()))
                .octets();
        Verdict<OpenedMissive> verdict = MissiveOpener.of(
                        List.of(DecryptionKey.of(receiver.key(), receiver.certificate())),
                        TrustPolicy.of(List.of(pki.authority())),
                        CLOCK)
                .open(mail);
        require(
                verdict instanceof Verdict.Accepted<OpenedMissive> accepted
                        && accepted.opened().missive().equals(sent),
                "the missive that was sealed, not " + verdict);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("Expected " + what);
        }
    }
}
