// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The limit of a line holds for each line by itself, however the octets are taken. */
class PlainLinesTest {

    private static final byte[] TEXT = Forge.ascii("abc\r\nde\nabcd\n");

    private static PlainLines lines(int limit) throws IOException {
        return new PlainLines(new LookAhead(TEXT), limit);
    }

    private static byte[] oneByOne(PlainLines lines) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int octet = lines.read(); octet >= 0; octet = lines.read()) {
            out.write(octet);
        }
        return out.toByteArray();
    }

    @Test
    void linesUpToTheLimitPass() throws IOException {
        assertThat(lines(4).readAllBytes()).isEqualTo(TEXT);
        assertThat(oneByOne(lines(4))).isEqualTo(TEXT);
    }

    @Test
    void aLongerLineIsRefused() {
        assertThatExceptionOfType(MimeFailure.class).isThrownBy(() -> lines(3).readAllBytes());
        assertThatExceptionOfType(MimeFailure.class).isThrownBy(() -> oneByOne(lines(3)));
    }
}
