// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** STS600-4-2 Appendix D: nothing of a file is lost, whatever it holds and however it arrives. */
class RecordFileProperties {

    @Property
    void givesBackEveryOctet(@ForAll("files") byte[] octets) throws Exception {
        RecordFile file = StsRecords.lenient().file(octets);
        ByteArrayOutputStream emitted = new ByteArrayOutputStream();
        long line = 1;
        for (FileEntry entry : file.entries()) {
            assertThat(entry.offset()).isEqualTo(emitted.size());
            assertThat(entry.line()).isGreaterThanOrEqualTo(line);
            line = entry.line() + 1;
            emitted.writeBytes(entry.octets());
        }
        assertThat(emitted.toByteArray()).isEqualTo(octets);
        assertThat(file.summary().sha256())
                .contains(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(octets)));
    }

    @Property
    void isTheSameHoweverTheOctetsArrive(@ForAll("files") byte[] octets, @ForAll long seed) throws IOException {
        List<String> whole = StsRecords.lenient().file(octets).entries().stream()
                .map(RecordFileProperties::described)
                .toList();
        try (RecordFileReader reader = StsRecords.lenient().scanFile(new Trickle(octets, new Random(seed)))) {
            for (String expected : whole) {
                assertThat(reader.next()).isTrue();
                assertThat(described(reader.entry())).isEqualTo(expected);
                assertThat(reader.kind()).isEqualTo(reader.entry().kind());
                assertThat(reader.length()).isEqualTo(reader.entry().octets().length);
            }
            assertThat(reader.next()).isFalse();
        }
    }

    private static String described(FileEntry entry) {
        return entry + " " + entry.offset() + " " + entry.record() + " " + entry.deviations() + " " + entry.problems();
    }

    @Property
    void findsEveryRecordThatItWrote(@ForAll("records") List<StsRecord> records) {
        RecordFile file = StsRecords.strict().file(RecordFile.write(records));
        assertThat(file.records()).isEqualTo(records);
    }

    /** What the fast path takes for a record is one for the codec, and the other way round. */
    @Property
    void agreesWithTheCodecOnEveryLine(@ForAll("lines") String line) {
        FileEntry entry = StsRecords.strict()
                .file(line.getBytes(StandardCharsets.ISO_8859_1))
                .entries()
                .get(0);
        boolean record = StsRecords.strict().parse(line) instanceof ParseResult.Parsed<StsRecord>;
        assertThat(entry.kind() == FileEntry.Kind.RECORD).isEqualTo(record);
    }

    /** The CRC of a range is folded by words; octet by octet is the definition. */
    @Property
    void foldsTheCrcAsTheTableSteps(@ForAll @Size(max = 200) byte[] octets, @ForAll @IntRange(max = 20) int from) {
        int start = Math.min(from, octets.length);
        for (int to = start; to <= octets.length; to++) {
            int expected = CrcTables.INITIAL;
            for (int i = start; i < to; i++) {
                expected = CrcTables.update(expected, octets[i]);
            }
            assertThat(CrcTables.crc(octets, start, to)).isEqualTo(expected);
        }
    }

    @Property
    void findsTheFirstOctetThatIsNotPrintable(@ForAll("files") byte[] octets) {
        for (int from = 0; from < Math.min(octets.length, 40); from++) {
            int expected = from;
            while (expected < octets.length && Ascii.isPrintable(octets[expected])) {
                expected++;
            }
            assertThat(Octets.firstUnprintable(octets, from, octets.length)).isEqualTo(expected);
        }
    }

    /** A stream that hands out its octets in pieces of random length. */
    private static final class Trickle extends InputStream {

        private final ByteArrayInputStream octets;
        private final Random random;

        Trickle(byte[] octets, Random random) {
            this.octets = new ByteArrayInputStream(octets);
            this.random = random;
        }

        @Override
        public int read() {
            return octets.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return octets.read(target, offset, Math.min(length, 1 + random.nextInt(5)));
        }
    }

    @Provide
    static Arbitrary<byte[]> files() {
        Arbitrary<String> piece = Arbitraries.oneOf(
                Arbitraries.of(
                        Vectors.REAL,
                        Vectors.ONE,
                        Vectors.REAL_BLOCK,
                        "--STS:PK.ECDH.1 BEGINS--\n",
                        "--STS:PK.ECDH.1 ENDS--",
                        "T|a|BDF9",
                        "T|a|b|",
                        "\n",
                        "\r",
                        "\r\n",
                        "\n",
                        " ",
                        "\u00ef\u00bb\u00bf",
                        "\u0000",
                        "9500",
                        "|"),
                Arbitraries.strings().withCharRange('\u0000', '\u00ff').ofMaxLength(40));
        return piece.list().ofMaxSize(20).map(p -> String.join("", p).getBytes(StandardCharsets.ISO_8859_1));
    }

    @Provide
    static Arbitrary<String> lines() {
        Arbitrary<String> damaged = Arbitraries.of(Vectors.REAL, Vectors.ONE, "T|a|BDF9", "A|0130", "A||F500")
                .flatMap(text -> Arbitraries.integers()
                        .between(0, text.length() - 1)
                        .flatMap(at -> Arbitraries.chars()
                                .range(' ', '~')
                                .map(c -> text.substring(0, at) + c + text.substring(at + 1))));
        return Arbitraries.oneOf(
                damaged,
                RecordProperties.records().map(StsRecord::text),
                Arbitraries.strings().withChars("A1F|:- ").ofMinLength(1).ofMaxLength(50));
    }

    @Provide
    static Arbitrary<List<StsRecord>> records() {
        return RecordProperties.records().list().ofMaxSize(6);
    }
}
