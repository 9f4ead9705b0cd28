// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code envelope inspect}. */
class EnvelopeInspectCommandTest {

    @TempDir
    private Path folder;

    private EnvelopeBench bench;

    @BeforeEach
    void makeFiles() throws Exception {
        bench = new EnvelopeBench(folder);
    }

    private static CommandLineRun inspect(String file) {
        return CommandLineRun.of("", "envelope", "inspect", file);
    }

    @Test
    void showsAnEncryption() {
        CommandLineRun run = inspect(bench.seal("m.eml", "--cipher", "aes256-gcm"));
        assertThat(run.exit()).isZero();
        JsonNode structure = run.only().path("structure");
        assertThat(structure.path("type").asText()).isEqualTo("application/pkcs7-mime");
        assertThat(structure.path("kind").asText()).isEqualTo("auth-enveloped-data");
        assertThat(structure.path("cipher").asText()).isEqualTo("aes256-gcm");
        JsonNode recipient = structure.path("recipients").get(0);
        assertThat(recipient.path("kind").asText()).isEqualTo("key-transport");
        assertThat(recipient.path("issuer").asText()).isEqualTo("CN=Scheme");
        assertThat(recipient.path("keyTransport").asText()).isEqualTo("rsa-pkcs1");
        assertThat(Long.parseLong(recipient.path("serial").asText(), 16))
                .isEqualTo(
                        EnvelopeBench.RECEIVER.certificate().getSerialNumber().longValueExact());
        String agreed = bench.seal("m.eml", "--recipient", bench.file("ec-receiver.crt"));
        assertThat(inspect(agreed)
                        .only()
                        .path("structure")
                        .path("recipients")
                        .get(0)
                        .path("kind")
                        .asText())
                .isEqualTo("key-agreement");
    }

    /** Two signers, whom no policy accepts, are shown both. */
    @Test
    void showsSigners() throws Exception {
        byte[] entity = "Content-Type: text/xml\r\n\r\n<a/>\r\n".getBytes(StandardCharsets.US_ASCII);
        CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
        for (EnvelopeBench.Owner owner : List.of(EnvelopeBench.SENDER, EnvelopeBench.EC_SENDER)) {
            String algorithm = owner.equals(EnvelopeBench.SENDER) ? "SHA384withRSA" : "SHA256withECDSA";
            generator.addSignerInfoGenerator(new JcaSimpleSignerInfoGeneratorBuilder()
                    .build(algorithm, owner.keys().getPrivate(), owner.certificate()));
        }
        generator.addCertificates(new JcaCertStore(List.of(EnvelopeBench.SENDER.certificate())));
        byte[] cms =
                generator.generate(new CMSProcessableByteArray(entity), true).getEncoded();
        JsonNode signed = inspect(bench.write("m.eml", mail(cms))).only().path("structure");
        assertThat(signed.path("kind").asText()).isEqualTo("signed-data");
        assertThat(signed.path("signers")).hasSize(2);
        assertThat(signed.path("signers").findValuesAsText("signature"))
                .containsExactlyInAnyOrder("rsa-sha384", "ecdsa-sha256");
        assertThat(signed.path("signers").get(0).path("signingTime").asText()).startsWith("20");
        assertThat(signed.path("certificates").get(0).path("emails").get(0).asText())
                .isEqualTo(EnvelopeBench.FROM);
        assertThat(signed.path("content").get(0).path("type").asText()).isEqualTo("text/xml");
        assertThat(signed.path("content").get(0).path("octets").asInt()).isEqualTo(6);
    }

    private static String mail(byte[] cms) {
        return "Content-Type: application/x-pkcs7-mime\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + Base64.getMimeEncoder().encodeToString(cms) + "\r\n";
    }

    @Test
    void showsParts() {
        JsonNode structure =
                inspect(bench.seal("m.eml", "--profile", "P3")).only().path("structure");
        assertThat(structure.path("kind").asText()).isEqualTo("parts");
        assertThat(structure.path("parts").findValuesAsText("kind")).contains("enveloped-data", "signed-data");
        assertThat(structure.path("parts").get(1).path("content")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no header",
                "Content-Type: multipart/mixed\r\n\r\nx",
                "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\ncut",
                "Content-Type: application/pkcs7-mime\r\n\r\nMIIB",
                "Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA",
                "Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64\r\n\r\nMIT/////",
                "Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: rot13\r\n\r\nx"
            })
    void saysWhatIsBroken(String mail) throws Exception {
        CommandLineRun run = inspect(bench.write("m.eml", mail));
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.only().path("problems")).isNotEmpty();
    }

    @Test
    void isNotNestedWithoutEnd() throws Exception {
        String nested = "Content-Type: message/rfc822\r\n\r\n".repeat(5000) + "\r\nx";
        CommandLineRun run = inspect(bench.write("m.eml", nested));
        assertThat(run.exit()).isEqualTo(1);
        byte[] sequences = new byte[120_000];
        for (int i = 0; i < sequences.length; i += 2) {
            sequences[i] = 0x30;
            sequences[i + 1] = (byte) 0x80;
        }
        assertThat(inspect(bench.write("m.eml", mail(sequences))).exit()).isEqualTo(1);
        assertThat(bench.open(bench.file("m.eml")).exit()).isEqualTo(1);
    }

    /** What is changed anywhere is looked at, opened, and never a surprise. */
    @Test
    void survivesAnyMail() throws Exception {
        Random random = new Random(7);
        for (String profile : List.of("P1", "P2", "P3")) {
            byte[] mail = Files.readAllBytes(Path.of(bench.seal("m.eml", "--profile", profile)));
            for (int i = 0; i < 30; i++) {
                byte[] changed = i % 4 == 0 ? Arrays.copyOf(mail, random.nextInt(mail.length)) : mail.clone();
                changed = changed.length == 0 ? new byte[1] : changed;
                changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
                String file = bench.write("changed.eml", changed);
                CommandLineRun looked = inspect(file);
                assertThat(looked.exit()).isIn(0, 1);
                CommandLineRun opened = bench.open(file, "--policy", "legacy", "--accept", "P3", "--payload", "any");
                assertThat(opened.exit()).as(opened.err()).isIn(0, 1);
            }
        }
    }
}
