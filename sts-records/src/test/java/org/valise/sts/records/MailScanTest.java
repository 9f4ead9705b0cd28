// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** STS600-4-2 Appendix C: record-in-email, written canonically and read as mail software leaves it. */
class MailScanTest {

    private static final String LF_BLOCK = Vectors.REAL_BLOCK.replace("\r\n", "\n");
    private static final String BEGIN = "--STS:PK.ECDH.1 BEGINS--";
    private static final String END = "--STS:PK.ECDH.1 ENDS--";

    private static RecordScan scan(String text) {
        return StsRecords.lenient().scan(text);
    }

    private static void assertRecovered(String text, Deviation... deviations) {
        RecordScan scan = scan(text);
        assertThat(scan.problems()).isEmpty();
        assertThat(scan.records()).extracting(StsRecord::text).containsExactly(Vectors.REAL);
        assertThat(scan.found().get(0).deviations()).containsExactly(deviations);
    }

    private static void assertRefused(String text, Problem.Code... codes) {
        RecordScan scan = scan(text);
        assertThat(scan.records()).isEmpty();
        assertThat(scan.problems()).extracting(Problem::code).containsExactly(codes);
        assertThat(scan.problems()).allMatch(problem -> problem.inText().isPresent());
    }

    private static String eachLine(String prefix) {
        return LF_BLOCK.lines().map(line -> prefix + line).collect(Collectors.joining("\n", "", "\n"));
    }

    private static String rewrapped(int width) {
        StringBuilder block = new StringBuilder(BEGIN + "\n");
        for (int i = 0; i < Vectors.REAL.length(); i += width) {
            block.append(Vectors.REAL, i, Math.min(Vectors.REAL.length(), i + width))
                    .append('\n');
        }
        return block + END + "\n";
    }

    @Test
    void writesTheCanonicalBlock() {
        assertThat(RecordInEmail.write(Vectors.record(Vectors.REAL))).isEqualTo(Vectors.REAL_BLOCK);
        assertThat(RecordInEmail.write(StsRecord.of("T", List.of("a"))))
                .isEqualTo("--STS:T BEGINS--\r\nT|a|BDF9\r\n--STS:T ENDS--\r\n");
    }

    @Test
    void readsTheCanonicalBlockWithoutAnyDeviation() {
        assertRecovered(Vectors.REAL_BLOCK);
        assertRecovered(LF_BLOCK);
        assertRecovered("KMC Public Key Fingerprint: 4B87415A0C8F625F\r\n\r\n" + Vectors.REAL_BLOCK + "-- \r\nKMC\r\n");
        assertThat(StsRecords.strict().scan(Vectors.REAL_BLOCK).records()).hasSize(1);
        assertThat(StsRecords.strict().scan(LF_BLOCK).records()).hasSize(1);
    }

    @Test
    void readsOtherLineEndsAndWidths() {
        assertRecovered(LF_BLOCK.replace('\n', '\r'), Deviation.LAYOUT);
        assertRecovered(LF_BLOCK.replace('\n', '\u2028'), Deviation.LAYOUT);
        assertRecovered(LF_BLOCK.replace("\n", "\n\n"), Deviation.LAYOUT);
        assertRecovered(rewrapped(1), Deviation.LAYOUT);
        assertRecovered(rewrapped(40), Deviation.LAYOUT);
        assertRecovered(rewrapped(76), Deviation.LAYOUT);
        assertRecovered(rewrapped(10_000), Deviation.LAYOUT);
    }

    @Test
    void readsWhatAnEditorSlippedIn() {
        assertRecovered("\ufeff" + LF_BLOCK.replace("A", "A\u00ad"), Deviation.INVISIBLE);
        assertRecovered(LF_BLOCK.replaceAll("(.{20})", "$1\u200b"), Deviation.INVISIBLE);
        assertRecovered(LF_BLOCK.replace(' ', '\u00a0'), Deviation.BLANKS);
        assertRecovered(LF_BLOCK.replace("--", "\u2014"), Deviation.GUARD);
        assertRecovered(LF_BLOCK.replace("--", "\u2013\u2013"), Deviation.GUARD);
        assertRecovered(LF_BLOCK.replace("BEGINS", "begins").replace("ENDS", "Ends"), Deviation.GUARD);
        assertRecovered(LF_BLOCK.replace(BEGIN, "*" + BEGIN + "*").replace(END, "*" + END + "*"), Deviation.GUARD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"> ", ">", ">> > ", "| ", " ", "    ", "\t", "> | "})
    void removesWhatStandsBeforeEveryLine(String prefix) {
        assertRecovered(eachLine(prefix), Deviation.PREFIX, Deviation.GUARD);
    }

    @Test
    void removesBlanks() {
        assertRecovered(LF_BLOCK.replace("\n", " \n"), Deviation.RTRIM, Deviation.GUARD);
        assertRecovered(LF_BLOCK.replace("\n8", "\n  8").replace("\n4", "\n 4"), Deviation.LTRIM);
        String spaced = Vectors.REAL.replaceAll("(.{4})", "$1 ");
        assertRecovered(BEGIN + "\n" + spaced + "\n" + END + "\n", Deviation.NOWS);
    }

    @Test
    void removesQuotesOfChangingDepth() {
        assertRecovered(LF_BLOCK.replace("\n8", "\n> 8").replace("\n4", "\n>> 4"), Deviation.QUOTE);
    }

    @Test
    void readsQuotedPrintableThatNobodyDecoded() {
        assertRecovered(LF_BLOCK.replaceAll("(?m)^([0-9A-Z.|:]{64})$", "$1="), Deviation.QP);
        StsRecord equals = StsRecord.of("T", List.of("a=b=3D"));
        String qp =
                "--STS:T BEGINS--\n" + equals.text().replace("=", "=3D").replace("b", "=\nb") + "\n--STS:T ENDS--\n";
        assertThat(scan(qp).records()).containsExactly(equals);
    }

    @Test
    void readsABlockThatWasFlattenedToOneLine() {
        assertRecovered(LF_BLOCK.replace('\n', ' '), Deviation.INLINE, Deviation.GUARD);
        assertRecovered("Hello, " + LF_BLOCK.replace("\n", "   ") + "Bye", Deviation.INLINE, Deviation.GUARD);
        assertRecovered(eachLine("> ").replace('\n', ' '), Deviation.QUOTE, Deviation.INLINE, Deviation.GUARD);
    }

    @Test
    void readsABlockOfWhichOnlyOneGuardWasFlattened() {
        String text = LF_BLOCK.replace("\n" + END, " " + END);
        assertRecovered(text, Deviation.INLINE, Deviation.GUARD);
    }

    @Test
    void readsGuardsThatANarrowMarginBroke() {
        String text = LF_BLOCK.replace(" BEGINS", "\nBEGINS").replace(" ENDS", "\nENDS");
        assertRecovered(text, Deviation.INLINE, Deviation.GUARD);
    }

    @ParameterizedTest
    @CsvSource({"ISO-8859-1", "windows-1252"})
    void readsUtf8DecodedInAnotherCharset(String charset) {
        String sent = LF_BLOCK.replace("--", "\u2014").replace(" ", "\u00a0").replace("A", "A\u200b");
        String received = new String(sent.getBytes(StandardCharsets.UTF_8), Charset.forName(charset));
        assertThat(scan(received).records()).extracting(StsRecord::text).containsExactly(Vectors.REAL);
    }

    @Test
    void readsUtf8DecodedWronglyTwice() {
        String sent = LF_BLOCK.replace("--", "\u2013\u2013").replace(" ", "\u00a0");
        for (Charset charset : List.of(StandardCharsets.ISO_8859_1, Charset.forName("windows-1252"))) {
            String once = new String(sent.getBytes(StandardCharsets.UTF_8), charset);
            String twice = new String(once.getBytes(StandardCharsets.UTF_8), charset);
            assertThat(scan(twice).found().get(0).deviations()).contains(Deviation.CHARSET);
        }
    }

    @Test
    void readsWhatIsLeftOfDashesAndSpacesAfterDecodingInAnotherCharset() {
        String sent = LF_BLOCK.replace("--", "\u2014").replace(" ", "\u00a0");
        byte[] windows = sent.getBytes(Charset.forName("windows-1252"));
        assertThat(scan(new String(windows, StandardCharsets.UTF_8)).records()).hasSize(1);
        assertThat(scan(new String(windows, StandardCharsets.ISO_8859_1)).records())
                .hasSize(1);
        byte[] utf8 = sent.getBytes(StandardCharsets.UTF_8);
        assertThat(scan(new String(utf8, StandardCharsets.US_ASCII)).records()).hasSize(1);
        assertThat(scan(new String(sent.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII))
                        .problems())
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE"})
    void readsUtf16DecodedOctetByOctet(String charset) {
        byte[] octets = Vectors.REAL_BLOCK.getBytes(Charset.forName(charset));
        RecordScan scan = scan(new String(octets, StandardCharsets.ISO_8859_1));
        assertThat(scan.records()).extracting(StsRecord::text).containsExactly(Vectors.REAL);
    }

    @Test
    void countsARecordThatStandsThereTwice() {
        RecordScan scan = scan(LF_BLOCK + "\nOn Monday you wrote:\n" + eachLine("> "));
        assertThat(scan.found()).hasSize(1);
        assertThat(scan.found().get(0).count()).isEqualTo(2);
        assertThat(scan.found().get(0).deviations()).isEmpty();
    }

    @Test
    void findsDifferentRecordsInTheOrderOfTheText() {
        String other = RecordInEmail.write(Vectors.record(Vectors.ONE));
        assertThat(scan(other + "\n" + LF_BLOCK + Vectors.TWO + "\n").records())
                .extracting(StsRecord::text)
                .containsExactly(Vectors.ONE, Vectors.REAL, Vectors.TWO);
    }

    @Test
    void refusesDamagedRecords() {
        assertRefused(LF_BLOCK.replace("047D77", "047D78"), Problem.Code.CRC_ERROR);
        assertRefused(LF_BLOCK.replace("047D77", "04D777"), Problem.Code.CRC_ERROR);
        assertRefused(LF_BLOCK.replace("ABCDEF".substring(0, 1), "a"), Problem.Code.CRC_ERROR);
        assertRefused(LF_BLOCK.replace("047D77", "047D\u00e97"), Problem.Code.BAD_CHARACTER);
        assertRefused(BEGIN + "\nD318\n" + END, Problem.Code.NOT_A_RECORD);
        assertRefused(BEGIN + "\n" + END, Problem.Code.NOT_A_RECORD);
    }

    @Test
    void refusesThePrintedFormOfTheSpecification() {
        String printed = Vectors.REAL.replace("|", " ").replace("KMCID.1:", "KMCID.1 ");
        assertRefused(BEGIN + "\n" + printed + "\n" + END, Problem.Code.CRC_ERROR);
    }

    @Test
    void refusesGuardsThatDoNotPairUp() {
        assertRefused(LF_BLOCK.replace(END, ""), Problem.Code.UNTERMINATED);
        assertRefused(LF_BLOCK.replace(END, "--STS:PK.ECDH.2 ENDS--"), Problem.Code.TYPE_MISMATCH);
        assertRefused(END + "\n", Problem.Code.STRAY_END);
        assertRefused(LF_BLOCK.replace("PK.ECDH.1 ", "PK.ECDH.2 "), Problem.Code.RECORD_TYPE_MISMATCH);
        RecordScan nested = scan(BEGIN + "\nPK.ECDH\n" + LF_BLOCK);
        assertThat(nested.problems()).extracting(Problem::code).containsExactly(Problem.Code.NESTED);
        assertThat(nested.records()).hasSize(1);
    }

    @Test
    void reportsGuardsThatItDoesNotRecognise() {
        assertRefused(
                LF_BLOCK.replace("--STS:", "STS:"),
                Problem.Code.DAMAGED_GUARD,
                Problem.Code.CRC_ERROR,
                Problem.Code.CRC_ERROR,
                Problem.Code.DAMAGED_GUARD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "Hello",
                "Hello\n\nBye",
                "a|b",
                "see --STS:PK.ECDH.1 BEGINS-- and --STS:PK.ECDH.1 ENDS--"
            })
    void refusesTextWithoutRecords(String text) {
        RecordScan scan = scan(text);
        assertThat(scan.records()).isEmpty();
        assertThat(scan.problems()).hasSize(1);
    }

    @Test
    void ignoresTextThatTalksAboutGuards() {
        String text =
                "Send what stands between --STS:PK.ECDH.1 BEGINS-- and --STS:PK.ECDH.1 ENDS-- to us.\n" + LF_BLOCK;
        assertRecovered(text);
    }

    @Test
    void readsBareRecordsAmongText() {
        RecordScan scan = scan("Here it is:\n\n  " + Vectors.REAL + "\n> " + Vectors.ONE + "\nA|0130\nBye | now\n");
        assertThat(scan.records()).extracting(StsRecord::text).containsExactly(Vectors.REAL, Vectors.ONE, "A|0130");
        assertThat(scan.found().get(0).deviations()).containsExactly(Deviation.TRIMMED);
        assertThat(scan.found().get(2).deviations()).isEmpty();
    }

    @Test
    void refusesDamagedBareRecords() {
        assertRefused(Vectors.REAL.replace("D318", "D319"), Problem.Code.CRC_ERROR);
        assertRefused(Vectors.REAL.replace("D318", "D31G"), Problem.Code.CRC_ERROR);
        assertRefused(Vectors.REAL.replace("PK.ECDH.1|", "PK.ECDH.1!"), Problem.Code.CRC_ERROR);
        assertRefused("D318", Problem.Code.NOT_A_RECORD);
        assertRefused("9500028905071", Problem.Code.UNSUPPORTED_EDITION_1);
    }

    @Test
    void takesTheCanonicalFormOnlyWhenStrict() {
        for (String text : List.of(
                eachLine("> "),
                LF_BLOCK.replace('\n', ' '),
                LF_BLOCK.replace("\n", "\n\n"),
                LF_BLOCK.replace("--", "\u2014"),
                Vectors.REAL_BLOCK.replaceFirst("\r\n", "\n"),
                " " + Vectors.REAL)) {
            RecordScan scan = StsRecords.strict().scan(text);
            assertThat(scan.records()).isEmpty();
            assertThat(scan.problems()).extracting(Problem::code).containsExactly(Problem.Code.NOT_CANONICAL);
        }
    }

    @Test
    void readsAFlattenedRecordWithBlanksInItsFields() {
        StsRecord small = Vectors.record("VKLOADREQ.1|x y|0DD9");
        assertThat(scan(RecordInEmail.write(small).replace("\r\n", " ")).records())
                .containsExactly(small);
        StsRecord large = StsRecord.of("VKLOADREQ.1", List.of("a b ".repeat(50)));
        assertThat(scan(RecordInEmail.write(large).replace("\r\n", " ")).records())
                .containsExactly(large);
    }

    @Test
    void readsEncodedBlanksOfQuotedPrintable() {
        assertThat(scan(LF_BLOCK.replace("\n", "=20\n")).records())
                .extracting(StsRecord::text)
                .containsExactly(Vectors.REAL);
    }

    /** A field may hold anything printable, also what looks like a guard. */
    @Test
    void prefersTheRecordToTheTextInItsFields() {
        for (String field : List.of(
                "--STS:X BEGINS--X|v|1DF5--STS:X ENDS--".replace("|", "!"),
                "STS: BEGINS",
                "see --STS:X BEGINS-- here",
                "--STS:X ENDS--")) {
            StsRecord record = StsRecord.of("X", List.of(field));
            assertThat(scan(record.text()).records()).containsExactly(record);
            assertThat(StsRecords.strict().scan(record.text()).records()).containsExactly(record);
        }
        StsRecord outer = StsRecord.of("O", List.of("--STS:X BEGINS--X", "v", "1DF5--STS:X ENDS--"));
        assertThat(scan(outer.text()).records()).containsExactly(outer);
    }

    @Test
    void takesNothingOutOfABareRecord() {
        StsRecord record = Vectors.record("T|a||b|3848");
        for (String slipped : List.of("\u200b", "\u00ad", "\u0000", "\ufeff")) {
            assertRefused(record.text().replace("a", "a" + slipped), Problem.Code.BAD_CHARACTER);
        }
        assertRefused("T|x\u00a0y|0000", Problem.Code.BAD_CHARACTER);
    }

    @Test
    void reportsDamageToShortRecordsBesideGoodOnes() {
        for (String damaged : List.of(
                "KL.1|a b c",
                "VKLOADREQ.1:x y|0DD9",
                "VKLOADREQ.1|x yA0DD9",
                "KL.1|a b\n c d|5353",
                "T:a|1234",
                "\"KL.ENTRY.1|5EC4E7|x|D804\"",
                "key: KL.ENTRY.1|5EC4E7|x|D804.")) {
            assertThat(scan("A|0130\n" + damaged).problems()).isNotEmpty();
        }
    }

    @Test
    void leavesTablesAlone() {
        String table = "| name | count |\n|---|---|\n| a | 2 |\nfoo|bar\n";
        assertThat(scan(table + LF_BLOCK).problems()).isEmpty();
    }

    @Test
    void doesNotRepairABlockWithoutEndByItsBareRecord() {
        assertRefused(BEGIN + "\n" + Vectors.REAL + "\n", Problem.Code.UNTERMINATED);
    }

    @Test
    void readsAFlattenedBlockQuotedWithBars() {
        String text = LF_BLOCK.replaceAll("(?m)^(?=.)", "| ").replace('\n', ' ');
        assertThat(scan(text).records()).extracting(StsRecord::text).containsExactly(Vectors.REAL);
    }

    @Test
    void locatesAnEmptyBlock() {
        Problem problem =
                scan("one\ntwo\nthree\n" + BEGIN + "\n" + END + "\n").problems().get(0);
        assertThat(problem.inText().orElseThrow().line()).isEqualTo(4);
    }

    @Test
    void takesNoFirstLineOfAWrappedRecordForOneWithoutCrc() {
        StsRecords records = StsRecords.lenient().withCrcPolicy("T", CrcPolicy.IF_PRESENT);
        assertThat(records.scan("T|a|b|\nc|C957\n").records()).isEmpty();
        assertThat(records.scan("> T|a|\n").records()).isEmpty();
        assertThat(records.scan("T|a|\n\nBye\n").records()).hasSize(1);
    }

    @Test
    void takesAsciiLettersOnlyForGuardWords() {
        assertThat(scan(LF_BLOCK.replace("BEGINS", "beg\u0131ns")).records()).isEmpty();
        assertThat(scan(LF_BLOCK.replace("ENDS", "end\u017f")).records()).isEmpty();
    }

    @Test
    void writesNoBlockThatWouldNotReadBack() {
        String guard = "--STS:A" + " ".repeat(51) + "ENDS--";
        StsRecord record = StsRecord.of("T", List.of("x".repeat(62) + guard));
        assertThat(guard).hasSize(64);
        assertThatIllegalArgumentException().isThrownBy(() -> RecordInEmail.write(record));
        StsRecord longest = StsRecord.of("T", List.of("x".repeat(65_536 - 7)));
        assertThat(scan(RecordInEmail.write(longest)).records()).containsExactly(longest);
    }

    @Test
    void saysWhereInTheRecordAndInTheMail() {
        String text =
                "Hello\r\n\r\n" + Vectors.REAL_BLOCK.replaceAll("(?m)^", "> ").replace("D318", "D319");
        Problem problem = scan(text).problems().get(0);
        assertThat(problem.inRecord()).contains(new Span(1, 284, 283, 4));
        Span inText = problem.inText().orElseThrow();
        assertThat(inText.offset()).isEqualTo(text.indexOf("D319"));
        assertThat(inText.line()).isEqualTo(8);
        assertThat(inText.column()).isEqualTo(30);
        assertThat(inText.length()).isEqualTo(4);
        assertThat(problem)
                .hasToString("CRC_ERROR at line 8, column 30 (offset " + inText.offset()
                        + "), offset 283 of the record: The CRC does not fit; that of the text is D318. Ask for the record again."
                        + " [STS600-4-2 5.7.1]");
    }

    @Test
    void locatesAProblemOfAFoundRecordInTheMail() {
        String text = "Hello\n" + eachLine("> ");
        RecordScan.Found found = scan(text).found().get(0);
        Problem expired =
                Vectors.key(Vectors.REAL).verify(Vectors.IN_2026).problems().get(0);
        Span place = found.locate(expired).inText().orElseThrow();
        assertThat(text.substring((int) place.offset(), (int) place.offset() + place.length()))
                .isEqualTo("20230601T000000Z");
        assertThat(found.place().line()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void countsLinesWithAllLineEnds(String lineEnd) {
        RecordScan scan = scan("one" + lineEnd + lineEnd + Vectors.REAL + lineEnd);
        assertThat(scan.findings().get(0).place().line()).isEqualTo(3);
        assertThat(scan.findings().get(0).place().column()).isEqualTo(1);
    }
}
