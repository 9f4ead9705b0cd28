// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** STS600-4-2 Appendix D and STS600-9-2 5.1.4.3: a file of records, octets first. */
class RecordFileTest {

    private static RecordFile file(String text) {
        return StsRecords.lenient().file(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<FileEntry.Kind> kinds(String text) {
        return file(text).entries().stream().map(FileEntry::kind).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void readsOneRecordALine(String lineEnd) {
        RecordFile file = file(Vectors.REAL + lineEnd + Vectors.ONE + lineEnd + Vectors.ONE);
        assertThat(file.summary().state()).isEqualTo(RecordFile.State.ALL_RECORDS_VALID);
        assertThat(file.records()).extracting(StsRecord::text).containsExactly(Vectors.REAL, Vectors.ONE, Vectors.ONE);
        assertThat(file.entries()).extracting(FileEntry::line).containsExactly(1L, 2L, 3L);
        assertThat(file.entries().get(1).offset()).isEqualTo(287 + lineEnd.length());
    }

    @Test
    void keepsEveryOctet() throws IOException {
        String text = "\ufeffheader\n\n" + Vectors.REAL + "\r\n# note\r\u00e9\n" + Vectors.ONE;
        RecordFile file = file(text);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        file.writeTo(out);
        assertThat(out.toByteArray()).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
        assertThat(file.octets()).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
        assertThat(kinds(text))
                .containsExactly(
                        FileEntry.Kind.OTHER,
                        FileEntry.Kind.BLANK,
                        FileEntry.Kind.RECORD,
                        FileEntry.Kind.OTHER,
                        FileEntry.Kind.OTHER,
                        FileEntry.Kind.RECORD);
    }

    @Test
    void hasTheDigestOfItsOctets() {
        // printf 'abc' | sha256sum
        assertThat(file("abc").summary().sha256())
                .contains("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void skipsOneByteOrderMark() {
        assertThat(kinds("\ufeff" + Vectors.REAL + "\n")).containsExactly(FileEntry.Kind.RECORD);
        assertThat(kinds("\ufeff")).containsExactly(FileEntry.Kind.BLANK);
        assertThat(kinds("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "D318, D319, CRC_ERROR",
        "D318, D31G, CRC_ERROR",
        "|||D318, ||D|318, CRC_ERROR",
        "PK.ECDH.1|, PK.ECDH.1!, CRC_ERROR",
        "PK.ECDH, PK.\u00c9CDH, BAD_CHARACTER"
    })
    void noticesDamage(String part, String replacement, Problem.Code code) {
        RecordFile file = file(Vectors.ONE + "\n" + Vectors.REAL.replace(part, replacement) + "\n" + Vectors.TWO);
        assertThat(file.summary().state()).isEqualTo(RecordFile.State.SOME_INVALID);
        FileEntry bad = file.entries().get(1);
        assertThat(bad.kind()).isEqualTo(FileEntry.Kind.BAD_RECORD);
        assertThat(bad.record()).isEmpty();
        assertThat(bad.problems()).extracting(Problem::code).containsExactly(code);
        assertThat(bad.problems().get(0).inText().orElseThrow().line()).isEqualTo(2);
        assertThat(file.records()).hasSize(2);
    }

    @Test
    void saysWhereInTheFile() {
        String text = "x\r\n" + Vectors.REAL.replace("D318", "D319");
        Problem problem = file(text).entries().get(1).problems().get(0);
        assertThat(problem.inText()).contains(new Span(2, 284, text.indexOf("D319"), 4));
        assertThat(problem.inRecord()).contains(new Span(1, 284, 283, 4));
        String bom = "\ufeff" + Vectors.REAL.replace("D318", "D319");
        assertThat(file(bom)
                        .entries()
                        .get(0)
                        .problems()
                        .get(0)
                        .inText()
                        .orElseThrow()
                        .offset())
                .isEqualTo(3 + 283);
    }

    @Test
    void readsGuardedBlocksAmongLines() {
        String text = Vectors.ONE + "\n" + Vectors.REAL_BLOCK + Vectors.TWO + "\n";
        RecordFile file = file(text);
        assertThat(file.records()).extracting(StsRecord::text).containsExactly(Vectors.ONE, Vectors.REAL, Vectors.TWO);
        assertThat(file.entries()).extracting(FileEntry::line).containsExactly(1L, 2L, 9L);
        assertThat(file.entries().get(1).deviations()).isEmpty();
        assertThat(file.entries().get(1).octets()).isEqualTo(Vectors.REAL_BLOCK.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void readsMangledBlocks() {
        String text = Vectors.REAL_BLOCK.replaceAll("(?m)^", "> ").replace("--", "\u2014");
        FileEntry entry = file(text).entries().get(0);
        assertThat(entry.record().orElseThrow().text()).isEqualTo(Vectors.REAL);
        assertThat(entry.deviations()).contains(Deviation.PREFIX, Deviation.GUARD);
    }

    @Test
    void refusesBlocksWithoutEndAndReadsTheirLinesAsLines() {
        RecordFile file = file("--STS:PK.ECDH.1 BEGINS--\n" + Vectors.REAL + "\n");
        assertThat(file.entries())
                .extracting(FileEntry::kind)
                .containsExactly(FileEntry.Kind.BAD_RECORD, FileEntry.Kind.RECORD);
        assertThat(file.entries().get(0).problems())
                .extracting(Problem::code)
                .containsExactly(Problem.Code.UNTERMINATED);
        assertThat(file.entries().get(0).type()).contains("PK.ECDH.1");
        RecordFile nested = file("--STS:PK.ECDH.1 BEGINS--\n" + Vectors.REAL_BLOCK);
        assertThat(nested.entries().get(0).problems()).extracting(Problem::code).containsExactly(Problem.Code.NESTED);
        assertThat(nested.records()).hasSize(1);
    }

    @Test
    void takesBlanksAroundARecordOnlyWhenLenient() {
        byte[] octets = (Vectors.REAL + " \n").getBytes(StandardCharsets.US_ASCII);
        FileEntry entry = StsRecords.lenient().file(octets).entries().get(0);
        assertThat(entry.record().orElseThrow().text()).isEqualTo(Vectors.REAL);
        assertThat(entry.deviations()).containsExactly(Deviation.TRIMMED);
        FileEntry strict = StsRecords.strict().file(octets).entries().get(0);
        assertThat(strict.problems()).extracting(Problem::code).containsExactly(Problem.Code.NOT_CANONICAL);
    }

    @Test
    void readsRecordsWithoutCrcWhereTheTypeAllowsIt() {
        StsRecords records = StsRecords.lenient().withCrcPolicy("T", CrcPolicy.IF_PRESENT);
        RecordFile file = records.file("T|a|\nU|a|b|\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(file.entries())
                .extracting(FileEntry::kind)
                .containsExactly(FileEntry.Kind.RECORD, FileEntry.Kind.BAD_RECORD);
        assertThat(file.records().get(0).crcState()).isEqualTo(CrcState.ABSENT);
    }

    @Test
    void refusesEdition1WithAReason() {
        RecordFile file = file("\n95000289050716STS04A600404040404040404E5502AECA2F3\n9520\n");
        assertThat(file.summary().state()).isEqualTo(RecordFile.State.EDITION_1);
        assertThat(file.summary().problems())
                .extracting(Problem::code)
                .containsExactly(Problem.Code.UNSUPPORTED_EDITION_1);
        assertThat(file.summary().problems().get(0).inText().orElseThrow().line())
                .isEqualTo(2);
        assertThat(file("9500|a|0000\n").summary().state()).isEqualTo(RecordFile.State.SOME_INVALID);
    }

    @Test
    void placesEdition1BehindTheBlanksInFrontOfIt() {
        RecordFile file = file("\n  95000289050716STS04A600404040404040404E5502AECA2F3 \n");
        assertThat(file.summary().problems().get(0).inText()).contains(new Span(2, 3, 3, 50));
        RecordFile marked = file("\ufeff95000289050716STS04A600404040404040404E5502AECA2F3\n");
        assertThat(marked.summary().problems().get(0).inText()).contains(new Span(1, 4, 3, 50));
    }

    @Test
    void aFirstLineThatIsLikeEdition1HidesNoRecords() {
        String valid = StsRecord.of("T", List.of("a")).text();
        RecordFile file = file("9500 keys follow\n" + valid + "\n");
        assertThat(file.summary().state()).isEqualTo(RecordFile.State.ALL_RECORDS_VALID);
        assertThat(file.summary().problems()).isEmpty();
        assertThat(file("9500 keys follow\n" + valid + "\nT|a|0000\n").summary().state())
                .isEqualTo(RecordFile.State.SOME_INVALID);
    }

    /** Mail software does not touch attachments: no octet of a line is passed over. */
    @ParameterizedTest
    @ValueSource(strings = {"\u000b", "\f", "\u0085", "\u2028", "\u00a0", "\u200b", "\u0000", "\u00ad"})
    void passesOverNothingInALine(String inside) {
        for (String line : List.of("A|0130" + inside + "A|0131", "A|0130" + inside, "A|01" + inside + "30")) {
            assertThat(file("T|a||b|3848\n" + line + "\n").summary().state())
                    .isNotEqualTo(RecordFile.State.ALL_RECORDS_VALID);
        }
        assertThat(kinds("> " + Vectors.REAL)).containsExactly(FileEntry.Kind.BAD_RECORD);
    }

    @Test
    void noticesDamageToShortRecords() {
        for (String damaged : List.of("KL.1|a b c", "VKLOADREQ.1:x y|0DD9", "VKLOADREQ.1|x yA0DD9", "T:a|1234")) {
            assertThat(kinds(damaged)).containsExactly(FileEntry.Kind.BAD_RECORD);
        }
        for (String damaged : List.of(
                "\"KL.ENTRY.1|5EC4E7|x|D804\"",
                "\u000bKL.ENTRY.1|5EC4E7|x|D804\u000b",
                "K\u0001L.1|5EC4|D8\u000104",
                "k: a|b|c")) {
            assertThat(kinds(damaged)).containsExactly(FileEntry.Kind.BAD_RECORD);
        }
        assertThat(kinds("HDR|x")).containsExactly(FileEntry.Kind.OTHER);
    }

    @Test
    void reportsGuardsThatDoNotPairUp() {
        RecordFile file = file("A|0130\n--STS:A ENDS--\n--STS:A BEGINS\n");
        assertThat(file.entries().get(1).problems()).extracting(Problem::code).containsExactly(Problem.Code.STRAY_END);
        assertThat(file.entries().get(2).problems())
                .extracting(Problem::code)
                .containsExactly(Problem.Code.DAMAGED_GUARD);
    }

    @Test
    void namesNoTypeThatMayBePartOfAKey() {
        FileEntry rest = file("56789AB5EC4E75EC4E7|x|0FBF\n").entries().get(0);
        assertThat(rest.kind()).isEqualTo(FileEntry.Kind.BAD_RECORD);
        assertThat(rest.type()).isEmpty();
        assertThat(file("4E7|x|D804\n").entries().get(0).type()).isEmpty();
        assertThat(file("KL.1|--STS:5EC4E7 BEGINS--|6DFZ\n").entries().get(0).type())
                .contains("KL.1");
        assertThat(file("VKLOADRESP.1|x|0FBF\n").entries().get(0).type()).contains("VKLOADRESP.1");
    }

    @Test
    void hasNoRecordsInOtherText() {
        assertThat(file("hello\n\nworld\n").summary().state()).isEqualTo(RecordFile.State.NO_RECORDS);
        assertThat(file("").summary().state()).isEqualTo(RecordFile.State.NO_RECORDS);
        assertThat(file("").summary().problems()).extracting(Problem::code).containsExactly(Problem.Code.NO_RECORD);
    }

    @Test
    void writesOneRecordALine() {
        List<StsRecord> records = List.of(Vectors.record(Vectors.REAL), StsRecord.of("T", List.of("a")));
        byte[] octets = RecordFile.write(records);
        assertThat(new String(octets, StandardCharsets.US_ASCII)).startsWith(Vectors.REAL + "\r\nT|a|");
        assertThat(StsRecords.strict().file(octets).records()).isEqualTo(records);
    }

    @Test
    void writesNoDamagedRecord() {
        StsRecord suspect = ((ParseResult.Malformed<StsRecord>)
                        StsRecords.strict().parse("T|a|0000"))
                .suspect()
                .orElseThrow();
        assertThatIllegalArgumentException().isThrownBy(() -> RecordFile.write(List.of(suspect)));
        assertThatIllegalArgumentException().isThrownBy(() -> RecordInEmail.write(suspect));
    }

    @Test
    void takesABlockForARecordOnlyIfNothingElseIsInIt() {
        String text = "--STS:T BEGINS--\nT|a|BDF9\u000b--STS:T ENDS--\u000bT|zzz|0000\n--STS:T ENDS--\n";
        RecordFile file = file(text);
        assertThat(file.summary().state()).isEqualTo(RecordFile.State.SOME_INVALID);
        assertThat(file.records()).isEmpty();
    }

    @Test
    void locatesProblemsOfBlocksInTheFile() {
        String text = "header\r\n" + Vectors.REAL_BLOCK.replace("D318", "D319");
        Problem problem = file(text).entries().get(1).problems().get(0);
        assertThat(problem.inText()).contains(new Span(7, 28, text.indexOf("D319"), 4));
    }

    @Test
    void readsABlockAfterAByteOrderMark() {
        FileEntry entry = file("\ufeff" + Vectors.REAL_BLOCK).entries().get(0);
        assertThat(entry.record().orElseThrow().text()).isEqualTo(Vectors.REAL);
        assertThat(entry.length()).isEqualTo(3 + Vectors.REAL_BLOCK.length());
    }

    @Test
    void readsLinesLongerThanItsWindow() {
        StsRecord record = StsRecord.of("T", List.of("x".repeat(200_000)));
        StsRecords records =
                StsRecords.lenient().withLimits(RecordLimits.defaults().withRecordChars(300_000));
        byte[] octets = RecordFile.write(List.of(Vectors.record(Vectors.REAL), record, Vectors.record(Vectors.ONE)));
        assertThat(records.file(octets).records()).hasSize(3).contains(record);
    }

    @Test
    void refusesTypesThatAreNoIdent() {
        String longType = "A".repeat(41) + "|x|";
        for (String body : List.of(longType, "_A|x|", "-A|x|")) {
            assertThat(kinds(body + Crc16.of(body))).containsExactly(FileEntry.Kind.BAD_RECORD);
        }
    }

    @Test
    void takesARecordWithoutCrcFromAnExactLineOnly() {
        StsRecords records = StsRecords.lenient().withCrcPolicy("T", CrcPolicy.IF_PRESENT);
        FileEntry entry = records.file("T|a| \n".getBytes(StandardCharsets.US_ASCII))
                .entries()
                .get(0);
        assertThat(entry.problems()).extracting(Problem::code).containsExactly(Problem.Code.CRC_MISSING);
    }

    @Test
    void staysFailedAfterTheStreamFailed() throws IOException {
        InputStream failing = new InputStream() {
            private int reads;

            @Override
            public int read() {
                return -1;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                if (++reads == 2) {
                    throw new IOException("timed out");
                }
                target[offset] = 'T';
                return 1;
            }
        };
        try (RecordFileReader reader = StsRecords.lenient().readFile(failing)) {
            assertThatIOException().isThrownBy(reader::next).withMessage("timed out");
            assertThatIOException().isThrownBy(reader::next).withMessageContaining("failed before");
            assertThatIllegalStateException().isThrownBy(reader::entry);
        }
    }

    @Test
    void hasADigestEvenWhenRefused() {
        StsRecords records =
                StsRecords.lenient().withLimits(RecordLimits.defaults().withFileOctets(2));
        assertThat(records.file("abc".getBytes(StandardCharsets.US_ASCII)).sha256())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void tellsCallersWhoLookTooEarly() throws IOException {
        try (RecordFileReader reader = StsRecords.lenient().readFile(new ByteArrayInputStream(new byte[] {'x'}))) {
            assertThatIllegalStateException().isThrownBy(reader::kind);
            assertThatIllegalStateException().isThrownBy(reader::summary);
            assertThat(reader.next()).isTrue();
            assertThat(reader.length()).isEqualTo(1);
            assertThat(reader.next()).isFalse();
            assertThatIllegalStateException().isThrownBy(reader::entry);
            assertThat(reader.summary().count(FileEntry.Kind.OTHER)).isEqualTo(1);
        }
    }
}
