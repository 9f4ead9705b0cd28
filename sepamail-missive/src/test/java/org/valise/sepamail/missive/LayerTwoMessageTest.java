// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.valise.sepamail.missive.Doc.NOMINAL;
import static org.valise.sepamail.missive.Doc.SERVICE;
import static org.valise.sepamail.missive.Doc.SMAPI;
import static org.valise.sepamail.missive.Doc.after;
import static org.valise.sepamail.missive.Doc.codes;
import static org.valise.sepamail.missive.Doc.content;
import static org.valise.sepamail.missive.Doc.edge;
import static org.valise.sepamail.missive.Doc.set;
import static org.valise.sepamail.missive.Doc.strict;
import static org.valise.sepamail.missive.LayerTwoTest.assertOnly;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sepamail.missive.Problem.Code;

/** The rules of the message in the missive: its type, its body, and the checksum of its sender. */
class LayerTwoMessageTest {

    private static String message(String type, String body) {
        return set(set(NOMINAL, "MsgTyp", type), "MsgBdy", "<m:" + body + "/>");
    }

    /** B.3, both columns: the type, the body in bleedingEdge, the body in norm 1206; a dash where there is none. */
    @ParameterizedTest
    @CsvSource({
        "simple.request@test, SimpleTestRequest, SimpleTestRequest",
        "simple.report@test, SimpleTestReport, SimpleTestReport",
        "mandat@direct.debit, DirectDebitMandat, DirectDebitMandat",
        "rapport@direct.debit, DirectDebitMandateAcceptance, DirectDebitMandateAcceptance",
        "notification@direct.debit, DirectDebitPrenotif, DirectDebitPrenotif",
        "request.copy@direct.debit, DirectDebitRFCopy, DirectDebitRFCopy",
        "enroll.request@secure, SecureEnrollRequest, SecureEnrollRequest",
        "enroll.report@secure, SecureEnrollReport, SecureEnrollReport",
        "enroll.advise@secure, SecureEnrollAdvise, SecureEnrollAdvise",
        "activation.request@payment.activation, ActivationRequest, PaymentActivationRequest",
        "activation.report@payment.activation, ActivationReport, PaymentActivationReport",
        "enroll.reply@payment.activation, ActivationEnroll, -",
        "activation.enroll@payment.activation, -, PaymentActivationEnroll",
        "request@identification.verification, VerificationRequest, VerificationRequest",
        "report@identification.verification, VerificationReport, VerificationReport"
    })
    void pairsTypeAndBody(String type, String inEdge, String inNorm) {
        assertPairing(type, inNorm, false);
        assertPairing(type, inEdge, true);
        MessageType value = MessageType.of(type);
        assertThat(value.body(SchemaVersion.NORM_1206).orElse("-")).isEqualTo(inNorm);
        assertThat(value.body(SchemaVersion.BLEEDING_EDGE).orElse("-")).isEqualTo(inEdge);
        assertThat(value.family()).isEqualTo(type.substring(type.indexOf('@') + 1));
        if (!inNorm.equals("-")) {
            assertThat(MessageType.ofBody(inNorm, SchemaVersion.NORM_1206)).contains(value);
        }
        if (!inEdge.equals("-")) {
            assertThat(MessageType.ofBody(inEdge, SchemaVersion.BLEEDING_EDGE)).contains(value);
        }
    }

    private static void assertPairing(String type, String body, boolean edge) {
        if (body.equals("-")) {
            String unknown = in(edge, message(type, "Whatever"));
            assertOnly(unknown, Code.UNKNOWN_MESSAGE_TYPE, content(unknown, "MsgTyp"));
            String foreign = in(edge, message(type, "SimpleTestRequest"));
            assertThat(codes(strict(foreign))).containsExactly(Code.UNKNOWN_MESSAGE_TYPE, Code.BODY_MISMATCH);
            return;
        }
        assertThat(strict(in(edge, message(type, body))).problems()).isEmpty();
        for (String wrong :
                List.of("SmapiRequest", "Whatever", body + "s", "DirectDebitRFCopy", "SecureEnrollAdvise")) {
            if (!wrong.equals(body)) {
                String document = in(edge, message(type, wrong));
                assertOnly(document, Code.BODY_MISMATCH, content(document, "MsgBdy"));
            }
        }
    }

    private static String in(boolean edge, String document) {
        return edge ? edge(document) : document;
    }

    /** A.9: the names of one edition are not those of the other. */
    @Test
    void knowsWhichEditionABodyIsOf() {
        String document = message("activation.request@payment.activation", "ActivationRequest");
        assertThat(codes(strict(document))).containsExactly(Code.BODY_MISMATCH);
        assertThat(strict(edge(document)).problems()).isEmpty();
    }

    /** I.17, B.3: types are open, for agreements between banks and later editions. */
    @ParameterizedTest
    @ValueSource(strings = {"send.request@generic", "test@test", "creditor.creation@scheme", "x@y"})
    void takesTypesThatAreNotListed(String type) {
        String document = message(type, "Whatever");
        assertOnly(document, Code.UNKNOWN_MESSAGE_TYPE, content(document, "MsgTyp"));
        Message message = Doc.read(NominalMissive.class, document).message();
        assertThat(message.type()).isEqualTo(MessageType.of(type));
        assertThat(message.bodyName()).isEqualTo("Whatever");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"simple", "@test", "simple@", "a@b@c", "simple request@test", " simple.request@test", "é@test"})
    void refusesTypesOfAnotherForm(String type) {
        String document = message(type, "SimpleTestRequest");
        assertOnly(document, Code.BAD_MESSAGE_TYPE, content(document, "MsgTyp"));
    }

    /** A.8, B.3: messages of the API within a bank travel in SMAPI missives, and nothing else does. */
    @Test
    void keepsSmapiApart() {
        for (String pair : List.of("request@smapi SmapiRequest", "response@smapi SmapiResponse")) {
            int blank = pair.indexOf(' ');
            String nominal = message(pair.substring(0, blank), pair.substring(blank + 1));
            assertOnly(nominal, Code.SMAPI_MISMATCH, content(nominal, "MsgTyp"));
            String smapi = set(
                    set(SMAPI, "MsgTyp", pair.substring(0, blank)), "MsgBdy", "<m:" + pair.substring(blank + 1) + "/>");
            assertThat(strict(smapi).problems()).isEmpty();
            assertThat(strict(edge(smapi)).problems()).isEmpty();
        }
        String wrong = set(set(SMAPI, "MsgTyp", "simple.request@test"), "MsgBdy", "<m:SimpleTestRequest/>");
        assertOnly(wrong, Code.SMAPI_MISMATCH, content(wrong, "MsgTyp"));
    }

    /** The message that may come with a service missive follows the same rules. */
    @Test
    void checksTheMessageOfAServiceMissive() {
        String body = NOMINAL.substring(Doc.open(NOMINAL, "MsvBdy"), Doc.end(NOMINAL, "MsvBdy"));
        String document = after(SERVICE, "MsvSrv", body);
        assertThat(strict(document).problems()).isEmpty();
        assertThat(Doc.read(ServiceMissive.class, document).message().map(Message::id))
                .contains("MESSAGE-1");
        String wrong = set(document, "MsgTyp", "simple.report@test");
        assertOnly(wrong, Code.BODY_MISMATCH, content(wrong, "MsgBdy"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<SimpleTestRequest/>",
                "<x:SimpleTestRequest xmlns:x='urn:x'/>",
                "<SimpleTestRequest xmlns='http://www.sepamail.eu/xsd/bleedingEdge'/>"
            })
    void refusesABodyOfAnotherNamespace(String body) {
        String document = set(NOMINAL, "MsgBdy", body);
        assertOnly(document, Code.FOREIGN_BODY, content(document, "MsgBdy"));
    }

    @Test
    void hasAnIdentifierOfItsOwn() {
        String empty = set(NOMINAL, "MsgId", "");
        assertOnly(empty, Code.EMPTY_IDENTIFIER, content(empty, "MsgId"));
        String template = set(NOMINAL, "MsgId", "sem:MsgId");
        assertOnly(template, Code.PLACEHOLDER_IDENTIFIER, content(template, "MsgId"));
    }

    @Test
    void flagsAnExpiryWithoutZone() {
        String document = after(NOMINAL, "MsgTyp", "<m:MsgExpiry>2026-12-24T18:00:00</m:MsgExpiry>");
        assertOnly(document, Code.NO_TIME_ZONE, content(document, "MsgExpiry"));
        assertThat(Doc.read(NominalMissive.class, document)
                        .message()
                        .expiry()
                        .orElseThrow()
                        .instant())
                .isEqualTo("2026-12-24T17:00:00Z");
    }

    /** I.8: SndChk is compared by the rule of AcqChk if it has its form, and never refuses. */
    @ParameterizedTest
    @ValueSource(strings = {"SHA-1", "SHA-224", "SHA-256", "SHA-384", "SHA-512"})
    void comparesTheChecksumOfTheSender(String algorithm) {
        int from = NOMINAL.indexOf("<m:sepamail_message_001");
        int to = Doc.end(NOMINAL, "sepamail_message_001");
        String digest = Hex.digest(algorithm, Doc.utf8(NOMINAL.substring(from, to)));
        for (String name : List.of(algorithm, algorithm.replace("-", "").toLowerCase(java.util.Locale.ROOT))) {
            String right = after(NOMINAL, "SndDtTm", "<m:SndChk>" + name + ":" + digest + "</m:SndChk>");
            assertThat(strict(right).problems()).isEmpty();
            String crlf = right.replace("\n", "\r\n");
            assertThat(strict(crlf).problems()).isEmpty();
            String wrong = right.replace("TEST-1", "TEST-2");
            assertOnly(wrong, Code.SENDER_CHECKSUM_MISMATCH, content(wrong, "SndChk"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"136b42af3329762f529aa35d8ba039cbe96dcf7c", "md5:00", "sha1:00", "sha1:", "crc32:12345678", "?"})
    void saysIfItDoesNotKnowTheChecksumOfTheSender(String text) {
        String document = after(NOMINAL, "SndDtTm", "<m:SndChk>" + text + "</m:SndChk>");
        assertOnly(document, Code.UNRECOGNISED_CHECKSUM, content(document, "SndChk"));
        assertThat(Doc.read(NominalMissive.class, document).senderChecksum()).contains(text);
    }
}
