// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/mutation.md speaks of classes, methods and tests that are there. */
class MutationDocumentTest {

    private static final Path ROOT = Path.of("..");
    private static final List<String> LIBRARIES =
            List.of("sts-records", "sts-email-client", "sepamail-missive", "sepamail-smime");
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `(\\w+)`(?: \\(in `(\\w+)`\\))? \\| (\\d+) \\| (.+) \\|$");
    /** Library, changes, noticed, by a time-out, not reached, score. */
    private static final Pattern SCORE = Pattern.compile(
            "(?m)^\\| `([\\w-]+)` \\| ([\\d,]+) \\| ([\\d,]+) \\| [\\d,]+ \\| [\\d,]+ \\| (\\d+) % \\|");

    private static final double LEAST_SCORE = 85;

    private static final Pattern QUOTED = Pattern.compile("`(\\w+)`");
    private static final Pattern WORD = Pattern.compile("\\w+");

    private static Stream<Path> sources(String library, String kind) {
        try (Stream<Path> files =
                Files.walk(ROOT.resolve(library).resolve("src").resolve(kind))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Set<String> words(Path file) {
        try {
            return WORD.matcher(Files.readString(file))
                    .results()
                    .map(MatchResult::group)
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Set<String> testClasses() {
        return LIBRARIES.stream()
                .flatMap(library -> sources(library, "test"))
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .collect(Collectors.toSet());
    }

    private static int number(String text) {
        return Integer.parseInt(text.replace(",", ""));
    }

    @Test
    void theScoresAreWhatTheirNumbersSay() throws IOException {
        List<MatchResult> scores = SCORE.matcher(Files.readString(ROOT.resolve("docs/mutation.md")))
                .results()
                .toList();
        assertThat(scores).extracting(score -> score.group(1)).containsExactlyElementsOf(LIBRARIES);
        assertThat(Files.readString(ROOT.resolve("pom.xml")))
                .contains("<mutationThreshold>" + (int) LEAST_SCORE + "</mutationThreshold>");
        for (MatchResult score : scores) {
            double percent = 100.0 * number(score.group(3)) / number(score.group(2));
            assertThat(percent).isGreaterThanOrEqualTo(LEAST_SCORE);
            assertThat((double) number(score.group(4))).isBetween(percent - 0.5, percent + 0.5);
        }
    }

    @Test
    void everyRowIsAboutWhatIsThere() throws IOException {
        String document = Files.readString(ROOT.resolve("docs/mutation.md"));
        Set<String> tests = testClasses();
        List<MatchResult> rows = ROW.matcher(document).results().toList();
        assertThat(rows).hasSizeGreaterThan(50);
        for (MatchResult row : rows) {
            String file = (row.group(2) == null ? row.group(1) : row.group(2)) + ".java";
            Set<String> known = new HashSet<>(tests);
            LIBRARIES.stream()
                    .flatMap(library -> sources(library, "main"))
                    .filter(source -> source.getFileName().toString().equals(file))
                    .forEach(source -> known.addAll(words(source)));
            assertThat(known).as(file).contains(row.group(1));
            List<String> named = QUOTED.matcher(row.group(4))
                    .results()
                    .map(quoted -> quoted.group(1))
                    .toList();
            assertThat(named.stream().filter(name -> !known.contains(name) && !isOfObject(name)))
                    .as("%s: %s", file, row.group(4))
                    .isEmpty();
        }
    }

    /** Of records and lambdas too, whose sources do not have it. */
    private static boolean isOfObject(String name) {
        return name.equals("hashCode") || name.equals("toString");
    }
}
