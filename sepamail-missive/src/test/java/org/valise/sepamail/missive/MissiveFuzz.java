// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** What a fuzzer (Jazzer) tries with octets that it makes up; see {@code scripts/fuzz}, and {@link MissiveFuzzInputsTest}. */
class MissiveFuzz {

    @FuzzTest(maxDuration = "60s")
    void document(byte[] octets) throws IOException {
        for (Missives missives : List.of(Missives.strict(), Missives.lenient())) {
            MissiveReading reading = missives.read(octets);
            StreamedReading streamed = missives.readStreamed(new ByteArrayInputStream(octets), ContentSink.none());
            assertThat(streamed.toOptional().isPresent())
                    .isEqualTo(reading.toOptional().isPresent());
            Missive missive = reading.toOptional().orElse(null);
            if (missive != null) {
                assertThat(missive.octets()).isEqualTo(octets);
            }
            if (missive instanceof NominalMissive nominal) {
                AcknowledgementMissive answer = nominal.acknowledge(AcknowledgementCode.FORWARDED)
                        .sentAt(Instant.parse("2026-11-22T12:00:00Z"))
                        .build();
                assertThat(missives.read(answer.octets()).toOptional()).isPresent();
            }
        }
    }
}
