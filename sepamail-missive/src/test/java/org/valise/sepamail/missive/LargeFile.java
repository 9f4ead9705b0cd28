// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Reads and writes a file of more missives than fit into its memory; to be run in a JVM of its own. */
final class LargeFile {

    private LargeFile() {}

    public static void main(String[] arguments) throws Exception {
        long count = Long.parseLong(arguments[0]);
        String[] frame = new String(MissiveFiles.file(SchemaVersion.NORM_1206, List.of()), StandardCharsets.UTF_8)
                .replace(">0<", ">" + count + "<")
                .split("(?=\n</sem:Fichier>)", 2);
        String entry = MissiveFiles.msv("A").replace("<Msv ", "<Msv xmlns='" + StreamDocuments.NS + "' ");
        long read = 0;
        try (MissiveFileReader file =
                        MissiveFileReader.of(new Repetition(frame[0], entry, count, frame[1]), Missives.strict());
                MissiveFileWriter out = MissiveFileWriter.of(
                        OutputStream.nullOutputStream(), SchemaVersion.NORM_1206, MissiveFiles.header(count))) {
            Optional<MissiveReading> next = file.next();
            while (next.isPresent()) {
                out.write(next.get().orElseThrow());
                read++;
                next = file.next();
            }
            System.out.println("read " + read + (file.isComplete() ? ", written " + count : ", " + file.problems()));
        }
    }
}
