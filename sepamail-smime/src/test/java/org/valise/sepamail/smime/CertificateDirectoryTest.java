// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.valise.sepamail.smime.CertificateDirectory.Purpose;
import org.valise.sepamail.smime.TestPki.Request;

/** Certificates by participant, family and purpose, with an overlapping roll-over. */
class CertificateDirectoryTest {

    private static final Instant NOW = TestPki.NOW;
    private static final X509Certificate OLD = certificate(-100, 10);
    private static final X509Certificate NEXT = certificate(-10, 100);
    private static final X509Certificate FAMILY = certificate(-5, 5);

    private static X509Certificate certificate(int from, int until) {
        return Bench.AUTHORITY.issue(new Request(TestPki.rsa(2), "CN=Any")
                        .valid(NOW.plus(Duration.ofDays(from)), NOW.plus(Duration.ofDays(until))))
                .certificate;
    }

    private final MemoryCertificateDirectory directory = MemoryCertificateDirectory.empty()
            .with("B", Purpose.ENCRYPTION, NEXT)
            .with("B", Purpose.ENCRYPTION, OLD);

    private X509Certificate at(int days) throws IOException {
        return directory
                .pick("B", "test", Purpose.ENCRYPTION, NOW.plus(Duration.ofDays(days)))
                .orElse(null);
    }

    @Test
    void ofThoseThatAreValidTheNewestIsPicked() throws IOException {
        assertThat(at(-101)).isNull();
        assertThat(at(-100)).isEqualTo(OLD);
        assertThat(at(-11)).isEqualTo(OLD);
        assertThat(at(-10)).isEqualTo(NEXT);
        assertThat(at(11)).isEqualTo(NEXT);
        assertThat(at(100)).isEqualTo(NEXT);
        assertThat(at(101)).isNull();
    }

    @Test
    void aFamilyWithACertificateOfItsOwnHasNoOther() {
        MemoryCertificateDirectory more = directory.with("B", "test", Purpose.ENCRYPTION, FAMILY);
        assertThat(more.find("B", "test", Purpose.ENCRYPTION)).containsExactly(FAMILY);
        assertThat(more.find("B", "secure", Purpose.ENCRYPTION)).containsExactlyInAnyOrder(OLD, NEXT);
        assertThat(more.without("B", FAMILY).find("B", "test", Purpose.ENCRYPTION))
                .containsExactlyInAnyOrder(OLD, NEXT);
    }

    @Test
    void participantAndPurposeCount() {
        assertThat(directory.find("B", "test", Purpose.SIGNING)).isEmpty();
        assertThat(directory.find("A", "test", Purpose.ENCRYPTION)).isEmpty();
        assertThat(directory.without("A", OLD).find("B", "test", Purpose.ENCRYPTION))
                .hasSize(2);
        assertThat(directory.without("B", OLD).find("B", "test", Purpose.ENCRYPTION))
                .containsExactly(NEXT);
        assertThat(MemoryCertificateDirectory.empty().find("B", "test", Purpose.ENCRYPTION))
                .isEmpty();
    }

    @Test
    void oneGivenTwiceIsOne() {
        assertThat(directory.with("B", Purpose.ENCRYPTION, OLD).find("B", "x", Purpose.ENCRYPTION))
                .hasSize(2);
    }
}
