// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every limit refuses with a code of its own and cuts nothing short. */
class LimitsTest {

    private static final RecordLimits DEFAULTS = RecordLimits.defaults();
    private static final String BLOCK = RecordInEmail.write(StsRecord.of("T", List.of("a".repeat(100))));
    private static final String LINE =
            StsRecord.of("T", List.of("a".repeat(93))).text();

    private static StsRecords within(RecordLimits limits) {
        return StsRecords.lenient().withLimits(limits);
    }

    private static void assertRefused(RecordScan scan, Problem.Code code) {
        assertThat(scan.records()).isEmpty();
        assertThat(scan.problems()).extracting(Problem::code).containsExactly(code);
    }

    private static void assertRefused(RecordFile file, Problem.Code code) {
        assertThat(file.summary().state()).isEqualTo(RecordFile.State.REFUSED);
        assertThat(file.summary().problems()).extracting(Problem::code).containsExactly(code);
        assertThat(file.entries()).isEmpty();
        assertThat(file.octets()).isNotEmpty();
    }

    @Test
    void hasTheDocumentedDefaults() {
        assertThat(DEFAULTS).isEqualTo(new RecordLimits(1_048_576, 64, 65_536, 65_536, 10_485_760, 100_000));
    }

    @Test
    void refusesALongerText() {
        String text = " ".repeat(1000 - BLOCK.length()) + BLOCK;
        assertThat(within(DEFAULTS.withTextChars(1000)).scan(text).records()).hasSize(1);
        assertRefused(within(DEFAULTS.withTextChars(999)).scan(text), Problem.Code.TEXT_TOO_LONG);
        assertRefused(StsRecords.lenient().scan(" ".repeat(1_048_577)), Problem.Code.TEXT_TOO_LONG);
    }

    @Test
    void refusesMoreBlocks() {
        String text = BLOCK + BLOCK.replace('a', 'b') + BLOCK.replaceAll("\r\n", " ");
        assertThat(within(DEFAULTS.withBlocks(3)).scan(text).findings()).isNotEmpty();
        assertRefused(within(DEFAULTS.withBlocks(2)).scan(text), Problem.Code.TOO_MANY_BLOCKS);
        assertRefused(StsRecords.lenient().scan("--STS:T ENDS--\n".repeat(65)), Problem.Code.TOO_MANY_BLOCKS);
    }

    @Test
    void refusesALongerBlockButReadsTheOthers() {
        int content = "T||1234".length() + 100;
        assertThat(within(DEFAULTS.withBlockChars(content)).scan(BLOCK).records())
                .hasSize(1);
        assertRefused(within(DEFAULTS.withBlockChars(content - 1)).scan(BLOCK), Problem.Code.BLOCK_TOO_LONG);
        RecordScan scan = within(DEFAULTS.withBlockChars(content - 1))
                .scan(BLOCK + RecordInEmail.write(Vectors.record("A|0130")));
        assertThat(scan.records()).hasSize(1);
        byte[] file = BLOCK.getBytes(StandardCharsets.US_ASCII);
        assertThat(within(DEFAULTS.withBlockChars(70))
                        .file(file)
                        .entries()
                        .get(0)
                        .problems())
                .extracting(Problem::code)
                .containsExactly(Problem.Code.BLOCK_TOO_LONG);
    }

    @Test
    void refusesALongerRecord() {
        assertThat(LINE).hasSize(100);
        byte[] file = (LINE + "\n").getBytes(StandardCharsets.US_ASCII);
        StsRecords enough = within(DEFAULTS.withRecordChars(100));
        StsRecords tooFew = within(DEFAULTS.withRecordChars(99));
        assertThat(enough.parse(LINE).problems()).isEmpty();
        assertThat(enough.scan(LINE).problems()).isEmpty();
        assertThat(enough.file(file).records()).hasSize(1);
        assertThat(tooFew.parse(LINE).problems())
                .extracting(Problem::code)
                .containsExactly(Problem.Code.RECORD_TOO_LONG);
        assertRefused(tooFew.scan(LINE), Problem.Code.RECORD_TOO_LONG);
        assertRefused(tooFew.file(file), Problem.Code.RECORD_TOO_LONG);
    }

    @Test
    void refusesALongLineWhereverItsEndIs() {
        byte[] endless = "a".repeat(1 << 18).getBytes(StandardCharsets.US_ASCII);
        assertRefused(StsRecords.lenient().file(endless), Problem.Code.RECORD_TOO_LONG);
        byte[] inBlock = ("--STS:T BEGINS--\n" + "a".repeat(1 << 18)).getBytes(StandardCharsets.US_ASCII);
        assertThat(StsRecords.lenient().file(inBlock).summary().state()).isEqualTo(RecordFile.State.REFUSED);
    }

    @Test
    void holdsNoMoreOfABlockThanItsLimit() {
        byte[] blanks = ("--STS:T BEGINS--" + "\n".repeat(1 << 20)).getBytes(StandardCharsets.US_ASCII);
        FileEntry first = StsRecords.lenient().file(blanks).entries().get(0);
        assertThat(first.problems()).extracting(Problem::code).containsExactly(Problem.Code.BLOCK_TOO_LONG);
    }

    @Test
    void refusesALongerRecordInABlockToo() {
        StsRecords tooFew = within(DEFAULTS.withRecordChars(99));
        assertRefused(tooFew.scan(BLOCK), Problem.Code.RECORD_TOO_LONG);
        byte[] file = BLOCK.getBytes(StandardCharsets.US_ASCII);
        assertThat(tooFew.file(file).records()).isEmpty();
        byte[] longLine =
                ("--STS:T BEGINS--\n" + "a".repeat(100) + "\n--STS:T ENDS--").getBytes(StandardCharsets.US_ASCII);
        assertRefused(tooFew.file(longLine), Problem.Code.RECORD_TOO_LONG);
    }

    @Test
    void refusesABlockThatCrossesTheEndOfTheLongestFile() {
        byte[] file = BLOCK.getBytes(StandardCharsets.US_ASCII);
        assertRefused(within(DEFAULTS.withFileOctets(file.length - 1)).file(file), Problem.Code.FILE_TOO_LONG);
        assertThat(within(DEFAULTS.withFileOctets(file.length)).file(file).records())
                .hasSize(1);
    }

    @Test
    void passesBlankLinesOfABlockWithoutCost() {
        String text = "--STS:T BEGINS--" + "\n".repeat(1_000_000) + "T|a|BDF9\n--STS:T ENDS--";
        assertThat(StsRecords.lenient().scan(text).records()).hasSize(1);
    }

    @Test
    void refusesALongerFile() {
        byte[] file = (LINE + "\n" + LINE).getBytes(StandardCharsets.US_ASCII);
        assertThat(within(DEFAULTS.withFileOctets(201)).file(file).records()).hasSize(2);
        assertRefused(within(DEFAULTS.withFileOctets(200)).file(file), Problem.Code.FILE_TOO_LONG);
    }

    @Test
    void placesALongLineBehindAByteOrderMark() {
        byte[] file = ("\ufeff" + LINE + "\n").getBytes(StandardCharsets.UTF_8);
        RecordFile refused = within(DEFAULTS.withRecordChars(99)).file(file);
        assertThat(refused.summary().problems().get(0).inText()).contains(new Span(1, 4, 3, 100));
    }

    @Test
    void refusesMoreLines() {
        byte[] file = (LINE + "\n\n\n" + LINE + "\n").getBytes(StandardCharsets.US_ASCII);
        assertThat(within(DEFAULTS.withFileEntries(2)).file(file).records()).hasSize(2);
        assertRefused(within(DEFAULTS.withFileEntries(1)).file(file), Problem.Code.TOO_MANY_ENTRIES);
        assertRefused(within(DEFAULTS.withFileEntries(1)).scan(LINE + "\nA|0130\n"), Problem.Code.TOO_MANY_ENTRIES);
    }

    @Test
    void areSensible() {
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withBlocks(0));
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withFileOctets(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withRecordChars(1 << 30));
    }
}
