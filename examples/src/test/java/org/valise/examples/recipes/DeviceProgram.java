// SPDX-License-Identifier: Apache-2.0
package org.valise.examples.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.valise.examples.demo.Pki;

/** The program that {@link RecipesTest} runs: puts a key into a token of SoftHSM2, and has the recipe seal with it. */
final class DeviceProgram {

    private static final String PIN = "1234";

    private DeviceProgram() {}

    static Optional<Path> library() {
        return Stream.of(
                        "/usr/lib/softhsm/libsofthsm2.so",
                        "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
                        "/usr/lib64/pkcs11/libsofthsm2.so")
                .map(Path::of)
                .filter(Files::exists)
                .findFirst();
    }

    static String run(Path folder, Path library, String... arguments) throws IOException, InterruptedException {
        Files.createDirectory(folder.resolve("tokens"));
        Files.writeString(folder.resolve("softhsm2.conf"), "directories.tokendir = " + folder.resolve("tokens") + "\n");
        Files.writeString(folder.resolve("pin"), PIN);
        Files.writeString(
                folder.resolve("pkcs11.cfg"), "name = SoftHsm\nlibrary = " + library + "\nslotListIndex = 0\n");
        start(
                folder,
                List.of(
                        "softhsm2-util",
                        "--init-token",
                        "--free",
                        "--label",
                        "valise",
                        "--so-pin",
                        "5678",
                        "--pin",
                        PIN));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                DeviceProgram.class.getName(),
                folder.toString()));
        command.addAll(List.of(arguments));
        return start(folder, command);
    }

    private static String start(Path folder, List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .put("SOFTHSM2_CONF", folder.resolve("softhsm2.conf").toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    /** Arguments: the folder, receiver's certificate, FROM, TO, missive. */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        Pki authority = new Pki("Authority of the device", Instant.now());
        Pki.Identity signer = authority.signer("Signer", args[2]);
        Files.write(folder.resolve("device.crt"), signer.certificate().getEncoded());
        Files.write(
                folder.resolve("device-authority.crt"), authority.certificate().getEncoded());
        String configuration = folder.resolve("pkcs11.cfg").toString();
        Provider device = Security.getProvider("SunPKCS11").configure(configuration);
        KeyStore token = KeyStore.getInstance("PKCS11", device);
        token.load(null, PIN.toCharArray());
        token.setKeyEntry("signer", signer.key(), null, new Certificate[] {signer.certificate()});
        if (!(token.getKey("signer", null) instanceof PrivateKey key) || key.getEncoded() != null) {
            throw new IllegalStateException("The key can be taken out of the device");
        }
        SealWithADevice.main(
                configuration,
                folder.resolve("pin").toString(),
                "signer",
                folder.resolve("device.crt").toString(),
                args[1],
                args[2],
                args[3],
                args[4],
                folder.resolve("device.eml").toString());
        System.out.println("sealed by a key that never left the device");
    }
}
