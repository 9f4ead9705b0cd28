// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever the fuzzer looks at is looked at in the ordinary run too, with inputs that are kept, and by scripts/fuzz. */
class FuzzTargetsTest {

    private static final Path ROOT = Path.of("..");
    private static final Map<String, String> CLASSES = Map.of(
            "sts-records/src/test/%s/org/valise/sts/records", "RecordFuzz",
            "sts-email-client/src/test/%s/org/valise/sts/email", "GatewayFuzz",
            "sepamail-missive/src/test/%s/org/valise/sepamail/missive", "MissiveFuzz",
            "sepamail-smime/src/test/%s/org/valise/sepamail/smime", "EnvelopeFuzz");
    private static final Pattern TARGET = Pattern.compile("@FuzzTest\\([^)]*\\)\\s+void (\\w+)\\(byte\\[\\]");
    private static final Pattern IN_SCRIPT = Pattern.compile("\\b(\\w+Fuzz#\\w+)");

    private static Set<String> targets(String folder, String name) throws IOException {
        String source = Files.readString(ROOT.resolve(folder.formatted("java")).resolve(name + ".java"));
        return TARGET.matcher(source)
                .results()
                .map(target -> name + "#" + target.group(1))
                .collect(Collectors.toSet());
    }

    private static Set<String> withInputs(String folder, String name) throws IOException {
        Path inputs = ROOT.resolve(folder.formatted("resources")).resolve(name + "Inputs");
        Set<String> found = new TreeSet<>();
        for (Path target : list(inputs)) {
            assertThat(list(target)).as("%s", target).isNotEmpty();
            found.add(name + "#" + target.getFileName());
        }
        return found;
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    @Test
    void everyTargetHasInputsAndIsInTheScript() throws IOException {
        Set<String> all = new TreeSet<>();
        for (Map.Entry<String, String> each : CLASSES.entrySet()) {
            Set<String> targets = targets(each.getKey(), each.getValue());
            assertThat(targets).isNotEmpty().isEqualTo(withInputs(each.getKey(), each.getValue()));
            all.addAll(targets);
        }
        String script = Files.readString(ROOT.resolve("scripts/fuzz"));
        String defaults = script.substring(script.indexOf("targets=(RecordFuzz"), script.indexOf("failed=0"));
        assertThat(IN_SCRIPT.matcher(defaults).results().map(MatchResult::group).collect(Collectors.toSet()))
                .isEqualTo(all);
    }
}
