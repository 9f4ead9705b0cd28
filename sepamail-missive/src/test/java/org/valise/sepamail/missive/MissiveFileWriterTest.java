// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files of missives (Fichier, A.7) as they are written: the partner by his role, and files that promise nothing. */
class MissiveFileWriterTest {

    private static MissiveFileHeader header(MissiveFileHeader.Role role, long count) {
        MissiveFileHeader usual = MissiveFiles.header(count);
        return new MissiveFileHeader(usual.createdAt(), role, usual.partner(), count);
    }

    private static byte[] written(MissiveFileHeader header, Missive... missives) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (MissiveFileWriter file = MissiveFileWriter.of(out, SchemaVersion.NORM_1206, header)) {
            for (Missive missive : missives) {
                file.write(missive);
            }
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @EnumSource(MissiveFileHeader.Role.class)
    void namesThePartnerByHisRole(MissiveFileHeader.Role role) throws Exception {
        NominalMissive missive = MissiveFiles.nominal(SchemaVersion.NORM_1206, "A");
        byte[] file = written(header(role, 1), missive);
        String element = role == MissiveFileHeader.Role.SENDER ? "Sender" : "Receiver";
        assertThat(new String(file, StandardCharsets.UTF_8)).containsPattern("<(\\w+:)?" + element + ">TESTVERTXXX</");
        MissiveFiles.Contents contents = MissiveFiles.read(file, Missives.strict());
        assertThat(contents.header()).contains(header(role, 1));
        assertThat(contents.readings()).hasSize(1);
        assertThat(contents.complete()).isTrue();
    }

    @Test
    void writesAFileWithoutMissives() throws Exception {
        MissiveFiles.Contents contents =
                MissiveFiles.read(written(header(MissiveFileHeader.Role.RECEIVER, 0)), Missives.strict());
        assertThat(contents.header()).contains(header(MissiveFileHeader.Role.RECEIVER, 0));
        assertThat(contents.readings()).isEmpty();
        assertThat(contents.problems()).isEmpty();
        assertThat(contents.complete()).isTrue();
    }
}
