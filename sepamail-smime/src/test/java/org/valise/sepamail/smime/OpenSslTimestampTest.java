// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.valise.sepamail.smime.TimestampVerdict.Failure;
import org.valise.sepamail.smime.TimestampVerdict.Status;

/** OpenSSL's time stamping authority understands what is asked here, and what it answers is verified here. */
class OpenSslTimestampTest {

    private static final byte[] MAIL = Forge.ascii("From: a\r\n\r\nx\r\n");

    /** Its authority has no other clock than the machine's, and the certificates are to be valid by that one. */
    private final Instant now = Instant.now();

    private final TestPki root = TestTsa.ROOT.issue(new TestPki.Request(TestPki.rsa(0), "CN=Here")
            .authority()
            .valid(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(1))));
    private final TestTsa tsa = new TestTsa.Request(TestPki.rsa(1))
            .valid(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(1)))
            .by(root);

    @TempDir
    Path folder;

    private final TimestampVerifier verifier =
            TimestampVerifier.of(TrustPolicy.of(List.of(root.certificate)), Clock.systemUTC());

    @BeforeEach
    void needsOpenSsl() throws Exception {
        boolean there;
        try {
            there = new ProcessBuilder("openssl", "version").start().waitFor() == 0;
        } catch (IOException e) {
            there = false;
        }
        assumeTrue(there, "no openssl on this machine");
        write("ca.pem", pem("CERTIFICATE", root.certificate.getEncoded()));
        write("tsa.pem", pem("CERTIFICATE", tsa.certificate().getEncoded()));
        write("key.pem", pem("PRIVATE KEY", tsa.keys().getPrivate().getEncoded()));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private static String pem(String type, byte[] octets) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(octets);
        return "-----BEGIN " + type + "-----\n" + lines + "\n-----END " + type + "-----\n";
    }

    private void configure(String signerDigest, String namedBy) throws IOException {
        write("serial", "0A\n");
        write(
                "tsa.cnf",
                String.join(
                        "\n",
                        "[tsa]",
                        "default_tsa = here",
                        "[here]",
                        "serial = serial",
                        "signer_cert = tsa.pem",
                        "signer_key = key.pem",
                        "signer_digest = " + signerDigest,
                        "default_policy = 1.2.3.4.1",
                        "other_policies = 1.2.3.4.5",
                        "digests = sha256, sha384, sha512",
                        "accuracy = secs:1, millisecs:500, microsecs:100",
                        "ordering = yes",
                        "tsa_name = yes",
                        "ess_cert_id_chain = no",
                        "ess_cert_id_alg = " + namedBy,
                        ""));
    }

    private String openssl(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("openssl", "ts"));
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private byte[] answer(byte[] request) throws IOException {
        Files.write(folder.resolve("request.tsq"), request);
        String said = openssl("-reply", "-config", "tsa.cnf", "-queryfile", "request.tsq", "-out", "response.tsr");
        assertThat(folder.resolve("response.tsr")).as(said).exists();
        return Files.readAllBytes(folder.resolve("response.tsr"));
    }

    @ParameterizedTest
    @CsvSource({"SHA_256, sha256, sha256", "SHA_384, sha384, sha512", "SHA_512, sha512, sha1"})
    void itsStampIsAcceptedAndItAcceptsTheToken(TimestampDigest digest, String signerDigest, String namedBy)
            throws Exception {
        configure(signerDigest, namedBy);
        TimestampRequest request =
                TimestampRequest.over(MAIL, digest, new SecureRandom()).withPolicy("1.2.3.4.5");
        TimestampVerdict verdict = verifier.ask(this::answer, request);
        assertThat(verdict).isInstanceOf(TimestampVerdict.Accepted.class);
        TimestampToken token = ((TimestampVerdict.Accepted) verdict).token();
        assertThat(token.policy()).isEqualTo("1.2.3.4.5");
        assertThat(token.serial()).hasToString("11");
        assertThat(token.accuracy()).contains(Duration.ofNanos(1_500_100_000));
        assertThat(token.authority()).isEqualTo(tsa.certificate());
        assertThat(verifier.verify(MAIL, token.octets())).isEqualTo(verdict);
        Files.write(folder.resolve("token.der"), token.octets());
        Files.write(folder.resolve("mail.eml"), MAIL);
        assertThat(openssl(
                        "-verify",
                        "-data",
                        "mail.eml",
                        "-in",
                        "token.der",
                        "-token_in",
                        "-partial_chain",
                        "-CAfile",
                        "ca.pem"))
                .contains("Verification: OK");
    }

    @Test
    void readsTheRequest() throws Exception {
        TimestampRequest request = TimestampRequest.over(MAIL, new SecureRandom());
        Files.write(folder.resolve("request.tsq"), request.octets());
        assertThat(openssl("-query", "-in", "request.tsq", "-text"))
                .contains("Version: 1", "Hash Algorithm: sha256", "Certificate required: yes")
                .doesNotContain("Nonce: unspecified");
    }

    @Test
    void saysThatItDoesNotHaveThePolicy() throws Exception {
        configure("sha256", "sha256");
        TimestampRequest request =
                TimestampRequest.over(MAIL, new SecureRandom()).withPolicy("1.2.3.4.6");
        assertThat(verifier.ask(this::answer, request))
                .isEqualTo(new TimestampVerdict.Declined(Status.REJECTION, Set.of(Failure.UNACCEPTED_POLICY)));
    }

    @Test
    void saysThatItCannotReadTheRequest() throws Exception {
        configure("sha256", "sha256");
        TimestampRequest request = TimestampRequest.over(MAIL, new SecureRandom());
        assertThat(verifier.verify(request, answer(new byte[] {1, 2, 3})))
                .isEqualTo(new TimestampVerdict.Declined(Status.REJECTION, Set.of(Failure.BAD_DATA_FORMAT)));
    }
}
