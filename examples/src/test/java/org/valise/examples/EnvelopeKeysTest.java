// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.ScryptParams;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509v1CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys in every form that tools write, and files that are hostile (CVE-2026-13586 and its kin). */
class EnvelopeKeysTest {

    private static final long HUGE = Integer.MAX_VALUE;

    @TempDir
    private Path folder;

    private EnvelopeBench bench;
    private String rsaMail = "";
    private String ecMail = "";

    @BeforeEach
    void makeFiles() throws Exception {
        bench = new EnvelopeBench(folder);
        rsaMail = bench.seal("rsa.eml");
        ecMail = bench.seal("ec.eml", "--recipient", bench.file("ec-receiver.crt"));
    }

    private CommandLineRun open(String mail, String... identities) {
        List<String> args = new ArrayList<>(List.of(
                "envelope",
                "open",
                "--trust",
                bench.file("ca.pem"),
                "--at",
                EnvelopeBench.AT,
                "--password-env",
                "KEYS"));
        for (String each : identities) {
            args.addAll(List.of("--identity", each));
        }
        args.add(mail);
        return CommandLineRun.of("", EnvelopeBench.ENV, args.toArray(String[]::new));
    }

    private String openssl(String out, String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(Arrays.asList(args));
        command.addAll(List.of("-out", bench.file(out)));
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "no openssl on this machine");
            throw e;
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return bench.file(out);
    }

    @Test
    void readsPem() {
        assertThat(open(rsaMail, bench.file("receiver.pem")).exit()).isZero();
        assertThat(open(ecMail, bench.file("ec-receiver.pem")).exit()).isZero();
        assertThat(open(rsaMail, bench.file("ec-receiver.pem"))
                        .only()
                        .path("failed")
                        .asText())
                .isEqualTo("RECIPIENT");
        assertThat(open(rsaMail).only().path("failed").asText()).isEqualTo("RECIPIENT");
        assertThat(open(ecMail, bench.file("receiver.pem"), bench.file("ec-receiver.pem"))
                        .exit())
                .isZero();
    }

    /** A key in DER and its certificate are two files, or one behind the other. */
    @Test
    void readsDer() throws Exception {
        for (EnvelopeBench.Owner owner : List.of(EnvelopeBench.RECEIVER, EnvelopeBench.EC_RECEIVER)) {
            String mail = owner.equals(EnvelopeBench.RECEIVER) ? rsaMail : ecMail;
            byte[] info = owner.keys().getPrivate().getEncoded();
            byte[] bare = PrivateKeyInfo.getInstance(info)
                    .parsePrivateKey()
                    .toASN1Primitive()
                    .getEncoded();
            String certificate = bench.write("c.der", owner.certificate().getEncoded());
            String pkcs8 = bench.write("k.der", info);
            assertThat(open(mail, pkcs8, certificate).exit()).isZero();
            assertThat(open(mail, pkcs8 + "," + certificate).exit()).isZero();
            if (owner.equals(EnvelopeBench.RECEIVER)) {
                assertThat(open(mail, certificate, bench.write("b.der", bare)).exit())
                        .isZero();
            }
            byte[] both = Arrays.copyOf(info, info.length + owner.certificate().getEncoded().length);
            System.arraycopy(owner.certificate().getEncoded(), 0, both, info.length, both.length - info.length);
            assertThat(open(mail, bench.write("both.der", both)).exit()).isZero();
            CommandLineRun alone = open(mail, pkcs8);
            assertThat(alone.exit()).isEqualTo(2);
            assertThat(alone.err()).contains("certificate of a private key is missing");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "receiver.pem, pkcs8 -topk8 -passout pass:not_a_secret",
        "receiver.pem, pkcs8 -topk8 -scrypt -passout pass:not_a_secret",
        "receiver.pem, pkcs8 -topk8 -v1 PBE-SHA1-3DES -passout pass:not_a_secret",
        "receiver.pem, rsa -traditional",
        "receiver.pem, rsa -aes256 -traditional -passout pass:not_a_secret",
        "ec-receiver.pem, ec",
        "ec-receiver.pem, ec -aes128 -passout pass:not_a_secret",
        "ec-receiver.pem, pkcs8 -topk8 -passout pass:not_a_secret"
    })
    void readsKeysAsOpenSslWritesThem(String source, String command) throws Exception {
        List<String> args = new ArrayList<>();
        for (String each : command.split(" ", -1)) {
            args.add(each.replace('_', ' '));
        }
        args.addAll(List.of("-in", source));
        String key = openssl("key.pem", args.toArray(String[]::new));
        boolean ec = source.startsWith("ec");
        String both = bench.write(
                "both.pem",
                Files.readString(folder.resolve(ec ? "ec-receiver.crt" : "receiver.crt"))
                        + Files.readString(Path.of(key)));
        assertThat(open(ec ? ecMail : rsaMail, both).exit()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-legacy", "-certpbe NONE", "-iter 100000", "-nomac"})
    void readsPkcs12AsOpenSslWritesIt(String options) throws Exception {
        for (String password : List.of("not a secret", "")) {
            List<String> args = new ArrayList<>(
                    List.of("pkcs12", "-export", "-in", "receiver.pem", "-passout", "pass:" + password));
            args.addAll(options.isEmpty() ? List.of() : List.of(options.split(" ", -1)));
            String file = openssl("o.p12", args.toArray(String[]::new));
            CommandLineRun run = password.isEmpty()
                    ? CommandLineRun.of(
                            "",
                            "envelope",
                            "open",
                            "--trust",
                            bench.file("ca.pem"),
                            "--at",
                            EnvelopeBench.AT,
                            "--identity",
                            file,
                            rsaMail)
                    : open(rsaMail, file);
            assertThat(run.exit()).as(options + run.err()).isZero();
        }
    }

    /** Objects of version 1 have no extensions, and certificates of that version no version either. */
    @Test
    void readsDerOfVersionOne() throws Exception {
        X500Name name = new X500Name("CN=Old");
        KeyPair keys = EnvelopeBench.pair("RSA");
        SubjectPublicKeyInfo info =
                SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded());
        ContentSigner signer = new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate());
        Time time = new Time(new ASN1GeneralizedTime("20261122090000Z"));
        String certificate = bench.write(
                "v1.der",
                new X509v1CertificateBuilder(name, BigInteger.TEN, time, time, name, info)
                        .build(signer)
                        .getEncoded());
        for (boolean next : List.of(true, false)) {
            ASN1EncodableVector body = new ASN1EncodableVector();
            body.addAll(new ASN1Encodable[] {signer.getAlgorithmIdentifier(), name, time});
            if (next) {
                body.add(time);
            }
            body.add(sequence(sequence(new ASN1Integer(5), time))); // what is revoked
            DERSequence signed = new DERSequence(body);
            signer.getOutputStream().write(signed.getEncoded());
            DERBitString signature = new DERBitString(signer.getSignature());
            String list = bench.write(
                    "v1.crl",
                    sequence(signed, signer.getAlgorithmIdentifier(), signature).getEncoded());
            CommandLineRun run = CommandLineRun.of(
                    "",
                    "envelope",
                    "open",
                    "--trust",
                    certificate,
                    "--crl",
                    list,
                    "--identity",
                    bench.file("receiver.pem"),
                    rsaMail);
            assertThat(run.exit()).as(run.err()).isEqualTo(1);
            assertThat(run.only().path("failed").asText()).isEqualTo("SIGNER_TRUST");
        }
    }

    @Test
    void asksForNoPasswordWhereNoneCanBeGiven() throws IOException {
        String list = bench.write("cut.crl", new byte[] {0x30, 0x20, 0x30, 0x03, 0x02, 0x01});
        CommandLineRun run = CommandLineRun.of(
                "",
                "envelope",
                "open",
                "--trust",
                bench.file("ca.pem"),
                "--crl",
                list,
                "--identity",
                bench.file("receiver.pem"),
                rsaMail);
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("cut.crl").doesNotContain("password");
    }

    /** What stands behind the end of what is read may revoke the signer. */
    @Test
    void refusesAFileThatIsTooLong() throws Exception {
        Path file = folder.resolve("long.pem");
        byte[] other = EnvelopeBench.AUTHORITY.revoking(EnvelopeBench.RECEIVER.certificate());
        byte[] list = EnvelopeBench.AUTHORITY.revoking(EnvelopeBench.SENDER.certificate());
        Files.writeString(file, EnvelopeBench.pem("X509 CRL", other));
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.seek(65L << 20);
            sparse.write(("\n" + EnvelopeBench.pem("X509 CRL", list)).getBytes(StandardCharsets.US_ASCII));
        }
        CommandLineRun run = bench.open(rsaMail, "--crl", file.toString());
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("long.pem").contains("longer than 64 MiB");
    }

    @Test
    void refusesAnotherPassword() {
        CommandLineRun run = CommandLineRun.of(
                "",
                "envelope",
                "open",
                "--trust",
                bench.file("ca.pem"),
                "--identity",
                bench.file("receiver.p12"),
                rsaMail);
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("receiver.p12").contains("password");
    }

    /** Statement 25 of docs/specs.md: what would hash a password two thousand million times is refused before it is hashed once. */
    @Test
    void refusesBombs() throws Exception {
        byte[] p12 = Files.readAllBytes(folder.resolve("receiver.p12"));
        ASN1Sequence pfx = ASN1Sequence.getInstance(p12);
        ASN1Sequence mac = ASN1Sequence.getInstance(pfx.getObjectAt(2));
        DERSequence count = sequence(mac.getObjectAt(0), mac.getObjectAt(1), new ASN1Integer(HUGE));
        refusesQuickly(bench.write(
                "mac.p12",
                sequence(pfx.getObjectAt(0), pfx.getObjectAt(1), count).getEncoded()));
        byte[] salt = new byte[16];
        KeyDerivationFunc pbkdf2 = new KeyDerivationFunc(
                PKCSObjectIdentifiers.id_PBKDF2,
                new PBKDF2Params(
                        salt,
                        (int) HUGE,
                        new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE)));
        KeyDerivationFunc scrypt = new KeyDerivationFunc(
                MiscObjectIdentifiers.id_scrypt,
                new ScryptParams(salt, BigInteger.ONE.shiftLeft(30), BigInteger.TEN, BigInteger.ONE, null));
        for (KeyDerivationFunc function : List.of(pbkdf2, scrypt)) {
            AlgorithmIdentifier pbes2 = new AlgorithmIdentifier(
                    PKCSObjectIdentifiers.id_PBES2,
                    new PBES2Parameters(
                            function,
                            new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(salt))));
            byte[] key = new EncryptedPrivateKeyInfo(pbes2, new byte[64]).getEncoded();
            refusesQuickly(bench.write("bomb.der", key));
            refusesQuickly(bench.write("bomb.pem", EnvelopeBench.pem("ENCRYPTED PRIVATE KEY", key)));
        }
    }

    private static DERSequence sequence(org.bouncycastle.asn1.ASN1Encodable... elements) {
        return new DERSequence(new ASN1EncodableVector() {
            {
                addAll(elements);
            }
        });
    }

    private void refusesQuickly(String file) {
        long start = System.nanoTime();
        CommandLineRun run = open(rsaMail, file);
        assertThat(System.nanoTime() - start).isLessThan(2_000_000_000L);
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("hashed more than");
    }

    @Test
    void survivesDamagedFiles() throws Exception {
        for (String name : List.of("receiver.p12", "receiver.pem", "ec-receiver.pem", "ca.pem")) {
            byte[] octets = Files.readAllBytes(folder.resolve(name));
            for (int i = 0; i < 30; i++) {
                byte[] changed = i % 2 == 0 ? Arrays.copyOf(octets, octets.length * i / 30) : octets.clone();
                if (i % 2 == 1) {
                    changed[octets.length * i / 30] ^= (byte) (1 << i % 8);
                }
                CommandLineRun run = open(rsaMail, bench.write("damaged", changed));
                assertThat(run.err()).doesNotContain("report it");
                assertThat(run.exit()).isIn(0, 1, 2);
            }
        }
    }
}
