// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.activation.CommandMap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.security.Security;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.valise.sepamail.missive.MessageContent;
import org.valise.sepamail.missive.Party;
import org.valise.sepamail.missive.SimpleTest;

/**
 * Sealing and opening change nothing that others in the JVM see, and reach nobody. That they write no files is seen by
 * {@link ResourceStatementsTest} in a JVM of its own: into this one's folder for temporary files others write, too.
 */
class GlobalEffectsTest {

    private static Verdict<OpenedMissive> exchange(TestPki signer, TrustPolicy trust) throws Exception {
        Verdict<OpenedMissive> verdict = null;
        for (Profile profile : List.of(Profile.OPAQUE_THEN_ENCRYPT, Profile.CLEAR_THEN_ENCRYPT)) {
            byte[] mail = MissiveSealer.of(signer.identity(), Bench.FROM, Bench.CLOCK)
                    .with(profile)
                    .seal(Bench.missive("x"), Bench.TO, Recipient.of(Bench.EC_RECIPIENT.certificate))
                    .octets();
            MissiveOpener opener = MissiveOpener.of(List.of(Bench.EC_RECIPIENT.decryptionKey()), trust, Bench.CLOCK);
            verdict = opener.open(mail);
            opener.open(() -> new ByteArrayInputStream(mail));
        }
        return verdict;
    }

    /** Something that is done, and leaves nothing behind. */
    private interface Deed {
        void run() throws Exception;
    }

    /** The first time loads classes; the second one is looked at. */
    private static void assertNothingChanges(Deed first, Deed second) throws Exception {
        first.run();
        List<?> providers = List.of(Security.getProviders());
        CommandMap commands = CommandMap.getDefaultCommandMap();
        List<String> types = List.of(commands.getMimeTypes() == null ? new String[0] : commands.getMimeTypes());
        Properties properties = (Properties) System.getProperties().clone();
        Set<Thread> threads = Thread.getAllStackTraces().keySet();

        second.run();

        assertThat(List.of(Security.getProviders())).isEqualTo(providers);
        assertThat(Security.getProvider("BC")).isNull();
        assertThat(CommandMap.getDefaultCommandMap()).isSameAs(commands);
        assertThat(List.of(commands.getMimeTypes() == null ? new String[0] : commands.getMimeTypes()))
                .isEqualTo(types);
        assertThat(System.getProperties()).isEqualTo(properties);
        assertThat(threads).containsAll(Thread.getAllStackTraces().keySet());
    }

    @Test
    void nothingOfTheJvmChanges() throws Exception {
        TrustPolicy trust = TrustPolicy.of(List.of(Bench.AUTHORITY.certificate));
        assertNothingChanges(
                () -> exchange(Bench.EC_SIGNER, trust),
                () -> assertThat(exchange(Bench.SIGNER, trust)).isInstanceOf(Verdict.Accepted.class));
    }

    /** A missive is sent, received, handed on and acknowledged, and the acknowledgement is received. */
    static void deliver() throws IOException {
        Banks banks = new Banks();
        MessageContent message = MessageContent.of("M-1", SimpleTest.request("T-1"));
        banks.vert()
                .emit(EmissionOrder.of(Party.of(Banks.VERT_USER), Party.of(Banks.BLEU_USER), message)
                        .withId("ID-1"));
        Reception received = banks.bleu().receive(banks.fromVert.taken.get(0).octets());
        assertThat(received.kind()).isEqualTo(Reception.Kind.HANDED_ON);
        Reception back =
                banks.vertReceiver().receive(received.answerMail().orElseThrow().octets());
        assertThat(back.kind()).isEqualTo(Reception.Kind.ACKNOWLEDGEMENT);
        assertThat(banks.application.taken).hasSize(1);
    }

    static void stamp() throws IOException {
        stamp(TestTsa.GOOD, TrustPolicy.of(List.of(TestTsa.ROOT.certificate)));
    }

    /** A stamp is asked for, and verified at once and once more later. */
    private static void stamp(TestTsa authority, TrustPolicy trust) throws IOException {
        byte[] mail = Forge.ascii("From: a\r\n\r\nx\r\n");
        TimestampVerifier verifier = TimestampVerifier.of(trust, Bench.CLOCK);
        TimestampVerdict verdict = verifier.ask(
                asked -> authority.stamp().answering(asked).response(),
                TimestampRequest.over(mail, new SecureRandom()));
        assertThat(verdict).isInstanceOf(TimestampVerdict.Accepted.class);
        byte[] token = ((TimestampVerdict.Accepted) verdict).token().octets();
        assertThat(verifier.verify(mail, token)).isInstanceOf(TimestampVerdict.Accepted.class);
        assertThat(verifier.verify(new ByteArrayInputStream(mail), token))
                .isInstanceOf(TimestampVerdict.Accepted.class);
    }

    @Test
    void nothingOfTheJvmChangesByPipelines() throws Exception {
        assertNothingChanges(GlobalEffectsTest::deliver, GlobalEffectsTest::deliver);
    }

    @Test
    void nothingOfTheJvmChangesByTimeStamps() throws Exception {
        assertNothingChanges(GlobalEffectsTest::stamp, GlobalEffectsTest::stamp);
    }

    /** The places for lists, answers and issuers that certificates name are not asked. */
    @Test
    @Timeout(60)
    void nobodyIsAsked() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            String url = "http://localhost:" + listener.getLocalPort();
            TestPath root = TestPath.root(0);
            TestPath middle = told(root.request(TestPki.rsa(3), "CN=Mid").authority(-1), url);
            TestPath signer = told(middle.request(TestPki.rsa(1), "CN=Signer").signer(TestPki.SENDER), url);
            SigningIdentity identity =
                    SigningIdentity.of(signer.keys.getPrivate(), List.of(signer.certificate, middle.certificate));
            byte[] mail = MissiveSealer.of(identity, Bench.FROM, Bench.CLOCK)
                    .seal(Bench.missive("x"), Bench.TO, Recipient.of(Bench.RECIPIENT.certificate))
                    .octets();
            TrustPolicy trust = TrustPolicy.of(List.of(root.certificate));
            assertThat(open(mail, trust)).isInstanceOf(Verdict.Accepted.class);
            assertThat(open(mail, trust.withRevocationLists(List.of(root.list()))))
                    .isInstanceOf(Verdict.Undetermined.class);
            assertThat(open(mail, trust.withOcspResponses(List.of(new byte[1]))))
                    .isInstanceOf(Verdict.Undetermined.class);
            assertNobodyCame(listener);
        }
    }

    private static void assertNobodyCame(ServerSocket listener) throws IOException {
        listener.setSoTimeout(1);
        boolean asked = true;
        try {
            listener.accept().close();
        } catch (SocketTimeoutException e) {
            asked = false;
        }
        assertThat(asked).isFalse();
    }

    /** Only the caller's network carries what is asked: the authority's certificate names places too. */
    @Test
    @Timeout(60)
    void nobodyIsAskedForTimeStampsAndReceptions() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            String url = "http://localhost:" + listener.getLocalPort();
            TestPath root = TestPath.root(0);
            TestPath middle = told(root.request(TestPki.rsa(3), "CN=Mid").authority(-1), url);
            TestPath clock = told(
                    middle.request(TestPki.ec(2), "CN=Clock")
                            .with(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                            .with(
                                    Extension.extendedKeyUsage,
                                    true,
                                    new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping)),
                    url);
            TrustPolicy trust =
                    TrustPolicy.of(List.of(root.certificate)).withIntermediates(List.of(middle.certificate));
            stamp(new TestTsa(clock.keys, clock.certificate), trust);

            TestPath signer = told(middle.request(TestPki.rsa(1), "CN=Signer").signer(TestPki.SENDER), url);
            SigningIdentity identity = SigningIdentity.of(signer.keys.getPrivate(), List.of(signer.certificate));
            byte[] mail = MissiveSealer.of(identity, Bench.FROM, Bench.CLOCK)
                    .seal(Bench.missive("x"), Bench.TO, Recipient.of(Bench.RECIPIENT.certificate))
                    .octets();
            assertThat(receive(mail, trust)).isEqualTo(Reception.Kind.HANDED_ON);
            assertThat(receive(mail, trust.withRevocationLists(List.of(root.list()))))
                    .isEqualTo(Reception.Kind.UNDETERMINED);
            assertNobodyCame(listener);
        }
    }

    private static Reception.Kind receive(byte[] mail, TrustPolicy trust) throws IOException {
        MissiveOpener opener = MissiveOpener.of(List.of(Bench.RECIPIENT.decryptionKey()), trust, Bench.CLOCK);
        return new Banks().bleu(MailOpening.of(opener)).receive(mail).kind();
    }

    private static Verdict<OpenedMissive> open(byte[] mail, TrustPolicy trust) {
        return MissiveOpener.of(List.of(Bench.RECIPIENT.decryptionKey()), trust, Bench.CLOCK)
                .open(mail);
    }

    private static TestPath told(TestPath.Request request, String url) {
        GeneralName place = new GeneralName(GeneralName.uniformResourceIdentifier, url);
        DistributionPointName lists = new DistributionPointName(new GeneralNames(place));
        AccessDescription[] places = {
            new AccessDescription(AccessDescription.id_ad_ocsp, place),
            new AccessDescription(AccessDescription.id_ad_caIssuers, place)
        };
        return request.with(Extension.authorityInfoAccess, false, new AuthorityInformationAccess(places))
                .with(Extension.cRLDistributionPoints, false, new CRLDistPoint(new DistributionPoint[] {
                    new DistributionPoint(lists, null, null)
                }))
                .issue();
    }
}
