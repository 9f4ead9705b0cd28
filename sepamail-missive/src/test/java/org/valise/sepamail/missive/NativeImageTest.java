// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** GraalVM is told of every class that JAXB looks at by reflection, and of every file that is read from the jar. */
class NativeImageTest {

    private static final String FOLDER = "/META-INF/native-image/org.valise/sepamail-missive/";

    private static Set<String> found(String file, String pattern) throws IOException {
        try (InputStream in = NativeImageTest.class.getResourceAsStream(FOLDER + file)) {
            String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(json.chars().filter(c -> c == '{').count())
                    .isEqualTo(json.chars().filter(c -> c == '}').count());
            Stream<MatchResult> matches = Pattern.compile(pattern).matcher(json).results();
            return matches.map(m -> m.group(1)).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Tag("slow")
    @Test
    void knowsTheClassesOfTheBinding() throws IOException {
        List<String> classes = new ClassFileImporter()
                .importPackages("org.valise.sepamail.missive.xml").stream()
                        .map(JavaClass::getName)
                        .toList();
        assertThat(classes).contains("org.valise.sepamail.missive.xml.MsvHdrXml");
        assertThat(found("reflect-config.json", "\"name\": \"([^\"]+)\"")).containsExactlyInAnyOrderElementsOf(classes);
    }

    @Test
    void knowsTheBundledSchemas() throws IOException {
        Path bundled = Path.of("src/main/resources/org/valise/sepamail/missive");
        try (Stream<Path> files = Files.list(bundled)) {
            assertThat(found("resource-config.json", "Q(org/[^\\\\]+)\\\\"))
                    .containsExactlyInAnyOrderElementsOf(
                            files.map(f -> "org/valise/sepamail/missive/" + f.getFileName())
                                    .toList());
        }
    }
}
