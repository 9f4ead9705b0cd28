// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values are equal when what their documentation names is equal, and say of themselves what callers look for. */
class ValuesTest {

    private static final Span HERE = new Span(1, 1, 0, 4);
    private static final Problem PROBLEM = Problem.of(Problem.Code.CRC_ERROR, "words");

    private static Problem placed() {
        return PROBLEM.atRecord(HERE).atText(HERE);
    }

    @Test
    void problemsAreEqualWhenAllTheirPartsAre() {
        assertThat(placed()).isEqualTo(placed()).hasSameHashCodeAs(placed());
        Span there = new Span(2, 1, 9, 4);
        for (Problem other : List.of(
                Problem.of(Problem.Code.CRC_MISSING, "words")
                        .against(PROBLEM.clause())
                        .atRecord(HERE)
                        .atText(HERE),
                Problem.of(Problem.Code.CRC_ERROR, "other").atRecord(HERE).atText(HERE),
                placed().against(new Clause("STS600-4-2", "1")),
                placed().atRecord(there),
                placed().atText(there),
                PROBLEM.atText(HERE),
                PROBLEM.atRecord(HERE))) {
            assertThat(placed()).isNotEqualTo(other);
        }
        assertThat(placed()).isNotEqualTo((Object) "words");
        assertThat(placed().detail()).isEqualTo("words");
    }

    @Test
    void recordsAndTheirViewsAreEqualWhenTheirTextsAre() {
        assertThat(Vectors.record(Vectors.ONE))
                .isEqualTo(Vectors.record(Vectors.ONE))
                .isNotEqualTo(Vectors.record(Vectors.TWO))
                .isNotEqualTo((Object) Vectors.ONE);
        assertThat(Vectors.key(Vectors.ONE))
                .isEqualTo(Vectors.key(Vectors.ONE))
                .hasSameHashCodeAs(Vectors.key(Vectors.ONE))
                .isNotEqualTo(Vectors.key(Vectors.TWO))
                .isNotEqualTo((Object) Vectors.record(Vectors.ONE));
    }

    /** A set of keys that all have one hash code is searched key by key. */
    @Test
    void valuesThatDifferAreSpread() {
        List<PublicKeyRecord> keys = Stream.of(Vectors.REAL, Vectors.ONE, Vectors.TWO, Vectors.THREE)
                .map(Vectors::key)
                .toList();
        assertThat(keys.stream().map(PublicKeyRecord::hashCode).distinct()).hasSizeGreaterThan(1);
        assertThat(keys.stream().map(key -> key.record().hashCode()).distinct()).hasSizeGreaterThan(1);
        assertThat(keys.stream().map(key -> key.owner().hashCode()).distinct()).hasSizeGreaterThan(1);
        assertThat(Stream.of("a", "b", "c")
                        .map(detail ->
                                Problem.of(Problem.Code.CRC_ERROR, detail).hashCode())
                        .distinct())
                .hasSizeGreaterThan(1);
    }

    @Test
    void aKeyShowsItsOwnerAndItsExpiry() {
        assertThat(Vectors.key(Vectors.REAL).toString()).contains(Vectors.KMCID, "2023-06-01T00:00:00Z");
        assertThat(Vectors.key(Vectors.TWO).toString()).contains("unknown");
    }

    /** STS600-9-2 5.1.3.3: what an operator is shown names the identity at its place in the record. */
    @Test
    void aReportSaysWhyAKeyIsNotTheExpectedOne() {
        PublicKeyRecord key = Vectors.key(Vectors.REAL);
        KeyReport report =
                key.verify(Vectors.IN_2021, List.of(Vectors.key(Vectors.ONE).owner()));
        assertThat(report.key()).isEqualTo(key);
        Problem problem = report.problems().get(0);
        assertThat(problem.code()).isEqualTo(Problem.Code.PIN_MISMATCH);
        assertThat(problem.inRecord()).contains(new Span(1, 11, 10, Vectors.KMCID.length()));
    }

    @Test
    void aReportSaysWhichCrcIsWrong() throws RecordFormatException {
        PublicKeyRecord owner = Vectors.key(Vectors.resealed(Vectors.REAL, ":6850|", ":6851|"));
        assertThat(owner.verify(Vectors.IN_2021).problems())
                .extracting(Problem::code)
                .contains(Problem.Code.IDENTITY_CRC_ERROR);
        ParseResult<StsRecord> damaged = StsRecords.strict().parse(Vectors.REAL.replace("D318", "D319"));
        StsRecord suspect =
                ((ParseResult.Malformed<StsRecord>) damaged).suspect().orElseThrow();
        Problem problem = PublicKeyRecord.of(suspect)
                .orElseThrow()
                .verify(Vectors.IN_2021)
                .problems()
                .get(0);
        assertThat(problem.inRecord().orElseThrow().offset()).isEqualTo(283);
    }

    /** Only digits in lower case are called so: anything else in their place is another damage. */
    @ParameterizedTest
    @CsvSource({
        "KMCID.1:Prism:K0001:20200622T140747Z:9863A537B5AF34FG:6850, BAD_IDENTITY, 37",
        "KMCID.1:Prism:K0001:20200622T140747Z:9863A537B5AF34F5:685G, IDENTITY_CRC_ERROR, 54",
        "KMCID.1:Prism:K0001:20200622x140747Z:9863A537B5AF34F5:6850, BAD_IDENTITY, 20",
        "KMCID.1:Prism:K0001:20200622T140747X:9863A537B5AF34F5:6850, BAD_IDENTITY, 20",
        "KMCID.1:Prism:K0001::9863A537B5AF34F5:6850, BAD_IDENTITY, 20"
    })
    void identitiesSayWhatIsWrong(String text, Problem.Code code, long offset) {
        Problem problem = Pkid.parse(text).problems().get(0);
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.inRecord().orElseThrow().offset()).isEqualTo(offset);
    }

    /** A key without an expiry that can be read must not pass for one that holds until some time. */
    @ParameterizedTest
    @ValueSource(strings = {"20230601 000000Z", "20230601T000000+", "2O230601T000000Z", "20230601T000000"})
    void anExpiryOfAnotherFormIsNone(String expiry) {
        String text = Vectors.resealed(Vectors.REAL, "20230601T000000Z", expiry);
        assertThat(Vectors.key(text).validUntil()).isEmpty();
    }

    @Test
    void aCrcHasSixteenBitsAndAsciiBeforeIt() {
        assertThat(new Crc16(0)).hasToString("0000");
        assertThat(new Crc16(0xFFFF)).hasToString("FFFF");
        assertThatIllegalArgumentException().isThrownBy(() -> new Crc16(0x10000));
        assertThatIllegalArgumentException().isThrownBy(() -> new Crc16(-1));
        assertThat(Crc16.of("\u007f")).isNotEqualTo(Crc16.of("~"));
        assertThatIllegalArgumentException().isThrownBy(() -> Crc16.of("\u0080"));
    }

    @Test
    void aDecoderIsKnownToTheCopyThatItIsGivenTo() {
        StsRecords records =
                StsRecords.lenient().withDecoder("T", String.class, r -> new ParseResult.Parsed<>(r.type(), List.of()));
        assertThat(records.decode(StsRecord.of("T", List.of()), String.class).toOptional())
                .contains("T");
    }

    @Test
    void aRecordThatIsTooLongSaysFromWhereOn() {
        StsRecords few = StsRecords.lenient().withLimits(RecordLimits.defaults().withRecordChars(6));
        assertThat(few.parse("T|a|BDF9").problems().get(0).inRecord()).contains(new Span(1, 7, 6, 2));
        assertThat(RecordLimits.defaults().withBlocks(1).blocks()).isEqualTo(1);
    }
}
