// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** AcqChk over the official exchange (facts, C.5), which is not part of this repository. */
class SampleChecksumTest {

    private static final int FROM = 782;
    private static final int TO = 1485;

    private byte[] nominal = {};

    @BeforeEach
    void readsTheSample() throws IOException {
        String shared =
                System.getProperty("VALISE_SHARED", System.getenv().getOrDefault("VALISE_SHARED", "../../shared"));
        Path sample = Path.of(shared, "samples", "002_report_nominal.xml");
        Assumptions.assumeTrue(
                Files.exists(sample),
                "Skipped: set VALISE_SHARED to the folder that holds samples/002_report_nominal.xml");
        nominal = Files.readAllBytes(sample);
    }

    @Test
    void fitsTheMessageElement() throws IOException {
        MessageChecksum checksum = MessageChecksum.parse("sha1:136b42af3329762f529aa35d8ba039cbe96dcf7c")
                .orElseThrow();
        assertThat(MessageChecksum.of(nominal, FROM, TO)).isEqualTo(checksum);
        assertThat(checksum.match(nominal, FROM, TO)).contains(ChecksumForm.EXACT);
        byte[] crlf = new String(nominal, StandardCharsets.UTF_8)
                .replace("\n", "\r\n")
                .getBytes(StandardCharsets.UTF_8);
        long[] place = messagePlace(crlf);
        assertThat(checksum.match(crlf, (int) place[0], (int) place[1])).contains(ChecksumForm.LF);
        assertThat(checksum.match(nominal, FROM, TO - 1)).isEmpty();
    }

    @Test
    void isFoundByTheScannerWhereTheFactsSayItIs() throws IOException {
        assertThat(messagePlace(nominal)).containsExactly(FROM, TO);
    }

    private static long[] messagePlace(byte[] document) throws IOException {
        XmlScanner scanner = new XmlScanner(document, MissiveLimits.defaults());
        long start = -1;
        int level = 0;
        while (true) {
            XmlScanner.Event event = scanner.next();
            if (event == XmlScanner.Event.START && scanner.tag().localName().equals("sepamail_message_001")) {
                start = scanner.start();
                level = scanner.depth();
            } else if (event == XmlScanner.Event.END && scanner.depth() == level) {
                return new long[] {start, scanner.end()};
            }
        }
    }

    /** CRLF, both canonical forms, MsvBdy with its tags, the whole file. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sha1:ac056c9fa197e322f26eaaa006ed827948df9883",
                "sha1:59ac63bb267cf507610c37b4b5c2eafb66f2f494",
                "sha1:1d85b03d4470a5aa29e8471d3d800ea2df1998c7",
                "sha1:4853351f102f8fceb2e8fd77d7e793bcff5820ee"
            })
    void doesNotFitWhatElseMightBeMeant(String other) {
        assertThat(MessageChecksum.parse(other).orElseThrow().match(nominal, FROM, TO))
                .isEmpty();
    }

    @Test
    void tellsTheFormWithOtherLineEnds() {
        assertThat(MessageChecksum.parse("sha1:d0089a5f6fb785fd90801c289f6a8bfb5b180619")
                        .orElseThrow()
                        .match(nominal, FROM, TO))
                .contains(ChecksumForm.CRLF);
    }

    @Test
    void fitsTheOtherAlgorithmsToo() {
        for (String text : Arrays.asList(
                "sha256:97e246422684d091335f2b04ad1a27c0542f2f99cf908103c64086760b7c53a0",
                "sha224:d9f95037bf2ecabd78c8a5d0a8b2385a5bf041b81509035ba2ce3df7")) {
            assertThat(MessageChecksum.parse(text).orElseThrow().match(nominal, FROM, TO))
                    .contains(ChecksumForm.EXACT);
            assertThat(MessageChecksum.of(nominal, FROM, TO).text()).isNotEqualTo(text);
        }
    }
}
