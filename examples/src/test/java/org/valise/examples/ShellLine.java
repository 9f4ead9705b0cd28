// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A line for a shell in the documents: what it names is there. */
final class ShellLine {

    /** Lines that run programs of others, each looked at by a person. */
    private static final Set<String> OTHERS = Set.of(
            "export MAVEN_GPG_KEY=\"$(gpg --armor --export-secret-keys FINGERPRINT)\"",
            "read -rs MAVEN_GPG_PASSPHRASE && export MAVEN_GPG_PASSPHRASE",
            "unzip -q target/release/valise-0.1.0-bundle.zip -d target/bundle",
            "find target/bundle -name '*.asc' -exec gpg --verify {} \\; 2>&1 | grep -c 'Good signature'");

    private static final Pattern REMARK = Pattern.compile("\\s+#.*$");
    private static final Pattern COMMAND = Pattern.compile("(?:java|mvn|scripts/\\S+|\\.ci/\\S+)(?: .*)?");
    private static final Path BENCHMARKS = Documents.ROOT.resolve("benchmarks/src/main/java/org/valise/benchmarks");

    private ShellLine() {}

    static void check(String line) {
        String code = REMARK.matcher(line).replaceFirst("").strip();
        if (OTHERS.contains(code)) {
            return;
        }
        for (String command : code.split(" && ", -1)) {
            assertThat(command).as("one of the commands that are known here").matches(COMMAND);
            command(List.of(command.strip().split(" +", -1)));
        }
    }

    /** Whether a span of prose is something to run. */
    static boolean isOne(String span) {
        return COMMAND.matcher(span).matches();
    }

    private static void command(List<String> words) {
        switch (words.get(0)) {
            case "mvn" -> MavenLine.check(words.subList(1, words.size()));
            case "java" -> java(words.subList(1, words.size()));
            default ->
                assertThat(Documents.ROOT.resolve(words.get(0))).isRegularFile().isExecutable();
        }
    }

    private static void java(List<String> words) {
        if (!words.get(0).equals("-jar")) {
            assertThat(Documents.ROOT.resolve(words.get(0))).isRegularFile();
        } else if (words.get(1).equals("benchmarks/target/benchmarks.jar")) {
            assertThat(benchmarks()).anyMatch(name -> name.contains(words.get(2)));
            assertThat(words.subList(3, words.size())).containsExactly("-prof", "gc");
        } else {
            assertThat(words.get(1)).isIn("valise.jar", "examples/target/valise.jar");
            parse(words.subList(2, words.size()));
        }
    }

    private static List<String> benchmarks() {
        try (Stream<Path> files = Files.list(BENCHMARKS)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> Documents.content(file).contains("@Benchmark"))
                    .map(file -> file.getFileName().toString().replace(".java", ""))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Help is added to each command when it runs. */
    static void parse(List<String> arguments) {
        String[] words =
                arguments.stream().filter(word -> !word.equals("--help")).toArray(String[]::new);
        assertThatCode(() -> Commands.line(Documents.terminal()).parseArgs(words))
                .as(String.join(" ", arguments))
                .doesNotThrowAnyException();
    }
}
