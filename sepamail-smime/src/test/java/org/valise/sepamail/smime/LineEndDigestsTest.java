// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 8551 3.1.1: what was signed with CRLF and stored with LF has the digest of what was signed, however it is read. */
class LineEndDigestsTest {

    private static final SignatureScheme.Digest SHA = SignatureScheme.Digest.SHA_256;

    private static byte[] digest(String text) {
        return SHA.engine().digest(Forge.ascii(text));
    }

    private static LineEndDigests read(String text, int piece) throws IOException {
        LineEndDigests digests = new LineEndDigests(new ByteArrayInputStream(Forge.ascii(text)), Set.of(SHA));
        byte[] buffer = new byte[piece + 2];
        int there = digests.read(buffer, 1, piece);
        while (there > 0) {
            there = digests.read(buffer, 1, piece);
        }
        return digests;
    }

    @ParameterizedTest
    @CsvSource({"a~b~", "a~b", "~~a", "ab~cd~ef~gh", "~", "a~~b"})
    void whatWasStoredWithLfIsAsItWasSigned(String lines) throws IOException {
        String stored = lines.replace("~", "\n");
        for (int piece = 1; piece < 9; piece++) {
            LineEndDigests digests = read(stored, piece);
            assertThat(digests.received().of(SHA)).isEqualTo(digest(stored));
            Digests canonical = digests.canonical();
            assertThat(canonical).isNotNull();
            assertThat(canonical.of(SHA)).isEqualTo(digest(lines.replace("~", "\r\n")));
        }
    }

    /** CRLF, none at all, and both: nothing is repaired. */
    @ParameterizedTest
    @CsvSource({"a^~b^~", "a", "a^~b~", "a~b^~", "^~~", "~^~", "a^b"})
    void nothingElseIsRepaired(String lines) throws IOException {
        String stored = lines.replace("^", "\r").replace("~", "\n");
        for (int piece = 1; piece < 9; piece++) {
            LineEndDigests digests = read(stored, piece);
            assertThat(digests.received().of(SHA)).isEqualTo(digest(stored));
            assertThat(digests.canonical()).isNull();
        }
    }
}
