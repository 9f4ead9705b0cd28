// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A missive of more than the memory is sealed and opened in a JVM that has 32 MiB: 48 MiB of data, or what the property
 * {@code valise.large.mebibytes} says.
 */
class LargeMailTest {

    @ParameterizedTest
    @CsvSource({"OPAQUE_THEN_ENCRYPT, AES_256_CBC", "CLEAR_THEN_ENCRYPT, AES_256_GCM"})
    void needsMemoryThatDoesNotDependOnTheLength(Profile profile, ContentCipher cipher, @TempDir Path folder)
            throws Exception {
        long length = Long.getLong("valise.large.mebibytes", 48) << 20;
        Process process = new ProcessBuilder(LargeMail.command(folder, length, profile, cipher))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(said.strip()).isEqualTo("same");
        assertThat(process.waitFor()).isZero();
    }
}
