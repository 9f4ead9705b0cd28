// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documents say of the code is so. */
class DocumentsTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern JAVA_BLOCK = Pattern.compile("(?s)```java\n(.*?)```");
    private static final Pattern NAME = Pattern.compile("`([A-Z]\\w+)(?:\\.([a-z]\\w+))?`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");
    private static final List<String> DOCUMENTS = List.of(
            "README.md",
            "CONTRIBUTING.md",
            "SECURITY.md",
            "CHANGELOG.md",
            "docs/architecture.md",
            "docs/releasing.md",
            "docs/specs.md");

    @TempDir
    private Path folder;

    private static String read(String document) throws IOException {
        return Files.readString(ROOT.resolve(document));
    }

    private static List<String> examples(String document) throws IOException {
        return JAVA_BLOCK.matcher(read(document)).results().map(m -> m.group(1)).toList();
    }

    @Test
    void everyJavaExampleOfTheReadmeCompiles() throws IOException {
        assertThat(examples("README.md")).isNotEmpty();
        for (String example : examples("README.md")) {
            assertThat(compile(example)).isEmpty();
        }
    }

    private String compile(String source) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        List<String> options = List.of(
                "-d", folder.toString(), "-cp", System.getProperty("java.class.path"), "-Xlint:all", "-proc:none");
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///ApprovedKey.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        compiler.getTask(messages, null, null, options, null, List.of(file)).call();
        return messages.toString();
    }

    @Test
    void everyClassAndTestNamedInTheSpecsExists() throws IOException {
        Map<String, String> sources = sources();
        List<MatchResult> names = NAME.matcher(read("docs/specs.md")).results().toList();
        assertThat(names).hasSizeGreaterThan(50);
        for (MatchResult name : names) {
            assertThat(sources).containsKey(name.group(1));
            if (name.group(2) != null) {
                assertThat(sources.get(name.group(1))).contains("void " + name.group(2) + "(");
            }
        }
    }

    private static Map<String, String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.toString().contains("target"))
                    .filter(file -> file.toString().contains("org"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""),
                            DocumentsTest::content,
                            String::concat));
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        for (String document : DOCUMENTS) {
            Path base = ROOT.resolve(document).getParent();
            for (MatchResult link : LINK.matcher(read(document)).results().toList()) {
                assertThat(base.resolve(link.group(1))).exists();
            }
        }
    }

    /** As the README writes them: a group with its commands between bars, or a command alone. */
    private static List<String> commands() {
        Terminal none = new Terminal(InputStream.nullInputStream(), System.out, System.err, Map.of(), false);
        return Commands.line(none).getSubcommands().entrySet().stream()
                .map(command -> command.getKey() + " "
                        + String.join("|", command.getValue().getSubcommands().keySet()))
                .map(String::strip)
                .toList();
    }

    @Test
    void everyCommandIsInTheReadme() throws IOException {
        String readme = read("README.md").toLowerCase(Locale.ROOT);
        for (String command : commands()) {
            assertThat(readme).contains(command);
        }
    }
}
