// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A run of Maven in the documents: its profiles, modules, tests and properties are there. */
final class MavenLine {

    private static final Set<String> GOALS = Set.of("clean", "test", "package", "verify", "install", "spotless:apply");
    private static final Set<String> FLAGS = Set.of("-q", "-am");

    /** Of Maven itself and of the plugins that are used. */
    private static final Set<String> PROPERTIES =
            Set.of("skipTests", "maven.repo.local", "maven.test.skip", "surefire.failIfNoSpecifiedTests");

    private static final Map<String, String> SOURCES = Documents.sources();
    private static final String POMS = poms();

    private final List<String> modules = new ArrayList<>();
    private final List<String> tests = new ArrayList<>();

    private MavenLine() {}

    private static String poms() {
        try (Stream<Path> files = Files.walk(Documents.ROOT, 3)) {
            return files.filter(file -> file.endsWith("pom.xml"))
                    .map(Documents::content)
                    .collect(Collectors.joining());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void check(List<String> words) {
        MavenLine line = new MavenLine();
        Iterator<String> each = words.iterator();
        while (each.hasNext()) {
            line.word(each.next(), each);
        }
        line.tests(words);
    }

    private void word(String word, Iterator<String> rest) {
        if (word.equals("-pl")) {
            modules(rest.next().replace("'", ""));
        } else if (word.equals("-f")) {
            assertThat(Documents.ROOT.resolve(rest.next())).isRegularFile();
        } else if (word.equals("-T")) {
            assertThat(rest.next()).matches("\\d+");
        } else if (word.startsWith("-P")) {
            String profile = Xml.read(Documents.read("pom.xml")).texts("profiles", "profile", "id").stream()
                    .filter(word.substring(2)::equals)
                    .findFirst()
                    .orElse("no profile");
            assertThat(profile).isEqualTo(word.substring(2));
        } else if (word.startsWith("-D")) {
            property(word.substring(2));
        } else {
            assertThat(FLAGS.contains(word) || GOALS.contains(word)).as(word).isTrue();
        }
    }

    private void modules(String list) {
        List<String> known = Xml.read(Documents.read("pom.xml")).texts("modules", "module");
        for (String module : list.split(",", -1)) {
            String name = module.startsWith("!") ? module.substring(1) : module;
            assertThat(name.equals(".") || known.contains(name)).as(name).isTrue();
            modules.add(name);
        }
    }

    private void property(String property) {
        String name = property.contains("=") ? property.substring(0, property.indexOf('=')) : property;
        if (name.equals("test")) {
            tests.add(property.substring(property.indexOf('=') + 1));
        } else {
            assertThat(PROPERTIES.contains(name)
                            || POMS.contains(name)
                            || SOURCES.values().stream().anyMatch(source -> source.contains("\"" + name + "\"")))
                    .as(name)
                    .isTrue();
        }
    }

    /** A module that is built because another needs it has no such test: Maven would end there. */
    private void tests(List<String> words) {
        for (String test : tests) {
            assertThat(Documents.isTest(SOURCES, test)).as(test).isTrue();
            assertThat(modules).as("the module of " + test).anyMatch(module -> has(module, test));
            assertThat(!words.contains("-am") || words.contains("-Dsurefire.failIfNoSpecifiedTests=false"))
                    .as("-am with -Dtest needs -Dsurefire.failIfNoSpecifiedTests=false")
                    .isTrue();
        }
    }

    private static boolean has(String module, String test) {
        try (Stream<Path> files = Files.walk(Documents.ROOT.resolve(module).resolve("src"))) {
            return files.anyMatch(file -> file.endsWith(test + ".java"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
