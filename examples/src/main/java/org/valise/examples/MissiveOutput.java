// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.missive.Missive;
import picocli.CommandLine.Option;

/** Where a missive goes that a command has made. */
final class MissiveOutput {

    @Option(names = "--out", paramLabel = "FILE", description = "Writes the missive there and prints one JSON line.")
    private @Nullable Path out;

    void print(Terminal terminal, Missive missive) throws IOException {
        byte[] octets = missive.octets();
        if (out == null) {
            terminal.print(octets);
            return;
        }
        WholeFile.write(out, octets);
        terminal.out()
                .println(Json.line(Json.object()
                        .put("type", MissiveJson.type(missive))
                        .put("id", missive.id())
                        .put("order", missive.order())
                        .put("octets", octets.length)
                        .put("sha256", sha256(octets))
                        .put("chk", MissiveJson.checksum(missive))
                        .put("out", out.toString())));
    }

    static String sha256(byte[] octets) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
