// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A missive of many times the memory is written and read: 64 MiB of data in a JVM that has 32 MiB. */
class LargeMissiveTest {

    @Test
    void needsMemoryThatDoesNotDependOnTheLength(@TempDir Path folder) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LargeMissive.class.getName(),
                        folder.resolve("missive.xml").toString(),
                        Long.toString(64L << 20))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(said.strip()).isEqualTo("same");
        assertThat(process.waitFor()).isZero();
    }
}
