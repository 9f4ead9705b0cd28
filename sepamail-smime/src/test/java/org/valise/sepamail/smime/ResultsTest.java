// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.valise.sepamail.missive.ContentSink;
import org.valise.sepamail.missive.MissiveAddress;
import org.valise.sepamail.missive.NominalMissive;

/** What was sealed, opened or received says what it is, and its text says nothing of what is in it. */
class ResultsTest {

    private static final NominalMissive NOMINAL = Bench.missive("x");
    private static final Recipient RECIPIENT = Recipient.of(Bench.RECIPIENT.certificate);

    private static SealedMissive sealed() throws SealingException {
        return Bench.sealer().seal(NOMINAL, Bench.TO, RECIPIENT);
    }

    private static <T> T accepted(Verdict<T> verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        return ((Verdict.Accepted<T>) verdict).opened();
    }

    private static void assertReport(EnvelopeReport report) {
        assertThat(report.from()).contains(Bench.FROM);
        assertThat(report.to()).contains(Bench.TO);
        assertThat(report.signer()).contains(Bench.SIGNER.certificate);
        assertThat(report.toString())
                .contains("OPAQUE_THEN_ENCRYPT", "RSA_SHA256", "AES_256_CBC")
                .doesNotContain("@");
    }

    private static void assertSilent(Object result) {
        assertThat(result.toString())
                .startsWith(result.getClass().getSimpleName() + "[")
                .doesNotContain(NOMINAL.id(), "QX", "@");
    }

    @Test
    void aSealedMissiveKnowsItsEnds() throws Exception {
        SealedMissive sealed = sealed();
        assertThat(sealed.from()).isEqualTo(Bench.FROM);
        assertThat(sealed.to()).isEqualTo(Bench.TO);
        assertSilent(sealed);
        assertSilent(RECIPIENT);
    }

    @Test
    void aSealedEntityIsWrittenAsItIs() throws Exception {
        SealedEntity entity = EntitySigner.of(Bench.SIGNER.identity(), Bench.CLOCK)
                .sign("Content-Type: text/plain\r\n\r\nx\r\n".getBytes(US_ASCII));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        entity.writeTo(out);
        assertThat(out.toByteArray()).isEqualTo(entity.octets()).hasSize((int) entity.length());
        assertSilent(entity);
    }

    @Test
    void anOpenedMissiveHasTheReportOfItsEnvelope() throws Exception {
        Verdict<OpenedMissive> verdict = Bench.opener().open(sealed().octets());
        OpenedMissive opened = accepted(verdict);
        assertThat(opened.missive()).isEqualTo(NOMINAL);
        assertReport(verdict.envelope());
        assertThat(opened.from()).isEqualTo(Bench.FROM);
        assertThat(opened.to()).isEqualTo(Bench.TO);
        assertReport(opened.envelope());
        assertSilent(opened);
    }

    @Test
    void anOpenedStreamGivesOutWhatWasSealed() throws Exception {
        byte[] mail = sealed().octets();
        Verdict<OpenedStream> verdict = Bench.opener().open(() -> new ByteArrayInputStream(mail));
        OpenedStream opened = accepted(verdict);
        assertThat(opened.missive().id()).isEqualTo(NOMINAL.id());
        assertReport(verdict.envelope());
        assertThat(opened.warnings())
                .isEqualTo(accepted(Bench.opener().open(mail)).warnings());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        opened.writeTo(out);
        assertThat(out.toByteArray()).isEqualTo(NOMINAL.octets());
        assertThat(opened.read(ContentSink.none()).id()).isEqualTo(NOMINAL.id());
        assertReport(opened.envelope());
        assertSilent(opened);
    }

    @Test
    void openedContentSaysHowMuchThereIs() throws Exception {
        ContentOpener opener = ContentOpener.of(List.of(Bench.RECIPIENT.decryptionKey()), Banks.TRUST, Bench.CLOCK);
        byte[] mail = sealed().octets();
        OpenedContent opened = accepted(opener.open(mail));
        assertThat(opened.octets()).contains(NOMINAL.octets());
        assertSilent(opened);
        assertThat(opener.with(SmimeLimits.defaults().withOctets(mail.length)).open(mail))
                .isInstanceOf(Verdict.Accepted.class);
        assertThat(opener.with(SmimeLimits.defaults().withOctets(mail.length - 1))
                        .open(mail))
                .isInstanceOf(Verdict.Rejected.class);
        assertThat(opener.toString()).startsWith("ContentOpener[").doesNotContain("CN=");
    }

    @Test
    void aDeliveryHasTheWayItCame() throws IOException {
        Banks banks = new Banks();
        banks.now = TestPki.NOW.plusSeconds(7);
        Reception reception = banks.bleu().receive(Banks.mail(NOMINAL));
        Delivery delivery = banks.application.taken.get(0);
        assertThat(delivery.to().matches(Banks.AT_BLEU)).isTrue();
        assertThat(delivery.ecosystem()).isEqualTo("test");
        assertThat(delivery.receivedAt()).isEqualTo(TestPki.NOW.plusSeconds(7));
        assertThat(delivery.opened().missive()).isEqualTo(delivery.missive());
        assertReport(delivery.opened().envelope());
        assertSilent(delivery);
        assertSilent(reception);
        assertThat(reception.checks()).isNotEmpty();
        assertThat(reception.toString()).isEqualTo("Reception[HANDED_ON]");
    }

    /** An address of another network is nobody's. */
    @Test
    void aPipelineIsInItsNetworks() throws IOException {
        Banks banks = new Banks();
        ReceptionPipeline elsewhere = banks.bleu().inNetworks(Set.of("mail.example"));
        Reception reception = elsewhere.receive(Banks.mail(NOMINAL));
        assertThat(reception.kind()).isEqualTo(Reception.Kind.REFUSED);
        assertThat(reception.toString()).startsWith("Reception[REFUSED, ").contains(", no answer: NOT_VERIFIED");
        Reception here = banks.bleu().inNetworks(Set.of(MissiveAddress.NETWORK)).receive(Banks.mail(NOMINAL));
        assertThat(here.kind()).isEqualTo(Reception.Kind.HANDED_ON);
        assertThat(elsewhere.toString()).startsWith("ReceptionPipeline[").doesNotContain("CN=");
    }

    /** A mail that nobody may decrypt any more is not made. */
    @Test
    void aReceiverWhoseCertificateHasExpiredIsRefused() {
        TestPki expired = Bench.AUTHORITY.issue(new TestPki.Request(TestPki.rsa(2), "CN=Recipient")
                .mail(TestPki.RECEIVER)
                .usage(KeyUsage.keyEncipherment)
                .valid(TestPki.NOW.minus(Duration.ofDays(2)), TestPki.NOW.minus(Duration.ofDays(1))));
        assertThatExceptionOfType(SealingException.class)
                .isThrownBy(() -> Bench.sealer().seal(NOMINAL, Bench.TO, Recipient.of(expired.certificate)))
                .withMessageContaining("recipient");
    }

    @ParameterizedTest
    @CsvSource({"5, 05", "abc, 0abc", "1234, 1234", "ff, ff", "-5, -5"})
    void aSerialNumberIsWrittenInWholeOctets(String number, String expected) {
        BigInteger serial = new BigInteger(number, 16);
        assertThat(EnvelopeStructure.KeyName.of("CN=Issuer", serial).serial()).isEqualTo(expected);
    }

    @Test
    void aLimitIsPositive() {
        assertThat(new SmimeLimits(1, 1, 1, 1, 1)).isNotNull();
        assertThatIllegalArgumentException().isThrownBy(() -> new SmimeLimits(0, 1, 1, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new SmimeLimits(1, 0, 1, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new SmimeLimits(1, 1, 0, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new SmimeLimits(1, 1, 1, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new SmimeLimits(1, 1, 1, 1, 0));
    }

    /** Whoever opens the source of a mail closes it, however the reading ends. */
    @Test
    void theSourceOfAMailIsClosed() throws Exception {
        byte[] mail = sealed().octets();
        for (byte[] octets : new byte[][] {mail, new byte[0], Arrays.copyOf(mail, mail.length / 2)}) {
            int[] open = {0, 0};
            Bench.opener().open(() -> {
                open[0]++;
                return closing(octets, open);
            });
            assertThat(open[0]).isPositive();
            assertThat(open[1]).isEqualTo(open[0]);
        }
    }

    private static InputStream closing(byte[] octets, int[] open) {
        return new ByteArrayInputStream(octets) {
            private boolean closed;

            @Override
            public void close() {
                open[1] += closed ? 0 : 1;
                closed = true;
            }
        };
    }
}
