// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Every public type that is not within another shows how it is used, in the comment before it, and what it shows compiles;
 * a nested type is shown by the example of its outer one. Examples are fragments: {@code javadoc-names/MODULE.properties}
 * says of what type the names are that they use and do not declare, for all types or for one ({@code Type.name}). A name that
 * is not there is something of the reader's own, and what is done with it is not looked at; so that a name that is misspelled
 * is not taken for one, {@link ReadersNames} has all of them.
 */
class JavadocExamplesTest {

    /** A library and the package of the one it builds upon. */
    record Library(String module, String base) {

        @Override
        public String toString() {
            return module;
        }
    }

    static final List<Library> LIBRARIES = List.of(
            new Library("sts-records", "java.lang"),
            new Library("sts-email-client", "org.valise.sts.records"),
            new Library("sts-email-testing", "org.valise.sts.records"),
            new Library("sepamail-missive", "java.lang"),
            new Library("sepamail-smime", "org.valise.sepamail.missive"));

    private static final Path ROOT = Path.of("..");
    private static final Pattern PUBLIC_TYPE = Pattern.compile(
            "(?m)^public (?:final |abstract |sealed |non-sealed )*(?:class|interface|enum|record|@interface) (\\w+)");
    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
    private static final Pattern COMMENT = Pattern.compile("//.*");
    private static final Pattern TYPE_NAME = Pattern.compile("symbol: +(?:class|variable [A-Z])");
    private static final Pattern READERS = Pattern.compile("symbol: +(variable|method) (\\w+)");
    private static final Pattern EXAMPLE = Pattern.compile("(?s)<pre>\\{@code\n(.*?)\n\\s*\\* ?\\}</pre>");
    private static final Pattern MARGIN = Pattern.compile("(?m)^\\s*\\* ?");
    private static final Pattern WORD = Pattern.compile("\\b[a-z]\\w*\\b");
    private static final String IMPORTS = Stream.of(
                    "java.io",
                    "java.math",
                    "java.net",
                    "java.nio.charset",
                    "java.nio.file",
                    "java.security",
                    "java.security.cert",
                    "java.sql",
                    "java.time",
                    "java.util",
                    "java.util.stream",
                    "javax.xml.validation",
                    "org.w3c.dom",
                    "jakarta.xml.bind",
                    "javax.net.ssl",
                    "javax.sql",
                    "jakarta.mail",
                    "jakarta.mail.internet")
            .map(name -> "import " + name + ".*;\n")
            .collect(Collectors.joining());

    @TempDir
    private Path folder;

    @ParameterizedTest
    @FieldSource("LIBRARIES")
    void everyPublicTypeHasAnExample(Library library) throws IOException {
        List<String> without = sources(library).entrySet().stream()
                .filter(source -> PUBLIC_TYPE.matcher(source.getValue()).find())
                .filter(source ->
                        !EXAMPLE.matcher(ownComment(source.getValue())).find())
                .map(source -> typeName(source.getKey()))
                .sorted()
                .toList();
        assertThat(without).isEmpty();
    }

    /** What stands before the public type of a file, and not that of another type or of a member. */
    private static String ownComment(String source) {
        String before = PUBLIC_TYPE
                .matcher(source)
                .results()
                .map(type -> source.substring(0, type.start()))
                .findFirst()
                .orElse("");
        return before.substring(Math.max(0, before.lastIndexOf("/**")));
    }

    @ParameterizedTest
    @FieldSource("LIBRARIES")
    void everyExampleCompiles(Library library) throws IOException {
        Map<Path, String> sources = sources(library);
        assertThat(sources).isNotEmpty();
        List<String> faults = faults(library, sources);
        assertThat(faults.stream().filter(fault -> !isOfTheReader(fault))).isEmpty();
        List<String> readersNames = ReadersNames.of(library.module());
        assertThat(faults.stream().map(JavadocExamplesTest::readersName).filter(name -> !name.isEmpty()))
                .as("the names that are the reader's own")
                .hasSameElementsAs(readersNames);
        assertThat(readersNames).isSorted().doesNotHaveDuplicates();
    }

    /** A method with its parentheses; nothing if the fault is of another kind. */
    private static String readersName(String fault) {
        Matcher name = READERS.matcher(fault);
        return isOfTheReader(fault) && name.find()
                ? name.group(2) + (name.group(1).equals("method") ? "()" : "")
                : "";
    }

    private List<String> faults(Library library, Map<Path, String> sources) throws IOException {
        Map<String, String> names = names(library);
        String imports = imports(library, sources);
        List<Source> examples = sources.entrySet().stream()
                .flatMap(source -> EXAMPLE.matcher(source.getValue())
                        .results()
                        .map(example -> new Example(typeName(source.getKey()), source.getValue(), example)))
                .map(example -> new Source(example, imports, names))
                .toList();
        return faults(examples);
    }

    private static Map<Path, String> sources(Library library) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve(library.module()).resolve("src/main/java/org"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .collect(Collectors.toMap(file -> file, JavadocExamplesTest::content));
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String typeName(Path file) {
        return file.getFileName().toString().replace(".java", "");
    }

    private static Map<String, String> names(Library library) throws IOException {
        Path file = Path.of(
                "src",
                "test",
                "resources",
                "org",
                "valise",
                "examples",
                "javadoc-names",
                library.module() + ".properties");
        return Files.readAllLines(file).stream()
                .filter(line -> !line.startsWith("#") && line.contains("="))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf('=')).strip(),
                        line -> line.substring(line.indexOf('=') + 1).strip()));
    }

    /** The library's own types one by one, because they come before all others of that name. */
    private static String imports(Library library, Map<Path, String> sources) {
        Stream<String> own = sources.entrySet().stream()
                .filter(source -> PUBLIC_TYPE.matcher(source.getValue()).find())
                .map(source -> PACKAGE.matcher(source.getValue())
                                .results()
                                .findFirst()
                                .orElseThrow()
                                .group(1) + "." + typeName(source.getKey()));
        return Stream.concat(own, Stream.of(library.base() + ".*"))
                        .map(name -> "import " + name + ";\n")
                        .collect(Collectors.joining())
                + IMPORTS;
    }

    /** An example of a type's file. */
    private record Example(String type, String file, MatchResult match) {

        String source(String imports, Map<String, String> names) {
            return imports + "abstract class " + className() + " { void run(" + parameters(names)
                    + ") throws Exception {\n" + code() + "\n} }";
        }

        /** One that no other example has. */
        String className() {
            return ("ExampleOf" + type + line()).replace('-', '_');
        }

        String fault(String message) {
            return "%s.java:%d: %s%n%s".formatted(type, line(), message, code());
        }

        private int line() {
            return (int) file.substring(0, match.start()).lines().count();
        }

        private String code() {
            return MARGIN.matcher(match.group(1)).replaceAll("");
        }

        private String parameters(Map<String, String> names) {
            return WORD.matcher(code())
                    .results()
                    .map(MatchResult::group)
                    .distinct()
                    .filter(name -> !isDeclared(name))
                    .map(name -> parameter(name, names.getOrDefault(type + "." + name, names.getOrDefault(name, ""))))
                    .filter(parameter -> !parameter.isEmpty())
                    .collect(Collectors.joining(", "));
        }

        private static String parameter(String name, String type) {
            return type.isEmpty() ? "" : type + " " + name;
        }

        /** Whether the example says itself of what type a name is, be it as a parameter of a lambda. */
        private boolean isDeclared(String name) {
            String parameters = "\\((?:\\w+, )*" + name + "(?:, \\w+)*\\) ->|\\b" + name + " ->";
            return Pattern.compile(
                            "(?:[A-Z]\\w*|(?<!-)>|\\]|\\b(?:var|int|long|boolean)) " + name + "\\b|" + parameters)
                    .matcher(COMMENT.matcher(code()).replaceAll(""))
                    .find();
        }
    }

    /** All at once, because each start of the compiler reads the class path anew. */
    private List<String> faults(List<Source> examples) {
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        List<String> options = List.of(
                "-d",
                folder.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-proc:none",
                "-Xmaxerrs",
                "10000");
        ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, found, options, null, examples)
                .call();
        return found.getDiagnostics().stream()
                .filter(one -> one.getKind() == Diagnostic.Kind.ERROR)
                .map(JavadocExamplesTest::fault)
                .toList();
    }

    private static String fault(Diagnostic<? extends JavaFileObject> error) {
        return error.getSource() instanceof Source source
                ? source.example.fault(error.getMessage(Locale.ROOT))
                : error.getMessage(Locale.ROOT);
    }

    /** A variable or a method that nothing here knows; a type must be known. */
    private static boolean isOfTheReader(String message) {
        return message.contains("cannot find symbol")
                && message.contains("location: class ExampleOf")
                && !TYPE_NAME.matcher(message).find();
    }

    private static final class Source extends SimpleJavaFileObject {

        private final Example example;
        private final String text;

        Source(Example example, String imports, Map<String, String> names) {
            super(URI.create("string:///" + example.className() + ".java"), JavaFileObject.Kind.SOURCE);
            this.example = example;
            this.text = example.source(imports, names);
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
