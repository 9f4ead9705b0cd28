// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Keys in a device (PKCS #11) sign and decrypt, by a provider that is not registered. The device is SoftHSM2 (Debian:
 * softhsm2), in a JVM of its own, which is told by its environment where the tokens are.
 */
class SoftHsmTest {

    private static final List<Path> PLACES = List.of(
            Path.of("/usr/lib/softhsm/libsofthsm2.so"),
            Path.of("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"),
            Path.of("/usr/lib64/pkcs11/libsofthsm2.so"));

    @TempDir
    Path folder;

    @Test
    @Timeout(120)
    void keysOfADeviceSignAndDecrypt() throws IOException, InterruptedException {
        Path library = PLACES.stream().filter(Files::exists).findFirst().orElse(null);
        assumeTrue(library != null, "no SoftHSM2 on this machine");
        Files.createDirectory(folder.resolve("tokens"));
        Files.writeString(
                folder.resolve("softhsm2.conf"),
                "directories.tokendir = " + folder.resolve("tokens") + "\nobjectstore.backend = file\n");
        run("softhsm2-util", "--init-token", "--free", "--label", "valise", "--so-pin", "5678", "--pin", "1234");
        Files.writeString(
                folder.resolve("pkcs11.cfg"),
                "name = SoftHsm\nlibrary = " + library + "\nslotListIndex = 0\nattributes(*,CKO_PRIVATE_KEY,*) = {\n"
                        + "  CKA_TOKEN = false\n  CKA_SENSITIVE = true\n  CKA_EXTRACTABLE = false\n"
                        + "  CKA_SIGN = true\n  CKA_DECRYPT = true\n  CKA_DERIVE = true\n}\n"
                        // What two keys agree on is turned into a key outside, so that it must come out.
                        + "attributes(*,CKO_SECRET_KEY,CKK_GENERIC_SECRET) = {\n"
                        + "  CKA_SENSITIVE = false\n  CKA_EXTRACTABLE = true\n}\n");
        String said = run(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath(),
                SoftHsmKeys.class.getName(),
                folder.resolve("pkcs11.cfg").toString());
        assertThat(said.lines().filter(line -> line.startsWith("token: ")))
                .containsExactly(
                        "token: RSA_SHA256 by RSA_PKCS1 opened",
                        "token: RSA_PSS_SHA256 by RSA_PKCS1 opened",
                        "token: ECDSA_SHA256 by RSA_PKCS1 opened",
                        "token: ECDSA_SHA256 by ECDH_SHA256 opened",
                        "token: nothing registered, no key came out");
    }

    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(each -> Path.of(each).toAbsolutePath().toString())
                .reduce((one, other) -> one + File.pathSeparator + other)
                .orElseThrow();
    }

    private String run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .put("SOFTHSM2_CONF", folder.resolve("softhsm2.conf").toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
