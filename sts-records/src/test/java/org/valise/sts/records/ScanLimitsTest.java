// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** STS600-4-2 Appendix C: what stands at the edges of a text, of a line and of a limit. */
class ScanLimitsTest {

    private static final StsRecords WITHOUT_CRC = StsRecords.lenient().withCrcPolicy("T", CrcPolicy.IF_PRESENT);
    private static final String LF_BLOCK = Vectors.REAL_BLOCK.replace("\r\n", "\n");
    private static final String BEGIN = "--STS:T BEGINS--";
    private static final String END = "--STS:T ENDS--";

    private static RecordScan scan(String text) {
        return StsRecords.lenient().scan(text);
    }

    private static List<Problem.Code> codes(String text) {
        return scan(text).problems().stream().map(Problem::code).toList();
    }

    private static List<Deviation> deviations(String text) {
        return scan(text).found().get(0).deviations();
    }

    @Test
    void readsARecordOfNothingButItsType() {
        assertThat(WITHOUT_CRC.scan("T|").records()).extracting(StsRecord::text).containsExactly("T|");
        assertThat(WITHOUT_CRC.scan("Hello\n\nT|\n\nBye\n").records()).hasSize(1);
        assertThat(WITHOUT_CRC.scan("T|\nmore\n").records()).isEmpty();
        assertThat(WITHOUT_CRC.scan("Hello\n\nU|\n").findings())
                .noneMatch(finding -> finding instanceof RecordScan.Found);
    }

    @Test
    void readsTheLastLineWhateverItsNumber() {
        for (int lines = 60; lines < 70; lines++) {
            assertThat(WITHOUT_CRC.scan("\n".repeat(lines) + "T|a|").records()).hasSize(1);
            assertThat(codes("\n".repeat(lines))).containsExactly(Problem.Code.NO_RECORD);
        }
    }

    @Test
    void placesABareRecord() {
        String text = "x\n" + Vectors.REAL.replace("D318", "D319");
        assertThat(scan(text).problems().get(0).inText()).contains(new Span(2, 284, 285, 4));
        String good = "Hello\n  " + Vectors.REAL;
        Problem expired =
                Vectors.key(Vectors.REAL).verify(Vectors.IN_2026).problems().get(0);
        Span place = scan(good).found().get(0).locate(expired).inText().orElseThrow();
        assertThat(place.offset()).isEqualTo(good.indexOf("20230601T000000Z"));
        assertThat(place.length()).isEqualTo(16);
    }

    @Test
    void saysOnWhichLineSomethingWasTakenAway() {
        assertThat(deviations("\u200b" + Vectors.REAL)).containsExactly(Deviation.INVISIBLE);
        assertThat(deviations(Vectors.REAL + "\n\n\u200bBye\n")).isEmpty();
        assertThat(deviations("\u200b" + LF_BLOCK)).containsExactly(Deviation.INVISIBLE);
        assertThat(deviations(LF_BLOCK.stripTrailing() + "\u200b")).containsExactly(Deviation.INVISIBLE);
        assertThat(StsRecords.strict().scan("\u200b" + LF_BLOCK).records()).isEmpty();
    }

    @Test
    void countsFromTheStartOfTheLine() {
        StsRecords just = StsRecords.lenient()
                .withLimits(RecordLimits.defaults()
                        .withRecordChars(Vectors.REAL.length())
                        .withFileEntries(2)
                        .withBlocks(2));
        assertThat(just.scan("\n\n\n" + Vectors.REAL + "\nA|0130\n").records()).hasSize(2);
        assertThat(just.scan(LF_BLOCK + RecordInEmail.write(Vectors.record("A|0130")))
                        .records())
                .hasSize(2);
    }

    @Test
    void countsBeginGuardsToo() {
        assertThat(codes((BEGIN + "\n").repeat(65))).containsExactly(Problem.Code.TOO_MANY_BLOCKS);
    }

    @Test
    void namesTheLayoutBesideAnotherDeviation() {
        String guards = LF_BLOCK.replace("--", "\u2014");
        assertThat(deviations(guards)).containsExactly(Deviation.GUARD);
        String oneLine = "\u2014STS:PK.ECDH.1 BEGINS\u2014\n" + Vectors.REAL + "\n\u2014STS:PK.ECDH.1 ENDS\u2014\n";
        assertThat(deviations(oneLine)).containsExactly(Deviation.GUARD, Deviation.LAYOUT);
        StsRecord full = StsRecord.of("T", List.of("a".repeat(57)));
        assertThat(full.text()).hasSize(64);
        String block = RecordInEmail.write(full);
        assertThat(block.lines()).hasSize(3);
        assertThat(deviations(block.replace("--", "\u2014"))).containsExactly(Deviation.GUARD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n\n", "\r", "\u2028", "\r\n\r\n", "\n\r"})
    void namesBlankLinesAndOtherLineEndsBesideAnotherDeviation(String lineEnd) {
        String guards = LF_BLOCK.replace("--", "\u2014");
        assertThat(deviations(guards.replace("\n", lineEnd))).containsExactly(Deviation.GUARD, Deviation.LAYOUT);
        int firstLine = guards.indexOf('\n') + 1;
        int lastLine = guards.lastIndexOf('\n', guards.length() - 2);
        assertThat(deviations(guards.substring(0, firstLine - 1) + lineEnd + guards.substring(firstLine)))
                .containsExactly(Deviation.GUARD, Deviation.LAYOUT);
        assertThat(deviations(guards.substring(0, lastLine) + lineEnd + guards.substring(lastLine + 1)))
                .containsExactly(Deviation.GUARD, Deviation.LAYOUT);
        assertThat(deviations(lineEnd + guards + lineEnd)).containsExactly(Deviation.GUARD);
    }

    @Test
    void doesNotCallTheUsualLineEndsALayout() {
        assertThat(deviations(Vectors.REAL_BLOCK.replace("--", "\u2014"))).containsExactly(Deviation.GUARD);
    }

    /** What is shown of a refused block: where it stands, what it says it is, and a suspect of that type only. */
    @Test
    void showsWhatItRefuses() {
        String block = LF_BLOCK.replace("D318", "D319").stripTrailing();
        RecordScan.Refused refused =
                scan("Hello\n" + block + "\nBye\n").refused().get(0);
        assertThat(refused.type()).contains("PK.ECDH.1");
        assertThat(refused.rawText()).isEqualTo(block);
        assertThat(refused.suspect().orElseThrow().crcState()).isEqualTo(CrcState.MISMATCH);
        String other = BEGIN + "\nU|a|0000\n" + END + "\n";
        assertThat(scan(other).refused().get(0).suspect()).isEmpty();
    }

    @Test
    void readsEncodedTabsAndRefusesCutCodes() {
        assertThat(scan(LF_BLOCK.replace("\n", "=09\n")).records())
                .extracting(StsRecord::text)
                .containsExactly(Vectors.REAL);
        assertThat(codes(BEGIN + "\nT|a|=4\n" + END)).containsExactly(Problem.Code.CRC_ERROR);
        assertThat(codes(BEGIN + "\nT\n" + END)).containsExactly(Problem.Code.NOT_A_RECORD);
    }

    @Test
    void readsTheLastWordBeforeAGuard() {
        String words = Vectors.REAL.replaceAll("(.{40})", "$1 ");
        String text = "Hello --STS:PK.ECDH.1 BEGINS-- " + words + "--STS:PK.ECDH.1 ENDS-- Bye";
        assertThat(scan(text).records()).hasSize(1);
        assertThat(deviations(text)).doesNotContain(Deviation.NOWS);
    }

    /** A block that was begun within a line and not ended must not vanish. */
    @Test
    void reportsBlocksWithinLinesThatDoNotEnd() {
        assertThat(codes("Hello " + BEGIN + " T|a|BDF9 Bye")).containsExactly(Problem.Code.UNTERMINATED);
        assertThat(codes("Hello " + BEGIN + " T|a|BDF9 --STS:U ENDS-- Bye")).containsExactly(Problem.Code.UNTERMINATED);
        RecordScan twice = scan("Hello " + BEGIN + " T|a and " + BEGIN + " T|a|BDF9 " + END + " Bye");
        assertThat(twice.records()).hasSize(1);
        assertThat(twice.problems()).extracting(Problem::code).containsExactly(Problem.Code.UNTERMINATED);
    }

    @Test
    void findsAGuardAfterTheWordOfOne() {
        assertThat(scan("STS: key: " + BEGIN + " T|a|BDF9 " + END).records()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"> ", "| "})
    void readsQuotedGuardsThatANarrowMarginBroke(String quote) {
        String text = LF_BLOCK.replace(" BEGINS", "\nBEGINS").replace(" ENDS", "\nENDS");
        assertThat(scan(text.replaceAll("(?m)^(?=.)", quote)).records())
                .extracting(StsRecord::text)
                .containsExactly(Vectors.REAL);
        assertThat(scan(LF_BLOCK.replace(" BEGINS", " " + quote + "BEGINS")).records())
                .isEmpty();
    }

    @Test
    void takesARuleOfDashesForNoGuard() {
        assertThat(scan(LF_BLOCK.replace("--", "----")).records()).isEmpty();
        assertThat(scan(LF_BLOCK.replace("--", "\ufffd".repeat(6))).records()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--ST", "--STS:", "--STS:T", "--STS:T ", "--STS:T EN", "--STS:T ENDS", "STS:T BEGI"})
    void readsATextThatEndsWithinAGuard(String text) {
        assertThat(scan(text).records()).isEmpty();
        assertThat(scan(LF_BLOCK + text).records()).hasSize(1);
    }

    @Test
    void reportsADamagedGuardOnceALine() {
        assertThat(codes("STS:T BEGINS and STS:T ENDS\n" + LF_BLOCK)).containsExactly(Problem.Code.DAMAGED_GUARD);
        assertThat(codes("About STS: records\n" + LF_BLOCK)).isEmpty();
    }
}
