// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is written for readers, and the sources that it speaks of. */
final class Documents {

    static final Path ROOT = Path.of("..");

    private static final Pattern SPAN = Pattern.compile("(?<!`)`([^`\n]+)`(?!`)");
    private static final Pattern ANNOTATION = Pattern.compile("@(?:Test|Property|ParameterizedTest)\\b");

    private Documents() {}

    static String read(String document) {
        return content(ROOT.resolve(document));
    }

    static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All of them, so that a new one is not forgotten. */
    static List<String> all() {
        return Stream.of("", "docs", "docs/decisions")
                .flatMap(folder -> markdown(ROOT.resolve(folder)))
                .map(file -> ROOT.relativize(file).toString().replace('\\', '/'))
                .sorted()
                .toList();
    }

    private static Stream<Path> markdown(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".md")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The blocks of a kind, of all documents. */
    static List<Markdown.Block> blocks(String kind) {
        return all().stream()
                .flatMap(document -> Markdown.of(document).blocks().stream())
                .filter(block -> block.kind().equals(kind))
                .toList();
    }

    /** What stands in back-quotes, blocks left out. */
    static List<String> spans(String document) {
        return spansOf(Markdown.of(document).prose());
    }

    static List<String> spansOf(String text) {
        return SPAN.matcher(text).results().map(span -> span.group(1)).toList();
    }

    static String section(String document, String heading) {
        String text = read(document);
        int start = text.indexOf(heading + "\n");
        assertThat(start).as(heading).isNotNegative();
        int end = text.indexOf("\n#", start + heading.length());
        return text.substring(start, end < 0 ? text.length() : end);
    }

    static Terminal terminal() {
        return new Terminal(InputStream.nullInputStream(), System.out, System.err, Map.of(), false);
    }

    /** All that is written in Java here, tests as well, by the name of the file. */
    static Map<String, String> sources() {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.toString().contains("target"))
                    .filter(file -> file.toString().contains("org"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""),
                            Documents::content,
                            String::concat));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that a library consists of, tests not. */
    static String code(String library) {
        try (Stream<Path> files = Files.walk(ROOT.resolve(library).resolve("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(Documents::content)
                    .collect(Collectors.joining());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a name is that of a class with tests, or with its method of a test that is run. */
    static boolean isTest(Map<String, String> sources, String name) {
        String type = name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
        String source = sources.getOrDefault(type, "");
        if (type.equals(name)) {
            return ANNOTATION.matcher(source).find();
        }
        int method = source.indexOf(" void " + name.substring(type.length() + 1) + "(");
        // What stands before it back to the end of its neighbour.
        return method >= 0
                && ANNOTATION
                        .matcher(source.substring(Math.max(0, source.lastIndexOf("\n\n", method)), method))
                        .find();
    }
}
