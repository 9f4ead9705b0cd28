// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.valise.sepamail.missive.CustomerSignatureReport.Outcome;

/** Missives to be signed, and what the tests of signatures look at. */
final class SignatureSamples {

    static final String NAMESPACE = "http://xsd.sepamail.eu/1206/";
    static final InstantSource NOON = Clock.fixed(Instant.parse("2026-06-01T12:00:00Z"), ZoneOffset.UTC);
    static final CertificateTrust EVERYBODY = (signer, others) -> CertificateTrust.Decision.trusted("a test");

    static final String PAYLOAD = "<sem:SimpleTestRequest><sem:TestId>T-1</sem:TestId>"
            + "<sem:Text>pay 100 to\n the &quot;bearer&quot;</sem:Text></sem:SimpleTestRequest>";

    private SignatureSamples() {}

    static String message(String payload) {
        return "<sem:sepamail_message_001><sem:MsgHdr><sem:MsgId>M-1</sem:MsgId>"
                + "<sem:MsgTyp>simple.request@test</sem:MsgTyp></sem:MsgHdr><sem:MsgBdy>" + payload
                + "</sem:MsgBdy></sem:sepamail_message_001>";
    }

    static String document(String message) {
        return document(message, "");
    }

    /** A missive by the rules, with a message and what stands behind MsvBdy. */
    static String document(String message, String behind) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sem:Missive version=\"1206\" xmlns:sem=\"" + NAMESPACE
                + "\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n"
                + " <sem:sepamail_missive_001><sem:MsvId>ID-1</sem:MsvId><sem:MsvTyp>Nominal</sem:MsvTyp>"
                + "<sem:MsvOrd>1</sem:MsvOrd><sem:MsvPri>HIGH</sem:MsvPri><sem:MsvHdr><sem:Snd>"
                + "<sem:BIC>TESTFRPP</sem:BIC></sem:Snd><sem:SndDtTm>2026-06-01T12:00:00Z</sem:SndDtTm><sem:Rcv>"
                + "<sem:BIC>TESTFRPP</sem:BIC><sem:BBAN>12345678901</sem:BBAN></sem:Rcv></sem:MsvHdr>"
                + "<sem:MsvBdy version=\"1206\">" + message + "</sem:MsvBdy>" + behind
                + "\n </sem:sepamail_missive_001>\n</sem:Missive>";
    }

    static NominalMissive nominal() {
        return nominal(document(message(PAYLOAD)));
    }

    static NominalMissive nominal(String document) {
        MissiveReading reading = Missives.strict().read(document.getBytes(StandardCharsets.UTF_8));
        assertThat(reading.problems()).filteredOn(Problem::isError).isEmpty();
        return (NominalMissive) reading.toOptional().orElseThrow();
    }

    static String text(Missive missive) {
        return new String(missive.octets(), StandardCharsets.UTF_8);
    }

    static CustomerSignatureVerifier verifier() {
        return CustomerSignatures.verifier(EVERYBODY, NOON);
    }

    static CustomerSignatureReport verify(Missive missive) {
        return verifier().verify(missive);
    }

    static CustomerSignatureReport verify(String document) {
        return verify(nominal(document));
    }

    /** The checks that did not pass, but those that were not reached. */
    static List<String> findings(CustomerSignatureReport report) {
        return report.checks().stream()
                .filter(result -> result.outcome() == Outcome.FAILED || result.outcome() == Outcome.NOT_DONE)
                .filter(result -> !result.words().equals("Not reached."))
                .map(result -> result.check() + " " + result.outcome())
                .toList();
    }

    /** The only check that did not pass is the one given, and it failed. */
    static void assertRefuted(String document, String finding) {
        CustomerSignatureReport report = verify(document);
        assertThat(report.verdict()).isEqualTo(CustomerSignatureReport.Verdict.INVALID);
        assertThat(findings(report)).containsExactly(finding);
    }

    /** The signed document with another amount. */
    static String changed(String signed) {
        String changed = signed.replace("pay 100", "pay 900");
        assertThat(changed).isNotEqualTo(signed);
        return changed;
    }
}
