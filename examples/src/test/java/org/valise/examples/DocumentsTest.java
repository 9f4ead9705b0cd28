// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
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
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.valise.sepamail.smime.Check;
import org.valise.sepamail.smime.Reception;
import org.valise.sts.email.GatewayResult;
import org.valise.sts.email.MailException;
import org.valise.sts.email.MailFinding;
import org.valise.sts.email.NextStep;
import org.valise.sts.email.Note;
import org.valise.sts.email.RequestState;
import org.valise.sts.email.Submission;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What the documents say of the code is so. */
class DocumentsTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern JAVA_BLOCK = Pattern.compile("(?ms)^```java\n(.*?)^```$");
    private static final Pattern NAME = Pattern.compile("`([A-Z]\\w+)(?:\\.([a-z]\\w+))?`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(sh|xml|properties)\n(.*?)^```$");
    private static final Pattern SPAN = Pattern.compile("(?<!`)`([^`\n]+)`(?!`)");
    private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```$");
    private static final Pattern RUN = Pattern.compile("java -jar (?:\\S*/)?valise\\.jar ([^&|`\n]+)");
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

    /** The documents whose every name in back-quotes is looked up. */
    private static final List<String> NAMING = List.of(
            "docs/operations.md", "docs/command-line.md", "docs/security-model.md", "docs/migration.md", "SECURITY.md");

    @TempDir
    private Path folder;

    private static String read(String document) throws IOException {
        return Files.readString(ROOT.resolve(document));
    }

    static List<String> examples(String document) throws IOException {
        return JAVA_BLOCK.matcher(read(document)).results().map(m -> m.group(1)).toList();
    }

    /** What is written for readers: all of it, so that a new document is not forgotten. */
    private static List<String> documents() throws IOException {
        try (Stream<Path> files = Stream.of(ROOT, ROOT.resolve("docs"), ROOT.resolve("docs/decisions"))
                .flatMap(DocumentsTest::markdown)) {
            return files.map(file -> ROOT.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    private static Stream<Path> markdown(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".md")).toList().stream();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void everyJavaExampleCompiles() throws IOException {
        int examples = 0;
        for (String document : documents()) {
            for (String example : examples(document)) {
                assertThat(compile(example, folder)).as(document).isEmpty();
                examples++;
            }
        }
        assertThat(examples).isGreaterThan(4);
    }

    /** The blocks of a kind, with the name of the document before each. */
    private static Map<String, String> blocks(String kind) throws IOException {
        Map<String, String> blocks = new LinkedHashMap<>();
        for (String document : documents()) {
            for (MatchResult block : BLOCK.matcher(read(document)).results().toList()) {
                if (block.group(1).equals(kind)) {
                    blocks.put(document + " at " + block.start(), block.group(2));
                }
            }
        }
        return blocks;
    }

    @Test
    void everyCommandLineIsOneOfTheProgram() throws IOException {
        int lines = 0;
        for (String document : documents()) {
            for (MatchResult run : RUN.matcher(read(document)).results().toList()) {
                String arguments = run.group(1).strip();
                assertThatCode(() -> parse(arguments))
                        .as(document + ": " + arguments)
                        .doesNotThrowAnyException();
                lines++;
            }
        }
        assertThat(lines).isGreaterThan(10);
        assertThat(blocks("sh")).isNotEmpty();
    }

    /** Help is added to each command when it runs. */
    private static void parse(String arguments) {
        String[] words = arguments.replace(" --help", "").replace("--help", "").split(" +", -1);
        Commands.line(terminal()).parseArgs(words[0].isEmpty() ? new String[0] : words);
    }

    private static Terminal terminal() {
        return new Terminal(InputStream.nullInputStream(), System.out, System.err, Map.of(), false);
    }

    @Test
    void everyPropertiesBlockIsAConfigurationOfKmc() throws IOException {
        Map<String, String> blocks = blocks("properties");
        assertThat(blocks).isNotEmpty();
        for (Map.Entry<String, String> block : blocks.entrySet()) {
            Path file = Files.writeString(folder.resolve("kmc.properties"), block.getValue());
            assertThatCode(() -> KmcConfig.read(file, terminal()).requests())
                    .as(block.getKey())
                    .hasMessageContaining("address"); // the gateway's is for the reader to fill in; all keys are known
        }
    }

    @Test
    void everyXmlBlockIsADependencyOnOneOfOurLibraries() throws Exception {
        Map<String, String> blocks = blocks("xml");
        assertThat(blocks).isNotEmpty();
        for (Map.Entry<String, String> block : blocks.entrySet()) {
            Element root = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader("<project>" + block.getValue() + "</project>")))
                    .getDocumentElement();
            NodeList artifacts = root.getElementsByTagName("artifactId");
            assertThat(artifacts.getLength()).isPositive();
            for (int i = 0; i < artifacts.getLength(); i++) {
                String module = artifacts.item(i).getTextContent().replace("valise-bom", "bom");
                assertThat(artifacts.item(i).getParentNode().getNodeName()).isEqualTo("dependency");
                assertThat(ROOT.resolve(module).resolve("pom.xml"))
                        .as(block.getKey())
                        .exists();
            }
        }
    }

    @Test
    void everyConstantThatAnOperatorMeetsHasItsRow() throws IOException {
        for (Table table : TABLES) {
            List<String> constants = Arrays.stream(table.type().getEnumConstants())
                    .map(Enum::name)
                    .toList();
            List<String> rows = ROW.matcher(section(table))
                    .results()
                    .map(row -> row.group(1))
                    .toList();
            assertThat(rows).as(table.heading()).hasSameElementsAs(constants);
        }
    }

    private static String section(Table table) throws IOException {
        String text = read(table.document());
        int start = text.indexOf(table.heading() + "\n");
        assertThat(start).as(table.heading()).isNotNegative();
        int end = text.indexOf("\n#", start + table.heading().length());
        return text.substring(start, end < 0 ? text.length() : end);
    }

    @Test
    void everyNameInBackQuotesExists() throws IOException {
        DocumentNames names = new DocumentNames(sources(), Commands.line(terminal()));
        for (String document : NAMING) {
            String prose = FENCED.matcher(read(document)).replaceAll("");
            List<String> spans =
                    SPAN.matcher(prose).results().map(m -> m.group(1)).toList();
            assertThat(spans).as(document).isNotEmpty();
            List<String> examples = examples(document);
            assertThat(spans.stream().filter(span -> !names.exist(span, examples)))
                    .as(document)
                    .isEmpty();
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
        for (String document : documents()) {
            Path base = ROOT.resolve(document).getParent();
            for (MatchResult link : LINK.matcher(read(document)).results().toList()) {
                assertThat(base.resolve(link.group(1))).exists();
            }
        }
    }

    /** As the README writes them: a group with its commands between bars, or a command alone. */
    private static List<String> commands() {
        return Commands.line(terminal()).getSubcommands().entrySet().stream()
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

    @Test
    void everyCommandHasItsSectionWithItsOptions() throws IOException {
        CommandLineDocument document = CommandLineDocument.read();
        Map<String, List<String>> commands = new LinkedHashMap<>();
        options("", Commands.line(terminal()), commands);
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
