// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSCompressedDataGenerator;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.jcajce.ZlibCompressor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.valise.sepamail.missive.NominalMissive;

/** Statements C of what must be survived: mails that want more of us than they are worth. */
class ResourceStatementsTest {

    private static final NominalMissive MISSIVE = Bench.missive("x");
    private static final byte[] ENTITY = Forge.entity(new String(MISSIVE.octets(), StandardCharsets.UTF_8));
    private static final MissiveOpener LENIENT = Bench.opener().with(OpeningPolicy.legacy());
    private static final HexFormat HEX = HexFormat.of();

    /** Of the processor: far more than it takes, far less than what an attacker wants. */
    private static final Duration SOON = Duration.ofSeconds(2);

    private static byte[] repeat(String hex, int count) {
        return HEX.parseHex(hex.repeat(count));
    }

    /** Sequences of definite length within each other. */
    private static byte[] definite(int depth) {
        byte[] octets = new byte[0];
        for (int i = 0; i < depth; i++) {
            octets = Forge.join(Der.header(Der.SEQUENCE, octets.length), octets);
        }
        return octets;
    }

    private static Stream<byte[]> structures() throws Exception {
        byte[] signedData = HEX.parseHex("06092A864886F70D010702");
        byte[] envelopedData = HEX.parseHex("06092A864886F70D010703");
        byte[] good = Forge.encrypt(ENTITY, CMSAlgorithm.AES256_CBC, Bench.RECIPIENT);
        return Stream.of(
                repeat("3080", 60_000),
                Forge.join(HEX.parseHex("3080"), signedData, HEX.parseHex("A080"), repeat("3080", 60_000)),
                Forge.join(
                        HEX.parseHex("3080"),
                        envelopedData,
                        HEX.parseHex("A08030800201003180"),
                        repeat("3080", 60_000)),
                Forge.join(
                        HEX.parseHex("3080"), signedData, HEX.parseHex("A08030800201013180"), repeat("3180", 60_000)),
                // A content of octet strings within octet strings.
                Forge.join(
                        HEX.parseHex("3080"),
                        signedData,
                        HEX.parseHex("A080308002010131003080"),
                        HEX.parseHex("06092A864886F70D010701A080"),
                        repeat("2480", 60_000)),
                definite(3_000),
                Forge.join(HEX.parseHex("3080"), signedData, HEX.parseHex("A080"), definite(3_000)),
                HEX.parseHex("3084FFFFFFFF"),
                HEX.parseHex("30847FFFFFFF06092A864886F70D010702A0847FFFFFF0"),
                HEX.parseHex("3088FFFFFFFFFFFFFFFF"),
                Forge.join(
                        HEX.parseHex("30847FFFFFFF"),
                        signedData,
                        HEX.parseHex("A0847FFFFFF030847FFFFFE00201013184"),
                        HEX.parseHex("7FFFFF00")),
                Forge.join(
                        HEX.parseHex("3080"),
                        signedData,
                        HEX.parseHex("A08030800201013180300B0609"),
                        HEX.parseHex("608648016503040201")),
                Forge.join(HEX.parseHex("3080"), envelopedData, HEX.parseHex("A080308002010031848FFFFFFF")),
                Arrays.copyOf(good, good.length / 2),
                // An object identifier and an integer without end.
                HEX.parseHex("3080068400FFFFFF"),
                Forge.join(HEX.parseHex("308006847FFFFFFF"), new byte[100_000]),
                new byte[0]);
    }

    @ParameterizedTest
    @MethodSource("structures")
    void s22StructuresWithoutMeasure(byte[] structure) throws Exception {
        byte[] inner = Forge.cms("signed-data", structure);
        List<byte[]> mails = List.of(
                Forge.mail(TestPki.SENDER, inner),
                Forge.mail(TestPki.SENDER, Forge.multipartSigned(ENTITY, structure)),
                Forge.mail(
                        TestPki.SENDER,
                        Forge.cms("enveloped-data", Forge.encrypt(inner, CMSAlgorithm.AES256_CBC, Bench.RECIPIENT))));
        for (byte[] mail : mails) {
            assertThat(CpuTime.of(() -> assertThat(LENIENT.open(mail)).isInstanceOf(Verdict.Rejected.class)))
                    .isLessThan(SOON);
        }
    }

    @Test
    void s23WhatIsCompressedIsNotUnpacked() throws Exception {
        byte[] bomb = new CMSCompressedDataGenerator()
                .generate(new CMSProcessableByteArray(new byte[20 << 20]), new ZlibCompressor())
                .getEncoded();
        byte[] compressed = Forge.cms("compressed-data", bomb);
        for (byte[] entity : List.of(
                compressed,
                Forge.cms("enveloped-data", Forge.encrypt(compressed, CMSAlgorithm.AES256_CBC, Bench.RECIPIENT)),
                Forge.cms("signed-data", Forge.sign(compressed, true, "SHA256withRSA", Bench.SIGNER)))) {
            Verdict<OpenedMissive> verdict = LENIENT.open(Forge.mail(TestPki.SENDER, entity));
            assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
        }
    }

    private static byte[] signedOnly(byte[] entity) {
        return Forge.mail(
                TestPki.SENDER, Forge.cms("signed-data", Forge.sign(entity, true, "SHA256withECDSA", Bench.EC_SIGNER)));
    }

    private static byte[] parts(int count) {
        StringBuilder text = new StringBuilder("Content-Type: multipart/mixed; boundary=B\r\n\r\n");
        text.append("--B\r\nContent-Type: text/html\r\n\r\nx\r\n".repeat(count - 1));
        text.append("--B\r\n")
                .append(new String(ENTITY, StandardCharsets.US_ASCII))
                .append("--B--\r\n");
        return Forge.ascii(text.toString());
    }

    private static byte[] nested(int depth) {
        return Forge.join(Forge.ascii("Content-Type: message/rfc822\r\n\r\n".repeat(depth)), ENTITY);
    }

    private static void assertLimit(byte[] within, byte[] beyond) {
        assertThat(LENIENT.open(within)).isInstanceOf(Verdict.Accepted.class);
        assertThat(LENIENT.open(beyond)).isInstanceOf(Verdict.Rejected.class);
    }

    @Test
    void s24Parts() {
        assertLimit(signedOnly(parts(200)), signedOnly(parts(201)));
        assertThat(LENIENT.open(signedOnly(parts(100_000)))).isInstanceOf(Verdict.Rejected.class);
    }

    @Test
    void s24Depth() {
        // The mail and the signed entity are two.
        assertLimit(signedOnly(nested(18)), signedOnly(nested(19)));
        assertThat(LENIENT.open(signedOnly(nested(50_000)))).isInstanceOf(Verdict.Rejected.class);
        byte[] multiparts = Forge.ascii(
                "Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n".repeat(20_000) + "x\r\n--B--\r\n");
        assertThat(LENIENT.open(signedOnly(multiparts))).isInstanceOf(Verdict.Rejected.class);
        assertThat(LENIENT.open(Forge.mail(TestPki.SENDER, multiparts))).isInstanceOf(Verdict.Rejected.class);
    }

    @Test
    void s24Headers() {
        String field = "X-Field: " + "y".repeat(989) + "\r\n";
        byte[] good = signedOnly(ENTITY);
        byte[] within = Forge.join(Forge.ascii(field.repeat(255)), good);
        byte[] beyond = Forge.join(Forge.ascii(field.repeat(263)), good);
        assertLimit(within, beyond);
        assertLimit(
                signedOnly(Forge.join(Forge.ascii(field.repeat(255)), ENTITY)),
                signedOnly(Forge.join(Forge.ascii(field.repeat(263)), ENTITY)));
    }

    @Test
    void s24LinesOfHeaders() {
        byte[] good = signedOnly(ENTITY);
        assertLimit(
                Forge.join(Forge.ascii("X-F: " + "y".repeat((64 << 10) - 100) + "\r\n"), good),
                Forge.join(Forge.ascii("X-F: " + "y".repeat(64 << 10) + "\r\n"), good));
    }

    @Test
    void s24LinesOfBodies() {
        for (String encoding : List.of("7bit", "quoted-printable", "base64")) {
            byte[] line = Forge.ascii("Content-Type: text/plain\r\nContent-Transfer-Encoding: " + encoding + "\r\n\r\n"
                    + "A".repeat(70_000) + "\r\n");
            Verdict<OpenedMissive> verdict = LENIENT.open(signedOnly(line));
            assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
            assertThat(((Verdict.Rejected<OpenedMissive>) verdict).reason()).contains("longer than the limit");
        }
    }

    @Test
    void s24Length() throws Exception {
        byte[] mail = signedOnly(ENTITY);
        SmimeLimits exact = SmimeLimits.defaults().withOctets(mail.length);
        SmimeLimits less = SmimeLimits.defaults().withOctets(mail.length - 1);
        assertThat(LENIENT.with(exact).open(mail)).isInstanceOf(Verdict.Accepted.class);
        assertThat(LENIENT.with(less).open(mail)).isInstanceOf(Verdict.Rejected.class);
        assertThat(LENIENT.with(exact).open(() -> new ByteArrayInputStream(mail)))
                .isInstanceOf(Verdict.Accepted.class);
        assertThat(LENIENT.with(less).open(() -> new ByteArrayInputStream(mail)))
                .isInstanceOf(Verdict.Rejected.class);
        assertThat(reason(LENIENT.open(new byte[(25 << 20) + 1]))).contains("longer than the limit");
        assertThat(reason(LENIENT.open(new byte[25 << 20])))
                .as("the default itself is within")
                .doesNotContain("The mail is longer than the limit");
    }

    private static String reason(Verdict<OpenedMissive> verdict) {
        return ((Verdict.Rejected<OpenedMissive>) verdict).reason();
    }

    /** Statement 26, and 22's small memory: a virtual machine with a folder for temporary files of its own. */
    @Test
    void s26NothingIsWrittenToFiles(@TempDir Path folder) throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        Path said = folder.resolve("said");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Child.class.getName())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(said).hasContent("8 accepted, 51 rejected");
        assertThat(process.exitValue()).isZero();
    }

    /** Seals and opens with little memory, and says so if a file is there afterwards. */
    static final class Child {

        private Child() {}

        public static void main(String[] arguments) throws Exception {
            int accepted = 0;
            int rejected = 0;
            for (Profile profile : List.of(Profile.OPAQUE_THEN_ENCRYPT, Profile.CLEAR_THEN_ENCRYPT)) {
                for (ContentCipher cipher : List.of(ContentCipher.AES_256_CBC, ContentCipher.AES_256_GCM)) {
                    byte[] mail = Bench.sealer()
                            .with(profile)
                            .with(cipher)
                            .seal(
                                    Bench.missive("y".repeat(300_000)),
                                    Bench.TO,
                                    Recipient.of(Bench.RECIPIENT.certificate))
                            .octets();
                    accepted += Bench.opener().open(mail) instanceof Verdict.Accepted<OpenedMissive> ? 1 : 0;
                    accepted += Bench.opener().open(() -> new ByteArrayInputStream(mail))
                                    instanceof Verdict.Accepted<OpenedStream>
                            ? 1
                            : 0;
                }
            }
            for (byte[] structure : structures().toList()) {
                byte[] inner = Forge.cms("signed-data", structure);
                for (byte[] entity : List.of(
                        inner,
                        Forge.multipartSigned(ENTITY, structure),
                        Forge.cms("enveloped-data", Forge.encrypt(inner, CMSAlgorithm.AES256_CBC, Bench.RECIPIENT)))) {
                    byte[] mail = Forge.mail(TestPki.SENDER, entity);
                    rejected += LENIENT.open(mail) instanceof Verdict.Rejected<OpenedMissive> ? 1 : 0;
                }
            }
            GlobalEffectsTest.deliver();
            GlobalEffectsTest.stamp();
            File[] files = new File(System.getProperty("java.io.tmpdir")).listFiles();
            System.out.println(
                    files == null || files.length > 0
                            ? "There are files"
                            : accepted + " accepted, " + rejected + " rejected");
        }
    }
}
