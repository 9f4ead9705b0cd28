// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a fuzzer (Jazzer) tries with octets that it makes up; see {@code scripts/fuzz}, and {@link EnvelopeFuzzInputsTest}. */
class EnvelopeFuzz {

    private static final MissiveOpener OPENER = Bench.opener().with(OpeningPolicy.legacy());
    private static final ContentOpener CONTENTS = ContentOpener.of(
                    List.of(Bench.RECIPIENT.decryptionKey(), Bench.EC_RECIPIENT.decryptionKey()),
                    Banks.TRUST,
                    Bench.CLOCK)
            .with(OpeningPolicy.legacy());
    private static final byte[] ENTITY =
            Forge.entity(new String(Bench.missive("x").octets(), StandardCharsets.UTF_8));

    /** As what each type says it is, alone and beside a content. */
    @FuzzTest(maxDuration = "60s")
    void cms(byte[] octets) {
        for (String type : List.of("signed-data", "enveloped-data", "authEnveloped-data")) {
            assertNothing(OPENER.open(Forge.mail(TestPki.SENDER, Forge.cms(type, octets))));
        }
        byte[] clear = Forge.mail(TestPki.SENDER, Forge.multipartSigned(ENTITY, octets));
        assertNothing(CONTENTS.verify(clear));
        assertNothing(OPENER.open(clear));
    }

    @FuzzTest(maxDuration = "60s")
    void mail(byte[] octets) throws IOException {
        assertNothing(OPENER.open(octets));
        assertNothing(OPENER.open(() -> new ByteArrayInputStream(octets)));
        assertThat(EnvelopeStructure.of(octets, SmimeLimits.defaults()).mail()).isNotNull();
    }

    /** Nobody signs by chance. */
    private static <T> void assertNothing(Verdict<T> verdict) {
        assertThat(verdict).isNotInstanceOf(Verdict.Accepted.class);
        assertThat(verdict.checks()).isNotEmpty();
    }
}
