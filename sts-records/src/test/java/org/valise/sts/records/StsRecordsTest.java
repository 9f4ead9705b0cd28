// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** STS600-9-2 8.1: records of all types, known or not, and the decoders of integrators. */
class StsRecordsTest {

    /** What an integrator who has STS600-4-2 might make of a load request. */
    private record LoadRequest(String first) {

        static ParseResult<LoadRequest> from(StsRecord record) {
            return record.fields().isEmpty()
                    ? ParseResult.Malformed.because(
                            List.of(Problem.of(Problem.Code.BAD_CONTENT, "A load request has a field.")
                                    .against(new Clause("STS600-4-2", "4"))))
                    : new ParseResult.Parsed<>(new LoadRequest(record.fields().get(0)), List.of());
        }
    }

    private static final StsRecords WITH_DECODER =
            StsRecords.lenient().withDecoder("VKLOADREQ.1", LoadRequest.class, LoadRequest::from);

    @Test
    void keepsRecordsOfUnknownTypesAsTheyCame() throws RecordFormatException {
        StsRecord record = StsRecords.strict().parse("VKLOADREQ.1|x y|0DD9").orElseThrow();
        assertThat(record.type()).isEqualTo("VKLOADREQ.1");
        assertThat(record.fields()).containsExactly("x y");
        assertThat(record.crcState()).isEqualTo(CrcState.VALID);
        assertThat(record.computedCrc()).hasToString("0DD9");
        assertThat(record.text()).isEqualTo("VKLOADREQ.1|x y|0DD9");
        assertThat(record).hasToString("StsRecord[VKLOADREQ.1, 1 fields, 20 characters, CRC VALID]");
    }

    @Test
    void readsARecordWithoutFields() throws RecordFormatException {
        assertThat(StsRecords.strict().parse("A|0130").orElseThrow().fields()).isEmpty();
    }

    @Test
    void refusesATypeThatIsNoIdent() {
        assertThat(StsRecords.strict().parse("|A1BE").problems())
                .extracting(Problem::code)
                .containsExactly(Problem.Code.BAD_TYPE);
        String longType = "A".repeat(41) + "|";
        assertThat(StsRecords.strict().parse(longType + Crc16.of(longType)).problems())
                .extracting(Problem::code)
                .containsExactly(Problem.Code.BAD_TYPE);
    }

    @Test
    void ignoresBlanksAroundABareRecordOnlyWhenLenient() {
        assertThat(StsRecords.lenient().parse(" A|0130\r\n"))
                .isEqualTo(new ParseResult.Parsed<>(Vectors.record("A|0130"), List.of(Deviation.TRIMMED)));
        assertThat(StsRecords.strict().parse("A|0130\n").problems())
                .extracting(Problem::code)
                .containsExactly(Problem.Code.BAD_CHARACTER);
    }

    @Test
    void refusesDamageAndShowsTheSuspectOnlyOnRequest() {
        ParseResult<StsRecord> result = StsRecords.strict().parse("T|a||b|3849");
        assertThat(result.toOptional()).isEmpty();
        assertThat(((ParseResult.Malformed<StsRecord>) result)
                        .suspect()
                        .orElseThrow()
                        .crcState())
                .isEqualTo(CrcState.MISMATCH);
        assertThat(((ParseResult.Malformed<StsRecord>) StsRecords.strict().parse("T|a|")).suspect())
                .isEmpty();
        assertThatExceptionOfType(RecordFormatException.class)
                .isThrownBy(result::orElseThrow)
                .withMessageContaining("CRC_ERROR");
    }

    @Test
    void decodesRegisteredTypes() throws RecordFormatException {
        StsRecord request = Vectors.record("VKLOADREQ.1|x y|0DD9");
        assertThat(WITH_DECODER.decode(request, LoadRequest.class).orElseThrow())
                .isEqualTo(new LoadRequest("x y"));
        StsRecord empty = StsRecord.of("VKLOADREQ.1", List.of());
        assertThat(WITH_DECODER.decode(empty, LoadRequest.class).problems().get(0))
                .hasToString("BAD_CONTENT: A load request has a field. Ask for the record again. [STS600-4-2 4]");
        StsRecord key = Vectors.record(Vectors.REAL);
        assertThat(WITH_DECODER.decode(key, PublicKeyRecord.class).orElseThrow().record())
                .isEqualTo(key);
    }

    @Test
    void hasNoViewOfOtherTypes() {
        StsRecord request = Vectors.record("VKLOADREQ.1|x y|0DD9");
        assertThat(StsRecords.lenient().decode(request, LoadRequest.class).problems())
                .extracting(Problem::code)
                .containsExactly(Problem.Code.UNKNOWN_TYPE);
        assertThat(WITH_DECODER.decode(request, String.class).problems())
                .extracting(Problem::code)
                .containsExactly(Problem.Code.UNKNOWN_TYPE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StsRecords.lenient().withDecoder("a b", LoadRequest.class, LoadRequest::from));
    }

    @Test
    void readsRecordsWithoutCrcWhereTheTypeAllowsIt() {
        StsRecords records = StsRecords.lenient().withCrcPolicy("VKLOADREQ.1", CrcPolicy.IF_PRESENT);
        String text = "VKLOADREQ.1|x y|";
        assertThat(records.parse(text).toOptional().orElseThrow().crcState()).isEqualTo(CrcState.ABSENT);
        assertThat(records.scan(text).records()).hasSize(1);
        String block = RecordInEmail.write(records.parse(text).toOptional().orElseThrow());
        assertThat(records.scan(block).records()).extracting(StsRecord::text).containsExactly(text);
        assertThat(StsRecords.lenient().scan(block).problems())
                .extracting(Problem::code)
                .containsExactly(Problem.Code.CRC_MISSING);
    }

    @Test
    void takesARecordWithoutCrcFromAnUndamagedBlockOnly() {
        StsRecords records = StsRecords.lenient().withCrcPolicy("VKLOADREQ.1", CrcPolicy.IF_PRESENT);
        String block = RecordInEmail.write(
                records.parse("VKLOADREQ.1|x y|").toOptional().orElseThrow());
        for (String mangled :
                List.of(block.replaceAll("(?m)^", "> "), block.replace("\r\n", " "), block.replace("x y", "x\r\ny"))) {
            RecordScan scan = records.scan(mangled);
            assertThat(scan.records()).isEmpty();
            assertThat(scan.problems()).extracting(Problem::code).containsExactly(Problem.Code.CRC_MISSING);
        }
    }

    /** What one way of reading refuses, another must not take. */
    @Test
    void takesARecordWithoutCrcInNoWayFromBetweenBlanks() {
        StsRecords records = StsRecords.lenient().withCrcPolicy("T", CrcPolicy.IF_PRESENT);
        String text = "  T|a|  ";
        assertThat(records.parse(text).toOptional()).isEmpty();
        assertThat(records.parse(text).problems()).extracting(Problem::code).containsExactly(Problem.Code.CRC_MISSING);
        assertThat(records.scan(text).records()).isEmpty();
        assertThat(records.file(text.getBytes(StandardCharsets.US_ASCII)).records())
                .isEmpty();
        assertThat(records.parse("  T|a||b|3848\r\n").toOptional()).isPresent();
    }

    @Test
    void makesRecordsWithTheirCrc() {
        assertThat(StsRecord.of("T", List.of("a", "", "b")).text()).isEqualTo("T|a||b|3848");
        assertThatIllegalArgumentException().isThrownBy(() -> StsRecord.of("T T", List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StsRecord.of("T", List.of("hidden|x")))
                .withMessageNotContaining("hidden");
    }
}
