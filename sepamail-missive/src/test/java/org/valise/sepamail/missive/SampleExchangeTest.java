// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.valise.sepamail.missive.Doc.codes;
import static org.valise.sepamail.missive.Doc.place;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sepamail.missive.Problem.Code;

/** J: the scheme's own exchange of a report and its acknowledgement. */
class SampleExchangeTest {

    private static final String CHECKSUM = "sha1:136b42af3329762f529aa35d8ba039cbe96dcf7c";
    private static final int FROM = 782;
    private static final int TO = 1485;

    private String report;
    private String acknowledgement;

    @BeforeEach
    void needsTheSamples() {
        OfficialSet.assume();
        report = new String(OfficialSet.sample("002_report_nominal.xml"), StandardCharsets.UTF_8);
        acknowledgement = new String(OfficialSet.sample("002_report_ack.xml"), StandardCharsets.UTF_8);
    }

    private static NominalMissive nominal(String document) {
        return Doc.read(NominalMissive.class, document);
    }

    private static AcknowledgementMissive ack(String document) {
        return Doc.read(AcknowledgementMissive.class, document);
    }

    /** It is right by the schema, and peculiar in four ways that the rules name. */
    @Test
    void isReadWithItsPeculiarities() {
        MissiveReading reading = Missives.strict()
                .withOfficialSchemas(OfficialSet.schemas())
                .read(OfficialSet.sample("002_report_nominal.xml"));
        assertThat(reading).isInstanceOf(MissiveReading.Accepted.class);
        assertThat(reading.layer1()).isEmpty();
        assertThat(codes(reading))
                .containsExactlyInAnyOrder(
                        Code.PLACEHOLDER_IDENTIFIER, Code.NO_TIME_ZONE, Code.PLACEHOLDER_IDENTIFIER, Code.NO_TIME_ZONE);
        assertThat(reading.layer2())
                .extracting(problem -> problem.span().orElseThrow())
                .containsExactlyInAnyOrder(
                        contentOf("sem:MsvId", "MsvId"),
                        contentOf("2012-09-21T15:00:00", "SndDtTm"),
                        contentOf("sem:MsgId", "MsgId"),
                        contentOf("2012-09-22T14:00:00", "MsgExpiry"));
        assertThat(reading.layer2().get(0).span().orElseThrow().line()).isEqualTo(7);
    }

    private Span contentOf(String value, String element) {
        int at = report.indexOf("<sem:" + element + ">" + value) + element.length() + 6;
        return place(report, at, at + value.length());
    }

    @Test
    void saysWhatTheNominalSays() throws MissiveFormatException {
        NominalMissive missive = nominal(report);
        assertThat(missive.version()).isEqualTo(SchemaVersion.BLEEDING_EDGE);
        assertThat(missive.norm()).isEqualTo("1206");
        assertThat(missive.id()).isEqualTo("sem:MsvId");
        assertThat(missive.order()).isEqualTo(1);
        assertThat(missive.statedPriority()).contains(Priority.NORMAL);
        assertThat(missive.sender()).isEqualTo(Party.of(Qxban.of("QX46TESTVERTXXXABCDEFGHJKLMNPQRSTU")));
        assertThat(missive.receiver()).isEqualTo(Party.of(Qxban.of("QX62TESTBLEUXXX2345678923456789234")));
        assertThat(missive.receiver().participant()).contains(Bic.of("TESTBLEUXXX"));
        assertThat(missive.sentAt()).hasToString("2012-09-21T15:00:00");
        assertThat(missive.sentAt().instant()).isEqualTo("2012-09-21T13:00:00Z");
        assertThat(missive.receivedAt()).isEmpty();
        assertThat(missive.senderChecksum()).isEmpty();
        Message message = missive.message();
        assertThat(message.id()).isEqualTo("sem:MsgId");
        assertThat(message.type()).isEqualTo(MessageType.SIMPLE_REPORT);
        assertThat(message.norm()).contains("1206");
        assertThat(message.expiry().orElseThrow()).hasToString("2012-09-22T14:00:00");
        assertThat(message.redirections()).isEmpty();
        assertThat(message.references()).isEmpty();
        SimpleTest body = message.simpleTest().orElseThrow();
        assertThat(body.isRequest()).isFalse();
        assertThat(body.testId()).isEqualTo("sem:TestId001");
        assertThat(body.text()).contains("This is a test");
        byte[] data = body.data().orElseThrow();
        assertThat(new String(data, 1, 3, StandardCharsets.US_ASCII)).isEqualTo("PNG");
    }

    /** C.5: the octets of the message and their digest, which the acknowledgement carries. */
    @Test
    void hasTheChecksumThatTheAcknowledgementNames() {
        NominalMissive missive = nominal(report);
        byte[] octets = Doc.utf8(report);
        assertThat(missive.message().offset()).isEqualTo(FROM);
        assertThat(missive.message().length()).isEqualTo(TO - FROM);
        assertThat(missive.message().octets()).isEqualTo(Arrays.copyOfRange(octets, FROM, TO));
        assertThat("sha1:" + Hex.sha1(Arrays.copyOfRange(octets, FROM, TO))).isEqualTo(CHECKSUM);
        assertThat(missive.message().checksum().text()).isEqualTo(CHECKSUM);
        AcknowledgementMatch match = ack(acknowledgement).answers(missive);
        assertThat(match.checksum()).isEqualTo(AcknowledgementMatch.Checksum.MATCHES);
        assertThat(match.form()).contains(ChecksumForm.EXACT);
        assertThat(match.correlation()).isEqualTo(AcknowledgementMatch.Correlation.IDENTIFIER);
        assertThat(match.settles()).isTrue();
    }

    @Test
    void saysWhatTheAcknowledgementSays() {
        AcknowledgementMissive missive = ack(acknowledgement);
        assertThat(missive.isPositive()).isTrue();
        assertThat(missive.code()).contains(AcknowledgementCode.FORWARDED);
        assertThat(missive.checksumText()).contains(CHECKSUM);
        assertThat(missive.description()).contains("Success - No warning");
        assertThat(missive.warnings()).isEmpty();
        assertThat(missive.sender()).isEqualTo(nominal(report).receiver());
        assertThat(missive.receiver()).isEqualTo(nominal(report).sender());
        assertThat(codes(Doc.strict(acknowledgement)))
                .containsExactlyInAnyOrder(Code.PLACEHOLDER_IDENTIFIER, Code.NO_TIME_ZONE);
    }

    /** C.5: mail turns LF into CRLF; the checksum still fits, and the match says over which form. */
    @Test
    void verifiesACopyWithCrlf() {
        NominalMissive copy = nominal(report.replace("\n", "\r\n"));
        assertThat(copy.message().checksum().text()).isEqualTo(CHECKSUM);
        AcknowledgementMatch match = ack(acknowledgement).answers(copy);
        assertThat(match.form()).contains(ChecksumForm.LF);
        assertThat(match.settles()).isTrue();
        assertThat(nominal(report)
                        .message()
                        .match(MessageChecksum.parse(CHECKSUM).orElseThrow()))
                .contains(ChecksumForm.EXACT);
    }

    @Test
    void doesNotVerifyAnIndentedCopy() {
        NominalMissive copy = nominal(report.replace("\t", "  "));
        AcknowledgementMatch match = ack(acknowledgement).answers(copy);
        assertThat(match.checksum()).isEqualTo(AcknowledgementMatch.Checksum.CONTRADICTS);
        assertThat(match.form()).isEmpty();
        assertThat(match.settles()).isFalse();
    }

    /**
     * C.5: canonical forms, the element around it, the whole file and digests of another length. The digest over CRLF is
     * the one that a sender with CRLF has: it fits, and the form is named.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sha1:ac056c9fa197e322f26eaaa006ed827948df9883",
                "sha1:59ac63bb267cf507610c37b4b5c2eafb66f2f494",
                "sha1:1d85b03d4470a5aa29e8471d3d800ea2df1998c7",
                "sha1:4853351f102f8fceb2e8fd77d7e793bcff5820ee",
                "sha1:97e246422684d091335f2b04ad1a27c0542f2f99cf908103c64086760b7c53a0",
                "sha1:d9f95037bf2ecabd78c8a5d0a8b2385a5bf041b81509035ba2ce3df7",
                "sha224:136b42af3329762f529aa35d8ba039cbe96dcf7c"
            })
    void doesNotMatchOtherDigests(String text) {
        Message message = nominal(report).message();
        assertThat(MessageChecksum.parse(text).flatMap(message::match)).isEmpty();
        String other = acknowledgement.replace(CHECKSUM, text);
        if (text.length() <= 70) {
            assertThat(ack(other).answers(nominal(report)).settles())
                    .isEqualTo(MessageChecksum.parse(text).isEmpty());
        } else {
            assertThat(codes(Doc.strict(other))).contains(Code.BAD_VALUE);
        }
    }

    @Test
    void writesTheChecksumOverLfOnly() {
        String crlf = "d0089a5f6fb785fd90801c289f6a8bfb5b180619";
        NominalMissive copy = nominal(report.replace("\n", "\r\n"));
        assertThat(Hex.sha1(copy.message().octets())).isEqualTo(crlf);
        assertThat(copy.message().checksum().text()).isNotEqualTo("sha1:" + crlf);
        assertThat(copy.message().match(MessageChecksum.parse("sha1:" + crlf).orElseThrow()))
                .contains(ChecksumForm.CRLF);
        assertThat(nominal(report)
                        .message()
                        .match(MessageChecksum.parse("sha1:" + crlf).orElseThrow()))
                .contains(ChecksumForm.CRLF);
    }

    /** C.5: SHA-224 fits into AcqChk, and SHA-256 does not. */
    @Test
    void matchesOtherAlgorithms() {
        Message message = nominal(report).message();
        for (String text : new String[] {
            "sha224:d9f95037bf2ecabd78c8a5d0a8b2385a5bf041b81509035ba2ce3df7",
            "SHA-224:D9F95037BF2ECABD78C8A5D0A8B2385A5BF041B81509035BA2CE3DF7",
            "sha256:97e246422684d091335f2b04ad1a27c0542f2f99cf908103c64086760b7c53a0",
            "SHA1:136B42AF3329762F529AA35D8BA039CBE96DCF7C",
            "sha-1:136b42af3329762f529aa35d8ba039cbe96dcf7c"
        }) {
            assertThat(MessageChecksum.parse(text).flatMap(message::match)).contains(ChecksumForm.EXACT);
        }
    }

    /** A.9: valid in the other namespace after a swap of it. */
    @Test
    void isRightInTheOtherNamespace() {
        for (String document : new String[] {report, acknowledgement}) {
            String swapped = document.replace(Doc.EDGE, Doc.NORM);
            MissiveReading reading =
                    Missives.strict().withOfficialSchemas(OfficialSet.schemas()).read(Doc.utf8(swapped));
            assertThat(reading.layer1()).isEmpty();
            assertThat(reading.toOptional().orElseThrow().version()).isEqualTo(SchemaVersion.NORM_1206);
            assertThat(OfficialSet.fault(Doc.NORM, Doc.utf8(swapped))).isEmpty();
            assertThat(OfficialSet.fault(Doc.EDGE, Doc.utf8(document))).isEmpty();
        }
    }

    /** Our acknowledgement of the sample says what the scheme's says. */
    @Test
    void isAcknowledgedAsTheSchemeDoes() {
        AcknowledgementMissive theirs = ack(acknowledgement);
        AcknowledgementMissive ours = nominal(report)
                .acknowledge(AcknowledgementCode.FORWARDED)
                .description("Success - No warning")
                .sentAt(Instant.parse("2012-09-21T13:01:00Z"))
                .build();
        assertThat(ours.id()).isEqualTo(theirs.id());
        assertThat(ours.order()).isEqualTo(theirs.order());
        assertThat(ours.priority()).isEqualTo(theirs.priority());
        assertThat(ours.sender()).isEqualTo(theirs.sender());
        assertThat(ours.receiver()).isEqualTo(theirs.receiver());
        assertThat(ours.sentAt().instant()).isEqualTo(theirs.sentAt().instant());
        assertThat(ours.code()).isEqualTo(theirs.code());
        assertThat(ours.checksumText()).isEqualTo(theirs.checksumText());
        assertThat(ours.description()).isEqualTo(theirs.description());
        assertThat(ours.version()).isEqualTo(theirs.version());
        assertThat(ours.norm()).isEqualTo(theirs.norm());
        assertThat(OfficialSet.fault(Doc.EDGE, ours.octets())).isEmpty();
    }

    @Test
    void isResentWithNothingButAnotherOrder() {
        NominalMissive again = nominal(report).resend();
        String expected = report.replace("<sem:MsvOrd>1<", "<sem:MsvOrd>2<");
        assertThat(new String(again.octets(), StandardCharsets.UTF_8)).isEqualTo(expected);
        assertThat(ack(acknowledgement).answers(again).settles()).isTrue();
    }
}
