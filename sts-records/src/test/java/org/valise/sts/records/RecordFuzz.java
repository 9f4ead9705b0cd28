// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;

/** What a fuzzer (Jazzer) tries with octets that it makes up; see {@code scripts/fuzz}, and {@link RecordFuzzInputsTest}. */
class RecordFuzz {

    @FuzzTest(maxDuration = "60s")
    void text(byte[] octets) {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        for (StsRecords records : List.of(StsRecords.lenient(), StsRecords.strict())) {
            for (StsRecord record : records.scan(text).records()) {
                assertThat(records.parse(record.text()).toOptional()).isPresent();
                PublicKeyRecord.of(record).toOptional().ifPresent(key -> key.verify(Clock.systemUTC()));
            }
            records.parse(text);
        }
        Pkid.parse(text);
    }

    @FuzzTest(maxDuration = "60s")
    void file(byte[] octets) throws IOException {
        RecordFile file = StsRecords.lenient().file(octets);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        file.writeTo(out);
        assertThat(out.toByteArray()).isEqualTo(octets);
        try (RecordFileReader reader = StsRecords.lenient().readFile(new ByteArrayInputStream(octets))) {
            reader.readToEnd();
            assertThat(reader.summary().state()).isEqualTo(file.summary().state());
            assertThat(reader.summary().octets()).isEqualTo(octets.length);
            assertThat(reader.summary().count(FileEntry.Kind.RECORD))
                    .isEqualTo(file.records().size());
        }
    }
}
