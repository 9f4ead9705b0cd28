// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.valise.sepamail.missive.NominalMissive;

/** Laws of the envelope: what was sealed comes out or nothing, whatever happens to it on the way. */
class EnvelopeProperties {

    private static final TestPki OLD = Bench.AUTHORITY.recipient(TestPki.rsa(3), TestPki.RECEIVER);
    private static final MissiveOpener OPENER = MissiveOpener.of(
                    List.of(OLD.decryptionKey(), Bench.EC_RECIPIENT.decryptionKey(), Bench.RECIPIENT.decryptionKey()),
                    TrustPolicy.of(List.of(Bench.AUTHORITY.certificate)),
                    Bench.CLOCK)
            .with(OpeningPolicy.strict().with(Profile.SEED_TWO_PART));

    private static final NominalMissive MISSIVE = Bench.missive("z".repeat(3_000));
    private static final Map<Way, byte[]> SEALED = new ConcurrentHashMap<>();

    /** One way to seal. */
    record Way(Profile profile, ContentCipher cipher, KeyTransport transport, boolean ec, boolean old) {

        TestPki recipient() {
            return transport == KeyTransport.ECDH_SHA256 ? Bench.EC_RECIPIENT : old ? OLD : Bench.RECIPIENT;
        }

        MissiveSealer sealer() {
            return MissiveSealer.of((ec ? Bench.EC_SIGNER : Bench.SIGNER).identity(), Bench.FROM, Bench.CLOCK)
                    .with(profile)
                    .with(cipher);
        }

        /** One mail for all that is done to it. */
        byte[] sealed() {
            return SEALED.computeIfAbsent(this, way -> way.seal(MISSIVE)).clone();
        }

        byte[] seal(NominalMissive missive) {
            try {
                return sealer().seal(
                                missive,
                                Bench.TO,
                                Recipient.of(recipient().certificate).with(transport))
                        .octets();
            } catch (SealingException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Provide
    Arbitrary<Way> ways() {
        return Combinators.combine(
                        Arbitraries.of(Profile.class).filter(Profile::isSealed),
                        Arbitraries.of(ContentCipher.class).filter(ContentCipher::isSealed),
                        Arbitraries.of(KeyTransport.class),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false))
                .as(Way::new);
    }

    /** Ways that can be opened quickly. */
    @Provide
    Arbitrary<Way> quickWays() {
        return Combinators.combine(
                        Arbitraries.of(Profile.class).filter(Profile::isSealed),
                        Arbitraries.of(ContentCipher.AES_256_CBC, ContentCipher.AES_128_GCM))
                .as((profile, cipher) -> new Way(profile, cipher, KeyTransport.RSA_PKCS1, true, false));
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> any = Arbitraries.strings().ofMaxLength(200);
        Arbitrary<String> blanks =
                Arbitraries.strings().withChars("\r\n\t -=.<>&").ofMaxLength(200);
        Arbitrary<String> sizes = Arbitraries.integers().between(0, 200 << 10).map("x"::repeat);
        return Arbitraries.oneOf(any, blanks, sizes);
    }

    private static NominalMissive accepted(Verdict<OpenedMissive> verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        return (NominalMissive)
                ((Verdict.Accepted<OpenedMissive>) verdict).opened().missive();
    }

    private static void assertRejected(Verdict<?> verdict, Check check) {
        assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
        assertThat(((Verdict.Rejected<?>) verdict).failed()).isEqualTo(check);
    }

    @Property(tries = 60)
    void openingUndoesSealing(@ForAll("texts") String text, @ForAll("ways") Way way) throws IOException {
        NominalMissive missive = Bench.missive(text);
        byte[] mail = way.seal(missive);
        assertThat(accepted(OPENER.open(mail))).isEqualTo(missive);
        Verdict<OpenedStream> streamed = OPENER.open(() -> new ByteArrayInputStream(mail));
        assertThat(streamed).isInstanceOf(Verdict.Accepted.class);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ((Verdict.Accepted<OpenedStream>) streamed).opened().writeTo(out);
        assertThat(out.toByteArray()).isEqualTo(missive.octets());
    }

    @Property(tries = 300)
    void anotherBitGivesNothingElse(
            @ForAll("quickWays") Way way,
            @ForAll @IntRange(max = 1 << 20) int place,
            @ForAll @IntRange(max = 7) int bit)
            throws IOException {
        byte[] mail = way.sealed();
        mail[place % mail.length] ^= (byte) (1 << bit);
        Verdict<OpenedMissive> verdict = OPENER.open(mail);
        if (verdict instanceof Verdict.Accepted<OpenedMissive> accepted) {
            assertThat(accepted.opened().missive()).isEqualTo(MISSIVE);
        }
        assertSame(OPENER.open(() -> new ByteArrayInputStream(mail)), verdict);
    }

    /**
     * A mail may lack only what stands behind the end of its last structure: of P1 and P2 the last line end; of P3 the line end
     * behind the last delimiter, the LF alone not, for a bare CR is none.
     */
    @Property(tries = 250)
    void nothingMayBeMissing(@ForAll("quickWays") Way way, @ForAll @IntRange(max = 1 << 20) int place)
            throws IOException {
        byte[] mail = way.sealed();
        byte[] cut = Arrays.copyOf(mail, place % (mail.length - 2));
        Verdict<OpenedMissive> verdict = OPENER.open(cut);
        assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
        assertSame(OPENER.open(() -> new ByteArrayInputStream(cut)), verdict);
    }

    @Property(tries = 6)
    void theLastLineEndMayBeMissing(@ForAll("quickWays") Way way) {
        byte[] mail = way.seal(Bench.missive("y"));
        assertThat(OPENER.open(Arrays.copyOf(mail, mail.length - 2))).isInstanceOf(Verdict.Accepted.class);
    }

    @Property(tries = 15)
    void lineEndsOfEitherKindKeepTheChecksum(@ForAll("texts") String text, @ForAll("quickWays") Way way) {
        NominalMissive missive = Bench.missive(text);
        String mail = new String(way.seal(missive), StandardCharsets.US_ASCII);
        for (String stored : List.of(mail, mail.replace("\r\n", "\n"))) {
            NominalMissive opened = accepted(OPENER.open(stored.getBytes(StandardCharsets.US_ASCII)));
            assertThat(opened.message().checksum()).isEqualTo(missive.message().checksum());
        }
    }

    private static String parts(byte[] mail, boolean first, byte[] other) {
        String one = new String(mail, StandardCharsets.US_ASCII);
        String two = new String(other, StandardCharsets.US_ASCII);
        int middle = one.indexOf("Content-Type: application/pkcs7-signature");
        int their = two.indexOf("Content-Type: application/pkcs7-signature");
        String boundary = one.substring(one.indexOf("boundary=\"") + 10);
        String theirs = two.substring(two.indexOf("boundary=\"") + 10);
        String taken = first
                ? one.substring(0, middle) + two.substring(their)
                : two.substring(0, their) + one.substring(middle);
        return taken.replace(theirs.substring(0, theirs.indexOf('"')), boundary.substring(0, boundary.indexOf('"')));
    }

    @Property(tries = 10)
    void theSignatureOfAnotherMissive(@ForAll boolean first) {
        Way way = new Way(Profile.SEED_TWO_PART, ContentCipher.AES_256_CBC, KeyTransport.RSA_PKCS1, true, false);
        byte[] mail = way.seal(Bench.missive("one"));
        byte[] other = way.seal(Bench.missive("two"));
        assertRejected(OPENER.open(Forge.ascii(parts(mail, first, other))), Check.DIGEST);
    }

    @Property(tries = 10)
    void partsInTheWrongOrder(@ForAll("quickWays") Way way) {
        byte[] entity = Forge.entity("<x/>");
        byte[] signature = Forge.sign(entity, false, "SHA256withECDSA", Bench.EC_SIGNER);
        String clear = new String(Forge.multipartSigned(entity, signature), StandardCharsets.US_ASCII);
        int first = clear.indexOf("Content-Type: text/plain");
        int delimiter = clear.indexOf("\r\n--=_boundary\r\n", first);
        int second = delimiter + "\r\n--=_boundary\r\n".length();
        int end = clear.indexOf("--=_boundary--");
        String swapped = clear.substring(0, first) + clear.substring(second, end) + "\r\n--=_boundary\r\n"
                + clear.substring(first, delimiter) + "\r\n" + clear.substring(end);
        byte[] mail = Forge.mail(TestPki.SENDER, Forge.ascii(swapped));
        assertThat(OPENER.with(OpeningPolicy.lenient()).open(mail)).isInstanceOf(Verdict.Rejected.class);
    }

    @Property(tries = 10)
    void theWrongReceiverAuthorityOrTime(@ForAll("ways") Way way, @ForAll @IntRange(min = 301, max = 9_999) int days) {
        byte[] mail = way.seal(Bench.missive("x"));
        OpeningPolicy policy = OpeningPolicy.strict().with(Profile.SEED_TWO_PART);
        TrustPolicy trust = TrustPolicy.of(List.of(Bench.AUTHORITY.certificate));
        TestPki other = Bench.AUTHORITY.recipient(TestPki.rsa(5), TestPki.RECEIVER);
        assertRejected(
                MissiveOpener.of(List.of(other.decryptionKey()), trust, Bench.CLOCK)
                        .with(policy)
                        .open(mail),
                Check.RECIPIENT);
        TrustPolicy rogue = TrustPolicy.of(List.of(TestPki.authority("Scheme", 4).certificate));
        List<DecryptionKey> keys = List.of(way.recipient().decryptionKey());
        assertRejected(MissiveOpener.of(keys, rogue, Bench.CLOCK).with(policy).open(mail), Check.SIGNER_TRUST);
        InstantSource later = InstantSource.fixed(TestPki.NOW.plus(Duration.ofDays(days)));
        Verdict<OpenedMissive> late =
                MissiveOpener.of(keys, trust, later).with(policy).open(mail);
        assertThat(late).isInstanceOf(Verdict.Undetermined.class);
        assertThat(((Verdict.Undetermined<OpenedMissive>) late).open()).isEqualTo(Check.SIGNER_TRUST);
    }

    private static void assertSame(Verdict<OpenedStream> streamed, Verdict<OpenedMissive> verdict) {
        assertThat(streamed.getClass()).isEqualTo(verdict.getClass());
        assertThat(streamed.checks()).isEqualTo(verdict.checks());
        assertThat(streamed.deviations()).isEqualTo(verdict.deviations());
    }

    /** What changes between two readings is given out by no reading. */
    @Property(tries = 50)
    void aSourceThatChanges(
            @ForAll("quickWays") Way way,
            @ForAll @IntRange(max = 1 << 20) int place,
            @ForAll @IntRange(max = 7) int bit)
            throws IOException {
        byte[] mail = way.sealed();
        byte[] changed = mail.clone();
        changed[place % mail.length] ^= (byte) (1 << bit);
        for (int good = 0; good < 4; good++) {
            int before = good;
            AtomicInteger readings = new AtomicInteger();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try {
                Verdict<OpenedStream> verdict = OPENER.open(
                        () -> new ByteArrayInputStream(readings.getAndIncrement() < before ? mail : changed));
                if (verdict instanceof Verdict.Accepted<OpenedStream> accepted) {
                    accepted.opened().writeTo(out);
                }
            } catch (IOException e) {
                assertThat(e).isNotInstanceOf(Refusal.class);
            }
            byte[] octets = out.toByteArray();
            assertThat(octets).isEqualTo(Arrays.copyOf(MISSIVE.octets(), octets.length));
        }
    }

    /** A source that cannot be read gives no verdict, wherever it breaks. */
    @Property(tries = 100)
    void aSourceThatFails(@ForAll("quickWays") Way way, @ForAll @IntRange(max = 1 << 20) int place) {
        byte[] mail = way.sealed();
        IOException failure = new IOException("the disk");
        assertThatThrownBy(() -> OPENER.open(() -> new Failing(mail, place % (mail.length + 1), failure)))
                .isSameAs(failure);
        AtomicInteger readings = new AtomicInteger();
        assertThatThrownBy(() -> {
                    Verdict<OpenedStream> verdict = OPENER.open(() -> readings.getAndIncrement() < 1
                            ? new ByteArrayInputStream(mail)
                            : new Failing(mail, place % mail.length, failure));
                    ((Verdict.Accepted<OpenedStream>) verdict).opened().writeTo(new ByteArrayOutputStream());
                })
                .isSameAs(failure);
    }

    /** Breaks at an octet. */
    private static final class Failing extends InputStream {

        private final ByteArrayInputStream in;
        private final IOException failure;

        Failing(byte[] octets, int count, IOException failure) {
            this.in = new ByteArrayInputStream(octets, 0, count);
            this.failure = failure;
        }

        @Override
        public int read() throws IOException {
            int octet = in.read();
            if (octet < 0) {
                throw failure;
            }
            return octet;
        }

        @Override
        public int read(byte[] octets, int from, int count) throws IOException {
            int there = in.read(octets, from, count);
            if (there < 0) {
                throw failure;
            }
            return there;
        }
    }

    /** Statement 27: mails that were genuine, changed in many ways. */
    @Provide
    Arbitrary<byte[]> changedMails() {
        NominalMissive missive = Bench.missive("w".repeat(300));
        List<byte[]> genuine = List.of(
                new Way(Profile.OPAQUE_THEN_ENCRYPT, ContentCipher.AES_256_CBC, KeyTransport.RSA_PKCS1, true, false)
                        .seal(missive),
                new Way(Profile.CLEAR_THEN_ENCRYPT, ContentCipher.AES_128_GCM, KeyTransport.RSA_PKCS1, true, false)
                        .seal(missive),
                new Way(Profile.SEED_TWO_PART, ContentCipher.AES_256_CBC, KeyTransport.RSA_PKCS1, true, false)
                        .seal(missive),
                signedOnly(missive, true),
                signedOnly(missive, false));
        Arbitrary<byte[]> mails = Arbitraries.of(genuine);
        Arbitrary<Integer> places = Arbitraries.integers().between(0, 1 << 20);
        Arbitrary<byte[]> octets = Combinators.combine(mails, places.list().ofMaxSize(8), Arbitraries.bytes())
                .as((mail, at, octet) -> {
                    byte[] changed = mail.clone();
                    at.forEach(place -> changed[place % mail.length] = octet);
                    return changed;
                });
        Arbitrary<byte[]> splices = Combinators.combine(mails, mails, places, places)
                .as((one, two, end, begin) -> Forge.join(
                        Arrays.copyOf(one, end % one.length), Arrays.copyOfRange(two, begin % two.length, two.length)));
        Arbitrary<byte[]> repeats = Combinators.combine(
                        mails, places, places, Arbitraries.integers().between(2, 8))
                .as((mail, begin, end, times) -> repeated(mail, begin % mail.length, end % mail.length, times));
        Arbitrary<byte[]> headers = Combinators.combine(
                        mails,
                        places,
                        Arbitraries.of(
                                "Content-Type: multipart/signed; boundary=",
                                "Content-Type: multipart/mixed; boundary=\"",
                                "Content-Type: (((",
                                "Content-Transfer-Encoding: quoted-printable",
                                "Content-Transfer-Encoding: x",
                                "From: a@b",
                                "\r\n",
                                "--",
                                ":",
                                " x",
                                "To: (\\"))
                .as((mail, line, header) -> edited(mail, line, header));
        return Arbitraries.oneOf(octets, splices, repeats, headers);
    }

    private static byte[] signedOnly(NominalMissive missive, boolean within) {
        byte[] entity = Forge.entity(new String(missive.octets(), StandardCharsets.UTF_8));
        byte[] signature = Forge.sign(entity, within, "SHA256withECDSA", Bench.EC_SIGNER);
        return Forge.mail(
                TestPki.SENDER,
                within ? Forge.cms("signed-data", signature) : Forge.multipartSigned(entity, signature));
    }

    private static byte[] repeated(byte[] mail, int one, int other, int times) {
        int begin = Math.min(one, other);
        int end = Math.max(one, other);
        byte[] result = Arrays.copyOf(mail, end);
        for (int i = 1; i < times; i++) {
            result = Forge.join(result, Arrays.copyOfRange(mail, begin, end));
        }
        return Forge.join(result, Arrays.copyOfRange(mail, end, mail.length));
    }

    private static byte[] edited(byte[] mail, int line, String header) {
        List<String> lines = new java.util.ArrayList<>(
                new String(mail, StandardCharsets.ISO_8859_1).lines().toList());
        int most = Math.min(lines.size(), 30);
        lines.add(line % most, header);
        if (line / most % 2 == 0) {
            lines.remove((line + 1) % most);
        }
        return String.join("\r\n", lines).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Property(tries = 300)
    void nothingIsEverThrown(@ForAll("changedMails") byte[] mail) throws Exception {
        byte[] some = Arrays.copyOf(mail, Math.min(mail.length, 64 << 10));
        for (OpeningPolicy policy : List.of(OpeningPolicy.legacy(), OpeningPolicy.strict())) {
            MissiveOpener opener = OPENER.with(policy);
            List<Verdict<OpenedMissive>> verdicts = new ArrayList<>();
            assertThat(CpuTime.of(() -> verdicts.add(opener.open(some)))).isLessThan(Duration.ofSeconds(5));
            Verdict<OpenedMissive> verdict = verdicts.get(0);
            if (verdict instanceof Verdict.Accepted<OpenedMissive> accepted) {
                assertThat(accepted.opened().missive()).isEqualTo(Bench.missive("w".repeat(300)));
            }
            assertSame(opener.open(() -> new ByteArrayInputStream(some)), verdict);
        }
        ContentOpener content = ContentOpener.of(
                List.of(Bench.EC_RECIPIENT.decryptionKey()),
                TrustPolicy.of(List.of(Bench.AUTHORITY.certificate)),
                Bench.CLOCK);
        for (Verdict<OpenedContent> verdict :
                List.of(content.open(some), content.verify(some), content.decrypt(some))) {
            assertThat(verdict.toString()).doesNotContain("\n");
            if (verdict instanceof Verdict.Accepted<OpenedContent> accepted) {
                assertThat(accepted.opened().octets()).isNotNull();
            }
        }
    }
}
