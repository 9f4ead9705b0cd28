// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What the libraries show to their users is what was agreed on, in {@code api/}. */
class ApiTest {

    private static final String REWRITE =
            "mvn -pl examples -am test -Dtest=ApiTest -Dsurefire.failIfNoSpecifiedTests=false -Dvalise.api=write";

    @ParameterizedTest
    @FieldSource("org.valise.examples.ApiText$Library#ALL")
    void showsWhatWasAgreedOn(ApiText.Library library) throws IOException {
        Path file = Path.of("..", "api", library.name() + ".txt");
        String text = ApiText.of(library.member());
        if ("write".equals(System.getProperty("valise.api"))) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
        assertThat(text)
                .as("%s: if the change is wanted, write the file anew and have it reviewed: %s", file, REWRITE)
                .isEqualToNormalizingNewlines(Files.readString(file));
    }
}
