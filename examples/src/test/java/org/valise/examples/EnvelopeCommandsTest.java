// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code envelope seal} and {@code envelope open}: names, options, JSON keys and exit codes of docs/command-line.md. */
class EnvelopeCommandsTest {

    @TempDir
    private Path folder;

    private EnvelopeBench bench;

    @BeforeEach
    void makeFiles() throws Exception {
        bench = new EnvelopeBench(folder);
    }

    private byte[] missive() throws IOException {
        return Files.readAllBytes(folder.resolve("missive.xml"));
    }

    private static List<String> names(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false)
                .map(each -> each.path("name").asText())
                .toList();
    }

    private static String outcome(JsonNode verdict, String check) {
        return StreamSupport.stream(verdict.path("checks").spliterator(), false)
                .filter(each -> each.path("name").asText().equals(check))
                .map(each -> each.path("outcome").asText())
                .findFirst()
                .orElse("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "seal", "open", "inspect"})
    void explainsEveryCommand(String command) {
        String words = ("envelope " + command).strip();
        CommandLineRun run = CommandLineRun.of("", (words + " --help").split(" ", -1));
        assertThat(run.exit()).isZero();
        assertThat(run.out()).startsWith("Usage: valise " + words);
    }

    @Test
    void opensWhatItSealed() throws IOException {
        CommandLineRun run = bench.open(bench.seal("mail.eml"), "--out", bench.file("out.xml"));
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(Files.readAllBytes(folder.resolve("out.xml"))).isEqualTo(missive());
        JsonNode verdict = run.only();
        assertThat(verdict.path("verdict").asText()).isEqualTo("accepted");
        assertThat(verdict.path("failed").isNull()).isTrue();
        assertThat(verdict.path("reason").isNull()).isTrue();
        assertThat(names(verdict.path("checks")))
                .startsWith("MAIL_FORM", "ADDRESSES", "STRUCTURE")
                .contains("MISSIVE");
        assertThat(outcome(verdict, "REVOCATION")).isEqualTo("NOT_ASKED_FOR");
        assertThat(verdict.path("profile").asText()).isEqualTo("P1");
        assertThat(verdict.path("profileName").asText()).isEqualTo("opaque-then-encrypt");
        assertThat(verdict.path("deviations").isArray()).isTrue();
        JsonNode signer = verdict.path("signer");
        assertThat(signer.path("subject").asText()).isEqualTo("CN=Sender");
        assertThat(signer.path("issuer").asText()).isEqualTo("CN=Scheme");
        assertThat(signer.path("emails").get(0).asText()).isEqualTo(EnvelopeBench.FROM);
        assertThat(HexFormat.fromHexDigitsToLong(signer.path("serial").asText()))
                .isEqualTo(EnvelopeBench.SENDER.certificate().getSerialNumber().longValueExact());
        assertThat(verdict.path("algorithms").toString())
                .isEqualTo("{\"signature\":\"rsa-sha256\",\"cipher\":\"aes256-cbc\",\"keyTransport\":\"rsa-pkcs1\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "P1, aes128-cbc, rsa-sha384, rsa-pkcs1",
        "P2, aes192-cbc, rsa-sha512, rsa-oaep-sha1",
        "p2, AES256_CBC, rsa-pss-sha256, rsa-oaep-sha256",
        "P1, aes128-gcm, rsa-pss-sha384, rsa-pkcs1",
        "P2, aes192-gcm, rsa-pss-sha512, rsa-pkcs1",
        "P1, aes256-gcm, rsa-sha256, rsa-oaep-sha256",
        "P1, aes256-cbc, rsa-sha256, rsa-oaep-sha384",
        "P1, aes256-cbc, rsa-sha256, rsa-oaep-sha512"
    })
    void sealsByEveryOption(String profile, String cipher, String signature, String transport) {
        String mail = bench.seal(
                "m.eml", "--profile", profile, "--cipher", cipher, "--signature", signature, "--transport", transport);
        JsonNode verdict = bench.open(mail).only();
        assertThat(verdict.path("verdict").asText()).isEqualTo("accepted");
        assertThat(verdict.path("profile").asText()).isEqualToIgnoringCase(profile);
        JsonNode algorithms = verdict.path("algorithms");
        assertThat(algorithms.path("cipher").asText()).isEqualToIgnoringCase(cipher.replace('_', '-'));
        assertThat(algorithms.path("signature").asText()).isEqualTo(signature);
        assertThat(algorithms.path("keyTransport").asText()).isEqualTo(transport);
    }

    @Test
    void saysWhichValuesThereAre() {
        CommandLineRun run = bench.sealing(List.of("--transport", "oaep"));
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("rsa-oaep-sha256").contains("rsa-oaep-sha512");
    }

    @Test
    void sealsForNobodyIfSeveralAreNamed() throws Exception {
        String other = EnvelopeBench.pem(EnvelopeBench.EC_RECEIVER.certificate());
        String mine = EnvelopeBench.pem(EnvelopeBench.RECEIVER.certificate());
        String authority = EnvelopeBench.pem(EnvelopeBench.AUTHORITY.certificate());
        CommandLineRun several = bench.sealing(List.of("--recipient", bench.write("two.pem", other + mine)));
        assertThat(several.exit()).isEqualTo(2);
        assertThat(several.err()).contains("two.pem").contains("2 certificates");
        bench.seal("chain.eml", "--recipient", bench.write("chain.pem", authority + mine));
        assertThat(bench.open(bench.file("chain.eml")).exit()).isZero();
    }

    @Test
    void worksOnCurves() {
        String mail = bench.seal(
                "m.eml", "--identity", bench.file("ec-sender.p12"), "--recipient", bench.file("ec-receiver.crt"));
        JsonNode verdict =
                bench.open(mail, "--identity", bench.file("ec-receiver.pem")).only();
        assertThat(verdict.path("algorithms").path("signature").asText()).isEqualTo("ecdsa-sha256");
        assertThat(verdict.path("algorithms").path("keyTransport").asText()).isEqualTo("ecdh-sha256");
    }

    @Test
    void takesTheSeedProfileOnlyIfAsked() {
        String mail = bench.seal("m.eml", "--profile", "P3");
        assertThat(bench.open(mail).only().path("failed").asText()).isEqualTo("STRUCTURE");
        assertThat(bench.open(mail, "--accept", "P3").only().path("profile").asText())
                .isEqualTo("P3");
        assertThat(bench.open(mail, "--policy", "lenient").exit()).isZero();
    }

    @Test
    void printsTheMailOrTellsOfIt() {
        CommandLineRun printed = bench.sealing(List.of());
        assertThat(printed.exit()).isZero();
        assertThat(printed.out())
                .startsWith("From: " + EnvelopeBench.FROM + "\r\n")
                .contains("Date: Sun, 22 Nov 2026 09:00:00");
        CommandLineRun told = bench.sealing(List.of(), "--out", bench.file("m.eml"));
        assertThat(told.only().path("octets").asLong())
                .isEqualTo(folder.resolve("m.eml").toFile().length());
        assertThat(told.only().path("sha256").asText()).hasSize(64);
    }

    @Test
    void sealsNoBadMissive() throws IOException {
        bench.write("missive.xml", MissiveTexts.nominal().replace("Nominal", "Nothing"));
        CommandLineRun run = bench.sealing(List.of());
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("missive.xml").contains("refused");
    }

    @Test
    void sealsForNobodyElse() {
        assertThat(bench.sealing(List.of("--recipient", bench.file("ca.pem"))).exit())
                .isEqualTo(1);
        assertThat(bench.sealing(List.of("--signature", "ecdsa-sha256")).exit()).isEqualTo(1);
        assertThat(bench.sealing(List.of("--transport", "ecdh-sha256")).exit()).isEqualTo(1);
        assertThat(bench.sealing(List.of("--identity", bench.file("receiver.p12")))
                        .exit())
                .isEqualTo(1);
        assertThat(bench.sealing(List.of("--at", "2046-01-01")).exit()).isNotZero();
    }

    @Test
    void rejectsAndWritesNothing() throws IOException {
        String mail = bench.seal("m.eml");
        String text = Files.readString(Path.of(mail));
        int middle = text.length() - 500;
        char other = text.charAt(middle) == 'A' ? 'B' : 'A';
        String changed = bench.write("c.eml", text.substring(0, middle) + other + text.substring(middle + 1));
        for (CommandLineRun run : List.of(
                bench.open(changed, "--out", bench.file("no.xml")),
                bench.open(
                        bench.write("f.eml", text.replace(EnvelopeBench.FROM, EnvelopeBench.TO)),
                        "--out",
                        bench.file("no.xml")))) {
            assertThat(run.exit()).isEqualTo(1);
            assertThat(run.only().path("verdict").asText()).isEqualTo("rejected");
            assertThat(run.only().path("failed").asText()).isNotBlank();
            assertThat(run.only().path("reason").asText()).isNotBlank();
        }
        CommandLineRun late = bench.open(mail, "--at", "2036-01-01", "--out", bench.file("no.xml"));
        assertThat(late.exit()).isEqualTo(1);
        assertThat(late.only().path("verdict").asText()).isEqualTo("undetermined");
        assertThat(late.only().path("failed").asText()).isEqualTo("SIGNER_TRUST");
        assertThat(folder.resolve("no.xml")).doesNotExist();
        assertThat(folder.toFile().list()).noneMatch(name -> name.endsWith(".part"));
    }

    @Test
    void asksForRevocation() throws Exception {
        String mail = bench.seal("m.eml");
        byte[] other = EnvelopeBench.AUTHORITY.revoking(EnvelopeBench.RECEIVER.certificate());
        byte[] list = EnvelopeBench.AUTHORITY.revoking(EnvelopeBench.SENDER.certificate());
        String der = bench.write("list.crl", list);
        String pem = bench.write("list.pem", EnvelopeBench.pem("X509 CRL", list));
        assertThat(outcome(
                        bench.open(mail, "--crl", bench.write("o.crl", other)).only(), "REVOCATION"))
                .isEqualTo("PASSED");
        for (String file : List.of(der, pem)) {
            JsonNode verdict = bench.open(mail, "--crl", file).only();
            assertThat(verdict.path("verdict").asText()).isEqualTo("rejected");
            assertThat(verdict.path("failed").asText()).isEqualTo("REVOCATION");
        }
        CommandLineRun later = bench.open(mail, "--crl", bench.write("o.crl", other), "--at", "2026-12-24");
        assertThat(later.exit()).isEqualTo(1);
        assertThat(later.only().path("verdict").asText()).isNotEqualTo("accepted");
    }

    @Test
    void trustsWhomItIsTold() throws Exception {
        String mail = bench.seal("m.eml");
        EnvelopeBench.Owner stranger = EnvelopeBench.authority(EnvelopeBench.pair("EC"), "CN=Stranger");
        String other = bench.write("other.pem", EnvelopeBench.pem(stranger.certificate()));
        String der = bench.write("ca.der", EnvelopeBench.AUTHORITY.certificate().getEncoded());
        String both = bench.write(
                "both.pem",
                EnvelopeBench.pem(stranger.certificate()) + EnvelopeBench.pem(EnvelopeBench.AUTHORITY.certificate()));
        assertThat(trusting(mail, other).exit()).isEqualTo(1);
        for (String trust : List.of(der, both, other + "," + der)) {
            assertThat(trusting(mail, trust).exit()).isZero();
        }
    }

    private CommandLineRun trusting(String mail, String trust) {
        return CommandLineRun.of(
                "",
                "envelope",
                "open",
                "--identity",
                bench.file("receiver.pem"),
                "--trust",
                trust,
                "--at",
                EnvelopeBench.AT,
                mail);
    }

    @Test
    void requiresWhatItIsTold() throws Exception {
        String signed = bench.write("signed.eml", signedOnly(EnvelopeBench.FROM));
        assertThat(bench.open(signed).exit()).isEqualTo(1);
        JsonNode verdict = bench.open(signed, "--require", "signature").only();
        assertThat(verdict.path("verdict").asText()).isEqualTo("accepted");
        assertThat(verdict.path("profile").asText()).isEqualTo("P5");
        assertThat(bench.open(signed, "--policy", "lenient").exit()).isZero();
        assertThat(bench.open(signed, "--policy", "lenient", "--require", "both")
                        .exit())
                .isEqualTo(1);
        assertThat(bench.open(signed, "--require", "encryption").exit()).isEqualTo(1);
        String stranger = bench.write("stranger.eml", signedOnly("other@example.org"));
        CommandLineRun run = bench.open(stranger, "--require", "signature");
        assertThat(run.only().path("failed").asText()).isEqualTo("SIGNER_IS_SENDER");
        assertThat(bench.open(stranger, "--require", "signature", "--no-from-check")
                        .exit())
                .isZero();
    }

    /** What a library's strict opener refuses is told here: the command looks at mails of anybody. */
    @Test
    void takesAddressesThatNameNoBank() throws Exception {
        String sealed = Files.readString(Path.of(bench.seal("m.eml")));
        String mail = bench.write("ordinary.eml", sealed.replaceFirst("To: .*", "To: somebody@bank.example"));
        JsonNode verdict = bench.open(mail).only();
        assertThat(verdict.path("verdict").asText()).isEqualTo("accepted");
        assertThat(verdict.path("deviations").toString()).contains("ADDRESS_NOT_COMPARED");
        String other = bench.write("other.eml", sealed.replaceFirst("To: .*", "To: test@testnoir.sepamail.eu"));
        assertThat(bench.open(other).only().path("failed").asText()).isEqualTo("ADDRESS_BINDING");
    }

    /** The mail without its encryption, which BouncyCastle takes off. */
    private String signedOnly(String from) throws Exception {
        Path sealed = Path.of(bench.seal("m.eml"));
        String text = Files.readString(sealed);
        byte[] cms = java.util.Base64.getMimeDecoder().decode(text.substring(text.indexOf("\r\n\r\n") + 4));
        byte[] inner = new org.bouncycastle.cms.CMSEnvelopedData(cms)
                .getRecipientInfos()
                .getRecipients()
                .iterator()
                .next()
                .getContent(new org.bouncycastle.cms.jcajce.JceKeyTransEnvelopedRecipient(
                        EnvelopeBench.RECEIVER.keys().getPrivate()));
        return "From: " + from + "\r\nTo: " + EnvelopeBench.TO + "\r\n" + new String(inner, StandardCharsets.US_ASCII);
    }

    @Test
    void writesAnyPayload() throws IOException {
        String mail = bench.seal("m.eml");
        CommandLineRun run = bench.open(mail, "--payload", "any", "--out", bench.file("any"));
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(Files.readAllBytes(folder.resolve("any"))).isEqualTo(missive());
        CommandLineRun decrypted = bench.open(mail, "--require", "encryption", "--out", bench.file("d.xml"));
        assertThat(decrypted.exit()).as(decrypted.err()).isZero();
        assertThat(outcome(decrypted.only(), "MISSIVE")).isEqualTo("PASSED");
        assertThat(Files.readAllBytes(folder.resolve("d.xml"))).isEqualTo(missive());
    }

    /** The caller asked for no more than a decryption; he is told that anybody may have written what came out. */
    @Test
    void saysThatNobodySigned() throws Exception {
        String mail = encryptedOnly(missive());
        assertThat(bench.open(mail).exit()).isEqualTo(1);
        assertThat(bench.open(mail, "--require", "both").exit()).isEqualTo(1);
        for (String payload : List.of("missive", "any")) {
            CommandLineRun run =
                    bench.open(mail, "--require", "encryption", "--payload", payload, "--out", bench.file(payload));
            assertThat(run.exit()).as(run.err()).isZero();
            assertThat(run.err()).contains("accepted, but nobody signed it: anybody may have written");
            assertThat(run.only().path("verdict").asText()).isEqualTo("accepted");
            assertThat(run.only().path("signer").isNull()).isTrue();
            assertThat(outcome(run.only(), "SIGNER_IS_SENDER")).isEqualTo("NOT_ASKED_FOR");
            assertThat(Files.readAllBytes(folder.resolve(payload))).isEqualTo(missive());
        }
        CommandLineRun missive = bench.open(mail, "--require", "encryption");
        assertThat(outcome(missive.only(), "ADDRESS_BINDING")).isEqualTo("NOT_ASKED_FOR");
        String signed = bench.seal("m.eml");
        assertThat(bench.open(signed, "--require", "encryption").err()).doesNotContain("nobody");
    }

    /** Encrypted by BouncyCastle for the receiver; nobody signed it. */
    private String encryptedOnly(byte[] content) throws Exception {
        String entity = "Content-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + java.util.Base64.getMimeEncoder().encodeToString(content) + "\r\n";
        var generator = new org.bouncycastle.cms.CMSEnvelopedDataGenerator();
        generator.addRecipientInfoGenerator(new org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator(
                EnvelopeBench.RECEIVER.certificate()));
        byte[] cms = generator
                .generate(
                        new org.bouncycastle.cms.CMSProcessableByteArray(entity.getBytes(StandardCharsets.US_ASCII)),
                        new org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder(
                                        org.bouncycastle.cms.CMSAlgorithm.AES256_CBC)
                                .build())
                .toASN1Structure()
                .getEncoded("DER");
        return bench.write(
                "encrypted.eml",
                "From: " + EnvelopeBench.FROM + "\r\nTo: " + EnvelopeBench.TO + "\r\n"
                        + "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r\n"
                        + "Content-Transfer-Encoding: base64\r\n\r\n"
                        + java.util.Base64.getMimeEncoder().encodeToString(cms) + "\r\n");
    }

    /** To ask for less protection must not make a bank acceptable that writes as another one. */
    @Test
    void comparesAddressesWhereSomebodySigned() throws IOException {
        bench.write(
                "missive.xml",
                MissiveTexts.missive(
                        "Nominal",
                        MissiveTexts.RECEIVER,
                        MissiveTexts.SENDER,
                        "<s:MsvBdy version='1206'>" + MissiveTexts.MESSAGE + "</s:MsvBdy>"));
        String mail = bench.seal("m.eml");
        for (String required : List.of("both", "encryption")) {
            CommandLineRun run = bench.open(mail, "--require", required, "--out", bench.file("no.xml"));
            assertThat(run.exit()).as(required).isEqualTo(1);
            assertThat(run.only().path("failed").asText()).isEqualTo("ADDRESS_BINDING");
        }
        assertThat(folder.resolve("no.xml")).doesNotExist();
    }

    @Test
    void readsStandardInput() throws IOException {
        String mail = Files.readString(Path.of(bench.seal("m.eml")));
        CommandLineRun run = CommandLineRun.of(
                mail,
                "envelope",
                "open",
                "--identity",
                bench.file("receiver.pem"),
                "--trust",
                bench.file("ca.pem"),
                "--at",
                EnvelopeBench.AT,
                "-");
        assertThat(run.exit()).isZero();
    }

    @Test
    void rejectsWhatIsTooLong() {
        String mail = bench.seal("m.eml");
        CommandLineRun run = bench.open(mail, "--max-bytes", "1000");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.only().path("failed").asText()).isEqualTo("MAIL_FORM");
    }

    @Test
    void replacesAFileAndNoDevice() throws IOException {
        bench.write("out.xml", "old");
        String mail = bench.seal("m.eml");
        assertThat(bench.open(mail, "--out", bench.file("out.xml")).exit()).isZero();
        assertThat(Files.readAllBytes(folder.resolve("out.xml"))).isEqualTo(missive());
        Path shared = Files.createFile(folder.resolve("shared.xml"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(bench.open(mail, "--out", shared.toString()).exit()).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(shared)))
                .isEqualTo("rw-r-----");
        Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("behind.xml"));
        assertThat(bench.open(mail, "--out", dangling.toString()).exit()).isZero();
        assertThat(dangling).isSymbolicLink().hasBinaryContent(missive());
        Path link = Files.createSymbolicLink(folder.resolve("null"), Path.of("/dev/null"));
        assertThat(bench.open(mail, "--out", link.toString()).exit()).isZero();
        assertThat(link).isSymbolicLink();
        assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
        assertThat(bench.open(mail, "--out", bench.file("none/out.xml")).exit()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "envelope",
                "envelope open x",
                "envelope open --trust none x",
                "envelope open --trust ca.pem --policy soft x",
                "envelope open --trust ca.pem --require nothing x",
                "envelope open --trust ca.pem none.eml",
                "envelope open --trust missive.xml missive.xml",
                "envelope open --trust ca.pem --crl ca.pem missive.xml",
                "envelope open --trust ca.pem --identity ca.pem missive.xml",
                "envelope open --trust ca.pem --identity receiver.p12 missive.xml",
                "envelope open --trust ca.pem --password-env NONE --identity receiver.p12 missive.xml",
                "envelope inspect none.eml",
                "envelope seal",
                "envelope seal --missive missive.xml --identity sender.p12 --recipient receiver.crt --from x --to y",
                "envelope seal --missive missive.xml --identity sender.p12 --recipient receiver.crt"
                        + " --from a@b.c --to a@b.c --profile P4x"
            })
    void endsWith2ForUsageAndIo(String args) {
        String[] words = args.split(" ", -1);
        for (int i = 0; i < words.length; i++) {
            words[i] = words[i].contains(".") && !words[i].contains("@") ? bench.file(words[i]) : words[i];
        }
        CommandLineRun run = CommandLineRun.of("", EnvelopeBench.ENV, words);
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isNotBlank().doesNotContain("report it");
    }

    @Test
    void runsInABatch() {
        String mail = bench.seal("m.eml");
        StringBuilder jobs = new StringBuilder("nonsense\n");
        for (int i = 0; i < 64; i++) {
            jobs.append("{\"id\":" + i + ",\"env\":{\"KEYS\":\"" + (i % 4 == 3 ? "wrong" : EnvelopeBench.PASSWORD)
                    + "\"},\"args\":[\"envelope\",\"open\",\"--password-env\",\"KEYS\",\"--identity\",\""
                    + bench.file("receiver.p12") + "\",\"--trust\",\"" + bench.file("ca.pem") + "\",\"--at\",\""
                    + EnvelopeBench.AT + "\",\"" + mail + "\"]}\n");
        }
        CommandLineRun run = CommandLineRun.of(jobs.toString(), "batch", "--jobs", "64");
        assertThat(run.json()).hasSize(65);
        for (JsonNode each : run.json()) {
            if (!each.path("id").isNull()) {
                boolean wrong = each.path("id").asInt() % 4 == 3;
                assertThat(each.path("exit").asInt()).isEqualTo(wrong ? 2 : 0);
                assertThat(each.path("out").path(0).path("verdict").asText()).isEqualTo(wrong ? "" : "accepted");
            }
        }
    }
}
