// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.valise.sepamail.missive.Doc.ACK;
import static org.valise.sepamail.missive.Doc.NOMINAL;
import static org.valise.sepamail.missive.Doc.SERVICE;
import static org.valise.sepamail.missive.Doc.SMAPI;
import static org.valise.sepamail.missive.Doc.after;
import static org.valise.sepamail.missive.Doc.codes;
import static org.valise.sepamail.missive.Doc.content;
import static org.valise.sepamail.missive.Doc.drop;
import static org.valise.sepamail.missive.Doc.end;
import static org.valise.sepamail.missive.Doc.open;
import static org.valise.sepamail.missive.Doc.set;
import static org.valise.sepamail.missive.Doc.strict;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sepamail.missive.Problem.Code;

/** MIS1202 "The content": what each kind of missive must, may and must not have, which no schema says. */
class LayerTwoTest {

    private static final String SIGNATURE =
            "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:SignedInfo/></ds:Signature>";

    /** The four kinds, each with a document in which all is right. */
    enum Kind {
        NOMINAL_MISSIVE(NOMINAL, NominalMissive.class),
        ACKNOWLEDGEMENT(ACK, AcknowledgementMissive.class),
        ENGLISH_ACKNOWLEDGEMENT(ACK.replace("Acquittement", "Acknowledgement"), AcknowledgementMissive.class),
        SERVICE_MISSIVE(SERVICE, ServiceMissive.class),
        SMAPI_MISSIVE(SMAPI, SmapiMissive.class);

        private final String document;
        private final Class<? extends Missive> type;

        Kind(String document, Class<? extends Missive> type) {
            this.document = document;
            this.type = type;
        }

        boolean isInterbank() {
            return type == NominalMissive.class || type == AcknowledgementMissive.class;
        }
    }

    static void assertOnly(String document, Code code, Span place) {
        MissiveReading reading = strict(document);
        assertThat(codes(reading)).containsExactly(code);
        Problem problem = reading.problems().get(0);
        assertThat(reading.layer1()).isEmpty();
        assertThat(reading.layer2()).containsExactly(problem);
        assertThat(problem.span()).contains(place);
        assertThat(reading instanceof MissiveReading.Refused).isEqualTo(problem.isError());
    }

    private static String part(String name) {
        String from = switch (name) {
            case "MsvAcq" -> ACK;
            case "MsvSrv" -> SERVICE;
            default -> NOMINAL;
        };
        return from.substring(open(from, name), end(from, name));
    }

    /** Adds a part at its place in the schema. */
    private static String with(String document, String name) {
        String last = "MsvHdr";
        for (String earlier : List.of("MsvAcq", "MsvSrv", "MsvBdy")) {
            if (earlier.equals(name)) {
                return after(document, last, part(name));
            }
            last = document.contains("<m:" + earlier) ? earlier : last;
        }
        throw new AssertionError(name);
    }

    @ParameterizedTest
    @EnumSource
    void takesEachKind(Kind kind) {
        for (String document : List.of(kind.document, Doc.edge(kind.document))) {
            MissiveReading reading = strict(document);
            assertThat(reading.problems()).isEmpty();
            assertThat(reading.toOptional()).containsInstanceOf(kind.type);
        }
    }

    /** A.5, the rows MsvAcq, MsvSrv and MsvBdy: R required, O optional, - absent. */
    @ParameterizedTest
    @CsvSource({
        "NOMINAL_MISSIVE,         -, -, R",
        "ACKNOWLEDGEMENT,         R, -, -",
        "ENGLISH_ACKNOWLEDGEMENT, R, -, -",
        "SERVICE_MISSIVE,         -, R, O",
        "SMAPI_MISSIVE,           -, -, R"
    })
    void hasThePartsOfItsKind(Kind kind, char acknowledgement, char service, char body) {
        assertPart(kind.document, "MsvAcq", acknowledgement);
        assertPart(kind.document, "MsvSrv", service);
        assertPart(kind.document, "MsvBdy", body);
    }

    private static void assertPart(String document, String name, char rule) {
        switch (rule) {
            case 'R' -> {
                String without = drop(document, name);
                assertOnly(without, Code.PART_MISSING, content(without, "MsvTyp"));
            }
            case 'O' -> assertThat(strict(with(document, name)).problems()).isEmpty();
            default -> {
                String more = with(document, name);
                assertOnly(more, Code.PART_NOT_ALLOWED, content(more, name));
            }
        }
    }

    /** J: the schema takes them side by side. */
    @Test
    void isNominalOrAcknowledgementButNotBoth() {
        String both = with(NOMINAL, "MsvAcq");
        assertThat(codes(strict(both))).containsExactly(Code.PART_NOT_ALLOWED);
        String neither = drop(NOMINAL, "MsvBdy");
        assertThat(codes(strict(neither))).containsExactly(Code.PART_MISSING);
        String ackWithBody = with(ACK, "MsvBdy");
        assertThat(codes(strict(ackWithBody))).containsExactly(Code.PART_NOT_ALLOWED);
    }

    /** A.5: the priority is stated in what goes between participants; absent, it counts as normal (I.16). */
    @ParameterizedTest
    @EnumSource
    void statesItsPriority(Kind kind) {
        String document = drop(kind.document, "MsvPri");
        if (kind.isInterbank()) {
            assertOnly(document, Code.PRIORITY_NOT_STATED, content(document, "MsvOrd"));
        } else {
            assertThat(strict(document).problems()).isEmpty();
        }
        Missive missive = strict(document).toOptional().orElseThrow();
        assertThat(missive.statedPriority()).isEmpty();
        assertThat(missive.priority()).isEqualTo(Priority.NORMAL);
    }

    /** A.5: Snd has a child. */
    @ParameterizedTest
    @EnumSource
    void namesItsSender(Kind kind) {
        String document = set(kind.document, "Snd", " ");
        if (kind.isInterbank()) {
            assertOnly(document, Code.NO_SENDER, content(document, "Snd"));
        } else {
            assertThat(strict(document).problems()).isEmpty();
        }
        String empty = kind.document.replaceFirst("(?s)<m:Snd>.*</m:Snd>", "<m:Snd/>");
        int at = empty.indexOf("<m:Snd/>") + "<m:Snd/>".length();
        if (kind.isInterbank()) {
            assertOnly(empty, Code.NO_SENDER, Doc.place(empty, at, at));
        }
        assertThat(strict(set(kind.document, "Snd", "<m:BIC>TESTVERT</m:BIC>")).problems())
                .isEmpty();
    }

    /** MIS1202 "Check of the Rcv field": a user and a participant. A QXBAN is both. */
    @ParameterizedTest
    @CsvSource({
        "'<m:BIC>TESTBLEU</m:BIC><m:IBAN>FR7630006000011234567890189</m:IBAN>', ",
        "'<m:BIC>TESTBLEU</m:BIC><m:PAN>4970</m:PAN>', ",
        "'<m:BIC>TESTBLEU</m:BIC><m:BBAN>30006000011234567890189</m:BBAN>', ",
        "'<m:BIC>TESTBLEU</m:BIC><m:RIS2D><m:mime-type>image/png</m:mime-type><m:data/></m:RIS2D>', ",
        "'<m:BIC>TESTBLEU</m:BIC><m:IBAN>QX62TESTBLEUXXX2345678923456789234</m:IBAN>', ",
        "'<m:IBAN>QX62TESTBLEUXXX2345678923456789234</m:IBAN><m:PAN>4970</m:PAN>', ",
        "'<m:BIC>TESTBLEU</m:BIC>', NO_RECEIVER_USER",
        "'<m:IBAN>FR7630006000011234567890189</m:IBAN>', NO_RECEIVER_PARTICIPANT",
        "'<m:PAN>4970</m:PAN>', NO_RECEIVER_PARTICIPANT",
        "'<m:BIC>TESTBLEU</m:BIC><m:PAN/>', NO_RECEIVER_USER",
        "'<m:BBAN>30006000011234567890189</m:BBAN>', NO_RECEIVER_PARTICIPANT",
        "'', NO_RECEIVER_USER NO_RECEIVER_PARTICIPANT"
    })
    void namesAUserAndHisParticipant(String receiver, String expected) {
        String document = set(NOMINAL, "Rcv", receiver);
        MissiveReading reading = strict(document);
        List<Code> wanted = expected == null
                ? List.of()
                : List.of(expected.split(" ", -1)).stream().map(Code::valueOf).toList();
        assertThat(codes(reading)).isEqualTo(wanted);
        assertThat(reading.problems())
                .allSatisfy(problem -> assertThat(problem.span()).contains(content(document, "Rcv")));
    }

    /** A.5 and A.8: what stays within a bank or with its customer need not name anybody. */
    @ParameterizedTest
    @ValueSource(strings = {"", "<m:BIC>TESTBLEU</m:BIC>", "<m:PAN>4970</m:PAN>"})
    void needNotNameTheReceiverWithinABank(String receiver) {
        assertThat(strict(set(SERVICE, "Rcv", receiver)).problems()).isEmpty();
        assertThat(strict(set(SMAPI, "Rcv", receiver)).problems()).isEmpty();
    }

    /** C.2: the receiver of an acknowledgement is the sender of the nominal, who may be a BIC or an account alone. */
    @ParameterizedTest
    @ValueSource(strings = {"<m:BIC>TESTVERT</m:BIC>", "<m:IBAN>FR7630006000011234567890189</m:IBAN>"})
    void mayAcknowledgeToWhoeverMaySend(String receiver) {
        assertThat(strict(set(ACK, "Rcv", receiver)).problems()).isEmpty();
        assertThat(codes(strict(set(ACK, "Rcv", "")))).isNotEmpty();
    }

    /** A.4: RcvDtTm is not on the wire between participants. */
    @ParameterizedTest
    @EnumSource
    void hasNoTimeOfReceptionOnTheWire(Kind kind) {
        String document = after(kind.document, "Rcv", "<m:RcvDtTm>2026-11-22T08:42:01Z</m:RcvDtTm>");
        if (kind.isInterbank()) {
            assertOnly(document, Code.RECEPTION_TIME_PRESENT, content(document, "RcvDtTm"));
        } else {
            assertThat(strict(document).problems()).isEmpty();
        }
        assertThat(strict(document).toOptional().orElseThrow().receivedAt().map(MissiveTime::toString))
                .contains("2026-11-22T08:42:01Z");
    }

    /** Where the time of reception has its place, it is a time like any other. */
    @Test
    void judgesTheTimeOfReceptionToo() {
        String local = after(SERVICE, "Rcv", "<m:RcvDtTm>2026-11-22T08:42:01</m:RcvDtTm>");
        assertOnly(local, Code.NO_TIME_ZONE, content(local, "RcvDtTm"));
        String beyond = after(SERVICE, "Rcv", "<m:RcvDtTm>1000000000-01-01T00:00:00Z</m:RcvDtTm>");
        assertOnly(beyond, Code.TIME_OUT_OF_RANGE, content(beyond, "RcvDtTm"));
    }

    /** A.5: SndChk and ds:Signature are optional for every kind. */
    @ParameterizedTest
    @EnumSource
    void mayHaveChecksumAndSignature(Kind kind) {
        String checksum = "sha1:" + "0".repeat(40);
        String document = after(kind.document, "SndDtTm", "<m:SndChk>" + checksum + "</m:SndChk>");
        document = document.replace("  </m:sepamail_missive_001>", SIGNATURE + "</m:sepamail_missive_001>");
        MissiveReading reading = strict(document);
        assertThat(reading.layer1()).isEmpty();
        Missive missive = reading.toOptional().orElseThrow();
        assertThat(missive.senderChecksum()).contains(checksum);
        assertThat(missive.hasCustomerSignature()).isTrue();
        assertThat(strict(kind.document).toOptional().orElseThrow().hasCustomerSignature())
                .isFalse();
    }

    /** J: identifiers may be empty by the schema. */
    @ParameterizedTest
    @EnumSource
    void hasAnIdentifier(Kind kind) {
        String document = set(kind.document, "MsvId", "");
        assertOnly(document, Code.EMPTY_IDENTIFIER, content(document, "MsvId"));
        for (String placeholder : List.of("sem:MsvId", "MsvId", "m:MsvId")) {
            String template = set(kind.document, "MsvId", placeholder);
            assertOnly(template, Code.PLACEHOLDER_IDENTIFIER, content(template, "MsvId"));
        }
        for (String right : List.of("0", "MsvIds", "MyMsvId", "msvid", "a:b:MsvId2")) {
            assertThat(strict(set(kind.document, "MsvId", right)).problems()).isEmpty();
        }
    }

    /** MIS1202 "Resending a missive": orders count from 1; the schema takes any integer. */
    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "-0", "00", "2147483648", "99999999999999999999"})
    void hasAnOrderFromOne(String order) {
        for (Kind kind : Kind.values()) {
            String document = set(kind.document, "MsvOrd", order);
            assertOnly(document, Code.BAD_ORDER, content(document, "MsvOrd"));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "+1, 1", "007, 7", "' 3 ', 3", "2147483647, 2147483647", "0000000000000000000005, 5"})
    void readsOrders(String order, int number) {
        String document = set(NOMINAL, "MsvOrd", order);
        assertThat(strict(document).problems()).isEmpty();
        assertThat(Doc.read(NominalMissive.class, document).order()).isEqualTo(number);
    }

    /** I.13: all samples have times without zone; they are read in a zone that the caller may choose. */
    @ParameterizedTest
    @EnumSource
    void flagsTimesWithoutZone(Kind kind) {
        String document = set(kind.document, "SndDtTm", "2026-07-01T12:00:00");
        assertOnly(document, Code.NO_TIME_ZONE, content(document, "SndDtTm"));
        MissiveTime paris = strict(document).toOptional().orElseThrow().sentAt();
        assertThat(paris.hasZone()).isFalse();
        assertThat(paris.instant()).isEqualTo("2026-07-01T10:00:00Z");
        assertThat(paris.toString()).isEqualTo("2026-07-01T12:00:00");
        MissiveTime tokyo = Missives.strict()
                .withZone(java.time.ZoneId.of("Asia/Tokyo"))
                .read(Doc.utf8(document))
                .toOptional()
                .orElseThrow()
                .sentAt();
        assertThat(tokyo.instant()).isEqualTo("2026-07-01T03:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1000000000-01-01T00:00:00Z", "99999999999999999-12-31T23:59:59Z"})
    void refusesTimesThatJavaCannotHold(String time) {
        String document = set(NOMINAL, "SndDtTm", time);
        assertOnly(document, Code.TIME_OUT_OF_RANGE, content(document, "SndDtTm"));
        String expiry = after(NOMINAL, "MsgTyp", "<m:MsgExpiry>" + time + "</m:MsgExpiry>");
        assertOnly(expiry, Code.TIME_OUT_OF_RANGE, content(expiry, "MsgExpiry"));
    }

    @Test
    void readsTimesWithOtherOffsets() {
        String document = set(NOMINAL, "SndDtTm", "2026-11-22T24:00:00+13:30");
        MissiveTime time = Doc.read(NominalMissive.class, document).sentAt();
        assertThat(time.hasZone()).isTrue();
        assertThat(time.instant()).isEqualTo("2026-11-22T10:30:00Z");
    }

    /** Lines end at LF, CRLF and CR; columns count characters, offsets and lengths octets. */
    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void findsPlacesWhateverStandsInFront(String lineEnd) {
        String document = set(NOMINAL, "MsvId", "\u00e9\u20ac\uD83D\uDCE8")
                .replace("  <m:MsvOrd>1", "  <!-- \uD83D\uDCE8\u20ac --><m:MsvOrd>0")
                .replace("\n", lineEnd);
        assertOnly(document, Code.BAD_ORDER, content(document, "MsvOrd"));
        String marked = "\uFEFF" + document;
        MissiveReading reading = strict(marked);
        assertThat(codes(reading)).containsExactly(Code.BYTE_ORDER_MARK, Code.BAD_ORDER);
        assertThat(reading.problems().get(1).span()).contains(content(marked, "MsvOrd"));
        assertThat(reading.problems().get(1).span().orElseThrow().line()).isEqualTo(6);
    }

    /** With several things wrong all are told, warnings and errors, in the order of the document within each layer. */
    @Test
    void tellsAllAtOnce() {
        String document = set(set(drop(NOMINAL, "MsvPri"), "MsvOrd", "0"), "MsvId", "");
        document = set(set(document, "Snd", ""), "MsgId", "");
        document = set(document, "SndDtTm", "2026-11-22T08:42:00");
        assertThat(codes(strict(document)))
                .containsExactlyInAnyOrder(
                        Code.EMPTY_IDENTIFIER,
                        Code.BAD_ORDER,
                        Code.PRIORITY_NOT_STATED,
                        Code.NO_SENDER,
                        Code.NO_TIME_ZONE,
                        Code.EMPTY_IDENTIFIER);
    }
}
