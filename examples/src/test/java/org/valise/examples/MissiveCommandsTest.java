// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.valise.examples.MissiveTexts.MESSAGE;
import static org.valise.examples.MissiveTexts.RECEIVER;
import static org.valise.examples.MissiveTexts.SENDER;
import static org.valise.examples.MissiveTexts.nominal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What all commands of missives have in common; each has tests of its own beside these. */
class MissiveCommandsTest {

    private static final List<String> COMMANDS = List.of(
            "missive check",
            "missive check --lenient",
            "missive chk",
            "missive ack --code 5",
            "missive resend",
            "missive new --sender " + SENDER + " --receiver " + RECEIVER + " --message");

    @TempDir
    private Path folder;

    private static CommandLineRun run(String command, String file) {
        return CommandLineRun.of("", (command + " " + file).split(" ", -1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "check", "chk", "new", "ack", "resend", "decide"})
    void explainsEveryCommand(String command) {
        String words = ("missive " + command).strip();
        CommandLineRun run = CommandLineRun.of("", (words + " --help").split(" ", -1));
        assertThat(run.exit()).isZero();
        assertThat(run.out()).startsWith("Usage: valise " + words);
        assertThat(run.err()).isEmpty();
    }

    @Test
    void wantsOneFile() {
        assertThat(CommandLineRun.of("", "missive").exit()).isEqualTo(2);
        for (String command : COMMANDS) {
            assertThat(CommandLineRun.of("", command.split(" ", -1)).exit()).isEqualTo(2);
            CommandLineRun missing = run(command, "no-such-file");
            assertThat(missing.exit()).isEqualTo(2);
            assertThat(missing.out()).isEmpty();
            assertThat(missing.err()).contains("there is no such file");
            assertThat(run(command, "src").exit()).isEqualTo(2);
        }
    }

    @Test
    void readsStandardInput() {
        for (String command : COMMANDS) {
            CommandLineRun run = CommandLineRun.of(nominal(), (command + " -").split(" ", -1));
            assertThat(run.exit()).as(run.err()).isZero();
            assertThat(run.out()).isNotBlank();
        }
    }

    @Test
    void runsInABatch() throws IOException {
        String file = MissiveTexts.write(folder, "missive.xml", nominal());
        StringBuilder jobs = new StringBuilder();
        for (String command : COMMANDS) {
            jobs.append(Json.line(Json.object().put("id", command).set("args", args(command + " " + file))))
                    .append('\n');
        }
        jobs.append(Json.line(Json.object().put("id", "stdin").set("args", args("missive chk -"))))
                .append('\n');
        CommandLineRun run = CommandLineRun.of(jobs.toString(), "batch");
        assertThat(run.exit()).isZero();
        assertThat(run.json()).hasSize(COMMANDS.size() + 1);
        for (JsonNode job : run.json()) {
            boolean stdin = job.path("id").asText().equals("stdin");
            assertThat(job.path("exit").asInt()).as(job.toString()).isEqualTo(stdin ? 2 : 0);
            if (job.path("id").asText().equals("missive chk")) {
                assertThat(job.path("out").get(0).asText()).isEqualTo(MissiveTexts.sha1(MESSAGE));
            }
            if (job.path("id").asText().equals("missive check")) {
                assertThat(job.path("out").get(0).path("valid").asBoolean()).isTrue();
            }
        }
    }

    private static JsonNode args(String command) {
        return Json.strings(List.of(command.split(" ", -1)));
    }

    private void assertRefused(Path file, String words) {
        for (String command : COMMANDS) {
            long start = System.nanoTime();
            CommandLineRun run = run(command, file.toString());
            assertThat(run.exit()).as(command + ": " + run.err()).isEqualTo(1);
            assertThat(run.err()).as(command).contains(words);
            if (!command.startsWith("missive check")) {
                assertThat(run.out()).isEmpty();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        }
    }

    private Path hostile(String document) throws IOException {
        return Files.writeString(folder.resolve("hostile.xml"), document);
    }

    @Test
    void opensNothingThatADocumentNames() throws IOException {
        Path canary = Files.writeString(folder.resolve("canary"), "the canary sings");
        try (ServerSocket listener = new ServerSocket(0)) {
            listener.setSoTimeout(1);
            String address = "http://127.0.0.1:" + listener.getLocalPort() + "/";
            for (String outside : List.of(canary.toUri().toString(), address)) {
                String entity = "<!DOCTYPE m [<!ENTITY e SYSTEM '" + outside + "'>]>";
                assertRefused(hostile(entity + body().replace("M-1", "&e;")), "DOCTYPE_REFUSED");
                assertRefused(hostile("<!DOCTYPE m SYSTEM '" + outside + "'>" + body()), "DOCTYPE_REFUSED");
            }
            String hint = "xmlns:x='http://www.w3.org/2001/XMLSchema-instance' x:schemaLocation='"
                    + MissiveTexts.NORM_1206 + " " + address + "' xmlns:s=";
            assertThat(run(
                                    "missive check",
                                    hostile(nominal().replaceFirst("xmlns:s=", hint))
                                            .toString())
                            .exit())
                    .isZero();
            assertThat(acceptsNobody(listener)).isTrue();
        }
        assertThat(run("missive check", folder.resolve("hostile.xml").toString())
                        .out())
                .doesNotContain("sings");
    }

    private static String body() {
        return nominal().substring(nominal().indexOf('\n'));
    }

    private static boolean acceptsNobody(ServerSocket listener) throws IOException {
        try {
            listener.accept().close();
            return false;
        } catch (SocketTimeoutException nobodyCame) {
            return true;
        }
    }

    @Test
    void refusesWhatIsMadeToExhaust() throws IOException {
        String bomb = "<!DOCTYPE m [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>";
        assertRefused(hostile(bomb + body().replace("M-1", "&b;")), "DOCTYPE_REFUSED");
        assertRefused(hostile(within("<x>".repeat(50_000) + "</x>".repeat(50_000))), "TOO_DEEP");
        StringBuilder attributes = new StringBuilder("<x");
        for (int i = 0; i < 20_000; i++) {
            attributes.append(" a").append(i).append("=''");
        }
        assertRefused(hostile(within(attributes + "/>")), "");
        assertRefused(hostile(nominal() + " ".repeat(11 << 20)), "");
    }

    @Test
    void readsLongMissivesIfAsked() throws IOException {
        String file = hostile(nominal() + " ".repeat(11 << 20)).toString();
        assertThat(run("missive chk --max-bytes 20000000", file).out()).isEqualTo(MissiveTexts.sha1(MESSAGE) + "\n");
        assertThat(run("missive check --max-bytes 20000000", file).exit()).isZero();
        String length = Integer.toString(nominal().length());
        String exact = hostile(nominal()).toString();
        assertThat(run("missive check --max-bytes " + length, exact).exit()).isZero();
        CommandLineRun longer = run(
                "missive check --max-bytes " + length, hostile(nominal() + " ").toString());
        assertThat(longer.exit()).isEqualTo(1);
        assertThat(longer.only().path("layer1").get(0).path("code").asText()).isEqualTo("TOO_LONG");
        for (String wrong : List.of("0", "-1", "many", "1073741825")) {
            assertThat(run("missive check --max-bytes " + wrong, exact).exit()).isEqualTo(2);
        }
    }

    private static String within(String content) {
        return nominal().replace("<s:TestId>T-1</s:TestId>", content);
    }

    @Test
    void refusesWhatIsNoXml() throws IOException {
        Random random = new Random(1206);
        byte[] octets = new byte[10_000];
        random.nextBytes(octets);
        for (byte[] document :
                List.of(new byte[0], octets, new byte[] {0, 0, 0}, nominal().getBytes(StandardCharsets.UTF_16))) {
            Path file = Files.write(folder.resolve("no.xml"), document);
            assertRefused(file, "");
        }
    }

    @Test
    void survivesEveryCut() throws IOException {
        String whole = nominal();
        for (int length = 0; length < whole.length() - 2; length += 13) {
            Path file = hostile(whole.substring(0, length));
            assertThat(run("missive check", file.toString()).exit()).isEqualTo(1);
            assertThat(run("missive ack --code 5", file.toString()).exit()).isEqualTo(1);
        }
    }
}
