// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's blocks for the command line, run one after the other as they stand there, in a folder of their own. */
class ReadmeCommandsTest {

    private static final String PROGRAM = "java -jar valise.jar ";

    /** Files that are given, and files that a command makes for the next one. */
    private static final Set<String> FILES = Set.of(
            "body.xml",
            "missive.xml",
            "ack.xml",
            "received.xml",
            "bank-a.p12",
            "bank-b.p12",
            "bank-b.pem",
            "authority.pem",
            "authority.crl",
            "mail.eml");

    @TempDir
    private Path folder;

    /** The block with "mvn" is for a shell: what it runs has DemoCommandTest. */
    private static List<String> lines() {
        return Documents.blocks("sh").stream()
                .filter(block -> block.isOf("README.md"))
                .flatMap(block -> block.text().lines())
                .filter(line -> !line.startsWith("mvn "))
                .toList();
    }

    private CommandLineRun run(String line) {
        assertThat(line).startsWith(PROGRAM);
        String[] words = Arrays.stream(line.substring(PROGRAM.length()).split(" +", -1))
                .map(this::place)
                .toArray(String[]::new);
        CommandLineRun run = CommandLineRun.of("", Map.of("P12", ReadmeFiles.PASSWORD), words);
        assertThat(run.exit()).as(line + "\n" + run.out() + run.err()).isZero();
        return run;
    }

    /** Paths of the README are those of the folder that holds it. */
    private String place(String word) {
        if (FILES.contains(word)) {
            return folder.resolve(word).toString();
        }
        return word.startsWith("examples/") ? Documents.ROOT.resolve(word).toString() : word;
    }

    @Test
    void eachLineEndsWellAndSaysWhatTheReadmeSays() throws Exception {
        new ReadmeFiles(folder).write();
        List<String> commands = new ArrayList<>();
        for (String line : lines()) {
            CommandLineRun run = run(line);
            String command = String.join(" ", run.args().subList(0, 2));
            commands.add(command);
            says(command, run);
        }
        assertThat(commands)
                .containsExactly(
                        "missive new",
                        "missive ack",
                        "missive check",
                        "envelope seal",
                        "envelope open",
                        "envelope inspect",
                        "record key");
        assertThat(folder.resolve("received.xml")).hasSameBinaryContentAs(folder.resolve("missive.xml"));
    }

    private static void says(String command, CommandLineRun run) {
        switch (command) {
            case "missive check" -> {
                assertThat(run.only().path("valid").asBoolean()).isTrue();
                assertThat(run.only().path("answers").path("settles").asBoolean())
                        .isTrue();
            }
            case "envelope open" -> {
                assertThat(run.only().path("verdict").asText()).isEqualTo("accepted");
                assertThat(run.only().path("checks").findValuesAsText("name")).contains("REVOCATION");
            }
            case "record key" -> assertThat(run.only().path("trust").asText()).isEqualTo("PINNED");
            default -> assertThat(run.out()).as(command).isNotEmpty();
        }
    }
}
