// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.valise.sepamail.missive.Doc.ACK;
import static org.valise.sepamail.missive.Doc.codes;
import static org.valise.sepamail.missive.Doc.content;
import static org.valise.sepamail.missive.Doc.drop;
import static org.valise.sepamail.missive.Doc.set;
import static org.valise.sepamail.missive.Doc.strict;
import static org.valise.sepamail.missive.LayerTwoTest.assertOnly;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sepamail.missive.Problem.Code;

/** C.3: status and code of an acknowledgement. */
class LayerTwoAcknowledgementTest {

    private static final Instant SENT = Instant.parse("2026-11-22T08:42:00Z");

    private static String ack(String status, String cla) {
        return set(set(ACK, "AcqSta", status), "AcqCla", cla);
    }

    /** Class 2 is a success; 4 and 5 are errors. */
    @ParameterizedTest
    @CsvSource({
        "ACK, 2, true",
        "NAK, 4, true",
        "NAK, 5, true",
        "ACK, 4, false",
        "ACK, 5, false",
        "NAK, 2, false",
        "ACK, +2, true",
        "NAK, 02, false",
        "NAK, ' 5 ', true",
        "ACK, 04, false"
    })
    void agreesInStatusAndClass(String status, String cla, boolean right) {
        String document = ack(status, cla);
        if (right) {
            assertThat(strict(document).problems()).isEmpty();
            AcknowledgementMissive ack = Doc.read(AcknowledgementMissive.class, document);
            assertThat(ack.isPositive()).isEqualTo(status.equals("ACK"));
            assertThat(ack.codeClass()).isEqualTo(OptionalInt.of(Integer.parseInt(cla.strip())));
        } else {
            assertOnly(document, Code.STATUS_CODE_CONFLICT, content(document, "AcqCla"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "3", "6", "22", "-2", "999999999999"})
    void warnsOfClassesThatNobodyKnows(String cla) {
        for (String status : new String[] {"ACK", "NAK"}) {
            String document = ack(status, cla);
            assertOnly(document, Code.UNKNOWN_CODE_CLASS, content(document, "AcqCla"));
            assertThat(Doc.read(AcknowledgementMissive.class, document).isPositive())
                    .isEqualTo(status.equals("ACK"));
        }
    }

    /** Whatever class a counterparty writes, its acknowledgement can be noted and is found again. */
    @ParameterizedTest
    @CsvSource({"0, 0", "22, 22", "-1, ", "-2, ", "-2147483648, ", "2147483647, 2147483647", "999999999999, "})
    void classesThatNobodyKnowsCanBeNoted(String cla, Integer noted, @TempDir Path folder) throws IOException {
        AcknowledgementMissive ack = Doc.read(AcknowledgementMissive.class, ack("NAK", cla));
        assertThat(ack.codeClass()).isEqualTo(noted == null ? OptionalInt.empty() : OptionalInt.of(noted));
        assertThat(ack.code().isPresent()).isEqualTo(noted != null);
        AcknowledgementSeen seen =
                new AcknowledgementSeen(ack.sentAt().instant(), AcknowledgementSeen.Status.NAK, ack.codeClass());
        ExchangeKey key = new ExchangeKey("TESTVERTXXX", ack.id());
        try (ExchangeLog log = FileExchangeLog.open(folder)) {
            log.open(
                    key,
                    Priority.HIGH,
                    Doc.read(NominalMissive.class, Doc.NOMINAL)
                            .message()
                            .checksum()
                            .text(),
                    SENT);
            assertThat(log.acknowledged(key, 1, seen)).isEqualTo(AcknowledgementOutcome.COUNTED);
        }
        try (ExchangeLog log = FileExchangeLog.open(folder)) {
            assertThat(log.find(key).orElseThrow().acknowledgements()).containsExactly(seen);
        }
    }

    @Test
    void hasNoPartOfTheCodeWithoutTheOneInFrontOfIt() {
        String noClass = drop(ACK, "AcqCla");
        assertOnly(noClass, Code.INCOMPLETE_CODE, content(noClass, "AcqSub"));
        String noSubject = drop(ACK, "AcqSub");
        assertOnly(noSubject, Code.INCOMPLETE_CODE, content(noSubject, "AcqDet"));
        String detailOnly = drop(noClass, "AcqSub");
        assertOnly(detailOnly, Code.INCOMPLETE_CODE, content(detailOnly, "AcqDet"));
    }

    /** C.3: an acknowledgement of the first level has no code. */
    @Test
    void mayHaveNoCodeOrOnlyItsFirstParts() {
        String classOnly = drop(drop(ACK, "AcqSub"), "AcqDet");
        assertThat(strict(classOnly).problems()).isEmpty();
        assertThat(Doc.read(AcknowledgementMissive.class, classOnly).code()).contains(AcknowledgementCode.ofClass(2));
        String noDetail = drop(ACK, "AcqDet");
        assertThat(strict(noDetail).problems()).isEmpty();
        AcknowledgementCode code =
                Doc.read(AcknowledgementMissive.class, noDetail).code().orElseThrow();
        assertThat(code.text()).isEqualTo("2.1");
        assertThat(code.detail()).isEmpty();
        for (String status : new String[] {"ACK", "NAK"}) {
            String firstLevel = set(drop(classOnly, "AcqCla"), "AcqSta", status);
            assertThat(strict(firstLevel).problems()).isEmpty();
            AcknowledgementMissive ack = Doc.read(AcknowledgementMissive.class, firstLevel);
            assertThat(ack.code()).isEmpty();
            assertThat(ack.codeClass()).isEmpty();
            assertThat(ack.isPositive()).isEqualTo(status.equals("ACK"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"?", "sha1", "sha1:1234", "md5:d41d8cd98f00b204e9800998ecf8427e", "0123456789"})
    void warnsOfAChecksumOfNoKnownForm(String text) {
        String document = set(ACK, "AcqChk", text);
        assertOnly(document, Code.UNRECOGNISED_CHECKSUM, content(document, "AcqChk"));
        AcknowledgementMissive ack = Doc.read(AcknowledgementMissive.class, document);
        assertThat(ack.checksumText()).contains(text);
        assertThat(ack.checksum()).isEmpty();
    }

    /** C.5: "not stated" is no failure. */
    @Test
    void mayHaveNoChecksum() {
        String document = drop(ACK, "AcqChk");
        assertThat(strict(document).problems()).isEmpty();
        assertThat(Doc.read(AcknowledgementMissive.class, document).checksumText())
                .isEmpty();
    }

    /** C.4: any number of warnings, in their order. */
    @Test
    void readsWarnings() {
        AcknowledgementMissive ack = Doc.read(AcknowledgementMissive.class, LayerOneTest.WARNED);
        assertThat(ack.warnings())
                .containsExactly(
                        RoutingWarning.of(RoutingWarning.Code.BAD_TIME).withDescription("late"),
                        RoutingWarning.of(RoutingWarning.Code.PRIO_LOW));
        assertThat(Doc.read(AcknowledgementMissive.class, ACK).warnings()).isEmpty();
        assertThat(ack.description()).contains("Success - No warning");
    }

    @Test
    void checksAnAcknowledgementAlsoWhereItHasNoPlace() {
        String part = ACK.substring(Doc.open(ACK, "MsvAcq"), Doc.end(ACK, "MsvAcq"));
        String document = Doc.after(Doc.NOMINAL, "MsvHdr", part.replace("ACK", "NAK"));
        assertThat(codes(strict(document))).containsExactlyInAnyOrder(Code.PART_NOT_ALLOWED, Code.STATUS_CODE_CONFLICT);
    }

    /** A part that is no number from 0 is not kept, and that is said. */
    @ParameterizedTest
    @ValueSource(strings = {"-1", "99999999999"})
    void warnsOfPartsThatAreNoCode(String part) {
        for (String element : new String[] {"AcqSub", "AcqDet"}) {
            String document = set(ACK, element, part);
            assertOnly(document, Code.UNKNOWN_CODE_CLASS, content(document, element));
        }
    }

    @Test
    void takesPartsFromZero() {
        String document = set(set(ACK, "AcqSub", "0"), "AcqDet", "0");
        assertThat(strict(document).problems()).isEmpty();
        assertThat(Doc.read(AcknowledgementMissive.class, document).code()).contains(AcknowledgementCode.of(2, 0, 0));
    }
}
