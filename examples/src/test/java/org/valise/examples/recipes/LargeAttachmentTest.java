// SPDX-License-Identifier: Apache-2.0
package org.valise.examples.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.valise.examples.demo.Pki;

/** The attachment of the recipe is larger than memory: 64 MiB, in programs that have 32. */
class LargeAttachmentTest {

    private static final String PASSWORD = "secret";
    private static final String FROM = "test@testvert.sepamail.eu";
    private static final String TO = "test@testbleu.sepamail.eu";

    @TempDir
    private Path folder;

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private void files() throws Exception {
        Pki authority = new Pki("Authority", Instant.now());
        Pki.Identity receiver = authority.receiver("Receiver", TO);
        Files.write(
                folder.resolve("sender.p12"), authority.signer("Sender", FROM).file(PASSWORD));
        Files.write(folder.resolve("receiver.p12"), receiver.file(PASSWORD));
        Files.write(folder.resolve("receiver.crt"), receiver.certificate().getEncoded());
        Files.write(folder.resolve("authority.crt"), authority.certificate().getEncoded());
        Files.writeString(folder.resolve("password"), PASSWORD);
        byte[] piece = new byte[1 << 20];
        Random random = new Random(7);
        try (OutputStream out = Files.newOutputStream(folder.resolve("attachment"))) {
            for (int i = 0; i < 64; i++) {
                random.nextBytes(piece);
                out.write(piece);
            }
        }
    }

    private static String runIn32MiB(Class<?> recipe, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                recipe.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    @Test
    void isSentAndTakenInLessMemoryThanItIsLong() throws Exception {
        files();
        runIn32MiB(
                SendALargeAttachment.class,
                file("sender.p12"),
                file("password"),
                file("receiver.crt"),
                FROM,
                TO,
                file("attachment"),
                file("large.xml"),
                file("large.eml"));
        assertThat(runIn32MiB(
                        TakeALargeAttachment.class,
                        file("receiver.p12"),
                        file("password"),
                        file("authority.crt"),
                        file("large.eml"),
                        file("taken")))
                .startsWith("Accepted");
        assertThat(Files.mismatch(folder.resolve("attachment"), folder.resolve("taken")))
                .isEqualTo(-1);
    }
}
