// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sepamail.missive.NominalMissive;

/** OpenSSL reads what is sealed here, and what it makes is opened here. */
class OpenSslTest {

    @TempDir
    Path folder;

    @BeforeEach
    void needsOpenSsl() throws Exception {
        boolean there;
        try {
            there = new ProcessBuilder("openssl", "version").start().waitFor() == 0;
        } catch (IOException e) {
            there = false;
        }
        assumeTrue(there, "no openssl on this machine");
        write("ca.pem", pem("CERTIFICATE", Bench.AUTHORITY.certificate));
        write("signer.pem", pem("CERTIFICATE", Bench.SIGNER.certificate) + pem(Bench.SIGNER.keys.getPrivate()));
        write("rsa.pem", pem("CERTIFICATE", Bench.RECIPIENT.certificate) + pem(Bench.RECIPIENT.keys.getPrivate()));
        write("ec.pem", pem("CERTIFICATE", Bench.EC_RECIPIENT.certificate) + pem(Bench.EC_RECIPIENT.keys.getPrivate()));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private static String pem(String type, X509Certificate certificate) throws CertificateEncodingException {
        return pem(type, certificate.getEncoded());
    }

    private static String pem(Key key) {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    private static String pem(String type, byte[] octets) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(octets);
        return "-----BEGIN " + type + "-----\n" + lines + "\n-----END " + type + "-----\n";
    }

    private void openssl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private static Stream<Arguments> combinations() {
        return Stream.of(Profile.OPAQUE_THEN_ENCRYPT, Profile.CLEAR_THEN_ENCRYPT)
                .flatMap(profile -> Stream.of(SignatureScheme.values())
                        .filter(scheme -> scheme.isSealed() && !scheme.name().startsWith("ECDSA"))
                        .flatMap(scheme -> Stream.of(ContentCipher.values())
                                .filter(ContentCipher::isSealed)
                                .map(cipher -> {
                                    KeyTransport[] all = KeyTransport.values();
                                    int index = Math.floorMod(
                                            scheme.name().hashCode()
                                                    + cipher.name().hashCode(),
                                            all.length);
                                    return Arguments.of(profile, scheme, cipher, all[index]);
                                })));
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void readsWhatIsSealed(Profile profile, SignatureScheme scheme, ContentCipher cipher, KeyTransport transport)
            throws Exception {
        NominalMissive missive = Bench.missive("from here");
        boolean ec = transport == KeyTransport.ECDH_SHA256;
        TestPki recipient = ec ? Bench.EC_RECIPIENT : Bench.RECIPIENT;
        byte[] mail = Bench.sealer()
                .with(profile)
                .with(scheme)
                .with(cipher)
                .seal(missive, Bench.TO, Recipient.of(recipient.certificate).with(transport))
                .octets();
        Files.write(folder.resolve("mail.eml"), mail);
        openssl("cms", "-decrypt", "-in", "mail.eml", "-recip", ec ? "ec.pem" : "rsa.pem", "-out", "inner.eml");
        openssl(
                "cms",
                "-verify",
                "-in",
                "inner.eml",
                "-CAfile",
                "ca.pem",
                "-attime",
                Long.toString(TestPki.NOW.getEpochSecond()),
                "-out",
                "entity.txt");
        byte[] entity = Files.readAllBytes(folder.resolve("entity.txt"));
        ContentTarget.Memory read = new ContentTarget.Memory(entity.length);
        read.write(entity, 0, entity.length);
        OpenedContent content = new OpenedContent(read, SmimeLimits.defaults(), new Opening().report());
        assertThat(content.octets()).contains(missive.octets());
    }

    @ParameterizedTest
    @ValueSource(strings = {"aes-128-cbc", "aes-256-cbc", "aes-256-gcm"})
    void isReadWhateverItMakes(String cipher) throws Exception {
        NominalMissive missive = Bench.missive("from there");
        Files.write(folder.resolve("entity.txt"), Forge.entity(new String(missive.octets(), StandardCharsets.UTF_8)));
        for (String within : List.of("-nodetach", "-binary")) {
            openssl("cms", "-sign", "-binary", "-in", "entity.txt", "-signer", "signer.pem", within, "-out", "s.eml");
            openssl(
                    "cms",
                    "-encrypt",
                    "-in",
                    "s.eml",
                    "-" + cipher,
                    "-from",
                    TestPki.SENDER,
                    "-to",
                    TestPki.RECEIVER,
                    "-out",
                    "mail.eml",
                    "rsa.pem");
            Verdict<OpenedMissive> verdict = Bench.opener().open(Files.readAllBytes(folder.resolve("mail.eml")));
            assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
            assertThat(((Verdict.Accepted<OpenedMissive>) verdict).opened().missive())
                    .isEqualTo(missive);
        }
    }
}
