// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.valise.sepamail.smime.Check;
import org.valise.sepamail.smime.Reception;
import org.valise.sts.email.GatewayResult;
import org.valise.sts.email.MailException;
import org.valise.sts.email.MailFinding;
import org.valise.sts.email.NextStep;
import org.valise.sts.email.Note;
import org.valise.sts.email.RequestState;
import org.valise.sts.email.Submission;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What the documents say of the code is so. */
class DocumentsTest {

    private static final Pattern NAME = Pattern.compile("`([A-Z]\\w+)(?:\\.([a-z]\\w+))?`");
    private static final Pattern GROUP = Pattern.compile("(\\w+) (\\w+(?:\\|\\w+)+)");
    private static final String ARCHITECTURE = "docs/architecture.md";
    private static final String ENVELOPE_CODE = Documents.code("sepamail-smime");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Z_]+)` \\|");

    /** A table that says what every constant of an enum means, and what to do. */
    private record Table(Class<? extends Enum<?>> type, String document, String heading) {}

    private static final List<Table> TABLES = List.of(
            new Table(RequestState.class, "docs/operations.md", "### `RequestState`"),
            new Table(NextStep.class, "docs/operations.md", "### `NextStep`"),
            new Table(Note.class, "docs/operations.md", "### `Note`"),
            new Table(GatewayResult.Kind.class, "docs/operations.md", "### Result codes"),
            new Table(Submission.Status.class, "docs/operations.md", "### `Submission.Status`"),
            new Table(MailException.Kind.class, "docs/operations.md", "### `MailException.Kind`"),
            new Table(MailFinding.class, "docs/operations.md", "### `MailFinding`"),
            new Table(Reception.Kind.class, "docs/operations.md", "### `Reception.Kind`"),
            new Table(Check.class, "docs/envelope.md", "## What is checked"));

    /** The documents whose every name in back-quotes is looked up, and what looks there like a name of ours and is none. */
    private static final Map<String, Set<String>> NAMING = Map.of(
            "README.md", Set.of("PK.ECDH.1"),
            "docs/operations.md", Set.of(),
            "docs/command-line.md", Set.of(),
            "docs/envelope.md", Set.of("From", "To", "Date", "Subject"),
            "docs/security-model.md", Set.of(),
            "docs/migration.md", Set.of(),
            "docs/benchmarks.md",
                    Set.of(
                            "MISSED",
                            "WORSE",
                            "PK.ECDH.1",
                            "VALISE_SHARED",
                            "--STS:--STS:--STS:...",
                            "--STS:T BEGINS--"),
            "SECURITY.md", Set.of());

    static List<String> examples(String document) {
        return Markdown.of(document).blocks().stream()
                .filter(block -> block.kind().equals("java"))
                .map(Markdown.Block::text)
                .toList();
    }

    @Test
    void everyConstantThatAnOperatorMeetsHasItsRow() {
        for (Table table : TABLES) {
            List<String> constants = Arrays.stream(table.type().getEnumConstants())
                    .map(Enum::name)
                    .toList();
            List<String> rows = ROW.matcher(Documents.section(table.document(), table.heading()))
                    .results()
                    .map(row -> row.group(1))
                    .toList();
            assertThat(rows).as(table.heading()).hasSameElementsAs(constants);
        }
    }

    @Test
    void everyCodeThatIsKnownHasItsRow() {
        assertThat(Documents.section("docs/operations.md", "### Result codes").lines())
                .anyMatch(row -> row.startsWith("| `ERROR` | `" + GatewayResult.VKLOADREQ_EXPIRED + "` |"))
                .anyMatch(row -> row.startsWith("| `NOTICE` | `" + GatewayResult.DEFERRED + "` |"));
    }

    @Test
    void everyNameInBackQuotesExists() {
        DocumentNames names = new DocumentNames(Documents.sources(), Commands.line(Documents.terminal()));
        for (Map.Entry<String, Set<String>> naming : NAMING.entrySet()) {
            String document = naming.getKey();
            List<String> spans = Documents.spans(document);
            assertThat(spans).as(document).isNotEmpty().containsAll(naming.getValue());
            List<String> examples = examples(document);
            assertThat(spans.stream()
                            .filter(span -> !naming.getValue().contains(span))
                            .flatMap(DocumentsTest::eachOfAGroup)
                            .filter(span -> !names.exist(span, examples) && !isCode(span)))
                    .as(document)
                    .isEmpty();
        }
    }

    /** Deviations and reasons of envelopes are words in the code, and no constants. */
    private static boolean isCode(String span) {
        return span.matches("[A-Z]+(?:_[A-Z]+)*")
                && Pattern.compile("\"" + span + "[\":]").matcher(ENVELOPE_CODE).find();
    }

    /** The README writes commands of a group with bars between them. */
    private static Stream<String> eachOfAGroup(String span) {
        Matcher group = GROUP.matcher(span);
        return group.matches()
                ? Stream.of(group.group(2).split("\\|", -1)).map(command -> group.group(1) + " " + command)
                : Stream.of(span);
    }

    /** Most of what it names is not public. */
    @Test
    void everyClassOfTheArchitectureIsInItsLibrary() {
        DocumentNames names = new DocumentNames(Documents.sources(), Commands.line(Documents.terminal()));
        List<String> libraries = Pattern.compile("(?m)^## (\\S+) from the inside$")
                .matcher(Documents.read(ARCHITECTURE))
                .results()
                .map(heading -> heading.group(1))
                .toList();
        assertThat(libraries).hasSize(4);
        Set<String> all = new HashSet<>(sourcesOf("examples"));
        for (String library : libraries) {
            Set<String> own = sourcesOf(library);
            String section = Documents.section(ARCHITECTURE, "## " + library + " from the inside");
            String tables = section.lines().filter(line -> line.startsWith("|")).collect(Collectors.joining("\n"));
            assertThat(Documents.spansOf(tables).stream().filter(span -> span.matches("[A-Z]\\w+")))
                    .as(library)
                    .hasSizeGreaterThan(10)
                    .allMatch(own::contains);
            all.addAll(own);
        }
        assertThat(Documents.spans(ARCHITECTURE).stream()
                        .filter(span -> !all.contains(span) && !names.exist(span, List.of())))
                .isEmpty();
    }

    private static Set<String> sourcesOf(String module) {
        try (Stream<Path> files = Files.walk(Documents.ROOT.resolve(module).resolve("src/main/java"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.replace(".java", ""))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The messages of the compiler; nothing if it has none. */
    static String compile(String source, Path folder) {
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
    void everyClassAndTestNamedInTheSpecsExists() {
        Map<String, String> sources = Documents.sources();
        List<MatchResult> names =
                NAME.matcher(Documents.read("docs/specs.md")).results().toList();
        assertThat(names).hasSizeGreaterThan(50);
        for (MatchResult name : names) {
            assertThat(sources).containsKey(name.group(1));
            if (name.group(2) != null) {
                assertThat(sources.get(name.group(1))).contains("void " + name.group(2) + "(");
            }
        }
    }

    /** As the README writes them: a group with its commands between bars, or a command alone. */
    private static List<String> commands() {
        return Commands.line(Documents.terminal()).getSubcommands().entrySet().stream()
                .map(command -> command.getKey() + " "
                        + String.join("|", command.getValue().getSubcommands().keySet()))
                .map(String::strip)
                .toList();
    }

    @Test
    void everyCommandIsInTheReadme() {
        String readme = Documents.read("README.md").toLowerCase(Locale.ROOT);
        for (String command : commands()) {
            assertThat(readme).contains(command);
        }
    }

    @Test
    void everyCommandHasItsSectionWithItsOptions() {
        CommandLineDocument document = CommandLineDocument.read();
        Map<String, List<String>> commands = new LinkedHashMap<>();
        options("", Commands.line(Documents.terminal()), commands);
        assertThat(document.commands()).containsExactlyInAnyOrderElementsOf(commands.keySet());
        for (Map.Entry<String, List<String>> command : commands.entrySet()) {
            assertThat(document.options(command.getKey()))
                    .as(command.getKey())
                    .containsExactlyInAnyOrderElementsOf(command.getValue());
        }
    }

    /** Those of each command that is no group, by its name. */
    private static void options(String name, CommandLine line, Map<String, List<String>> found) {
        for (Map.Entry<String, CommandLine> sub : line.getSubcommands().entrySet()) {
            options((name + " " + sub.getKey()).strip(), sub.getValue(), found);
        }
        if (line.getSubcommands().isEmpty()) {
            found.put(
                    name,
                    line.getCommandSpec().options().stream()
                            .map(OptionSpec::longestName)
                            .toList());
        }
    }
}
