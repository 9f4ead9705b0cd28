// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** STS600-4-2 Appendix D, entry by entry: places, counts, limits, and that no line is taken for a record in haste. */
class RecordFileReaderTest {

    private static final StsRecords LENIENT = StsRecords.lenient();
    private static final RecordLimits DEFAULTS = RecordLimits.defaults();
    private static final StsRecords WITHOUT_CRC = LENIENT.withCrcPolicy("T", CrcPolicy.IF_PRESENT);

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static RecordFile file(StsRecords rules, String text) {
        return rules.file(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<FileEntry.Kind> kinds(StsRecords rules, String text) {
        return file(rules, text).entries().stream().map(FileEntry::kind).toList();
    }

    private static Span place(RecordFile file, int entry) {
        return file.entries().get(entry).problems().get(0).inText().orElseThrow();
    }

    /** A right CRC over a line that is no record proves nothing: delimiters and printable ASCII belong to the form. */
    @ParameterizedTest
    @ValueSource(strings = {"T:a|x|", "T a|x|", "|x|", "T|ab", "T|\u007f|", "T|\u0001|x|", "T|\u0000|", "T|x|\u007f|"})
    void takesNoLineForItsCrcAlone(String body) {
        for (String line : List.of(body + Crc16.of(body), body + Crc16.of(body) + "\n" + Vectors.ONE)) {
            assertThat(kinds(LENIENT, line).get(0)).isNotEqualTo(FileEntry.Kind.RECORD);
        }
    }

    @Test
    void takesNoLongLineForItsCrcAlone() {
        String body = "T|" + "a".repeat(40) + "\u007f" + "a".repeat(40) + "|";
        assertThat(kinds(LENIENT, body + Crc16.of(body))).containsExactly(FileEntry.Kind.BAD_RECORD);
    }

    @Test
    void leavesOtherLinesAlone() {
        RecordFile file = file(LENIENT, "HDR|blue\nsee STS: records\n");
        assertThat(file.entries()).extracting(FileEntry::kind).containsOnly(FileEntry.Kind.OTHER);
        assertThat(file.entries().get(0).type()).isEmpty();
    }

    @Test
    void takesBlanksBeforeARecord() {
        FileEntry entry = file(LENIENT, "x\n \t" + Vectors.ONE + "\n").entries().get(1);
        assertThat(entry.record()).contains(Vectors.record(Vectors.ONE));
        assertThat(entry.deviations()).containsExactly(Deviation.TRIMMED);
    }

    @Test
    void readsRecordsWithoutCrcOnEveryLine() {
        assertThat(kinds(WITHOUT_CRC, "T|a|\nT|b|\nT|abc|\n")).containsOnly(FileEntry.Kind.RECORD);
    }

    @Test
    void countsEachKindOfItsOwn() {
        RecordFile.Summary summary =
                file(LENIENT, "A|0130\nT|a|0000\n\n\nx\ny\n\n").summary();
        assertThat(summary.count(FileEntry.Kind.RECORD)).isEqualTo(1);
        assertThat(summary.count(FileEntry.Kind.BAD_RECORD)).isEqualTo(1);
        assertThat(summary.count(FileEntry.Kind.OTHER)).isEqualTo(2);
        assertThat(summary.count(FileEntry.Kind.BLANK)).isEqualTo(3);
        assertThat(summary.problems()).isEmpty();
    }

    /** Whatever a line is, it is a line: only blank ones are free. */
    @Test
    void countsAllFilledLinesForTheLimit() {
        String text = "A|0130\n\nT|a|0000\nx\n";
        StsRecords three = LENIENT.withLimits(DEFAULTS.withFileEntries(3));
        StsRecords two = LENIENT.withLimits(DEFAULTS.withFileEntries(2));
        assertThat(file(three, text).entries()).hasSize(4);
        assertThat(file(two, text).summary().problems())
                .extracting(Problem::code)
                .containsExactly(Problem.Code.TOO_MANY_ENTRIES);
    }

    @Test
    void saysWhichLineIsTooLong() {
        RecordFile file = file(LENIENT.withLimits(DEFAULTS.withRecordChars(9)), "x\r\n0123456789\n");
        assertThat(file.summary().problems().get(0).inText()).contains(new Span(2, 1, 3, 10));
    }

    /** After a limit the reader stands on no entry: what follows was not read. */
    @ParameterizedTest
    @CsvSource({"6, 100, 100, 1", "100, 7, 100, 1", "100, 100, 1, 1"})
    void stopsAtALimit(int lineOctets, int fileOctets, int entries, int given) throws IOException {
        StsRecords rules = LENIENT.withLimits(
                DEFAULTS.withRecordChars(lineOctets).withFileOctets(fileOctets).withFileEntries(entries));
        try (RecordFileReader reader = rules.readFile(stream("A|0130\nT|a|BDF9\nA|0130\n"))) {
            for (int i = 0; i < given; i++) {
                assertThat(reader.next()).isTrue();
            }
            assertThat(reader.next()).isFalse();
            assertThat(reader.summary().state()).isEqualTo(RecordFile.State.REFUSED);
            assertThat(reader.next()).isFalse();
        }
    }

    @Test
    void stopsAtABlockThatCrossesTheEndOfTheLongestFile() throws IOException {
        String block = RecordInEmail.write(Vectors.record("A|0130"));
        StsRecords rules = LENIENT.withLimits(DEFAULTS.withFileOctets(block.length() - 1));
        try (RecordFileReader reader = rules.readFile(stream(block))) {
            assertThat(reader.next()).isFalse();
            assertThat(reader.summary().state()).isEqualTo(RecordFile.State.REFUSED);
        }
    }

    @Test
    void saysWhereItStandsOnceItStandsSomewhere() throws IOException {
        try (RecordFileReader reader = LENIENT.readFile(stream("x\r\ny"))) {
            assertThatIllegalStateException().isThrownBy(reader::line);
            assertThatIllegalStateException().isThrownBy(reader::offset);
            assertThatIllegalStateException().isThrownBy(reader::length);
            assertThat(reader.next()).isTrue();
            assertThat(reader.next()).isTrue();
            assertThat(reader.line()).isEqualTo(2);
            assertThat(reader.offset()).isEqualTo(3);
            assertThat(reader.length()).isEqualTo(1);
        }
    }

    @Test
    void closesTheStream() throws IOException {
        boolean[] closed = {false};
        InputStream in = new ByteArrayInputStream(new byte[0]) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        LENIENT.readFile(in).close();
        assertThat(closed[0]).isTrue();
    }

    @Test
    void placesGuardsWithoutTheirLineEnd() {
        RecordFile unended = file(LENIENT, "x\r\n--STS:T BEGINS--\r\nA|0130\r\n");
        assertThat(place(unended, 1)).isEqualTo(new Span(2, 1, 3, 16));
        assertThat(unended.records()).hasSize(1);
        assertThat(place(file(LENIENT, "x\r\n--STS:T ENDS--\r\n"), 1)).isEqualTo(new Span(2, 1, 3, 14));
        Span afterMark = place(file(LENIENT, "\ufeff--STS:T BEGINS--\nA|0130\n"), 0);
        assertThat(afterMark.offset()).isEqualTo(3);
        assertThat(afterMark.length()).isEqualTo(16);
    }

    @Test
    void readsABlockOfJustTheLimits() {
        StsRecord record = StsRecord.of("T", List.of("a".repeat(20)));
        String text = "x\n" + RecordInEmail.write(record);
        int length = record.text().length();
        StsRecords enough = LENIENT.withLimits(DEFAULTS.withRecordChars(length).withBlockChars(length));
        assertThat(file(enough, text).records()).containsExactly(record);
    }

    /** The lines of a block that is too long are read as lines; the begin guard alone is the bad entry. */
    @Test
    void holdsNoBlockThatIsTooLong() {
        String block = RecordInEmail.write(StsRecord.of("T", List.of("a".repeat(100))));
        RecordFile file = file(LENIENT.withLimits(DEFAULTS.withBlockChars(70)), block);
        assertThat(file.entries().get(0).problems())
                .extracting(Problem::code)
                .containsExactly(Problem.Code.BLOCK_TOO_LONG);
        assertThat(file.entries().get(0).length()).isEqualTo("--STS:T BEGINS--\r\n".length());
        assertThat(file.entries()).hasSize(4);
    }

    @Test
    void saysThatALineOfABlockIsTooLong() throws IOException {
        StsRecords rules = LENIENT.withLimits(DEFAULTS.withRecordChars(20));
        try (RecordFileReader reader = rules.readFile(stream("--STS:T BEGINS--\n" + "a".repeat(21) + "\n"))) {
            assertThat(reader.next()).isTrue();
            assertThat(reader.entry().problems())
                    .extracting(Problem::code)
                    .containsExactly(Problem.Code.RECORD_TOO_LONG);
            assertThat(reader.next()).isFalse();
        }
    }

    /** However the stream hands out its octets, CRLF is one line end. */
    @Test
    void readsALineEndThatComesInTwoParts() throws IOException {
        InputStream in = new SequenceInputStream(stream("A|0130\r\nA|0130\r"), stream("\nA|0130"));
        try (RecordFileReader reader = LENIENT.readFile(in)) {
            RecordFile.Summary summary = reader.readToEnd();
            assertThat(summary.count(FileEntry.Kind.RECORD)).isEqualTo(3);
            assertThat(summary.count(FileEntry.Kind.BLANK)).isZero();
            assertThat(summary.octets()).isEqualTo(22);
        }
    }

    @Test
    void readsNoLineEndBeyondTheEnd() {
        RecordFile file = file(LENIENT, "aa\nb\r");
        assertThat(file.entries()).extracting(FileEntry::length).containsExactly(3, 2);
        assertThat(file.entries().get(1).octets()).containsExactly('b', '\r');
    }
}
