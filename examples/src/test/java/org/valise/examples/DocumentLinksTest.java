// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Links lead to files and to headings that are there; rows of the security model to tests and decisions. */
class DocumentLinksTest {

    private static final Pattern LINK = Pattern.compile("\\[([^\\[\\]]*)\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *$");
    private static final Pattern FOREIGN = Pattern.compile("(?:https?|mailto):.*");
    private static final Pattern BAR = Pattern.compile("(?<!\\\\)\\|");
    private static final Pattern RULE = Pattern.compile("[-:| ]+");
    private static final String MODEL = "docs/security-model.md";

    @Test
    void everyLinkLeadsSomewhere() {
        int anchors = 0;
        for (String document : Documents.all()) {
            for (MatchResult link :
                    LINK.matcher(Markdown.of(document).prose()).results().toList()) {
                String target = link.group(2);
                if (!FOREIGN.matcher(target).matches()) {
                    check(document, target);
                    anchors += target.contains("#") ? 1 : 0;
                }
            }
        }
        assertThat(anchors).isPositive();
    }

    private static void check(String document, String target) {
        int fragment = target.indexOf('#');
        String file = fragment < 0 ? target : target.substring(0, fragment);
        Path here = Documents.ROOT.resolve(document);
        Path there = file.isEmpty() ? here : here.resolveSibling(file);
        assertThat(there).as(document).exists();
        if (fragment >= 0) {
            String name =
                    Documents.ROOT.relativize(there).normalize().toString().replace('\\', '/');
            assertThat(anchors(name)).as(document + ": " + target).contains(target.substring(fragment + 1));
        }
    }

    /** As GitHub makes them of headings: a repeated one is numbered. */
    private static Set<String> anchors(String document) {
        Set<String> anchors = new HashSet<>();
        Map<String, Integer> seen = new HashMap<>();
        for (MatchResult heading :
                HEADING.matcher(Markdown.of(document).prose()).results().toList()) {
            String slug = LINK.matcher(heading.group(1))
                    .replaceAll("$1")
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N}\\p{M}_ -]", "")
                    .replace(' ', '-');
            int before = seen.merge(slug, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? slug : slug + "-" + before);
        }
        return anchors;
    }

    /** A threat that nothing answers says so by a dash. */
    @Test
    void everyRowOfTheSecurityModelIsShownByATestOrADecision() {
        Map<String, String> sources = Documents.sources();
        boolean within = false;
        int rows = 0;
        for (String line : Documents.read(MODEL).lines().toList()) {
            String[] cells = BAR.split(line, -1);
            String last = cells.length < 3 ? "" : cells[cells.length - 2].strip();
            if (cells.length < 3 || last.equals("shown by")) {
                within = cells.length >= 3;
            } else if (within && !RULE.matcher(line).matches()) {
                checkRow(last, sources);
                rows++;
            }
        }
        assertThat(rows).isGreaterThan(45);
    }

    private static void checkRow(String shownBy, Map<String, String> sources) {
        if (shownBy.equals("–") || shownBy.equals("none")) {
            return;
        }
        assertThat(Documents.spansOf(shownBy))
                .as(shownBy)
                .allMatch(name -> Documents.isTest(sources, name), "is a test that is run");
        for (MatchResult link : LINK.matcher(shownBy).results().toList()) {
            int number = Integer.parseInt(link.group(1).replace("decision ", ""));
            assertThat(link.group(2)).startsWith("decisions/%04d-".formatted(number));
            assertThat(Documents.ROOT.resolve(MODEL).resolveSibling(link.group(2)))
                    .as(shownBy)
                    .isRegularFile();
        }
        assertThat(shownBy).as("names a test or a decision").containsPattern("`|\\[decision ");
    }
}
