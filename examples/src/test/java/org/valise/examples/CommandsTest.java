// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What docs/command-line.md promises: names, options, JSON keys and exit codes. */
class CommandsTest {

    private static final Path MAIL = Path.of("src/main/mail/get-public-key-reply.txt");
    private static final String KMCID = "KMCID.1:Prism:K0001:20200622T140747Z:9863A537B5AF34F5:6850";
    private static final String OTHER = "KMCID.1:Example:T0001:20240101T000000Z:59242F97A08C8C1B:8E0D";

    @TempDir
    private Path folder;

    private static CommandLineRun run(String stdin, String... args) {
        return CommandLineRun.of(stdin, args);
    }

    private static String mail() throws IOException {
        return Files.readString(MAIL);
    }

    private static String bare() throws IOException {
        return run(mail(), "record", "unwrap", "-").out();
    }

    @Test
    void scansAMail() {
        CommandLineRun run = run("", "record", "scan", MAIL.toString());
        assertThat(run.exit()).isZero();
        JsonNode record = run.json().get(0);
        assertThat(run.json()).hasSize(1);
        assertThat(record.path("type").asText()).isEqualTo("PK.ECDH.1");
        assertThat(record.path("fields")).hasSize(5);
        assertThat(record.path("fields").get(0).asText()).isEqualTo(KMCID);
        assertThat(record.path("crc").asText()).isEqualTo("D318");
        assertThat(record.path("status").asText()).isEqualTo("valid");
        assertThat(record.path("line").asInt()).isEqualTo(3);
        assertThat(record.path("deviations")).isEmpty();
        assertThat(record.path("problems")).isEmpty();
    }

    @Test
    void scansMangledMailUnlessStrict() throws IOException {
        String quoted = mail().replaceAll("(?m)^", "> ").replace("--", "\u2014");
        CommandLineRun lenient = run(quoted, "record", "scan", "-");
        assertThat(lenient.exit()).isZero();
        assertThat(lenient.json().get(0).path("deviations").toString()).isEqualTo("[\"prefix\",\"guard\"]");
        CommandLineRun strict = run(quoted, "record", "scan", "--strict", "-");
        assertThat(strict.exit()).isEqualTo(1);
        assertThat(strict.json().get(0).path("status").asText()).isEqualTo("malformed");
        assertThat(strict.json().get(0).path("problems").get(0).path("code").asText())
                .isEqualTo("NOT_CANONICAL");
    }

    @Test
    void scansDamage() throws IOException {
        CommandLineRun run = run(mail().replace("D318", "D319"), "record", "scan", "-");
        assertThat(run.exit()).isEqualTo(1);
        JsonNode record = run.json().get(0);
        assertThat(record.path("type").asText()).isEqualTo("PK.ECDH.1");
        assertThat(record.path("status").asText()).isEqualTo("crc-mismatch");
        JsonNode problem = record.path("problems").get(0);
        assertThat(problem.path("code").asText()).isEqualTo("CRC_ERROR");
        assertThat(problem.path("clause").asText()).isEqualTo("STS600-4-2 5.7.1");
        assertThat(problem.path("line").asInt()).isEqualTo(8);
        assertThat(problem.path("column").asInt()).isEqualTo(28);
        assertThat(problem.path("recordOffset").asInt()).isEqualTo(283);
        assertThat(run.err()).contains("CRC_ERROR at line 8, column 28").contains("Ask for the record again");
    }

    @Test
    void refusesTextWithoutRecords() {
        CommandLineRun run = run("hello\nworld\n", "record", "scan", "-");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.json().get(0).path("problems").get(0).path("code").asText())
                .isEqualTo("NO_RECORD");
        assertThat(run.json().get(0).path("type").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16", "ISO-8859-1"})
    void readsTextInItsCharset(String charset) throws IOException {
        Path file = folder.resolve("mail.txt");
        Files.write(file, ("caf\u00e9\n" + mail()).getBytes(charset));
        assertThat(run("", "record", "scan", file.toString()).exit()).isZero();
    }

    @Test
    void wrapsAndUnwraps() throws IOException {
        CommandLineRun bare = run(mail().replaceAll("(?m)^", "> "), "record", "unwrap", "-");
        assertThat(bare.out()).hasSize(288).startsWith("PK.ECDH.1|").endsWith("D318\n");
        CommandLineRun wrapped = run(bare.out(), "record", "wrap", "-");
        String block = mail().substring(mail().indexOf("--STS")).replace("\n", "\r\n");
        assertThat(wrapped.out()).isEqualTo(block);
    }

    @Test
    void writesDocumentsToAFile() throws IOException {
        Path file = folder.resolve("block.txt");
        CommandLineRun run = run(bare(), "record", "wrap", "--out", file.toString(), "-");
        assertThat(run.exit()).isZero();
        assertThat(run.json().get(0).path("records").asInt()).isEqualTo(1);
        assertThat(Files.readString(file)).startsWith("--STS:PK.ECDH.1 BEGINS--\r\n");
    }

    @Test
    void makesNoDocumentOfDamagedRecords() throws IOException {
        CommandLineRun run = run(bare().replace("D318", "D319"), "record", "wrap", "-");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("CRC_ERROR");
    }

    @ParameterizedTest
    @CsvSource({
        "2021-01-01T00:00:00Z, " + KMCID + ", PINNED, 0",
        "2021-01-01, " + KMCID + ", PINNED, 0",
        "2021-01-01T00:00:00Z, " + OTHER + ", MISMATCH, 1",
        "2021-01-01T00:00:00Z, KMCID.1:Prism:K0001:20200622T140747Z:9863A537B5AF34F4:6850, MISMATCH, 1",
        "2026-11-22T00:00:00Z, " + KMCID + ", EXPIRED, 1"
    })
    void reportsOnAKey(String at, String pin, String trust, int exit) {
        CommandLineRun run = run("", "record", "key", "--at", at, "--pin", pin, MAIL.toString());
        assertThat(run.exit()).isEqualTo(exit);
        assertThat(run.json().get(0).path("trust").asText()).isEqualTo(trust);
    }

    @Test
    void showsTheKey() {
        CommandLineRun run = run("", "record", "key", "--at", "2021-01-01T00:00:00Z", MAIL.toString());
        assertThat(run.exit()).isZero();
        JsonNode key = run.json().get(0);
        assertThat(key.path("kmcId").asText()).isEqualTo(KMCID);
        assertThat(key.path("curve").asText()).isEqualTo("P-384");
        assertThat(key.path("x").asText()).hasSize(96).startsWith("7D77A4819B");
        assertThat(key.path("y").asText()).hasSize(96).endsWith("4027CE2");
        assertThat(key.path("validUntil").asText()).isEqualTo("2023-06-01T00:00:00Z");
        assertThat(key.path("fingerprint").asText()).isEqualTo("9863A537B5AF34F5");
        assertThat(key.path("checks").findValuesAsText("name"))
                .containsExactly("RECORD_CRC", "IDENTITY_CRC", "POINT_ON_CURVE", "FINGERPRINT", "EXPIRY", "PIN");
        assertThat(key.path("checks").get(5).path("outcome").asText()).isEqualTo("NOT_CHECKED");
        assertThat(key.path("trust").asText()).isEqualTo("SELF_CONSISTENT");
    }

    @Test
    void expiresTheKeyAtThePresentClock() {
        CommandLineRun run = run("", "record", "key", MAIL.toString());
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.json().get(0).path("trust").asText()).isEqualTo("EXPIRED");
    }

    @Test
    void trustsNoDamagedKey() throws IOException {
        CommandLineRun run =
                run(mail().replace("D318", "D319"), "record", "key", "--at", "2021-01-01", "--pin", KMCID, "-");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.json().get(0).path("trust").asText()).isEqualTo("MISMATCH");
        CommandLineRun other = run("A|0130\n", "record", "key", "-");
        assertThat(other.exit()).isEqualTo(1);
        assertThat(other.json().get(0).path("problems").get(0).path("code").asText())
                .isEqualTo("UNKNOWN_TYPE");
        CommandLineRun guards = run(
                mail().replace("PK.ECDH.1 ", "PK.ECDH.2 "), "record", "key", "--at", "2021-01-01", "--pin", KMCID, "-");
        assertThat(guards.exit()).isEqualTo(1);
        assertThat(guards.json().get(0).path("trust").asText()).isEqualTo("MISMATCH");
        assertThat(guards.json().get(0).path("problems").get(0).path("code").asText())
                .isEqualTo("RECORD_TYPE_MISMATCH");
    }

    @Test
    void checksAKeyLoadFile() throws IOException {
        String secret = "5EC4E7";
        String file = "header\n" + bare() + "\nVKLOADRESP.1|" + secret + "|0000\n";
        CommandLineRun run = run(file, "klf", "check", "-");
        assertThat(run.exit()).isEqualTo(1);
        List<JsonNode> lines = run.json();
        assertThat(lines)
                .extracting(line -> line.path("kind").asText())
                .containsExactly("other", "record", "bad-record", "summary");
        assertThat(lines.get(1).path("line").asInt()).isEqualTo(2);
        assertThat(lines.get(2).path("type").asText()).isEqualTo("VKLOADRESP.1");
        assertThat(lines.get(2).path("problems").get(0).path("line").asInt()).isEqualTo(4);
        assertThat(lines.get(3).path("state").asText()).isEqualTo("SOME_INVALID");
        assertThat(lines.get(3).path("sha256").asText()).hasSize(64);
        assertThat(run.out() + run.err()).doesNotContain(secret);
        CommandLineRun good = run(bare(), "klf", "check", "-");
        assertThat(good.exit()).isZero();
        assertThat(good.json().get(1).path("state").asText()).isEqualTo("ALL_RECORDS_VALID");
    }

    @Test
    void refusesOtherFilesWithAReason() throws IOException {
        CommandLineRun edition1 = run("95000289050716STS04A600404040404040404E5502AECA2F3\n", "klf", "check", "-");
        assertThat(edition1.exit()).isEqualTo(1);
        assertThat(edition1.json().get(1).path("state").asText()).isEqualTo("EDITION_1");
        assertThat(edition1.err()).contains("UNSUPPORTED_EDITION_1");
        CommandLineRun none = run("hello\n", "klf", "check", "-");
        assertThat(none.exit()).isEqualTo(1);
        assertThat(none.err()).contains("NO_RECORD");
        CommandLineRun longer = run(bare(), "klf", "check", "--max-bytes", "100", "-");
        assertThat(longer.exit()).isEqualTo(1);
        assertThat(longer.json().get(0).path("problems").get(0).path("code").asText())
                .isEqualTo("FILE_TOO_LONG");
    }

    @ParameterizedTest
    @CsvSource({
        KMCID + ", KMCID, true, 0",
        "SMID.1:Prism:94001632:20210204T081427Z:039F2C48F2030174:AEEA, SMID, true, 0",
        "KMCID.1:Prism:K0001:20200622T140747Z:9863A537B5AF34F5:6851, KMCID, false, 1",
        "SMID.1:, SMID, false, 1"
    })
    void checksIdentities(String value, String kind, boolean valid, int exit) {
        CommandLineRun run = run("", "id", "check", value);
        assertThat(run.exit()).isEqualTo(exit);
        JsonNode id = run.json().get(0);
        assertThat(id.path("kind").asText()).isEqualTo(kind);
        assertThat(id.path("fingerprintCheck").asText()).isEqualTo("UNVERIFIED");
        assertThat(id.path("valid").asBoolean()).isEqualTo(valid);
        assertThat(id.path("problems").isEmpty()).isEqualTo(valid);
    }

    @Test
    void takesAnIdentityApart() {
        JsonNode parts = run("", "id", "check", KMCID).json().get(0).path("parts");
        assertThat(parts.path("vendor").asText()).isEqualTo("Prism");
        assertThat(parts.path("createdAt").asText()).isEqualTo("2020-06-22T14:07:47Z");
        assertThat(parts.path("fingerprint").asText()).isEqualTo("9863A537B5AF34F5");
    }

    @Test
    void runsABatch() {
        String jobs = "{\"id\":1,\"args\":[\"id\",\"check\",\"" + KMCID + "\"],\"env\":{}}\n"
                + "this is no job\n\n"
                + "{\"id\":\"two\",\"args\":[\"record\",\"unwrap\",\"" + MAIL + "\"]}\n"
                + "{\"id\":3,\"args\":[\"record\",\"scan\",\"-\"]}\n"
                + "{\"id\":4,\"args\":[\"batch\"]}\n"
                + "{\"id\":5}\n"
                + "{\"id\":6,\"args\":[\"record\",\"scan\",\"" + folder.resolve("none") + "\"]}\n";
        CommandLineRun run = run(jobs, "batch", "--jobs", "2");
        assertThat(run.exit()).isZero();
        assertThat(run.json()).hasSize(7);
        assertThat(job(run, "1").path("exit").asInt()).isZero();
        assertThat(job(run, "1").path("out").get(0).path("valid").asBoolean()).isTrue();
        assertThat(job(run, "two").path("out").get(0).asText()).startsWith("PK.ECDH.1|");
        assertThat(job(run, "null").path("exit").asInt()).isEqualTo(2);
        assertThat(job(run, "3").path("err").asText()).contains("name a file instead of -");
        assertThat(job(run, "4").path("exit").asInt()).isEqualTo(2);
        assertThat(job(run, "5").path("err").asText()).contains("args");
        assertThat(job(run, "6").path("err").asText()).contains("no such file");
    }

    private static JsonNode job(CommandLineRun run, String id) {
        return run.json().stream()
                .filter(node -> node.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "record",
                "klf",
                "id",
                "nonsense",
                "record scan",
                "record scan a b",
                "record scan --nonsense x",
                "record scan no-such-file",
                "record scan src",
                "record key --at tomorrow x",
                "record key --pin nonsense -",
                "klf check no-such-file",
                "klf check --max-bytes many -",
                "batch --jobs x",
                "batch --jobs 0",
                "klf check --max-bytes 0 -",
                "record scan @pom.xml",
                "id check"
            })
    void endsWith2AndWordsForUsageAndIo(String args) {
        CommandLineRun run = run("", args.isEmpty() ? new String[0] : args.split(" "));
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "record",
                "klf",
                "id",
                "batch",
                "record scan",
                "record wrap",
                "record unwrap",
                "record key",
                "klf check",
                "id check"
            })
    void explainsEveryCommand(String command) {
        CommandLineRun run = run("", (command + " --help").strip().split(" "));
        assertThat(run.exit()).isZero();
        assertThat(run.out()).startsWith("Usage: valise " + command);
        assertThat(run.err()).isEmpty();
    }

    @Test
    void saysItsVersion() {
        assertThat(run("", "--version").out()).startsWith("valise ");
    }
}
