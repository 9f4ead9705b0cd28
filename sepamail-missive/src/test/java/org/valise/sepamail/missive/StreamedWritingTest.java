// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a missive whose body, while it is written, turns out to be wrong. */
class StreamedWritingTest {

    private static final String OPEN = "<s:SimpleTestRequest xmlns:s=\"" + StreamDocuments.NS + "\">";
    private static final String CLOSE = "</s:SimpleTestRequest>";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final AtomicInteger open = new AtomicInteger();

    private OctetSource source(String xml) {
        return () -> {
            open.incrementAndGet();
            return new ByteArrayInputStream(StreamDocuments.octets(xml)) {
                @Override
                public void close() {
                    open.decrementAndGet();
                }
            };
        };
    }

    private static MissiveBuilder<NominalMissive> builder(MessageContent content) {
        return NominalMissive.builder(SchemaVersion.NORM_1206)
                .id("ID")
                .from(Party.of(Bic.of("TESTVERTXXX")))
                .to(Party.of(Qxban.of("QX62TESTBLEUXXX2345678923456789234")))
                .message(content)
                .sentAt(Instant.parse("2012-10-10T10:00:00Z"));
    }

    private MissiveBuilder<NominalMissive> builder(String body) {
        return builder(MessageContent.ofXml("M", MessageType.SIMPLE_REQUEST, source(body)));
    }

    @ParameterizedTest
    @CsvSource({
        "'<a></b>', NOT_WELL_FORMED",
        "'', NOT_WELL_FORMED",
        "'</s:SimpleTestRequest></sem:MsgBdy><x>', NOT_WELL_FORMED",
        "'&#0;', NOT_WELL_FORMED",
        "'<sem:x/>', NOT_WELL_FORMED",
        "'\u0001', BAD_CHARACTER",
    })
    void tellsThatTheOutputIsIncomplete(String wrong, Problem.Code code) {
        String body = OPEN + "x".repeat(40_000) + wrong + (wrong.isEmpty() ? "" : CLOSE);
        IncompleteMissiveException thrown = catchThrowableOfType(
                IncompleteMissiveException.class, () -> builder(body).writeTo(out));
        assertThat(thrown.problem().code()).isEqualTo(code);
        assertThat(thrown.problem().span().orElseThrow().offset())
                .isBetween(OPEN.length() + 40_000L, (long) body.length());
        assertThat(thrown.written()).isEqualTo(out.size()).isPositive();
        assertThat(out.toString(java.nio.charset.StandardCharsets.UTF_8)).doesNotContain("</sem:Missive>");
        assertThat(thrown).hasMessageContaining("not completed after " + out.size() + " octets");
        assertThat(open).hasValue(0);
        assertThatThrownBy(() -> builder(body).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(code.name());
    }

    @ParameterizedTest
    @CsvSource({"'<a/><b/>'", "'<a/>text'", "text", "''", "'<!DOCTYPE a><a/>'", "'<a>'"})
    void takesNothingButOneElement(String wrong) {
        String body = wrong.replace("<a/>", OPEN + CLOSE).replace("<a>", OPEN);
        assertThatThrownBy(() -> builder(body).writeTo(out)).isInstanceOf(IncompleteMissiveException.class);
        assertThat(out.toString(java.nio.charset.StandardCharsets.UTF_8)).doesNotContain("</sem:Missive>");
        assertThat(open).hasValue(0);
    }

    @Test
    void writesNothingIfTheBodyDoesNotFit() {
        for (String body : new String[] {
            "<SimpleTestRequest/>", "<SimpleTestRequest xmlns='urn:x'/>", OPEN.replace("Request", "Report") + "</x>"
        }) {
            assertThatThrownBy(() -> builder(body).writeTo(out)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> builder(body).build()).isInstanceOf(IllegalArgumentException.class);
        }
        IncompleteMissiveException thrown = catchThrowableOfType(
                IncompleteMissiveException.class, () -> builder("no xml").writeTo(out));
        assertThat(thrown.written()).isZero();
        assertThat(out.size()).isZero();
        assertThat(open).hasValue(0);
    }

    @Test
    void passesOnWhatTheSourceThrows() {
        MessageContent content = MessageContent.of("M", SimpleTest.request("T"), () -> {
            throw new IOException("no such file");
        });
        assertThatThrownBy(() -> builder(content).writeTo(out))
                .isInstanceOf(IOException.class)
                .hasMessage("no such file");
        assertThatThrownBy(() -> builder(content).build()).isInstanceOf(UncheckedIOException.class);
        assertThat(out.size()).isZero();
    }

    @Test
    void closesTheSourceIfWritingFails() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("disk full");
            }
        };
        assertThatThrownBy(() -> builder(OPEN + CLOSE).writeTo(full)).hasMessage("disk full");
        assertThatThrownBy(() -> builder(MessageContent.of("M", SimpleTest.request("T"), source("data")))
                        .writeTo(full))
                .hasMessage("disk full");
        assertThat(open).hasValue(0);
    }

    @Test
    void noticesThatTheSourceIsNotTheSameEachTime() {
        AtomicInteger times = new AtomicInteger();
        OctetSource other = () -> new ByteArrayInputStream(new byte[] {(byte) times.incrementAndGet()});
        MissiveBuilder<NominalMissive> builder =
                builder(MessageContent.of("M", SimpleTest.request("T"), other)).withSenderChecksum("sha256");
        IncompleteMissiveException thrown =
                catchThrowableOfType(IncompleteMissiveException.class, () -> builder.writeTo(out));
        assertThat(thrown.problem().code()).isEqualTo(Problem.Code.SENDER_CHECKSUM_MISMATCH);
        assertThat(thrown.written()).isEqualTo(out.size()).isPositive();
        assertThat(times).hasValue(2);
    }

    @Test
    void takesDataOnceOnly() {
        SimpleTest full = SimpleTest.request("T").withData(new byte[1]);
        assertThatThrownBy(() -> MessageContent.of("M", full, InputStream::nullInputStream))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void writesMissivesOfTheApi() throws Exception {
        String element = "<SmapiRequest xmlns='" + StreamDocuments.NS + "'>x</SmapiRequest>";
        StreamedMissive written = SmapiMissive.builder(SchemaVersion.NORM_1206)
                .id("ID")
                .from(Party.of(Bic.of("TESTVERTXXX")))
                .to(Party.of(Qxban.of("QX62TESTBLEUXXX2345678923456789234")))
                .message(MessageContent.ofXml("M", MessageType.SMAPI_REQUEST, source(element)))
                .sentAt(Instant.parse("2012-10-10T10:00:00Z"))
                .writeTo(out);
        assertThat(written.kind()).isEqualTo(StreamedMissive.Kind.SMAPI);
        assertThat(written).isNotInstanceOf(StreamedNominal.class);
        assertThat(written.streamedMessage().orElseThrow().bodyName()).isEqualTo("SmapiRequest");
        assertThat(Missives.strict().read(out.toByteArray()).orElseThrow()).isInstanceOf(SmapiMissive.class);
    }

    @Test
    void writesTypesThatNoVersionKnows() throws Exception {
        String element = "<Own xmlns='" + StreamDocuments.NS + "'/>";
        StreamedMissive written = builder(MessageContent.ofXml("M", MessageType.of("own@test"), source(element)))
                .writeTo(out);
        assertThat(written.streamedMessage().orElseThrow().bodyName()).isEqualTo("Own");
        MissiveReading read = Missives.strict().read(out.toByteArray());
        assertThat(read.problems()).extracting(Problem::code).containsExactly(Problem.Code.UNKNOWN_MESSAGE_TYPE);
    }
}
